/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/reliability.h"

#include "numeric/cholesky.h"
#include "numeric/one_factor.h"
#include "tally/complete.h"

#include <math.h>
#include <string.h>

/* Covariances times n (n - 1), exactly: the whole matrix, or what its rows come to. */
struct exact {
    int64_t n;
    __int128 own[CUL_MAXIMUM_DIMENSION_ITEMS];  /* of each item with itself */
    __int128 rows[CUL_MAXIMUM_DIMENSION_ITEMS]; /* of each item with all, itself included */
    __int128 total, trace;
    int32_t varying; /* items that were not answered alike by all */
};

/* Adds up the exact covariances; with a matrix also writes them there as fractions. */
static void find_covariances(const struct cul_layout_dimension *at, const int64_t *cells, struct exact *exact,
                             double *matrix)
{
    int64_t sums[CUL_MAXIMUM_DIMENSION_ITEMS];
    memset(exact, 0, sizeof *exact);
    exact->n = cul_complete_rows(at, cells);
    double divisor = (double)exact->n * (double)(exact->n - 1);
    for (int32_t i = 0; i < at->items; i++) {
        sums[i] = cul_complete_sum(at, cells, i);
        for (int32_t j = 0; j <= i; j++) {
            __int128 scaled = (__int128)exact->n * cul_complete_product(at, cells, i, j) - (__int128)sums[i] * sums[j];
            exact->rows[i] += scaled;
            exact->rows[j] += i == j ? 0 : scaled;
            exact->total += i == j ? scaled : 2 * scaled;
            exact->own[i] = scaled;
            if (matrix) {
                matrix[i * at->items + j] = matrix[j * at->items + i] = (double)scaled / divisor;
            }
        }
        exact->trace += exact->own[i];
        exact->varying += exact->own[i] > 0;
    }
}

/* Of a matrix of all items, that of those that vary. */
static void keep_varying(const struct exact *exact, int32_t items, double *matrix)
{
    double *to = matrix;
    for (int32_t i = 0; i < items; i++) {
        for (int32_t j = 0; j < items; j++) {
            if (exact->own[i] > 0 && exact->own[j] > 0) {
                *to++ = matrix[i * items + j];
            }
        }
    }
}

static struct cul_known known(double value)
{
    return (struct cul_known){value, CULTURE_REASON_NONE};
}

static struct cul_known unknown(int32_t reason)
{
    return (struct cul_known){(double)NAN, reason};
}

static double alpha_of(double items, __int128 trace, __int128 total)
{
    return items / (items - 1) * (double)(total - trace) / (double)total;
}

void cul_item_reliability(const struct cul_layout_dimension *at, const int64_t *cells, struct cul_known *totals,
                          struct cul_known *dropped)
{
    struct exact exact;
    if (at->items < 2) {
        *totals = *dropped = unknown(CULTURE_REASON_ONE_ITEM);
        return;
    }
    find_covariances(at, cells, &exact, NULL);
    for (int32_t i = 0; i < at->items; i++) {
        __int128 own = exact.own[i], shared = exact.rows[i] - own, rest = exact.total - own - 2 * shared;
        int32_t few = exact.n < 2 ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_NONE;
        totals[i] = unknown(few ? few : CULTURE_REASON_ZERO_VARIANCE);
        dropped[i] = totals[i];
        if (!few && own > 0 && rest > 0) {
            totals[i] = known((double)shared / sqrt((double)own) / sqrt((double)rest));
        }
        int32_t others = exact.varying - (own > 0); /* that vary */
        if (at->items == 2) {
            dropped[i] = unknown(few ? few : CULTURE_REASON_ONE_ITEM);
        } else if (!few && rest > 0 && others > 1) {
            dropped[i] = known(alpha_of(at->items - 1, exact.trace - own, rest));
        }
    }
}

/* Where the results of a dimension go, by their public number. */
struct results {
    struct cul_known *known;
    int32_t items;
    int64_t n;
};

static void set(struct results to, int32_t result, double value)
{
    to.known[result - CULTURE_SCORE_ALPHA_STANDARDISED] = known(value);
}

static void deny(struct results to, int32_t first, int32_t last, int32_t reason)
{
    for (int32_t result = first; result <= last; result++) {
        to.known[result - CULTURE_SCORE_ALPHA_STANDARDISED] = unknown(reason);
    }
}

/* Lambda 2 and the standard error of measurement, that of the score over all items. */
static void from_covariances(struct results to, const struct cul_layout_dimension *at, const struct exact *exact,
                             const double *covariances)
{
    double k = to.items, squares = 0, pairs = (double)exact->n * (double)(exact->n - 1);
    if (exact->total <= 0) {
        return;
    }
    for (int32_t i = 0; i < to.items; i++) {
        for (int32_t j = 0; j < to.items; j++) {
            double covariance = i == j ? 0 : covariances[i * to.items + j];
            squares += covariance * covariance;
        }
    }
    double total = (double)exact->total / pairs, between = (double)(exact->total - exact->trace) / pairs;
    double alpha = alpha_of(at->items, exact->trace, exact->total);
    set(to, CULTURE_SCORE_LAMBDA2, (between + sqrt(k / (k - 1) * squares)) / total);
    set(to, CULTURE_SCORE_SEM, 100.0 / (at->points - 1) / at->items * sqrt(total) * sqrt(fmax(0, 1 - alpha)));
}

