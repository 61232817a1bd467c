# Trends of a mean over five waves and over the first three of them, where all points return, by R's
# svyby and svycontrast, and where four of six do, by arithmetic with the same influence values:
# makes trends-full.csv, trends-part.csv (answers from R's own generator) and trends.json.
#
#   Rscript Tests/Reference/trends.R
suppressMessages({library(survey); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
set.seed(20261202, kind = "Mersenne-Twister", sample.kind = "Rejection")
waves <- paste0("w", 1:5)
# The middle of each fieldwork.
times <- as.numeric(as.Date(c("2020-05-05", "2021-05-10", "2022-11-05", "2023-05-05", "2025-05-05"))) / 365.25
make <- function(stay) do.call(rbind, lapply(1:3, function(d) {
  level <- rnorm(60, 0, .5); points <- 1:6; last <- 6
  do.call(rbind, lapply(1:5, function(w) {
    if (w > 1 && stay < 6) { points <<- c(points[seq_len(stay)], last + seq_len(6 - stay)); last <<- last + 6 - stay }
    do.call(rbind, lapply(points, function(p) {
      n <- sample(9:12, 1); x <- .4 * d + c(0, .2, .8, .5, .9)[w] + level[p] + rnorm(1, 0, .2) + rnorm(n)
      data.frame(wave = waves[w], district = paste0("D", d), point = p, weight = round(runif(n, .5, 2), 3),
        SOC01 = 1 + findInterval(x, c(-.2, .7, 1.6, 2.5)), SD1 = sample(1:2, n, TRUE), SD2 = sample(18:80, n, TRUE))
    }))
  }))
}))
stacked <- function(z, data) {
  own <- paste(data$wave, data$district); unit <- paste(own, data$point); t <- rowsum(z, unit); first <- match(rownames(t), unit); s <- own[first]
  n <- tapply(rep(1, length(s)), s, sum)[s]
  crossprod(rowsum(apply(t, 2, function(x) sqrt(n / (n - 1)) * (x - ave(x, s))), paste(data$district, data$point)[first]))
}
wald <- function(C, m, V, df) { d <- C %*% m; F <- drop(t(d) %*% solve(C %*% V %*% t(C), d)) / nrow(C); list(F = F, p = pf(F, nrow(C), df, lower.tail = FALSE)) }
one <- function(data, used, at) {
  data <- data[data$wave %in% used, ]; data$y <- 25 * (data$SOC01 - 1); k <- length(used)
  Z <- sapply(used, function(w) { b <- data$weight * (data$wave == w); b / sum(b) * (data$y - sum(b * data$y) / sum(b)) })
  m <- sapply(used, function(w) weighted.mean(data$y[data$wave == w], data$weight[data$wave == w]))
  V <- stacked(Z, data); df <- length(unique(paste(data$district, data$point))) - 3
  slope <- (at - mean(at)) / sum((at - mean(at))^2)
  # What the rest of the orthogonal polynomials span.
  curves <- t(contr.poly(k, scores = at)[, -1, drop = FALSE])
  pairs <- do.call(rbind, lapply(1:(k - 1), function(s) cbind(1:(k - s), (1 + s):k)))
  change <- apply(pairs, 1, function(p) m[p[2]] - m[p[1]]); errors <- apply(pairs, 1, function(p) sqrt(V[p[1], p[1]] + V[p[2], p[2]] - 2 * V[p[1], p[2]]))
  list(means = unname(m), errors = unname(sqrt(diag(V))), df = df, slope = sum(slope * m), slopeError = sqrt(drop(slope %*% V %*% slope)),
    departure = wald(curves, m, V, df), change = wald(cbind(-1, diag(k - 1)), m, V, df), V = V,
    pairs = list(names = paste(used[pairs[, 1]], "→", used[pairs[, 2]]), values = unname(change), errors = unname(errors),
      adjusted = unname(p.adjust(2 * pt(abs(change / errors), df, lower.tail = FALSE), "holm"))))
}
run <- function(name, stay) {
  data <- make(stay); data <- cbind(id = paste0("r", seq_len(nrow(data))), data)
  for (j in c("SOC02", "SOC03", "INA1", "INA2", "INA3", "INC1", "INC2", "INC3")) data[[j]] <- sample(1:5, nrow(data), TRUE)
  write.csv(data, file.path(here, paste0("trends-", name, ".csv")), row.names = FALSE, quote = FALSE)
  out <- list(name = name, five = one(data, waves, times), even = one(data, waves, 0:4), three = one(data, waves[1:3], 0:2))
  if (name == "full") {
    data$y <- 25 * (data$SOC01 - 1)
    by <- svyby(~y, ~wave, svydesign(~point, strata = ~district, weights = ~weight, data = data, nest = TRUE), svymean, covmat = TRUE)
    stopifnot(max(abs(vcov(by) / out$five$V - 1)) < 1e-8)
    k <- (times - mean(times)) / sum((times - mean(times))^2); names(k) <- waves
    known <- svycontrast(by, k); stopifnot(abs(coef(known) / out$five$slope - 1) < 1e-9, abs(SE(known) / out$five$slopeError - 1) < 1e-9)
  }
  out$five$V <- out$even$V <- out$three$V <- NULL
  out
}
results <- list(run("full", 6), run("part", 4))
write_json(list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))), cases = results),
  file.path(here, "trends.json"), digits = I(15), auto_unbox = TRUE)
