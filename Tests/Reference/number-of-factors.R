# Reference numbers for FactorAnalysis/Dimensionality: how many factors, and multivariate normality.
#
#   apt-get install r-base-core r-cran-psych r-cran-semtools r-cran-jsonlite
#   Rscript number-of-factors.R          (in this folder, after bfi.R, which writes bfi.csv)
#
# Three sets of items of psych::bfi, complete rows: all 25 of all rows, 15 of the first 300, and 10
# of the first 120. MAP is psych's `vss`, its fourth powers our own lines from the paper; the
# empirical Kaiser criterion is semTools' `efa.ekc`; the Hull method is our own lines from the
# paper, with minres factors by our own objective run to convergence (CAF) and with `factanal`
# (CFI); the tests are `factanal`'s, with Bartlett's factor. Mardia is psych's, and for weights our
# own lines from the formula.
suppressMessages({ library(psych); library(semTools); library(jsonlite) })
num <- function(x) unname(as.numeric(x))
items <- na.omit(read.csv("bfi.csv"))
sets <- list(all = items, fifteen = items[1:300, 1:15], ten = items[1:120, 11:20])

kmo <- function(R) { Q <- solve(R); Q <- cov2cor(Q); diag(Q) <- 0; diag(R) <- 0; sum(R^2) / (sum(R^2) + sum(Q^2)) }
minres <- function(R, k) {
  p <- ncol(R)
  roots <- function(u) eigen(R - diag(u), symmetric = TRUE)
  f <- function(u) sum(roots(u)$values[-(1:k)]^2) / 2
  g <- function(u) { e <- roots(u); V <- e$vectors[, -(1:k), drop = FALSE]; -rowSums(V^2 * rep(e$values[-(1:k)], each = p)) }
  o <- list(par = (1 - k / (2 * p)) / diag(solve(R)))
  for (i in 1:20) o <- optim(o$par, f, g, method = "L-BFGS-B", lower = .005, upper = 1,
    control = list(factr = 1, pgtol = 0, maxit = 10000, lmm = 25))
  e <- roots(o$par); e$vectors[, 1:k, drop = FALSE] %*% diag(sqrt(pmax(e$values[1:k], 0)), k)
}
hull <- function(fit, df) {
  k <- seq_along(fit) - 1; keep <- c(TRUE, sapply(seq_along(fit)[-1], function(i) fit[i] > max(fit[1:(i - 1)])))
  k <- k[keep]; f <- fit[keep]; d <- df[keep]
  repeat {
    if (length(k) < 3) break
    below <- sapply(2:(length(k) - 1), function(i)
      f[i] <= f[i - 1] + (f[i + 1] - f[i - 1]) * (d[i - 1] - d[i]) / (d[i - 1] - d[i + 1]))
    if (!any(below)) break
    drop <- which(below)[1] + 1; k <- k[-drop]; f <- f[-drop]; d <- d[-drop]
  }
  st <- if (length(k) < 3) numeric(0) else sapply(2:(length(k) - 1), function(i)
    ((f[i] - f[i - 1]) / (d[i - 1] - d[i])) / ((f[i + 1] - f[i]) / (d[i] - d[i + 1])))
  # Where the last solutions fit no better than one before, nothing is gained after it.
  end <- max(k) < length(fit) - 1
  list(onHull = I(k), elbows = I(st), suggested = if (end) max(k) else if (length(st)) k[which.max(st) + 1] else NULL)
}
lower <- function(x, df) if (pchisq(x, df) <= .95) 0 else
  uniroot(function(l) pchisq(x, df, ncp = l) - .95, c(0, 10 * x), tol = 1e-12 * x)$root

study <- function(x) {
  n <- nrow(x); p <- ncol(x); C <- cor(x); e <- eigen(C); least <- min(8, p - 1)
  partial <- lapply(0:(p - 1), function(m) {
    A <- e$vectors[, seq_len(m), drop = FALSE] %*% diag(sqrt(e$values[seq_len(m)]), m)
    P <- cov2cor(C - A %*% t(A)); P[row(P) != col(P)] })
  fourth <- sapply(partial, function(r) mean(r^4)); squares <- sapply(partial, function(r) mean(r^2))
  ekc <- suppressMessages(efa.ekc(sample.cov = C, sample.nobs = n, plot = FALSE))
  most <- 6; df <- ((p - 0:most)^2 - p - 0:most) / 2; while (any(df <= 0)) { most <- most - 1; df <- df[-length(df)] }
  caf <- 1 - c(kmo(C), sapply(1:most, function(k) { L <- minres(C, k); E <- C - L %*% t(L); diag(E) <- 1; kmo(E) }))
  scale <- n - 1 - (2 * p + 5) / 6 - 2 * (0:most) / 3
  fits <- lapply(1:most, function(k) tryCatch(factanal(covmat = C, factors = k, n.obs = n, rotation = "none",
    control = list(nstart = 5, opt = list(factr = 10, maxit = 5000))), error = function(e) NULL))
  chisq <- c(-scale[1] * log(det(C)), sapply(1:most, function(k) fits[[k]]$STATISTIC))
  cfi <- 1 - pmax(chisq - df, 0) / pmax(pmax(chisq - df, 0), chisq[1] - df[1])
  m <- mardia(x, plot = FALSE); w <- seq_len(n) %% 3 + 1; cw <- cov.wt(x, w / sum(w))
  D <- sweep(as.matrix(x), 2, cw$center); D <- D %*% solve(cw$cov) %*% t(D)
  list(rows = n, columns = names(x), map = squares, psychMap = num(suppressWarnings(vss(C, n = least, n.obs = n, plot = FALSE)$map)),
    mapFourth = fourth, references = num(ekc[[2]]), eigenvalues = e$values, caf = caf, df = df,
    cafHull = hull(caf, df), cfi = cfi, cfiHull = hull(cfi, df), chisq = num(chisq),
    p = num(pchisq(chisq, df, lower.tail = FALSE)), rmseaLower = mapply(function(x, d) sqrt(lower(x, d) / (d * (n - 1))), chisq, df),
    mardia = list(skewness = m$b1p, chisq = m$skew, p = m$p.skew, small = m$small.skew, smallP = m$p.small,
      kurtosis = m$b2p, z = num(m$kurtosis), kurtosisP = num(m$p.kurt)),
    weighted = list(skewness = sum(outer(w, w) * D^3) / sum(w)^2, kurtosis = sum(w * diag(D)^2) / sum(w)))
}
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."),
  psych = as.character(packageVersion("psych")), semTools = as.character(packageVersion("semTools"))))
R$sets <- lapply(sets, study)
writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = 1, null = "null"), "number-of-factors.json")
