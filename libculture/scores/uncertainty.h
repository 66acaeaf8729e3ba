/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_UNCERTAINTY_H
#define CUL_SCORES_UNCERTAINTY_H

/* How sure shares and weighted means are. Shares run from 0 to 1. */
#include "numeric/distributions.h"
#include "tally/layout.h"

/*
 * Wilson's (1927, JASA 22:209) interval of the share of favourable answers to a dimension, with the effective number of
 * answers in place of n: p (1 - p) over the variance of a ratio of sums over respondents,
 * v = n/(n-1) sum (f_i - p a_i)^2 / (sum a_i)^2 (Cochran 1977, ch. 2.11), divided by 1 - n/N when the headcount N is
 * known (0: it is not). Where everybody answered alike v is 0, and each respondent counts once. NaN for n < 2. A census
 * has an interval without width.
 */
struct cul_interval cul_favourable_interval(const struct cul_layout_dimension *at, const int64_t *cells,
                                            int64_t favourable, int64_t headcount, double confidence);

/* The same for one item, which a respondent answers once. */
struct cul_interval cul_share_interval(int64_t count, int64_t n, int64_t headcount, double confidence);

#endif
