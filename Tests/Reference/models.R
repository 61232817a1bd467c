# Reference numbers for regressions, marginal effects, relative importance, decomposition, variance
# components and sample sizes (Estimation/Estimates/Regression, Estimation/Power).
#
#   Rscript Tests/Reference/models.R > Tests/Reference/models.json
#
# Debian 12: r-base-core, r-recommended, r-cran-survey, r-cran-jsonlite. R's survey fits the models;
# what it has no function for is written out here: marginal effects (the formulas of the package
# margins), LMG shares of R squared, the threefold decomposition. Ordinal models are refined by
# Newton's method, since svyolr stops near the solution.
suppressMessages({
  library(survey)
  library(jsonlite)
  library(nlme)
})
num <- function(x) unname(as.numeric(x))
data(api); data(nhanes)
some <- function(x) ifelse(seq_along(x) %% 7 == 3, NA, x)
prepare <- function(d) {
  d$wide <- as.numeric(d$sch.wide == "Yes"); d$high <- as.numeric(d$stype == "H"); d$count <- floor(d$enroll / 200)
  d$pass <- as.numeric(d$comp.imp == "Yes"); d$grade <- cut(d$api00, c(0, 500, 600, 700, 800, 1000), labels = FALSE)
  d$someMeals <- some(d$meals)
  d
}
apistrat <- prepare(apistrat); apiclus1 <- prepare(apiclus1)
nhanes$female <- nhanes$RIAGENDR - 1
for (k in 2:4) nhanes[[paste0("race", k)]] <- as.numeric(nhanes$race == k)
designs <- list(
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc),
  stratNoFpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  clus1 = svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc),
  nhanes = svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes))
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wides <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
designs$raked <- rake(designs$clus1, list(~stype, ~sch.wide), list(types, wides), control = list(maxit = 10000, epsilon = 1e-13))
# Calibrated designs and replicates, in which svyglm fits anew.
designs$post <- postStratify(svydesign(id = ~dnum, weights = ~pw, data = apiclus1), ~stype, types)
designs$greg <- calibrate(svydesign(id = ~dnum, weights = ~pw, data = apiclus1), ~stype + api99,
  c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069), calfun = "linear", epsilon = 1e-12)
designs$jk1 <- as.svrepdesign(designs$clus1, type = "JK1"); designs$jkn <- as.svrepdesign(designs$strat, type = "JKn")
derived <- c("raked", "post", "greg", "jk1", "jkn")
sets <- list(post = "apiclus1", greg = "apiclus1", jk1 = "apiclus1", jkn = "apistrat", strat = "apistrat", stratNoFpc = "apistrat", clus1 = "apiclus1", raked = "apiclus1", nhanes = "nhanes")

