# Scores, profile, change between waves and associations as one would compute them in R with the
# package survey. Writes innovation-potential.json beside itself: answers and results.
suppressMessages({library(survey); library(jsonlite)})
options(survey.lonely.psu = "fail")
set.seed(20251022)

draw <- function(city, wave, shift) {
  clusters <- 24; size <- 10; n <- clusters * size
  cluster <- rep(seq_len(clusters), each = size)
  point <- rnorm(clusters, 0, 0.3)[cluster]
  trust <- rnorm(n); open <- rnorm(n); potential <- 0.6 * trust + rnorm(n, 0, 0.6)
  code <- function(x, high = 5) {
    value <- pmin(high, pmax(1, round((high + 1) / 2 + shift + point + 0.8 * x + rnorm(n, 0, 0.6))))
    value[runif(n) < 0.08] <- NA
    value
  }
  data.frame(
    city = city, wave = wave, stratum = cluster %% 4, cluster = cluster,
    weight = round(runif(n, 0.5, 2), 3), sex = sample(1:2, n, TRUE, c(0.45, 0.55)),
    SOC1 = code(trust), SOC2 = 6 - code(trust), SOC3 = code(trust),
    OPN1 = code(open), OPN2 = code(open), OPN3 = code(open), OPN4 = code(open, 7),
    INA1 = code(potential), INA2 = code(potential), INC1 = code(potential),
    news = sample(1:3, n, TRUE, c(0.6, 0.25, 0.15)))
}
data <- rbind(draw("a", "w1", 0), draw("b", "w1", 0.3), draw("a", "w2", 0.25), draw("b", "w2", 0.3))

pomp <- function(x, high = 5, reversed = FALSE) {
  value <- 100 * (x - 1) / (high - 1)
  if (reversed) 100 - value else value
}
score <- function(items) {
  answered <- rowSums(!is.na(items))
  ifelse(answered * 3 >= 2 * ncol(items), rowMeans(items, na.rm = TRUE), NA)
}
data$SOC <- with(data, score(cbind(pomp(SOC1), pomp(SOC2, reversed = TRUE), pomp(SOC3))))
data$OPN <- with(data, score(cbind(pomp(OPN1), pomp(OPN2), pomp(OPN3), pomp(OPN4, 7))))
data$INN.A <- with(data, score(cbind(pomp(INA1), pomp(INA2))))
data$INN.C <- with(data, score(cbind(pomp(INC1))))
data$INN <- (data$INN.A + data$INN.C) / 2

scores <- c("SOC", "OPN", "INN", "INN.A", "INN.C")
design <- function(c, w) {
  svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, nest = TRUE,
            data = data[data$city == c & data$wave == w, ])
}
mean_of <- function(d, name) {
  m <- svymean(as.formula(paste0("~", name)), d, na.rm = TRUE, deff = "replace")
  list(value = as.numeric(coef(m)), standardError = as.numeric(SE(m)),
       df = degf(subset(d, !is.na(d$variables[[name]]))), count = sum(!is.na(d$variables[[name]])),
       designEffect = as.numeric(deff(m)))
}
difference <- function(later, earlier) {
  value <- later$value - earlier$value
  error <- sqrt(later$standardError^2 + earlier$standardError^2)
  df <- later$df + earlier$df
  # Satterthwaite's, for the test and the interval.
  nu <- error^4 / (later$standardError^4 / later$df + earlier$standardError^4 / earlier$df)
  list(value = value, standardError = error, df = df, satterthwaite = nu,
       lower = value - qt(0.975, nu) * error, upper = value + qt(0.975, nu) * error,
       p = 2 * pt(-abs(value / error), nu), smallest = (qt(0.975, nu) + qt(0.8, nu)) * error)
}
# The index is a family of its own, by Holm.
adjusted <- function(rows) {
  p <- sapply(rows, function(r) r$p); index <- sapply(rows, function(r) r$score) == "INN"
  p[index] <- p.adjust(p[index], "holm"); p[!index] <- p.adjust(p[!index], "BH")
  for (i in seq_along(rows)) rows[[i]]$adjusted <- p[i]
  rows
}

means <- list(); changes <- list(); profile <- list()
for (w in c("w1", "w2")) for (c in c("a", "b")) for (s in scores)
  means[[length(means) + 1]] <- c(list(city = c, wave = w, score = s), mean_of(design(c, w), s))
for (c in c("a", "b")) for (s in scores)
  changes[[length(changes) + 1]] <- c(
    list(city = c, score = s), difference(mean_of(design(c, "w2"), s), mean_of(design(c, "w1"), s)))
for (s in scores)
  profile[[length(profile) + 1]] <- c(
    list(first = "a", second = "b", score = s),
    difference(mean_of(design("a", "w1"), s), mean_of(design("b", "w1"), s)))

d <- design("a", "w1")
fit <- svyglm(INN ~ I(SOC / 10) + I(OPN / 10) + I(sex == 2), design = d)
table <- summary(fit)$coefficients
drivers <- list(
  slopes = as.numeric(table[-1, 1]), standardErrors = as.numeric(table[-1, 2]),
  p = as.numeric(table[-1, 4]), adjusted = p.adjust(as.numeric(table[2:3, 4]), "BH"),
  count = length(fit$y), df = fit$df.residual)

news <- svymean(~factor(news), d, deff = "replace")
shares <- lapply(1:3, function(k) {
  ci <- attr(svyciprop(as.formula(paste0("~I(news == ", k, ")")), d, method = "logit"), "ci")
  list(value = as.numeric(coef(news)[k]), standardError = as.numeric(SE(news)[k]),
       lower = as.numeric(ci[1]), upper = as.numeric(ci[2]))
})

columns <- c("city", "wave", "stratum", "cluster", "weight", "sex", "news")
items <- c("SOC1", "SOC2", "SOC3", "OPN1", "OPN2", "OPN3", "OPN4", "INA1", "INA2", "INC1")
out <- list(
  versions = list(R = R.version.string, survey = as.character(packageVersion("survey"))),
  input = c(as.list(data[columns]), list(items = as.list(data[items]))),
  means = means, changes = adjusted(changes), profile = adjusted(profile), drivers = drivers, shares = shares)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null"),
      file.path(here, "innovation-potential.json"))
