/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of rows as lanes: rows are sorted by organisation, laid out, judged and counted. First all that can fail is
 * done, for a part of so many rows at once; then rows are counted. A larger block is counted aside and then merged.
 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "tally/block.h"
#include "tally/count.h"

#include <math.h>
#include <string.h>

enum {
    PART = 8192, /* rows of a part: its lanes stay in the processor's cache */
    FEW = 4,     /* so many rows or fewer are counted one by one */
};

/* The rows of one organisation in a part. */
struct slot {
    int64_t group, use, flagged;
    int32_t name, first, count; /* name: in the block; first: in the sorted rows */
    size_t lanes;               /* where they begin; SIZE_MAX: none */
};

struct cul_lanes_room {
    int32_t *slots; /* per name of the block, the slot of the part at hand; -1: none */
    size_t slots_capacity;
    struct slot *list;
    int32_t *rows;                  /* of the part, sorted by slot */
    uint8_t *bytes;                 /* known, shown, answered, straight, each per sorted row with room to spare */
    struct cul_row_quality *judged; /* per sorted row, of those counted one by one */
    uint8_t *lanes;
    size_t lanes_capacity;
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
        cul_memory_free(room->bytes);
        cul_memory_free(room->judged);
        cul_memory_free(room->lanes);
        cul_memory_free(room->scratch.answered);
        cul_memory_free(room->scratch.scores);
        cul_memory_free(room->known);
        cul_buffer_free(&room->key);
        cul_memory_free(room);
    }
}

static struct cul_lanes_room *new_room(const struct cul_layout *layout)
{
    size_t lanes = (size_t)layout->dimension_count * CUL_LANES_ROWS;
    struct cul_lanes_room *room = cul_memory_new(1, sizeof *room);
    if (!room) {
        return NULL;
    }
    room->list = cul_memory_new(PART, sizeof *room->list);
    room->rows = cul_memory_new(PART, sizeof *room->rows);
    room->judged = cul_memory_new(PART, sizeof *room->judged);
    room->scratch.answered = cul_memory_new(lanes, 3);
    room->scratch.scores = cul_memory_new(lanes, sizeof *room->scratch.scores);
    if (!room->list || !room->rows || !room->judged || !room->scratch.answered || !room->scratch.scores) {
        cul_lanes_room_free(room);
        return NULL;
    }
    room->scratch.sums = room->scratch.answered + lanes;
    room->scratch.scored = room->scratch.sums + lanes;
    return room;
}

static size_t stride_of(int32_t rows)
{
    return ((size_t)rows + CUL_LANES_WIDTH - 1) / CUL_LANES_WIDTH * CUL_LANES_WIDTH;
}

/* A part of a block on its way into the tally. */
struct part {
    culture_tally *tally;
    struct cul_lanes_room *room;
    const struct culture_block *block;
    int64_t from;
    int32_t rows, slots, answered;
    struct cul_quality_rules rules;
};

static const int16_t *values_of(const struct part *part, int32_t row)
{
    return part->block->values + row * (int64_t)part->tally->questionnaire->item_count;
}

