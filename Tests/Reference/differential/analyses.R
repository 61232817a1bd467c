# One function for each kind of analysis: runs the command, computes the same by survey, compares.

groupsOf <- list(sex = c("1", "2"), age = bands$name, region = c("a", "b", "c"))
# Where the reasons of 'explained' hold.
domainReason <- function(s, whole) if (s$bound) "bound" else if (s$policy == "average" && s$lonely && !whole) "domain"
totalReason <- function(s, whole) if (s$bound) "bound" else if (s$lonely && s$policy == "adjust") "totals" else domainReason(s, whole)
# Of samples taken together.
stackedReason <- function(s, overWaves = TRUE) if (s$points == "some" && overWaves) "returning" else if (s$lonely) switch(s$policy, average = "domain", adjust = "pooledLonely")
freedom <- function(what, s, mine, theirs) check(paste0("df|", what), mine, theirs, reason = if (s$replicates != "") "freedom")

# The interval of a share by its method, from R's estimate and error.
shareInterval <- function(p, se, df, n, method, level) {
  a <- 1 - level; t <- qt(1 - a / 2, df); v <- se^2
  effective <- p * (1 - p) / v
  switch(method,
    logit = plogis(qlogis(p) + c(-1, 1) * t * se / (p * (1 - p))),
    linear = p + c(-1, 1) * t * se,
    arcsine = sin(pmin(pi / 2, pmax(0, asin(sqrt(p)) + c(-1, 1) * t * se / (2 * sqrt(p * (1 - p))))))^2,
    wilson = { m <- effective; c0 <- (p + t^2 / (2 * m)) / (1 + t^2 / m); h <- t / (1 + t^2 / m) * sqrt(v + t^2 / (4 * m^2)); c0 + c(-1, 1) * h },
    `korn-graubard` = { m <- min(n, effective * (qt(a / 2, n - 1) / qt(a / 2, df))^2)
      c(qbeta(a / 2, m * p, m * (1 - p) + 1), qbeta(1 - a / 2, m * p + 1, m * (1 - p))) })
}

# Domains of a sample: the whole, or the categories of a group.
eachCell <- function(s, group, body) for (k in names(s$designs)) {
  design <- s$designs[[k]]; d <- design$variables
  cells <- if (is.na(group)) NA else groupsOf[[group]]
  for (cell in cells) { inside <- if (is.na(cell)) rep(TRUE, nrow(d)) else !is.na(d[[group]]) & d[[group]] == cell
    key <- list(city = d$city[1], wave = d$wave[1]); if (!is.na(cell)) key[[group]] <- cell
    if (sum(inside & d$w > 0) >= 3) body(design, d, inside, key, paste(k, cell)) }
}
within <- function(j, key, ...) do.call(rows_, c(list(j), key, list(...)))

