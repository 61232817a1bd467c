# The ladder of measurement invariance: Holzinger and Swineford's nine tests by school, ten simulated
# cities with one item that works differently in the last one, and ordered items of 5, 4, 3 and 2
# categories by Wu and Estabrook. MLR with the Satorra-Bentler difference; WLSMV with Satorra's of 2000.
#
#   apt-get install r-cran-lavaan r-cran-semtools r-cran-jsonlite
#   Rscript invariance.R          (in this folder; writes invariance.json; about a minute)
suppressMessages({ library(lavaan); library(semTools); library(jsonlite) })
keys <- c("chisq", "df", "chisq.scaled", "chisq.scaling.factor", "cfi.robust", "rmsea.robust", "srmr", "logl")
tight <- list(rel.tol = 1e-12, iter.max = 10000)
measures <- function(fit, k = keys) as.list(setNames(as.numeric(fitMeasures(fit, k)), gsub("\\.([a-z])", "\\U\\1", k, perl = TRUE)))
difference <- function(h1, h0, method) {
  d <- suppressWarnings(lavTestLRT(h1, h0, method = method))
  list(chisq = d[2, "Chisq diff"], df = d[2, "Df diff"], pvalue = d[2, "Pr(>Chisq)"])
}
ladder <- function(model, data, group, ...) {
  equal <- list("", "loadings", c("loadings", "intercepts"), c("loadings", "intercepts", "residuals"))
  fits <- lapply(equal, function(e) cfa(model, data, group = group, group.equal = e, std.lv = TRUE,
    estimator = "MLR", control = tight, optim.force.converged = TRUE, ...))
  steps <- lapply(seq_along(fits), function(i) {
    s <- list(fit = measures(fits[[i]]))
    if (i > 1) s$difference2001 <- difference(fits[[i - 1]], fits[[i]], "satorra.bentler.2001")
    if (i > 1) s$difference2010 <- difference(fits[[i - 1]], fits[[i]], "satorra.bentler.2010")
    s
  })
  list(steps = steps, fits = fits)
}
rows <- function(fit, what) {
  p <- parameterEstimates(fit); p <- p[what(p), ]
  data.frame(left = p$lhs, op = p$op, right = p$rhs, group = p$group, est = p$est, se = p$se)
}
means <- function(fit) rows(fit, function(p) p$op == "~1" & p$lhs %in% lavNames(fit, "lv"))
# score tests of single equalities under ML: the item's parameter of one group let go
scores <- function(fit, op) {
  t <- suppressWarnings(lavTestScore(fit, standardized = FALSE, epc = FALSE)); u <- t$uni
  pt <- parTable(fit); at <- function(p) pt[match(p, pt$plabel), ]
  a <- at(u$lhs); b <- at(u$rhs)
  data.frame(item = if (op == "~1") a$lhs else a$rhs, op = a$op, group = b$group, x2 = u$X2)[a$op == op, ]
}
# the bias of items and of the scale in each group, from the estimates and their covariance
biases <- function(fit, items, weights = rep(1 / length(items), length(items))) {
  pt <- parTable(fit); V <- vcov(fit); est <- coef(fit); f <- lavNames(fit, "lv")[1]; G <- lavInspect(fit, "ngroups")
  place <- function(op, l, r, g) { i <- pt$free[pt$op == op & pt$lhs == l & pt$rhs == r & pt$group == g]; i }
  value <- function(op, l, r, g) pt$est[pt$op == op & pt$lhs == l & pt$rhs == r & pt$group == g]
  lapply(2:G, function(g) {
    k <- value("~1", f, "", g); total <- numeric(length(est)); out <- numeric(0); se <- numeric(0)
    for (j in seq_along(items)) {
      d <- numeric(length(est)); it <- items[j]
      add <- function(i, x) if (i > 0) d[i] <<- d[i] + x
      add(place("~1", it, "", g), 1); add(place("~1", it, "", 1), -1)
      add(place("=~", f, it, g), k); add(place("=~", f, it, 1), -k)
      add(place("~1", f, "", g), value("=~", f, it, g) - value("=~", f, it, 1))
      out <- c(out, value("~1", it, "", g) - value("~1", it, "", 1) + k * (value("=~", f, it, g) - value("=~", f, it, 1)))
      se <- c(se, sqrt(sum(d * (V %*% d)))); total <- total + weights[j] * d
    }
    list(group = g, item = items, bias = out, se = se, scale = sum(weights * out), scaleSe = sqrt(sum(total * (V %*% total))))
  })
}
R <- list(versions = sapply(c("lavaan", "semTools"), function(p) as.character(packageVersion(p))))
R$versions[["R"]] <- paste(R.version$major, R.version$minor, sep = ".")

# --- Holzinger and Swineford by school
hs <- HolzingerSwineford1939; hs$school <- as.character(hs$school)
model <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
h <- ladder(model, hs, "school")
partial <- cfa(model, hs, group = "school", group.equal = c("loadings", "intercepts"), group.partial = c("x3 ~ 1", "x7 ~ 1"),
  std.lv = TRUE, estimator = "MLR", control = tight, optim.force.converged = TRUE)
scalarML <- cfa(model, hs, group = "school", group.equal = c("loadings", "intercepts"), std.lv = TRUE, control = tight, optim.force.converged = TRUE)
R$holzinger <- list(items = paste0("x", 1:9), groups = unique(hs$school),
  group = match(hs$school, unique(hs$school)), columns = lapply(1:9, function(j) hs[[paste0("x", j)]]),
  steps = h$steps, scores = scores(scalarML, "~1"), partial = list(fit = measures(partial),
    difference = difference(h$fits[[2]], partial, "satorra.bentler.2001"), means = means(partial)))

