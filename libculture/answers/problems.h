/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_PROBLEMS_H
#define CUL_ANSWERS_PROBLEMS_H

/*
 * The problems of a survey file: the same kind in the same column is one problem with a count, at its first place. Of
 * answers that are no answer on their scale the same text is one problem, whatever its columns.
 */
#include "base/error.h"

#include <stdbool.h>

struct cul_csv;
struct cul_csv_record;

/* Where a problem is; its line and column are found only when it is told. */
struct cul_spot {
    struct cul_csv *csv;
    const struct cul_csv_record *record; /* NULL: it is about the file as a whole */
    int64_t cell;                        /* from 0; -1: it is about the row */
};

struct cul_found {
    const char *kind; /* static text */
    char *message;
    int64_t cell; /* as in its spot */
    int64_t line, column, count;
    char *token;            /* of an invalid answer; else NULL */
    unsigned char *columns; /* a bit for each column the token stood in */
    size_t columns_size;
    int32_t column_count;
};

struct cul_found_list {
    struct cul_found *list;
    int64_t count;
    int64_t invalid; /* the place of the first invalid answer, from 1; 0: none so far */
    size_t capacity;
};

/* Counts a problem; place and message are made for its first time only. False: no memory. */
bool cul_found_add(struct cul_found_list *found, const char *kind, struct cul_spot spot, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same, but the problem stands before all others. For what is found once. */
bool cul_found_add_first(struct cul_found_list *found, const char *kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Counts an invalid answer; header is its column's. Beyond some 40 different texts the rest are counted together. */
bool cul_found_add_invalid(struct cul_found_list *found, struct cul_spot spot, const char *token, const char *header);
void cul_found_free(struct cul_found_list *found);

#endif
