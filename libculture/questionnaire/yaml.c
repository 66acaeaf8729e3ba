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

/* Where the look at the raw bytes is. */
struct scan {
    const char *bytes;
    size_t length, at;
    int64_t line, column;
    int64_t run; /* brackets opened in a row */
    struct cul_problems *problems;
};

static bool refuse(const struct scan *scan, culture_status status, const char *message)
{
    cul_problems_add(scan->problems, status, scan->line, scan->column, NULL, "%s", message);
    return false;
}

/* The bytes of the character here; 0 when it is not UTF-8. */
static size_t character_size(const struct scan *scan)
{
    unsigned char lead = (unsigned char)scan->bytes[scan->at];
    size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return size <= scan->length - scan->at && cul_text_is_utf8(scan->bytes + scan->at, size) ? size : 0;
}

/* C0 without tab and line ends, DEL, and C1: terminals obey some of them. */
static bool is_control(const char *character, size_t size)
{
    unsigned char first = (unsigned char)character[0];
    return (size == 1 && first < 0x20 && first != '\t' && first != '\n' && first != '\r') || first == 0x7F ||
           (size == 2 && first == 0xC2 && (unsigned char)character[1] < 0xA0);
}

/* U+FFFE and U+FFFF are no characters: libyaml refuses them too, but without a usable place. */
static bool is_noncharacter(const char *character, size_t size)
{
    return size == 3 && memcmp(character, "\xEF\xBF", 2) == 0 && (unsigned char)character[2] >= 0xBE;
}

/*
 * libyaml has no limit on nested [ and { and takes quadratic time on them, so a run of them is refused before it sees
 * any. Only brackets in a row count (blanks, commas, indicators and other opening brackets between them do not break
 * the run); text between brackets does, and then libyaml's events come early enough for the limit on depth. Quotes and
 * comments are not looked for: 65 opening brackets in a row do not occur in a text that people are asked.
 */
static bool brackets_run_away(struct scan *scan, char c)
{
    if (c == '[' || c == '{') {
        return ++scan->run > MAXIMUM_BRACKETS;
    }
    switch (c) {
    case ' ':
    case ',':
    case '-':
    case '?':
    case ':':
    case '\t':
    case '\r':
    case '\n':
        break;
    default:
        scan->run = 0;
    }
    return false;
}

/* Letters, digits and other signs that are nothing but text; how many of them are here. */
static size_t harmless(const struct scan *scan)
{
    size_t count = 0;
    for (size_t at = scan->at; at < scan->length; at++, count++) {
        char c = scan->bytes[at];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.')) {
            break;
        }
    }
    return count;
}

/* libyaml compares every %TAG line with all before it; tags are refused anyway. */
static bool is_tag_directive(const struct scan *scan)
{
    return scan->column == 1 && scan->length - scan->at >= 4 && memcmp(scan->bytes + scan->at, "%TAG", 4) == 0;
}

static void step(struct scan *scan, size_t size)
{
    char c = scan->bytes[scan->at];
    scan->at += size;
    scan->column++;
    if (c == '\n' || (c == '\r' && (scan->at == scan->length || scan->bytes[scan->at] != '\n'))) {
        scan->line++, scan->column = 1;
    }
}

