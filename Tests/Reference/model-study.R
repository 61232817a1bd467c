# The model study once more, from its field files, with base R, survey and psych alone: nothing of
# the program's own import is used. Writes model-study.json beside itself. Run it again whenever
# the study's responses change:  Rscript Tests/Reference/model-study.R
#
# Kept weights within 0.3…3 mean weights are the study's rule; R's rake() knows no limits. The script
# stops if a limit would bind, since the two would then be different estimators.
# Variances after raking: residuals from the margins, weighted by the base weights, which is what
# calibrate(calfun = "raking") does; the script checks that it gives the same to 1e-9 wherever every
# interview's categories are known. Where one is not, calibrate() has no counterpart: there the
# unknown keep their share of the base weights, and that share is no known total.
# Which items a comparison leaves out because they do not mean the same is read from the report's
# comparability.csv: the ladders that free them have references of their own (invariance.R).
suppressMessages({library(survey); library(psych); library(jsonlite)})
options(survey.lonely.psu = "fail", warn = 1)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
root <- file.path(here, "..", "..", "surveys", "innovation-potential")
sheet <- function(...) read.csv(file.path(root, ...), colClasses = "character", check.names = FALSE,
                                encoding = "UTF-8", na.strings = NULL)
sources <- sheet("sources.csv"); factors <- sheet("factors.csv"); groups <- sheet("groups.csv")
margins <- sheet("margins.csv"); missing_codes <- sheet("missing.csv")
cities <- sheet("cities.csv")$city; waves <- sheet("waves.csv")$wave
settings <- sheet("study.csv")
report_groups <- strsplit(settings$value[settings$key == "report-groups"], ";")[[1]]
reasons <- c("not-asked", "dont-know", "refused", "no-answer", "lost", "invalid")
outside <- c("not-asked", "lost", "invalid")  # in no base of a share

# ---- Field files: lines that do not fit their header are put aside; a quote without its pair is text
# where the line fits with it in one way.
fields_of <- function(line, mark, count = NULL) {
  places <- gregexpr('"', line)[[1]]; quotes <- sum(places > 0)
  if (quotes %% 2 == 1) {
    if (is.null(count)) return(NULL)
    readings <- lapply(places, function(place) {
      marked <- paste0(substr(line, 1, place - 1), "\001", substring(line, place + 1))
      gsub("\001", '"', fields_of(marked, mark), fixed = TRUE)
    })
    readings <- unique(readings[lengths(readings) == count])
    return(if (length(readings) == 1) readings[[1]])
  }
  if (quotes == 0) return(strsplit(paste0(line, mark, "."), mark, fixed = TRUE)[[1]] |> head(-1))
  scan(text = line, what = "", sep = mark, quote = '"', quiet = TRUE, na.strings = NULL)
}
read_field <- function(path) {
  bytes <- readBin(path, "raw", file.size(path))
  text <- rawToChar(bytes[!(seq_along(bytes) <= 3 & bytes %in% as.raw(c(0xEF, 0xBB, 0xBF)))])
  if (!validUTF8(text)) text <- iconv(text, "WINDOWS-1251", "UTF-8") else Encoding(text) <- "UTF-8"
  lines <- strsplit(text, "\r?\n")[[1]]
  mark <- if (grepl(";", lines[1])) ";" else ","
  header <- fields_of(lines[1], mark)
  rows <- lapply(lines[-1], fields_of, mark = mark, count = length(header))
  fits <- lengths(rows) == length(header)
  data <- as.data.frame(do.call(rbind, rows[fits]), stringsAsFactors = FALSE)
  names(data) <- header
  list(data = data, aside = sum(!fits))
}

# ---- Questionnaires.
questionnaire <- function(version) {
  survey <- sheet("questionnaires", version, "survey.csv")
  choices <- sheet("questionnaires", version, "choices.csv")
  kind <- sub(" .*", "", survey$type)
  first <- match("paradata", survey$name)  # what the interviewer writes down
  paradata <- survey$name[seq(first, first + match("end_group", survey$type[-seq_len(first)]))]
  kept <- kind %in% c("select_one", "select_multiple", "integer", "decimal", "text", "date", "time")
  rows <- survey[kept, ]
  lapply(setNames(seq_len(nrow(rows)), rows$name), function(i) {
    list <- choices[choices$list_name == sub("^[^ ]+ ?", "", rows$type[i]), ]
    list(name = rows$name[i], kind = kind[kept][i], measure = rows$measure[i],
         relevant = rows$relevant[i], required = rows$required[i],
         constraint = rows$constraint[i],
         asked = !rows$name[i] %in% paradata, list = list)
  })
}
versions <- lapply(setNames(nm = unique(sources$questionnaire)), questionnaire)

