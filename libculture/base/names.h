/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_NAMES_H
#define CUL_BASE_NAMES_H

/* A set of distinct byte strings, numbered in order of arrival, found by hash. Zero-initialise it. */
#include <stddef.h>
#include <stdint.h>

struct cul_names {
    char **texts; /* NUL-terminated copies */
    size_t *lengths;
    int64_t count;
    size_t capacity, lengths_capacity;
    int64_t *slots; /* open addressing: index + 1, 0 when free */
    size_t slot_count;
    uint64_t secret[2]; /* of the keyed hash; 0: not needed so far */
};

/* The number of a text, added when new; -1: no memory, nothing changed. */
int64_t cul_names_add(struct cul_names *names, const char *text, size_t length);

/* The number of a text; -1: not there. */
int64_t cul_names_find(const struct cul_names *names, const char *text, size_t length);

/* Forgets the text that was added last; there is one. */
void cul_names_drop_last(struct cul_names *names);

void cul_names_free(struct cul_names *names);

#endif
