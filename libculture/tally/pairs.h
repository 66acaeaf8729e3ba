/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_PAIRS_H
#define CUL_TALLY_PAIRS_H

/* Accumulators over pairs of dimensions: what one respondent's scores on two dimensions have to do with each other. */
#include "tally/layout.h"

/* Sums in limbs of 27 bits: up to 2^36 terms fit before a limb is full. */
enum { CUL_LIMB_BITS = 27, CUL_SUM_LIMBS = 2, CUL_SQUARE_LIMBS = 3 };

unsigned __int128 cul_limbs_value(const int64_t *limbs, int count);

/* The score of a respondent who answered so many items of a dimension with that sum of codes; -1: too few answers. */
int64_t cul_layout_score(const struct cul_layout *layout, int32_t dimension, int32_t answered, int64_t sum);

/* Counts a respondent's scores, per dimension, into the cells of a group. */
void cul_pairs_count(const struct cul_layout *layout, const int64_t *scores, int64_t *cells);

/* Whether cells read from a file can come from counting. */
_Bool cul_pairs_are_possible(const struct cul_layout *layout, const int64_t *cells);

#endif
