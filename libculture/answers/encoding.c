/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/encoding.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

static int64_t line_at(const char *bytes, size_t at)
{
    int64_t line = 1;
    for (size_t i = 0; i < at; i++) {
        line += bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
    }
    return line;
}

/* at counts the bytes of the file, before those of its text that lead up to the place. */
static culture_status not_text(const struct cul_buffer *text, size_t before, size_t at, const char *path,
                               const char *what, struct culture_error *error)
{
    struct cul_place place = {.path = path, .line = text->bytes ? line_at(text->bytes, before) : 1};
    return cul_fail(error, CULTURE_ERROR_SYNTAX, place, "%s at byte %zu", what, at + 1);
}

/* The bytes before the first that is not UTF-8. */
static size_t good_start(const struct cul_buffer *bytes)
{
    size_t good = 0, size = 1;
    while (good < bytes->length && size <= 4) {
        bool well = good + size <= bytes->length && cul_text_is_utf8(bytes->bytes + good, size);
        good += well ? size : 0;
        size = well ? 1 : size + 1;
    }
    return good;
}

/* The share of NULs in the even or odd places of the first bytes gives UTF-16 away. */
static const char *utf16_without_mark(const struct cul_buffer *bytes)
{
    size_t length = bytes->length < 512 ? bytes->length & ~(size_t)1 : 512, nuls[2] = {0, 0};
    for (size_t i = 0; i < length; i++) {
        nuls[i & 1] += bytes->bytes[i] == '\0';
    }
    if (bytes->length % 2 || length < 4) {
        return NULL;
    }
    if (nuls[1] * 4 >= length && nuls[0] == 0) {
        return "UTF-16LE";
    }
    return nuls[0] * 4 >= length && nuls[1] == 0 ? "UTF-16BE" : NULL;
}

/* What Windows-1252 has at 0x80-0x9F; 0: nothing. All other bytes are the characters of the same number. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/*
 * The character at the start of bytes, and how many bytes it takes; 0: there is none. Decoded here rather than by
 * iconv, whose tables are files that a small system lacks, and which calls a lack of memory an unknown encoding.
 */
typedef size_t decoder(const unsigned char *bytes, size_t left, int32_t *character);

static size_t decode_windows_1252(const unsigned char *bytes, size_t left, int32_t *character)
{
    (void)left;
    *character = *bytes >= 0x80 && *bytes < 0xA0 ? windows_1252[*bytes - 0x80] : *bytes;
    return *character || !*bytes;
}

static size_t decode_utf16(const unsigned char *bytes, size_t left, int low, int32_t *character)
{
    if (left < 2) {
        return 0;
    }
    int32_t first = bytes[!low] << 8 | bytes[low];
    *character = first;
    if (first < 0xD800 || first > 0xDFFF) {
        return 2;
    }
    if (first > 0xDBFF || left < 4) {
        return 0;
    }
    int32_t second = bytes[2 + !low] << 8 | bytes[2 + low];
    *character = 0x10000 + ((first & 0x3FF) << 10 | (second & 0x3FF));
    return second >= 0xDC00 && second <= 0xDFFF ? 4 : 0;
}

static size_t decode_utf16_little(const unsigned char *bytes, size_t left, int32_t *character)
{
    return decode_utf16(bytes, left, 0, character);
}

static size_t decode_utf16_big(const unsigned char *bytes, size_t left, int32_t *character)
{
    return decode_utf16(bytes, left, 1, character);
}

static culture_status convert(struct cul_buffer *bytes, size_t skip, decoder *decode, const char *path,
                              struct culture_error *error)
{
    struct cul_buffer out = {0};
    const unsigned char *in = (const unsigned char *)bytes->bytes + skip, *end = in + bytes->length - skip;
    culture_status status = CULTURE_OK;
    while (in < end && !status && !out.failed) {
        int32_t character;
        unsigned char piece[4];
        size_t used = decode(in, (size_t)(end - in), &character);
        if (used) {
            cul_buffer_add(&out, piece, (size_t)utf8proc_encode_char(character, piece));
            in += used;
        } else {
            status =
                not_text(&out, out.length, bytes->length - (size_t)(end - in), path, "bytes that are no text", error);
        }
    }
    status = out.failed ? cul_fail_memory(error) : status;
    if (status) {
        cul_buffer_free(&out);
        return status;
    }
    cul_buffer_free(bytes);
    *bytes = out;
    return CULTURE_OK;
}

static culture_status convert_utf16(struct cul_buffer *bytes, size_t skip, const char *name, const char *path,
                                    struct culture_error *error)
{
    return convert(bytes, skip, strcmp(name, "UTF-16LE") == 0 ? decode_utf16_little : decode_utf16_big, path, error);
}

static bool begins_with(const struct cul_buffer *bytes, const char *mark, size_t length)
{
    return bytes->length >= length && memcmp(bytes->bytes, mark, length) == 0;
}

static culture_status to_utf8(struct cul_buffer *bytes, const char *path, const char **name,
                              struct culture_error *error)
{
    if (begins_with(bytes, "\xEF\xBB\xBF", 3)) {
        *name = "UTF-8 with BOM";
        memmove(bytes->bytes, bytes->bytes + 3, bytes->length - 3);
        bytes->length -= 3;
        if (cul_text_is_utf8(bytes->bytes, bytes->length)) {
            return CULTURE_OK;
        }
        size_t good = good_start(bytes);
        return not_text(bytes, good, good + 3, path, "the file begins as UTF-8 and is not UTF-8", error);
    }
    if (begins_with(bytes, "\xFF\xFE", 2) || begins_with(bytes, "\xFE\xFF", 2)) {
        *name = bytes->bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE";
        return convert_utf16(bytes, 2, *name, path, error);
    }
    *name = utf16_without_mark(bytes);
    if (*name) {
        return convert_utf16(bytes, 0, *name, path, error);
    }
    *name = "UTF-8";
    if (cul_text_is_utf8(bytes->bytes, bytes->length)) {
        return CULTURE_OK;
    }
    *name = "Windows-1252";
    return convert(bytes, 0, decode_windows_1252, path, error);
}

culture_status cul_encoding_decode(struct cul_buffer *bytes, const char *path, const char **name,
                                   struct culture_error *error)
{
    *name = "UTF-8";
    if (!bytes->length) {
        return CULTURE_OK;
    }
    culture_status status = to_utf8(bytes, path, name, error);
    /* A file of nothing but a mark has no bytes any more. */
    const char *nul = status || !bytes->length ? NULL : memchr(bytes->bytes, 0, bytes->length);
    if (!nul) {
        return status;
    }
    size_t before = (size_t)(nul - bytes->bytes), mark = strcmp(*name, "UTF-8") == 0 ? 0 : 3;
    if (strncmp(*name, "UTF-8", 5) == 0) {
        return not_text(bytes, before, before + mark, path, "a NUL byte, which no text file has,", error);
    }
    return cul_fail(error, CULTURE_ERROR_SYNTAX, (struct cul_place){path, line_at(bytes->bytes, before), 0, NULL},
                    "a NUL character, which no text file has");
}
