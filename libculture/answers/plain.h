/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PLAIN_H
#define CUL_ANSWERS_PLAIN_H

/*
 * The quick way for plain rows: answers that are one digit on the scale or nothing, side by side in the file, an
 * organisation that was met before, and nothing quoted. Whatever else a row holds, it is read as every row can be
 * (answers/rows.h), which gives the same for plain rows too.
 */
#include "answers/columns.h"
#include "answers/csv.h"
#include "answers/digits.h"
#include "answers/labels.h"
#include "base/names.h"

struct cul_plain {
    const struct cul_digits_target *target; /* NULL: no row of this file can be plain */
    int32_t first, cells;                   /* the answers' columns */
    int32_t organisation, columns, asked;   /* the organisation's column, -1: none; all columns; all items */
    int32_t *items;                         /* per answer */
    bool in_order;                          /* the items are one after the other, on one scale of whole digits */
    int16_t low, high;                      /* of that scale */
    int16_t (*values)[10];                  /* per answer and digit; CULTURE_INVALID: not plain */
    uint8_t *digits;
    const char *end; /* rows that end before it can be plain */
    char name[CULTURE_MAXIMUM_NAME];
    size_t name_length; /* the organisation of the row before */
    int32_t name_number;
};

/*
 * Sees whether a file's rows can be plain; not when more is wanted of them than answers and an organisation. False: no
 * memory.
 */
struct culture_answers;
bool cul_plain_new(struct cul_plain *plain, struct culture_answers *answers);

/* Looks anew how far plain rows can reach, in another text. */
void cul_plain_find_end(struct cul_plain *plain, const struct cul_csv *csv);

/*
 * Reads the row at the reader's place when it is plain, and goes behind it: its values and the number of its
 * organisation. Returns how many answers it has; 0 when it is not plain, or has none.
 */
int32_t cul_plain_read(struct cul_plain *plain, struct culture_answers *answers, int16_t *values,
                       int32_t *organisation);

void cul_plain_free(struct cul_plain *plain);

#endif
