/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_LAYOUT_H
#define CUL_TALLY_LAYOUT_H

/*
 * The accumulators of a tally, listed in one place. A group (an organisation or a unit) is a row of whole numbers, all
 * sums over its respondents, so that groups are merged by adding. In order:
 *
 * - respondents: rows with at least one answer;
 * - per item: how often each scale point was chosen (lowest first, as answered), then invalid answers;
 * - per dimension of k items: respondents by (a answered, sum s of their codes), a = 1..k, s = 0..a (points - 1), and,
 *   for k >= 2 over rows complete for it, how often each code was given per item (lowest first), then the sum of
 *   products of codes for each pair i < j; sums and squares follow from the counts;
 * - signs of careless answering: see enum cul_quality_cell, then respondents by how many items they answered, 0 to all;
 * - per dimension with a base (ambition and its practice, wanted and now), over respondents scored on both: see
 *   enum cul_difference_cell;
 * - per dimension, over respondents with an answer to it: see enum cul_favourable_cell;
 * - per pair of factors and themes f < g, over respondents scored on both: see enum cul_product_cell.
 *
 * A code is the answer after reversal minus the scale's lowest point: 0 .. points - 1. Missing answers are what is
 * left. A score is a whole number of 1 / unit parts of the way from the lowest to the highest score; the unit is the
 * least in which every score is whole, or 2^40 for dimensions of some thirty items, where scores are rounded to it.
 * Sums that can outgrow 64 bits are kept as sums of limbs of 27 bits, the lowest first, so that merging stays plain
 * addition.
 */
#include "questionnaire/model.h"

/* The signs of careless answering, in the order of their cells; tally/quality.h tells what they are. */
enum cul_sign {
    CUL_LONGSTRING,
    CUL_IRV,
    CUL_EVEN_ODD,
    CUL_ANSWERED,
    CUL_SPEED,
    CUL_PERSON_TOTAL,
    CUL_DISTANCE,
    CUL_SIGNS,
};

enum cul_quality_cell {
    CUL_QUALITY_FLAGGED, /* respondents with two signs or more */
    CUL_QUALITY_STRAIGHT,
    CUL_QUALITY_SHOWN,                                 /* per sign, respondents who show it */
    CUL_QUALITY_KNOWN = CUL_QUALITY_SHOWN + CUL_SIGNS, /* per sign, respondents for whom it can be told */
    CUL_QUALITY_ANSWERED = CUL_QUALITY_KNOWN + CUL_SIGNS,
};

enum cul_difference_cell {
    CUL_DIFFERENCE_RESPONDENTS,
    CUL_DIFFERENCE_ABOVE,                            /* whose score is higher than on the base */
    CUL_DIFFERENCE_SUM,                              /* 2 limbs: of unit + score - score on the base */
    CUL_DIFFERENCE_SQUARES = CUL_DIFFERENCE_SUM + 2, /* 3 limbs: of (score - score on the base)^2 */
    CUL_DIFFERENCE_CELLS = CUL_DIFFERENCE_SQUARES + 3,
};

enum cul_favourable_cell {
    CUL_FAVOURABLE_SQUARES,  /* squares of the number of favourable answers */
    CUL_FAVOURABLE_ANSWERED, /* products of that number and the number of answers */
    CUL_FAVOURABLE_CELLS,
};

enum cul_product_cell {
    CUL_PRODUCT_RESPONDENTS,
    CUL_PRODUCT_FIRST,                          /* 2 limbs: of scores on f */
    CUL_PRODUCT_SECOND = CUL_PRODUCT_FIRST + 2, /* 2 limbs: on g */
    CUL_PRODUCT_BOTH = CUL_PRODUCT_SECOND + 2,  /* 3 limbs: of their products */
    CUL_PRODUCT_CELLS = CUL_PRODUCT_BOTH + 3,
};

struct cul_layout_dimension {
    int32_t items, points, needed;
    int32_t base;      /* the dimension it is compared with; -1: none */
    size_t difference; /* the first of its difference cells; unused without a base */
    size_t histogram;  /* of a = 1 */
    size_t counts;     /* items x points cells, on complete rows; unused for one item */
    size_t favourable; /* the first of its favourable cells */
    size_t products;   /* items (items - 1) / 2 cells, on complete rows: 0 and 1, 0 and 2, ... */
};

struct cul_layout {
    size_t width;  /* cells of a group */
    size_t *items; /* per item, the cell of its lowest point */
    struct cul_layout_dimension *dimensions;
    int32_t dimension_count, paired; /* paired: the first so many, factors and themes, are counted in pairs too */
    size_t quality;                  /* the first cell of quality */
    int32_t item_count;
    int64_t halves;  /* in 1 / this of the scale's length halves of factors are compared */
    size_t pairs;    /* the first cell of a pair of dimensions: cells before it hold at most 100 per respondent */
    size_t products; /* cells of dimension 0 and 1, then 0 and 2, ... */
    int64_t unit;
};

enum { CUL_LAYOUT_RESPONDENTS = 0 }; /* the first cell */

_Bool cul_layout_new(struct cul_layout *layout, const culture_questionnaire *questionnaire); /* false: no memory */
void cul_layout_free(struct cul_layout *layout);

/* The first cell of a pair of factors or themes, first < second. */
size_t cul_layout_product(const struct cul_layout *layout, int32_t first, int32_t second);

/* The cell of respondents who answered a items with code sum 0; sum s is s cells on. */
size_t cul_layout_histogram(const struct cul_layout_dimension *dimension, int32_t answered);

/* The cells that a dimension has on complete rows, counts and products; none for one item. */
size_t cul_layout_complete_cells(const struct cul_layout_dimension *dimension);

#endif
