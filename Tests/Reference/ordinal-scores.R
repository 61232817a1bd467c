# Factor scores from ordered answers: the modes that lavaan's lavPredict(method = "EBM") looks for.
# Its own search stops up to 5e-4 away (printed); from there Newton's method goes on, with lavaan's
# matrices and numerical derivatives, until the slope vanishes. With the theta parameterization, and
# in groups whose scales are not 1, lavaan 0.6-14 joins scaled thresholds to unscaled residuals and
# is 0.4 away: there only the function's own maximum counts, which is proportional to that of the
# equivalent delta model.
#   apt-get install r-cran-lavaan r-cran-numderiv r-cran-jsonlite
#
#   Rscript ordinal-scores.R          (in this folder, after ordinal-models.R)
suppressMessages({ library(lavaan); library(jsonlite); library(numDeriv) })
num <- function(x) unname(as.numeric(x))
hs <- as.data.frame(fromJSON("ordinal-models.json")$data$hs)
items <- paste0("x", 1:9)
three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
path <- paste(sep = "\n", three, "speed ~ visual + textual")
fit <- function(model, ...) {
  run <- function(...) suppressWarnings(sem(model, hs, ordered = items, estimator = "WLSMV", optim.force.converged = TRUE, ...))
  run(..., start = run(...), optim.method = "BFGS", control = list(reltol = 1e-20, maxit = 10000))
}
modes <- function(f, group) {
  m <- function(what, type = lavTech) { x <- type(f, what); if (is.list(x)) x[[group]] else x }
  est <- lavInspect(f, "est", drop.list.single.group = FALSE)[[group]]
  L <- est$lambda; th <- lavTech(f, "th")[[group]]; Psi <- lavTech(f, "cov.lv")[[group]]
  eta0 <- num(lavTech(f, "mean.lv")[[group]]); nu <- num(est$nu); tau <- num(est$tau)
  of <- sub("\\|.*", "", rownames(est$tau)); theta <- diag(est$theta)
  rows <- if (lavInspect(f, "ngroups") == 1) hs else hs[hs$school == lavInspect(f, "group.label")[group], ]
  start <- lavPredict(f, method = "EBM"); if (is.list(start)) start <- start[[group]]
  value <- function(eta, y) {
    p <- sapply(seq_along(items), function(j) {
      cuts <- c(-Inf, tau[of == items[j]], Inf); mu <- nu[j] + sum(L[j, ] * eta)
      diff(pnorm((cuts[y[j] + 0:1] - mu) / sqrt(theta[j])))
    })
    sum(log(p)) - sum((eta - eta0) * solve(Psi, eta - eta0)) / 2
  }
  out <- t(sapply(1:40, function(i) {
    y <- as.numeric(rows[i, items]); x <- num(start[i, ])
    for (k in 1:6) x <- x - solve(hessian(value, x, y = y), grad(value, x, y = y))
    x
  }))
  message("lavaan's own stop ", format(max(abs(out - start[1:40, ]))))
  list(answers = lapply(items, function(j) rows[1:40, j]), scores = lapply(1:ncol(out), function(j) out[, j]))
}
case <- function(name, f, group = 1) c(list(name = name, group = group - 1), modes(f, group))
one <- fit(three); groups <- fit(three, group = "school", group.equal = c("thresholds", "loadings"))
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan"))),
  cases = list(case("three", one),
    case("three, theta", fit(three, parameterization = "theta", std.lv = TRUE)),
    case("groups of unequal size", groups, 1), case("groups of unequal size", groups, 2)))
writeLines(toJSON(R, digits = I(15), auto_unbox = TRUE), "ordinal-scores.json")
