/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/repeats.h"

#include "base/memory.h"

#include <string.h>

static bool is_blank(const unsigned char key[CUL_KEY_SIZE])
{
    static const unsigned char blank[CUL_KEY_SIZE];
    return memcmp(key, blank, CUL_KEY_SIZE) == 0;
}

bool cul_repeats_note(struct cul_repeats *repeats, const unsigned char key[CUL_KEY_SIZE], int64_t row, bool *before)
{
    int64_t known = repeats->keys.count;
    *before = false;
    if (is_blank(key)) {
        return true;
    }
    if (!cul_memory_grow(&repeats->rows, &repeats->capacity, (size_t)known, sizeof *repeats->rows)) {
        return false;
    }
    int64_t index = cul_names_add(&repeats->keys, (const char *)key, CUL_KEY_SIZE);
    if (index >= 0) {
        repeats->rows[index] = row;
    }
    *before = index >= 0 && index < known;
    return index >= 0;
}

bool cul_repeats_come_later(const struct cul_repeats *repeats, const unsigned char key[CUL_KEY_SIZE], int64_t row)
{
    int64_t index = is_blank(key) ? -1 : cul_names_find(&repeats->keys, (const char *)key, CUL_KEY_SIZE);
    return index >= 0 && repeats->rows[index] > row;
}

void cul_repeats_free(struct cul_repeats *repeats)
{
    cul_names_free(&repeats->keys);
    cul_memory_free(repeats->rows);
    *repeats = (struct cul_repeats){0};
}
