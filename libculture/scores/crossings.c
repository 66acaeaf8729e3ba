/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crossings of units: found in the tally and tied to the rows of their units. */
#include "base/buffer.h"
#include "base/memory.h"
#include "scores/making.h"

/* The crossings and how many places for units they need together. */
static int64_t count_crossings(const struct cul_making *making, int64_t *places)
{
    int64_t count = 0, organisation = -1;
    *places = 0;
    for (int64_t i = 0; i < making->list.count; i++) {
        enum cul_group_kind kind = making->tally->groups[making->list.groups[i].group].kind;
        organisation += kind == CUL_ORGANISATION;
        if (kind == CUL_CROSSING) {
            count++;
            *places += making->scores->organisations[organisation].column_count;
        }
    }
    return count;
}

/* Fills in the units of a crossing. */
static bool find_units(const struct cul_making *making, int64_t group, int64_t columns, int64_t *units,
                       struct cul_buffer *key)
{
    const struct cul_names *keys = &making->tally->keys;
    struct cul_crossing_part part;
    size_t at = 0;
    for (int64_t i = 0; i < columns; i++) {
        units[i] = -1;
    }
    while (cul_crossing_next(keys->texts[group], keys->lengths[group], &at, &part)) {
        int64_t unit = cul_crossing_unit(making->tally, group, &part, key);
        if (unit >= 0) {
            int64_t row = making->unit_rows[unit];
            units[making->scores->units[row].column_index] = row;
        }
    }
    return !key->failed;
}

bool cul_list_crossings(struct cul_making *making)
{
    int64_t places, count = count_crossings(making, &places), at = 0, organisation = -1;
    making->crossings = cul_memory_new((size_t)count, sizeof *making->crossings);
    making->crossing_units = cul_memory_new((size_t)places, sizeof *making->crossing_units);
    struct cul_buffer key = {0};
    int64_t *units = making->crossing_units;
    bool good = making->crossings && units;
    for (int64_t i = 0; i < making->list.count && good; i++) {
        int64_t group = making->list.groups[i].group;
        if (making->tally->groups[group].kind == CUL_ORGANISATION) {
            making->scores->organisations[++organisation].first_crossing = at;
        }
        if (making->tally->groups[group].kind == CUL_CROSSING) {
            struct cul_scored_organisation *of = &making->scores->organisations[organisation];
            making->crossings[at++] = (struct cul_scored_crossing){making->tally->groups[group].cells, units};
            of->crossing_count++;
            good = find_units(making, group, of->column_count, units, &key);
            units += of->column_count;
        }
    }
    cul_buffer_free(&key);
    return good;
}
