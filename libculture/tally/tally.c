/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making and filling tallies. Every call first checks and makes room, then counts: a failure changes nothing.
 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/block.h"
#include "tally/count.h"
#include "tally/model.h"
#include "tally/screen.h"

#include <math.h>
#include <string.h>

culture_status culture_tally_new(culture_questionnaire *questionnaire, culture_tally **tally,
                                 struct culture_error *error)
{
    if (!questionnaire || !tally) {
        return cul_fail_argument(error, "a tally needs a questionnaire and a place to go");
    }
    culture_tally *made = cul_memory_new(1, sizeof *made);
    int64_t *scores = cul_memory_new((size_t)questionnaire->dimension_count, sizeof *scores);
    if (!made || !scores || !cul_layout_new(&made->layout, questionnaire)) {
        cul_memory_free(scores);
        cul_memory_free(made);
        return cul_fail_memory(error);
    }
    made->scores = scores;
    made->questionnaire = culture_questionnaire_retain(questionnaire);
    cul_lanes_plan(&made->plan, questionnaire, &made->layout);
    *tally = made;
    return CULTURE_OK;
}

void culture_tally_free(culture_tally *tally)
{
    if (!tally) {
        return;
    }
    for (int64_t i = 0; i < tally->keys.count; i++) {
        cul_memory_free(tally->groups[i].cells);
    }
    for (int64_t i = 0; i < tally->file_count; i++) {
        cul_file_report_free(tally->files[i]);
    }
    cul_lanes_room_free(tally->room);
    cul_memory_free(tally->files);
    cul_memory_free(tally->scores);
    cul_memory_free(tally->groups);
    cul_names_free(&tally->keys);
    cul_names_free(&tally->spellings);
    cul_names_free(&tally->use_keys);
    cul_memory_free(tally->uses);
    cul_layout_free(&tally->layout);
    culture_questionnaire_free(tally->questionnaire);
    cul_memory_free(tally);
}

/* What a block's rows are counted into, found before anything is counted. */
struct targets {
    int64_t *organisations;     /* per name in the block: its group; -1: not met yet */
    int64_t *organisation_uses; /* per name in the block: its use */
    int64_t *rows; /* rows x width: groups: organisation, a unit per column, the crossing, the flagged; -1: none */
    struct cul_row_quality *quality; /* per row */
    int64_t *uses;                   /* rows x unit columns x 2: of the unit's name and of the column's heading */
    int64_t width;
    int64_t *order;            /* pairs, unit columns in the order of their keys: the column, the key's number */
    int64_t columns;           /* with different keys */
    struct cul_names headings; /* the keys */
    struct cul_buffer key, crossing;
    int64_t counted; /* rows with at least one answer */
};

static void free_targets(struct targets *targets)
{
    cul_memory_free(targets->organisations);
    cul_memory_free(targets->organisation_uses);
    cul_memory_free(targets->rows);
    cul_memory_free(targets->quality);
    cul_memory_free(targets->uses);
    cul_memory_free(targets->order);
    cul_names_free(&targets->headings);
    cul_buffer_free(&targets->key);
    cul_buffer_free(&targets->crossing);
}

culture_status cul_tally_organisation(culture_tally *tally, const char *name, struct cul_buffer *key, int64_t *group,
                                      int64_t *use, struct culture_error *error)
{
    cul_buffer_clear(key);
    if (!name || strlen(name) > CULTURE_MAXIMUM_NAME || !cul_text_name_key(name, strlen(name), key) || !key->length) {
        return key->failed ? cul_fail_memory(error)
                           : cul_fail_argument(error, "an organisation's name is blank, too long or not UTF-8");
    }
    int64_t found = cul_tally_group(tally, key->bytes, key->length);
    int64_t named = found < 0 ? -1 : cul_tally_use(tally, found, CUL_OWN_NAME, name);
    if (named < 0) {
        return cul_tally_fail(tally, NULL, error);
    }
    *group = found, *use = named;
    return CULTURE_OK;
}

static culture_status organisation_group(culture_tally *tally, const struct culture_block *block, int64_t index,
                                         struct targets *targets, struct culture_error *error)
{
    if (index < 0 || index >= block->organisation_count) {
        return cul_fail_argument(error, "a row's organisation is not among the block's names");
    }
    if (targets->organisations[index] >= 0) {
        return CULTURE_OK;
    }
    return cul_tally_organisation(tally, block->organisations[index], &targets->key, &targets->organisations[index],
                                  &targets->organisation_uses[index], error);
}

