# Robust CFI, TLI and RMSEA of models of ordered items (Savalei 2021), as lavaan has them, and by hand where it divides
# the baseline's trace by each group's share of the interviews.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-jsonlite
#   Rscript robust-fit.R          (in this folder; writes robust-fit.json)
suppressMessages({ library(lavaan); library(jsonlite) })
set.seed(20)
it <- c("SOC01", "SOC02", "SOC03", "INA1", "INA2", "INA3")
make <- function(n) { f <- rnorm(n); g <- .5 * f + rnorm(n, 0, .8)
  x <- sapply(1:6, function(i) pmin(5, pmax(1, round(3 + (if (i < 4) f else g) + rnorm(n, 0, .9)))))
  colnames(x) <- it; as.data.frame(x) }
d <- rbind(cbind(city = "alpha", make(180)), cbind(city = "beta", make(220)))
m <- paste("F =~", paste(it, collapse = " + "))
keys <- c("chisq", "df", "cfi.robust", "tli.robust", "rmsea.robust", "rmsea.ci.lower.robust", "rmsea.ci.upper.robust")
out <- function(f) { a <- fitMeasures(f); as.list(setNames(as.numeric(a[keys]), gsub("\\.([a-z])", "\\U\\1", keys, perl = TRUE))) }
run <- function(data, ...) cfa(m, data, estimator = "WLSMV", ordered = it, control = list(rel.tol = 1e-13), optim.force.converged = TRUE, ...)
one <- run(d[d$city == "alpha", ]); two <- run(d, group = "city")
X <- sum(sapply(1:2, function(g) -lavInspect(two, "nobs")[g] * log(det(unclass(lavInspect(two, "sampstat")[[g]]$cov)))))
E <- sapply(1:2, function(g) { G <- unclass(lavInspect(two, "gamma")[[g]]); k <- length(lavInspect(two, "sampstat")[[g]]$th)
  sum(diag(G)[-(1:k)]) })
# X - E of the model from lavaan's own RMSEA
excess <- fitMeasures(two, "rmsea.robust")^2 / 2 * (nrow(d) - 2) * fitMeasures(two, "df")
by.hand <- list(cfi = 1 - as.numeric(excess) / (X - sum(E)),
  cfiOfLavaan = 1 - as.numeric(excess) / (X - sum(E * nrow(d) / lavInspect(two, "nobs"))))
write_json(list(versions = list(lavaan = as.character(packageVersion("lavaan"))), data = d, single = out(one), groups = out(two),
  hand = by.hand), "robust-fit.json", digits = NA, auto_unbox = TRUE)
