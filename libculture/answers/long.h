/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_LONG_H
#define CUL_ANSWERS_LONG_H

/*
 * Long format: a row for each answer, told by the columns respondent, item and answer. The file is gathered into a row
 * a respondent before the first is handed out, so that memory grows with the respondents. They may come in any order.
 */
#include "answers/rows.h"

struct cul_long;

/* Reads the whole file. Errors: as of culture_answers_next(). */
culture_status cul_long_gather(struct cul_long **gathered, culture_answers *answers, struct culture_error *error);
/* The next respondent; false: there are no more. */
bool cul_long_next(struct cul_long *gathered, const culture_answers *answers, struct cul_row *row);
void cul_long_free(struct cul_long *gathered);

#endif
