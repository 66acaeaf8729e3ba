/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the counts of one group to its row of results: rounding, hiding and reasons included. */
#include "base/number.h"
#include "numeric/distributions.h"
#include "numeric/remembered.h"
#include "scores/state.h"
#include "scores/statistics.h"
#include "scores/threes.h"
#include "scores/uncertainty.h"
#include "scores/weighting.h"

#include <math.h>

struct cell {
    struct cul_table *table;
    int64_t row, column;
    bool rounded;
    bool census; /* everybody there is answered, and the results are about them */
    struct cul_remembered *remembered;
};

static void set(struct cell at, int32_t result, double value)
{
    cul_table_set(at.table, result, at.row, at.column, value);
}

static void deny(struct cell at, int32_t result, int32_t reason)
{
    cul_table_deny(at.table, result, at.row, at.column, reason);
}

static bool is_difference(int32_t result)
{
    return result >= CULTURE_SCORE_DIFFERENCE && result <= CULTURE_SCORE_DIFFERENCE_ABOVE;
}

/* Every result there is, and those to come: what is hidden is hidden whole. Without a base there is no difference. */
static void deny_all(struct cell at, bool has_base, int32_t reason)
{
    for (int32_t result = 0; result < at.table->results; result++) {
        if (has_base || !is_difference(result)) {
            deny(at, result, reason);
        }
    }
}

void cul_hide_cell(struct cul_table *table, int64_t row, int64_t column, int32_t reason)
{
    for (int32_t result = 0; result < table->results; result++) {
        if (cul_table_reason(table, result, row, column) != CULTURE_REASON_NOT_ASKED) {
            cul_table_deny(table, result, row, column, reason);
        }
    }
}

void cul_seal(struct cul_table *table)
{
    for (int64_t row = 0; row < table->rows; row++) {
        for (int64_t column = 0; column < table->columns; column++) {
            int32_t hidden = cul_table_reason(table, CULTURE_SCORE_RESPONDENTS, row, column);
            for (int32_t result = 0; hidden && result < table->results; result++) {
                if (!cul_table_reason(table, result, row, column)) {
                    cul_table_deny(table, result, row, column, hidden);
                }
            }
        }
    }
}

/* A mean of 0-100, to 0.1 when rounded; a percentage, to 5 when rounded, halves to the even multiple: so 12.5 and 87.5
 * become 10 and 90, not 105 together. */
static void set_mean(struct cell at, int32_t result, double value)
{
    set(at, result, at.rounded ? cul_number_round(value, 10) : value);
}

static void set_percent(struct cell at, int32_t result, double value)
{
    set(at, result, at.rounded ? 5 * nearbyint(value / 5) : value);
}

/* With mean, SD and size of a small group its answers could be worked out, so a rounded group gives no SD. */
static void set_spread(struct cell at, int32_t result, double value)
{
    if (at.rounded) {
        deny(at, result, CULTURE_REASON_SUPPRESSED);
    } else if (isnan(value)) {
        deny(at, result, CULTURE_REASON_TOO_FEW);
    } else {
        set(at, result, value);
    }
}

static void set_moments(struct cell at, const struct cul_scale *scale, struct cul_moments moments)
{
    double unit = 100.0 / (scale->high - scale->low);
    set(at, CULTURE_SCORE_RESPONDENTS, (double)moments.n);
    set_mean(at, CULTURE_SCORE_MEAN, unit * moments.mean);
    double points = at.rounded ? cul_number_round(unit * moments.mean, 10) / unit : moments.mean;
    set(at, CULTURE_SCORE_POINTS_MEAN, scale->low + points);
    set_spread(at, CULTURE_SCORE_SD, unit * sqrt(moments.variance));
    set_spread(at, CULTURE_SCORE_POINTS_SD, sqrt(moments.variance));
}

/* Of a census: the interval has no width and is what is given, whose rounding hides what it is to hide. */
static void set_point(struct cell at, int32_t low, int32_t given)
{
    double value = cul_table_value(at.table, given, at.row, at.column);
    set(at, low, value);
    set(at, low + 1, value);
}

