/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_STRUCTURE_STATE_H
#define CUL_SCORES_STRUCTURE_STATE_H

/* The inside of an analysis of structure, for the files that make and write it. */
#include "base/table.h"
#include "culture/structure.h"
#include "tally/structure.h"

struct cul_language {
    char *name;
    int64_t respondents;
    int64_t index; /* in the structure */
};

/* What would tell of few respondents: see structure_guard.c. */
struct cul_withheld {
    bool complete, pairs; /* results over complete rows; over the rows with both items of a pair */
    bool *languages;      /* per dimension */
};

struct culture_analysis {
    atomic_int references;
    culture_questionnaire *questionnaire;
    culture_scores *scores; /* NULL: none */
    struct culture_analysed about;
    int32_t item_count, *items;
    bool factors_only; /* completeness is that on the factors' items */
    struct cul_language *languages;
    struct cul_withheld withheld;
    struct cul_table line_table;     /* 1 x items */
    struct cul_table single_table;   /* 1 x 1 */
    struct cul_table square_table;   /* items x items */
    struct cul_table language_table; /* languages but the first x items */
};

/* False: no memory. In this order. */
bool cul_list_languages(culture_analysis *analysis, const culture_structure *structure);
bool cul_guard_structure(culture_analysis *analysis, const culture_structure *structure);
bool cul_analyse_components(culture_analysis *analysis, const culture_structure *structure);
bool cul_analyse_languages(culture_analysis *analysis, const culture_structure *structure);

#endif