static void from_correlations(struct results to, const double *covariances, double *room)
{
    int32_t k = to.items;
    double sum = 0, unexplained = 0, ignored;
    for (int32_t i = 0; i < k; i++) {
        for (int32_t j = 0; j < k; j++) {
            double scale = sqrt(covariances[i * k + i]) * sqrt(covariances[j * k + j]);
            room[i * k + j] = i == j ? 1 : covariances[i * k + j] / scale;
            sum += room[i * k + j];
        }
    }
    double mean = (sum - k) / ((double)k * (k - 1));
    set(to, CULTURE_SCORE_INTER_ITEM_R, mean);
    /* k r / (1 + (k - 1) r), of which the denominator is the variance of the sum of standardised items, over k. */
    if (sum > 1e-12 * k) {
        set(to, CULTURE_SCORE_ALPHA_STANDARDISED, k * mean / (sum / k));
    }
    if (!cul_cholesky_inverse(room, k, &ignored)) {
        deny(to, CULTURE_SCORE_LAMBDA6, CULTURE_SCORE_LAMBDA6, CULTURE_REASON_SINGULAR);
        return;
    }
    for (int32_t i = 0; i < k; i++) {
        unexplained += 1 / room[i * k + i]; /* 1 minus the squared multiple correlation */
    }
    set(to, CULTURE_SCORE_LAMBDA6, 1 - unexplained / sum);
}

/* As lavaan has it: chi-square n F, against that of items without anything in common. */
static void judge_fit(struct results to, const struct cul_one_factor *fit)
{
    double k = to.items, n = (double)to.n, df = k * (k - 3) / 2, base_df = k * (k - 1) / 2;
    double off = n * fit->minimum - df, base_off = n * fit->baseline - base_df;
    double worst = fmax(fmax(off, base_off), 0);
    set(to, CULTURE_SCORE_OMEGA_RMSEA, sqrt(fmax(0, off) / (df * n)));
    set(to, CULTURE_SCORE_OMEGA_CFI, worst > 0 ? 1 - fmax(0, off) / worst : 1);
    set(to, CULTURE_SCORE_OMEGA_TLI, base_off != 0 ? 1 - off * base_df / (base_off * df) : 1);
    set(to, CULTURE_SCORE_OMEGA_SRMR, fit->srmr);
}

static void from_one_factor(struct results to, const double *covariances, double *room)
{
    struct cul_one_factor fit;
    int32_t reason = cul_one_factor(covariances, to.items, room, &fit);
    if (reason) {
        deny(to, CULTURE_SCORE_OMEGA, CULTURE_SCORE_OMEGA_SRMR, reason);
        return;
    }
    double sum = 0, own = 0, total = 0;
    for (int32_t i = 0; i < to.items; i++) {
        sum += fit.loadings[i];
        own += fit.uniquenesses[i];
        for (int32_t j = 0; j < to.items; j++) {
            total += covariances[i * to.items + j];
        }
    }
    set(to, CULTURE_SCORE_OMEGA, sum * sum / (sum * sum + own));
    set(to, CULTURE_SCORE_OMEGA_OBSERVED, sum * sum / total);
    if (to.items > 3) {
        judge_fit(to, &fit);
    } else {
        deny(to, CULTURE_SCORE_OMEGA_RMSEA, CULTURE_SCORE_OMEGA_SRMR, CULTURE_REASON_NOT_IDENTIFIED);
    }
}

size_t cul_reliability_room(int32_t items)
{
    size_t square = (size_t)items * (size_t)items, fit = cul_one_factor_room(items);
    return square + (fit > square ? fit : square);
}

void cul_reliability(const struct cul_layout_dimension *at, const int64_t *cells, double *room,
                     struct cul_known results[CUL_RELIABILITY_RESULTS])
{
    struct results to = {results, at->items, cul_complete_rows(at, cells)};
    int32_t reason = at->items < 2 ? CULTURE_REASON_ONE_ITEM
                     : to.n < 2    ? CULTURE_REASON_TOO_FEW
                                   : CULTURE_REASON_ZERO_VARIANCE; /* until there is a number */
    deny(to, CULTURE_SCORE_ALPHA_STANDARDISED, CULTURE_SCORE_OMEGA_SRMR, reason);
    if (reason != CULTURE_REASON_ZERO_VARIANCE) {
        return;
    }
    double *covariances = room, *rest = room + at->items * at->items;
    struct exact exact;
    find_covariances(at, cells, &exact, covariances);
    keep_varying(&exact, at->items, covariances);
    to.items = exact.varying;
    if (to.items > 1) {
        from_covariances(to, at, &exact, covariances);
        from_correlations(to, covariances, rest);
        from_one_factor(to, covariances, rest);
    }
}
