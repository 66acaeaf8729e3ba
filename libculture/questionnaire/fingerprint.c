/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fingerprint of a scoring model: SHA-256 over lines of text, one per dimension and item, that say all that decides
 * a score:
 *
 *   libculture scoring model 1
 *   dimension ID KIND NEEDED
 *   item ID LOW HIGH KEY          (KEY is + or -)
 *
 * Texts, labels, aliases, favourable points and the criterion are not part of it.
 */
#include "base/buffer.h"
#include "base/hash.h"
#include "questionnaire/build.h"

static void add_item(struct cul_buffer *text, const culture_questionnaire *questionnaire, int32_t index)
{
    const struct cul_scale *scale = cul_item_scale(questionnaire, index);
    cul_buffer_text(text, "item ");
    cul_buffer_text(text, questionnaire->items[index].id);
    cul_buffer_byte(text, ' ');
    cul_buffer_whole(text, scale->low);
    cul_buffer_byte(text, ' ');
    cul_buffer_whole(text, scale->high);
    cul_buffer_text(text, questionnaire->items[index].reverse ? " -\n" : " +\n");
}

static void add_dimension(struct cul_buffer *text, const culture_questionnaire *questionnaire,
                          const struct cul_dimension *dimension)
{
    cul_buffer_text(text, "dimension ");
    cul_buffer_text(text, dimension->id);
    cul_buffer_byte(text, ' ');
    cul_buffer_text(text, culture_dimension_kind_name(dimension->kind));
    cul_buffer_byte(text, ' ');
    cul_buffer_whole(text, dimension->needed);
    cul_buffer_byte(text, '\n');
    for (int32_t i = 0; i < dimension->item_count; i++) {
        add_item(text, questionnaire, dimension->items[i]);
    }
}

bool cul_build_fingerprint(culture_questionnaire *questionnaire)
{
    struct cul_buffer text = {0};
    cul_buffer_text(&text, "libculture scoring model 1\n");
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        add_dimension(&text, questionnaire, &questionnaire->dimensions[d]);
    }
    bool good = !text.failed;
    if (good) {
        cul_hash_bytes(text.bytes, text.length, questionnaire->fingerprint);
    }
    cul_buffer_free(&text);
    return good;
}
