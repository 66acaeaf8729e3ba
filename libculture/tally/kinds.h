/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_KINDS_H
#define CUL_TALLY_KINDS_H

/*
 * Which rows are summed together in a structure, for those who must know what sums over some of them would tell. Rows
 * of one organisation, in one language, with answers to the same items are of one kind: every sum has all of them or
 * none. Kinds of rows that are not complete can be as many as rows, so that of many only a sample is kept: those whose
 * hash begins with so many zeros (adaptive sampling: Flajolet 1990, Computing 43:391). Which ones does not depend on
 * the order of rows or merges.
 */
#include "base/buffer.h"
#include "base/names.h"

#include <stdbool.h>

enum { CUL_MAXIMUM_KINDS = 16384 };

/* How rows are wanted: the numbers of dimensions and items. */
struct cul_kinds_shape {
    int32_t dimensions, items;
};

struct cul_kinds {
    struct cul_names groups; /* the key of an organisation, NUL, the key of a language or nothing */
    int64_t *cells;          /* per group: complete rows; then, per dimension, rows complete for it */
    size_t capacity;
    struct cul_names kinds; /* a group's key, NUL, the items with an answer as bits; only of rows not complete */
    int64_t *rows;          /* per kind */
    size_t rows_capacity;
    struct cul_buffer key; /* of the row that is counted */
    int32_t level;         /* zeros that hashes of kinds begin with; 0: all kinds are here */
};

/* A row to be counted. */
struct cul_kind_row {
    const char *organisation, *language; /* keys; language NULL: none */
    const bool *dimensions;              /* per dimension: complete for it */
    const unsigned char *answered;       /* bits of items; NULL: complete */
};

/* False: no memory; the kinds can only be freed then. */
bool cul_kinds_count(struct cul_kinds *kinds, struct cul_kinds_shape shape, const struct cul_kind_row *row);

/* Adds all of another's. False: no memory, nothing changed. */
bool cul_kinds_add(struct cul_kinds *kinds, struct cul_kinds_shape shape, const struct cul_kinds *other);

void cul_kinds_free(struct cul_kinds *kinds);

static inline size_t cul_kinds_mask_bytes(struct cul_kinds_shape shape)
{
    return ((size_t)shape.items + 7) / 8;
}

static inline size_t cul_kinds_cells(struct cul_kinds_shape shape)
{
    return (size_t)shape.dimensions + 1;
}

#endif
