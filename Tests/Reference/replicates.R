# Reference numbers for replicate weights, from R's package survey and its own data sets.
#
#   Rscript Tests/Reference/replicates.R > Tests/Reference/replicates.json
#
# Debian 12: r-base-core, r-cran-survey, r-cran-jsonlite. The data sets api and nhanes stand in
# survey.json; scd and the columns of replicate weights stand here. Raking runs to convergence.
suppressMessages({
  library(survey)
  library(jsonlite)
})
num <- function(x) unname(as.numeric(x))
est <- function(x) list(estimate = num(coef(x)), standardError = num(SE(x)))
data(api)
data(nhanes)
data(scd)
R <- list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))))

clus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
stratNoFpc <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat)
nh <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)

# What R computes from a replicate design of the data set's columns.
several <- function(design, mse = FALSE) {
  design$mse <- mse
  wide <- subset(design, sch.wide == "Yes")
  list(
    mean = est(svymean(~api00, design)), total = est(svytotal(~enroll, design)),
    ratio = list(estimate = num(svyratio(~api00, ~api99, design)$ratio),
      standardError = num(SE(svyratio(~api00, ~api99, design)))),
    proportion = est(svymean(~I(as.numeric(sch.wide == "Yes")), design)),
    domainMean = est(svymean(~api00, wide)),
    covariance = unname(as.matrix(vcov(svymean(~api00 + api99, design)))),
    degreesOfFreedom = degf(design))
}
jk1 <- as.svrepdesign(clus1, type = "JK1")
jkn <- as.svrepdesign(strat, type = "JKn")
R$jackknife <- several(jk1)
R$jackknifeFullSample <- several(jk1, mse = TRUE)
R$stratifiedJackknife <- several(jkn)
R$stratifiedJackknifeWithoutFpc <- several(as.svrepdesign(stratNoFpc, type = "JKn"))

# Two clusters a stratum: linear statistics are the same whatever the Hadamard matrix.
set.seed(1)
paired <- subset(nhanes, SDMVSTRA %in% names(which(tapply(SDMVPSU, SDMVSTRA, function(x) length(unique(x))) == 2)))
np <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = paired)
R$pairedStrata <- unique(as.character(paired$SDMVSTRA))
R$balancedTotal <- est(svytotal(~RIAGENDR, as.svrepdesign(np, type = "BRR")))
R$fayTotal <- est(svytotal(~RIAGENDR, as.svrepdesign(np, type = "Fay", fay.rho = 0.3)))

# Columns of replicate weights as a producer gives them: bootstrap and Fay.
set.seed(2)
boot <- as.svrepdesign(clus1, type = "subbootstrap", replicates = 40)
given <- function(design) list(
  weights = lapply(as.data.frame(weights(design, type = "analysis")), num),
  scale = design$scale, replicateScales = num(design$rscales))
R$bootstrap <- c(given(boot), several(boot), list(fullSample = several(boot, mse = TRUE)),
  list(median = { # the median of each replicate, computed here
    q <- sapply(as.data.frame(weights(boot, type = "analysis")), function(w) {
      o <- order(apiclus1$api00); apiclus1$api00[o][which(cumsum(w[o]) >= sum(w) / 2 * (1 - 1e-12))[1]] })
    list(estimate = num(svyquantile(~api00, clus1, 0.5)$api00[1, 1]), standardError = sqrt(boot$scale * sum(boot$rscales * (q - mean(q))^2)))
  }))
scdnofpc <- svrepdesign(data = scd[, 1:4], type = "BRR", repweights = 2 * cbind(
  c(1, 0, 1, 0, 1, 0), c(1, 0, 0, 1, 0, 1), c(0, 1, 1, 0, 0, 1), c(0, 1, 0, 1, 1, 0)),
  combined.weights = FALSE, weights = rep(1, 6))
R$scd <- list(arrests = num(scd$arrests), alive = num(scd$alive),
  replicates = lapply(as.data.frame(weights(scdnofpc, type = "replication")), num),
  ratio = list(estimate = num(svyratio(~alive, ~arrests, scdnofpc)$ratio),
    standardError = num(SE(svyratio(~alive, ~arrests, scdnofpc)))),
  total = est(svytotal(~alive, scdnofpc)), degreesOfFreedom = degf(scdnofpc))

# Each replicate raked.
stypes <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wides <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
raked <- rake(jk1, list(~stype, ~sch.wide), list(stypes, wides), control = list(maxit = 1000, epsilon = 1e-13))
R$raked <- list(mean = est(svymean(~api00, raked)), total = est(svytotal(~enroll, raked)),
  known = est(svymean(~I(as.numeric(stype == "E")), raked)))
rakedBoot <- rake(boot, list(~stype, ~sch.wide), list(stypes, wides), control = list(maxit = 1000, epsilon = 1e-13))
R$rakedBootstrap <- list(mean = est(svymean(~api00, rakedBoot)), total = est(svytotal(~enroll, rakedBoot)))

# Degrees of freedom of the whole sample and of parts of it, and quantiles with Woodruff's interval.
parts <- list(
  whole = function(d) d, wide = function(d) subset(d, sch.wide == "Yes"),
  high = function(d) subset(d, stype == "H"), few = function(d) subset(d, api00 > 860),
  answered = function(d) subset(d, (seq_along(api00) - 1) %% 11 != 4))
R$parts <- lapply(
  list(jackknife = jk1, stratifiedJackknife = jkn, bootstrap = boot,
    stratifiedClusters = as.svrepdesign(nh, type = "JKn")),
  function(design) {
    own <- if ("api00" %in% names(design$variables)) parts else list(whole = parts$whole,
      young = function(d) subset(d, agecat == "(0,19]"), other = function(d) subset(d, race == 4),
      paired = function(d) subset(d, SDMVSTRA %in% c(75, 76, 77)),
      halves = function(d) subset(d, SDMVPSU == 1))
    lapply(own, function(part) {
      d <- part(design)
      result <- list(degreesOfFreedom = degf(d))
      if ("api00" %in% names(d$variables)) {
        q <- svyquantile(~api00, d, c(0.25, 0.5, 0.9))$api00
        result$quantiles <- list(value = num(q[, "quantile"]), lower = num(q[, "ci.2.5"]),
          upper = num(q[, "ci.97.5"]), standardError = num(q[, 4]))
      }
      result
    })
  })
cat(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = TRUE))
