/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_PARALLEL_H
#define CUL_NUMERIC_PARALLEL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Parallel analysis (Horn 1965, Psychometrika 30:179): the eigenvalues of the correlations of items that have nothing
 * in common, in samples of n from a normal distribution; per rank their mean and 95th centile (between order
 * statistics, R's type 7). The matrices are drawn by Bartlett's decomposition of a Wishart matrix (1933, Proc R Soc
 * Edinb 53:260), which has the same distribution as n x items draws and does not take longer for larger n. n > items.
 * False: no memory.
 */
bool cul_parallel_analysis(uint64_t seed, int32_t draws, int64_t n, int32_t items, double *means, double *centiles);

#endif
