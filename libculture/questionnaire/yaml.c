/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "questionnaire/yaml.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/number.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum { MAXIMUM_DEPTH = 32, MAXIMUM_BRACKETS = 64 };

struct parsing {
    yaml_parser_t parser;
    struct cul_problems *problems;
    bool failed;
};

static void report(struct parsing *parsing, yaml_mark_t mark, culture_status status, const char *message)
{
    cul_problems_add(parsing->problems, status, (int64_t)mark.line + 1, (int64_t)mark.column + 1, NULL, "%s", message);
    parsing->failed = true;
}

/*
 * libyaml has no limit on nested [ and { and takes quadratic time on them, so a run of them is refused before it sees
 * any. Only brackets in a row count (blanks, commas and other brackets between them do not break the run): text between
 * brackets does.
 */
static bool brackets_run_away(const char *bytes, size_t length, struct cul_problems *problems)
{
    int64_t line = 1, run = 0;
    size_t line_start = 0;
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if (c == '[' || c == '{') {
            if (++run > MAXIMUM_BRACKETS) {
                cul_problems_add(problems, CULTURE_ERROR_LIMIT, line, (int64_t)(i - line_start) + 1, NULL,
                                 "nested more than %d deep", (int)MAXIMUM_DEPTH);
                return true;
            }
        } else if (c == '\n') {
            line++, line_start = i + 1;
        } else if (c != ' ' && c != ',' && c != '-' && c != '?' && c != ':' && c != '\r' && c != '\t') {
            run = 0;
        }
    }
    return false;
}

static bool next_event(struct parsing *parsing, yaml_event_t *event)
{
    if (parsing->failed) {
        return false;
    }
    if (!yaml_parser_parse(&parsing->parser, event)) {
        const yaml_parser_t *parser = &parsing->parser;
        if (parser->error == YAML_MEMORY_ERROR) {
            report(parsing, parser->mark, CULTURE_ERROR_MEMORY, "memory ran out");
        } else {
            yaml_mark_t mark = parser->error == YAML_READER_ERROR ? parser->mark : parser->problem_mark;
            report(parsing, mark, CULTURE_ERROR_SYNTAX, parser->problem ? parser->problem : "this is not YAML");
        }
        return false;
    }
    return true;
}

static bool out_of_memory(struct parsing *parsing, yaml_mark_t mark)
{
    report(parsing, mark, CULTURE_ERROR_MEMORY, "memory ran out");
    return false;
}

static bool parse_node(struct parsing *parsing, yaml_event_t *event, int depth, struct cul_yaml *node);

static bool is_refused(struct parsing *parsing, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_ALIAS_EVENT) {
        report(parsing, event->start_mark, CULTURE_ERROR_SYNTAX, "aliases (*name) are not allowed");
        return true;
    }
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor, tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor, tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor, tag = event->data.mapping_start.tag;
    }
    if (anchor) {
        report(parsing, event->start_mark, CULTURE_ERROR_SYNTAX, "anchors (&name) are not allowed");
    } else if (tag) {
        report(parsing, event->start_mark, CULTURE_ERROR_SYNTAX, "tags (!name) are not allowed");
    }
    return anchor || tag;
}

static bool has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (((unsigned char)text[i] < 0x20 && text[i] != '\n' && text[i] != '\t') || text[i] == 0x7F) {
            return true;
        }
    }
    return false;
}

static bool parse_scalar(struct parsing *parsing, const yaml_event_t *event, struct cul_yaml *node)
{
    const char *text = (const char *)event->data.scalar.value;
    node->kind = CUL_YAML_SCALAR;
    node->length = event->data.scalar.length;
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (has_control(text, node->length)) {
        report(parsing, event->start_mark, CULTURE_ERROR_SYNTAX, "control characters are not allowed in a text");
        return false;
    }
    node->text = cul_memory_text(text, node->length);
    return node->text || out_of_memory(parsing, event->start_mark);
}

static bool add_child(struct cul_yaml **children, size_t *capacity, int64_t count, struct cul_yaml **child)
{
    if (!cul_memory_grow(children, capacity, (size_t)count, sizeof **children)) {
        return false;
    }
    *child = &(*children)[count];
    memset(*child, 0, sizeof **child);
    return true;
}

