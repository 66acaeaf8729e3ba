/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_DRAWS_H
#define CUL_NUMERIC_DRAWS_H

/*
 * Seeded random numbers: GSL's Mersenne Twister over memory of the caller, so nothing is allocated (GSL aborts when it
 * cannot). Equal seeds give equal numbers on every machine with IEEE doubles.
 */
#include <stdint.h>

struct cul_draws {
    _Alignas(16) unsigned char state[5056];
};

void cul_draws_seed(struct cul_draws *draws, uint64_t seed);
double cul_draws_uniform(struct cul_draws *draws); /* above 0, below 1 */
int64_t cul_draws_whole(struct cul_draws *draws, int64_t low,
                        int64_t high);                            /* low and high included, high - low < 2^31 */
double cul_draws_normal(struct cul_draws *draws);                 /* by the inverse of the distribution function */
double cul_draws_chi_squared(struct cul_draws *draws, double df); /* df > 0 */

#endif
