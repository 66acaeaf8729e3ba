/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/form.h"

#include "base/error.h"
#include "questionnaire/model.h"

#include <stdio.h>
#include <string.h>

/* The languages of a questionnaire's items, the wanted one first. */
struct languages {
    const char *list[CUL_MAXIMUM_LANGUAGES + 1];
    int32_t count;
};

static void add_language(struct languages *languages, const char *language)
{
    for (int32_t i = 0; i < languages->count; i++) {
        if (strcmp(languages->list[i], language) == 0) {
            return;
        }
    }
    if (*language && languages->count <= CUL_MAXIMUM_LANGUAGES) {
        languages->list[languages->count++] = language;
    }
}

static struct languages find_languages(const culture_questionnaire *questionnaire, const char *wanted)
{
    struct languages languages = {.list = {wanted}, .count = 1};
    const struct cul_text *text = &questionnaire->items[0].text;
    for (int32_t i = 0; i < text->count; i++) {
        add_language(&languages, text->languages[i]);
    }
    return languages;
}

/* A cell of a sheet: always quoted, so that no text can end it. */
static void add_cell(struct cul_buffer *out, const char *text, char separator)
{
    cul_buffer_byte(out, '"');
    for (; *text; text++) {
        bool line_end = *text == '\n' || *text == '\r' || *text == '\t';
        cul_buffer_text(out, *text == '"' ? "\"" : "");
        cul_buffer_byte(out, line_end ? ' ' : *text);
    }
    cul_buffer_byte(out, '"');
    cul_buffer_byte(out, separator);
}

static void add_row(struct cul_buffer *out, const char *const *cells, size_t count, char separator)
{
    for (size_t i = 0; i < count; i++) {
        add_cell(out, cells[i], i + 1 < count ? separator : '\n');
    }
}

/* A blank answer sheet: a heading per item. */
static void write_sheet(const culture_questionnaire *questionnaire, struct cul_buffer *out)
{
    cul_buffer_text(out, "organisation");
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        cul_buffer_byte(out, ',');
        cul_buffer_text(out, questionnaire->items[i].id);
    }
    cul_buffer_byte(out, '\n');
}

static bool is_code(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return length > 0 && length <= 20 && !text[length] && !(*text >= '0' && *text <= '9');
}

/* LimeSurvey's question codes hold letters and digits alone: the id or an alias; NULL when there is none. */
static const char *code_of(const struct cul_item *item)
{
    if (is_code(item->id)) {
        return item->id;
    }
    for (int32_t i = 0; i < item->alias_count; i++) {
        if (is_code(item->aliases[i])) {
            return item->aliases[i];
        }
    }
    return NULL;
}

/* Columns of LimeSurvey's tab-separated survey structure. */
enum { CLASS, TYPE, NAME, RELEVANCE, TEXT, LANGUAGE, MANDATORY, LIME_COLUMNS };

static void add_lime(struct cul_buffer *out, const char *class, const char *type, const char *name, const char *text,
                     const char *language)
{
    const char *const cells[LIME_COLUMNS] = {class, type,     name, *class == 'G' || *class == 'Q' ? "1" : "",
                                             text,  language, ""};
    add_row(out, cells, LIME_COLUMNS, '\t');
}

static void add_lime_answers(struct cul_buffer *out, const struct cul_scale *scale, const char *language)
{
    char code[16];
    for (int32_t i = 0; i <= scale->high - scale->low; i++) {
        snprintf(code, sizeof code, "A%d", (int)i + 1);
        add_lime(out, "A", "0", code, cul_text_in(&scale->labels[i], language), language);
    }
    if (scale->missing_count) {
        add_lime(out, "A", "0", "NA", cul_text_in(&scale->missing[0], language), language);
    }
}

static culture_status check_codes(const culture_questionnaire *questionnaire, struct culture_error *error)
{
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        if (!code_of(&questionnaire->items[i])) {
            return cul_fail(error, CULTURE_ERROR_QUESTIONNAIRE, (struct cul_place){.where = questionnaire->items[i].id},
                            "LimeSurvey's codes hold letters and digits alone: give %.60s an alias such as Q%d",
                            questionnaire->items[i].id, (int)i + 1);
        }
    }
    return CULTURE_OK;
}

