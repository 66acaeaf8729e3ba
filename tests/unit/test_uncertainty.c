/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertainty of shares and weighted means, by hand. */
#include "scores/uncertainty.h"
#include "tally/favourable.h"
#include "unit/check.h"

#include <math.h>

/* One dimension of two items with points 0-4: three people, who gave 2, 2 and 1 answers, 2, 0 and 1 of them favourable.
 */
static struct cul_layout_dimension two_items(int64_t *cells)
{
    struct cul_layout_dimension at = {
        .items = 2, .points = 5, .needed = 1, .base = -1, .histogram = 2, .favourable = 0};
    cells[cul_layout_histogram(&at, 2) + 8]++;
    cul_favourable_count(&at, 2, 2, cells);
    cells[cul_layout_histogram(&at, 2) + 2]++;
    cul_favourable_count(&at, 0, 2, cells);
    cells[cul_layout_histogram(&at, 1) + 4]++;
    cul_favourable_count(&at, 1, 1, cells);
    return at;
}

static void the_interval_of_a_share_counts_people_not_answers(void **state)
{
    (void)state;
    int64_t cells[32] = {0};
    struct cul_layout_dimension at = two_items(cells);
    /* p = 3/5; residuals f - p a: 4/5, -6/5, 2/5, squares 56/25; v = 3/2 * 56/25 / 25 = 0.1344; n = 0.24 / 0.1344. */
    double n = 0.24 / 0.1344, z2 = 3.8414588206941254, p = 0.6;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = sqrt(z2) / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    struct cul_interval interval = cul_favourable_interval(&at, cells, 3, 0, 0.95);
    assert_near(interval.low, centre - half, 1e-13);
    assert_near(interval.high, centre + half, 1e-13);
    struct cul_interval of_four = cul_favourable_interval(&at, cells, 3, 4, 0.95);
    assert_true(of_four.low > interval.low && of_four.high < interval.high);
    struct cul_interval census = cul_favourable_interval(&at, cells, 3, 3, 0.95);
    assert_true(census.low == 0.6 && census.high == 0.6);
}

static void a_share_that_all_agree_on_is_as_sure_as_there_are_people(void **state)
{
    (void)state;
    int64_t cells[32] = {0};
    struct cul_layout_dimension at = {
        .items = 2, .points = 5, .needed = 1, .base = -1, .histogram = 2, .favourable = 0};
    cells[cul_layout_histogram(&at, 2) + 8] = 10;
    for (int i = 0; i < 10; i++) {
        cul_favourable_count(&at, 2, 2, cells);
    }
    struct cul_interval interval = cul_favourable_interval(&at, cells, 20, 0, 0.95);
    assert_true(interval.high == 1);
    assert_near(interval.low, 10 / (10 + 3.8414588206941254), 1e-13);
}

static void one_person_gives_no_interval(void **state)
{
    (void)state;
    int64_t cells[32] = {0};
    struct cul_layout_dimension at = {
        .items = 2, .points = 5, .needed = 1, .base = -1, .histogram = 2, .favourable = 0};
    cells[cul_layout_histogram(&at, 2) + 8] = 1;
    cul_favourable_count(&at, 2, 2, cells);
    assert_true(isnan(cul_favourable_interval(&at, cells, 2, 0, 0.95).low));
}

static void counts_from_a_file_must_be_possible(void **state)
{
    (void)state;
    int64_t cells[32] = {0};
    struct cul_layout_dimension at = two_items(cells);
    assert_true(cul_favourable_is_possible(&at, cells));
    cells[CUL_FAVOURABLE_SQUARES] = 6; /* more than answers times favourable answers */
    assert_false(cul_favourable_is_possible(&at, cells));
    cells[CUL_FAVOURABLE_SQUARES] = 5, cells[CUL_FAVOURABLE_ANSWERED] = 10;
    assert_false(cul_favourable_is_possible(&at, cells));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_of_a_share_counts_people_not_answers),
        cmocka_unit_test(a_share_that_all_agree_on_is_as_sure_as_there_are_people),
        cmocka_unit_test(one_person_gives_no_interval),
        cmocka_unit_test(counts_from_a_file_must_be_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
