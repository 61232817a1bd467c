# Changes over a split ballot by R's survey: svycontrast of svyby(…, covmat = TRUE) of the stacked rows of
# stacked-full.csv (all points return: the same clusters in each wave) and stacked-fresh.csv (none does:
# each wave has strata of its own). In w2 every second interview of a city was asked in the old words, the
# others in the new ones; w1 was asked in the old, w3 in the new. Makes split-ballots.json.
#
#   apt-get install r-cran-survey r-cran-jsonlite
#   Rscript Tests/Reference/split-ballots.R
suppressMessages({library(survey); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
figures <- function(by, contrast) {
  found <- svycontrast(by, contrast); list(value = unname(coef(found)), error = unname(SE(found))[1])
}
one <- function(name, city) {
  data <- read.csv(file.path(here, paste0("stacked-", name, ".csv")))
  data <- data[data$city == city, ]
  place <- ave(seq_len(nrow(data)), data$wave, FUN = seq_along)
  form <- ifelse(data$wave == "w1", "old", ifelse(data$wave == "w3", "new", ifelse(place %% 2 == 0, "old", "new")))
  data$cell <- paste(data$wave, form, sep = ".")
  data$points <- (data$SOC01 - 1) * 25; data$top <- as.numeric(data$SOC01 == 5)
  fresh <- name == "fresh"
  data$stratum <- if (fresh) paste(data$wave, data$district) else data$district
  data$unit <- if (fresh) paste(data$wave, data$district, data$point) else paste(data$district, data$point)
  design <- svydesign(ids = ~unit, strata = ~stratum, weights = ~weight, data = data)
  both <- function(formula) {
    by <- svyby(formula, ~cell, design, svymean, covmat = TRUE)
    list(old = figures(by, c("w1.old" = 1)), new = figures(by, c("w3.new" = 1)),
      effect = figures(by, c("w2.new" = 1, "w2.old" = -1)),
      within = figures(by, c("w2.old" = 1, "w1.old" = -1)),
      across = figures(by, c("w3.new" = 1, "w2.new" = -1, "w2.old" = 1, "w1.old" = -1)))
  }
  list(name = name, city = city, mean = both(~points), share = both(~top))
}
cases <- list()
for (name in c("full", "fresh")) for (city in c("alpha", "beta")) cases[[length(cases) + 1]] <- one(name, city)
write_json(list(versions = list(R = R.version.string, survey = as.character(packageVersion("survey"))), cases = cases),
  file.path(here, "split-ballots.json"), auto_unbox = TRUE, digits = NA, pretty = TRUE)
