# SPDX-License-Identifier: GPL-3.0-or-later
# Signs of careless answering in synth54.csv, in base R with the formulas of the package careless (which Debian lacks):
# Rscript quality.R > quality.json. Careless rows are put into the data, and every fifth row gets a duration: tests/golden/test_quality.py does the same.
rows <- read.csv("synth54.csv")
org <- rows$org
x <- as.matrix(rows[, -1])
reversed <- c(4, 11, 23, 38, 47)

# Every third item is answered a point lower: the items' means are as far apart as those of real questionnaires.
for (j in seq(2, 54, by = 3)) x[, j] <- pmax(1, x[, j] - 1)
# The careless rows of the test: straightliners, alternating answers and half-empty ones.
n <- nrow(x)
for (i in seq(17, n, by = 97)) x[i, ] <- 3
for (i in seq(31, n, by = 131)) x[i, ] <- rep(c(1, 5), 27)
for (i in seq(45, n, by = 89)) x[i, 21:54] <- NA
for (i in seq(58, n, by = 149)) x[i, 3:42] <- 4
keyed <- x
keyed[, reversed] <- 6 - keyed[, reversed]
answered <- rowSums(!is.na(x))
seconds <- ifelse(seq_len(n) %% 5 == 0, (seq_len(n) * 37) %% 400, NA)

longstring <- apply(x, 1, function(r) {
    runs <- rle(r) # rle() makes every NA a run of its own
    max(c(0, runs$lengths[!is.na(runs$values)]))
})
irv <- apply(x, 1, sd, na.rm = TRUE)
both <- apply(x, 1, function(r) any(!is.na(r[reversed])) && any(!is.na(r[-reversed])))
even_odd <- apply(keyed, 1, function(r) {
    halves <- sapply(0:8, function(f) {
        of <- r[f * 6 + 1:6]
        c(mean(of[c(1, 3, 5)], na.rm = TRUE), mean(of[c(2, 4, 6)], na.rm = TRUE))
    })
    halves <- halves[, colSums(is.nan(halves)) == 0, drop = FALSE]
    if (ncol(halves) < 7 || sd(halves[1, ]) < 1e-9 || sd(halves[2, ]) < 1e-9) return(NA)
    r <- round(cor(halves[1, ], halves[2, ]), 9) # none is none, whatever was rounded
    max(-1, 2 * r / (1 + r))
})
enough <- answered >= 10
shown <- cbind(longstring = ifelse(enough, longstring >= 27, NA), irv = ifelse(enough & both, irv < 0.3, NA),
    even_odd = even_odd < 0, answered = answered < 27, speed = ifelse(answered > 0, seconds < 2 * answered, NA))
# The second pass: with the item means of all rows, and the covariances of the items answered, each of all rows with both.
means <- colMeans(keyed, na.rm = TRUE)
centre <- colMeans(x, na.rm = TRUE)
covariance <- cov(x, use = "pairwise.complete.obs")
person_total <- apply(keyed, 1, function(r) {
    of <- !is.na(r)
    if (sum(of) < 10 || sd(r[of]) == 0) NA else cor(r[of], means[of]) < 0
})
# How many ordinary respondents show that by chance: none is told where these are too many.
apart <- (means - mean(means)) / 4
chance <- pnorm(-sum(apart^2) / sqrt(drop(apart %*% (cov(keyed, use = "pairwise.complete.obs") / 16) %*% apart)))
if (chance > 0.05) person_total[] <- NA
distance <- apply(x, 1, function(r) {
    of <- which(!is.na(r))
    if (length(of) < 10) return(NA)
    mahalanobis(r[of], centre[of], covariance[of, of]) > qchisq(0.999, length(of))
})
second <- cbind(person_total, distance)
# A long run of one answer leaves little variation: the two are one sign.
signs <- function(s) cbind(s[, "longstring"] %in% TRUE | s[, "irv"] %in% TRUE, s[, !colnames(s) %in% c("longstring", "irv")])
screened <- rowSums(signs(cbind(shown, second)), na.rm = TRUE) >= 2
flagged <- rowSums(signs(shown), na.rm = TRUE) >= 2
straight <- enough & longstring == answered

score <- sapply(0:8, function(f) {
    of <- keyed[, f * 6 + 1:6]
    ifelse(rowSums(!is.na(of)) >= 3, 25 * (rowMeans(of, na.rm = TRUE) - 1), NA)
})
number <- function(v) if (is.na(v)) "null" else format(v, digits = 17)
list <- function(v) paste0("[", paste(sapply(v, number), collapse = ", "), "]")
cat("{\n")
for (g in sort(unique(org))) {
    at <- org == g & answered > 0
    s <- shown[at, , drop = FALSE]
    cat(sprintf(' "%d": {"flagged": %d, "straightliners": %d, "median_answered": %s, "known": %s, "shown": %s, "second_known": %s, "second_shown": %s, "screened": %d, "mean_unflagged": %s, "respondents_unflagged": %s}%s\n',
        g, sum(flagged[at]), sum(straight[at]), number(median(answered[at])), list(colSums(!is.na(s))),
        list(colSums(s, na.rm = TRUE)), list(colSums(!is.na(second[at, , drop = FALSE]))),
        list(colSums(second[at, , drop = FALSE], na.rm = TRUE)), sum(screened[at]), list(colMeans(score[at & !flagged, ], na.rm = TRUE)),
        list(colSums(!is.na(score[at & !flagged, ]))), if (g == max(org)) "" else ","))
}
cat("}\n")
