# SPDX-License-Identifier: GPL-3.0-or-later
# The same with data.table, alpha by its formula or by psych: Rscript peers.R formula|psych FORM FACTORS ITEMS OUT FILE...
suppressPackageStartupMessages(library(data.table))
words <- commandArgs(TRUE)
way <- words[1]
form <- words[2]
factors <- as.integer(words[3])
items <- as.integer(words[4])
files <- words[-(1:5)]
points <- c("never", "seldom", "sometimes", "often", "always")

frame <- if (form == "folder") {
    rbindlist(lapply(files, function(file) cbind(organisation = tools::file_path_sans_ext(basename(file)), fread(file))))
} else {
    fread(files[1])
}
if (form == "labels") {
    answers <- setdiff(names(frame), "organisation")
    frame[, (answers) := lapply(.SD, match, points), .SDcols = answers]
}

# On complete rows of one organisation.
alpha_of <- function(rows) {
    if (way == "psych") {
        return(suppressWarnings(psych::alpha(as.data.frame(rows), check.keys = FALSE, warnings = FALSE, n.iter = 1)$total$raw_alpha))
    }
    items / (items - 1) * (1 - sum(vapply(rows, var, 0)) / var(rowSums(rows)))
}

out <- rbindlist(lapply(seq_len(factors), function(f) {
    columns <- paste0("f", f, "_", seq_len(items))
    block <- as.matrix(frame[, ..columns])
    answered <- rowSums(!is.na(block))
    score <- 25 * (rowMeans(block, na.rm = TRUE) - 1)
    score[answered < (items + 1) %/% 2] <- NA
    whole <- which(answered == items)
    alphas <- data.table(organisation = frame$organisation[whole], block[whole, , drop = FALSE])[, .(alpha = alpha_of(.SD)), by = organisation]
    scores <- data.table(organisation = frame$organisation, score)[!is.na(score), .(.N, mean(score), sd(score)), by = organisation]
    merged <- merge(scores, alphas, by = "organisation", all.x = TRUE)
    merged[, .(organisation, paste0("f", f), N, V2, V3, alpha)]
}))
fwrite(out, words[5], col.names = FALSE)
