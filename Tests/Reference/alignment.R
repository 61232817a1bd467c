# Reference numbers for Alignment: the simplicity function of Asparouhov & Muthen (2014), written out
# from the paper and minimised by optim from many starts; standard errors by numerical derivatives of
# the minimum (the configural estimates moved one by one).
#
#   apt-get install r-base-core r-cran-jsonlite
#   Rscript alignment.R          (in this folder; writes alignment.json)
suppressMessages(library(jsonlite))
simplicity <- function(L, N, n, alpha, psi, power, eps) {
  a <- L / sqrt(psi); b <- N - alpha * L / sqrt(psi); f <- function(x) sum((x^2 + eps)^(power / 2)); total <- 0
  for (i in 1:(nrow(L) - 1)) for (j in (i + 1):nrow(L))
    total <- total + sqrt(n[i] * n[j]) * (f(a[i, ] - a[j, ]) + f(b[i, ] - b[j, ]))
  total
}
# x: alpha (of groups 2... when fixed), then ln psi of groups 2...; the product of all psi is 1.
unpack <- function(x, G, fixed) {
  alpha <- if (fixed) c(0, x[1:(G - 1)]) else x[1:G]; u <- x[-(1:(G - fixed))]
  list(alpha = alpha, psi = exp(c(-sum(u), u)))
}
polish <- function(o, f) {
  for (k in 1:6) { o <- optim(o$par, f, method = "BFGS", control = list(reltol = 1e-16, maxit = 5000, ndeps = rep(1e-6, length(o$par)))) }
  for (k in 1:12) {                                   # Newton's steps with central differences
    p <- length(o$par); h <- 1e-4; g <- numeric(p); H <- matrix(0, p, p); e <- diag(p) * h
    for (i in 1:p) g[i] <- (8 * (f(o$par + e[i, ]) - f(o$par - e[i, ])) - (f(o$par + 2 * e[i, ]) - f(o$par - 2 * e[i, ]))) / (12 * h)
    for (i in 1:p) for (j in 1:p) H[i, j] <- (f(o$par + e[i, ] + e[j, ]) - f(o$par + e[i, ] - e[j, ]) - f(o$par - e[i, ] + e[j, ]) + f(o$par - e[i, ] - e[j, ])) / (4 * h^2)
    step <- solve(H, g); if (max(abs(step)) < 1e-12) break; o$par <- o$par - step
  }
  o$value <- f(o$par); o
}
align <- function(L, N, n, fixed = TRUE, power = .5, eps = .01, starts = 60, from = NULL) {
  G <- nrow(L); f <- function(x) { z <- unpack(x, G, fixed); simplicity(L, N, n, z$alpha, z$psi, power, eps) }
  if (is.null(from)) {
    found <- lapply(1:starts, function(s) optim(rnorm(2 * G - 1 - fixed, 0, if (s == 1) 0 else .5), f, method = "BFGS", control = list(maxit = 2000)))
    from <- found[[which.min(sapply(found, `[[`, "value"))]]$par
  }
  o <- polish(list(par = from), f); z <- unpack(o$par, G, fixed); s <- sqrt(z$psi[1])
  list(criterion = o$value, par = o$par, means = z$alpha / s, variances = z$psi / z$psi[1],
    loadings = L * s / sqrt(z$psi), intercepts = N - z$alpha * L / sqrt(z$psi))
}
case <- function(seed, G, k, fixed, power = .5) {
  set.seed(seed); n <- sample(200:900, G)
  mean <- c(0, rnorm(G - 1, 0, .4)); sd <- c(1, exp(rnorm(G - 1, 0, .15)))
  lambda <- matrix(runif(k, .5, .9), G, k, byrow = TRUE) + rnorm(G * k, 0, .02)
  nu <- matrix(rnorm(k), G, k, byrow = TRUE) + rnorm(G * k, 0, .02)
  nu[2, 1] <- nu[2, 1] + .4; nu[G, 2] <- nu[G, 2] - .3; lambda[2, 3] <- lambda[2, 3] - .3
  L <- lambda * sd; N <- nu + mean * lambda; a <- align(L, N, n, fixed, power)
  V <- diag(rep(1 / n, each = k)^1 * .8); V <- rbind(cbind(V, 0 * V), cbind(0 * V, V * .9))
  x0 <- c(t(L), t(N)); h <- 1e-5                      # derivatives of the minimum by the estimates
  move <- function(x) { m <- align(matrix(x[1:(G * k)], G, byrow = TRUE), matrix(x[-(1:(G * k))], G, byrow = TRUE), n, fixed, power, from = a$par)
    c(m$means, t(m$loadings), t(m$intercepts)) }
  J <- sapply(seq_along(x0), function(i) { e <- replace(numeric(length(x0)), i, h); (move(x0 + e) - move(x0 - e)) / (2 * h) })
  list(fixed = fixed, power = power, counts = n, configuralLoadings = L, configuralIntercepts = N,
    variancesOfEstimates = diag(V), criterion = a$criterion, means = a$means, variances = a$variances,
    loadings = a$loadings, intercepts = a$intercepts, standardErrors = sqrt(diag(J %*% V %*% t(J))),
    r2Intercepts = sapply(1:k, function(j) { am <- colMeans(a$intercepts)[j] + a$means * colMeans(a$loadings)[j]
      1 - var(N[, j] - am) / var(N[, j]) }),
    r2Loadings = sapply(1:k, function(j) 1 - var(L[, j] - sqrt(a$variances) * colMeans(a$loadings)[j]) / var(L[, j])))
}
cases <- list(case(1, 2, 5, TRUE), case(2, 4, 5, TRUE), case(3, 4, 5, FALSE), case(4, 6, 4, TRUE, 1))
writeLines(toJSON(list(R = paste(R.version$major, R.version$minor, sep = "."), cases = cases), digits = NA,
  auto_unbox = TRUE, matrix = "rowmajor"), "alignment.json")
