# Draws studies by seed, runs the command and R's package survey on each, and compares every figure.
#
#   Rscript Tests/Reference/differential/run.R LOCI DESIGNS FIRST-SEED     (make differential)
#
# Debian 12: r-base-core, r-recommended, r-cran-survey, r-cran-jsonlite. Ends with 1 where a difference
# has no reason among 'explained' of figures.R; a line says which study, analysis and figure. KEEP=folder
# keeps the studies there.
suppressMessages({ library(survey); library(jsonlite); library(parallel) })
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
for (part in c("designs.R", "figures.R", "analyses.R", "../ordinal-fit.R")) source(file.path(here, part))
options(warn = -1)
arguments <- commandArgs(TRUE); command <- normalizePath(arguments[1]); number <- as.integer(arguments[2]); first <- as.integer(arguments[3])
kept <- Sys.getenv("KEEP"); root <- if (kept == "") tempfile("differential") else kept
analyses <- list(estimates = estimates, ratios = ratios, quantiles = quantiles, tests = tests, fits = fits, contrasts = contrasts, correlations = correlations,
  regressions = regressions, ordinals = ordinals, pooled = pooled, crossings = crossings, changes = changes, trends = trends)

examine <- function(seed) {
  resetTally(); s <- draw(seed); options(survey.lonely.psu = s$policy)
  s$loci <- command; s$folder <- file.path(root, seed); dir.create(s$folder, FALSE, TRUE)
  s <- drawReplicates(s); writeStudy(s, s$folder)
  s$extra <- if (s$replicates != "" && !s$inFile) c("--replicates", tolower(s$replicates), if (s$mse) "--mse")
  s$plain <- lapply(split(s$data, s$data$city), function(c) lapply(split(c, c$wave), function(d) { d$w <- as.numeric(d$w > 0); baseDesign(s, d) }))
  for (name in names(analyses)) {
    set.seed(seed + 1)
    tryCatch(analyses[[name]](s), error = function(e) note(name, paste("R stopped:", conditionMessage(e), deparse(conditionCall(e))[1])))
  }
  if (kept == "") unlink(s$folder, TRUE)
  about <- sprintf("seed %d (%s %d×%d, points %s%s%s%s, margins %d)", seed, if (s$replicates == "") "linearised" else paste0(s$replicates, if (s$inFile) " of the file"), length(s$cities), length(s$waves),
    s$points, if (s$panel) " panel" else "", if (s$lonely) paste0(", lonely ", s$policy) else "", if (s$sized) ", sizes" else "", s$margins)
  list(n = tally$n, worst = tally$worst, explained = tally$explained, lines = if (length(tally$lines)) paste(about, tally$lines, sep = " | "), kinds = tally$kinds)
}
results <- mclapply(first + seq_len(number) - 1, function(seed) tryCatch(examine(seed), error = function(e) list(n = 0, worst = 0, explained = sapply(explained, function(x) 0),
  lines = paste("seed", seed, "| stopped:", conditionMessage(e)), kinds = list())), mc.cores = as.integer(Sys.getenv("CORES", "2")))
lines <- unlist(lapply(results, `[[`, "lines")); if (length(lines)) cat(lines, sep = "\n")
counts <- Reduce(`+`, lapply(results, `[[`, "explained"))
for (k in sort(unique(unlist(lapply(results, function(r) names(r$kinds)))))) { x <- do.call(rbind, lapply(results, function(r) r$kinds[[k]]))
  cat(sprintf("  %-24s %7d figures, largest difference %.1e\n", k, sum(x[, 1]), max(x[, 2]))) }
for (k in names(counts)) cat(sprintf("  explained: %s: %d\n", explained[[k]], counts[[k]]))
cat(sprintf("%d designs, %d figures (R %s, survey %s): largest difference %.1e, explained %d, unexplained %d\n", length(results), sum(sapply(results, `[[`, "n")),
  getRversion(), packageVersion("survey"), max(sapply(results, `[[`, "worst")), sum(counts), length(lines)))
if (kept == "") unlink(root, TRUE)
quit(status = if (length(lines)) 1 else 0)
