/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/codes.h"

#include "base/memory.h"
#include "questionnaire/model.h"

bool cul_codes_new(struct cul_codes *codes, const culture_questionnaire *questionnaire, int32_t capacity)
{
    size_t rows = (size_t)capacity, items = (size_t)questionnaire->item_count;
    size_t stride = (items + CUL_CODES_WIDTH - 1) / CUL_CODES_WIDTH * CUL_CODES_WIDTH;
    *codes = (struct cul_codes){.stride = stride, .capacity = capacity};
    /* Whoever writes a row may write beyond it; the row behind it comes later. */
    codes->codes = cul_memory_new(rows + 1, stride);
    codes->organisation = cul_memory_new(rows, sizeof *codes->organisation);
    codes->seconds = cul_memory_new(rows, sizeof *codes->seconds);
    if (codes->codes && codes->organisation && codes->seconds) {
        return true;
    }
    cul_codes_free(codes);
    return false;
}

void cul_codes_free(struct cul_codes *codes)
{
    cul_memory_free(codes->codes);
    cul_memory_free(codes->organisation);
    cul_memory_free(codes->seconds);
    *codes = (struct cul_codes){0};
}

void cul_codes_from_values(const culture_questionnaire *questionnaire, const int16_t *values, uint8_t *codes)
{
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        codes[i] = cul_code_of(values[i], cul_item_scale(questionnaire, i)->low);
    }
}

void cul_codes_to_values(const culture_questionnaire *questionnaire, const uint8_t *codes, int16_t *values)
{
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        int32_t low = cul_item_scale(questionnaire, i)->low;
        values[i] = codes[i] == CUL_CODE_MISSING   ? CULTURE_MISSING
                    : codes[i] == CUL_CODE_INVALID ? CULTURE_INVALID
                                                   : (int16_t)(low + codes[i] - CUL_CODE_LOWEST);
    }
}
