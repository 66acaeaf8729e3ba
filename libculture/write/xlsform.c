/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An XLSForm as one CSV file: the name of a sheet in the first column, its rows below. A group per block, with its
 * explanation as a note, and a last one with who answers; a column of the export is then "b1/learning_1" or so.
 */
#include "write/block.h"
#include "write/form.h"
#include "write/words.h"

#include <stdio.h>

struct sheet {
    const culture_questionnaire *questionnaire;
    const struct cul_languages *languages;
    struct cul_buffer *out, text;
};

/* The labels of a row come from one of these. */
enum label { NO_LABEL, LABEL, HEADING, DEFINITION, WORD };
struct labels {
    enum label kind;
    const struct cul_text *text;                        /* LABEL */
    int32_t dimension;                                  /* HEADING, DEFINITION */
    const char *(*word)(const struct cul_words *, int); /* WORD */
    int number;
};

static const char *label_in(struct sheet *sheet, struct labels labels, const char *language)
{
    switch (labels.kind) {
    case LABEL:
        return cul_text_in(labels.text, language);
    case HEADING:
        cul_buffer_clear(&sheet->text);
        cul_block_heading(sheet->questionnaire, labels.dimension, language, &sheet->text);
        return sheet->text.bytes ? sheet->text.bytes : "";
    case DEFINITION:
        return cul_text_in(&sheet->questionnaire->dimensions[labels.dimension].definition, language);
    case WORD:
        return labels.word(cul_words_in(language), labels.number);
    default:
        return "";
    }
}

static void add_labels(struct sheet *sheet, struct labels labels, char last)
{
    for (int32_t l = 0; l < sheet->languages->count; l++) {
        cul_form_cell(sheet->out, label_in(sheet, labels, sheet->languages->list[l]),
                      l + 1 < sheet->languages->count ? ',' : last);
    }
}

/* "label::nl", ... */
static void add_label_heads(struct sheet *sheet, char last)
{
    for (int32_t l = 0; l < sheet->languages->count; l++) {
        char head[80];
        snprintf(head, sizeof head, "label::%.60s", sheet->languages->list[l]);
        cul_form_cell(sheet->out, head, l + 1 < sheet->languages->count ? ',' : last);
    }
}

static void add_row(struct sheet *sheet, const char *type, const char *name, struct labels labels,
                    const char *appearance, const char *relevant)
{
    cul_form_cell(sheet->out, "", ',');
    cul_form_cell(sheet->out, type, ',');
    cul_form_cell(sheet->out, name, ',');
    add_labels(sheet, labels, ',');
    cul_form_cell(sheet->out, appearance, ',');
    cul_form_cell(sheet->out, relevant, '\n');
}

static void add_block(struct sheet *sheet, int32_t dimension, int number)
{
    const culture_questionnaire *questionnaire = sheet->questionnaire;
    char name[32], type[128];
    snprintf(name, sizeof name, "b%d", number);
    add_row(sheet, "begin_group", name, (struct labels){.kind = HEADING, .dimension = dimension}, "field-list", "");
    if (questionnaire->dimensions[dimension].definition.count) {
        snprintf(name, sizeof name, "b%d_note", number);
        add_row(sheet, "note", name, (struct labels){.kind = DEFINITION, .dimension = dimension}, "", "");
    }
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        const struct cul_item *item = &questionnaire->items[i];
        if (cul_block_holds(questionnaire, dimension, i)) {
            snprintf(type, sizeof type, "select_one %.100s", cul_item_scale(questionnaire, i)->id);
            add_row(sheet, type, item->id, (struct labels){.kind = LABEL, .text = &item->text}, "", "");
        }
    }
    add_row(sheet, "end_group", "", (struct labels){0}, "", "");
}

static const char *word(const struct cul_words *words, int number)
{
    const char *const all[] = {words->about_you, words->role_question, words->department_question,
                               words->organisation_question};
    return all[number];
}

static const char *role(const struct cul_words *words, int number)
{
    return words->roles[number];
}

/* Who answers: a role, and places for a unit and an organisation that show when false() is taken away. The list of
 * roles has an id that no scale can have. */
static void add_respondent(struct sheet *sheet)
{
    static const char *const names[] = {"respondent", "role", "department", "organisationname"};
    static const char *const types[] = {"begin_group", "select_one role-list", "text", "text"};
    for (int i = 0; i < 4; i++) {
        add_row(sheet, types[i], names[i], (struct labels){.kind = WORD, .word = word, .number = i},
                i ? "" : "field-list", i < 2 ? "" : "false()");
    }
    add_row(sheet, "end_group", "", (struct labels){0}, "", "");
}

static void add_choice(struct sheet *sheet, const char *list, const char *name, struct labels labels)
{
    cul_form_cell(sheet->out, "", ',');
    cul_form_cell(sheet->out, list, ',');
    cul_form_cell(sheet->out, name, ',');
    add_labels(sheet, labels, '\n');
}

static void add_choices(struct sheet *sheet, const struct cul_scale *scale)
{
    char value[16];
    for (int32_t i = 0; i <= scale->high - scale->low; i++) {
        snprintf(value, sizeof value, "%d", (int)(scale->low + i));
        add_choice(sheet, scale->id, value, (struct labels){.kind = LABEL, .text = &scale->labels[i]});
    }
    if (scale->missing_count) {
        add_choice(sheet, scale->id, "NA", (struct labels){.kind = LABEL, .text = &scale->missing[0]});
    }
}

static void add_roles(struct sheet *sheet)
{
    static const char *const names[] = {"hr", "manager", "professional"};
    for (int i = 0; i < 3; i++) {
        add_choice(sheet, "role-list", names[i], (struct labels){.kind = WORD, .word = role, .number = i});
    }
}

void cul_form_xlsform(const culture_questionnaire *questionnaire, const struct cul_languages *languages,
                      struct cul_buffer *out)
{
    struct sheet sheet = {.questionnaire = questionnaire, .languages = languages, .out = out};
    int blocks = 0;
    cul_buffer_text(out, "\"survey\"\n\"\",\"type\",\"name\",");
    add_label_heads(&sheet, ',');
    cul_buffer_text(out, "\"appearance\",\"relevant\"\n");
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        if (cul_block_heads(questionnaire, d)) {
            add_block(&sheet, d, ++blocks);
        }
    }
    add_respondent(&sheet);
    cul_buffer_text(out, "\"choices\"\n\"\",\"list_name\",\"name\",");
    add_label_heads(&sheet, '\n');
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        add_choices(&sheet, &questionnaire->scales[i]);
    }
    add_roles(&sheet);
    cul_buffer_text(out, "\"settings\"\n\"\",\"form_title\",\"form_id\",\"version\",\"default_language\"\n\"\",");
    const char *const settings[] = {cul_text_in(&questionnaire->title, languages->list[0]), questionnaire->id,
                                    questionnaire->version, languages->list[0]};
    cul_form_row(out, settings, 4, ',');
    out->failed = out->failed || sheet.text.failed;
    cul_buffer_free(&sheet.text);
}
