/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/statistics.h"

#include "tally/complete.h"
#include "tally/pairs.h"

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

bool cul_dimension_is_alike(const struct cul_layout_dimension *at, int32_t needed, const int64_t *cells)
{
    int64_t first_sum = 0, first_answered = 0;
    for (int32_t answered = needed; answered <= at->items; answered++) {
        const int64_t *histogram = cells + cul_layout_histogram(at, answered);
        for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++) {
            if (!histogram[sum]) {
                continue;
            }
            if (first_answered && sum * first_answered != first_sum * answered) {
                return false;
            }
            first_sum = sum;
            first_answered = answered;
        }
    }
    return first_answered > 0;
}

bool cul_difference_is_alike(const struct cul_layout *layout, int32_t dimension, const int64_t *cells)
{
    const int64_t *at = cells + layout->dimensions[dimension].difference;
    __int128 n = at[CUL_DIFFERENCE_RESPONDENTS];
    __int128 sum = (__int128)cul_limbs_value(at + CUL_DIFFERENCE_SUM, CUL_SUM_LIMBS) - n * layout->unit;
    __int128 squares = (__int128)cul_limbs_value(at + CUL_DIFFERENCE_SQUARES, CUL_SQUARE_LIMBS);
    return n > 0 && sum % n == 0 && squares == n * ((sum / n) * (sum / n));
}

bool cul_item_is_alike(const int64_t *counts, int32_t points)
{
    int32_t used = 0;
    for (int32_t code = 0; code < points; code++) {
        used += counts[code] > 0;
    }
    return used == 1;
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
    result.n = cul_complete_rows(at, cells);
    if (at->items < 2) {
        return result;
    }
    __int128 trace = 0, total = 0;
    for (int32_t i = 0; i < at->items; i++) {
        int64_t sum = cul_complete_sum(at, cells, i);
        __int128 variance = scaled_covariance(result.n, cul_complete_squares(at, cells, i), sum, sum);
        trace += variance;
        total += variance;
        result.varying += variance > 0;
        for (int32_t j = i + 1; j < at->items; j++) {
            total += 2 * scaled_covariance(result.n, cul_complete_product(at, cells, i, j), sum,
                                           cul_complete_sum(at, cells, j));
        }
    }
    result.reason = result.n < 2 ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_ZERO_VARIANCE;
    if (result.n >= 2 && total > 0 && result.varying > 1) {
        double k = at->items;
        result.alpha = k / (k - 1) * (double)(total - trace) / (double)total;
        result.reason = CULTURE_REASON_NONE;
    }
    return result;
}

struct cul_moments cul_difference_moments(const struct cul_layout *layout, int32_t dimension, const int64_t *cells,
                                          int64_t *above)
{
    const int64_t *at = cells + layout->dimensions[dimension].difference;
    struct cul_moments moments = {at[CUL_DIFFERENCE_RESPONDENTS], (double)NAN, (double)NAN};
    *above = at[CUL_DIFFERENCE_ABOVE];
    if (moments.n < 1) {
        return moments;
    }
    double unit = (double)layout->unit, n = (double)moments.n;
    __int128 sum =
        (__int128)cul_limbs_value(at + CUL_DIFFERENCE_SUM, CUL_SUM_LIMBS) - (__int128)moments.n * layout->unit;
    moments.mean = (double)sum / n / unit;
    if (moments.n >= 2) {
        double squares = (double)cul_limbs_value(at + CUL_DIFFERENCE_SQUARES, CUL_SQUARE_LIMBS);
        moments.variance = fmax(0, squares - (double)sum * ((double)sum / n)) / (n - 1) / unit / unit;
    }
    return moments;
}

double cul_covariance(const struct cul_layout *layout, int32_t first, int32_t second, const int64_t *cells,
                      int64_t *respondents)
{
    const int64_t *at = cells + cul_layout_product(layout, first, second);
    int64_t n = *respondents = at[CUL_PRODUCT_RESPONDENTS];
    if (n < 2) {
        return (double)NAN;
    }
    double unit = (double)layout->unit;
    double both = (double)cul_limbs_value(at + CUL_PRODUCT_BOTH, CUL_SQUARE_LIMBS);
    double one = (double)cul_limbs_value(at + CUL_PRODUCT_FIRST, CUL_SUM_LIMBS);
    double other = (double)cul_limbs_value(at + CUL_PRODUCT_SECOND, CUL_SUM_LIMBS);
    return (both - one * (other / (double)n)) / (double)(n - 1) / unit / unit;
}

double cul_covariance_of_means(const struct cul_layout *layout, int32_t first, int32_t second, const int64_t *cells,
                               int64_t first_n, int64_t second_n)
{
    int64_t n;
    double covariance = cul_covariance(layout, first, second, cells, &n);
    return covariance * (double)n / (double)first_n / (double)second_n;
}

/* The share of the population that did not answer. */
static double left_out(int64_t n, int64_t headcount)
{
    return headcount > 0 ? 1 - (double)n / (double)headcount : 1;
}

double cul_population_left(int64_t n, int64_t headcount)
{
    return sqrt(left_out(n, headcount));
}

double cul_standard_error(struct cul_moments moments, int64_t headcount)
{
    return sqrt(left_out(moments.n, headcount) * moments.variance / (double)moments.n);
}
