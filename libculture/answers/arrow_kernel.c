/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of numbers as codes, and codes from columns to rows; compiled once for every kind of processor
 * (CUL_TARGET names it). The loops are plain: the compiler makes vectors of them. */
#include "answers/arrow_kernel.h"

#include <string.h>
#ifdef __SSSE3__
#include <immintrin.h>
#endif

/* Whole numbers: the distance from the lowest point, in the unsigned type, is small for points of the scale alone,
 * which lie between 0 and 127. */
#define WHOLE(name, type, distance)                                                                                    \
    static void name(const void *data, int64_t at, int32_t rows, struct cul_arrow_scale scale, uint8_t *codes)         \
    {                                                                                                                  \
        const type *values = (const type *)data + at;                                                                  \
        for (int32_t i = 0; i < rows; i++) {                                                                           \
            distance from = (distance)((distance)values[i] - (distance)scale.low);                                     \
            codes[i] = (uint8_t)(from < (distance)scale.points ? (uint8_t)from + CUL_CODE_LOWEST : CUL_CODE_INVALID);  \
        }                                                                                                              \
    }

WHOLE(from_int8, int8_t, uint8_t)
WHOLE(from_uint8, uint8_t, uint8_t)
WHOLE(from_int16, int16_t, uint16_t)
WHOLE(from_uint16, uint16_t, uint16_t)
WHOLE(from_int32, int32_t, uint32_t)
WHOLE(from_uint32, uint32_t, uint32_t)
WHOLE(from_int64, int64_t, uint64_t)
WHOLE(from_uint64, uint64_t, uint64_t)

/* Floating point: a number to which this is added has its whole part in the lowest bits. NaN is missing. */
#define REAL(name, type, bits_type, magic)                                                                             \
    static void name(const void *data, int64_t at, int32_t rows, struct cul_arrow_scale scale, uint8_t *codes)         \
    {                                                                                                                  \
        const type *values = (const type *)data + at;                                                                  \
        const type low = (type)scale.low, high = (type)(scale.low + scale.points - 1);                                 \
        const bits_type shift = (bits_type)(CUL_CODE_LOWEST - scale.low);                                              \
        for (int32_t i = 0; i < rows; i++) {                                                                           \
            type value = values[i], moved = value + magic;                                                             \
            bits_type bits;                                                                                            \
            memcpy(&bits, &moved, sizeof bits);                                                                        \
            _Bool on = (value >= low) & (value <= high) & (moved - magic == value);                                    \
            bits_type code = on ? (bits + shift) & 0xFF : value == value ? CUL_CODE_INVALID : CUL_CODE_MISSING;        \
            codes[i] = (uint8_t)code;                                                                                  \
        }                                                                                                              \
    }

REAL(from_float, float, uint32_t, 0x1.8p23f)
REAL(from_double, double, uint64_t, 0x1.8p52)

enum { FEW_WORDS = 16, NO_WORD = 0x80 };

/* Codes of up to sixteen words, which are looked up in a register. */
static void look_up(const uint8_t *table, int32_t rows, uint8_t *codes)
{
    int32_t i = 0;
#ifdef __SSSE3__
    const __m128i words = _mm_loadu_si128((const __m128i *)table);
    for (; i + 16 <= rows; i += 16) {
        __m128i index = _mm_loadu_si128((const __m128i *)(codes + i));
        __m128i none = _mm_cmplt_epi8(index, _mm_setzero_si128()); /* and is CUL_CODE_INVALID */
        _mm_storeu_si128((__m128i *)(codes + i), _mm_or_si128(_mm_shuffle_epi8(words, index), none));
    }
#endif
    for (; i < rows; i++) {
        codes[i] = codes[i] == NO_WORD ? CUL_CODE_INVALID : table[codes[i]];
    }
}

