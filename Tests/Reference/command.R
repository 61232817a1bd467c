# What `loci estimate` has to print for a small two-city study, by survey alone: makes
# command-alpha.csv and command-beta.csv (answers from R's own generator, nobody was asked) and
# command.json. Run:  Rscript Tests/Reference/command.R
suppressMessages({library(survey); library(jsonlite)})
options(survey.lonely.psu = "fail")
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(here, "ordinal-fit.R"))
set.seed(20261126, kind = "Mersenne-Twister", sample.kind = "Rejection")
items <- c("SOC01", "SOC02", "SOC03", "INA1", "INA2", "INA3", "INC1", "INC2", "INC3")
make <- function(city, shift) {
  n <- 160; row <- seq_len(n) - 1
  lean <- rnorm(n, shift) + rnorm(32)[row %/% 5 + 1] * 0.5
  data <- data.frame(id = paste0(city, row), district = paste0("D", row %/% 40 + 1),
                     point = row %/% 5 + 1, weight = round(runif(n, 0.5, 2), 3))
  for (item in items) data[[item]] <- pmin(5, pmax(1, round(3 + lean + rnorm(n))))
  data$SD1 <- sample(1:2, n, TRUE)
  data$SD2 <- pmin(90, pmax(18, round(45 + 5 * lean + rnorm(n, 0, 14))))
  design <- svydesign(~point, strata = ~district, weights = ~weight, data = data, nest = TRUE)
  set.seed(7)
  replicated <- as.svrepdesign(design, type = "subbootstrap", replicates = 40)
  columns <- round(weights(replicated, "analysis"), 6)
  colnames(columns) <- paste0("rw", 1:40)
  # Strata of two points; a stratum with one point; sizes of two stages of drawing.
  data$pair <- paste0("P", (data$point + 1) %/% 2)
  data$lone <- ifelse(data$point == 1, "D9", data$district)
  data$N1 <- 20 + 3 * (row %/% 40); data$N2 <- 30 + data$point %% 7
  write.csv(cbind(data, columns), file.path(here, paste0("command-", city, ".csv")),
            row.names = FALSE, quote = FALSE)
  data$y <- 25 * (data$SOC01 - 1); data$five <- as.numeric(data$SOC01 == 5)
  data$four <- as.numeric(data$SOC01 == 4)
  data$woman <- as.numeric(data$SD1 == 2)
  # Tied answers share their weighted rank; svyranktest averages it without weights.
  data$rank <- sapply(data$y, function(y) {
    sum(data$weight[data$y < y]) + sum(data$weight[data$y == y]) / 2
  }) / sum(data$weight)
  data$SD1 <- factor(data$SD1); data$answer <- factor(data$SOC01)
  twoStages <- function() svydesign(~point + id, strata = ~district, fpc = ~N1 + N2,
                                   weights = ~weight, data = data, nest = TRUE)
  list(design = svydesign(~point, strata = ~district, weights = ~weight, data = data, nest = TRUE),
       twoStages = twoStages(),
       oneStage = svydesign(~point, strata = ~district, fpc = ~N1, weights = ~weight, data = data,
                            nest = TRUE),
       points = svydesign(~point, weights = ~weight, data = data),
       pairs = svydesign(~point, strata = ~pair, weights = ~weight, data = data, nest = TRUE),
       lonely = svydesign(~point, strata = ~lone, weights = ~weight, data = data, nest = TRUE),
       factors = svrepdesign(weights = ~weight, repweights = columns / data$weight, data = data,
                             type = "other", scale = 1 / 39, rscales = 1, combined.weights = FALSE,
                             mse = TRUE),
       given = svrepdesign(weights = ~weight, repweights = columns, data = data, type = "other",
                           scale = 1 / 39, rscales = 1, combined.weights = TRUE, mse = FALSE))
}
pair <- function(x) list(value = as.numeric(coef(x)), se = as.numeric(SE(x)))
model <- function(fit, names) {
  list(term = names, value = as.numeric(coef(fit)), se = as.numeric(sqrt(diag(vcov(fit))))[seq_along(names)])
}
share <- function(design, method, choice) {
  x <- svyciprop(choice, design, method = method)
  list(value = as.numeric(x), lower = attr(x, "ci")[[1]], upper = attr(x, "ci")[[2]])
}
# Wilson's interval on the effective number of interviews, with t of the design's degrees of freedom.
wilson <- function(design, choice) {
  m <- svymean(choice, design); p <- as.numeric(coef(m)); n <- p * (1 - p) / as.numeric(vcov(m))
  t <- qt(.975, degf(design)); centre <- (p + t^2 / (2 * n)) / (1 + t^2 / n)
  half <- t / (1 + t^2 / n) * sqrt(p * (1 - p) / n + t^2 / (4 * n^2))
  list(value = p, lower = centre - half, upper = centre + half)
}
lonely <- function(design, policy) {
  options(survey.lonely.psu = policy); on.exit(options(survey.lonely.psu = "fail"))
  pair(svymean(~y, design))
}
test <- function(x) list(statistic = as.numeric(x$statistic), p = as.numeric(x$p.value))
# p values of all differences from the first group, and what the adjustments make of them.
adjusted <- function(design) {
  by <- svyby(~SD2, ~SOC02, design, svymean, covmat = TRUE)
  k <- length(coef(by))
  p <- sapply(2:k, function(j) {
    x <- svycontrast(by, replace(replace(numeric(k), 1, 1), j, -1))
    df <- degf(subset(design, SOC02 %in% c(1, j))) # of the clusters that the two groups touch
    2 * pt(-abs(as.numeric(coef(x)) / as.numeric(SE(x))), df)
  })
  list(p = p, holm = p.adjust(p, "holm"), hochberg = p.adjust(p, "BH"))
}
results <- function(made) {
  d <- made$design
  by <- svyby(~y, ~SD1, d, svymean, covmat = TRUE)
  q <- svyquantile(~SD2, d, 0.25, ci = TRUE)$SD2
  jkn <- as.svrepdesign(d, type = "JKn")
  first <- svychisq(~answer + SD1, d, statistic = "Chisq")
  list(
    mean = pair(svymean(~y, d)), mean_by = pair(by), total = pair(svytotal(~SD2, d)),
    ratio = pair(svyratio(~y, ~SD2, d)), contrast = pair(svycontrast(by, c(1, -1))),
    proportion = pair(svymean(~four, d)), logit = share(d, "logit", ~four),
    # Of a share whose effective n is below n, since the program does not let it exceed n (NCHS).
    beta = share(d, "beta", ~four),
    quantile = list(value = q[1, "quantile"], lower = q[1, "ci.2.5"], upper = q[1, "ci.97.5"]),
    jkn = pair(svymean(~y, as.svrepdesign(d, type = "JKn"))),
    given = pair(svymean(~y, made$given)), givenFactors = pair(svymean(~y, made$factors)),
    jk1 = pair(svymean(~y, as.svrepdesign(made$points, type = "JK1"))),
    jknMse = pair(svymean(~y, as.svrepdesign(d, type = "JKn", mse = TRUE))),
    brr = pair(svytotal(~SD2, as.svrepdesign(made$pairs, type = "BRR"))),
    fay = pair(svytotal(~SD2, as.svrepdesign(made$pairs, type = "Fay", fay.rho = 0.5))),
    twoStages = pair(svymean(~y, made$twoStages)), oneStage = pair(svymean(~y, made$oneStage)),
    lonelyAdjust = lonely(made$lonely, "adjust"), lonelyAverage = lonely(made$lonely, "average"),
    lonelyCertainty = lonely(made$lonely, "certainty"), wilson = wilson(d, ~four),
    jknContrast = pair(svycontrast(svyby(~y, ~SD1, jkn, svymean, covmat = TRUE), c(1, -1))),
    jknT = test(svyttest(y ~ SD1, jkn)), jknSecond = test(svychisq(~answer + SD1, jkn, statistic = "F")),
    several = adjusted(d),
    t = test(svyttest(y ~ SD1, d)), rank = test(svyttest(rank ~ SD1, d)),
    second = test(svychisq(~answer + SD1, d, statistic = "F")), first = list(p = as.numeric(first$p.value)),
    jknLinear = model(svyglm(SD2 ~ y + woman, jkn), c("(Intercept)", "y", "woman")),
    jknLogistic = model(svyglm(five ~ SD2 + woman, jkn, family = quasibinomial,
                               control = glm.control(1e-14)), c("(Intercept)", "SD2", "woman")),
    linear = model(svyglm(SD2 ~ y + woman, d), c("(Intercept)", "y", "woman")),
    logistic = model(svyglm(five ~ SD2 + woman, d, family = quasibinomial,
                            control = glm.control(1e-14)), c("(Intercept)", "SD2", "woman")),
    poisson = model(svyglm(SD2 ~ y + woman, d, family = quasipoisson,
                           control = glm.control(1e-14)), c("(Intercept)", "y", "woman")),
    ordinal = ordinalFit(d, "answer", c("SD2", "woman")))
}
alpha <- make("alpha", 0); beta <- make("beta", 0.4)
m <- lapply(list(alpha, beta), function(x) svymean(~y, x$design))
# Shares of R² of y and sex, averaged over both orders; the threefold decomposition of alpha - beta.
r2 <- function(formula, data) summary(lm(formula, data, weights = weight))$r.squared
lmg <- function(data) {
  both <- r2(SD2 ~ y + woman, data)
  (both + c(1, -1) * (r2(SD2 ~ y, data) - r2(SD2 ~ woman, data))) / 2
}
frames <- lapply(list(alpha, beta), function(x) x$design$variables)
slopes <- lapply(frames, function(f) coef(lm(SD2 ~ y + woman, f, weights = weight)))
means <- lapply(frames, function(f) {
  c(1, weighted.mean(f$y, f$weight), weighted.mean(f$woman, f$weight))
})
parts <- list(
  difference = sum(means[[1]] * slopes[[1]]) - sum(means[[2]] * slopes[[2]]),
  endowments = sum((means[[1]] - means[[2]]) * slopes[[2]]),
  coefficients = sum(means[[2]] * (slopes[[1]] - slopes[[2]])),
  interaction = sum((means[[1]] - means[[2]]) * (slopes[[1]] - slopes[[2]])))
