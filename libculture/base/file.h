/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_FILE_H
#define CUL_BASE_FILE_H

/* Whole files in and out. */
#include "base/buffer.h"
#include "culture/status.h"

#include <stddef.h>

/*
 * A source that can be read piece by piece. cul_input_open checks the source and opens its path; cul_input_read fills
 * up to capacity bytes (0: the end) and retries interrupted calls.
 */
struct cul_input {
    const char *name; /* for messages, never NULL */
    int descriptor;   /* -1 when the source is not a file */
    struct culture_source source;
    size_t used; /* of source.bytes */
};
culture_status cul_input_open(struct cul_input *input, const struct culture_source *source,
                              struct culture_error *error);
culture_status cul_input_read(struct cul_input *input, void *bytes, size_t capacity, size_t *got,
                              struct culture_error *error);
void cul_input_close(struct cul_input *input);

/* All of a source, at most cap bytes (else CULTURE_ERROR_LIMIT), appended to buffer. */
culture_status cul_file_read(const struct culture_source *source, size_t cap, struct cul_buffer *buffer,
                             struct culture_error *error);

/* Writes to a sink. A path is written beside, flushed to disk and renamed: the file appears whole or not at all. */
culture_status cul_file_write(const struct culture_sink *sink, const void *bytes, size_t length, unsigned mode,
                              struct culture_error *error);

/* Whether a path ends in this extension, without regard to case; packed: .gz or .zst may follow it. */
_Bool cul_file_has_extension(const char *path, const char *extension);
_Bool cul_file_has_extension_packed(const char *path, const char *extension);

/* The part of a path after the last slash, without its extension, which .gz or .zst may
 * follow: length in *length. */
const char *cul_file_stem(const char *path, size_t *length);

#endif
