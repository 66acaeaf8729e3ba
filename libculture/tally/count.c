/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row into the cells of a group: what counting is. tally/lanes.h does the same for many rows at once. */
#include "tally/count.h"

#include "tally/favourable.h"
#include "tally/pairs.h"

/* Rows complete for the dimension also give counts and products of codes. */
static void count_complete(const struct cul_layout_dimension *at, const int32_t *codes, int64_t *cells)
{
    int64_t *product = cells + at->products;
    for (int32_t i = 0; i < at->items; i++) {
        cells[at->counts + (size_t)(i * at->points + codes[i])]++;
        for (int32_t j = i + 1; j < at->items; j++) {
            *product++ += (int64_t)codes[i] * codes[j];
        }
    }
}

static void count_dimension(culture_tally *tally, int32_t d, const int16_t *values, int64_t *cells)
{
    const culture_questionnaire *questionnaire = tally->questionnaire;
    const struct cul_dimension *dimension = &questionnaire->dimensions[d];
    const struct cul_scale *scale = &questionnaire->scales[dimension->scale];
    int32_t codes[CUL_MAXIMUM_DIMENSION_ITEMS], answered = 0, sum = 0, favourable = 0;
    for (int32_t i = 0; i < dimension->item_count; i++) {
        int32_t item = dimension->items[i], value = values[item];
        size_t cell = tally->layout.items[item];
        if (value == CULTURE_MISSING) {
            continue;
        }
        if (value == CULTURE_INVALID) {
            cells[cell + (size_t)(scale->high - scale->low + 1)]++;
            continue;
        }
        cells[cell + (size_t)(value - scale->low)]++;
        codes[answered] = questionnaire->items[item].reverse ? scale->high - value : value - scale->low;
        favourable += (int32_t)(scale->favourable >> codes[answered] & 1);
        sum += codes[answered++];
    }
    const struct cul_layout_dimension *at = &tally->layout.dimensions[d];
    if (answered) {
        cells[cul_layout_histogram(at, answered) + (size_t)sum]++;
        cul_favourable_count(at, favourable, answered, cells);
    }
    if (answered == at->items && answered >= 2) {
        count_complete(at, codes, cells);
    }
    tally->scores[d] = cul_layout_score(&tally->layout, d, answered, sum);
}

void cul_count_row(culture_tally *tally, const int16_t *values, struct cul_row_quality quality, int64_t *cells)
{
    cells[CUL_LAYOUT_RESPONDENTS]++;
    for (int32_t d = 0; d < tally->questionnaire->dimension_count; d++) {
        count_dimension(tally, d, values, cells);
    }
    cul_quality_count(&tally->layout, quality, cells);
    cul_pairs_count(&tally->layout, tally->scores, cells);
}
