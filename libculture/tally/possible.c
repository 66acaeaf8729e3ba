/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether counts can come from answers: those of a file, and those that are left when rows are taken out. */
#include "tally/complete.h"
#include "tally/favourable.h"
#include "tally/model.h"
#include "tally/pairs.h"
#include "tally/quality.h"

/* A group's counts as they must be: no item has more answers than there are respondents, and so on. */
static _Bool answers_are_possible(const culture_tally *tally, const int64_t *cells, int64_t *valid)
{
    const culture_questionnaire *questionnaire = tally->questionnaire;
    int64_t respondents = cells[CUL_LAYOUT_RESPONDENTS];
    if (respondents < 1 || respondents > CUL_MAXIMUM_RESPONDENTS) {
        return 0;
    }
    for (size_t cell = 0; cell < tally->layout.pairs; cell++) {
        if (cells[cell] < 0 || cells[cell] > 100 * respondents) {
            return 0;
        }
    }
    int64_t all = 0;
    *valid = 0;
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        const struct cul_scale *scale = cul_item_scale(questionnaire, i);
        int64_t answers = 0;
        for (int32_t value = scale->low; value <= scale->high + 1; value++) {
            answers += cells[tally->layout.items[i] + (size_t)(value - scale->low)];
        }
        if (answers > respondents) {
            return 0;
        }
        all += answers;
        *valid += answers - cells[tally->layout.items[i] + (size_t)(scale->high - scale->low + 1)];
    }
    return all >= respondents; /* a row without any answer is no respondent */
}

static _Bool dimension_is_possible(const struct cul_layout_dimension *at, const int64_t *cells)
{
    int64_t people = 0;
    for (int32_t answered = 1; answered <= at->items; answered++) {
        const int64_t *histogram = cells + cul_layout_histogram(at, answered);
        for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++) {
            people += histogram[sum];
        }
        if (people > cells[CUL_LAYOUT_RESPONDENTS]) {
            return 0;
        }
    }
    return cul_complete_is_possible(at, cells) && cul_favourable_is_possible(at, cells);
}

_Bool cul_cells_are_possible(const culture_tally *tally, const int64_t *cells)
{
    int64_t valid = 0;
    _Bool possible =
        answers_are_possible(tally, cells, &valid) && cul_quality_is_possible(&tally->layout, cells, valid);
    for (int32_t d = 0; possible && d < tally->questionnaire->dimension_count; d++) {
        possible = dimension_is_possible(&tally->layout.dimensions[d], cells);
    }
    return possible && cul_pairs_are_possible(&tally->layout, cells);
}

_Bool cul_flagged_are_possible(const culture_tally *tally, const int64_t *cells, const int64_t *flagged, int64_t *rest)
{
    const size_t quality = tally->layout.quality + CUL_QUALITY_FLAGGED;
    _Bool some = 0;
    for (size_t cell = 0; cell < tally->layout.width; cell++) {
        rest[cell] = cells[cell] - (flagged ? flagged[cell] : 0);
        some |= rest[cell] != 0;
        if (rest[cell] < 0) {
            return 0;
        }
    }
    return (!flagged || flagged[quality] == flagged[CUL_LAYOUT_RESPONDENTS]) && !rest[quality] &&
           (!some || cul_cells_are_possible(tally, rest));
}
