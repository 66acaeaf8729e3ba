/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed in one dimension of one organisation, as far as it may be shown. */
#include "assessment/comparison_making.h"
#include "base/number.h"
#include "numeric/multiple.h"
#include "questionnaire/model.h"
#include "scores/disclosure.h"
#include "scores/model.h"
#include "scores/statistics.h"

#include <math.h>

enum { ROUNDED_BELOW = 20 }; /* respondents: fewer, and published results are rounded */

static const double NO_CHANGE = 1e-9; /* points: sums of fractions may differ in their last bits */

/* Where a result goes; a group of few respondents is rounded. */
struct place {
    struct cul_table *table;
    int64_t row;
    int32_t dimension;
    bool rounded;
};

static void set(struct place at, int32_t result, double value)
{
    cul_table_set(at.table, result, at.row, at.dimension, value);
}

static void deny(struct place at, int32_t result, int32_t reason)
{
    cul_table_deny(at.table, result, at.row, at.dimension, reason);
}

static void deny_range(struct place at, int32_t first, int32_t last, int32_t reason)
{
    for (int32_t result = first; result <= last; result++) {
        deny(at, result, reason);
    }
}

/* A value, to a number of steps per unit when rounded. */
static void set_rounded(struct place at, int32_t result, double value, double steps)
{
    set(at, result, at.rounded ? cul_number_round(value, steps) : value);
}

/* The two ends of an interval, outward to steps when rounded: sharper ends would give an SD away. */
static void set_ends(struct place at, int32_t low, struct cul_interval ends, double steps)
{
    set(at, low, at.rounded ? floor(ends.low * steps) / steps : ends.low);
    set(at, low + 1, at.rounded ? ceil(ends.high * steps) / steps : ends.high);
}

/* What would give the SD of a small group away. */
static void set_exact(struct place at, int32_t result, double value, int32_t reason)
{
    if (at.rounded || isnan(value)) {
        deny(at, result, at.rounded ? CULTURE_REASON_SUPPRESSED : reason);
    } else {
        set(at, result, value);
    }
}

static void set_p(struct place at, int32_t result, double p, int32_t reason)
{
    if (isnan(p)) {
        deny(at, result, reason);
    } else {
        set(at, result, at.rounded ? ceil(p * 100) / 100 : p); /* never 0 */
    }
}

static struct cul_interval clip(struct cul_interval ends)
{
    return (struct cul_interval){fmax(-100, ends.low), fmin(100, ends.high)};
}

static double mean_of(const struct cul_comparing *making, int wave, int64_t row, int32_t dimension)
{
    struct culture_matrix means;
    culture_scores_get(making->made->waves[wave], CULTURE_SCORE_MEAN, &means);
    return means.data[row * means.columns + dimension];
}

int32_t cul_comparing_hidden(const struct cul_comparing *making, int wave, int64_t row, int32_t dimension)
{
    return culture_scores_reason(making->made->waves[wave], CULTURE_SCORE_MEAN, row, dimension);
}

static const int64_t *histogram_of(const struct cul_comparing *making, int wave, int64_t row, int32_t dimension)
{
    const struct cul_layout_dimension *at;
    return cul_scores_histogram(making->made->waves[wave], row, dimension, &at) + at->histogram;
}

/* A wave's scores with every digit; a sample that does not vary has exactly no variance. */
struct cul_sample cul_comparing_sample(const struct cul_comparing *making, int wave, int64_t row, int32_t dimension)
{
    const culture_scores *scores = making->made->waves[wave];
    const struct cul_scale *scale = cul_dimension_scale(making->questionnaire, dimension);
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(scores, row, &organisation, NULL);
    const struct cul_layout_dimension *at;
    const int64_t *cells = cul_scores_histogram(scores, row, dimension, &at);
    struct cul_moments moments = cul_dimension_moments(at, at->needed, cells);
    double unit = 100.0 / (scale->high - scale->low);
    struct cul_sample sample = {.n = moments.n,
                                .headcount =
                                    organisation.target == CULTURE_TARGET_WORKFORCE ? organisation.headcount : 0,
                                .mean = unit * moments.mean,
                                .variance = unit * unit * moments.variance};
    if (sample.n >= 2 && cul_ranking_only(&making->ranking, cells + at->histogram) >= 0) {
        sample.variance = 0;
    }
    return sample;
}

