# SPDX-License-Identifier: GPL-3.0-or-later
# What base R makes of the drivers of factor 9 of synth54, within organisations and between their means:
# Rscript drivers.R > drivers.json, in this folder. Matrix algebra alone, no package but jsonlite to write it down.
library(jsonlite)
data <- read.csv("synth54.csv"); items <- as.matrix(data[, -1])
reversed <- c(4, 11, 23, 38, 47); items[, reversed] <- 6 - items[, reversed]
score <- sapply(1:9, function(f) {
  part <- items[, 6 * (f - 1) + 1:6]
  ifelse(rowSums(!is.na(part)) >= 3, rowMeans(part, na.rm = TRUE), NA)
})
organisation <- data$org
groups <- split(seq_along(organisation), organisation)

# Sums of products and degrees of freedom of one organisation, for all pairs, over those scored on both.
one <- lapply(groups, function(rows) {
  products <- freedom <- matrix(0, 9, 9)
  for (i in 1:9) for (j in 1:9) {
    x <- score[rows, i]; y <- score[rows, j]; both <- !is.na(x) & !is.na(y)
    if (sum(both) >= 2) {
      freedom[i, j] <- sum(both) - 1
      products[i, j] <- sum((x[both] - mean(x[both])) * (y[both] - mean(y[both])))
    }
  }
  list(products = products, freedom = freedom)
})
means <- t(sapply(groups, function(rows) colMeans(score[rows, , drop = FALSE], na.rm = TRUE)))
within <- function(which) cov2cor(Reduce(`+`, lapply(one[which], `[[`, "products")) /
                                  Reduce(`+`, lapply(one[which], `[[`, "freedom")))
between <- function(which) cor(means[which, ])

weights <- function(R, k = nrow(R) - 1) {
  e <- eigen(R[1:k, 1:k]); root <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
  drop(root^2 %*% solve(root, R[1:k, k + 1])^2)
}
explained <- function(R, s) if (length(s)) drop(R[s, nrow(R)] %*% solve(R[s, s], R[s, nrow(R)])) else 0
lmg <- function(R, k = nrow(R) - 1) {
  subsets <- lapply(0:(2^k - 1), function(m) which(bitwAnd(m, 2^(0:(k - 1))) > 0))
  r2 <- sapply(subsets, function(s) explained(R, s))
  sapply(1:k, function(j) {
    without <- which(!sapply(subsets, function(s) j %in% s)); size <- lengths(subsets[without])
    sum(factorial(size) * factorial(k - 1 - size) / factorial(k) * (r2[without + 2^(j - 1)] - r2[without]))
  })
}
limits <- function(correlate, divide, resamples, seed = 54) {
  set.seed(seed)
  drawn <- replicate(resamples, divide(correlate(sample(length(groups), replace = TRUE))))
  apply(drawn, 1, quantile, c(.025, .975), names = FALSE)
}
tell <- function(correlate) {
  R <- correlate(seq_along(groups)); rw <- limits(correlate, weights, 20000); ll <- limits(correlate, lmg, 4000)
  list(correlation = R[1:8, 9], weight = weights(R), lmg = lmg(R), r_squared = explained(R, 1:8),
       weight_low = rw[1, ], weight_high = rw[2, ], lmg_low = ll[1, ], lmg_high = ll[2, ])
}
pairs <- crossprod(!is.na(score))
cat(toJSON(list(made_with = "R 4.2.2, drivers.R: factor 9 of synth54 on the other eight; limits from 20000 (lmg 4000) resamples of organisations, right to about 0.003",
                organisations = length(groups), respondents = min(pairs), person = tell(within), organisation = tell(between)),
           digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
