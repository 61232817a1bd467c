# Panels: invariance over waves with correlated residuals, cross-lagged models of two and three waves,
# random-intercept cross-lagged models. PoliticalDemocracy (democracy in 1960 and 1965), and a simulated
# panel of three waves with known parameters, points and attrition that follows from the first answers.
#
#   apt-get install r-cran-lavaan r-cran-jsonlite
#   Rscript longitudinal.R        (in this folder; writes longitudinal.json; about a minute)
suppressMessages({ library(lavaan); library(jsonlite) })
keys <- c("npar", "chisq", "df", "pvalue", "chisq.scaled", "chisq.scaling.factor", "cfi", "tli", "cfi.robust", "tli.robust",
  "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.robust", "srmr", "logl")
# the interval of RMSEA from its definition: lavaan stops its search for the noncentrality at 1e-4
noncentrality <- function(x, df, p) { g <- function(l) pchisq(x, df, ncp = l) - p
  if (df == 0 || g(0) < 0) 0 else uniroot(g, c(0, 10 * x + 100), tol = 1e-13)$root }
measures <- function(fit) { m <- fitMeasures(fit); k <- intersect(keys, names(m)); n <- lavInspect(fit, "ntotal")
  for (e in c("lower", "upper")) m[paste0("rmsea.ci.", e)] <- if (m["df"] == 0) 0 else
    sqrt(noncentrality(m["chisq"], m["df"], if (e == "lower") .95 else .05) / n / m["df"])
  if (m["df"] == 0) k <- setdiff(k, c("chisq.scaled", "chisq.scaling.factor", "rmsea.robust", "cfi.robust", "tli.robust"))
  as.list(setNames(as.numeric(m[k]), gsub("\\.([a-z])", "\\U\\1", k, perl = TRUE))) }
rows <- function(fit) { p <- parameterEstimates(fit); s <- standardizedSolution(fit)
  list(left = p$lhs, op = p$op, right = p$rhs, est = p$est, se = p$se, std = s$est.std, stdSe = s$se) }
# First to lavaan's own stop, from there by BFGS and Newton's method to the last digits.
run <- function(model, data, estimator, ..., fun = "lavaan", fixed.x = FALSE, steps = 5) {
  arguments <- list(model, data, estimator = estimator, meanstructure = TRUE, fixed.x = fixed.x, em.h1.iter.max = 10000,
    em.h1.tol = 1e-13, optim.force.converged = TRUE, ...)
  quietly <- function(...) suppressWarnings(do.call(fun, c(arguments, list(...))))
  fit <- quietly(optim.method = "BFGS", start = quietly(), control = list(reltol = 1e-20, maxit = 10000))
  slope <- function(f) { K <- f@Model@eq.constraints.K; g <- lavInspect(f, "gradient"); if (length(K) && length(g) == nrow(K)) t(K) %*% g else g }
  for (i in seq_len(steps)) {
    K <- fit@Model@eq.constraints.K; if (!length(K)) K <- diag(length(coef(fit)))
    g <- slope(fit); H <- lavInspect(fit, "hessian"); if (nrow(H) == nrow(K)) H <- t(K) %*% H %*% K
    p <- parTable(fit); x <- coef(fit, type = "free") - as.numeric(K %*% solve(H, g))
    p$start[p$free > 0] <- x[p$free[p$free > 0]]; p$est <- p$start
    refined <- quietly(start = p, optim.method = "none")
    if (max(abs(slope(refined))) >= max(abs(g))) break
    fit <- refined
  }
  message("  gradient ", format(max(abs(slope(fit)))))
  fit
}
R <- list(versions = list(lavaan = as.character(packageVersion("lavaan")), R = paste(R.version$major, R.version$minor, sep = ".")))

