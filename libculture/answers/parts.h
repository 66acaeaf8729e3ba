/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PARTS_H
#define CUL_ANSWERS_PARTS_H

/*
 * A file that is read part by part: a reader is opened on its first part, headings included, and then given others,
 * each from the beginning of a row to the end of one. That is for clean files: of what is wrong in a part nobody could
 * say at which line of the file it stands.
 */
#include "answers/codes.h"
#include "answers/digits.h"
#include "base/buffer.h"

/* Whether a reader just opened can go on so. */
bool cul_answers_begin_parts(culture_answers *answers);

/*
 * Goes on with other text, which is swapped for the old one; its first byte is an end of line before the first row, and
 * CUL_DIGITS_SLACK bytes behind it can be read.
 */
void cul_answers_feed(culture_answers *answers, struct cul_buffer *text);

/*
 * Appends rows from the text to codes for as long as there is room. When that is left, the text is over. A reader is
 * read so, or with culture_answers_next(); its rows must need no subgroups and no keys. Errors: those of
 * culture_answers_next().
 */
culture_status cul_answers_next_codes(culture_answers *answers, struct cul_codes *codes, struct culture_error *error);

/* Whether rows can be read so: they have no subgroups. */
bool cul_answers_give_codes(const culture_answers *answers);

/* What a block tells of its rows besides their values: the organisations' names and the order of asking. */
void cul_answers_describe(culture_answers *answers, const struct cul_codes *codes, struct culture_block *block);

/* Takes the rows that another reader of the same file kept into this one's account, and how the file is compressed. */
void cul_answers_take_over(culture_answers *answers, const culture_answers *other);
void cul_answers_set_compression(culture_answers *answers, const char *compression);

/* Whether nothing was wrong with the rows so far. */
bool cul_answers_are_clean(const culture_answers *answers);

/*
 * Where the last row that ends in a text ends; 0: none does. The text begins with a row. Where there are no quotes in
 * the first part, or as many that open as that close, the last end of line is taken for it; should that be within
 * quotes after all, reading up to there fails for the quote that is never closed.
 */
size_t cul_answers_rows_end(const culture_answers *answers, const char *text, size_t length);

#endif
