/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_REPEATS_H
#define CUL_ANSWERS_REPEATS_H

/* Respondents who answered more than once in a file, told by the hashes of their keys. Memory grows with them. */
#include "answers/keys.h"
#include "base/names.h"

struct cul_repeats {
    struct cul_names keys;
    int64_t *rows; /* per key the last row that can be used */
    size_t capacity;
};

/* Notes who answered in a row; *before: they did so in an earlier one. A blank key is nobody. False: no memory. */
bool cul_repeats_note(struct cul_repeats *repeats, const unsigned char key[CUL_KEY_SIZE], int64_t row, bool *before);
/* Whether a later row than this one was noted for somebody. */
bool cul_repeats_come_later(const struct cul_repeats *repeats, const unsigned char key[CUL_KEY_SIZE], int64_t row);
void cul_repeats_free(struct cul_repeats *repeats);

#endif
