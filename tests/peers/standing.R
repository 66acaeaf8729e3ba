# SPDX-License-Identifier: GPL-3.0-or-later
# Organisations against a reference that they make together, and what that reference is worth. Sourced by peers.R.

# The organisations with enough answers to every factor: those that `culture reference` takes.
in_reference <- function() {
  enough <- sapply(names(set$factors), function(f) tapply(!is.na(scored(set, f)), set$rows$organisation, sum) >= minimum)
  rownames(enough)[rowSums(enough) == ncol(enough)]
}

# Each organisation against the others, as a member of the reference they make together.
standing <- function(f, y, group) {
  m <- tapply(y, group, mean, na.rm = TRUE)[in_reference()]
  for (o in names(m)) {
    others <- m[names(m) != o]
    r <- length(others)
    z <- (m[[o]] - mean(others)) / sd(others)
    t <- z / sqrt((r + 1) / r)
    record("z", "base R", "standing.z", z, o, f)
    record("Crawford and Howell's t", "base R", "standing.t", t, o, f)
    record("its p", "stats::pt", "standing.p", 2 * pt(-abs(t), r - 1), o, f)
    record("percentile", "stats::pt", "standing.percentile", 100 * pt(t, r - 1), o, f)
    if (abs(z) < 4) {
      for (side in 1:2) {
        d <- uniroot(function(d) quiet(pt(z * sqrt(r), r - 1, d)) - c(.975, .025)[side], z * sqrt(r) + c(-12, 12), tol = 1e-13)$root
        record("percentile, interval", "stats::pt, ncp", c("standing.percentile_low", "standing.percentile_high")[side],
               100 * pnorm(d / sqrt(r)), o, f)
      }
    }
  }
}

profile <- function() {
  m <- sapply(names(set$factors), function(f) tapply(scored(set, f), set$rows$organisation, mean, na.rm = TRUE))[in_reference(), ]
  p <- ncol(m)
  for (o in rownames(m)) {
    others <- m[rownames(m) != o, ]
    r <- nrow(others)
    if (r <= p + 1) next
    d2 <- mahalanobis(m[o, ], colMeans(others), cov(others))
    F <- r / (r + 1) * d2 * (r - p) / (p * (r - 1))
    record("profile, Mahalanobis distance", "stats::mahalanobis", "profile.mahalanobis", d2, o)
    record("profile, F", "base R", "profile.f", F, o)
    record("profile, p", "stats::pf", "profile.p", pf(F, p, r - p, lower.tail = FALSE), o)
    z <- (m[o, ] - colMeans(others)) / apply(others, 2, sd)
    t <- z / sqrt((r + 1) / r)
    raw <- 2 * pt(-abs(t), r - 1)
    for (i in seq_len(p)) {
      record("p, Holm", "stats::p.adjust", "standing.p_holm", p.adjust(raw, "holm")[i], o, colnames(m)[i])
      record("p, Benjamini and Hochberg", "stats::p.adjust", "standing.p_bh", p.adjust(raw, "BH")[i], o, colnames(m)[i])
    }
  }
}

# What the norm of a factor says, from the organisations' means m and the sampling variances v of these.
norm_of <- function(f, m, v) {
  r <- length(m)
  at <- function(statistic, peer, field, value) record(statistic, peer, paste0("/reference.dimensions.", f, ".", field), value)
  at("norm, mean and SD", "base R", "mean", mean(m))
  at("norm, mean and SD", "base R", "sd", sd(m))
  for (p in c(25, 50, 75)) at("norm, quartiles", "stats::quantile", paste0("p", p), quantile(m, p / 100))
  at("norm, skew", "psych::skew", "skew", psych::skew(as.numeric(m), type = 3))
  if (var(m) > mean(v)) at("norm, true SD", "base R", "true_sd", sqrt(var(m) - mean(v)))
  half <- c(-1, 1) * sd(m)
  prediction <- mean(m) + half * qt(.975, r - 1) * sqrt(1 + 1 / r)
  tolerance <- mean(m) + half * qnorm(.975) * sqrt((r - 1) * (1 + 1 / r) / qchisq(.05, r - 1)) # Howe 1969
  for (i in 1:2) {
    at("norm, prediction interval", "stats::qt", c("prediction_low", "prediction_high")[i], prediction[i])
    at("norm, tolerance interval", "stats::qchisq", c("tolerance_low", "tolerance_high")[i], tolerance[i])
  }
  c <- qnorm(.95) * sqrt(r)
  k <- uniroot(function(t) quiet(pt(t, r - 1, c)) - .95, c + c(-10, 30), tol = 1e-13)$root / sqrt(r)
  at("norm, one-sided bound", "stats::pt, ncp", "tolerance_lower_bound", mean(m) - k * sd(m))
  at("norm, Wilks' confidence", "stats::pbeta", "wilks", pbeta(.95, r - 1, 2, lower.tail = FALSE))
}