# "${X} = '1' and selected(${Y}, '2')" as an expression of R over coded answers.
condition <- function(text) {
  text <- gsub("selected\\(\\$\\{(\\w+)\\}, *'([^']*)'\\)", "chosen('\\1', '\\2')", text)
  text <- gsub("\\$\\{(\\w+)\\} *= *'([^']*)'", "chosen('\\1', '\\2')", text)
  text <- gsub("\\$\\{(\\w+)\\}", "number('\\1')", text)
  parse(text = gsub("\\band\\b", "&", gsub("\\bor\\b", "|", text)))[[1]]
}

# ---- One city in one wave: for each question its answer, reason of a missing one, 0/1 columns.
read_sample <- function(source) {
  file <- read_field(file.path(root, source$file))
  raw <- file$data; n <- nrow(raw); questions <- versions[[source$questionnaire]]
  own <- missing_codes[missing_codes$source %in% c("*", source$file), ]
  answers <- list()
  # What a condition sees: nothing is known of an answer that was lost or is invalid.
  unknown <- function(q) answers[[q]]$reason %in% c("lost", "invalid")
  chosen <- function(q, code) ifelse(unknown(q), NA, answers[[q]]$sets[, code] == 1)
  number <- function(q) ifelse(unknown(q), NA, ifelse(is.na(answers[[q]]$value), -Inf, answers[[q]]$number))
  for (q in questions) {
    name <- q$name; list <- q$list
    missing_of <- own[own$question == name, ]
    missing_of <- rbind(missing_of, own[own$question == "*" & !own$value %in% missing_of$value, ])
    codes <- setNames(missing_of$reason, missing_of$value)
    if (nrow(list)) codes <- c(codes, setNames(list$missing, list$name)[list$missing != ""])
    substantive <- list$name[list$missing == ""]
    reason <- rep(NA_character_, n)
    if (q$kind == "select_multiple") {
      wide <- paste0(name, "_", list$name)
      if (wide[1] %in% names(raw)) {
        cells <- as.matrix(raw[wide])
        blank <- rowSums(cells != "") == 0
        skipped <- cells[, 1] %in% names(codes[codes == "not-asked"])
        reason[skipped] <- "not-asked"
        all <- (cells == "1") * 1
        colnames(all) <- list$name
      } else {
        blank <- raw[[name]] == ""
        skipped <- raw[[name]] %in% names(codes[codes == "not-asked"])
        reason[skipped] <- "not-asked"
        taken <- strsplit(raw[[name]], " ")
        all <- t(sapply(taken, function(x) list$name %in% x)) * 1
        colnames(all) <- list$name
      }
      for (code in list$name[list$missing != ""]) reason[all[, code] == 1] <- codes[[code]]
      blank <- blank | rowSums(all) == 0  # every list here offers "none of these"
      sets <- all[, substantive, drop = FALSE]
      value <- ifelse(blank | !is.na(reason), NA, "set")
      sets[is.na(value), ] <- 0
      numbers <- rep(NA_real_, n)
    } else {
      cell <- raw[[name]]; if (is.null(cell)) next
      blank <- cell == ""
      reason[cell %in% names(codes)] <- unname(codes[cell[cell %in% names(codes)]])
      value <- ifelse(blank | !is.na(reason), NA, cell)
      numbers <- suppressWarnings(as.numeric(sub(",", ".", value, fixed = TRUE)))
      if (q$kind == "select_one") {
        bad <- !is.na(value) & !value %in% substantive
        sets <- sapply(substantive, function(code) (!is.na(value) & value == code) * 1)
      } else {
        bad <- rep(FALSE, n)
        if (q$kind == "integer") {
          bad <- !is.na(value) & is.na(numbers)
          if (q$constraint != "") {
            rule <- parse(text = gsub("\\band\\b", "&", gsub("(^|[^0-9])\\.( )", "\\1numbers\\2", q$constraint)))
            fits <- eval(rule[[1]]); bad <- bad | (!is.na(numbers) & !fits)
          }
        }
        sets <- matrix((!is.na(value)) * 1, n, 1, dimnames = list(NULL, "answered"))
      }
      reason[bad] <- "invalid"; value[bad] <- NA; numbers[bad] <- NA; sets[bad, ] <- 0
    }
    due <- if (q$relevant == "") rep(TRUE, n) else {
      eval(condition(q$relevant))
    }
    due <- is.na(due) | due  # where the routing cannot be told, the question counts as asked
    reason[is.na(value) & is.na(reason)] <- if (q$kind == "text" && q$required != "yes") "no-answer" else "lost"
    reason[reason %in% c("lost", "no-answer") & !due] <- "not-asked"
    # In the base of shares: who was asked and whose answer is known.
    asked <- !(reason %in% outside)
    named <- unique(c(list$missing[list$missing != ""], reason[!is.na(reason)]))
    for (r in setdiff(intersect(reasons, named), outside))
      sets <- cbind(sets, setNames(data.frame((reason %in% r) * 1), r)[[1]]) |>
        (\(m) { colnames(m)[ncol(m)] <- r; m })()
    sets[!asked, ] <- 0
    answers[[name]] <- list(question = q, value = value, number = numbers, reason = reason,
                            asked = asked, sets = sets, substantive = substantive)
  }
  list(city = source$city, wave = source$wave, n = n, aside = file$aside, answers = answers,
       weight = as.numeric(sub(",", ".", raw[[source$weight]], fixed = TRUE)),
       stratum = raw[[source$stratum]], cluster = raw[[source$cluster]])
}

