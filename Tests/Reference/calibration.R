# Reference numbers for post-stratification and calibration, from R's package survey and its data
# set api: weights and errors, by linearisation and by replicates.
#
#   Rscript Tests/Reference/calibration.R > Tests/Reference/calibration.json
#
# Debian 12: r-base-core, r-cran-survey, r-cran-jsonlite. apistrat and apiclus1 stand in survey.json.
# Iterations run to convergence here (epsilon = 1e-12).
suppressMessages({
  library(survey)
  library(jsonlite)
})
num <- function(x) unname(as.numeric(x))
est <- function(x) list(estimate = num(coef(x)), standardError = num(SE(x)))
data(api)
R <- list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))))
# Chances by size, so that base weights are unequal and weighting has work to do.
apiclus1$w <- apiclus1$pw * (0.6 + 0.8 * (apiclus1$enroll > 400))
apiclus1$w <- apiclus1$w * 6194 / sum(apiclus1$w)
clus1 <- svydesign(id = ~dnum, weights = ~w, data = apiclus1)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
clus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
R$data <- list(weights = num(apiclus1$w),
  apiclus2 = list(a = as.character(apiclus2$dnum), b = as.character(apiclus2$snum), w = num(1 / clus2$prob),
    N1 = num(apiclus2$fpc1), N2 = num(apiclus2$fpc2), api00 = num(apiclus2$api00), api99 = num(apiclus2$api99),
    enroll = num(apiclus2$enroll), stype = as.character(apiclus2$stype)))
types <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018)
wide <- c(types, sch.wideYes = 5122)
api99 <- c(types, api99 = 3914069)
several <- function(d) list(weights = num(weights(d)), mean = est(svymean(~api00, d)), total = est(svytotal(~enroll, d, na.rm = TRUE)),
  domain = est(svymean(~api00, subset(d, comp.imp == "Yes"))))
cal <- function(d, f, p, fun, bounds = c(-Inf, Inf)) calibrate(d, f, p, calfun = fun, bounds = bounds, epsilon = 1e-12, maxit = 500)
post <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
R$domain <- apiclus1$comp.imp == "Yes"
R$poststratified <- several(postStratify(clus1, ~stype, post))
R$poststratifiedStages <- { d <- postStratify(clus2, ~stype, post); list(weights = num(weights(d)), mean = est(svymean(~api00, d))) }
R$linear <- several(cal(clus1, ~stype + sch.wide, wide, "linear"))
R$linearBounded <- several(cal(clus1, ~stype + sch.wide, wide, "linear", c(0.6, 1.6)))
R$linearTotal <- several(cal(clus1, ~stype + api99, api99, "linear"))
R$raking <- several(cal(clus1, ~stype + sch.wide, wide, "raking"))
R$rakingBounded <- several(cal(clus1, ~stype + sch.wide, wide, "raking", c(0.6, 1.6)))
R$rakingTotal <- several(cal(clus1, ~stype + api99, api99, "raking"))
R$logit <- several(cal(clus1, ~stype + sch.wide, wide, "logit", c(0.5, 2)))
R$logitTotal <- several(cal(clus1, ~stype + api99, api99, "logit", c(0.5, 2)))
R$onlyTotal <- several(cal(clus1, ~api99 - 1, c(api99 = 3914069), "linear"))
R$stages <- { d <- cal(clus2, ~stype + api99, api99, "linear"); list(weights = num(weights(d)), mean = est(svymean(~api00, d)), total = est(svytotal(~enroll, d, na.rm = TRUE))) }
# Each replicate calibrated anew.
jk1 <- as.svrepdesign(clus1, type = "JK1")
both <- function(d) list(mean = est(svymean(~api00, d)), total = est(svytotal(~enroll, d)))
R$replicates <- list(
  poststratified = both(postStratify(jk1, ~stype, post)),
  linear = both(cal(jk1, ~stype + sch.wide, wide, "linear")),
  linearTotal = both(cal(jk1, ~stype + api99, api99, "linear")),
  raking = both(cal(jk1, ~stype + sch.wide, wide, "raking")),
  logit = both(cal(jk1, ~stype + sch.wide, wide, "logit", c(0.4, 2.5))))
cat(toJSON(R, digits = NA, auto_unbox = TRUE))
