/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/disclosure.h"

enum { MOST_STEPS = 20000000 }; /* of elimination for one organisation and result: some hundredths of a second */

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

/* Shows at most the units of the first column. */
static void hide_columns(const struct cul_groups *of, const struct cul_size *totals, const int64_t *columns,
                         enum cul_hidden *hidden)
{
    struct cul_size rest = totals[0];
    int64_t count = 0;
    for (int64_t g = 1; g < of->groups; g++) {
        if (columns[g] > 0) {
            hidden[g] = hidden[g] ? hidden[g] : CUL_HIDDEN_TO_PROTECT;
        } else {
            rest.scored -= totals[g].scored;
            rest.people -= totals[g].people;
            count++;
        }
    }
    cul_hide_parts(totals + 1, count, rest, of->minimum, hidden + 1);
}

void cul_hide_groups(struct cul_recovery *recovery, const struct cul_groups *of, const struct cul_size *totals,
                     const int64_t *columns, enum cul_hidden *hidden, bool *work)
{
    int64_t steps = MOST_STEPS, group = CUL_RECOVERY_UNKNOWN;
    hide_small(totals + 1, of->groups - 1, of->minimum, hidden + 1);
    while (recovery) {
        for (int64_t g = 0; g < of->groups; g++) {
            work[g] = hidden[g];
        }
        group = cul_recover(recovery, of, work, totals, &steps);
        if (group < 0) {
            break;
        }
        hidden[group] = CUL_HIDDEN_TO_PROTECT;
    }
    if (group == CUL_RECOVERY_UNKNOWN) {
        hide_columns(of, totals, columns, hidden);
    }
}

bool cul_matched_are_safe(int64_t before, int64_t after, int64_t matched, int64_t minimum)
{
    int64_t left = before - matched, joined = after - matched;
    return (left == 0 || left >= minimum) && (joined == 0 || joined >= minimum);
}
