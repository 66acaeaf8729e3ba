/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_QUOTE_H
#define CUL_ANSWERS_QUOTE_H

/* Cells of a table that the CSV reader reads back. */
#include "base/buffer.h"

/* Appends a cell; line ends in it become blanks, so that a record is a line. quoted: within quotes in any case. */
void cul_quote(const char *text, size_t length, _Bool quoted, struct cul_buffer *out);

#endif