# What each interview adds to the coefficients, by unit of its weight.
influence <- function(X, r, slope, w) { A <- crossprod(X * (w * slope), X); (X * r) %*% solve(A) }
variance <- function(Z, d) unname(as.matrix(vcov(svytotal(Z, d))))
effects <- function(g, d, family, predictors) {
  X <- model.matrix(g); b <- coef(g); w <- num(weights(d)); W <- sum(w); eta <- drop(X %*% b)
  f <- if (family == "logistic") plogis else exp
  f1 <- if (family == "logistic") function(e) plogis(e) * (1 - plogis(e)) else exp
  f2 <- if (family == "logistic") function(e) f1(e) * (1 - 2 * plogis(e)) else exp
  U <- influence(X, g$y - f(eta), f1(eta), w)
  out <- lapply(predictors, function(p) {
    k <- match(p, colnames(X))
    if (all(X[, k] %in% 0:1)) {
      X1 <- X0 <- X; X1[, k] <- 1; X0[, k] <- 0; e1 <- drop(X1 %*% b); e0 <- drop(X0 %*% b)
      v <- f(e1) - f(e0); J <- X1 * f1(e1) - X0 * f1(e0)
    } else { v <- f1(eta) * b[k]; J <- X * (f2(eta) * b[k]); J[, k] <- J[, k] + f1(eta) }
    ame <- sum(w * v) / W; j <- colSums(w * J) / W
    z <- drop(U %*% j) + (v - ame) / W
    c(ame, sqrt(drop(j %*% vcov(g) %*% j)), sqrt(variance(cbind(z), d)))
  })
  m <- do.call(cbind, out)
  list(estimate = m[1, ], fixed = m[2, ], sampled = m[3, ])
}
models <- list()
addModel <- function(name, family, y, predictors, wald, domain = NULL) {
  d <- designs[[name]]
  if (!is.null(domain)) d <- subset(d, stype == domain)
  used <- if (name %in% derived) d else d[complete.cases(d$variables[, c(y, predictors)]), ]
  fam <<- list(linear = gaussian(), logistic = quasibinomial(), poisson = quasipoisson())[[family]] # where svyglm of replicates finds it
  g <- svyglm(reformulate(predictors, y), design = used, family = fam, control = glm.control(epsilon = 1e-15, maxit = 100))
  t <- regTermTest(g, reformulate(wald))
  models[[length(models) + 1]] <<- list(design = name, domain = domain, family = family, y = y, predictors = predictors, estimate = num(coef(g)), covariance = unname(as.matrix(vcov(g))),
    degreesOfFreedom = g$df.residual, wald = list(names = wald, statistic = num(t$Ftest), numerator = t$df, denominator = t$ddf, p = num(t$p)),
    effects = if (family != "linear" && !(name %in% derived)) effects(g, used, family, predictors))
}
for (name in c("strat", "stratNoFpc", "clus1")) {
  addModel(name, "linear", "api00", c("ell", "meals", "mobility"), c("ell", "meals"))
  addModel(name, "linear", "api00", c("someMeals", "high"), "high")
  addModel(name, "logistic", "pass", c("ell", "meals", "high"), c("ell", "meals"))
  addModel(name, "logistic", "wide", c("someMeals", "ell"), "ell")
  addModel(name, "poisson", "count", c("ell", "meals", "high"), c("ell", "high"))
}
addModel("stratNoFpc", "logistic", "pass", c("ell", "meals"), "ell", "E")
addModel("clus1", "poisson", "count", c("someMeals", "mobility"), "mobility")
addModel("raked", "linear", "api00", c("ell", "meals"), "ell")
addModel("raked", "logistic", "pass", c("ell", "meals"), "ell")
addModel("raked", "poisson", "count", c("ell", "meals"), "ell")
for (name in c("post", "greg", "jk1", "jkn")) {
  addModel(name, "linear", "api00", c("ell", "meals"), "ell")
  addModel(name, "logistic", "pass", c("ell", "meals"), "ell")
  addModel(name, "poisson", "count", c("ell", "meals"), "ell")
}
addModel("nhanes", "logistic", "HI_CHOL", c("female", "race2", "race3", "race4"), c("race2", "race3", "race4"))
addModel("nhanes", "linear", "HI_CHOL", c("female", "race2"), "female")

# svyolr stops near the solution: see ordinal-fit.R.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "ordinal-fit.R"))
ordinal <- function(name, y, predictors) {
  d <- designs[[name]]; d <- d[complete.cases(d$variables[, c(y, predictors)]), ]
  d$variables$outcome <- factor(d$variables[[y]])
  m <- svyolr(reformulate(predictors, "outcome"), design = d)
  fit <- ordinalFit(d, "outcome", predictors)
  list(design = name, y = y, predictors = predictors, estimate = fit$value, covariance = fit$covariance,
    plain = list(estimate = num(c(m$coefficients, m$zeta)), standardError = num(sqrt(diag(vcov(m))))), degreesOfFreedom = m$df.residual)
}
ordinals <- list(ordinal("strat", "grade", c("ell", "meals")), ordinal("stratNoFpc", "grade", c("someMeals", "high")), ordinal("clus1", "grade", c("meals", "mobility")), ordinal("nhanes", "race", c("female")))

