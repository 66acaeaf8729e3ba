/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing two waves: which organisations there are, what of each dimension may be shown, and its results. */
#include "assessment/comparison_state.h"
#include "assessment/comparison_statistics.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "numeric/multiple.h"
#include "questionnaire/model.h"
#include "scores/disclosure.h"
#include "scores/model.h"
#include "scores/statistics.h"

#include <math.h>
#include <string.h>

enum { ROUNDED_BELOW = 20 }; /* respondents: fewer, and published results are rounded */

struct comparing {
    culture_comparison *made;
    const culture_questionnaire *questionnaire;
    double confidence;
    int64_t minimum;
    const culture_matches *matches;
    struct cul_match_sums *sums; /* organisations of the matches x dimensions; NULL: none */
    struct cul_sample *samples;  /* of one dimension before, for the variance between organisations */
    double *p, *adjusted;        /* per organisation and factor; per factor */
    bool *fell;                  /* per organisation and factor */
    struct cul_ranking ranking;  /* of the dimension at hand */
    struct cul_between between;  /* of the dimension at hand */
};

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

static void set_p(struct place at, int32_t result, double p)
{
    if (isnan(p)) {
        deny(at, result, CULTURE_REASON_ZERO_VARIANCE);
    } else {
        set(at, result, at.rounded ? ceil(p * 100) / 100 : p); /* never 0 */
    }
}

static struct cul_interval clip(struct cul_interval ends)
{
    return (struct cul_interval){fmax(-100, ends.low), fmin(100, ends.high)};
}

static double mean_of(const struct comparing *making, int wave, int64_t row, int32_t dimension)
{
    struct culture_matrix means;
    culture_scores_get(making->made->waves[wave], CULTURE_SCORE_MEAN, &means);
    return means.data[row * means.columns + dimension];
}

static int32_t hidden_reason(const struct comparing *making, int wave, int64_t row, int32_t dimension)
{
    return culture_scores_reason(making->made->waves[wave], CULTURE_SCORE_MEAN, row, dimension);
}

static const int64_t *histogram_of(const struct comparing *making, int wave, int64_t row, int32_t dimension)
{
    const struct cul_layout_dimension *at;
    return cul_scores_histogram(making->made->waves[wave], row, dimension, &at) + at->histogram;
}

/* A wave's scores with every digit; a sample that does not vary has exactly no variance. */
static struct cul_sample sample_of(const struct comparing *making, int wave, int64_t row, int32_t dimension)
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

static bool is_rounded(const struct comparing *making, int wave, struct cul_sample sample)
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
    set_ends(at, CULTURE_CHANGE_DIFFERENCE_LOW, clip(test.interval), 1);
    set_exact(at, CULTURE_CHANGE_STANDARD_ERROR, test.error, CULTURE_REASON_TOO_FEW);
    set_exact(at, CULTURE_CHANGE_T, test.t, test.reason);
    set_exact(at, CULTURE_CHANGE_DF, test.df, test.reason);
    set_p(at, CULTURE_CHANGE_P, test.p);
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
    set_p(at, CULTURE_CHANGE_MANN_WHITNEY_P, ranks.p);
    set_rounded(at, CULTURE_CHANGE_CLIFFS_DELTA, ranks.delta, 10);
}

/* The sums of the matched respondents; NULL where there are none to be shown, with the reason. */
static const struct cul_match_sums *matched_sums(const struct comparing *making, const char *key, int32_t dimension,
                                                 struct cul_sample before, struct cul_sample after, int32_t *reason)
{
    *reason = CULTURE_REASON_NOT_ASKED;
    if (!making->sums) {
        return NULL;
    }
    int64_t number = cul_matches_organisation(making->matches, key);
    const struct cul_match_sums *sums =
        number < 0 ? NULL : &making->sums[number * making->questionnaire->dimension_count + dimension];
    *reason = CULTURE_REASON_TOO_FEW;
    if (!sums || sums->n < making->minimum) {
        return NULL;
    }
    *reason = CULTURE_REASON_SUPPRESSED;
    return cul_matched_are_safe(before.n, after.n, sums->n, making->minimum) ? sums : NULL;
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
    set_p(at, CULTURE_CHANGE_PAIRED_P, test.p);
}

