/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/problems.h"

#include "answers/csv.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_MESSAGE = 16384, MOST_TOKENS = 40 };

static struct cul_found problem_at(const char *kind, struct cul_spot spot)
{
    struct cul_place place = spot.record ? cul_csv_place(spot.csv, spot.record, spot.cell) : (struct cul_place){0};
    return (struct cul_found){.kind = kind, .cell = spot.cell, .line = place.line, .column = place.column, .count = 1};
}

/* Takes over what the problem owns. */
static bool add_new(struct cul_found_list *found, struct cul_found problem, const char *text)
{
    size_t length = strlen(text);
    problem.message = cul_memory_text(text, length);
    if (!problem.message ||
        !cul_memory_grow(&found->list, &found->capacity, (size_t)found->count, sizeof *found->list)) {
        cul_memory_free(problem.message);
        cul_memory_free(problem.token);
        cul_memory_free(problem.columns);
        return false;
    }
    cul_error_copy(problem.message, length + 1, text);
    found->list[found->count++] = problem;
    return true;
}

static bool add_list(struct cul_found_list *found, struct cul_found problem, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

static bool add_list(struct cul_found_list *found, struct cul_found problem, const char *format, va_list arguments)
{
    char message[LONGEST_MESSAGE];
    vsnprintf(message, sizeof message, format, arguments);
    return add_new(found, problem, message);
}

bool cul_found_add(struct cul_found_list *found, const char *kind, struct cul_spot spot, const char *format, ...)
{
    /* Newest first: a bad column repeats itself on the rows that follow. */
    for (int64_t i = found->count; i-- > 0;) {
        if (found->list[i].cell == spot.cell && strcmp(found->list[i].kind, kind) == 0) {
            found->list[i].count++;
            return true;
        }
    }
    va_list arguments;
    va_start(arguments, format);
    bool good = add_list(found, problem_at(kind, spot), format, arguments);
    va_end(arguments);
    return good;
}

bool cul_found_add_first(struct cul_found_list *found, const char *kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool good = add_list(found, (struct cul_found){.kind = kind, .cell = -1, .count = 1}, format, arguments);
    va_end(arguments);
    if (good) {
        struct cul_found last = found->list[found->count - 1];
        memmove(found->list + 1, found->list, (size_t)(found->count - 1) * sizeof last);
        found->list[0] = last;
        found->invalid += found->invalid > 0;
    }
    return good;
}

static const char invalid[] = "invalid_answer";

/* Notes the column; *fresh: for the first time. False: no memory. */
static bool mark_column(struct cul_found *problem, int64_t column, bool *fresh)
{
    size_t byte = (size_t)column / 8;
    unsigned char bit = (unsigned char)(1u << column % 8);
    if (byte >= problem->columns_size) {
        unsigned char *columns = cul_memory_resize(problem->columns, byte + 1, 1);
        if (!columns) {
            return false;
        }
        memset(columns + problem->columns_size, 0, byte + 1 - problem->columns_size);
        problem->columns = columns;
        problem->columns_size = byte + 1;
    }
    *fresh = !(problem->columns[byte] & bit);
    problem->columns[byte] |= bit;
    problem->column_count += *fresh;
    return true;
}

static void describe(const struct cul_found *problem, const char *header, char *text, size_t size)
{
    if (!*problem->token) {
        snprintf(text, size, "other texts that are no answer on their scale");
    } else if (problem->column_count == 1) {
        snprintf(text, size, "'%s' is no answer on the scale of %s", problem->token, header);
    } else {
        snprintf(text, size, "'%s' in %d columns is no answer on the scale", problem->token,
                 (int)problem->column_count);
    }
}

static bool count_again(struct cul_found *problem, int64_t column)
{
    bool fresh = false;
    char text[256];
    if (!mark_column(problem, column, &fresh)) {
        return false;
    }
    if (fresh && *problem->token) {
        describe(problem, "", text, sizeof text);
        char *message = cul_memory_text(text, strlen(text));
        if (!message) {
            return false;
        }
        cul_memory_free(problem->message);
        problem->message = message;
    }
    problem->count++;
    return true;
}

bool cul_found_add_invalid(struct cul_found_list *found, struct cul_spot spot, const char *token, const char *header)
{
    int tokens = 0;
    for (int64_t i = found->invalid; i && i <= found->count; i++) {
        struct cul_found *problem = &found->list[i - 1];
        if (strcmp(problem->kind, invalid) != 0) {
            continue;
        }
        if (strcmp(problem->token, token) == 0 || ++tokens > MOST_TOKENS) {
            return count_again(problem, spot.cell);
        }
    }
    bool fresh;
    char text[256];
    struct cul_found problem = problem_at(invalid, spot);
    token = tokens < MOST_TOKENS ? token : "";
    problem.token = cul_memory_text(token, strlen(token));
    if (!problem.token || !mark_column(&problem, spot.cell, &fresh)) {
        cul_memory_free(problem.token);
        return false;
    }
    describe(&problem, header, text, sizeof text);
    found->invalid = found->invalid ? found->invalid : found->count + 1;
    return add_new(found, problem, text);
}

void cul_found_free(struct cul_found_list *found)
{
    for (int64_t i = 0; i < found->count; i++) {
        cul_memory_free(found->list[i].message);
        cul_memory_free(found->list[i].token);
        cul_memory_free(found->list[i].columns);
    }
    cul_memory_free(found->list);
    *found = (struct cul_found_list){0};
}
