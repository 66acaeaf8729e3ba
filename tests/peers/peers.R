# SPDX-License-Identifier: GPL-3.0-or-later
# What R's packages make of a data set, number by number: peers.R NAME FOLDER writes survey.csv, questionnaire.yaml and
# records.csv, a line per number: the statistic, who computed it, and where the command's JSON has it: a field of an
# organisation (of all together without one), of its dimension or item; or, after a slash, a place in the document.
arguments <- commandArgs(TRUE)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
for (part in c("data.R", "standing.R", "waves.R", "items.R", "quality.R")) source(file.path(here, part))
quiet <- function(x) suppressWarnings(suppressMessages(x))
for (package in c("psych", "multilevel", "lavaan", "survey", "lme4")) {
  quiet(library(package, character.only = TRUE))
}

set <- load_set(arguments[1])
folder <- arguments[2]
write_set(set, folder)
minimum <- 5 # below it the command gives nothing
found <- list()

record <- function(statistic, peer, field, value, organisation = "", dimension = "", item = "") {
  value <- as.numeric(value)
  if (length(value) == 1 && is.finite(value)) {
    found[[length(found) + 1]] <<- data.frame(statistic, peer, field, organisation, dimension, item,
                                              value = sprintf("%.17g", value))
  }
}

# Guttman's (1945) lambda-2 on covariances; psych::guttman has it on correlations.
lambda2 <- function(x) {
  c <- cov(x)
  k <- ncol(x)
  (sum(c) - sum(diag(c)) + sqrt(k / (k - 1) * (sum(c^2) - sum(diag(c)^2)))) / sum(c)
}

reliability <- function(f, x, organisation) {
  at <- function(statistic, peer, field, value, item = "") record(statistic, peer, field, value, organisation, f, item)
  varying <- x[, apply(x, 2, var) > 0, drop = FALSE] # psych drops the others by itself
  if (nrow(x) < minimum || ncol(varying) < 2) return(invisible())
  a <- quiet(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE))
  # psych leaves out items that all answered alike; alpha counts them.
  counted <- function(k, of) k / (k - 1) / (of / (of - 1))
  alpha <- a$total$raw_alpha * counted(ncol(x), ncol(varying))
  at("alpha", "psych::alpha", "alpha", alpha)
  at("alpha, standardised", "psych::alpha", "alpha_standardised", a$total$std.alpha)
  at("mean inter-item r", "psych::alpha", "inter_item_r", a$total$average_r)
  if (rcond(cor(varying)) > 1e-10) at("lambda-6", "psych::alpha", "lambda6", a$total$`G6(smc)`)
  at("lambda-2", "base R", "lambda2", lambda2(varying))
  at("alpha, its items", "psych::alpha", "alpha_varying", a$nvar)
  ci <- psych::alpha.ci(alpha, n.obs = nrow(x), n.var = ncol(x), p.val = .05, digits = 15)
  at("alpha, Feldt interval", "psych::alpha.ci", "alpha_low", ci$lower.ci)
  at("alpha, Feldt interval", "psych::alpha.ci", "alpha_high", ci$upper.ci)
  width <- diff(set$scales[[f]])
  at("standard error of measurement", "base R", "sem", 100 / width * sd(rowMeans(x)) * sqrt(1 - alpha))
  for (i in seq_len(ncol(varying))) {
    item <- colnames(varying)[i]
    at("corrected item-total r", "psych::alpha", "item_total", a$item.stats$r.drop[i], item)
    if (ncol(varying) > 2) at("alpha if dropped", "psych::alpha", "alpha_if_dropped",
                             a$alpha.drop$raw_alpha[i] * counted(ncol(x) - 1, ncol(varying) - 1), item)
  }
}

