/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of numbers and texts as codes, on every kind of processor that can be had here, beside what a person would do
 * cell by cell. */
#include "answers/arrow_kernel.h"
#include "check.h"
#include "numeric/draws.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 200, SLACK = 9, STRIDE = 64 };

static const struct cul_arrow_scale scales[] = {{1, 5}, {0, 4}, {3, 1}, {100, 28}, {0, 128}};

/* Fills a column of a kind with numbers on and around a scale, and says what they are. */
#define COLUMN(kind, type)                                                                                             \
    case kind:                                                                                                         \
        ((type *)data)[i] = (type)number;                                                                              \
        value = (double)((type *)data)[i];                                                                             \
        break;

static double put(enum cul_arrow_kind kind, void *data, int32_t i, double number)
{
    double value = NAN;
    switch (kind) {
        COLUMN(CUL_ARROW_INT8, int8_t)
        COLUMN(CUL_ARROW_UINT8, uint8_t)
        COLUMN(CUL_ARROW_INT16, int16_t)
        COLUMN(CUL_ARROW_UINT16, uint16_t)
        COLUMN(CUL_ARROW_INT32, int32_t)
        COLUMN(CUL_ARROW_UINT32, uint32_t)
        COLUMN(CUL_ARROW_INT64, int64_t)
        COLUMN(CUL_ARROW_UINT64, uint64_t)
        COLUMN(CUL_ARROW_FLOAT, float)
        COLUMN(CUL_ARROW_DOUBLE, double)
    default:
        break;
    }
    return value;
}

static uint8_t code_of(double value, struct cul_arrow_scale scale)
{
    if (isnan(value)) {
        return CUL_CODE_MISSING;
    }
    bool on = value >= scale.low && value < scale.low + scale.points && value == floor(value);
    return on ? (uint8_t)(value - scale.low + CUL_CODE_LOWEST) : CUL_CODE_INVALID;
}

static double draw_number(struct cul_draws *draws, enum cul_arrow_kind kind)
{
    double number = floor(cul_draws_uniform(draws) * 256);
    bool real = kind == CUL_ARROW_FLOAT || kind == CUL_ARROW_DOUBLE;
    if (cul_draws_uniform(draws) < 0.7) {
        number = floor(cul_draws_uniform(draws) * 8);
    }
    if (kind == CUL_ARROW_INT8) {
        return number - 128;
    }
    if (real && cul_draws_uniform(draws) < 0.1) {
        static const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 0.5, 4.25, -0.0, 1e15,
                                     -3e9,        2.9999999};
        return odd[(int)(cul_draws_uniform(draws) * 9)];
    }
    bool has_sign = kind == CUL_ARROW_INT16 || kind == CUL_ARROW_INT32 || kind == CUL_ARROW_INT64 || real;
    return has_sign && cul_draws_uniform(draws) < 0.1 ? -number : number;
}

static void check_numbers(const struct cul_arrow_target *target, enum cul_arrow_kind kind, struct cul_draws *draws)
{
    uint64_t data[CUL_ARROW_ROWS + SLACK];
    uint8_t codes[CUL_ARROW_ROWS], wanted[CUL_ARROW_ROWS + SLACK];
    struct cul_arrow_scale scale = scales[(int)(cul_draws_uniform(draws) * 5)];
    int32_t at = (int32_t)(cul_draws_uniform(draws) * SLACK),
            rows = (int32_t)(cul_draws_uniform(draws) * CUL_ARROW_ROWS) + 1;
    for (int32_t i = 0; i < CUL_ARROW_ROWS + SLACK; i++) {
        wanted[i] = code_of(put(kind, data, i, draw_number(draws, kind)), scale);
    }
    target->numbers[kind](data, at, rows, scale, codes);
    for (int32_t i = 0; i < rows; i++) {
        if (codes[i] != wanted[at + i]) {
            fail_msg("%s, kind %d, row %d of scale %d+%d: %d, not %d", target->name, kind, i, scale.low, scale.points,
                     codes[i], wanted[at + i]);
        }
    }
}

static void numbers_are_codes(void **state)
{
    (void)state;
    const struct cul_arrow_target *targets[CUL_PROCESSORS];
    struct cul_draws draws;
    cul_draws_seed(&draws, 3);
    for (int32_t t = 0, count = cul_arrow_targets(targets); t < count; t++) {
        for (enum cul_arrow_kind kind = CUL_ARROW_INT8; kind <= CUL_ARROW_DOUBLE; kind++) {
            for (int round = 0; round < ROUNDS; round++) {
                check_numbers(targets[t], kind, &draws);
            }
        }
    }
}

