/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_MAKING_H
#define CUL_SCORES_MAKING_H

/* How scores are made, for the files of this room: organisations first, then their units, then all together. */
#include "base/buffer.h"
#include "numeric/remembered.h"
#include "scores/state.h"

/*
 * A crossing: respondents of an organisation who are in the same units. units has a place for each unit column of the
 * organisation (column_count, in the order of unit rows; see column_index of a unit): the row of the unit, or -1 where
 * these respondents have a blank cell or no such column. The crossings of an organisation lie together, from
 * first_crossing on:
 *
 *   for (int64_t i = organisation->first_crossing; i < organisation->first_crossing + organisation->crossing_count;
 * i++)
 *
 * Rows that had fewer than two unit columns are in no crossing: an organisation with one column has none.
 */
struct cul_scored_crossing {
    const int64_t *cells;
    const int64_t *units;
};

/* What is at hand while scores are made. */
struct cul_making {
    culture_scores *scores;
    const culture_tally *tally;
    struct cul_list list; /* groups of the tally, in key order */
    const int64_t **organisation_cells;
    int64_t *organisation_groups; /* of the tally */
    const int64_t **unit_cells;
    int64_t *unit_rows;   /* per group of the tally that is a unit: its row */
    int64_t *unit_groups; /* per unit: its group */
    struct cul_scored_crossing *crossings;
    int64_t *crossing_units; /* what their units point into */
    int32_t threads;         /* wanted; 0: one per processor */
    struct cul_desk *desk;   /* of the thread that works */
};

/* What a thread needs of its own. */
struct cul_desk {
    const struct cul_making *making;
    double *room;          /* for the statistics of the largest dimension */
    int64_t *cells;        /* of a group that is put together */
    struct cul_buffer key; /* of a group that is looked for */
    struct cul_remembered *remembered;
    bool failed; /* memory ran out */
};

/* NULL: no memory. */
struct cul_desk *cul_desks_new(const struct cul_making *making, size_t count);
void cul_desks_free(struct cul_desk *desks, size_t count);

/* Everything about each organisation that does not need the others, its units included. */
bool cul_score_organisations(struct cul_making *making, struct cul_desk *desks, size_t workers); /* false: no memory */

/* Whether two units are of the same organisation and column. */
static inline bool cul_same_partition(const culture_scores *scores, int64_t one, int64_t other)
{
    return scores->units[one].organisation == scores->units[other].organisation &&
           scores->units[one].column_index == scores->units[other].column_index;
}

/* Lists the crossings of every organisation, once organisations and units are listed. False: no memory. */
bool cul_list_crossings(struct cul_making *making);

/*
 * Reliability and agreement of a group on one dimension, once its score is in the table: hidden with it, and where
 * fewer rows than the minimum are complete.
 */
void cul_score_consistency(const struct cul_making *making, struct cul_table *table, int64_t row, int32_t dimension,
                           struct cul_target target);
/* The same for the dimension's items, into a table of items; whether it is hidden stands in the dimensions' table. */
void cul_score_item_consistency(const struct cul_making *making, const struct cul_table *dimensions,
                                struct cul_table *items, int64_t row, int32_t dimension, const int64_t *cells);

/* Results per item of an organisation, after those of its dimensions. */
void cul_score_items(struct cul_making *making, int64_t row, struct cul_target target);

/* The counts of an item's points, as they are or in threes; room holds CUL_MAXIMUM_POINTS. */
const int64_t *cul_item_counts(const struct cul_making *making, const int64_t *cells, int32_t item, bool threes,
                               int64_t *room);

/* Scores an organisation's units; small ones are hidden, and others where a small one could be worked out. */
bool cul_score_units(struct cul_making *making, int64_t organisation); /* false: no memory */

/* Tells units the headcounts that the register has for them, before they are scored. */
bool cul_find_unit_headcounts(struct cul_making *making); /* false: no memory */

/*
 * Whether a weighted mean of an organisation may stand beside what is published of its units on a dimension, without a
 * small or hidden group being worked out from it. weights are per crossing of the organisation, then per unit (for
 * those of its respondents who are in no crossing). False: no memory.
 */
bool cul_weights_are_safe(struct cul_making *making, int64_t organisation, int32_t dimension, const double *weights,
                          bool *safe);

/*
 * Whether results of an organisation's flagged respondents may be known beside what is published of its units, without
 * a small group being worked out. False: no memory.
 */
bool cul_flagged_are_safe(struct cul_making *making, int64_t organisation, bool *safe);

/* How an organisation was answered, and its means without the flagged, once its units are scored. */
bool cul_score_quality(struct cul_making *making, int64_t row); /* false: no memory */

/* Weighs the means of organisations to their units' headcounts, once the units are scored. */
bool cul_score_weighted_means(struct cul_making *making); /* false: no memory */

/*
 * Scores all respondents together, without the organisations that are hidden: else their answers were what is left. Nor
 * with those that are rounded, unless they are at least two and CUL_ROUNDED_BELOW respondents together.
 */
void cul_score_pooled(struct cul_making *making, struct cul_desk *desks, size_t workers);

#endif
