/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_ONE_FACTOR_H
#define CUL_NUMERIC_ONE_FACTOR_H

/*
 * One common factor by maximum likelihood (Joreskog 1967, Psychometrika 32:443; 1971, 36:109): S = l l' + diag(u), the
 * least of F = log|S| + tr(C S^-1) - log|C| - k. For given uniquenesses the loadings follow from the largest
 * eigenvalue, so that only the uniquenesses are searched, on a log scale, by Newton's method with exact second
 * derivatives (Clarke 1970, BJMSP 23:43). Where F stays above 0.1, as in small samples, it may have several minima:
 * other starts are tried and the lowest minimum is taken. (lavaan starts once and may end in another.)
 *
 * GSL's minimisers are not used: they allocate their workspaces themselves and call GSL's error handler, which aborts
 * the host, when there is no memory. The search takes some microseconds for six items, always the same steps.
 */
#include <stddef.h>
#include <stdint.h>

struct cul_one_factor {
    const double *loadings;     /* in the items' units, their sum above 0; in the room that was given */
    const double *uniquenesses; /* in the items' units, squared */
    double minimum;             /* F */
    double baseline;            /* F of items that have nothing in common: -log|R| */
    double srmr;                /* of correlations, the diagonal counted (Bentler 1995) */
};

/* Doubles of memory that a fit of so many items needs. */
size_t cul_one_factor_room(int32_t items);

/*
 * Fits a covariance matrix, items x items; any divisor. Returns CULTURE_REASON_NONE, or why there is no solution:
 * NOT_IDENTIFIED (fewer than three items, or items with too little in common), ZERO_VARIANCE (of an item), SINGULAR,
 * HEYWOOD (the best fit leaves an item less than 1e-5 of its variance: none of its own, or below zero without the
 * bound), NOT_CONVERGED.
 */
int32_t cul_one_factor(const double *covariance, int32_t items, double *room, struct cul_one_factor *fit);

#endif