static bool parse_sequence(struct parsing *parsing, int depth, struct cul_yaml *node)
{
    size_t capacity = 0;
    yaml_event_t event;
    node->kind = CUL_YAML_SEQUENCE;
    while (next_event(parsing, &event)) {
        struct cul_yaml *child;
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            return true;
        }
        if (!add_child(&node->values, &capacity, node->count, &child)) {
            out_of_memory(parsing, event.start_mark);
            yaml_event_delete(&event);
            return false;
        }
        node->count++;
        if (!parse_node(parsing, &event, depth + 1, child)) {
            return false;
        }
    }
    return false;
}

/* Reads one key and its value; a key seen before is reported and its value read all the same. */
static bool parse_pair(struct parsing *parsing, yaml_event_t *event, int depth, struct cul_yaml *key,
                       struct cul_yaml *value, struct cul_names *seen)
{
    if (event->type != YAML_SCALAR_EVENT) {
        report(parsing, event->start_mark, CULTURE_ERROR_SYNTAX, "a key must be a plain word");
        yaml_event_delete(event);
        return false;
    }
    yaml_mark_t mark = event->start_mark;
    if (!parse_node(parsing, event, depth + 1, key)) {
        return false;
    }
    int64_t known = seen->count;
    int64_t number = cul_names_add(seen, key->text, key->length);
    if (number < 0) {
        return out_of_memory(parsing, mark);
    }
    if (number < known) {
        char shown[48];
        cul_error_copy(shown, sizeof shown, key->text);
        cul_problems_add(parsing->problems, CULTURE_ERROR_SYNTAX, key->line, key->column, shown,
                         "the key '%s' is here twice", shown);
    }
    yaml_event_t next;
    return next_event(parsing, &next) && parse_node(parsing, &next, depth + 1, value);
}

static bool parse_pairs(struct parsing *parsing, int depth, struct cul_yaml *node, struct cul_names *seen)
{
    size_t key_capacity = 0, value_capacity = 0;
    yaml_event_t event;
    while (next_event(parsing, &event)) {
        struct cul_yaml *key, *value;
        if (event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            return true;
        }
        if (!add_child(&node->keys, &key_capacity, node->count, &key) ||
            !add_child(&node->values, &value_capacity, node->count, &value)) {
            out_of_memory(parsing, event.start_mark);
            yaml_event_delete(&event);
            return false;
        }
        node->count++;
        if (!parse_pair(parsing, &event, depth, key, value, seen)) {
            return false;
        }
    }
    return false;
}

static bool parse_mapping(struct parsing *parsing, int depth, struct cul_yaml *node)
{
    struct cul_names seen = {0};
    node->kind = CUL_YAML_MAPPING;
    bool good = parse_pairs(parsing, depth, node, &seen);
    cul_names_free(&seen);
    return good;
}

/* Takes over the event. */
static bool parse_node(struct parsing *parsing, yaml_event_t *event, int depth, struct cul_yaml *node)
{
    node->line = (int64_t)event->start_mark.line + 1;
    node->column = (int64_t)event->start_mark.column + 1;
    bool good = !is_refused(parsing, event);
    if (good && depth > MAXIMUM_DEPTH) {
        report(parsing, event->start_mark, CULTURE_ERROR_LIMIT, "nested more than 32 deep");
        good = false;
    }
    yaml_event_type_t type = event->type;
    if (good && type == YAML_SCALAR_EVENT) {
        good = parse_scalar(parsing, event, node);
    }
    yaml_event_delete(event);
    if (good && type == YAML_SEQUENCE_START_EVENT) {
        return parse_sequence(parsing, depth, node);
    }
    if (good && type == YAML_MAPPING_START_EVENT) {
        return parse_mapping(parsing, depth, node);
    }
    return good;
}

/* Whether the next event is of this type; it is passed over. */
static bool expect(struct parsing *parsing, yaml_event_type_t type, const char *message)
{
    yaml_event_t event;
    if (!next_event(parsing, &event)) {
        return false;
    }
    if (event.type != type) {
        report(parsing, event.start_mark, CULTURE_ERROR_SYNTAX, message);
    }
    yaml_event_delete(&event);
    return !parsing->failed;
}

static bool parse_document(struct parsing *parsing, struct cul_yaml *root)
{
    yaml_event_t event;
    return expect(parsing, YAML_STREAM_START_EVENT, "this is not YAML") &&
           expect(parsing, YAML_DOCUMENT_START_EVENT, "the file is empty") && next_event(parsing, &event) &&
           parse_node(parsing, &event, 1, root) && expect(parsing, YAML_DOCUMENT_END_EVENT, "this is not YAML") &&
           expect(parsing, YAML_STREAM_END_EVENT, "a second document begins here; a file holds one");
}

