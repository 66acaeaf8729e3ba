/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many rows as lanes: rows are sorted by organisation, laid out, judged and counted, up to a thousand at once. What a
 * caller adds all or nothing of is gone through twice, first for all that can fail; a tally that is thrown away after a
 * failure takes its rows at once.
 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "tally/block.h"
#include "tally/count.h"

#include <math.h>
#include <string.h>

enum {
    PART = CUL_CODES_ROWS, /* rows of a part: its codes stay in the processor's cache */
    FEW = 2,               /* so many rows or fewer are counted one by one */
};

/* The rows of one organisation in a part. */
struct slot {
    int64_t group, use, flagged; /* flagged: group of those who are, -1: not looked for yet */
    int32_t name, first, count;  /* name: in the block; first: in the sorted rows */
};

struct cul_lanes_room {
    int32_t *slots; /* per name of the block, the slot of the part at hand; -1: none */
    size_t slots_capacity;
    struct slot *list;
    int32_t *rows;         /* of the part, sorted by slot */
    struct cul_codes from; /* rows that came as values */
    int16_t *values;       /* of a row that is counted by itself */
    uint8_t *lanes;
    struct cul_lanes_quality quality;
    struct cul_lanes_scratch scratch;
    int64_t *known; /* per spelling: the use by an organisation + 1; 0: not met */
    size_t known_capacity, known_count;
    struct cul_buffer key;
};

void cul_lanes_room_free(struct cul_lanes_room *room)
{
    if (room) {
        cul_memory_free(room->slots);
        cul_memory_free(room->list);
        cul_memory_free(room->rows);
        cul_codes_free(&room->from);
        cul_memory_free(room->values);
        cul_memory_free(room->lanes);
        cul_memory_free(room->quality.known);
        cul_memory_free(room->scratch.answered);
        cul_memory_free(room->scratch.scores);
        cul_memory_free(room->known);
        cul_buffer_free(&room->key);
        cul_memory_free(room);
    }
}

static struct cul_lanes_room *new_room(const culture_tally *tally)
{
    size_t lanes = (size_t)tally->layout.dimension_count * CUL_LANES_ROWS;
    size_t items = (size_t)tally->questionnaire->item_count;
    struct cul_lanes_room *room = cul_memory_new(1, sizeof *room);
    if (!room) {
        return NULL;
    }
    room->list = cul_memory_new(PART, sizeof *room->list);
    room->rows = cul_memory_new(PART, sizeof *room->rows);
    room->values = cul_memory_new(items, sizeof *room->values);
    room->lanes = cul_memory_new(items, CUL_LANES_ROWS);
    room->quality.known = cul_memory_new(4, CUL_LANES_ROWS);
    room->scratch.answered = cul_memory_new(lanes, 3);
    room->scratch.scores = cul_memory_new(lanes, sizeof *room->scratch.scores);
    if (!room->list || !room->rows || !room->values || !room->lanes || !room->quality.known ||
        !room->scratch.answered || !room->scratch.scores) {
        cul_lanes_room_free(room);
        return NULL;
    }
    room->quality.shown = room->quality.known + CUL_LANES_ROWS;
    room->quality.answered = room->quality.shown + CUL_LANES_ROWS;
    room->quality.straight = room->quality.answered + CUL_LANES_ROWS;
    room->scratch.sums = room->scratch.answered + lanes;
    room->scratch.scored = room->scratch.sums + lanes;
    return room;
}

static size_t stride_of(int32_t rows)
{
    return ((size_t)rows + CUL_LANES_WIDTH - 1) / CUL_LANES_WIDTH * CUL_LANES_WIDTH;
}

/* Rows on their way into a tally. */
struct part {
    culture_tally *tally;
    struct cul_lanes_room *room;
    const struct culture_block *block; /* whose names these are */
    const struct cul_codes *codes;
    int32_t slots;
    bool disposable; /* the tally is thrown away if this fails */
    struct cul_quality_rules rules;
};

static const int16_t *values_of(const struct part *part, int32_t row)
{
    cul_codes_to_values(part->tally->questionnaire, part->codes->codes + (size_t)row * part->codes->stride,
                        part->room->values);
    return part->room->values;
}

