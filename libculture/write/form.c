/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/form.h"

#include "base/error.h"

#include <string.h>

static void add_language(struct cul_languages *languages, const char *language)
{
    for (int32_t i = 0; i < languages->count; i++) {
        if (strcmp(languages->list[i], language) == 0) {
            return;
        }
    }
    if (*language && languages->count < CUL_MAXIMUM_LANGUAGES) {
        languages->list[languages->count++] = language;
    }
}

static bool has_language(const struct cul_text *text, const char *language)
{
    for (int32_t i = 0; i < text->count; i++) {
        if (strcmp(text->languages[i], language) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds those of a text, or of one only the wanted language. */
static void add_languages(struct cul_languages *languages, const struct cul_text *text, const char *wanted)
{
    for (int32_t i = 0; !wanted && i < text->count; i++) {
        add_language(languages, text->languages[i]);
    }
    if (wanted && has_language(text, wanted)) {
        add_language(languages, wanted);
    }
}

/* One walk over all texts; with a wanted language, only that one is looked for. */
static void walk(const culture_questionnaire *questionnaire, struct cul_languages *languages, const char *wanted)
{
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        add_languages(languages, &questionnaire->items[i].text, wanted);
    }
    add_languages(languages, &questionnaire->title, wanted);
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        const struct cul_scale *scale = &questionnaire->scales[i];
        for (int32_t point = 0; point <= scale->high - scale->low; point++) {
            add_languages(languages, &scale->labels[point], wanted);
        }
        for (int32_t m = 0; m < scale->missing_count; m++) {
            add_languages(languages, &scale->missing[m], wanted);
        }
    }
    for (int32_t i = 0; i < questionnaire->dimension_count; i++) {
        add_languages(languages, &questionnaire->dimensions[i].name, wanted);
        add_languages(languages, &questionnaire->dimensions[i].definition, wanted);
    }
}

static struct cul_languages find_languages(const culture_questionnaire *questionnaire, const char *wanted)
{
    struct cul_languages languages = {.count = 0};
    walk(questionnaire, &languages, wanted);
    walk(questionnaire, &languages, NULL);
    if (!languages.count) { /* plain texts, of no language in particular */
        languages.list[languages.count++] = wanted;
    }
    return languages;
}

void cul_form_cell(struct cul_buffer *out, const char *text, char separator)
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

void cul_form_row(struct cul_buffer *out, const char *const *cells, size_t count, char separator)
{
    for (size_t i = 0; i < count; i++) {
        cul_form_cell(out, cells[i], i + 1 < count ? separator : '\n');
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

culture_status cul_form_write(const culture_questionnaire *questionnaire, int32_t form, const char *language,
                              struct cul_buffer *out, struct culture_error *error)
{
    struct cul_languages languages = find_languages(questionnaire, language);
    switch (form) {
    case CULTURE_FORM_MARKDOWN:
        cul_form_markdown(questionnaire, language, out);
        return CULTURE_OK;
    case CULTURE_FORM_CSV:
        write_sheet(questionnaire, out);
        return CULTURE_OK;
    case CULTURE_FORM_LIMESURVEY:
        return cul_form_limesurvey(questionnaire, &languages, out, error);
    case CULTURE_FORM_XLSFORM:
        cul_form_xlsform(questionnaire, &languages, out);
        return CULTURE_OK;
    default:
        return cul_fail_argument(error, "there is no such form of a questionnaire");
    }
}
