/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/agreement.h"

#include "tally/complete.h"

#include <math.h>

double cul_uniform_variance(int32_t points)
{
    return ((double)points * points - 1) / 12;
}

double cul_skewed_variance(int32_t points)
{
    /* LeBreton & Senter (2008), table 2, from five points on. */
    static const double published[] = {1.34, 1.85, 2.90, 3.47, 5.66, 6.30, 7.31};
    enum { FIRST = 5 };
    return points < FIRST ? 1.34 / 2 * cul_uniform_variance(points) : published[points - FIRST];
}

/* What one item has in it: sums of codes in whole numbers, so that equal counts give equal bits. */
struct item {
    int64_t n, sum;
    __int128 variance; /* n (n - 1) times */
    double about_mean, about_median;
};

/* The lower median: any value between the middle two has the same sum of distances. */
static int32_t median_of(const int64_t *counts, int64_t n)
{
    int32_t code = 0;
    for (int64_t below = counts[0]; 2 * below < n; below += counts[code]) {
        code++;
    }
    return code;
}

static struct item look_at(const int64_t *counts, int32_t points, int64_t n)
{
    struct item item = {.n = n};
    __int128 squares = 0, from_mean = 0;
    int64_t from_median = 0;
    for (int32_t code = 0; code < points; code++) {
        item.sum += code * counts[code];
        squares += (__int128)code * code * counts[code];
    }
    int32_t median = median_of(counts, n);
    for (int32_t code = 0; code < points; code++) {
        __int128 distance = (__int128)n * code - item.sum;
        from_mean += (distance < 0 ? -distance : distance) * counts[code];
        from_median += (code < median ? median - code : code - median) * counts[code];
    }
    item.variance = n * squares - (__int128)item.sum * item.sum;
    item.about_mean = (double)from_mean / (double)n / (double)n;
    item.about_median = (double)from_median / (double)n;
    return item;
}

/*
 * Brown & Hauenstein 2005: 1 - 2 s2 / ((H + L) M - M^2 - H L) (n - 1) / n, in whole numbers; NaN for a mean so close
 * to an end of the scale that the largest variance with that mean cannot occur, unless all agree.
 */
static double awg(const struct item *item, int32_t top)
{
    if (item->variance == 0) {
        return 1;
    }
    if (item->sum < top || item->sum > top * (item->n - 1)) {
        return (double)NAN;
    }
    __int128 largest = (__int128)item->sum * (top * item->n - item->sum);
    return 1 - 2 * (double)item->variance / (double)largest;
}

/* James, Demaree & Wolf 1984, q capped at 1: beyond it the formula leaves 0 to 1. */
static double rwg_j(double items, double q)
{
    double shared = items * (1 - fmin(q, 1));
    return shared / (shared + fmin(q, 1));
}

/* The gate: this project's own design, described in scores.h. */
static double judge(double uniform, double skewed, double about_mean, int32_t points)
{
    const double enough = 0.70;
    if (!(uniform >= enough)) {
        return CULTURE_AGGREGATION_NOT_SUPPORTED;
    }
    return skewed >= enough && about_mean <= points / 6.0 ? CULTURE_AGGREGATION_SUPPORTED : CULTURE_AGGREGATION_MIXED;
}

static void set(struct cul_known *results, int32_t result, double value)
{
    results[result - CULTURE_SCORE_RWG_J_UNIFORM] = (struct cul_known){value, CULTURE_REASON_NONE};
}

static void conclude(struct cul_known *results, const struct cul_layout_dimension *at, double variance,
                     double about_mean)
{
    double q = variance / cul_uniform_variance(at->points);
    double uniform = rwg_j(at->items, q), skewed = rwg_j(at->items, variance / cul_skewed_variance(at->points));
    set(results, CULTURE_SCORE_RWG_J_UNIFORM, uniform);
    set(results, CULTURE_SCORE_RWG_J_SKEWED, skewed);
    set(results, CULTURE_SCORE_RWG_STAR_J, 1 - q);
    set(results, CULTURE_SCORE_AGGREGATION, judge(uniform, skewed, about_mean, at->points));
}

void cul_agreement(const struct cul_layout_dimension *at, const int64_t *cells,
                   struct cul_known results[CUL_AGREEMENT_RESULTS])
{
    int64_t n = cul_complete_rows(at, cells);
    for (int32_t i = 0; i < CUL_AGREEMENT_RESULTS; i++) {
        results[i] = (struct cul_known){(double)NAN, n < 2 ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_OUT_OF_RANGE};
    }
    if (n < 2) {
        return;
    }
    __int128 variances = 0;
    double about_mean = 0, about_median = 0, defined = 0, items_used = 0;
    for (int32_t i = 0; i < at->items; i++) {
        struct item item = look_at(cul_complete_counts(at, cells, i), at->points, n);
        double of_item = awg(&item, at->points - 1);
        variances += item.variance;
        about_mean += item.about_mean / at->items;
        about_median += item.about_median / at->items;
        defined += isnan(of_item) ? 0 : of_item;
        items_used += !isnan(of_item);
    }
    set(results, CULTURE_SCORE_AD_M, about_mean);
    set(results, CULTURE_SCORE_AD_MD, about_median);
    set(results, CULTURE_SCORE_AWG_ITEMS, items_used);
    if (items_used > 0) {
        set(results, CULTURE_SCORE_AWG_J, defined / items_used);
    }
    conclude(results, at, (double)variances / (double)n / (double)(n - 1) / at->items, about_mean);
}
