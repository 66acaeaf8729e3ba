/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/disclosure.h"

static int64_t smallest_shown(const struct cul_size *sizes, int64_t count, const enum cul_hidden *hidden)
{
    int64_t smallest = -1;
    for (int64_t i = 0; i < count; i++) {
        if (!hidden[i] && sizes[i].people > 0 && (smallest < 0 || sizes[i].scored < sizes[smallest].scored)) {
            smallest = i;
        }
    }
    return smallest;
}

static bool can_be_worked_out(const struct cul_size *sizes, int64_t count, struct cul_size rest, int64_t minimum,
                              const enum cul_hidden *hidden)
{
    int64_t together = rest.scored, parts = rest.people > 0;
    for (int64_t i = 0; i < count; i++) {
        if (hidden[i] && sizes[i].people > 0) {
            together += sizes[i].scored;
            parts++;
        }
    }
    return parts > 0 && (together < minimum || (parts == 1 && rest.people == 0));
}

static void hide_small(const struct cul_size *sizes, int64_t count, int64_t minimum, enum cul_hidden *hidden)
{
    for (int64_t i = 0; i < count; i++) {
        if (!hidden[i] && sizes[i].scored < minimum) {
            hidden[i] = CUL_HIDDEN_SMALL;
        }
    }
}

void cul_hide_parts(const struct cul_size *sizes, int64_t count, struct cul_size rest, int64_t minimum,
                    enum cul_hidden *hidden)
{
    hide_small(sizes, count, minimum, hidden);
    while (can_be_worked_out(sizes, count, rest, minimum, hidden)) {
        int64_t smallest = smallest_shown(sizes, count, hidden);
        if (smallest < 0) {
            return;
        }
        hidden[smallest] = CUL_HIDDEN_TO_PROTECT;
    }
}

/* One column is left: a partition, for which there is an exact rule. */
static void hide_in_column(const struct cul_groups *of, const struct cul_size *totals, const int64_t *columns,
                           int64_t column, enum cul_hidden *hidden)
{
    struct cul_size rest = totals[0];
    int64_t first = 0, count = 0;
    for (int64_t g = of->groups - 1; g > 0; g--) {
        if (columns[g] == column) {
            rest.scored -= totals[g].scored;
            rest.people -= totals[g].people;
            first = g;
            count++;
        }
    }
    cul_hide_parts(totals + first, count, rest, of->minimum, hidden + first);
}

/* Hides what helps until nothing can be worked out; false: that was not to be found out. */
static bool hide_until_safe(struct cul_recovery *recovery, const struct cul_groups *of, const struct cul_size *totals,
                            enum cul_hidden *hidden, bool *work)
{
    int64_t steps = CUL_MOST_STEPS, group;
    do {
        for (int64_t g = 0; g < of->groups; g++) {
            work[g] = hidden[g];
        }
        group = cul_recover(recovery, of, work, totals, &steps);
        if (group >= 0) {
            hidden[group] = CUL_HIDDEN_TO_PROTECT;
        }
    } while (group >= 0);
    return group == CUL_RECOVERS_NOTHING;
}

/* The column, of those that are left, with the most units; *left is how many there are. */
static int64_t largest_column(const struct cul_groups *of, const int64_t *columns, const bool *given_up, int64_t *left)
{
    int64_t largest = -1, most = 0;
    *left = 0;
    for (int64_t g = 1, end; g < of->groups; g = end) {
        for (end = g; end < of->groups && columns[end] == columns[g]; end++) {
        }
        *left += !given_up[g];
        if (!given_up[g] && end - g >= most) {
            most = end - g;
            largest = columns[g];
        }
    }
    return largest;
}

void cul_hide_groups(struct cul_recovery *recovery, const struct cul_groups *of, const struct cul_size *totals,
                     const int64_t *columns, enum cul_hidden *hidden, bool *work)
{
    bool *at_first = work + of->groups, *given_up = at_first + of->groups;
    hide_small(totals + 1, of->groups - 1, of->minimum, hidden + 1);
    for (int64_t g = 0; g < of->groups; g++) {
        at_first[g] = hidden[g];
        given_up[g] = false;
    }
    for (;;) {
        int64_t left, column = largest_column(of, columns, given_up, &left);
        if (left == 0 || (recovery && hide_until_safe(recovery, of, totals, hidden, work))) {
            return;
        }
        if (left == 1) {
            hide_in_column(of, totals, columns, column, hidden);
            return;
        }
        for (int64_t g = 1; g < of->groups; g++) {
            given_up[g] = given_up[g] || columns[g] == column;
            hidden[g] = at_first[g] ? hidden[g] : given_up[g] ? CUL_HIDDEN_TO_PROTECT : CUL_SHOWN;
        }
    }
}

static bool none_or_many(int64_t people, int64_t minimum)
{
    return people == 0 || people >= minimum;
}

bool cul_matched_are_safe(int64_t before, int64_t after, int64_t matched, int64_t minimum)
{
    return none_or_many(before - matched, minimum) && none_or_many(after - matched, minimum);
}

bool cul_change_is_safe(int64_t left, int64_t joined, int64_t changed, int64_t minimum)
{
    return changed >= minimum || (none_or_many(left, minimum) && none_or_many(joined, minimum) &&
                                  none_or_many(left + joined + changed, minimum));
}
