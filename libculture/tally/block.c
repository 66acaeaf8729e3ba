/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/block.h"

#include "base/error.h"
#include "questionnaire/model.h"

_Bool cul_row_is_answered(const int16_t *values, int32_t items)
{
    for (int32_t i = 0; i < items; i++) {
        if (values[i] != CULTURE_MISSING) {
            return 1;
        }
    }
    return 0;
}

/* Whether every value is on its scale, missing or invalid: fast, and without saying where it is not. */
static bool all_are_right(const culture_questionnaire *questionnaire, const struct culture_block *block)
{
    int16_t low[CUL_MAXIMUM_ITEMS], high[CUL_MAXIMUM_ITEMS];
    int32_t items = questionnaire->item_count;
    for (int32_t i = 0; i < items; i++) {
        low[i] = (int16_t)cul_item_scale(questionnaire, i)->low;
        high[i] = (int16_t)cul_item_scale(questionnaire, i)->high;
    }
    for (int64_t row = 0; row < block->rows; row++) {
        const int16_t *values = block->values + row * items;
        int16_t wrong = 0;
        for (int32_t i = 0; i < items; i++) {
            wrong |= (int16_t)(((values[i] < low[i]) & (values[i] > CULTURE_INVALID)) | (values[i] > high[i]));
        }
        if (wrong) {
            return false;
        }
    }
    return true;
}

static culture_status check_values(const culture_questionnaire *questionnaire, const struct culture_block *block,
                                   struct culture_error *error)
{
    if (all_are_right(questionnaire, block)) {
        return CULTURE_OK;
    }
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        const struct cul_scale *scale = cul_item_scale(questionnaire, i);
        for (int64_t row = 0; row < block->rows; row++) {
            int16_t value = block->values[row * questionnaire->item_count + i];
            if ((value < scale->low || value > scale->high) && value != CULTURE_MISSING && value != CULTURE_INVALID) {
                return cul_fail(
                    error, CULTURE_ERROR_ARGUMENT,
                    (struct cul_place){.line = row + 1, .column = i + 1, .where = questionnaire->items[i].id},
                    "the value %d is not on the scale %d to %d", value, (int)scale->low, (int)scale->high);
            }
        }
    }
    return CULTURE_OK;
}

static culture_status check_counts(const struct culture_block *block, struct culture_error *error)
{
    if (block->rows < 0 || (block->rows && !block->values)) {
        return cul_fail_argument(error, "a block with rows needs values");
    }
    if (block->organisation_count < 0 || block->organisation_count > INT32_MAX || block->unit_column_count < 0 ||
        block->unit_column_count > CULTURE_MAXIMUM_COLUMNS || block->rows > INT32_MAX) {
        return cul_fail_argument(error, "a block's counts are out of range");
    }
    if ((block->organisation_count && !block->organisations) ||
        (block->unit_column_count && (!block->unit_columns || !block->unit || !block->units))) {
        return cul_fail_argument(error, "a block names organisations or units but holds none");
    }
    return CULTURE_OK;
}

static culture_status check_asked(const culture_questionnaire *questionnaire, const struct culture_block *block,
                                  struct culture_error *error)
{
    bool right = block->asked_count >= 0 && block->asked_count <= questionnaire->item_count;
    for (int64_t i = 0; right && block->asked && i < block->asked_count; i++) {
        right = block->asked[i] >= 0 && block->asked[i] < questionnaire->item_count;
    }
    return right ? CULTURE_OK : cul_fail_argument(error, "the items that a block says were asked are no items");
}

culture_status cul_block_read(const culture_questionnaire *questionnaire, const struct culture_block *callers,
                              struct culture_block *block, struct culture_error *error)
{
    if (!callers || !cul_options_read(block, sizeof *block, callers)) {
        return cul_fail_argument(error, "a block with struct_size set is needed");
    }
    culture_status status = check_counts(block, error);
    if (!status) {
        status = check_asked(questionnaire, block, error);
    }
    return status ? status : check_values(questionnaire, block, error);
}
