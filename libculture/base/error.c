/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static _Bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

void cul_error_copy(char *field, size_t size, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    if (length >= size) {
        length = size - 1;
        while (length && is_continuation(text[length])) {
            length--;
        }
    }
    for (size_t i = 0; i < length;) {
        utf8proc_int32_t character;
        utf8proc_ssize_t used =
            utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(length - i), &character);
        if (used <= 0 || character < 0x20 || (character >= 0x7F && character < 0xA0)) {
            /* Not well-formed, or a control character: one '?' for each byte. */
            used = used <= 0 ? 1 : used;
            memset(field + i, '?', (size_t)used);
        } else {
            memcpy(field + i, text + i, (size_t)used);
        }
        i += (size_t)used;
    }
    field[length] = '\0';
}

__attribute__((format(printf, 4, 0))) static void fill(struct culture_error *error, culture_status status,
                                                       struct cul_place place, const char *format, va_list arguments)
{
    char message[1024];
    vsnprintf(message, sizeof message, format, arguments);
    *error = (struct culture_error){.status = status, .line = place.line, .column = place.column};
    cul_error_copy(error->path, sizeof error->path, place.path);
    cul_error_copy(error->where, sizeof error->where, place.where);
    cul_error_copy(error->message, sizeof error->message, message);
}

culture_status cul_fail(struct culture_error *error, culture_status status, struct cul_place place, const char *format,
                        ...)
{
    if (error && error->status == CULTURE_OK) {
        va_list arguments;
        va_start(arguments, format);
        fill(error, status, place, format, arguments);
        va_end(arguments);
    }
    return status;
}

culture_status cul_fail_memory(struct culture_error *error)
{
    return cul_fail(error, CULTURE_ERROR_MEMORY, (struct cul_place){0}, "memory ran out");
}

culture_status cul_fail_argument(struct culture_error *error, const char *message)
{
    return cul_fail(error, CULTURE_ERROR_ARGUMENT, (struct cul_place){0}, "%s", message);
}

void cul_problems_add(struct cul_problems *problems, culture_status status, int64_t line, int64_t column,
                      const char *where, const char *format, ...)
{
    struct culture_error problem;
    va_list arguments;
    va_start(arguments, format);
    fill(&problem, status, (struct cul_place){problems->path, line, column, where}, format, arguments);
    va_end(arguments);
    if (problems->count++ == 0) {
        problems->first = problem;
    }
    if (problems->on_problem) {
        problems->on_problem(problems->context, &problem);
    }
}

culture_status cul_problems_result(const struct cul_problems *problems, struct culture_error *error)
{
    if (problems->count == 0) {
        return CULTURE_OK;
    }
    if (error && error->status == CULTURE_OK) {
        *error = problems->first;
    }
    return problems->first.status;
}

_Bool cul_options_read(void *into, size_t size, const void *options)
{
    memset(into, 0, size);
    if (!options) {
        return 1;
    }
    size_t theirs;
    memcpy(&theirs, options, sizeof theirs);
    if (theirs < sizeof theirs || theirs > 4096) {
        return 0;
    }
    /* A newer caller may set fields this library does not know: then it would silently do something else. */
    for (size_t i = size; i < theirs; i++) {
        if (((const unsigned char *)options)[i]) {
            return 0;
        }
    }
    memcpy(into, options, theirs < size ? theirs : size);
    return 1;
}

_Bool cul_struct_fill(void *callers, const void *from, size_t size)
{
    size_t theirs = 0;
    if (callers) {
        memcpy(&theirs, callers, sizeof theirs);
    }
    if (theirs < sizeof theirs || theirs > 4096) {
        return 0;
    }
    size_t known = theirs < size ? theirs : size;
    memcpy((char *)callers + sizeof theirs, (const char *)from + sizeof theirs, known - sizeof theirs);
    return 1;
}