bool cul_yaml_parse(const char *bytes, size_t length, struct cul_problems *problems, struct cul_yaml *root)
{
    struct parsing parsing = {.problems = problems};
    memset(root, 0, sizeof *root);
    if (!cul_text_is_utf8(bytes, length) || memchr(bytes, 0, length)) {
        cul_problems_add(problems, CULTURE_ERROR_SYNTAX, 0, 0, NULL, "the file is not UTF-8 text");
        return false;
    }
    if (brackets_run_away(bytes, length, problems)) {
        return false;
    }
    if (!yaml_parser_initialize(&parsing.parser)) {
        cul_problems_add(problems, CULTURE_ERROR_MEMORY, 0, 0, NULL, "memory ran out");
        return false;
    }
    yaml_parser_set_encoding(&parsing.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parsing.parser, (const unsigned char *)bytes, length);
    bool good = parse_document(&parsing, root);
    yaml_parser_delete(&parsing.parser);
    if (!good) {
        cul_yaml_free(root);
    }
    return good;
}

void cul_yaml_free(struct cul_yaml *root)
{
    for (int64_t i = 0; i < root->count; i++) {
        if (root->keys) {
            cul_yaml_free(&root->keys[i]);
        }
        if (root->values) {
            cul_yaml_free(&root->values[i]);
        }
    }
    cul_memory_free(root->keys);
    cul_memory_free(root->values);
    cul_memory_free(root->text);
    memset(root, 0, sizeof *root);
}

const struct cul_yaml *cul_yaml_get(const struct cul_yaml *mapping, const char *key)
{
    if (!mapping || mapping->kind != CUL_YAML_MAPPING) {
        return NULL;
    }
    for (int64_t i = 0; i < mapping->count; i++) {
        if (strcmp(mapping->keys[i].text, key) == 0) {
            return &mapping->values[i];
        }
    }
    return NULL;
}

bool cul_yaml_number(const struct cul_yaml *node, double *number)
{
    return node && node->kind == CUL_YAML_SCALAR && !node->quoted && cul_number_parse(node->text, node->length, number);
}

bool cul_yaml_whole(const struct cul_yaml *node, int64_t *number)
{
    return node && node->kind == CUL_YAML_SCALAR && !node->quoted &&
           cul_number_parse_whole(node->text, node->length, number);
}

static void report_unknown(const struct cul_yaml *key, const char *near, const char *where, culture_status status,
                           struct cul_problems *problems)
{
    char path[128], shown[48];
    cul_error_copy(shown, sizeof shown, key->text);
    snprintf(path, sizeof path, "%s%s%s", where, *where ? "." : "", shown);
    if (near) {
        cul_problems_add(problems, status, key->line, key->column, path,
                         "the key '%s' is not known; did you mean '%s'?", shown, near);
    } else {
        cul_problems_add(problems, status, key->line, key->column, path, "the key '%s' is not known", shown);
    }
}

void cul_yaml_known_keys(const struct cul_yaml *mapping, const char *const *known, const char *where,
                         culture_status status, struct cul_problems *problems)
{
    for (int64_t i = 0; i < mapping->count; i++) {
        const struct cul_yaml *key = &mapping->keys[i];
        const char *near = NULL;
        bool found = false;
        for (const char *const *word = known; *word && !found; word++) {
            found = strcmp(*word, key->text) == 0;
            near = cul_text_is_near(*word, key->text) ? *word : near;
        }
        if (!found) {
            report_unknown(key, near, where, status, problems);
        }
    }
}

void cul_where(char where[CUL_WHERE_SIZE], const char *parent, int64_t index, const char *key)
{
    char number[24] = "";
    if (index >= 0) {
        snprintf(number, sizeof number, "[%lld]", (long long)index);
    }
    snprintf(where, CUL_WHERE_SIZE, "%.60s%s%s%.40s", parent, number, (*parent || index >= 0) && key ? "." : "",
             key ? key : "");
}

void cul_yaml_quote(struct cul_buffer *buffer, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    cul_buffer_byte(buffer, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            cul_buffer_byte(buffer, '\\');
            cul_buffer_byte(buffer, *text);
        } else if (c < 0x20 || c == 0x7F) {
            cul_buffer_text(buffer, "\\x");
            cul_buffer_byte(buffer, hex[c >> 4]);
            cul_buffer_byte(buffer, hex[c & 15]);
        } else {
            cul_buffer_byte(buffer, *text);
        }
    }
    cul_buffer_byte(buffer, '"');
}
