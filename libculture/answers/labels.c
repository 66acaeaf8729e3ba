/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/labels.h"

#include "answers/markup.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "culture/answers.h"

#include <math.h>
#include <string.h>

enum { REMEMBERED = 4096 }; /* different cells; a column of free text must not fill the memory */

static bool add_value(struct cul_names *names, int16_t **values, size_t *capacity, const char *text, size_t length,
                      int16_t value)
{
    if (!cul_memory_grow(values, capacity, (size_t)names->count, sizeof **values)) {
        return false;
    }
    int64_t before = names->count, number = cul_names_add(names, text, length);
    if (number == before) {
        (*values)[number] = value;
    }
    return number >= 0;
}

static bool add_label(struct cul_labels *labels, const char *text, int16_t value)
{
    struct cul_buffer key = {0};
    bool good = cul_text_key(text, strlen(text), &key) || !key.failed;
    good = good &&
           add_value(&labels->keys, &labels->values, &labels->capacity, key.bytes ? key.bytes : "", key.length, value);
    cul_buffer_free(&key);
    return good;
}

bool cul_labels_add_missing(struct cul_labels *labels, const char *text)
{
    return add_label(labels, text, CULTURE_MISSING);
}

static bool add_text(struct cul_labels *labels, const struct cul_text *text, int16_t value)
{
    for (int32_t i = 0; i < text->count; i++) {
        if (!add_label(labels, text->texts[i], value)) {
            return false;
        }
    }
    return true;
}

/* As keys. Spreadsheets write #N/B in Dutch and #N/A in English. */
static const char *const tokens[] = {
    "", "na", "n/a", "-", ".", "null", "#n/b", "#n/a", "nvt", "n.v.t.", "weet ik niet", "geen antwoord", "n.v.t"};

