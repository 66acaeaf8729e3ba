/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/block.h"

#include "write/words.h"

#include <string.h>

const struct cul_axis *cul_block_axis(const culture_questionnaire *questionnaire, int32_t dimension)
{
    for (int32_t i = 0; i < questionnaire->axis_count; i++) {
        if (questionnaire->axes[i].now == dimension || questionnaire->axes[i].wanted == dimension) {
            return &questionnaire->axes[i];
        }
    }
    return NULL;
}

void cul_block_heading(const culture_questionnaire *questionnaire, int32_t dimension, const char *language,
                       struct cul_buffer *out)
{
    const struct cul_dimension *of = &questionnaire->dimensions[dimension];
    const struct cul_axis *axis = cul_block_axis(questionnaire, dimension);
    const char *name = cul_text_in(&of->name, language);
    cul_buffer_text(out, *name ? name : axis ? axis->id : of->id);
    if (axis) {
        const struct cul_words *words = cul_words_in(language);
        cul_buffer_text(out, ": ");
        cul_buffer_text(out, of->kind == CULTURE_DIMENSION_WANTED ? words->wanted : words->now);
    }
}

void cul_block_poles(const struct cul_axis *axis, const char *language, struct cul_buffer *out)
{
    cul_buffer_text(out, cul_text_in(&axis->low, language));
    cul_buffer_text(out, " (0) - ");
    cul_buffer_text(out, cul_text_in(&axis->high, language));
    cul_buffer_text(out, " (100)");
}

bool cul_block_is_standard(const culture_questionnaire *questionnaire)
{
    const char *id = "";
    for (int32_t i = 0; *id || i == 0; i++) {
        id = culture_questionnaire_standard_id(i);
        id = id ? id : "";
        if (strcmp(id, questionnaire->id) == 0) {
            return true;
        }
    }
    return false;
}
