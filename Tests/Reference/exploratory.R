# Reference numbers for exploratory factor analysis: extraction, rotation with many starts,
# standard errors, scores, fit, agreement of two solutions.
#
#   apt-get install r-base-core r-cran-psych r-cran-gparotation r-cran-lavaan r-cran-survey r-cran-jsonlite
#   Rscript exploratory.R          (in this folder, beside bfi.csv; ten seconds)
#
# Writes exploratory.json, unrounded. Iterative fits are run to convergence: eps = 1e-9 for
# rotations, each from the best of the unrotated solution and 12 random starts.
suppressMessages({ library(psych); library(GPArotation); library(lavaan); library(survey); library(jsonlite) })
set.seed(5)
num <- function(x) unname(as.numeric(x))
rows <- function(x) { x <- unclass(x); matrix(num(x), nrow(x)) }
versions <- sapply(c("psych", "GPArotation", "lavaan", "survey"), function(p) as.character(packageVersion(p)))
R <- list(versions = c(list(R = paste(R.version$major, R.version$minor, sep = ".")), as.list(versions)))

complete <- na.omit(read.csv("bfi.csv")); n <- nrow(complete); C <- cor(complete); p <- ncol(C); k <- 5

# ---- Extraction. Principal axis is psych's, run on. Weighted and generalised least squares are
# their criteria, minimised over the uniquenesses; psych's fm = "wls" and "gls" are beside them.
pa <- suppressWarnings(fa(C, k, n.obs = n, fm = "pa", rotate = "none", min.err = 1e-14, max.iter = 1e5))
roots <- function(M, keep) { e <- eigen(M, symmetric = TRUE); list(values = e$values[keep], vectors = e$vectors[, keep]) }
left <- -(1:k)
converge <- function(f, g, u) {
  for (i in 1:20) u <- optim(u, f, g, method = "L-BFGS-B", lower = .005, upper = 1, control = list(factr = 1, pgtol = 0, maxit = 10000, lmm = 25))$par
  for (i in 1:6) { h <- 1e-5
    H <- sapply(seq_along(u), function(j) { d <- replace(0 * u, j, h); (g(u + d) - g(u - d)) / (2 * h) })
    u <- u - solve((H + t(H)) / 2, g(u)) }
  list(uniquenesses = u, gradient = max(abs(g(u))))
}
Ri <- solve(C); w <- diag(Ri); W <- diag(sqrt(w))
wls <- converge(
  function(u) sum(roots(W %*% (C - diag(u)) %*% W, left)$values^2) / 2,
  function(u) { e <- roots(W %*% (C - diag(u)) %*% W, left); -w * num(e$vectors^2 %*% e$values) }, 1 / w)
small <- 1:(p - k)  # the eigenvalues of u^(1/2) solve(C) u^(1/2) that belong to no factor are the largest
gls <- converge(
  function(u) sum((roots(sqrt(u) * t(sqrt(u) * Ri), small)$values - 1)^2) / 2,
  function(u) { e <- roots(sqrt(u) * t(sqrt(u) * Ri), small); num(e$vectors^2 %*% ((e$values - 1) * e$values)) / u }, 1 / w)
psych_of <- function(fm) num(suppressWarnings(fa(C, k, n.obs = n, fm = fm, rotate = "none"))$communality)
R$extraction <- list(principalAxis = num(pa$communality), weightedLeastSquares = wls, generalisedLeastSquares = gls,
  psychWls = psych_of("wls"), psychGls = psych_of("gls"))

# ---- Rotation of the maximum likelihood loadings.
L <- unclass(factanal(covmat = C, factors = k, n.obs = n, rotation = "none", control = list(opt = list(factr = 10)))$loadings)
L <- matrix(num(L), p)
best <- function(f, A = L, starts = 12, ...) {
  go <- function(from, eps, most) suppressWarnings(try(f(A, Tmat = from, eps = eps, maxit = most, ...), silent = TRUE))
  found <- lapply(0:starts, function(i) go(if (i == 0) diag(ncol(A)) else Random.Start(ncol(A)), 1e-5, 1000))
  found <- Filter(function(r) !inherits(r, "try-error"), found)
  values <- sapply(found, function(r) r$Table[nrow(r$Table), 2])
  b <- go(found[[which.min(values)]]$Th, 1e-9, 1000)
  list(criterion = b$Table[nrow(b$Table), 2], gradient = 10^b$Table[nrow(b$Table), 3], starts = length(values), startsAtBest = sum(values < min(values) + 1e-6),
    loadings = rows(b$loadings), factorCorrelations = if (is.null(b$Phi)) diag(ncol(A)) else rows(b$Phi))
}
target <- matrix(0, p, k); for (j in 1:k) target[(5 * j - 4):(5 * j), j] <- .6
free <- ifelse(target == 0, 0, NA)
partial <- function(f) function(A, ...) f(A, W = ifelse(is.na(free), 0, 1), Target = ifelse(is.na(free), 0, free), ...)
v <- varimax(L, normalize = TRUE, eps = 1e-15); pm <- promax(v$loadings, m = 4)
R$rotation <- list(loadings = L, target = target,
  quartimax = best(quartimax), oblimin = best(oblimin), geomin = best(geominQ, delta = .01), geominOrthogonal = best(geominT, delta = .01),
  geominNormalised = best(geominQ, delta = .01, normalize = TRUE), varimaxPlain = best(Varimax),
  targetOblique = best(targetQ, Target = target), targetOrthogonal = best(targetT, Target = target),
  partialOblique = best(partial(pstQ)), partialOrthogonal = best(partial(pstT)),
  promax = list(loadings = rows(pm$loadings), factorCorrelations = { u <- unclass(pm$rotmat); solve(t(u) %*% u) }))

