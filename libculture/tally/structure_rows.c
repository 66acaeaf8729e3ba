/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting rows into a structure: first everything is checked and room is made, then rows are counted. */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "culture/structure.h"
#include "tally/block.h"
#include "tally/model.h"
#include "tally/structure.h"

#include <string.h>

/* What a block's rows are counted into, found before anything is counted. */
struct targets {
    const struct culture_block *block;
    int64_t columns[2]; /* of the block, that may tell the language; -1: none */
    int64_t *shown;     /* per organisation: its number among those that count, LEFT_OUT or NOT_MET */
    int64_t *languages; /* per name of a unit: its language; -1: not met yet */
    int64_t *rows;      /* per row: its language, NO_LANGUAGE or NOT_COUNTED */
    int64_t counted;
    struct cul_buffer key;
};
enum { NO_LANGUAGE = -1, NOT_COUNTED = -2 };
enum { LEFT_OUT = -1, NOT_MET = -2 };

static void free_targets(struct targets *targets)
{
    cul_memory_free(targets->shown);
    cul_memory_free(targets->languages);
    cul_memory_free(targets->rows);
    cul_buffer_free(&targets->key);
}

static bool make_room(struct targets *targets)
{
    const struct culture_block *block = targets->block;
    targets->shown = cul_memory_new((size_t)block->organisation_count, sizeof *targets->shown);
    targets->languages = cul_memory_new((size_t)(block->unit_count > 0 ? block->unit_count : 0), sizeof(int64_t));
    targets->rows = cul_memory_new((size_t)block->rows, sizeof *targets->rows);
    if (!targets->shown || !targets->languages || !targets->rows) {
        return false;
    }
    for (int64_t i = 0; i < block->organisation_count; i++) {
        targets->shown[i] = NOT_MET;
    }
    for (int64_t i = 0; i < block->unit_count; i++) {
        targets->languages[i] = -1;
    }
    return true;
}

/* Which of the block's unit columns tell the language. False: no memory. */
static bool find_columns(const culture_structure *structure, struct targets *targets)
{
    const char *wanted[2];
    size_t count = cul_structure_language_columns(structure, wanted);
    _Bool failed = 0;
    for (size_t i = 0; i < 2; i++) {
        targets->columns[i] = -1;
        for (int64_t c = 0; i < count && c < targets->block->unit_column_count && targets->columns[i] < 0; c++) {
            if (cul_text_same_key(wanted[i], targets->block->unit_columns[c], &failed)) {
                targets->columns[i] = c;
            }
        }
    }
    return !failed;
}

static culture_status name_key(struct targets *targets, const char *name, const char *what, struct culture_error *error)
{
    cul_buffer_clear(&targets->key);
    if (!name || strlen(name) > CULTURE_MAXIMUM_NAME || !cul_text_name_key(name, strlen(name), &targets->key) ||
        !targets->key.length) {
        return targets->key.failed ? cul_fail_memory(error) : cul_fail_argument(error, what);
    }
    return CULTURE_OK;
}

static culture_status find_shown(const culture_structure *structure, struct targets *targets, int64_t row, bool *shown,
                                 struct culture_error *error)
{
    const struct culture_block *block = targets->block;
    int64_t organisation = block->organisation ? block->organisation[row] : 0;
    *shown = true;
    if (!structure->rules->selects) {
        return CULTURE_OK;
    }
    if (organisation < 0 || organisation >= block->organisation_count) {
        return cul_fail_argument(error, "a row's organisation is not among the block's names");
    }
    if (targets->shown[organisation] == NOT_MET) {
        culture_status status = name_key(targets, block->organisations[organisation],
                                         "an organisation's name is blank, too long or not UTF-8", error);
        if (status) {
            return status;
        }
        targets->shown[organisation] =
            cul_names_find(&structure->rules->shown, targets->key.bytes, targets->key.length);
    }
    *shown = targets->shown[organisation] != LEFT_OUT;
    return CULTURE_OK;
}

static culture_status read_language(culture_structure *structure, struct targets *targets, int32_t unit,
                                    struct culture_error *error)
{
    if (unit >= targets->block->unit_count) {
        return cul_fail_argument(error, "a row's unit is not among the block's names");
    }
    if (targets->languages[unit] >= 0) {
        return CULTURE_OK;
    }
    culture_status status =
        name_key(targets, targets->block->units[unit], "the name of a language is blank, too long or not UTF-8", error);
    return status ? status
                  : cul_structure_language(structure, targets->key.bytes, targets->key.length,
                                           &targets->languages[unit], error);
}

