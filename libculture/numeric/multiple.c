/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/multiple.h"

#include <math.h>

/* The position of the smallest p not taken yet, -1 when all are; the first of equals. */
static int32_t next_smallest(const double *p, const double *adjusted, int32_t count)
{
    int32_t smallest = -1;
    for (int32_t i = 0; i < count; i++) {
        if (!isnan(p[i]) && isnan(adjusted[i]) && (smallest < 0 || p[i] < p[smallest])) {
            smallest = i;
        }
    }
    return smallest;
}

void cul_holm(const double *p, double *adjusted, int32_t count)
{
    int32_t tests = 0;
    for (int32_t i = 0; i < count; i++) {
        tests += !isnan(p[i]);
        adjusted[i] = (double)NAN;
    }
    double largest = 0;
    for (int32_t left = tests, i; (i = next_smallest(p, adjusted, count)) >= 0; left--) {
        largest = fmax(largest, left * p[i]);
        adjusted[i] = fmin(1, largest);
    }
}
