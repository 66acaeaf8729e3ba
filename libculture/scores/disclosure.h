/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_DISCLOSURE_H
#define CUL_SCORES_DISCLOSURE_H

/* Which groups must be hidden, so that nobody's answers can be worked out from what is shown. */
#include "culture/status.h"
#include "scores/recover.h"

enum cul_hidden {
    CUL_SHOWN = 0,
    CUL_HIDDEN_SMALL = 1,      /* below the minimum */
    CUL_HIDDEN_TO_PROTECT = 2, /* else another one could be worked out */
    CUL_HIDDEN_ALIKE = 3,      /* all answered alike: a mean would tell what each of them said */
};

static inline int32_t cul_hidden_reason(enum cul_hidden hidden)
{
    return hidden == CUL_SHOWN          ? CULTURE_REASON_NONE
           : hidden == CUL_HIDDEN_SMALL ? CULTURE_REASON_TOO_FEW
                                        : CULTURE_REASON_SUPPRESSED;
}

/*
 * The parts of a published total (an organisation's units in one column): sizes, and which are hidden already. Hides
 * every part below the minimum; then, while one hidden part stands alone or the hidden ones together are below the
 * minimum, the smallest part that is still shown, the first of equals (Cox 1980; Willenborg & de Waal 2001). Those in
 * no part (rest, a blank cell) can be worked out as a part too, so they count as hidden. Empty parts protect nobody and
 * reveal nothing.
 */
void cul_hide_parts(const struct cul_size *sizes, int64_t count, struct cul_size rest, int64_t minimum,
                    enum cul_hidden *hidden);

enum { CUL_WORK_OF_GROUP = 3 };

/*
 * The same for units in several columns, which overlap as the parts of groups tell (recover.h): hides every unit below
 * the minimum, then what helps to work out a hidden unit or any combination of fewer respondents, until nothing can be
 * worked out. totals, hidden and columns are per group: totals[0], the organisation's, stays; columns numbers the
 * units' columns from 0, their units lie together. work is scratch, CUL_WORK_OF_GROUP
 * per group. Where the work would be too much (recovery NULL, or more steps than a cap), columns are given up whole,
 * that with the most units first, until it is not or one is left: too much is hidden rather than too little.
 */
void cul_hide_groups(struct cul_recovery *recovery, const struct cul_groups *of, const struct cul_size *totals,
                     const int64_t *columns, enum cul_hidden *hidden, bool *work);

/*
 * Whether results of the respondents matched between two waves may stand beside those of all: the difference is what
 * those in one wave only answered, so these must be none or at least the minimum, in either wave.
 */
bool cul_matched_are_safe(int64_t before, int64_t after, int64_t matched, int64_t minimum);

/*
 * Whether the means of two waves may stand side by side: n times one less n times the other is about those who left and
 * those who joined, and those in both who answered otherwise. Safe when at least the minimum answered otherwise, so
 * that the others cannot be told from their changes; or when those who left and who joined are none or at least the
 * minimum each, and all that differ together too.
 */
bool cul_change_is_safe(int64_t left, int64_t joined, int64_t changed, int64_t minimum);

#endif
