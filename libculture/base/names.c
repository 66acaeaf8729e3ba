/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/names.h"

#include "base/memory.h"

#include <string.h>

/* FNV-1a: short keys, no secrets; a flood of colliding names costs time bounded by the caps on a file. */
static uint64_t hash(const char *text, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) {
        value = (value ^ (unsigned char)text[i]) * 1099511628211u;
    }
    return value ^ value >> 32;
}

/* The slot that holds the text, or the free one where it would go. */
static size_t find_slot(const struct cul_names *names, const char *text, size_t length)
{
    size_t slot = (size_t)hash(text, length) & (names->slot_count - 1);
    while (names->slots[slot]) {
        size_t number = (size_t)names->slots[slot] - 1;
        if (names->lengths[number] == length && memcmp(names->texts[number], text, length) == 0) {
            break;
        }
        slot = (slot + 1) & (names->slot_count - 1);
    }
    return slot;
}

static _Bool rehash(struct cul_names *names, size_t slot_count)
{
    int64_t *slots = cul_memory_new(slot_count, sizeof *slots);
    if (!slots) {
        return 0;
    }
    cul_memory_free(names->slots);
    names->slots = slots;
    names->slot_count = slot_count;
    for (int64_t i = 0; i < names->count; i++) {
        slots[find_slot(names, names->texts[i], names->lengths[i])] = i + 1;
    }
    return 1;
}

int64_t cul_names_find(const struct cul_names *names, const char *text, size_t length)
{
    return names->slot_count ? names->slots[find_slot(names, text, length)] - 1 : -1;
}

int64_t cul_names_add(struct cul_names *names, const char *text, size_t length)
{
    int64_t known = cul_names_find(names, text, length);
    if (known >= 0) {
        return known;
    }
    size_t count = (size_t)names->count;
    if (2 * (count + 1) > names->slot_count && !rehash(names, names->slot_count ? 2 * names->slot_count : 16)) {
        return -1;
    }
    if (!cul_memory_grow(&names->texts, &names->capacity, count, sizeof *names->texts) ||
        !cul_memory_grow(&names->lengths, &names->lengths_capacity, count, sizeof *names->lengths)) {
        return -1;
    }
    char *copy = cul_memory_text(text, length);
    if (!copy) {
        return -1;
    }
    names->slots[find_slot(names, text, length)] = names->count + 1;
    names->texts[count] = copy;
    names->lengths[count] = length;
    return names->count++;
}

/* Nothing was put behind the last one, so its slot can become free again; growing keeps the order of arrival. */
void cul_names_drop_last(struct cul_names *names)
{
    int64_t last = names->count - 1;
    names->slots[find_slot(names, names->texts[last], names->lengths[last])] = 0;
    cul_memory_free(names->texts[last]);
    names->count = last;
}

void cul_names_free(struct cul_names *names)
{
    for (int64_t i = 0; i < names->count; i++) {
        cul_memory_free(names->texts[i]);
    }
    cul_memory_free(names->texts);
    cul_memory_free(names->lengths);
    cul_memory_free(names->slots);
    *names = (struct cul_names){0};
}
