/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void *cul_memory_new(size_t count, size_t size)
{
    return calloc(count ? count : 1, size ? size : 1);
}

void *cul_memory_resize(void *memory, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        return NULL;
    }
    return realloc(memory, bytes ? bytes : 1);
}

_Bool cul_memory_grow(void *array_pointer, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return 1;
    }
    size_t wanted = *capacity ? *capacity : 8;
    while (wanted <= count) {
        if (__builtin_mul_overflow(wanted, (size_t)2, &wanted)) {
            return 0;
        }
    }
    void *array;
    memcpy(&array, array_pointer, sizeof array);
    array = cul_memory_resize(array, wanted, size);
    if (!array) {
        return 0;
    }
    memcpy(array_pointer, &array, sizeof array);
    *capacity = wanted;
    return 1;
}

char *cul_memory_text(const char *text, size_t length)
{
    char *copy = cul_memory_new(length + 1, 1);
    if (copy && length) {
        memcpy(copy, text, length);
    }
    return copy;
}

void cul_memory_free(void *memory)
{
    free(memory);
}
