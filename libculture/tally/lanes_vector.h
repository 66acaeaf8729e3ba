/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_LANES_VECTOR_H
#define CUL_TALLY_LANES_VECTOR_H

/*
 * As many bytes as one register of the target holds, one per row. The compiler's vectors do most; what they lack is
 * here, once per family of processors, and in plain loops for all others.
 */
#include <stdint.h>
#include <string.h>

#if defined __AVX512BW__ && defined __AVX512VNNI__
#include <immintrin.h>
enum { VECTOR = 64 };
#elif defined __AVX2__
#include <immintrin.h>
enum { VECTOR = 32 };
#elif defined __SSE2__
#include <immintrin.h>
enum { VECTOR = 16 };
#else
enum { VECTOR = 16 };
#endif

typedef uint8_t vector __attribute__((vector_size(VECTOR)));
typedef int8_t signs __attribute__((vector_size(VECTOR)));
typedef int32_t sums __attribute__((vector_size(VECTOR)));
typedef int16_t shorts __attribute__((vector_size(VECTOR)));
typedef uint16_t wide __attribute__((vector_size(VECTOR)));
typedef uint32_t widest __attribute__((vector_size(VECTOR)));

static inline vector load(const uint8_t *from)
{
    vector result;
    memcpy(&result, from, sizeof result);
    return result;
}

static inline void store(uint8_t *to, vector value)
{
    memcpy(to, &value, sizeof value);
}

static inline vector all(uint8_t value)
{
    return (vector){0} + value;
}

/* Of values that are not negative: those at even places and at odd ones, as wider numbers, then by halves. */
static inline int64_t total(sums values)
{
    typedef uint64_t longs __attribute__((vector_size(VECTOR)));
    longs pairs = ((longs)values & 0xFFFFFFFF) + ((longs)values >> 32);
    uint64_t sum = 0;
    for (int i = 0; i < VECTOR / 8; i++) {
        sum += pairs[i];
    }
    return (int64_t)sum;
}

#if defined __AVX512BW__ && defined __AVX512VNNI__

static inline uint64_t where_equal(vector a, vector b)
{
    return _mm512_cmpeq_epi8_mask((__m512i)a, (__m512i)b);
}

static inline vector larger(vector a, vector b)
{
    return (vector)_mm512_max_epu8((__m512i)a, (__m512i)b);
}

/* Adds products of bytes below 128, four to a sum. */
static inline sums add_products(sums sum, vector a, vector b)
{
    return (sums)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
}

static inline sums add_long_products(sums sum, shorts a, shorts b)
{
    return (sums)_mm512_dpwssd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
}

/* The entries of a table of 16; 0 from index 128 on. */
static inline vector look_up(const uint8_t table[16], vector index)
{
    __m512i entries = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)table));
    return (vector)_mm512_shuffle_epi8(entries, (__m512i)index);
}

/* The bytes of two vectors in turn, of the first or second half of every 16 bytes. */
static inline vector interleave_low(vector a, vector b)
{
    return (vector)_mm512_unpacklo_epi8((__m512i)a, (__m512i)b);
}

static inline vector interleave_high(vector a, vector b)
{
    return (vector)_mm512_unpackhi_epi8((__m512i)a, (__m512i)b);
}

/* So long a run of equal answers ends here, given that before: one more where the answer is the same. */
static inline vector go_on(vector run, vector codes, vector before)
{
    const __m512i one = _mm512_set1_epi8(1);
    __mmask64 answers = _mm512_cmpgt_epi8_mask((__m512i)codes, _mm512_setzero_si512());
    __m512i same = _mm512_maskz_mov_epi8(_mm512_cmpeq_epi8_mask((__m512i)codes, (__m512i)before), (__m512i)run);
    return (vector)_mm512_maskz_add_epi8(answers, same, one);
}

#elif defined __AVX2__

static inline uint64_t where_equal(vector a, vector b)
{
    return (uint32_t)_mm256_movemask_epi8((__m256i)(a == b));
}

static inline vector larger(vector a, vector b)
{
    return (vector)_mm256_max_epu8((__m256i)a, (__m256i)b);
}

