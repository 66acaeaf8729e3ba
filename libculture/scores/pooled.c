/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All respondents together, without the organisations that are hidden. */
#include "base/number.h"
#include "base/work.h"
#include "scores/making.h"
#include "scores/statistics.h"

#include <math.h>
#include <string.h>

static void add_cells(int64_t *into, const int64_t *cells, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        into[i] += cells[i];
    }
}

/* Adds what belongs to one dimension of an organisation; shares that it has in threes stay so. */
static void add_dimension(const struct cul_making *making, int32_t dimension, const int64_t *cells, int64_t *into)
{
    const struct cul_dimension *of = &making->scores->questionnaire->dimensions[dimension];
    const struct cul_layout *layout = &making->tally->layout;
    const struct cul_layout_dimension *at = &layout->dimensions[dimension];
    bool threes = cul_shares_tell_of_few(making->scores, layout, dimension, cells);
    int64_t room[CUL_MAXIMUM_POINTS];
    into[CUL_LAYOUT_RESPONDENTS] += cells[CUL_LAYOUT_RESPONDENTS];
    /* The counts and products on complete rows follow the histogram. */
    add_cells(into, cells, at->histogram, at->counts + cul_layout_complete_cells(at) - at->histogram);
    for (int32_t i = 0; i < of->item_count; i++) {
        const int64_t *counts = cul_item_counts(making, cells, of->items[i], threes, room);
        add_cells(into + layout->items[of->items[i]], counts, 0, (size_t)at->points);
    }
}

/* A result of all organisations that tells how many respondents they had for it. */
struct source {
    const culture_scores *scores;
    const struct cul_table *table;
    int32_t result, column;
    int32_t other; /* another column that they must be shown in; -1: none */
    bool rounded;  /* organisations that are rounded count too */
};

static int64_t shown_in(const struct source *of, int64_t row, int32_t column)
{
    double n = cul_table_value(of->table, of->result, row, column);
    return cul_table_reason(of->table, of->result, row, column) ? 0 : (int64_t)n;
}

/* The fewer where two columns are asked. */
static int64_t shown(const struct source *of, int64_t row)
{
    int64_t n = shown_in(of, row, of->column), other = of->other < 0 ? n : shown_in(of, row, of->other);
    return other < n ? other : n;
}

/* Whether less is given of an organisation than there is: an SD tells, where groups have one. */
static bool is_rounded(const struct source *of, int64_t row)
{
    bool has_sd = of->result == CULTURE_SCORE_RESPONDENTS;
    bool sd = has_sd && !cul_table_reason(of->table, CULTURE_SCORE_SD, row, of->column) &&
              (of->other < 0 || !cul_table_reason(of->table, CULTURE_SCORE_SD, row, of->other));
    return has_sd ? !sd : shown(of, row) < CUL_ROUNDED_BELOW;
}

static struct source open_source(const culture_scores *scores, const struct cul_table *table, int32_t result,
                                 int32_t column, int32_t other)
{
    struct source of = {scores, table, result, column, other, true};
    int64_t count = 0, together = 0, all = 0;
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        int64_t n = shown(&of, row);
        bool rounded = n > 0 && is_rounded(&of, row);
        count += rounded;
        together += rounded ? n : 0;
        all += n;
    }
    of.rounded = cul_takes_rounded(scores, count, together, all);
    return of;
}

static bool is_pooled(const struct source *of, int64_t row)
{
    int64_t n = shown(of, row);
    return n > 0 && (of->rounded || !is_rounded(of, row));
}

/* The cells of a dimension, over the organisations that are pooled for a result of theirs. */
static void pool_cells(struct cul_making *making, int32_t dimension, int32_t result, int64_t *cells)
{
    culture_scores *scores = making->scores;
    struct source of = open_source(scores, &scores->organisation_table, result, dimension, -1);
    memset(cells, 0, making->tally->layout.width * sizeof *cells);
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (is_pooled(&of, row)) {
            add_dimension(making, dimension, making->organisation_cells[row], cells);
        }
    }
}

/*
 * What rests on complete rows is pooled over the organisations that have it themselves: else the complete rows of one
 * that has too few would be what is left of the others. With every digit nothing is hidden that way.
 */