static bool is_rounded(const struct cul_comparing *making, int wave, struct cul_sample sample)
{
    return !cul_scores_is_full(making->made->waves[wave]) && sample.n < ROUNDED_BELOW;
}

static void set_test(struct place at, struct cul_test test)
{
    if (test.reason == CULTURE_REASON_TOO_FEW) {
        deny_range(at, CULTURE_CHANGE_DIFFERENCE_LOW, CULTURE_CHANGE_P, test.reason);
        deny(at, CULTURE_CHANGE_DETECTABLE, test.reason);
        return;
    }
    double detectable = cul_normal_quantile(0.975) * test.error;
    if (test.reason == CULTURE_REASON_CENSUS) { /* no width: what is given, as it was rounded */
        double difference = cul_table_value(at.table, CULTURE_CHANGE_DIFFERENCE, at.row, at.dimension);
        set(at, CULTURE_CHANGE_DIFFERENCE_LOW, difference);
        set(at, CULTURE_CHANGE_DIFFERENCE_HIGH, difference);
        set(at, CULTURE_CHANGE_STANDARD_ERROR, 0);
        deny_range(at, CULTURE_CHANGE_T, CULTURE_CHANGE_DF, test.reason);
    } else {
        set_ends(at, CULTURE_CHANGE_DIFFERENCE_LOW, clip(test.interval), 1);
        set_exact(at, CULTURE_CHANGE_STANDARD_ERROR, test.error, CULTURE_REASON_TOO_FEW);
        set_exact(at, CULTURE_CHANGE_T, test.t, test.reason);
        set_exact(at, CULTURE_CHANGE_DF, test.df, test.reason);
    }
    set_p(at, CULTURE_CHANGE_P, test.p, test.reason);
    set(at, CULTURE_CHANGE_DETECTABLE, at.rounded ? ceil(detectable) : detectable);
}

static void set_effect(struct place at, struct cul_effect effect)
{
    if (effect.reason) {
        deny_range(at, CULTURE_CHANGE_HEDGES_G, CULTURE_CHANGE_HEDGES_G_HIGH, effect.reason);
        return;
    }
    set_rounded(at, CULTURE_CHANGE_HEDGES_G, effect.g, 10);
    set_ends(at, CULTURE_CHANGE_HEDGES_G_LOW, effect.interval, 10);
}

static void set_ranks(struct place at, struct cul_ranks ranks)
{
    set_exact(at, CULTURE_CHANGE_MANN_WHITNEY_U, ranks.u, CULTURE_REASON_NONE);
    set_exact(at, CULTURE_CHANGE_MANN_WHITNEY_Z, ranks.z, CULTURE_REASON_ZERO_VARIANCE);
    set_p(at, CULTURE_CHANGE_MANN_WHITNEY_P, ranks.p, CULTURE_REASON_ZERO_VARIANCE);
    set_rounded(at, CULTURE_CHANGE_CLIFFS_DELTA, ranks.delta, 10);
}

/* The sums of the matched respondents; NULL where there are none to be shown, with the reason. */
static const struct cul_match_sums *matched_sums(const struct cul_comparing *making, int64_t row, int32_t dimension,
                                                 struct cul_sample before, struct cul_sample after, int32_t *reason)
{
    *reason = CULTURE_REASON_NOT_ASKED;
    if (!making->sums) {
        return NULL;
    }
    int64_t number = cul_comparing_number(making, row);
    const struct cul_match_sums *sums =
        number < 0 ? NULL : &making->sums[number * making->questionnaire->dimension_count + dimension];
    *reason = CULTURE_REASON_TOO_FEW;
    if (!sums || sums->n < making->minimum) {
        return NULL;
    }
    *reason = CULTURE_REASON_SUPPRESSED;
    bool few_changed = sums->changed > 0 && sums->changed < making->minimum;
    return !few_changed && cul_matched_are_safe(before.n, after.n, sums->n, making->minimum) ? sums : NULL;
}

