# Reference numbers for models of ordered items: estimates, errors, tests, fit measures and
# difference tests of DWLS and WLSMV by lavaan, run to convergence.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-jsonlite
#   Rscript ordinal-models.R        (in this folder, after bfi.R)
#
# Writes ordinal-models.json: the answers, and for each case its model, options and what lavaan
# makes of them.
suppressMessages({ library(lavaan); library(jsonlite) })
num <- function(x) unname(as.numeric(x))
hs <- HolzingerSwineford1939; row <- seq_len(nrow(hs))
items <- paste0("x", 1:9)
cut4 <- function(x, k) as.numeric(cut(x, c(-Inf, quantile(x, seq_len(k - 1) / k), Inf)))
hs <- data.frame(school = hs$school, mapply(cut4, hs[, items], c(4, 3, 4, 4, 3, 4, 5, 4, 2)), weight = row %% 3 + 1)
bfi <- na.omit(read.csv("bfi.csv"))[, c(paste0("A", 1:5), paste0("C", 1:5))]
bfi$half <- ifelse(seq_len(nrow(bfi)) %% 2 == 0, "even", "odd"); bfi$weight <- seq_len(nrow(bfi)) %% 3 + 1
gaps <- read.csv("bfi.csv")[, names(bfi)[1:10]]
gaps$half <- ifelse(seq_len(nrow(gaps)) %% 2 == 0, "even", "odd")
data <- list(hs = hs, bfi = bfi, gaps = gaps)
three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
second <- paste(sep = "\n", three, "general =~ visual + textual + speed")
path <- paste(sep = "\n", three, "speed ~ visual + textual", "x4 ~~ x7")
scale <- "agree =~ A1 + A2 + A3 + A4 + A5\nsteady =~ C1 + C2 + C3 + C4 + C5"
equal <- "agree =~ A1 + l*A2 + l*A3 + A4 + a*A5\nsteady =~ C1 + b*C2 + c*C3 + C4 + C5\na + b == 2*c"
case <- function(name, model, data, estimator = "WLSMV", group = NULL, equal = "", partial = "", parameterization = "delta", standardised = FALSE, weight = NULL, missing = "listwise")
  list(name = name, model = model, data = data, estimator = estimator, group = group, equal = equal[equal != ""],
    partial = partial[partial != ""], parameterization = parameterization, standardised = standardised, weight = weight, missing = missing)
both <- c("thresholds", "loadings")
cases <- list(
  case("bfi", scale, "bfi"),
  case("bfi, theta", scale, "bfi", parameterization = "theta"),
  case("bfi, DWLS", scale, "bfi", "DWLS"),
  case("bfi, weighted", scale, "bfi", weight = "weight"),
  case("bfi, constrained", equal, "bfi"),
  case("three", three, "hs"),
  case("three, standardised", three, "hs", standardised = TRUE),
  case("three, theta", three, "hs", parameterization = "theta", standardised = TRUE),
  case("second order", second, "hs"),
  case("path", path, "hs"),
  case("path, theta", path, "hs", parameterization = "theta"),
  case("configural", scale, "bfi", group = "half"),
  case("configural, theta", scale, "bfi", group = "half", parameterization = "theta"),
  case("thresholds", scale, "bfi", group = "half", equal = "thresholds"),
  case("thresholds and loadings", scale, "bfi", group = "half", equal = both),
  case("thresholds and loadings, theta", scale, "bfi", group = "half", equal = both, parameterization = "theta"),
  case("thresholds and loadings, standardised", scale, "bfi", group = "half", equal = both, standardised = TRUE),
  case("strict, theta", scale, "bfi", group = "half", equal = c(both, "residuals"), parameterization = "theta"),
  case("partial", scale, "bfi", group = "half", equal = both, partial = c("A3|t2", "agree=~A5")),
  case("groups, weighted", scale, "bfi", group = "half", equal = both, weight = "weight"),
  case("groups, weighted loose", scale, "bfi", group = "half", equal = "thresholds", weight = "weight"),
  case("pairwise", scale, "gaps", missing = "pairwise"),
  case("pairwise, groups", scale, "gaps", group = "half", equal = both, missing = "pairwise"),
  case("groups of unequal size", three, "hs", group = "school", equal = both),
  case("groups, DWLS", scale, "bfi", "DWLS", group = "half", equal = both))