/* The t interval of a mean that can run from least to 100: the result low, after that of the mean, and the next one. */
static void set_limits(struct cell at, int32_t low, double least, double mean, double error, int64_t n,
                       double confidence)
{
    if (at.census) {
        set_point(at, low, low - 1);
        return;
    }
    if (isnan(error)) {
        deny(at, low, CULTURE_REASON_TOO_FEW);
        deny(at, low + 1, CULTURE_REASON_TOO_FEW);
        return;
    }
    double half = cul_remembered_t(at.remembered, (1 + confidence) / 2, (double)(n - 1)) * error;
    double from = fmax(least, mean - half), to = fmin(100, mean + half);
    /* Sharper ends would give the SD away. */
    set(at, low, at.rounded ? floor(from) : from);
    set(at, low + 1, at.rounded ? ceil(to) : to);
}

static void set_interval(struct cell at, double mean, double error, int64_t n, double confidence)
{
    if (at.census) {
        set(at, CULTURE_SCORE_STANDARD_ERROR, 0);
    } else {
        set_spread(at, CULTURE_SCORE_STANDARD_ERROR, error);
    }
    set_limits(at, CULTURE_SCORE_MEAN_LOW, 0, mean, error, n, confidence);
}

/* Alpha of a small group with all its digits would narrow down what was answered. */
static void set_coefficient(struct cell at, int32_t result, double value)
{
    set(at, result, at.rounded ? cul_number_round(value, 100) : value);
}

void cul_score_alpha(const culture_scores *scores, const struct cul_layout *layout, struct cul_table *table,
                     int64_t row, int32_t dimension, struct cul_target target)
{
    const struct cul_layout_dimension *of = &layout->dimensions[dimension];
    struct cul_alpha alpha = cul_dimension_alpha(of, target.cells);
    int64_t scored = cul_dimension_moments(of, scores->questionnaire->dimensions[dimension].needed, target.cells).n;
    bool few = !scores->full && !cul_matched_are_safe(scored, scored, alpha.n, scores->minimum);
    struct cell at = {table, row, dimension, few || cul_is_rounded(scores, target, alpha.n), false, target.remembered};
    int32_t reason = alpha.reason;
    double confidence = scores->confidence;
    if (reason != CULTURE_REASON_ONE_ITEM && alpha.n < scores->minimum) {
        reason = CULTURE_REASON_TOO_FEW;
    }
    static const int32_t results[] = {CULTURE_SCORE_ALPHA, CULTURE_SCORE_ALPHA_LOW, CULTURE_SCORE_ALPHA_HIGH,
                                      CULTURE_SCORE_ALPHA_RESPONDENTS, CULTURE_SCORE_ALPHA_VARYING};
    if (reason) {
        for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
            deny(at, results[i], reason);
        }
        return;
    }
    struct cul_interval interval = cul_feldt(alpha.alpha, alpha.n, of->items, confidence, target.remembered);
    set_coefficient(at, CULTURE_SCORE_ALPHA, alpha.alpha);
    set_coefficient(at, CULTURE_SCORE_ALPHA_LOW, interval.low);
    set_coefficient(at, CULTURE_SCORE_ALPHA_HIGH, interval.high);
    set(at, CULTURE_SCORE_ALPHA_RESPONDENTS, (double)alpha.n);
    /* Fewer than all would tell of an item, hidden for it, that everybody answered alike. */
    if (scores->full) {
        set(at, CULTURE_SCORE_ALPHA_VARYING, alpha.varying);
    } else {
        deny(at, CULTURE_SCORE_ALPHA_VARYING, CULTURE_REASON_SUPPRESSED);
    }
}

struct chosen {
    int64_t favourable, unfavourable, valid, asked;
};

static void count_chosen(struct chosen *chosen, const culture_questionnaire *questionnaire, int32_t item,
                         const int64_t *counts, int64_t asked)
{
    const struct cul_scale *scale = cul_item_scale(questionnaire, item);
    int32_t points = scale->high - scale->low + 1;
    int64_t twice = 0;
    bool reverse = questionnaire->items[item].reverse;
    chosen->favourable += cul_item_chosen(counts, points, reverse, scale->favourable, &chosen->valid);
    chosen->unfavourable += cul_item_chosen(counts, points, reverse, scale->unfavourable, &twice);
    chosen->asked += asked;
}

static struct chosen count_all(const culture_questionnaire *questionnaire, const struct cul_layout *layout,
                               int32_t dimension, const int64_t *cells, bool threes)
{
    const struct cul_dimension *of = &questionnaire->dimensions[dimension];
    int64_t room[CUL_MAXIMUM_POINTS];
    struct chosen chosen = {0};
    for (int32_t i = 0; i < of->item_count; i++) {
        const int64_t *counts = cells + layout->items[of->items[i]];
        if (threes) {
            cul_counts_in_threes(counts, layout->dimensions[dimension].points, room);
        }
        count_chosen(&chosen, questionnaire, of->items[i], threes ? room : counts, cells[CUL_LAYOUT_RESPONDENTS]);
    }
    return chosen;
}

