/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/threes.h"

#include <stdlib.h>

static int64_t answered_exactly(const struct cul_layout_dimension *at, const int64_t *cells, int32_t answered)
{
    const int64_t *histogram = cells + cul_layout_histogram(at, answered);
    int64_t n = 0;
    for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++) {
        n += histogram[sum];
    }
    return n;
}

static bool are_few(int64_t left, int64_t minimum)
{
    return left > 0 && left < minimum;
}

/* Without those who answered so many items, or one of two numbers that fit beside each other. */
static bool sizes_tell(const struct cul_layout_dimension *at, const int64_t *cells, int64_t all, int64_t minimum)
{
    for (int32_t one = at->needed; one <= at->items; one++) {
        int64_t left = all - answered_exactly(at, cells, one);
        bool few = are_few(left, minimum);
        for (int32_t other = one + 1; one + other <= at->items && !few; other++) {
            few = are_few(left - answered_exactly(at, cells, other), minimum);
        }
        if (few) {
            return true;
        }
    }
    return false;
}

static int ascending(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

/* How many answered each item, the fewest first. */
static void count_answers(const culture_questionnaire *questionnaire, const struct cul_layout *layout,
                          int32_t dimension, const int64_t *cells, int64_t *counts)
{
    const struct cul_dimension *of = &questionnaire->dimensions[dimension];
    for (int32_t i = 0; i < of->item_count; i++) {
        counts[i] = 0;
        for (int32_t code = 0; code < layout->dimensions[dimension].points; code++) {
            counts[i] += cells[layout->items[of->items[i]] + (size_t)code];
        }
    }
    qsort(counts, (size_t)of->item_count, sizeof *counts, ascending);
}

/*
 * Where some items were answered by few, without those who answered just the others. Who these are is not counted: at
 * least those with another number of answers are left, and whoever answered one of the few's items; but for those who
 * are not scored, if they answered nothing else.
 */
static bool others_tell(const struct cul_layout_dimension *at, const int64_t *cells, const int64_t *counts, int64_t all,
                        int64_t minimum)
{
    int64_t not_scored = 0, of_few = 0;
    for (int32_t answered = 1; answered < at->needed; answered++) {
        not_scored += answered_exactly(at, cells, answered);
    }
    for (int32_t others = at->items - 1; others >= at->needed; others--) {
        int64_t most = counts[at->items - 1 - others], left = all - answered_exactly(at, cells, others);
        of_few += most;
        if ((left > most ? left : most) - not_scored < minimum && left + of_few > 0) {
            return true;
        }
    }
    return false;
}

bool cul_items_tell_of_few(const culture_questionnaire *questionnaire, const struct cul_layout *layout,
                           int32_t dimension, const int64_t *cells, int64_t minimum)
{
    const struct cul_layout_dimension *at = &layout->dimensions[dimension];
    int64_t all = 0, counts[CUL_MAXIMUM_DIMENSION_ITEMS];
    count_answers(questionnaire, layout, dimension, cells, counts);
    for (int32_t answered = 1; answered <= at->items; answered++) {
        all += answered_exactly(at, cells, answered);
    }
    return at->items > 1 && (sizes_tell(at, cells, all, minimum) || others_tell(at, cells, counts, all, minimum));
}

bool cul_shares_tell_sums(const struct cul_scale *scale, const struct cul_layout_dimension *at)
{
    int32_t open = 0, unscored = at->needed - 1, left_out = at->items - at->needed;
    for (int32_t code = 0; code + 1 < at->points; code++) {
        uint32_t favourable = scale->favourable >> code & 3, unfavourable = scale->unfavourable >> code & 3;
        open += favourable % 3 == 0 && unfavourable % 3 == 0; /* both points, or neither */
    }
    /* In threes each boundary is open by one at least; one respondent can be worth that many points. */
    return open * at->items < (unscored > left_out ? unscored : left_out) * (at->points - 1);
}

/* The nearest of 0, 3, 6, ... and n, the last of which takes the place of multiples less than three before it. */
static int64_t round_part(int64_t part, int64_t n)
{
    int64_t last = n < 3 ? 0 : (n - 3) / 3 * 3;
    if (part <= last) {
        return (part + 1) / 3 * 3;
    }
    return 2 * part > last + n ? n : last;
}

void cul_counts_in_threes(const int64_t *counts, int32_t points, int64_t *rounded)
{
    int64_t n = 0, part = 0, before = 0;
    for (int32_t point = 0; point < points; point++) {
        n += counts[point];
    }
    for (int32_t point = 0; point < points; point++) {
        part += counts[point];
        int64_t upto = point == points - 1 ? n : round_part(part, n);
        rounded[point] = upto - before;
        before = upto;
    }
}
