# The peers of Sources/ordinal: psych and lavaan on the same answers.
#
#   swift run -c release ordinal FOLDER     (in this folder; writes the answers there)
#   Rscript ordinal.R FOLDER
suppressMessages({ library(psych); library(lavaan) })
folder <- commandArgs(trailingOnly = TRUE)[1]
twenty <- read.csv(file.path(folder, "twenty.csv")); many <- read.csv(file.path(folder, "many.csv"))
time <- function(name, f, runs = 3) { t <- sapply(seq_len(runs), function(i) system.time(f())["elapsed"])
  cat(sprintf("%s: median %.0f ms (%.0f … %.0f, %d runs)\n", name, 1e3 * median(t), 1e3 * min(t), 1e3 * max(t), runs)) }
options(mc.cores = 2)
time("psych::polychoric, 20 items, n = 5,000", function() polychoric(twenty, correct = 0, progress = FALSE))
model <- paste(sprintf("f%d =~ %s", 0:3, sapply(0:3, function(k) paste0("x", 5 * k + 1:5, collapse = " + "))), collapse = "\n")
fit <- NULL
time("lavaan WLSMV, 20 items, four factors, n = 5,000", function() fit <<- cfa(model, twenty, ordered = TRUE, estimator = "WLSMV"))
cat("  scaled χ²", format(fitMeasures(fit, "chisq.scaled"), digits = 12), "\n")
set.seed(1)
time("psych::polychoric of one resample of 25 items, n = 2,000 (100 are asked for)", function() polychoric(as.data.frame(lapply(many, sample)), correct = 0, progress = FALSE))