/* Indexes of a dictionary whose words have codes; table has room for sixteen at least. */
#define INDEX(name, type, size)                                                                                        \
    static void name(const void *data, int64_t at, int32_t rows, const uint8_t *table, int64_t words, uint8_t *codes)  \
    {                                                                                                                  \
        const type *indexes = (const type *)data + at;                                                                 \
        if (words <= FEW_WORDS) {                                                                                      \
            for (int32_t i = 0; i < rows; i++) {                                                                       \
                codes[i] = (uint8_t)((size)indexes[i] < (size)words ? indexes[i] : NO_WORD);                           \
            }                                                                                                          \
            look_up(table, rows, codes);                                                                               \
            return;                                                                                                    \
        }                                                                                                              \
        for (int32_t i = 0; i < rows; i++) {                                                                           \
            codes[i] = (uint64_t)(int64_t)indexes[i] < (uint64_t)words ? table[indexes[i]] : CUL_CODE_INVALID;         \
        }                                                                                                              \
    }

INDEX(index_int8, int8_t, uint8_t)
INDEX(index_uint8, uint8_t, uint8_t)
INDEX(index_int16, int16_t, uint16_t)
INDEX(index_uint16, uint16_t, uint16_t)
INDEX(index_int32, int32_t, uint32_t)
INDEX(index_uint32, uint32_t, uint32_t)
INDEX(index_int64, int64_t, uint64_t)
INDEX(index_uint64, uint64_t, uint64_t)

/* Texts, of which most are one digit. */
static inline uint8_t digit(char text, struct cul_arrow_scale scale)
{
    uint32_t from = (uint32_t)(text - '0') - (uint32_t)scale.low;
    bool on = text >= '0' && text <= '9' && from < (uint32_t)scale.points;
    return (uint8_t)(on ? from + CUL_CODE_LOWEST : CUL_ARROW_UNREAD);
}

#define TEXT_OF(name, type, size)                                                                                      \
    static void name(const void *data, const char *text, int64_t at, int32_t rows, struct cul_arrow_scale scale,       \
                     uint8_t *codes)                                                                                   \
    {                                                                                                                  \
        const type *offsets = (const type *)data + at;                                                                 \
        for (int32_t i = 0; i < rows; i++) {                                                                           \
            type from = offsets[i];                                                                                    \
            size length = (size)offsets[i + 1] - (size)from;                                                           \
            codes[i] = length == 1 && from >= 0 && text ? digit(text[from], scale)                                     \
                       : length                         ? CUL_ARROW_UNREAD                                             \
                                                        : CUL_CODE_MISSING;                                                                    \
        }                                                                                                              \
    }

TEXT_OF(text_of_offsets, int32_t, uint32_t)
TEXT_OF(text_of_large_offsets, int64_t, uint64_t)

static void text_of_views(const void *data, const char *text, int64_t at, int32_t rows, struct cul_arrow_scale scale,
                          uint8_t *codes)
{
    (void)text; /* what is short lies in the view */
    for (int32_t i = 0; i < rows; i++) {
        const char *view = (const char *)data + (at + i) * 16;
        int32_t length;
        memcpy(&length, view, sizeof length);
        codes[i] = length == 1 ? digit(view[4], scale) : length ? CUL_ARROW_UNREAD : CUL_CODE_MISSING;
    }
}

/* Eight bits become eight bytes, all ones or all zeros: a byte for each is left with its own bit, which is carried to
 * the top of the byte and from there over all of it. */
static inline uint64_t spread(uint64_t bits)
{
    uint64_t own = bits * 0x0101010101010101 & 0x8040201008040201;
    return ((own + 0x7F7F7F7F7F7F7F7F) >> 7 & 0x0101010101010101) * 0xFF;
}

