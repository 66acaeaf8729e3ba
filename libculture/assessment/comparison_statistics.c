/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/comparison_statistics.h"

#include "numeric/hedges.h"
#include "numeric/noncentral_t.h"

#include <math.h>

static double unsampled(struct cul_sample sample)
{
    return sample.headcount > 0 ? 1 - (double)sample.n / (double)sample.headcount : 1;
}

/* v = (1 - n/N) s^2 / n. */
static double sampling_variance(struct cul_sample sample)
{
    return unsampled(sample) * sample.variance / (double)sample.n;
}

/* Everybody there is answered. */
static bool is_census(struct cul_sample sample)
{
    return sample.headcount > 0 && sample.n >= sample.headcount;
}

/* Fills t, p and the interval from difference, error and df. */
static void finish(struct cul_test *test, double confidence)
{
    if (test->error > 0) {
        double half = cul_t_quantile((1 + confidence) / 2, test->df) * test->error;
        test->t = test->difference / test->error;
        test->p = cul_t_two_sided(test->t, test->df);
        test->interval = (struct cul_interval){test->difference - half, test->difference + half};
        return;
    }
    /* Nothing is left to chance: everybody answered alike, or all of the organisation answered. */
    test->t = test->df = (double)NAN;
    test->p = test->difference == 0 ? 1 : (double)NAN;
    test->interval = (struct cul_interval){test->difference, test->difference};
    test->reason = CULTURE_REASON_ZERO_VARIANCE;
}

static double welch_df(struct cul_sample before, struct cul_sample after)
{
    double v1 = sampling_variance(before), v2 = sampling_variance(after);
    return (v1 + v2) * (v1 + v2) / (v1 * v1 / (double)(before.n - 1) + v2 * v2 / (double)(after.n - 1));
}

/*
 * c in Cov(m1, m2) = r s1 s2 c: n12 / (n1 n2), less 1 / N for a finite population (Tam 1984; the larger headcount when
 * the two differ), but no more than makes the means' correlation 1.
 */
static double shared(struct cul_sample before, struct cul_sample after, int64_t matched)
{
    double n1 = (double)before.n, n2 = (double)after.n;
    int64_t headcount = before.headcount > after.headcount ? before.headcount : after.headcount;
    double c = (double)matched / (n1 * n2) - (headcount > 0 ? 1 / (double)headcount : 0);
    double most = sqrt(unsampled(before) / n1 * unsampled(after) / n2);
    return fmax(-most, fmin(most, c));
}

/* Derrick, Russ, Toher & White 2017: between the paired n12 - 1 and Welch's gamma. */
static double overlapping_df(struct cul_sample before, struct cul_sample after, int64_t matched, double gamma)
{
    double pairs = (double)matched, alone = (double)(before.n - matched) + (double)(after.n - matched);
    return pairs - 1 + (gamma - pairs + 1) / (alone + 2 * pairs) * alone;
}

struct cul_test cul_compare_means(struct cul_sample before, struct cul_sample after, int64_t matched,
                                  double correlation, double confidence)
{
    struct cul_test test = {.difference = after.mean - before.mean};
    if (before.n < 2 || after.n < 2) {
        test.error = test.t = test.df = test.p = test.interval.low = test.interval.high = (double)NAN;
        test.reason = CULTURE_REASON_TOO_FEW;
        return test;
    }
    double variance = sampling_variance(before) + sampling_variance(after);
    test.df = welch_df(before, after);
    if (matched > 1) {
        double spread = sqrt(before.variance * after.variance);
        variance -= 2 * correlation * spread * shared(before, after, matched);
        test.df = overlapping_df(before, after, matched, test.df);
    }
    test.error = sqrt(fmax(0, variance));
    finish(&test, confidence);
    if (is_census(before) && is_census(after)) {
        test.p = (double)NAN;
        test.reason = CULTURE_REASON_CENSUS;
    }
    return test;
}

/* n times the sum of products of deviations, exactly: sums stay below 2^117, so the products are taken in steps. */
static double deviations(int64_t n, __int128 product, __int128 first, __int128 second)
{
    /* With whole quotients first = q n + a, second = r n + b the sum of products of deviations is product - n q r - q b
     * - r a - a b / n: every part but the last is whole. */
    __int128 q = first / n, a = first % n, r = second / n, b = second % n;
    return (double)(product - n * q * r - q * b - r * a) - (double)a * (double)b / (double)n;
}

struct cul_paired cul_compare_pairs(const struct cul_match_sums *sums, int64_t unit, double confidence)
{
    double scale = 100.0 / (double)unit, n = (double)sums->n;
    struct cul_paired paired = {.correlation = (double)NAN};
    struct cul_test *test = &paired.test;
    if (sums->n < 2) {
        test->difference = test->error = test->t = test->df = test->p = (double)NAN;
        test->interval.low = test->interval.high = (double)NAN;
        test->reason = CULTURE_REASON_TOO_FEW;
        return paired;
    }
    double xx = deviations(sums->n, sums->xx, sums->x, sums->x), yy = deviations(sums->n, sums->yy, sums->y, sums->y);
    double xy = deviations(sums->n, sums->xy, sums->x, sums->y);
    __int128 rise = sums->y - sums->x, squares = sums->xx + sums->yy - 2 * sums->xy;
    double spread = deviations(sums->n, squares, rise, rise);
    test->difference = scale * (double)rise / n;
    test->df = n - 1;
    test->error = spread > 0 ? scale * sqrt(spread / (n - 1) / n) : 0;
    finish(test, confidence);
    if (xx > 0 && yy > 0) {
        paired.correlation = fmax(-1, fmin(1, xy / sqrt(xx) / sqrt(yy)));
    }
    return paired;
}

struct cul_effect cul_compare_effect(struct cul_sample before, struct cul_sample after, double confidence)
{
    double n1 = (double)before.n, n2 = (double)after.n, df = n1 + n2 - 2;
    struct cul_effect effect = {(double)NAN, {(double)NAN, (double)NAN}, CULTURE_REASON_TOO_FEW};
    if (before.n < 2 || after.n < 2) {
        return effect;
    }
    double pooled = sqrt(((n1 - 1) * before.variance + (n2 - 1) * after.variance) / df);
    if (!(pooled > 0)) {
        effect.reason = CULTURE_REASON_ZERO_VARIANCE;
        return effect;
    }
    struct cul_noncentral_t distribution;
    double d = (after.mean - before.mean) / pooled, root = sqrt(1 / n1 + 1 / n2), tail = (1 - confidence) / 2;
    cul_noncentral_t_prepare(&distribution, df);
    effect.g = cul_hedges_j(df) * d;
    effect.interval.low = root * cul_noncentral_t_delta(&distribution, d / root, 1 - tail);
    effect.interval.high = root * cul_noncentral_t_delta(&distribution, d / root, tail);
    effect.reason = CULTURE_REASON_NONE;
    return effect;
}
