/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PROBLEMS_H
#define CUL_ANSWERS_PROBLEMS_H

/* The problems of a survey file: the same kind in the same column is one problem with a count, at its first place. */
#include "culture/answers.h"

#include <stdbool.h>

struct cul_found {
    const char *kind; /* static text */
    char *message;
    int64_t line, column, count;
};

struct cul_found_list {
    struct cul_found *list;
    int64_t count;
    size_t capacity;
};

/* Counts a problem; the message is made for its first time only. column 0: not about a column. False: no memory. */
bool cul_found_add(struct cul_found_list *found, const char *kind, int64_t line, int64_t column, const char *format,
                   ...) __attribute__((format(printf, 5, 6)));
void cul_found_free(struct cul_found_list *found);

#endif
