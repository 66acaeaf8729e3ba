/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_DRIVERS_H
#define CUL_SCORES_DRIVERS_H

/*
 * What scores keep of every organisation so that drivers can be computed when the tally is gone: for each pair of
 * factors and themes, i = j included, what it adds to a covariance within organisations.
 */
#include "culture/drivers.h"
#include "scores/making.h"

struct cul_shared {
    double products; /* sum of products of deviations from the organisation's means, as shares of the whole scale */
    double freedom;  /* respondents scored on both less one; 0 where one of them is hidden */
};

/* What an organisation adds for a pair of factors or themes. */
const struct cul_shared *cul_scores_shared(const culture_scores *scores, int64_t row, int32_t first, int32_t second);
/* The place of a pair among what any organisation adds: cul_scores_shared(scores, row, 0, 0)[place]. */
size_t cul_scores_shared_place(const culture_scores *scores, int32_t first, int32_t second);
/* The exact mean of a factor or theme as a share of the whole scale; NaN where it is hidden. */
double cul_scores_exact_mean(const culture_scores *scores, int64_t row, int32_t dimension);

/* Makes room for it, and fills it for an organisation. */
bool cul_shared_new(culture_scores *scores); /* false: no memory */
void cul_score_shared(struct cul_making *making, int64_t row);

/* The scores that drivers were computed from. */
const culture_scores *cul_drivers_scores(const culture_drivers *drivers);

#endif