/* In percent; rounded outward to 5, as the share itself is to 5. Without width it is the share. */
static void set_share_interval(struct cell at, struct cul_interval interval)
{
    if (isnan(interval.low)) {
        deny(at, CULTURE_SCORE_FAVOURABLE_LOW, CULTURE_REASON_TOO_FEW);
        deny(at, CULTURE_SCORE_FAVOURABLE_HIGH, CULTURE_REASON_TOO_FEW);
        return;
    }
    if (interval.low == interval.high) {
        set_point(at, CULTURE_SCORE_FAVOURABLE_LOW, CULTURE_SCORE_FAVOURABLE);
        return;
    }
    double low = 100 * interval.low, high = 100 * interval.high;
    set(at, CULTURE_SCORE_FAVOURABLE_LOW, at.rounded ? 5 * floor(low / 5) : low);
    set(at, CULTURE_SCORE_FAVOURABLE_HIGH, at.rounded ? 5 * ceil(high / 5) : high);
}

static void set_shares(struct cell at, struct chosen chosen)
{
    set_percent(at, CULTURE_SCORE_FAVOURABLE, 100 * (double)chosen.favourable / (double)chosen.valid);
    set_percent(at, CULTURE_SCORE_UNFAVOURABLE, 100 * (double)chosen.unfavourable / (double)chosen.valid);
}

static void set_missing(struct cell at, struct chosen chosen)
{
    double missing = (double)(chosen.asked - chosen.valid) / (double)chosen.asked;
    set(at, CULTURE_SCORE_MISSING_SHARE, at.rounded ? cul_number_round(missing, 20) : missing);
}

/* Why a dimension of a group is hidden; NONE when it is shown. */
static int32_t reason_to_hide(const culture_questionnaire *questionnaire, const struct cul_layout *layout,
                              int32_t dimension, struct cul_target target, int64_t scored)
{
    struct chosen chosen = count_all(questionnaire, layout, dimension, target.cells, false);
    if (target.reason || scored >= target.minimum) {
        return target.reason;
    }
    /* Nobody answered: the items were not in the survey. */
    bool asked = chosen.valid || target.cells[CUL_LAYOUT_RESPONDENTS] < target.minimum;
    return asked ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_NOT_ASKED;
}

/* Whether nobody of the population is left out; its size is given where the finite-population correction is wanted. */
static bool is_census(struct cul_target target, int64_t n)
{
    return target.headcount > 0 && n >= target.headcount;
}

bool cul_shares_tell_of_few(const culture_scores *scores, const struct cul_layout *layout, int32_t dimension,
                            const int64_t *cells)
{
    const culture_questionnaire *questionnaire = scores->questionnaire;
    return !scores->full &&
           cul_shares_tell_sums(cul_dimension_scale(questionnaire, dimension), &layout->dimensions[dimension]) &&
           cul_items_tell_of_few(questionnaire, layout, dimension, cells, scores->minimum);
}

void cul_score_dimension(const culture_scores *scores, const struct cul_layout *layout, struct cul_table *table,
                         int64_t row, int32_t dimension, struct cul_target target)
{
    const culture_questionnaire *questionnaire = scores->questionnaire;
    const struct cul_dimension *of = &questionnaire->dimensions[dimension];
    const struct cul_scale *scale = cul_dimension_scale(questionnaire, dimension);
    const struct cul_layout_dimension *at = &layout->dimensions[dimension];
    struct cell cell = {table, row, dimension, false, false, target.remembered};
    struct cul_moments moments = cul_dimension_moments(at, of->needed, target.cells);
    int32_t hidden = reason_to_hide(questionnaire, layout, dimension, target, moments.n);
    if (!hidden && !scores->full && cul_dimension_is_alike(at, of->needed, target.cells)) {
        hidden = CULTURE_REASON_SUPPRESSED;
    }
    if (hidden) {
        deny_all(cell, at->base >= 0, hidden);
        return;
    }
    cell.rounded = cul_is_rounded(scores, target, moments.n);
    cell.census = is_census(target, moments.n);
    set_moments(cell, scale, moments);
    double unit = 100.0 / (scale->high - scale->low), error = unit * cul_standard_error(moments, target.headcount);
    set_interval(cell, unit * moments.mean, error, moments.n, scores->confidence);
    if (table == &scores->organisation_table) {
        scores->standard_errors[row * questionnaire->dimension_count + dimension] = error;
    }
    cul_score_alpha(scores, layout, table, row, dimension, target);
    struct chosen chosen = count_all(questionnaire, layout, dimension, target.cells, target.threes);
    set_missing(cell, chosen);
    set_shares(cell, chosen);
    cell.rounded = cell.rounded || target.threes; /* the interval has an exact variance in it */
    set_share_interval(
        cell, cul_favourable_interval(at, target.cells, chosen.favourable, target.headcount, scores->confidence));
}

