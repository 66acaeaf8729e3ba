/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a questionnaire file that occur in many places: ids, texts, flags. */
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "questionnaire/build.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void cul_build_problem(struct cul_build *build, const struct cul_yaml *node, const char *where, const char *format, ...)
{
    char message[1024]; /* cut at a character's edge by the error */
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    cul_problems_add(build->problems, CULTURE_ERROR_QUESTIONNAIRE, node->line, node->column, where, "%s", message);
}

bool cul_build_goes_on(const struct cul_build *build)
{
    return !build->no_memory && build->problems->count < CUL_MAXIMUM_PROBLEMS;
}

bool cul_build_copy(struct cul_build *build, char **copy, const char *text)
{
    *copy = cul_memory_text(text, strlen(text));
    build->no_memory = build->no_memory || !*copy;
    return *copy != NULL;
}

bool cul_build_is_id(const char *text, bool dashes)
{
    if (strlen(text) > 64 || *text < 'a' || *text > 'z') {
        return false;
    }
    for (; *text; text++) {
        bool letter = (*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9') || *text == '_';
        if (!letter && !(dashes && *text == '-')) {
            return false;
        }
    }
    return true;
}

bool cul_build_id(struct cul_build *build, const struct cul_yaml *parent, const char *where, bool dashes, char **id)
{
    const struct cul_yaml *node = cul_yaml_get(parent, dashes ? "questionnaire" : "id");
    if (!node) {
        cul_build_problem(build, parent, where, "an id is required");
        return false;
    }
    if (node->kind != CUL_YAML_SCALAR || !cul_build_is_id(node->text, dashes)) {
        cul_build_problem(build, node, where,
                          dashes ? "an id is at most 64 lower-case letters, digits, underscores and dashes, and begins "
                                   "with a letter"
                                 : "an id is at most 64 lower-case letters, digits and underscores, and begins with a "
                                   "letter");
        return false;
    }
    return cul_build_copy(build, id, node->text);
}

static bool is_language(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        if (text[i] < 'a' || text[i] > 'z') {
            return false;
        }
    }
    return length == 2 || length == 3;
}

/* Whether something is left to see without blanks and invisible characters. */
static bool is_visible(struct cul_build *build, const char *text, size_t length)
{
    struct cul_buffer key = {0};
    bool visible = cul_text_key(text, length, &key) && key.length;
    build->no_memory = build->no_memory || key.failed;
    cul_buffer_free(&key);
    return visible;
}

static bool add_text(struct cul_build *build, const struct cul_yaml *node, const char *where, const char *language,
                     struct cul_text *text)
{
    if (node->kind != CUL_YAML_SCALAR || !is_visible(build, node->text, node->length)) {
        if (!build->no_memory) {
            cul_build_problem(build, node, where, "a text is expected here");
        }
        return false;
    }
    int32_t i = text->count;
    if (!cul_build_copy(build, &text->languages[i], language)) {
        return false;
    }
    if (!cul_build_copy(build, &text->texts[i], node->text)) {
        cul_memory_free(text->languages[i]);
        return false;
    }
    text->count++;
    return true;
}

static bool make_room(struct cul_build *build, struct cul_text *text, int64_t count)
{
    text->languages = cul_memory_new((size_t)count, sizeof(char *));
    text->texts = cul_memory_new((size_t)count, sizeof(char *));
    build->no_memory = build->no_memory || !text->languages || !text->texts;
    return text->languages && text->texts;
}

bool cul_build_text(struct cul_build *build, const struct cul_yaml *node, const char *where, struct cul_text *text)
{
    if (node->kind == CUL_YAML_SCALAR) {
        return make_room(build, text, 1) && add_text(build, node, where, "", text);
    }
    if (node->count > CUL_MAXIMUM_LANGUAGES) {
        cul_build_problem(build, node, where, "a text has at most %d languages", (int)CUL_MAXIMUM_LANGUAGES);
        return false;
    }
    if (node->kind == CUL_YAML_SEQUENCE || node->count == 0) {
        cul_build_problem(build, node, where,
                          "a text is a string or a mapping from language to string, as {nl: ..., en: ...}");
        return false;
    }
    bool good = make_room(build, text, node->count);
    for (int64_t i = 0; i < node->count && !build->no_memory; i++) {
        char at[CUL_WHERE_SIZE];
        cul_where(at, where, -1, node->keys[i].text);
        if (!is_language(node->keys[i].text)) {
            cul_build_problem(build, &node->keys[i], at, "a language is two or three lower-case letters, such as nl");
            good = false;
        } else {
            good = add_text(build, &node->values[i], at, node->keys[i].text, text) && good;
        }
    }
    return good;
}

void cul_text_free(struct cul_text *text)
{
    for (int32_t i = 0; i < text->count; i++) {
        cul_memory_free(text->languages[i]);
        cul_memory_free(text->texts[i]);
    }
    cul_memory_free(text->languages);
    cul_memory_free(text->texts);
    *text = (struct cul_text){0};
}

const char *cul_text_in(const struct cul_text *text, const char *language)
{
    for (int32_t i = 0; language && i < text->count; i++) {
        if (strcmp(text->languages[i], language) == 0) {
            return text->texts[i];
        }
    }
    return text->count ? text->texts[0] : "";
}

bool cul_build_flag(struct cul_build *build, const struct cul_yaml *parent, const char *key, const char *where)
{
    const struct cul_yaml *node = cul_yaml_get(parent, key);
    if (!node) {
        return false;
    }
    bool yes = node->kind == CUL_YAML_SCALAR && !node->quoted && strcmp(node->text, "true") == 0;
    if (!yes && (node->kind != CUL_YAML_SCALAR || node->quoted || strcmp(node->text, "false") != 0)) {
        char at[CUL_WHERE_SIZE];
        cul_where(at, where, -1, key);
        cul_build_problem(build, node, at, "true or false is expected here, without quotes");
    }
    return yes;
}

const struct cul_yaml *cul_build_child(struct cul_build *build, const struct cul_yaml *parent, const char *key,
                                       const char *where, enum cul_yaml_kind kind, bool required)
{
    const struct cul_yaml *node = cul_yaml_get(parent, key);
    char at[CUL_WHERE_SIZE];
    cul_where(at, where, -1, key);
    if (!node) {
        if (required) {
            cul_build_problem(build, parent, at, "'%s' is required", key);
        }
        return NULL;
    }
    if (node->kind != kind) {
        static const char *const words[] = {"a single value", "a list", "a mapping"};
        cul_build_problem(build, node, at, "%s is expected here, not %s", words[kind], words[node->kind]);
        return NULL;
    }
    return node;
}
