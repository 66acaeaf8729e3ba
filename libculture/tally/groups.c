/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The groups of a tally: their keys, how their names were spelled, and their order. */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "tally/model.h"

#include <stdlib.h>
#include <string.h>

static enum cul_group_kind kind_of(const char *key, size_t length)
{
    int separators = 0;
    for (size_t i = 0; i < length && separators < 3; i++) {
        separators += key[i] == CUL_KEY_SEPARATOR;
    }
    static const enum cul_group_kind kinds[] = {CUL_ORGANISATION, CUL_FLAGGED, CUL_UNIT, CUL_CROSSING};
    return kinds[separators];
}

int64_t cul_tally_group(culture_tally *tally, const char *key, size_t length)
{
    int64_t known = cul_names_find(&tally->keys, key, length);
    if (known >= 0) {
        return known;
    }
    tally->full = (size_t)tally->keys.count >= CULTURE_MAXIMUM_COUNTS / tally->layout.width;
    if (tally->full) {
        return -1;
    }
    if (!cul_memory_grow(&tally->groups, &tally->group_capacity, (size_t)tally->keys.count, sizeof *tally->groups)) {
        return -1;
    }
    int64_t *cells = cul_memory_new(tally->layout.width, sizeof *cells);
    int64_t group = cells ? cul_names_add(&tally->keys, key, length) : -1;
    if (group < 0) {
        cul_memory_free(cells);
        return -1;
    }
    tally->groups[group] = (struct cul_group){cells, kind_of(key, length)};
    return group;
}

culture_status cul_tally_fail(const culture_tally *tally, const char *path, struct culture_error *error)
{
    return tally->full ? cul_fail(error, CULTURE_ERROR_LIMIT, (struct cul_place){.path = path},
                                  "more than %lld organisations and subgroups",
                                  (long long)(CULTURE_MAXIMUM_COUNTS / tally->layout.width))
                       : cul_fail_memory(error);
}

int64_t cul_tally_use(culture_tally *tally, int64_t group, enum cul_named named, const char *spelling)
{
    struct cul_names *keys = &tally->use_keys;
    int64_t text = cul_names_add(&tally->spellings, spelling, strlen(spelling));
    if (text < 0 || !cul_memory_grow(&tally->uses, &tally->use_capacity, (size_t)keys->count, sizeof *tally->uses)) {
        return -1;
    }
    const int64_t key[] = {group, text, named};
    int64_t count = keys->count, use = cul_names_add(keys, (const char *)key, sizeof key);
    if (use == count) {
        tally->uses[use] = (struct cul_use){.group = group, .spelling = text, .named = named};
    }
    return use;
}

_Bool cul_crossing_next(const char *key, size_t length, size_t *at, struct cul_crossing_part *part)
{
    const char *ends[3]; /* before the column, before the unit, behind it */
    const char *end = key + length, *from = key + *at;
    for (int i = 0; i < 3; i++) {
        ends[i] = from <= end ? memchr(from, CUL_KEY_SEPARATOR, (size_t)(end - from)) : NULL;
        ends[i] = ends[i] ? ends[i] : end;
        from = ends[i] + 1;
    }
    if (ends[1] == end) {
        return 0;
    }
    *part = (struct cul_crossing_part){.column = ends[0] + 1,
                                       .column_length = (size_t)(ends[1] - ends[0] - 1),
                                       .unit = ends[1] + 1,
                                       .unit_length = (size_t)(ends[2] - ends[1] - 1)};
    *at = (size_t)(ends[2] - key);
    return 1;
}

/* The length of the organisation's part of a key. */
static size_t owner_length(const char *key, size_t length)
{
    const char *end = memchr(key, CUL_KEY_SEPARATOR, length);
    return end ? (size_t)(end - key) : length;
}

int64_t cul_crossing_unit(const culture_tally *tally, int64_t crossing, const struct cul_crossing_part *part,
                          struct cul_buffer *key)
{
    const char *whole = tally->keys.texts[crossing];
    if (!part->unit_length) {
        return -1;
    }
    cul_buffer_clear(key);
    cul_buffer_add(key, whole, owner_length(whole, tally->keys.lengths[crossing]));
    cul_buffer_byte(key, CUL_KEY_SEPARATOR);
    cul_buffer_add(key, part->column, part->column_length);
    cul_buffer_byte(key, CUL_KEY_SEPARATOR);
    cul_buffer_add(key, part->unit, part->unit_length);
    int64_t unit = key->failed ? -1 : cul_names_find(&tally->keys, key->bytes, key->length);
    return unit >= 0 && tally->groups[unit].cells[CUL_LAYOUT_RESPONDENTS] ? unit : -1;
}

/* The key of an organisation's flagged. */
static void flagged_key(const culture_tally *tally, int64_t organisation, struct cul_buffer *key)
{
    cul_buffer_clear(key);
    cul_buffer_add(key, tally->keys.texts[organisation], tally->keys.lengths[organisation]);
    cul_buffer_byte(key, CUL_KEY_SEPARATOR);
}