/* The key of every unit column, once, and their order. */
static culture_status find_columns(const struct culture_block *block, struct targets *targets,
                                   struct culture_error *error)
{
    for (int64_t column = 0; column < block->unit_column_count; column++) {
        const char *heading = block->unit_columns[column];
        cul_buffer_clear(&targets->key);
        if (!heading || !cul_text_key(heading, strlen(heading), &targets->key)) {
            return targets->key.failed ? cul_fail_memory(error)
                                       : cul_fail_argument(error, "the name of a unit column is not UTF-8");
        }
        const char *key = targets->key.length ? targets->key.bytes : "";
        if (cul_names_find(&targets->headings, key, targets->key.length) >= 0) {
            continue; /* a column that is named twice counts once */
        }
        int64_t number = cul_names_add(&targets->headings, key, targets->key.length), at = targets->columns++;
        if (number < 0) {
            return cul_fail_memory(error);
        }
        for (; at > 0 && strcmp(targets->headings.texts[targets->order[2 * at - 1]], key) > 0; at--) {
            targets->order[2 * at] = targets->order[2 * at - 2];
            targets->order[2 * at + 1] = targets->order[2 * at - 1];
        }
        targets->order[2 * at] = column;
        targets->order[2 * at + 1] = number;
    }
    return CULTURE_OK;
}

/* Appends a column's key and a unit's: what a unit's key and a crossing's are made of. */
static void add_part(struct cul_buffer *key, const struct cul_names *headings, int64_t number)
{
    cul_buffer_byte(key, CUL_KEY_SEPARATOR);
    cul_buffer_add(key, headings->texts[number], headings->lengths[number]);
    cul_buffer_byte(key, CUL_KEY_SEPARATOR);
}

/* One column of one row: its unit's group and uses, and its part of the crossing. */
static culture_status unit_group(culture_tally *tally, const struct culture_block *block, int64_t row, int64_t owner,
                                 int64_t place, struct targets *targets, struct culture_error *error)
{
    int64_t column = targets->order[2 * place], number = targets->order[2 * place + 1];
    int64_t unit = block->unit[row * block->unit_column_count + column];
    struct cul_buffer *key = &targets->key;
    add_part(&targets->crossing, &targets->headings, number);
    if (unit < 0) {
        return CULTURE_OK; /* blank: no unit in this column */
    }
    if (unit >= block->unit_count) {
        return cul_fail_argument(error, "a row's unit is not among the block's names");
    }
    const char *name = block->units[unit];
    cul_buffer_clear(key);
    cul_buffer_add(key, tally->keys.texts[owner], tally->keys.lengths[owner]);
    add_part(key, &targets->headings, number);
    size_t before = key->length;
    if (!name || strlen(name) > CULTURE_MAXIMUM_NAME || !cul_text_name_key(name, strlen(name), key)) {
        return key->failed ? cul_fail_memory(error)
                           : cul_fail_argument(error, "a unit's name is too long or not UTF-8");
    }
    if (key->length == before) {
        return CULTURE_OK; /* nothing but spaces is blank too */
    }
    cul_buffer_add(&targets->crossing, key->bytes + before, key->length - before);
    int64_t group = cul_tally_group(tally, key->bytes, key->length);
    int64_t *uses = targets->uses + (row * block->unit_column_count + column) * 2;
    uses[0] = group < 0 ? -1 : cul_tally_use(tally, group, CUL_OWN_NAME, name);
    uses[1] = uses[0] < 0 ? -1 : cul_tally_use(tally, group, CUL_COLUMN_NAME, block->unit_columns[column]);
    targets->rows[row * targets->width + 1 + column] = group;
    return uses[1] < 0 ? cul_tally_fail(tally, NULL, error) : CULTURE_OK;
}

static culture_status find_units(culture_tally *tally, const struct culture_block *block, int64_t row, int64_t owner,
                                 struct targets *targets, struct culture_error *error)
{
    struct cul_buffer *key = &targets->crossing;
    cul_buffer_clear(key);
    cul_buffer_add(key, tally->keys.texts[owner], tally->keys.lengths[owner]);
    for (int64_t place = 0; place < targets->columns; place++) {
        culture_status status = unit_group(tally, block, row, owner, place, targets, error);
        if (status) {
            return status;
        }
    }
    if (targets->columns < 2) {
        return CULTURE_OK; /* one column crosses nothing */
    }
    int64_t *crossing = &targets->rows[row * targets->width + targets->width - 2];
    *crossing = key->failed ? -1 : cul_tally_group(tally, key->bytes, key->length);
    return *crossing < 0 ? cul_tally_fail(tally, NULL, error) : CULTURE_OK;
}

/* Judges how a row was answered; who is flagged is counted apart too. */
static culture_status find_quality(culture_tally *tally, const struct culture_block *block, int64_t row, int64_t owner,
                                   struct targets *targets, struct culture_error *error)
{
    const struct cul_quality_rules rules = {.questionnaire = tally->questionnaire,
                                            .layout = &tally->layout,
                                            .order = block->asked,
                                            .asked = block->asked ? (int32_t)block->asked_count
                                                                  : tally->questionnaire->item_count};
    targets->quality[row] = cul_quality_judge(&rules, block->values + row * tally->questionnaire->item_count,
                                              block->seconds ? block->seconds[row] : (double)NAN);
    if (tally->screening) {
        cul_screening_judge(tally->screening, block->values + row * tally->questionnaire->item_count,
                            &targets->quality[row]);
    }
    if (!cul_quality_flags(targets->quality[row])) {
        return CULTURE_OK;
    }
    int64_t *group = &targets->rows[row * targets->width + targets->width - 1];
    *group = cul_tally_flag(tally, owner, &targets->key);
    return *group < 0 ? cul_tally_fail(tally, NULL, error) : CULTURE_OK;
}

