/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/headings.h"

#include "base/memory.h"
#include "base/text.h"
#include "questionnaire/model.h"

#include <string.h>

enum { SHORTEST_ABBREVIATION = 8, LONGEST_GUESSED = 4096 };

/* A part of a key. */
struct part {
    const char *text;
    size_t length;
};

static struct part trimmed(const char *text, size_t length)
{
    cul_text_trim(&text, &length);
    return (struct part){text, length};
}

static struct part after(struct part part, size_t skip)
{
    return trimmed(part.text + skip, part.length - skip);
}

/* "q1[sq001]" and "q1_sq001" are one code. */
static void unify_code(struct cul_buffer *key)
{
    size_t to = 0;
    bool bracket = key->length && memchr(key->bytes, '[', key->length);
    for (size_t i = 0; bracket && i < key->length; i++) {
        if (key->bytes[i] != ']') {
            key->bytes[to++] = key->bytes[i] == '[' ? '_' : key->bytes[i];
        }
    }
    if (bracket) {
        key->length = to;
        key->bytes[to] = '\0';
    }
}

/* The first meaning of a heading stays; a questionnaire has no two items with one, except through unified codes. */
static bool learn(struct cul_headings *headings, const char *text, bool code, struct cul_heading meaning)
{
    struct cul_buffer *key = &headings->key;
    cul_buffer_clear(key);
    cul_text_header_key(text, strlen(text), key);
    if (code) {
        unify_code(key);
    }
    if (key->failed || !key->length) {
        return !key->failed;
    }
    int64_t before = headings->keys.count;
    if (!cul_memory_grow(&headings->meanings, &headings->capacity, (size_t)before, sizeof *headings->meanings)) {
        return false;
    }
    int64_t number = cul_names_add(&headings->keys, key->bytes, key->length);
    if (number == before) {
        headings->meanings[number] = meaning;
    }
    return number >= 0;
}

static bool learn_item(struct cul_headings *headings, const struct cul_item *item, int32_t index)
{
    struct cul_heading code = {.item = index}, text = {.item = index, .text = true};
    bool good = learn(headings, item->id, false, code);
    for (int32_t i = 0; i < item->alias_count && good; i++) {
        good = learn(headings, item->aliases[i], false, code) && learn(headings, item->aliases[i], true, code);
    }
    for (int32_t i = 0; i < item->text.count && good; i++) {
        good = learn(headings, item->text.texts[i], false, text);
    }
    return good;
}

bool cul_headings_new(struct cul_headings *headings, const culture_questionnaire *questionnaire)
{
    *headings = (struct cul_headings){0};
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        if (!learn_item(headings, &questionnaire->items[i], i)) {
            cul_headings_free(headings);
            return false;
        }
    }
    return true;
}

void cul_headings_free(struct cul_headings *headings)
{
    cul_names_free(&headings->keys);
    cul_memory_free(headings->meanings);
    cul_buffer_free(&headings->key);
    cul_buffer_free(&headings->other);
    *headings = (struct cul_headings){0};
}

static int32_t look_up(const struct cul_headings *headings, struct part part)
{
    int64_t number = part.length ? cul_names_find(&headings->keys, part.text, part.length) : -1;
    return number < 0 ? -1 : headings->meanings[number].item;
}

int32_t cul_headings_find(struct cul_headings *headings, const char *text, size_t length, _Bool *failed)
{
    struct cul_buffer *key = &headings->key;
    cul_buffer_clear(key);
    cul_text_header_key(text, length, key);
    *failed = *failed || key->failed;
    if (key->failed || !key->length) {
        return -1;
    }
    int32_t item = look_up(headings, (struct part){key->bytes, key->length});
    if (item < 0) {
        unify_code(key);
        item = look_up(headings, (struct part){key->bytes, key->length});
    }
    return item;
}

/* Without the punctuation at its end, as the keys are. */
static struct part plain(struct part part)
{
    while (part.length && strchr(" .,:;?!*", part.text[part.length - 1])) {
        part.length--;
    }
    return part;
}

static bool is_cut(struct part part)
{
    return part.length > 2 && memcmp(part.text + part.length - 2, "..", 2) == 0;
}

static bool begins(const struct cul_headings *headings, int64_t number, struct part start)
{
    return headings->meanings[number].text && headings->keys.lengths[number] >= start.length &&
           memcmp(headings->keys.texts[number], start.text, start.length) == 0;
}

/* The one item whose text a part is, or begins with a part that was cut off; -1: none, -2: several. */
static int32_t item_of_text(const struct cul_headings *headings, struct part part)
{
    struct part start = plain(part);
    int64_t number = start.length ? cul_names_find(&headings->keys, start.text, start.length) : -1;
    if (number >= 0 && headings->meanings[number].text) {
        return headings->meanings[number].item;
    }
    int32_t found = -1;
    for (int64_t i = 0; is_cut(part) && start.length >= SHORTEST_ABBREVIATION && i < headings->keys.count; i++) {
        if (begins(headings, i, start)) {
            found = found == -1 || found == headings->meanings[i].item ? headings->meanings[i].item : -2;
        }
    }
    return found;
}

/* What stands between the last brackets, which end the part; length 0 when there are none. */
static struct part in_brackets(struct part part)
{
    struct part whole = plain(part);
    size_t at = whole.length;
    if (!at || whole.text[at - 1] != ']') {
        return (struct part){part.text, 0};
    }
    while (at && whole.text[at - 1] != '[') {
        at--;
    }
    return at ? trimmed(whole.text + at, whole.length - at - 1) : (struct part){part.text, 0};
}

