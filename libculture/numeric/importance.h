/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_IMPORTANCE_H
#define CUL_NUMERIC_IMPORTANCE_H

/*
 * How the share of a variable's variance that correlated predictors explain together (R^2) is divided among them. The
 * correlation matrix has predictors + 1 rows, the explained variable last. Both divisions add up to R^2. Nothing about
 * causes.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CUL_LMG_PREDICTORS = 12 }; /* most: 2^12 subsets */

/* Doubles of room that both take together. */
size_t cul_importance_room(int32_t predictors);

/*
 * Relative weights (Johnson 2000, Multivar Behav Res 35:1): with Rxx = Q D Q', L = Q D^(1/2) Q' and b = L^-1 rxy the
 * weight of j is the sum over k of L_jk^2 b_k^2. *r_squared is their sum. False: the correlations between predictors
 * cannot be inverted, or explain more than everything (pairwise correlations of incomplete data may).
 */
bool cul_relative_weights(const double *correlations, int32_t predictors, double *weights, double *r_squared,
                          double *room);

/*
 * LMG, the general dominance of Budescu (1993, Psychol Bull 114:542): what a predictor adds to R^2, averaged over all
 * orders in which predictors may enter (Lindeman, Merenda & Gold 1980; Groemping 2006, J Stat Softw 17(1)). False:
 * more predictors than CUL_LMG_PREDICTORS, or correlations that cannot be inverted.
 */
bool cul_lmg(const double *correlations, int32_t predictors, double *lmg, double *room);

#endif
