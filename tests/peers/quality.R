# SPDX-License-Identifier: GPL-3.0-or-later
# Signs of careless answering, with the formulas of the package careless, which Debian lacks. Sourced by peers.R.

# The longest run of equal answers; rle() makes every NA a run of its own.
longest <- function(r) {
  runs <- rle(r)
  max(c(0, runs$lengths[!is.na(runs$values)]))
}

# Spearman-Brown of odd and even halves over the factors, each in parts of its scale; NA where it cannot be told.
even_odd <- function(halves) {
  halves <- halves[, colSums(is.na(halves)) == 0, drop = FALSE]
  if (ncol(halves) < 7 || sd(halves[1, ]) < 1e-9 || sd(halves[2, ]) < 1e-9) return(NA)
  r <- round(cor(halves[1, ], halves[2, ]), 9) # none is none, whatever was rounded
  max(-1, 2 * r / (1 + r))
}

# Answers in parts of their scale, so that factors with other scales can be held together.
in_parts <- function(f) (keyed(set, f) - set$scales[[f]][1]) / diff(set$scales[[f]])

halves_of <- function() {
  lapply(names(set$factors), function(f) {
    x <- in_parts(f)
    odd <- seq_len(ncol(x)) %% 2 == 1
    rbind(rowMeans(x[, odd, drop = FALSE], na.rm = TRUE), rowMeans(x[, !odd, drop = FALSE], na.rm = TRUE))
  })
}

# A respondent's signs; a column is NA where it cannot be told.
signs_of <- function(x, keyed) {
  asked <- ncol(x)
  answered <- rowSums(!is.na(x))
  enough <- answered >= 10
  reversed <- colnames(x) %in% set$reversed
  both <- apply(x, 1, function(r) any(!is.na(r[reversed])) && any(!is.na(r[!reversed])))
  halves <- halves_of()
  consistency <- sapply(seq_len(nrow(x)), function(i) even_odd(sapply(halves, function(h) h[, i])))
  means <- colMeans(keyed, na.rm = TRUE)
  centre <- colMeans(x, na.rm = TRUE)
  covariance <- cov(x, use = "pairwise.complete.obs")
  # How many ordinary respondents run against the items' means by chance.
  apart <- means - mean(means)
  chance <- pnorm(-sum(apart^2) / sqrt(drop(apart %*% cov(keyed, use = "pairwise.complete.obs") %*% apart)))
  cbind(longstring = ifelse(enough, 2 * apply(x, 1, longest) >= asked, NA),
        irv = ifelse(enough & both, apply(x, 1, sd, na.rm = TRUE) < .3, NA),
        even_odd = consistency < 0,
        answered = 2 * answered < asked,
        person_total = sapply(seq_len(nrow(x)), function(i) {
          of <- !is.na(keyed[i, ])
          if (chance > .05 || sum(of) < 10 || sd(keyed[i, of]) == 0) NA else cor(keyed[i, of], means[of]) < 0
        }),
        distance = sapply(seq_len(nrow(x)), function(i) {
          of <- which(!is.na(x[i, ]))
          if (length(of) < 10) NA else mahalanobis(x[i, of], centre[of], covariance[of, of]) > qchisq(.999, length(of))
        }))
}

quality <- function() {
  x <- as.matrix(set$rows[unlist(set$factors)])
  keyed <- do.call(cbind, lapply(names(set$factors), in_parts))
  answered <- rowSums(!is.na(x))
  signs <- signs_of(x, keyed)
  # A long run of one answer leaves little variation: the two are one sign.
  uniform <- signs[, "longstring"] %in% TRUE | signs[, "irv"] %in% TRUE
  flagged <- uniform + rowSums(signs[, !colnames(signs) %in% c("longstring", "irv")], na.rm = TRUE) >= 2
  straight <- answered >= 10 & apply(x, 1, longest) == answered
  for (o in unique(set$rows$organisation)) {
    at <- set$rows$organisation == o & answered > 0
    if (sum(at) < minimum) next
    tell <- function(statistic, peer, field, value) record(statistic, peer, paste0("screen:quality.", field), value, o)
    tell("careless, flagged", "base R", "flagged", sum(flagged[at]))
    tell("careless, straightliners", "base::rle", "straightliners", sum(straight[at]))
    tell("careless, answers given", "stats::median", "median_answered", median(answered[at]))
    for (sign in colnames(signs)) {
      peer <- c(longstring = "base::rle", irv = "stats::sd", even_odd = "stats::cor", answered = "base R",
                person_total = "stats::cor", distance = "stats::mahalanobis")[[sign]]
      tell(paste0("careless, ", sub("_", "-", sign)), peer, paste0("signs.", sign, ".respondents"), sum(!is.na(signs[at, sign])))
      tell(paste0("careless, ", sub("_", "-", sign)), peer, paste0("signs.", sign, ".shown"), sum(signs[at, sign], na.rm = TRUE))
    }
    for (f in names(set$factors)) {
      y <- scored(set, f)[at & !flagged]
      if (sum(!is.na(y)) < minimum) next
      record("careless, mean without the flagged", "base R", "screen:mean_unflagged", mean(y, na.rm = TRUE), o, f)
    }
  }
}
