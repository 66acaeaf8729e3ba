/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/register_units.h"

#include "answers/register.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum { SEPARATOR = '\x1f' };

static bool make_key(const struct cul_unit_words *words, struct cul_buffer *key)
{
    bool good = cul_text_name_key(words->organisation, words->organisation_length, key);
    cul_buffer_byte(key, SEPARATOR);
    good = good && cul_text_key(words->column, words->column_length, key);
    cul_buffer_byte(key, SEPARATOR);
    return good && cul_text_name_key(words->unit, words->unit_length, key) && !key->failed;
}

static bool copy_words(const struct cul_unit_words *words, struct culture_register_unit *unit)
{
    unit->organisation = cul_memory_text(words->organisation, words->organisation_length);
    unit->column = cul_memory_text(words->column, words->column_length);
    unit->unit = cul_memory_text(words->unit, words->unit_length);
    return unit->organisation && unit->column && unit->unit;
}

static void free_words(struct culture_register_unit *unit)
{
    cul_memory_free((char *)(uintptr_t)unit->organisation);
    cul_memory_free((char *)(uintptr_t)unit->column);
    cul_memory_free((char *)(uintptr_t)unit->unit);
}

static bool keep(struct cul_register_units *units, const struct cul_unit_words *words, int64_t headcount, int64_t line,
                 const struct cul_buffer *key)
{
    struct culture_register_unit unit = {.struct_size = sizeof unit, .headcount = headcount, .line = line};
    if (!copy_words(words, &unit) ||
        !cul_memory_grow(&units->units, &units->capacity, (size_t)units->keys.count, sizeof *units->units) ||
        cul_names_add(&units->keys, key->bytes, key->length) < 0) {
        free_words(&unit);
        return false;
    }
    units->units[units->keys.count - 1] = unit;
    return true;
}

bool cul_register_units_add(struct cul_register_units *units, const struct cul_unit_words *words, int64_t headcount,
                            int64_t line, int64_t *known)
{
    struct cul_buffer key = {0};
    *known = -1;
    bool good = make_key(words, &key);
    if (good) {
        *known = cul_names_find(&units->keys, key.bytes, key.length);
    }
    good = good && (*known >= 0 || keep(units, words, headcount, line, &key));
    cul_buffer_free(&key);
    return good;
}

void cul_register_units_free(struct cul_register_units *units)
{
    for (int64_t i = 0; i < units->keys.count; i++) {
        free_words(&units->units[i]);
    }
    cul_memory_free(units->units);
    cul_names_free(&units->keys);
}

/* The number of a unit, -1 when it is not there. False: no memory. */
static bool find_unit(const culture_register *reg, const char *organisation, const char *column, const char *unit,
                      int64_t *found)
{
    const struct cul_register_units *units = cul_register_units_of(reg);
    struct cul_unit_words words = {organisation, column, unit, strlen(organisation), strlen(column), strlen(unit)};
    struct cul_buffer key = {0};
    *found = -1;
    for (int attempt = 0; attempt < 2 && *found < 0; attempt++) {
        cul_buffer_clear(&key);
        if (!make_key(&words, &key)) {
            cul_buffer_free(&key);
            return false;
        }
        *found = cul_names_find(&units->keys, key.bytes, key.length);
        words.column_length = 0; /* a register without the column's name means any column */
    }
    cul_buffer_free(&key);
    return true;
}

bool cul_register_unit_headcount(const culture_register *reg, const char *organisation, const char *column,
                                 const char *unit, int64_t *headcount)
{
    int64_t found = -1;
    bool good = find_unit(reg, organisation, column, unit, &found);
    *headcount = found < 0 ? 0 : cul_register_units_of(reg)->units[found].headcount;
    return good;
}

int64_t culture_register_find_unit(const culture_register *reg, const char *organisation, const char *column,
                                   const char *unit)
{
    int64_t found = -1;
    if (reg && organisation && column && unit && !find_unit(reg, organisation, column, unit, &found)) {
        found = -1;
    }
    return found;
}

int64_t culture_register_unit_count(const culture_register *reg)
{
    return cul_register_units_of(reg)->keys.count;
}
