/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/kinds.h"

#include "base/memory.h"

#include <string.h>

/* FNV-1a, and the last steps of MurmurHash3 so that the first bits are as good as the others. */
static uint64_t hash(const char *text, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) {
        value = (value ^ (unsigned char)text[i]) * 1099511628211u;
    }
    value = (value ^ value >> 33) * 0xff51afd7ed558ccdu;
    value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53u;
    return value ^ value >> 33;
}

static bool is_kept(const char *text, size_t length, int32_t level)
{
    return !level || !(hash(text, length) >> (64 - level));
}

static void forget(struct cul_kinds *kinds, int64_t groups, int64_t count)
{
    while (kinds->groups.count > groups) {
        cul_names_drop_last(&kinds->groups);
    }
    while (kinds->kinds.count > count) {
        cul_names_drop_last(&kinds->kinds);
    }
}

/* The number of a group, empty when new; -1: no memory. */
static int64_t make_group(struct cul_kinds *kinds, struct cul_kinds_shape shape, const char *key, size_t length)
{
    size_t width = cul_kinds_cells(shape), before = (size_t)kinds->groups.count;
    if (!cul_memory_grow(&kinds->cells, &kinds->capacity, before, width * sizeof *kinds->cells)) {
        return -1;
    }
    int64_t group = cul_names_add(&kinds->groups, key, length);
    if (group == (int64_t)before) {
        memset(kinds->cells + before * width, 0, width * sizeof *kinds->cells);
    }
    return group;
}

static int64_t make_kind(struct cul_kinds *kinds, const char *key, size_t length)
{
    int64_t before = kinds->kinds.count;
    if (!cul_memory_grow(&kinds->rows, &kinds->rows_capacity, (size_t)before, sizeof *kinds->rows)) {
        return -1;
    }
    int64_t kind = cul_names_add(&kinds->kinds, key, length);
    if (kind == before) {
        kinds->rows[kind] = 0;
    }
    return kind;
}

/* The least level from this one on at which kinds are not too many. */
static int32_t fitting_level(const struct cul_names *names, int32_t level)
{
    for (;; level++) {
        int64_t count = 0;
        for (int64_t i = 0; i < names->count; i++) {
            count += is_kept(names->texts[i], names->lengths[i], level);
        }
        if (count <= CUL_MAXIMUM_KINDS) {
            return level;
        }
    }
}

/* Keeps the kinds of a level only. False: no memory, nothing changed. */
static bool thin_out(struct cul_kinds *kinds, int32_t level)
{
    struct cul_kinds kept = {0};
    for (int64_t i = 0; i < kinds->kinds.count; i++) {
        if (is_kept(kinds->kinds.texts[i], kinds->kinds.lengths[i], level)) {
            int64_t kind = make_kind(&kept, kinds->kinds.texts[i], kinds->kinds.lengths[i]);
            if (kind < 0) {
                cul_kinds_free(&kept);
                return false;
            }
            kept.rows[kind] = kinds->rows[i];
        }
    }
    cul_names_free(&kinds->kinds);
    cul_memory_free(kinds->rows);
    kinds->kinds = kept.kinds;
    kinds->rows = kept.rows;
    kinds->rows_capacity = kept.rows_capacity;
    kinds->level = level;
    return true;
}

static bool fit(struct cul_kinds *kinds, int32_t level)
{
    bool many = kinds->kinds.count > CUL_MAXIMUM_KINDS;
    level = many ? fitting_level(&kinds->kinds, level) : level;
    return level == kinds->level || thin_out(kinds, level);
}

static bool count_kind(struct cul_kinds *kinds, const unsigned char *answered, size_t bytes)
{
    struct cul_buffer *key = &kinds->key;
    cul_buffer_byte(key, 0);
    cul_buffer_add(key, answered, bytes);
    if (key->failed || !is_kept(key->bytes, key->length, kinds->level)) {
        return !key->failed;
    }
    int64_t kind = make_kind(kinds, key->bytes, key->length);
    if (kind < 0) {
        return false;
    }
    kinds->rows[kind]++;
    return fit(kinds, kinds->level);
}

bool cul_kinds_count(struct cul_kinds *kinds, struct cul_kinds_shape shape, const struct cul_kind_row *row)
{
    struct cul_buffer *key = &kinds->key;
    cul_buffer_clear(key);
    cul_buffer_text(key, row->organisation);
    cul_buffer_byte(key, 0);
    cul_buffer_text(key, row->language ? row->language : "");
    int64_t group = key->failed ? -1 : make_group(kinds, shape, key->bytes, key->length);
    if (group < 0) {
        return false;
    }
    int64_t *cells = kinds->cells + (size_t)group * cul_kinds_cells(shape);
    cells[0] += !row->answered;
    for (int32_t d = 0; d < shape.dimensions; d++) {
        cells[1 + d] += row->dimensions[d];
    }
    return !row->answered || count_kind(kinds, row->answered, cul_kinds_mask_bytes(shape));
}

static bool make_all(struct cul_kinds *kinds, struct cul_kinds_shape shape, const struct cul_kinds *other,
                     int32_t level)
{
    for (int64_t i = 0; i < other->groups.count; i++) {
        if (make_group(kinds, shape, other->groups.texts[i], other->groups.lengths[i]) < 0) {
            return false;
        }
    }
    for (int64_t i = 0; i < other->kinds.count; i++) {
        const char *key = other->kinds.texts[i];
        size_t length = other->kinds.lengths[i];
        if (is_kept(key, length, level) && make_kind(kinds, key, length) < 0) {
            return false;
        }
    }
    return fit(kinds, level);
}

bool cul_kinds_add(struct cul_kinds *kinds, struct cul_kinds_shape shape, const struct cul_kinds *other)
{
    int64_t groups = kinds->groups.count, count = kinds->kinds.count;
    if (!make_all(kinds, shape, other, other->level > kinds->level ? other->level : kinds->level)) {
        forget(kinds, groups, count);
        return false;
    }
    size_t width = cul_kinds_cells(shape);
    for (int64_t i = 0; i < other->groups.count; i++) {
        int64_t group = cul_names_find(&kinds->groups, other->groups.texts[i], other->groups.lengths[i]);
        for (size_t c = 0; c < width; c++) {
            kinds->cells[(size_t)group * width + c] += other->cells[(size_t)i * width + c];
        }
    }
    for (int64_t i = 0; i < other->kinds.count; i++) {
        int64_t kind = cul_names_find(&kinds->kinds, other->kinds.texts[i], other->kinds.lengths[i]);
        if (kind >= 0) {
            kinds->rows[kind] += other->rows[i];
        }
    }
    return true;
}

void cul_kinds_free(struct cul_kinds *kinds)
{
    cul_names_free(&kinds->groups);
    cul_names_free(&kinds->kinds);
    cul_memory_free(kinds->cells);
    cul_memory_free(kinds->rows);
    cul_buffer_free(&kinds->key);
    *kinds = (struct cul_kinds){0};
}
