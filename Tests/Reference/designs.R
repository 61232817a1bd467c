# Reference numbers for designs of several stages and for lonely clusters, from R's package survey
# and its own data sets api, mu284, nhanes, scd, election and hospital.
#
#   Rscript Tests/Reference/designs.R > Tests/Reference/designs.json
#
# Debian 12: r-base-core, r-cran-survey, r-cran-jsonlite. A grid: designs × statistics × answers
# complete and with holes (the 3rd, 10th … one). nhanes itself stands in survey.json.
suppressMessages({
  library(survey)
  library(jsonlite)
})
num <- function(x) unname(as.numeric(x))
est <- function(x) list(estimate = num(coef(x)), standardError = num(SE(x)))
data(api); data(nhanes); data(scd); data(mu284); data(election); data(hospital)
R <- list(versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))))

holes <- function(x) { x[seq_along(x) %% 7 == 3] <- NA; x }
small <- data.frame(a = c(1, 1, 1, 2, 2, 3), b = 1:6, y = c(3, 5, 4, 9, 7, 2), x = c(1, 2, 2, 3, 5, 4),
  w = c(2, 2, 2, 3, 3, 5), N1 = 10, N2 = c(6, 6, 6, 5, 5, 8))
wide <- data.frame(a = rep(1:3, each = 5), s = rep(c(1, 1, 2, 2, 3), 3), b = 1:15,
  y = c(3, 5, 4, 9, 7, 2, 6, 4, 8, 1, 7, 5, 3, 9, 4), x = c(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3),
  w = rep(c(2, 3, 2), each = 5), N1 = 12, N2 = rep(c(6, 6, 5, 5, 4), 3))
set.seed(11)
three <- expand.grid(c = 1:3, b = 1:3, a = 1:4)
three <- transform(three, s = (a - 1) %/% 2, y = round(rnorm(36, 50 + 5 * a, 9)), x = round(runif(36, 1, 9)),
  w = round(runif(36, 5, 20), 1), N1 = c(9, 12)[1 + (a - 1) %/% 2], N2 = 5 + a, N3 = 6 + b)
mu284$w <- 50 / 5 * mu284$n2 / 3
mu284$x <- seq_len(15)
hospital$x <- hospital$hospno
election_pps$y <- election_pps$Kerry; election_pps$x <- election_pps$Bush; election_pps$w <- election_pps$wt
election_pps <- election_pps[, c("y", "x", "w")]
data_of <- list(
  clus2 = with(apiclus2, data.frame(a = dnum, b = snum, y = api00, x = api99, w = pw, N1 = fpc1, N2 = as.numeric(fpc2))),
  mu284 = with(mu284, data.frame(a = id1, b = paste(id1, id2), y = y1, x = x, w = w, N1 = n1, N2 = n2)),
  hospital = with(hospital, data.frame(s = oblevel, y = births, x = x, w = weighta, N1 = tothosp)),
  election = election_pps, scd = with(scd, data.frame(s = ESA, a = ambulance, y = alive, x = arrests, w = 2 + ESA)),
  nhanes = with(nhanes, data.frame(s = SDMVSTRA, a = SDMVPSU, y = HI_CHOL, x = race, w = WTMEC2YR)),
  small = small, wide = wide, three = three)
data_of <- lapply(data_of, function(d) { d$z <- holes(d$y); d })
R$data <- lapply(data_of[names(data_of) != "nhanes"], function(d) {
  d$z <- NULL
  for (name in intersect(c("a", "b", "c", "s"), names(d))) d[[name]] <- as.character(d[[name]]); as.list(d) })

design_of <- list(
  clus2 = function(d) svydesign(ids = ~a + b, fpc = ~N1 + N2, weights = ~w, data = d),
  clus2First = function(d) svydesign(ids = ~a, fpc = ~N1, weights = ~w, data = d),
  clus2Replacement = function(d) svydesign(ids = ~a + b, weights = ~w, data = d),
  mu284 = function(d) svydesign(ids = ~a + b, fpc = ~N1 + N2, weights = ~w, data = d),
  hospital = function(d) svydesign(ids = ~1, strata = ~s, fpc = ~N1, weights = ~w, data = d),
  election = function(d) svydesign(ids = ~1, weights = ~w, data = d),
  scd = function(d) svydesign(ids = ~a, strata = ~s, weights = ~w, data = d, nest = TRUE),
  nhanes = function(d) svydesign(ids = ~a, strata = ~s, weights = ~w, data = d, nest = TRUE),
  three = function(d) { # strata at the first stage only
    d$one <- 1
    svydesign(ids = ~a + b + c, strata = ~s + one + one, fpc = ~N1 + N2 + N3, weights = ~w, data = d, nest = TRUE) })
grid <- function(design, d) {
  some <- subset(design, x > median(d$x))
  list(mean = est(svymean(~y, design, na.rm = TRUE)), total = est(svytotal(~y, design, na.rm = TRUE)),
    withHoles = est(svymean(~z, design, na.rm = TRUE)), totalWithHoles = est(svytotal(~z, design, na.rm = TRUE)),
    ratio = { r <- svyratio(~y, ~x, design, na.rm = TRUE); list(estimate = num(r$ratio), standardError = num(SE(r))) },
    domain = c(est(svymean(~y, some, na.rm = TRUE)), list(degreesOfFreedom = degf(some))),
    domainTotal = est(svytotal(~z, some, na.rm = TRUE)),
    covariance = num(vcov(svymean(~y + x, design, na.rm = TRUE))), degreesOfFreedom = degf(design))
}
R$grid <- lapply(names(design_of), function(name) {
  d <- data_of[[sub("First|Replacement", "", name)]]
  grid(design_of[[name]](d), d) })
names(R$grid) <- names(design_of)

# One cluster in a stratum, at the first stage and within a cluster: means, whose contributions add
# up to 0, so that R's distance from 0 is the distance from the mean.
lonely <- function(make, policies = c("certainty", "adjust", "average")) {
  out <- lapply(policies, function(p) { options(survey.lonely.psu = p); est(svymean(~y, make())) })
  names(out) <- policies; options(survey.lonely.psu = "fail"); out }
R$lonely <- list(
  first = lonely(function() svydesign(ids = ~1, strata = ~s, weights = ~w, data = subset(wide, b <= 5))),
  second = lonely(function() svydesign(ids = ~a + b, fpc = ~N1 + N2, weights = ~w, data = small), c("certainty", "adjust")),
  secondStrata = lonely(function() { d <- wide; d$one <- 1
    svydesign(ids = ~a + b, strata = ~one + s, fpc = ~N1 + N2, weights = ~w, data = d, nest = TRUE) }),
  refused = inherits(try(svymean(~y, svydesign(ids = ~a + b, fpc = ~N1 + N2, weights = ~w, data = small)), silent = TRUE), "try-error"))
cat(toJSON(R, digits = NA, auto_unbox = TRUE, na = "null"))
