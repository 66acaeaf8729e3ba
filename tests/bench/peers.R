# SPDX-License-Identifier: GPL-3.0-or-later
# The same with data.table: Rscript peers.R FILE FACTORS ITEMS OUT
suppressPackageStartupMessages(library(data.table))
words <- commandArgs(TRUE)
factors <- as.integer(words[2])
items <- as.integer(words[3])
frame <- fread(words[1])
out <- rbindlist(lapply(seq_len(factors), function(f) {
    columns <- paste0("f", f, "_", seq_len(items))
    block <- as.matrix(frame[, ..columns])
    answered <- rowSums(!is.na(block))
    score <- 25 * (rowMeans(block, na.rm = TRUE) - 1)
    score[answered < (items + 1) %/% 2] <- NA
    whole <- which(answered == items)
    alphas <- data.table(organisation = frame$organisation[whole], block[whole, ])[, {
        items / (items - 1) * (1 - sum(vapply(.SD, var, 0)) / var(rowSums(.SD)))
    }, by = organisation]
    scores <- data.table(organisation = frame$organisation, score)[!is.na(score), .(.N, mean(score), sd(score)), by = organisation]
    cbind(merge(scores, alphas, by = "organisation"), factor = paste0("f", f))[, .(organisation, factor, N, V2, V3, V1)]
}))
fwrite(out, words[4], col.names = FALSE)
