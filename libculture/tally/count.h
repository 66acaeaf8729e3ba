/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_COUNT_H
#define CUL_TALLY_COUNT_H

/* Rows into cells. */
#include "answers/codes.h"
#include "tally/model.h"
#include "tally/quality.h"

/* Counts one row, judged, into the cells of a group. */
void cul_count_row(culture_tally *tally, const int16_t *values, struct cul_row_quality quality, int64_t *cells);

/*
 * Adds a checked block without unit columns, its rows as lanes where an organisation has several. The tally's plan must
 * have a target and no rows may be compared with others. On failure nothing has changed.
 */
culture_status cul_lanes_add(culture_tally *tally, const struct culture_block *block, struct culture_error *error);

/*
 * Adds rows of codes; block tells their names and how they were asked, and without its seconds none are known. The same
 * must hold of the tally, and if this fails it is of no more use.
 */
culture_status cul_lanes_add_codes(culture_tally *tally, const struct culture_block *block,
                                   const struct cul_codes *codes, struct culture_error *error);

/* The group and use of an organisation's name, made when new. key is scratch. Errors: ARGUMENT, MEMORY. */
struct cul_buffer;
culture_status cul_tally_organisation(culture_tally *tally, const char *name, struct cul_buffer *key, int64_t *group,
                                      int64_t *use, struct culture_error *error);

#endif
