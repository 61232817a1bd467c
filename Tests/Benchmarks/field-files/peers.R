# One reading of a file of `generate` by a peer, all columns typed; prints seconds, peak MiB and rows.
#
#   Rscript peers.R fread|readr|vroom A|B|C|D FILE
arguments <- commandArgs(trailingOnly = TRUE)
tool <- arguments[1]; comma <- arguments[2] == "C"; path <- arguments[3]
delimiter <- if (comma) ";" else ","
marks <- list(decimal_mark = if (comma) "," else ".", grouping_mark = if (comma) "." else ",")
suppressMessages(library(if (tool == "fread") "data.table" else tool, character.only = TRUE))

read <- switch(tool,
  fread = function() fread(path, sep = delimiter, dec = marks$decimal_mark, nThread = 2, showProgress = FALSE),
  readr = function() read_delim(path, delim = delimiter, locale = do.call(readr::locale, marks), num_threads = 2,
    progress = FALSE, show_col_types = FALSE, lazy = FALSE),
  vroom = function() vroom(path, delim = delimiter, locale = do.call(vroom::locale, marks), num_threads = 2,
    progress = FALSE, show_col_types = FALSE, altrep = FALSE))

time <- system.time(answers <- read())
peak <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
cat(sprintf("%s, %s: %.3f s of wall time, %.3f s of processor time, %.0f MiB, %d rows\n", tool, arguments[2],
  time[["elapsed"]], time[["user.self"]] + time[["sys.self"]], as.numeric(gsub("[^0-9]", "", peak)) / 1024,
  nrow(answers)))