static inline sums add_long_products(sums sum, shorts a, shorts b)
{
    return sum + (sums)_mm256_madd_epi16((__m256i)a, (__m256i)b);
}

static inline sums add_products(sums sum, vector a, vector b)
{
    return add_long_products(sum, (shorts)_mm256_maddubs_epi16((__m256i)a, (__m256i)b), (shorts){0} + 1);
}

static inline vector look_up(const uint8_t table[16], vector index)
{
    __m256i entries = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
    return (vector)_mm256_shuffle_epi8(entries, (__m256i)index);
}

static inline vector interleave_low(vector a, vector b)
{
    return (vector)_mm256_unpacklo_epi8((__m256i)a, (__m256i)b);
}

static inline vector interleave_high(vector a, vector b)
{
    return (vector)_mm256_unpackhi_epi8((__m256i)a, (__m256i)b);
}

#else

#if defined __SSE2__
static inline uint64_t where_equal(vector a, vector b)
{
    return (uint32_t)_mm_movemask_epi8((__m128i)(a == b));
}

static inline sums add_long_products(sums sum, shorts a, shorts b)
{
    return sum + (sums)_mm_madd_epi16((__m128i)a, (__m128i)b);
}

static inline sums add_products(sums sum, vector a, vector b)
{
    const __m128i none = _mm_setzero_si128();
    sum = add_long_products(sum, (shorts)_mm_unpacklo_epi8((__m128i)a, none),
                            (shorts)_mm_unpacklo_epi8((__m128i)b, none));
    return add_long_products(sum, (shorts)_mm_unpackhi_epi8((__m128i)a, none),
                             (shorts)_mm_unpackhi_epi8((__m128i)b, none));
}
#else
static inline uint64_t where_equal(vector a, vector b)
{
    vector bits = (vector)(a == b) & (vector){1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint64_t low = 0, high = 0;
    for (int i = 0; i < 8; i++) {
        low |= bits[i], high |= bits[8 + i];
    }
    return low | high << 8;
}

static inline sums add_long_products(sums sum, shorts a, shorts b)
{
    for (int i = 0; i < 8; i++) {
        sum[i / 2] += (int32_t)a[i] * b[i];
    }
    return sum;
}

static inline sums add_products(sums sum, vector a, vector b)
{
    for (int i = 0; i < 16; i++) {
        sum[i / 4] += (int32_t)a[i] * b[i];
    }
    return sum;
}
#endif

static inline vector larger(vector a, vector b)
{
    vector above = (vector)(a > b);
    return (a & above) | (b & ~above);
}

#if defined __SSE2__
static inline vector interleave_low(vector a, vector b)
{
    return (vector)_mm_unpacklo_epi8((__m128i)a, (__m128i)b);
}

static inline vector interleave_high(vector a, vector b)
{
    return (vector)_mm_unpackhi_epi8((__m128i)a, (__m128i)b);
}
#else
static inline vector interleave_low(vector a, vector b)
{
    vector result;
    for (int i = 0; i < 8; i++) {
        result[2 * i] = a[i], result[2 * i + 1] = b[i];
    }
    return result;
}

static inline vector interleave_high(vector a, vector b)
{
    vector result;
    for (int i = 0; i < 8; i++) {
        result[2 * i] = a[8 + i], result[2 * i + 1] = b[8 + i];
    }
    return result;
}
#endif

static inline vector look_up(const uint8_t table[16], vector index)
{
#if defined __SSSE3__
    return (vector)_mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)table), (__m128i)index);
#else
    vector result = {0};
    for (int i = 0; i < 16; i++) {
        result |= (vector)(index == (uint8_t)i) & table[i];
    }
    return result;
#endif
}

#endif

#if !defined __AVX512BW__ || !defined __AVX512VNNI__
static inline vector go_on(vector run, vector codes, vector before)
{
    return ((run & (vector)(codes == before)) + 1) & (vector)((signs)codes > (signs){0});
}
#endif

#define ALWAYS static inline __attribute__((always_inline))

/* Lanes with an answer: neither missing nor invalid. */
ALWAYS vector is_answer(vector codes)
{
    return (vector)((signs)codes > (signs){0});
}

#endif
