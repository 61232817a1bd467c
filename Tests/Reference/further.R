# Correlations, goodness of fit, contrasts of quantiles, strata with one point left out of the
# variance, and figures without weights, by survey, of the answers of command.R: makes further.json.
#
#   Rscript Tests/Reference/further.R
suppressMessages({library(survey); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
read <- function(city) { d <- read.csv(file.path(here, paste0("command-", city, ".csv"))); d$y <- 25 * (d$SOC01 - 1); d$sex <- factor(d$SD1); d$f <- factor(d$SOC01, 1:5); d }
design <- function(d, weights = ~weight, strata = ~district) svydesign(~point, strata = strata, weights = weights, data = d, nest = TRUE)
one <- function(x) list(value = unname(coef(x)), error = unname(as.numeric(SE(x))))
correlation <- function(s) {
  v <- svyvar(~y + SD2, s)
  # svyvar's names are matrix ones: y, SD2:y, y:SD2, SD2.
  a <- coef(v)[c(1, 2, 4)]; V <- vcov(v)[c(1, 2, 4), c(1, 2, 4)]
  r <- a[2] / sqrt(a[1] * a[3]); g <- c(-r / (2 * a[1]), 1 / sqrt(a[1] * a[3]), -r / (2 * a[3])); se <- sqrt(drop(t(g) %*% V %*% g))
  df <- degf(s); z <- atanh(r) + c(-1, 1) * qt(.975, df) * se / (1 - r^2)
  list(value = unname(r), error = unname(se), df = df, lower = unname(tanh(z[1])), upper = unname(tanh(z[2])), p = unname(2 * pt(-abs(r / se), df)))
}
given <- c(.1, .2, .35, .2, .15)
# A median with its error, and what each interview adds to the share below it.
median_ <- function(d, s, who) {
  q <- svyquantile(~SD2, subset(s, who), .5, qrule = "math", interval.type = "mean")[[1]]
  w <- d$weight * who; F <- sum(w * (d$SD2 <= q[1, 1])) / sum(w)
  list(value = q[1, 1], error = q[1, 4], z = who / sum(w) * ((d$SD2 <= q[1, 1]) - F))
}
run <- function(city) {
  d <- read(city); s <- design(d); out <- list()
  out$correlation <- correlation(s); out$women <- correlation(subset(s, sex == "2"))
  fit <- svygofchisq(~f, given, s); k <- fit$parameter
  out$fit <- list(F = unname(fit$statistic / (k["scale"] * k["df"])), numerator = unname(k["df"]), p = unname(pf(fit$statistic / (k["scale"] * k["df"]), k["df"], k["df"] * degf(s), lower.tail = FALSE)))
  a <- median_(d, s, d$SD1 == 1); b <- median_(d, s, d$SD1 == 2)
  V <- vcov(svytotal(~za + zb, update(s, za = a$z, zb = b$z)))
  out$median <- list(value = a$value - b$value, error = sqrt(a$error^2 + b$error^2 - 2 * V[1, 2] / sqrt(V[1, 1] * V[2, 2]) * a$error * b$error))
  all <- median_(d, s, rep(TRUE, nrow(d))); out$whole <- list(value = all$value, error = all$error)
  options(survey.lonely.psu = "remove"); out$remove <- one(svymean(~y, design(d, strata = ~lone))); options(survey.lonely.psu = "fail")
  out$unweighted <- one(svymean(~y, design(d, weights = ~1)))
  x <- svyby(~SD2, ~sex, design(d, weights = ~1), svymean); out$unweightedBySex <- list(values = unname(coef(x)), errors = unname(SE(x)))
  out
}
result <- list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))), alpha = run("alpha"), beta = run("beta"))
write_json(result, file.path(here, "further.json"), digits = I(15), auto_unbox = TRUE)