static void set_paired(struct place at, const struct cul_match_sums *sums, struct cul_paired paired)
{
    struct cul_test test = paired.test;
    set(at, CULTURE_CHANGE_MATCHED, (double)sums->n);
    if (test.reason == CULTURE_REASON_TOO_FEW) {
        deny_range(at, CULTURE_CHANGE_CORRELATION, CULTURE_CHANGE_PAIRED_P, test.reason);
        return;
    }
    if (isnan(paired.correlation)) {
        deny(at, CULTURE_CHANGE_CORRELATION, CULTURE_REASON_ZERO_VARIANCE);
    } else {
        set_rounded(at, CULTURE_CHANGE_CORRELATION, paired.correlation, 10);
    }
    set_rounded(at, CULTURE_CHANGE_PAIRED_DIFFERENCE, test.difference, 10);
    set_ends(at, CULTURE_CHANGE_PAIRED_LOW, clip(test.interval), 1);
    set_exact(at, CULTURE_CHANGE_PAIRED_T, test.t, test.reason);
    set_exact(at, CULTURE_CHANGE_PAIRED_DF, test.df, test.reason);
    set_p(at, CULTURE_CHANGE_PAIRED_P, test.p, test.reason);
}

static void set_regression(struct place at, const struct cul_comparing *making, struct cul_sample before)
{
    int32_t reason = making->between.reason;
    double rise = (double)NAN;
    if (!reason && before.n < 2) {
        reason = CULTURE_REASON_TOO_FEW;
    } else if (!reason && !(before.mean < making->between.mean)) {
        reason = CULTURE_REASON_NOT_ASKED;
    } else if (!reason) {
        rise = cul_regression_to_mean(making->between, before);
        reason = isnan(rise) ? CULTURE_REASON_ZERO_VARIANCE : CULTURE_REASON_NONE;
    }
    if (reason) {
        deny(at, CULTURE_CHANGE_REGRESSION_TO_MEAN, reason);
        return;
    }
    /* It hangs on the SD of the organisation, and with more digits on that of others too. */
    double steps = at.rounded ? 1 : 10;
    at.rounded = !cul_scores_is_full(making->made->waves[CULTURE_WAVE_BEFORE]);
    set_rounded(at, CULTURE_CHANGE_REGRESSION_TO_MEAN, rise, steps);
}

/* Of what the scores of both waves show without the flagged, so that it tells nothing more. */
static void set_unflagged(struct place at, const struct cul_comparing *making)
{
    double means[2], shown = cul_table_value(at.table, CULTURE_CHANGE_DIFFERENCE, at.row, at.dimension);
    int32_t reason = CULTURE_REASON_NONE;
    bool same = true; /* nobody is flagged */
    for (int wave = 0; wave < 2; wave++) {
        const culture_scores *scores = making->made->waves[wave];
        int64_t row = making->made->organisations[at.row].rows[wave];
        struct culture_matrix matrix;
        culture_scores_get(scores, CULTURE_SCORE_MEAN_UNFLAGGED, &matrix);
        means[wave] = matrix.data[row * matrix.columns + at.dimension];
        int32_t own = culture_scores_reason(scores, CULTURE_SCORE_MEAN_UNFLAGGED, row, at.dimension);
        reason = reason ? reason : own;
        same = same && means[wave] == mean_of(making, wave, row, at.dimension);
        at.rounded = at.rounded || !cul_scores_is_full(scores);
    }
    if (reason) {
        deny(at, CULTURE_CHANGE_DIFFERENCE_UNFLAGGED, reason);
    } else if (same) {
        set(at, CULTURE_CHANGE_DIFFERENCE_UNFLAGGED, shown);
    } else {
        set_rounded(at, CULTURE_CHANGE_DIFFERENCE_UNFLAGGED, means[1] - means[0], 10);
    }
}

/* What a dimension of an organisation was like before and after. */
struct sides {
    struct cul_sample samples[2];
    const int64_t *histograms[2];
    double published[2]; /* the means */
};

