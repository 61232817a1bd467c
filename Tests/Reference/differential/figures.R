# R's designs of a drawn study, and the figures of both sides beside each other.

ctl <- glm.control(epsilon = 1e-15, maxit = 200)
num <- function(x) unname(as.numeric(x))

baseDesign <- function(s, d) {
  d$.unit <- if (s$clustered) d$point else seq_len(nrow(d))
  svydesign(ids = ~.unit, strata = if (s$stratified) ~stratum, fpc = if (s$sized) ~pool, weights = ~w, data = d, nest = TRUE)
}
# The margins as columns of 0 and 1 and their totals; 'scale' turns people into weights.
calibrated <- function(s, design, scale = function(sample, people) people) {
  if (s$margins == 0) return(design)
  d <- design$variables; k <- 0; totals <- c()
  for (sample in unique(d$sample)) for (group in unique(s$population$group)) {
    rows <- s$population[paste(s$population$city, s$population$wave) == sample & s$population$group == group, ]
    if (group != s$population$group[1]) rows <- rows[-1, ]
    # Both margins have the same sum up to rounding; the command takes the first one's.
    people <- sum(s$population$population[paste(s$population$city, s$population$wave) == sample & s$population$group == group])
    first <- sum(s$population$population[paste(s$population$city, s$population$wave) == sample & s$population$group == s$population$group[1]])
    for (r in seq_len(nrow(rows))) { k <- k + 1
      design$variables[[paste0("m", k)]] <- as.numeric(d$sample == sample & d[[group]] == rows$category[r])
      totals[paste0("m", k)] <- scale(sample, rows$population[r] / people * first) }
  }
  calibrate(design, reformulate(names(totals), intercept = FALSE), totals, calfun = "raking", epsilon = 1e-12, maxit = 500, compress = FALSE)
}

# What the study's producer gives in columns of the file, rounded as in a file.
drawReplicates <- function(s) {
  s$weights <- list(); s$replicate <- list(); s$designs <- list(); s$bound <- FALSE
  for (k in unique(s$data$sample)) {
    base <- baseDesign(s, s$data[s$data$sample == k, ])
    if (s$replicates != "") {
      set.seed(s$seed)
      more <- list(subbootstrap = list(replicates = 30), Fay = list(fay.rho = .3))[[s$replicates]]
      made <- do.call(as.svrepdesign, c(list(base, type = s$replicates, mse = s$mse), more))
      if (s$inFile) {
        columns <- round(weights(made, "analysis"), 6); colnames(columns) <- paste0("rw", seq_len(ncol(columns)))
        s$weights[[k]] <- columns
        method <- c(JK1 = "jk1", JKn = "jkn", subbootstrap = "bootstrap", BRR = "brr", Fay = "fay 0.3")[[s$replicates]]
        s$replicate[[k]] <- list(weights = columns, method = paste0(method, if (s$mse) " mse"), scales = if (s$replicates == "JKn") made$rscales)
        common <- list(weights = ~w, repweights = columns, data = base$variables, combined.weights = TRUE, mse = s$mse)
        made <- do.call(svrepdesign, c(common, switch(s$replicates, Fay = list(type = "Fay", rho = .3), BRR = list(type = "BRR"),
          JK1 = list(type = "JK1", scale = 1 - 1 / ncol(columns)), JKn = list(type = "JKn", scale = 1, rscales = made$rscales),
          subbootstrap = list(type = "other", scale = 1 / (ncol(columns) - 1), rscales = 1))))
      }
      base <- made
    }
    s$designs[[k]] <- calibrated(s, base)
    relative <- function(w) w[w > 0] / mean(w)
    if (s$margins > 0) { if (any(abs(log(relative(weights(s$designs[[k]], "sampling")))) > log(1 / .35))) stop("weights near their limits")
      if (s$replicates != "") s$bound <- s$bound || any(apply(weights(s$designs[[k]], "analysis"), 2, function(w) { r <- relative(w); any(r < .3 | r > 3) })) }
  }
  s
}

# All samples as one design of the stacked rows: points (people of a panel) that return cross waves.
pooledDesign <- function(s) {
  d <- s$data; returning <- s$points == "all"
  d$.unit <- if (s$clustered) d$point else if (s$panel) d$id else seq_len(nrow(d))
  d$.stratum <- paste(d$city, if (returning && (s$clustered || s$panel)) "" else d$wave, if (s$stratified) d$stratum)
  d$w <- ave(d$w, d$sample, FUN = function(w) w / mean(w[w > 0])); n <- tapply(d$w, d$sample, sum)
  people <- if (s$margins > 0) with(s$population[s$population$group == s$population$group[1], ], tapply(population, paste(city, wave), sum))
  calibrated(s, svydesign(ids = ~.unit, strata = ~.stratum, fpc = if (s$sized) ~pool, weights = ~w, data = d, nest = TRUE),
    function(sample, x) x / people[[sample]] * n[[sample]])
}