estimates <- function(s) {
  group <- pick(c(NA, "sex", "age", "region")); method <- pick(c("", "wilson", "korn-graubard", "linear", "arcsine")); level <- pick(c(.95, .9, .99))
  base <- pick(c("asked", "with-opinion")); totals <- chance(.5); plain <- chance(.3) && !totals && s$replicates == ""
  j <- loci(s, "estimate", "Y", "D", "B", "M", if (!is.na(group)) c("--by", group), if (method != "") c("--interval", method), "--level", level,
    if (base != "asked") c("--base", base), if (totals) "--totals", if (plain) "--unweighted"); if (is.null(j)) return()
  j <- flat(j); if (method == "") method <- "logit"
  one <- function(design, values, inside, rows, what, share, plainToo = TRUE) {
    keep <- inside & !is.na(values); x <- subset(indicator(design, values), keep); df <- degf(x); whole <- all(keep)
    if (sum(keep & design$variables$w > 0) < 3) return()
    if (nrow(rows) != 1) return(note(what, paste(nrow(rows), "rows")))
    r <- svymean(~.v, x, deff = if (s$replicates == "") "replace" else FALSE); se <- num(SE(r)); p <- num(coef(r))
    reason <- domainReason(s, whole); fixed <- isTRUE(rows$fixedByWeighting)
    check(paste0("estimate|", what), rows$estimate, p, se)
    if (p %in% 0:1 || fixed) return()
    check(paste0("error|", what), rows$standardError, se, reason = reason, scale = 1e-6 * abs(p))
    freedom(what, s, rows$degreesOfFreedom, df)
    if (s$replicates == "") check(paste0("deff|", what), rows$designEffect, num(deff(r)), reason = reason, scale = 1e-4)
    df <- rows$degreesOfFreedom; if (is.na(df) || df < 1 || se < 1e-9) return()
    n <- sum(keep & design$variables$w > 0) # weight 0 counts as nobody
    check(paste0("interval|", what, method), c(rows$lower, rows$upper), if (share) shareInterval(p, se, df, n, method, level) else p + c(-1, 1) * qt((1 + level) / 2, df) * se, se, reason = reason)
    check(paste0("count|", what), rows$count, sum(keep & design$variables$w > 0)); check(paste0("people|", what), rows$weightedCount, sum(weights(x, "sampling")))
    if (plain && s$replicates == "" && s$margins == 0) {
      u <- svymean(~.v, subset(indicator(s$plain[[rows$city]][[rows$wave]], values), keep))
      check(paste0("unweighted|", what), rows$unweighted, coef(u), num(SE(u))); check(paste0("unweighted|", what), rows$unweightedStandardError, SE(u), reason = reason)
    }
  }
  eachCell(s, group, function(design, d, inside, key, what) {
    one(design, d$y, inside, within(j, key, question = "Y", choice = NA, statistic = "mean"), paste(what, "Y"), FALSE)
    one(design, d$D, inside, within(j, key, question = "D", choice = NA, statistic = "mean"), paste(what, "D"), FALSE)
    answers <- if (base == "asked") d$Y else d$opinion
    for (c in intersect(c("2", "97"), answers)) one(design, as.numeric(answers == c), inside, within(j, key, question = "Y", choice = if (c == "97") "dont-know" else c, statistic = "proportion"), paste(what, "Y =", c), TRUE)
    one(design, as.numeric(d$B == 1), inside, within(j, key, question = "B", choice = "1", statistic = "proportion"), paste(what, "B"), TRUE)
    one(design, as.numeric(grepl("m2", d$M)) + ifelse(is.na(d$M), NA, 0), inside, within(j, key, question = "M", choice = "m2", statistic = "proportion"), paste(what, "M"), TRUE)
    if (totals) { r <- within(j, key, question = "B", choice = "1", statistic = "total"); keep <- inside & !is.na(d$B)
      t <- svytotal(~.v, subset(indicator(design, as.numeric(d$B == 1)), keep)); check(paste0("total|", what), r$estimate, coef(t), num(SE(t)))
      check(paste0("total error|", what), r$standardError, SE(t), num(SE(t)) * 1e-3, reason = totalReason(s, all(keep))) }
  })
}

ratios <- function(s) {
  group <- pick(c(NA, "sex", "region")); j <- loci(s, "estimate", "Z", "--statistic", "ratio", "--to", "AGE", if (!is.na(group)) c("--by", group)); if (is.null(j)) return()
  j <- flat(j)
  eachCell(s, group, function(design, d, inside, key, what) {
    keep <- inside & !is.na(d$Z); x <- subset(indicator(design, d$Z), keep); r <- svyratio(~.v, ~AGE, x); row <- within(j, key, question = "Z"); se <- num(SE(r))
    check(paste0("ratio|", what), row$estimate, coef(r), se); check(paste0("ratio error|", what), row$standardError, se, reason = domainReason(s, all(keep)))
    freedom(what, s, row$degreesOfFreedom, degf(x))
  })
}

