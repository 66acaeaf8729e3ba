/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_DATA_H
#define CUL_ANSWERS_DATA_H

/* Files of statistics packages as if they had been saved as CSV, by somebody who knows the questionnaire. */
#include "base/buffer.h"
#include "culture/answers.h"

/* Whether a source is such a file: a path with its extension. */
_Bool cul_data_is_file(const struct culture_source *source);

/*
 * Reads the file, with the options' read_data, and appends it as CSV. A column is called by its variable's name, or by
 * the variable's label when that is an item, or a column that is asked for, and the name is none. The cells of items
 * hold the number, or its label when that tells which point it is: where labels contradict the numbers (0 for the first
 * of five points), a number without a label is no answer. Other cells hold the label of their value, if there is one.
 * Errors: FILE, SYNTAX, LIMIT, MEMORY, and those of read_data.
 */
culture_status cul_data_read(const char *path, const culture_questionnaire *questionnaire,
                             const struct culture_answers_options *options, struct cul_buffer *csv,
                             struct culture_error *error);

#endif
