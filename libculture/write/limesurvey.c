/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LimeSurvey's tab-separated survey structure: a group per block with its explanation, in it an array question whose
 * parts are the items, and a last group about who answers. A column of the export is then "B1[Q1]", "B1_Q1" or a text.
 */
#include "base/error.h"
#include "write/block.h"
#include "write/form.h"
#include "write/words.h"

#include <stdio.h>
#include <string.h>

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

/* Its columns. */
enum { CLASS, TYPE, NAME, RELEVANCE, TEXT, HELP, LANGUAGE, MANDATORY, COLUMNS };

/* What the rows of one language have in common. */
struct lime {
    const culture_questionnaire *questionnaire;
    const char *language;
    const struct cul_words *words;
    struct cul_buffer *out;
    struct cul_buffer heading;
    int groups, arrays;
};

static void add_row(struct lime *lime, const char *class, const char *type, const char *name, const char *text)
{
    const char *relevance = strcmp(class, "G") == 0 || strchr(class, 'Q') ? "1" : "";
    const char *const cells[COLUMNS] = {class, type, name, relevance, text, "", lime->language, ""};
    cul_form_row(lime->out, cells, COLUMNS, '\t');
}

/* A question that is not shown until its relevance is set to 1. */
static void add_placeholder(struct lime *lime, const char *name, const char *text)
{
    const char *const cells[COLUMNS] = {"Q", "S", name, "0", text, lime->words->placeholder, lime->language, ""};
    cul_form_row(lime->out, cells, COLUMNS, '\t');
}

static void add_answers(struct lime *lime, const struct cul_scale *scale)
{
    char code[16];
    for (int32_t i = 0; i <= scale->high - scale->low; i++) {
        snprintf(code, sizeof code, "A%d", (int)i + 1);
        add_row(lime, "A", "0", code, cul_text_in(&scale->labels[i], lime->language));
    }
    if (scale->missing_count) {
        add_row(lime, "A", "0", "NA", cul_text_in(&scale->missing[0], lime->language));
    }
}

static void add_group(struct lime *lime, const char *name, const char *text)
{
    char number[24];
    snprintf(number, sizeof number, "G%d", ++lime->groups);
    add_row(lime, "G", number, name, text);
}

/* The items of a block that stand together and share a scale, from one on; returns the item after the last. */
static int32_t add_array(struct lime *lime, int32_t dimension, int32_t first)
{
    const culture_questionnaire *questionnaire = lime->questionnaire;
    char name[24];
    int32_t i = first;
    snprintf(name, sizeof name, "B%d", ++lime->arrays);
    add_row(lime, "Q", "F", name, lime->words->instruction);
    for (; i < questionnaire->item_count && cul_block_holds(questionnaire, dimension, i) &&
           questionnaire->items[i].scale == questionnaire->items[first].scale;
         i++) {
        const struct cul_item *item = &questionnaire->items[i];
        add_row(lime, "SQ", "0", code_of(item), cul_text_in(&item->text, lime->language));
    }
    add_answers(lime, cul_item_scale(questionnaire, first));
    return i;
}

static void add_block(struct lime *lime, int32_t dimension)
{
    const culture_questionnaire *questionnaire = lime->questionnaire;
    cul_buffer_clear(&lime->heading);
    cul_block_heading(questionnaire, dimension, lime->language, &lime->heading);
    add_group(lime, lime->heading.bytes ? lime->heading.bytes : "",
              cul_text_in(&questionnaire->dimensions[dimension].definition, lime->language));
    for (int32_t i = 0; i < questionnaire->item_count;) {
        i = cul_block_holds(questionnaire, dimension, i) ? add_array(lime, dimension, i) : i + 1;
    }
}

/* Who answers: a role, so that gaps can be told apart (--role role), and places for a unit and an organisation. */
static void add_respondent(struct lime *lime)
{
    static const char *const codes[3] = {"HR", "MGR", "PROF"};
    add_group(lime, lime->words->about_you, "");
    add_row(lime, "Q", "L", "role", lime->words->role_question);
    for (int i = 0; i < 3; i++) {
        add_row(lime, "A", "0", codes[i], lime->words->roles[i]);
    }
    add_placeholder(lime, "department", lime->words->department_question);
    add_placeholder(lime, "organisationname", lime->words->organisation_question);
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

static void add_settings(const struct cul_languages *languages, struct lime *lime)
{
    static const char *const head[COLUMNS] = {"class", "type/scale", "name",     "relevance",
                                              "text",  "help",       "language", "mandatory"};
    cul_form_row(lime->out, head, COLUMNS, '\t');
    lime->language = "";
    add_row(lime, "S", "", "language", languages->list[0]);
    for (int32_t l = 1; l < languages->count; l++) {
        cul_buffer_text(&lime->heading, l > 1 ? " " : "");
        cul_buffer_text(&lime->heading, languages->list[l]);
    }
    if (lime->heading.length) {
        add_row(lime, "S", "", "additional_languages", lime->heading.bytes);
    }
}

culture_status cul_form_limesurvey(const culture_questionnaire *questionnaire, const struct cul_languages *languages,
                                   struct cul_buffer *out, struct culture_error *error)
{
    culture_status status = check_codes(questionnaire, error);
    if (status) {
        return status;
    }
    struct lime lime = {.questionnaire = questionnaire, .out = out};
    add_settings(languages, &lime);
    for (int32_t l = 0; l < languages->count; l++) {
        lime.language = languages->list[l];
        lime.words = cul_words_in(lime.language);
        lime.groups = lime.arrays = 0;
        add_row(&lime, "SL", "", "surveyls_title", cul_text_in(&questionnaire->title, lime.language));
        for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
            if (cul_block_heads(questionnaire, d)) {
                add_block(&lime, d);
            }
        }
        add_respondent(&lime);
    }
    out->failed = out->failed || lime.heading.failed;
    cul_buffer_free(&lime.heading);
    return CULTURE_OK;
}