quantiles <- function(s) {
  group <- pick(c(NA, "sex", "region")); q <- pick(c(.25, .5, .8))
  j <- loci(s, "estimate", "D", "--statistic", "quantile", "--quantile", q, if (!is.na(group)) c("--by", group)); if (is.null(j)) return()
  j <- flat(j)
  eachCell(s, group, function(design, d, inside, key, what) {
    keep <- inside & !is.na(d$D); x <- subset(indicator(design, d$D), keep); row <- within(j, key, question = "D")
    if (any(weights(x, "sampling") <= 0) || sum(keep) < 10) return()
    r <- svyquantile(~.v, x, q, qrule = "math", interval.type = "mean", df = degf(x))[[1]]
    if (s$replicates != "") return(check(paste0("quantile|", what), row$estimate, r[1, 1], 1e-6))
    check(paste0("quantile|", what), row$estimate, r[1, 1], 1e-6)
    beyond <- anyNA(r[1, ]) || r[1, 2] <= sort(d$D[keep])[2]; reason <- if (beyond) "limits" else domainReason(s, all(keep))
    check(paste0("quantile error|", what), row$standardError, r[1, 4], 1e-6, reason = reason)
    check(paste0("quantile limits|", what), c(row$lower, row$upper), r[1, 2:3], 1e-6, reason = reason)
  })
}

tests <- function(s) {
  group <- pick(c("sex", "region")); method <- pick(c("mean", "rank", "median", "rao-scott", "rao-scott-first"))
  question <- if (grepl("rao", method)) "Y" else "D"
  j <- loci(s, "test", question, "--by", group, "--method", method); if (is.null(j)) return()
  for (k in names(s$designs)) {
    design <- s$designs[[k]]; d <- design$variables; design$variables$group <- factor(d[[group]]); design$variables$answer <- factor(d$Y)
    keep <- !is.na(d[[question]]) & !is.na(d[[group]]) & weights(design, "sampling") > 0; x <- subset(design, keep)
    row <- rows_(j, city = d$city[1], wave = d$wave[1]); what <- paste(k, method, group)
    reason <- domainReason(s, FALSE)
    if (grepl("rao", method)) {
      if (length(unique(d$Y[keep])) < 2) next
      r <- tryCatch(svychisq(~answer + group, x, statistic = if (method == "rao-scott") "F" else "Chisq"), error = function(e) NULL)
      if (is.null(r) || is.na(r$p.value)) next
      if (method == "rao-scott") { check(paste0("Rao-Scott|", what), c(row$statistic, row$numerator), c(r$statistic, r$parameter[1]), reason = reason)
        df <- row$denominator / row$numerator; freedom(what, s, df, degf(x))
        check(paste0("Rao-Scott p|", what), row$pValue, pf(r$statistic, row$numerator, row$denominator, lower.tail = FALSE), reason = reason) }
      else check(paste0("Rao-Scott first p|", what), row$pValue, r$p.value, reason = reason)
    } else if (degf(x) < nlevels(x$variables$group)) next # no degree of freedom is left
    else if (method == "mean") {
      if (group == "sex") { r <- svyttest(D ~ group, x); check(paste0("t test|", what), row$statistic, num(r$statistic)^2, reason = reason)
        freedom(what, s, row$denominator, num(r$parameter)) }
      else { m <- svyglm(D ~ group, x); if (grepl("too few clusters", row$reason) && refused(s, m, row$reason)) next
        t <- tryCatch(regTermTest(m, ~group), error = function(e) NULL); if (!is.null(t)) check(paste0("t test|", what), row$statistic, t$Ftest, reason = reason) }
    } else if (s$replicates == "") {
      o <- order(x$variables$D); w <- weights(x, "sampling")[o]; ranks <- cumsum(w) - w / 2
      if (method == "median" && min(abs(ranks / sum(w) - .5)) < 1e-9) next # a rank of one half to rounding
      r <- tryCatch(svyranktest(D ~ group, x, test = c(rank = "wilcoxon", median = "median")[[method]]), error = function(e) NULL)
      if (is.null(r)) next
      statistic <- if (nlevels(x$variables$group) == 2) num(r$statistic)^2 else num(r$parameter) / num(r$statistic) # of three groups survey 4.1 has them exchanged
      check(paste0("rank test|", what), row$statistic, statistic, reason = reason)
    }
  }
}

