# Latent means by group with the covariance of their errors, from lavaan's estimates and its sandwich
# (delta method, central differences): Holzinger and Swineford's tests by school, ten simulated cities
# with points and weights, and ordered items of two cities. The data are those of invariance.json.
#
#   apt-get install r-cran-lavaan r-cran-semtools r-cran-jsonlite
#   Rscript latent-means.R          (in this folder; writes latent-means.json; about a minute)
suppressMessages({ library(lavaan); library(semTools); library(jsonlite) })
known <- fromJSON("invariance.json", simplifyVector = FALSE)
tight <- list(rel.tol = 1e-14, abs.tol = 1e-14, x.tol = 1e-13, iter.max = 20000, eval.max = 20000)
frame <- function(case) {
  d <- as.data.frame(lapply(case$columns, unlist), col.names = unlist(case$items))
  d$city <- sprintf("g%02d", unlist(case$group))
  if (!is.null(case$cluster)) d$point <- unlist(case$cluster)
  d
}
# the Jacobian of f at x
slopes <- function(f, x) sapply(seq_along(x), function(i) {
  h <- 1e-4 * max(1, abs(x[i])); at <- function(s) { y <- x; y[i] <- y[i] + s * h; f(y) }
  (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
})
# lavaan's search stops when the likelihood hardly changes any more, where parameters are right to 1e-5
# only: Newton's steps with the closed gradient of the same likelihood bring them to 1e-10.
polished <- function(fit, again) {
  pt <- parTable(fit); st <- lavInspect(fit, "sampstat"); n <- lavInspect(fit, "nobs"); G <- length(n)
  names <- rownames(st[[1]]$cov); p <- length(names); own <- pt$free > 0
  # parameters that are equal have one place: the first of those that share a label
  equal <- pt[pt$op == "==", ]; first <- setNames(pt$plabel, pt$plabel)
  for (i in seq_len(nrow(equal))) first[first == first[[equal$rhs[i]]]] <- first[[equal$lhs[i]]]
  key <- ifelse(own, first[pt$plabel], ""); keys <- unique(key[own])
  position <- match(key, keys)
  factors <- lavNames(fit, "lv"); m <- length(factors)
  gradient <- function(x) {
    est <- ifelse(own, x[position], pt$est); g <- numeric(length(x))
    for (k in 1:G) {
      row <- which(pt$group == k & pt$op %in% c("=~", "~~", "~1"))
      L <- matrix(0, p, m, dimnames = list(names, factors)); P <- matrix(0, m, m, dimnames = list(factors, factors))
      th <- nu <- setNames(numeric(p), names); ka <- setNames(numeric(m), factors)
      for (i in row) { l <- pt$lhs[i]; r <- pt$rhs[i]
        if (pt$op[i] == "=~") L[r, l] <- est[i]
        else if (pt$op[i] == "~1") { if (l %in% factors) ka[l] <- est[i] else nu[l] <- est[i] }
        else if (l %in% factors) P[l, r] <- P[r, l] <- est[i] else th[l] <- est[i] }
      inv <- solve(L %*% P %*% t(L) + diag(th)); dev <- st[[k]]$mean - nu - as.vector(L %*% ka)
      A <- inv - inv %*% (st[[k]]$cov + dev %o% dev) %*% inv; b <- -2 * as.vector(inv %*% dev); names(b) <- names
      dL <- 2 * A %*% L %*% P + b %o% ka; dimnames(dL) <- dimnames(L); LAL <- t(L) %*% A %*% L
      for (i in row) if (own[i]) { l <- pt$lhs[i]; r <- pt$rhs[i]
        slope <- if (pt$op[i] == "=~") dL[r, l]
          else if (pt$op[i] == "~1") { if (l %in% factors) sum(L[, l] * b) else b[[l]] }
          else if (l %in% factors) (if (l == r) 1 else 2) * LAL[l, r] else A[l, l]
        g[position[i]] <- g[position[i]] + n[k] / sum(n) * slope }
    }
    g
  }
  x <- pt$est[own][match(keys, key[own])]
  for (step in 1:6) { g <- gradient(x); x <- x - solve(slopes(gradient, x), g) }
  stopifnot(max(abs(gradient(x))) < 1e-12)
  pt$est[own] <- pt$start[own] <- x[position[own]]
  again(start = pt[, c("lhs", "op", "rhs", "group", "est")], optim.method = "none")
}
# unit: what one of the answers' units is in the data that lavaan saw; scores: of an item's categories
latent <- function(fit, factors, unit = 1, scores = NULL) {
  pt <- parTable(fit); V <- vcov(fit); n <- lavInspect(fit, "nobs"); G <- length(n)
  at <- function(theta, op, l, r, g) {
    row <- which(pt$op == op & pt$lhs == l & pt$rhs == r & pt$group == g)
    if (!length(row)) return(0)
    if (pt$free[row] > 0) theta[pt$free[row]] else pt$est[row]
  }
  standardised <- function(theta, f) {
    kappa <- sapply(1:G, function(g) at(theta, "~1", f, "", g))
    psi <- sapply(1:G, function(g) at(theta, "~~", f, f, g))
    kappa / sqrt(sum(n * psi) / sum(n))
  }
  # the scale's mean in each group, all answering as the first group does
  scale <- function(theta, f, g) mean(sapply(factors[[f]], function(item) {
    mu <- at(theta, "~1", item, "", 1); l <- at(theta, "=~", f, item, 1)
    kappa <- at(theta, "~1", f, "", g); psi <- at(theta, "~~", f, f, g)
    if (is.null(scores)) return(unit * (mu + l * kappa))
    v <- scores[[item]]
    tau <- sapply(seq_len(length(v) - 1), function(k) at(theta, "|", item, paste0("t", k), 1))
    s <- sqrt(at(theta, "~~", item, item, 1) + l^2 * psi)
    v[1] + sum(diff(v) * pnorm((mu + l * kappa - tau) / s))
  }))
  points <- function(theta, f) { m <- sapply(1:G, function(g) scale(theta, f, g)); m - m[1] }
  lapply(names(factors), function(f) {
    one <- function(h) {
      J <- slopes(function(theta) h(theta, f), coef(fit)); C <- J %*% V %*% t(J)
      list(value = h(coef(fit), f), covariance = as.vector(C))
    }
    list(factor = f, standardised = one(standardised), points = one(points))
  })
}
R <- list(versions = sapply(c("lavaan", "semTools"), function(p) as.character(packageVersion(p))))
R$versions[["R"]] <- paste(R.version$major, R.version$minor, sep = ".")

hs <- frame(known$holzinger)
abilities <- list(visual = c("x1", "x2", "x3"), textual = c("x4", "x5", "x6"), speed = c("x7", "x8", "x9"))
syntax <- function(factors) paste(sapply(names(factors), function(f) paste(f, "=~", paste(factors[[f]], collapse = " + "))), collapse = "\n")
schools <- function(...) cfa(syntax(abilities), hs, group = "city", group.equal = c("loadings", "intercepts"),
  group.partial = c("x3 ~ 1", "x7 ~ 1"), std.lv = TRUE, estimator = "MLR", control = tight, optim.force.converged = TRUE, ...)
R$holzinger <- latent(polished(schools(), schools), abilities)

d <- frame(known$cities); items <- unlist(known$cities$items); d[items] <- d[items] / 20
one <- list(f = items); set.seed(7); d$w <- round(runif(nrow(d), .5, 2), 3); G <- 10
free <- paste(syntax(one), "\nc4 ~", paste0("c(", paste(c(rep("a", G - 1), "b"), collapse = ","), ")*1"))
cities <- function(...) cfa(free, d, group = "city", group.equal = c("loadings", "intercepts"), std.lv = TRUE,
  estimator = "MLR", cluster = "point", control = tight, optim.force.converged = TRUE, ...)
R$clustered <- latent(polished(cities(), cities), one, unit = 20)
R$weights <- d$w
weighted <- function(...) cities(sampling.weights = "w", sampling.weights.normalization = "group", ...)
R$weighted <- latent(polished(weighted(), weighted), one, unit = 20)

ordered <- function(case) {
  d <- frame(case); it <- unlist(case$items); m <- paste("f =~", paste(it, collapse = " + "))
  s <- as.character(measEq.syntax(m, d, ordered = it, parameterization = "theta", ID.fac = "std.lv",
    ID.cat = "Wu.Estabrook.2016", group = "city", group.equal = c("thresholds", "loadings", "intercepts")))
  f <- suppressWarnings(cfa(s, d, group = "city", ordered = it, parameterization = "theta", estimator = "WLSMV",
    control = tight, optim.force.converged = TRUE))
  latent(f, list(f = it), scores = setNames(lapply(it, function(i) sort(unique(d[[i]]))), it))
}
R$five <- ordered(known$ordinal$five); R$mixed <- ordered(known$ordinal$mixed)

# items of yes or no: thresholds and loadings are equal together
set.seed(11); n <- 1000
binary <- do.call(rbind, lapply(1:2, function(g) {
  eta <- c(0, .4)[g] + c(1, 1.2)[g] * rnorm(n)
  y <- sapply(1:5, function(j) 1 + (c(.5, .7, .9, 1.1, .8)[j] * eta + c(1, 1.15)[g] * rnorm(n) > c(-.7, .5, 0, .9, -.3)[j]))
  data.frame(g, y)
}))
case <- list(items = paste0("b", 1:5), group = binary$g, columns = lapply(1:5, function(j) binary[[j + 1]]))
d <- frame(case); m <- paste("f =~", paste(case$items, collapse = " + "))
level <- function(equal) suppressWarnings(cfa(as.character(measEq.syntax(m, d, ordered = case$items,
  parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", group = "city", group.equal = equal)),
  d, group = "city", ordered = case$items, parameterization = "theta", estimator = "WLSMV", control = tight,
  optim.force.converged = TRUE))
configural <- level(""); scalar <- level(c("thresholds", "loadings", "intercepts"))
measures <- function(f) as.list(fitMeasures(f, c("chisq", "df", "srmr")))
R$binary <- c(case, list(steps = list(list(level = "configural", fit = measures(configural)),
  list(level = "scalar", fit = measures(scalar),
    difference = { t <- lavTestLRT(configural, scalar, method = "satorra.2000")
      list(chisq = t[2, "Chisq diff"], df = t[2, "Df diff"], pvalue = t[2, "Pr(>Chisq)"]) })),
  means = latent(scalar, list(f = case$items), scores = setNames(rep(list(1:2), 5), case$items))))
writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, na = "null"), "latent-means.json")