static double seconds_of(const struct part *part, int32_t row)
{
    return part->block->seconds ? part->block->seconds[row] : (double)NAN;
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

/* Gives every row that holds anything its slot and counts the rows of each. */
static culture_status find_slots(struct part *part, struct culture_error *error)
{
    struct cul_lanes_room *room = part->room;
    const struct culture_block *block = part->block;
    for (int32_t i = 0; i < part->rows; i++) {
        int32_t row = (int32_t)part->from + i, name = block->organisation ? block->organisation[row] : 0;
        if (!cul_row_is_answered(values_of(part, row), part->tally->questionnaire->item_count)) {
            continue;
        }
        if (name < 0 || name >= block->organisation_count) {
            return cul_fail_argument(error, "a row's organisation is not among the block's names");
        }
        if (room->slots[name] < 0) {
            room->slots[name] = part->slots;
            room->list[part->slots++] = (struct slot){.name = name, .flagged = -1, .lanes = SIZE_MAX};
            culture_status status = find_group(part, &room->list[part->slots - 1], error);
            if (status) {
                return status;
            }
        }
        room->list[room->slots[name]].count++;
        part->answered++;
    }
    return CULTURE_OK;
}

static void sort_rows(const struct part *part)
{
    struct cul_lanes_room *room = part->room;
    const struct culture_block *block = part->block;
    int32_t at = 0;
    for (int32_t s = 0; s < part->slots; s++) {
        room->list[s].first = at;
        at += room->list[s].count;
        room->list[s].count = 0;
    }
    for (int32_t i = 0; i < part->rows; i++) {
        int32_t row = (int32_t)part->from + i;
        if (cul_row_is_answered(values_of(part, row), part->tally->questionnaire->item_count)) {
            struct slot *slot = &room->list[room->slots[block->organisation ? block->organisation[row] : 0]];
            room->rows[slot->first + slot->count++] = row;
        }
    }
}

/* Where each slot's lanes lie. False: no memory. */
static bool place_lanes(const struct part *part)
{
    struct cul_lanes_room *room = part->room;
    size_t size = 0;
    for (int32_t s = 0; s < part->slots; s++) {
        if (room->list[s].count > FEW) {
            room->list[s].lanes = size;
            size += stride_of(room->list[s].count);
        }
    }
    if (size <= room->lanes_capacity) {
        return true;
    }
    size_t items = (size_t)part->tally->questionnaire->item_count;
    uint8_t *lanes = cul_memory_resize(room->lanes, size, items);
    if (lanes) {
        room->lanes = lanes;
    }
    uint8_t *bytes = lanes ? cul_memory_resize(room->bytes, size, 4) : NULL;
    if (bytes) {
        room->bytes = bytes;
        room->lanes_capacity = size;
    }
    return bytes != NULL;
}

/* Rows of a slot that are lanes together, from the done ones on. */
struct lanes {
    uint8_t *at;
    size_t stride;
    int32_t first, rows; /* among the sorted rows */
    struct cul_lanes_quality quality;
};

static struct lanes lanes_of(const struct part *part, const struct slot *slot, int32_t done)
{
    const struct cul_lanes_room *room = part->room;
    int32_t rest = slot->count - done, rows = rest > CUL_LANES_ROWS ? CUL_LANES_ROWS : rest;
    size_t from = slot->lanes + (size_t)done, all = room->lanes_capacity;
    return (struct lanes){
        .at = room->lanes + from * (size_t)part->tally->questionnaire->item_count,
        .stride = stride_of(rows),
        .first = slot->first + done,
        .rows = rows,
        .quality = {room->bytes + from, room->bytes + all + from, room->bytes + 2 * all + from,
                    room->bytes + 3 * all + from},
    };
}

/* The sign that lanes do not know of. */
static void judge_speed(const struct part *part, const struct lanes *lanes)
{
    for (int32_t i = 0; part->block->seconds && i < lanes->rows; i++) {
        double seconds = seconds_of(part, part->room->rows[lanes->first + i]);
        uint32_t signs = cul_quality_speed(lanes->quality.answered[i], seconds);
        lanes->quality.known[i] |= (uint8_t)((signs != 0) << CUL_SPEED);
        lanes->quality.shown[i] |= (uint8_t)((signs > 1) << CUL_SPEED);
    }
}

static bool judge_lanes(const struct part *part, const struct lanes *lanes)
{
    const struct cul_lanes_plan *plan = &part->tally->plan;
    plan->target->lay(plan, part->block->values, part->room->rows + lanes->first, lanes->rows, lanes->at,
                      lanes->stride);
    plan->target->judge(&part->rules, plan, lanes->at, lanes->stride, lanes->quality);
    judge_speed(part, lanes);
    bool flagged = false;
    for (int32_t i = 0; i < lanes->rows; i++) {
        flagged |= plan->flagged[lanes->quality.shown[i]];
    }
    return flagged;
}

/* Whether anybody in a slot is flagged. */
static bool judge_slot(const struct part *part, const struct slot *slot)
{
    bool flagged = false;
    for (int32_t done = 0; slot->lanes != SIZE_MAX && done < slot->count; done += CUL_LANES_ROWS) {
        struct lanes lanes = lanes_of(part, slot, done);
        flagged |= judge_lanes(part, &lanes);
    }
    for (int32_t i = 0; slot->lanes == SIZE_MAX && i < slot->count; i++) {
        int32_t row = part->room->rows[slot->first + i];
        struct cul_row_quality *judged = &part->room->judged[slot->first + i];
        *judged = cul_quality_judge(&part->rules, values_of(part, row), seconds_of(part, row));
        flagged |= cul_quality_flags(*judged);
    }
    return flagged;
}

static culture_status judge(const struct part *part, struct culture_error *error)
{
    for (int32_t s = 0; s < part->slots; s++) {
        struct slot *slot = &part->room->list[s];
        if (judge_slot(part, slot) &&
            (slot->flagged = cul_tally_flag(part->tally, slot->group, &part->room->key)) < 0) {
            return cul_tally_fail(part->tally, NULL, error);
        }
    }
    return CULTURE_OK;
}

static struct cul_row_quality quality_of(const struct lanes *lanes, int32_t lane)
{
    return (struct cul_row_quality){.known = lanes->quality.known[lane],
                                    .shown = lanes->quality.shown[lane],
                                    .answered = lanes->quality.answered[lane],
                                    .straight = lanes->quality.straight[lane]};
}

static void count_lanes(const struct part *part, const struct slot *slot, const struct lanes *lanes)
{
    culture_tally *tally = part->tally;
    tally->plan.target->count(&tally->plan, lanes->at, lanes->stride, lanes->rows, lanes->quality, &part->room->scratch,
                              tally->groups[slot->group].cells);
    for (int32_t i = 0; slot->flagged >= 0 && i < lanes->rows; i++) {
        if (tally->plan.flagged[lanes->quality.shown[i]]) {
            cul_count_row(tally, values_of(part, part->room->rows[lanes->first + i]), quality_of(lanes, i),
                          slot->flagged);
        }
    }
}

static void count_slot(const struct part *part, const struct slot *slot)
{
    culture_tally *tally = part->tally;
    tally->uses[slot->use].rows += slot->count;
    for (int32_t done = 0; slot->lanes != SIZE_MAX && done < slot->count; done += CUL_LANES_ROWS) {
        struct lanes lanes = lanes_of(part, slot, done);
        count_lanes(part, slot, &lanes);
    }
    for (int32_t i = 0; slot->lanes == SIZE_MAX && i < slot->count; i++) {
        const int16_t *values = values_of(part, part->room->rows[slot->first + i]);
        struct cul_row_quality judged = part->room->judged[slot->first + i];
        cul_count_row(tally, values, judged, slot->group);
        if (cul_quality_flags(judged)) {
            cul_count_row(tally, values, judged, slot->flagged);
        }
    }
}

static culture_status add_part(struct part *part, struct culture_error *error)
{
    part->slots = part->answered = 0;
    culture_status status = find_slots(part, error);
    if (!status && part->answered > CUL_MAXIMUM_RESPONDENTS - part->tally->respondents) {
        status = cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one tally");
    }
    if (!status) {
        sort_rows(part);
        status = place_lanes(part) ? judge(part, error) : cul_fail_memory(error);
    }
    for (int32_t s = 0; !status && s < part->slots; s++) {
        count_slot(part, &part->room->list[s]);
    }
    part->tally->respondents += status ? 0 : part->answered;
    clear_slots(part);
    return status;
}

/* Room for so many names, none of which has a slot. */
static bool make_room(culture_tally *tally, int64_t names)
{
    if (!tally->room && !(tally->room = new_room(&tally->layout))) {
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

static culture_status add_parts(culture_tally *tally, const struct culture_block *block, struct culture_error *error)
{
    if (!make_room(tally, block->organisation_count)) {
        return cul_fail_memory(error);
    }
    struct part part = {
        .tally = tally,
        .room = tally->room,
        .block = block,
        .rules = {.questionnaire = tally->questionnaire,
                  .layout = &tally->layout,
                  .order = block->asked,
                  .asked = block->asked ? (int32_t)block->asked_count : tally->questionnaire->item_count}};
    culture_status status = CULTURE_OK;
    for (; !status && part.from < block->rows; part.from += PART) {
        part.rows = block->rows - part.from < PART ? (int32_t)(block->rows - part.from) : PART;
        status = add_part(&part, error);
    }
    return status;
}

culture_status cul_lanes_add(culture_tally *tally, const struct culture_block *block, struct culture_error *error)
{
    if (block->rows <= PART) {
        return add_parts(tally, block, error);
    }
    culture_tally *aside = NULL;
    culture_status status = culture_tally_new(tally->questionnaire, &aside, error);
    if (!status) {
        aside->plan.target = tally->plan.target;
        status = add_parts(aside, block, error);
    }
    if (!status) {
        status = culture_tally_merge(tally, aside, error);
    }
    culture_tally_free(aside);
    return status;
}
