/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_MODEL_H
#define CUL_TALLY_MODEL_H

/* A tally as the scores room sees it. */
#include "base/names.h"
#include "culture/tally.h"
#include "tally/layout.h"

#include <stdatomic.h>

/*
 * An organisation, or a unit of one. Its key is the organisation's name key; a unit's adds CUL_KEY_SEPARATOR, the
 * column's key, the separator and the unit's name key. In key order an organisation is followed by its units. Names are
 * the byte-smallest spelling seen, so that they do not depend on the order of rows. A group without respondents counts
 * as absent.
 */
struct cul_group {
    int64_t *cells;
    int64_t name;   /* in spellings */
    int64_t column; /* in spellings; -1 for an organisation */
};
enum { CUL_KEY_SEPARATOR = '\x1f' };

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
    int32_t problem_count;
    struct cul_problem *problems;
};

struct culture_tally {
    culture_questionnaire *questionnaire;
    struct cul_layout layout;
    struct cul_names keys;      /* number = index of the group */
    struct cul_names spellings; /* names as they are shown */
    struct cul_group *groups;
    size_t group_capacity;
    int64_t respondents;
    int64_t *scores; /* of the respondent at hand, per dimension */
    struct cul_file_report **files;
    int64_t file_count;
    size_t file_capacity;
};

/* With no more respondents than this no cell can overflow: the largest term is a limb of 27 bits. */
#define CUL_MAXIMUM_RESPONDENTS ((INT64_C(1) << 36) - 1)

/* The groups that have respondents, in key order; NULL: no memory. Free it with cul_memory_free(). */
int64_t *cul_tally_sorted(const culture_tally *tally, int64_t *count);

/* The group of a key, made when new; -1: no memory. */
int64_t cul_tally_group(culture_tally *tally, const char *key, size_t length);

/*
 * Names in two steps, so that a call that fails has changed nothing: first every spelling is remembered (false: no
 * memory), then, when nothing can fail any more, groups are given theirs (and units their column's); the byte-smallest
 * stays.
 */
_Bool cul_tally_remember(culture_tally *tally, const char *spelling);
void cul_tally_spell(culture_tally *tally, int64_t group, const char *column, const char *name);

/* File reports. */
struct cul_file_report *cul_file_report_retain(struct cul_file_report *report);
void cul_file_report_free(struct cul_file_report *report);
culture_status cul_file_report_get(const struct cul_file_report *report, struct culture_file *file,
                                   struct culture_error *error);
culture_status cul_file_report_problem(const struct cul_file_report *report, int32_t index,
                                       struct culture_problem *problem, struct culture_error *error);
/* Takes over the report. False: no memory, the report is still the caller's. */
_Bool cul_tally_add_report(culture_tally *tally, struct cul_file_report *report);

#endif
