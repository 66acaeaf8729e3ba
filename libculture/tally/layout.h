/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_LAYOUT_H
#define CUL_TALLY_LAYOUT_H

/*
 * The accumulators of a tally, listed in one place. A group (an organisation or a unit) is a row of whole numbers, all
 * sums over its respondents, so that groups are merged by adding. In order:
 *
 *   respondents                     rows with at least one answer
 *   per item                        how often each scale point was chosen (lowest first, as answered), then invalid
 * answers per dimension of k items        respondents by (a answered, sum s of their codes), a = 1..k, s = 0..a (points
 * - 1) per dimension of k >= 2 items   over rows complete for it: sum of codes per item, then of products of codes for
 * each pair i <= j, row by row
 *
 * A code is the answer after reversal minus the scale's lowest point: 0 .. points - 1. Missing answers are what is
 * left.
 */
#include "questionnaire/model.h"

struct cul_layout_dimension {
    int32_t items, points;
    size_t histogram; /* of a = 1 */
    size_t sums;      /* items cells; unused for one item */
    size_t products;  /* items (items + 1) / 2 cells */
};

struct cul_layout {
    size_t width;  /* cells of a group */
    size_t *items; /* per item, the cell of its lowest point */
    struct cul_layout_dimension *dimensions;
};

enum { CUL_LAYOUT_RESPONDENTS = 0 }; /* the first cell */

_Bool cul_layout_new(struct cul_layout *layout, const culture_questionnaire *questionnaire); /* false: no memory */
void cul_layout_free(struct cul_layout *layout);

/* The cell of respondents who answered a items with code sum 0; sum s is s cells on. */
size_t cul_layout_histogram(const struct cul_layout_dimension *dimension, int32_t answered);

#endif
