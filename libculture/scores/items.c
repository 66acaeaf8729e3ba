/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results per item, and how often each of its points was chosen. */
#include "scores/making.h"
#include "scores/threes.h"

#include <string.h>

static int32_t points_of(const culture_scores *scores, int32_t item)
{
    const struct cul_scale *scale = cul_item_scale(scores->questionnaire, item);
    return scale->high - scale->low + 1;
}

static int64_t answers(const struct cul_making *making, const int64_t *cells, int32_t item)
{
    int64_t n = 0;
    for (int32_t code = 0; code < points_of(making->scores, item); code++) {
        n += cells[making->tally->layout.items[item] + (size_t)code];
    }
    return n;
}

static bool is_hidden(const culture_scores *scores, int64_t row, int32_t item)
{
    return cul_table_reason(&scores->item_table, CULTURE_SCORE_RESPONDENTS, row, item) != CULTURE_REASON_NONE;
}

/* An item that is shown has no SD where it is rounded. */
static bool is_exact(const culture_scores *scores, int64_t row, int32_t item)
{
    return !cul_table_reason(&scores->item_table, CULTURE_SCORE_SD, row, item);
}

/* The items of a dimension of which less is given than there is: hidden, or rounded too. */
struct lesser {
    int64_t count, largest; /* with answers; most answers to one of them */
    int32_t smallest;       /* of the others, the one with the fewest answers; -1: there is none */
};

static struct lesser find_lesser(const struct cul_making *making, int64_t row, const struct cul_dimension *dimension,
                                 const int64_t *cells, bool (*is_given)(const culture_scores *, int64_t, int32_t))
{
    struct lesser found = {.smallest = -1};
    int64_t fewest = 0;
    for (int32_t i = 0; i < dimension->item_count; i++) {
        int64_t n = answers(making, cells, dimension->items[i]);
        if (!is_given(making->scores, row, dimension->items[i])) {
            found.count += n > 0;
            found.largest = n > found.largest ? n : found.largest;
        } else if (found.smallest < 0 || n < fewest) {
            found.smallest = dimension->items[i];
            fewest = n;
        }
    }
    return found;
}

/* What is left of the dimension without the items that are given must be several items, of enough people. */
static bool needs_one_more(struct lesser found, int64_t least)
{
    return found.smallest >= 0 && found.count > 0 && (found.count == 1 || found.largest < least);
}

static bool is_shown(const culture_scores *scores, int64_t row, int32_t item)
{
    return !is_hidden(scores, row, item);
}

const int64_t *cul_item_counts(const struct cul_making *making, const int64_t *cells, int32_t item, bool threes,
                               int64_t *room)
{
    const int64_t *counts = cells + making->tally->layout.items[item];
    if (threes) {
        cul_counts_in_threes(counts, points_of(making->scores, item), room);
    }
    return threes ? room : counts;
}

static void score_item(const struct cul_making *making, int64_t row, int32_t item, struct cul_target target,
                       bool threes)
{
    int64_t room[CUL_MAXIMUM_POINTS];
    struct cul_answers given = {.counts = cul_item_counts(making, target.cells, item, threes, room),
                                .asked = target.cells[CUL_LAYOUT_RESPONDENTS],
                                .counted_in = threes ? 3 : 1};
    cul_score_item(making->scores, &making->scores->item_table, row, item, given, target);
}

static void copy_counts(struct cul_making *making, int64_t row, int32_t item, struct cul_target target, bool threes)
{
    culture_scores *scores = making->scores;
    int64_t room[CUL_MAXIMUM_POINTS];
    const int64_t *counts = cul_item_counts(making, target.cells, item, threes, room);
    int32_t reason = cul_table_reason(&scores->item_table, CULTURE_SCORE_RESPONDENTS, row, item);
    if (!reason && !scores->full && !is_exact(scores, row, item)) {
        reason = CULTURE_REASON_SUPPRESSED;
    }
    scores->count_reasons[row * scores->questionnaire->item_count + item] = (uint8_t)reason;
    if (!reason) {
        memcpy(scores->counts + row * scores->options + scores->first_option[item], counts,
               (size_t)points_of(scores, item) * sizeof *counts);
    }
}

/*
 * The answers to a dimension are those to its items together: one hidden item would be what is left, and a few answers
 * must not be either. So it is with an item that is rounded beside a dimension that is not.
 */
static void protect_items(struct cul_making *making, int64_t row, const struct cul_dimension *dimension,
                          struct cul_target target, bool threes)
{
    culture_scores *scores = making->scores;
    struct cul_target rounded = target;
    rounded.rounded = true;
    struct lesser found = find_lesser(making, row, dimension, target.cells, is_shown);
    while (needs_one_more(found, scores->minimum)) {
        cul_hide_cell(&scores->item_table, row, found.smallest, CULTURE_REASON_SUPPRESSED);
        found = find_lesser(making, row, dimension, target.cells, is_shown);
    }
    found = find_lesser(making, row, dimension, target.cells, is_exact);
    while (needs_one_more(found, CUL_ROUNDED_BELOW)) {
        score_item(making, row, found.smallest, rounded, threes);
        found = find_lesser(making, row, dimension, target.cells, is_exact);
    }
}

static void score_dimension(struct cul_making *making, int64_t row, int32_t dimension, struct cul_target target)
{
    culture_scores *scores = making->scores;
    const struct cul_dimension *of = &scores->questionnaire->dimensions[dimension];
    bool guarded =
        !scores->full && !cul_table_reason(&scores->organisation_table, CULTURE_SCORE_RESPONDENTS, row, dimension);
    bool threes = guarded && cul_items_tell_of_few(scores->questionnaire, &making->tally->layout, dimension,
                                                   target.cells, scores->minimum);
    for (int32_t i = 0; i < of->item_count; i++) {
        score_item(making, row, of->items[i], target, threes);
    }
    if (guarded) {
        protect_items(making, row, of, target, threes);
    }
    for (int32_t i = 0; i < of->item_count; i++) {
        copy_counts(making, row, of->items[i], target, threes);
    }
}

void cul_score_items(struct cul_making *making, int64_t row, struct cul_target target)
{
    for (int32_t d = 0; d < making->scores->questionnaire->dimension_count; d++) {
        score_dimension(making, row, d, target);
    }
}