/* What is refused before libyaml sees it, because it gives no place for it or takes too long. */
static bool scan_bytes(const char *bytes, size_t length, struct cul_problems *problems)
{
    struct scan scan = {.bytes = bytes, .length = length, .line = 1, .column = 1, .problems = problems};
    while (scan.at < length) {
        size_t text = harmless(&scan);
        if (text) {
            scan.at += text, scan.column += (int64_t)text, scan.run = 0;
            continue;
        }
        const char *character = bytes + scan.at;
        size_t size = character_size(&scan);
        if (!size) {
            return refuse(&scan, CULTURE_ERROR_SYNTAX, "the file is not UTF-8 text");
        }
        if (is_control(character, size) || is_noncharacter(character, size)) {
            return refuse(&scan, CULTURE_ERROR_SYNTAX, "control characters are not allowed");
        }
        if (brackets_run_away(&scan, *character)) {
            return refuse(&scan, CULTURE_ERROR_LIMIT, "nested more than 32 deep");
        }
        if (is_tag_directive(&scan)) {
            return refuse(&scan, CULTURE_ERROR_SYNTAX, "tags (%TAG) are not allowed");
        }
        step(&scan, size);
    }
    return true;
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
            char message[160];
            snprintf(message, sizeof message, "this is not well-formed YAML: %s",
                     parser->problem ? parser->problem : "the reason is not known");
            report(parsing, mark, CULTURE_ERROR_SYNTAX, message);
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

/* The way from the root to a node: its key, or its index in a list. */
struct trail {
    const struct trail *up; /* NULL at the root */
    const char *key;
    int64_t index; /* -1 under a key */
    int depth;     /* 1 at the root */
};

static void write_trail(const struct trail *trail, char where[CUL_WHERE_SIZE])
{
    const struct trail *way[MAXIMUM_DEPTH + 2];
    size_t count = 0;
    where[0] = '\0';
    for (; trail->up && count < sizeof way / sizeof *way; trail = trail->up) {
        way[count++] = trail;
    }
    while (count--) {
        char parent[CUL_WHERE_SIZE];
        memcpy(parent, where, sizeof parent);
        cul_where(where, parent, way[count]->index, way[count]->key);
    }
}

static bool parse_node(struct parsing *parsing, yaml_event_t *event, const struct trail *trail, struct cul_yaml *node);

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

/* A text may get them from escapes ("\x1b"), which the look at the raw bytes does not see. */
static bool has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        size_t size = length - i > 1 && (unsigned char)text[i] == 0xC2 ? 2 : 1;
        if (is_control(text + i, size) || text[i] == '\r') {
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

static bool parse_sequence(struct parsing *parsing, const struct trail *trail, struct cul_yaml *node)
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
        struct trail below = {.up = trail, .index = node->count++, .depth = trail->depth + 1};
        if (!parse_node(parsing, &event, &below, child)) {
            return false;
        }
    }
    return false;
}

/* Reads one key and its value; a key seen before is reported and its value read all the same. */
static bool parse_pair(struct parsing *parsing, yaml_event_t *event, const struct trail *trail, struct cul_yaml *key,
                       struct cul_yaml *value, struct cul_names *seen)
{
    if (event->type != YAML_SCALAR_EVENT) {
        report(parsing, event->start_mark, CULTURE_ERROR_SYNTAX, "a key must be a plain word");
        yaml_event_delete(event);
        return false;
    }
    yaml_mark_t mark = event->start_mark;
    struct trail below = {.up = trail, .index = -1, .depth = trail->depth + 1};
    if (!parse_node(parsing, event, &below, key)) {
        return false;
    }
    below.key = key->text;
    int64_t known = seen->count;
    int64_t number = cul_names_add(seen, key->text, key->length);
    if (number < 0) {
        return out_of_memory(parsing, mark);
    }
    if (number < known && parsing->problems->count < CUL_MAXIMUM_PROBLEMS) {
        char shown[48], where[CUL_WHERE_SIZE];
        cul_error_copy(shown, sizeof shown, key->text);
        write_trail(&below, where);
        cul_problems_add(parsing->problems, CULTURE_ERROR_SYNTAX, key->line, key->column, where,
                         "the key '%s' is here twice", shown);
    }
    yaml_event_t next;
    return next_event(parsing, &next) && parse_node(parsing, &next, &below, value);
}

static bool parse_pairs(struct parsing *parsing, const struct trail *trail, struct cul_yaml *node,
                        struct cul_names *seen)
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
        if (!parse_pair(parsing, &event, trail, key, value, seen)) {
            return false;
        }
    }
    return false;
}

static bool parse_mapping(struct parsing *parsing, const struct trail *trail, struct cul_yaml *node)
{
    struct cul_names seen = {0};
    node->kind = CUL_YAML_MAPPING;
    bool good = parse_pairs(parsing, trail, node, &seen);
    cul_names_free(&seen);
    return good;
}

