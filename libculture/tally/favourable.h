/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_FAVOURABLE_H
#define CUL_TALLY_FAVOURABLE_H

/*
 * How respondents' favourable answers to a dimension cluster: a person gives several answers, so a share of answers is
 * less sure than as many answers of different people would make it.
 */
#include "tally/layout.h"

/* Counts a respondent who answered so many items of a dimension, so many of them favourably. */
void cul_favourable_count(const struct cul_layout_dimension *at, int32_t favourable, int32_t answered, int64_t *cells);

/* Whether cells read from a file can come from counting. */
_Bool cul_favourable_is_possible(const struct cul_layout_dimension *at, const int64_t *cells);

/* Over the respondents with an answer to the dimension: how many, their answers, and the squares of those. */
struct cul_answered {
    int64_t respondents, answers, squares;
};
struct cul_answered cul_answered_of(const struct cul_layout_dimension *at, const int64_t *cells);

#endif
