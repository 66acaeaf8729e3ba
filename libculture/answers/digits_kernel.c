/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading digits, compiled once for every kind of processor (CUL_TARGET names it). */
#include "answers/digits.h"

#include <stdbool.h>
#include <string.h>

static const struct cul_digits_found not_plain = {0, 0};

#if defined __AVX2__
#include <immintrin.h>

/* A piece of 64 bytes: which of them are what, and what stands before each: its code, from 1. */
struct piece {
    uint64_t delimiters, digits;
#if defined __AVX512VBMI2__
    __m512i before;
#else
    uint8_t before[64];
#endif
    uint64_t outside; /* what stands before is not on the scale; no matter where that is no digit */
};

#if defined __AVX512VBMI2__
static inline struct piece look(const char *text, const struct cul_digits_cells *cells)
{
    __m512i bytes = _mm512_loadu_si512(text), before = _mm512_loadu_si512(text - 1);
    before = _mm512_sub_epi8(before, _mm512_set1_epi8((char)cells->lowest));
    return (struct piece){
        .delimiters = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(cells->delimiter)),
        .digits = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')), _mm512_set1_epi8(10)),
        .before = _mm512_add_epi8(before, _mm512_set1_epi8(1)),
        .outside = _mm512_cmpge_epu8_mask(before, _mm512_set1_epi8((char)cells->points)),
    };
}

/* The codes of the cells that end in the piece; 0 where no digit follows. */
static inline void keep(const struct piece *piece, uint64_t ends, uint64_t follows, uint8_t *codes)
{
    __m512i known = _mm512_maskz_mov_epi8(follows, piece->before);
    _mm512_storeu_si512(codes, _mm512_maskz_compress_epi8(ends, known));
}
#else
static inline uint64_t both(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

/* Bytes that are at least first and below first + count. */
static inline __m256i within(__m256i bytes, char first, char count)
{
    __m256i value = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(value, _mm256_set1_epi8((char)(count - 1))), value);
}

static inline struct piece look(const char *text, const struct cul_digits_cells *cells)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)text), high = _mm256_loadu_si256((const __m256i *)(text + 32));
    __m256i low_before = _mm256_loadu_si256((const __m256i *)(text - 1)),
            high_before = _mm256_loadu_si256((const __m256i *)(text + 31));
    const __m256i delimiter = _mm256_set1_epi8(cells->delimiter), zero = _mm256_set1_epi8((char)(cells->lowest - 1));
    struct piece piece = {
        .delimiters = both(_mm256_cmpeq_epi8(low, delimiter), _mm256_cmpeq_epi8(high, delimiter)),
        .digits = both(within(low, '0', 10), within(high, '0', 10)),
        .outside = ~both(within(low_before, (char)cells->lowest, (char)cells->points),
                         within(high_before, (char)cells->lowest, (char)cells->points)),
    };
    _mm256_storeu_si256((__m256i *)piece.before, _mm256_sub_epi8(low_before, zero));
    _mm256_storeu_si256((__m256i *)(piece.before + 32), _mm256_sub_epi8(high_before, zero));
    return piece;
}

/* Every bit of a byte for every bit of eight. */
static inline uint64_t spread(uint64_t bits)
{
    return _pdep_u64(bits, UINT64_C(0x0101010101010101)) * 255;
}

static inline void keep(const struct piece *piece, uint64_t ends, uint64_t follows, uint8_t *codes)
{
    for (int i = 0; i < 64; i += 8) {
        uint64_t here = ends >> i & 255, before;
        memcpy(&before, piece->before + i, sizeof before);
        before = _pext_u64(before & spread(follows >> i & 255), spread(here));
        memcpy(codes, &before, sizeof before);
        codes += __builtin_popcountll(here);
    }
}
#endif

static struct cul_digits_found read_cells(const char *text, const struct cul_digits_cells *cells, uint8_t *codes)
{
    int32_t left = cells->count, answers = 0;
    uint64_t digit = 0; /* the byte before the piece is one */
    for (size_t at = 0;; at += 64) {
        struct piece piece = look(text + at, cells);
        uint64_t others = ~(piece.delimiters | piece.digits), follows = piece.digits << 1 | digit;
        /* The first of the others may be what ends the last cell. */
        uint64_t ends = piece.delimiters | (others & -others);
        int32_t count = __builtin_popcountll(ends);
        uint64_t last = count < left ? 0 : _pdep_u64(UINT64_C(1) << (left - 1), ends);
        uint64_t before = last - 1; /* all of the piece when last is 0 */
        ends &= before | last;
        if (((others | (piece.digits & follows)) & before) || (piece.outside & follows & ends)) {
            return not_plain;
        }
        keep(&piece, ends, follows, codes);
        answers += __builtin_popcountll(follows & ends);
        if (last) {
            return (struct cul_digits_found){at + (size_t)__builtin_ctzll(last), answers};
        }
        digit = piece.digits >> 63;
        codes += count;
        left -= count;
    }
}

#else

typedef uint8_t bytes __attribute__((vector_size(16)));

/* Where in memory the first byte lies that is not 0. */
static inline int32_t first_byte(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return __builtin_clzll(word) / 8;
#else
    return __builtin_ctzll(word) / 8;
#endif
}

/* Reads up to eight cells that are a digit each, with what ends them. Returns how many there were; codes behind them
 * are of no use. */
static inline int32_t read_some(const char *text, const struct cul_digits_cells *cells, uint8_t *codes)
{
    const bytes even = {255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0};
    bytes all, packed;
    uint64_t right[2];
    memcpy(&all, text, sizeof all);
    bytes value = all - cells->lowest;
    bytes fits = ((bytes)(value < cells->points) & even) | ((bytes)(all == (uint8_t)cells->delimiter) & ~even);
    value += 1;
#if defined __clang__
    packed = __builtin_shufflevector(value, value, 0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14);
#else
    packed = __builtin_shuffle(value, (bytes){0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14});
#endif
    memcpy(codes, &packed, 8);
    memcpy(right, &fits, sizeof right);
    int32_t first = ~right[0] ? first_byte(~right[0]) : 8;
    return first < 8 ? first / 2 : 4 + (~right[1] ? first_byte(~right[1]) : 8) / 2;
}

static struct cul_digits_found read_cells(const char *text, const struct cul_digits_cells *cells, uint8_t *codes)
{
    size_t at = 0;
    int32_t answers = 0;
    for (int32_t i = 0; i < cells->count; i++) {
        for (int32_t found = 8; found == 8 && cells->count - i > 8;) { /* not the last cell, which ends otherwise */
            found = read_some(text + at, cells, codes + i);
            at += 2 * (size_t)found, i += found, answers += found;
        }
        bool digit = text[at] >= '0' && text[at] <= '9';
        uint8_t value = (uint8_t)((uint8_t)text[at] - cells->lowest);
        if (digit && value >= cells->points) {
            return not_plain;
        }
        codes[i] = digit ? (uint8_t)(value + 1) : 0;
        answers += digit;
        at += digit;
        bool last = i == cells->count - 1;
        if (last ? text[at] >= '0' && text[at] <= '9' : text[at] != cells->delimiter) {
            return not_plain;
        }
        at += !last;
    }
    return (struct cul_digits_found){at, answers};
}
#endif

const struct cul_digits_target CUL_TARGET_OF(digits) = {.name = CUL_TARGET_TEXT(CUL_TARGET), .read = read_cells};
