/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_MULTIPLE_H
#define CUL_NUMERIC_MULTIPLE_H

/* p-values of several tests, adjusted. NaN means "no test": it stays NaN and does not count. */
#include <stdint.h>

/* Holm (1979, Scand J Stat 6:65): the i-th smallest times (K - i + 1), running maximum, at most 1. At most 64 tests. */
void cul_holm(const double *p, double *adjusted, int32_t count);

/* Benjamini & Hochberg (1995, JRSS B 57:289): the i-th smallest times K / i, running minimum from the largest. */
void cul_benjamini_hochberg(const double *p, double *adjusted, int32_t count);

#endif
