# SPDX-License-Identifier: GPL-3.0-or-later
# Two waves: the odd rows before, the even rows after. Sourced by peers.R.

# Two waves: the odd rows before, the even rows after.
change <- function(f, y, group) {
  wave <- seq_along(y) %% 2
  for (o in unique(group)) {
    before <- y[group == o & wave == 1 & !is.na(y)]
    after <- y[group == o & wave == 0 & !is.na(y)]
    if (min(length(before), length(after)) < minimum || var(before) == 0 || var(after) == 0) next
    t <- t.test(after, before)
    w <- quiet(wilcox.test(after, before, exact = FALSE, correct = FALSE))
    record("change, Welch t", "stats::t.test", "change:t", t$statistic, o, f)
    record("change, df", "stats::t.test", "change:df", t$parameter, o, f)
    record("change, p", "stats::t.test", "change:p", t$p.value, o, f)
    record("change, interval", "stats::t.test", "change:difference_low", t$conf.int[1], o, f)
    record("change, interval", "stats::t.test", "change:difference_high", t$conf.int[2], o, f)
    record("change, Mann-Whitney p", "stats::wilcox.test", "change:mann_whitney_p", w$p.value, o, f)
    record("change, Cliff's delta", "stats::wilcox.test", "change:cliffs_delta",
           2 * w$statistic / (length(before) * length(after)) - 1, o, f)
    m <- length(before) + length(after) - 2
    pooled <- sqrt(((length(before) - 1) * var(before) + (length(after) - 1) * var(after)) / m)
    j <- exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)
    record("change, Hedges' g", "base R", "change:hedges_g", j * (mean(after) - mean(before)) / pooled, o, f)
  }
}

# Hedges' interval through the noncentral t, Mann and Whitney's U and z with ties, what is detectable, Holm.
more_change <- function(f, y, group) {
  wave <- seq_along(y) %% 2
  for (o in unique(group)) {
    before <- y[group == o & wave == 1 & !is.na(y)]
    after <- y[group == o & wave == 0 & !is.na(y)]
    n <- c(length(before), length(after))
    if (min(n) < minimum || var(before) == 0 || var(after) == 0) next
    se <- sqrt(var(before) / n[1] + var(after) / n[2])
    record("change, standard error", "stats::t.test", "change:standard_error", t.test(after, before)$stderr, o, f)
    record("change, least beyond chance", "base R", "change:detectable", qnorm(.975) * se, o, f)
    pooled <- t.test(after, before, var.equal = TRUE)
    m <- sum(n) - 2
    for (side in 1:2) {
      limit <- uniroot(function(d) quiet(pt(pooled$statistic, m, d)) - c(.975, .025)[side], pooled$statistic + c(-12, 12), tol = 1e-13)$root
      record("change, Hedges' g, interval", "stats::pt, ncp", c("change:hedges_g_low", "change:hedges_g_high")[side],
             limit * sqrt(sum(1 / n)), o, f)
    }
    w <- quiet(wilcox.test(after, before, exact = FALSE, correct = FALSE))
    record("change, Mann-Whitney U", "stats::wilcox.test", "change:mann_whitney_u", w$statistic, o, f)
    record("change, Mann-Whitney z", "stats::wilcox.test", "change:mann_whitney_z",
           sign(w$statistic - prod(n) / 2) * -qnorm(w$p.value / 2), o, f)
  }
}

# Holm over an organisation's factors.
change_holm <- function() {
  wave <- seq_len(nrow(set$rows)) %% 2
  for (o in unique(set$rows$organisation)) {
    of <- function(f, w) { y <- scored(set, f)[set$rows$organisation == o & wave == w]; y[!is.na(y)] }
    p <- sapply(names(set$factors), function(f) {
      if (min(length(of(f, 1)), length(of(f, 0))) < minimum || var(of(f, 1)) + var(of(f, 0)) == 0) return(NA)
      t.test(of(f, 0), of(f, 1))$p.value
    })
    adjusted <- p.adjust(p, "holm")
    for (f in names(p)) record("change, p by Holm", "stats::p.adjust", "change:p_holm", adjusted[[f]], o, f)
  }
}

