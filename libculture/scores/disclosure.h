/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_DISCLOSURE_H
#define CUL_SCORES_DISCLOSURE_H

/* Which groups of a partition must be hidden, so that nobody's answers can be worked out from what is shown. */
#include <stdbool.h>
#include <stdint.h>

enum cul_hidden { CUL_SHOWN = 0, CUL_HIDDEN_SMALL = 1, CUL_HIDDEN_TO_PROTECT = 2 };

/*
 * The parts of a published total (an organisation's units in one column): sizes, and which are hidden already. Hides
 * every part below the minimum; then, while one hidden part stands alone or the hidden ones together are below the
 * minimum, the smallest part that is still shown, the first of equals (Cox 1980; Willenborg & de Waal 2001). Those in
 * no part (rest, a blank cell) can be worked out as a part too, so they count as hidden. Empty parts protect nobody and
 * reveal nothing.
 */
void cul_hide_parts(const int64_t *sizes, int64_t count, int64_t rest, int64_t minimum, enum cul_hidden *hidden);

/*
 * Whether results of the respondents matched between two waves may stand beside those of all: the difference is what
 * those in one wave only answered, so these must be none or at least the minimum, in either wave.
 */
bool cul_matched_are_safe(int64_t before, int64_t after, int64_t matched, int64_t minimum);

#endif
