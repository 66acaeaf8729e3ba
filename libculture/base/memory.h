/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_MEMORY_H
#define CUL_BASE_MEMORY_H

/* The one place where memory comes from. Every size is checked for overflow; NULL means there is none left. */
#include <stddef.h>

/* count x size zeroed bytes; a size of 0 still gives a pointer that can be freed. */
void *cul_memory_new(size_t count, size_t size);

/* Grows or shrinks an array; on NULL the old one is unchanged. New space is not zeroed. */
void *cul_memory_resize(void *memory, size_t count, size_t size);

/* Makes room for one element more than count; *capacity doubles. False: no memory, nothing changed. */
_Bool cul_memory_grow(void *array_pointer, size_t *capacity, size_t count, size_t size);

/* A NUL-terminated copy of length bytes. */
char *cul_memory_text(const char *text, size_t length);

void cul_memory_free(void *memory);

#endif