# ---- Points, scores, groups.
points_of <- function(s, item) {
  a <- s$answers[[item$question]]; q <- a$question
  if (item$scoring == "count") {
    open <- q$list$name[q$list$missing == "" & q$list$exclusive != "yes"]
    closed <- q$list$name[q$list$missing == "" & q$list$exclusive == "yes"]
    x <- 100 * rowSums(a$sets[, open, drop = FALSE]) / length(open)
    x[rowSums(a$sets[, closed, drop = FALSE]) > 0] <- 0
    x[is.na(a$value)] <- NA
  } else {
    limits <- range(as.numeric(a$substantive))
    x <- 100 * (a$number - limits[1]) / (limits[2] - limits[1])
  }
  if (item$keying == "-") 100 - x else x
}
two_thirds <- function(m) {
  given <- rowSums(!is.na(m))
  ifelse(given > 0 & 3 * given >= 2 * ncol(m), rowMeans(m, na.rm = TRUE), NA)
}
score_all <- function(s, without = character()) {
  items <- lapply(split(factors, seq_len(nrow(factors))), as.list)
  items <- items[!sapply(items, function(i) i$question %in% without)]
  points <- lapply(items, function(i) points_of(s, i))
  of <- function(field) sapply(items, `[[`, field)
  scores <- list()
  for (f in unique(factors$factor)) {
    mine <- which(of("factor") == f); if (!length(mine)) next
    facets <- setdiff(unique(of("facet")[mine]), "")
    facet_scores <- lapply(setNames(facets, sprintf("%s.%s", f, facets)), function(t)
      two_thirds(do.call(cbind, points[mine[of("facet")[mine] == t]])))
    if (of("layer")[mine][1] == "outcome") {
      scores[[f]] <- rowMeans(do.call(cbind, facet_scores))
    } else {
      reflective <- mine[of("kind")[mine] == "reflective"]
      scores[[f]] <- two_thirds(do.call(cbind, points[if (length(reflective)) reflective else mine]))
    }
    scores <- c(scores, facet_scores)
  }
  scores
}
membership <- function(s, group) {
  rows <- groups[groups$group == group, ]; a <- s$answers[[rows$question[1]]]
  found <- rep(NA_character_, s$n)
  for (i in rev(seq_len(nrow(rows)))) {
    fits <- if (rows$choices[i] != "") a$value %in% strsplit(rows$choices[i], ";")[[1]]
            else !is.na(a$number) & a$number >= ifelse(rows$from[i] == "", -Inf, as.numeric(rows$from[i])) &
                 a$number <= ifelse(rows$to[i] == "", Inf, as.numeric(rows$to[i]))
    found[fits] <- rows$category[i]
  }
  found
}