# Several cities at once: Wald's test that their independent means agree.
oneWay <- function(made) {
  m <- lapply(made, function(x) svymean(~y, x$design)); V <- diag(sapply(m, vcov)); b <- sapply(m, coef)
  C <- cbind(1, -diag(length(b) - 1)); df <- sum(sapply(made, function(x) degf(x$design)))
  W <- drop(t(C %*% b) %*% solve(C %*% V %*% t(C), C %*% b)) / nrow(C)
  pf(W, nrow(C), df, lower.tail = FALSE)
}
difference <- coef(m[[1]]) - coef(m[[2]])
write_json(list(
  versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))),
  alpha = results(alpha), beta = results(beta),
  lmg = list(alpha = lmg(frames[[1]]), beta = lmg(frames[[2]])), decomposition = parts,
  oneWay = list(p = oneWay(list(alpha, beta))),
  plan = list(
    mean = power.t.test(delta = 3, sd = 20, power = 0.8)$n,
    share = power.prop.test(p1 = 0.5, p2 = 0.6, power = 0.9)$n),
  cities = list(value = as.numeric(difference),
                se = sqrt(as.numeric(vcov(m[[1]])) + as.numeric(vcov(m[[2]]))))),
  file.path(here, "command.json"), digits = NA, auto_unbox = TRUE, pretty = TRUE)