fits <- function(s) {
  given <- c(a = .45, b = .35, c = .2); j <- loci(s, "test", "G", "--shares", "a=0.45,b=0.35,c=0.2"); if (is.null(j)) return()
  for (k in names(s$designs)) {
    design <- s$designs[[k]]; d <- design$variables; x <- subset(design, !is.na(d$region)); row <- rows_(j, city = d$city[1], wave = d$wave[1])
    r <- tryCatch(svygofchisq(~region, given, x), error = function(e) NULL); if (is.null(r)) next
    p <- r$parameter; f <- num(r$statistic / (p["scale"] * p["df"]))
    check(paste0("goodness|", k), c(row$statistic, row$numerator), c(f, p["df"]), reason = totalReason(s, FALSE))
  }
}

# Means of the cells of two groups and their contrast, with the covariance.
contrasts <- function(s) {
  pair <- pick(list(list("sex", "1 - 2", c("1", "2"), c(1, -1)), list("region", "0.5* a + 0.5* b - c", c("a", "b", "c"), c(.5, .5, -1)), list("region", "a - c", c("a", "c"), c(1, -1))))[[1]]
  statistic <- pick(c("mean", "total", "ratio"))
  j <- loci(s, "contrast", "D", "--by", pair[[1]], "--cells", pair[[2]], "--statistic", statistic, if (statistic == "ratio") c("--to", "AGE")); if (is.null(j)) return()
  for (k in names(s$designs)) {
    design <- s$designs[[k]]; d <- design$variables; group <- as.character(d[[pair[[1]]]]); x <- subset(design, !is.na(d$D))
    row <- rows_(j, city = d$city[1], wave = d$wave[1], choice = NA)
    # Each cell's mean or ratio as a column: its values by linearisation are those of the ratio of two totals.
    parts <- sapply(pair[[3]], function(c) as.numeric(!is.na(group) & group == c)); D <- ifelse(is.na(d$D), 0, d$D); have <- !is.na(d$D)
    top <- parts * D * have; bottom <- parts * (if (statistic == "ratio") d$AGE else 1) * have
    T <- svytotal(cbind(top, bottom), design, return.replicates = TRUE); m <- length(pair[[3]]); a <- num(coef(T))[1:m]; b <- num(coef(T))[m + 1:m]; w <- pair[[4]]
    value <- if (statistic == "total") sum(w * a) else sum(w * a / b)
    if (s$replicates == "") {
      if (statistic == "total") z <- top %*% w else z <- sweep(top - sweep(bottom, 2, a / b, "*"), 2, w / b, "*") %*% rep(1, m)
      se <- num(SE(svytotal(~.v, indicator(design, drop(z)))))
    } else { R <- T$replicates; v <- if (statistic == "total") R[, 1:m] %*% w else (R[, 1:m] / R[, m + 1:m]) %*% w
      se <- sqrt(num(svrVar(v, design$scale, design$rscales, mse = s$mse, coef = value))) }
    reason <- if (s$replicates != "" && anyNA(v)) "empty" else if (statistic == "total") totalReason(s, FALSE) else domainReason(s, FALSE)
    check(paste0("contrast|", k, statistic), row$estimate, value, se); check(paste0("contrast error|", k, statistic, " ", pair[[2]]), row$standardError, se, reason = reason)
  }
}

correlations <- function(s) {
  j <- loci(s, "correlate", "Y", "Z", "AGE"); if (is.null(j)) return()
  for (k in names(s$designs)) for (p in list(c("Y", "Z"), c("Z", "AGE"))) {
    design <- s$designs[[k]]; d <- design$variables; a <- if (p[1] == "Y") d$y else d[[p[1]]]; b <- d[[p[2]]]; keep <- !is.na(a) & !is.na(b)
    w <- weights(design, "sampling") * keep; a[!keep] <- 0; b[!keep] <- 0
    moments <- function(w) { m <- c(sum(w * a), sum(w * b)) / sum(w); x <- a - m[1]; y <- b - m[2]; s2 <- c(sum(w * x^2), sum(w * y^2)) / sum(w)
      list(r = sum(w * x * y) / sum(w) / sqrt(prod(s2)), x = x / sqrt(s2[1]), y = y / sqrt(s2[2])) }
    m <- moments(w); row <- rows_(j, city = d$city[1], wave = d$wave[1], question = p[1], with = p[2])
    if (s$replicates == "") { z <- (m$x * m$y - m$r / 2 * (m$x^2 + m$y^2)) * keep / sum(w); se <- num(SE(svytotal(~.v, indicator(design, z)))) }
    else { v <- apply(weights(design, "analysis") * keep, 2, function(w) moments(w)$r); se <- sqrt(num(svrVar(matrix(v), design$scale, design$rscales, mse = s$mse, coef = m$r))) }
    check(paste0("correlation|", k), row$estimate, m$r, se); check(paste0("correlation error|", k, p[1]), row$standardError, se, reason = domainReason(s, all(keep)))
  }
}