# LMG shares of R squared: the average gain over all orders, with its influence values.
lmg <- function(name, y, groups) {
  d <- designs[[name]]; d <- d[complete.cases(d$variables[, c(y, unlist(groups))]), ]
  v <- d$variables; w <- num(weights(d)); W <- sum(w); q <- length(groups)
  yc <- v[[y]] - sum(w * v[[y]]) / W; vy <- sum(w * yc^2) / W
  one <- function(set) {
    cols <- unlist(groups[set])
    e <- if (length(cols)) residuals(lm(reformulate(cols, y), data = v, weights = w)) else yc
    ve <- sum(w * e^2) / W
    list(r2 = 1 - ve / vy, z = (-(e^2 - ve) / vy + ve * (yc^2 - vy) / vy^2) / W)
  }
  subsets <- lapply(0:(2^q - 1), function(m) which(bitwAnd(m, 2^(0:(q - 1))) > 0)); fits <- lapply(subsets, one)
  id <- function(s) sum(2^(s - 1)) + 1
  Z <- sapply(seq_len(q), function(k) { s <- 0; r <- 0
    for (i in seq_along(subsets)) if (!(k %in% subsets[[i]])) { n <- length(subsets[[i]]); f <- factorial(n) * factorial(q - n - 1) / factorial(q)
      j <- id(c(subsets[[i]], k)); s <- s + f * (fits[[j]]$z - fits[[i]]$z); r <- r + f * (fits[[j]]$r2 - fits[[i]]$r2) }
    c(r, s) })
  list(design = name, y = y, groups = groups, estimate = Z[1, ], covariance = variance(Z[-1, ], d), rSquared = fits[[2^q]]$r2)
}
importance <- list(lmg("strat", "api00", list("ell", "meals", "mobility")), lmg("clus1", "api00", list("ell", "meals", "mobility", c("high", "wide"))), lmg("stratNoFpc", "api00", list("someMeals", "ell")))
# For two predictors the shares are functions of three correlations, whose errors svycontrast knows.
two <- local({
  m <- svymean(~ api00 + meals + ell + I(api00^2) + I(meals^2) + I(ell^2) + I(api00 * meals) + I(api00 * ell) + I(meals * ell), designs$strat)
  attr(m, "names") <- c("y", "a", "b", "yy", "aa", "bb", "ya", "yb", "ab")
  r <- function(p, q, pq, pp, qq) bquote((.(as.name(pq)) - .(as.name(p)) * .(as.name(q)))^2 / ((.(as.name(pp)) - .(as.name(p))^2) * (.(as.name(qq)) - .(as.name(q))^2)))
  s <- function(p, q, pq, pp, qq) bquote((.(as.name(pq)) - .(as.name(p)) * .(as.name(q))) / sqrt((.(as.name(pp)) - .(as.name(p))^2) * (.(as.name(qq)) - .(as.name(q))^2)))
  ya <- s("y", "a", "ya", "yy", "aa"); yb <- s("y", "b", "yb", "yy", "bb"); ab <- s("a", "b", "ab", "aa", "bb")
  full <- bquote((.(ya)^2 + .(yb)^2 - 2 * .(ya) * .(yb) * .(ab)) / (1 - .(ab)^2))
  k <- svycontrast(m, bquote((.(ya)^2 + .(full) - .(yb)^2) / 2))
  list(estimate = num(coef(k)), standardError = num(SE(k)))
})

# The threefold decomposition of the difference of two independent samples' means.
decompose <- function(a, b, y, predictors) {
  part <- function(name) {
    d <- designs[[name]]; d <- d[complete.cases(d$variables[, c(y, predictors)]), ]; v <- d$variables; w <- num(weights(d)); W <- sum(w)
    X <- cbind(1, as.matrix(v[, predictors])); m <- lm(reformulate(predictors, y), data = v, weights = w)
    mean <- colSums(w * X) / W; U <- influence(X, residuals(m), 1, w)
    list(mean = mean, beta = num(coef(m)), V = variance(cbind(sweep(X, 2, mean) / W, U), d), y = sum(w * v[[y]]) / W)
  }
  A <- part(a); B <- part(b); p <- length(predictors) + 1
  value <- function(xa, ba, xb, bb) rbind((xa - xb) * bb, xb * (ba - bb), (xa - xb) * (ba - bb))
  terms <- value(A$mean, A$beta, B$mean, B$beta)
  # Jacobians by the product rule: columns are means then coefficients.
  JA <- rbind(cbind(diag(B$beta), 0 * diag(p)), cbind(0 * diag(p), diag(B$mean)), cbind(diag(A$beta - B$beta), diag(A$mean - B$mean)))
  JB <- rbind(cbind(-diag(B$beta), diag(A$mean - B$mean)), cbind(diag(A$beta - B$beta), -diag(B$mean)), cbind(-diag(A$beta - B$beta), -diag(A$mean - B$mean)))
  V <- JA %*% A$V %*% t(JA) + JB %*% B$V %*% t(JB)
  S <- kronecker(diag(3), t(rep(1, p)))
  list(first = a, second = b, y = y, predictors = predictors, difference = A$y - B$y, totals = num(rowSums(terms)), totalErrors = sqrt(diag(S %*% V %*% t(S))),
    endowments = terms[1, ], coefficients = terms[2, ], interaction = terms[3, ], errors = sqrt(diag(V)))
}
decompositions <- list(decompose("strat", "clus1", "api00", c("meals", "ell", "high")), decompose("clus1", "stratNoFpc", "api00", c("someMeals", "mobility")))

