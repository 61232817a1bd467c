# Reference numbers for the error of ordinal α: the delta method on lavaan's asymptotic covariance
# of polychoric correlations, beside a bootstrap of the interviews.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-jsonlite
#   Rscript ordinal-alpha.R        (in this folder, beside bfi.csv; about half a minute)
#
# Writes ordinal-alpha.json, unrounded.
suppressMessages({ library(lavaan); library(jsonlite) })
set.seed(11)
items <- c("A2", "A3", "A4", "A5"); complete <- na.omit(read.csv("bfi.csv"))[, items]
n <- nrow(complete); p <- length(items); pairs <- p * (p - 1) / 2
alpha <- function(r) { m <- mean(r); p * m / (1 + (p - 1) * m) }

fit <- lavCor(complete, ordered = items, output = "fit", se = "robust.sem")
found <- parameterEstimates(fit); isPair <- found$op == "~~" & found$lhs != found$rhs
r <- found$est[isPair]; m <- mean(r)
slope <- p / (1 + (p - 1) * m)^2 / pairs   # of α by each correlation
V <- vcov(fit); own <- paste0(found$lhs, "~~", found$rhs)[isPair]; V <- unclass(V)[own, own]
delta <- sqrt(sum(slope^2 * V))

# n interviews drawn with replacement, as they are.
drawn <- replicate(200, alpha({ R <- lavCor(complete[sample(n, n, TRUE), ], ordered = items); R[lower.tri(R)] }))

writeLines(toJSON(list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan"))),
  items = items, count = n, correlations = r, correlationErrors = sqrt(diag(V)), ordinalAlpha = alpha(r), deltaError = delta,
  bootstrap = list(samples = length(drawn), error = sd(drawn))), digits = NA, auto_unbox = TRUE, pretty = 1), "ordinal-alpha.json")
