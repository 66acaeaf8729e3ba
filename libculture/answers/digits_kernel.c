/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading digits, compiled once for every kind of processor (CUL_DIGITS_TARGET names it). */
#include "answers/digits.h"

#include "culture/answers.h"

#include <stdbool.h>
#include <string.h>

#if defined __AVX2__
#include <immintrin.h>

/* A piece of 64 bytes: which of them are what. */
struct piece {
    uint64_t ends, lines, digits;
#if defined __AVX512VBMI2__
    __m512i before; /* every byte's predecessor, 0 where that is no digit */
#endif
};

#if defined __AVX512VBMI2__
static inline struct piece look(const char *text, char delimiter)
{
    __m512i bytes = _mm512_loadu_si512(text), before = _mm512_loadu_si512(text - 1);
    const __m512i zero = _mm512_set1_epi8('0'), ten = _mm512_set1_epi8(10);
    uint64_t lines =
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
    uint64_t follows = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(before, zero), ten);
    return (struct piece){
        .ends = lines | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
        .lines = lines,
        .digits = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, zero), ten),
        .before = _mm512_maskz_mov_epi8(follows, before),
    };
}

/* One byte per cell that ends here. */
static inline void keep(const struct piece *piece, const char *text, uint8_t *digits)
{
    (void)text;
    _mm512_storeu_si512(digits, _mm512_maskz_compress_epi8(piece->ends, piece->before));
}
#else
static inline uint64_t where(__m256i low, __m256i high, char what)
{
    const __m256i all = _mm256_set1_epi8(what);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all)) << 32;
}

static inline uint64_t where_digit(__m256i bytes)
{
    __m256i value = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(value, _mm256_set1_epi8(9)), value));
}

static inline struct piece look(const char *text, char delimiter)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)text), high = _mm256_loadu_si256((const __m256i *)(text + 32));
    uint64_t lines = where(low, high, '\n') | where(low, high, '\r');
    return (struct piece){
        .ends = lines | where(low, high, delimiter),
        .lines = lines,
        .digits = where_digit(low) | where_digit(high) << 32,
    };
}

/* Every bit of a byte for every bit of eight. */
static inline uint64_t spread(uint64_t bits)
{
    return _pdep_u64(bits, UINT64_C(0x0101010101010101)) * 255;
}

static inline void keep(const struct piece *piece, const char *text, uint8_t *digits)
{
    uint64_t follows = piece->digits << 1 | (text[-1] >= '0' && text[-1] <= '9');
    for (int i = 0; i < 64; i += 8) {
        uint64_t ends = piece->ends >> i & 255, before;
        memcpy(&before, text - 1 + i, sizeof before);
        before = _pext_u64(before & spread(follows >> i & 255), spread(ends));
        memcpy(digits, &before, sizeof before);
        digits += __builtin_popcountll(ends);
    }
}
#endif

static size_t read_cells(const char *text, char delimiter, int32_t cells, uint8_t *digits)
{
    bool digit = false; /* the byte before the piece is one */
    for (size_t at = 0; cells > 0; at += 64) {
        struct piece piece = look(text + at, delimiter);
        int32_t ends = __builtin_popcountll(piece.ends);
        /* Of the last piece only what leads up to the last cell's end counts. */
        uint64_t last = ends < cells ? 0 : _pdep_u64(UINT64_C(1) << (cells - 1), piece.ends);
        uint64_t counts = last - 1; /* all of it when last is 0 */
        uint64_t doubled = piece.digits & (piece.digits << 1 | digit);
        if ((~(piece.ends | piece.digits) | doubled | piece.lines) & counts) {
            return 0;
        }
        keep(&piece, text + at, digits);
        if (last) {
            return at + (size_t)__builtin_ctzll(last);
        }
        digit = piece.digits >> 63;
        digits += ends;
        cells -= ends;
    }
    return 0;
}

#else

static inline bool ends_cell(char c, char delimiter)
{
    return c == delimiter || c == '\n' || c == '\r';
}

static size_t read_cells(const char *text, char delimiter, int32_t cells, uint8_t *digits)
{
    size_t at = 0;
    for (int32_t i = 0; i < cells; i++) {
        bool digit = text[at] >= '0' && text[at] <= '9';
        digits[i] = digit ? (uint8_t)text[at] : 0;
        at += digit;
        bool last = i == cells - 1;
        if (last ? !ends_cell(text[at], delimiter) : text[at] != delimiter) {
            return 0;
        }
        at += !last;
    }
    return at;
}
#endif

static int32_t value_cells(const uint8_t *digits, int32_t cells, int16_t low, int16_t high, int16_t *values)
{
    enum { STEP = 32 };
    int16_t found[STEP] = {0}, outside[STEP] = {0}; /* at most 10,000 cells */
    for (int32_t from = 0; from < cells; from += STEP) {
        for (int32_t i = 0; i < STEP; i++) {
            int16_t value = (int16_t)(digits[from + i] - '0'), there = digits[from + i] != 0;
            found[i] = (int16_t)(found[i] + there);
            outside[i] |= (int16_t)(there & ((value < low) | (value > high)));
            values[from + i] = there ? value : CULTURE_MISSING;
        }
    }
    int32_t count = 0, wrong = 0;
    for (int32_t i = 0; i < STEP; i++) {
        count += found[i], wrong |= outside[i];
    }
    return wrong ? -1 : count;
}

#define JOIN(name, target) name##target
#define NAME(name, target) JOIN(name, target)
#define TEXT(target) #target
#define TARGET_NAME(target) TEXT(target)

const struct cul_digits_target NAME(cul_digits_, CUL_DIGITS_TARGET) = {
    .name = TARGET_NAME(CUL_DIGITS_TARGET), .read = read_cells, .value = value_cells};
