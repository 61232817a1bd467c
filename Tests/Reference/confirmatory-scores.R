# Reference numbers for FactorAnalysis/Confirmatory: modification indices and score tests of
# equalities by lavaan, factor scores, and errors under strata and clusters by lavaan's scores and
# the totals of R's survey package.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-survey r-cran-jsonlite
#   Rscript confirmatory-scores.R          (in this folder, after confirmatory.R)
suppressMessages({ library(lavaan); library(survey); library(jsonlite) })
num <- function(x) unname(as.numeric(x))
hs <- as.data.frame(fromJSON("confirmatory.json")$data$hs)
three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
# As in confirmatory.R: by Newton's method to the last digits.
fit <- function(...) {
  run <- function(...) suppressWarnings(sem(three, hs, meanstructure = TRUE, optim.force.converged = TRUE, ...))
  slope <- function(f) { K <- f@Model@eq.constraints.K; g <- lavInspect(f, "gradient"); if (length(K) && length(g) == nrow(K)) t(K) %*% g else g }
  f <- run(...)
  for (i in 1:5) {
    K <- f@Model@eq.constraints.K; if (!length(K)) K <- diag(length(coef(f)))
    g <- slope(f); H <- lavInspect(f, "hessian"); if (nrow(H) == nrow(K)) H <- t(K) %*% H %*% K
    p <- parTable(f); x <- coef(f) - as.numeric(K %*% solve(H, g))
    p$start[p$free > 0] <- x[p$free[p$free > 0]]; p$est <- p$start
    f <- run(..., start = p, optim.method = "none")
  }
  f
}

indices <- function(f) { m <- modindices(f, standardized = FALSE); m$group <- if (is.null(m$group)) 1 else m$group
  list(lhs = m$lhs, op = m$op, rhs = m$rhs, group = m$group, statistic = num(m$mi), change = num(m$epc)) }
released <- function(f) {
  u <- lavTestScore(f)$uni; p <- parTable(f); k <- match(u$rhs, p$plabel)
  list(lhs = p$lhs[k], op = p$op[k], rhs = p$rhs[k], group = p$group[k], statistic = num(u$X2))
}
one <- fit(); scalar <- fit(group = "school", group.equal = c("loadings", "intercepts"))
robust <- fit(group = "school", group.equal = "loadings", estimator = "MLR")

# Errors under strata: the sandwich around the design's covariance of the scores' totals.
sandwich <- function(f, design, w = 1) {
  s <- w * lavScores(f); message("scores sum to ", format(max(abs(colSums(s)))))
  M <- vcov(svytotal(s, design)); A <- solve(lavInspect(f, "information.observed") * nobs(f))
  list(parameter = names(coef(f)), error = num(sqrt(diag(A %*% M %*% A))))
}
weighted <- fit(estimator = "MLR", sampling.weights = "weight")
plain <- fit(estimator = "MLR")
R <- list(
  versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan")), survey = as.character(packageVersion("survey"))),
  indices = indices(one), scalarIndices = indices(scalar), scalarReleased = released(scalar),
  metricRobustReleased = released(robust),
  clustersInStrata = sandwich(plain, svydesign(id = ~cluster, strata = ~stratum, weights = ~1, data = hs)),
  strata = sandwich(plain, svydesign(id = ~1, strata = ~stratum, weights = ~1, data = hs)),
  weightedClustersInStrata = sandwich(weighted, svydesign(id = ~cluster, strata = ~stratum, weights = ~1, data = hs), hs$weight / mean(hs$weight)),
  scores = apply(unname(unclass(lavPredict(one))), 1, num, simplify = FALSE))
writeLines(toJSON(R, digits = I(15), auto_unbox = TRUE, null = "null", na = "null"), "confirmatory-scores.json")
