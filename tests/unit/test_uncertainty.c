/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertainty of shares and weighted means, by hand. */
#include "scores/uncertainty.h"
#include "scores/weighting.h"
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

/*
 * Sixteen people in three departments and two age groups, of 50, 30, 20 and 40, 60 people. Expected by R 4.2.2, survey
 * 4.1-1: svydesign(ids = ~1, fpc = ~N), postStratify(~A) and rake(~A, ~B), svymean.
 */
static const int32_t crossed[6][2] = {{0, 0}, {1, 0}, {2, 0}, {0, 1}, {1, 1}, {2, 1}};

static void fill_crossed(struct cul_stratum strata[6])
{
    static const double cells[6][3] = {{4, 2.45, 3.13 / 3}, {2, 3.5, 4.5},  {2, 4.125, 0.03125},
                                       {3, 3.65, 0.6175},   {3, 3.5, 0.25}, {2, 4.125, 0.28125}};
    for (int i = 0; i < 6; i++) {
        strata[i] = (struct cul_stratum){
            .n = cells[i][0], .mean = cells[i][1], .variance = cells[i][2], .categories = crossed[i]};
    }
}

static void raking_equals_survey(void **state)
{
    (void)state;
    struct cul_stratum strata[6];
    double departments[] = {50, 30, 20}, ages[] = {40, 60}, room[5], sizes[3];
    struct cul_margin margins[] = {{3, departments, room}, {2, ages, room + 3}};
    fill_crossed(strata);
    struct cul_weighted raked = cul_weigh(strata, 6, margins, 2, sizes, true);
    assert_int_equal(raked.reason, CULTURE_REASON_NONE);
    assert_near(raked.mean, 3.4224613789815233, 1e-11);
    assert_near(raked.standard_error, 0.18820166848840375, 1e-11);
    assert_near(raked.effective, 15.005160838168088, 1e-11);
    struct cul_weighted process = cul_weigh(strata, 6, margins, 2, sizes, false);
    assert_near(process.standard_error, raked.standard_error / sqrt(0.84), 1e-12);
}

static void post_stratification_equals_survey(void **state)
{
    (void)state;
    struct cul_stratum strata[6];
    double departments[] = {50, 30, 20}, room[3], sizes[3];
    struct cul_margin margin = {3, departments, room};
    fill_crossed(strata);
    struct cul_weighted weighted = cul_weigh(strata, 6, &margin, 1, sizes, true);
    assert_near(weighted.mean, 3.3571428571428572, 1e-12);
    assert_near(weighted.standard_error, 0.21924229444491178, 1e-11);
    assert_near(weighted.effective, 15.695067264573986, 1e-12);
    assert_near(weighted.ratio, 8.0 / 7, 1e-12);
}

static void margins_that_cannot_be_are_refused(void **state)
{
    (void)state;
    struct cul_stratum strata[6];
    double departments[] = {50, 30, 20}, ages[] = {40, 70}, room[5], sizes[3];
    struct cul_margin margins[] = {{3, departments, room}, {2, ages, room + 3}};
    fill_crossed(strata);
    assert_int_equal(cul_weigh(strata, 6, margins, 2, sizes, true).reason, CULTURE_REASON_OUT_OF_RANGE);
    ages[1] = 60, departments[2] = 3, departments[0] = 67; /* four people answered in a department of three */
    assert_int_equal(cul_weigh(strata, 6, margins, 2, sizes, true).reason, CULTURE_REASON_OUT_OF_RANGE);
    departments[2] = 20, departments[0] = 50;
    assert_int_equal(cul_weigh(strata, 2, margins, 1, sizes, true).reason, CULTURE_REASON_TOO_FEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_of_a_share_counts_people_not_answers),
        cmocka_unit_test(a_share_that_all_agree_on_is_as_sure_as_there_are_people),
        cmocka_unit_test(one_person_gives_no_interval),
        cmocka_unit_test(raking_equals_survey),
        cmocka_unit_test(post_stratification_equals_survey),
        cmocka_unit_test(margins_that_cannot_be_are_refused),
        cmocka_unit_test(counts_from_a_file_must_be_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
