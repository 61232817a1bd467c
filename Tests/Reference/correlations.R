# Reference numbers for correlations of numbers and ordered items with their errors, and for
# smoothing.
#
#   apt-get install r-base-core r-cran-psych r-cran-lavaan r-cran-polycor r-cran-jsonlite
#   Rscript correlations.R      (in this folder; reads bfi.csv, writes correlations.json)
suppressMessages({ library(psych); library(lavaan); library(polycor); library(jsonlite) })
num <- function(x) unname(as.numeric(x))
rows <- function(x) apply(unclass(x), 2, num)
version <- function(p) as.character(packageVersion(p))
R <- list(versions = c(list(R = paste(R.version$major, R.version$minor, sep = ".")),
  sapply(c("psych", "lavaan", "polycor"), version, simplify = FALSE)))
items <- na.omit(read.csv("bfi.csv")); n <- nrow(items)
d <- data.frame(A1 = items$A1, X = (items$A2 + items$A3) / 2, C3 = items$C3, Y = items$C1 + items$C2 + items$E1,
  w = seq_len(n) %% 3 + 1)

# Two ordered items and two numbers: lavaan's two steps. Its statistics are thresholds and means,
# variances, covariances; brought to correlations by the derivatives.
ordered <- c("A1", "C3"); names <- c("A1", "X", "C3", "Y")
mixed <- function(...) {
  f <- sem("A1 ~~ X + C3 + Y\n X ~~ X + C3 + Y\n C3 ~~ Y\n Y ~~ Y", d, ordered = ordered, estimator = "WLSMV", ...)
  S <- unclass(lavInspect(f, "sampstat")$cov)[names, names]; R0 <- cov2cor(S)
  G <- unclass(lavInspect(f, "gamma")); stat <- names(lavInspect(f, "wls.obs"))
  pairs <- t(combn(4, 2)); J <- matrix(0, nrow(pairs), length(stat), dimnames = list(NULL, stat))
  for (k in seq_len(nrow(pairs))) { i <- pairs[k, 1]; j <- pairs[k, 2]
    J[k, paste0(names[i], "~~", names[j])] <- 1 / sqrt(S[i, i] * S[j, j])
    for (v in c(i, j)) { own <- paste0(names[v], "~~", names[v])
      if (own %in% stat) J[k, own] <- -R0[i, j] / (2 * S[v, v]) } }
  list(correlations = rows(R0), covariance = rows(J %*% G %*% t(J) / n)) }
R$mixed <- list(plain = mixed(), weighted = mixed(sampling.weights = "w"))
R$polyserial <- lapply(list(X_A1 = c("X", "A1"), Y_C3 = c("Y", "C3")), function(v) {
  p <- polyserial(d[[v[1]]], factor(d[[v[2]]]), ML = TRUE, std.err = TRUE)
  list(quick = polyserial(d[[v[1]]], factor(d[[v[2]]])), ml = num(p$rho), se = sqrt(p$var[1, 1])) })

# Pearson: lavaan's distribution-free covariance of covariances (divisor n), brought to correlations.
five <- items[, 1:5]; S <- cov(five) * (n - 1) / n; Z <- scale(five, scale = FALSE)
v <- which(lower.tri(S, TRUE), arr.ind = TRUE); P <- Z[, v[, 1]] * Z[, v[, 2]]
adf <- rows(lavInspect(cfa("f =~ A1 + A2 + A3 + A4 + A5", five, estimator = "WLS"), "gamma"))
pairs <- t(combn(5, 2)); J <- matrix(0, 10, 15)
at <- function(i, j) which(v[, 1] == max(i, j) & v[, 2] == min(i, j))
for (k in 1:10) { i <- pairs[k, 1]; j <- pairs[k, 2]; r <- S[i, j] / sqrt(S[i, i] * S[j, j])
  J[k, at(i, j)] <- 1 / sqrt(S[i, i] * S[j, j]); J[k, at(i, i)] <- -r / 2 / S[i, i]; J[k, at(j, j)] <- -r / 2 / S[j, j] }
R$pearson <- list(correlations = rows(cor(five)), covariance = rows(J %*% adf %*% t(J) / n))

# Spearman: the infinitesimal jackknife, each row's weight moved by 1e-5 both ways.
few <- items[1:200, 1:3]; w <- rep(1:2, 100)
mid <- function(x, w) { s <- tapply(w, x, sum); r <- cumsum(s) - s / 2; num(r[as.character(x)]) / sum(w) }
spearman <- function(w) { A <- sapply(few, mid, w); c(cov.wt(A, w, cor = TRUE)$cor)[c(2, 3, 6)] }
influence <- t(sapply(seq_along(w), function(i) { e <- replace(0 * w, i, 1e-5); (spearman(w + e) - spearman(w - e)) / 2e-5 * w[i] }))
R$spearman <- list(correlations = spearman(w), covariance = rows(crossprod(influence)))

# Smoothing of correlations that contradict one another.
A <- matrix(c(1, .9, -.6, .2, .9, 1, .5, .3, -.6, .5, 1, .1, .2, .3, .1, 1), 4)
R$smoothing <- list(matrix = rows(A), eigenvalues = eigen(A)$values, smoothed = rows(suppressWarnings(cor.smooth(A))))

# Parallel analysis of polychoric correlations: the columns permuted, two-step correlations each time.
set.seed(1); part <- items[1:300, 1:6]
roots <- replicate(150, eigen(suppressWarnings(polychoric(as.data.frame(lapply(part, sample)), correct = 0))$rho)$values)
R$parallel <- list(observed = eigen(suppressWarnings(polychoric(part, correct = 0))$rho)$values, mean = rowMeans(roots), sd = apply(roots, 1, sd))
writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = 1, null = "null"), "correlations.json")