# --- ladders over waves: every level written out, the first wave's factor with mean 0 and variance 1
ladder.model <- function(items, waves, level) {
  W <- length(waves); v <- function(i, w) paste0(i, ".", waves[w]); out <- character(0); add <- function(...) out <<- c(out, paste0(...))
  for (w in 1:W) {
    f <- paste0("f.", waves[w])
    for (i in items) {
      add(f, " =~ NA*", v(i, w), if (level >= 2) paste0(" + l", i, "*", v(i, w)))
      add(v(i, w), " ~ ", if (level >= 3) paste0("n", i, "*"), "1")
      add(v(i, w), " ~~ ", if (level >= 4) paste0("r", i, "*"), v(i, w))
    }
    add(f, " ~~ ", if (level >= 2 && w > 1) "NA*" else "1*", f)
    add(f, " ~ ", if (level >= 3 && w > 1) "NA*1" else "0*1")
    for (u in seq_len(w - 1)) { add("f.", waves[u], " ~~ f.", waves[w]); for (i in items) add(v(i, u), " ~~ ", v(i, w)) }
  }
  paste(out, collapse = "\n")
}
ladder <- function(items, waves, data, estimator, ...) {
  fits <- lapply(1:4, function(level) run(ladder.model(items, waves, level), data, estimator, ...))
  lapply(seq_along(fits), function(k) {
    f <- fits[[k]]; p <- parameterEstimates(f); s <- list(fit = measures(f))
    m <- p[p$op == "~1" & grepl("^f\\.", p$lhs), ]; s$means <- list(left = m$lhs, est = m$est, se = m$se)
    if (k > 1) { d <- suppressWarnings(if (estimator == "MLR") lavTestLRT(fits[[k - 1]], f, method = "satorra.bentler.2001") else lavTestLRT(fits[[k - 1]], f))
      s$difference <- list(chisq = d[2, "Chisq diff"], df = d[2, "Df diff"], pvalue = d[2, "Pr(>Chisq)"]) }
    s
  })
}
pd <- PoliticalDemocracy; names(pd) <- c(paste0("d", 1:4, ".1960"), paste0("d", 1:4, ".1965"), paste0("i", 1:3, ".1960"))
R$democracy <- list(items = paste0("d", 1:4), waves = c("1960", "1965"), columns = as.list(pd[1:8]),
  ml = ladder(paste0("d", 1:4), c("1960", "1965"), pd, "ML"), mlr = ladder(paste0("d", 1:4), c("1960", "1965"), pd, "MLR"))