void cul_score_weighted(culture_scores *scores, int64_t row, int32_t dimension, const struct cul_weighted *weighted)
{
    const struct cul_scale *scale = cul_dimension_scale(scores->questionnaire, dimension);
    bool rounded = !scores->full && (weighted->rounded || weighted->n < CUL_ROUNDED_BELOW);
    bool census =
        scores->target == CULTURE_TARGET_WORKFORCE && weighted->n == (double)scores->organisations[row].headcount;
    struct cell cell = {&scores->organisation_table, row, dimension, rounded, census, NULL};
    if (weighted->reason) {
        for (int32_t result = CULTURE_SCORE_MEAN_WEIGHTED; result <= CULTURE_SCORE_WEIGHT_RATIO; result++) {
            deny(cell, result, weighted->reason);
        }
        return;
    }
    double unit = 100.0 / (scale->high - scale->low), mean = unit * weighted->mean;
    set_mean(cell, CULTURE_SCORE_MEAN_WEIGHTED, mean);
    set_limits(cell, CULTURE_SCORE_MEAN_WEIGHTED_LOW, 0, mean, unit * weighted->standard_error, (int64_t)weighted->n,
               scores->confidence);
    set(cell, CULTURE_SCORE_WEIGHTED_RESPONDENTS, floor(weighted->effective + 0.5));
    set(cell, CULTURE_SCORE_WEIGHT_RATIO, cul_number_round(weighted->ratio, 100));
}

void cul_score_unflagged(culture_scores *scores, const struct cul_layout *layout, int64_t row, int32_t dimension,
                         struct cul_target others, int32_t reason)
{
    const struct cul_scale *scale = cul_dimension_scale(scores->questionnaire, dimension);
    const struct cul_layout_dimension *at = &layout->dimensions[dimension];
    struct cell cell = {&scores->organisation_table, row, dimension, false, false, others.remembered};
    struct cul_moments moments = cul_dimension_moments(at, at->needed, others.cells);
    if (!reason && moments.n < others.minimum) {
        reason = CULTURE_REASON_TOO_FEW;
    }
    if (!reason && !scores->full && cul_dimension_is_alike(at, at->needed, others.cells)) {
        reason = CULTURE_REASON_SUPPRESSED;
    }
    for (int32_t result = CULTURE_SCORE_RESPONDENTS_UNFLAGGED; reason && result <= CULTURE_SCORE_MEAN_UNFLAGGED_HIGH;
         result++) {
        deny(cell, result, reason);
    }
    if (!reason) {
        double unit = 100.0 / (scale->high - scale->low), mean = unit * moments.mean;
        cell.rounded = cul_is_rounded(scores, others, moments.n);
        cell.census = is_census(others, moments.n);
        set(cell, CULTURE_SCORE_RESPONDENTS_UNFLAGGED, (double)moments.n);
        set_mean(cell, CULTURE_SCORE_MEAN_UNFLAGGED, mean);
        set_limits(cell, CULTURE_SCORE_MEAN_UNFLAGGED_LOW, 0, mean,
                   unit * cul_standard_error(moments, others.headcount), moments.n, scores->confidence);
    }
}

double cul_score_mean(const culture_scores *scores, const struct cul_layout *layout, int32_t dimension, int32_t needed,
                      struct cul_target target)
{
    const struct cul_scale *scale = cul_dimension_scale(scores->questionnaire, dimension);
    struct cul_moments moments = cul_dimension_moments(&layout->dimensions[dimension], needed, target.cells);
    if (target.reason || moments.n < target.minimum) {
        return (double)NAN;
    }
    double mean = 100.0 / (scale->high - scale->low) * moments.mean;
    return cul_is_rounded(scores, target, moments.n) ? cul_number_round(mean, 10) : mean;
}