/* Names that have a slot lose it again, so that the next part begins afresh. */
static void clear_slots(const struct part *part)
{
    for (int32_t s = 0; s < part->slots; s++) {
        part->room->slots[part->room->list[s].name] = -1;
    }
}

/* The group of a name, from memory where the same spelling has been met. */
static culture_status find_group(const struct part *part, struct slot *slot, struct culture_error *error)
{
    culture_tally *tally = part->tally;
    struct cul_lanes_room *room = part->room;
    const char *name = part->block->organisations[slot->name];
    int64_t spelling = name ? cul_names_find(&tally->spellings, name, strlen(name)) : -1;
    if (spelling >= 0 && (size_t)spelling < room->known_count && room->known[spelling]) {
        slot->use = room->known[spelling] - 1;
        slot->group = tally->uses[slot->use].group;
        return CULTURE_OK;
    }
    culture_status status = cul_tally_organisation(tally, name, &room->key, &slot->group, &slot->use, error);
    if (status) {
        return status;
    }
    for (spelling = tally->uses[slot->use].spelling; (size_t)spelling >= room->known_count;) {
        if (!cul_memory_grow(&room->known, &room->known_capacity, room->known_count, sizeof *room->known)) {
            return CULTURE_OK; /* not remembered, that is all */
        }
        room->known[room->known_count++] = 0;
    }
    room->known[spelling] = slot->use + 1;
    return CULTURE_OK;
}

/* Finds the organisations of the rows, and how many each has. */
static culture_status find_slots(struct part *part, struct culture_error *error)
{
    struct cul_lanes_room *room = part->room;
    const int32_t *names = part->codes->organisation;
    for (int32_t row = 0, from = 0; row < part->codes->rows; from = row) {
        int32_t name = names[from];
        while (row < part->codes->rows && names[row] == name) {
            row++;
        }
        if (room->slots[name] < 0) {
            room->slots[name] = part->slots;
            room->list[part->slots++] = (struct slot){.name = name, .flagged = -1};
            culture_status status = find_group(part, &room->list[part->slots - 1], error);
            if (status) {
                return status;
            }
        }
        room->list[room->slots[name]].count += row - from;
    }
    return CULTURE_OK;
}

static void sort_rows(const struct part *part)
{
    struct cul_lanes_room *room = part->room;
    int32_t at = 0;
    for (int32_t s = 0; s < part->slots; s++) {
        room->list[s].first = at;
        at += room->list[s].count;
        room->list[s].count = 0;
    }
    for (int32_t row = 0; row < part->codes->rows; row++) {
        struct slot *slot = &room->list[room->slots[part->codes->organisation[row]]];
        room->rows[slot->first + slot->count++] = row;
    }
}

/* The sign that lanes do not know of. */
static void judge_speed(const struct part *part, const int32_t *rows, int32_t count)
{
    struct cul_lanes_quality quality = part->room->quality;
    for (int32_t i = 0; part->block->seconds && i < count; i++) {
        uint32_t signs = cul_quality_speed(quality.answered[i], part->codes->seconds[rows[i]]);
        quality.known[i] |= (uint8_t)((signs != 0) << CUL_SPEED);
        quality.shown[i] |= (uint8_t)((signs > 1) << CUL_SPEED);
    }
}

/* Signs of each of some rows, which are lanes now if they are enough. Returns how many are flagged. */
static int32_t judge(const struct part *part, const int32_t *rows, int32_t count)
{
    const struct cul_lanes_plan *plan = &part->tally->plan;
    struct cul_lanes_room *room = part->room;
    int32_t flagged = 0;
    if (count > FEW) {
        size_t stride = stride_of(count);
        plan->target->lay(part->codes->codes, part->codes->stride, rows, count, plan->questionnaire->item_count,
                          room->lanes, stride);
        plan->target->judge(&part->rules, plan, room->lanes, stride, room->quality);
        judge_speed(part, rows, count);
    }
    for (int32_t i = 0; i < count; i++) {
        if (count <= FEW) {
            double seconds = part->block->seconds ? part->codes->seconds[rows[i]] : (double)NAN;
            struct cul_row_quality judged = cul_quality_judge(&part->rules, values_of(part, rows[i]), seconds);
            room->quality.known[i] = (uint8_t)judged.known;
            room->quality.shown[i] = (uint8_t)judged.shown;
            room->quality.answered[i] = (uint8_t)judged.answered;
            room->quality.straight[i] = judged.straight;
        }
        flagged += plan->flagged[room->quality.shown[i]];
    }
    return flagged;
}

