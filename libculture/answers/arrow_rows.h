/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_ARROW_ROWS_H
#define CUL_ANSWERS_ARROW_ROWS_H

/*
 * The quick way for rows of a frame: answers that are points of their scale, words of a dictionary, texts or nothing,
 * and an organisation that was met before. Whatever else a row holds, it is read as every row can be (answers/rows.h),
 * which gives the same for these rows too.
 */
#include "answers/codes.h"

struct culture_answers;
struct cul_arrow;
struct cul_arrow_rows;

/* Sees whether rows of a frame can be read so; *rows is NULL when they cannot. False: no memory. */
bool cul_arrow_rows_new(struct cul_arrow_rows **rows, struct culture_answers *answers, struct cul_arrow *arrow);

/* As cul_plain_read(), within the batch at hand. */
bool cul_arrow_rows_read(struct cul_arrow_rows *rows, struct culture_answers *answers, struct cul_codes *codes);

void cul_arrow_rows_free(struct cul_arrow_rows *rows);

#endif
