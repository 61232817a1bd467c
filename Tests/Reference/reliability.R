# Reference numbers for the coefficients of reliability, with errors under a design.
#
#   apt-get install r-base-core r-cran-psych r-cran-gparotation r-cran-lavaan r-cran-semtools r-cran-survey r-cran-jsonlite
#   Rscript reliability.R          (in this folder, beside bfi.csv)
#
# Writes reliability.json, unrounded. Coefficients are written out from their formulas and fitted to
# convergence, with psych's and semTools's own beside them. Errors: numerical derivatives of each
# coefficient by the weighted covariances, the variance is survey's.
suppressMessages({ library(psych); library(GPArotation); library(lavaan); library(semTools); library(survey); library(jsonlite) })
set.seed(7)
num <- function(x) unname(as.numeric(x))
versions <- sapply(c("psych", "GPArotation", "lavaan", "semTools", "survey"), function(p) as.character(packageVersion(p)))
R <- list(versions = c(list(R = paste(R.version$major, R.version$minor, sep = ".")), as.list(versions)))
x <- na.omit(read.csv("bfi.csv")); m <- nrow(x)
for (item in c("E1", "E2", "C4", "C5")) x[[item]] <- 7 - x[[item]]
E <- paste0("E", 1:5); C <- paste0("C", 1:5); all <- c(E, C)
w <- seq_len(m) %% 3 + 1; cluster <- (seq_len(m) - 1) %/% 12 + 1; stratum <- (cluster - 1) %% 4 + 1

# ---- the items of one scale, unweighted
st <- suppressWarnings(psych::alpha(x[all]))$item.stats
R$items <- list(names = all, rawR = num(st$raw.r), rCor = num(st$r.cor), rDrop = num(st$r.drop))

# ---- coefficients as functions of a covariance matrix
std <- function(S) { r <- cov2cor(S); p <- nrow(r); b <- mean(r[upper.tri(r)]); p * b / (1 + (p - 1) * b) }
raw <- function(S) nrow(S) / (nrow(S) - 1) * (1 - sum(diag(S)) / sum(S))
newton <- function(g, u) { for (i in 1:40) { h <- 1e-6
  H <- sapply(seq_along(u), function(j) { d <- replace(0 * u, j, h); (g(u + d) - g(u - d)) / (2 * h) }); s <- solve(H, g(u)); u <- u - s; if (max(abs(s)) < 1e-14) break }
  u }
one <- function(S) { r <- cov2cor(S); p <- nrow(r)
  t <- newton(function(t) { e <- eigen(exp(-t / 2) * t(exp(-t / 2) * r), symmetric = TRUE); num(e$vectors[, -1]^2 %*% (1 - e$values[-1])) }, log(.75 / diag(solve(r))))
  e <- eigen(exp(-t / 2) * t(exp(-t / 2) * r), symmetric = TRUE); s <- sqrt(diag(S))
  list(l = s * abs(exp(t / 2) * e$vectors[, 1] * sqrt(e$values[1] - 1)), u = s^2 * exp(t)) }
omega_total <- function(S) { f <- one(S); sum(f$l)^2 / (sum(f$l)^2 + sum(f$u)) }
extracted <- function(S) { f <- one(S); sum(f$l^2) / sum(f$l^2 + f$u) }
minres <- function(r, k) {
  left <- -(1:k); g <- function(u) { e <- eigen(r - diag(u), symmetric = TRUE); -num(e$vectors[, left]^2 %*% e$values[left]) }
  f <- function(u) sum(eigen(r - diag(u), symmetric = TRUE, only.values = TRUE)$values[left]^2) / 2
  u <- optim(.7 / diag(solve(r)), f, g, method = "L-BFGS-B", lower = .005, upper = 1, control = list(factr = 10, pgtol = 0, maxit = 1000))$par
  u <- newton(g, u)
  e <- eigen(r - diag(u), symmetric = TRUE); list(L = e$vectors[, 1:k, drop = FALSE] %*% diag(sqrt(e$values[1:k]), k), u = u) }