# Variance components: the balanced case is REML's, the weighted one by Henderson's first method.
data(Rail, package = "nlme")
rail <- VarCorr(lme(travel ~ 1, random = ~ 1 | Rail, data = Rail, control = lmeControl(tolerance = 1e-12, msTol = 1e-14)))
components <- function(y, g, w) {
  W <- sum(w); m <- sum(w * y) / W; Wg <- tapply(w, g, sum); Qg <- tapply(w^2, g, sum); mg <- tapply(w * y, g, sum) / Wg
  ssw <- sum(w * (y - mg[as.character(g)])^2); ssb <- sum(Wg * (mg - m)^2)
  e <- ssw / (W - sum(Qg / Wg)); b <- (ssb - e * (sum(Qg / Wg) - sum(w^2) / W)) / (W - sum(Wg^2) / W)
  c(between = num(b), within = num(e), correlation = num(b / (b + e)))
}
icc <- list(
  rail = list(y = Rail$travel, group = as.character(Rail$Rail), between = num(rail[1, 1]), within = num(rail[2, 1])),
  clus1 = as.list(components(apiclus1$api00, apiclus1$dnum, apiclus1$pw)),
  uneven = as.list(components(apiclus1$api00, apiclus1$dnum, 1 + apiclus1$api99 %% 5)),
  anova = local({ a <- anova(lm(api00 ~ factor(dnum), apiclus1)); n <- table(apiclus1$dnum); n0 <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)
    b <- (a$`Mean Sq`[1] - a$`Mean Sq`[2]) / n0; list(between = b, within = a$`Mean Sq`[2]) }))

# Two crossed groups: the expectations of the sums of squares from their matrices.
crossed <- local({
  y <- apiclus1$api00; w <- 1 + apiclus1$api99 %% 5; Z <- lapply(list(factor(apiclus1$dnum), factor(apiclus1$stype)), function(g) model.matrix(~ g - 1))
  D <- diag(w); Q <- c(list(D), lapply(Z, function(z) D %*% z %*% solve(t(z) %*% D %*% z) %*% t(z) %*% D), list(w %*% t(w) / sum(w)))
  S <- c(lapply(Z, tcrossprod), list(diag(length(y))))
  T <- sapply(Q, function(q) drop(t(y) %*% q %*% y)); E <- t(sapply(Q, function(q) c(sum(w), sapply(S, function(s) sum(q * s)))))
  c(num(solve(E, T))[-1])
})
# Power and sample size.
power <- list(
  means = lapply(list(c(100, .5, 1), c(20, .8, 1.3), c(500, 2, 15), c(33, 1, 2)), function(x) list(n = x[1], delta = x[2], sd = x[3], power = power.t.test(n = x[1], delta = x[2], sd = x[3])$power)),
  meanSizes = lapply(list(c(.5, 1, .8), c(2, 15, .9), c(3, 20, .8)), function(x) list(delta = x[1], sd = x[2], power = x[3], n = power.t.test(delta = x[1], sd = x[2], power = x[3], tol = 1e-12)$n)),
  pairs = lapply(list(c(20, 3, 8), c(6, 1, 1.2), c(600, 3, 15.49)), function(x) list(n = x[1], delta = x[2], sd = x[3], power = power.t.test(n = x[1], delta = x[2], sd = x[3], type = "paired")$power)),
  pairSizes = lapply(list(c(3, 15.5, .8), c(1, 1.2, .9)), function(x) list(delta = x[1], sd = x[2], power = x[3], n = power.t.test(delta = x[1], sd = x[2], power = x[3], type = "paired", tol = 1e-12)$n)),
  shares = lapply(list(c(300, .5, .6), c(1000, .1, .13), c(80, .9, .7)), function(x) list(n = x[1], first = x[2], second = x[3], power = power.prop.test(n = x[1], p1 = x[2], p2 = x[3])$power)),
  shareSizes = lapply(list(c(.5, .6, .8), c(.1, .13, .9), c(.02, .05, .8)), function(x) list(first = x[1], second = x[2], power = x[3], n = power.prop.test(p1 = x[1], p2 = x[2], power = x[3], tol = 1e-12)$n)))

keep <- function(d, ...) as.list(d[, c(...), drop = FALSE])
text <- function(d) lapply(d, function(x) if (is.factor(x)) as.character(x) else x)
cols <- c("wide", "high", "count", "pass", "grade", "meals", "someMeals", "ell", "mobility", "stype", "sch.wide", "api00", "api99", "dnum", "pw", "fpc")
cat(toJSON(list(
  versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey")), nlme = as.character(packageVersion("nlme"))),
  sets = sets, data = list(apistrat = text(keep(apistrat, cols)), apiclus1 = text(keep(apiclus1, cols)), nhanes = keep(nhanes, "race")),
  models = models, ordinals = ordinals, importance = importance, twoPredictors = two, decompositions = decompositions, components = icc, crossed = crossed, power = power),
  digits = NA, auto_unbox = TRUE, na = "null", null = "null", matrix = "columnmajor"))