/* Takes over the event. */
static bool parse_node(struct parsing *parsing, yaml_event_t *event, const struct trail *trail, struct cul_yaml *node)
{
    node->line = (int64_t)event->start_mark.line + 1;
    node->column = (int64_t)event->start_mark.column + 1;
    bool good = !is_refused(parsing, event);
    if (good && trail->depth > MAXIMUM_DEPTH) {
        report(parsing, event->start_mark, CULTURE_ERROR_LIMIT, "nested more than 32 deep");
        good = false;
    }
    yaml_event_type_t type = event->type;
    if (good && type == YAML_SCALAR_EVENT) {
        good = parse_scalar(parsing, event, node);
    }
    yaml_event_delete(event);
    if (good && type == YAML_SEQUENCE_START_EVENT) {
        return parse_sequence(parsing, trail, node);
    }
    if (good && type == YAML_MAPPING_START_EVENT) {
        return parse_mapping(parsing, trail, node);
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
    const struct trail start = {.index = -1, .depth = 1};
    return expect(parsing, YAML_STREAM_START_EVENT, "this is not YAML") &&
           expect(parsing, YAML_DOCUMENT_START_EVENT, "the file is empty") && next_event(parsing, &event) &&
           parse_node(parsing, &event, &start, root) && expect(parsing, YAML_DOCUMENT_END_EVENT, "this is not YAML") &&
           expect(parsing, YAML_STREAM_END_EVENT, "a second document begins here; a file holds one");
}

bool cul_yaml_parse(const char *bytes, size_t length, struct cul_problems *problems, struct cul_yaml *root)
{
    struct parsing parsing = {.problems = problems};
    memset(root, 0, sizeof *root);
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3, length -= 3; /* a byte order mark: libyaml would count it as a column */
    }
    if (!scan_bytes(bytes, length, problems)) {
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
    char path[CUL_WHERE_SIZE], shown[48];
    cul_error_copy(shown, sizeof shown, key->text);
    cul_where(path, where, -1, shown);
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
    for (int64_t i = 0; i < mapping->count && problems->count < CUL_MAXIMUM_PROBLEMS; i++) {
        const struct cul_yaml *key = &mapping->keys[i];
        const char *near = NULL;
        bool found = false;
        for (const char *const *word = known; *word && !found; word++) {
            found = strcmp(*word, key->text) == 0;
        }
        for (const char *const *word = known; *word && !found; word++) {
            near = cul_text_is_near(*word, key->text) ? *word : near;
        }
        if (!found) {
            report_unknown(key, near, where, status, problems);
        }
    }
}

/* Adds a text that can be shown as it is, if there is room for it; the length then, 0 when there is not. */
static size_t add_plain(char where[CUL_WHERE_SIZE], size_t length, const char *text)
{
    for (; *text; text++, length++) {
        if (length == CUL_WHERE_SIZE - 1 || *text < 0x20 || *text > 0x7E) {
            return 0;
        }
        where[length] = *text;
    }
    return length;
}

/* Nearly every path: short, and ASCII. False: it is not that simple. */
static bool write_plain(char where[CUL_WHERE_SIZE], const char *parent, const char *key)
{
    char path[CUL_WHERE_SIZE];
    size_t length = add_plain(path, 0, parent);
    if (*parent && (!length || !key)) {
        return false;
    }
    if (*parent) {
        length = add_plain(path, length, ".");
    }
    length = (length || !*parent) && key && *key ? add_plain(path, length, key) : 0;
    if (length) {
        memcpy(where, path, length);
        where[length] = '\0';
    }
    return length > 0;
}

void cul_where(char where[CUL_WHERE_SIZE], const char *parent, int64_t index, const char *key)
{
    if (index < 0 && write_plain(where, parent, key)) {
        return;
    }
    char number[24] = "", whole[1024]; /* cut at a character's edge when it does not fit */
    if (index >= 0) {
        snprintf(number, sizeof number, "[%lld]", (long long)index);
    }
    snprintf(whole, sizeof whole, "%.200s%s%s%.200s", parent, number, (*parent || index >= 0) && key ? "." : "",
             key ? key : "");
    cul_error_copy(where, CUL_WHERE_SIZE, whole);
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