# --- models ---
term <- function(names) { for (v in c("city", "wave", "region", "age")) names <- gsub(paste0("(^|:)", v, "(?=[a-z])"), paste0("\\1", v, "="), names, perl = TRUE)
  gsub("(^|:)sex2", "\\1sex=2", names) }
outcomes <- list(linear = list("Y", quote(y), gaussian()), logistic = list("B=1", quote(B), quasibinomial()), poisson = list("Z", quote(Z), quasipoisson()))

# Models that the command refuses by rules of its own: slopes without limit, of which R gives those of
# its last step, and more predictors than degrees of freedom.
refused <- function(s, m, reason) (grepl("without fail", reason) && any(fitted(m) < 1e-6 | fitted(m) > 1 - 1e-6)) ||
  (grepl("too few clusters", reason) && s$replicates != "" && touched(s, m$survey.design) < length(coef(m)))
# The degrees of freedom of replicates: points touched, less strata.
touched <- function(s, x) { d <- x$variables; length(unique(if (s$clustered) d$point else d$id)) - if (s$stratified) length(unique(d$stratum)) else 1 }
modelFigures <- function(s, j, design, formula, family, what, reason = NULL, key = list()) {
  j <- do.call(rows_, c(list(j), key, list(part = "coefficient")))
  familyOfModel <<- family # where svyglm of replicates looks for it
  m <- tryCatch(if (s$replicates == "") svyglm(formula, design, family = familyOfModel, control = ctl)
    else svyglm(formula, design, family = familyOfModel, control = ctl, return.replicates = TRUE), error = function(e) NULL)
  if (is.null(m)) return(if (s$replicates != "" && nrow(j) > 0) note(what, "R has no model"))
  if (m$df.residual < 1 || !isTRUE(m$converged) || anyNA(coef(m)) || max(abs(coef(m))) > 1e3) return()
  o <- match(term(names(coef(m))), j$term); if (nrow(j) == 0 || !is.na(j$reason[1])) return(if (nrow(j) == 0 || !refused(s, m, j$reason[1])) note(what, paste("no model, R has one:", j$reason[1])))
  if (anyNA(o)) return(note(what, paste("terms", paste(term(names(coef(m))), collapse = " "), "|", paste(j$term, collapse = " "))))
  se <- num(SE(m)); if (any(!is.finite(se))) return()
  if (s$replicates != "" && family$family != "gaussian" && any(abs(sweep(m$replicates, 2, coef(m))) > 10)) reason <- "slopes"
  tolerance <- if (identical(family$family, "gaussian")) 1e-8 else 1e-6
  check(paste0("coefficient|", what), j$estimate[o], coef(m), se, tolerance = tolerance); check(paste0("coefficient error|", what), j$standardError[o], se, reason = reason, tolerance = tolerance)
  check(paste0("df|", what), j$degreesOfFreedom[o][1], m$df.residual, reason = if (s$replicates != "") "freedom" else if (reason %in% "returning") reason)
}

regressions <- function(s) {
  family <- pick(names(outcomes)); o <- outcomes[[family]]
  rhs <- pick(list(list(c("sex", "AGE"), ~sex + AGE), list("sex*AGE", ~sex * AGE), list(c("region", "sex"), ~region + sex), list(c("age", "D"), ~age + D)))[[1]]
  j <- loci(s, "regress", o[[1]], "--family", family, c(rbind("--on", rhs[[1]]))); if (is.null(j)) return()
  for (k in names(s$designs)) { design <- s$designs[[k]]; d <- design$variables
    v <- all.vars(rhs[[2]]); keep <- complete.cases(d[c(as.character(o[[2]]), v)]); x <- subset(design, keep)
    modelFigures(s, j, x, update(rhs[[2]], bquote(.(o[[2]]) ~ .)), o[[3]], paste(k, family, paste(rhs[[1]], collapse = "+")),
      reason = domainReason(s, all(keep)), key = list(city = d$city[1], wave = d$wave[1])) }
}

