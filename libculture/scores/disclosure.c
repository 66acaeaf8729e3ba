/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/disclosure.h"

static int64_t smallest_shown(const int64_t *sizes, int64_t count, const enum cul_hidden *hidden)
{
    int64_t smallest = -1;
    for (int64_t i = 0; i < count; i++) {
        if (!hidden[i] && sizes[i] > 0 && (smallest < 0 || sizes[i] < sizes[smallest])) {
            smallest = i;
        }
    }
    return smallest;
}

static _Bool can_be_worked_out(const int64_t *sizes, int64_t count, int64_t rest, int64_t minimum,
                               const enum cul_hidden *hidden)
{
    int64_t together = rest, parts = rest > 0;
    for (int64_t i = 0; i < count; i++) {
        if (hidden[i] && sizes[i] > 0) {
            together += sizes[i];
            parts++;
        }
    }
    return together > 0 && (together < minimum || (parts == 1 && rest == 0));
}

void cul_hide_parts(const int64_t *sizes, int64_t count, int64_t rest, int64_t minimum, enum cul_hidden *hidden)
{
    for (int64_t i = 0; i < count; i++) {
        if (!hidden[i] && sizes[i] < minimum) {
            hidden[i] = CUL_HIDDEN_SMALL;
        }
    }
    while (can_be_worked_out(sizes, count, rest, minimum, hidden)) {
        int64_t smallest = smallest_shown(sizes, count, hidden);
        if (smallest < 0) {
            return;
        }
        hidden[smallest] = CUL_HIDDEN_TO_PROTECT;
    }
}

bool cul_matched_are_safe(int64_t before, int64_t after, int64_t matched, int64_t minimum)
{
    int64_t left = before - matched, joined = after - matched;
    return (left == 0 || left >= minimum) && (joined == 0 || joined >= minimum);
}
