/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_MODEL_H
#define CUL_TALLY_MODEL_H

/* A tally as the scores room sees it. */
#include "base/names.h"
#include "culture/tally.h"
#include "tally/lanes.h"
#include "tally/layout.h"

#include <stdatomic.h>

/*
 * An organisation, a unit of one or a crossing of its units. Keys are byte strings whose parts are joined by
 * CUL_KEY_SEPARATOR:
 *
 *   organisation   its name key
 *   unit           organisation, column key, unit's name key
 *   flagged        organisation, nothing: its respondents who answered carelessly, so that results without them are
 *                  what is left (tally/quality.h). Like a crossing it is no unit and is never published
 *   crossing       organisation, then column key and unit's name key for each unit column of its rows, the columns in
 *                  the order of their keys; the unit's part is empty where the cell was blank
 *
 * A row with two or more unit columns is counted in its organisation, in its unit of each column that is not blank, and
 * in one crossing, so crossings tell how units overlap. They are what raking and disclosure control start from; they
 * are no units, have no names and are never published. In key order an organisation comes before its units and
 * crossings, which mix. A group without respondents counts as absent.
 *
 * To walk the crossings of one organisation with the unit of each column see struct cul_scored_crossing in
 * scores/making.h; cul_crossing_next() takes a key apart.
 */
enum cul_group_kind { CUL_ORGANISATION, CUL_FLAGGED, CUL_UNIT, CUL_CROSSING };
struct cul_group {
    int64_t *cells;
    enum cul_group_kind kind;
};
enum { CUL_KEY_SEPARATOR = '\x1f' };

/*
 * How many rows of a group spelled its name in some way, or its column's heading. The byte-smallest spelling that has
 * rows is shown, so names do not depend on the order of rows, and rows that are taken out take their spelling along.
 */
enum cul_named { CUL_OWN_NAME, CUL_COLUMN_NAME };
struct cul_use {
    int64_t group, spelling; /* spelling: in spellings */
    enum cul_named named;
    int64_t rows;
};

struct cul_problem {
    char *kind, *message;
    int64_t line, column, count;
};

/* What became of one file; never changes once made. */
struct cul_file_report {
    atomic_int references;
    char *path, *message;
    culture_status status;
    int64_t rows, scored;
    _Bool skipped;                               /* no survey file: nothing was read, message says why */
    int32_t problem_count, problem_kinds;        /* listed; found */
    _Bool resumed;                               /* taken from the journal of an earlier batch */
    const char *format, *encoding, *compression; /* what it was found to be: static text, "" until known */
    int32_t delimiter, profile;
    struct cul_problem *problems;
    struct cul_names doubtful; /* keys of organisations of whose answers here too many were not recognised */
};

struct culture_tally {
    culture_questionnaire *questionnaire;
    struct cul_layout layout;
    struct cul_names keys;      /* number = index of the group */
    struct cul_names spellings; /* names as they were written */
    struct cul_group *groups;
    size_t group_capacity;
    _Bool full;                /* the last new group was refused: CULTURE_MAXIMUM_COUNTS */
    struct cul_names use_keys; /* number = index of the use */
    struct cul_use *uses;
    size_t use_capacity;
    int64_t respondents;
    struct cul_screening *screening; /* rows are compared with others by this, borrowed; NULL: they are not */
    int64_t *scores;                 /* of the respondent at hand, per dimension */
    struct cul_lanes_plan plan;
    struct cul_lanes_room *room; /* for blocks counted as lanes; NULL: none was yet */
    struct cul_file_report **files;
    int64_t file_count;
    size_t file_capacity;
};

/* With no more respondents than this no cell can overflow: the largest term is a limb of 27 bits. */
#define CUL_MAXIMUM_RESPONDENTS ((INT64_C(1) << 36) - 1)

/*
 * The groups that have respondents, in key order. Their uses lie together in uses: those of the group's own name, then
 * those of its column's, the byte-smallest spelling first.
 */