# From lavaan's estimates to the maximum itself, by Newton's steps on the likelihood: lavaan stops a little before it.
# Loadings and the logarithms of the unique variances; NULL where the steps do not arrive.
maximum <- function(x, loadings, unique) {
  k <- ncol(x)
  s <- cov(x) * (nrow(x) - 1) / nrow(x)
  slope <- function(p) {
    l <- p[1:k]
    u <- exp(p[k + 1:k])
    inverse <- solve(l %*% t(l) + diag(u))
    w <- inverse - inverse %*% s %*% inverse
    c(2 * w %*% l, diag(w) * u)
  }
  p <- c(loadings, log(unique))
  for (step in 1:20) {
    h <- 1e-5
    curve <- sapply(seq_along(p), function(j) (slope(replace(p, j, p[j] + h)) - slope(replace(p, j, p[j] - h))) / (2 * h))
    p <- p - tryCatch(solve((curve + t(curve)) / 2, slope(p)), error = function(e) NA)
    if (anyNA(p) || max(abs(p)) > 50) return(NULL)
  }
  if (max(abs(slope(p))) < 1e-12 && max(abs(p[1:k] - loadings)) < 0.01) list(l = sum(p[1:k]), theta = sum(exp(p[k + 1:k])))
}

one_factor <- function(f, x, organisation = "") {
  if (ncol(x) < 4 || nrow(x) < minimum || any(apply(x, 2, var) == 0) || rcond(cor(x)) < 1e-10) return(invisible())
  fit <- quiet(lavaan::cfa(paste(f, "=~", paste(colnames(x), collapse = " + ")), as.data.frame(x), std.lv = TRUE,
                           control = list(rel.tol = 1e-10)))
  if (!lavInspect(fit, "converged") || any(diag(lavInspect(fit, "est")$theta) <= 0)) return(invisible())
  p <- parameterEstimates(fit)
  l <- sum(p$est[p$op == "=~"])
  theta <- sum(p$est[p$op == "~~" & p$lhs != f])
  of <- if (organisation == "") "" else ", of an organisation"
  at <- function(statistic, peer, field, value) record(paste0(statistic, of), peer, field, value, organisation, f)
  at("omega, model-implied", "lavaan::cfa", "omega", l^2 / (l^2 + theta))
  n <- nrow(x)
  at("omega, observed variance", "lavaan::cfa", "omega_observed", l^2 / (sum(cov(x)) * (n - 1) / n))
  exact <- maximum(x, p$est[p$op == "=~"], p$est[p$op == "~~" & p$lhs != f])
  if (!is.null(exact)) {
    at("omega, Newton's maximum", "lavaan::cfa, base R", "omega", exact$l^2 / (exact$l^2 + exact$theta))
    at("omega observed, Newton's maximum", "lavaan::cfa, base R", "omega_observed", exact$l^2 / (sum(cov(x)) * (n - 1) / n))
  }
  for (m in c("rmsea", "cfi", "tli", "srmr")) {
    at(paste("one factor,", toupper(m)), "lavaan::fitMeasures", paste0("omega_", m), fitMeasures(fit, m))
  }
}

# Variances of the slightly skewed null for five and six points (LeBreton & Senter 2008).
skewed <- c("5" = 1.34, "6" = 1.85)

agreement <- function(f, x, group) {
  ends <- set$scales[[f]]
  points <- diff(ends) + 1
  uniform <- (points^2 - 1) / 12
  keep <- group %in% names(which(table(group) >= minimum))
  x <- x[keep, , drop = FALSE]
  group <- group[keep]
  tell <- function(statistic, peer, field, table, column) {
    for (i in seq_len(nrow(table))) record(statistic, peer, field, table[[column]][i], as.character(table$grpid[i]), f)
  }
  tell("rwg(j), uniform null", "multilevel::rwg.j", "rwg_j_uniform", rwg.j(x, group, uniform), "rwg.j")
  tell("rwg(j), skewed null", "multilevel::rwg.j", "rwg_j_skewed", rwg.j(x, group, skewed[[as.character(points)]]), "rwg.j")
  tell("r*wg(j)", "multilevel::rwg.j.lindell", "rwg_star_j", rwg.j.lindell(x, group, uniform), "rwg.lindell")
  tell("AD about the mean", "multilevel::ad.m", "ad_m", ad.m(x, group), "AD.M")
  tell("AD about the median", "multilevel::ad.m", "ad_md", ad.m(x, group, type = "median"), "AD.M")
  alike <- unlist(lapply(split(as.data.frame(x), group), function(g) any(apply(g, 2, var) == 0)))
  a <- awg(x, group, ends)
  tell("a_wg(j)", "multilevel::awg", "awg_j", a[!alike[as.character(a$grpid)], ], "a.wg")
}

