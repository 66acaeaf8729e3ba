/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_MODEL_H
#define CUL_SCORES_MODEL_H

/* What later rooms may know of scores beyond the public getters. */
#include "culture/scores.h"
#include "tally/layout.h"

#include <stdbool.h>

/* Whether every digit is there (CULTURE_PRECISION_FULL). */
bool cul_scores_is_full(const culture_scores *scores);
/* What the scores were asked to be about; an organisation without a headcount has its own. */
enum culture_target cul_scores_target(const culture_scores *scores);

/* The minimum number of answers. */
int64_t cul_scores_minimum(const culture_scores *scores);

/* The register the headcounts came from; NULL when there was none. */
const culture_register *cul_scores_register(const culture_scores *scores);

/* The key (cul_text_name_key) of an organisation. */
const char *cul_scores_key(const culture_scores *scores, int64_t row);

/* The standard error behind a mean, unrounded, for probabilities; NaN where the mean is hidden or has none. */
double cul_scores_standard_error(const culture_scores *scores, int64_t row, int32_t dimension);

/*
 * How many respondents of an organisation answered a items of a dimension with the sum s of codes: in the cells that
 * are given, where at says (cul_layout_histogram). Also where results are hidden: whoever uses it hides what the scores
 * hide.
 */
const int64_t *cul_scores_histogram(const culture_scores *scores, int64_t row, int32_t dimension,
                                    const struct cul_layout_dimension **at);

/* The sampling covariance matrix of the factors' means, factors x factors, unrounded; NaN where a mean is hidden. */
const double *cul_scores_covariances(const culture_scores *scores, int64_t row);

/*
 * The mean of a factor if other rules said how many answers a respondent needs: one, half, or all. NaN where fewer than
 * the minimum pass; rounded as the published mean is.
 */
enum cul_rule { CUL_RULE_ONE, CUL_RULE_HALF, CUL_RULE_ALL, CUL_RULES };
double cul_scores_rule_mean(const culture_scores *scores, int64_t row, int32_t factor, enum cul_rule rule);

/* What became of the files of the batch, as culture_tally_file() and culture_tally_file_problem(). */
int64_t cul_scores_file_count(const culture_scores *scores);
culture_status cul_scores_file(const culture_scores *scores, int64_t index, struct culture_file *file,
                               struct culture_error *error);
culture_status cul_scores_file_problem(const culture_scores *scores, int64_t file, int32_t index,
                                       struct culture_problem *problem, struct culture_error *error);

/* Whether in some file too many of an organisation's answers were not recognised. */
bool cul_scores_is_doubtful(const culture_scores *scores, int64_t row);

#endif
