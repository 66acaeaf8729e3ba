/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compressed files. The first byte of the input chooses: the rest is such a file as it stands, or it is what a file is
 * made of here, in one member or two, whole, cut off or with a byte changed. However a file comes and is taken, in
 * small pieces or at once, the same bytes come out; what is made whole here comes back as it was.
 */
#include "target.h"

#include "base/content.h"
#include "base/unpack.h"

#ifdef CUL_WITH_ZLIB
#include <zlib.h>
#endif
#ifdef CUL_WITH_ZSTD
#include <zstd.h>
#endif

enum { MADE = 1, ZSTD = 2, TWICE = 4, CUT = 8, CHANGED = 16 };
enum { MOST_MADE = 1 << 16, MOST_TAKEN = 1 << 17 };

/* What came out, or its beginning. */
struct taken {
    char bytes[MOST_TAKEN];
    size_t length;
};

struct pieces {
    const uint8_t *at, *end;
    size_t largest;
    int fails; /* in place of an end */
};

static int64_t give_piece(void *context, void *buffer, size_t capacity)
{
    struct pieces *pieces = context;
    size_t left = (size_t)(pieces->end - pieces->at), count = left < pieces->largest ? left : pieces->largest;
    count = count < capacity ? count : capacity;
    memcpy(buffer, pieces->at, count);
    pieces->at += count;
    return pieces->fails && !count ? -1 : (int64_t)count;
}

static size_t pack_gzip(const uint8_t *data, size_t size, uint8_t *into, size_t capacity)
{
#ifdef CUL_WITH_ZLIB
    z_stream stream = {.next_in = (uint8_t *)(uintptr_t)data, .avail_in = (unsigned)size};
    stream.next_out = into, stream.avail_out = (unsigned)capacity;
    MUST(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    MUST(deflate(&stream, Z_FINISH) == Z_STREAM_END && deflateEnd(&stream) == Z_OK);
    return capacity - stream.avail_out;
#else
    (void)data, (void)size, (void)into, (void)capacity;
    return 0;
#endif
}

static size_t pack_zstd(const uint8_t *data, size_t size, uint8_t *into, size_t capacity)
{
#ifdef CUL_WITH_ZSTD
    size_t length = ZSTD_compress(into, capacity, data, size, 1);
    MUST(!ZSTD_isError(length));
    return length;
#else
    (void)data, (void)size, (void)into, (void)capacity;
    return 0;
#endif
}

/* What comes out of a file that is given in pieces of at most `in` bytes (0: 64, and at its end reading fails) and
 * taken in pieces of at most `out`. */
static culture_status unpack(const uint8_t *bytes, size_t length, size_t in, size_t out, struct taken *taken,
                             struct culture_error *error)
{
    struct pieces pieces = {bytes, bytes + length, in ? in : 64, !in};
    struct culture_source source = {.path = "survey.csv.gz", .read = give_piece, .context = &pieces};
    struct cul_content *content = NULL;
    size_t got = 1;
    culture_status status = cul_content_open(&content, &source, error);
    taken->length = 0;
    while (!status && got && taken->length + out <= sizeof taken->bytes) {
        status = cul_content_read(content, taken->bytes + taken->length, out, &got, error);
        MUST(got <= out);
        taken->length += got;
    }
    check_error(status, error);
    cul_content_close(content);
    return status;
}

/* All of it at once, with a cap. */
static void check_all(const uint8_t *bytes, size_t length, culture_status expected, const struct taken *taken)
{
    struct culture_source source = source_of("survey.csv.zst", bytes, length);
    struct cul_buffer buffer = {0};
    const char *packing;
    struct culture_error error = {0};
    culture_status status = cul_content_all(&source, MOST_TAKEN / 2, &buffer, &packing, &error);
    check_error(status, &error);
    MUST(status ||
         (!expected && buffer.length == taken->length && memcmp(buffer.bytes, taken->bytes, buffer.length) == 0));
    MUST(!status || expected || taken->length > MOST_TAKEN / 2);
    cul_buffer_free(&buffer);
}

static void check(const uint8_t *bytes, size_t length, const uint8_t *wanted, size_t wanted_length)
{
    static struct taken one, other;
    struct culture_error error = {0}, other_error = {0};
    culture_status status = unpack(bytes, length, length + 1, 4096, &one, &error);
    culture_status other_status = unpack(bytes, length, 5, 61, &other, &other_error);
    size_t both = one.length < other.length ? one.length : other.length;
    /* zstd looks at the size that a frame announces only when it has the frame whole. */
    const int lenient = cul_packing_of(bytes, length) == CUL_ZSTD;
    const int whole = one.length + 4096 <= MOST_TAKEN;
    MUST(status == other_status || lenient || !whole);
    MUST(status || other_status || !whole || one.length == other.length);
    MUST(status || other_status || !both || memcmp(one.bytes, other.bytes, both) == 0);
    MUST(!wanted || (!status && one.length == wanted_length && memcmp(one.bytes, wanted, wanted_length) == 0));
    struct culture_error why = {0};
    MUST(unpack(bytes, length, 0, 61, &other, &why) || !whole);
    if (!lenient && whole) {
        check_all(bytes, length, status, &one);
    }
}

static void check_made(unsigned how, const uint8_t *data, size_t size)
{
    static uint8_t packed[2 * MOST_MADE];
    size_t first = how & TWICE ? size / 2 : size, length = 0;
    size_t (*pack)(const uint8_t *, size_t, uint8_t *, size_t) = how & ZSTD ? pack_zstd : pack_gzip;
    if (size > MOST_MADE) {
        return;
    }
    length = pack(data, first, packed, sizeof packed);
    if (how & TWICE) {
        length += pack(data + first, size - first, packed + length, sizeof packed - length);
    }
    if (!length) {
        return; /* a build that has no such library */
    }
    if (how & CHANGED) {
        packed[(size * 7 + how) % length] ^= (uint8_t)(1 + (how >> 5));
    }
    length -= how & CUT ? (size + 1) % length : 0;
    check(packed, length, how & (CUT | CHANGED) ? NULL : data, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned how = size ? data[0] : 0;
    data += size > 0, size -= size > 0;
    if (how & MADE) {
        check_made(how, data, size);
    } else {
        check(data, size, NULL, 0);
    }
    return 0;
}
