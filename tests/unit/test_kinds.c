/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of rows in a structure, and whether sums over few of them can be worked out. */
#include "scores/safe_sums.h"
#include "small.h"
#include "tally/kinds.h"

#include <string.h>

static const struct cul_kinds_shape shape = {2, 20};

/* Row i of many: all kinds of answers but three in four are complete; the same row comes back. */
static void count_row(struct cul_kinds *kinds, int i)
{
    const bool dimensions[2] = {true, i % 3 == 0};
    unsigned char answered[3] = {(unsigned char)i, (unsigned char)(i >> 8), (unsigned char)(i >> 16)};
    struct cul_kind_row row = {"north", i % 2 ? "nl" : NULL, dimensions, i % 4 ? answered : NULL};
    assert_true(cul_kinds_count(kinds, shape, &row));
}

static void assert_same(const struct cul_kinds *one, const struct cul_kinds *other)
{
    assert_int_equal(one->level, other->level);
    assert_int_equal(one->kinds.count, other->kinds.count);
    assert_int_equal(one->groups.count, other->groups.count);
    for (int64_t i = 0; i < one->kinds.count; i++) {
        int64_t there = cul_names_find(&other->kinds, one->kinds.texts[i], one->kinds.lengths[i]);
        assert_true(there >= 0);
        assert_int_equal(one->rows[i], other->rows[there]);
    }
    for (int64_t i = 0; i < one->groups.count; i++) {
        int64_t there = cul_names_find(&other->groups, one->groups.texts[i], one->groups.lengths[i]);
        assert_true(there >= 0);
        assert_memory_equal(one->cells + 3 * i, other->cells + 3 * there, 3 * sizeof(int64_t));
    }
}

static void kinds_by_hand(void **state)
{
    (void)state;
    struct cul_kinds kinds = {0};
    for (int i = 0; i < 12; i++) {
        count_row(&kinds, i);
        count_row(&kinds, i);
    }
    assert_int_equal(kinds.level, 0);
    assert_int_equal(kinds.kinds.count, 9);
    assert_int_equal(kinds.rows[0], 2);
    int64_t group = cul_names_find(&kinds.groups, "north", 6); /* with its NUL and no language: i even */
    assert_true(group >= 0);
    assert_int_equal(kinds.cells[3 * group], 6); /* 0 4 8 twice */
    assert_int_equal(kinds.cells[3 * group + 1], 12);
    assert_int_equal(kinds.cells[3 * group + 2], 4); /* 0 6 twice */
    cul_kinds_free(&kinds);
}

/* Of too many kinds a sample is left, the same however the rows are split and merged. */
static void samples_do_not_depend_on_order(void **state)
{
    (void)state;
    enum { ROWS = 60000, PARTS = 3 };
    struct cul_kinds whole = {0}, parts[PARTS];
    memset(parts, 0, sizeof parts);
    for (int i = 0; i < ROWS; i++) {
        count_row(&whole, i);
        count_row(&parts[i * 7 / 5 % PARTS], ROWS - 1 - i);
    }
    assert_true(cul_kinds_add(&parts[2], shape, &parts[0]));
    assert_true(cul_kinds_add(&parts[1], shape, &parts[2]));
    assert_true(whole.level > 0);
    assert_in_range(whole.kinds.count, CUL_MAXIMUM_KINDS / 4, CUL_MAXIMUM_KINDS);
    assert_same(&whole, &parts[1]);
    cul_kinds_free(&whole);
    for (int i = 0; i < PARTS; i++) {
        cul_kinds_free(&parts[i]);
    }
}

static const int64_t sizes[2] = {100, 100};

/* Strata of 12 rows in a set and 3 that are not: whoever knows all sums knows that of the 3 of all strata together. */
static void few_of_several_strata(void **state)
{
    (void)state;
    struct cul_safe_sums *sums = cul_safe_sums_new(2, 20);
    const uint64_t in = 1, out = 0;
    for (int strata = 0; strata < 9; strata++) {
        cul_safe_sums_begin(sums, 1, sizes);
        for (int i = 0; i < strata; i++) {
            assert_true(cul_safe_sums_add(sums, &in, 12));
            assert_true(cul_safe_sums_add(sums, &out, 3));
            assert_true(cul_safe_sums_close(sums));
        }
        assert_int_equal(cul_safe_sums_rank(sums), strata > 0);
        assert_int_equal(cul_safe_sums_are_safe(sums, strata > 0), strata == 0 || 3 * strata >= 20);
    }
    cul_safe_sums_free(sums);
}

/* Two sets that 30 rows each are in, but for the 5 in both: without either they are left of all. */
static void sets_that_overlap(void **state)
{
    (void)state;
    struct cul_safe_sums *sums = cul_safe_sums_new(2, 20);
    const uint64_t first = 1, second = 2, both = 3;
    for (int64_t shared = 0; shared <= 20; shared += 5) {
        cul_safe_sums_begin(sums, 2, sizes);
        assert_true(cul_safe_sums_add(sums, &first, 30));
        assert_true(cul_safe_sums_add(sums, &second, 30));
        assert_true(cul_safe_sums_add(sums, &both, shared));
        assert_true(cul_safe_sums_close(sums));
        assert_int_equal(cul_safe_sums_rank(sums), shared ? 2 : 1);
        assert_int_equal(cul_safe_sums_are_safe(sums, cul_safe_sums_rank(sums)), shared == 0 || shared == 20);
    }
    cul_safe_sums_free(sums);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_by_hand),
        cmocka_unit_test(samples_do_not_depend_on_order),
        cmocka_unit_test(few_of_several_strata),
        cmocka_unit_test(sets_that_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
