# Models of cities and waves taken together in which a stratum has a single point, under
# options(survey.lonely.psu = "adjust"), by R's survey over the stacked rows: makes
# lonely-stacked.json from the answers of stacked-full.csv (all points return) and
# stacked-fresh.csv (none does), of district D1 of alpha the first point of each wave only.
#
#   apt-get install r-cran-survey r-cran-jsonlite
#   Rscript Tests/Reference/lonely-stacked.R
suppressMessages({library(survey); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
options(survey.lonely.psu = "adjust", warn = -1)

run <- function(name) {
  data <- read.csv(file.path(here, paste0("stacked-", name, ".csv")))
  first <- ave(data$point, data$city, data$wave, data$district, FUN = min)
  data <- data[!(data$city == "alpha" & data$district == "D1") | data$point == first, ]
  data$w <- ave(data$weight, data$city, data$wave, FUN = function(x) x / mean(x))
  data$y <- 25 * (data$SOC01 - 1); data$high <- as.numeric(data$SOC01 == 5)
  data$stratum <- if (name == "fresh") paste(data$city, data$wave, data$district) else paste(data$city, data$district)
  figures <- function(formula, rows, family = gaussian()) {
    own <- data[rows, ]
    design <- svydesign(ids = ~point, strata = ~stratum, weights = ~w, data = own, nest = TRUE)
    m <- svyglm(formula, design, family = family, control = glm.control(epsilon = 1e-14, maxit = 100))
    list(values = unname(coef(m)), errors = unname(SE(m)))
  }
  list(
    name = name, all = figures(y ~ city + wave + SD2, TRUE), cities = figures(y ~ city + SD2, data$wave == "w1"),
    waves = figures(y ~ wave + SD2, data$city == "alpha"), one = figures(y ~ SD2, data$city == "alpha" & data$wave == "w1"),
    logistic = figures(high ~ city + wave + SD2, TRUE, quasibinomial()))
}

write_json(
  list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), survey = as.character(packageVersion("survey"))),
    cases = lapply(c("full", "fresh"), run)),
  file.path(here, "lonely-stacked.json"), auto_unbox = TRUE, digits = NA)
