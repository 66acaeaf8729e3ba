/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_ARROW_CELLS_H
#define CUL_ANSWERS_ARROW_CELLS_H

/* What stands in a column of an Arrow batch, as text. */
#include "answers/arrow.h"
#include "base/number.h"

/* A kind of column, told by its format. */
enum cul_arrow_kind {
    CUL_ARROW_NOTHING, /* all null */
    CUL_ARROW_INT8,
    CUL_ARROW_UINT8,
    CUL_ARROW_INT16,
    CUL_ARROW_UINT16,
    CUL_ARROW_INT32,
    CUL_ARROW_UINT32,
    CUL_ARROW_INT64,
    CUL_ARROW_UINT64,
    CUL_ARROW_FLOAT,
    CUL_ARROW_DOUBLE,
    CUL_ARROW_TRUTH,
    CUL_ARROW_TEXT,       /* offsets of 32 bits */
    CUL_ARROW_LARGE_TEXT, /* of 64 bits */
    CUL_ARROW_TEXT_VIEW,
    CUL_ARROW_DAYS,
    CUL_ARROW_TIME,  /* a moment, whose units per second are in the column */
    CUL_ARROW_OTHER, /* what no survey has: lists, structs */
};

struct cul_arrow_column {
    enum cul_arrow_kind kind, words; /* words: of the dictionary, when there is one */
    int64_t per_second;              /* of the kind that is a time */
    bool has_dictionary;
    const struct ArrowArray *array; /* of the batch at hand */
    int64_t offset;                 /* of the batch's first row in the array */
    char text[CUL_NUMBER_SIZE];     /* of a number, till the next row */
};

/* What a column is. */
void cul_arrow_column_open(struct cul_arrow_column *column, const struct ArrowSchema *schema);

/* Points a column to its array in a batch. False: the array has not the buffers that its kind needs, or too few rows.
 */
bool cul_arrow_column_bind(struct cul_arrow_column *column, const struct ArrowArray *array, int64_t first,
                           int64_t rows);

/* The cell of a row; "" for null and NaN. */
struct cul_csv_field cul_arrow_cell(struct cul_arrow_column *column, int64_t row);

/* The place of a row's word in its dictionary; the column has one, and the row is not null. */
int64_t cul_arrow_word(const struct cul_arrow_column *column, int64_t row);

#endif
