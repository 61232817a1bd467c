# What `loci factors --panel` has to print of surveys/panel, two cities in which the same people were asked in
# three waves: makes its answers, surveys/panel/responses (from R's own generator, nobody was asked), and, by
# lavaan alone, panel.json. Run:  Rscript Tests/Reference/panel.R      (some minutes)
#
#   apt-get install r-cran-lavaan r-cran-jsonlite
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
set.seed(20261126, kind = "Mersenne-Twister", sample.kind = "Rejection")
waves <- 1:3
items <- c(paste0("SOC0", 1:4), paste0("OPN0", 1:4))
make <- function(city, n) {
  point <- rep(1:(n / 10), each = 10)
  u <- rnorm(n / 10, sd = 0.3)[point]
  common <- rnorm(n)
  lasting <- cbind(0.6 * common + 0.8 * rnorm(n), 0.6 * common + 0.8 * rnorm(n))
  own <- matrix(rnorm(8 * n, sd = 0.5), n)
  trust <- rnorm(n); open <- 0.3 * trust + 0.9 * rnorm(n)
  data <- data.frame(id = paste0(city, "-", 1000 + seq_len(n)), point = point, weight = round(runif(n, 0.5, 2), 3))
  stays <- rep(TRUE, n)
  for (w in waves) {
    if (w > 1) {
      before <- data[[paste0("SOC01.", w - 1)]]
      stays <- stays & runif(n) < plogis(1.2 + 0.3 * (before - 4))
      e <- rnorm(n)
      old <- cbind(trust, open)
      trust <- 0.4 * old[, 1] + 0.05 * old[, 2] + 0.8 * e
      open <- 0.3 * old[, 2] + 0.35 * old[, 1] + 0.2 * e + 0.8 * rnorm(n)
    }
    f <- cbind(u + lasting[, 1] + trust + 0.1 * (w - 1), u + lasting[, 2] + open)
    for (j in 1:8) {
      x <- 4 + c(-0.2, 0, 0.2, 0.1)[(j - 1) %% 4 + 1] + c(1, 0.9, 1.1, 0.8)[(j - 1) %% 4 + 1] * 0.9 * f[, (j - 1) %/% 4 + 1]
      x <- pmin(7, pmax(1, round(x + own[, j] + rnorm(n))))
      data[[paste0(items[j], ".", w)]] <- if (items[j] == "SOC02") 8 - x else x
    }
    data[!stays, paste0(items, ".", w)] <- NA
  }
  for (w in waves) {
    columns <- data[c("id", "point", "weight", paste0(items, ".", w))]
    names(columns) <- c("id", "point", "weight", items)
    columns <- columns[!is.na(columns$SOC01), ]
    # Other rows stand in other places in later waves.
    if (w > 1) columns <- columns[sample(nrow(columns)), ]
    write.csv(columns, file.path(here, "../../surveys/panel/responses", paste0(city, "-w", w, ".csv")), row.names = FALSE, quote = FALSE)
  }
  # Points of 0 to 100 after keying; scores are means of items.
  for (w in waves) {
    for (i in items) {
      x <- data[[paste0(i, ".", w)]]
      data[[paste0(i, ".", w)]] <- 100 * ((if (i == "SOC02") 8 - x else x) - 1) / 6
    }
    for (f in c("SOC", "OPN")) data[[paste0(f, ".", w)]] <- rowMeans(data[paste0(f, "0", 1:4, ".", w)])
  }
  data$weight <- data$weight / mean(data$weight)
  data$point <- paste(city, data$point)
  data
}
# First to lavaan's own stop, from there by BFGS and Newton's method to the last digits.
run <- function(model, data, fixed.x = FALSE, steps = 5) {
  arguments <- list(model, data, estimator = "MLR", meanstructure = TRUE, fixed.x = fixed.x, missing = "ml",
    cluster = "point", sampling.weights = "weight", em.h1.iter.max = 10000, em.h1.tol = 1e-13, optim.force.converged = TRUE)
  quietly <- function(...) suppressWarnings(do.call(if (fixed.x) "sem" else "lavaan", c(arguments, list(...))))
  fit <- quietly(optim.method = "BFGS", start = quietly(), control = list(reltol = 1e-20, maxit = 10000))
  slope <- function(f) { K <- f@Model@eq.constraints.K; g <- lavInspect(f, "gradient"); if (length(K) && length(g) == nrow(K)) t(K) %*% g else g }
  for (i in seq_len(steps)) {
    K <- fit@Model@eq.constraints.K; if (!length(K)) K <- diag(length(coef(fit)))
    g <- slope(fit); H <- lavInspect(fit, "hessian"); if (nrow(H) == nrow(K)) H <- t(K) %*% H %*% K
    p <- parTable(fit); x <- coef(fit, type = "free") - as.numeric(K %*% solve(H, g))
    p$start[p$free > 0] <- x[p$free[p$free > 0]]; p$est <- p$start
    refined <- quietly(start = p, optim.method = "none")
    if (max(abs(slope(refined))) >= max(abs(g))) break
    fit <- refined
  }
  message("  gradient ", format(max(abs(slope(fit)))))
  fit
}
measures <- function(fit) {
  m <- fitMeasures(fit)
  as.list(c(chisq = m[["chisq"]], df = m[["df"]], chisqScaled = m[["chisq.scaled"]], chisqScalingFactor = m[["chisq.scaling.factor"]],
    pvalueScaled = m[["pvalue.scaled"]], cfi = m[["cfi"]], tli = m[["tli"]], rmsea = m[["rmsea"]], srmr = m[["srmr"]], logl = m[["logl"]]))
}
# The first wave's factor has mean 0 and variance 1; residuals of an item are correlated over waves.
ladder.model <- function(level, W) {
  out <- character(0); add <- function(...) out <<- c(out, paste0(...))
  for (w in 1:W) {
    f <- paste0("f", w)
    for (i in paste0("SOC0", 1:4)) {
      v <- paste0(i, ".", w)
      add(f, " =~ NA*", v, if (level >= 2) paste0(" + l", i, "*", v))
      add(v, " ~ ", if (level >= 3) paste0("n", i, "*"), "1")
      add(v, " ~~ ", if (level >= 4) paste0("r", i, "*"), v)
      for (u in seq_len(w - 1)) add(i, ".", u, " ~~ ", v)
    }
    add(f, " ~~ ", if (level >= 2 && w > 1) "NA*" else "1*", f)
    add(f, " ~ ", if (level >= 3 && w > 1) "NA*1" else "0*1")
    for (u in seq_len(w - 1)) add("f", u, " ~~ ", f)
  }
  paste(out, collapse = "\n")
}
ladder <- function(data, W = 3) {
  fits <- lapply(1:4, function(level) run(ladder.model(level, W), data))
  lapply(1:4, function(k) {
    s <- list(fit = measures(fits[[k]]))
    p <- parameterEstimates(fits[[k]]); p <- p[p$op == "~1" & grepl("^f", p$lhs), ]
    s$means <- list(est = p$est, se = p$se)
    if (k > 1) {
      d <- suppressWarnings(lavTestLRT(fits[[k - 1]], fits[[k]], method = "satorra.bentler.2001"))
      q <- d[2, "Df diff"]
      s$difference <- list(chisq = d[2, "Chisq diff"], df = q, pvalue = d[2, "Pr(>Chisq)"],
        # Of as many points as the sample has, by F: its scale comes from them.
        pvalueOfPoints = pf(d[2, "Chisq diff"] / q, q, length(unique(data$point)) - 1, lower.tail = FALSE))
    }
    s
  })
}
lagged <- function(W, first = 1) {
  out <- character(0); add <- function(...) out <<- c(out, paste0(...))
  for (w in 1:W) {
    if (w > 1) add("SOC.", w, " + OPN.", w, " ~ SOC.", w - 1, " + OPN.", w - 1)
    if (w >= first) add("SOC.", w, " ~~ SOC.", w, "\nOPN.", w, " ~~ OPN.", w, "\nSOC.", w, " ~~ OPN.", w, "\nSOC.", w, " ~ 1\nOPN.", w, " ~ 1")
  }
  paste(out, collapse = "\n")
}
random <- function(W) {
  out <- character(0); add <- function(...) out <<- c(out, paste0(...))
  for (v in c("SOC", "OPN")) {
    add("I", v, " =~ ", paste0("1*", v, ".", 1:W, collapse = " + ")); add("I", v, " ~~ I", v)
    for (w in 1:W) add("W", v, ".", w, " =~ 1*", v, ".", w, "\n", v, ".", w, " ~~ 0*", v, ".", w, "\n", v, ".", w, " ~ 1\nW", v, ".", w, " ~~ W", v, ".", w)
  }
  add("ISOC ~~ IOPN")
  for (w in 1:W) {
    add("WSOC.", w, " ~~ WOPN.", w)
    if (w > 1) add("WSOC.", w, " + WOPN.", w, " ~ WSOC.", w - 1, " + WOPN.", w - 1)
  }
  paste(out, collapse = "\n")
}
associations <- function(kind, W, data) {
  fit <- run(if (kind == "lagged") lagged(W) else random(W), data)
  m <- measures(fit)
  # the first wave is modelled (fixed.x = FALSE): in the baseline of CFI and TLI nothing covaries
  p <- parameterEstimates(fit); s <- standardizedSolution(fit)
  keep <- p$op == "~"
  short <- function(x) sub("^W", "", x)
  list(fit = m, outcome = short(p$lhs[keep]), predictor = short(p$rhs[keep]), est = p$est[keep], se = p$se[keep],
    std = s$est.std[s$op == "~"], stdSe = s$se[s$op == "~"])
}
alpha <- make("alpha", 400); beta <- make("beta", 300)
cases <- list(alpha = alpha, beta = beta, both = rbind(alpha, beta))
counts <- function(d) list(counts = sapply(waves, function(w) sum(!is.na(d[[paste0("SOC01.", w)]]))),
  retention = sapply(waves[-1], function(w) { i <- !is.na(d[[paste0("SOC01.", w - 1)]])
    weighted.mean(!is.na(d[[paste0("SOC01.", w)]][i]), d$weight[i]) }))
R <- list(versions = list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan"))))
R$people <- lapply(cases, counts)
R$ladder <- list(alpha = ladder(alpha))
R$two <- list(ladder = ladder(alpha, 2), lagged = associations("lagged", 2, alpha))
R$lagged <- lapply(cases["alpha"], function(d) associations("lagged", 3, d))
R$random <- lapply(cases["alpha"], function(d) associations("random", 3, d))
write_json(R, file.path(here, "panel.json"), digits = NA, auto_unbox = TRUE)