static struct sides sides_of(const struct cul_comparing *making, int64_t row, int32_t dimension)
{
    struct sides sides;
    int32_t only[2];
    for (int wave = 0; wave < 2; wave++) {
        int64_t at = making->made->organisations[row].rows[wave];
        sides.samples[wave] = cul_comparing_sample(making, wave, at, dimension);
        sides.histograms[wave] = histogram_of(making, wave, at, dimension);
        sides.published[wave] = mean_of(making, wave, at, dimension);
        only[wave] = cul_ranking_only(&making->ranking, sides.histograms[wave]);
    }
    if (only[0] >= 0 && only[0] == only[1]) {
        sides.samples[1].mean = sides.samples[0].mean; /* sums over numbers answered may differ in their last bits */
    }
    return sides;
}

static bool is_some(int64_t people)
{
    return people > 0 && people < ROUNDED_BELOW;
}

/* Whether a group of the matched, of those who came, left or answered otherwise is so small that it is rounded. */
static bool is_matched_rounded(const struct cul_comparing *making, const struct sides *sides,
                               const struct cul_match_sums *sums)
{
    for (int wave = 0; wave < 2; wave++) {
        bool small = is_some(sums->n) || is_some(sums->changed) || is_some(sides->samples[wave].n - sums->n);
        if (!cul_scores_is_full(making->made->waves[wave]) && small) {
            return true;
        }
    }
    return false;
}

/* Respondents in both waves, as far as they bear on the difference of the means. */
struct overlap {
    int64_t n; /* 0: none that are known */
    double correlation;
};

/* Sets what is about the matched respondents; a correlation that is published rounded is used rounded too. */
static struct overlap compare_matched(const struct cul_comparing *making, struct place at, const struct sides *sides)
{
    int32_t reason;
    const struct cul_match_sums *sums =
        matched_sums(making, at.row, at.dimension, sides->samples[0], sides->samples[1], &reason);
    if (!sums) {
        deny_range(at, CULTURE_CHANGE_MATCHED, CULTURE_CHANGE_PAIRED_P, reason);
        return (struct overlap){0};
    }
    at.rounded = at.rounded || is_matched_rounded(making, sides, sums);
    struct cul_paired paired = cul_compare_pairs(sums, cul_matches_unit(making->matches), making->confidence);
    set_paired(at, sums, paired);
    double correlation = cul_table_value(at.table, CULTURE_CHANGE_CORRELATION, at.row, at.dimension);
    return isnan(correlation) ? (struct overlap){0} : (struct overlap){sums->n, correlation};
}

/* A wave that is hidden in part is hidden after: what was before may have been published then. */
static void hide_change(const struct cul_comparing *making, struct place at, const struct sides *sides)
{
    int32_t unmatched = making->sums ? CULTURE_REASON_SUPPRESSED : CULTURE_REASON_NOT_ASKED;
    deny_range(at, 0, CUL_CHANGE_RESULTS - 1, CULTURE_REASON_SUPPRESSED);
    deny_range(at, CULTURE_CHANGE_MATCHED, CULTURE_CHANGE_PAIRED_P, unmatched);
    set(at, CULTURE_CHANGE_RESPONDENTS_BEFORE, (double)sides->samples[0].n);
    set(at, CULTURE_CHANGE_RESPONDENTS_AFTER, (double)sides->samples[1].n);
    set(at, CULTURE_CHANGE_BEFORE, sides->published[0]);
}

/* The two means, and their difference: when rounded that of what is published, so that it tells nothing more. */
static void set_means(struct place at, const struct sides *sides, double difference)
{
    set(at, CULTURE_CHANGE_RESPONDENTS_BEFORE, (double)sides->samples[0].n);
    set(at, CULTURE_CHANGE_RESPONDENTS_AFTER, (double)sides->samples[1].n);
    set(at, CULTURE_CHANGE_BEFORE, sides->published[0]);
    set(at, CULTURE_CHANGE_AFTER, sides->published[1]);
    set_rounded(at, CULTURE_CHANGE_DIFFERENCE, at.rounded ? sides->published[1] - sides->published[0] : difference, 10);
}

