/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_LABELS_H
#define CUL_ANSWERS_LABELS_H

/* What a cell of an answer column means on a scale. */
#include "answers/mapping.h"
#include "questionnaire/model.h"

struct cul_labels {
    const struct cul_scale *scale;
    bool numbers;          /* numbers may mean something else than themselves */
    struct cul_names keys; /* of labels, missing labels and missing tokens */
    int16_t *values;       /* per key: a point or CULTURE_MISSING */
    size_t capacity;
    struct cul_names seen; /* cells met before, byte for byte */
    int16_t *seen_values;
    size_t seen_capacity;
};

/* mapped: what a mapping says that texts mean, before all else; NULL: nothing. False: no memory. */
bool cul_labels_new(struct cul_labels *labels, const struct cul_scale *scale, const struct cul_mapped_labels *mapped);

/* A text that means no answer besides those of the scale. False: no memory. */
bool cul_labels_add_missing(struct cul_labels *labels, const char *text);
/* Whether a text stands for nothing in any column: NA, N/A, "-", ".", NULL, #N/B, n.v.t., geen antwoord and the like. A
 * text that is no UTF-8 does not. */
bool cul_is_missing_token(const char *text, size_t length);

void cul_labels_free(struct cul_labels *labels);

/*
 * A point of the scale, CULTURE_MISSING or CULTURE_INVALID. Understood are: a point ("4", "4.0", "4,0"), a label in any
 * language without regard to case and spacing, a label after its point ("4 - Mee eens"; they must agree), the code of
 * the n-th point ("A4"), tags and entities of HTML left out, and for no answer: nothing, the tokens of
 * cul_is_missing_token() and the scale's own missing labels. False: no memory.
 */
bool cul_labels_read(struct cul_labels *labels, const char *text, size_t length, int16_t *value);

#endif