# The percentile's limits with the organisation's own error too, by integrating over the yardstick's SD.
wide <- function(x, se, others) {
  r <- length(others)
  z <- (x - mean(others)) / sd(others)
  k <- se / sd(others)
  chance <- function(q) {
    integrate(function(u) pnorm((q - z * u) / sqrt(k^2 * u^2 + 1 / r)) * 2 * u * (r - 1) * dchisq((r - 1) * u^2, r - 1),
              0.2, 2.2, rel.tol = 1e-12, subdivisions = 5000)$value
  }
  100 * pnorm(sapply(c(.025, .975), function(a) uniroot(function(q) chance(q) - a, z + c(-6, 6), tol = 1e-13)$root))
}

# 100 (B + T / 2) / r with Jeffreys' interval (Crawford, Garthwaite & Slick 2009).
rank_of <- function(o, f, x, others) {
  r <- length(others)
  tied <- sum(abs(others - x) < 1e-9)
  b <- sum(others < x - 1e-9) + tied / 2
  record("percentile by ranks", "base R", "standing.rank_percentile", 100 * b / r, o, f)
  low <- if (b == 0) 0 else qbeta(.025, b + .5, r - b + .5)
  high <- if (b == r) 1 else qbeta(.975, b + .5, r - b + .5)
  record("percentile by ranks, interval", "stats::qbeta", "standing.rank_low", 100 * low, o, f)
  record("percentile by ranks, interval", "stats::qbeta", "standing.rank_high", 100 * high, o, f)
}

# The true mean among true means, and the empirical-Bayes score (Morris 1983).
truth_of <- function(o, f, m, v) {
  mine <- names(m) == o
  x <- m[[o]]
  centre <- mean(m[!mine])
  tau2 <- var(m[!mine]) - mean(v[!mine])
  if (tau2 <= 0) return(invisible())
  lambda <- tau2 / (tau2 + v[[o]])
  w <- 1 / (tau2 + v[!mine])
  record("empirical-Bayes score", "base R", "eb", lambda * x + (1 - lambda) * sum(w * m[!mine]) / sum(w), o, f)
  record("reliability of a mean", "base R", "eb_reliability", lambda, o, f)
  e <- lambda * x + (1 - lambda) * centre
  s <- sqrt(lambda * v[[o]])
  record("percentile of the true mean", "stats::pnorm", "standing.percentile_true", 100 * pnorm((e - centre) / sqrt(tau2 + s^2)), o, f)
  ends <- 100 * pnorm((e + c(-1, 1) * qnorm(.975) * s - centre) / sqrt(tau2))
  record("percentile of the true mean", "stats::pnorm", "standing.percentile_true_low", ends[1], o, f)
  record("percentile of the true mean", "stats::pnorm", "standing.percentile_true_high", ends[2], o, f)
  both <- true_wide(x, v[[o]], m[!mine], v[!mine])
  record("percentile of the true mean, both errors", "stats::integrate", "standing.percentile_true_wide_low", both[1], o, f)
  record("percentile of the true mean, both errors", "stats::integrate", "standing.percentile_true_wide_high", both[2], o, f)
}

# Its limits with the yardstick's error too, by integrating over the yardstick's SD s / u.
true_wide <- function(x, v, others, of_others) {
  r <- length(others)
  s <- sd(others)
  chance <- function(q) {
    integrate(function(u) {
      tau2 <- (s / u)^2 - mean(of_others)
      known <- tau2 > 0
      tau2[!known] <- 1
      lambda <- tau2 / (tau2 + v)
      centre <- ifelse(known, lambda * (x - mean(others)) / sqrt(tau2), 0)
      spread <- ifelse(known, sqrt((lambda^2 * (s / u)^2 / r + lambda * v) / tau2), 1)
      pnorm((q - centre) / spread) * 2 * u * (r - 1) * dchisq((r - 1) * u^2, r - 1)
    }, 0.2, 2.2, rel.tol = 1e-12, subdivisions = 5000)$value
  }
  100 * pnorm(sapply(c(.025, .975), function(a) uniroot(function(q) chance(q) - a, c(-9, 9), tol = 1e-13)$root))
}

