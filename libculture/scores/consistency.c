/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reliability and agreement of a group into its tables: what is hidden or rounded. */
#include "base/number.h"
#include "scores/agreement.h"
#include "scores/making.h"
#include "scores/reliability.h"
#include "scores/statistics.h"
#include "tally/complete.h"

/*
 * How many digits are given. A FEW, to 0.01, where some respondents but fewer than the minimum are scored and not
 * complete: beside the results of all who are scored every digit would tell what those few answered.
 */
enum digits { ALL, A_FEW, FEWEST };

static enum digits digits_of(const culture_scores *scores, struct cul_target target,
                             const struct cul_layout_dimension *at, int32_t dimension, int64_t complete)
{
    int64_t scored = cul_dimension_moments(at, scores->questionnaire->dimensions[dimension].needed, target.cells).n;
    bool few = !scores->full && !cul_matched_are_safe(scored, scored, complete, scores->minimum);
    return cul_is_rounded(scores, target, complete) ? FEWEST : few ? A_FEW : ALL;
}

/*
 * A small group gives the one coefficient of its kind that stands beside alpha, to 0.01. Every other one would narrow
 * down what was answered: with ten people and six items all of them together come close to telling it.
 */
static void fill(struct cul_table *table, int32_t result, int64_t row, int64_t column, struct cul_known known,
                 enum digits digits)
{
    bool rounded = digits == FEWEST;
    bool shown = result == CULTURE_SCORE_OMEGA || result == CULTURE_SCORE_AGGREGATION;
    if (known.reason) {
        cul_table_deny(table, result, row, column, known.reason);
    } else if (rounded && !shown) {
        cul_table_deny(table, result, row, column, CULTURE_REASON_SUPPRESSED);
    } else {
        cul_table_set(table, result, row, column, digits == ALL ? known.value : cul_number_round(known.value, 100));
    }
}

/* Why nothing is given that needs a sample of its own: the score is hidden, or few rows are complete; NONE: all is. */
static int32_t why_hidden(const culture_scores *scores, const struct cul_table *dimensions, int64_t row,
                          int32_t dimension, int64_t rows)
{
    int32_t hidden = cul_table_reason(dimensions, CULTURE_SCORE_MEAN, row, dimension);
    return hidden ? hidden : rows < scores->minimum ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_NONE;
}

/* The same for what one item cannot have at all. */
static int32_t why_unreliable(const struct cul_table *dimensions, int64_t row, int32_t dimension, int32_t items,
                              int32_t reason)
{
    int32_t hidden = cul_table_reason(dimensions, CULTURE_SCORE_MEAN, row, dimension);
    return hidden ? hidden : items < 2 ? CULTURE_REASON_ONE_ITEM : reason;
}

static void fill_all(struct cul_table *table, int32_t first, int32_t count, int64_t row, int32_t dimension,
                     const struct cul_known *known, enum digits digits)
{
    for (int32_t i = 0; i < count; i++) {
        fill(table, first + i, row, dimension, known[i], digits);
    }
}

static void deny_all(struct cul_table *table, int32_t first, int32_t count, int64_t row, int32_t dimension,
                     int32_t reason)
{
    for (int32_t i = 0; i < count; i++) {
        cul_table_deny(table, first + i, row, dimension, reason);
    }
}

void cul_score_consistency(const struct cul_making *making, struct cul_table *table, int64_t row, int32_t dimension,
                           struct cul_target target)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    int64_t rows = cul_complete_rows(at, target.cells);
    enum digits digits = digits_of(making->scores, target, at, dimension, rows);
    int32_t reason = why_hidden(making->scores, table, row, dimension, rows);
    int32_t unreliable = why_unreliable(table, row, dimension, at->items, reason);
    struct cul_known reliability[CUL_RELIABILITY_RESULTS], agreement[CUL_AGREEMENT_RESULTS];
    if (reason) {
        deny_all(table, CULTURE_SCORE_ALPHA_STANDARDISED, CUL_RELIABILITY_RESULTS, row, dimension, unreliable);
        deny_all(table, CULTURE_SCORE_RWG_J_UNIFORM, CUL_AGREEMENT_RESULTS, row, dimension, reason);
        return;
    }
    cul_reliability(at, target.cells, making->desk->room, reliability);
    cul_agreement(at, target.cells, agreement);
    fill_all(table, CULTURE_SCORE_ALPHA_STANDARDISED, CUL_RELIABILITY_RESULTS, row, dimension, reliability, digits);
    fill_all(table, CULTURE_SCORE_RWG_J_UNIFORM, CUL_AGREEMENT_RESULTS, row, dimension, agreement, digits);
}

void cul_score_item_consistency(const struct cul_making *making, const struct cul_table *dimensions,
                                struct cul_table *items, int64_t row, int32_t dimension, const int64_t *cells)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    const struct cul_dimension *of = &making->scores->questionnaire->dimensions[dimension];
    int64_t rows = cul_complete_rows(at, cells);
    struct cul_target target = {.cells = cells};
    enum digits digits = digits_of(making->scores, target, at, dimension, rows);
    int32_t reason = why_unreliable(dimensions, row, dimension, at->items,
                                    why_hidden(making->scores, dimensions, row, dimension, rows));
    struct cul_known totals[CUL_MAXIMUM_DIMENSION_ITEMS], dropped[CUL_MAXIMUM_DIMENSION_ITEMS];
    cul_item_reliability(at, cells, totals, dropped);
    for (int32_t i = 0; i < of->item_count; i++) {
        if (reason) {
            totals[i].reason = dropped[i].reason = reason;
        }
        fill(items, CULTURE_SCORE_ITEM_TOTAL, row, of->items[i], totals[i], digits);
        fill(items, CULTURE_SCORE_ALPHA_IF_DROPPED, row, of->items[i], dropped[i], digits);
    }
}