static void set_regression(struct place at, const struct comparing *making, struct cul_sample before)
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
    double steps = is_rounded(making, CULTURE_WAVE_BEFORE, before) ? 1 : 10;
    at.rounded = !cul_scores_is_full(making->made->waves[CULTURE_WAVE_BEFORE]);
    set_rounded(at, CULTURE_CHANGE_REGRESSION_TO_MEAN, rise, steps);
}

/* What a dimension of an organisation was like before and after. */
struct sides {
    struct cul_sample samples[2];
    const int64_t *histograms[2];
    double published[2]; /* the means */
};

static struct sides sides_of(const struct comparing *making, int64_t row, int32_t dimension)
{
    struct sides sides;
    int32_t only[2];
    for (int wave = 0; wave < 2; wave++) {
        int64_t at = making->made->organisations[row].rows[wave];
        sides.samples[wave] = sample_of(making, wave, at, dimension);
        sides.histograms[wave] = histogram_of(making, wave, at, dimension);
        sides.published[wave] = mean_of(making, wave, at, dimension);
        only[wave] = cul_ranking_only(&making->ranking, sides.histograms[wave]);
    }
    if (only[0] >= 0 && only[0] == only[1]) {
        sides.samples[1].mean = sides.samples[0].mean; /* sums over numbers answered may differ in their last bits */
    }
    return sides;
}

