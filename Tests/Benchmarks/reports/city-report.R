# The report that one would write in R instead: two cities, two waves, 600 interviews each, nine scales
# of five items, by survey, psych, lavaan, ggplot2 and rmarkdown. Prints what each stage takes.
#
#   Rscript city-report.R FOLDER     (the data and eight pages are written there)
suppressMessages({ library(survey); library(psych); library(lavaan); library(ggplot2); library(rmarkdown) })
folder <- commandArgs(trailingOnly = TRUE)[1]
dir.create(folder, showWarnings = FALSE, recursive = TRUE)
begun <- proc.time()[["elapsed"]]
stage <- function(name, work) {
  start <- proc.time(); result <- force(work); took <- proc.time() - start
  cat(sprintf("%-36s %6.2f s, %6.2f s of the processor\n", name, took[["elapsed"]], sum(took[c(1, 2, 4, 5)])))
  invisible(result)
}
quiet <- function(work) suppressWarnings(suppressMessages({ capture.output(result <- force(work)); result }))

set.seed(20251125)
scales <- paste0("f", 1:9); items <- lapply(scales, paste0, "_", 1:5); names(items) <- scales
draw <- function(city, wave, n = 600) {
  answers <- lapply(scales, function(scale) { score <- rnorm(n, mean = 0.1 * (city == 2))
    sapply(1:5, function(item) findInterval(0.7 * score + rnorm(n, sd = 0.7), c(-1.2, -0.4, 0.4, 1.2)) + 1) })
  answers <- do.call(cbind, answers); colnames(answers) <- unlist(items)
  data.frame(city = city, wave = wave, stratum = rep(1:8, length.out = n),
    point = paste(city, wave, rep(1:40, length.out = n)), sex = sample(2, n, TRUE), age = sample(6, n, TRUE),
    education = sample(3, n, TRUE), answers)
}
file <- file.path(folder, "answers.csv")
samples <- expand.grid(city = 1:2, wave = 1:2)
write.csv(do.call(rbind, Map(draw, samples$city, samples$wave)), file, row.names = FALSE)

answers <- stage("read one clean CSV", read.csv(file))
groups <- list(~sex, ~age, ~education)
margins <- list(data.frame(sex = 1:2, Freq = 6e4 * c(0.46, 0.54)), data.frame(age = 1:6, Freq = 1e4),
  data.frame(education = 1:3, Freq = 6e4 * c(0.3, 0.4, 0.3)))
designs <- stage("rake four samples", lapply(split(answers, list(answers$city, answers$wave)), function(sample)
  rake(svydesign(~point, strata = ~stratum, weights = rep(100, nrow(sample)), data = sample, nest = TRUE), groups,
    margins)))
distributions <- stage("distributions of 45 items", lapply(designs, function(design)
  lapply(unlist(items), function(item) svymean(reformulate(sprintf("factor(%s)", item)), design))))
stage("means by three groups", lapply(designs, function(design) lapply(groups, function(group)
  lapply(scales, function(scale) svyby(reformulate(paste0(scale, "_1")), group, design, svymean)))))
stage("alpha and omega", lapply(items, function(names)
  quiet(list(psych::alpha(answers[names]), psych::omega(answers[names], 1, plot = FALSE)))))
stage("parallel analysis and factors", quiet({
  fa.parallel(answers[unlist(items)], fa = "fa", plot = FALSE, n.iter = 20)
  fa(answers[unlist(items)], 9, rotate = "oblimin") }))
answers$sample <- paste(answers$city, answers$wave)
stage("invariance of nine scales", lapply(items, function(names)
  lapply(list("", "loadings", c("loadings", "intercepts")), function(equal)
    cfa(paste("F =~", paste(names, collapse = " + ")), answers, group = "sample", group.equal = equal,
      estimator = "MLR"))))
for (scale in scales) answers[[scale]] <- rowMeans(answers[items[[scale]]])
stage("a regression for each city", lapply(split(answers, answers$city), function(city)
  svyglm(reformulate(scales[1:8], "f9"), svydesign(~point, data = city, weights = ~1))))

template <- file.path(folder, "page.Rmd")
writeLines(c("---", "title: Report", "output: html_document", "params:", "  sample: 1", "---",
  "```{r, echo=FALSE, results='asis', fig.width=7}",
  "for (share in distributions[[params$sample]])",
  "  print(knitr::kable(data.frame(share = coef(share), error = SE(share))))",
  "for (share in distributions[[params$sample]][1:8]) {",
  "  ends <- data.frame(answer = seq_along(coef(share)), share = as.numeric(coef(share)), error = as.numeric(SE(share)))",
  "  print(ggplot(ends, aes(answer, share, ymin = share - 1.96 * error, ymax = share + 1.96 * error)) + geom_pointrange())",
  "}", "```"), template)
stage("eight pages", for (sample in seq_along(designs)) for (language in c("ru", "en"))
  render(template, output_file = sprintf("%d.%s.html", sample, language), params = list(sample = sample), quiet = TRUE,
    envir = new.env(parent = globalenv())))
cat(sprintf("%-36s %6.2f s\n", "together", proc.time()[["elapsed"]] - begun))