int64_t cul_tally_flag(culture_tally *tally, int64_t organisation, struct cul_buffer *key)
{
    flagged_key(tally, organisation, key);
    return key->failed ? -1 : cul_tally_group(tally, key->bytes, key->length);
}

int64_t cul_tally_flagged(const culture_tally *tally, int64_t organisation, struct cul_buffer *key)
{
    flagged_key(tally, organisation, key);
    int64_t flagged = key->failed ? -1 : cul_names_find(&tally->keys, key->bytes, key->length);
    return flagged >= 0 && tally->groups[flagged].cells[CUL_LAYOUT_RESPONDENTS] ? flagged : -1;
}

int64_t cul_tally_owner(const culture_tally *tally, int64_t group)
{
    const char *key = tally->keys.texts[group];
    return cul_names_find(&tally->keys, key, owner_length(key, tally->keys.lengths[group]));
}

struct sort_entry {
    const char *key;
    size_t length;
    int64_t group;
};

static int by_key(const void *a, const void *b)
{
    const struct sort_entry *one = a, *two = b;
    int order = memcmp(one->key, two->key, one->length < two->length ? one->length : two->length);
    return order ? order : (one->length > two->length) - (one->length < two->length);
}

static _Bool list_groups(const culture_tally *tally, struct cul_list *list)
{
    struct sort_entry *entries = cul_memory_new((size_t)tally->keys.count, sizeof *entries);
    list->groups = cul_memory_new((size_t)tally->keys.count, sizeof *list->groups);
    if (entries && list->groups) {
        for (int64_t i = 0; i < tally->keys.count; i++) {
            if (tally->groups[i].cells[CUL_LAYOUT_RESPONDENTS]) {
                entries[list->count++] = (struct sort_entry){tally->keys.texts[i], tally->keys.lengths[i], i};
            }
        }
        qsort(entries, (size_t)list->count, sizeof *entries, by_key);
        for (int64_t i = 0; i < list->count; i++) {
            list->groups[i].group = entries[i].group;
        }
    }
    cul_memory_free(entries);
    return entries && list->groups;
}

struct use_entry {
    int64_t rank, use; /* rank: the group's place in the list */
    enum cul_named named;
    const char *text;
};

static int by_use(const void *a, const void *b)
{
    const struct use_entry *one = a, *two = b;
    if (one->rank != two->rank) {
        return one->rank < two->rank ? -1 : 1;
    }
    return one->named != two->named ? (int)one->named - (int)two->named : strcmp(one->text, two->text);
}

static void list_uses(const culture_tally *tally, struct cul_list *list, struct use_entry *entries, int64_t *ranks)
{
    int64_t count = 0, at = 0;
    for (int64_t i = 0; i < list->count; i++) {
        ranks[list->groups[i].group] = i;
    }
    for (int64_t i = 0; i < tally->use_keys.count; i++) {
        const struct cul_use *use = &tally->uses[i];
        if (use->rows) {
            entries[count++] =
                (struct use_entry){ranks[use->group], i, use->named, tally->spellings.texts[use->spelling]};
        }
    }
    qsort(entries, (size_t)count, sizeof *entries, by_use);
    for (int64_t i = 0; i < list->count; i++) {
        list->groups[i].first_use = at;
        for (; at < count && entries[at].rank == i; at++) {
            list->uses[at] = entries[at].use;
            *(entries[at].named == CUL_OWN_NAME ? &list->groups[i].names : &list->groups[i].columns) += 1;
        }
    }
}

_Bool cul_tally_list(const culture_tally *tally, struct cul_list *list)
{
    *list = (struct cul_list){.uses = cul_memory_new((size_t)tally->use_keys.count, sizeof *list->uses)};
    struct use_entry *entries = cul_memory_new((size_t)tally->use_keys.count, sizeof *entries);
    int64_t *ranks = cul_memory_new((size_t)tally->keys.count, sizeof *ranks);
    _Bool good = list->uses && entries && ranks && list_groups(tally, list);
    if (good) {
        list_uses(tally, list, entries, ranks);
    } else {
        cul_list_free(list);
    }
    cul_memory_free(entries);
    cul_memory_free(ranks);
    return good;
}

void cul_list_free(struct cul_list *list)
{
    cul_memory_free(list->groups);
    cul_memory_free(list->uses);
    *list = (struct cul_list){0};
}

const char *cul_list_name(const culture_tally *tally, const struct cul_list *list, int64_t index, enum cul_named named)
{
    const struct cul_listed *of = &list->groups[index];
    if (named == CUL_OWN_NAME ? !of->names : !of->columns) {
        return NULL;
    }
    int64_t use = list->uses[of->first_use + (named == CUL_OWN_NAME ? 0 : of->names)];
    return tally->spellings.texts[tally->uses[use].spelling];
}