# Bollen's own model: industrialisation and democracy, the same item's residuals correlated
R$bollen <- lapply(c(ML = "ML", MLR = "MLR"), function(e) { f <- run("
  ind60 =~ x1 + x2 + x3
  dem60 =~ y1 + a*y2 + b*y3 + c*y4
  dem65 =~ y5 + a*y6 + b*y7 + c*y8
  dem60 ~ ind60
  dem65 ~ ind60 + dem60
  y1 ~~ y5
  y2 ~~ y4 + y6
  y3 ~~ y7
  y4 ~~ y8
  y6 ~~ y8", PoliticalDemocracy, e, fun = "sem")
  list(fit = measures(f), rows = rows(f)) })
R$bollenColumns <- as.list(PoliticalDemocracy)

# --- a simulated panel: trust (t) and civic activity (c), four items of trust, 50 points of 12
set.seed(19841)
n <- 600; point <- rep(1:50, each = 12); u <- rnorm(50, sd = .4)[point]
common <- rnorm(n); it <- .8 * (.6 * common + .8 * rnorm(n)); ic <- .8 * (.6 * common + .8 * rnorm(n))
wt <- rnorm(n); wc <- .3 * wt + sqrt(.91) * rnorm(n); d <- data.frame(point = point)
ii <- matrix(rnorm(4 * n, sd = 4), n)
for (w in 1:3) {
  if (w > 1) { a <- wt; b <- wc; e <- rnorm(n); wt <- .4 * a + .1 * b + .8 * e; wc <- .3 * b + .3 * a + .25 * e + .8 * rnorm(n) }
  t <- it + wt + u; c <- ic + wc + .5 * u
  d[[paste0("t.", w)]] <- round(50 + 10 * t + 1 * (w - 1) + 4 * rnorm(n), 2)
  d[[paste0("c.", w)]] <- round(40 + 12 * c + 4 * rnorm(n), 2)
  for (j in 1:4) d[[paste0("q", j, ".", w)]] <- round(c(50, 55, 45, 60)[j] + c(12, 10, 14, 11)[j] * (t + .2 * (w - 1)) + ii[, j] + 10 * rnorm(n), 2)
}
d$weight <- round(runif(n, .5, 2), 3)
full <- d; stay2 <- runif(n) < plogis(1.5 + .04 * (d$t.1 - 50)); stay3 <- stay2 & runif(n) < plogis(1.5 + .04 * (d$t.2 - 50))
d[!stay2, grepl("\\.2$", names(d))] <- NA; d[!stay3, grepl("\\.3$", names(d))] <- NA
R$panel <- list(full = as.list(full), attrition = as.list(d))
q <- paste0("q", 1:4)
R$ladders <- list(
  fiml = ladder(q, 1:3, d, "MLR", missing = "ml"),
  clustered = ladder(q, 1:3, d, "MLR", missing = "ml", cluster = "point"))

# --- cross-lagged models
clpm <- function(W, first = 1) { out <- character(0); add <- function(...) out <<- c(out, paste0(...))
  for (w in 1:W) {
    if (w > 1) { add("t.", w, " ~ t.", w - 1, " + tc", w, "*c.", w - 1); add("c.", w, " ~ ct", w, "*t.", w - 1, " + c.", w - 1) }
    if (w >= first) add("t.", w, " ~~ t.", w, "\nc.", w, " ~~ c.", w, "\nt.", w, " ~~ c.", w, "\nt.", w, " ~ 1\nc.", w, " ~ 1")
  }
  for (w in 2:W) add("d", w, " := ct", w, " - tc", w)
  paste(out, collapse = "\n") }
riclpm <- function(W, first = 1) { out <- character(0); add <- function(...) out <<- c(out, paste0(...))
  for (v in c("t", "c")) { add("I", v, " =~ ", paste0("1*", v, ".", 1:W, collapse = " + ")); add("I", v, " ~~ I", v)
    for (w in 1:W) add("W", v, ".", w, " =~ 1*", v, ".", w, "\n", v, ".", w, " ~~ 0*", v, ".", w, "\n", v, ".", w, " ~ 1\nW", v, ".", w, " ~~ W", v, ".", w) }
  add("It ~~ Ic")
  for (w in 1:W) { add("Wt.", w, " ~~ Wc.", w)
    if (w > 1) { add("Wt.", w, " ~ Wt.", w - 1, " + tc", w, "*Wc.", w - 1); add("Wc.", w, " ~ ct", w, "*Wt.", w - 1, " + Wc.", w - 1) } }
  for (w in 2:W) add("d", w, " := ct", w, " - tc", w)
  paste(out, collapse = "\n") }
case <- function(kind, waves, data, estimator, ...) {
  model <- if (kind == "lagged") clpm(waves) else riclpm(waves)
  f <- run(model, data, estimator, ...); m <- measures(f)
  # the first wave is modelled (fixed.x = FALSE): in the baseline of CFI and TLI nothing covaries
  list(kind = kind, waves = waves, estimator = estimator, fit = m, rows = rows(f))
}
R$models <- list()
for (kind in c("lagged", "random")) for (W in if (kind == "lagged") 2:3 else 3) {
  name <- function(x) paste(kind, W, x, sep = "-")
  R$models[[name("full-ML")]] <- case(kind, W, full, "ML")
  R$models[[name("full-MLR")]] <- case(kind, W, full, "MLR")
  R$models[[name("attrition-MLR")]] <- case(kind, W, d, "MLR", missing = "ml")
  R$models[[name("clustered-MLR")]] <- case(kind, W, d, "MLR", missing = "ml", cluster = "point")
  R$models[[name("weighted-MLR")]] <- case(kind, W, d, "MLR", missing = "ml", cluster = "point", sampling.weights = "weight")
}
write(toJSON(R, auto_unbox = TRUE, digits = 15, na = "null", null = "null"), "longitudinal.json")