/* Counts rows that were judged into a group; laid: they are lanes already. */
static void count(const struct part *part, const int32_t *rows, int32_t number, bool laid, int64_t *cells_of_group)
{
    const struct cul_lanes_plan *plan = &part->tally->plan;
    struct cul_lanes_room *room = part->room;
    size_t stride = stride_of(number);
    if (number > FEW) {
        if (!laid) {
            plan->target->lay(part->codes->codes, part->codes->stride, rows, number, plan->questionnaire->item_count,
                              room->lanes, stride);
        }
        plan->target->count(plan, room->lanes, stride, number, room->quality, &room->scratch, cells_of_group);
        return;
    }
    for (int32_t i = 0; i < number; i++) {
        struct cul_row_quality judged = {.known = room->quality.known[i],
                                         .shown = room->quality.shown[i],
                                         .answered = room->quality.answered[i],
                                         .straight = room->quality.straight[i]};
        cul_count_row(part->tally, values_of(part, rows[i]), judged, cells_of_group);
    }
}

/* Leaves those who are flagged of judged rows. Returns how many. */
static int32_t pick_flagged(const struct part *part, int32_t *rows, int32_t number)
{
    struct cul_lanes_quality quality = part->room->quality;
    int32_t picked = 0;
    for (int32_t i = 0; i < number; i++) {
        if (part->tally->plan.flagged[quality.shown[i]]) {
            rows[picked] = rows[i];
            quality.known[picked] = quality.known[i];
            quality.shown[picked] = quality.shown[i];
            quality.answered[picked] = quality.answered[i];
            quality.straight[picked++] = quality.straight[i];
        }
    }
    return picked;
}

/* Judges the rows of an organisation and, unless this is to see what can fail, counts them. */
static culture_status add_slot(const struct part *part, struct slot *slot, bool counting, struct culture_error *error)
{
    culture_tally *tally = part->tally;
    for (int32_t done = 0; done < slot->count; done += CUL_LANES_ROWS) {
        int32_t left = slot->count - done, number = left < CUL_LANES_ROWS ? left : CUL_LANES_ROWS;
        int32_t *rows = part->room->rows + slot->first + done;
        int32_t flagged = judge(part, rows, number);
        if (flagged && slot->flagged < 0 &&
            (slot->flagged = cul_tally_flag(tally, slot->group, &part->room->key)) < 0) {
            return cul_tally_fail(tally, NULL, error);
        }
        if (counting) {
            count(part, rows, number, true, tally->groups[slot->group].cells);
        }
        if (counting && flagged) {
            number = pick_flagged(part, rows, number);
            count(part, rows, number, false, tally->groups[slot->flagged].cells);
        }
    }
    tally->uses[slot->use].rows += counting ? slot->count : 0;
    return CULTURE_OK;
}

static culture_status add_slots(const struct part *part, bool counting, struct culture_error *error)
{
    culture_status status = CULTURE_OK;
    for (int32_t s = 0; !status && s < part->slots; s++) {
        status = add_slot(part, &part->room->list[s], counting, error);
    }
    return status;
}

static culture_status add_part(struct part *part, struct culture_error *error)
{
    int32_t rows = part->codes->rows;
    culture_status status = find_slots(part, error);
    if (!status && rows > CUL_MAXIMUM_RESPONDENTS - part->tally->respondents) {
        status = cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one tally");
    }
    if (!status) {
        sort_rows(part);
        status = part->disposable ? CULTURE_OK : add_slots(part, false, error);
    }
    status = status ? status : add_slots(part, true, error);
    part->tally->respondents += status ? 0 : rows;
    clear_slots(part);
    return status;
}