struct cul_listed {
    int64_t group, first_use, names, columns;
};
struct cul_list {
    struct cul_listed *groups;
    int64_t count;
    int64_t *uses;
};
_Bool cul_tally_list(const culture_tally *tally, struct cul_list *list); /* false: no memory */
void cul_list_free(struct cul_list *list);

/* The spelling that is shown, NULL for none. */
const char *cul_list_name(const culture_tally *tally, const struct cul_list *list, int64_t index, enum cul_named named);

/* The group of a key, made when new; -1: no memory, or the tally is full. */
int64_t cul_tally_group(culture_tally *tally, const char *key, size_t length);
/* Why there was no group, or no use of it: the tally is full, or memory ran out. */
culture_status cul_tally_fail(const culture_tally *tally, const char *path, struct culture_error *error);

/*
 * The use of a spelling by a group, made when new with no rows; -1: no memory. A call that fails has changed nothing:
 * first all groups and uses are found, then, when nothing can fail any more, rows are counted.
 */
int64_t cul_tally_use(culture_tally *tally, int64_t group, enum cul_named named, const char *spelling);

/* The next column and unit of a crossing's key, from *at = 0 on; false at the end. */
struct cul_crossing_part {
    const char *column, *unit;
    size_t column_length, unit_length; /* unit_length 0: blank */
};
_Bool cul_crossing_next(const char *key, size_t length, size_t *at, struct cul_crossing_part *part);

/*
 * The group of a crossing's unit, -1 when it is blank or absent; key is scratch. Without memory key->failed is set.
 */
struct cul_buffer;
int64_t cul_crossing_unit(const culture_tally *tally, int64_t crossing, const struct cul_crossing_part *part,
                          struct cul_buffer *key);

/* An organisation's group of flagged respondents, made when new; -1: no memory. key is scratch. */
int64_t cul_tally_flag(culture_tally *tally, int64_t organisation, struct cul_buffer *key);

/* An organisation's group of flagged respondents; -1: nobody is. key is scratch, key->failed is set without memory. */
int64_t cul_tally_flagged(const culture_tally *tally, int64_t organisation, struct cul_buffer *key);

/* The organisation that any other group belongs to; -1: none. */
int64_t cul_tally_owner(const culture_tally *tally, int64_t group);

/* Whether cells read from a file, or left after a subtraction, can come from counting answers. */
_Bool cul_cells_are_possible(const culture_tally *tally, const int64_t *cells);

/*
 * Whether the flagged (NULL: none) of an organisation are those its counts tell of, and what is left without them can
 * come from answers; rest is scratch.
 */
_Bool cul_flagged_are_possible(const culture_tally *tally, const int64_t *cells, const int64_t *flagged, int64_t *rest);

/* File reports. */
struct cul_file_report *cul_file_report_new(const char *path); /* NULL: no memory */
struct cul_file_report *cul_file_report_retain(struct cul_file_report *report);
void cul_file_report_free(struct cul_file_report *report);
culture_status cul_file_report_get(const struct cul_file_report *report, struct culture_file *file,
                                   struct culture_error *error);
culture_status cul_file_report_problem(const struct cul_file_report *report, int32_t index,
                                       struct culture_problem *problem, struct culture_error *error);
/* Copies what a reader found wrong. False: no memory. */
_Bool cul_file_report_take(struct cul_file_report *report, const culture_answers *answers);
/* The error that sank a file is one of its problems too, with its place. False: no memory. */
_Bool cul_file_report_fail(struct cul_file_report *report, const struct culture_error *error);
/* Takes over the report. False: no memory, the report is still the caller's. */
_Bool cul_tally_add_report(culture_tally *tally, struct cul_file_report *report);
/* Reports a file that was passed over. False: no memory. */
_Bool cul_tally_add_skipped(culture_tally *tally, const char *path, const char *why);

#endif