static void nulls(const unsigned char *valid, int64_t at, int32_t rows, uint8_t *codes)
{
    int32_t i = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const unsigned char *bytes = valid + at / 8;
    unsigned shift = (unsigned)(at % 8);
    for (; i + 8 <= rows; i += 8) {
        uint64_t mask = bytes[i / 8], eight;
        mask = shift ? (mask >> shift | (uint64_t)bytes[i / 8 + 1] << (8 - shift)) & 0xFF : mask;
        memcpy(&eight, codes + i, sizeof eight);
        eight &= spread(mask);
        memcpy(codes + i, &eight, sizeof eight);
    }
#endif
    for (; i < rows; i++) {
        codes[i] &= (uint8_t) - (valid[(at + i) / 8] >> ((at + i) % 8) & 1);
    }
}

typedef uint8_t sixteen __attribute__((vector_size(16)));

/* Sixteen columns of sixteen rows become sixteen rows: four times every register is woven into the one half way on. */
static void turn(const uint8_t *columns, uint8_t *rows, size_t stride)
{
    sixteen from[16], to[16];
    for (int32_t i = 0; i < 16; i++) {
        memcpy(&from[i], columns + i * CUL_ARROW_ROWS, sizeof from[i]);
    }
    for (int32_t round = 0; round < 4; round++) {
        for (int32_t i = 0; i < 8; i++) {
            to[2 * i] =
                __builtin_shufflevector(from[i], from[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            to[2 * i + 1] = __builtin_shufflevector(from[i], from[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29,
                                                    14, 30, 15, 31);
        }
        memcpy(from, to, sizeof from);
    }
    for (size_t i = 0; i < 16; i++) {
        memcpy(rows + i * stride, &from[i], sizeof from[i]);
    }
}

static void look(const uint8_t *columns, size_t stride, struct cul_arrow_looks *looks)
{
    memset(looks, 0, sizeof *looks);
    for (size_t column = 0; column < stride; column++) {
        const uint8_t *codes = columns + column * CUL_ARROW_ROWS;
        for (int32_t i = 0; i < CUL_ARROW_ROWS; i++) {
            looks->answers[i] = (uint16_t)(looks->answers[i] + (codes[i] != CUL_CODE_MISSING));
            looks->invalid[i] |= codes[i] == CUL_CODE_INVALID;
        }
    }
}

static void lay(const uint8_t *columns, size_t stride, int32_t rows, uint8_t *codes)
{
    for (int32_t row = 0; row < rows; row += 16) {
        for (size_t column = 0; column < stride; column += 16) {
            turn(columns + column * CUL_ARROW_ROWS + row, codes + (size_t)row * stride + column, stride);
        }
    }
}

const struct cul_arrow_target CUL_TARGET_OF(arrow) = {
    .name = CUL_TARGET_TEXT(CUL_TARGET),
    .numbers = {[CUL_ARROW_INT8] = from_int8,
                [CUL_ARROW_UINT8] = from_uint8,
                [CUL_ARROW_INT16] = from_int16,
                [CUL_ARROW_UINT16] = from_uint16,
                [CUL_ARROW_INT32] = from_int32,
                [CUL_ARROW_UINT32] = from_uint32,
                [CUL_ARROW_INT64] = from_int64,
                [CUL_ARROW_UINT64] = from_uint64,
                [CUL_ARROW_FLOAT] = from_float,
                [CUL_ARROW_DOUBLE] = from_double},
    .indexes = {[CUL_ARROW_INT8] = index_int8,
                [CUL_ARROW_UINT8] = index_uint8,
                [CUL_ARROW_INT16] = index_int16,
                [CUL_ARROW_UINT16] = index_uint16,
                [CUL_ARROW_INT32] = index_int32,
                [CUL_ARROW_UINT32] = index_uint32,
                [CUL_ARROW_INT64] = index_int64,
                [CUL_ARROW_UINT64] = index_uint64},
    .texts = {[CUL_ARROW_TEXT] = text_of_offsets,
              [CUL_ARROW_LARGE_TEXT] = text_of_large_offsets,
              [CUL_ARROW_TEXT_VIEW] = text_of_views},
    .nulls = nulls,
    .look = look,
    .lay = lay,
};