static culture_status write_lime(const culture_questionnaire *questionnaire, const struct languages *languages,
                                 struct cul_buffer *out, struct culture_error *error)
{
    static const char *const head[LIME_COLUMNS] = {"class", "type/scale", "name",     "relevance",
                                                   "text",  "language",   "mandatory"};
    culture_status status = check_codes(questionnaire, error);
    if (status) {
        return status;
    }
    add_row(out, head, LIME_COLUMNS, '\t');
    add_lime(out, "S", "", "language", languages->list[0], "");
    struct cul_buffer others = {0};
    for (int32_t l = 1; l < languages->count; l++) {
        cul_buffer_text(&others, l > 1 ? " " : "");
        cul_buffer_text(&others, languages->list[l]);
    }
    if (others.length) {
        add_lime(out, "S", "", "additional_languages", others.bytes, "");
    }
    out->failed = out->failed || others.failed;
    cul_buffer_free(&others);
    for (int32_t l = 0; l < languages->count; l++) {
        const char *language = languages->list[l], *title = cul_text_in(&questionnaire->title, language);
        add_lime(out, "SL", "", "surveyls_title", title, language);
        add_lime(out, "G", "G1", title, "", language);
        for (int32_t i = 0; i < questionnaire->item_count; i++) {
            const struct cul_item *item = &questionnaire->items[i];
            add_lime(out, "Q", "L", code_of(item), cul_text_in(&item->text, language), language);
            add_lime_answers(out, cul_item_scale(questionnaire, i), language);
        }
    }
    return CULTURE_OK;
}

static void add_labels(struct cul_buffer *out, const struct cul_text *text, const struct languages *languages)
{
    for (int32_t l = 0; l < languages->count; l++) {
        add_cell(out, cul_text_in(text, languages->list[l]), l + 1 < languages->count ? ',' : '\n');
    }
}

/* "label::nl", ... as the last cells of a heading. */
static void add_label_heads(struct cul_buffer *out, const struct languages *languages)
{
    for (int32_t l = 0; l < languages->count; l++) {
        char head[80];
        snprintf(head, sizeof head, "label::%.60s", languages->list[l]);
        add_cell(out, head, l + 1 < languages->count ? ',' : '\n');
    }
}

static void add_choices(struct cul_buffer *out, const struct cul_scale *scale, const struct languages *languages)
{
    char value[16];
    for (int32_t i = 0; i <= scale->high - scale->low; i++) {
        snprintf(value, sizeof value, "%d", (int)(scale->low + i));
        add_cell(out, "", ',');
        add_cell(out, scale->id, ',');
        add_cell(out, value, ',');
        add_labels(out, &scale->labels[i], languages);
    }
    if (scale->missing_count) {
        add_cell(out, "", ',');
        add_cell(out, scale->id, ',');
        add_cell(out, "NA", ',');
        add_labels(out, &scale->missing[0], languages);
    }
}

/* An XLSForm as one CSV file: the name of a sheet in the first column, its rows below. */
static void write_xlsform(const culture_questionnaire *questionnaire, const struct languages *languages,
                          struct cul_buffer *out)
{
    cul_buffer_text(out, "\"survey\"\n\"\",\"type\",\"name\",");
    add_label_heads(out, languages);
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        char type[128];
        snprintf(type, sizeof type, "select_one %.100s", cul_item_scale(questionnaire, i)->id);
        add_cell(out, "", ',');
        add_cell(out, type, ',');
        add_cell(out, questionnaire->items[i].id, ',');
        add_labels(out, &questionnaire->items[i].text, languages);
    }
    cul_buffer_text(out, "\"choices\"\n\"\",\"list_name\",\"name\",");
    add_label_heads(out, languages);
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        add_choices(out, &questionnaire->scales[i], languages);
    }
    cul_buffer_text(out, "\"settings\"\n\"\",\"form_title\",\"form_id\",\"version\",\"default_language\"\n\"\",");
    add_cell(out, cul_text_in(&questionnaire->title, languages->list[0]), ',');
    add_cell(out, questionnaire->id, ',');
    add_cell(out, questionnaire->version, ',');
    add_cell(out, languages->list[0], '\n');
}

