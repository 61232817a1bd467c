# Reference numbers for the module Estimation, from R's package survey and its own data sets.
#
#   Rscript Tests/Reference/survey.R > Tests/Reference/survey.json
#
# Debian 12: r-base-core, r-cran-survey, r-cran-jsonlite. The JSON holds the input columns, what R
# made of them, and the versions. Raking runs to convergence here (epsilon = 1e-13): R's default
# stops at differences of 1 person.
suppressMessages({
  library(survey)
  library(jsonlite)
})
num <- function(x) unname(as.numeric(x))
est <- function(x) list(estimate = num(coef(x)), standardError = num(SE(x)))
cov <- function(x) unname(as.matrix(vcov(x)))
data(api)
data(nhanes)
R <- list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))))

R$data <- list(
  apistrat = as.list(data.frame(
    stype = as.character(apistrat$stype), pw = apistrat$pw, fpc = apistrat$fpc,
    api00 = apistrat$api00, api99 = apistrat$api99, enroll = apistrat$enroll, ell = apistrat$ell,
    meals = apistrat$meals, mobility = apistrat$mobility, schWide = as.character(apistrat$sch.wide))),
  apiclus1 = as.list(data.frame(
    dnum = as.character(apiclus1$dnum), pw = apiclus1$pw, fpc = apiclus1$fpc,
    stype = as.character(apiclus1$stype), schWide = as.character(apiclus1$sch.wide),
    api00 = apiclus1$api00, api99 = apiclus1$api99, enroll = apiclus1$enroll)),
  apisrs = list(pw = apisrs$pw, fpc = apisrs$fpc, api00 = apisrs$api00),
  nhanes = as.list(data.frame(
    psu = as.character(nhanes$SDMVPSU), stratum = as.character(nhanes$SDMVSTRA),
    weight = nhanes$WTMEC2YR, highCholesterol = nhanes$HI_CHOL, race = nhanes$race,
    female = nhanes$RIAGENDR - 1)))

clus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
stratNoFpc <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat)
srs <- svydesign(id = ~1, fpc = ~fpc, weights = ~pw, data = apisrs)
nh <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
wide <- subset(strat, sch.wide == "Yes")
deffs <- function(x) num(deff(x))

# Means, totals, ratios, shares
stypes <- svymean(~stype, strat)
R$estimates <- list(
  clusterMean = c(est(svymean(~api00, clus1)), degreesOfFreedom = degf(clus1),
    designEffect = deffs(svymean(~api00, clus1, deff = "replace")),
    lower = confint(svymean(~api00, clus1), df = degf(clus1))[1], upper = confint(svymean(~api00, clus1), df = degf(clus1))[2]),
  clusterTotal = c(est(svytotal(~enroll, clus1)), designEffect = deffs(svytotal(~enroll, clus1, deff = "replace"))),
  stratifiedMean = c(est(svymean(~api00, strat)), designEffect = deffs(svymean(~api00, strat, deff = "replace"))),
  stratifiedEnroll = est(svymean(~enroll, strat)),
  stratifiedWithoutFpc = est(svymean(~api00, stratNoFpc)),
  simpleRandomMean = est(svymean(~api00, srs)),
  ratio = list(estimate = num(svyratio(~api00, ~api99, strat)$ratio), standardError = num(SE(svyratio(~api00, ~api99, strat))),
    designEffect = num(deff(svyratio(~api00, ~api99, strat, deff = "replace")))),
  domainMean = c(est(svymean(~api00, wide)), degreesOfFreedom = degf(wide), designEffect = deffs(svymean(~api00, wide, deff = "replace"))),
  domainTotal = c(est(svytotal(~enroll, wide)), designEffect = deffs(svytotal(~enroll, wide, deff = "replace"))),
  byType = list(estimate = num(coef(svyby(~api00, ~stype, strat, svymean))), standardError = num(SE(svyby(~api00, ~stype, strat, svymean)))),
  twoMeans = list(estimate = num(coef(svymean(~api00 + api99, clus1))), covariance = cov(svymean(~api00 + api99, clus1))),
  shares = list(estimate = num(coef(svymean(~stype, clus1))), covariance = cov(svymean(~stype, clus1))),
  contrast = est(svycontrast(svymean(~api00 + api99, clus1), c(1, -1))))
p <- svyciprop(~I(sch.wide == "Yes"), strat, method = "logit")
R$estimates$logitShare <- list(estimate = num(p), lower = confint(p)[1], upper = confint(p)[2])
chol <- svymean(~HI_CHOL, nh, na.rm = TRUE)
byRace <- svyby(~HI_CHOL, ~race, nh, svymean, na.rm = TRUE)
pn <- svyciprop(~HI_CHOL, nh, method = "logit", na.rm = TRUE)
R$nhanes <- list(
  mean = c(est(chol), degreesOfFreedom = degf(nh), designEffect = deffs(svymean(~HI_CHOL, nh, na.rm = TRUE, deff = "replace"))),
  byRace = list(estimate = num(coef(byRace)), standardError = num(SE(byRace))),
  logit = list(estimate = num(pn), lower = confint(pn)[1], upper = confint(pn)[2]))

