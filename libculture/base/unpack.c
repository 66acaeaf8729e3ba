/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/unpack.h"

#include "base/memory.h"

#include <string.h>

#ifdef CUL_WITH_ZLIB
#include <limits.h>
#include <zlib.h>
#endif
#ifdef CUL_WITH_ZSTD
#include <zstd.h>
#include <zstd_errors.h>
#endif

enum cul_packing cul_packing_of(const unsigned char *bytes, size_t length)
{
    if (length >= 3 && memcmp(bytes, "\x1F\x8B\x08", 3) == 0) {
        return CUL_GZIP;
    }
    return length >= CUL_PACKING_MARK && memcmp(bytes, "\x28\xB5\x2F\xFD", 4) == 0 ? CUL_ZSTD : CUL_NOT_PACKED;
}

const char *cul_packing_name(enum cul_packing packing)
{
    return packing == CUL_GZIP ? "gzip" : packing == CUL_ZSTD ? "zstd" : NULL;
}

#ifdef CUL_WITH_ZLIB
static void *take(void *context, unsigned count, unsigned size)
{
    (void)context;
    return cul_memory_new(count, size);
}

static void give(void *context, void *memory)
{
    (void)context;
    cul_memory_free(memory);
}

static enum cul_unpacked begin_gzip(struct cul_unpack *unpack)
{
    enum { LARGEST_WINDOW = 15, GZIP_ONLY = 16 };
    z_stream *stream = cul_memory_new(1, sizeof *stream);
    if (!stream) {
        return CUL_UNPACK_MEMORY;
    }
    stream->zalloc = take;
    stream->zfree = give;
    if (inflateInit2(stream, LARGEST_WINDOW + GZIP_ONLY) != Z_OK) {
        cul_memory_free(stream);
        return CUL_UNPACK_MEMORY;
    }
    unpack->state = stream;
    return CUL_UNPACK_GOOD;
}

static enum cul_unpacked unpack_gzip(struct cul_unpack *unpack, const unsigned char *bytes, size_t length, size_t *used,
                                     void *into, size_t capacity, size_t *got)
{
    z_stream *stream = unpack->state;
    if (unpack->whole && length) {
        inflateReset(stream);
        unpack->whole = 0;
    }
    unsigned in = length < UINT_MAX ? (unsigned)length : UINT_MAX;
    unsigned out = capacity < UINT_MAX ? (unsigned)capacity : UINT_MAX;
    stream->next_in = (unsigned char *)bytes;
    stream->avail_in = in;
    stream->next_out = into;
    stream->avail_out = out;
    int answer = inflate(stream, Z_NO_FLUSH);
    *used = in - stream->avail_in;
    *got = out - stream->avail_out;
    unpack->whole = answer == Z_STREAM_END;
    if (answer == Z_MEM_ERROR) {
        return CUL_UNPACK_MEMORY;
    }
    return answer == Z_OK || answer == Z_STREAM_END || answer == Z_BUF_ERROR ? CUL_UNPACK_GOOD : CUL_UNPACK_DAMAGED;
}

static void end_gzip(struct cul_unpack *unpack)
{
    if (unpack->state) {
        inflateEnd(unpack->state);
        cul_memory_free(unpack->state);
    }
}
#else
static enum cul_unpacked begin_gzip(struct cul_unpack *unpack)
{
    (void)unpack;
    return CUL_UNPACK_ABSENT;
}
#endif

#ifdef CUL_WITH_ZSTD
static enum cul_unpacked begin_zstd(struct cul_unpack *unpack)
{
    unpack->state = ZSTD_createDStream();
    return unpack->state ? CUL_UNPACK_GOOD : CUL_UNPACK_MEMORY;
}

static enum cul_unpacked unpack_zstd(struct cul_unpack *unpack, const unsigned char *bytes, size_t length, size_t *used,
                                     void *into, size_t capacity, size_t *got)
{
    ZSTD_inBuffer in = {bytes, length, 0};
    ZSTD_outBuffer out = {into, capacity, 0};
    size_t answer = ZSTD_decompressStream(unpack->state, &out, &in);
    *used = in.pos;
    *got = out.pos;
    unpack->whole = answer == 0;
    if (!ZSTD_isError(answer)) {
        return CUL_UNPACK_GOOD;
    }
    switch (ZSTD_getErrorCode(answer)) {
    case ZSTD_error_memory_allocation:
        return CUL_UNPACK_MEMORY;
    case ZSTD_error_frameParameter_windowTooLarge:
        return CUL_UNPACK_HUNGRY;
    default:
        return CUL_UNPACK_DAMAGED;
    }
}

static void end_zstd(struct cul_unpack *unpack)
{
    ZSTD_freeDStream(unpack->state);
}
#else
static enum cul_unpacked begin_zstd(struct cul_unpack *unpack)
{
    (void)unpack;
    return CUL_UNPACK_ABSENT;
}
#endif

enum cul_unpacked cul_unpack_begin(struct cul_unpack *unpack, enum cul_packing packing)
{
    *unpack = (struct cul_unpack){.packing = packing};
    switch (packing) {
    case CUL_GZIP:
        return begin_gzip(unpack);
    case CUL_ZSTD:
        return begin_zstd(unpack);
    default:
        return CUL_UNPACK_GOOD;
    }
}

enum cul_unpacked cul_unpack(struct cul_unpack *unpack, const unsigned char *bytes, size_t length, size_t *used,
                             void *into, size_t capacity, size_t *got)
{
#ifdef CUL_WITH_ZLIB
    if (unpack->packing == CUL_GZIP) {
        return unpack_gzip(unpack, bytes, length, used, into, capacity, got);
    }
#endif
#ifdef CUL_WITH_ZSTD
    if (unpack->packing == CUL_ZSTD) {
        return unpack_zstd(unpack, bytes, length, used, into, capacity, got);
    }
#endif
    (void)unpack, (void)bytes, (void)length, (void)into, (void)capacity;
    *used = *got = 0;
    return CUL_UNPACK_ABSENT;
}

_Bool cul_unpack_is_whole(const struct cul_unpack *unpack)
{
    return unpack->whole;
}

void cul_unpack_end(struct cul_unpack *unpack)
{
#ifdef CUL_WITH_ZLIB
    if (unpack->packing == CUL_GZIP) {
        end_gzip(unpack);
    }
#endif
#ifdef CUL_WITH_ZSTD
    if (unpack->packing == CUL_ZSTD) {
        end_zstd(unpack);
    }
#endif
    *unpack = (struct cul_unpack){0};
}