static culture_status find_row(culture_structure *structure, struct targets *targets, int64_t row,
                               struct culture_error *error)
{
    const struct culture_block *block = targets->block;
    int32_t items = structure->rules->questionnaire->item_count;
    bool shown = false;
    targets->rows[row] = NOT_COUNTED;
    if (!cul_row_is_answered(block->values + row * items, items)) {
        return CULTURE_OK;
    }
    culture_status status = find_shown(structure, targets, row, &shown, error);
    if (status || !shown) {
        return status;
    }
    targets->counted++;
    targets->rows[row] = NO_LANGUAGE;
    for (int i = 0; i < 2 && targets->rows[row] == NO_LANGUAGE && !status; i++) {
        int64_t column = targets->columns[i];
        int32_t unit = column < 0 ? -1 : block->unit[row * block->unit_column_count + column];
        if (unit >= 0) {
            status = read_language(structure, targets, unit, error);
            targets->rows[row] = status ? NOT_COUNTED : targets->languages[unit];
        }
    }
    return status;
}

static culture_status find_targets(culture_structure *structure, struct targets *targets, struct culture_error *error)
{
    if (!make_room(targets) || !find_columns(structure, targets)) {
        return cul_fail_memory(error);
    }
    for (int64_t row = 0; row < targets->block->rows; row++) {
        culture_status status = find_row(structure, targets, row, error);
        if (status) {
            return status;
        }
    }
    if (targets->counted > CUL_MAXIMUM_RESPONDENTS - structure->cells[CUL_STRUCTURE_RESPONDENTS]) {
        return cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one structure");
    }
    return CULTURE_OK;
}

/* Codes of all items, -1 where there is no valid answer; returns how many there are. */
static int32_t read_codes(const culture_questionnaire *questionnaire, const int16_t *values, int32_t *codes)
{
    int32_t answered = 0;
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        const struct cul_scale *scale = cul_item_scale(questionnaire, i);
        int32_t value = values[i];
        codes[i] = -1;
        if (value != CULTURE_MISSING && value != CULTURE_INVALID) {
            codes[i] = questionnaire->items[i].reverse ? scale->high - value : value - scale->low;
            answered++;
        }
    }
    return answered;
}

static void count_items(int64_t *cells, const int32_t *codes, int32_t items)
{
    for (int32_t i = 0; i < items; i++) {
        if (codes[i] >= 0) {
            int64_t *cell = cells + CUL_STRUCTURE_ITEMS + (size_t)i * CUL_ITEM_CELLS;
            cell[CUL_ITEM_ANSWERS]++;
            cell[CUL_ITEM_SUM] += codes[i];
            cell[CUL_ITEM_SQUARES] += (int64_t)codes[i] * codes[i];
        }
    }
}

/* How many items are wanted, when not all of them are; the answers to others are forgotten. */
static int32_t keep_wanted(const culture_questionnaire *questionnaire, int32_t *codes, int32_t *answered)
{
    int32_t wanted = 0;
    *answered = 0;
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        if (questionnaire->items[i].dimension < questionnaire->factor_count) {
            wanted++;
            *answered += codes[i] >= 0;
        } else {
            codes[i] = -1;
        }
    }
    return wanted;
}

static int32_t code_or_nothing(int32_t code)
{
    return code < 0 ? 0 : code;
}

static void count_complete(const struct cul_structure_rules *rules, int64_t *cells, const int32_t *codes)
{
    int32_t items = rules->questionnaire->item_count;
    int64_t *product = cells + rules->products;
    cells[CUL_STRUCTURE_COMPLETE]++;
    for (int32_t i = 0; i < items; i++) {
        int32_t code = code_or_nothing(codes[i]); /* an item that is not wanted adds nothing */
        cells[rules->sums + (size_t)i] += code;
        for (int32_t j = i; j < items; j++) {
            *product++ += (int64_t)code * code_or_nothing(codes[j]);
        }
    }
}

static void count_pairs(const struct cul_structure_rules *rules, int64_t *cells, const int32_t *codes)
{
    int32_t items = rules->questionnaire->item_count;
    int64_t *cell = cells + rules->pairs;
    for (int32_t i = 0; i < items; i++) {
        if (codes[i] < 0) {
            cell += (size_t)(items - 1 - i) * CUL_PAIR_CELLS;
            continue;
        }
        for (int32_t j = i + 1; j < items; j++, cell += CUL_PAIR_CELLS) {
            if (codes[j] >= 0) {
                cell[CUL_PAIR_ROWS]++;
                cell[CUL_PAIR_FIRST] += codes[i];
                cell[CUL_PAIR_SECOND] += codes[j];
                cell[CUL_PAIR_FIRST_SQUARES] += (int64_t)codes[i] * codes[i];
                cell[CUL_PAIR_SECOND_SQUARES] += (int64_t)codes[j] * codes[j];
                cell[CUL_PAIR_BOTH] += (int64_t)codes[i] * codes[j];
            }
        }
    }
}