static void pool_dimension(struct cul_making *making, int32_t dimension, int64_t *cells)
{
    culture_scores *scores = making->scores;
    struct cul_target target = {.cells = cells, .minimum = scores->shown_from};
    pool_cells(making, dimension, CULTURE_SCORE_RESPONDENTS, cells);
    cul_score_dimension(scores, &making->tally->layout, &scores->pooled_table, 0, dimension, target);
    bool several = making->tally->layout.dimensions[dimension].items > 1;
    if (several && !scores->full && !cul_table_reason(&scores->pooled_table, CULTURE_SCORE_MEAN, 0, dimension)) {
        pool_cells(making, dimension, CULTURE_SCORE_ALPHA_RESPONDENTS, cells);
        cul_score_alpha(scores, &making->tally->layout, &scores->pooled_table, 0, dimension, target);
    }
    cul_score_consistency(making, &scores->pooled_table, 0, dimension, target);
    cul_score_item_consistency(making, &scores->pooled_table, &scores->pooled_item_table, 0, dimension, cells);
}

static void pool_difference(struct cul_making *making, int32_t dimension, int64_t *cells)
{
    culture_scores *scores = making->scores;
    size_t first = making->tally->layout.dimensions[dimension].difference;
    struct source of =
        open_source(scores, &scores->organisation_table, CULTURE_SCORE_DIFFERENCE_RESPONDENTS, dimension, -1);
    memset(cells, 0, making->tally->layout.width * sizeof *cells);
    int32_t base = making->tally->layout.dimensions[dimension].base;
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (is_pooled(&of, row) && !cul_tells_of_few(scores, of.table, row, dimension, base, shown(&of, row))) {
            add_cells(cells, making->organisation_cells[row], first, CUL_DIFFERENCE_CELLS);
        }
    }
    struct cul_target target = {.cells = cells, .minimum = scores->shown_from};
    cul_score_difference(scores, &making->tally->layout, &scores->pooled_table, 0, dimension, target);
}

/* How often each point was chosen, in the row behind the organisations. */
static void pool_counts(culture_scores *scores, int32_t item, const int64_t *counts, size_t points)
{
    int64_t all = scores->organisation_count, n = 0;
    for (size_t code = 0; code < points; code++) {
        scores->counts[all * scores->options + scores->first_option[item] + (int64_t)code] = counts[code];
        n += counts[code];
    }
    int32_t reason = cul_table_reason(&scores->pooled_item_table, CULTURE_SCORE_RESPONDENTS, 0, item);
    if (!reason && cul_is_rounded(scores, (struct cul_target){0}, n)) {
        reason = CULTURE_REASON_SUPPRESSED;
    }
    scores->count_reasons[all * scores->questionnaire->item_count + item] = (uint8_t)reason;
}

/* Each organisation's counts as they are given for itself, so that all together tell nothing more. */
static void pool_item(struct cul_making *making, int32_t item)
{
    culture_scores *scores = making->scores;
    const struct cul_scale *scale = cul_item_scale(scores->questionnaire, item);
    size_t points = (size_t)(scale->high - scale->low + 1);
    struct source of = open_source(scores, &scores->item_table, CULTURE_SCORE_RESPONDENTS, item, -1);
    int64_t room[CUL_MAXIMUM_POINTS], pooled[CUL_MAXIMUM_POINTS] = {0};
    struct cul_answers answers = {.counts = pooled, .counted_in = 1};
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (is_pooled(&of, row)) {
            bool threes = cul_table_value(&scores->item_table, CULTURE_SCORE_COUNTED_IN, row, item) > 1;
            const int64_t *counts = cul_item_counts(making, making->organisation_cells[row], item, threes, room);
            answers.asked += scores->organisations[row].respondents;
            answers.counted_in = threes ? 3 : answers.counted_in;
            add_cells(pooled, counts, 0, points);
        }
    }
    struct cul_target target = {.minimum = scores->shown_from};
    cul_score_item(scores, &scores->pooled_item_table, 0, item, answers, target);
    pool_counts(scores, item, pooled, points);
}

/* The cells of two factors, over the organisations that are pooled on both. */
static void pool_pair(struct cul_making *making, int32_t f, int32_t g, int64_t *cells)
{
    culture_scores *scores = making->scores;
    const struct cul_layout *layout = &making->tally->layout;
    struct source both = open_source(scores, &scores->organisation_table, CULTURE_SCORE_RESPONDENTS, f, g);
    memset(cells, 0, layout->width * sizeof *cells);
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (is_pooled(&both, row)) {
            add_dimension(making, f, making->organisation_cells[row], cells);
            add_dimension(making, g, making->organisation_cells[row], cells);
            add_cells(cells, making->organisation_cells[row], cul_layout_product(layout, f, g), CUL_PRODUCT_CELLS);
        }
    }
}

