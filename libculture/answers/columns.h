/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_COLUMNS_H
#define CUL_ANSWERS_COLUMNS_H

/* Which column of a survey file is which item, organisation or unit, told by its header. */
#include "answers/header.h"
#include "answers/mapping.h"
#include "culture/answers.h"

#include <stdbool.h>

struct cul_column {
    char *header;
    int32_t role; /* enum culture_column_role */
    int32_t item; /* index, for CULTURE_COLUMN_ITEM and _REPEATED; the unit column's number for CULTURE_COLUMN_UNIT */
};

struct cul_columns {
    struct cul_column *columns;
    int32_t count, item_columns;
    int32_t width;                  /* columns up to the last one with a heading */
    int32_t organisation;           /* -1: no such column */
    bool dutch_organisation;        /* it is called organisatie, which organisation comes before */
    int32_t personal_unit;          /* a column of subgroups that tells persons apart; -1: none */
    int32_t *item_column;           /* per item of the questionnaire: its column, -1 when there is none */
    bool *mapped;                   /* per heading of the mapping: whether the file has it */
    int32_t *unit_column;           /* per unit column asked for: its column, -1 when there is none */
    int32_t duration;               /* -1: no such column */
    int32_t finished;               /* the same */
    int32_t finished_rule;          /* enum cul_finished_rule */
    int32_t long_item, long_answer; /* -1: a row is not an answer */
    int32_t status;                 /* the column that tells try-outs; -1: no such column */
    int32_t key;                    /* the column that tells respondents apart; -1: no such column */
};

/*
 * Matches headers. An item is found by id, alias or text in any language, without regard to case, spacing and
 * punctuation at the end, else by a heading that can only mean it (answers/headings.h); so are the organisation and
 * subgroups. Errors: ANSWERS (no item column; a named organisation or key column that is not there), MEMORY.
 */
struct cul_column_source {
    const culture_questionnaire *questionnaire;
    const struct culture_answers_options *options;
    const struct cul_header *header;
    struct cul_headings *headings;
    const culture_mapping *mapping; /* NULL: none */
    struct cul_csv *csv;            /* with the record of headings, for places */
    const struct cul_csv_record *record;
};
culture_status cul_columns_match(struct cul_columns *columns, const struct cul_column_source *source,
                                 struct culture_error *error);
void cul_columns_free(struct cul_columns *columns);

#endif
