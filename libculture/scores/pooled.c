/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All respondents together, without the organisations that are hidden. */
#include "base/memory.h"
#include "scores/making.h"

#include <string.h>

static void add_cells(int64_t *into, const int64_t *cells, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        into[i] += cells[i];
    }
}

/* Adds what belongs to one dimension. */
static void add_dimension(const struct cul_making *making, int32_t dimension, const int64_t *cells, int64_t *into)
{
    const struct cul_dimension *of = &making->scores->questionnaire->dimensions[dimension];
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    into[CUL_LAYOUT_RESPONDENTS] += cells[CUL_LAYOUT_RESPONDENTS];
    /* The counts and products on complete rows follow the histogram. */
    add_cells(into, cells, at->histogram, at->counts + cul_layout_complete_cells(at) - at->histogram);
    for (int32_t i = 0; i < of->item_count; i++) {
        add_cells(into, cells, making->tally->layout.items[of->items[i]], (size_t)at->points);
    }
}

static void pool_dimension(struct cul_making *making, int32_t dimension, int64_t *cells)
{
    culture_scores *scores = making->scores;
    memset(cells, 0, making->tally->layout.width * sizeof *cells);
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (!cul_table_reason(&scores->organisation_table, CULTURE_SCORE_RESPONDENTS, row, dimension)) {
            add_dimension(making, dimension, making->organisation_cells[row], cells);
        }
    }
    struct cul_target target = {.cells = cells, .minimum = scores->shown_from};
    cul_score_dimension(scores, &making->tally->layout, &scores->pooled_table, 0, dimension, target);
    cul_score_consistency(making, &scores->pooled_table, 0, dimension, cells);
    cul_score_item_consistency(making, &scores->pooled_table, &scores->pooled_item_table, 0, dimension, cells);
}

static void pool_difference(struct cul_making *making, int32_t dimension, int64_t *cells)
{
    culture_scores *scores = making->scores;
    size_t first = making->tally->layout.dimensions[dimension].difference;
    memset(cells, 0, making->tally->layout.width * sizeof *cells);
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (!cul_table_reason(&scores->organisation_table, CULTURE_SCORE_DIFFERENCE, row, dimension)) {
            add_cells(cells, making->organisation_cells[row], first, CUL_DIFFERENCE_CELLS);
        }
    }
    struct cul_target target = {.cells = cells, .minimum = scores->shown_from};
    cul_score_difference(scores, &making->tally->layout, &scores->pooled_table, 0, dimension, target);
}

static void pool_item(struct cul_making *making, int32_t item, int64_t *cells)
{
    culture_scores *scores = making->scores;
    const struct cul_scale *scale = cul_item_scale(scores->questionnaire, item);
    size_t points = (size_t)(scale->high - scale->low + 1);
    memset(cells, 0, making->tally->layout.width * sizeof *cells);
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (!cul_table_reason(&scores->item_table, CULTURE_SCORE_RESPONDENTS, row, item)) {
            cells[CUL_LAYOUT_RESPONDENTS] += scores->organisations[row].respondents;
            add_cells(cells, making->organisation_cells[row], making->tally->layout.items[item], points);
        }
    }
    struct cul_target target = {.cells = cells, .minimum = scores->shown_from};
    cul_score_item(scores, &making->tally->layout, &scores->pooled_item_table, 0, item, target);
    int64_t all = scores->organisation_count * scores->questionnaire->item_count + item;
    if (cul_table_reason(&scores->pooled_item_table, CULTURE_SCORE_RESPONDENTS, 0, item)) {
        scores->count_reasons[all] = CULTURE_REASON_TOO_FEW;
    }
}

bool cul_score_pooled(struct cul_making *making)
{
    int64_t *cells = cul_memory_new(making->tally->layout.width, sizeof *cells);
    if (!cells) {
        return false;
    }
    for (int32_t d = 0; d < making->scores->questionnaire->dimension_count; d++) {
        pool_dimension(making, d, cells);
    }
    for (int32_t d = 0; d < making->scores->questionnaire->dimension_count; d++) {
        if (making->tally->layout.dimensions[d].base >= 0) {
            pool_difference(making, d, cells);
        }
    }
    for (int32_t i = 0; i < making->scores->questionnaire->item_count; i++) {
        pool_item(making, i, cells);
    }
    cul_memory_free(cells);
    return true;
}
