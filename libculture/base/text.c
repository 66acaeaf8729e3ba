/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Whether so many bytes are ASCII, as most are. */
static bool are_ascii(const utf8proc_uint8_t *bytes, size_t count)
{
    unsigned any = 0;
    for (size_t i = 0; i < count; i++) {
        any |= bytes[i];
    }
    return any < 0x80;
}

bool cul_text_is_utf8(const char *bytes, size_t length)
{
    enum { MANY = 64, SOME = 8 };
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)bytes;
    size_t left = length;
    while (left) {
        size_t step = left >= MANY && are_ascii(at, MANY) ? MANY : left >= SOME && are_ascii(at, SOME) ? SOME : 0;
        if (step) {
            at += step, left -= step;
            continue;
        }
        if (*at < 0x80) {
            at++, left--;
            continue;
        }
        utf8proc_int32_t character;
        utf8proc_ssize_t used = utf8proc_iterate(at, left > 4 ? 4 : (utf8proc_ssize_t)left, &character);
        if (used <= 0) {
            return false;
        }
        at += used, left -= (size_t)used;
    }
    return true;
}

/* Appends text with every run of blanks as one space and no blanks at the ends. */
static void add_collapsed(struct cul_buffer *key, const char *text, size_t length)
{
    bool blank = false, started = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == ' ') {
            blank = started;
            continue;
        }
        if (blank) {
            cul_buffer_byte(key, ' ');
        }
        cul_buffer_byte(key, text[i]);
        blank = false, started = true;
    }
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* The common case without utf8proc; the general way gives the same, which a test proves. */
static bool ascii_key(const char *text, size_t length, struct cul_buffer *key)
{
    char *folded = cul_memory_new(length + 1, 1);
    if (!folded) {
        key->failed = 1;
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            folded[kept++] = ' ';
        } else if (c >= 'A' && c <= 'Z') {
            folded[kept++] = (char)(c - 'A' + 'a');
        } else if (c >= 0x20 && c != 0x7F) {
            folded[kept++] = c;
        }
    }
    add_collapsed(key, folded, kept);
    cul_memory_free(folded);
    return !key->failed;
}

/* What Word and phones make of ', " and -, as typed. */
static utf8proc_int32_t plain_sign(utf8proc_int32_t character)
{
    switch (character) {
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    default:
        return character;
    }
}

static utf8proc_int32_t space_for_blank(utf8proc_int32_t character, void *quotes)
{
    utf8proc_category_t category = utf8proc_category(character);
    if (category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
        (character >= '\t' && character <= '\r') || character == 0x85) {
        return ' ';
    }
    return quotes ? plain_sign(character) : character;
}

/* Most marks on one letter (Unicode's stream-safe text format, UAX #15): to sort more takes utf8proc quadratic time. */
enum { MOST_MARKS = 30 };

/* Whether some letter carries more marks than any language puts on one; what is left out of keys does not end them. */
static bool is_overloaded(const char *text, size_t length)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    int marks = 0;
    while (length && marks <= MOST_MARKS) {
        utf8proc_int32_t character;
        utf8proc_ssize_t used = utf8proc_iterate(at, length > 4 ? 4 : (utf8proc_ssize_t)length, &character);
        if (used <= 0) {
            return false; /* not UTF-8: there will be no key */
        }
        const utf8proc_property_t *property = utf8proc_get_property(character);
        bool mark = property->combining_class || property->category == UTF8PROC_CATEGORY_MN ||
                    property->category == UTF8PROC_CATEGORY_MC || property->category == UTF8PROC_CATEGORY_ME;
        bool left_out = property->ignorable || property->control_boundary ||
                        property->category == UTF8PROC_CATEGORY_CC || property->category == UTF8PROC_CATEGORY_CF;
        marks = mark ? marks + 1 : left_out ? marks : 0;
        at += used, length -= (size_t)used;
    }
    return marks > MOST_MARKS;
}

