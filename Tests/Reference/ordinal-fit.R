# Cumulative logit fitted to convergence: svyolr stops near the solution, so that its figures hold to
# three digits or four. Newton's method on the weighted scores from svyolr's solution; the covariance
# is that of the total of the influence values, as svyolr's own. Read by models.R and command.R.
ordinalFit <- function(d, outcome, predictors) {
  m <- svyolr(reformulate(predictors, outcome), design = d)
  v <- d$variables; X <- as.matrix(v[, predictors, drop = FALSE]); y <- as.integer(v[[outcome]])
  k <- nlevels(v[[outcome]]); p <- ncol(X); w <- as.numeric(weights(d))
  scores <- function(theta) { # by interview
    z <- c(-Inf, theta[-(1:p)], Inf); eta <- drop(X %*% theta[1:p])
    a <- z[y + 1] - eta; l <- z[y] - eta; pr <- plogis(a) - plogis(l); da <- dlogis(a) / pr; dl <- dlogis(l) / pr
    S <- cbind(-X * (da - dl), matrix(0, nrow(X), k - 1))
    for (j in 1:(k - 1)) S[, p + j] <- ifelse(y == j, da, 0) - ifelse(y == j + 1, dl, 0)
    S
  }
  scale <- c(apply(X, 2, sd), rep(1, k - 1))
  total <- function(theta) colSums(w * scores(theta))
  jacobian <- function(theta) sapply(seq_along(theta), function(j) {
    h <- 1e-4 / scale[j]; e <- replace(numeric(length(theta)), j, h)
    (8 * (total(theta + e) - total(theta - e)) - (total(theta + 2 * e) - total(theta - 2 * e))) / (12 * h)
  })
  theta <- c(m$coefficients, m$zeta)
  for (i in 1:8) theta <- theta - solve(jacobian(theta), total(theta))
  V <- unname(as.matrix(vcov(svytotal(-scores(theta) %*% solve(jacobian(theta)), d))))
  list(term = c(predictors, names(m$zeta)), value = as.numeric(theta), se = sqrt(diag(V)), covariance = V)
}
