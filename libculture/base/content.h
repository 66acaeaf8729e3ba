/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_CONTENT_H
#define CUL_BASE_CONTENT_H

/*
 * What a file holds: its bytes, or, when these are gzip or zstd (told by the first of them), the bytes packed in it.
 * Unpacking is piece by piece, in memory that does not depend on the file. A file of either kind that this build cannot
 * unpack says so.
 */
#include "base/buffer.h"
#include "culture/status.h"

struct cul_content; /* one thread at a time */

/* Errors: FILE, MEMORY. */
culture_status cul_content_open(struct cul_content **content, const struct culture_source *source,
                                struct culture_error *error);

/*
 * Up to capacity bytes, which is not 0; *got 0: the end. Errors: FILE, SYNTAX (damaged, or it ends too early; with the
 * line that was reached), LIMIT (much more than was packed in it: CULTURE_MAXIMUM_RATIO), MEMORY.
 */
culture_status cul_content_read(struct cul_content *content, void *bytes, size_t capacity, size_t *got,
                                struct culture_error *error);

/* "gzip" or "zstd"; NULL when the file is as it is. Static text. */
const char *cul_content_packing(const struct cul_content *content);
void cul_content_close(struct cul_content *content);

/* All of it, at most cap bytes (else LIMIT), appended to buffer; *packing as cul_content_packing(). */
culture_status cul_content_all(const struct culture_source *source, size_t cap, struct cul_buffer *buffer,
                               const char **packing, struct culture_error *error);

#endif
