# A grid of reference numbers for Estimation/Estimates and Estimation/Tests: every statistic × design ×
# kind of missing value, from R's package survey and the data that ship with it.
#
#   Rscript Tests/Reference/statistics.R > Tests/Reference/statistics.json
#
# Debian 12: r-base-core, r-cran-survey, r-cran-jsonlite. The JSON holds the input columns, the cases
# and the versions. Data of `survey.json` (apistrat, apiclus1, nhanes) are not repeated: columns are
# taken from there where a set is named the same. Where R's package has no function (Wilson's
# interval, truncation of Korn and Graubard's), the formula stands here.
suppressMessages({
  library(survey)
  library(jsonlite)
})
num <- function(x) unname(as.numeric(x))
data(api); data(nhanes); data(scd); data(hospital); data(election); data(mu284)
# Missing answers in the forms that they have: some rows, whole clusters, all but few.
some <- function(x) ifelse(seq_along(x) %% 7 == 3, NA, x)
apistrat$some <- some(apistrat$api00)
apistrat$untied <- apistrat$api00 + seq_len(nrow(apistrat)) / 1000
apistrat$wide <- as.numeric(apistrat$sch.wide == "Yes")
apistrat$someWide <- some(apistrat$wide)
apiclus1$some <- some(apiclus1$api00)
apiclus1$clusterless <- ifelse(apiclus1$dnum %in% c(135, 406), NA, apiclus1$api00)
apiclus1$wide <- as.numeric(apiclus1$sch.wide == "Yes")
apiclus1$someWide <- some(apiclus1$wide)
apiclus2$some <- some(apiclus2$api00)
apiclus2$wide <- as.numeric(apiclus2$sch.wide == "Yes")
apiclus2$someWide <- some(apiclus2$wide)
mu284$large <- as.numeric(mu284$y1 > 45)
mu284$part <- ifelse(mu284$id2 == 2, "b", "a")
apisrs$wide <- as.numeric(apisrs$sch.wide == "Yes")
apisrs$some <- some(apisrs$api00)
nhanes$female <- nhanes$RIAGENDR - 1
scd$many <- as.numeric(scd$arrests > 200)
hospital$big <- as.numeric(hospital$births > 1000)
hospital$type <- as.character(hospital$oblevel %% 2)
election_pps$majority <- as.numeric(election_pps$Bush > election_pps$Kerry)
election_pps$w <- 1 / election_pps$p
election_pps$size <- ifelse(election_pps$votes > 1e5, "large", "small")

designs <- list(
  srs = svydesign(id = ~1, fpc = ~fpc, weights = ~pw, data = apisrs),
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc),
  stratNoFpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  clus1 = svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc),
  clus1NoFpc = svydesign(id = ~dnum, weights = ~pw, data = apiclus1),
  clus2 = svydesign(id = ~ dnum + snum, fpc = ~ fpc1 + fpc2, data = apiclus2),
  mu284 = svydesign(id = ~ id1 + id2, fpc = ~ n1 + n2, data = mu284),
  nhanes = svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes),
  scd = svydesign(id = ~ambulance, strata = ~ESA, nest = TRUE, weights = ~one, data = transform(scd, one = 1)),
  hospital = svydesign(id = ~1, strata = ~oblevel, fpc = ~tothosp, weights = ~weightats, data = hospital),
  election = svydesign(id = ~1, weights = ~w, data = election_pps))
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wides <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
designs$raked <- rake(designs$clus1, list(~stype, ~sch.wide), list(types, wides),
  control = list(maxit = 10000, epsilon = 1e-13))
# Other calibrations, and replicates, whose degrees of freedom are those of the design they come from.
designs$post <- postStratify(designs$clus1NoFpc, ~stype, types)
designs$greg <- calibrate(designs$clus1NoFpc, ~stype + api99, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069),
  calfun = "linear", epsilon = 1e-12)
designs$logit <- calibrate(designs$clus1NoFpc, ~stype + sch.wide, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122),
  calfun = "logit", bounds = c(0.4, 2.5), epsilon = 1e-12, maxit = 500)
