/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_QUESTIONNAIRE_H
#define CULTURE_QUESTIONNAIRE_H

/*
 * A questionnaire: which items there are, on which scale, and how they make up dimensions. Immutable and shareable.
 * Its file form is YAML and described in questionnaires/README.md.
 *
 * Dimensions come in this order: factors, themes, ambitions (of factors, then of themes), axes (now, wanted).
 * So dimension i is factor i for i < culture_questionnaire_factor_count().
 */
#include "culture/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct culture_questionnaire culture_questionnaire;

struct culture_questionnaire_options {
    size_t struct_size;
    /* Called once for every problem of the file, as they are met; NULL: only the first is kept, in error. */
    void (*on_problem)(void *context, const struct culture_error *problem);
    void *context;
};

/* Reads and checks a questionnaire file of at most 1 MiB. Errors: FILE, SYNTAX, QUESTIONNAIRE, LIMIT, MEMORY. */
CULTURE_API culture_status culture_questionnaire_open(const char *path,
                                                      const struct culture_questionnaire_options *options,
                                                      culture_questionnaire **questionnaire,
                                                      struct culture_error *error);

/* The same from any source. */
CULTURE_API culture_status culture_questionnaire_read(const struct culture_source *source,
                                                      const struct culture_questionnaire_options *options,
                                                      culture_questionnaire **questionnaire,
                                                      struct culture_error *error);

/* A questionnaire that is part of the library, by id ("nine-factors"). Errors: NOT_FOUND, MEMORY. */
CULTURE_API culture_status culture_questionnaire_standard(const char *id, culture_questionnaire **questionnaire,
                                                          struct culture_error *error);

/* The ids of the standard questionnaires, from 0 on; NULL past the last. Static text. */
CULTURE_API const char *culture_questionnaire_standard_id(int32_t index);

/* One more owner of the same handle; each owner frees once. */
CULTURE_API culture_questionnaire *culture_questionnaire_retain(culture_questionnaire *questionnaire);
CULTURE_API void culture_questionnaire_free(culture_questionnaire *questionnaire);

CULTURE_API const char *culture_questionnaire_id(const culture_questionnaire *questionnaire);
CULTURE_API const char *culture_questionnaire_version(const culture_questionnaire *questionnaire);

/* SHA-256 of the scoring model (ids, points, keys, aspects, order, missing rule), 64 hexadecimal digits. */
CULTURE_API const char *culture_questionnaire_fingerprint(const culture_questionnaire *questionnaire);

/*
 * Texts in a language ("nl", "en"); when the text has none in that language, or language is NULL, the first one given.
 * An index outside the range gives "".
 */
CULTURE_API const char *culture_questionnaire_title(const culture_questionnaire *questionnaire, const char *language);
CULTURE_API const char *culture_questionnaire_dimension_name(const culture_questionnaire *questionnaire,
                                                             int32_t dimension, const char *language);
CULTURE_API const char *culture_questionnaire_dimension_definition(const culture_questionnaire *questionnaire,
                                                                   int32_t dimension, const char *language);
CULTURE_API const char *culture_questionnaire_item_text(const culture_questionnaire *questionnaire, int32_t item,
                                                        const char *language);
CULTURE_API const char *culture_questionnaire_point_label(const culture_questionnaire *questionnaire, int32_t item,
                                                          int32_t value, const char *language);

CULTURE_API int32_t culture_questionnaire_item_count(const culture_questionnaire *questionnaire);
CULTURE_API int32_t culture_questionnaire_dimension_count(const culture_questionnaire *questionnaire);
CULTURE_API int32_t culture_questionnaire_factor_count(const culture_questionnaire *questionnaire);

/* The index of an id, -1 when there is none. */
CULTURE_API int32_t culture_questionnaire_find_item(const culture_questionnaire *questionnaire, const char *id);
CULTURE_API int32_t culture_questionnaire_find_dimension(const culture_questionnaire *questionnaire, const char *id);

enum culture_dimension_kind {
    CULTURE_DIMENSION_FACTOR = 0,
    CULTURE_DIMENSION_THEME = 1,
    CULTURE_DIMENSION_AMBITION = 2,
    CULTURE_DIMENSION_NOW = 3,
    CULTURE_DIMENSION_WANTED = 4,
};

/* "factor", "theme", ... as in the JSON output; "" for an unknown number. Static text. */
CULTURE_API const char *culture_dimension_kind_name(int32_t kind);

struct culture_item {
    size_t struct_size;
    const char *id;
    int32_t low, high; /* the scale's lowest and highest point */
    int32_t reverse;   /* 1: scored as low + high - answer */
    int32_t dimension; /* the dimension it belongs to */
};
CULTURE_API culture_status culture_questionnaire_item(const culture_questionnaire *questionnaire, int32_t index,
                                                      struct culture_item *item, struct culture_error *error);

struct culture_dimension {
    size_t struct_size;
    const char *id;       /* "learning", "learning.ambition", "professionalisation.now" */
    int32_t kind;         /* enum culture_dimension_kind */
    int32_t base;         /* for an ambition: the factor or theme it belongs to; for wanted: its now; else -1 */
    int32_t low, high;    /* the scale's lowest and highest point */
    int32_t needed;       /* answers a respondent needs to be scored, 1 .. item_count */
    int32_t item_count;   /* at most 100 */
    const int32_t *items; /* their indexes, in the order of the file */
};
CULTURE_API culture_status culture_questionnaire_dimension(const culture_questionnaire *questionnaire, int32_t index,
                                                           struct culture_dimension *dimension,
                                                           struct culture_error *error);

/* An axis of the learning landscape, from its low to its high pole, as it is now and as respondents want it. */
struct culture_axis {
    size_t struct_size;
    const char *id; /* "professionalisation" */
    int32_t now;    /* dimensions */
    int32_t wanted; /* -1: not asked */
};
CULTURE_API int32_t culture_questionnaire_axis_count(const culture_questionnaire *questionnaire);
CULTURE_API culture_status culture_questionnaire_axis(const culture_questionnaire *questionnaire, int32_t index,
                                                      struct culture_axis *axis, struct culture_error *error);
/* The name of an axis's pole: high 0 or 1; "" for an index outside the range. */
CULTURE_API const char *culture_questionnaire_pole(const culture_questionnaire *questionnaire, int32_t axis,
                                                   int32_t high, const char *language);

/* The criterion of the verdict "practised": our own design, settable per questionnaire. */
struct culture_criterion {
    size_t struct_size;
    double score;    /* a factor is concrete from this score on, 0-100 */
    double floor;    /* coherent: no factor below this score */
    int32_t factors; /* concrete: at least so many factors */
    int32_t given;   /* 0 when the questionnaire names no criterion (no verdict is given) */
};
CULTURE_API culture_status culture_questionnaire_criterion(const culture_questionnaire *questionnaire,
                                                           struct culture_criterion *criterion,
                                                           struct culture_error *error);

#ifdef __cplusplus
}
#endif
#endif
