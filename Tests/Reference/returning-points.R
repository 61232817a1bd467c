# How near the variance of a change between two waves comes to the truth where some points of a
# stratum return: over simulated surveys, by the design of the stacked rows with strata of the points
# alone (R's svydesign(ids = ~point, strata = ~stratum)), by strata of each wave with the points
# crossing them (ours), and by what the project did before (the first one's correlation). Makes
# returning-points.json: mean variance by the variance of the change.
#
#   Rscript Tests/Reference/returning-points.R          (some minutes)
library(jsonlite)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
set.seed(20261201, kind = "Mersenne-Twister", sample.kind = "Rejection")
total <- function(z, unit, stratum) { t <- rowsum(z, unit); s <- stratum[match(rownames(t), unit)]
  n <- as.numeric(table(s)[as.character(s)]); list(t = setNames(as.numeric(t), rownames(t)), s = s, dev = setNames(sqrt(n / (n - 1)) * (as.numeric(t) - ave(as.numeric(t), s)), rownames(t))) }
run <- function(strata, points, returning, apart, surveys = 1500, interviews = 8) {
  found <- replicate(surveys, {
    data <- do.call(rbind, lapply(seq_len(strata), function(h) {
      p2 <- c(seq_len(returning), if (returning < points) points + seq_len(points - returning))
      u <- rnorm(2 * points); one <- function(w, p) { v <- rnorm(2 * points, 0, .5)
        data.frame(w = w, h = h, p = rep(p, each = interviews), y = apart * h + rep(u[p] + v[p], each = interviews) + rnorm(points * interviews)) }
      rbind(one(1, seq_len(points)), one(2, p2)) }))
    point <- paste(data$h, data$p); is <- lapply(1:2, function(w) data$w == w)
    z <- lapply(1:2, function(w) ifelse(is[[w]], (data$y - mean(data$y[is[[w]]])) / sum(is[[w]]), 0))
    u <- lapply(z, function(x) total(x, point, data$h)$dev)
    own <- lapply(1:2, function(w) total(z[[w]][is[[w]]], point[is[[w]]], data$h[is[[w]]])$dev)
    both <- intersect(names(own[[1]]), names(own[[2]]))
    V <- sapply(own, function(d) sum(d^2)); U <- sapply(u, function(d) sum(d^2))
    c(mean(data$y[is[[2]]]) - mean(data$y[is[[1]]]), sum((u[[2]] - u[[1]])^2), sum(V) - 2 * sum(own[[1]][both] * own[[2]][both]),
      sum(V) - 2 * sum(u[[1]] * u[[2]]) / sqrt(prod(U)) * sqrt(prod(V)))
  })
  r <- rowMeans(found[-1, ]) / var(found[1, ])
  list(strata = strata, points = points, returning = returning, apart = apart, union = r[1], ours = r[2], before = r[3])
}
cases <- list(c(1, 10, 5, 0), c(1, 10, 10, 0), c(1, 10, 0, 0), c(4, 5, 2, 0), c(4, 5, 2, 1), c(4, 5, 4, 1), c(4, 5, 5, 1), c(6, 10, 8, .5))
results <- lapply(cases, function(k) do.call(run, as.list(k)))
for (r in results) cat(sprintf("%d strata of %d points, %d return, %.1f apart: union %.3f, ours %.3f, before %.3f\n", r$strata, r$points, r$returning, r$apart, r$union, r$ours, r$before))
write_json(list(versions = list(R = as.character(getRversion())), cases = results), file.path(here, "returning-points.json"), digits = 4, auto_unbox = TRUE)
