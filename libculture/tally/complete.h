/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_COMPLETE_H
#define CUL_TALLY_COMPLETE_H

/* What a tally knows of the rows that are complete for a dimension: every item answered. */
#include "tally/layout.h"

/* How many rows are complete; for one item, all that answered it. */
int64_t cul_complete_rows(const struct cul_layout_dimension *at, const int64_t *cells);

/* How often each code of an item was given on complete rows, 0 first. */
const int64_t *cul_complete_counts(const struct cul_layout_dimension *at, const int64_t *cells, int32_t item);

/* Sum over complete rows of an item's codes, and of their squares. */
int64_t cul_complete_sum(const struct cul_layout_dimension *at, const int64_t *cells, int32_t item);
int64_t cul_complete_squares(const struct cul_layout_dimension *at, const int64_t *cells, int32_t item);

/* Sum over complete rows of the products of two items' codes; i = j gives the squares. */
int64_t cul_complete_product(const struct cul_layout_dimension *at, const int64_t *cells, int32_t i, int32_t j);

/* Whether counts and products read from a file can come from rows, and agree with the histogram. */
_Bool cul_complete_is_possible(const struct cul_layout_dimension *at, const int64_t *cells);

#endif