static void deny_difference(struct cell at, int32_t reason)
{
    for (int32_t result = CULTURE_SCORE_DIFFERENCE; result <= CULTURE_SCORE_DIFFERENCE_ABOVE; result++) {
        deny(at, result, reason);
    }
}

/*
 * Beside the two means the mean of respondents' own differences would tell the sum of what those said who are scored on
 * one of the two only. Where they are a few, the difference of the two means stands instead, which tells nothing new.
 */
bool cul_tells_of_few(const culture_scores *scores, const struct cul_table *table, int64_t row, int32_t dimension,
                      int32_t base, int64_t both)
{
    int64_t here = (int64_t)cul_table_value(table, CULTURE_SCORE_RESPONDENTS, row, dimension);
    int64_t there = (int64_t)cul_table_value(table, CULTURE_SCORE_RESPONDENTS, row, base);
    return !scores->full && !cul_matched_are_safe(here, there, both, scores->minimum);
}

void cul_score_difference(const culture_scores *scores, const struct cul_layout *layout, struct cul_table *table,
                          int64_t row, int32_t dimension, struct cul_target target)
{
    int64_t above;
    struct cul_moments moments = cul_difference_moments(layout, dimension, target.cells, &above);
    int32_t base = layout->dimensions[dimension].base;
    int32_t reason = target.reason ? target.reason : cul_table_reason(table, CULTURE_SCORE_MEAN, row, dimension);
    reason = reason ? reason : cul_table_reason(table, CULTURE_SCORE_MEAN, row, base);
    struct cell at = {table,
                      row,
                      dimension,
                      cul_is_rounded(scores, target, moments.n),
                      is_census(target, moments.n),
                      target.remembered};
    if (!reason && moments.n < target.minimum) {
        reason = CULTURE_REASON_TOO_FEW;
    }
    if (!reason && !scores->full && cul_difference_is_alike(layout, dimension, target.cells)) {
        reason = CULTURE_REASON_SUPPRESSED;
    }
    if (reason) {
        deny_difference(at, reason);
        return;
    }
    double mean = 100 * moments.mean, error = 100 * cul_standard_error(moments, target.headcount);
    double share = (double)above / (double)moments.n;
    bool few = target.of_means || cul_tells_of_few(scores, table, row, dimension, base, moments.n);
    if (few) {
        mean = cul_table_value(table, CULTURE_SCORE_MEAN, row, dimension) -
               cul_table_value(table, CULTURE_SCORE_MEAN, row, base);
    }
    set_mean(at, CULTURE_SCORE_DIFFERENCE, mean);
    at.rounded = at.rounded || few;
    set(at, CULTURE_SCORE_DIFFERENCE_RESPONDENTS, (double)moments.n);
    set(at, CULTURE_SCORE_DIFFERENCE_ABOVE, at.rounded ? nearbyint(20 * share) / 20 : share);
    set_limits(at, CULTURE_SCORE_DIFFERENCE_LOW, -100, mean, error, moments.n, scores->confidence);
}

void cul_score_item(const culture_scores *scores, struct cul_table *table, int64_t row, int32_t item,
                    struct cul_answers answers, struct cul_target target)
{
    const culture_questionnaire *questionnaire = scores->questionnaire;
    const struct cul_scale *scale = cul_item_scale(questionnaire, item);
    struct cell cell = {table, row, item, false, false, target.remembered};
    int32_t points = scale->high - scale->low + 1;
    struct cul_moments moments = cul_item_moments(answers.counts, points, questionnaire->items[item].reverse);
    int32_t hidden = target.reason ? target.reason : moments.n < target.minimum ? CULTURE_REASON_TOO_FEW : 0;
    if (!hidden && !scores->full && cul_item_is_alike(answers.counts, points)) {
        hidden = CULTURE_REASON_SUPPRESSED;
    }
    if (hidden) {
        deny_all(cell, true, hidden);
        return;
    }
    cell.rounded = cul_is_rounded(scores, target, moments.n);
    set(cell, CULTURE_SCORE_COUNTED_IN, answers.counted_in);
    set_moments(cell, scale, moments);
    struct chosen chosen = {0};
    count_chosen(&chosen, questionnaire, item, answers.counts, answers.asked);
    set_missing(cell, chosen);
    set_shares(cell, chosen);
    set_share_interval(cell, cul_share_interval(chosen.favourable, chosen.valid, target.headcount, scores->confidence));
}
