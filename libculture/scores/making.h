/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_MAKING_H
#define CUL_SCORES_MAKING_H

/* How scores are made, for the files of this room: organisations first, then their units, then all together. */
#include "scores/state.h"

/* What is at hand while scores are made. */
struct cul_making {
    culture_scores *scores;
    const culture_tally *tally;
    const int64_t *groups; /* of the tally, in key order */
    int64_t group_count;
    const int64_t **organisation_cells;
    const int64_t **unit_cells;
};

/* Scores the units of every organisation; small ones are hidden, and others where a small one could be worked out. */
bool cul_score_units(struct cul_making *making); /* false: no memory */

/* Scores all respondents together, without the organisations that are hidden: else their answers were what is left. */
bool cul_score_pooled(struct cul_making *making); /* false: no memory */

#endif