/* Answers by rest score, on the dimensions that the row is complete for. */
static void count_language(const struct cul_structure_rules *rules, int64_t *cells, const int32_t *codes)
{
    cells[0]++;
    for (int32_t d = 0; d < rules->questionnaire->dimension_count; d++) {
        const struct cul_dimension *dimension = &rules->questionnaire->dimensions[d];
        uint32_t favourable = rules->questionnaire->scales[dimension->scale].favourable;
        int64_t sum = 0;
        bool complete = dimension->item_count >= 2;
        for (int32_t i = 0; i < dimension->item_count && complete; i++) {
            complete = codes[dimension->items[i]] >= 0;
            sum += codes[dimension->items[i]];
        }
        for (int32_t i = 0; i < dimension->item_count && complete; i++) {
            int32_t item = dimension->items[i];
            bool chosen = favourable >> codes[item] & 1;
            cells[rules->strata[item] + 2 * (size_t)(sum - codes[item]) + !chosen]++;
        }
    }
}

/* The items with an answer as bits; false: a row that is complete on those that are wanted. */
static bool read_answered(const culture_structure *structure, const int32_t *codes, unsigned char *answered)
{
    bool gap = false;
    memset(answered, 0, cul_kinds_mask_bytes(cul_structure_shape(structure)));
    for (int32_t i = 0; i < structure->rules->questionnaire->item_count; i++) {
        if (cul_structure_wants(structure, i)) {
            answered[i / 8] |= (unsigned char)((codes[i] >= 0) << i % 8);
            gap = gap || codes[i] < 0;
        }
    }
    return gap;
}

static void read_dimensions(const culture_questionnaire *questionnaire, const int32_t *codes, bool *complete)
{
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        complete[d] = true;
        for (int32_t i = 0; i < questionnaire->dimensions[d].item_count; i++) {
            complete[d] = complete[d] && codes[questionnaire->dimensions[d].items[i]] >= 0;
        }
    }
}

/* Counts the kinds of rows aside and adds them last: the one thing after targets that memory can run out for. */
static culture_status count_kinds(culture_structure *structure, const struct targets *targets,
                                  struct culture_error *error)
{
    const struct cul_structure_rules *rules = structure->rules;
    const struct culture_block *block = targets->block;
    int32_t items = rules->questionnaire->item_count, codes[CULTURE_MAXIMUM_STRUCTURE_ITEMS];
    bool dimensions[CULTURE_MAXIMUM_STRUCTURE_ITEMS], good = true; /* a dimension has an item at least */
    unsigned char answered[CULTURE_MAXIMUM_STRUCTURE_ITEMS / 8 + 1];
    struct cul_kinds aside = {0};
    for (int64_t row = 0; row < block->rows && good && rules->few; row++) {
        int64_t language = targets->rows[row], organisation = block->organisation ? block->organisation[row] : 0;
        if (language == NOT_COUNTED) {
            continue;
        }
        read_codes(rules->questionnaire, block->values + row * items, codes);
        read_dimensions(rules->questionnaire, codes, dimensions);
        struct cul_kind_row kind = {
            .organisation = rules->shown.texts[targets->shown[organisation]],
            .language = language == NO_LANGUAGE ? NULL : structure->languages.texts[language],
            .dimensions = dimensions,
            .answered = read_answered(structure, codes, answered) ? answered : NULL,
        };
        good = cul_kinds_count(&aside, cul_structure_shape(structure), &kind);
    }
    good = good && cul_kinds_add(&structure->kinds, cul_structure_shape(structure), &aside);
    cul_kinds_free(&aside);
    return good ? CULTURE_OK : cul_fail_memory(error);
}

static void count_rows(culture_structure *structure, const struct targets *targets)
{
    const struct cul_structure_rules *rules = structure->rules;
    int32_t items = rules->questionnaire->item_count, codes[CULTURE_MAXIMUM_STRUCTURE_ITEMS];
    for (int64_t row = 0; row < targets->block->rows; row++) {
        if (targets->rows[row] == NOT_COUNTED) {
            continue;
        }
        int32_t wanted = items,
                answered = read_codes(rules->questionnaire, targets->block->values + row * items, codes);
        structure->cells[CUL_STRUCTURE_RESPONDENTS]++;
        count_items(structure->cells, codes, items);
        if (targets->rows[row] != NO_LANGUAGE) {
            count_language(rules, structure->language_cells[targets->rows[row]], codes);
        }
        if (rules->factors_only) {
            wanted = keep_wanted(rules->questionnaire, codes, &answered);
        }
        if (answered == wanted) {
            count_complete(rules, structure->cells, codes);
        } else if (answered >= 2) {
            count_pairs(rules, structure->cells, codes);
        }
    }
}

culture_status culture_structure_add_block(culture_structure *structure, const struct culture_block *block,
                                           struct culture_error *error)
{
    struct culture_block known;
    if (!structure) {
        return cul_fail_argument(error, "a structure to add to is needed");
    }
    culture_status status = cul_block_read(structure->rules->questionnaire, block, &known, error);
    if (status || !known.rows) {
        return status;
    }
    struct targets targets = {.block = &known};
    int64_t languages = structure->languages.count;
    status = find_targets(structure, &targets, error);
    if (!status) {
        status = count_kinds(structure, &targets, error);
    }
    if (status) {
        cul_structure_forget_languages(structure, languages);
    } else {
        count_rows(structure, &targets);
    }
    free_targets(&targets);
    return status;
}
