/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_CANDIDATES_H
#define CUL_ANSWERS_CANDIDATES_H

/*
 * Columns that match nothing but may name organisations: their heading speaks of one, and their cells are words, more
 * than one, that come back on other rows. Told when a file's organisation was taken from its name.
 */
#include "answers/columns.h"
#include "base/names.h"

#include <stdbool.h>

struct cul_candidate {
    int32_t column;
    int64_t rows; /* that have a word here */
    bool words;   /* some cell has a letter */
    bool ruled_out;
    struct cul_names values;
};

struct cul_candidates {
    struct cul_candidate *list;
    int32_t count;
};

/* The columns to watch. False: no memory. */
bool cul_candidates_new(struct cul_candidates *candidates, const struct cul_columns *columns);
/* Looks at a row. False: no memory. */
bool cul_candidates_look(struct cul_candidates *candidates, const struct cul_csv_record *record);
/* Whether a column could be it, after all rows. */
bool cul_candidate_remains(const struct cul_candidate *candidate);
void cul_candidates_free(struct cul_candidates *candidates);

#endif
