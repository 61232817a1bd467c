# Rubin's rules over imputed answers, by survey and mitools: makes imputation.json, and the files as
# imputation-0.csv (observed) and imputation-1.csv … -5.csv (answers drawn by R, nobody was asked).
#
#   Rscript Tests/Reference/imputation.R
#
# Debian 12: r-base-core, r-cran-survey, r-cran-mitools, r-cran-jsonlite. MIcombine gives the mean, the
# variance and the share of missing information; its degrees of freedom have W/(W + B) where Barnard and
# Rubin (1999) have W/(W + (1 + 1/m) B), so that both are here.
suppressMessages({library(survey); library(mitools); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
set.seed(20261201, kind = "Mersenne-Twister", sample.kind = "Rejection")
n <- 240; m <- 5
full <- data.frame(id = sprintf("a%03d", seq_len(n)), district = paste0("D", (seq_len(n) - 1) %/% 60 + 1), point = (seq_len(n) - 1) %/% 10 + 1,
  weight = round(runif(n, .6, 1.8), 3), SEX = sample(1:2, n, TRUE), AGE = sample(18:80, n, TRUE))
x <- rnorm(24, 0, .5)[full$point] + .02 * full$AGE - .4 * (full$SEX == 2) + rnorm(n)
full$Y <- findInterval(x, c(0, .7, 1.4, 2.1)) + 1; full$Z <- round(20 + 6 * x + rnorm(n, 0, 3), 2); full$B <- as.numeric(x + rnorm(n) > 1)
observed <- full
for (v in c("SEX", "Y", "Z", "B")) observed[[v]][runif(n) < c(SEX = .06, Y = .25, Z = .3, B = .2)[[v]]] <- NA
# Improper, but imputed several times: draws from people of the same sex and nearly the same age.
complete <- function() { d <- observed
  for (v in c("SEX", "Y", "Z", "B")) for (i in which(is.na(d[[v]]))) {
    near <- which(!is.na(observed[[v]]) & abs(d$AGE - d$AGE[i]) <= 12); d[[v]][i] <- observed[[v]][sample(near, 1)] }
  d }
completed <- lapply(seq_len(m), function(k) complete())
for (k in 0:m) write.csv(if (k == 0) observed else completed[[k]], file.path(here, sprintf("imputation-%d.csv", k)), row.names = FALSE, quote = FALSE, na = "")

ready <- function(d) { d$y <- 25 * (d$Y - 1); d$sex <- factor(d$SEX); d }
plain <- lapply(completed, function(d) svydesign(~point, strata = ~district, weights = ~weight, data = ready(d), nest = TRUE))
margins <- c(`(Intercept)` = 100000, sex2 = 54000)
raked <- lapply(plain, function(s) calibrate(s, ~sex, margins, calfun = "raking", epsilon = 1e-13))
combine <- function(values, variances, df) {
  r <- MIcombine(as.list(values), as.list(variances), df.complete = df); W <- mean(variances); B <- var(values); T <- W + (1 + 1 / m) * B
  share <- (1 + 1 / m) * B / T; old <- (m - 1) / share^2; obs <- (df + 1) / (df + 3) * df * (1 - share); nu <- 1 / (1 / old + 1 / obs)
  rubin <- (1 + 1 / m) * B / W
  list(estimate = unname(coef(r)), error = sqrt(unname(drop(vcov(r)))), within = W, between = B, df = nu, mitoolsDf = unname(r$df),
    missing = (rubin + 2 / (nu + 3)) / (rubin + 1), mitoolsMissing = unname(r$missinfo),
    lower = mean(values) - qt(.975, nu) * sqrt(T), upper = mean(values) + qt(.975, nu) * sqrt(T), p = 2 * pt(-abs(mean(values)) / sqrt(T), nu)) }
over <- function(designs, statistic, df = degf) { f <- lapply(designs, statistic); combine(sapply(f, function(x) unname(coef(x))[1]), sapply(f, function(x) unname(SE(x))[1]^2), df(designs[[1]])) }
figures <- function(designs) list(
  mean = over(designs, function(s) svymean(~y, s)), meanOfZ = over(designs, function(s) svymean(~Z, s)),
  women = over(designs, function(s) svymean(~y, subset(s, SEX == 2)), function(s) degf(subset(s, SEX == 2))),
  share = over(designs, function(s) svymean(~I(as.numeric(Y == 2)), s)), total = over(designs, function(s) svytotal(~Z, s)),
  ratio = over(designs, function(s) { r <- svyratio(~Z, ~AGE, s); structure(list(r = num(r$ratio), s = num(SE(r))), class = "pair") }),
  quantile = over(designs, function(s) { q <- svyquantile(~Z, s, .5, qrule = "math", interval.type = "mean", df = degf(s))[[1]]; structure(list(r = q[1, 1], s = q[1, 4]), class = "pair") }),
  contrast = over(designs, function(s) { # by what each interview adds: svyby keeps no covariance of calibrated weights
    d <- s$variables; w <- num(weights(s)); z <- 0; value <- 0
    for (k in 1:2) { own <- d$SEX == k; mean <- weighted.mean(d$y[own], w[own]); value <- value + c(1, -1)[k] * mean; z <- z + c(1, -1)[k] * own * (d$y - mean) / sum(w[own]) }
    structure(list(r = value, s = num(SE(svytotal(~z, update(s, z = z))))), class = "pair") }))
num <- function(x) unname(as.numeric(x)); coef.pair <- function(object, ...) object$r; SE.pair <- function(object, ...) object$s
registerS3method("coef", "pair", coef.pair); registerS3method("SE", "pair", SE.pair)
models <- function(designs, formula, family) { f <- lapply(designs, function(s) svyglm(formula, s, family = family, control = glm.control(epsilon = 1e-15, maxit = 100)))
  lapply(setNames(seq_along(coef(f[[1]])), names(coef(f[[1]]))), function(k) combine(sapply(f, function(x) num(coef(x))[k]), sapply(f, function(x) num(SE(x))[k]^2), f[[1]]$df.residual)) }
correlation <- function(s) { v <- svyvar(~y + Z, s); a <- coef(v)[c(1, 2, 4)]; V <- vcov(v)[c(1, 2, 4), c(1, 2, 4)]; r <- a[2] / sqrt(a[1] * a[3])
  g <- c(-r / (2 * a[1]), 1 / sqrt(a[1] * a[3]), -r / (2 * a[3])); structure(list(r = num(r), s = sqrt(drop(t(g) %*% V %*% g))), class = "pair") }
result <- list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey")), mitools = as.character(packageVersion("mitools"))),
  plain = figures(plain), raked = figures(raked), linear = models(plain, y ~ sex + AGE, gaussian()), logistic = models(plain, B ~ sex + AGE, quasibinomial()),
  correlation = over(plain, correlation), observed = list(Y = sum(!is.na(observed$Y)), Z = sum(!is.na(observed$Z)), women = sum(!is.na(observed$Y) & observed$SEX %in% 2), model = sum(!is.na(observed$Y) & !is.na(observed$SEX))))
write_json(result, file.path(here, "imputation.json"), digits = I(15), auto_unbox = TRUE, pretty = 1)
