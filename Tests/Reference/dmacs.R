# Effect sizes of non-invariance by numerical integration (Nye & Drasgow 2011, eq. 3-5), as
# differences group minus reference over the factor's distribution in the group.
#
#   apt-get install r-base-core r-cran-jsonlite
#   Rscript dmacs.R          (in this folder; writes dmacs.json)
suppressMessages(library(jsonlite))
expected <- function(p, eta) {
  if (is.null(p$thresholds)) return(p$intercept + p$loading * eta)
  steps <- diff(p$scores); total <- rep(p$scores[1], length(eta))
  for (k in seq_along(steps))
    total <- total + steps[k] * pnorm((p$intercept + p$loading * eta - p$thresholds[k]) / sqrt(p$residual))
  total
}
overFactor <- function(f, m, v) integrate(function(x) f(x) * dnorm(x, m, sqrt(v)), m - 9 * sqrt(v), m + 9 * sqrt(v),
  rel.tol = 1e-11, subdivisions = 5000)$value
case <- function(group, reference, mean, variance) {
  d <- function(x) expected(group, x) - expected(reference, x)
  list(group = group, reference = reference, factorMean = mean, factorVariance = variance,
    groupMean = overFactor(function(x) expected(group, x), mean, variance),
    bias = overFactor(d, mean, variance), rootMeanSquare = sqrt(overFactor(function(x) d(x)^2, mean, variance)))
}
linear <- function(n, l) list(intercept = n, loading = l)
ordered <- function(n, l, tau, v, r) list(intercept = n, loading = l, thresholds = tau, scores = v, residual = r)
five <- seq(0, 100, 25)
cases <- list(
  case(linear(55, 18), linear(50, 18), .3, 1.2), case(linear(48, 22), linear(50, 15), -.4, .8),
  case(linear(3.1, .7), linear(3.0, .9), .5, 1.5),
  case(ordered(.2, .8, c(-1.5, -.5, .4, 1.3), five, .36), ordered(0, .8, c(-1.5, -.5, .4, 1.3), five, .36), .3, 1.1),
  case(ordered(0, .6, c(-1.2, -.1, .6, 1.8), five, .5), ordered(.1, .9, c(-1.5, -.5, .4, 1.3), five, .36), -.5, .7),
  case(ordered(0, 1.5, 0, c(0, 1), 1), ordered(0, .5, .3, c(0, 1), 1), .2, 2))
writeLines(toJSON(list(R = paste(R.version$major, R.version$minor, sep = "."), cases = cases), digits = NA,
  auto_unbox = TRUE, pretty = 1), "dmacs.json")
