# readers.R READER FOLDER OUT: as readers.py, for fread, readr (read_csv) and readr-guessing (read_delim).
arguments <- commandArgs(trailingOnly = TRUE)
reader <- arguments[1]
folder <- arguments[2]
out <- arguments[3]
suppressPackageStartupMessages(library(data.table))
read <- switch(reader,
  fread = function(path) fread(path, showProgress = FALSE),
  readr = function(path)
    readr::read_csv(path, show_col_types = FALSE, progress = FALSE, num_threads = 1),
  "readr-guessing" = function(path)
    readr::read_delim(path, show_col_types = FALSE, progress = FALSE, num_threads = 1))
version <- packageVersion(if (reader == "fread") "data.table" else "readr")
dir.create(out, showWarnings = FALSE, recursive = TRUE)
writeLines(as.character(version), file.path(out, "version"))
for (path in list.files(folder, pattern = "[.]csv$", full.names = TRUE)) {
  stem <- sub("[.]csv$", "", basename(path))
  said <- NULL
  frame <- tryCatch(
    withCallingHandlers(
      read(path),
      warning = function(condition) {
        said <<- conditionMessage(condition)
        invokeRestart("muffleWarning")
      }),
    error = function(condition) condition)
  if (inherits(frame, "condition")) {
    writeLines(conditionMessage(frame), file.path(out, paste0(stem, ".error")))
    next
  }
  if (ncol(frame) == 0) {
    file.create(file.path(out, paste0(stem, ".csv")))
  } else {
    # fwrite leaves names of one line unquoted even where they hold a quote: they are written here.
    rows <- rbindlist(list(
      as.data.table(t(names(frame))),
      setnames(as.data.table(lapply(frame, as.character)), paste0("V", seq_along(frame)))))
    fwrite(rows, file.path(out, paste0(stem, ".csv")), col.names = FALSE, na = "", quote = TRUE)
  }
  if (!is.null(said)) writeLines(said, file.path(out, paste0(stem, ".told")))
}
