/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/markup.h"

#include <string.h>

enum { LONGEST_ENTITY = 10 };

bool cul_markup_is_likely(const char *text, size_t length)
{
    const char *tag = memchr(text, '<', length), *entity = memchr(text, '&', length);
    return (tag && memchr(tag, '>', length - (size_t)(tag - text))) ||
           (entity && memchr(entity, ';', length - (size_t)(entity - text)));
}

/* The length of a tag or comment that begins here; 0: "<" is only a sign. */
static size_t tag_length(const char *text, size_t length)
{
    char next = length > 1 ? text[1] : ' ';
    bool begins = next == '/' || next == '!' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    const char *end = begins ? memchr(text, '>', length) : NULL;
    return end ? (size_t)(end - text) + 1 : 0;
}

/* The named entities that Dutch and English texts have. */
static const struct {
    const char *name;
    unsigned character;
} entities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", ' '},
    {"eacute", 0xE9},  {"euml", 0xEB},    {"egrave", 0xE8},  {"ecirc", 0xEA},   {"iuml", 0xEF},    {"iacute", 0xED},
    {"ouml", 0xF6},    {"oacute", 0xF3},  {"uuml", 0xFC},    {"uacute", 0xFA},  {"aacute", 0xE1},  {"agrave", 0xE0},
    {"auml", 0xE4},    {"ccedil", 0xE7},  {"ntilde", 0xF1},  {"Eacute", 0xC9},  {"euro", 0x20AC},  {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026},
};

static void add_character(unsigned character, struct cul_buffer *plain)
{
    if (character < 0x80) {
        cul_buffer_byte(plain, (char)character);
        return;
    }
    int more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    static const unsigned first[] = {0, 0xC0, 0xE0, 0xF0};
    cul_buffer_byte(plain, (char)(first[more] | character >> 6 * more));
    while (more-- > 0) {
        cul_buffer_byte(plain, (char)(0x80 | (character >> 6 * more & 0x3F)));
    }
}

/* The character of "#233" or "#xE9"; 0: none that a text may hold. */
static unsigned numbered(const char *name, size_t length)
{
    unsigned number = 0;
    bool hexadecimal = length > 1 && (name[1] == 'x' || name[1] == 'X');
    for (size_t i = hexadecimal ? 2 : 1; i < length; i++) {
        char c = name[i];
        unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
                         : hexadecimal        ? ((unsigned)c | 0x20u) - 'a' + 10
                                              : 16;
        if (digit > (hexadecimal ? 15u : 9u) || number > 0x10FFFF) {
            return 0;
        }
        number = number * (hexadecimal ? 16 : 10) + digit;
    }
    return number < ' ' || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF) ? 0 : number;
}

/* Adds the character of an entity that begins here; gives its length, or 0: "&" is only a sign. */
static size_t take_entity(const char *text, size_t length, struct cul_buffer *plain)
{
    size_t end = 1;
    while (end < length && end <= LONGEST_ENTITY && text[end] != ';') {
        end++;
    }
    if (end >= length || text[end] != ';') {
        return 0;
    }
    unsigned character = end > 1 && text[1] == '#' ? numbered(text + 1, end - 1) : 0;
    for (size_t i = 0; !character && i < sizeof entities / sizeof *entities; i++) {
        bool same = strlen(entities[i].name) == end - 1 && memcmp(entities[i].name, text + 1, end - 1) == 0;
        character = same ? entities[i].character : 0;
    }
    if (character) {
        add_character(character, plain);
    }
    return character ? end + 1 : 0;
}

void cul_markup_strip(const char *text, size_t length, struct cul_buffer *plain)
{
    for (size_t i = 0; i < length;) {
        size_t tag = text[i] == '<' ? tag_length(text + i, length - i) : 0;
        size_t taken = text[i] == '&' ? take_entity(text + i, length - i, plain) : tag;
        if (tag) {
            cul_buffer_byte(plain, ' '); /* "one<br>two" are two words */
        } else if (!taken) {
            cul_buffer_byte(plain, text[i]);
        }
        i += taken ? taken : 1;
    }
}
