/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reliability and agreement of a group into its tables: what is hidden or rounded. */
#include "base/number.h"
#include "scores/agreement.h"
#include "scores/making.h"
#include "scores/reliability.h"
#include "tally/complete.h"

/*
 * A small group gives the one coefficient of its kind that stands beside alpha, to 0.01. Every other one would narrow
 * down what was answered: with ten people and six items all of them together come close to telling it.
 */
static void fill(struct cul_table *table, int32_t result, int64_t row, int64_t column, struct cul_known known,
                 bool rounded)
{
    bool shown = result == CULTURE_SCORE_OMEGA || result == CULTURE_SCORE_AGGREGATION;
    if (known.reason) {
        cul_table_deny(table, result, row, column, known.reason);
    } else if (rounded && !shown) {
        cul_table_deny(table, result, row, column, CULTURE_REASON_SUPPRESSED);
    } else {
        cul_table_set(table, result, row, column, rounded ? cul_number_round(known.value, 100) : known.value);
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
                     const struct cul_known *known, bool rounded)
{
    for (int32_t i = 0; i < count; i++) {
        fill(table, first + i, row, dimension, known[i], rounded);
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
    bool rounded = cul_is_rounded(making->scores, target, rows);
    int32_t reason = why_hidden(making->scores, table, row, dimension, rows);
    int32_t unreliable = why_unreliable(table, row, dimension, at->items, reason);
    struct cul_known reliability[CUL_RELIABILITY_RESULTS], agreement[CUL_AGREEMENT_RESULTS];
    if (reason) {
        deny_all(table, CULTURE_SCORE_ALPHA_STANDARDISED, CUL_RELIABILITY_RESULTS, row, dimension, unreliable);
        deny_all(table, CULTURE_SCORE_RWG_J_UNIFORM, CUL_AGREEMENT_RESULTS, row, dimension, reason);
        return;
    }
    cul_reliability(at, target.cells, making->room, reliability);
    cul_agreement(at, target.cells, agreement);
    fill_all(table, CULTURE_SCORE_ALPHA_STANDARDISED, CUL_RELIABILITY_RESULTS, row, dimension, reliability, rounded);
    fill_all(table, CULTURE_SCORE_RWG_J_UNIFORM, CUL_AGREEMENT_RESULTS, row, dimension, agreement, rounded);
}

void cul_score_item_consistency(const struct cul_making *making, const struct cul_table *dimensions,
                                struct cul_table *items, int64_t row, int32_t dimension, const int64_t *cells)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    const struct cul_dimension *of = &making->scores->questionnaire->dimensions[dimension];
    int64_t rows = cul_complete_rows(at, cells);
    bool rounded = cul_is_rounded(making->scores, (struct cul_target){0}, rows);
    int32_t reason = why_unreliable(dimensions, row, dimension, at->items,
                                    why_hidden(making->scores, dimensions, row, dimension, rows));
    struct cul_known totals[CUL_MAXIMUM_DIMENSION_ITEMS], dropped[CUL_MAXIMUM_DIMENSION_ITEMS];
    cul_item_reliability(at, cells, totals, dropped);
    for (int32_t i = 0; i < of->item_count; i++) {
        if (reason) {
            totals[i].reason = dropped[i].reason = reason;
        }
        fill(items, CULTURE_SCORE_ITEM_TOTAL, row, of->items[i], totals[i], rounded);
        fill(items, CULTURE_SCORE_ALPHA_IF_DROPPED, row, of->items[i], dropped[i], rounded);
    }
}
