/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_QUESTIONNAIRE_MODEL_H
#define CUL_QUESTIONNAIRE_MODEL_H

/* The model of a questionnaire as the other rooms see it. Built once by the YAML reader, then never changed. */
#include "culture/questionnaire.h"

#include <stdatomic.h>
#include <stdbool.h>

enum {
    CUL_MAXIMUM_ITEMS = 2000,
    CUL_MAXIMUM_DIMENSION_ITEMS = 100,
    CUL_MAXIMUM_POINTS = 11, /* points of a scale; at least 2 */
    CUL_MAXIMUM_LANGUAGES = 32,
};

/* A text in one or more languages; a plain string has the language "". */
struct cul_text {
    int32_t count;
    char **languages;
    char **texts;
};

struct cul_scale {
    char *id;
    int32_t low, high;       /* consecutive whole numbers */
    struct cul_text *labels; /* high - low + 1, from the lowest point up; a label may have no text (count 0) */
    uint32_t favourable;     /* bit (value - low), of values after reversal */
    uint32_t unfavourable;   /* the mirrored points */
    int32_t missing_count;
    struct cul_text *missing; /* labels, or numbers as text, that mean "no answer" */
};

struct cul_item {
    char *id;
    struct cul_text text;
    int32_t alias_count;
    char **aliases;
    int32_t scale;     /* index */
    int32_t dimension; /* index of the dimension it belongs to */
    int32_t position;  /* among the items of that dimension */
    bool reverse;
};

struct cul_dimension {
    char *id; /* "learning", "learning.ambition", "professionalisation.now" */
    struct cul_text name, definition;
    int32_t kind; /* enum culture_dimension_kind */
    int32_t base; /* of an ambition: its factor or theme; of wanted: its now; else -1 */
    int32_t scale;
    int32_t needed; /* answers a respondent needs */
    int32_t item_count;
    int32_t *items;
};

/* A bipolar axis of the learning landscape. */
struct cul_axis {
    char *id;
    struct cul_text low, high; /* the poles */
    int32_t now, wanted;       /* dimensions; wanted -1 when it is not asked */
};

struct culture_questionnaire {
    atomic_int references;
    char *id, *version;
    struct cul_text title;
    char fingerprint[65];
    char source_hash[65]; /* of the whole file: labels and aliases too, which decide how answers are read */
    int32_t scale_count, item_count, dimension_count, factor_count;
    struct cul_scale *scales;
    struct cul_item *items;           /* in the order of the file */
    struct cul_dimension *dimensions; /* factors, themes, ambitions, axes (now, wanted) */
    int32_t axis_count;
    struct cul_axis *axes;
    struct culture_criterion criterion;
};

/* The text in a language; the first one when it has none in that language; "" when it has no text at all. */
const char *cul_text_in(const struct cul_text *text, const char *language);

static inline const struct cul_scale *cul_item_scale(const culture_questionnaire *questionnaire, int32_t item)
{
    return &questionnaire->scales[questionnaire->items[item].scale];
}

static inline const struct cul_scale *cul_dimension_scale(const culture_questionnaire *questionnaire, int32_t dimension)
{
    return &questionnaire->scales[questionnaire->dimensions[dimension].scale];
}

/* How many factors and themes there are; they come first. */
static inline int32_t cul_paired_count(const culture_questionnaire *questionnaire)
{
    int32_t count = 0;
    while (count < questionnaire->dimension_count && questionnaire->dimensions[count].kind <= CULTURE_DIMENSION_THEME) {
        count++;
    }
    return count;
}

#endif
