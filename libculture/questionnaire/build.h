/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_QUESTIONNAIRE_BUILD_H
#define CUL_QUESTIONNAIRE_BUILD_H

/* A questionnaire being built from its YAML tree; for the files of this room. */
#include "base/names.h"
#include "questionnaire/model.h"
#include "questionnaire/yaml.h"

/* Whose a header is: an item, and the line that says so. */
struct cul_header {
    int32_t item;
    int64_t line;
};

/* What the items of one dimension have in common so far. */
struct cul_aspect {
    int32_t count;
    int32_t scale; /* of the first one whose scale is known; -1 before */
};

struct cul_build {
    culture_questionnaire *made;
    struct cul_problems *problems;
    size_t item_capacity, dimension_capacity;
    bool *ambition; /* per item: aspect is ambition */
    size_t ambition_capacity;
    struct cul_names ids;        /* of items */
    struct cul_names dimensions; /* ids of dimensions */
    struct cul_names headers;    /* keys of ids, aliases and texts: what a column may be called */
    struct cul_header *claims;   /* per header: whose it is */
    size_t claim_capacity;
    struct cul_aspect aspects[2]; /* of the list of items that is being read: practice, ambition */
    bool too_many;                /* more items than allowed: reported once */
    bool no_memory;
};

/* Whether to read on: false when memory ran out, or more problems were found than are told. */
bool cul_build_goes_on(const struct cul_build *build);

/* A problem at a node. */
void cul_build_problem(struct cul_build *build, const struct cul_yaml *node, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* [a-z][a-z0-9_]*, at most 64; dashes too, when they are allowed. */
bool cul_build_is_id(const char *text, bool dashes);

/* Each reads a value and reports what is wrong with it; false: nothing usable. */
bool cul_build_id(struct cul_build *build, const struct cul_yaml *parent, const char *where, bool dashes, char **id);
bool cul_build_text(struct cul_build *build, const struct cul_yaml *node, const char *where, struct cul_text *text);
bool cul_build_flag(struct cul_build *build, const struct cul_yaml *parent, const char *key, const char *where);
/* The value of a key that must be a list or mapping; NULL (reported) when it is missing or something else. */
const struct cul_yaml *cul_build_child(struct cul_build *build, const struct cul_yaml *parent, const char *key,
                                       const char *where, enum cul_yaml_kind kind, bool required);
bool cul_build_copy(struct cul_build *build, char **copy, const char *text);

void cul_build_scales(struct cul_build *build, const struct cul_yaml *scales);
void cul_build_items(struct cul_build *build, const struct cul_yaml *items, const char *where, int32_t dimension,
                     bool aspects);
int32_t cul_build_dimension(struct cul_build *build, const char *id, int32_t kind, int32_t base);
void cul_build_criterion(struct cul_build *build, const struct cul_yaml *practised);

void cul_text_free(struct cul_text *text);

/* Writes the fingerprint: SHA-256 over the scoring model. False: no memory. */
bool cul_build_fingerprint(culture_questionnaire *questionnaire);

/* The whole: a questionnaire from bytes, or its problems. */
culture_status cul_questionnaire_build(const char *bytes, size_t length, struct cul_problems *problems,
                                       culture_questionnaire **questionnaire, struct culture_error *error);

#endif