/* Whether a group of the matched, of those who came or of those who left is so small that it is rounded. */
static bool is_matched_rounded(const struct comparing *making, const struct sides *sides, int64_t matched)
{
    for (int wave = 0; wave < 2; wave++) {
        int64_t others = sides->samples[wave].n - matched;
        if (!cul_scores_is_full(making->made->waves[wave]) &&
            (matched < ROUNDED_BELOW || (others > 0 && others < ROUNDED_BELOW))) {
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
static struct overlap compare_matched(const struct comparing *making, struct place at, const struct sides *sides)
{
    int32_t reason;
    int64_t row = making->made->organisations[at.row].rows[CULTURE_WAVE_BEFORE];
    const char *key = cul_scores_key(making->made->waves[CULTURE_WAVE_BEFORE], row);
    const struct cul_match_sums *sums =
        matched_sums(making, key, at.dimension, sides->samples[0], sides->samples[1], &reason);
    if (!sums) {
        deny_range(at, CULTURE_CHANGE_MATCHED, CULTURE_CHANGE_PAIRED_P, reason);
        return (struct overlap){0};
    }
    at.rounded = at.rounded || is_matched_rounded(making, sides, sums->n);
    struct cul_paired paired = cul_compare_pairs(sums, cul_matches_unit(making->matches), making->confidence);
    set_paired(at, sums, paired);
    double correlation = cul_table_value(at.table, CULTURE_CHANGE_CORRELATION, at.row, at.dimension);
    return isnan(correlation) ? (struct overlap){0} : (struct overlap){sums->n, correlation};
}

static void compare_shown(struct comparing *making, int64_t row, int32_t dimension)
{
    struct sides sides = sides_of(making, row, dimension);
    struct cul_sample before = sides.samples[CULTURE_WAVE_BEFORE], after = sides.samples[CULTURE_WAVE_AFTER];
    bool rounded = is_rounded(making, CULTURE_WAVE_BEFORE, before) || is_rounded(making, CULTURE_WAVE_AFTER, after);
    struct place at = {&making->made->table, row, dimension, rounded};
    struct overlap overlap = compare_matched(making, at, &sides);
    struct cul_test test = cul_compare_means(before, after, overlap.n, overlap.correlation, making->confidence);
    set(at, CULTURE_CHANGE_RESPONDENTS_BEFORE, (double)before.n);
    set(at, CULTURE_CHANGE_RESPONDENTS_AFTER, (double)after.n);
    set(at, CULTURE_CHANGE_BEFORE, sides.published[0]);
    set(at, CULTURE_CHANGE_AFTER, sides.published[1]);
    /* The difference of what is published, so that it tells nothing more. */
    set_rounded(at, CULTURE_CHANGE_DIFFERENCE, rounded ? sides.published[1] - sides.published[0] : test.difference, 10);
    set(at, CULTURE_CHANGE_METHOD, overlap.n ? CULTURE_CHANGE_OVERLAPPING : CULTURE_CHANGE_INDEPENDENT);
    set_test(at, test);
    if (dimension < making->questionnaire->factor_count) {
        making->p[row * making->questionnaire->factor_count + dimension] = test.p;
        making->fell[row * making->questionnaire->factor_count + dimension] = test.difference < 0;
    }
    set_effect(at, cul_compare_effect(before, after, making->confidence));
    set_ranks(at, cul_compare_ranks(&making->ranking, sides.histograms[0], sides.histograms[1]));
    set_regression(at, making, before);
}

static void compare_dimension(struct comparing *making, int64_t row, int32_t dimension)
{
    const int64_t *rows = making->made->organisations[row].rows;
    struct place at = {&making->made->table, row, dimension, false};
    if (rows[0] < 0 || rows[1] < 0) {
        return; /* not asked */
    }
    int32_t reason = hidden_reason(making, CULTURE_WAVE_BEFORE, rows[0], dimension);
    reason = reason ? reason : hidden_reason(making, CULTURE_WAVE_AFTER, rows[1], dimension);
    if (reason) {
        deny_range(at, 0, CUL_CHANGE_RESULTS - 1, reason);
        return;
    }
    compare_shown(making, row, dimension);
}

/* What the organisations shown before have in common on a dimension. */
static void find_between(struct comparing *making, int32_t dimension)
{
    int64_t count = 0;
    for (int64_t row = 0; row < culture_scores_organisation_count(making->made->waves[0]); row++) {
        if (!hidden_reason(making, CULTURE_WAVE_BEFORE, row, dimension)) {
            making->samples[count++] = sample_of(making, CULTURE_WAVE_BEFORE, row, dimension);
        }
    }
    making->between = cul_between_organisations(making->samples, count);
}

static bool compare_all(struct comparing *making)
{
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        const struct cul_layout_dimension *at;
        cul_scores_histogram(making->made->waves[0], 0, d, &at);
        bool good = cul_ranking_new(&making->ranking, at);
        if (good) {
            find_between(making, d);
        }
        for (int64_t row = 0; row < making->made->organisation_count && good; row++) {
            compare_dimension(making, row, d);
        }
        cul_ranking_free(&making->ranking);
        if (!good) {
            return false;
        }
    }
    return true;
}

/* Holm over the factors that could be tested; other dimensions are not part of that question. */
static void adjust(struct comparing *making, int64_t row)
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
            deny_range(at, CULTURE_CHANGE_P_HOLM, CULTURE_CHANGE_CHANGED, reason ? reason : CULTURE_REASON_NOT_ASKED);
            continue;
        }
        set_p(at, CULTURE_CHANGE_P_HOLM, making->adjusted[d]);
        set(at, CULTURE_CHANGE_CHANGED, making->adjusted[d] < 0.05 ? (making->fell[row * factors + d] ? -1 : 1) : 0);
    }
}

/* The organisations of both waves, merged in the order of their keys. */
static bool list_organisations(struct comparing *making)
{
    culture_comparison *made = making->made;
    int64_t counts[2], at[2] = {0, 0};
    for (int wave = 0; wave < 2; wave++) {
        counts[wave] = culture_scores_organisation_count(made->waves[wave]);
    }
    made->organisations = cul_memory_new((size_t)(counts[0] + counts[1]), sizeof *made->organisations);
    while (made->organisations && (at[0] < counts[0] || at[1] < counts[1])) {
        int order = at[0] == counts[0] ? 1
                    : at[1] == counts[1]
                        ? -1
                        : strcmp(cul_scores_key(made->waves[0], at[0]), cul_scores_key(made->waves[1], at[1]));
        struct cul_compared_rows *rows = &made->organisations[made->organisation_count++];
        rows->rows[0] = order <= 0 ? at[0]++ : -1;
        rows->rows[1] = order >= 0 ? at[1]++ : -1;
    }
    return made->organisations != NULL;
}

