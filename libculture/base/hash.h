/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_HASH_H
#define CUL_BASE_HASH_H

/* SHA-256 as text. */
#include <stddef.h>
#include <stdint.h>

enum { CUL_HASH_TEXT = 64 };

/* The hash of bytes as 64 lower-case hexadecimal digits and a NUL. */
void cul_hash_bytes(const void *bytes, size_t length, char text[CUL_HASH_TEXT + 1]);

/* The hash of a file's bytes. False: it cannot be read, or is no plain file (reading a pipe would empty it). */
_Bool cul_hash_file(const char *path, char text[CUL_HASH_TEXT + 1]);

/* The hash of what a file holds, unpacked, and how many bytes that is; -1: it cannot be read. */
int64_t cul_hash_content(const char *path, char text[CUL_HASH_TEXT + 1]);

#endif
