/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_HEADINGS_H
#define CUL_ANSWERS_HEADINGS_H

/* What the heading of a column may be called, and which item that is. */
#include "base/buffer.h"
#include "base/names.h"
#include "culture/questionnaire.h"

#include <stdbool.h>

struct cul_headings {
    struct cul_names keys; /* of ids, aliases and texts */
    struct cul_heading {
        int32_t item;
        bool text; /* the item's text, not its id or an alias */
    } * meanings;
    size_t capacity;
    struct cul_buffer key, other; /* scratch */
};

bool cul_headings_new(struct cul_headings *headings, const culture_questionnaire *questionnaire); /* false: no memory */
void cul_headings_free(struct cul_headings *headings);

/* The item whose id, alias or text a heading is, without regard to case, spacing and punctuation at its end; a code
 * Q1[SQ1] is the same as Q1_SQ1. -1: none, or no memory (then *failed). */
int32_t cul_headings_find(struct cul_headings *headings, const char *text, size_t length, _Bool *failed);

/*
 * The item that a heading can only mean, as survey tools decorate theirs; -1 when there is none, -2 when there may be
 * several.
 * Understood are a number or the item's code before its text ("3. Text", "Q3. Text"), a text cut off with ".." when
 * only one begins so, the part of an array ("B1[Q3]", "B1_Q3", "Question [Text]"), the group of a form
 * ("group/learning_1", "group-learning_1"), what follows a question ("Question - Text"), the number of a repeated
 * question ("Text 2", "Text2"), and underscores for spaces.
 */
int32_t cul_headings_guess(struct cul_headings *headings, const char *text, size_t length, _Bool *failed);

#endif