# Keys: in each organisation the first six in ten of either wave, by their mean answer, are taken for the same persons.
keys_of <- function() {
  wave <- seq_len(nrow(set$rows)) %% 2
  level <- rowMeans(do.call(cbind, lapply(names(set$factors), function(f) scored(set, f))), na.rm = TRUE)
  key <- paste0(c("after", "before")[wave + 1], seq_along(wave))
  for (o in unique(set$rows$organisation)) {
    sides <- lapply(1:0, function(w) { at <- which(set$rows$organisation == o & wave == w); at[order(level[at])] })
    shared <- floor(.6 * min(lengths(sides)))
    for (side in sides) key[side[seq_len(shared)]] <- paste0("both", seq_len(shared))
  }
  key
}

# Respondents recognised in both waves: the paired t test, and the t test of partly overlapping samples (Derrick et al. 2017).
matched_change <- function(f, y, group) {
  wave <- seq_along(y) %% 2
  key <- keys_of()
  for (o in unique(group)) {
    at <- function(w) which(group == o & wave == w & !is.na(y))
    one <- at(1)
    two <- at(0)
    both <- intersect(key[one], key[two])
    n <- c(length(one), length(two), length(both))
    singles <- n[1:2] - n[3]
    if (min(n) < minimum || any(singles > 0 & singles < minimum)) next
    before <- y[one][match(both, key[one])]
    after <- y[two][match(both, key[two])]
    changed <- sum(abs(after - before) > 1e-9)
    if (changed > 0 && changed < minimum) next
    t <- t.test(after, before, paired = TRUE)
    record("change, paired t", "stats::t.test", "matched:paired_t", t$statistic, o, f)
    record("change, paired t", "stats::t.test", "matched:paired_difference", t$estimate, o, f)
    record("change, paired t", "stats::t.test", "matched:paired_df", t$parameter, o, f)
    record("change, paired interval", "stats::t.test", "matched:paired_low", t$conf.int[1], o, f)
    record("change, paired interval", "stats::t.test", "matched:paired_high", t$conf.int[2], o, f)
    record("change, paired p", "stats::t.test", "matched:paired_p", t$p.value, o, f)
    r <- cor(before, after)
    record("change, correlation of the waves", "stats::cor", "matched:correlation", r, o, f)
    s <- c(sd(y[one]), sd(y[two]))
    se <- sqrt(sum(s^2 / n[1:2]) - 2 * r * prod(s) * n[3] / prod(n[1:2]))
    welch <- t.test(y[two], y[one])$parameter
    df <- n[3] - 1 + (welch - n[3] + 1) / (sum(singles) + 2 * n[3]) * sum(singles)
    value <- (mean(y[two]) - mean(y[one])) / se
    record("change, overlapping waves", "base R", "matched:t", value, o, f)
    record("change, overlapping waves", "base R", "matched:df", df, o, f)
    record("change, overlapping waves, p", "stats::pt", "matched:p", 2 * pt(-abs(value), df), o, f)
  }
}

# What an organisation that was low rises by without a cause.
regression <- function(f, y, group) {
  d <- data.frame(y, g = factor(group))[seq_along(y) %% 2 == 1 & !is.na(y), ]
  d <- droplevels(d[d$g %in% names(which(table(d$g) >= minimum)), ])
  if (nlevels(d$g) < 5) return(invisible())
  n <- table(d$g)
  m <- summary(aov(y ~ g, d))[[1]]$"Mean Sq"
  tau2 <- max(0, (m[1] - m[2]) / ((sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)))
  mean_of <- tapply(d$y, d$g, mean)
  v <- tapply(d$y, d$g, var) / n
  w <- 1 / (tau2 + v)
  mu <- sum(w * mean_of) / sum(w)
  after <- table(group[seq_along(y) %% 2 == 0 & !is.na(y)])
  for (o in levels(d$g)) {
    if (mean_of[[o]] < mu && !is.na(after[o]) && after[[o]] >= minimum) {
      record("change, regression to the mean", "stats::aov", "change:regression_to_mean",
             (1 - tau2 / (tau2 + v[[o]])) * (mu - mean_of[[o]]), o, f)
    }
  }
}
