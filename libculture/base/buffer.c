/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include "base/memory.h"
#include "base/number.h"

#include <string.h>

_Bool cul_buffer_room(struct cul_buffer *buffer, size_t extra)
{
    size_t needed;
    if (buffer->failed || __builtin_add_overflow(buffer->length + 1, extra, &needed)) {
        buffer->failed = 1;
        return 0;
    }
    if (!cul_memory_grow(&buffer->bytes, &buffer->capacity, needed, 1)) {
        buffer->failed = 1;
        return 0;
    }
    return 1;
}

void cul_buffer_add(struct cul_buffer *buffer, const void *bytes, size_t length)
{
    if (!cul_buffer_room(buffer, length)) {
        return;
    }
    if (length) {
        memcpy(buffer->bytes + buffer->length, bytes, length);
    }
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void cul_buffer_text(struct cul_buffer *buffer, const char *text)
{
    cul_buffer_add(buffer, text, strlen(text));
}

void cul_buffer_byte(struct cul_buffer *buffer, char byte)
{
    cul_buffer_add(buffer, &byte, 1);
}

void cul_buffer_whole(struct cul_buffer *buffer, int64_t number)
{
    char text[CUL_NUMBER_SIZE];
    cul_buffer_add(buffer, text, cul_number_format_whole(number, text));
}

void cul_buffer_number(struct cul_buffer *buffer, double number)
{
    char text[CUL_NUMBER_SIZE];
    cul_buffer_add(buffer, text, cul_number_format(number, text));
}

void cul_buffer_fixed(struct cul_buffer *buffer, double number, int decimals)
{
    char text[CUL_NUMBER_SIZE];
    cul_buffer_add(buffer, text, cul_number_format_fixed(number, decimals, text));
}

void cul_buffer_repeat(struct cul_buffer *buffer, char byte, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cul_buffer_byte(buffer, byte);
    }
}

void cul_buffer_clear(struct cul_buffer *buffer)
{
    buffer->length = 0;
    if (buffer->bytes) {
        buffer->bytes[0] = '\0';
    }
}

void cul_buffer_free(struct cul_buffer *buffer)
{
    cul_memory_free(buffer->bytes);
    *buffer = (struct cul_buffer){0};
}
