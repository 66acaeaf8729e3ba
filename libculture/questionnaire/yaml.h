/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_QUESTIONNAIRE_YAML_H
#define CUL_QUESTIONNAIRE_YAML_H

/*
 * YAML as a plain tree, read through libyaml's events: the only place that knows libyaml. Refused with their place:
 * anchors, aliases, tags, duplicate keys, more than one document, keys that are not scalars, depth above 32.
 */
#include "base/error.h"

#include <stdbool.h>

/* Problems of one file that are told; whoever reads a tree stops there, so that a hostile file ends soon. */
enum { CUL_MAXIMUM_PROBLEMS = 1000 };

enum cul_yaml_kind { CUL_YAML_SCALAR, CUL_YAML_SEQUENCE, CUL_YAML_MAPPING };

struct cul_yaml {
    enum cul_yaml_kind kind;
    bool quoted;          /* a scalar in quotes: always text */
    int64_t line, column; /* from 1 */
    char *text;           /* scalar: NUL-terminated UTF-8 without control characters */
    size_t length;
    int64_t count;           /* sequence or mapping */
    struct cul_yaml *keys;   /* mapping: scalars */
    struct cul_yaml *values; /* sequence or mapping */
};

/*
 * Parses one document. Problems go to problems (syntax stops at the first, duplicate keys do not). True: a tree, to be
 * freed with cul_yaml_free(); false: problems->count > 0, or memory ran out (then it is a problem too).
 */
bool cul_yaml_parse(const char *bytes, size_t length, struct cul_problems *problems, struct cul_yaml *root);
void cul_yaml_free(struct cul_yaml *root);

/* The value of a key, NULL when the mapping has none. */
const struct cul_yaml *cul_yaml_get(const struct cul_yaml *mapping, const char *key);

/* A plain scalar that is a number (whole number) with a decimal point; false for anything else. */
bool cul_yaml_number(const struct cul_yaml *node, double *number);
bool cul_yaml_whole(const struct cul_yaml *node, int64_t *number);

/*
 * Reports every key of a mapping that is not among the known ones (NULL-terminated), with a suggestion when one is a
 * letter off. where is the key path of the mapping ("" at the top).
 */
void cul_yaml_known_keys(const struct cul_yaml *mapping, const char *const *known, const char *where,
                         culture_status status, struct cul_problems *problems);

/* A key path: "parent.key", "parent[3]" or "parent[3].key"; index -1 and key NULL leave their part out. */
enum { CUL_WHERE_SIZE = 128 };
void cul_where(char where[CUL_WHERE_SIZE], const char *parent, int64_t index, const char *key);

/* Writes text as a double-quoted YAML scalar. */
struct cul_buffer;
void cul_yaml_quote(struct cul_buffer *buffer, const char *text);

#endif
