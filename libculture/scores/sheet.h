/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_SHEET_H
#define CUL_SCORES_SHEET_H

/* An organisation and its units as groups of parts, to find out what could be worked out from what they publish. */
#include "scores/making.h"
#include "scores/recover.h"

/*
 * One organisation: group 0 is itself, the others are its units. Its parts are its crossings, then of every unit those
 * who are in no crossing (their rows had one unit column), then those who are in no unit.
 */
struct cul_sheet {
    struct cul_making *making;
    int64_t organisation, first_unit, units;
    const struct cul_scored_organisation *of;
    struct cul_groups groups;
    uint8_t *members;
    struct cul_size *sizes, *totals;
    int64_t *columns;
    enum cul_hidden *hidden, *rounded; /* rounded: what must not be known exactly */
    enum cul_hidden *kept;             /* those of which one more result must not */
    bool *work;
    struct cul_recovery *recovery; /* NULL: one column, or too large */
};

/* How many of a group count for a result. */
typedef struct cul_size (*cul_measure)(const struct cul_making *making, const int64_t *cells, int32_t dimension);
struct cul_size cul_size_respondents(const struct cul_making *making, const int64_t *cells, int32_t dimension);
struct cul_size cul_size_scored(const struct cul_making *making, const int64_t *cells, int32_t dimension);

/* Parts are known from so many unit columns on. False: no memory; closing frees what there is either way. */
bool cul_sheet_open(struct cul_sheet *sheet, struct cul_making *making, int64_t organisation, int64_t least_columns);
void cul_sheet_close(struct cul_sheet *sheet);

/* The sizes of all groups and parts for one result. */
void cul_sheet_measure(struct cul_sheet *sheet, cul_measure size_of, int32_t dimension);

/* The counts of a unit, group 1 and on. */
const int64_t *cul_sheet_cells(const struct cul_sheet *sheet, int64_t group);

/* Takes a size from another, not below 0. */
void cul_size_take(struct cul_size *from, struct cul_size size);

/* Whether the organisation's own result is hidden, so that nothing can be subtracted from it. */
enum cul_hidden cul_sheet_whole(const struct cul_sheet *sheet, int32_t result, int32_t dimension);

#endif
