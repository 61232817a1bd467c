# Lonely clusters (survey), alpha of all pairs of answers (psych), and an interval of the intraclass correlation
# by the jackknife over groups, written out.
#
#   apt-get install r-base-core r-cran-survey r-cran-psych r-cran-jsonlite
#   Rscript details.R             (in this folder; writes details.json)
suppressMessages({ library(survey); library(psych); library(jsonlite) })
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."),
  survey = as.character(packageVersion("survey")), psych = as.character(packageVersion("psych"))))

# --- five strata, one with a single point; group 1 lives in three of the strata
d <- data.frame(h = rep(1:5, c(6, 6, 6, 6, 3)), c = c(rep(1:12, each = 2), rep(13, 3)),
  y = c(3,5,4,6,2,3,7,8,6,5,9,7,4,4,5,6,3,2,8,9,7,6,5,6,1,2,2), w = 1 + (1:27) %% 3)
d$g <- ifelse(d$h %in% c(1, 2, 5), rep(1:2, length.out = 27), 2)
R$lonely <- list(data = d)
for (o in c("adjust", "average", "certainty")) {
  options(survey.lonely.psu = o, survey.adjust.domain.lonely = FALSE)
  s <- svydesign(id = ~c, strata = ~h, weights = ~w, data = d, nest = TRUE)
  R$lonely[[o]] <- list(mean = as.numeric(SE(svymean(~y, s))), total = as.numeric(SE(svytotal(~y, s))),
    domain = as.numeric(SE(svymean(~y, subset(s, g == 1)))))
}
# where the project differs, by hand: the distance from the mean of all points, and 5/4 for the four strata of five
within <- function(z) sum(sapply(split(z[1:12], rep(1:4, each = 3)), function(x) 3 / 2 * sum((x - mean(x))^2)))
z <- tapply(d$w * d$y, d$c, sum)
k <- d$g == 1; m <- sum((d$w * d$y)[k]) / sum(d$w[k])
u <- tapply(ifelse(k, d$w * (d$y - m) / sum(d$w[k]), 0), d$c, sum)
R$lonely$own <- list(adjustTotal = sqrt(within(z) + (z[[13]] - mean(z))^2), averageDomain = sqrt(within(u) * 5 / 4),
  averageDomainOfR = sqrt(within(u) * 3 / 2), adjustTotalOfR = sqrt(within(z) + z[[13]]^2))

# --- alpha of pairs, as psych::alpha has it by default
set.seed(7)
f <- rnorm(60); x <- as.data.frame(sapply(1:3, function(i) pmin(5, pmax(1, round(3 + f + rnorm(60))))))
names(x) <- c("SOC01", "SOC02", "SOC03")
x$SOC02[c(3, 9, 17, 30, 41)] <- NA; x$SOC03[c(9, 22, 35, 36, 55)] <- NA; x$SOC01[50] <- NA
R$pairs <- list(data = x, pairwise = suppressWarnings(alpha(x, check.keys = FALSE))$total$raw_alpha,
  listwise = suppressWarnings(alpha(na.omit(x), check.keys = FALSE))$total$raw_alpha)

# --- the intraclass correlation: analysis of variance of weighted answers, and the jackknife on Fisher's scale
g <- rep(1:8, c(6, 9, 7, 10, 5, 8, 8, 7)); y <- round(3 + rnorm(8)[g] * .6 + rnorm(length(g)), 2); w <- 1 + (seq_along(g) %% 3) / 2
icc <- function(y, g, w) {
  s <- function(v) sum(v); W <- s(w); y <- y - s(w * y) / W; G <- tapply(w, g, sum)
  T <- c(s(tapply(w * y, g, sum)^2 / G), s(w * y^2)) - s(w * y)^2 / W
  A <- rbind(c(W - s(G^2) / W, s(tapply(w^2, g, sum) / G) - s(w^2) / W), c(W - s(G^2) / W, W - s(w^2) / W))
  v <- solve(A, T); v[1] / sum(v)
}
n <- length(y) / 8; fisher <- function(r) log((1 + (n - 1) * r) / (1 - r)) / 2
zj <- sapply(1:8, function(i) fisher(icc(y[g != i], g[g != i], w[g != i])))
h <- qt(.975, 7) * sqrt(7 / 8 * sum((zj - mean(zj))^2)); b <- fisher(icc(y, g, w)) + c(-h, h)
R$icc <- list(y = y, group = g, weight = w, value = icc(y, g, w), limits = (exp(2 * b) - 1) / (exp(2 * b) + n - 1))
write_json(R, "details.json", digits = NA, auto_unbox = TRUE, na = "null")
