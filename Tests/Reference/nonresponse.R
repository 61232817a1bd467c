# Reference numbers for weights that make up for nonresponse, by classes and by fifths of the chance of an
# answer, and for errors whose replicates repeat both that step and the one after it (raking to a margin).
#
#   Rscript Tests/Reference/nonresponse.R > Tests/Reference/nonresponse.json
#
# Debian 12: r-base-core, r-cran-survey, r-cran-jsonlite. 480 cases in 24 points of 3 strata with unequal
# weights, some not of the population, of some it is not known. Formulas: R. Valliant, J. Dever, F. Kreuter
# (2013), Practical Tools for Designing and Weighting Survey Samples, 13.4-13.5 and 15.4.
suppressMessages({
  library(survey)
  library(jsonlite)
})
options(digits = 17)
num <- function(x) unname(as.numeric(x))
set.seed(20261201)
n <- 480
d <- data.frame(case = sprintf("a%03d", 1:n), point = rep(1:24, each = 20), w = round(runif(n, 50, 90), 1))
d$stratum <- (d$point - 1) %/% 8 + 1
d$house <- sample(c("brick", "panel", "wooden"), n, TRUE, c(.3, .5, .2))
d$floor <- sample(c("low", "high"), n, TRUE)
d$distance <- round(rexp(n, 1 / 3), 1)
lean <- .6 - .7 * (d$house == "panel") + .5 * (d$floor == "low") - .12 * d$distance + rnorm(24, 0, .3)[d$point]
u <- runif(n)
d$outcome <- ifelse(u < .06, "ineligible", ifelse(u < .14, "unknown",
  ifelse(runif(n) < plogis(lean), "respondent", "nonrespondent")))
d$sex <- sample(1:2, n, TRUE)
d$age <- sample(18:80, n, TRUE)
d$y <- as.integer(cut(.03 * d$age - .5 * (d$house == "wooden") + rnorm(n), c(-Inf, .7, 1.5, 2.3, Inf)))

# What base weights are multiplied by; in a replicate, a class without respondents is shared out.
byClasses <- function(w, group, overall = 1) {
  people <- tapply(w, group, sum) / tapply(w * (d$outcome != "unknown"), group, sum) *
    tapply(w * (d$outcome %in% c("respondent", "nonrespondent")), group, sum)
  given <- tapply(w * (d$outcome == "respondent"), group, sum)
  stopifnot(all(given > 0))
  ifelse(d$outcome == "respondent", overall * (people / given)[as.character(group)], 0)
}
classes <- function(w) byClasses(w, paste(d$floor, d$house, sep = " × "))
propensity <- function(w) {
  eligible <- d$outcome %in% c("respondent", "nonrespondent")
  e <- d[eligible & w > 0, ]
  e$wt <- w[eligible & w > 0]
  e$a <- as.numeric(e$outcome == "respondent")
  fit <- suppressWarnings(glm(a ~ floor + house + distance, family = quasibinomial, weights = wt / mean(wt), data = e,
    control = list(epsilon = 1e-14, maxit = 100)))
  p <- round(fitted(fit), 12)
  fifth <- as.integer(cut(p, c(-Inf, unique(quantile(p, 1:4 / 5, type = 7)), Inf)))
  group <- rep(NA, n)
  group[match(e$case, d$case)] <- fifth
  share <- sum(w) / sum(w[d$outcome != "unknown"])
  f <- rep(0, n)
  for (g in unique(fifth)) {
    own <- which(group == g)
    given <- own[d$outcome[own] == "respondent"]
    f[given] <- share * sum(w[own]) / sum(w[given])
  }
  attr(f, "fifths") <- tapply(p, fifth, range)
  f
}
target <- c(21000, 19000)
rake <- function(w) w * (target / tapply(w, d$sex, sum))[d$sex]
design <- svydesign(id = ~point, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
jkn <- as.svrepdesign(design, type = "JKn")
replicateWeights <- weights(jkn, "analysis")
answered <- d$outcome == "respondent"
results <- function(adjust) {
  f <- adjust(d$w)
  adjusted <- d$w * f
  means <- function(weigh) {
    theta <- function(w) { a <- weigh(w * adjust(w)); c(weighted.mean(d$y[answered], a[answered]),
      sapply(1:4, function(k) weighted.mean(d$y[answered] == k, a[answered]))) }
    thetas <- t(apply(replicateWeights, 2, theta))
    list(estimate = num(theta(d$w)), standardError = num(sqrt(diag(svrVar(thetas, jkn$scale, jkn$rscales, mse = FALSE)))))
  }
  own <- svydesign(id = ~point, strata = ~stratum, weights = ~a, data = cbind(d, a = adjusted)[answered, ], nest = TRUE)
  list(factors = num(f), adjusted = means(identity), raked = means(rake),
    linearised = num(SE(svymean(~y, own))), fifths = unname(lapply(attr(f, "fifths"), num)))
}
cat(toJSON(list(
  versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))),
  cases = d, target = target, classes = results(classes), propensity = results(propensity)),
  digits = NA, auto_unbox = TRUE, dataframe = "columns"))
