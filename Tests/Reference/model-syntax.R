# Reference tables for FactorAnalysis/Confirmatory/Syntax: what lavaan makes of a model's text.
#
#   apt-get install r-base-core r-cran-lavaan r-cran-jsonlite
#   Rscript model-syntax.R          (in this folder)
#
# Writes model-syntax.json: for each model its text, its options and lavaan's parameter table, with
# fixed.x = FALSE. Rows that an equality constraint ties have one number in `free` (0: fixed).
suppressMessages({ library(lavaan); library(jsonlite) })
set.seed(1); n <- 600
names <- c(paste0("x", 1:4), paste0("y", 1:4), "u", "v", "w", "z")
D <- as.data.frame(matrix(rnorm(n * length(names)), n)); names(D) <- names; D <- D + rnorm(n)
D$G <- rep(c("A", "B", "C"), n / 3)
O <- D; for (v in names) O[[v]] <- as.integer(cut(D[[v]], c(-Inf, -.8, .5, Inf)))

# One number for rows that must be equal, by lavaan's own constraints between single parameters.
tied <- function(pt) {
  place <- function(name) { w <- which(pt$plabel == name); if (length(w)) w[1] else which(pt$label == name & pt$op %in% ops)[1] }
  root <- seq_len(nrow(pt)); find <- function(i) { while (root[i] != i) i <- root[i]; i }
  for (r in which(pt$op == "==")) {
    a <- place(pt$lhs[r]); b <- place(pt$rhs[r])
    if (!is.na(a) && !is.na(b)) { a <- find(a); b <- find(b); root[max(a, b)] <- min(a, b) }
  }
  free <- integer(nrow(pt)); count <- 0
  for (i in seq_len(nrow(pt))) if (pt$free[i] > 0) {
    j <- find(i); if (free[j] == 0) { count <- count + 1; free[j] <- count }; free[i] <- free[j]
  }
  free
}
ops <- c("=~", "~", "~~", "~1", "|", "~*~")
case <- function(model, groups = 1, equal = character(), partial = character(), std.lv = FALSE, orthogonal = FALSE,
                 means = TRUE, ordered = character(), parameterization = "delta", marker = TRUE) {
  arguments <- list(model = model, data = if (length(ordered)) O else D, do.fit = FALSE, fixed.x = FALSE, std.lv = std.lv,
    orthogonal = orthogonal, meanstructure = means)
  if (!marker) arguments <- c(arguments, int.ov.free = TRUE, auto.fix.single = TRUE, auto.var = TRUE, auto.cov.lv.x = TRUE,
    auto.cov.y = TRUE, auto.th = TRUE, auto.delta = TRUE)
  if (groups > 1) { arguments$group <- "G"; arguments$data <- arguments$data[arguments$data$G %in% LETTERS[1:groups], ] }
  if (length(equal)) { arguments$group.equal <- equal; arguments$group.partial <- partial }
  if (length(ordered)) { arguments$ordered <- ordered; arguments$parameterization <- parameterization; arguments$meanstructure <- NULL }
  fit <- suppressWarnings(do.call(if (marker) "sem" else "lavaan", arguments)); pt <- as.data.frame(parTable(fit)); pt$free <- tied(pt)
  if (is.null(pt$group)) pt$group <- pt$block
  pt <- pt[pt$op %in% ops, ]
  list(model = model, groups = groups, equal = I(equal), partial = I(partial), standardised = std.lv, orthogonal = orthogonal,
    means = means, ordered = I(ordered), theta = parameterization == "theta", marker = marker,
    observed = lavNames(fit, "ov"), latent = I(lavNames(fit, "lv")),
    table = list(lhs = pt$lhs, op = pt$op, rhs = pt$rhs, group = pt$group, free = pt$free,
      fixed = ifelse(pt$free > 0, 0, pt$ustart), user = pt$user))
}
three <- "f =~ x1 + x2 + x3"; two <- "f =~ x1 + x2 + x3\n g =~ y1 + y2 + y3"
x <- paste0("x", 1:4); all.x <- c("x1", "x2", "x3")
cases <- list(
  case(three), case(two), case(two, means = FALSE), case(two, std.lv = TRUE), case(two, orthogonal = TRUE),
  case(paste(two, "; f ~~ g"), orthogonal = TRUE), case(three, marker = FALSE),
  case("f =~ x1 + x2 + x3; g =~ y1 + y2; h =~ f + g; k =~ x4 + y3 + y4"),
  case("f =~ x1 + x2 + x3; g =~ y1 + y2 + y3; h =~ f + g", std.lv = TRUE),
  case("f =~ x1 + x2 + x3; g =~ y1 + y2; h =~ f + g", groups = 2, equal = c("loadings", "intercepts")),
  case("f =~ x1 + x2 + x3\n u ~ f\n v ~ f + w + z"),
  case(paste(two, "u ~ f; v ~ g + w + z; g ~ f + w", sep = "\n")),
  case(paste(two, "k =~ x4 + y4; u ~ f; g ~ f; k ~ f; v ~ u", sep = "\n")),
  case("u ~ v + w; z ~ u + v; u ~~ z; v ~~ 0*w"), case("u ~ v + w; z ~ u", means = FALSE),
  case("u ~ x1 + f; f =~ x2 + x3 + x4; z ~~ u; f ~~ x1"), case("u ~~ v; v ~~ w"),
  case("f1 + f2 =~ x1 + x2 + x3; x1 + x2 ~~ x4; f1 ~ f2"),
  case("f =~ NA*x1 + x2 + x3\nf ~~ 1*f"), case("f =~ x1 + 1*x2 + x3 # marker\n! remark\n  + x4; x1 ~~ 0.5*x2"),
  case("f =~ start(0.8)*x2 + x1 + -0.5*x3 + x4"), case("f =~ x1 + a*x2 + a*x3; x1 ~~ r*x1; x2 ~~ r*x2"),
  case("f =~ x1; g =~ x2 + x3 + x4"), case("f =~ x1; g =~ x2 + x3 + x4; x1 ~~ x1"),
  case("f =~ x1 + x2 + x3; f ~ 1; x1 ~ 0*1"), case("f =~ x1 + x2 + x3; x1 ~ 1; u ~ 1 + f", means = FALSE),
  case("f =~ x1 + equal(\"f=~x3\")*x2 + x3 + 'd'*x4; d == b; u ~ b*f"), case("f =~ x1 + x2 + a*x3 + b*x2; a == b"),
  case(two, std.lv = TRUE, groups = 2), case("f =~ x1 + x2 + x3; f ~~ NA*f", std.lv = TRUE), case("f =~ x1 + x2 + x3; f ~~ f", std.lv = TRUE),
  case(three, groups = 3), case(three, groups = 3, equal = "loadings"), case(three, groups = 3, equal = c("loadings", "intercepts")),
  case(three, groups = 2, equal = c("loadings", "intercepts", "residuals")), case(three, groups = 2, equal = c("loadings", "intercepts", "means")),
  case(two, groups = 2, equal = c("loadings", "lv.variances", "lv.covariances")), case(two, groups = 2, equal = c("loadings", "intercepts"), std.lv = TRUE),
  case(two, groups = 2, equal = c("loadings", "lv.variances"), std.lv = TRUE),
  case(paste(two, "; x1 ~~ x2 + y1"), groups = 2, equal = c("loadings", "residual.covariances"), partial = "f=~x2"),
  case(two, groups = 2, equal = c("loadings", "intercepts"), partial = c("x2~1", "g=~y3", "y3~1")),
  case("f =~ x1 + x2 + x3; u ~ f; v ~ f + u", groups = 2, equal = "regressions"),
  case("f =~ x1 + x2 + x3; u ~ f + w; v ~ f", groups = 2, equal = c("regressions", "residuals", "residual.covariances", "intercepts")),
  case("u ~ x1 + x2; v ~ u + x1", groups = 2, equal = c("residuals", "residual.covariances", "intercepts")),
  case("f =~ x1 + c(a, b)*x2 + c(d, d)*x3", groups = 2, equal = c("loadings", "intercepts")),
  case("f =~ x1 + c(1, NA)*x2 + c(0.5, 0.7)*x3", groups = 2), case("f =~ x1 + d*x2 + x3", groups = 3),
  case("f =~ x1 + x2 + x3; f ~ c(0, 0.5)*1; f ~~ c(NA, 1)*f", groups = 2, equal = c("loadings", "intercepts")),
  case("f =~ x1 + equal(c(\"f=~x3\", \"f=~x3.g2\"))*x2 + x3", groups = 2),
  case("f =~ c(NA, 1)*x1 + x2 + x3; f ~~ c(1, NA)*f; f ~ c(m1, m2)*1; m1 == 0", groups = 2),
  case("f =~ c(a1, a1)*x1 + c(a2, a2)*x2 + c(a3, a3)*x3", groups = 2, marker = FALSE),
  case(three, ordered = x), case(two, ordered = c(x, "y1")), case(three, ordered = x, std.lv = TRUE),
  case(paste(three, "+ y1; x1 | a*t1 + 0.5*t2"), ordered = x, parameterization = "theta"),
  case(three, ordered = x, groups = 2), case(three, ordered = x, groups = 2, equal = "thresholds"),
  case(three, ordered = x, groups = 3, equal = c("thresholds", "loadings")),
  case(three, ordered = x, groups = 2, equal = c("thresholds", "loadings"), parameterization = "theta", partial = "x1|t2"),
  case(three, ordered = x, groups = 2, equal = c("thresholds", "loadings", "intercepts"), std.lv = TRUE),
  case(three, ordered = x, groups = 2, equal = c("thresholds", "loadings", "intercepts", "residuals"), parameterization = "theta"),
  case(three, ordered = x, groups = 2, equal = c("thresholds", "loadings", "means")),
  case(paste(three, "; x1 ~*~ c(1, NA)*x1; x1 ~~ x2"), ordered = x, groups = 2, equal = "thresholds"))
R <- list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = as.character(packageVersion("lavaan"))), cases = cases)
writeLines(toJSON(R, digits = NA, auto_unbox = TRUE, pretty = FALSE, null = "null"), "model-syntax.json")
