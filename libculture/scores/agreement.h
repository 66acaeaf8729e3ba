/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_AGREEMENT_H
#define CUL_SCORES_AGREEMENT_H

/*
 * How alike the members of a group answer, from the rows that are complete for a dimension (of one item: all its
 * answers). s2 is an item's variance with divisor n - 1, M its mean, J the items, L and H the ends of the scale.
 */
#include "scores/reliability.h"

enum { CUL_AGREEMENT_RESULTS = CULTURE_SCORE_AGGREGATION - CULTURE_SCORE_RWG_J_UNIFORM + 1 };

/* Variance of answers at random: even over the points, (A^2 - 1) / 12, and slightly skewed, as scores.h tells. */
double cul_uniform_variance(int32_t points);
double cul_skewed_variance(int32_t points);

/*
 * Results from CULTURE_SCORE_RWG_J_UNIFORM to CULTURE_SCORE_AGGREGATION, as scores.h defines them, in this order.
 * Reasons: TOO_FEW (less than two rows), OUT_OF_RANGE (a_wg is not defined for any item).
 */
void cul_agreement(const struct cul_layout_dimension *at, const int64_t *cells,
                   struct cul_known results[CUL_AGREEMENT_RESULTS]);

#endif
