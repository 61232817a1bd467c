# Reference numbers for correlations by full information: ten items of bfi.csv with the answers that
# are missing there.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-jsonlite
#   Rscript full-information.R        (in this folder, after bfi.R; writes full-information.json)
suppressMessages({ library(lavaan); library(jsonlite) })
items <- c(paste0("A", 1:5), paste0("C", 1:5))
bfi <- read.csv("bfi.csv")[, items]
free <- paste(c(outer(items, items, paste, sep = " ~~ ")[upper.tri(diag(10), diag = TRUE)], paste(items, "~ 1")), collapse = "\n")
fit <- lavaan(free, bfi, missing = "fiml", em.h1.tol = 1e-14, em.h1.iter.max = 10000, control = list(rel.tol = 1e-14))
S <- lavInspect(fit, "sampstat.h1"); C <- unclass(S$cov)[items, items]
# the errors of correlations: the saturated model's sandwich of observed information
robust <- lavaan(free, bfi, missing = "fiml", estimator = "MLR", em.h1.tol = 1e-14, em.h1.iter.max = 10000, control = list(rel.tol = 1e-14))
z <- standardizedSolution(robust); z <- z[z$op == "~~" & z$lhs != z$rhs, ]
errors <- matrix(0, 10, 10, dimnames = list(items, items)); errors[cbind(z$lhs, z$rhs)] <- errors[cbind(z$rhs, z$lhs)] <- z$se
writeLines(toJSON(list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan"))),
  count = lavInspect(fit, "nobs"), means = unname(as.numeric(S$mean[items])), correlations = unname(matrix(as.numeric(cov2cor(C)), 10)), errors = unname(errors)), digits = NA, auto_unbox = TRUE), "full-information.json")