# ---- Weights and designs.
weigh <- function(s) {
  own <- margins[margins$city == s$city & margins$wave == s$wave, ]
  total <- sum(as.numeric(own$population[own$group == own$group[1]]))
  data <- data.frame(stratum = s$stratum, cluster = s$cluster, base = s$weight)
  targets <- list(); z <- matrix(1, s$n, 1); known <- TRUE
  for (g in unique(own$group)) {
    rows <- own[own$group == g, ]
    parts <- lapply(strsplit(g, "*", fixed = TRUE)[[1]], membership, s = s)
    category <- do.call(paste, c(parts, sep = "*"))
    category[Reduce(`|`, lapply(parts, is.na))] <- "unknown"
    share <- setNames(as.numeric(rows$population) / sum(as.numeric(rows$population)), rows$category)
    unknown <- sum(s$weight[category == "unknown"]) / sum(s$weight)
    if (unknown > 0) known <- FALSE
    column <- paste0("m", length(targets) + 1)
    data[[column]] <- factor(category)
    goal <- c(share * (1 - unknown), if (unknown > 0) c(unknown = unknown)) * total
    targets[[column]] <- setNames(data.frame(names(goal), as.numeric(goal)), c(column, "Freq"))
    for (k in head(names(share), -1))
      z <- cbind(z, ifelse(category == "unknown", 0, (category == k) - share[[k]]))
  }
  base <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~base, nest = TRUE, data = data)
  raked <- rake(base, lapply(names(targets), function(m) as.formula(paste0("~", m))), unname(targets),
                control = list(maxit = 1000, epsilon = 1e-9, verbose = FALSE))
  for (pass in 1:200) {  # rake() stops at an absolute change; go on until nothing moves
    before <- weights(raked)
    w <- before
    for (m in names(targets)) {
      sums <- tapply(w, data[[m]], sum)
      w <- w * (targets[[m]]$Freq / sums[targets[[m]][[m]]])[match(data[[m]], targets[[m]][[m]])]
    }
    raked$prob <- 1 / as.numeric(w)
    if (max(abs(w / before - 1)) < 1e-14) break
  }
  s$w <- as.numeric(w)
  relative <- s$w / mean(s$w)
  if (min(relative) <= 0.3 || max(relative) >= 3) stop("limits of weights bind in ", s$city, " ", s$wave)
  data$w <- s$w
  s$z <- z; s$frame <- data
  s$plain <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, nest = TRUE, data = data)
  if (known) {
    population <- c(`(Intercept)` = total)
    for (m in names(targets)) {
      goal <- targets[[m]]; goal <- goal[order(match(goal[[m]], levels(data[[m]]))), ]
      population <- c(population, setNames(goal$Freq, paste0(m, goal[[m]]))[-1])
    }
    formula <- as.formula(paste("~", paste(names(targets), collapse = " + ")))
    s$calibrated <- calibrate(base, formula, population, calfun = "raking", epsilon = 1e-11, maxit = 100)
    stopifnot(max(abs(weights(s$calibrated) / s$w - 1)) < 1e-9)
  }
  s
}