# Uncorrelated noise beside two factors: a rotation with many local minima.
noise <- matrix(rnorm(300 * 12), 300); noise[, 1:6] <- noise[, 1:6] + rnorm(300)
N <- cor(noise); A <- matrix(num(factanal(covmat = N, factors = 4, n.obs = 300, rotation = "none", control = list(opt = list(factr = 10)))$loadings), 12)
R$minima <- c(list(unrotated = A), best(geominQ, A, 40, delta = .01))

# ---- Standard errors of standardised rotated loadings, by lavaan's efa().
errors <- function(data, factors, rotation, ...) {
  f <- efa(data, nfactors = factors, rotation = rotation, rotation.args = list(rstarts = 0, gpa.tol = 1e-7, max.iter = 1000, ...), output = "lavaan",
    control = list(rel.tol = 1e-10))
  s <- standardizedSolution(f); l <- s[s$op == "=~", ]; v <- s[s$op == "~~" & s$lhs == s$rhs & s$lhs %in% names(data), ]
  items <- ncol(data); phi <- s[s$op == "~~" & s$lhs != s$rhs, ]
  list(items = names(data), count = nrow(data), loadings = matrix(l$est.std, items), loadingErrors = matrix(l$se, items), uniquenesses = v$est.std, uniquenessErrors = v$se,
    factorCorrelations = I(phi$est.std), factorCorrelationErrors = I(phi$se))
}
ten <- complete[, 1:10]
# The same of the expected information's generalised inverse and numerical derivatives of the rotated
# solution: lavaan's own constraints on unrotated loadings leave it up to 0.1 % away.
information_errors <- function(data, factors) {
  S <- cor(data); p <- ncol(S); n <- nrow(data)
  f <- factanal(covmat = S, factors = factors, n.obs = n, rotation = "none", control = list(opt = list(factr = 1)))
  A <- seq_len(p * factors); at <- c(num(f$loadings), num(f$uniquenesses))
  implied <- function(t) tcrossprod(matrix(t[A], p)) + diag(t[-A])
  slopes <- function(f, h) sapply(seq_along(at), function(i) { d <- replace(0 * at, i, h); (num(f(at + d)) - num(f(at - d))) / (2 * h) })
  D <- slopes(implied, 1e-6); Si <- solve(implied(at)); e <- eigen(n / 2 * t(D) %*% (Si %x% Si) %*% D, symmetric = TRUE)
  keep <- seq_len(length(at) - factors * (factors - 1) / 2); V <- e$vectors[, keep] %*% (t(e$vectors[, keep]) / e$values[keep])
  turned <- function(t, from) { r <- suppressWarnings(oblimin(matrix(t[A], p) / sqrt(diag(implied(t))), Tmat = from, eps = 1e-9, maxit = 1000))
    list(v = c(r$loadings, r$Phi[upper.tri(r$Phi)], t[-A] / diag(implied(t))), Th = r$Th) }
  centre <- turned(at, diag(factors)); J <- slopes(function(t) turned(t, centre$Th)$v, 1e-4)
  se <- sqrt(diag(J %*% V %*% t(J))); phi <- seq_len(factors * (factors - 1) / 2) + p * factors
  list(items = names(data), count = n, loadings = matrix(centre$v[A], p), loadingErrors = matrix(se[A], p), uniquenesses = centre$v[-c(A, phi)],
    uniquenessErrors = se[-c(A, phi)], factorCorrelations = I(centre$v[phi]), factorCorrelationErrors = I(se[phi]))
}
R$errors <- list(oblimin = information_errors(ten, 2), lavaan = errors(ten, 2, "oblimin"), one = errors(complete[, 1:5], 1, "none"))