turn <- NULL
groups <- function(S) { r <- cov2cor(S); f <- minres(r, 3)
  # eigenvectors have no sign: give them that of the first solution
  if (!is.null(turn)) f$L <- f$L %*% diag(sign(colSums(f$L * turn$L)))
  q <- if (is.null(turn)) { t <- lapply(0:10, function(i) suppressWarnings(oblimin(f$L, Tmat = if (i == 0) diag(3) else Random.Start(3), eps = 1e-8, maxit = 2000))); t[[which.min(sapply(t, function(q) q$Table[nrow(q$Table), 2]))]] }
    else suppressWarnings(oblimin(f$L, Tmat = turn$Th, eps = 1e-8, maxit = 2000))
  P <- q$Phi; s <- sign(colSums(q$loadings)); L <- q$loadings %*% diag(s); P <- diag(s) %*% P %*% diag(s)
  g <- sqrt(c(P[1, 2] * P[1, 3] / P[2, 3], P[1, 2] * P[2, 3] / P[1, 3], P[1, 3] * P[2, 3] / P[1, 2]))
  list(h = sum(L %*% g)^2 / sum(r), t = 1 - sum(f$u) / sum(r), g = num(L %*% g), L = f$L, Th = q$Th) }
omega_h <- function(S) groups(S)$h
omega_g <- function(S) groups(S)$t
htmt_of <- function(S, geometric = FALSE) { r <- abs(cov2cor(S)); a <- 1:5; b <- 6:10; f <- if (geometric) function(v) exp(mean(log(v))) else mean
  wa <- r[a, a]; wb <- r[b, b]; f(r[a, b]) / sqrt(f(wa[upper.tri(wa)]) * f(wb[upper.tri(wb)])) }

# ---- errors under the design
# the step is long where the coefficient is found by iteration
errors <- function(items, f, h = 1e-6) {
  y <- as.matrix(x[items]); S <- cov.wt(y, w / sum(w))$cov; M <- cov.wt(y, w / sum(w), method = "ML"); z <- sweep(y, 2, M$center)
  value <- f(S); pairs <- which(upper.tri(S, diag = TRUE), arr.ind = TRUE)
  unbiased <- S[1, 1] / M$cov[1, 1]; d <- apply(pairs, 1, function(ij) { D <- 0 * S; D[ij[1], ij[2]] <- D[ij[2], ij[1]] <- h; (f(S + D) - f(S - D)) / (2 * h) })
  u <- num(apply(pairs, 1, function(ij) z[, ij[1]] * z[, ij[2]] - M$cov[ij[1], ij[2]]) %*% d) * unbiased / sum(w)
  sv <- svydesign(~cluster, strata = ~stratum, weights = ~w, data = data.frame(cluster, stratum, w, u), nest = TRUE)
  list(value = value, standardError = num(SE(svytotal(~u, sv))), df = degf(sv)) }
R$design <- list(alpha = errors(all, raw), standardisedAlpha = errors(all, std), omegaTotal = errors(E, omega_total, 1e-4), averageVarianceExtracted = errors(E, extracted, 1e-4),
  omegaHierarchical = { turn <- groups(cov.wt(x[all], w / sum(w))$cov); errors(all, omega_h, 1e-3) }, omegaTotalOfGroups = errors(all, omega_g, 1e-3),
  htmt = errors(all, htmt_of), htmt2 = errors(all, function(S) htmt_of(S, TRUE)))

# ---- unweighted, with the packages' own
S <- cov(x[all]); turn <- NULL; own <- groups(S)
fit <- cfa(paste("f =~", paste(E, collapse = "+"), "\n g =~", paste(C, collapse = "+")), x)
single <- cfa(paste("f =~", paste(E, collapse = "+")), x, control = list(rel.tol = 1e-14))
om <- suppressWarnings(suppressMessages(omega(x[all], nfactors = 3, plot = FALSE, n.obs = m)))
poly <- suppressWarnings(polychoric(x[E], correct = 0)$rho)
model <- paste("f =~", paste(E, collapse = "+"), "\n g =~", paste(C, collapse = "+"))
R$plain <- list(omegaHierarchical = own$h, omegaTotalOfGroups = own$t, general = own$g, psychOmegaHierarchical = om$omega_h, psychOmegaTotal = om$omega.tot,
  averageVarianceExtracted = extracted(cov(x[E])), semToolsAVE = num(AVE(single)),
  ordinalAlpha = std(poly), htmt = num(htmt(model, x, htmt2 = FALSE)[2, 1]), htmt2 = num(htmt(model, x)[2, 1]))

writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = 1), "reliability.json")
