# SPDX-License-Identifier: GPL-3.0-or-later
# The data that R's packages ship, as survey files with a questionnaire: data.R NAME FOLDER. Nothing of it is kept.
# Every set gives: rows (a data frame of organisation, items), factors (items and which are reversed), low, high.

load_set <- function(name) {
  if (name == "lq2002") { # 2042 soldiers in 49 companies: leadership, task significance (1-5) and hostility (0-4)
    data("lq2002", package = "multilevel", envir = environment())
    items <- grep("^(LEAD|TSIG|HOSTIL)[0-9]+$", names(lq2002), value = TRUE)
    rows <- data.frame(organisation = paste0("company ", lq2002$COMPID), lq2002[items])
    factors <- list(LEAD = items[1:11], TSIG = items[12:14], HOSTIL = items[15:19])
    scales <- list(LEAD = c(1, 5), TSIG = c(1, 5), HOSTIL = c(0, 4))
    reversed <- character(0)
  } else if (name == "bfi") { # 2800 persons on 25 personality items (1-6), missing answers; education as organisation
    data("bfi", package = "psychTools", envir = environment())
    kept <- bfi[!is.na(bfi$education), ]
    items <- names(bfi)[1:25]
    rows <- data.frame(organisation = paste0("level ", kept$education), gender = c("man", "woman")[kept$gender],
                       age = ifelse(kept$age < 30, "young", "old"), kept[items])
    factors <- lapply(split(items, substr(items, 1, 1))[c("A", "C", "E", "N", "O")], identity)
    scales <- lapply(factors, function(x) c(1, 6))
    reversed <- c("A1", "C4", "C5", "E1", "E2", "O2", "O5")
  } else { # 11 soldiers in four platoons on five items, a missing answer
    data("cohesion", package = "multilevel", envir = environment())
    items <- paste0("COH0", 1:5)
    rows <- data.frame(organisation = paste0("unit ", cohesion$UNIT), cohesion[items])
    factors <- list(COH = items)
    scales <- list(COH = c(1, 5))
    reversed <- character(0)
  }
  names(rows) <- tolower(names(rows))
  factors <- setNames(lapply(factors, tolower), tolower(names(factors)))
  list(name = name, rows = rows, factors = factors, scales = setNames(scales, names(factors)),
       reversed = tolower(reversed))
}

# Answers after reversal, as the library scores them.
keyed <- function(set, factor) {
  x <- as.matrix(set$rows[set$factors[[factor]]])
  for (item in intersect(colnames(x), set$reversed)) x[, item] <- sum(set$scales[[factor]]) - x[, item]
  x
}

# Means of respondents with at least half of the answers, 0-100; NA for the others.
scored <- function(set, factor) {
  x <- keyed(set, factor)
  y <- rowMeans(x, na.rm = TRUE)
  y[rowSums(!is.na(x)) < ceiling(ncol(x) / 2)] <- NA
  100 * (y - set$scales[[factor]][1]) / diff(set$scales[[factor]])
}

write_set <- function(set, folder) {
  write.csv(set$rows, file.path(folder, "survey.csv"), row.names = FALSE, na = "", quote = FALSE)
  out <- c(paste0("questionnaire: ", set$name), "version: 1.0.0", "scales:")
  for (f in names(set$factors)) {
    points <- seq(set$scales[[f]][1], set$scales[[f]][2])
    out <- c(out, paste0("  ", f, ": {points: {", paste0(points, ": p", points, collapse = ", "), "}}"))
  }
  out <- c(out, "factors:")
  for (f in names(set$factors)) {
    out <- c(out, paste0("  - id: ", f), "    items:")
    for (i in set$factors[[f]]) {
      out <- c(out, paste0("      - {id: ", i, ", scale: ", f, ", text: item ", i,
                           if (i %in% set$reversed) ", reverse: true" else "", "}"))
    }
  }
  writeLines(out, file.path(folder, "questionnaire.yaml"))
}
