/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_PRIME_H
#define CUL_SCORES_PRIME_H

/*
 * Whole numbers modulo the prime 2^61 - 1, for elimination that never rounds. That the prime divides a determinant of
 * small whole numbers is possible in theory: once in 10^18 times.
 */
#include <stdint.h>

#define CUL_PRIME ((UINT64_C(1) << 61) - 1)

static inline uint64_t cul_prime_multiply(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    uint64_t sum = (uint64_t)(product & CUL_PRIME) + (uint64_t)(product >> 61);
    return sum >= CUL_PRIME ? sum - CUL_PRIME : sum;
}

/* a - b c */
static inline uint64_t cul_prime_subtract_product(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t product = cul_prime_multiply(b, c);
    return a >= product ? a - product : a + CUL_PRIME - product;
}

/* By Fermat: a^(p - 2). */
static inline uint64_t cul_prime_invert(uint64_t a)
{
    uint64_t inverse = 1;
    for (uint64_t power = CUL_PRIME - 2; power; power >>= 1) {
        inverse = power & 1 ? cul_prime_multiply(inverse, a) : inverse;
        a = cul_prime_multiply(a, a);
    }
    return inverse;
}

#endif