components <- function(f, y, group) {
  keep <- !is.na(y)
  d <- data.frame(y = y[keep], g = factor(group[keep]))
  a <- aov(y ~ g, d)
  m <- summary(a)[[1]]
  n <- table(d$g)
  k0 <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)
  F <- m$"F value"[1]
  df <- m$Df
  record("ICC(2)", "multilevel::ICC2", "icc2", multilevel::ICC2(a), dimension = f)
  record("ICC(1), with k0", "stats::aov", "icc1", (F - 1) / (F - 1 + k0), dimension = f)
  record("ICC, k0", "base R", "icc_k0", k0, dimension = f)
  record("design effect", "base R", "design_effect", 1 + (sum(n^2) / sum(n) - 1) * max(0, (F - 1) / (F - 1 + k0)), dimension = f)
  record("ICC, F", "stats::aov", "icc_f", F, dimension = f)
  record("ICC, p", "stats::aov", "icc_p", m$"Pr(>F)"[1], dimension = f)
  for (side in 1:2) {
    Fs <- F / qf(c(.975, .025)[side], df[1], df[2])
    record("ICC(1), interval", "stats::qf", c("icc1_low", "icc1_high")[side], (Fs - 1) / (Fs + k0 - 1), dimension = f)
    record("ICC(2), interval", "stats::qf", c("icc2_low", "icc2_high")[side], 1 - 1 / Fs, dimension = f)
  }
  fit <- quiet(lme4::lmer(y ~ 1 + (1 | g), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10))))
  v <- as.data.frame(VarCorr(fit))$vcov
  if (v[1] > 0) {
    record("variance between, REML", "lme4::lmer", "reml_tau2", v[1], dimension = f)
    record("variance within, REML", "lme4::lmer", "reml_sigma2", v[2], dimension = f)
    record("ICC by REML", "lme4::lmer", "reml_icc", v[1] / sum(v), dimension = f)
  }
}

# Means with a headcount of three times the answers, as the register below tells.
headcount <- function(n) 3 * n

means <- function(f, y, x, group) {
  for (o in unique(group)) {
    mine <- group == o
    d <- data.frame(y = y[mine])
    everyone <- sum(rowSums(!is.na(set$rows[mine, unlist(set$factors)])) > 0)
    d$N <- headcount(everyone)
    d <- d[!is.na(d$y), , drop = FALSE]
    if (nrow(d) < minimum) next
    m <- svymean(~y, svydesign(ids = ~1, data = d, fpc = ~N))
    ci <- confint(m, df = nrow(d) - 1)
    record("mean", "survey::svymean", "mean", coef(m), o, f)
    record("standard error with fpc", "survey::svymean", "standard_error", SE(m), o, f)
    if (ci[1] >= 0) record("mean, interval", "survey::svymean", "mean_low", ci[1], o, f)
    if (ci[2] <= 100) record("mean, interval", "survey::svymean", "mean_high", ci[2], o, f)
    record("SD", "stats::sd", "sd", sd(d$y), o, f)
    high <- set$scales[[f]][2]
    favourable <- rowSums(x[mine, , drop = FALSE] >= high - 1, na.rm = TRUE)
    answered <- rowSums(!is.na(x[mine, , drop = FALSE]))
    r <- svyratio(~favourable, ~answered,
                  svydesign(ids = ~1, data = data.frame(favourable, answered, N = headcount(everyone))[answered > 0, ], fpc = ~N))
    p <- as.numeric(coef(r))
    n <- p * (1 - p) / as.numeric(vcov(r))
    z <- qnorm(.975)
    half <- z / (1 + z^2 / n) * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
    record("share favourable", "survey::svyratio", "favourable", 100 * p, o, f)
    if (is.finite(n)) {
      centre <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
      record("share favourable, Wilson interval", "survey::svyratio", "favourable_low", 100 * (centre - half), o, f)
      record("share favourable, Wilson interval", "survey::svyratio", "favourable_high", 100 * (centre + half), o, f)
    }
  }
}

