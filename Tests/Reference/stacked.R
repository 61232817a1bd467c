# Models, margins, contrasts and differences in differences of two cities and three waves taken
# together, by R's survey where all points return or none does, and by arithmetic with the same
# influence values where some do: makes stacked-full.csv, stacked-part.csv, stacked-fresh.csv
# (answers from R's own generator, nobody was asked) and stacked.json.
#
#   apt-get install r-cran-survey r-cran-jsonlite
#   Rscript Tests/Reference/stacked.R
suppressMessages({library(survey); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
set.seed(20261201, kind = "Mersenne-Twister", sample.kind = "Rejection")
cities <- c("alpha", "beta"); waves <- c("w1", "w2", "w3")

# Six points of a district in each wave; `stay` of them are those of the wave before.
make <- function(stay) {
  rows <- list()
  for (city in cities) for (d in 1:3) {
    points <- 1:6; level <- rnorm(60, 0, .8); last <- 6
    for (w in 1:3) {
      if (w > 1 && stay < 6) { points <- c(points[seq_len(stay)], last + seq_len(6 - stay)); last <- last + 6 - stay }
      for (p in points) {
        n <- sample(9:12, 1); u <- level[p] + rnorm(1, 0, .3)
        sex <- sample(1:2, n, TRUE); age <- sample(18:80, n, TRUE)
        x <- .4 * d + .3 * (city == "beta") + .25 * w + .35 * (city == "beta") * (w == 3) - .3 * (sex == 2) + .01 * age + u + rnorm(n)
        rows[[length(rows) + 1]] <- data.frame(city = city, wave = waves[w], district = paste0("D", d), point = p,
          weight = round(runif(n, .5, 2) * (1 + .4 * (city == "beta")), 3), SD1 = sex, SD2 = age,
          SOC01 = 1 + findInterval(x, c(-.2, .7, 1.6, 2.5)), SOC02 = sample(1:5, n, TRUE), SOC03 = 1 + findInterval(x + rnorm(n), c(-.3, .6, 1.7, 2.6)))
      }
    }
  }
  data <- do.call(rbind, rows)
  for (j in c("INA1", "INA2", "INA3", "INC1", "INC2", "INC3")) data[[j]] <- sample(1:5, nrow(data), TRUE)
  cbind(id = paste0("r", seq_len(nrow(data))), data)
}

# Deviations by point within the stratum of a city and wave, summed over the waves that went to it.
stacked <- function(z, data) {
  z <- as.matrix(z)
  own <- paste(data$city, data$wave, data$district); unit <- paste(own, data$point)
  t <- rowsum(z, unit); first <- match(rownames(t), unit); s <- own[first]
  n <- as.numeric(ave(rep(1, length(s)), s, FUN = sum)); n <- tapply(rep(1, length(s)), s, sum)[s]
  dev <- apply(t, 2, function(x) sqrt(n / (n - 1)) * (x - ave(x, s)))
  crossprod(rowsum(dev, paste(data$city, data$district, data$point)[first]))
}

fit <- function(formula, data, family = gaussian()) {
  m <- suppressWarnings(glm(formula, data, family = family, weights = w, control = glm.control(epsilon = 1e-14, maxit = 100)))
  X <- model.matrix(m); y <- m$y; mu <- fitted(m); d <- family$mu.eta(m$linear.predictors)
  A <- solve(crossprod(X, X * data$w * d))
  list(model = m, beta = coef(m), X = X, influence = (X * data$w * (y - mu)) %*% A, formula = formula, family = family)
}
figures <- function(value, V, names) list(names = names, values = unname(value), errors = unname(sqrt(diag(V))))
ours <- function(x) { x <- gsub("city(beta)", "city=\\1", x); x <- gsub("wave(w[23])", "wave=\\1", x); x <- gsub("sex2", "sex=2", x); x }

# The mean of what is predicted with some columns set, and what each row adds to it.
predicted <- function(f, data, set, sampled) {
  other <- data; for (k in names(set)) other[[k]] <- factor(set[[k]], levels = levels(data[[k]]))
  X <- model.matrix(delete.response(terms(f$model)), other, xlev = f$model$xlevels)
  eta <- drop(X %*% f$beta); mu <- f$family$linkinv(eta); w <- data$w / sum(data$w)
  g <- colSums(w * f$family$mu.eta(eta) * X); m <- sum(w * mu)
  list(value = m, influence = drop(f$influence %*% g) + if (sampled) w * (mu - m) else 0)
}
slope <- function(f, data) {
  at <- function(h) { other <- data; other$SD2 <- other$SD2 + h; X <- model.matrix(delete.response(terms(f$model)), other, xlev = f$model$xlevels); X }
  X <- at(0); D <- at(1) - X; eta <- drop(X %*% f$beta); s <- drop(D %*% f$beta); w <- data$w / sum(data$w)
  d <- f$family$mu.eta(eta); curve <- if (f$family$link == "logit") d * (1 - 2 * f$family$linkinv(eta)) else if (f$family$link == "log") d else 0 * d
  g <- colSums(w * (curve * s * X + d * D))
  list(value = sum(w * d * s), influence = drop(f$influence %*% g))
}
table <- function(parts, data, names) { Z <- sapply(parts, function(p) p$influence); figures(sapply(parts, function(p) p$value), stacked(Z, data), names) }

run <- function(name, stay) {
  data <- make(stay)
  write.csv(data, file.path(here, paste0("stacked-", name, ".csv")), row.names = FALSE, quote = FALSE)
  data$w <- ave(data$weight, data$city, data$wave, FUN = function(x) x / mean(x))
  data$y <- 25 * (data$SOC01 - 1); data$high <- as.numeric(data$SOC01 == 5)
  data$city <- factor(data$city); data$wave <- factor(data$wave); data$sex <- factor(data$SD1)
  data$after <- as.numeric(data$wave == "w3" & data$city == "beta")
  data$stratum <- if (name == "fresh") paste(data$city, data$wave, data$district) else paste(data$city, data$district)
  design <- svydesign(ids = ~point, strata = ~stratum, weights = ~w, data = data, nest = TRUE)
  out <- list(name = name, df = degf(design))
  models <- list(
    plain = list(y ~ city * wave, gaussian()),
    adjusted = list(y ~ city + wave + sex + SD2 + city:wave + sex:SD2, gaussian()),
    logistic = list(high ~ city + sex + wave + SD2 + city:sex, quasibinomial()),
    poisson = list(SD2 ~ city + wave + city:wave, quasipoisson()))
  for (m in names(models)) {
    f <- fit(models[[m]][[1]], data, models[[m]][[2]])
    V <- stacked(f$influence, data)
    known <- svyglm(models[[m]][[1]], design, family = models[[m]][[2]], control = glm.control(epsilon = 1e-14, maxit = 100))
    if (name != "part") stopifnot(max(abs(V / vcov(known) - 1)) < 1e-7, max(abs(f$beta / coef(known) - 1)) < 1e-9)
    out[[m]] <- figures(f$beta, V, ours(names(f$beta)))
    # How far errors of a design lie off that knows no strata of waves.
    out[[m]]$union <- unname(sqrt(diag(vcov(known)))); out[[m]]$residual <- known$df.residual
    if (m != "poisson") {
      cells <- expand.grid(wave = waves, city = cities, stringsAsFactors = FALSE)
      cell <- lapply(seq_len(nrow(cells)), function(i) predicted(f, data, list(city = cells$city[i], wave = cells$wave[i]), TRUE))
      out[[m]]$margins <- table(cell, data, paste0("city=", cells$city, ":wave=", cells$wave))
      if (m == "adjusted" && name == "full") {
        # R adds the variance of the coefficients to that of the people averaged over.
        design$variables$cell <- interaction(data$city, data$wave)
        known <- svypredmeans(svyglm(y ~ sex + SD2 + sex:SD2, design), ~cell)
        fixed <- sapply(seq_len(nrow(cells)), function(i) predicted(f, data, list(city = cells$city[i], wave = cells$wave[i]), FALSE)$influence)
        place <- match(paste0(cells$city, ".", cells$wave), names(coef(known)))
        stopifnot(max(abs(coef(known)[place] / sapply(cell, function(p) p$value) - 1)) < 1e-9,
          max(abs(attr(attr(known, "var"), "parts")[[1]][place, place] / stacked(fixed, data) - 1)) < 1e-6)
      }
      Z <- sapply(cell, function(p) p$influence)
      # (beta w3 − beta w1) − (alpha w3 − alpha w1)
      k <- c(1, 0, -1, -1, 0, 1)
      out[[m]]$contrast <- figures(sum(k * sapply(cell, function(p) p$value)), stacked(Z %*% k, data), "did")
      average <- function(set) predicted(f, data, set, FALSE)
      less <- function(a, b) list(value = a$value - b$value, influence = a$influence - b$influence)
      effects <- list(less(average(list(city = "beta")), average(list(city = "alpha"))),
        less(average(list(wave = "w2")), average(list(wave = "w1"))), less(average(list(wave = "w3")), average(list(wave = "w1"))))
      labels <- c("city=beta", "wave=w2", "wave=w3")
      if (m != "plain") {
        effects <- c(effects, list(less(average(list(sex = "2")), average(list(sex = "1"))), slope(f, data)))
        labels <- c(labels, "sex=2", "SD2")
      }
      out[[m]]$effects <- table(effects, data, labels)
    }
  }
  f <- fit(y ~ city + wave + sex + after, data)
  out$differences <- figures(f$beta, stacked(f$influence, data), sub("^after$", "city=beta:after", ours(names(f$beta))))
  data$earlier <- as.numeric(data$wave == "w2") * (data$city == "beta")
  f <- fit(y ~ city + wave + sex + after + earlier, data)
  k <- which(names(f$beta) == "earlier"); V <- stacked(f$influence, data)[k, k]
  out$parallel <- list(F = unname(f$beta[k]^2 / V), df = degf(design) + 1 - length(f$beta))
  if (name != "part") {
    design$variables$earlier <- data$earlier
    known <- regTermTest(svyglm(y ~ city + wave + sex + after + earlier, design), ~earlier, method = "Wald")
    stopifnot(abs(known$Ftest / out$parallel$F - 1) < 1e-7)
  }
  # Cells of two groupings.
  mean_ <- function(b) { w <- data$w * b / sum(data$w * b); m <- sum(w * data$y); list(value = m, influence = w * (data$y - m)) }
  own <- function(c, s) mean_(data$city == c & data$sex == s & data$wave == "w1")
  parts <- list(own("alpha", "1"), own("alpha", "2"), own("beta", "1"), own("beta", "2"))
  Z <- sapply(parts, function(p) p$influence); k <- c(1, -1, -1, 1)
  out$cells <- figures(sum(k * sapply(parts, function(p) p$value)), stacked(Z %*% k, data), "alpha:1 - alpha:2 - beta:1 + beta:2")
  at <- function(w) mean_(data$city == "alpha" & data$wave == w)
  parts <- lapply(waves, at); Z <- sapply(parts, function(p) p$influence); k <- c(-1, 0, 1)
  out$change <- figures(sum(k * sapply(parts, function(p) p$value)), stacked(Z %*% k, data), "w3 - w1")
  # The line through three waves and what departs from it.
  k <- cbind(slope = c(-.5, 0, .5), bend = c(1, -2, 1)); value <- drop(sapply(parts, function(p) p$value) %*% k)
  V <- stacked(Z %*% k, data)
  out$trend <- figures(value, V, colnames(k))
  if (name == "full") {
    by <- svyby(~y, ~city + wave, design, svymean, covmat = TRUE)
    known <- svycontrast(by, c(alpha.w3 = 1, alpha.w1 = -1))
    stopifnot(abs(SE(known) / out$change$errors - 1) < 1e-9)
    known <- svycontrast(by, c(alpha.w1 = 1, alpha.w2 = -2, alpha.w3 = 1))
    stopifnot(abs(SE(known) / out$trend$errors[2] - 1) < 1e-9)
  }
  out
}
results <- list(run("full", 6), run("part", 3), run("fresh", 0))
write_json(list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))), cases = results),
  file.path(here, "stacked.json"), digits = I(15), auto_unbox = TRUE)
for (r in results) cat(r$name, "union of points beside strata of waves:", range(r$plain$union / r$plain$errors), "\n")
