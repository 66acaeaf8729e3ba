/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_KEYS_H
#define CUL_ANSWERS_KEYS_H

/* Keys that tell respondents apart. They are personal data: what leaves the reader is a hash, never what was written.
 */
#include "base/buffer.h"
#include "culture/answers.h"

#include <stdbool.h>

enum { CUL_KEY_SIZE = 16 };

/*
 * The first bytes of the SHA-256 of a key's name key (case and spacing do not matter; scratch is room for it); all zero
 * when it is blank. False: no memory.
 */
bool cul_key_hash(const char *text, size_t length, struct cul_buffer *scratch, unsigned char hash[CUL_KEY_SIZE]);

/* The hash of a row of the block at hand, borrowed until the next block; NULL when its key is blank or none was asked.
 */
const unsigned char *cul_answers_row_key(const culture_answers *answers, int64_t row);

#endif