# ---- Standard errors under a design: strata, clusters and weights. The derivatives of the rotated
# loadings by the correlations are numerical, the variance is survey's.
clustered <- ten; m <- nrow(clustered)
design <- data.frame(stratum = rep(1:4, length.out = m), cluster = (seq_len(m) - 1) %/% 12 + 1, weight = seq_len(m) %% 3 + 1)
design$stratum <- (design$cluster - 1) %% 4 + 1
weighted <- function(w) cov.wt(clustered, w / sum(w), cor = TRUE)$cor
solve_two <- function(S) {
  f <- factanal(covmat = S, factors = 2, n.obs = m, rotation = "none", control = list(opt = list(factr = 1)))
  u <- f$uniquenesses
  g <- function(t) { e <- eigen(exp(-t / 2) * t(exp(-t / 2) * S), symmetric = TRUE); num(e$vectors[, -(1:2)]^2 %*% (1 - e$values[-(1:2)])) }
  t <- log(u)
  for (i in 1:4) { h <- 1e-5; H <- sapply(1:10, function(j) { d <- replace(0 * t, j, h); (g(t + d) - g(t - d)) / (2 * h) }); t <- t - solve((H + t(H)) / 2, g(t)) }
  e <- eigen(exp(-t / 2) * t(exp(-t / 2) * S), symmetric = TRUE)
  A <- exp(t / 2) * e$vectors[, 1:2] %*% diag(sqrt(e$values[1:2] - 1))
  r <- suppressWarnings(oblimin(A, eps = 1e-7, maxit = 1000)); list(loadings = matrix(num(r$loadings), 10), Phi = r$Phi)
}
align_two <- function(r, to) { best <- NULL
  for (o in list(1:2, 2:1)) { s <- sign(colSums(r$loadings[, o] * to)); x <- r$loadings[, o] %*% diag(s)
    if (is.null(best) || sum((x - to)^2) < best$d) best <- list(d = sum((x - to)^2), v = c(x, prod(s) * r$Phi[1, 2])) }
  best$v }
S <- weighted(design$weight); centre <- solve_two(S); pairs <- which(upper.tri(S), arr.ind = TRUE)
J <- apply(pairs, 1, function(ij) { h <- 1e-4; d <- 0 * S; d[ij[1], ij[2]] <- d[ij[2], ij[1]] <- h
  (align_two(solve_two(S + d), centre$loadings) - align_two(solve_two(S - d), centre$loadings)) / (2 * h) })
wm <- cov.wt(clustered, design$weight / sum(design$weight), cor = TRUE, method = "ML")
z <- scale(clustered, wm$center, sqrt(diag(wm$cov)))
u <- apply(pairs, 1, function(ij) z[, ij[1]] * z[, ij[2]] - S[ij[1], ij[2]] / 2 * (z[, ij[1]]^2 + z[, ij[2]]^2))
influence <- (u %*% t(J)) / sum(design$weight)
sv <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = cbind(design, as.data.frame(influence)), nest = TRUE)
se <- num(SE(svytotal(as.formula(paste("~", paste(colnames(as.data.frame(influence)), collapse = "+"))), sv)))
R$design <- list(loadings = rows(centre$loadings), factorCorrelation = centre$Phi[1, 2], loadingErrors = matrix(se[1:20], 10), factorCorrelationError = se[21])

# ---- Factor scores.
ob <- R$rotation$oblimin; dimnames(ob$loadings) <- list(names(complete), NULL)
scores <- lapply(c(regression = "Thurstone", bartlett = "Bartlett", tenBerge = "tenBerge"), function(method) {
  s <- factor.scores(complete, ob$loadings, Phi = ob$factorCorrelations, method = method)
  list(weights = rows(s$weights), scores = rows(s$scores[1:20, ]), correlations = rows(s$r.scores), multiple = if (method == "Thurstone") num(s$R2))
})
R$scores <- c(list(loadings = rows(ob$loadings), factorCorrelations = rows(ob$factorCorrelations)), scores)

# ---- Fit.
ml <- fa(C, k, n.obs = n, fm = "ml", rotate = "none"); R$fit <- list(chisq = num(ml$STATISTIC), df = ml$dof, rmsea = num(ml$RMSEA), bic = num(ml$BIC))
lav <- efa(complete, nfactors = k, rotation = "none", output = "lavaan"); R$fit$lavaan <- as.list(fitMeasures(lav, c("chisq", "df", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper")))

# ---- Agreement: rows of even and of odd number, oblimin.
half <- lapply(0:1, function(r) { S <- cor(complete[seq_len(n) %% 2 == r, ]); f <- suppressWarnings(fa(S, k, n.obs = n / 2, fm = "ml", rotate = "none")); best(oblimin, matrix(num(f$loadings), p), 10)$loadings })
s <- svd(t(half[[1]]) %*% half[[2]]); turn <- s$u %*% t(s$v)
R$agreement <- list(first = half[[1]], second = half[[2]], congruence = matrix(num(factor.congruence(half[[1]], half[[2]], digits = 12)), k),
  procrustes = half[[1]] %*% turn, afterProcrustes = diag(matrix(num(factor.congruence(half[[1]] %*% turn, half[[2]], digits = 12)), k)))

writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = 1, null = "null"), "exploratory.json")