static void compare_shown(struct cul_comparing *making, struct place at, const struct sides *sides)
{
    struct cul_sample before = sides->samples[CULTURE_WAVE_BEFORE], after = sides->samples[CULTURE_WAVE_AFTER];
    struct overlap overlap = compare_matched(making, at, sides);
    struct cul_test test = cul_compare_means(before, after, overlap.n, overlap.correlation, making->confidence);
    set_means(at, sides, test.difference);
    set(at, CULTURE_CHANGE_METHOD, overlap.n ? CULTURE_CHANGE_OVERLAPPING : CULTURE_CHANGE_INDEPENDENT);
    set_test(at, test);
    if (at.dimension < making->questionnaire->factor_count) {
        int64_t place = at.row * making->questionnaire->factor_count + at.dimension;
        making->p[place] = test.p;
        making->fell[place] = test.difference < 0;
    }
    set_effect(at, cul_compare_effect(before, after, making->confidence));
    set_ranks(at, cul_compare_ranks(&making->ranking, sides->histograms[0], sides->histograms[1]));
    set_regression(at, making, before);
    set_unflagged(at, making);
}

void cul_comparing_dimension(struct cul_comparing *making, int64_t row, int32_t dimension)
{
    const int64_t *rows = making->made->organisations[row].rows;
    struct place at = {&making->made->table, row, dimension, false};
    if (rows[0] < 0 || rows[1] < 0) {
        return; /* not asked */
    }
    int32_t reason = cul_comparing_hidden(making, CULTURE_WAVE_BEFORE, rows[0], dimension);
    reason = reason ? reason : cul_comparing_hidden(making, CULTURE_WAVE_AFTER, rows[1], dimension);
    if (reason) {
        deny_range(at, 0, CUL_CHANGE_RESULTS - 1, reason);
        return;
    }
    struct sides sides = sides_of(making, row, dimension);
    struct cul_sample before = sides.samples[CULTURE_WAVE_BEFORE], after = sides.samples[CULTURE_WAVE_AFTER];
    enum cul_telling telling = cul_comparing_telling(making, row, dimension, before.n, after.n);
    at.rounded =
        telling || is_rounded(making, CULTURE_WAVE_BEFORE, before) || is_rounded(making, CULTURE_WAVE_AFTER, after);
    for (int wave = 0; wave < 2 && telling == CUL_TELLS_OF_SOME; wave++) {
        sides.published[wave] = cul_number_round(sides.published[wave], 10);
    }
    if (telling == CUL_TELLS_OF_FEW) {
        hide_change(making, at, &sides);
    } else {
        compare_shown(making, at, &sides);
    }
}

/* Everybody answered both times: there is nothing to test, and the sign of the change that is shown is the answer. */
static void set_known(struct place at)
{
    double difference = cul_table_value(at.table, CULTURE_CHANGE_DIFFERENCE, at.row, at.dimension);
    set(at, CULTURE_CHANGE_CHANGED, fabs(difference) < NO_CHANGE ? 0 : difference < 0 ? -1 : 1);
}

/* Holm over the factors that could be tested; other dimensions are not part of that question. */
void cul_comparing_adjust(struct cul_comparing *making, int64_t row)
{
    struct cul_table *table = &making->made->table;
    int32_t factors = making->questionnaire->factor_count;
    double *p = making->p + row * factors;
    cul_holm(p, making->adjusted, factors);
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        struct place at = {table, row, d,
                           cul_table_reason(table, CULTURE_CHANGE_T, row, d) == CULTURE_REASON_SUPPRESSED};
        int32_t reason = cul_table_reason(table, CULTURE_CHANGE_P, row, d);
        if (reason || d >= factors) {
            reason = d >= factors && reason == CULTURE_REASON_CENSUS ? CULTURE_REASON_NOT_ASKED : reason;
            deny_range(at, CULTURE_CHANGE_P_HOLM, CULTURE_CHANGE_CHANGED, reason ? reason : CULTURE_REASON_NOT_ASKED);
            if (reason == CULTURE_REASON_CENSUS) {
                set_known(at);
            }
            continue;
        }
        set_p(at, CULTURE_CHANGE_P_HOLM, making->adjusted[d], CULTURE_REASON_NONE);
        set(at, CULTURE_CHANGE_CHANGED, making->adjusted[d] < 0.05 ? (making->fell[row * factors + d] ? -1 : 1) : 0);
    }
}
