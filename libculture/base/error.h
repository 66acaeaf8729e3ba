/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_ERROR_H
#define CUL_BASE_ERROR_H

/* Errors with a place, and the problems of a whole file. */
#include "culture/status.h"

/* Where something is wrong; zero and NULL for what does not apply. */
struct cul_place {
    const char *path;
    int64_t line, column;
    const char *where;
};

/* Fills error unless it is NULL or already holds one, and returns status. The format is printf's, without floating
 * point. */
culture_status cul_fail(struct culture_error *error, culture_status status, struct cul_place place, const char *format,
                        ...) __attribute__((format(printf, 4, 5)));

/* The two failures that need no words of their own. */
culture_status cul_fail_memory(struct culture_error *error);
culture_status cul_fail_argument(struct culture_error *error, const char *message);

/* Collects the problems of one file: hands each to the listener and keeps the first. */
struct cul_problems {
    const char *path;
    void (*on_problem)(void *context, const struct culture_error *problem);
    void *context;
    int64_t count;
    struct culture_error first;
};

void cul_problems_add(struct cul_problems *problems, culture_status status, int64_t line, int64_t column,
                      const char *where, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* CULTURE_OK when there were none, else the first one's status, copied to error. */
culture_status cul_problems_result(const struct cul_problems *problems, struct culture_error *error);

/* Copies text into a fixed field: cut at a character's edge; control characters and broken UTF-8 are shown as "?". */
void cul_error_copy(char *field, size_t size, const char *text);

/* The options struct of a caller that may be older or newer: its first struct_size bytes over zeroes. False: not
 * usable. */
_Bool cul_options_read(void *into, size_t size, const void *options);

/* Fills a caller's struct that begins with struct_size, as far as the caller knows it. False: struct_size is too small.
 */
_Bool cul_struct_fill(void *callers, const void *from, size_t size);

#endif