# ---- Estimates: influence, residual from the margins, totals by cluster (survey).
errors <- function(s, influence) {
  influence <- as.matrix(influence)
  residual <- lm.wfit(s$z, influence, s$weight)$residuals
  covariance <- vcov(svytotal(as.matrix(residual), s$plain))
  covariance[abs(covariance) < 1e-28] <- 0
  covariance
}
df_of <- function(s, inside) length(unique(s$cluster[inside])) - length(unique(s$stratum[inside]))
means <- function(s, x, domain = rep(TRUE, s$n)) {
  x <- as.matrix(x)
  inside <- !is.na(x) & domain
  filled <- ifelse(inside, x, 0); w <- inside * s$w
  sums <- colSums(w); value <- colSums(w * filled) / sums
  influence <- t(t(filled) - value) * inside
  influence <- t(t(influence) / ifelse(sums > 0, sums, 1)); influence[!is.finite(influence)] <- 0
  error <- sqrt(diag(errors(s, influence)))
  count <- colSums(inside)
  spread <- colSums(w * t(t(filled) - value)^2 * inside) / sums * count / (count - 1)
  data.frame(value = unname(value), se = unname(error),
             df = sapply(seq_len(ncol(x)), function(k) df_of(s, inside[, k])),
             deff = unname(ifelse(spread > 0, error^2 / (spread / count), NA)), n = unname(count),
             wn = unname(sums), neff = unname(sums^2 / colSums(w^2)))
}
number_interval <- function(e) { t <- qt(0.975, e$df); e$lower <- e$value - t * e$se; e$upper <- e$value + t * e$se; e }
share_interval <- function(e) {
  t <- qt(0.975, e$df); logit <- log(e$value / (1 - e$value)); margin <- t * e$se / (e$value * (1 - e$value))
  e$lower <- plogis(logit - margin); e$upper <- plogis(logit + margin)
  edge <- pmin(e$value, 1 - e$value) < 1e-12
  star <- pmin(e$n, e$neff * (qt(0.975, pmax(1, e$n - 1)) / t)^2)
  e$lower[edge] <- ifelse(e$value[edge] < 0.5, 0, qbeta(0.025, star[edge], 1))
  e$upper[edge] <- ifelse(e$value[edge] < 0.5, qbeta(0.975, 1, star[edge]), 1)
  fixed <- !edge & e$se < 1e-9
  e$lower[fixed] <- NA; e$upper[fixed] <- NA; e$se[fixed] <- 0; e$deff[fixed] <- NA
  e
}
difference <- function(a, b) {
  e <- data.frame(value = a$value - b$value, se = sqrt(a$se^2 + b$se^2), df = a$df + b$df)
  # Satterthwaite's degrees of freedom, for the test and the interval.
  sum_of_both <- e$df
  e$df <- e$se^4 / (ifelse(a$se > 0, a$se^4 / a$df, 0) + ifelse(b$se > 0, b$se^4 / b$df, 0))
  e <- number_interval(e)
  tested <- e$se > 1e-9
  e$p <- ifelse(tested, 2 * pt(-abs(e$value / e$se), e$df), NA)
  e$df <- sum_of_both
  e$lower[!tested] <- NA; e$upper[!tested] <- NA
  e
}
# The index is a family of its own, by Holm.
families <- function(p, score) {
  index <- score == "INN"
  p[index] <- p.adjust(p[index], "holm"); p[!index] <- p.adjust(p[!index], "BH")
  p
}
verdict <- function(e, lower, upper, zone, adjusted) {
  inside <- !is.na(lower) & !is.na(zone) & lower > -zone & upper < zone
  sure <- !is.na(adjusted) & adjusted < 0.05
  alone <- !is.na(e$p) & e$p < 0.05
  ifelse(inside & sure, "differs-below-threshold",
    ifelse(inside & alone, "below-threshold-if-any", ifelse(inside, "practically-equal",
    ifelse(sure & e$value > 0, "higher", ifelse(sure, "lower", "not-established")))))
}

S <- lapply(split(sources, seq_len(nrow(sources))), function(x) weigh(read_sample(x)))
names(S) <- paste(sources$wave, sources$city)
for (k in names(S)) S[[k]]$scores <- score_all(S[[k]])
score_names <- names(S[[1]]$scores)

# Agreement with R's own estimators where every category is known.
checks <- 0
same <- function(a, b, tolerance = 1e-8) {
  checks <<- checks + 1
  if (!(max(abs(a - b) / pmax(1e-3, abs(b))) < tolerance)) stop("survey gives another figure: ", a, " and ", b)
}
for (s in S) if (!is.null(s$calibrated)) {
  for (name in score_names) {
    x <- s$scores[[name]]; d <- update(s$calibrated, x = x)
    r <- svymean(~x, d, na.rm = TRUE, deff = "replace"); e <- means(s, x)
    same(e$value, coef(r)); same(e$se, SE(r)[1]); same(e$deff, deff(r)[[1]])
    same(e$df, degf(subset(d, !is.na(x))))
  }
  for (name in c("SOC01", "FUT03", "CS02", "CS07", "SD5", "INV2U")) for (k in 1:2) {
    a <- s$answers[[name]]; x <- ifelse(a$asked, a$sets[, k], NA)
    if (sum(x, na.rm = TRUE) == 0) next
    d <- update(s$calibrated, x = x)
    # svyciprop(method = "logit") fits the same by svyglm, and stops at 1e-8.
    r <- svycontrast(svymean(~x, d, na.rm = TRUE), quote(log(x / (1 - x)))); e <- share_interval(means(s, x))
    df <- degf(subset(d, !is.na(x)))
    same(c(e$value, e$lower, e$upper), plogis(coef(r) + c(0, -1, 1) * qt(0.975, df) * SE(r)[1]))
  }
}

out <- list()
take <- function(name, frame) out[[name]] <<- rbind(out[[name]], frame)

# ---- Weights.
for (s in S) take("weights", data.frame(wave = s$wave, city = s$city, n = s$n, aside = s$aside,
  kish = s$n * sum(s$w^2) / sum(s$w)^2, effective = sum(s$w)^2 / sum(s$w^2),
  minimum = min(s$w) / mean(s$w), maximum = max(s$w) / mean(s$w)))