/* Text in a table of Markdown. */
static void add_markdown(struct cul_buffer *out, const char *text)
{
    for (; *text; text++) {
        cul_buffer_text(out, *text == '|' || *text == '<' || *text == '*' || *text == '_' ? "\\" : "");
        cul_buffer_byte(out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
}

static void write_markdown_items(const culture_questionnaire *questionnaire, int32_t dimension, const char *language,
                                 struct cul_buffer *out)
{
    const struct cul_dimension *of = &questionnaire->dimensions[dimension];
    const char *kind = culture_dimension_kind_name(of->kind), *name = cul_text_in(&of->name, language);
    cul_buffer_text(out, "\n## ");
    add_markdown(out, *name ? name : of->id);
    cul_buffer_text(out, " (");
    add_markdown(out, of->id);
    cul_buffer_text(out, ", ");
    cul_buffer_text(out, kind);
    cul_buffer_text(out, ")\n\n");
    if (*cul_text_in(&of->definition, language)) {
        add_markdown(out, cul_text_in(&of->definition, language));
        cul_buffer_text(out, "\n\n");
    }
    cul_buffer_text(out,
                    strcmp(language, "nl") == 0 ? "| vraag | tekst | omgekeerd |\n" : "| item | text | reversed |\n");
    cul_buffer_text(out, "|---|---|---|\n");
    for (int32_t i = 0; i < of->item_count; i++) {
        const struct cul_item *item = &questionnaire->items[of->items[i]];
        cul_buffer_text(out, "| `");
        cul_buffer_text(out, item->id);
        cul_buffer_text(out, "` | ");
        add_markdown(out, cul_text_in(&item->text, language));
        cul_buffer_text(out, item->reverse ? " | x |\n" : " | |\n");
    }
}

static void write_markdown(const culture_questionnaire *questionnaire, const char *language, struct cul_buffer *out)
{
    cul_buffer_text(out, "# ");
    add_markdown(out, cul_text_in(&questionnaire->title, language));
    cul_buffer_text(out, "\n\n`");
    cul_buffer_text(out, questionnaire->id);
    cul_buffer_text(out, "` ");
    add_markdown(out, questionnaire->version);
    cul_buffer_text(out, "\n");
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        const struct cul_scale *scale = &questionnaire->scales[i];
        cul_buffer_text(out, "\n");
        for (int32_t value = scale->low; value <= scale->high; value++) {
            cul_buffer_text(out, value > scale->low ? ", " : "");
            cul_buffer_whole(out, value);
            cul_buffer_byte(out, ' ');
            add_markdown(out, cul_text_in(&scale->labels[value - scale->low], language));
        }
        cul_buffer_text(out, "\n");
    }
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        write_markdown_items(questionnaire, d, language, out);
    }
}

culture_status cul_form_write(const culture_questionnaire *questionnaire, int32_t form, const char *language,
                              struct cul_buffer *out, struct culture_error *error)
{
    struct languages languages = find_languages(questionnaire, language);
    switch (form) {
    case CULTURE_FORM_MARKDOWN:
        write_markdown(questionnaire, language, out);
        return CULTURE_OK;
    case CULTURE_FORM_CSV:
        write_sheet(questionnaire, out);
        return CULTURE_OK;
    case CULTURE_FORM_LIMESURVEY:
        return write_lime(questionnaire, &languages, out, error);
    case CULTURE_FORM_XLSFORM:
        write_xlsform(questionnaire, &languages, out);
        return CULTURE_OK;
    default:
        return cul_fail_argument(error, "there is no such form of a questionnaire");
    }
}