ordinals <- function(s) {
  if (s$replicates != "") return()
  j <- loci(s, "regress", "O", "--family", "ordinal", "--on", "sex", "--on", "AGE"); if (is.null(j)) return()
  for (k in names(s$designs)) { design <- s$designs[[k]]; d <- design$variables; design$variables$woman <- as.numeric(d$SEX == 2)
    keep <- !is.na(d$O) & weights(design, "sampling") > 0; x <- subset(design, keep); x$variables$o <- factor(x$variables$O); if (nlevels(x$variables$o) < 3) next
    r <- tryCatch(suppressWarnings(ordinalFit(x, "o", c("woman", "AGE"))), error = function(e) NULL); if (is.null(r)) next
    row <- rows_(j, city = d$city[1], wave = d$wave[1], part = "coefficient"); o <- match(c("sex=2", "AGE", r$term[-(1:2)]), row$term)
    if (anyNA(o)) { if (!grepl("too few clusters", row$reason[1]) || degf(x) > 2) note(paste("ordinal", k), paste("terms", row$reason[1])); next }
    check(paste0("ordinal|", k), row$estimate[o], r$value, r$se, tolerance = 1e-6)
    check(paste0("ordinal error|", k), row$standardError[o], r$se, reason = domainReason(s, all(keep)), tolerance = 1e-6) }
}

# Cities and waves in one model; the covariance of returning points and people.
pooled <- function(s) {
  if (s$replicates != "" || length(s$designs) == 1) return()
  factors <- c(if (length(s$cities) > 1) "city", if (length(s$waves) > 1) "wave")
  family <- pick(names(outcomes)); o <- outcomes[[family]]; on <- if (length(factors) == 2 && chance(.5)) "city*wave" else factors
  j <- loci(s, "regress", o[[1]], "--family", family, c(rbind("--on", c(on, "sex")))); if (is.null(j)) return()
  design <- pooledDesign(s); d <- design$variables; keep <- !is.na(d[[as.character(o[[2]])]]); x <- subset(design, keep)
  formula <- as.formula(paste(deparse(o[[2]]), "~", paste(c(on, "sex"), collapse = "+")))
  whole <- length(factors) == 2 || length(s$designs) == (if (factors == "city") length(s$cities) else length(s$waves))
  reason <- stackedReason(s)
  if (length(factors) == 2 || whole) modelFigures(s, j, x, formula, o[[3]], paste("pooled", family, paste(on, collapse = "+")), reason = reason)
}

# Contrasts of cities and waves.
crossings <- function(s) {
  if (s$replicates != "" || length(s$designs) == 1) return()
  by <- if (length(s$waves) > 1 && length(s$cities) > 1) pick(c("both", "city", "wave")) else if (length(s$waves) > 1) "wave" else "city"
  w <- s$waves; c <- s$cities
  cells <- switch(by, both = sprintf("%s:%s - %s:%s - %s:%s + %s:%s", c[2], w[2], c[2], w[1], c[1], w[2], c[1], w[1]), city = paste(c[2], "-", c[1]), wave = paste(w[2], "-", w[1]))
  j <- loci(s, "contrast", "D", if (by == "both") c("--by", "city", "--by", "wave") else if (by == "city") c("--by", "city", "--by", "wave"), "--cells",
    if (by == "city") sprintf("%s:%s - %s:%s", c[2], w[1], c[1], w[1]) else cells); if (is.null(j)) return()
  j <- j[is.na(j$choice), ]; design <- pooledDesign(s); d <- design$variables
  weight <- function(x) switch(by, both = (d$city == c[2] & d$wave == w[2]) - (d$city == c[2] & d$wave == w[1]) - (d$city == c[1] & d$wave == w[2]) + (d$city == c[1] & d$wave == w[1]),
    city = (d$wave == w[1]) * ((d$city == c[2]) - (d$city == c[1])), wave = (d$city == x) * ((d$wave == w[2]) - (d$wave == w[1])))
  for (x in if (by == "wave") c else "all") {
    sign <- weight(x); have <- !is.na(d$D); p <- weights(design, "sampling") * have; m <- ave(p * ifelse(have, d$D, 0), d$sample, FUN = sum) / ave(p, d$sample, FUN = sum)
    z <- ifelse(have, sign * (d$D - m) / ave(p, d$sample, FUN = sum), 0); value <- sum(sign * tapply(m, d$sample, mean)[d$sample] / table(d$sample)[d$sample])
    se <- num(SE(svytotal(~.v, indicator(design, z)))); row <- if (by == "wave") rows_(j, city = x) else j
    check(paste0("crossing|", by), row$estimate, value, se)
    check(paste0("crossing error|", by, " ", x), row$standardError, se, reason = stackedReason(s, by != "city"))
  }
}

