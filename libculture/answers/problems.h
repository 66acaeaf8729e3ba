/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PROBLEMS_H
#define CUL_ANSWERS_PROBLEMS_H

/*
 * The problems of a survey file: the same kind in the same column is one problem with a count, at its first place. Of
 * answers that are no answer on their scale the same text is one problem, whatever its columns.
 */
#include "culture/answers.h"

#include <stdbool.h>

struct cul_found {
    const char *kind; /* static text */
    char *message;
    int64_t line, column, count;
    char *token;            /* of an invalid answer; else NULL */
    unsigned char *columns; /* a bit for each column the token stood in */
    size_t columns_size;
    int32_t column_count;
};

struct cul_found_list {
    struct cul_found *list;
    int64_t count;
    size_t capacity;
};

/* Counts a problem; the message is made for its first time only. column 0: not about a column. False: no memory. */
bool cul_found_add(struct cul_found_list *found, const char *kind, int64_t line, int64_t column, const char *format,
                   ...) __attribute__((format(printf, 5, 6)));

/* The same, but the problem stands before all others. For what is found once. */
bool cul_found_add_first(struct cul_found_list *found, const char *kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Counts an invalid answer; header is its column's. Beyond some 40 different texts the rest are counted together. */
bool cul_found_add_invalid(struct cul_found_list *found, int64_t line, int64_t column, const char *token,
                           const char *header);
void cul_found_free(struct cul_found_list *found);

#endif
