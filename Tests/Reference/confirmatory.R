# Reference numbers for FactorAnalysis/Confirmatory: estimates, errors, tests and fit measures of
# structural equation models by lavaan, run to convergence.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-jsonlite
#   Rscript confirmatory.R          (in this folder, after bfi.R)
#
# Writes confirmatory.json: the data sets, and for each case its model, options and what lavaan
# makes of them. Observed variables that explain others are random (fixed.x = FALSE). Weights are
# scaled to mean 1 within a group (sampling.weights.normalization = "group").
suppressMessages({ library(lavaan); library(jsonlite) })
num <- function(x) unname(as.numeric(x))

hs <- HolzingerSwineford1939; n <- nrow(hs); row <- seq_len(n)
hs <- data.frame(school = hs$school, hs[, paste0("x", 1:9)], age = hs$ageyr + hs$agemo / 12)
hs$weight <- row %% 3 + 1
hs$cluster <- ifelse(hs$school == "Pasteur", 0, 100) + row %% 40
hs$linked <- row %% 60
hs$stratum <- hs$cluster %% 4
# A sixth of some answers is missing, in a pattern made of row numbers.
gaps <- hs
gaps$x2[row %% 7 == 3] <- NA; gaps$x5[row %% 5 == 1 & hs$x4 > 3] <- NA; gaps$x9[row %% 6 == 0] <- NA
gaps$x7[row %% 11 == 4] <- NA; gaps$x1[row %% 13 == 5] <- NA
bfi <- read.csv("bfi.csv"); bfi$half <- ifelse(seq_len(nrow(bfi)) %% 2 == 0, "even", "odd")
data <- list(hs = hs, gaps = gaps, democracy = PoliticalDemocracy, bfi = bfi)

three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
democracy <- paste(sep = "\n", "ind60 =~ x1 + x2 + x3", "dem60 =~ y1 + a*y2 + b*y3 + c*y4",
  "dem65 =~ y5 + a*y6 + b*y7 + c*y8", "dem60 ~ d*ind60", "dem65 ~ e*ind60 + f*dem60",
  "y1 ~~ y5", "y2 ~~ y4 + y6", "y3 ~~ y7", "y4 ~~ y8", "y6 ~~ y8",
  "indirect := d*f", "total := e + indirect", "ratio := indirect/(total^2) + exp(a) - sqrt(b)")
free <- gsub("[abc]\\*", "", sub("ratio.*", "", democracy))
summed <- paste(sep = "\n", gsub("b\\*y7", "g*y7", sub("ratio.*", "", democracy)), "a + b == 2*g", "c == 1.2")
second <- paste(sep = "\n", three, "general =~ visual + textual + speed")
path <- paste(sep = "\n", "visual =~ x1 + x2 + x3", "visual ~ age + x7", "x9 ~ visual + age", "x9 ~~ x8", "x8 ~ age")
crossed <- paste(sep = "\n", three, "visual =~ x9", "x4 ~~ x7")
scale <- "agree =~ A1 + A2 + A3 + A4 + A5\nsteady =~ C1 + C2 + C3 + C4 + C5"

case <- function(name, model, data, estimator = "ML", group = NULL, equal = "", partial = "",
                 means = TRUE, standardised = FALSE, missing = "listwise", weight = NULL, cluster = NULL)
  list(name = name, model = model, data = data, estimator = estimator, group = group, equal = equal[equal != ""],
    partial = partial[partial != ""], means = means, standardised = standardised, missing = missing,
    weight = weight, cluster = cluster)
loadings <- "loadings"; scalar <- c(loadings, "intercepts"); strict <- c(scalar, "residuals")
cases <- list(
  case("three factors", three, "hs", means = FALSE),
  case("three factors with means", three, "hs"),
  case("standardised factors", three, "hs", standardised = TRUE),
  case("crossed", crossed, "hs"),
  case("second order", second, "hs"),
  case("path", path, "hs"),
  case("configural", three, "hs", group = "school"),
  case("metric", three, "hs", group = "school", equal = loadings),
  case("metric, standardised factors", three, "hs", group = "school", equal = loadings, standardised = TRUE),
  case("scalar", three, "hs", group = "school", equal = scalar),
  case("partial scalar", three, "hs", group = "school", equal = scalar, partial = c("x3~1", "x7~1", "visual=~x2")),
  case("strict", three, "hs", group = "school", equal = strict),
  case("equal latent means", three, "hs", group = "school", equal = c(strict, "means", "lv.variances", "lv.covariances")),
  case("democracy", democracy, "democracy"),
  case("democracy, free", free, "democracy", means = FALSE),
  case("democracy, constrained", summed, "democracy"),
  case("MLR", three, "hs", "MLR"),
  case("MLR, path", path, "hs", "MLR"),
  case("MLR, democracy", democracy, "democracy", "MLR"),
  case("MLR, constrained", summed, "democracy", "MLR"),
  case("MLR, configural", three, "hs", "MLR", group = "school"),
  case("MLR, metric", three, "hs", "MLR", group = "school", equal = loadings),
  case("MLR, scalar", three, "hs", "MLR", group = "school", equal = scalar),
  case("weighted", three, "hs", "MLR", weight = "weight"),
  case("weighted groups", three, "hs", "MLR", group = "school", equal = scalar, weight = "weight"),
  case("clusters", three, "hs", "MLR", cluster = "cluster"),
  case("clusters in groups", three, "hs", "MLR", group = "school", equal = loadings, cluster = "cluster"),
  case("clusters with weights", three, "hs", "MLR", cluster = "cluster", weight = "weight"),
  case("FIML", three, "gaps", missing = "fiml"),
  case("FIML, MLR", three, "gaps", "MLR", missing = "fiml"),
  case("FIML, MLR, groups", three, "gaps", "MLR", group = "school", equal = scalar, missing = "fiml"),
  case("FIML, groups", three, "gaps", group = "school", equal = loadings, missing = "fiml"),
  case("FIML, weighted", three, "gaps", "MLR", weight = "weight", missing = "fiml"),
  case("bfi", scale, "bfi"),
  case("bfi, MLR, groups", scale, "bfi", "MLR", group = "half", equal = scalar),
  case("bfi, FIML, MLR", scale, "bfi", "MLR", missing = "fiml"))