# ---- Scores, groups, distributions.
E <- list()
for (k in names(S)) {
  s <- S[[k]]; key <- data.frame(wave = s$wave, city = s$city)
  e <- number_interval(means(s, do.call(cbind, s$scores))); E[[k]] <- e
  take("scores", cbind(key, score = score_names, e))
  for (g in report_groups) {
    member <- membership(s, g); categories <- groups$category[groups$group == g]
    shares <- sapply(categories, function(c) ifelse(is.na(member), NA, member == c) * 1)
    share <- share_interval(means(s, shares))
    take("groups", cbind(key, group = g, category = categories, score = "share", share))
    for (c in categories) {
      x <- number_interval(means(s, do.call(cbind, s$scores), member %in% c))
      take("groups", cbind(key, group = g, category = c, score = score_names, x))
    }
  }
  for (a in s$answers) {
    x <- a$sets; x[!a$asked, ] <- NA
    if (!any(a$asked)) next
    e <- share_interval(means(s, x))
    take("distributions", cbind(key, question = a$question$name, answer = colnames(x), statistic = "proportion", e))
    value <- NULL
    if (a$question$kind == "select_one" && a$question$measure != "nominal") {
      limits <- range(as.numeric(a$substantive))
      value <- 100 * (a$number - limits[1]) / (limits[2] - limits[1])
    } else if (a$question$kind == "integer") value <- a$number
    if (!is.null(value)) take("distributions", cbind(key, question = a$question$name, answer = "",
      statistic = "mean", number_interval(means(s, value))))
  }
}

# ---- Cities of a wave, waves of a city.
zone <- as.numeric(settings$value[settings$key == "equivalence-zone"])
ladders <- read.csv(file.path(here, "..", "..", "reports", "innovation-potential", "tables",
                              "comparability.csv"), colClasses = "character")
stopifnot(ladders$verdict %in% c("means", "means-with-freed-items", "not-tested"))
freed_from <- function(comparison, place, score) {
  rows <- ladders$comparison == comparison & ladders$score == score &
    (if (comparison == "cities") ladders$wave else ladders$city) == place
  setdiff(unlist(strsplit(ladders$freed[rows], "[ ;]+")), "")
}
# Questions whose words are not the same in both waves: no change is made of them.
words_of <- function(version) {
  survey <- sheet("questionnaires", version, "survey.csv")
  setNames(paste(survey[["label::ru"]], survey[["label::en"]]), survey$name)
}
words <- lapply(unique(sources$questionnaire), words_of)
common <- setdiff(intersect(names(words[[1]]), names(words[[2]])), "")
reworded <- common[words[[1]][common] != words[[2]][common]]
stopifnot(identical(reworded, "OPP04"))
# E[[k]] with the scores that a comparison reduces; an item freed of a factor stays in its facets.
reduced <- function(k, comparison, place) {
  e <- E[[k]]
  for (i in seq_along(score_names)) {
    freed <- freed_from(comparison, place, score_names[i])
    if (comparison == "waves") freed <- union(freed, reworded)
    if (length(freed))
      e[i, ] <- number_interval(means(S[[k]], score_all(S[[k]], freed)[[score_names[i]]]))
  }
  e
}
for (w in waves) {
  a <- reduced(paste(w, cities[1]), "cities", w); b <- reduced(paste(w, cities[2]), "cities", w)
  e <- difference(a, b); e$adjusted <- families(e$p, score_names)
  e$verdict <- verdict(e, e$lower, e$upper, zone, e$adjusted)
  take("pairs", cbind(wave = w, first = cities[1], second = cities[2], score = score_names, e))
}
changes <- do.call(rbind, lapply(cities, function(c) cbind(city = c, score = score_names,
  difference(reduced(paste(waves[2], c), "waves", c), reduced(paste(waves[1], c), "waves", c)))))
changes$adjusted <- families(changes$p, changes$score)
changes$verdict <- verdict(changes, changes$lower, changes$upper, zone, changes$adjusted)
out$changes <- changes