changes <- function(s) {
  if (length(s$waves) != 2 || (s$replicates != "" && !s$inFile)) return()
  j <- loci(s, "compare"); if (is.null(j)) return()
  j <- if (is.data.frame(j)) j$changes[[1]] else j[[1]]$changes; design <- if (s$replicates == "") pooledDesign(s)
  for (x in s$cities) {
    one <- lapply(s$waves, function(w) { design <- s$designs[[paste(x, w)]]; have <- !is.na(design$variables$D); svymean(~.v, subset(indicator(design, design$variables$D), have)) })
    row <- rows_(j, city = x, question = "D"); check("change|", c(row$before, row$after), c(coef(one[[1]]), coef(one[[2]])), SE(one[[1]]))
    if (s$replicates != "") next
    d <- design$variables; sign <- (d$city == x) * ((d$wave == "w2") - (d$wave == "w1")); have <- !is.na(d$D) & d$city == x
    p <- weights(design, "sampling") * have; n <- ave(p, d$sample, FUN = sum); z <- ifelse(have, sign * (d$D - ave(p * ifelse(have, d$D, 0), d$sample, FUN = sum) / n) / n, 0)
    se <- num(SE(svytotal(~.v, indicator(design, z))))
    check(paste0("change error|", x), row$standardError, se, reason = stackedReason(s))
  }
}

trends <- function(s) {
  if (length(s$waves) != 3 || s$replicates != "") return()
  j <- loci(s, "trend", "D"); if (is.null(j)) return()
  j <- j[is.na(j$choice), ]; design <- pooledDesign(s); d <- design$variables
  for (x in s$cities) {
    row <- rows_(j, city = x); have <- !is.na(d$D) & d$city == x
    Z <- sapply(s$waves, function(w) { k <- have & d$wave == w; p <- weights(design, "sampling") * k; ifelse(k, (d$D - sum(p * ifelse(k, d$D, 0)) / sum(p)) / sum(p), 0) })
    m <- sapply(s$waves, function(w) { k <- have & d$wave == w; weighted.mean(d$D[k], weights(design, "sampling")[k]) }); V <- vcov(svytotal(Z, design))
    reason <- stackedReason(s)
    check("trend wave|", row$estimate[row$part == "wave"], m, sqrt(diag(V))); check("trend wave error|", row$standardError[row$part == "wave"], sqrt(diag(V)), reason = reason)
    K <- rbind(c(-1, 1, 0), c(0, -1, 1), c(-1, 0, 1)); e <- sqrt(diag(K %*% V %*% t(K)))
    mine <- row[row$part == "change", ]; mine <- mine[match(c("w1 → w2", "w2 → w3", "w1 → w3"), mine$term), ]
    check("trend change|", mine$estimate, K %*% m, e); check(paste0("trend change error|", x), mine$standardError, e, reason = reason)
    W <- drop(t(K[1:2, ] %*% m) %*% solve(K[1:2, ] %*% V %*% t(K[1:2, ])) %*% K[1:2, ] %*% m); row <- row[row$part == "any-change", ]
    check(paste0("trend test|", x), row$F, W / 2, reason = reason)
  }
}
