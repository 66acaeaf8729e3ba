/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A questionnaire in Markdown: a table per block. */
#include "write/block.h"
#include "write/form.h"
#include "write/words.h"

/* Text in a table of Markdown. */
static void add(struct cul_buffer *out, const char *text)
{
    for (; *text; text++) {
        cul_buffer_text(out, *text == '|' || *text == '<' || *text == '*' || *text == '_' ? "\\" : "");
        cul_buffer_byte(out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
}

static void add_item(const culture_questionnaire *questionnaire, int32_t i, const struct cul_words *words,
                     const char *language, struct cul_buffer *out)
{
    const struct cul_item *item = &questionnaire->items[i];
    bool ambition = cul_block_is_ambition(questionnaire, i);
    cul_buffer_text(out, "| ");
    cul_buffer_whole(out, i + 1);
    cul_buffer_text(out, " | `");
    cul_buffer_text(out, item->id);
    cul_buffer_text(out, "` | ");
    add(out, cul_text_in(&item->text, language));
    cul_buffer_text(out, " | ");
    cul_buffer_text(out, ambition ? words->question_ambition : "");
    cul_buffer_text(out, ambition && item->reverse ? ", " : "");
    cul_buffer_text(out, item->reverse ? words->question_reversed : "");
    cul_buffer_text(out, " |\n");
}

static void add_block(const culture_questionnaire *questionnaire, int32_t dimension, const struct cul_words *words,
                      const char *language, struct cul_buffer *out)
{
    const struct cul_dimension *of = &questionnaire->dimensions[dimension];
    const struct cul_axis *axis = cul_block_axis(questionnaire, dimension);
    struct cul_buffer line = {0};
    cul_buffer_text(out, "\n## ");
    cul_block_heading(questionnaire, dimension, language, &line);
    add(out, line.bytes ? line.bytes : "");
    cul_buffer_text(out, "\n\n`");
    cul_buffer_text(out, of->id);
    cul_buffer_text(out, "` ");
    cul_buffer_text(out, axis ? words->axis : words->block_kinds[of->kind]);
    cul_buffer_text(out, axis ? ": " : "");
    cul_buffer_clear(&line);
    if (axis) {
        cul_block_poles(axis, language, &line);
        add(out, line.bytes ? line.bytes : "");
    }
    cul_buffer_text(out, "\n\n");
    if (of->definition.count) {
        add(out, cul_text_in(&of->definition, language));
        cul_buffer_text(out, "\n\n");
    }
    cul_buffer_text(out, words->item_table);
    cul_buffer_text(out, "\n|---|---|---|---|\n");
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        if (cul_block_holds(questionnaire, dimension, i)) {
            add_item(questionnaire, i, words, language, out);
        }
    }
    out->failed = out->failed || line.failed;
    cul_buffer_free(&line);
}

static void add_scale(const struct cul_scale *scale, const char *language, struct cul_buffer *out)
{
    cul_buffer_text(out, "\n");
    for (int32_t value = scale->low; value <= scale->high; value++) {
        cul_buffer_text(out, value > scale->low ? ", " : "");
        cul_buffer_whole(out, value);
        cul_buffer_byte(out, ' ');
        add(out, cul_text_in(&scale->labels[value - scale->low], language));
    }
    for (int32_t i = 0; i < scale->missing_count; i++) {
        cul_buffer_text(out, i ? ", " : "; ");
        add(out, cul_text_in(&scale->missing[i], language));
    }
    cul_buffer_text(out, "\n");
}

void cul_form_markdown(const culture_questionnaire *questionnaire, const char *language, struct cul_buffer *out)
{
    const struct cul_words *words = cul_words_in(language);
    cul_buffer_text(out, "# ");
    add(out, cul_text_in(&questionnaire->title, language));
    cul_buffer_text(out, "\n\n`");
    cul_buffer_text(out, questionnaire->id);
    cul_buffer_text(out, "` ");
    add(out, questionnaire->version);
    cul_buffer_text(out, "\n");
    if (cul_block_is_standard(questionnaire)) {
        cul_buffer_text(out, "\n");
        add(out, words->own_design);
        cul_buffer_text(out, "\n");
    }
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        add_scale(&questionnaire->scales[i], language, out);
    }
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        if (cul_block_heads(questionnaire, d)) {
            add_block(questionnaire, d, words, language, out);
        }
    }
}
