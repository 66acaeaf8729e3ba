/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mixture's distribution, compiled once for every kind of processor (CUL_TARGET names it). Vectors are eight
 * wide for all of them, so that sums are made in the same order.
 */
#include "numeric/mixture.h"

#include <string.h>

enum { LANES = CUL_MIXTURE_LANES };

typedef double numbers __attribute__((vector_size(8 * LANES)));
typedef int64_t wholes __attribute__((vector_size(8 * LANES)));
typedef uint64_t bits __attribute__((vector_size(8 * LANES)));

#define INLINE static inline __attribute__((always_inline))

INLINE numbers load(const double *from)
{
    numbers result;
    memcpy(&result, from, sizeof result);
    return result;
}

INLINE numbers choose(wholes where, numbers yes, numbers no)
{
    return (numbers)((where & (wholes)yes) | (~where & (wholes)no));
}

/* e^x for x from -700 to 0: 2^k e^r with |r| <= log(2) / 2, of which Taylor's series to the twelfth power is enough. */
INLINE numbers exponential(numbers x)
{
    static const double terms[] = {1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
                                   1.0 / 5040,      1.0 / 720,      1.0 / 120,     1.0 / 24,     1.0 / 6};
    const double to_whole = 0x1.8p52; /* what is added to it is rounded, and stands in its last bits */
    numbers shifted = x * 1.4426950408889634 + to_whole, k = shifted - to_whole;
    numbers r = x - k * 0x1.62e42feep-1 - k * 0x1.a39ef35793c76p-33; /* log(2), the first part with zeros behind */
    numbers sum = (numbers){0} + terms[0];
    for (int i = 1; i < (int)(sizeof terms / sizeof *terms); i++) {
        sum = sum * r + terms[i];
    }
    sum = (sum * r + 0.5) * r + 1;
    sum = sum * r + 1;
    bits scale = ((bits)shifted << 52) + (bits)((numbers){0} + 1);
    return sum * (numbers)scale;
}

/*
 * e^(t^2 / 2) P(x > t) for t from 0 to 9, as a polynomial in (t - 4) / (t + 4), fitted to an error of 2e-16 e^(t^2 /
 * 2): that of P itself is 2e-16 throughout.
 */
INLINE numbers scaled_tail(numbers t)
{
    static const double terms[] = {
        -0x1.51ff9e1801de1p-29, -0x1.868e7b70c1672p-22, -0x1.6069811f39161p-19, -0x1.9335aee45d4a9p-18,
        0x1.ff1bd816e694bp-19,  0x1.e047dd9760f3ap-16,  -0x1.7c5fc085589e1p-15, -0x1.885388b7aba20p-13,
        0x1.4eed8d9730b79p-11,  0x1.0a1a90553fd64p-11,  -0x1.1644e3b5be682p-7,  0x1.f9b05ed8fbedep-6,
        -0x1.25b6aa8e60792p-4,  0x1.fd751a21561f2p-4,   -0x1.5cf97b0ade1cbp-3,  0x1.82b4bb8c948a0p-4};
    numbers s = (t - 4) / (t + 4), sum = (numbers){0} + terms[0];
    for (int i = 1; i < (int)(sizeof terms / sizeof *terms); i++) {
        sum = sum * s + terms[i];
    }
    return sum;
}

/* In a fixed order. */
INLINE double total(numbers sum)
{
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

static struct cul_mixture_sums sums(const struct cul_mixture *mixture, double q)
{
    const double inverse_root_two_pi = 0.39894228040143267794;
    numbers below = {0}, density = {0}, slope = {0}, curve = {0};
    for (int32_t i = 0; i < mixture->count; i += LANES) {
        numbers inverse = load(mixture->inverses + i), weight = load(mixture->weights + i);
        numbers x = (q - load(mixture->centres + i)) * inverse;
        wholes positive = x > 0;
        numbers size = choose(positive, x, -x), power = -0.5 * x * x;
        power = choose(power < -700, (numbers){0} - 700, power);
        numbers height = weight * exponential(power);
        numbers tail = height * scaled_tail(choose(size > 9, (numbers){0} + 9, size));
        below += choose(positive, weight - tail, tail);
        height *= inverse;
        density += height;
        height *= inverse;
        slope -= height * x;
        curve += height * inverse * (x * x - 1);
    }
    return (struct cul_mixture_sums){total(below), inverse_root_two_pi * total(density),
                                     inverse_root_two_pi * total(slope), inverse_root_two_pi * total(curve)};
}

const struct cul_mixture_target CUL_TARGET_OF(mixture) = {CUL_TARGET_TEXT(CUL_TARGET), sums};
