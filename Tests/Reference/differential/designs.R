# Draws a study by its seed: the answers as a data frame of all samples, and the folder that the
# command reads. What is drawn is in the list's other members: policy, calibrated, replicates, points.

pick <- function(x, n = 1, ...) x[sample.int(length(x), n, ...)]
chance <- function(p) runif(1) < p
choices <- list(SEX = 1:2, G = c("a", "b", "c"), Y = c(1:5, 97), B = c(1, 0), O = 1:4, M = c("m1", "m2", "m3"))
bands <- data.frame(name = c("young", "middle", "old"), from = c(18, 35, 55), to = c(34, 54, NA))
population <- c(alpha = 1e5, beta = 2e5, gamma = 3e5)

draw <- function(seed) {
  set.seed(seed, kind = "Mersenne-Twister", sample.kind = "Rejection")
  s <- list(seed = seed, cities = names(population)[seq_len(sample.int(3, 1))],
    waves = paste0("w", seq_len(pick(1:3, prob = c(.45, .35, .2)))),
    policy = pick(c("adjust", "average", "certainty", "remove")), lonely = chance(.3), clustered = chance(.85),
    stratified = chance(.8), sized = chance(.3), zeros = chance(.25), equal = chance(.1),
    missing = pick(c(0, .04, .12)), margins = pick(0:2, prob = c(.6, .2, .2)),
    replicates = pick(c("", "JK1", "JKn", "subbootstrap", "BRR", "Fay"), prob = c(.55, rep(.09, 5))), inFile = chance(.6), mse = chance(.3))
  if (s$replicates %in% c("BRR", "Fay")) { s$stratified <- s$clustered <- TRUE; s$lonely <- FALSE }
  if (s$replicates == "JK1") s$stratified <- FALSE
  if (s$replicates %in% c("JKn", "subbootstrap")) { s$stratified <- TRUE; s$lonely <- FALSE }
  if (s$replicates != "") s$sized <- s$zeros <- FALSE
  if (s$margins > 0) s$zeros <- FALSE # survey 4.1 divides by a calibrated design's weights
  if (!s$replicates %in% c("JK1", "JKn")) s$inFile <- TRUE
  if (!s$stratified || !s$clustered) s$lonely <- FALSE
  if (!s$clustered) s$sized <- FALSE
  s$points <- if (length(s$waves) == 1) "fresh" else pick(c("all", "some", "fresh"), prob = c(.5, .15, .35))
  s$panel <- s$points == "all" && chance(.3)
  # Samples of a panel have no strata, and bootstrap what is weighted to margins.
  if (s$panel) { s$stratified <- s$lonely <- s$sized <- FALSE; s$margins <- 0; s$replicates <- "" }
  s$data <- do.call(rbind, lapply(s$cities, function(city) drawCity(s, city)))
  s$data$sample <- paste(s$data$city, s$data$wave)
  s$data <- derive(s$data); rownames(s$data) <- NULL
  if (s$margins > 0) s$population <- drawMargins(s, s$data)
  s
}

# The points of a city: stratum, name, interviews, level; the same in each wave, or drawn again.
drawPoints <- function(s, wave, few) {
  strata <- if (s$stratified) sample(2:4, 1) else 1
  points <- do.call(rbind, lapply(seq_len(strata), function(h) {
    k <- if (s$replicates %in% c("BRR", "Fay")) 2 else if (!s$stratified) sample(6:12, 1) else if (s$lonely && h == 1) 1 else sample(2:5, 1)
    data.frame(stratum = paste0("S", h), k = k, level = rnorm(k, .3 * h, .6), pool = k + if (s$sized) sample(1:12, 1) else 0)
  }))
  points$point <- paste0(wave, "P", seq_len(nrow(points)))
  points$size <- sample(if (few) 3:7 else 5:14, nrow(points), TRUE)
  if (!s$clustered) points$size <- pmax(points$size, 6)
  points
}

drawCity <- function(s, city) {
  first <- drawPoints(s, "w1", FALSE); lift <- rnorm(1, 0, .4); out <- list()
  for (wave in s$waves) {
    points <- first
    if (wave != "w1" && s$points == "fresh") points <- drawPoints(s, wave, FALSE)
    if (wave != "w1" && s$points == "some") { new <- c(TRUE, runif(nrow(points) - 1) < .4); points$point[new] <- paste0(wave, points$point[new]) }
    if (wave != "w1" && !s$panel) points$size <- sample(5:14, nrow(points), TRUE)
    d <- points[rep(seq_len(nrow(points)), points$size), c("stratum", "point", "level", "pool")]
    n <- nrow(d); who <- if (s$panel) "" else wave
    d$id <- paste0(city, who, seq_len(n)); d$city <- city; d$wave <- wave
    # A panel's people keep their point, sex and age.
    d$SEX <- sample(1:2, n, TRUE); d$AGE <- sample(18:80, n, TRUE)
    if (s$panel && wave != "w1") d[c("SEX", "AGE")] <- out[[1]][c("SEX", "AGE")]
    d$G <- sample(c("a", "b", "c"), n, TRUE, c(.45, .3, .25))
    x <- d$level + lift + .25 * (wave != "w1") - .3 * (d$SEX == 2) + .01 * d$AGE + .3 * (d$G == "b") + rnorm(n)
    d$Y <- findInterval(x, c(-.4, .5, 1.3, 2.2)) + 1; d$Y[runif(n) < .05] <- 97
    d$Z <- pmax(0, round(3 * x + 4)); d$D <- round(10 * x + runif(n, 30, 40), 6)
    d$B <- as.numeric(x + rnorm(n) > .8); d$O <- findInterval(x + rnorm(n), c(-.3, .8, 1.9)) + 1
    d$M <- apply(matrix(runif(3 * n) < .4, n), 1, function(k) if (any(k)) paste(c("m1", "m2", "m3")[k], collapse = " ") else "m1")
    for (v in c("G", "Y", "Z", "D", "B", "O", "M")) d[[v]][runif(n) < s$missing] <- NA
    d$w <- if (s$equal) 1 else round(runif(n, .7, 1.5), 3)
    if (s$zeros) d$w[sample.int(n, 2)] <- 0
    out[[wave]] <- d
  }
  do.call(rbind, out)
}

