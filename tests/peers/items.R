# SPDX-License-Identifier: GPL-3.0-or-later
# How items and factors hang together over all respondents. Sourced by peers.R.

structure_of_items <- function() {
  items <- unlist(set$factors)
  x <- do.call(cbind, lapply(names(set$factors), function(f) keyed(set, f)))
  e <- eigen(cor(x, use = "pairwise"), only.values = TRUE)$values
  for (i in seq_along(e)) record("eigenvalues of the items", "base::eigen", "structure:eigenvalue", e[i], item = i)
}

all_items <- function() do.call(cbind, lapply(names(set$factors), function(f) keyed(set, f)))

correlations <- function() {
  y <- sapply(names(set$factors), function(f) scored(set, f))
  tell <- function(statistic, where, r) {
    for (i in seq_len(nrow(r))) for (j in seq_len(nrow(r))) {
      record(statistic, "stats::cor", sprintf("%s.%d.%d", where, i - 1, j - 1), r[i, j])
    }
  }
  tell("correlations of the factors", "/pooled.correlations", cor(y, use = "pairwise"))
  tell("correlations of the items", "structure/correlations", cor(all_items(), use = "pairwise"))
}

# Items across languages, for which gender stands: is an answer as favourable, given the sum of the other items?
languages <- function() {
  counts <- sort(table(set$rows$gender), decreasing = TRUE)
  where <- paste0("structure/languages.others.", names(counts)[2], ".items.")
  p <- c()
  for (f in names(set$factors)) {
    x <- keyed(set, f)
    whole <- rowSums(is.na(x)) == 0
    for (i in colnames(x)) {
      strata <- table(factor(set$rows$gender[whole], names(counts)), factor(x[whole, i] >= set$scales[[f]][2] - 1, c(TRUE, FALSE)),
                      rowSums(x[whole, setdiff(colnames(x), i)]))
      test <- mantelhaen.test(strata[, , apply(strata, 3, sum) >= 2])
      at <- function(statistic, field, value) {
        record(statistic, "stats::mantelhaen.test", paste0(where, i, ".", field), value)
      }
      at("Mantel-Haenszel, odds ratio", "odds_ratio", test$estimate)
      at("Mantel-Haenszel, interval", "odds_ratio_low", test$conf.int[1])
      at("Mantel-Haenszel, interval", "odds_ratio_high", test$conf.int[2])
      at("Mantel-Haenszel, chi-squared", "chi_squared", test$statistic)
      at("Mantel-Haenszel, p", "p", test$p.value)
      at("Mantel-Haenszel, ETS delta", "delta", -2.35 * log(test$estimate))
      p[i] <- test$p.value
    }
  }
  for (i in names(p)) {
    record("Mantel-Haenszel, p", "stats::mantelhaen.test", paste0(where, i, ".p_holm"), p.adjust(p, "holm")[[i]])
  }
}

# Correlations within organisations, each pair over the respondents scored on both, and between the organisations' means.
within_organisations <- function(y, group) {
  k <- ncol(y)
  products <- freedom <- matrix(0, k, k)
  for (rows in split(seq_along(group), group)) for (i in 1:k) for (j in 1:k) {
    both <- rows[!is.na(y[rows, i]) & !is.na(y[rows, j])]
    if (length(both) < 2) next
    freedom[i, j] <- freedom[i, j] + length(both) - 1
    products[i, j] <- products[i, j] + cov(y[both, i], y[both, j]) * (length(both) - 1)
  }
  cov2cor(products / freedom)
}

# The last of R is explained by the others: R^2 of a subset, LMG by all subsets, Johnson's (2000) relative weights.
explained <- function(R, s) if (length(s)) drop(R[s, nrow(R)] %*% solve(R[s, s], R[s, nrow(R)])) else 0
lmg <- function(R, k = nrow(R) - 1) {
  subsets <- lapply(0:(2^k - 1), function(m) which(bitwAnd(m, 2^(0:(k - 1))) > 0))
  r2 <- sapply(subsets, function(s) explained(R, s))
  sapply(1:k, function(j) {
    without <- which(!sapply(subsets, function(s) j %in% s))
    size <- lengths(subsets[without])
    sum(factorial(size) * factorial(k - 1 - size) / factorial(k) * (r2[without + 2^(j - 1)] - r2[without]))
  })
}
relative_weights <- function(R, k = nrow(R) - 1) {
  e <- eigen(R[1:k, 1:k])
  root <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
  drop(root^2 %*% solve(root, R[1:k, k + 1])^2)
}

# The last factor on the others; test_peers.py asks for it within organisations, and of their means where they are twenty.
drivers <- function() {
  y <- sapply(names(set$factors), function(f) scored(set, f))
  group <- set$rows$organisation
  kept <- group %in% in_reference()
  y <- y[kept, ]
  group <- group[kept]
  R <- list(within_organisations(y, group))
  if (length(unique(group)) >= 20) R[[2]] <- cor(apply(y, 2, function(x) tapply(x, group, mean, na.rm = TRUE)))
  for (level in seq_along(R)) {
    k <- ncol(y) - 1
    at <- function(statistic, peer, field, value) record(statistic, peer, paste0("/drivers.", level - 1, ".", field), value)
    at("drivers, R squared", "base R", "r_squared", explained(R[[level]], 1:k))
    for (i in 1:k) {
      f <- paste0("factors.", colnames(y)[i], ".")
      at("drivers, relative weight", "base R", paste0(f, "weight"), relative_weights(R[[level]])[i])
      at("drivers, LMG", "base R", paste0(f, "lmg"), lmg(R[[level]])[i])
      at("drivers, correlation", "stats::cor", paste0(f, "correlation"), R[[level]][i, k + 1])
    }
  }
}
