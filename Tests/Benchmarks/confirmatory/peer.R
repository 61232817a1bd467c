# The ladder of 20 cities and the three factors of Holzinger and Swineford by lavaan.
#
#   confirmatory cities.csv; Rscript peer.R cities.csv
suppressMessages(library(lavaan))
d <- read.csv(commandArgs(TRUE)[1]); m <- paste("f =~", paste(setdiff(names(d), "city"), collapse = " + "))
print(packageVersion("lavaan"))
total <- 0
for (equal in list("", "loadings", c("loadings", "intercepts"))) {
  arguments <- list(m, d, estimator = "MLR", group = "city")
  if (equal[1] != "") arguments$group.equal <- equal
  total <- total + system.time(f <- do.call("cfa", arguments))[["elapsed"]]
  print(fitMeasures(f, c("chisq", "df", "chisq.scaled")), digits = 15)
}
message("ladder of 20 cities: ", round(total, 1), " s")
three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
one <- replicate(15, system.time(cfa(three, HolzingerSwineford1939))[["elapsed"]])
message("three factors of nine items, ML: ", round(1000 * median(one)), " ms")