bool cul_is_missing_token(const char *text, size_t length)
{
    char key[16] = "";
    if (length >= sizeof key) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        key[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    }
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        if (strcmp(key, tokens[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The first meaning of a text stays. */
static bool add_mapped(struct cul_labels *labels, const struct cul_mapped_labels *mapped)
{
    for (int64_t i = 0; mapped && i < mapped->keys.count; i++) {
        if (!add_value(&labels->keys, &labels->values, &labels->capacity, mapped->keys.texts[i],
                       mapped->keys.lengths[i], mapped->values[i])) {
            return false;
        }
    }
    return true;
}

bool cul_labels_new(struct cul_labels *labels, const struct cul_scale *scale, const struct cul_mapped_labels *mapped)
{
    *labels = (struct cul_labels){.scale = scale, .numbers = mapped && mapped->numbers};
    bool good = add_mapped(labels, mapped);
    for (int32_t value = scale->low; value <= scale->high && good; value++) {
        good = add_text(labels, &scale->labels[value - scale->low], (int16_t)value);
    }
    for (int32_t i = 0; i < scale->missing_count && good; i++) {
        good = add_text(labels, &scale->missing[i], CULTURE_MISSING);
    }
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens && good; i++) {
        good = add_label(labels, tokens[i], CULTURE_MISSING);
    }
    if (!good) {
        cul_labels_free(labels);
    }
    return good;
}

void cul_labels_free(struct cul_labels *labels)
{
    cul_names_free(&labels->keys);
    cul_names_free(&labels->seen);
    cul_memory_free(labels->values);
    cul_memory_free(labels->seen_values);
    *labels = (struct cul_labels){0};
}

/* The value of a label by its key; CULTURE_INVALID when it is none. */
static int16_t find_label(const struct cul_labels *labels, const char *key, size_t length)
{
    int64_t number = cul_names_find(&labels->keys, key, length);
    return number >= 0 ? labels->values[number] : CULTURE_INVALID;
}

static int16_t on_scale(const struct cul_scale *scale, int64_t value)
{
    return value >= scale->low && value <= scale->high ? (int16_t)value : CULTURE_INVALID;
}

/* "4", "4.0" and, where commas are decimal, "4,0"; so is "99.0" a missing label 99. False: this is no number. */
static bool find_number(const struct cul_labels *labels, const char *text, size_t length, int16_t *value)
{
    char copy[CUL_NUMBER_SIZE];
    double number;
    if (!length || length >= sizeof copy) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        copy[i] = text[i] == ',' ? '.' : text[i];
    }
    if (!cul_number_parse(copy, length, &number)) {
        return false;
    }
    *value = CULTURE_INVALID;
    if (number == nearbyint(number) && fabs(number) < 30000) {
        *value = on_scale(labels->scale, (int64_t)number);
        size_t digits = cul_number_format_whole((int64_t)number, copy);
        bool looks = *value == CULTURE_INVALID || labels->numbers;
        int64_t label = looks ? cul_names_find(&labels->keys, copy, digits) : -1;
        *value = label >= 0 ? labels->values[label] : *value;
    }
    return true;
}

/* The length of a separator between a point and its label: "-", ".", ":", ")", "=" or a dash of print, with blanks. */
static size_t separator(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && text[at] == ' ') {
        at++;
    }
    if (at < length && strchr("-.:)=", text[at])) {
        return at + 1;
    }
    bool dash =
        at + 3 <= length && memcmp(text + at, "\xE2\x80", 2) == 0 && (text[at + 2] == '\x93' || text[at + 2] == '\x94');
    return dash ? at + 3 : at;
}

/* "4 - Mee eens": point and label must agree, else the cell contradicts itself. */
static int16_t find_numbered_label(const struct cul_labels *labels, const char *text, size_t length)
{
    size_t digits = length && text[0] == '-';
    while (digits < length && text[digits] >= '0' && text[digits] <= '9') {
        digits++;
    }
    int64_t number;
    size_t gap = separator(text + digits, length - digits);
    if (!gap || !cul_number_parse_whole(text, digits, &number)) {
        return CULTURE_INVALID;
    }
    text += digits + gap, length -= digits + gap;
    cul_text_trim(&text, &length);
    int16_t label = find_label(labels, text, length);
    return label == number ? label : CULTURE_INVALID;
}

/* LimeSurvey's answer codes: A1 is the first point. */
static int16_t find_code(const struct cul_scale *scale, const char *text, size_t length)
{
    int64_t place;
    if (length < 2 || length > 3 || text[0] != 'a' || text[1] < '0' || text[1] > '9' ||
        !cul_number_parse_whole(text + 1, length - 1, &place) || place < 1) {
        return CULTURE_INVALID;
    }
    return on_scale(scale, scale->low + place - 1);
}

static int16_t read_key(const struct cul_labels *labels, const char *key, size_t length)
{
    if (length >= 2 && key[0] == '\'' && key[1] == '=') {
        key++, length--; /* the mask some exports put before a formula */
    }
    int16_t value = find_label(labels, key, length);
    if (value != CULTURE_INVALID || find_number(labels, key, length, &value)) {
        return value;
    }
    value = find_code(labels->scale, key, length);
    return value != CULTURE_INVALID ? value : find_numbered_label(labels, key, length);
}

/* False: no memory. A cell that is no UTF-8 has no key and no meaning. */
static bool read_slowly(const struct cul_labels *labels, const char *text, size_t length, int16_t *value)
{
    struct cul_buffer key = {0}, plain = {0};
    if (cul_markup_is_likely(text, length)) {
        cul_markup_strip(text, length, &plain);
        text = plain.bytes ? plain.bytes : "";
        length = plain.length;
    }
    bool good = !plain.failed && cul_text_key(text, length, &key);
    *value = good ? read_key(labels, key.bytes ? key.bytes : "", key.length) : CULTURE_INVALID;
    good = !key.failed && !plain.failed;
    cul_buffer_free(&key);
    cul_buffer_free(&plain);
    return good;
}

bool cul_labels_read(struct cul_labels *labels, const char *text, size_t length, int16_t *value)
{
    const struct cul_scale *scale = labels->scale;
    if (!labels->numbers && length == 1 && text[0] - '0' >= scale->low && text[0] - '0' <= scale->high &&
        text[0] >= '0' && text[0] <= '9') {
        *value = (int16_t)(text[0] - '0');
        return true;
    }
    if (length == 0) {
        *value = CULTURE_MISSING;
        return true;
    }
    int64_t known = cul_names_find(&labels->seen, text, length);
    if (known >= 0) {
        *value = labels->seen_values[known];
        return true;
    }
    return read_slowly(labels, text, length, value) &&
           (labels->seen.count >= REMEMBERED || length > 200 ||
            add_value(&labels->seen, &labels->seen_values, &labels->seen_capacity, text, length, *value));
}
