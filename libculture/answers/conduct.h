/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_CONDUCT_H
#define CUL_ANSWERS_CONDUCT_H

/* How a respondent went about it: the cells that tell how long it took and whether to the end. */
#include "answers/csv.h"

#include <stdbool.h>

/* Seconds, with a decimal point or comma; NaN when the cell is blank or holds no number from 0 up: then *wrong tells
 * whether there is something else in it. */
double cul_conduct_seconds(struct cul_csv_field field, bool *wrong);

/* Whether a cell says no: 0, false, no, nee. */
bool cul_conduct_is_no(struct cul_csv_field field);

#endif
