# Reference numbers for latent class analysis and k-means.
#
#   apt-get install r-base-core r-cran-survey r-cran-numderiv r-cran-flexmix r-cran-cluster r-cran-jsonlite
#   Rscript typology.R          (in this folder, after bfi.R)
#
# Prints typology.json: Rscript typology.R > typology.json. Latent class models are fitted by an EM of its own, 30 starts, until a step moves
# nothing by 1e-13; flexmix fits the binary one again. Standard errors are the sandwich of a numerical
# Hessian (numDeriv) and the totals of scores by cluster (survey).
suppressMessages({ library(survey); library(numDeriv); library(flexmix); library(cluster); library(jsonlite) })
num <- function(x) unname(as.numeric(x))
set.seed(20240117)

# --- EM over rows; y: integer matrix, NA missing; g: group; w: weights
logp <- function(y, g, shares, rho) {
  l <- log(pmax(shares[g, , drop = FALSE], 1e-300))
  for (j in seq_along(rho)) { a <- !is.na(y[, j]); l[a, ] <- l[a, ] + log(pmax(rho[[j]][y[a, j], , drop = FALSE], 1e-300)) }
  l
}
em <- function(y, K, g, w, C, tol = 1e-13, most = 60000) {
  G <- max(g); shares <- matrix(1 / K, G, K)
  rho <- lapply(C, function(c) { m <- matrix(rexp(c * K), c); sweep(m, 2, colSums(m), "/") })
  for (i in seq_len(most)) {
    l <- logp(y, g, shares, rho); m <- apply(l, 1, max); e <- exp(l - m); s <- rowSums(e); p <- e / s
    ll <- sum(w * (m + log(s))); pw <- p * w
    s2 <- rowsum(pw, g); s2 <- s2 / rowSums(s2)
    r2 <- lapply(seq_along(C), function(j) { a <- !is.na(y[, j])
      t <- matrix(0, C[j], K); u <- rowsum(pw[a, , drop = FALSE], y[a, j]); t[as.integer(rownames(u)), ] <- u
      sweep(t, 2, colSums(t), "/") })
    d <- max(abs(s2 - shares), mapply(function(a, b) max(abs(a - b)), r2, rho))
    shares <- s2; rho <- r2; if (d < tol) break
  }
  list(ll = ll, shares = shares, rho = rho, posterior = p)
}
best <- function(y, K, g = rep(1, nrow(y)), w = rep(1, nrow(y)), starts = 30) {
  y <- as.matrix(y); C <- apply(y, 2, max, na.rm = TRUE); w <- w * nrow(y) / sum(w)
  # rough first, then the best three to the end, each from its own seed
  seeds <- sample.int(1e6, starts)
  rough <- sapply(seeds, function(s) { set.seed(s); em(y, K, g, w, C, 1e-4)$ll })
  fits <- lapply(seeds[order(-rough)[1:min(3, starts)]], function(s) { set.seed(s); em(y, K, g, w, C) })
  f <- fits[[which.max(sapply(fits, `[[`, "ll"))]]
  size <- colSums(f$posterior * w) / sum(w); o <- order(-size)
  f$size <- size[o]; f$shares <- f$shares[, o, drop = FALSE]; f$posterior <- f$posterior[, o, drop = FALSE]
  f$rho <- lapply(f$rho, function(r) r[, o, drop = FALSE]); f$C <- C; f$w <- w; f$g <- g; f$y <- y; f$K <- K; f
}
fitted_values <- function(f) {
  n <- nrow(f$y); q <- nrow(f$shares) * (f$K - 1) + f$K * sum(f$C - 1); p <- f$posterior
  list(logLikelihood = f$ll, parameters = q, rows = n, bic = -2 * f$ll + q * log(n), aic = -2 * f$ll + 2 * q,
    adjustedBic = -2 * f$ll + q * log((n + 2) / 24),
    entropy = 1 - sum(f$w * rowSums(ifelse(p > 0, -p * log(p), 0))) / (sum(f$w) * log(f$K)),
    shares = num(f$size), groupShares = lapply(seq_len(nrow(f$shares)), function(i) num(f$shares[i, ])),
    probabilities = lapply(f$rho, function(r) lapply(seq_len(ncol(r)), function(k) num(r[, k]))))
}
# --- logits with the interior probabilities free
errors <- function(f, design) {
  free <- list(); add <- function(p) which(p > 1e-6 & seq_along(p) != which.max(p))
  pack <- list(); theta <- c()
  for (i in seq_len(nrow(f$shares))) { p <- f$shares[i, ]; a <- add(p); pack[[length(pack) + 1]] <- list("s", i, 0, p, a, which.max(p)); theta <- c(theta, log(p[a] / max(p))) }
  for (j in seq_along(f$rho)) for (k in seq_len(f$K)) { p <- f$rho[[j]][, k]; a <- add(p); pack[[length(pack) + 1]] <- list("r", j, k, p, a, which.max(p)); theta <- c(theta, log(p[a] / max(p))) }
  unpack <- function(t) { s <- f$shares; r <- f$rho; at <- 0
    for (b in pack) { p <- b[[4]]; l <- rep(-Inf, length(p)); l[b[[6]]] <- 0
      if (length(b[[5]])) { l[b[[5]]] <- t[at + seq_along(b[[5]])]; at <- at + length(b[[5]]) }
      p <- exp(l) / sum(exp(l)); if (b[[1]] == "s") s[b[[2]], ] <- p else r[[b[[2]]]][, b[[3]]] <- p }
    list(shares = s, rho = r) }
  rowll <- function(t) { u <- unpack(t); l <- logp(f$y, f$g, u$shares, u$rho); m <- apply(l, 1, max); m + log(rowSums(exp(l - m))) }
  H <- -hessian(function(t) sum(f$w * rowll(t)), theta); S <- jacobian(rowll, theta)
  V <- vcov(svytotal(S, design)) # totals of w-scaled scores: the design holds the same weights
  A <- solve(H) %*% V %*% solve(H)
  shares <- jacobian(function(t) as.vector(unpack(t)$shares), theta)
  rho <- jacobian(function(t) unlist(lapply(unpack(t)$rho, as.vector)), theta)
  list(groupShares = matrix(sqrt(diag(shares %*% A %*% t(shares))), nrow(f$shares)),
       probabilities = sqrt(pmax(0, diag(rho %*% A %*% t(rho)))), hessianCondition = kappa(H))
}
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."),
  survey = as.character(packageVersion("survey")), flexmix = as.character(packageVersion("flexmix")),
  numDeriv = as.character(packageVersion("numDeriv")), cluster = as.character(packageVersion("cluster"))))

