/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PROFILES_H
#define CUL_ANSWERS_PROFILES_H

/*
 * Survey tools as their exports give them away: the headings of the columns that a tool adds by itself, in the
 * languages they were seen in, and what such a column tells.
 */
#include "answers/csv.h"
#include "answers/mapping.h"
#include "base/buffer.h"
#include "culture/answers.h"

#include <stdbool.h>

/* How a cell tells that its respondent did not finish. */
enum cul_finished_rule {
    CUL_FINISHED_WORDS,   /* 0, false, no, nee, ... */
    CUL_FINISHED_DATE,    /* when it was submitted: blank until then */
    CUL_FINISHED_PERCENT, /* below 100 */
};

struct cul_tool_column {
    const char *key;  /* of its heading */
    int32_t role;     /* enum culture_column_role: PERSONAL, DURATION, FINISHED, STATUS, TOOL */
    int32_t profiles; /* bits of enum culture_profile: of the tools that write it */
    int32_t weight;   /* as a sign of that tool; 0: none */
    int32_t rule;     /* of FINISHED: enum cul_finished_rule */
};

/* The column with a heading; NULL when no tool adds one of that name. */
const struct cul_tool_column *cul_tool_column_find(const char *key, size_t length);

/* Which tool headings point to (enum culture_profile); TABLE when they point to none. False: no memory. */
bool cul_profile_of(const struct cul_csv_field *headings, int64_t count, struct cul_buffer *scratch, int32_t *profile);

/* Columns of long format, a row an answer. */
enum cul_long_column { CUL_LONG_RESPONDENT, CUL_LONG_ITEM, CUL_LONG_ANSWER, CUL_LONG_COLUMNS };
/* Which of them a heading with a key is, by the mapping (may be NULL) if that names them; CUL_LONG_COLUMNS: none. */
enum cul_long_column cul_long_column_find(const culture_mapping *mapping, const char *heading,
                                          const struct cul_buffer *key, _Bool *failed);

#endif
