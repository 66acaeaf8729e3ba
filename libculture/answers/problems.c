/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/problems.h"

#include "base/error.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool add_new(struct cul_found_list *found, struct cul_found problem, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

static bool add_new(struct cul_found_list *found, struct cul_found problem, const char *format, va_list arguments)
{
    char message[384], clean[384];
    vsnprintf(message, sizeof message, format, arguments);
    cul_error_copy(clean, sizeof clean, message);
    problem.message = cul_memory_text(clean, strlen(clean));
    if (!problem.message ||
        !cul_memory_grow(&found->list, &found->capacity, (size_t)found->count, sizeof *found->list)) {
        cul_memory_free(problem.message);
        return false;
    }
    found->list[found->count++] = problem;
    return true;
}

bool cul_found_add(struct cul_found_list *found, const char *kind, int64_t line, int64_t column, const char *format,
                   ...)
{
    /* Newest first: a bad column repeats itself on the rows that follow. */
    for (int64_t i = found->count; i-- > 0;) {
        if (found->list[i].column == column && strcmp(found->list[i].kind, kind) == 0) {
            found->list[i].count++;
            return true;
        }
    }
    va_list arguments;
    va_start(arguments, format);
    bool good = add_new(found, (struct cul_found){kind, NULL, line, column, 1}, format, arguments);
    va_end(arguments);
    return good;
}

void cul_found_free(struct cul_found_list *found)
{
    for (int64_t i = 0; i < found->count; i++) {
        cul_memory_free(found->list[i].message);
    }
    cul_memory_free(found->list);
    *found = (struct cul_found_list){0};
}