# The sampling variance of each organisation's mean, without the finite-population correction.
variance_of <- function(f) {
  y <- scored(set, f)
  tapply(y, set$rows$organisation, function(x) var(x, na.rm = TRUE) / sum(!is.na(x)))[in_reference()]
}

more_standing <- function(f, y, group) {
  m <- tapply(y, group, mean, na.rm = TRUE)[in_reference()]
  v <- variance_of(f)
  norm_of(f, m, v)
  for (o in names(m)) {
    others <- m[names(m) != o]
    x <- m[[o]]
    z <- (x - mean(others)) / sd(others)
    record("T, sten, stanine", "base R", "standing.t_score", 50 + 10 * z, o, f)
    record("T, sten, stanine", "base R", "standing.sten", min(10, max(1, 5.5 + 2 * z)), o, f)
    record("T, sten, stanine", "base R", "standing.stanine", min(9, max(1, floor(5.5 + 2 * z))), o, f)
    rank_of(o, f, x, others)
    truth_of(o, f, m, v)
    everyone <- sum(rowSums(!is.na(set$rows[group == o, unlist(set$factors)])) > 0)
    n <- sum(group == o & !is.na(y))
    ends <- wide(x, sqrt(v[[o]] * (1 - n / headcount(everyone))), others)
    record("percentile with both errors, interval", "stats::integrate", "standing.percentile_wide_low", ends[1], o, f)
    record("percentile with both errors, interval", "stats::integrate", "standing.percentile_wide_high", ends[2], o, f)
  }
}

# P(F < f) with a noncentrality, as the mixture that it is; stats::pf is right to some 7e-10 only.
noncentral_f <- function(f, df1, df2, ncp) {
  i <- 0:ceiling(ncp / 2 + 20 * sqrt(ncp / 2) + 60)
  sum(dpois(i, ncp / 2) * pbeta(df1 * f / (df1 * f + df2), df1 / 2 + i, df2 / 2))
}

# Each factor against the organisation's own level, the profile's level and scatter, and how unusual it is (Reiser 2001).
more_profile <- function() {
  m <- sapply(names(set$factors), function(f) tapply(scored(set, f), set$rows$organisation, mean, na.rm = TRUE))[in_reference(), ]
  for (i in seq_len(ncol(m))) for (j in seq_len(ncol(m))) {
    record("norm, correlations", "stats::cor", sprintf("/reference.correlations.%d.%d", i - 1, j - 1), cor(m)[i, j])
  }
  p <- ncol(m)
  own <- m - rowMeans(m)
  for (o in rownames(m)) {
    others <- m[rownames(m) != o, ]
    r <- nrow(others)
    z <- (m[o, ] - colMeans(others)) / apply(others, 2, sd)
    record("profile, level and scatter", "base R", "profile.level", mean(z), o)
    record("profile, level and scatter", "stats::sd", "profile.scatter", sd(z), o)
    beside <- own[rownames(m) != o, ]
    d <- own[o, ] - colMeans(beside)
    c <- d / apply(beside, 2, sd)
    t <- c / sqrt((r + 1) / r)
    raw <- 2 * pt(-abs(t), r - 1)
    for (i in seq_len(p)) {
      f <- colnames(m)[i]
      record("against the own level", "base R", "standing.own_difference", d[i], o, f)
      record("against the own level", "base R", "standing.own_t", t[i], o, f)
      record("against the own level, p", "stats::pt", "standing.own_p", raw[i], o, f)
      record("against the own level, p", "stats::p.adjust", "standing.own_p_holm", p.adjust(raw, "holm")[i], o, f)
      record("against the own level, percentile", "stats::pt", "standing.own_percentile", 100 * pt(t[i], r - 1), o, f)
    }
    F <- r * (r - p) / ((r - 1) * p) * mahalanobis(m[o, ], colMeans(others), cov(others))
    for (i in 1:3) {
      q <- c(.5, .025, .975)[i]
      ncp <- if (pf(F, p, r - p) <= q) 0 else uniroot(function(l) noncentral_f(F, p, r - p, l) - q, c(0, 1000), tol = 1e-13)$root
      record("profile, percent more extreme", "stats::pbeta, dpois", c("profile.unusual", "profile.unusual_low", "profile.unusual_high")[i],
             100 * pchisq(ncp / r, p, lower.tail = FALSE), o)
    }
  }
}