static bool make_key(const char *text, size_t length, utf8proc_option_t form, struct cul_buffer *key)
{
    if (is_ascii(text, length)) {
        return ascii_key(text, length, key);
    }
    if (is_overloaded(text, length)) {
        return false;
    }
    utf8proc_uint8_t *folded = NULL;
    bool quotes = form & UTF8PROC_COMPAT;
    utf8proc_ssize_t got =
        utf8proc_map_custom((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &folded,
                            (utf8proc_option_t)(form | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                                                UTF8PROC_IGNORE | UTF8PROC_STRIPCC),
                            space_for_blank, quotes ? &quotes : NULL);
    if (got < 0) {
        key->failed = got == UTF8PROC_ERROR_NOMEM ? 1 : key->failed;
        return false;
    }
    add_collapsed(key, (const char *)folded, (size_t)got);
    free(folded); /* utf8proc took it from malloc */
    return !key->failed;
}

bool cul_text_key(const char *text, size_t length, struct cul_buffer *key)
{
    return make_key(text, length, UTF8PROC_COMPAT, key);
}

bool cul_text_header_key(const char *text, size_t length, struct cul_buffer *key)
{
    size_t before = key->length;
    if (!cul_text_key(text, length, key)) {
        return false;
    }
    size_t end = key->length;
    while (end > before && strchr(" .,:;?!*", key->bytes[end - 1])) {
        end--;
    }
    if (end > before && end < key->length) { /* a heading of such signs alone stays what it is */
        key->length = end;
        key->bytes[end] = '\0';
    }
    return true;
}

bool cul_text_name_key(const char *text, size_t length, struct cul_buffer *key)
{
    return make_key(text, length, (utf8proc_option_t)0, key);
}

bool cul_text_same_key(const char *a, const char *b, _Bool *failed)
{
    struct cul_buffer one = {0}, other = {0};
    bool same = cul_text_key(a, strlen(a), &one) && cul_text_key(b, strlen(b), &other) && one.length == other.length &&
                memcmp(one.bytes, other.bytes, one.length) == 0;
    *failed = *failed || one.failed || other.failed;
    cul_buffer_free(&one);
    cul_buffer_free(&other);
    return same;
}

/* Length of what two texts share at the start. */
static size_t common_start(const char *a, const char *b)
{
    size_t same = 0;
    while (a[same] && a[same] == b[same]) {
        same++;
    }
    return same;
}

bool cul_text_is_near(const char *a, const char *b)
{
    if (strlen(a) < 3 || strcmp(a, b) == 0) {
        return false;
    }
    size_t same = common_start(a, b);
    a += same, b += same;
    if (*a && strcmp(a + 1, b) == 0) {
        return true; /* one letter too many */
    }
    if (*b && strcmp(a, b + 1) == 0) {
        return true; /* one letter short */
    }
    if (*a && *b && strcmp(a + 1, b + 1) == 0) {
        return true; /* another letter */
    }
    return a[0] && b[0] && a[0] == b[1] && a[1] == b[0] && strcmp(a + 2, b + 2) == 0;
}

void cul_text_trim(const char **text, size_t *length)
{
    while (*length && (**text == ' ' || (**text >= '\t' && **text <= '\r'))) {
        (*text)++, (*length)--;
    }
    while (*length && ((*text)[*length - 1] == ' ' || ((*text)[*length - 1] >= '\t' && (*text)[*length - 1] <= '\r'))) {
        (*length)--;
    }
}

/* A character beyond ASCII, or the mark that stands for a byte that is none; returns the bytes it took. */
static size_t quote_character(const char *text, size_t left, struct cul_buffer *quoted)
{
    utf8proc_int32_t character;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text, left > 4 ? 4 : (utf8proc_ssize_t)left, &character);
    if (used <= 0) {
        cul_buffer_text(quoted, "\xEF\xBF\xBD");
        return 1;
    }
    if (character == 0x2028 || character == 0x2029) {
        /* They end a line in JavaScript. */
        cul_buffer_text(quoted, character == 0x2028 ? "\\u2028" : "\\u2029");
    } else {
        cul_buffer_add(quoted, text, (size_t)used);
    }
    return (size_t)used;
}

void cul_text_quote(const char *text, struct cul_buffer *quoted)
{
    static const char digits[] = "0123456789abcdef";
    size_t left = strlen(text);
    cul_buffer_byte(quoted, '"');
    while (left) {
        unsigned char byte = (unsigned char)*text;
        size_t used = 1;
        if (byte >= 0x80) {
            used = quote_character(text, left, quoted);
        } else if (byte < 0x20 || byte == 0x7F) {
            cul_buffer_text(quoted, "\\u00");
            cul_buffer_byte(quoted, digits[byte >> 4]);
            cul_buffer_byte(quoted, digits[byte & 15]);
        } else {
            if (byte == '"' || byte == '\\') {
                cul_buffer_byte(quoted, '\\');
            }
            cul_buffer_byte(quoted, *text);
        }
        text += used;
        left -= used;
    }
    cul_buffer_byte(quoted, '"');
}
