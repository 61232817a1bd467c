# Reference numbers for exploratory factor analysis: extraction, rotation with many starts,
# standard errors, scores, fit, agreement of two solutions.
#
#   apt-get install r-base-core r-cran-psych r-cran-gparotation r-cran-lavaan r-cran-survey r-cran-jsonlite
#   Rscript exploratory.R          (in this folder, beside bfi.csv; about five minutes)
#
# Writes exploratory.json, unrounded. Iterative fits are run to convergence: eps = 1e-12 for
# rotations, each from the unrotated solution and 60 random starts, the best taken.
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
best <- function(f, A = L, starts = 60, ...) {
  found <- lapply(0:starts, function(i) suppressWarnings(try(f(A, Tmat = if (i == 0) diag(ncol(A)) else Random.Start(ncol(A)), eps = 1e-12, maxit = 20000, ...), silent = TRUE)))
  found <- Filter(function(r) !inherits(r, "try-error"), found)
  values <- sapply(found, function(r) r$Table[nrow(r$Table), 2]); b <- found[[which.min(values)]]
  list(criterion = min(values), starts = length(values), startsAtBest = sum(values < min(values) + 1e-6), loadings = rows(b$loadings),
    factorCorrelations = if (is.null(b$Phi)) diag(ncol(A)) else rows(b$Phi))
}
target <- matrix(0, p, k); for (j in 1:k) target[(5 * j - 4):(5 * j), j] <- .6
free <- ifelse(target == 0, 0, NA)
partial <- function(f) function(A, ...) f(A, W = ifelse(is.na(free), 0, 1), Target = ifelse(is.na(free), 0, free), ...)
v <- varimax(L, normalize = TRUE, eps = 1e-15); pm <- promax(v$loadings, m = 4)
R$rotation <- list(loadings = L, target = target,
  quartimax = best(quartimax), oblimin = best(oblimin), geomin = best(geominQ, delta = .01), geominOrthogonal = best(geominT, delta = .01),
  geominNormalised = best(geominQ, delta = .01, normalize = TRUE), varimaxPlain = best(Varimax),
  target = target, targetOblique = best(targetQ, Target = target), targetOrthogonal = best(targetT, Target = target),
  partialOblique = best(partial(pstQ)), partialOrthogonal = best(partial(pstT)),
  promax = list(loadings = rows(pm$loadings), factorCorrelations = { u <- unclass(pm$rotmat); solve(t(u) %*% u) }))

# Uncorrelated noise beside two factors: a rotation with many local minima.
noise <- matrix(rnorm(300 * 12), 300); noise[, 1:6] <- noise[, 1:6] + rnorm(300)
N <- cor(noise); A <- matrix(num(factanal(covmat = N, factors = 4, n.obs = 300, rotation = "none", control = list(opt = list(factr = 10)))$loadings), 12)
R$minima <- c(list(unrotated = A), best(geominQ, A, delta = .01))

# ---- Standard errors of standardised rotated loadings, by lavaan's efa().
errors <- function(data, factors, rotation, ...) {
  f <- efa(data, nfactors = factors, rotation = rotation, rotation.args = list(rstarts = 30, gpa.tol = 1e-12, tol = 1e-13, max.iter = 20000, ...), output = "lavaan",
    control = list(rel.tol = 1e-14))
  s <- standardizedSolution(f); l <- s[s$op == "=~", ]; v <- s[s$op == "~~" & s$lhs == s$rhs & s$lhs %in% names(data), ]
  items <- ncol(data); phi <- s[s$op == "~~" & s$lhs != s$rhs, ]
  list(items = names(data), count = nrow(data), loadings = matrix(l$est.std, items), loadingErrors = matrix(l$se, items), uniquenesses = v$est.std, uniquenessErrors = v$se,
    factorCorrelations = phi$est.std, factorCorrelationErrors = phi$se)
}
ten <- complete[, 1:10]
R$errors <- list(oblimin = errors(ten, 2, "oblimin"), geomin = errors(ten, 2, "geomin", geomin.epsilon = .01), varimax = errors(ten, 2, "varimax", orthogonal = TRUE),
  quartimax = errors(ten, 2, "quartimax", orthogonal = TRUE), one = errors(complete[, 1:5], 1, "none"), fiveFactors = errors(complete, 5, "oblimin"))

# ---- Standard errors by simulation: n = 400 normal answers of a known population, 4,000 times.
lambda <- rbind(cbind(c(.8, .7, .6, .7), 0, c(0, .3, 0, 0)), cbind(0, c(.7, .6, .8, .5), c(0, 0, 0, .25)), cbind(c(0, .2, 0, 0), 0, c(.6, .7, .8, .6)))
phi <- matrix(c(1, .3, .4, .3, 1, .2, .4, .2, 1), 3); P <- lambda %*% phi %*% t(lambda); diag(P) <- 1; root <- chol(P)
solution <- function(S, count) {
  f <- try(factanal(covmat = S, factors = 3, n.obs = count, rotation = "none"), silent = TRUE); if (inherits(f, "try-error")) return(NULL)
  matrix(num(f$loadings), 12)
}
plain <- solution(P, 400)
# Every sample is matched to the population's own rotated solution.
align <- function(x, phi, to) {
  best <- NULL
  for (o in list(c(1,2,3), c(1,3,2), c(2,1,3), c(2,3,1), c(3,1,2), c(3,2,1))) { s <- sign(colSums(x[, o] * to)); d <- sum((x[, o] %*% diag(s) - to)^2)
    if (is.null(best) || d < best$d) best <- list(d = d, x = x[, o] %*% diag(s), phi = diag(s) %*% phi[o, o] %*% diag(s)) }
  best
}
turned <- list(oblimin = function(A) oblimin(A, eps = 1e-8, maxit = 5000), geomin = function(A) geominQ(A, delta = .01, eps = 1e-8, maxit = 5000),
  varimax = function(A) { v <- Varimax(A, normalize = TRUE, eps = 1e-8, maxit = 5000); v$Phi <- diag(3); v },
  promax = function(A) { q <- promax(varimax(A, normalize = TRUE, eps = 1e-12)$loadings); u <- unclass(q$rotmat); list(loadings = unclass(q$loadings), Phi = solve(t(u) %*% u)) })
samples <- Filter(Negate(is.null), lapply(1:4000, function(i) solution(cor(matrix(rnorm(400 * 12), 400) %*% root), 400)))
R$simulation <- list(population = P, count = 400, samples = length(samples), rotations = lapply(turned, function(f) {
  centre <- suppressWarnings(f(plain)); centre$loadings <- matrix(num(centre$loadings), 12)
  all <- lapply(samples, function(A) { r <- suppressWarnings(f(A)); a <- align(matrix(num(r$loadings), 12), r$Phi, centre$loadings); c(a$x, a$phi[upper.tri(a$phi)]) })
  spread <- apply(do.call(cbind, all), 1, sd)
  list(loadings = rows(centre$loadings), spread = matrix(spread[1:36], 12), correlationSpread = spread[37:39])
}))

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
  r <- suppressWarnings(oblimin(A, eps = 1e-13, maxit = 20000)); list(loadings = matrix(num(r$loadings), 10), Phi = r$Phi)
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
  list(weights = rows(s$weights), scores = rows(s$scores[1:20, ]), correlations = rows(s$r.scores), multiple = num(s$R2))
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
