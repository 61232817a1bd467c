# Reference numbers for the reliability of sums of ordered items (Green & Yang 2009).
#
# One group only: of groups with equal thresholds semTools 0.5.6 takes the scales for 1.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-semtools r-cran-jsonlite
#   Rscript omega-categorical.R        (in this folder, after bfi.R; writes omega-categorical.json)
suppressMessages({ library(lavaan); library(semTools); library(jsonlite) })
bfi <- na.omit(read.csv("bfi.csv"))[, c(paste0("A", 1:5), paste0("C", 1:5))]
for (item in c("A1", "C4", "C5")) bfi[[item]] <- 7 - bfi[[item]]
model <- "agree =~ A1 + A2 + A3 + A4 + A5\nsteady =~ C1 + C2 + C3 + C4 + C5"
fit <- function(...) suppressWarnings(cfa(model, bfi, ordered = names(bfi)[1:10], estimator = "WLSMV", control = list(rel.tol = 1e-15), ...))
omega <- function(f) list(observed = as.list(compRelSEM(f, obs.var = TRUE)), implied = as.list(compRelSEM(f, obs.var = FALSE)))
num <- function(x) unname(as.numeric(x))
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan")), semTools = as.character(packageVersion("semTools"))),
  one = omega(fit()), theta = omega(fit(parameterization = "theta")))
writeLines(toJSON(R, digits = I(15), auto_unbox = TRUE, pretty = 1), "omega-categorical.json")