static bool make_room(struct comparing *making)
{
    culture_comparison *made = making->made;
    if (!list_organisations(making)) {
        return false;
    }
    size_t rows = (size_t)made->organisation_count, factors = (size_t)making->questionnaire->factor_count;
    making->samples = cul_memory_new(rows, sizeof *making->samples);
    making->p = cul_memory_new(rows, factors * sizeof *making->p);
    making->fell = cul_memory_new(rows, factors * sizeof *making->fell);
    making->adjusted = cul_memory_new(factors, sizeof *making->adjusted);
    making->sums = making->matches ? cul_matches_add_up(making->matches) : NULL;
    for (size_t i = 0; making->p && i < rows * factors; i++) {
        making->p[i] = (double)NAN;
    }
    return making->samples && making->p && making->fell && making->adjusted && (making->sums || !making->matches) &&
           cul_table_new(&made->table, CUL_CHANGE_RESULTS, NULL, 0, made->organisation_count,
                         making->questionnaire->dimension_count);
}

static bool compare(struct comparing *making)
{
    bool good = make_room(making) && compare_all(making);
    for (int64_t row = 0; row < making->made->organisation_count && good; row++) {
        adjust(making, row);
    }
    cul_memory_free(making->samples);
    cul_memory_free(making->p);
    cul_memory_free(making->fell);
    cul_memory_free(making->adjusted);
    cul_memory_free(making->sums);
    return good;
}

static culture_status check(const culture_scores *before, const culture_scores *after,
                            const struct culture_compare_options *options, struct culture_error *error)
{
    if (!(options->confidence > 0 && options->confidence < 1)) {
        return cul_fail_argument(error, "the confidence must lie between 0 and 1");
    }
    const culture_questionnaire *one = culture_scores_questionnaire(before);
    const culture_questionnaire *other = culture_scores_questionnaire(after);
    const culture_questionnaire *third = options->matches ? cul_matches_questionnaire(options->matches) : one;
    if (strcmp(one->fingerprint, other->fingerprint) != 0 || strcmp(one->fingerprint, third->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the waves were asked with different questionnaires: %s %s and %s %s", one->id, one->version,
                        other->id, other->version);
    }
    return CULTURE_OK;
}

culture_status culture_compare(culture_scores *before, culture_scores *after,
                               const struct culture_compare_options *options, culture_comparison **comparison,
                               struct culture_error *error)
{
    struct culture_compare_options known;
    if (!before || !after || !comparison || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(
            error, "scores of two waves, a place for the comparison and options with struct_size set are needed");
    }
    known.confidence = known.confidence != 0 ? known.confidence : 0.95;
    culture_status status = check(before, after, &known, error);
    if (status) {
        return status;
    }
    int64_t minimum = cul_scores_minimum(before), other = cul_scores_minimum(after);
    struct comparing making = {.made = cul_memory_new(1, sizeof *making.made),
                               .questionnaire = culture_scores_questionnaire(before),
                               .confidence = known.confidence,
                               .minimum = minimum > other ? minimum : other,
                               .matches = known.matches};
    if (!making.made) {
        return cul_fail_memory(error);
    }
    atomic_init(&making.made->references, 1);
    making.made->waves[CULTURE_WAVE_BEFORE] = culture_scores_retain(before);
    making.made->waves[CULTURE_WAVE_AFTER] = culture_scores_retain(after);
    making.made->counts.struct_size = sizeof making.made->counts;
    making.made->matched = known.matches && !culture_matches_counts(known.matches, &making.made->counts, NULL);
    if (!compare(&making)) {
        culture_comparison_free(making.made);
        return cul_fail_memory(error);
    }
    *comparison = making.made;
    return CULTURE_OK;
}