# --- comparing ---

explained <- c(
  totals = "totals under adjust: from the mean of all points, R's from 0",
  domain = "domains under average keep all strata, R's those that they touch",
  freedom = "degrees of freedom of replicates: of points touched, R's rank of the weights",
  returning = "points of which some return: strata of each wave, R's design of all waves' points",
  limits = "quantiles: R has no limit beyond the answers, and takes the second answer below the first one's share",
  empty = "replicates in which a category is empty: left out of that category only, R leaves out the replicate",
  slopes = "models of replicates in which a slope has no limit: left out, R takes its last step",
  bound = "replicates whose raked weights leave the limits of 0.3 and 3 mean weights, which R does not have",
  pooledLonely = "samples taken together under adjust: the mean of which points")
tally <- new.env()
resetTally <- function() { tally$n <- 0; tally$worst <- 0; tally$explained <- sapply(explained, function(x) 0); tally$lines <- character(); tally$kinds <- list() }

# Relative to R's figure, or to 'scale' where that is larger: of an estimate, its standard error.
# With a reason, a difference is counted under it.
check <- function(what, mine, theirs, scale = 0, reason = NULL, tolerance = 1e-8) {
  mine <- num(mine); theirs <- num(theirs)
  if (length(mine) != length(theirs)) return(note(what, sprintf("%d figures, R has %d", length(mine), length(theirs))))
  tally$n <- tally$n + length(mine); kind <- sub("\\|.*", "", what)
  holes <- is.na(mine) != is.na(theirs)
  off <- abs(mine - theirs) / pmax(abs(theirs), scale, 1e-9, na.rm = TRUE); off[is.na(off)] <- 0
  differ <- holes | off > tolerance
  tally$kinds[[kind]] <- c(sum(tally$kinds[[kind]][1], length(mine), na.rm = TRUE), max(tally$kinds[[kind]][2], off[!differ], na.rm = TRUE))
  if (any(!differ) && tolerance <= 1e-8) tally$worst <- max(tally$worst, off[!differ])
  if (!any(differ)) return(invisible())
  if (!is.null(reason)) { tally$explained[[reason]] <- tally$explained[[reason]] + sum(differ); return(invisible()) }
  i <- which(differ)[1]
  note(what, sprintf("%d of %d; first %d: %.12g, R %.12g (off %.2g)", sum(differ), length(mine), i, mine[i], theirs[i], off[i]))
}
note <- function(what, text) { tally$lines <- c(tally$lines, paste0(what, ": ", text)); invisible() }

loci <- function(s, ...) {
  arguments <- c(...)
  out <- file.path(s$folder, "out.json"); errors <- file.path(s$folder, "errors.txt")
  words <- c(arguments[1], s$folder, arguments[-1], "--no-suppression", "--format", "json", s$extra)
  status <- system2(s$loci, shQuote(words), stdout = out, stderr = errors)
  s$status <- status
  if (status != 0) {
    said <- grep("warning|nothing is hidden", readLines(errors), invert = TRUE, value = TRUE)
    if (!file.exists(out) || file.size(out) < 5) { note(paste(arguments, collapse = " "), paste("status", status, paste(head(said, 2), collapse = " / "))); return(NULL) }
  }
  fromJSON(out)
}
# Columns of groups stand in 'by' where they are a table of their own.
flat <- function(j) { if (is.data.frame(j$by)) j[names(j$by)] <- j$by; j }
is_ <- function(x, value) if (is.na(value)) is.na(x) else !is.na(x) & x == value
rows_ <- function(j, ...) { keep <- rep(TRUE, nrow(j)); for (n in names(list(...))) keep <- keep & is_(j[[n]], list(...)[[n]]); j[keep, ] }

# A mean-like statistic of a domain by R: value, error, df.
figure <- function(x, df) list(value = num(coef(x)), error = num(SE(x)), df = df)
# The values as a column '.v'; what is missing is outside the domain and counts as nothing.
indicator <- function(design, values) { design$variables$.v <- ifelse(is.na(values), 0, values); design }
