/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_RECOGNITION_H
#define CUL_ANSWERS_RECOGNITION_H

/* How many answers were on their scale, for a file and for each of its organisations. */
#include "culture/answers.h"

#include <stdbool.h>

/* Answers on rows that were kept, and those that are no answer on their scale. */
struct cul_recognised {
    int64_t answers, invalid;
};

struct cul_recognition {
    struct cul_recognised all, *list; /* list by organisation */
    int64_t count;
    size_t capacity;
};

/* Adds a row. False: no memory. */
bool cul_recognition_add(struct cul_recognition *recognition, int64_t organisation, struct cul_recognised row);
void cul_recognition_free(struct cul_recognition *recognition);

/* More than 5 % were not recognised, and at least ten answers: too many to pass over in silence. */
bool cul_is_doubtful(struct cul_recognised recognised);

/* The index of the next organisation, after another (-1: the first), of whose answers so far too many were not
 * recognised; -1 when there is none. *name is borrowed. */
int64_t cul_answers_doubtful(const culture_answers *answers, int64_t after, const char **name);

/* What the tally asks of an opened reader: the path or name of what it reads, and its questionnaire. */
const char *cul_answers_path(const culture_answers *answers);
const culture_questionnaire *cul_answers_questionnaire(const culture_answers *answers);

#endif
