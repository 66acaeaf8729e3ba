/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results per item, and how often each of its points was chosen. */
#include "scores/making.h"

static int64_t answers(const struct cul_making *making, const int64_t *cells, int32_t item)
{
    const struct cul_scale *scale = cul_item_scale(making->scores->questionnaire, item);
    int64_t n = 0;
    for (int32_t code = 0; code <= scale->high - scale->low; code++) {
        n += cells[making->tally->layout.items[item] + (size_t)code];
    }
    return n;
}

static bool is_hidden(const culture_scores *scores, int64_t row, int32_t item)
{
    return cul_table_reason(&scores->item_table, CULTURE_SCORE_RESPONDENTS, row, item) != CULTURE_REASON_NONE;
}

/*
 * The answers to a dimension are those to its items together: one hidden item would be what is left, and a few answers
 * must not be either. Hides one more, the item with the fewest answers; false when that is not needed or possible.
 */
static bool hide_one_more(struct cul_making *making, int64_t row, const struct cul_dimension *dimension,
                          const int64_t *cells)
{
    const culture_scores *scores = making->scores;
    int64_t hidden = 0, together = 0, fewest = 0;
    int32_t smallest = -1;
    for (int32_t i = 0; i < dimension->item_count; i++) {
        int64_t n = answers(making, cells, dimension->items[i]);
        if (is_hidden(scores, row, dimension->items[i])) {
            hidden += n > 0;
            together += n;
        } else if (smallest < 0 || n < fewest) {
            smallest = dimension->items[i];
            fewest = n;
        }
    }
    if (smallest < 0 || !hidden || (hidden > 1 && together >= scores->minimum)) {
        return false;
    }
    cul_hide_cell(&making->scores->item_table, row, smallest, CULTURE_REASON_SUPPRESSED);
    return true;
}

static void copy_counts(struct cul_making *making, int64_t row, int32_t item, struct cul_target target)
{
    culture_scores *scores = making->scores;
    const struct cul_scale *scale = cul_item_scale(scores->questionnaire, item);
    const int64_t *cells = target.cells + making->tally->layout.items[item];
    int32_t reason = cul_table_reason(&scores->item_table, CULTURE_SCORE_RESPONDENTS, row, item);
    if (!reason && cul_is_rounded(scores, target, answers(making, target.cells, item))) {
        reason = CULTURE_REASON_SUPPRESSED;
    }
    scores->count_reasons[row * scores->questionnaire->item_count + item] = (uint8_t)reason;
    int64_t *counts = scores->counts + row * scores->options + scores->first_option[item];
    for (int32_t code = 0; !reason && code <= scale->high - scale->low; code++) {
        counts[code] = cells[code];
    }
}

void cul_score_items(struct cul_making *making, int64_t row, struct cul_target target)
{
    culture_scores *scores = making->scores;
    const culture_questionnaire *questionnaire = scores->questionnaire;
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        cul_score_item(scores, &making->tally->layout, &scores->item_table, row, i, target);
    }
    for (int32_t d = 0; d < questionnaire->dimension_count && !scores->full; d++) {
        while (!cul_table_reason(&scores->organisation_table, CULTURE_SCORE_RESPONDENTS, row, d) &&
               hide_one_more(making, row, &questionnaire->dimensions[d], target.cells)) {
        }
    }
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        copy_counts(making, row, i, target);
    }
}