# Weights to headcounts of 60 % women, and raked to 70 % older people too.
weighted <- function(f, y, group) {
  for (o in unique(group)) {
    mine <- which(group == o & !is.na(y))
    everyone <- sum(group == o)
    N <- 5 * everyone
    d <- data.frame(y = y[mine], gender = set$rows$gender[mine], age = set$rows$age[mine], N = N)
    design <- svydesign(ids = ~1, data = d, fpc = ~N)
    women <- data.frame(gender = c("man", "woman"), Freq = c(N - round(.6 * N), round(.6 * N)))
    old <- data.frame(age = c("young", "old"), Freq = c(N - round(.7 * N), round(.7 * N)))
    post <- svymean(~y, postStratify(design, ~gender, women))
    raked <- svymean(~y, rake(design, list(~gender, ~age), list(women, old), control = list(maxit = 10000, epsilon = 1e-14)))
    ends <- confint(post, df = nrow(d) - 1)
    record("mean, post-stratified", "survey::postStratify", "post:mean_weighted", coef(post), o, f)
    record("mean, raked", "survey::rake", "rake:mean_weighted", coef(raked), o, f)
    raked_ends <- confint(raked, df = nrow(d) - 1)
    for (i in 1:2) {
      field <- c("mean_weighted_low", "mean_weighted_high")[i]
      record("mean, post-stratified, interval", "survey::postStratify", paste0("post:", field), ends[i], o, f)
      record("mean, raked, interval", "survey::rake", paste0("rake:", field), raked_ends[i], o, f)
    }
  }
}

group <- set$rows$organisation
for (f in names(set$factors)) {
  x <- keyed(set, f)
  whole <- rowSums(is.na(x)) == 0
  y <- scored(set, f)
  reliability(f, x[whole, ], "")
  one_factor(f, x[whole, ])
  for (o in unique(group)) {
    reliability(f, x[whole & group == o, , drop = FALSE], o)
    one_factor(f, x[whole & group == o, , drop = FALSE], o)
  }
  agreement(f, x[whole, ], group[whole])
  components(f, y, group)
  means(f, y, x, group)
  if (set$name == "lq2002") {
    standing(f, y, group)
    more_standing(f, y, group)
  }
  if (set$name == "bfi") weighted(f, y, group)
  change(f, y, group)
  more_change(f, y, group)
  matched_change(f, y, group)
  regression(f, y, group)
}
change_holm()
if (set$name == "lq2002") {
  profile()
  more_profile()
}
if (set$name == "bfi") languages()
if (set$name != "cohesion") {
  structure_of_items()
  correlations()
  drivers()
  quality()
}

# Registers: one for means, two for weights.
n <- table(group[rowSums(!is.na(set$rows[unlist(set$factors)])) > 0])
write.csv(data.frame(organisation = names(n), headcount = headcount(as.numeric(n))), file.path(folder, "register.csv"),
          row.names = FALSE, quote = FALSE)
if (set$name == "bfi") {
  N <- 5 * as.numeric(table(group))
  women <- round(.6 * N)
  old <- round(.7 * N)
  units <- function(column, unit, headcount) data.frame(organisation = names(table(group)), column, unit, headcount)
  gender <- rbind(units("", "", N), units("gender", "woman", women), units("gender", "man", N - women))
  age <- rbind(units("age", "old", old), units("age", "young", N - old))
  write.csv(gender, file.path(folder, "post.csv"), row.names = FALSE, quote = FALSE)
  write.csv(rbind(gender, age), file.path(folder, "rake.csv"), row.names = FALSE, quote = FALSE)
}
half <- seq_len(nrow(set$rows)) %% 2
set$rows$key <- keys_of()
write.csv(set$rows[half == 1, ], file.path(folder, "before.csv"), row.names = FALSE, na = "", quote = FALSE)
write.csv(set$rows[half == 0, ], file.path(folder, "after.csv"), row.names = FALSE, na = "", quote = FALSE)
write.csv(do.call(rbind, found), file.path(folder, "records.csv"), row.names = FALSE)
