/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_CSV_H
#define CUL_ANSWERS_CSV_H

/*
 * Records of a delimited text file (RFC 4180 and what tools make of it). The encoding, the delimiter (, ; tab |, or a
 * first line "sep=;") and the line ends are found out. A quoted cell may hold delimiters, line ends and doubled quotes;
 * what follows its closing quote belongs to it as it stands. The text itself stays as it is, so that the place of a
 * cell is found when it is asked for and reading counts no lines.
 */
#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

struct cul_csv; /* one thread at a time */
struct ArrowArrayStream;
struct cul_arrow;

struct cul_csv_field {
    const char *text; /* not NUL-terminated */
    size_t length;
    size_t at; /* where it begins in the file's text, with its quote */
};

struct cul_csv_record {
    size_t at;     /* where it begins in the file's text */
    int64_t count; /* 0: the end of the file */
    const struct cul_csv_field *fields;
};

/* Errors: FILE, SYNTAX, LIMIT (bytes of the file), MEMORY. */
culture_status cul_csv_open(struct cul_csv **csv, const struct culture_source *source, struct culture_error *error);

/* The same of a data frame in memory: its names are the first record, and a place is a row and a column from 1. Takes
 * over the stream, whatever becomes of the call. Errors: as cul_arrow_open(). */
culture_status cul_csv_open_arrow(struct cul_csv **csv, struct ArrowArrayStream *stream, const char *path,
                                  struct culture_error *error);

/* The next record that is not a blank line; borrowed until the next call. Errors: SYNTAX (a quote without end), LIMIT,
 * MEMORY. */
culture_status cul_csv_next(struct cul_csv *csv, struct cul_csv_record *record, struct culture_error *error);

/*
 * Where a cell of the last record is, as an editor counts: lines and characters from 1; cell -1, or one that the row is
 * too short for: its line alone. Cheap when records, and the cells of one, are asked for in order.
 */
struct cul_place cul_csv_place(struct cul_csv *csv, const struct cul_csv_record *record, int64_t cell);

/* Where the next record is looked for. */
size_t cul_csv_tell(const struct cul_csv *csv);

/* The text that is still to be read; the byte before it is there too, behind a header. */
const char *cul_csv_rest(const struct cul_csv *csv, size_t *length);

/*
 * Swaps the text for another of the same kind, the first byte of which is an end of line before the first record. It is
 * checked to be UTF-8 once a record is read of it: what is passed over with cul_csv_skip() was looked at there.
 */
void cul_csv_feed(struct cul_csv *csv, struct cul_buffer *text);

/* Passes over so many bytes of it, whole lines, which end so. */
enum cul_csv_line_ends { CUL_CSV_LF = 1, CUL_CSV_CRLF = 2, CUL_CSV_CR = 4 };
void cul_csv_skip(struct cul_csv *csv, size_t bytes, unsigned line_ends);

/* Goes to the record that begins at a place; what was borrowed is gone. */
void cul_csv_seek(struct cul_csv *csv, size_t at);

/* From here on places are a table's: the first cell is 1, and so is the row below the lines that stand above it. */
void cul_csv_count_cells(struct cul_csv *csv, int64_t above);

/* Nobody will seek what lies before here. */
void cul_csv_forget(struct cul_csv *csv);

/* The frame that records come from; NULL: they come from a text. */
struct cul_arrow *cul_csv_arrow(const struct cul_csv *csv);

const char *cul_csv_path(const struct cul_csv *csv); /* for messages, never NULL */
const char *cul_csv_encoding(const struct cul_csv *csv);
const char *cul_csv_compression(const struct cul_csv *csv); /* "gzip", "zstd"; "" for none. Static text */
const char *cul_csv_line_end(const struct cul_csv *csv);    /* of what was read so far */
char cul_csv_delimiter(const struct cul_csv *csv);
void cul_csv_close(struct cul_csv *csv);

#endif
