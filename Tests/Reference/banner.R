# Reference numbers for banner tables, from R's package survey: column shares with the covariance of
# columns, t tests of all pairs adjusted over the table, Rao and Scott's test.
#
#   Rscript Tests/Reference/banner.R > Tests/Reference/banner.json
#
# Debian 12: r-base-core, r-cran-survey, r-cran-jsonlite. A sample of 24 points in 3 strata with unequal
# weights; an answer of four, and three answers of which several may be given; two groupings, one with
# people in no category. Weighting runs to convergence (epsilon = 1e-12).
suppressMessages({
  library(survey)
  library(jsonlite)
})
options(digits = 17)
num <- function(x) unname(as.numeric(x))
set.seed(20261201)
n <- 360
d <- data.frame(point = rep(1:24, each = 15), w = round(runif(n, .5, 2), 3))
d$stratum <- (d$point - 1) %/% 8 + 1
d$sex <- sample(1:2, n, TRUE, c(.45, .55))
d$age <- sample(c(1:4, NA), n, TRUE, c(.2, .3, .26, .22, .02))
lean <- rnorm(24, 0, .5)[d$point] + .5 * (d$sex == 2) - .35 * ifelse(is.na(d$age), 2, d$age) + rnorm(n)
d$answer <- as.integer(cut(lean, c(-Inf, -1.2, -.4, .4, Inf)))
d$answer[sample(n, 18)] <- NA
for (m in 1:3) d[[paste0("m", m)]] <- ifelse(is.na(d$answer), NA, as.integer(lean + rnorm(n) > m / 2 - .5))
# Nobody of the oldest gives the third.
d$m3[which(d$age == 4 & !is.na(d$m3))] <- 0
R <- list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))),
  data = list(banner = as.list(lapply(d, function(x) if (is.integer(x) || is.numeric(x)) ifelse(is.na(x), -1, x) else x))))

d$sexf <- factor(d$sex)
d$stratumf <- factor(d$stratum)
plain <- svydesign(id = ~point, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
raked <- calibrate(plain, ~sexf + stratumf, c(`(Intercept)` = 1000, sexf2 = 540, stratumf2 = 300, stratumf3 = 330),
  calfun = "raking", epsilon = 1e-12, maxit = 500)
jkn <- as.svrepdesign(plain, type = "JKn", mse = TRUE)

# Shares of one grouping's columns with their covariance, answer by answer. svyby has no covariance of
# domains of a calibrated design (its qr.resid fails), so there the ratios of totals are linearised.
columns <- function(design, formulas, group) {
  f <- as.formula(paste("~", group))
  lapply(formulas, function(answer) {
    if (is.null(design$postStrata)) {
      by <- svyby(as.formula(paste("~", answer)), f, subset(design, !is.na(m1)), svymean, covmat = TRUE)
      return(list(shares = num(coef(by)), covariance = unname(as.matrix(vcov(by)))))
    }
    v <- design$variables
    y <- eval(parse(text = answer), v)
    levels <- sort(unique(v[[group]]))
    k <- length(levels)
    isIn <- sapply(levels, function(l) as.numeric(!is.na(v$m1) & !is.na(v[[group]]) & v[[group]] == l))
    given <- isIn * ifelse(is.na(y), 0, y)
    total <- svytotal(cbind(given, isIn), design)
    t <- num(coef(total))
    shares <- t[1:k] / t[k + 1:k]
    J <- cbind(diag(1 / t[k + 1:k]), diag(-shares / t[k + 1:k]))
    list(shares = shares, covariance = J %*% unname(as.matrix(vcov(total))) %*% base::t(J))
  })
}
table <- function(design) {
  singles <- paste0("I(as.numeric(answer == ", 1:4, "))")
  several <- paste0("m", 1:3)
  groups <- c("sex", "age")
  found <- lapply(list(single = singles, several = several), function(answers) {
    own <- lapply(groups, function(g) columns(design, answers, g))
    df <- sapply(groups, function(g) degf(subset(design, !is.na(m1) & !is.na(get(g)))))
    pairs <- NULL
    for (g in seq_along(groups)) for (a in seq_along(answers)) {
      shares <- own[[g]][[a]]$shares
      v <- own[[g]][[a]]$covariance
      k <- length(shares)
      for (i in seq_len(k - 1)) for (j in (i + 1):k) if (min(shares[c(i, j)]) > 1e-12) {
        difference <- shares[i] - shares[j]
        se <- sqrt(v[i, i] + v[j, j] - 2 * v[i, j])
        pairs <- rbind(pairs, data.frame(group = g - 1, answer = a - 1, first = i - 1, second = j - 1, difference = difference,
          standardError = se, p = 2 * pt(-abs(difference / se), df[g])))
      }
    }
    pairs$adjusted <- p.adjust(pairs$p, "BH")
    list(columns = own, degreesOfFreedom = num(df), pairs = as.list(pairs))
  })
  test <- function(g) {
    t <- svychisq(as.formula(paste("~ answer +", g)), subset(design, !is.na(answer) & !is.na(get(g))), statistic = "F")
    list(statistic = num(t$statistic), numerator = num(t$parameter[1]), denominator = num(t$parameter[2]), p = num(t$p.value))
  }
  c(found, list(independence = lapply(groups, test)))
}
R$tables <- list(plain = table(plain), raked = table(raked), jackknife = table(jkn))
cat(toJSON(R, digits = I(17), auto_unbox = TRUE, pretty = FALSE), "\n")