/* Room for so many names, none of which has a slot. */
static bool make_room(culture_tally *tally, int64_t names)
{
    if (!tally->room && !(tally->room = new_room(tally))) {
        return false;
    }
    struct cul_lanes_room *room = tally->room;
    if ((size_t)names <= room->slots_capacity) {
        return true;
    }
    size_t capacity = (size_t)names + (size_t)names / 2;
    int32_t *slots = cul_memory_resize(room->slots, capacity, sizeof *slots);
    if (!slots) {
        return false;
    }
    memset(slots + room->slots_capacity, -1, (capacity - room->slots_capacity) * sizeof *slots);
    room->slots = slots;
    room->slots_capacity = capacity;
    return true;
}

static struct part new_part(culture_tally *tally, const struct culture_block *block, const struct cul_codes *codes,
                            bool disposable)
{
    int32_t items = tally->questionnaire->item_count;
    return (struct part){.tally = tally,
                         .room = tally->room,
                         .block = block,
                         .codes = codes,
                         .disposable = disposable,
                         .rules = {.questionnaire = tally->questionnaire,
                                   .layout = &tally->layout,
                                   .order = block->asked,
                                   .asked = block->asked ? (int32_t)block->asked_count : items}};
}

culture_status cul_lanes_add_codes(culture_tally *tally, const struct culture_block *block,
                                   const struct cul_codes *codes, struct culture_error *error)
{
    if (!make_room(tally, block->organisation_count)) {
        return cul_fail_memory(error);
    }
    struct part part = new_part(tally, block, codes, true);
    return add_part(&part, error);
}

/* Takes values from a row on as codes: those that have an answer, up to a part. Returns how far it came. */
static int64_t take_values(const culture_tally *tally, const struct culture_block *block, int64_t row,
                           struct cul_codes *codes, struct culture_error *error)
{
    int32_t items = tally->questionnaire->item_count;
    codes->rows = 0;
    for (; row < block->rows && codes->rows < codes->capacity; row++) {
        const int16_t *values = block->values + row * items;
        int32_t name = block->organisation ? block->organisation[row] : 0;
        if (!cul_row_is_answered(values, items)) {
            continue;
        }
        if (name < 0 || name >= block->organisation_count) {
            cul_fail_argument(error, "a row's organisation is not among the block's names");
            return -1;
        }
        cul_codes_from_values(tally->questionnaire, values, codes->codes + (size_t)codes->rows * codes->stride);
        codes->organisation[codes->rows] = name;
        codes->seconds[codes->rows++] = block->seconds ? block->seconds[row] : (double)NAN;
    }
    return row;
}

static culture_status add_values(culture_tally *tally, const struct culture_block *block, bool disposable,
                                 struct culture_error *error)
{
    if (!make_room(tally, block->organisation_count)) {
        return cul_fail_memory(error);
    }
    struct cul_codes *codes = &tally->room->from;
    if (!codes->codes && !cul_codes_new(codes, tally->questionnaire, PART)) {
        return cul_fail_memory(error);
    }
    culture_status status = CULTURE_OK;
    for (int64_t row = 0; !status && row < block->rows;) {
        row = take_values(tally, block, row, codes, error);
        if (row < 0) {
            return CULTURE_ERROR_ARGUMENT;
        }
        struct part part = new_part(tally, block, codes, disposable);
        status = add_part(&part, error);
    }
    return status;
}

culture_status cul_lanes_add(culture_tally *tally, const struct culture_block *block, struct culture_error *error)
{
    if (block->rows <= PART) {
        return add_values(tally, block, false, error);
    }
    culture_tally *aside = NULL;
    culture_status status = culture_tally_new(tally->questionnaire, &aside, error);
    if (!status) {
        aside->plan.target = tally->plan.target;
        status = add_values(aside, block, true, error);
    }
    if (!status) {
        status = culture_tally_merge(tally, aside, error);
    }
    culture_tally_free(aside);
    return status;
}
