# What `loci factors --model` has to print for a small two-city study, by lavaan: makes
# model-command-alpha.csv and model-command-beta.csv (answers from R's own generator, nobody was
# asked) and model-command.json. Points, strata and weights enter MLR's errors through survey's
# totals of lavaan's scores, and WLSMV through the covariance of thresholds and polychoric
# correlations, whose influence on either is worked out here as Muthén (1984) has it.
#
#   apt-get install r-cran-lavaan r-cran-survey r-cran-jsonlite
#   Rscript Tests/Reference/model-command.R          (about a minute)
suppressMessages({library(lavaan); library(survey); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
num <- function(x) unname(as.numeric(x))
# lavaan looks for the ends of RMSEA's interval to 1e-4 only.
imports <- parent.env(asNamespace("lavaan")); unlockBinding("uniroot", imports)
assign("uniroot", function(..., tol) stats::uniroot(..., tol = 1e-12), imports)
set.seed(20261126, kind = "Mersenne-Twister", sample.kind = "Rejection")
items <- c("SOC01", "SOC02", "SOC03", "INA1", "INA2", "INA3", "INC1", "INC2", "INC3")
reversed <- c("SOC02", "INA2")
make <- function(city, shift, n = 280) {
  row <- seq_len(n) - 1; point <- row %/% 7 + 1
  trust <- rnorm(n, shift) + 0.4 * rnorm(n %/% 7)[point]
  open <- 0.5 * trust + rnorm(n); able <- 0.3 * trust + 0.4 * open + rnorm(n)
  factors <- list(trust, trust, trust, open, open, open, able, able, able)
  data <- data.frame(id = paste0(city, row), district = paste0("D", row %/% 70 + 1), point = point,
                     weight = round(runif(n, 0.5, 2), 3))
  for (j in seq_along(items)) {
    y <- c(1, .8, .9, 1, .7, .8, .9, 1, .8)[j] * factors[[j]] + rnorm(n, 0, .9)
    y <- 1 + findInterval(y, c(-1.4, -.5, .5, 1.5))
    data[[items[j]]] <- if (items[j] %in% reversed) 6 - y else y
  }
  # "Don't know" is 97; some items are answered with two or three categories only.
  for (j in c(2, 5, 9)) data[[items[j]]][row %% 23 == j] <- 97
  data$SD1 <- sample(1:2, n, TRUE); data$SD2 <- sample(18:80, n, TRUE)
  write.csv(data, file.path(here, paste0("model-command-", city, ".csv")), row.names = FALSE, quote = FALSE)
  data$city <- city; data
}
answers <- rbind(make("alpha", 0), make("beta", 0.3))
for (item in items) {
  x <- answers[[item]]; x[x == 97] <- NA
  answers[[item]] <- if (item %in% reversed) 25 * (5 - x) else 25 * (x - 1)
}
answers$cluster <- paste(answers$city, answers$point)
answers$stratum <- paste(answers$city, answers$district)
# A city counts by its interviews.
answers$weight <- ave(answers$weight, answers$city, FUN = function(w) w / mean(w))

three <- "trust =~ SOC01 + SOC02 + SOC03
open =~ INA1 + INA2 + INA3
able =~ INC1 + INC2 + INC3"
regressed <- paste0(three, "
open ~ a*trust
able ~ b*open + c*trust
INA1 ~~ INC1
indirect := a*b
total := c + indirect")
scalar <- "trust =~ SOC01 + c(l2,l2)*SOC02 + c(l3,l3)*SOC03
SOC01 ~ c(n1,n1)*1
SOC02 ~ c(n2,n2)*1
SOC03 ~ c(n3,n3)*1
trust ~ c(0,NA)*1"
thresholds <- paste(c("trust =~ SOC01 + c(l2,l2)*SOC02 + c(l3,l3)*SOC03",
  sprintf("SOC0%d | c(s%d1,s%d1)*t1 + c(s%d2,s%d2)*t2 + c(s%d3,s%d3)*t3 + c(s%d4,s%d4)*t4", 1:3, 1:3, 1:3, 1:3, 1:3, 1:3, 1:3, 1:3, 1:3),
  sprintf("SOC0%d ~*~ c(1,NA)*SOC0%d", 1:3, 1:3), "trust ~ c(0,NA)*1"), collapse = "\n")

# One group without strata is the city alpha; of both together the cities are strata.
case <- function(name, model, estimator, groups = FALSE, weights = FALSE, clusters = FALSE, strata = FALSE,
                 fiml = FALSE, theta = FALSE, both = groups || strata)
  list(name = name, model = model, estimator = estimator, groups = groups, weights = weights,
       clusters = clusters, strata = strata, fiml = fiml, theta = theta, both = both)
cases <- list(
  case("ML", regressed, "ML"),
  case("ML, cities", three, "ML", groups = TRUE),
  case("MLR", regressed, "MLR"),
  case("MLR, cities, scalar", scalar, "MLR", groups = TRUE),
  case("MLR, weights", regressed, "MLR", weights = TRUE),
  case("MLR, weights, cities, scalar", scalar, "MLR", groups = TRUE, weights = TRUE),
  case("MLR, both cities", three, "MLR", both = TRUE),
  case("MLR, points", three, "MLR", clusters = TRUE),
  case("MLR, points, weights, cities", three, "MLR", groups = TRUE, weights = TRUE, clusters = TRUE),
  case("MLR, points in strata, weights", regressed, "MLR", weights = TRUE, clusters = TRUE, strata = TRUE),
  case("MLR, full information", three, "MLR", fiml = TRUE),
  case("MLR, full information, cities, weights", scalar, "MLR", groups = TRUE, weights = TRUE, fiml = TRUE),
  case("WLSMV", regressed, "WLSMV"),
  case("WLSMV, both cities", three, "WLSMV", both = TRUE),
  case("WLSMV, theta", three, "WLSMV", theta = TRUE),
  case("WLSMV, weights", three, "WLSMV", weights = TRUE),
  case("WLSMV, cities, scalar", thresholds, "WLSMV", groups = TRUE),
  case("WLSMV, weights, cities, scalar", thresholds, "WLSMV", groups = TRUE, weights = TRUE),
  case("WLSMV, points in strata, weights", three, "WLSMV", weights = TRUE, clusters = TRUE, strata = TRUE),
  case("WLSMV, points, cities, scalar", thresholds, "WLSMV", groups = TRUE, clusters = TRUE))

# Thresholds and polychoric correlations of ordered items and what each row adds to their errors.
polychoric <- function(data, w) {
  w <- w / mean(w); data <- lapply(data, function(x) match(x, sort(unique(x))))
  tau <- lapply(data, function(x) qnorm(cumsum(tapply(w, x, sum))[-max(x)] / sum(w)))
  edges <- lapply(tau, function(t) c(-Inf, t, Inf))
  first <- Map(function(x, t) sapply(seq_along(t), function(k) ((x <= k) - pnorm(t[k])) / dnorm(t[k]) / sum(w)), data, tau)
  Phi2 <- function(a, b, r) {
    out <- pmin(pnorm(a), pnorm(b)); out[a == -Inf | b == -Inf] <- 0
    f <- is.finite(a) & is.finite(b)
    # Plackett: the integral of the density over the correlation.
    out[f] <- pnorm(a[f]) * pnorm(b[f]) + mapply(function(a, b) integrate(function(s)
      exp(-(a^2 - 2 * a * b * sin(s) + b^2) / (2 * cos(s)^2)) / (2 * pi), 0, asin(r), rel.tol = 1e-12)$value, a[f], b[f])
    out
  }
  density <- function(a, b, r) ifelse(is.finite(a) & is.finite(b), exp(-(a^2 - 2 * r * a * b + b^2) / (2 * (1 - r^2))) / (2 * pi * sqrt(1 - r^2)), 0)
  rho <- c(); second <- list(); p <- length(data)
  for (i in 1:(p - 1)) for (j in (i + 1):p) {
    a <- edges[[i]]; b <- edges[[j]]; n <- tapply(w, list(data[[i]], data[[j]]), sum, default = 0)
    cell <- function(f) outer(seq_len(nrow(n)), seq_len(ncol(n)), function(u, v)
      f(a[u + 1], b[v + 1]) - f(a[u], b[v + 1]) - f(a[u + 1], b[v]) + f(a[u], b[v]))
    probability <- function(r) cell(function(x, y) Phi2(x, y, r))
    score <- function(r) cell(function(x, y) density(x, y, r)) / probability(r)
    r <- uniroot(function(r) sum(n * score(r)), c(-.95, .95), tol = 1e-14)$root
    P <- probability(r); s <- score(r)
    # ∂ln π/∂τ: conditional probabilities of the other item times the density at the threshold.
    strip <- function(t, other) dnorm(t) * diff(pnorm((other - r * t) / sqrt(1 - r^2)))
    at <- cbind(data[[i]], data[[j]]); own <- s[at]; info <- sum(w * own^2)
    carried <- 0
    for (k in seq_along(tau[[i]])) { d <- strip(tau[[i]][k], b)[at[, 2]] / P[at]
      d <- ((at[, 1] == k) - (at[, 1] == k + 1)) * d
      carried <- carried + sum(w * own * d) * w * first[[i]][, k] }
    for (k in seq_along(tau[[j]])) { d <- strip(tau[[j]][k], a)[at[, 1]] / P[at]
      d <- ((at[, 2] == k) - (at[, 2] == k + 1)) * d
      carried <- carried + sum(w * own * d) * w * first[[j]][, k] }
    rho <- c(rho, r); second[[length(second) + 1]] <- (w * own - carried) / info
  }
  list(values = c(unlist(tau), rho), influence = cbind(do.call(cbind, first) * w, do.call(cbind, second)))
}
nacov <- function(d, k, isDesign, names) {
  p <- polychoric(d[names], if (k$weights) d$weight else rep(1, nrow(d)))
  design <- svydesign(id = if (k$clusters && isDesign) ~cluster else ~1, strata = if (isDesign) ~stratum else NULL, weights = ~1, data = d)
  vcov(svytotal(p$influence, design)) * (nrow(d) - 1)
}

# tr(A⁻¹B) of the model that fits means and covariances as they are.
saturatedTrace <- function(y, w, design) {
  p <- ncol(y); m <- colSums(w * y) / sum(w); d <- sweep(y, 2, m); S <- crossprod(d, w * d) / sum(w); P <- solve(S)
  pairs <- which(lower.tri(S, TRUE), arr.ind = TRUE); z <- d %*% P
  scores <- cbind(z, apply(pairs, 1, function(q) (z[, q[1]] * z[, q[2]] - P[q[1], q[2]]) * if (q[1] == q[2]) .5 else 1))
  E <- apply(pairs, 1, function(q) { e <- matrix(0, p, p); e[q[1], q[2]] <- e[q[2], q[1]] <- 1; e }, simplify = FALSE)
  H <- sapply(E, function(a) sapply(E, function(b) sum(diag(P %*% a %*% P %*% b)) / 2))
  sum(diag(solve(P, vcov(svytotal(w * scores, design))[1:p, 1:p]))) / sum(w) +
    sum(diag(solve(H, vcov(svytotal(w * scores, design))[-(1:p), -(1:p)]))) / sum(w)
}
measures <- c("npar", "chisq", "df", "pvalue", "chisq.scaled", "pvalue.scaled", "chisq.scaling.factor", "cfi", "tli",
  "cfi.scaled", "tli.scaled", "cfi.robust", "tli.robust", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.scaled",
  "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "rmsea.robust", "rmsea.ci.lower.robust", "rmsea.ci.upper.robust",
  "srmr", "logl", "aic", "bic")
slope <- function(f) { K <- f@Model@eq.constraints.K; g <- lavInspect(f, "gradient"); if (length(K) && length(g) == nrow(K)) t(K) %*% g else g }
run <- function(k) {
  used <- intersect(items, lavNames(lavaanify(k$model, ngroups = 1 + k$groups), "ov"))
  data <- if (k$both) answers else answers[answers$city == "alpha", ]
  data$stratum <- if (k$strata) data$stratum else data$city
  isDesign <- k$strata || (k$both && !k$groups); isOrdered <- k$estimator == "WLSMV"
  if (!k$fiml) data <- data[complete.cases(data[used]), ]
  arguments <- list(k$model, data = data, estimator = k$estimator, group = if (k$groups) "city",
    sampling.weights = if (k$weights) "weight", sampling.weights.normalization = "group")
  if (isOrdered) arguments <- c(arguments, list(ordered = used, parameterization = if (k$theta) "theta" else "delta"))
  else arguments <- c(arguments, list(meanstructure = TRUE, missing = if (k$fiml) "fiml" else "listwise",
    em.h1.iter.max = 10000, em.h1.tol = 1e-13, cluster = if (k$clusters) "cluster"))
  if (isOrdered && (k$clusters || isDesign)) {
    parts <- if (k$groups) split(data, data$city) else list(data)
    found <- lapply(parts, nacov, k = k, isDesign = TRUE, names = used)
    plain <- lapply(parts, nacov, k = k, isDesign = FALSE, names = used)
    known <- suppressWarnings(lavInspect(do.call("sem", arguments), "gamma")); if (!k$groups) known <- list(known)
    message("  influence against lavaan's ", format(max(mapply(function(a, b) max(abs(a - b)), plain, known))))
    one <- function(x) if (k$groups) unname(x) else x[[1]]
    arguments$NACOV <- one(found); arguments$WLS.V <- one(lapply(found, function(x) diag(1 / diag(x))))
  }
  quietly <- function(...) suppressWarnings(do.call("sem", c(arguments, list(optim.force.converged = TRUE, ...))))
  fit <- quietly(optim.method = "BFGS", start = quietly(), control = list(reltol = 1e-20, maxit = 10000))
  for (i in 1:12) { # Newton's method to the last digits
    if (isOrdered) break
    K <- fit@Model@eq.constraints.K; if (!length(K)) K <- diag(length(coef(fit)))
    g <- slope(fit); H <- lavInspect(fit, "hessian"); if (nrow(H) == nrow(K)) H <- t(K) %*% H %*% K
    p <- parTable(fit); x <- coef(fit) - as.numeric(K %*% solve(H, g))
    p$start[p$free > 0] <- x[p$free[p$free > 0]]; p$est <- p$start
    better <- quietly(start = p, optim.method = "none")
    if (i > 4 && max(abs(slope(better))) >= max(abs(g))) break
    fit <- better
  }
  message("  gradient ", format(max(abs(if (isOrdered) fit@optim$dx else slope(fit)))))
  e <- parameterEstimates(fit, ci = FALSE, remove.nonfree = FALSE); s <- standardizedSolution(fit, se = FALSE)
  keep <- e$op != "=="; e <- e[keep, ]; s <- s[keep, ]
  f <- fitMeasures(fit); f <- as.list(f[intersect(measures, names(f))])
  # Robust measures of categories (Savalei 2021) and of answers missing (Zhang & Savalei 2023) are not ours.
  if (isOrdered || k$fiml) f <- f[!grepl("robust", names(f))]
  if (isDesign && !isOrdered) { # the sandwich around the design's covariance of the scores' totals
    w <- if (k$weights) data$weight / mean(data$weight) else rep(1, nrow(data))
    design <- svydesign(id = if (k$clusters) ~cluster else ~1, strata = ~stratum, weights = ~1, data = data)
    M <- vcov(svytotal(w * lavScores(fit), design)); A <- solve(lavInspect(fit, "information.observed") * nobs(fit))
    V <- A %*% M %*% A; free <- parTable(fit)$free[parTable(fit)$op != "=="]
    e$se <- ifelse(free > 0, sqrt(diag(V))[pmax(free, 1)], 0)
    defined <- e$op == ":="
    if (any(defined)) {
      D <- lav_func_jacobian_complex(fit@Model@def.function, fit@optim$x)
      e$se[defined] <- sqrt(diag(D %*% V %*% t(D)))
    }
    # Yuan and Bentler's factor, from the same totals of the saturated model's scores.
    c <- (saturatedTrace(as.matrix(data[used]), w, design) - sum(diag(A %*% M))) / f$df
    f <- f[!grepl("scal|robust", names(f))]
    f$chisq.scaled <- f$chisq / c; f$chisq.scaling.factor <- c
    f$pvalue.scaled <- pchisq(f$chisq / c, f$df, lower.tail = FALSE)
  }
  group <- if (is.null(e$group)) rep(1, nrow(e)) else pmax(e$group, 1)
  k$rows <- list(lhs = e$lhs, op = e$op, rhs = e$rhs, group = if (k$groups) c("alpha", "beta")[group] else rep("", nrow(e)),
    est = num(e$est), se = num(e$se), std = num(s$est.std))
  k$fit <- f; k
}
results <- lapply(cases, function(k) { message(k$name); run(k) })
write_json(list(versions = list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")),
    survey = as.character(packageVersion("survey"))), cases = results),
  file.path(here, "model-command.json"), digits = I(15), auto_unbox = TRUE, na = "null", null = "null")
