# SPDX-License-Identifier: GPL-3.0-or-later
# What R makes of organisation 66 against the other 65 of synth54, and of organisation 1 against the other 64, from the
# means, SDs and numbers in organisations.json (R too): Rscript standing.R > standing.json, in this folder.
library(jsonlite)
golden <- fromJSON("organisations.json")$organisations
column <- function(name) sapply(golden, function(f) f[[name]])
y <- 25 * (column("score_mean") - 1); s <- 25 * column("score_sd"); n <- column("n_scored")
names <- as.character(golden[[1]]$org)
rownames(y) <- rownames(s) <- rownames(n) <- names
headcount <- read.csv("register.csv"); p <- ncol(y)

root <- function(f, low, high) uniroot(f, c(low, high), tol = 1e-13, maxiter = 5000)$root

# Crawford & Howell on one number, with the limits of Crawford & Garthwaite.
howell <- function(x, others) {
  r <- length(others); z <- (x - mean(others)) / sd(others); t <- z / sqrt((r + 1) / r); c <- z * sqrt(r)
  delta <- function(q) root(function(d) pt(c, r - 1, d) - q, c - 12, c + 12) / sqrt(r)
  list(t = t, p = 2 * pt(-abs(t), r - 1), percentile = 100 * pt(t, r - 1),
       low = 100 * pnorm(delta(.975)), high = 100 * pnorm(delta(.025)))
}

# The percentile's limits with a standard error too, by integrating over the yardstick's SD.
wide <- function(x, se, others) {
  r <- length(others); z <- (x - mean(others)) / sd(others); k <- se / sd(others)
  chance <- function(q) integrate(function(u)
    pnorm((q - z * u) / sqrt(k^2 * u^2 + 1 / r)) * 2 * u * (r - 1) * dchisq((r - 1) * u^2, r - 1),
    0.2, 2.2, rel.tol = 1e-12, subdivisions = 5000)$value
  100 * pnorm(sapply(c(.025, .975), function(a) root(function(q) chance(q) - a, z - 5, z + 5)))
}

place <- function(one, reference) {
  m <- y[reference, ]; r <- nrow(m); x <- y[one, ]
  v <- s[reference, ]^2 / n[reference, ]; own <- s[one, ]^2 / n[one, ]
  N <- headcount$headcount[as.character(headcount$organisation) == one]
  se <- sqrt((1 - n[one, ] / N) * own)
  tau2 <- apply(m, 2, var) - colMeans(v); lambda <- tau2 / (tau2 + own); centre <- colMeans(m)
  expected <- lambda * x + (1 - lambda) * centre
  w <- 1 / sweep(v, 2, tau2, "+"); mu <- colSums(w * m) / colSums(w)
  contrast <- lapply(1:p, function(f) howell(x[f] - mean(x), m[, f] - rowMeans(m)))
  get <- function(field) unname(sapply(contrast, function(c) c[[field]]))
  d2 <- mahalanobis(x, centre, cov(m)); F <- r / (r + 1) * d2 * (r - p) / (p * (r - 1))
  f0 <- r * (r - p) / ((r - 1) * p) * d2
  extreme <- function(q) {
    ncp <- if (pf(f0, p, r - p) <= q) 0 else root(function(l) pf(f0, p, r - p, l) - q, 0, 5000)
    100 * pchisq(ncp / r, p, lower.tail = FALSE)
  }
  limits <- sapply(1:p, function(f) wide(x[f], se[f], m[, f]))
  list(wide_low = limits[1, ], wide_high = limits[2, ],
       true = unname(100 * pnorm((expected - centre) / sqrt(tau2 + lambda * own))),
       true_low = unname(100 * pnorm((expected - qnorm(.975) * sqrt(lambda * own) - centre) / sqrt(tau2))),
       true_high = unname(100 * pnorm((expected + qnorm(.975) * sqrt(lambda * own) - centre) / sqrt(tau2))),
       eb = unname(lambda * x + (1 - lambda) * mu), eb_reliability = unname(lambda),
       own_difference = unname((x - mean(x)) - (centre - mean(centre))), own_t = get("t"), own_p = get("p"),
       own_p_holm = p.adjust(get("p"), "holm"), own_percentile = get("percentile"), own_percentile_low = get("low"),
       own_percentile_high = get("high"),
       mahalanobis = d2, f = F, p = pf(F, p, r - p, lower.tail = FALSE), df1 = p, df2 = r - p, unusual = extreme(.5),
       unusual_low = extreme(.025), unusual_high = extreme(.975))
}

others <- setdiff(names, "66"); m <- y[others, ]
skew <- apply(m, 2, function(x) mean((x - mean(x))^3) / sd(x)^3)
half <- function(k) k * apply(m, 2, sd)
k2 <- qnorm(.975) * sqrt(64 * (1 + 1 / 65) / qchisq(.05, 64))
k1 <- qt(.95, 64, ncp = qnorm(.95) * sqrt(65)) / sqrt(65)
prediction <- half(qt(.975, 64) * sqrt(1 + 1 / 65))
v <- s[others, ]^2 / n[others, ]
norm <- list(prediction_low = colMeans(m) - prediction, prediction_high = colMeans(m) + prediction,
             tolerance_low = colMeans(m) - half(k2), tolerance_high = colMeans(m) + half(k2),
             tolerance_lower_bound = colMeans(m) - half(k1), skew = skew, respondents = colMeans(n[others, ]),
             true_sd = sqrt(apply(m, 2, var) - colMeans(v)))
cat(toJSON(list(made_with = R.version.string, "66" = place("66", others), "1" = place("1", setdiff(others, "1")),
                norm = lapply(norm, unname)), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n", sep = "")
