/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_RELIABILITY_H
#define CUL_SCORES_RELIABILITY_H

/*
 * How well the items of a dimension measure one thing, from the rows that are complete for it. C is the covariance
 * matrix of the codes (divisor n - 1, exact fractions), R the correlations, k the items, V the variance of their sum.
 * An item that all answered alike is left out, but for alpha without an item and the standard error of measurement:
 * these count all items, as alpha does.
 */
#include "culture/scores.h"
#include "scores/statistics.h"

#include <stddef.h>

/* A statistic, or why there is none: value is NaN unless reason is NONE. */
struct cul_known {
    double value;
    int32_t reason;
};

enum { CUL_RELIABILITY_RESULTS = CULTURE_SCORE_OMEGA_SRMR - CULTURE_SCORE_ALPHA_STANDARDISED + 1 };

/* Doubles of memory that the statistics of so many items need. */
size_t cul_reliability_room(int32_t items);

/*
 * Results from CULTURE_SCORE_ALPHA_STANDARDISED to CULTURE_SCORE_OMEGA_SRMR, as scores.h defines them, in this order.
 * Reasons: ONE_ITEM; TOO_FEW (less than two rows); ZERO_VARIANCE (of the sum, or fewer than two items vary); SINGULAR;
 * and those of cul_one_factor().
 */
void cul_reliability(const struct cul_layout_dimension *at, const int64_t *cells, double *room,
                     struct cul_known results[CUL_RELIABILITY_RESULTS]);

/*
 * Per item its correlation with the sum of the others, and alpha without it. Reasons: ONE_ITEM (of two, alpha has one
 * left), TOO_FEW, ZERO_VARIANCE (of the item, or of the sum of the others; of alpha, fewer than two others vary).
 */
void cul_item_reliability(const struct cul_layout_dimension *at, const int64_t *cells, struct cul_known *totals,
                          struct cul_known *dropped);

#endif
