/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files packed by gzip and zstd: whole, in pieces, cut off, damaged, and much larger than they look. */
#include "base/content.h"
#include "base/memory.h"
#include "check.h"
#include "culture/answers.h"

#include <stdbool.h>

#ifdef CUL_WITH_ZLIB
#include <zlib.h>
#endif
#ifdef CUL_WITH_ZSTD
#include <zstd.h>
#endif

struct packed {
    unsigned char bytes[1 << 12];
    size_t length;
};

static const char text[] = "organisation,a,b\nnorth,1,2\nnorth,5,4\nsouth,3,3\nsouth,2,1\neast,1,5\n";
enum { TEXT = sizeof text - 1 };

#ifdef CUL_WITH_ZLIB
static void pack_gzip(struct packed *packed, const char *from, size_t length)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)from;
    stream.avail_in = (unsigned)length;
    stream.next_out = packed->bytes + packed->length;
    stream.avail_out = (unsigned)(sizeof packed->bytes - packed->length);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed->length += stream.total_out;
    deflateEnd(&stream);
}
#endif

#ifdef CUL_WITH_ZSTD
static void pack_zstd(struct packed *packed, const char *from, size_t length)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t size =
        ZSTD_compress2(context, packed->bytes + packed->length, sizeof packed->bytes - packed->length, from, length);
    assert_false(ZSTD_isError(size));
    packed->length += size;
    ZSTD_freeCCtx(context);
}
#endif

typedef void pack(struct packed *packed, const char *from, size_t length);
static pack *const packers[] = {
#ifdef CUL_WITH_ZLIB
    pack_gzip,
#endif
#ifdef CUL_WITH_ZSTD
    pack_zstd,
#endif
    NULL};

static culture_status read_bytes(const void *bytes, size_t length, struct cul_buffer *into, struct culture_error *error)
{
    cul_buffer_clear(into);
    return cul_content_all(&(struct culture_source){.path = "f", .bytes = bytes, .length = length}, 1 << 20, into,
                           &(const char *){0}, error);
}

static bool is_text(const struct cul_buffer *buffer)
{
    return buffer->length == TEXT && memcmp(buffer->bytes, text, TEXT) == 0;
}

static void two_members_are_one_text(void **state)
{
    (void)state;
    struct cul_buffer buffer = {0};
    for (pack *const *one = packers; *one; one++) {
        struct packed packed = {.length = 0};
        (*one)(&packed, text, 20);
        (*one)(&packed, text + 20, 0);
        (*one)(&packed, text + 20, TEXT - 20);
        assert_int_equal(read_bytes(packed.bytes, packed.length, &buffer, NULL), CULTURE_OK);
        assert_true(is_text(&buffer));
    }
    assert_int_equal(read_bytes(text, TEXT, &buffer, NULL), CULTURE_OK);
    assert_true(is_text(&buffer));
    cul_buffer_free(&buffer);
}

static int64_t one_byte(void *context, void *buffer, size_t capacity)
{
    struct packed *packed = context;
    (void)capacity;
    if (!packed->length) {
        return 0;
    }
    memcpy(buffer, packed->bytes, 1);
    memmove(packed->bytes, packed->bytes + 1, --packed->length);
    return 1;
}

static void a_source_may_give_single_bytes(void **state)
{
    (void)state;
    struct cul_buffer buffer = {0};
    for (pack *const *one = packers; *one; one++) {
        struct packed packed = {.length = 0};
        (*one)(&packed, text, TEXT);
        cul_buffer_clear(&buffer);
        struct culture_source source = {.read = one_byte, .context = &packed};
        assert_int_equal(cul_content_all(&source, 1 << 20, &buffer, &(const char *){0}, NULL), CULTURE_OK);
        assert_true(is_text(&buffer));
    }
    cul_buffer_free(&buffer);
}

static void every_cut_is_noticed(void **state)
{
    (void)state;
    enum { MARK = 4 };
    struct cul_buffer buffer = {0};
    for (pack *const *one = packers; *one; one++) {
        struct packed packed = {.length = 0};
        (*one)(&packed, text, TEXT);
        for (size_t length = MARK; length < packed.length; length++) {
            struct culture_error error = {0};
            assert_int_equal(read_bytes(packed.bytes, length, &buffer, &error), CULTURE_ERROR_SYNTAX);
            assert_non_null(strstr(error.message, "ends too early"));
            assert_true(error.line >= 1);
        }
    }
    cul_buffer_free(&buffer);
}