measures <- c("npar", "chisq", "df", "pvalue", "chisq.scaled", "df.scaled", "pvalue.scaled", "chisq.scaling.factor",
  "baseline.chisq", "baseline.df", "baseline.chisq.scaled", "baseline.chisq.scaling.factor", "cfi", "tli",
  "cfi.scaled", "tli.scaled", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue",
  "rmsea.scaled", "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "rmsea.pvalue.scaled", "srmr")
estimate <- function(k) {
  ordered <- grep("^[xAC][0-9]$", names(data[[k$data]]), value = TRUE)
  arguments <- list(k$model, data = data[[k$data]], estimator = k$estimator, group = k$group, ordered = ordered,
    parameterization = k$parameterization, std.lv = k$standardised, sampling.weights = k$weight, missing = k$missing,
    sampling.weights.normalization = "group")
  if (length(k$equal)) { arguments$group.equal <- k$equal; arguments$group.partial <- k$partial }
  arguments$start <- suppressWarnings(do.call("sem", c(arguments, se = "none", test = "standard")))
  arguments$optim.force.converged <- TRUE; arguments$optim.method <- "BFGS"
  arguments$control <- list(reltol = 1e-20, maxit = 10000)
  fit <- suppressWarnings(do.call("sem", arguments))
  message("  gradient ", format(max(abs(fit@optim$dx))))
  fit }
run <- function(k) {
  fit <- estimate(k)
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
    fit = as.list(f)) }
results <- lapply(cases, function(k) { message(k$name); run(k) })
byName <- function(name) Filter(function(k) k$name == name, cases)[[1]]
difference <- function(strict, loose, A) { message(strict)
  d <- suppressWarnings(lavTestLRT(estimate(byName(strict)), estimate(byName(loose)), method = "satorra.2000", A.method = A, scaled.shifted = TRUE))
  list(strict = strict, loose = loose, chisq = num(d[2, "Chisq diff"]), df = num(d[2, "Df diff"]), p = num(d[2, "Pr(>Chisq)"])) }
differences <- list(
  difference("thresholds and loadings", "thresholds", "delta"),
  difference("thresholds", "configural", "delta"),
  difference("thresholds and loadings", "configural", "delta"),
  difference("strict, theta", "thresholds and loadings, theta", "delta"),
  difference("partial", "configural", "delta"),
  difference("groups, weighted", "groups, weighted loose", "delta"))
indices <- function(name) { m <- modindices(estimate(byName(name)), standardized = FALSE)
  list(name = name, lhs = m$lhs, op = m$op, rhs = m$rhs, group = if (is.null(m$group)) rep(1, nrow(m)) else m$group, statistic = num(m$mi), change = num(m$epc)) }
released <- function(name) { f <- estimate(byName(name)); u <- lavTestScore(f)$uni; p <- parTable(f); k <- match(u$rhs, p$plabel)
  list(name = name, lhs = p$lhs[k], op = p$op[k], rhs = p$rhs[k], group = p$group[k], statistic = num(u$X2)) }
scores <- list(indices = lapply(c("three", "three, theta", "thresholds and loadings"), indices), released = released("thresholds and loadings"))
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan"))),
  data = list(hs = lapply(as.list(hs), function(x) if (is.numeric(x)) num(x) else as.character(x))),
  cases = results, differences = differences, scores = scores)
writeLines(toJSON(R, digits = I(15), auto_unbox = TRUE, null = "null", na = "null"), "ordinal-models.json")
