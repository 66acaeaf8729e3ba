/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_ARROW_H
#define CUL_ANSWERS_ARROW_H

/*
 * Records of an Arrow stream: a data frame in memory, read where it lies. Its structs are those of the Arrow C data and
 * stream interfaces (arrow.apache.org/docs/format/CDataInterface.html), an ABI; no Arrow library is needed.
 */
#include "answers/csv.h"

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif

struct cul_arrow; /* one thread at a time */

/* Takes over the stream, whatever becomes of the call. Errors: ANSWERS (no table of columns), FILE (the stream fails),
 * LIMIT, MEMORY. */
culture_status cul_arrow_open(struct cul_arrow **arrow, struct ArrowArrayStream *stream, const char *path,
                              struct culture_error *error);

/*
 * The next row as texts; the first record holds the columns' names. A record's at is its row, from 1; 0 is the names.
 * Errors: FILE, ANSWERS (a batch that is not of the stream's schema), LIMIT, MEMORY.
 */
culture_status cul_arrow_next(struct cul_arrow *arrow, struct cul_csv_record *record, struct culture_error *error);

size_t cul_arrow_tell(const struct cul_arrow *arrow);
void cul_arrow_seek(struct cul_arrow *arrow, size_t at);

/* Nobody goes back any more: batches are freed as they are passed. */
void cul_arrow_forget(struct cul_arrow *arrow);

/* The columns, bound to the batch at hand; in its order. */
struct cul_arrow_column;
struct cul_arrow_column *cul_arrow_columns(struct cul_arrow *arrow);

/*
 * Where the next row is in the batch at hand, and how many there are from there; returns the number of the batch's
 * first row, which tells batches apart. 0: the next row is in another batch, which cul_arrow_next() goes to.
 */
size_t cul_arrow_batch(const struct cul_arrow *arrow, int64_t *row, int64_t *rows);

/* Passes over so many of them. */
void cul_arrow_skip(struct cul_arrow *arrow, int64_t rows);

void cul_arrow_close(struct cul_arrow *arrow);

#endif
