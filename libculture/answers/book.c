/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/book.h"

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

_Bool cul_book_is_file(const struct culture_source *source)
{
    return source && source->path && !source->bytes && !source->read && cul_file_has_extension(source->path, ".xlsx");
}

static int32_t append(void *context, const void *bytes, size_t length)
{
    struct cul_buffer *buffer = context;
    if (length > (size_t)CULTURE_MAXIMUM_FILE - buffer->length) {
        return 1;
    }
    cul_buffer_add(buffer, bytes, length);
    return buffer->failed;
}

/* Takes the first line, the sheet's name, off the text. */
static culture_status take_name(const char *path, struct cul_buffer *text, char **sheet, struct culture_error *error)
{
    const char *end = text->length ? memchr(text->bytes, '\n', text->length) : NULL;
    if (!end) {
        return cul_fail(error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = path},
                        "the reader of workbooks named no sheet");
    }
    size_t length = (size_t)(end - text->bytes), rest = text->length - length - 1;
    char *name = cul_memory_text(text->bytes, length);
    if (!name) {
        return cul_fail_memory(error);
    }
    memmove(text->bytes, end + 1, rest);
    text->length = rest;
    *sheet = name;
    return CULTURE_OK;
}

culture_status cul_book_read(const char *path, const struct culture_answers_options *options, char **sheet,
                             struct cul_buffer *csv, struct culture_error *error)
{
    struct culture_sink sink = {.write = append, .context = csv};
    struct culture_error why = {0};
    culture_status status =
        options->read_data ? options->read_data(options->read_data_context, path, &sink, &why) : CULTURE_ERROR_ARGUMENT;
    *sheet = NULL;
    if (status == CULTURE_ERROR_ARGUMENT) {
        return CULTURE_OK; /* it reads other kinds of files */
    }
    if (!status && csv->failed) {
        return cul_fail_memory(error);
    }
    if (status) {
        return cul_fail(error, status, (struct cul_place){.path = path}, "%s", why.message);
    }
    return take_name(path, csv, sheet, error);
}

void cul_book_name_sheet(const char *sheet, struct culture_error *error)
{
    char message[1024];
    if (sheet && error && error->status && error->status != CULTURE_ERROR_MEMORY) {
        snprintf(message, sizeof message, "sheet %.60s: %s", sheet, error->message);
        cul_error_copy(error->message, sizeof error->message, message);
    }
}