# --- ten cities: item c4 is 6 points too high in the last one
set.seed(20261125)
G <- 10; n <- 200; items <- paste0("c", 1:6)
kappa <- c(0, .3, -.2, .1, .4, -.3, .2, -.1, 0, .25); lambda <- c(12, 10, 14, 11, 9, 13); nu <- c(50, 55, 45, 60, 52, 48)
cities <- do.call(rbind, lapply(1:G, function(g) {
  point <- rep(1:20, each = 10); eta <- kappa[g] + sqrt(.9) * rnorm(n) + sqrt(.1) * rnorm(20)[point]
  x <- sapply(1:6, function(j) nu[j] + (j == 4 && g == G) * 6 + lambda[j] * eta + 12 * rnorm(n))
  x <- pmin(pmax(round(x), 0), 100); colnames(x) <- items
  data.frame(x, city = sprintf("c%02d", g), point = sprintf("%02d-%02d", g, point))
}))
answers <- cities; cities[items] <- cities[items] / 20   # a unit in which the search converges
one <- paste("f =~", paste(items, collapse = " + "))
ten <- ladder(one, cities, "city")
free4 <- paste("f =~", paste(items, collapse = " + "), "\nc4 ~", paste0("c(", paste(c(rep("a", G - 1), "b"), collapse = ","), ")*1"))
partialTen <- cfa(free4, cities, group = "city", group.equal = c("loadings", "intercepts"), std.lv = TRUE, estimator = "MLR", control = tight, optim.force.converged = TRUE)
clustered <- cfa(free4, cities, group = "city", group.equal = c("loadings", "intercepts"), std.lv = TRUE, estimator = "MLR",
  cluster = "point", control = tight, optim.force.converged = TRUE)
R$cities <- list(items = items, groups = unique(cities$city), group = match(cities$city, unique(cities$city)),
  cluster = match(cities$point, unique(cities$point)), columns = lapply(items, function(j) answers[[j]]),
  steps = ten$steps,
  scores = scores(cfa(one, cities, group = "city", group.equal = c("loadings", "intercepts"), std.lv = TRUE, control = tight, optim.force.converged = TRUE), "~1"),
  partial = list(fit = measures(partialTen), difference = difference(ten$fits[[2]], partialTen, "satorra.bentler.2001"),
    means = means(partialTen), clusteredMeans = means(clustered), clusteredFit = measures(clustered), biases = lapply(biases(clustered, items), function(b) {
      for (k in c("bias", "se", "scale", "scaleSe")) b[[k]] <- 20 * b[[k]]
      b
    })))

# --- ordered items: two cities, 5, 5, 4, 3 and 2 categories; and items of one kind only
ordinal <- function(categories, n = 600) {
  cuts <- list(`2` = .2, `3` = c(-.6, .7), `4` = c(-1, 0, 1), `5` = c(-1.4, -.5, .4, 1.3))
  do.call(rbind, lapply(1:2, function(g) {
    eta <- c(0, .3)[g] + c(1, 1.1)[g] * rnorm(n)
    x <- sapply(seq_along(categories), function(j) {
      y <- .8 * eta + (j == 2 && g == 2) * .5 + rnorm(n) * .7
      1 + findInterval(y, cuts[[as.character(categories[j])]])
    })
    colnames(x) <- paste0("o", seq_along(categories)); data.frame(x, city = c("A", "B")[g])
  }))
}
wu <- function(categories) {
  d <- ordinal(categories); it <- paste0("o", seq_along(categories)); m <- paste("f =~", paste(it, collapse = " + "))
  levels <- list(configural = character(0), thresholds = "thresholds", metric = c("thresholds", "loadings"),
    scalar = c("thresholds", "loadings", "intercepts"), strict = c("thresholds", "loadings", "intercepts", "residuals"))
  k <- c("chisq", "df", "chisq.scaled", "df.scaled", "cfi.scaled", "rmsea.scaled", "srmr")
  fits <- lapply(levels, function(e) tryCatch({
    s <- as.character(measEq.syntax(m, d, ordered = it, parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016",
      group = "city", group.equal = if (length(e)) e else ""))
    suppressWarnings(cfa(s, d, group = "city", ordered = it, parameterization = "theta", estimator = "WLSMV", control = tight, optim.force.converged = TRUE))
  }, error = function(e) NULL))
  steps <- list(); last <- NULL
  for (l in names(levels)) {
    f <- fits[[l]]; if (is.null(f) || !lavInspect(f, "converged")) next
    s <- list(level = l, fit = measures(f, k))
    if (!is.null(last) && fitMeasures(f, "df") > fitMeasures(last, "df")) s$difference <- tryCatch(difference(last, f, "satorra.2000"), error = function(e) NULL)
    if (l == "scalar") s$means <- means(f)
    steps[[length(steps) + 1]] <- s; last <- f
  }
  list(categories = categories, items = it, group = match(d$city, c("A", "B")), columns = lapply(it, function(j) d[[j]]), steps = steps)
}
R$ordinal <- list(five = wu(c(5, 5, 5, 5)), mixed = wu(c(5, 5, 4, 3, 2)), three = wu(c(3, 3, 3, 3, 3)), two = wu(c(2, 2, 2, 2, 2)))
writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, na = "null"), "invariance.json")