/* Whether a part is the text of an item, or may be when it is cut off. */
static bool says(const struct cul_headings *headings, struct part part, int32_t item)
{
    struct part start = plain(part), inner = in_brackets(part);
    if (inner.length && says(headings, inner, item)) {
        return true;
    }
    for (int64_t i = 0; start.length && i < headings->keys.count; i++) {
        if (headings->meanings[i].item == item && begins(headings, i, start) &&
            (is_cut(part) || headings->keys.lengths[i] == start.length)) {
            return true;
        }
    }
    return false;
}

static size_t letters_and_digits(struct part part)
{
    size_t letters = 0, all;
    while (letters < part.length && part.text[letters] >= 'a' && part.text[letters] <= 'z') {
        letters++;
    }
    all = letters;
    while (all < part.length &&
           ((part.text[all] >= '0' && part.text[all] <= '9') || (part.text[all] >= 'a' && part.text[all] <= 'z'))) {
        all++;
    }
    return letters && all > letters ? all : 0;
}

/* A code by itself or as a part of an array: "q3", "b1[q3]", "b1_q3". */
static int32_t item_of_code(const struct cul_headings *headings, struct part part)
{
    int32_t item = look_up(headings, part);
    struct part inner = in_brackets(part);
    size_t prefix = letters_and_digits(part);
    if (item < 0 && inner.length) {
        item = look_up(headings, inner);
    }
    if (item < 0 && prefix && prefix + 1 < part.length && part.text[prefix] == '_') {
        item = look_up(headings, after(part, prefix + 1));
    }
    return item;
}

/* "12. text": the number says nothing, the text all. */
static int32_t item_of_numbered(const struct cul_headings *headings, struct part part)
{
    size_t at = 0;
    while (at < part.length && at < 4 && part.text[at] >= '0' && part.text[at] <= '9') {
        at++;
    }
    if (!at) {
        return -1;
    }
    struct part rest = after(part, at);
    size_t sign = rest.length && strchr(".):-", *rest.text) ? 1 : 0;
    return item_of_text(headings, after(rest, sign));
}

/* "q3. text", "b1[q3]: text": the code says which item, and the text must not be another's. */
static int32_t item_of_coded(const struct cul_headings *headings, struct part part)
{
    for (size_t at = 1; at + 1 < part.length && part.text[at] != ' '; at++) {
        if (strchr(".):", part.text[at])) {
            int32_t item = item_of_code(headings, (struct part){part.text, at});
            if (item >= 0) {
                return says(headings, after(part, at + 1), item) ? item : -2;
            }
        }
    }
    return -1;
}

/* "group/part/learning_1", "group-learning_1"; the name of a group holds no blanks. */
static int32_t item_of_grouped(const struct cul_headings *headings, struct part part)
{
    int32_t item = -1;
    for (size_t at = 1; at + 1 < part.length && item < 0; at++) {
        if (part.text[at] == '/') {
            item = look_up(headings, plain(after(part, at + 1)));
        } else if (part.text[at] == '-' && !memchr(part.text, ' ', part.length)) {
            item = look_up(headings, after(part, at + 1));
        }
    }
    return item;
}

/* "question - text": a text of its own may hold such a sign, so that the longest that is an item counts. */
static int32_t item_of_part(const struct cul_headings *headings, struct part part)
{
    for (size_t at = 1; at + 3 < part.length; at++) {
        if (memcmp(part.text + at, " - ", 3) == 0) {
            int32_t item = item_of_text(headings, after(part, at + 3));
            if (item != -1) {
                return item;
            }
        }
    }
    return -1;
}

/* "text 2", "text2": forms number a question that they have twice. */
static int32_t item_of_repeated(const struct cul_headings *headings, struct part part)
{
    size_t end = part.length;
    while (end && part.text[end - 1] >= '0' && part.text[end - 1] <= '9') {
        end--;
    }
    return end && end < part.length && part.length - end <= 2 ? item_of_text(headings, trimmed(part.text, end)) : -1;
}

static int32_t guess(const struct cul_headings *headings, struct part part)
{
    int32_t (*const ways[])(const struct cul_headings *, struct part) = {
        item_of_coded, item_of_text, item_of_numbered, item_of_code, item_of_grouped, item_of_part, item_of_repeated};
    int32_t item = -1;
    for (size_t i = 0; i < sizeof ways / sizeof *ways && item == -1; i++) {
        item = ways[i](headings, part);
    }
    struct part inner = in_brackets(part);
    return item == -1 && inner.length ? item_of_text(headings, inner) : item;
}

int32_t cul_headings_guess(struct cul_headings *headings, const char *text, size_t length, _Bool *failed)
{
    struct cul_buffer *key = &headings->key, *other = &headings->other;
    cul_buffer_clear(key);
    cul_buffer_clear(other);
    /* Ways to take a heading apart cost more than its length; no item is called so long. */
    bool good = length <= LONGEST_GUESSED && cul_text_key(text, length, key) && key->length;
    int32_t item = good ? guess(headings, (struct part){key->bytes, key->length}) : -1;
    if (good && item < 0 && memchr(key->bytes, '_', key->length)) {
        for (size_t i = 0; i < key->length; i++) {
            key->bytes[i] = key->bytes[i] == '_' ? ' ' : key->bytes[i];
        }
        cul_text_key(key->bytes, key->length, other);
        item = other->length ? look_up(headings, plain((struct part){other->bytes, other->length})) : -1;
        item = item == -1 && other->length ? guess(headings, (struct part){other->bytes, other->length}) : item;
    }
    *failed = *failed || key->failed || other->failed;
    return *failed ? -1 : item;
}
