# Reference numbers for correlations of ordered items.
#
#   apt-get install r-base-core r-cran-psych r-cran-lavaan r-cran-polycor r-cran-mvtnorm r-cran-jsonlite
#   Rscript ordinal.R      (in this folder; reads bfi.csv, writes ordinal.json)
suppressMessages({ library(psych); library(lavaan); library(polycor); library(mvtnorm); library(jsonlite) })
num <- function(x) unname(as.numeric(x))
rows <- function(x) apply(unclass(x), 2, num)
version <- function(p) as.character(packageVersion(p))
items <- read.csv("bfi.csv"); complete <- na.omit(items); n <- nrow(complete)
R <- list(versions = c(list(R = paste(R.version$major, R.version$minor, sep = ".")),
  sapply(c("psych", "lavaan", "polycor", "mvtnorm"), version, simplify = FALSE)))

# Bivariate normal probabilities: Plackett's integral of the density along the correlation, by
# R's integrate() to 1e-15 between 0 and rho, or from rho to 1 for strong correlations.
phi2 <- function(h, k, r) exp(-(h^2 - 2 * r * h * k + k^2) / (2 * (1 - r^2))) / (2 * pi * sqrt(1 - r^2))
places <- expand.grid(h = c(-3.5, -1, -0.2, 0, 0.7, 2.5), k = c(-2, -0.2, 0.3, 1.4), r = c(-.999, -.95, -.9, -.5, -.1, 0, .2, .6, .8, .93, .97, .9999))
places$p <- apply(places, 1, function(v) num(pmvnorm(upper = v[1:2], corr = matrix(c(1, v[3], v[3], 1), 2), algorithm = TVPACK(1e-15))))
R$bivariate <- as.list(places)

# Two items: polycor's two steps, which stop up to 1e-5 away (optimise's tolerance cannot be set),
# and the same likelihood's slope brought to 0.
cuts <- function(x) { p <- cumsum(x) / sum(x); c(-Inf, qnorm(p[-length(p)]), Inf) }
slope <- function(r, t) { a <- cuts(rowSums(t)); b <- cuts(colSums(t)); s <- 0
  d <- function(h, k) if (is.finite(h) && is.finite(k)) phi2(h, k, r) else 0
  p <- function(h, k) if (h == -Inf || k == -Inf) 0 else if (h == Inf) pnorm(k) else if (k == Inf) pnorm(h) else
    num(pmvnorm(upper = c(h, k), corr = matrix(c(1, r, r, 1), 2), algorithm = TVPACK(1e-15)))
  cell <- function(f, i, j) f(a[i + 1], b[j + 1]) - f(a[i], b[j + 1]) - f(a[i + 1], b[j]) + f(a[i], b[j])
  for (i in seq_len(nrow(t))) for (j in seq_len(ncol(t))) if (t[i, j] > 0)
    s <- s + t[i, j] * cell(d, i, j) / cell(p, i, j)
  s }
two_step <- function(t) uniroot(slope, c(-.99, .99), t = t, tol = 1e-12)$root
pair <- function(x, y) { t <- table(x, y); ml <- polychor(t, ML = TRUE, std.err = TRUE)
  list(table = matrix(as.numeric(t), nrow(t)), polycor = polychor(t), twoStep = two_step(t), ml = num(ml$rho), rows = num(ml$row.cuts), columns = num(ml$col.cuts), se = sqrt(ml$var[1, 1])) }
R$pairs <- list(A1_A2 = pair(complete$A1, complete$A2), N1_N2 = pair(complete$N1, complete$N2), O5_E1 = pair(complete$O5, complete$E1),
  tetrachoric = pair(complete$N1 > 3, complete$N4 > 3))

# Many items.
lav <- function(d, ...) lavCor(d, ordered = names(d), output = "fit", se = "robust", estimator = "two.step", ...)
R$lavaan <- list(complete = list(), pairwise = list())
take <- function(f) list(thresholds = num(lavInspect(f, "sampstat")$th), correlations = rows(lavInspect(f, "sampstat")$cov))
R$lavaan$complete <- take(lav(complete)); R$lavaan$pairwise <- take(lav(items, missing = "pairwise"))
five <- complete[, 1:5]
gamma <- function(d, ...) { f <- cfa("f =~ A1 + A2 + A3 + A4 + A5", d, ordered = TRUE, estimator = "WLSMV", ...); list(wlsObs = num(lavInspect(f, "wls.obs")), gamma = rows(lavInspect(f, "gamma"))) }
R$gamma <- list(complete = gamma(five), pairwise = gamma(items[, 1:5], missing = "pairwise"))
five$w <- seq_len(n) %% 3 + 1
R$gamma$weighted <- gamma(five, sampling.weights = "w")
# psych: global thresholds, no correction for empty cells.
R$psych <- list(correlations = rows(suppressWarnings(polychoric(complete, correct = 0))$rho))
# A table of two by two with an empty cell: psych's tetrachoric makes it 0.5, lavaan keeps the margins.
empty <- data.frame(a = rep(c(0, 1, 1), c(30, 12, 25)), b = rep(c(0, 0, 1), c(30, 12, 25)))
R$emptyCell <- list(psych = suppressWarnings(tetrachoric(empty, correct = 0.5))$rho[1, 2], lavaan = suppressWarnings(lavCor(empty, ordered = c("a", "b")))[1, 2])
R$spearman <- list(complete = rows(cor(complete, method = "spearman")), pairwise = rows(cor(items, method = "spearman", use = "pairwise")),
  weighted = rows(cor(complete[rep(seq_len(n), five$w), 1:5], method = "spearman")))
writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = 1, null = "null"), "ordinal.json")
