# Rscript weighting/peer.R FILE: R's survey on the benchmark's interviews; seconds of wall time.
suppressMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
time <- function(name, runs, f) {
  s <- sort(sapply(seq_len(runs), function(i) system.time(r <<- f())[["elapsed"]]))
  cat(sprintf("%s: median %.1f ms (%.1f … %.1f, %d runs)\n", name, 1e3 * s[(runs + 1) %/% 2], 1e3 * s[1], 1e3 * s[runs], runs))
}
sizes <- c(2, 6, 5, 8, 10)
margins <- lapply(seq_along(sizes), function(m) {
  k <- seq_len(sizes[m]); f <- 1 + 0.3 * (k %% 3)
  setNames(data.frame(k, 1e6 * f / sum(f)), c(paste0("m", m), "Freq")) })
for (m in seq_along(sizes)) { d[[paste0("m", m)]] <- factor(d[[paste0("m", m)]]); margins[[m]][[1]] <- factor(margins[[m]][[1]]) }
d$city <- factor(d$city)
design <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, nest = TRUE, data = d)
time("raking to 5 margins", 3, function() rake(design, list(~m1, ~m2, ~m3, ~m4, ~m5), margins, control = list(maxit = 200, epsilon = 1e-6)))
cat(sprintf("first weight %.10f\n", weights(r)[1]))
set.seed(1)
time("500 bootstrap replicates, means by city", 1, function() svyby(~q, ~city, as.svrepdesign(design, type = "subbootstrap", replicates = 500), svymean))
print(r[1, ], digits = 12)