D <- out$distributions; rows <- list()
for (c in cities) for (a in S[[paste(waves[2], c)]]$answers) {
  q <- a$question; old <- versions[[1]][[q$name]]
  if (!q$asked || q$name %in% reworded || is.null(old) || old$kind != q$kind || !identical(old$list[c("name", "missing", "exclusive")] |> unlist() |> unname(),
      q$list[c("name", "missing", "exclusive")] |> unlist() |> unname())) next
  pick <- function(w) D[D$wave == w & D$city == c & D$question == q$name, ]
  before <- pick(waves[1]); after <- pick(waves[2])
  numeric <- any(after$statistic == "mean")
  wanted <- if (numeric) "" else if (nrow(q$list)) a$substantive else character()
  for (k in wanted) {
    x <- after[after$answer == k, ]; y <- before[before$answer == k, ]
    e <- difference(x, y)
    limit <- NA; lower <- e$lower; upper <- e$upper
    if (!numeric) {
      h <- function(p) { v <- sqrt(p$value * (1 - p$value)); data.frame(value = 2 * asin(sqrt(p$value)), se = p$se / v, df = p$df) }
      i <- difference(h(x), h(y)); limit <- 0.10; lower <- i$lower; upper <- i$upper
    } else if (q$kind == "select_one") limit <- zone
    rows[[length(rows) + 1]] <- cbind(city = c, question = q$name, answer = k, e, zl = lower, zu = upper, limit = limit)
  }
}
questions <- do.call(rbind, rows)
# What describes the sample is in no family: sex, age and education, of which raking fixes shares.
describes <- questions$question %in% c("SD1", "SD3", "SD4")
questions$p[describes] <- NA
questions$adjusted <- p.adjust(questions$p, "BH")
questions$verdict <- verdict(questions, questions$zl, questions$zu, questions$limit, questions$adjusted)
questions$verdict[describes] <- ifelse(questions$se[describes] > 1e-9, "not-tested", "set-by-weighting")
out$question_changes <- questions[setdiff(names(questions), c("zl", "zu", "limit"))]

# ---- Associations with the index.
controls <- c("sex", "age", "education")
# Neighbouring categories of a control are joined until each has the least base of the study.
minimum_base <- 30
joined <- function(member, categories, ok) repeat {
  counts <- sapply(categories, function(c) sum(member[ok] %in% c)); present <- which(counts > 0)
  least <- which.min(counts[present])
  if (length(present) < 2 || counts[present[least]] >= minimum_base)
    return(list(member = member, categories = categories))
  near <- intersect(least + c(-1, 1), seq_along(present))
  pair <- sort(present[c(least, near[which.min(counts[present[near]])])])
  name <- paste(categories[pair], collapse = "|")
  member[member %in% categories[pair]] <- name
  categories[pair[1]] <- name; categories <- categories[-pair[2]]
}
fit_model <- function(s, scores, name) {
  index <- s$scores$INN
  drivers <- setdiff(names(scores)[!grepl(".", names(scores), fixed = TRUE)], "INN")
  X <- sapply(drivers, function(d) scores[[d]] / 10)
  members <- lapply(setNames(nm = controls), membership, s = s)
  complete <- !is.na(index) & rowSums(is.na(X)) == 0 & rowSums(is.na(do.call(cbind, members))) == 0
  for (g in controls) {
    control <- joined(members[[g]], groups$category[groups$group == g], complete)
    member <- control$member; present <- control$categories[control$categories %in% member]
    for (c in present[-1]) X <- cbind(X, (member == c) * 1) |> (\(m) { colnames(m)[ncol(m)] <- paste0(g, "=", c); m })()
  }
  ok <- !is.na(index) & rowSums(is.na(X)) == 0
  A <- cbind(1, X)[ok, ]; y <- index[ok]; w <- s$w[ok]
  fit <- lm.wfit(A, y, w)
  influence <- matrix(0, s$n, ncol(A))
  influence[ok, ] <- t(solve(crossprod(A * w, A), t(A * fit$residuals)))
  se <- sqrt(diag(errors(s, influence)))[-1]
  b <- fit$coefficients[-1]; df <- df_of(s, ok) - length(b)
  if (!is.null(s$calibrated)) {
    frame <- as.data.frame(X); names(frame) <- paste0("x", seq_along(frame)); frame$y <- index
    d <- s$calibrated; d$variables <- cbind(d$variables, frame)
    g <- svyglm(as.formula(paste("y ~", paste0("x", seq_along(b), collapse = "+"))), subset(d, ok))
    same(unname(b), unname(coef(g)[-1])); same(unname(se), unname(SE(g)[-1])); same(df, g$df.residual)
  }
  # Standardised slopes; their influence by a central difference in each interview's weight.
  standard <- function(w) {
    w <- w / sum(w); c <- lm.wfit(A, y, w)$coefficients[-1]
    deviation <- function(v) sqrt(sum(w * (v - sum(w * v))^2))
    c * apply(A[, -1], 2, deviation) / deviation(y)
  }
  beta <- standard(w); jacobian <- matrix(0, s$n, length(b)); rows <- which(ok)
  for (i in seq_along(rows)) {
    step <- 1e-3 * w[i]; up <- down <- w; up[i] <- w[i] + step; down[i] <- w[i] - step
    jacobian[rows[i], ] <- (standard(up) - standard(down)) / (2 * step)
  }
  beta_se <- sqrt(diag(errors(s, jacobian)))
  t <- qt(0.975, df); p <- 2 * pt(-abs(b / se), df)
  score <- seq_along(b) <= length(drivers)
  data.frame(wave = s$wave, city = s$city, model = name, predictor = colnames(X), slope = unname(b), se = se,
    df = df, lower = b - t * se, upper = b + t * se, p = p,
    adjusted = ifelse(score, p.adjust(ifelse(score, p, NA), "BH"), NA), standardised = unname(beta),
    slower = beta - t * beta_se, supper = beta + t * beta_se,
    r2 = 1 - sum(w * fit$residuals^2) / sum(w * (y - weighted.mean(y, w))^2), n = sum(ok), row.names = NULL)
}
overlapping <- c("CIV02", "CIVB", "FUT04", grep("^OPN", factors$question, value = TRUE))
for (s in S) {
  take("drivers", fit_model(s, s$scores, "full"))
  take("drivers", fit_model(s, score_all(s, overlapping), "without-overlaps"))
}