static culture_status find_row(culture_tally *tally, const struct culture_block *block, int64_t row,
                               struct targets *targets, struct culture_error *error)
{
    int64_t *groups = targets->rows + row * targets->width;
    for (int64_t i = 0; i < targets->width; i++) {
        groups[i] = -1;
    }
    int32_t items = tally->questionnaire->item_count;
    if (!cul_row_is_answered(block->values + row * items, items)) {
        return CULTURE_OK;
    }
    targets->counted++;
    int64_t organisation = block->organisation ? block->organisation[row] : 0;
    culture_status status = organisation_group(tally, block, organisation, targets, error);
    if (status) {
        return status;
    }
    groups[0] = targets->organisations[organisation];
    status = find_units(tally, block, row, groups[0], targets, error);
    return status ? status : find_quality(tally, block, row, groups[0], targets, error);
}

static culture_status find_targets(culture_tally *tally, const struct culture_block *block, struct targets *targets,
                                   struct culture_error *error)
{
    size_t rows = (size_t)block->rows, columns = (size_t)block->unit_column_count;
    targets->width = 3 + block->unit_column_count;
    targets->organisations = cul_memory_new((size_t)block->organisation_count, sizeof *targets->organisations);
    targets->organisation_uses = cul_memory_new((size_t)block->organisation_count, sizeof *targets->organisation_uses);
    targets->rows = cul_memory_new(rows * (size_t)targets->width, sizeof *targets->rows);
    targets->quality = cul_memory_new(rows, sizeof *targets->quality);
    targets->uses = cul_memory_new(rows * columns * 2, sizeof *targets->uses);
    targets->order = cul_memory_new(2 * columns, sizeof *targets->order);
    if (!targets->organisations || !targets->organisation_uses || !targets->rows || !targets->quality ||
        !targets->uses || !targets->order) {
        return cul_fail_memory(error);
    }
    culture_status status = find_columns(block, targets, error);
    if (status) {
        return status;
    }
    for (int64_t i = 0; i < block->organisation_count; i++) {
        targets->organisations[i] = -1;
    }
    for (int64_t row = 0; row < block->rows; row++) {
        status = find_row(tally, block, row, targets, error);
        if (status) {
            return status;
        }
    }
    if (targets->counted > CUL_MAXIMUM_RESPONDENTS - tally->respondents) {
        return cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one tally");
    }
    return CULTURE_OK;
}

static void count_rows(culture_tally *tally, const struct culture_block *block, const struct targets *targets)
{
    for (int64_t row = 0; row < block->rows; row++) {
        const int16_t *values = block->values + row * tally->questionnaire->item_count;
        const int64_t *groups = targets->rows + row * targets->width;
        if (groups[0] < 0) {
            continue;
        }
        tally->uses[targets->organisation_uses[block->organisation ? block->organisation[row] : 0]].rows++;
        for (int64_t i = 0; i < targets->width; i++) {
            if (groups[i] >= 0) {
                cul_count_row(tally, values, targets->quality[row], tally->groups[groups[i]].cells);
            }
        }
        for (int64_t column = 0; column < block->unit_column_count; column++) {
            const int64_t *uses = targets->uses + (row * block->unit_column_count + column) * 2;
            if (groups[1 + column] >= 0) {
                tally->uses[uses[0]].rows++;
                tally->uses[uses[1]].rows++;
            }
        }
    }
    tally->respondents += targets->counted;
}

culture_status culture_tally_add_block(culture_tally *tally, const struct culture_block *block,
                                       struct culture_error *error)
{
    struct culture_block known;
    if (!tally) {
        return cul_fail_argument(error, "a tally to add to is needed");
    }
    culture_status status = cul_block_read(tally->questionnaire, block, &known, error);
    if (status || !known.rows) {
        return status;
    }
    if (tally->plan.target && !tally->screening && !known.unit_column_count) {
        return cul_lanes_add(tally, &known, error);
    }
    struct targets targets = {0};
    status = find_targets(tally, &known, &targets, error);
    if (!status) {
        count_rows(tally, &known, &targets);
    }
    free_targets(&targets);
    return status;
}

int64_t culture_tally_organisation_count(const culture_tally *tally)
{
    int64_t count = 0;
    for (int64_t i = 0; i < tally->keys.count; i++) {
        count += tally->groups[i].kind == CUL_ORGANISATION && tally->groups[i].cells[CUL_LAYOUT_RESPONDENTS] > 0;
    }
    return count;
}

int64_t culture_tally_respondents(const culture_tally *tally)
{
    return tally->respondents;
}