derive <- function(d) {
  d$sex <- factor(d$SEX, 1:2); d$region <- factor(d$G, c("a", "b", "c"))
  d$age <- cut(d$AGE, c(17, 34, 54, 200), labels = bands$name)
  d$y <- ifelse(d$Y == 97, NA, 25 * (d$Y - 1)); d$opinion <- ifelse(d$Y == 97, NA, d$Y)
  d$o <- factor(d$O, 1:4, ordered = TRUE)
  d
}

# Population figures near the sample's, so that the limits of weights (0.3 and 3 mean weights) do not
# bind; one for each sample and margin.
drawMargins <- function(s, d) {
  groups <- list(sex = c("1", "2"), age = bands$name)[seq_len(s$margins)]
  do.call(rbind, lapply(unique(d$sample), function(k) do.call(rbind, lapply(names(groups), function(g) {
    one <- d[d$sample == k, ]
    share <- tapply(one$w, factor(one[[g]], groups[[g]]), sum) / sum(one$w) * runif(length(groups[[g]]), .85, 1.15)
    data.frame(city = one$city[1], wave = one$wave[1], group = g, category = groups[[g]],
      population = round(population[[one$city[1]]] * share / sum(share)))
  }))))
}

sheet <- function(folder, name, table) {
  file <- file.path(folder, name); dir.create(dirname(file), FALSE, TRUE)
  write.csv(table, file, row.names = FALSE, na = "", quote = FALSE)
}

writeStudy <- function(s, folder) {
  put <- function(.sheet, ...) sheet(folder, .sheet, data.frame(..., check.names = FALSE))
  put("study.csv", key = c("id", "title::en", "languages", "synthetic", "partial-minimum", "lonely-clusters"),
    value = c("differential", "Drawn", "en", "yes", "0", s$policy))
  put("cities.csv", city = s$cities, `label::en` = s$cities, population = population[s$cities])
  kind <- ifelse(s$panel & s$waves != "w1", "panel", "probability")
  put("waves.csv", wave = s$waves, `label::en` = s$waves, sample = kind,
    points = ifelse(s$waves == "w1" | s$points == "fresh", "fresh", "revisited"))
  put("questionnaires/q/survey.csv", type = c("integer", paste("select_one", c("SEX", "G", "Y")), "integer", "decimal",
      paste("select_one", c("B", "O")), "select_multiple M"),
    name = c("AGE", "SEX", "G", "Y", "Z", "D", "B", "O", "M"), `label::en` = c("AGE", "SEX", "G", "Y", "Z", "D", "B", "O", "M"),
    measure = c("scale", "nominal", "nominal", "scale", "scale", "scale", "nominal", "ordinal", ""))
  codes <- unlist(choices)
  put("questionnaires/q/choices.csv", list_name = rep(names(choices), lengths(choices)), name = codes,
    `label::en` = paste("answer", codes), missing = ifelse(codes == "97", "dont-know", ""))
  put("questionnaires/q/settings.csv", form_title = "Drawn", form_id = "drawn", version = "q", default_language = "en")
  put("groups.csv", group = rep(c("sex", "age", "region"), c(2, 3, 3)), `group-label::en` = rep(c("Sex", "Age", "Region"), c(2, 3, 3)),
    category = c(1:2, bands$name, "a", "b", "c"), `label::en` = c(1:2, bands$name, "a", "b", "c"),
    question = rep(c("SEX", "AGE", "G"), c(2, 3, 3)), choices = c(1:2, NA, NA, NA, "a", "b", "c"),
    from = c(NA, NA, bands$from, NA, NA, NA), to = c(NA, NA, bands$to, NA, NA, NA))
  if (s$margins > 0) sheet(folder, "margins.csv", s$population)
  samples <- unique(s$data[c("wave", "city")])
  for (k in seq_len(nrow(samples))) {
    one <- s$data[s$data$wave == samples$wave[k] & s$data$city == samples$city[k], ]
    columns <- c("id", "stratum", "point", "pool", "w", "AGE", "SEX", "G", "Y", "Z", "D", "B", "O", "M")
    sheet(folder, sprintf("responses/%s-%s.csv", samples$city[k], samples$wave[k]), if (is.null(s$weights[[one$sample[1]]])) one[columns] else cbind(one[columns], s$weights[[one$sample[1]]]))
  }
  rows <- list(wave = samples$wave, city = samples$city, file = sprintf("responses/%s-%s.csv", samples$city, samples$wave),
    questionnaire = "q", identifier = "id", weight = "w")
  if (s$stratified) rows$stratum <- "stratum"
  if (s$clustered) rows$cluster <- "point"
  if (s$sized) rows$`population-size` <- "pool"
  if (s$replicates != "" && s$inFile) for (k in seq_len(nrow(samples))) {
    r <- s$replicate[[paste(samples$city[k], samples$wave[k])]]
    rows$replicates[k] <- paste0("rw1-rw", ncol(r$weights)); rows$`replicate-method`[k] <- r$method
    rows$`replicate-scales`[k] <- if (is.null(r$scales)) "" else paste(formatC(r$scales, digits = 17, format = "g"), collapse = " ")
  }
  sheet(folder, "sources.csv", as.data.frame(rows, check.names = FALSE))
}
