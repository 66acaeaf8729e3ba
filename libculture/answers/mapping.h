/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_MAPPING_H
#define CUL_ANSWERS_MAPPING_H

/* What a mapping says about the columns and answers of a survey file, for the files of this room. */
#include "base/buffer.h"
#include "base/names.h"
#include "culture/answers.h"

#include <stdbool.h>

/* Columns that a mapping may name. */
enum cul_mapped {
    CUL_MAPPED_ORGANISATION,
    CUL_MAPPED_RESPONDENT,
    CUL_MAPPED_DURATION,
    CUL_MAPPED_FINISHED,
    CUL_MAPPED_ITEM,
    CUL_MAPPED_ANSWER,
    CUL_MAPPED_COLUMNS
};

/* Texts of answers on one scale, by their keys. */
struct cul_mapped_labels {
    struct cul_names keys;
    int16_t *values; /* a point, or CULTURE_MISSING */
    size_t capacity;
    bool numbers; /* some of them are numbers, which then mean something else than themselves */
};

/* A heading; NULL when the mapping, which may be NULL, does not name that column. */
const char *cul_mapping_column(const culture_mapping *mapping, enum cul_mapped column);
/* The heading of a subgroup by the name that the caller gives it; that name itself when the mapping says nothing. */
const char *cul_mapping_unit(const culture_mapping *mapping, const char *name);
/* The headings of items, as they were written; their number and item. */
int64_t cul_mapping_item_count(const culture_mapping *mapping);
const char *cul_mapping_item_heading(const culture_mapping *mapping, int64_t index);
/* Which of those a text is; -1: none, or no memory (scratch->failed). */
int64_t cul_mapping_find(const culture_mapping *mapping, const char *text, struct cul_buffer *scratch);
int32_t cul_mapping_item(const culture_mapping *mapping, int64_t index);
/* NULL when there are none. */
const struct cul_mapped_labels *cul_mapping_labels(const culture_mapping *mapping, int32_t scale);
/* Whether the mapping was made for a questionnaire that scores alike. */
bool cul_mapping_fits(const culture_mapping *mapping, const culture_questionnaire *questionnaire);
/* The hash of the file it was read from. */
const char *cul_mapping_source_hash(const culture_mapping *mapping);

#endif