calibrated <- c("raked", "post", "greg", "logit")
designs$jk1 <- as.svrepdesign(designs$clus1, type = "JK1")
designs$jkn <- as.svrepdesign(designs$strat, type = "JKn")
designs$jknNhanes <- as.svrepdesign(designs$nhanes, type = "JKn")
linearised <- c(jk1 = "clus1", jkn = "strat", jknNhanes = "nhanes")
# number, number with missing values, second number, 0/1, 0/1 with missing values, categories, domain
columns <- list(
  srs = list(y = "api00", missing = "some", x = "api99", binary = "wide", category = "stype", group = "sch.wide"),
  strat = list(y = "api00", missing = "some", x = "api99", binary = "wide", missingBinary = "someWide", category = "stype", group = "sch.wide"),
  clus1 = list(y = "api00", missing = "some", clusterless = "clusterless", x = "api99", binary = "wide", missingBinary = "someWide", category = "stype", group = "sch.wide"),
  nhanes = list(missing = "HI_CHOL", y = "female", x = "WTMEC2YR", binary = "female", missingBinary = "HI_CHOL", category = "race", group = "race"),
  scd = list(y = "arrests", x = "alive", binary = "many", group = "ambulance"),
  hospital = list(y = "births", x = "tothosp", binary = "big", group = "type"),
  election = list(y = "Bush", x = "votes", binary = "majority", group = "size"))
columns$clus2 <- list(y = "api00", missing = "some", x = "api99", binary = "wide", missingBinary = "someWide", category = "stype", group = "sch.wide")
columns$mu284 <- list(y = "y1", x = "n2", binary = "large", group = "part")
columns$stratNoFpc <- columns$strat
columns$clus1NoFpc <- columns$raked <- columns$post <- columns$greg <- columns$logit <- columns$jk1 <- columns$clus1
columns$jkn <- columns$strat; columns$jknNhanes <- columns$nhanes
sets <- list(srs = "apisrs", strat = "apistrat", stratNoFpc = "apistrat", clus1 = "apiclus1", clus1NoFpc = "apiclus1",
  raked = "apiclus1", nhanes = "nhanes", clus2 = "apiclus2", mu284 = "mu284", scd = "scd", hospital = "hospital", election = "election",
  post = "apiclus1", greg = "apiclus1", logit = "apiclus1", jk1 = "apiclus1", jkn = "apistrat", jknNhanes = "nhanes")

f <- function(v) as.formula(paste0("~", v))
deffOf <- function(x) { d <- num(deff(x)); if (length(d)) d else NULL }
cases <- list()
add <- function(...) cases[[length(cases) + 1]] <<- list(...)
finite <- function(x) all(is.finite(x))

wilson <- function(p, v, df, level = .95) {
  t <- qt(1 - (1 - level) / 2, df); n <- p * (1 - p) / v
  centre <- (p + t^2 / (2 * n)) / (1 + t^2 / n)
  half <- t / (1 + t^2 / n) * sqrt(p * (1 - p) / n + t^2 / (4 * n^2))
  c(centre - half, centre + half)
}
kornGraubard <- function(p, v, n, df, level = .95, truncated = TRUE) {
  a <- (1 - level) / 2
  e <- p * (1 - p) / v * (qt(a, n - 1) / qt(a, df))^2
  if (truncated) e <- min(n, e)
  x <- p * e
  c(qbeta(a, x, e - x + 1), qbeta(1 - a, x + 1, e - x))
}