/* Both kinds hold a checksum: what comes out is right or refused. */
static void every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    struct cul_buffer buffer = {0};
    for (pack *const *one = packers; *one; one++) {
        struct packed packed = {.length = 0};
        (*one)(&packed, text, TEXT);
        int64_t refused = 0;
        for (size_t bit = 8 * 4; bit < packed.length * 8; bit++) {
            packed.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            culture_status status = read_bytes(packed.bytes, packed.length, &buffer, NULL);
            assert_true(status == CULTURE_OK ? is_text(&buffer)
                                             : status == CULTURE_ERROR_SYNTAX || status == CULTURE_ERROR_LIMIT);
            refused += status != CULTURE_OK;
            packed.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        assert_true(refused > (int64_t)packed.length * 4);
    }
    cul_buffer_free(&buffer);
}

static void what_follows_must_be_packed_too(void **state)
{
    (void)state;
    struct cul_buffer buffer = {0};
    for (pack *const *one = packers; *one; one++) {
        struct packed packed = {.length = 0};
        (*one)(&packed, text, TEXT);
        memcpy(packed.bytes + packed.length, "something else", 14);
        assert_int_equal(read_bytes(packed.bytes, packed.length + 14, &buffer, NULL), CULTURE_ERROR_SYNTAX);
    }
    cul_buffer_free(&buffer);
}

static void the_cap_counts_what_is_unpacked(void **state)
{
    (void)state;
    struct cul_buffer buffer = {0};
    for (pack *const *one = packers; *one; one++) {
        struct packed packed = {.length = 0};
        struct culture_error error = {0};
        (*one)(&packed, text, TEXT);
        struct culture_source source = {.bytes = packed.bytes, .length = packed.length};
        cul_buffer_clear(&buffer);
        assert_int_equal(cul_content_all(&source, TEXT - 1, &buffer, &(const char *){0}, &error), CULTURE_ERROR_LIMIT);
        assert_int_equal(error.line, 7);
        cul_buffer_clear(&buffer);
        assert_int_equal(cul_content_all(&source, TEXT, &buffer, &(const char *){0}, NULL), CULTURE_OK);
    }
    cul_buffer_free(&buffer);
}

#ifdef CUL_WITH_ZLIB
/* 100 MB of line ends in 100 kB. */
static void a_bomb_is_refused_with_its_place(void **state)
{
    (void)state;
    enum { PIECE = 1 << 20, PIECES = 100, ROOM = 1 << 18 };
    char *piece = malloc(PIECE);
    unsigned char *bomb = malloc(ROOM);
    memset(piece, '\n', PIECE);
    z_stream stream = {.next_out = bomb, .avail_out = ROOM};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    for (int i = 0; i < PIECES; i++) {
        stream.next_in = (unsigned char *)piece;
        stream.avail_in = PIECE;
        assert_int_equal(deflate(&stream, i + 1 < PIECES ? Z_NO_FLUSH : Z_FINISH),
                         i + 1 < PIECES ? Z_OK : Z_STREAM_END);
    }
    struct culture_source source = {.bytes = bomb, .length = stream.total_out};
    struct culture_error error = {0};
    struct cul_content *content = NULL;
    assert_int_equal(cul_content_open(&content, &source, NULL), CULTURE_OK);
    assert_string_equal(cul_content_packing(content), "gzip");
    culture_status status;
    size_t got, most = 0;
    do {
        status = cul_content_read(content, piece, PIECE, &got, &error);
        most += got;
    } while (!status && got);
    cul_content_close(content);
    assert_int_equal(status, CULTURE_ERROR_LIMIT);
    assert_true(error.line > (64 << 20) && most < ((size_t)66 << 20));
    deflateEnd(&stream);
    free(piece);
    free(bomb);
}
#endif

/* What this build cannot unpack is told as such; it is no text that makes no sense. */
static void a_kind_that_is_absent_says_so(void **state)
{
    (void)state;
    static const char *const marks[] = {
#ifndef CUL_WITH_ZLIB
        "\x1F\x8B\x08\x01",
#endif
#ifndef CUL_WITH_ZSTD
        "\x28\xB5\x2F\xFD",
#endif
        NULL};
    struct cul_buffer buffer = {0};
    for (const char *const *mark = marks; *mark; mark++) {
        struct culture_error error = {0};
        assert_int_equal(read_bytes(*mark, 4, &buffer, &error), CULTURE_ERROR_FILE);
        assert_non_null(strstr(error.message, "cannot unpack"));
    }
    cul_buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_members_are_one_text),
        cmocka_unit_test(a_source_may_give_single_bytes),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(every_flipped_bit_is_noticed),
        cmocka_unit_test(what_follows_must_be_packed_too),
        cmocka_unit_test(the_cap_counts_what_is_unpacked),
#ifdef CUL_WITH_ZLIB
        cmocka_unit_test(a_bomb_is_refused_with_its_place),
#endif
        cmocka_unit_test(a_kind_that_is_absent_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
