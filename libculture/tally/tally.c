/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making, filling and merging tallies. Every call first checks and makes room, then counts: a failure changes nothing.
 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/block.h"
#include "tally/model.h"
#include "tally/pairs.h"

#include <stdlib.h>
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
    cul_memory_free(tally->files);
    cul_memory_free(tally->scores);
    cul_memory_free(tally->groups);
    cul_names_free(&tally->keys);
    cul_names_free(&tally->spellings);
    cul_layout_free(&tally->layout);
    culture_questionnaire_free(tally->questionnaire);
    cul_memory_free(tally);
}

int64_t cul_tally_group(culture_tally *tally, const char *key, size_t length)
{
    int64_t known = cul_names_find(&tally->keys, key, length);
    if (known >= 0) {
        return known;
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
    tally->groups[group] = (struct cul_group){cells, -1, -1};
    return group;
}

_Bool cul_tally_remember(culture_tally *tally, const char *spelling)
{
    return cul_names_add(&tally->spellings, spelling, strlen(spelling)) >= 0;
}

static void keep_smaller(const struct cul_names *spellings, int64_t *place, const char *spelling)
{
    if (*place < 0 || strcmp(spelling, spellings->texts[*place]) < 0) {
        *place = cul_names_find(spellings, spelling, strlen(spelling));
    }
}

void cul_tally_spell(culture_tally *tally, int64_t group, const char *column, const char *name)
{
    keep_smaller(&tally->spellings, &tally->groups[group].name, name);
    if (column) {
        keep_smaller(&tally->spellings, &tally->groups[group].column, column);
    }
}

/* What a block's rows are counted into, found before anything is counted. */
struct targets {
    int64_t *organisations; /* per name in the block: its group; -1: not met yet */
    int64_t *rows;          /* rows x (1 + unit columns): groups; -1: none */
    int64_t width;
    struct cul_buffer key;
    int64_t counted; /* rows with at least one answer */
};

static void free_targets(struct targets *targets)
{
    cul_memory_free(targets->organisations);
    cul_memory_free(targets->rows);
    cul_buffer_free(&targets->key);
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
    const char *name = block->organisations[index];
    cul_buffer_clear(&targets->key);
    if (!name || strlen(name) > CULTURE_MAXIMUM_NAME || !cul_text_name_key(name, strlen(name), &targets->key) ||
        !targets->key.length) {
        return targets->key.failed ? cul_fail_memory(error)
                                   : cul_fail_argument(error, "an organisation's name is blank, too long or not UTF-8");
    }
    int64_t group = cul_tally_group(tally, targets->key.bytes, targets->key.length);
    if (group < 0 || !cul_tally_remember(tally, name)) {
        return cul_fail_memory(error);
    }
    targets->organisations[index] = group;
    return CULTURE_OK;
}

static culture_status unit_group(culture_tally *tally, const struct culture_block *block, int64_t organisation,
                                 int64_t column, int64_t unit, struct targets *targets, int64_t *group,
                                 struct culture_error *error)
{
    if (unit < 0) {
        return CULTURE_OK; /* blank: the respondent counts for the organisation only */
    }
    if (unit >= block->unit_count) {
        return cul_fail_argument(error, "a row's unit is not among the block's names");
    }
    const char *name = block->units[unit], *header = block->unit_columns[column];
    int64_t owner = targets->organisations[organisation];
    struct cul_buffer *key = &targets->key;
    cul_buffer_clear(key);
    cul_buffer_text(key, tally->keys.texts[owner]);
    cul_buffer_byte(key, CUL_KEY_SEPARATOR);
    _Bool good = strlen(name) <= CULTURE_MAXIMUM_NAME && cul_text_key(header, strlen(header), key);
    cul_buffer_byte(key, CUL_KEY_SEPARATOR);
    good = good && cul_text_name_key(name, strlen(name), key);
    if (!good) {
        return key->failed ? cul_fail_memory(error)
                           : cul_fail_argument(error, "a unit's name is too long or not UTF-8");
    }
    *group = cul_tally_group(tally, key->bytes, key->length);
    if (*group < 0 || !cul_tally_remember(tally, header) || !cul_tally_remember(tally, name)) {
        return cul_fail_memory(error);
    }
    return CULTURE_OK;
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
    for (int64_t column = 0; column < block->unit_column_count && !status; column++) {
        int64_t unit = block->unit[row * block->unit_column_count + column];
        status = unit_group(tally, block, organisation, column, unit, targets, &groups[1 + column], error);
    }
    return status;
}

static culture_status find_targets(culture_tally *tally, const struct culture_block *block, struct targets *targets,
                                   struct culture_error *error)
{
    targets->width = 1 + block->unit_column_count;
    targets->organisations = cul_memory_new((size_t)block->organisation_count, sizeof *targets->organisations);
    targets->rows = cul_memory_new((size_t)block->rows * (size_t)targets->width, sizeof *targets->rows);
    if (!targets->organisations || !targets->rows) {
        return cul_fail_memory(error);
    }
    for (int64_t i = 0; i < block->organisation_count; i++) {
        targets->organisations[i] = -1;
    }
    for (int64_t row = 0; row < block->rows; row++) {
        culture_status status = find_row(tally, block, row, targets, error);
        if (status) {
            return status;
        }
    }
    if (targets->counted > CUL_MAXIMUM_RESPONDENTS - tally->respondents) {
        return cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one tally");
    }
    return CULTURE_OK;
}

/* Rows complete for the dimension also give counts and products of codes. */
static void count_complete(const struct cul_layout_dimension *at, const int32_t *codes, int64_t *cells)
{
    int64_t *product = cells + at->products;
    for (int32_t i = 0; i < at->items; i++) {
        cells[at->counts + (size_t)(i * at->points + codes[i])]++;
        for (int32_t j = i + 1; j < at->items; j++) {
            *product++ += (int64_t)codes[i] * codes[j];
        }
    }
}

static void count_dimension(culture_tally *tally, int32_t d, const int16_t *values, int64_t *cells)
{
    const culture_questionnaire *questionnaire = tally->questionnaire;
    const struct cul_dimension *dimension = &questionnaire->dimensions[d];
    const struct cul_scale *scale = &questionnaire->scales[dimension->scale];
    int32_t codes[CUL_MAXIMUM_DIMENSION_ITEMS], answered = 0, sum = 0;
    for (int32_t i = 0; i < dimension->item_count; i++) {
        int32_t item = dimension->items[i], value = values[item];
        size_t cell = tally->layout.items[item];
        if (value == CULTURE_MISSING) {
            continue;
        }
        if (value == CULTURE_INVALID) {
            cells[cell + (size_t)(scale->high - scale->low + 1)]++;
            continue;
        }
        cells[cell + (size_t)(value - scale->low)]++;
        codes[answered] = questionnaire->items[item].reverse ? scale->high - value : value - scale->low;
        sum += codes[answered++];
    }
    const struct cul_layout_dimension *at = &tally->layout.dimensions[d];
    if (answered) {
        cells[cul_layout_histogram(at, answered) + (size_t)sum]++;
    }
    if (answered == at->items && answered >= 2) {
        count_complete(at, codes, cells);
    }
    tally->scores[d] = cul_layout_score(&tally->layout, d, answered, sum);
}

static void count_row(culture_tally *tally, const int16_t *values, int64_t group)
{
    int64_t *cells = tally->groups[group].cells;
    cells[CUL_LAYOUT_RESPONDENTS]++;
    for (int32_t d = 0; d < tally->questionnaire->dimension_count; d++) {
        count_dimension(tally, d, values, cells);
    }
    cul_pairs_count(&tally->layout, tally->scores, cells);
}

static void count_rows(culture_tally *tally, const struct culture_block *block, const struct targets *targets)
{
    for (int64_t i = 0; i < block->organisation_count; i++) {
        if (targets->organisations[i] >= 0) {
            cul_tally_spell(tally, targets->organisations[i], NULL, block->organisations[i]);
        }
    }
    for (int64_t row = 0; row < block->rows; row++) {
        const int16_t *values = block->values + row * tally->questionnaire->item_count;
        const int64_t *groups = targets->rows + row * targets->width;
        if (groups[0] < 0) {
            continue;
        }
        count_row(tally, values, groups[0]);
        for (int64_t column = 0; column < block->unit_column_count; column++) {
            if (groups[1 + column] >= 0) {
                int32_t unit = block->unit[row * block->unit_column_count + column];
                cul_tally_spell(tally, groups[1 + column], block->unit_columns[column], block->units[unit]);
                count_row(tally, values, groups[1 + column]);
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
    struct targets targets = {0};
    status = find_targets(tally, &known, &targets, error);
    if (!status) {
        count_rows(tally, &known, &targets);
    }
    free_targets(&targets);
    return status;
}

static culture_status check_mergeable(const culture_tally *tally, const culture_tally *other,
                                      struct culture_error *error)
{
    if (!tally || !other || tally == other) {
        return cul_fail_argument(error, "merging needs two different tallies");
    }
    if (strcmp(tally->questionnaire->fingerprint, other->questionnaire->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the tallies were made with different questionnaires: %s and %s", tally->questionnaire->id,
                        other->questionnaire->id);
    }
    if (other->respondents > CUL_MAXIMUM_RESPONDENTS - tally->respondents) {
        return cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one tally");
    }
    return CULTURE_OK;
}

static _Bool merge_reports(culture_tally *tally, const culture_tally *other)
{
    int64_t before = tally->file_count;
    for (int64_t i = 0; i < other->file_count; i++) {
        if (!cul_tally_add_report(tally, cul_file_report_retain(other->files[i]))) {
            cul_file_report_free(other->files[i]);
            while (tally->file_count > before) {
                cul_file_report_free(tally->files[--tally->file_count]);
            }
            return 0;
        }
    }
    return 1;
}

static const char *column_of(const culture_tally *tally, const struct cul_group *group)
{
    return group->column < 0 ? NULL : tally->spellings.texts[group->column];
}

/* Finds or makes the groups that other's groups go into; -1 for a group without respondents. */
static _Bool find_merge_targets(culture_tally *tally, const culture_tally *other, int64_t *into)
{
    for (int64_t i = 0; i < other->keys.count; i++) {
        const struct cul_group *group = &other->groups[i];
        into[i] = -1;
        if (group->cells[CUL_LAYOUT_RESPONDENTS] == 0) {
            continue;
        }
        const char *column = column_of(other, group);
        into[i] = cul_tally_group(tally, other->keys.texts[i], other->keys.lengths[i]);
        if (into[i] < 0 || !cul_tally_remember(tally, other->spellings.texts[group->name]) ||
            (column && !cul_tally_remember(tally, column))) {
            return 0;
        }
    }
    return 1;
}

static void add_groups(culture_tally *tally, const culture_tally *other, const int64_t *into)
{
    for (int64_t i = 0; i < other->keys.count; i++) {
        if (into[i] < 0) {
            continue;
        }
        const struct cul_group *group = &other->groups[i];
        cul_tally_spell(tally, into[i], column_of(other, group), other->spellings.texts[group->name]);
        for (size_t cell = 0; cell < tally->layout.width; cell++) {
            tally->groups[into[i]].cells[cell] += group->cells[cell];
        }
    }
    tally->respondents += other->respondents;
}

culture_status culture_tally_merge(culture_tally *tally, const culture_tally *other, struct culture_error *error)
{
    culture_status status = check_mergeable(tally, other, error);
    if (status) {
        return status;
    }
    int64_t *into = cul_memory_new((size_t)other->keys.count, sizeof *into);
    if (into && find_merge_targets(tally, other, into) && merge_reports(tally, other)) {
        add_groups(tally, other, into);
    } else {
        status = cul_fail_memory(error);
    }
    cul_memory_free(into);
    return status;
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

int64_t *cul_tally_sorted(const culture_tally *tally, int64_t *count)
{
    struct sort_entry *entries = cul_memory_new((size_t)tally->keys.count, sizeof *entries);
    int64_t *groups = cul_memory_new((size_t)tally->keys.count, sizeof *groups);
    if (!entries || !groups) {
        cul_memory_free(entries);
        cul_memory_free(groups);
        return NULL;
    }
    *count = 0;
    for (int64_t i = 0; i < tally->keys.count; i++) {
        if (tally->groups[i].cells[CUL_LAYOUT_RESPONDENTS]) {
            entries[(*count)++] = (struct sort_entry){tally->keys.texts[i], tally->keys.lengths[i], i};
        }
    }
    qsort(entries, (size_t)*count, sizeof *entries, by_key);
    for (int64_t i = 0; i < *count; i++) {
        groups[i] = entries[i].group;
    }
    cul_memory_free(entries);
    return groups;
}

int64_t culture_tally_organisation_count(const culture_tally *tally)
{
    int64_t count = 0;
    for (int64_t i = 0; i < tally->keys.count; i++) {
        count += tally->groups[i].column < 0 && tally->groups[i].cells[CUL_LAYOUT_RESPONDENTS] > 0;
    }
    return count;
}

int64_t culture_tally_respondents(const culture_tally *tally)
{
    return tally->respondents;
}
