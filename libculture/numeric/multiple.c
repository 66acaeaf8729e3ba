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

/* The same for the largest. */
static int32_t next_largest(const double *p, const double *adjusted, int32_t count)
{
    int32_t largest = -1;
    for (int32_t i = 0; i < count; i++) {
        if (!isnan(p[i]) && isnan(adjusted[i]) && (largest < 0 || p[i] > p[largest])) {
            largest = i;
        }
    }
    return largest;
}

/* All marked as not taken; how many tests there are. */
static int32_t begin(const double *p, double *adjusted, int32_t count)
{
    int32_t tests = 0;
    for (int32_t i = 0; i < count; i++) {
        tests += !isnan(p[i]);
        adjusted[i] = (double)NAN;
    }
    return tests;
}

void cul_holm(const double *p, double *adjusted, int32_t count)
{
    double largest = 0;
    for (int32_t left = begin(p, adjusted, count), i; (i = next_smallest(p, adjusted, count)) >= 0; left--) {
        largest = fmax(largest, left * p[i]);
        adjusted[i] = fmin(1, largest);
    }
}

void cul_benjamini_hochberg(const double *p, double *adjusted, int32_t count)
{
    double smallest = 1;
    int32_t tests = begin(p, adjusted, count);
    for (int32_t rank = tests, i; (i = next_largest(p, adjusted, count)) >= 0; rank--) {
        smallest = fmin(smallest, (double)tests / rank * p[i]);
        adjusted[i] = smallest;
    }
}