estimates <- function(name, design, vars, domain) {
  numbers <- intersect(names(vars), c("y", "missing", "clusterless"))
  for (k in numbers) {
    v <- vars[[k]]
    m <- svymean(f(v), design, na.rm = TRUE, deff = "replace")
    used <- subset(design, !is.na(get(v)))
    df <- degf(used)
    add(design = name, domain = domain, statistic = "mean", y = v, estimate = num(coef(m)), standardError = num(SE(m)),
      designEffect = deffOf(m), degreesOfFreedom = df, interval = if (df > 0) num(confint(m, df = df)),
      count = sum(weights(used, "sampling") > 0))
    t <- svytotal(f(v), design, na.rm = TRUE, deff = "replace")
    add(design = name, domain = domain, statistic = "total", y = v, estimate = num(coef(t)), standardError = num(SE(t)), designEffect = deffOf(t))
  }
  r <- svyratio(f(vars$y), f(vars$x), design)
  add(design = name, domain = domain, statistic = "ratio", y = vars$y, x = vars$x, estimate = num(coef(r)), standardError = num(SE(r)))
  if (!is.null(vars$missing) && name != "nhanes") {
    r <- svyratio(f(vars$missing), f(vars$x), design, na.rm = TRUE)
    add(design = name, domain = domain, statistic = "ratio", y = vars$missing, x = vars$x, estimate = num(coef(r)), standardError = num(SE(r)))
  }
  for (k in intersect(names(vars), c("binary", "missingBinary"))) {
    v <- vars[[k]]
    used <- subset(design, !is.na(get(v)))
    df <- degf(used); n <- sum(weights(used, "sampling") > 0)
    m <- svymean(f(v), used, na.rm = TRUE, deff = "replace"); p <- num(coef(m)); s <- num(SE(m))
    if (!is.finite(s) || df < 1 || p <= 1e-9 || p >= 1 - 1e-9 || s < 1e-8) next
    ci <- function(method) num(confint(svyciprop(f(v), used, method = method, df = df, na.rm = TRUE)))
    add(design = name, domain = domain, statistic = "proportion", y = v, estimate = p, standardError = s, designEffect = deffOf(m),
      degreesOfFreedom = df, logit = if (!(name %in% names(linearised))) ci("logit"), linear = ci("mean"), arcsine = ci("asin"), wilson = wilson(p, s^2, df),
      kornGraubardUntruncated = if (!(name %in% c(calibrated, names(linearised)))) ci("beta"), kornGraubard = kornGraubard(p, s^2, n, df))
  }
  if (!is.null(vars$category) && (is.null(domain) || vars$category != vars$group)) {
    m <- svymean(as.formula(paste0("~factor(", vars$category, ")")), design, na.rm = TRUE, deff = "replace")
    add(design = name, domain = domain, statistic = "proportions", y = vars$category, estimate = num(coef(m)),
      covariance = unname(as.matrix(vcov(m))), categories = sub("^factor\\(.*\\)", "", names(coef(m))))
  }
}
for (name in names(designs)) {
  vars <- columns[[name]]
  estimates(name, designs[[name]], vars, NULL)
  if (name %in% c("scd", "hospital")) next
  for (level in sort(unique(as.character(designs[[name]]$variables[[vars$group]]))))
    estimates(name, subset(designs[[name]], as.character(get(vars$group)) == level), vars, level)
}

# Means by group with their covariance, and a contrast of all groups.
for (name in names(designs)) {
  vars <- columns[[name]]
  for (k in intersect(names(vars), c("y", "missing"))) {
    if (name %in% calibrated) next # R has no covariance between domains of a calibrated design
    b <- svyby(f(vars[[k]]), f(vars$group), subset(designs[[name]], !is.na(get(vars[[k]]))), svymean, covmat = TRUE)
    g <- length(coef(b)); co <- c(1, rep(-1 / (g - 1), g - 1))
    ct <- svycontrast(b, co)
    add(design = name, statistic = "by", y = vars[[k]], group = vars$group, groups = names(coef(b)), estimate = num(coef(b)),
      covariance = unname(as.matrix(vcov(b))), coefficients = co, contrast = list(estimate = num(coef(ct)), standardError = num(SE(ct))))
  }
}

