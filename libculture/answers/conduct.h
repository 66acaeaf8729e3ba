/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_CONDUCT_H
#define CUL_ANSWERS_CONDUCT_H

/* How a respondent went about it: the cells that tell how long it took and whether to the end. */
#include "answers/profiles.h"

#include <stdbool.h>

/* Seconds, with a decimal point or comma; NaN when the cell is blank or holds no number from 0 up: then *wrong tells
 * whether there is something else in it. */
double cul_conduct_seconds(struct cul_csv_field field, bool *wrong);

/* Whether a cell says that its respondent did not finish; rule is an enum cul_finished_rule. */
bool cul_conduct_is_unfinished(struct cul_csv_field field, int32_t rule);

/* Whether Qualtrics' status says that a row was made to try the survey out: a preview or test, as number or word. */
bool cul_conduct_is_preview(struct cul_csv_field field);

#endif