measures <- c("npar", "chisq", "df", "pvalue", "chisq.scaled", "df.scaled", "pvalue.scaled", "chisq.scaling.factor",
  "baseline.chisq", "baseline.df", "baseline.chisq.scaled", "baseline.chisq.scaling.factor", "cfi", "tli",
  "cfi.scaled", "tli.scaled", "cfi.robust", "tli.robust", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue",
  "rmsea.scaled", "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "rmsea.pvalue.scaled", "rmsea.robust",
  "rmsea.ci.lower.robust", "rmsea.ci.upper.robust", "rmsea.pvalue.robust", "srmr", "logl", "unrestricted.logl",
  "aic", "bic", "bic2")

run <- function(k) {
  arguments <- list(k$model, data = data[[k$data]], estimator = k$estimator, group = k$group, std.lv = k$standardised, missing = k$missing, sampling.weights = k$weight,
    sampling.weights.normalization = "group", cluster = k$cluster, fixed.x = FALSE,
    em.h1.iter.max = 10000, em.h1.tol = 1e-13)
  if (length(k$equal)) { arguments$group.equal <- k$equal; arguments$group.partial <- k$partial }
  if (k$means) arguments$meanstructure <- TRUE
  # First to lavaan's own stop, from there by BFGS and Newton's method to the last digits.
  quietly <- function(...) suppressWarnings(do.call("sem", c(arguments, list(optim.force.converged = TRUE, ...))))
  fit <- quietly(optim.method = "BFGS", start = quietly(), control = list(reltol = 1e-20, maxit = 10000))
  slope <- function(f) { K <- f@Model@eq.constraints.K; g <- lavInspect(f, "gradient"); if (length(K) && length(g) == nrow(K)) t(K) %*% g else g }
  for (i in 1:5) {
    K <- fit@Model@eq.constraints.K; if (!length(K)) K <- diag(length(coef(fit)))
    g <- slope(fit); H <- lavInspect(fit, "hessian"); if (nrow(H) == nrow(K)) H <- t(K) %*% H %*% K
    p <- parTable(fit); x <- coef(fit) - as.numeric(K %*% solve(H, g))
    p$start[p$free > 0] <- x[p$free[p$free > 0]]; p$est <- p$start
    next_fit <- quietly(start = p, optim.method = "none")
    if (max(abs(slope(next_fit))) >= max(abs(g))) break
    fit <- next_fit
  }
  message("  gradient ", format(max(abs(slope(fit)))), " after ", i)
  e <- parameterEstimates(fit, ci = FALSE, remove.nonfree = FALSE); s <- standardizedSolution(fit, ci = FALSE)
  l <- standardizedSolution(fit, type = "std.lv", ci = FALSE)
  f <- fitMeasures(fit); f <- f[intersect(measures, names(f))]
  rows <- e$op != "=="
  group <- if (is.null(e$group)) rep(1, nrow(e)) else pmax(e$group, 1)
  k$equal <- as.list(k$equal); k$partial <- as.list(k$partial)
  list(case = k[!sapply(k, is.null)], groups = if (is.null(k$group)) list("") else lavInspect(fit, "group.label"),
    rows = list(lhs = e$lhs[rows], op = e$op[rows], rhs = e$rhs[rows], group = group[rows], estimate = num(e$est[rows]),
      error = num(e$se[rows]), standardised = num(s$est.std[rows]), standardisedError = num(s$se[rows]),
      latent = num(l$est.std[rows]), latentError = num(l$se[rows])),
    r2 = { r <- lavInspect(fit, "rsquare"); if (is.list(r)) unname(lapply(r, as.list)) else list(as.list(r)) },
    fit = as.list(f))
}
results <- lapply(cases, function(k) { message(k$name); run(k) })
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan"))),
  data = lapply(data[c("hs", "gaps", "democracy")], function(d) lapply(as.list(d), function(x) if (is.numeric(x)) num(x) else as.character(x))),
  cases = results)
writeLines(toJSON(R, digits = I(15), auto_unbox = TRUE, null = "null", na = "null"), "confirmatory.json")
