/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/content.h"

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/unpack.h"
#include "culture/answers.h"

#include <string.h>

/* Below this size nobody minds what it was unpacked from. */
#define HARMLESS (INT64_C(64) << 20)

struct cul_content {
    struct cul_input input;
    struct cul_unpack unpack;
    unsigned char piece[1 << 14]; /* of the file, as it is */
    size_t at, length;            /* what is left of the piece */
    _Bool ended;                  /* the file */
    int64_t packed, bytes, lines; /* read from the file; given out, with their line ends */
};

static culture_status refill(struct cul_content *content, struct culture_error *error)
{
    size_t got = 0;
    if (content->at && content->at == content->length) {
        content->at = content->length = 0;
    }
    culture_status status = cul_input_read(&content->input, content->piece + content->length,
                                           sizeof content->piece - content->length, &got, error);
    content->length += got;
    content->packed += (int64_t)got;
    content->ended = !status && !got;
    return status;
}

/* The first bytes tell how the file is packed; a source may give them one by one. */
static culture_status begin(struct cul_content *content, struct culture_error *error)
{
    culture_status status = CULTURE_OK;
    while (!status && !content->ended && content->length < CUL_PACKING_MARK) {
        status = refill(content, error);
    }
    enum cul_packing packing = status ? CUL_NOT_PACKED : cul_packing_of(content->piece, content->length);
    switch (cul_unpack_begin(&content->unpack, packing)) {
    case CUL_UNPACK_ABSENT:
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = content->input.name},
                        "the file is compressed by %s, which this build of libculture cannot unpack; unpack it first",
                        cul_packing_name(packing));
    case CUL_UNPACK_MEMORY:
        return cul_fail_memory(error);
    default:
        return status;
    }
}

culture_status cul_content_open(struct cul_content **content, const struct culture_source *source,
                                struct culture_error *error)
{
    struct cul_content *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return cul_fail_memory(error);
    }
    culture_status status = cul_input_open(&made->input, source, error);
    if (!status) {
        status = begin(made, error);
        if (status) {
            cul_input_close(&made->input);
        }
    }
    if (status) {
        cul_unpack_end(&made->unpack);
        cul_memory_free(made);
        return status;
    }
    *content = made;
    return CULTURE_OK;
}

static culture_status read_plain(struct cul_content *content, void *bytes, size_t capacity, size_t *got,
                                 struct culture_error *error)
{
    size_t left = content->length - content->at;
    if (!left) {
        return content->ended ? CULTURE_OK : cul_input_read(&content->input, bytes, capacity, got, error);
    }
    *got = left < capacity ? left : capacity;
    memcpy(bytes, content->piece + content->at, *got);
    content->at += *got;
    return CULTURE_OK;
}

static culture_status fail_packed(const struct cul_content *content, culture_status status, const char *what,
                                  struct culture_error *error)
{
    struct cul_place place = {.path = content->input.name, .line = content->lines + 1};
    return cul_fail(error, status, place, "%s (%s)", what, cul_packing_name(content->unpack.packing));
}

static void count(struct cul_content *content, const char *bytes, size_t length)
{
    content->bytes += (int64_t)length;
    for (const char *at = bytes, *end = bytes + length; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
        content->lines++;
    }
}

static culture_status judge(const struct cul_content *content, enum cul_unpacked unpacked, struct culture_error *error)
{
    switch (unpacked) {
    case CUL_UNPACK_MEMORY:
        return cul_fail_memory(error);
    case CUL_UNPACK_DAMAGED:
        return fail_packed(content, CULTURE_ERROR_SYNTAX, "the compressed file is damaged here", error);
    case CUL_UNPACK_HUNGRY:
        return fail_packed(content, CULTURE_ERROR_LIMIT, "the compressed file needs too much memory to unpack", error);
    default:
        break;
    }
    if (content->bytes > HARMLESS && content->bytes / CULTURE_MAXIMUM_RATIO > content->packed) {
        char what[64 + CUL_NUMBER_SIZE] = "the compressed file unpacks to more than ";
        cul_number_format_whole(CULTURE_MAXIMUM_RATIO, what + strlen(what));
        strcat(what, " times its size");
        return fail_packed(content, CULTURE_ERROR_LIMIT, what, error);
    }
    return CULTURE_OK;
}

static culture_status read_packed(struct cul_content *content, void *bytes, size_t capacity, size_t *got,
                                  struct culture_error *error)
{
    culture_status status = CULTURE_OK;
    while (!status && !*got) {
        if (content->at == content->length && !content->ended) {
            status = refill(content, error);
            continue;
        }
        if (content->at == content->length && cul_unpack_is_whole(&content->unpack)) {
            return CULTURE_OK;
        }
        size_t used = 0;
        enum cul_unpacked unpacked = cul_unpack(&content->unpack, content->piece + content->at,
                                                content->length - content->at, &used, bytes, capacity, got);
        if (content->ended && !used && !*got && unpacked == CUL_UNPACK_GOOD) {
            return fail_packed(content, CULTURE_ERROR_SYNTAX, "the compressed file ends too early", error);
        }
        content->at += used;
        count(content, bytes, *got);
        status = judge(content, unpacked, error);
    }
    return status;
}

culture_status cul_content_read(struct cul_content *content, void *bytes, size_t capacity, size_t *got,
                                struct culture_error *error)
{
    *got = 0;
    return content->unpack.packing == CUL_NOT_PACKED ? read_plain(content, bytes, capacity, got, error)
                                                     : read_packed(content, bytes, capacity, got, error);
}

const char *cul_content_packing(const struct cul_content *content)
{
    return cul_packing_name(content->unpack.packing);
}

void cul_content_close(struct cul_content *content)
{
    if (content) {
        cul_unpack_end(&content->unpack);
        cul_input_close(&content->input);
        cul_memory_free(content);
    }
}

static culture_status read_all(struct cul_content *content, size_t cap, struct cul_buffer *buffer,
                               struct culture_error *error)
{
    char piece[1 << 14];
    size_t got;
    do {
        culture_status status = cul_content_read(content, piece, sizeof piece, &got, error);
        if (status) {
            return status;
        }
        if (buffer->length + got > cap) {
            struct cul_place place = {.path = content->input.name,
                                      .line = content->unpack.packing ? content->lines + 1 : 0};
            return cul_fail(error, CULTURE_ERROR_LIMIT, place, "the file is larger than %zu bytes", cap);
        }
        cul_buffer_add(buffer, piece, got);
    } while (got && !buffer->failed);
    return buffer->failed ? cul_fail_memory(error) : CULTURE_OK;
}

culture_status cul_content_all(const struct culture_source *source, size_t cap, struct cul_buffer *buffer,
                               const char **packing, struct culture_error *error)
{
    struct cul_content *content = NULL;
    culture_status status = cul_content_open(&content, source, error);
    if (!status) {
        *packing = cul_content_packing(content);
        status = read_all(content, cap, buffer, error);
    }
    cul_content_close(content);
    return status;
}
