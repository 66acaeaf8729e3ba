/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PLAIN_H
#define CUL_ANSWERS_PLAIN_H

/*
 * The quick way for plain rows: answers that are one digit on the scale or nothing, quoted or not, side by side in the
 * file, and an organisation that was met before. Whatever else a row holds, it is read as every row can be
 * (answers/rows.h), which gives the same for plain rows too.
 */
#include "answers/arrow_rows.h"
#include "answers/codes.h"
#include "answers/columns.h"
#include "answers/csv.h"
#include "answers/digits.h"
#include "answers/labels.h"
#include "base/names.h"

struct cul_plain {
    const struct cul_digits_target *target; /* NULL: no row of this file can be plain */
    struct cul_arrow_rows *frame;           /* NULL: it is none, which has a quick way of its own */
    struct cul_digits_cells cells;
    int32_t first;                 /* column of answers */
    int32_t organisation, columns; /* the organisation's column, -1: none; all columns */
    int32_t *items;                /* per cell */
    bool in_order;                 /* the items are one after the other, on one scale of whole digits */
    uint8_t (*codes)[11];          /* else what a cell's digit plus 1 is as a code; CUL_CODE_INVALID: not plain */
    uint8_t *digits;               /* of the row at hand, plus 1 */
    const char *end;               /* rows that end before it can be plain */
    /* The organisation of the row before, with what ends its cell, 8 bytes at a time; the last of them masked. */
    uint64_t name[CULTURE_MAXIMUM_NAME / 8 + 1], name_mask;
    int32_t name_words, name_number; /* name_words 0: none yet */
    size_t name_length;
};

struct culture_answers;

/*
 * Sees whether a file's rows can be plain; not when more is wanted of them than answers and an organisation. False: no
 * memory.
 */
bool cul_plain_new(struct cul_plain *plain, struct culture_answers *answers);

/* Looks anew how far plain rows can reach, in another text; whether that has room behind it for the slack. */
void cul_plain_find_end(struct cul_plain *plain, const struct cul_csv *csv, bool roomy);

/*
 * Appends rows from the reader's place on for as long as they are plain, have an answer and there is room for them, and
 * goes behind them. False: no memory.
 */
bool cul_plain_read(struct cul_plain *plain, struct culture_answers *answers, struct cul_codes *codes);

void cul_plain_free(struct cul_plain *plain);

#endif
