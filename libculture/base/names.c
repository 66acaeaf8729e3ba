/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/names.h"

#include "base/memory.h"

#include <stdbool.h>
#include <string.h>
#include <sys/random.h>

/* Texts in a row of slots beyond which they are no chance: at most half the slots are taken, so of a million texts the
 * longest row has a hundred. */
enum { LONGEST_ROW = 500 };

/* FNV-1a: fast, but whoever knows it can make texts that all fall into one slot. */
static uint64_t plain_hash(const char *text, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) {
        value = (value ^ (unsigned char)text[i]) * 1099511628211u;
    }
    return value ^ value >> 32;
}

static uint64_t rotate(uint64_t value, int bits)
{
    return value << bits | value >> (64 - bits);
}

static void mix(uint64_t v[4], int rounds)
{
    while (rounds--) {
        v[0] += v[1], v[2] += v[3];
        v[1] = rotate(v[1], 13) ^ v[0], v[3] = rotate(v[3], 16) ^ v[2];
        v[0] = rotate(v[0], 32);
        v[2] += v[1], v[0] += v[3];
        v[1] = rotate(v[1], 17) ^ v[2], v[3] = rotate(v[3], 21) ^ v[0];
        v[2] = rotate(v[2], 32);
    }
}

/* SipHash-1-3 (Aumasson & Bernstein 2012), whose key an attacker does not know. */
static uint64_t keyed_hash(const uint64_t secret[2], const char *text, size_t length)
{
    uint64_t v[4] = {secret[0] ^ 0x736f6d6570736575u, secret[1] ^ 0x646f72616e646f6du, secret[0] ^ 0x6c7967656e657261u,
                     secret[1] ^ 0x7465646279746573u};
    for (size_t at = 0; at <= length; at += 8) {
        size_t left = length - at < 8 ? length - at : 8;
        uint64_t word = left < 8 ? (uint64_t)length << 56 : 0;
        for (size_t i = 0; i < left; i++) {
            word |= (uint64_t)(unsigned char)text[at + i] << 8 * i;
        }
        v[3] ^= word;
        mix(v, 1);
        v[0] ^= word;
    }
    v[2] ^= 0xFF;
    mix(v, 3);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static size_t first_slot(const struct cul_names *names, const char *text, size_t length)
{
    bool keyed = names->secret[0];
    uint64_t hash = keyed ? keyed_hash(names->secret, text, length) : plain_hash(text, length);
    return (size_t)hash & (names->slot_count - 1);
}

/* The slot that holds the text, or the free one where it would go. */
static size_t find_slot(const struct cul_names *names, const char *text, size_t length)
{
    size_t slot = first_slot(names, text, length);
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

/* From now on with a secret of this set alone, when this slot is further from the text's first one than chance makes
 * it. The order of arrival, and so every result, stays. Without a secret or memory all is as it was, only slow. */
static void defend(struct cul_names *names, size_t slot, const char *text, size_t length)
{
    size_t row = (slot - first_slot(names, text, length)) & (names->slot_count - 1);
    if (row < LONGEST_ROW || names->secret[0] || getrandom(names->secret, sizeof names->secret, GRND_NONBLOCK) < 0) {
        return;
    }
    names->secret[0] |= 1;
    if (!rehash(names, names->slot_count)) {
        names->secret[0] = 0;
    }
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
    size_t slot = find_slot(names, text, length);
    names->slots[slot] = names->count + 1;
    names->texts[count] = copy;
    names->lengths[count] = length;
    names->count++;
    defend(names, slot, text, length);
    return names->count - 1;
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
