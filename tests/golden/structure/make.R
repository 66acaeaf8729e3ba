# Makes survey.csv, once (Rscript make.R data), and from it expected.json: Rscript make.R. R 4.2.2, lavaan 0.6-14.
if ("data" %in% commandArgs(TRUE)) {
  set.seed(54)
  n <- 900
  language <- sample(c("nl", "en", "de", NA), n, TRUE, c(.5, .3, .15, .05))
  f <- rnorm(n); g <- .5 * f + sqrt(.75) * rnorm(n)
  answer <- function(latent, load) pmin(5, pmax(1, round(3.2 + 1.1 * (load * latent + sqrt(1 - load^2) * rnorm(n)))))
  items <- data.frame(f1 = answer(f, .8), f2 = answer(f, .7), f3 = 6 - answer(f, .6), f4 = answer(f, .75),
                      f5 = answer(f, .4), g1 = answer(g, .8), g2 = answer(g, .7), g3 = answer(g, .65))
  english <- !is.na(language) & language == "en"
  items$f2[english] <- pmax(1, items$f2[english] - (runif(sum(english)) < .45))   # harder to agree with in English
  items[matrix(runif(n * 8) < .02, n)] <- NA
  survey <- cbind(organisation = rep(c("north", "south", "west"), length.out = n), language = language, items)
  write.csv(survey, "survey.csv", row.names = FALSE, quote = FALSE, na = "")
}
survey <- read.csv("survey.csv", na.strings = "")
items <- survey[3:10]
items$f3 <- 6 - items$f3
complete <- items[complete.cases(items), ]
dimensions <- list(c("f1", "f2", "f3", "f4"), "f5", c("g1", "g2", "g3"))
mantel_haenszel <- function(other, item) {
  own <- Filter(function(names) item %in% names, dimensions)[[1]]
  if (length(own) == 1) return(NULL)
  rows <- survey$language %in% c("nl", other) & complete.cases(items[own])
  part <- items[rows, ]
  language <- factor(survey$language[rows], c("nl", other))
  favourable <- factor(part[[item]] >= 4, c(TRUE, FALSE))
  rest <- rowSums(part[setdiff(own, item)])
  table <- table(language, favourable, rest)
  table <- table[, , apply(table, 3, sum) >= 2]
  test <- mantelhaen.test(table)
  c(test$estimate, test$conf.int, test$statistic, test$p.value)
}
# Parallel analysis in full: samples of n respondents on items that have nothing in common.
set.seed(1)
chance <- replicate(2000, eigen(cor(matrix(rnorm(nrow(complete) * ncol(complete)), nrow(complete))), TRUE, TRUE)$values)
number <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
one_factor <- function(own) {
  rows <- items[complete.cases(items[own]), own]
  fit <- lavaan::cfa(paste("f =~", paste(own, collapse = " + ")), rows, std.lv = TRUE)
  loadings <- lavaan::coef(fit)[seq_along(own)]
  unique <- lavaan::coef(fit)[length(own) + seq_along(own)]
  c(lavaan::fitMeasures(fit, c("rmsea", "cfi", "tli", "srmr")), sum(loadings)^2 / (sum(loadings)^2 + sum(unique)))
}
tests <- sapply(c("en", "de"), function(other) sapply(names(items), mantel_haenszel, other = other), simplify = FALSE)
fit <- lavaan::cfa("f =~ f1 + f2 + f3 + f4\ng =~ g1 + g2 + g3", sample.cov = cov(complete),
                   sample.nobs = nrow(complete), std.lv = TRUE)
measures <- lavaan::fitMeasures(fit, c("chisq", "df", "cfi", "tli", "rmsea", "srmr"))
lines <- c(
  sprintf('"complete": %d', nrow(complete)),
  sprintf('"eigenvalues": %s', number(eigen(cor(complete))$values)),
  sprintf('"eigenvalues_pairwise": %s', number(eigen(cor(items, use = "pairwise"))$values)),
  sprintf('"chance_mean": %s', number(rowMeans(chance))),
  sprintf('"chance_high": %s', number(apply(chance, 1, quantile, .95))),
  sprintf('"covariances": [%s]', paste(apply(cov(complete), 1, number), collapse = ", ")),
  sprintf('"one_factor": {"f": %s, "g": %s}', number(one_factor(dimensions[[1]])), number(one_factor(dimensions[[3]]))),
  sprintf('"lavaan": %s', number(measures)),
  sapply(names(tests), function(other) sprintf('"%s": {%s}', other, paste(sapply(names(items), function(item)
    sprintf('"%s": %s', item, if (is.null(tests[[other]][[item]])) "null" else number(tests[[other]][[item]]))),
    collapse = ",\n    "))))
writeLines(c("{", paste0("  ", paste(lines, collapse = ",\n  ")), "}"), "expected.json")
