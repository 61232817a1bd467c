# Rscript peer.R FILE: R's survey on the benchmark's interviews; seconds of wall time.
suppressMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
time <- function(name, runs, f) {
  s <- sort(sapply(seq_len(runs), function(i) system.time(r <<- f())[["elapsed"]]))
  cat(sprintf("%s: median %.1f ms (%.1f … %.1f, %d runs)\n", name, 1e3 * s[(runs + 1) %/% 2], 1e3 * s[1], 1e3 * s[runs], runs))
}
for (v in c("city", "row", "column")) d[[v]] <- factor(d[[v]])
design <- svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, nest = TRUE, data = d)
time("means by city with Taylor errors", 5, function() svyby(~q, ~city, design, svymean))
print(r[1, ], digits = 12)
time("10 x 8 crosstab, Rao and Scott", 3, function() svychisq(~row + column, design))
cat(sprintf("F %.10f, p %.10g\n", r$statistic, r$p.value))
