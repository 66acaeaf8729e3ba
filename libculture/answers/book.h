/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_BOOK_H
#define CUL_ANSWERS_BOOK_H

/* Excel workbooks: this library reads none, but its caller may, through read_data of the options. */
#include "base/buffer.h"
#include "culture/answers.h"

/* Whether a source is such a file: a path that ends in .xlsx. */
_Bool cul_book_is_file(const struct culture_source *source);

/*
 * Has the caller read it: the name of the sheet, which is to be freed, and the sheet as CSV. *sheet stays NULL where
 * nobody can read workbooks. Errors: those of read_data, SYNTAX (no line with the sheet's name), MEMORY.
 */
culture_status cul_book_read(const char *path, const struct culture_answers_options *options, char **sheet,
                             struct cul_buffer *csv, struct culture_error *error);

/* Puts the sheet before the message of an error. */
void cul_book_name_sheet(const char *sheet, struct culture_error *error);

#endif