# --- Stouffer and Toby (1951): 216 respondents, four situations of role conflict (Goodman 1974, table 1).
pattern <- as.matrix(expand.grid(D = 1:2, C = 1:2, B = 1:2, A = 1:2)[, 4:1])
count <- c(42, 23, 6, 25, 6, 24, 7, 38, 1, 4, 1, 6, 2, 9, 2, 20)
st <- pattern[rep(1:16, count), ]
f <- best(st, 2); e <- errors(f, svydesign(~1, weights = f$w, data = data.frame(st)))
fm <- stepFlexmix(st - 1 ~ 1, k = 2, model = FLXMCmvbinary(), nrep = 20, verbose = FALSE, control = list(tolerance = 1e-14, iter.max = 20000))
expected <- sapply(1:16, function(c) 216 * sum(f$shares[1, ] * sapply(1:2, function(k) prod(mapply(function(r, v) r[v, k], f$rho, pattern[c, ])))))
R$stoufferToby <- c(list(counts = count), fitted_values(f), list(standardErrors = num(e$groupShares),
  probabilityErrors = num(e$probabilities), flexmixLogLikelihood = num(logLik(fm)), flexmixShares = sort(num(prior(fm)), decreasing = TRUE),
  gSquared = 2 * sum(count * log(count / expected)), pearson = sum((count - expected)^2 / expected)))

# --- bfi: neuroticism in three steps, answers missing; weights, clusters, strata; sex as group.
bfi <- read.csv("bfi.csv")[1:1200, c("N1", "N2", "N3", "N4", "N5")]
y <- sapply(bfi, function(x) ifelse(is.na(x), NA, ifelse(x <= 2, 1L, ifelse(x <= 4, 2L, 3L))))
keep <- rowSums(!is.na(y)) > 0
w <- seq_len(nrow(y)) %% 3 + 1; group <- (seq_len(nrow(y)) %/% 2) %% 2 + 1
cluster <- (seq_len(nrow(y)) - 1) %/% 12 + 1; stratum <- (cluster - 1) %% 4 + 1
y <- y[keep, ]; w <- w[keep]; group <- group[keep]; cluster <- cluster[keep]; stratum <- stratum[keep]
f <- best(y, 3, group, w)
d <- svydesign(~cluster, strata = ~stratum, nest = TRUE, weights = f$w, data = data.frame(y))
e <- errors(f, d)
overall <- rowsum(f$w, group) / sum(f$w)
R$neuroticism <- c(list(unanswered = sum(!keep)), fitted_values(f), list(
  groupShareErrors = lapply(1:2, function(i) num(e$groupShares[i, ])), probabilityErrors = num(e$probabilities)))
f <- best(y, 2); R$neuroticismUnweighted <- fitted_values(f)

# --- k-means: the five standardised items of complete rows
z <- scale(na.omit(bfi)); km <- lapply(2:4, function(k) kmeans(z, k, nstart = 300, iter.max = 200))
one <- function(m) { o <- order(-m$size); n <- nrow(z); k <- length(m$size)
  list(clusters = k, sizes = m$size[o], within = m$tot.withinss, total = m$totss,
    centres = lapply(o, function(i) num(m$centers[i, ])), calinskiHarabasz = (m$betweenss / (k - 1)) / (m$tot.withinss / (n - k)),
    silhouette = mean(silhouette(m$cluster, dist(z))[, 3])) }
R$kmeans <- lapply(km, one)
# weights 1, 2, 3 as repeated rows, standardised by the unweighted moments
wz <- seq_len(nrow(z)) %% 3 + 1; R$kmeansWeighted <- one2 <- { m <- kmeans(z[rep(seq_len(nrow(z)), wz), ], 3, nstart = 300, iter.max = 200)
  list(within = m$tot.withinss, total = m$totss, sizes = sort(m$size, decreasing = TRUE)) }
cat(toJSON(R, digits = NA, auto_unbox = TRUE), "\n")