static void check_nulls(const struct cul_arrow_target *target, struct cul_draws *draws)
{
    unsigned char valid[(CUL_ARROW_ROWS + SLACK) / 8 + 1];
    uint8_t codes[CUL_ARROW_ROWS];
    int32_t at = (int32_t)(cul_draws_uniform(draws) * SLACK),
            rows = (int32_t)(cul_draws_uniform(draws) * CUL_ARROW_ROWS) + 1;
    for (size_t i = 0; i < sizeof valid; i++) {
        valid[i] = (unsigned char)(cul_draws_uniform(draws) * 256);
    }
    memset(codes, CUL_CODE_INVALID, sizeof codes);
    target->nulls(valid, at, rows, codes);
    for (int32_t i = 0; i < CUL_ARROW_ROWS; i++) {
        bool there = i >= rows || (valid[(at + i) / 8] & 1 << (at + i) % 8);
        assert_int_equal(codes[i], there ? CUL_CODE_INVALID : CUL_CODE_MISSING);
    }
}

static void check_rows(const struct cul_arrow_target *target, struct cul_draws *draws)
{
    static uint8_t columns[STRIDE * CUL_ARROW_ROWS], rows[STRIDE * CUL_ARROW_ROWS];
    static const uint8_t some[] = {CUL_CODE_MISSING, 1, 4, 5, CUL_CODE_INVALID};
    struct cul_arrow_looks looks;
    for (size_t i = 0; i < sizeof columns; i++) {
        columns[i] = some[(int)(cul_draws_uniform(draws) * 4.02)];
    }
    int32_t count = (int32_t)(cul_draws_uniform(draws) * CUL_ARROW_ROWS) + 1;
    target->look(columns, STRIDE, &looks);
    target->lay(columns, STRIDE, count, rows);
    for (int32_t row = 0; row < count; row++) {
        int32_t answers = 0, invalid = 0;
        for (int32_t column = 0; column < STRIDE; column++) {
            uint8_t code = columns[column * CUL_ARROW_ROWS + row];
            assert_int_equal(rows[row * STRIDE + column], code);
            answers += code != CUL_CODE_MISSING;
            invalid |= code == CUL_CODE_INVALID;
        }
        assert_int_equal(looks.answers[row], answers);
        assert_int_equal(looks.invalid[row], invalid);
    }
}

/* Few words and many, indexes of which some lie behind them. */
static void check_words(const struct cul_arrow_target *target, enum cul_arrow_kind kind, struct cul_draws *draws)
{
    uint64_t data[CUL_ARROW_ROWS];
    uint8_t codes[CUL_ARROW_ROWS], table[100];
    double indexes[CUL_ARROW_ROWS];
    int64_t words = cul_draws_whole(draws, 1, cul_draws_uniform(draws) < 0.5 ? 16 : 90);
    for (size_t i = 0; i < sizeof table; i++) {
        table[i] = (uint8_t)cul_draws_whole(draws, 0, 255);
    }
    for (int32_t i = 0; i < CUL_ARROW_ROWS; i++) {
        indexes[i] = put(kind, data, i, (double)cul_draws_whole(draws, 0, words + 1));
    }
    ((uint8_t *)data)[0] = ((uint8_t *)data)[7] = 0xFF; /* -1 of some kinds, too much of others */
    int32_t rows = (int32_t)cul_draws_whole(draws, 9, CUL_ARROW_ROWS);
    target->indexes[kind](data, 0, rows, table, words, codes);
    for (int32_t i = 8; i < rows; i++) {
        assert_int_equal(codes[i], indexes[i] < (double)words ? table[(int)indexes[i]] : CUL_CODE_INVALID);
    }
    if (kind == CUL_ARROW_INT8 || kind == CUL_ARROW_UINT8) {
        assert_int_equal(codes[0], CUL_CODE_INVALID);
    }
}

static void words_are_codes(void **state)
{
    (void)state;
    const struct cul_arrow_target *targets[CUL_PROCESSORS];
    struct cul_draws draws;
    cul_draws_seed(&draws, 5);
    for (int32_t t = 0, count = cul_arrow_targets(targets); t < count; t++) {
        for (enum cul_arrow_kind kind = CUL_ARROW_INT8; kind <= CUL_ARROW_UINT64; kind++) {
            for (int round = 0; round < ROUNDS; round++) {
                check_words(targets[t], kind, &draws);
            }
        }
    }
}

static void columns_are_rows(void **state)
{
    (void)state;
    const struct cul_arrow_target *targets[CUL_PROCESSORS];
    struct cul_draws draws;
    cul_draws_seed(&draws, 4);
    for (int32_t t = 0, count = cul_arrow_targets(targets); t < count; t++) {
        for (int round = 0; round < ROUNDS / 10; round++) {
            check_nulls(targets[t], &draws);
            check_rows(targets[t], &draws);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_codes),
        cmocka_unit_test(words_are_codes),
        cmocka_unit_test(columns_are_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