# Quantiles
q <- svyquantile(~api00, strat, c(.25, .5, .75))
R$quantiles <- lapply(1:3, function(i) list(estimate = num(q$api00[i, 1]), lower = num(q$api00[i, 2]), upper = num(q$api00[i, 3]), standardError = num(q$api00[i, 4])))

# Weighting
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wides <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
control <- list(maxit = 10000, epsilon = 1e-13)
ps <- postStratify(clus1, ~stype, types)
rk <- rake(clus1, list(~stype, ~sch.wide), list(types, wides), control = control)
# Unequal base weights: rake() averages residuals without weights, calibrate() with the base weights,
# as Deville and Särndal do; the two agree where base weights are equal.
uneven <- transform(apistrat, uneven = pw * (1 + (seq_len(nrow(apistrat)) %% 7) / 4))
unevenDesign <- svydesign(id = ~1, strata = ~stype, weights = ~uneven, data = uneven)
calibrated <- calibrate(unevenDesign, ~stype + sch.wide, c(6194, 755, 1018, 5122), calfun = "raking", epsilon = 1e-13, maxit = 1000)
rks <- rake(unevenDesign, list(~stype, ~sch.wide), list(types, wides), control = control)
R$weighting <- list(
  postStratifiedMean = est(svymean(~api00, ps)), postStratifiedTotal = est(svytotal(~enroll, ps)),
  rakedMean = est(svymean(~api00, rk)), rakedTotal = est(svytotal(~enroll, rk)),
  rakedDomainMean = est(svymean(~api00, subset(rk, stype == "E"))),
  rakedRegression = local({ g <- svyglm(api00 ~ api99, design = rk); list(estimate = num(coef(g)), standardError = num(SE(g))) }),
  rakedWeights = num(weights(rk)),
  rakedUnequalWeights = num(weights(rks)), calibratedUnequalMean = est(svymean(~api00, calibrated)))

# Regression
g <- svyglm(api00 ~ ell + meals + mobility, design = strat)
t <- regTermTest(g, ~ ell + mobility)
R$regression <- list(estimate = num(coef(g)), standardError = num(SE(g)), covariance = cov(g), degreesOfFreedom = g$df.residual,
  wald = list(statistic = num(t$Ftest), numerator = t$df, denominator = t$ddf, p = num(t$p)),
  rSquared = 1 - num(svyvar(residuals(g, "response"), strat)) / num(svyvar(~api00, strat)))
# The standardised coefficient on one predictor is the correlation, a function of five means.
m <- svymean(~ api00 + meals + I(api00^2) + I(meals^2) + I(api00 * meals), strat)
names(m)[3:5] <- c("yy", "xx", "xy"); attr(m, "names") <- c("y", "x", "yy", "xx", "xy")
R$correlation <- est(svycontrast(m, quote((xy - x * y) / sqrt((xx - x * x) * (yy - y * y)))))

# Those on two predictors are functions of three correlations.
m <- svymean(~ api00 + meals + ell + I(api00^2) + I(meals^2) + I(ell^2) + I(api00 * meals) + I(api00 * ell) + I(meals * ell), strat)
attr(m, "names") <- c("y", "a", "b", "yy", "aa", "bb", "ya", "yb", "ab")
r <- function(p, q, pq, pp, qq) bquote((.(as.name(pq)) - .(as.name(p)) * .(as.name(q))) / sqrt((.(as.name(pp)) - .(as.name(p))^2) * (.(as.name(qq)) - .(as.name(q))^2)))
ya <- r("y", "a", "ya", "yy", "aa"); yb <- r("y", "b", "yb", "yy", "bb"); ab <- r("a", "b", "ab", "aa", "bb")
R$standardised <- list(
  meals = est(svycontrast(m, bquote((.(ya) - .(yb) * .(ab)) / (1 - .(ab)^2)))),
  ell = est(svycontrast(m, bquote((.(yb) - .(ya) * .(ab)) / (1 - .(ab)^2)))))

# Tests
chisq <- function(d) { q <- svychisq(~sch.wide + stype, d); list(statistic = num(q$statistic), numerator = num(q$parameter[1]), denominator = num(q$parameter[2]), p = num(q$p.value)) }
qn <- svychisq(~HI_CHOL + race, nh)
R$tests <- list(raoScott = chisq(strat), raoScottClusters = chisq(clus1),
  raoScottNhanes = list(statistic = num(qn$statistic), numerator = num(qn$parameter[1]), denominator = num(qn$parameter[2]), p = num(qn$p.value)),
  pValues = c(0.01, 0.02, 0.03, 0.04, 0.005, 0.9), benjaminiHochberg = p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.005, 0.9), "BH"))

# A stratum with one cluster
rows <- split(seq_len(nrow(apistrat)), apistrat$stype)
lonely <- apistrat[c(rows$E[1:20], rows$H[1:15], rows$M[1]), ]
R$data$lonely <- list(stype = as.character(lonely$stype), pw = lonely$pw, api00 = lonely$api00)
R$lonely <- list()
for (policy in c("adjust", "certainty", "average")) {
  options(survey.lonely.psu = policy)
  design <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = lonely)
  R$lonely[[policy]] <- list(mean = est(svymean(~api00, design)), total = est(svytotal(~api00, design)))
}
cat(toJSON(R, digits = NA, auto_unbox = TRUE, na = "null", matrix = "columnmajor"))
