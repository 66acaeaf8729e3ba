/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PARTS_H
#define CUL_ANSWERS_PARTS_H

/*
 * A file that is read part by part: a reader is opened on its first part, headings included, and then given others,
 * each from the beginning of a row to the end of one. That is for clean files: of what is wrong in a part nobody could
 * say at which line of the file it stands.
 */
#include "answers/state.h"

/* Whether a reader just opened can go on so. */
bool cul_answers_takes_parts(const culture_answers *answers);

/*
 * Goes on with other text, which is swapped for the old one; its first byte is an end of line before the first row.
 * False: it is no UTF-8, and nothing has changed.
 */
bool cul_answers_feed(culture_answers *answers, struct cul_buffer *text);

/* Whether nothing was wrong with the rows so far. */
bool cul_answers_are_clean(const culture_answers *answers);

/* Where the last row that ends in a text ends, quotes considered; 0: none does. The text begins with a row. */
size_t cul_answers_rows_end(const culture_answers *answers, const char *text, size_t length);

#endif