static double spread_of(const struct cul_making *making, int32_t factor, const int64_t *cells)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[factor];
    struct cul_moments moments =
        cul_dimension_moments(at, making->scores->questionnaire->dimensions[factor].needed, cells);
    return sqrt(moments.variance) / (at->points - 1);
}

static void correlate(struct cul_making *making, int32_t f, int32_t g, int64_t *cells)
{
    culture_scores *scores = making->scores;
    const struct cul_layout *layout = &making->tally->layout;
    int32_t reason = cul_table_reason(&scores->pooled_table, CULTURE_SCORE_MEAN, 0, f);
    reason = reason ? reason : cul_table_reason(&scores->pooled_table, CULTURE_SCORE_MEAN, 0, g);
    pool_pair(making, f, g, cells);
    int64_t n = cells[cul_layout_product(layout, f, g) + CUL_PRODUCT_RESPONDENTS];
    double spread = spread_of(making, f, cells) * spread_of(making, g, cells);
    double r = cul_covariance_of_means(layout, f, g, cells, n, 1) / spread;
    if (!reason) {
        reason = n < scores->minimum ? CULTURE_REASON_TOO_FEW
                 : spread > 0        ? CULTURE_REASON_NONE
                                     : CULTURE_REASON_ZERO_VARIANCE;
    }
    if (!reason && fabs(r) > 1) {
        reason = CULTURE_REASON_OUT_OF_RANGE; /* of two means over other respondents each */
    }
    bool rounded = cul_is_rounded(scores, (struct cul_target){0}, n);
    for (int32_t side = 0; side < 2; side++) {
        int32_t row = side ? g : f, column = side ? f : g;
        if (reason) {
            cul_table_deny(&scores->correlation_table, CULTURE_SCORE_CORRELATION, row, column, reason);
        } else {
            cul_table_set(&scores->correlation_table, CULTURE_SCORE_CORRELATION, row, column,
                          rounded ? cul_number_round(r, 100) : r);
        }
    }
}

/* A factor with those after it. */
static void correlate_factor(struct cul_making *making, int32_t f, int64_t *cells)
{
    struct cul_table *table = &making->scores->correlation_table;
    int32_t reason = cul_table_reason(&making->scores->pooled_table, CULTURE_SCORE_MEAN, 0, f);
    if (reason) {
        cul_table_deny(table, CULTURE_SCORE_CORRELATION, f, f, reason);
    } else {
        cul_table_set(table, CULTURE_SCORE_CORRELATION, f, f, 1);
    }
    for (int32_t g = f + 1; g < making->scores->questionnaire->factor_count; g++) {
        correlate(making, f, g, cells);
    }
}

static void pool_dimensions(void *context, size_t worker, int64_t first, int64_t end)
{
    struct cul_desk *desk = (struct cul_desk *)context + worker;
    struct cul_making making = *desk->making;
    making.desk = desk;
    for (int64_t d = first; d < end; d++) {
        pool_dimension(&making, (int32_t)d, desk->cells);
    }
}

/* What needs the dimensions: correlations, then differences, then items, as pieces of one work. */
static void pool_others(void *context, size_t worker, int64_t first, int64_t end)
{
    struct cul_desk *desk = (struct cul_desk *)context + worker;
    struct cul_making making = *desk->making;
    const culture_questionnaire *questionnaire = making.scores->questionnaire;
    making.desk = desk;
    for (int64_t piece = first; piece < end; piece++) {
        int32_t f = (int32_t)piece, d = f - questionnaire->factor_count, i = d - questionnaire->dimension_count;
        if (i >= 0) {
            pool_item(&making, i);
        } else if (d < 0) {
            correlate_factor(&making, f, desk->cells);
        } else if (making.tally->layout.dimensions[d].base >= 0) {
            pool_difference(&making, d, desk->cells);
        }
    }
}

void cul_score_pooled(struct cul_making *making, struct cul_desk *desks, size_t workers)
{
    const culture_questionnaire *questionnaire = making->scores->questionnaire;
    int32_t dimensions = questionnaire->dimension_count;
    cul_work(workers, dimensions, pool_dimensions, desks);
    cul_work(workers, questionnaire->factor_count + dimensions + questionnaire->item_count, pool_others, desks);
}
