/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/statistics.h"

#include <math.h>

/* The mean as a sum over numbers answered of exact sums, one division each. */
static double mean_code(const struct cul_layout_dimension *at, int32_t needed, const int64_t *cells, int64_t *n)
{
    double total = 0;
    *n = 0;
    for (int32_t answered = needed; answered <= at->items; answered++) {
        const int64_t *histogram = cells + cul_layout_histogram(at, answered);
        int64_t codes = 0;
        for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++) {
            codes += sum * histogram[sum];
            *n += histogram[sum];
        }
        total += (double)codes / answered;
    }
    return *n ? total / (double)*n : (double)NAN;
}

static double sum_of_squares(const struct cul_layout_dimension *at, int32_t needed, const int64_t *cells, double mean)
{
    double total = 0;
    for (int32_t answered = needed; answered <= at->items; answered++) {
        const int64_t *histogram = cells + cul_layout_histogram(at, answered);
        for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++) {
            double deviation = (double)sum / answered - mean;
            total += (double)histogram[sum] * deviation * deviation;
        }
    }
    return total;
}

struct cul_moments cul_dimension_moments(const struct cul_layout_dimension *at, int32_t needed, const int64_t *cells)
{
    struct cul_moments moments = {.variance = (double)NAN};
    moments.mean = mean_code(at, needed, cells, &moments.n);
    if (moments.n >= 2) {
        moments.variance = sum_of_squares(at, needed, cells, moments.mean) / (double)(moments.n - 1);
    }
    return moments;
}

static int64_t count_of(const int64_t *counts, int32_t points, bool reverse, int32_t code)
{
    return counts[reverse ? points - 1 - code : code];
}

struct cul_moments cul_item_moments(const int64_t *counts, int32_t points, bool reverse)
{
    struct cul_moments moments = {.mean = (double)NAN, .variance = (double)NAN};
    int64_t sum = 0;
    for (int32_t code = 0; code < points; code++) {
        int64_t count = count_of(counts, points, reverse, code);
        moments.n += count;
        sum += code * count;
    }
    if (moments.n) {
        moments.mean = (double)sum / (double)moments.n;
    }
    if (moments.n >= 2) {
        double squares = 0;
        for (int32_t code = 0; code < points; code++) {
            double deviation = code - moments.mean;
            squares += (double)count_of(counts, points, reverse, code) * deviation * deviation;
        }
        moments.variance = squares / (double)(moments.n - 1);
    }
    return moments;
}

int64_t cul_item_chosen(const int64_t *counts, int32_t points, bool reverse, uint32_t set, int64_t *valid)
{
    int64_t chosen = 0;
    for (int32_t code = 0; code < points; code++) {
        int64_t count = count_of(counts, points, reverse, code);
        *valid += count;
        chosen += set >> code & 1 ? count : 0;
    }
    return chosen;
}

/* n (n - 1) times the covariance of two items, exactly. */
static __int128 scaled_covariance(int64_t n, int64_t product, int64_t sum_i, int64_t sum_j)
{
    return (__int128)n * product - (__int128)sum_i * sum_j;
}

struct cul_alpha cul_dimension_alpha(const struct cul_layout_dimension *at, const int64_t *cells)
{
    struct cul_alpha result = {.alpha = (double)NAN, .reason = CULTURE_REASON_ONE_ITEM};
    const int64_t *complete = cells + cul_layout_histogram(at, at->items);
    for (int32_t sum = 0; sum <= at->items * (at->points - 1); sum++) {
        result.n += complete[sum];
    }
    if (at->items < 2) {
        return result;
    }
    __int128 trace = 0, total = 0;
    const int64_t *product = cells + at->products, *sums = cells + at->sums;
    for (int32_t i = 0; i < at->items; i++) {
        for (int32_t j = i; j < at->items; j++) {
            __int128 covariance = scaled_covariance(result.n, *product++, sums[i], sums[j]);
            total += i == j ? covariance : 2 * covariance;
            trace += i == j ? covariance : 0;
            result.varying += i == j && covariance > 0;
        }
    }
    result.reason = result.n < 2 ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_ZERO_VARIANCE;
    if (result.n >= 2 && total > 0) {
        double k = at->items;
        result.alpha = k / (k - 1) * (double)(total - trace) / (double)total;
        result.reason = CULTURE_REASON_NONE;
    }
    return result;
}

double cul_standard_error(struct cul_moments moments, int64_t headcount)
{
    double n = (double)moments.n;
    double left = headcount > 0 ? 1 - n / (double)headcount : 1;
    return sqrt(left * moments.variance / n);
}
