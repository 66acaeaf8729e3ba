/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A questionnaire as a person would read it. */
#include "base/error.h"
#include "base/number.h"
#include "questionnaire/model.h"
#include "write/block.h"
#include "write/form.h"
#include "write/paper.h"
#include "write/view.h"
#include "write/words.h"

#include <string.h>

static void add(struct cul_paper *paper, const char *text)
{
    cul_paper_text(paper, text, 0);
}

static void add_scale(struct cul_paper *paper, const struct cul_scale *scale, const struct cul_words *words,
                      const char *language)
{
    add(paper, words->scale);
    add(paper, " ");
    add(paper, scale->id);
    add(paper, ":");
    for (int32_t value = scale->low; value <= scale->high; value++) {
        add(paper, value == scale->low ? " " : " | ");
        cul_paper_number(paper, value, 0, 0);
        add(paper, " ");
        add(paper, cul_text_in(&scale->labels[value - scale->low], language));
    }
    for (int32_t i = 0; i < scale->missing_count; i++) {
        add(paper, " | ");
        add(paper, cul_text_in(&scale->missing[i], language));
        add(paper, " (");
        add(paper, words->missing);
        add(paper, ")");
    }
    cul_paper_line(paper);
}

static void add_item(struct cul_paper *paper, const culture_questionnaire *questionnaire, int32_t index,
                     const struct cul_words *words, const char *language)
{
    const struct cul_item *item = &questionnaire->items[index];
    bool ambition = cul_block_is_ambition(questionnaire, index);
    add(paper, "  ");
    cul_paper_number(paper, index + 1, 0, 3);
    add(paper, ". ");
    add(paper, cul_text_in(&item->text, language));
    if (item->reverse || ambition) {
        add(paper, " [");
        add(paper, ambition ? words->question_ambition : words->question_reversed);
        add(paper, "]");
    }
    cul_paper_ink(paper, CUL_DIM);
    add(paper, " (");
    add(paper, item->id);
    add(paper, ")");
    cul_paper_ink(paper, CUL_PLAIN);
    cul_paper_line(paper);
}

static void add_kind(struct cul_paper *paper, const struct cul_dimension *dimension, const struct cul_axis *axis,
                     const struct cul_words *words)
{
    add(paper, " (");
    add(paper, dimension->id);
    add(paper, ", ");
    add(paper, axis ? words->axis : words->block_kinds[dimension->kind]);
    add(paper, ")");
}

static void add_block(struct cul_paper *paper, const culture_questionnaire *questionnaire, int32_t d,
                      const struct cul_words *words, const char *language)
{
    const char *definition = culture_questionnaire_dimension_definition(questionnaire, d, language);
    const struct cul_axis *axis = cul_block_axis(questionnaire, d);
    struct cul_buffer line = {0};
    cul_block_heading(questionnaire, d, language, &line);
    cul_paper_line(paper);
    cul_paper_ink(paper, CUL_BOLD);
    add(paper, line.bytes ? line.bytes : "");
    cul_paper_ink(paper, CUL_PLAIN);
    add_kind(paper, &questionnaire->dimensions[d], axis, words);
    cul_paper_line(paper);
    cul_buffer_clear(&line);
    if (axis) {
        cul_block_poles(axis, language, &line);
        add(paper, "  ");
        add(paper, line.bytes ? line.bytes : "");
        cul_paper_line(paper);
    }
    if (*definition) {
        add(paper, "  ");
        add(paper, definition);
        cul_paper_line(paper);
    }
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        if (cul_block_holds(questionnaire, d, i)) {
            add_item(paper, questionnaire, i, words, language);
        }
    }
    paper->out.failed = paper->out.failed || line.failed;
    cul_buffer_free(&line);
}

static void add_figure(struct cul_paper *paper, double number)
{
    add(paper, " ");
    cul_paper_number(paper, number, number == (double)(int64_t)number ? 0 : 1, 0);
    add(paper, " ");
}

/* "Practised when 7 of 9 factors score at least 62.5 and none below 50". */
static void add_criterion(struct cul_paper *paper, const culture_questionnaire *questionnaire,
                          const struct cul_words *words)
{
    const struct culture_criterion *criterion = &questionnaire->criterion;
    if (!criterion->given) {
        return;
    }
    add(paper, words->criterion);
    add_figure(paper, criterion->factors);
    add(paper, words->of_headcount);
    add_figure(paper, questionnaire->factor_count);
    add(paper, words->criterion_of);
    add_figure(paper, criterion->score);
    add(paper, words->criterion_floor);
    add_figure(paper, criterion->floor);
    cul_paper_line(paper);
}

static void add_title(struct cul_paper *paper, const culture_questionnaire *questionnaire,
                      const struct cul_words *words, const char *language)
{
    cul_paper_ink(paper, CUL_BOLD);
    add(paper, culture_questionnaire_title(questionnaire, language));
    cul_paper_ink(paper, CUL_PLAIN);
    add(paper, " (");
    add(paper, questionnaire->id);
    add(paper, ", ");
    add(paper, words->version);
    add(paper, " ");
    add(paper, questionnaire->version);
    add(paper, ")");
    cul_paper_line(paper);
    cul_paper_ink(paper, CUL_DIM);
    add(paper, words->fingerprint);
    add(paper, " ");
    add(paper, questionnaire->fingerprint);
    cul_paper_ink(paper, CUL_PLAIN);
    cul_paper_line(paper);
    if (cul_block_is_standard(questionnaire)) {
        add(paper, words->own_design);
        cul_paper_line(paper);
    }
}

culture_status culture_write_questionnaire(const culture_questionnaire *questionnaire, const struct culture_sink *sink,
                                           const struct culture_write_options *options, struct culture_error *error)
{
    struct culture_write_options known;
    if (!questionnaire || !cul_options_read(&known, sizeof known, options) ||
        (known.language && strcmp(known.language, "nl") != 0 && strcmp(known.language, "en") != 0)) {
        return cul_fail_argument(error, "a questionnaire and the language nl or en are needed");
    }
    const char *language = known.language ? known.language : "en";
    if (known.form != CULTURE_FORM_TEXT) {
        struct cul_buffer out = {0};
        culture_status status = cul_form_write(questionnaire, known.form, language, &out, error);
        if (!status) {
            return cul_deliver(&out, sink, error);
        }
        cul_buffer_free(&out);
        return status;
    }
    const struct cul_words *words = cul_words_in(language);
    struct cul_paper paper = {.colour = known.colour, .decimal = words->decimal};
    add_title(&paper, questionnaire, words, language);
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        add_scale(&paper, &questionnaire->scales[i], words, language);
    }
    add_criterion(&paper, questionnaire, words);
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        if (cul_block_heads(questionnaire, d)) {
            add_block(&paper, questionnaire, d, words, language);
        }
    }
    return cul_deliver(&paper.out, sink, error);
}
