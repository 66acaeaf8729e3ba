/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/encoding.h"

#include "base/error.h"
#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

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

static culture_status convert(struct cul_buffer *bytes, size_t skip, const char *from, const char *path,
                              struct culture_error *error)
{
    iconv_t converter = iconv_open("UTF-8", from);
    if (converter == (iconv_t)-1) {
        return cul_fail(error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = path}, "this system cannot convert %s",
                        from);
    }
    struct cul_buffer out = {0};
    char *in = bytes->bytes + skip, piece[8192];
    size_t left = bytes->length - skip;
    culture_status status = CULTURE_OK;
    while (left && !status && !out.failed) {
        char *to = piece;
        size_t room = sizeof piece;
        size_t result = iconv(converter, &in, &left, &to, &room);
        cul_buffer_add(&out, piece, sizeof piece - room);
        if (result == (size_t)-1 && errno != E2BIG && !out.failed) {
            status = not_text(&out, out.length, bytes->length - left, path, "bytes that are no text", error);
        }
    }
    iconv_close(converter);
    status = out.failed ? cul_fail_memory(error) : status;
    if (status) {
        cul_buffer_free(&out);
        return status;
    }
    cul_buffer_free(bytes);
    *bytes = out;
    return CULTURE_OK;
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
        return convert(bytes, 2, *name, path, error);
    }
    *name = utf16_without_mark(bytes);
    if (*name) {
        return convert(bytes, 0, *name, path, error);
    }
    *name = "UTF-8";
    if (cul_text_is_utf8(bytes->bytes, bytes->length)) {
        return CULTURE_OK;
    }
    *name = "Windows-1252";
    return convert(bytes, 0, "CP1252", path, error);
}

culture_status cul_encoding_decode(struct cul_buffer *bytes, const char *path, const char **name,
                                   struct culture_error *error)
{
    *name = "UTF-8";
    if (!bytes->length) {
        return CULTURE_OK;
    }
    culture_status status = to_utf8(bytes, path, name, error);
    const char *nul = status ? NULL : memchr(bytes->bytes, 0, bytes->length);
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
