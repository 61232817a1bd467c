# Reference numbers for FactorAnalysis: the 25 personality items of psych::bfi.
#
#   apt-get install r-base-core r-cran-psych r-cran-gparotation r-cran-jsonlite
#   Rscript bfi.R          (in this folder)
#
# Writes bfi.csv (the answers, 1 to 6, empty where missing; all 2,800 rows) and bfi.json (what R
# computes from them, unrounded). Iterative fits are run to convergence: psych's own stop leaves
# rotated loadings off by up to 9e-4 and minres communalities by up to 2e-4.
suppressMessages({ library(psych); library(GPArotation); library(jsonlite) })
num <- function(x) unname(as.numeric(x))
rows <- function(x) apply(unclass(x), 2, num)

items <- psych::bfi[, 1:25]
write.csv(items, "bfi.csv", row.names = FALSE, quote = FALSE, na = "")
complete <- na.omit(items); n <- nrow(complete); p <- ncol(complete); C <- cor(complete)
R <- list(versions = list(
  R = paste(R.version$major, R.version$minor, sep = "."), psych = as.character(packageVersion("psych")),
  GPArotation = as.character(packageVersion("GPArotation"))))
R$rows <- nrow(items); R$completeRows <- n; R$items <- names(items)

# Weighted covariances; the weights are the row number modulo 3, plus 1.
w <- seq_len(n) %% 3 + 1; weighted <- cov.wt(complete, w / sum(w), cor = TRUE)
R$weighted <- list(mean = num(weighted$center), covariance = rows(weighted$cov), correlation = rows(weighted$cor))
R$pairwise <- list(covariance = rows(cov(items, use = "pairwise")), correlation = rows(cor(items, use = "pairwise")))

# Reliability. Omega total is of the one-factor maximum likelihood model of the covariances:
# (sum of loadings)^2 / ((sum of loadings)^2 + sum of unique variances).
keys <- list(A = c("-A1", "A2", "A3", "A4", "A5"), C = c("C1", "C2", "C3", "-C4", "-C5"),
  E = c("-E1", "-E2", "E3", "E4", "E5"), N = c("N1", "N2", "N3", "N4", "N5"),
  O = c("O1", "-O2", "O3", "O4", "-O5"))
one_factor <- function(S, n) factanal(covmat = S, factors = 1, n.obs = n, control = list(opt = list(factr = 10)))
reliability <- function(k) {
  names <- sub("-", "", k); sign <- ifelse(grepl("-", k), -1, 1); x <- complete[, names]
  for (j in which(sign < 0)) x[, j] <- 7 - x[, j]
  a <- suppressWarnings(psych::alpha(x)); v <- cov(x); f <- one_factor(v, n)
  l <- as.numeric(f$loadings) * sqrt(diag(v))
  ci <- psych::alpha.ci(a$total$raw_alpha, n.obs = n, n.var = length(k), digits = 12)
  list(items = names, keying = sign, rawAlpha = num(a$total$raw_alpha), standardisedAlpha = num(a$total$std.alpha),
    omega = sum(l)^2 / (sum(l)^2 + sum(diag(v) * f$uniquenesses)), itemRest = num(a$item.stats$r.drop),
    alphaIfDropped = num(a$alpha.drop$raw_alpha), feldt = num(c(ci$lower.ci, ci$upper.ci)))
}
R$reliability <- lapply(keys, reliability)

k <- KMO(C); R$kmo <- list(overall = num(k$MSA), items = num(k$MSAi))
b <- cortest.bartlett(C, n = n); R$bartlett <- list(chisq = num(b$chisq), df = num(b$df), p = num(b$p.value))
b <- cortest.bartlett(cor(complete[1:40, 1:5]), n = 40)
R$bartlettOfFortyRows <- list(chisq = num(b$chisq), df = num(b$df), p = num(b$p.value))
R$eigenvalues <- num(eigen(C)$values)

# Factors of the correlations, five: maximum likelihood, and unweighted least squares by our own
# objective run to convergence (psych's minres beside it).
ml <- factanal(covmat = C, factors = 5, n.obs = n, rotation = "none", control = list(opt = list(factr = 10)))
rotated <- function(L) {
  vx <- Varimax(L, normalize = TRUE, eps = 1e-12, maxit = 10000)
  ob <- oblimin(L, normalize = FALSE, eps = 1e-12, maxit = 10000)
  list(varimax = rows(vx$loadings), oblimin = list(loadings = rows(ob$loadings), factorCorrelations = rows(ob$Phi)))
}
R$ml <- c(list(uniquenesses = num(ml$uniquenesses), chisq = num(ml$STATISTIC), df = ml$dof),
  suppressWarnings(rotated(unclass(ml$loadings))))

residual_roots <- function(u, k) { e <- eigen(C - diag(u), symmetric = TRUE, only.values = TRUE)$values; e[-(1:k)] }
uls <- function(u, k) sum(residual_roots(u, k)^2) / 2
uls_gradient <- function(u, k) {
  e <- eigen(C - diag(u), symmetric = TRUE); V <- e$vectors[, -(1:k)]; -rowSums(V^2 * rep(e$values[-(1:k)], each = p))
}
o <- list(par = 1 / diag(solve(C)))
for (i in 1:20) o <- optim(o$par, uls, uls_gradient, k = 5, method = "L-BFGS-B", lower = .005, upper = 1,
  control = list(factr = 1, pgtol = 0, maxit = 10000, lmm = 25))
# The last digits by Newton's method with a numerical derivative of the gradient.
for (i in 1:5) {
  h <- 1e-5; H <- sapply(1:p, function(j) { d <- replace(numeric(p), j, h); (uls_gradient(o$par + d, 5) - uls_gradient(o$par - d, 5)) / (2 * h) })
  o$par <- o$par - solve((H + t(H)) / 2, uls_gradient(o$par, 5))
}
e <- eigen(C - diag(o$par), symmetric = TRUE); Lu <- e$vectors[, 1:5] %*% diag(sqrt(e$values[1:5]))
fit <- factor.stats(C, Lu, n.obs = n)
mr <- suppressWarnings(fa(complete, 5, rotate = "none", fm = "minres"))
R$minres <- c(list(gradient = max(abs(uls_gradient(o$par, 5))), uniquenesses = o$par, chisq = num(fit$STATISTIC),
  df = fit$dof, p = num(fit$PVAL), tli = num(fit$TLI), rmsea = num(fit$RMSEA[1]), rms = num(fit$rms),
  psychCommunalities = num(mr$communality), psychTLI = num(mr$TLI), psychRMSEA = num(mr$RMSEA[1]), psychRMS = num(mr$rms)),
  suppressWarnings(rotated(Lu)))
fitml <- factor.stats(C, unclass(ml$loadings), n.obs = n)
R$ml <- c(R$ml, list(tli = num(fitml$TLI), rmsea = num(fitml$RMSEA[1]), rms = num(fitml$rms)))

# Parallel analysis: mean and 95th percentile of the eigenvalues of 500 random normal matrices.
set.seed(1)
random <- replicate(500, eigen(cor(matrix(rnorm(n * p), ncol = p)))$values)
smc <- function(S) { diag(S) <- 1 - 1 / diag(solve(S)); eigen(S)$values }
common <- replicate(500, smc(cor(matrix(rnorm(n * p), ncol = p))))
R$parallel <- list(mean = rowMeans(random), percentile95 = apply(random, 1, quantile, .95),
  components = sum(R$eigenvalues > rowMeans(random)), commonMean = rowMeans(common), commonObserved = smc(C))

writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = 1, null = "null"), "bfi.json")