# ---- Reliability: weighted covariances of interviews with all answers.
scales <- list()
for (f in unique(factors$factor)) {
  rows <- factors[factors$factor == f & factors$kind == "reflective", ]
  if (nrow(rows) && rows$layer[1] != "outcome") scales[[f]] <- rows
  for (t in setdiff(unique(rows$facet), "")) scales[[paste0(f, ".", t)]] <- rows[rows$facet == t, ]
}
for (w in waves) for (c in c("", cities)) for (name in names(scales)) {
  of <- S[if (c == "") paste(w, cities) else paste(w, c)]
  items <- lapply(split(scales[[name]], seq_len(nrow(scales[[name]]))), as.list)
  X <- do.call(rbind, lapply(of, function(s) sapply(items, function(i) points_of(s, i))))
  weight <- unlist(lapply(of, function(s) s$w / mean(s$w)))
  ok <- rowSums(is.na(X)) == 0
  alpha <- omega <- NA
  if (length(items) > 1) {
    V <- cov.wt(X[ok, , drop = FALSE], weight[ok] / sum(weight[ok]))$cov
    colnames(V) <- rownames(V) <- paste0("i", seq_along(items))
    alpha <- suppressMessages(suppressWarnings(
      psych::alpha(V, warnings = FALSE, check.keys = FALSE)))$total$raw_alpha
  }
  if (length(items) > 2) {
    R <- cov2cor(V)
    if (length(items) == 3) {  # one factor fits three items exactly: in closed form
      l <- c(sqrt(R[1, 2] * R[1, 3] / R[2, 3]), sqrt(R[1, 2] * R[2, 3] / R[1, 3]), sqrt(R[1, 3] * R[2, 3] / R[1, 2]))
      u <- 1 - l^2
    } else {
      m <- factanal(covmat = list(cov = V, n.obs = sum(ok)), factors = 1, rotation = "none",
                    control = list(opt = list(factr = 1e3, maxit = 1000)))
      l <- m$loadings[, 1]; u <- m$uniquenesses
    }
    l <- l * sqrt(diag(V)); u <- u * diag(V)
    omega <- sum(l)^2 / (sum(l)^2 + sum(u))
  }
  take("reliability", data.frame(wave = w, city = c, scale = name, items = length(items), alpha = alpha,
                                 omega = omega, n = if (length(items) > 1) sum(ok) else NA))
}

out$distributions <- out$distributions[setdiff(names(out$distributions), c("deff", "wn", "neff", "df"))]
out <- lapply(out, function(frame) { rownames(frame) <- NULL
  frame[] <- lapply(frame, function(x) if (is.double(x)) signif(x, 12) else x); frame })
out$versions <- list(R = R.version.string, survey = as.character(packageVersion("survey")),
  psych = as.character(packageVersion("psych")), checks_against_calibrate = checks)
write(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null", dataframe = "columns"), file.path(here, "model-study.json"))
cat("checks against calibrate():", checks, "\n")
