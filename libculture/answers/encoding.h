/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_ENCODING_H
#define CUL_ANSWERS_ENCODING_H

/* The text encoding of a survey file, told by its bytes alone: no guessing by statistics. */
#include "base/buffer.h"
#include "culture/status.h"

/*
 * Turns a file's bytes into UTF-8 without a byte-order mark, in place. A mark decides; else bytes with NULs in every
 * other place are UTF-16; else well-formed UTF-8 is UTF-8; the rest is Windows-1252. *name is static text. Errors:
 * SYNTAX (not text: a NUL, or bytes that no encoding allows; with the line), MEMORY.
 */
culture_status cul_encoding_decode(struct cul_buffer *bytes, const char *path, const char **name,
                                   struct culture_error *error);

#endif