# Of replicates R takes logit intervals from a logit fitted anew in each, here they are of the share's error;
# for quantiles svyquantile does not hand interval.type on where the design has replicates.
# Quantiles: every rule, and intervals of the default one. The designs have ties with equal weights
# or none; election has unequal weights and no ties. In hospital shares without error lie on an edge. No share is hit exactly: there rounding decides in R.
rules <- c("math", "school", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9")
for (name in c("srs", "strat", "clus1", "raked", "election", "clus2", "post", "jk1", "jkn", "stratNoFpc", "clus1NoFpc", "mu284", "greg", "logit")) {
  vars <- columns[[name]]
  for (k in if (name %in% c("strat", "jkn", "stratNoFpc")) c("untied", vars$y) else unlist(vars[intersect(names(vars), c("y", "missing"))])) for (p in c(.1234, .2571, .5113, .7457, .9031)) {
    # Below the share of the smallest answer (in election over .25) R 4.1's "math" takes the second.
    if (name == "election" && p < .6) next
    v <- k; used <- subset(designs[[name]], !is.na(get(v)))
    # Of tied answers with unequal weights R takes the order of the rows; here the lighter come first.
    ties <- name %in% c(calibrated, "clus2", "mu284") || v == "api00" && name %in% c("strat", "jkn", "stratNoFpc")
    values <- setNames(lapply(rules, function(r) num(coef(svyquantile(f(v), used, p, qrule = r, ci = FALSE)))), rules)[if (ties) c("math", "school") else rules]
    # R has no interval where the share of answers up to the quantile is 1 or lies at an edge.
    interval <- function(...) tryCatch(num(svyquantile(f(v), used, p, ...)[[1]][1, 1:4]), error = function(e) NULL)
    add(design = name, statistic = "quantile", y = v, probability = p, rules = values, math = interval(), hf7 = if (!ties) interval(qrule = "hf7"),
      school = interval(qrule = "school"), logit = if (!(name %in% names(linearised))) interval(interval.type = "xlogit"), beta = if (name %in% c("clus1", "election")) interval(interval.type = "beta"))
  }
}

# Crosstabs, t and rank tests.
crosstabs <- list(list("strat", "wide", "stype"), list("stratNoFpc", "someWide", "stype"), list("clus1", "wide", "stype"),
  list("clus1", "someWide", "stype"), list("clus1NoFpc", "stype", "wide"), list("nhanes", "HI_CHOL", "race"), list("nhanes", "race", "RIAGENDR"),
  list("srs", "wide", "stype"), list("clus2", "someWide", "stype"), list("raked", "comp.imp", "stype"), list("election", "majority", "size"),
  list("mu284", "large", "part"), list("hospital", "big", "type"), list("post", "wide", "comp.imp"), list("greg", "wide", "comp.imp"), list("logit", "comp.imp", "stype"),
  list("jk1", "wide", "stype"), list("jkn", "comp.imp", "stype"), list("jknNhanes", "race", "RIAGENDR"))
for (x in crosstabs) {
  # Those without an answer are a domain, with its degrees of freedom: svychisq drops them silently
  # and keeps those of the whole design.
  d <- designs[[x[[1]]]]
  if (!(x[[1]] %in% c(calibrated, names(linearised)))) d <- subset(d, !is.na(get(x[[2]])))
  q <- function(s) svychisq(as.formula(paste0("~", x[[2]], "+", x[[3]])), d, statistic = s)
  F <- q("F"); C <- q("Chisq"); W <- tryCatch(q("Wald"), error = function(e) NULL); A <- tryCatch(q("adjWald"), error = function(e) NULL)
  add(design = x[[1]], statistic = "crosstab", y = x[[2]], x = x[[3]], categoriesY = as.character(sort(unique(d$variables[[x[[2]]]]))), categoriesX = as.character(sort(unique(d$variables[[x[[3]]]]))),
    second = list(statistic = num(F$statistic), numerator = num(F$parameter[1]), denominator = num(F$parameter[2]), p = num(F$p.value)),
    first = list(statistic = num(C$statistic), p = num(C$p.value)),
    wald = if (!is.null(W)) list(statistic = num(W$statistic), p = num(W$p.value)), adjusted = if (!is.null(A)) list(statistic = num(A$statistic), p = num(A$p.value)))
}
# Kinds of rank tests, on data whose tied answers have equal weights, or no ties: R averages ranks
# over ties without their weights, so that with others its result depends on the rows' order.
ranks <- list(list("srs", "api00", "sch.wide"), list("srs", "api00", "stype"), list("clus1", "api00", "sch.wide"), list("clus1", "enroll", "stype"), list("clus1", "some", "stype"),
  list("clus1NoFpc", "api00", "comp.imp"), list("election", "Bush", "size"), list("clus1", "clusterless", "sch.wide"))
for (x in ranks) {
  d <- subset(designs[[x[[1]]]], !is.na(get(x[[2]]))); fm <- as.formula(paste(x[[2]], "~", x[[3]]))
  g <- as.character(designs[[x[[1]]]]$variables[[x[[3]]]])
  out <- lapply(c(wilcoxon = "wilcoxon", normal = "vanderWaerden", median = "median"), function(t) {
    r <- svyranktest(fm, d, test = t)
    if (is.null(r$ddf)) list(statistic = num(r$statistic), df = num(r$parameter), estimate = num(r$estimate), p = num(r$p.value))
    else list(statistic = num(r$parameter) / num(r$statistic), numerator = num(r$statistic), df = num(r$ddf), p = num(r$p.value))
  })
  t <- if (length(unique(g)) == 2) svyttest(fm, d)
  add(design = x[[1]], statistic = "rank", y = x[[2]], group = x[[3]], groups = sort(unique(g)), tests = out,
    t = if (!is.null(t)) list(statistic = num(t$statistic), df = num(t$parameter), estimate = num(t$estimate), interval = num(t$conf.int), p = num(t$p.value)))
}
tests <- list(list("strat", "api00", "sch.wide"), list("strat", "some", "comp.imp"), list("nhanes", "HI_CHOL", "RIAGENDR"), list("clus2", "api00", "comp.imp"), list("raked", "api00", "comp.imp"), list("post", "api00", "comp.imp"),
  list("greg", "api00", "comp.imp"), list("logit", "api00", "comp.imp"), list("mu284", "y1", "part"), list("jk1", "api00", "comp.imp"),
  list("jkn", "api00", "comp.imp"), list("jknNhanes", "female", "HI_CHOL"))
for (x in tests) {
  t <- svyttest(as.formula(paste(x[[2]], "~", x[[3]])), designs[[x[[1]]]])
  add(design = x[[1]], statistic = "rank", y = x[[2]], group = x[[3]], groups = sort(unique(as.character(designs[[x[[1]]]]$variables[[x[[3]]]]))),
    t = list(statistic = num(t$statistic), df = num(t$parameter), estimate = num(t$estimate), interval = num(t$conf.int), p = num(t$p.value)))
}
# One regression of each family in every design where R's converges; models.R has more of them.
for (name in names(designs)) {
  vars <- columns[[name]]; d <- designs[[name]]
  for (family in c("linear", "logistic", "poisson")) {
    v <- vars[[if (family == "logistic") "binary" else if (is.null(vars$missing)) "y" else "missing"]]
    if (name %in% c("nhanes", "jknNhanes")) v <- "HI_CHOL"
    used <- if (name %in% c(calibrated, names(linearised)) && !anyNA(d$variables[[v]])) d else subset(d, !is.na(get(v)))
    fam <- list(linear = gaussian(), logistic = quasibinomial(), poisson = quasipoisson())[[family]]
    g <- tryCatch(svyglm(as.formula(paste(v, "~", vars$x)), used, family = fam, control = glm.control(epsilon = 1e-15, maxit = 100)),
      error = function(e) NULL, warning = function(w) NULL)
    if (name == "jknNhanes" && family != "linear") next # many fits of many rows in an unoptimised build
    if (name == "scd" && family == "logistic") next # separated: R stops where slopes have no limit
    if (is.null(g) || anyNA(coef(g)) || degf(designs[[name]]) < 3) next
    add(design = name, statistic = "regression", family = family, y = v, x = vars$x, estimate = num(coef(g)), standardError = num(SE(g)))
  }
}
one <- svyttest(api00 ~ 0, subset(designs$clus1, stype == "H")); 
p <- c(0.01, 0.02, 0.03, 0.04, 0.005, 0.9, 0.04)

keep <- function(d, ...) as.list(d[, c(...), drop = FALSE])
text <- function(d) lapply(d, function(x) if (is.factor(x)) as.character(x) else x)
cat(toJSON(list(
  versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))),
  sets = sets, data = lapply(list(
    apisrs = keep(apisrs, "pw", "fpc", "api00", "api99", "some", "wide", "stype", "sch.wide"),
    apistrat = keep(apistrat, "untied", "some", "wide", "someWide", "comp.imp", "sch.wide", "stype", "api00", "api99"),
    apiclus1 = keep(apiclus1, "some", "clusterless", "wide", "someWide", "comp.imp", "sch.wide", "stype", "api00", "api99", "enroll"),
    apiclus2 = c(keep(apiclus2, "some", "wide", "someWide", "comp.imp", "sch.wide", "stype", "api00", "api99", "fpc1"),
      list(pw = num(weights(designs$clus2)), dnum = as.character(apiclus2$dnum), snum = as.character(apiclus2$snum), fpc2 = num(apiclus2$fpc2))),
    mu284 = c(keep(mu284, "y1", "n1", "n2", "large", "part"), list(w = num(weights(designs$mu284)), id1 = as.character(mu284$id1), id2 = as.character(mu284$id2))),
    nhanes = keep(nhanes, "RIAGENDR"),
    scd = c(keep(scd, "arrests", "alive", "many"), list(ESA = as.character(scd$ESA), ambulance = as.character(scd$ambulance))),
    hospital = c(keep(hospital, "births", "tothosp", "weightats", "big", "type"), list(oblevel = as.character(hospital$oblevel))),
    election = keep(election_pps, "w", "Bush", "votes", "majority", "size")), text),
  cases = cases, zeroTest = list(statistic = num(one$statistic), df = num(one$parameter), p = num(one$p.value)),
  pValues = p, holm = p.adjust(p, "holm"), benjaminiHochberg = p.adjust(p, "BH")),
  digits = NA, auto_unbox = TRUE, na = "null", null = "null", matrix = "columnmajor"))
