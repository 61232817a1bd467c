# Reference numbers for the reliability of sums of ordered items (Green & Yang 2009).
#
# One group only: of groups with equal thresholds semTools 0.5.6 takes the scales for 1.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-semtools r-cran-jsonlite
#   Rscript omega-categorical.R        (in this folder, after bfi.R; writes omega-categorical.json)
suppressMessages({ library(lavaan); library(semTools); library(jsonlite) })
bfi <- na.omit(read.csv("bfi.csv"))[, c(paste0("A", 1:5), paste0("C", 1:5))]
for (item in c("A1", "C4", "C5")) bfi[[item]] <- 7 - bfi[[item]]
model <- "agree =~ A1 + A2 + A3 + A4 + A5\nsteady =~ C1 + C2 + C3 + C4 + C5"
fit <- function(...) suppressWarnings(cfa(model, bfi, ordered = names(bfi)[1:10], estimator = "WLSMV", control = list(rel.tol = 1e-15), ...))
omega <- function(f) list(observed = as.list(compRelSEM(f, obs.var = TRUE)), implied = as.list(compRelSEM(f, obs.var = FALSE)))
# Of one factor, with the error by the delta method: ω as a function of loadings and thresholds, its
# derivatives as differences, lavaan's covariance of the parameters.
pair <- function(s, t, r) sum(outer(s, t, function(h, k) if (r >= 1) pnorm(pmin(h, k)) else pbivnorm::pbivnorm(c(h), c(k), rho = r)) - outer(pnorm(s), pnorm(t)))
delta <- function(items) {
  f <- suppressWarnings(cfa(paste("g =~", paste(items, collapse = " + ")), bfi, ordered = items, estimator = "WLSMV", std.lv = TRUE, optim.force.converged = TRUE, control = list(rel.tol = 1e-15)))
  e <- parameterEstimates(f); e <- e[e$se > 0, ]
  value <- function(par) {
    l <- par[e$op == "=~"]; t <- lapply(items, function(i) par[e$op == "|" & e$lhs == i]); common <- whole <- 0
    for (i in seq_along(items)) for (j in seq_along(items)) {
      common <- common + pair(t[[i]], t[[j]], l[i] * l[j]); whole <- whole + pair(t[[i]], t[[j]], if (i == j) 1 else l[i] * l[j]) }
    common / whole
  }
  V <- unclass(vcov(f)); at <- e$est; stopifnot(max(abs(coef(f) - at)) < 1e-9)
  g <- sapply(seq_along(at), function(i) { d <- replace(0 * at, i, 1e-5); (value(at + d) - value(at - d)) / 2e-5 })
  list(items = items, value = value(at), semTools = unname(compRelSEM(f, obs.var = FALSE)), standardError = sqrt(num(t(g) %*% V %*% g)))
}
num <- function(x) unname(as.numeric(x))
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan")), semTools = as.character(packageVersion("semTools"))),
  one = omega(fit()), theta = omega(fit(parameterization = "theta")),
  delta = list(agree = delta(names(bfi)[1:5]), steady = delta(names(bfi)[6:10])))
writeLines(toJSON(R, digits = I(15), auto_unbox = TRUE, pretty = 1), "omega-categorical.json")
