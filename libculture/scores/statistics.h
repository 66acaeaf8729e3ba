/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_STATISTICS_H
#define CUL_SCORES_STATISTICS_H

/*
 * Statistics of one group from its exact counts. Everything starts from whole numbers, so equal counts give equal bits.
 * Codes run from 0 to points - 1.
 */
#include "tally/model.h"

#include <stdbool.h>

/* A sample of scores, in code units unless said otherwise. */
struct cul_moments {
    int64_t n;
    double mean;
    double variance; /* divisor n - 1; NaN for n < 2 */
};

/* Respondents' mean codes on a dimension, those with at least needed answers (Schafer & Graham 2002: person mean). */
struct cul_moments cul_dimension_moments(const struct cul_layout_dimension *at, int32_t needed, const int64_t *cells);

/*
 * Whether all respondents who count had the same score, the same difference, or gave the same answer: then a mean tells
 * what each of them said. False where there are none.
 */
bool cul_dimension_is_alike(const struct cul_layout_dimension *at, int32_t needed, const int64_t *cells);
bool cul_difference_is_alike(const struct cul_layout *layout, int32_t dimension, const int64_t *cells);
bool cul_item_is_alike(const int64_t *counts, int32_t points);

/* Valid answers to an item, after reversal. */
struct cul_moments cul_item_moments(const int64_t *counts, int32_t points, bool reverse);

/* How many answers fall on a set of points (bit = code), after reversal; *valid adds up all answers. */
int64_t cul_item_chosen(const int64_t *counts, int32_t points, bool reverse, uint32_t set, int64_t *valid);

/*
 * Cronbach's (1951) alpha on rows complete for the dimension: k/(k-1) (1 - tr C / 1'C1), over all its items: k must not
 * differ from one organisation to the next for an item that everybody answered alike. How many vary is told beside it;
 * psych leaves the others out. Covariances are exact fractions over n (n - 1), so alpha is right to the last bits.
 */
struct cul_alpha {
    double alpha;    /* NaN unless reason is NONE */
    int64_t n;       /* complete rows */
    int32_t varying; /* items that were not answered alike by all */
    int32_t reason;  /* ONE_ITEM, TOO_FEW (n < 2), ZERO_VARIANCE (of the sum, or fewer than two items vary) */
};
struct cul_alpha cul_dimension_alpha(const struct cul_layout_dimension *at, const int64_t *cells);

/* Differences between a dimension and its base, as a share of the whole scale (-1 to 1). */
struct cul_moments cul_difference_moments(const struct cul_layout *layout, int32_t dimension, const int64_t *cells,
                                          int64_t *above);

/*
 * Covariance of two factors or themes, as shares of the whole scale, over the respondents scored on both; NaN for fewer
 * than two of them.
 */
double cul_covariance(const struct cul_layout *layout, int32_t first, int32_t second, const int64_t *cells,
                      int64_t *respondents);

/*
 * Sampling covariance of two means of a group, as shares of the whole scale: n_fg s_fg / (n_f n_g), with s_fg and n_fg
 * over respondents scored on both; without the finite-population correction. NaN for n_fg < 2.
 */
double cul_covariance_of_means(const struct cul_layout *layout, int32_t first, int32_t second, const int64_t *cells,
                               int64_t first_n, int64_t second_n);

/* sqrt(1 - n / N), what the finite-population correction leaves of a standard error; 1 for headcount 0. */
double cul_population_left(int64_t n, int64_t headcount);

/* Standard error of a mean with the finite-population correction (Cochran 1977, ch. 2); headcount 0: without. */
double cul_standard_error(struct cul_moments moments, int64_t headcount);

#endif
