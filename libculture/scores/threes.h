/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_THREES_H
#define CUL_SCORES_THREES_H

/*
 * Items beside their dimension. Its mean is that of respondents' own means over what they answered, n times it a sum;
 * the items' results are sums over all answers to each. For whoever answered every item both say the same, so that what
 * is left of one after the other is what the incomplete answered: where they are few, their answers. The dimension's
 * results stay exact then, and those of its items come from counts that are rounded to threes.
 */
#include "questionnaire/model.h"
#include "tally/layout.h"

/*
 * Whether exact results of all items would, beside the dimension's mean, tell of fewer respondents than the minimum.
 * What can be worked out is without those who answered one set of items, or sets that do not overlap; most often that
 * set is all items, or all that an organisation asked.
 */
_Bool cul_items_tell_of_few(const culture_questionnaire *questionnaire, const struct cul_layout *layout,
                            int32_t dimension, const int64_t *cells, int64_t minimum);

/*
 * Whether the dimension's own shares of (un)favourable answers leave too little open of the sum of all answers: shares
 * tell how many lie on either side of a boundary between two points, unless both points are the same kind. With fewer
 * than four points they tell the sum itself, so that they are rounded too where items are.
 */
_Bool cul_shares_tell_sums(const struct cul_scale *scale, const struct cul_layout_dimension *at);

/*
 * Counts of an item's points, lowest first, so that those up to each point are a multiple of three (or all): the sum
 * stays, and nobody can tell one respondent's answer, be it the lowest or the highest. Cumulative rounding: Cox 1987,
 * J Am Stat Assoc 82:520, tells why rounding must keep sums; base three is that of national statistics.
 */
void cul_counts_in_threes(const int64_t *counts, int32_t points, int64_t *rounded);

#endif
