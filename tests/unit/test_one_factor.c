/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one-factor fit against lavaan, and what has no fit. */
#include "check.h"
#include "culture/status.h"
#include "numeric/cholesky.h"
#include "numeric/one_factor.h"

enum { ROOM = 1000 };

static double room[ROOM];

static struct cul_one_factor fitted(const double *covariance, int32_t items)
{
    struct cul_one_factor fit = {0};
    assert_true(cul_one_factor_room(items) <= ROOM);
    assert_int_equal(cul_one_factor(covariance, items, room, &fit), CULTURE_REASON_NONE);
    return fit;
}

static void check_row(const double *row, int32_t items)
{
    const double *covariance = row + 1, *loadings = covariance + items * items, *unique = loadings + items;
    const double *measures = unique + items;
    struct cul_one_factor fit = fitted(covariance, items);
    double sum = 0, own = 0;
    for (int32_t i = 0; i < items; i++) {
        assert_near(fit.loadings[i], loadings[i], 1e-5);
        assert_near(fit.uniquenesses[i], unique[i], 1e-5);
        sum += fit.loadings[i];
        own += fit.uniquenesses[i];
    }
    assert_near(fit.minimum, measures[0], 1e-8);
    assert_near(fit.srmr, measures[4], 1e-5);
    assert_near(sum * sum / (sum * sum + own), measures[5], 1e-6);
}

static void six_items(const double *row)
{
    check_row(row, 6);
}

static void seven_items(const double *row)
{
    check_row(row, 7);
}

static void fits_equal_lavaan(void **state)
{
    (void)state;
    for_each_row("one_factor_6.txt", 1 + 36 + 12 + 7, six_items);
    for_each_row("one_factor_7.txt", 1 + 49 + 14 + 7, seven_items);
}

/* Three items fit perfectly: l1^2 = c12 c13 / c23 and so on; here loadings 2, -1 and 0.5. */
static void three_items_have_a_closed_form(void **state)
{
    (void)state;
    static const double covariance[] = {5, -2, 1, -2, 3, -0.5, 1, -0.5, 2};
    struct cul_one_factor fit = fitted(covariance, 3);
    static const double loadings[] = {2, -1, 0.5}, unique[] = {1, 2, 1.75};
    for (int i = 0; i < 3; i++) {
        assert_near(fit.loadings[i], loadings[i], 1e-8);
        assert_near(fit.uniquenesses[i], unique[i], 1e-8);
    }
    assert_near(fit.minimum, 0, 1e-10);
    assert_near(fit.baseline, -log((30 + 2 - 3 - 1.25 - 8) / 30), 1e-12);
}

static void other_units_change_loadings_alone(void **state)
{
    (void)state;
    static const double covariance[] = {1, .5, .4, .3, .5, 1, .45, .2, .4, .45, 1, .5, .3, .2, .5, 1};
    static const double units[] = {1, 3, 0.1, 10};
    double other[16], loadings[4];
    struct cul_one_factor fit = fitted(covariance, 4);
    for (int i = 0; i < 16; i++) {
        other[i] = covariance[i] * units[i / 4] * units[i % 4];
    }
    memcpy(loadings, fit.loadings, sizeof loadings);
    struct cul_one_factor same = fitted(other, 4);
    assert_near(same.minimum, fit.minimum, 1e-9);
    assert_near(same.srmr, fit.srmr, 1e-9);
    for (int i = 0; i < 4; i++) {
        assert_near(same.loadings[i], units[i] * loadings[i], 1e-9);
    }
}

static void the_order_of_items_does_not_matter(void **state)
{
    (void)state;
    static const double covariance[] = {1, .5, .4, .3, .5, 1, .45, .2, .4, .45, 1, .5, .3, .2, .5, 1};
    static const int order[] = {2, 0, 3, 1};
    double other[16], loadings[4];
    struct cul_one_factor fit = fitted(covariance, 4);
    for (int i = 0; i < 16; i++) {
        other[i] = covariance[4 * order[i / 4] + order[i % 4]];
    }
    memcpy(loadings, fit.loadings, sizeof loadings);
    struct cul_one_factor same = fitted(other, 4);
    assert_near(same.minimum, fit.minimum, 1e-9);
    for (int i = 0; i < 4; i++) {
        assert_near(same.loadings[i], loadings[order[i]], 1e-9);
    }
}

static int32_t refusal(const double *covariance, int32_t items)
{
    struct cul_one_factor fit;
    return cul_one_factor(covariance, items, room, &fit);
}

static void what_has_no_fit_gets_a_reason(void **state)
{
    (void)state;
    static const double two[] = {1, .5, .5, 1};
    static const double constant[] = {1, .5, 0, .5, 1, 0, 0, 0, 0};
    static const double singular[] = {1, 1, .5, 1, 1, .5, .5, .5, 1};
    /* l1^2 = .8 .8 / .5 > 1: lavaan gives the first item a negative variance. */
    static const double heywood[] = {1, .8, .8, .8, 1, .5, .8, .5, 1};
    static const double nothing[] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    assert_int_equal(refusal(two, 2), CULTURE_REASON_NOT_IDENTIFIED);
    assert_int_equal(refusal(constant, 3), CULTURE_REASON_ZERO_VARIANCE);
    assert_int_equal(refusal(singular, 3), CULTURE_REASON_SINGULAR);
    assert_int_equal(refusal(heywood, 3), CULTURE_REASON_HEYWOOD);
    assert_int_equal(refusal(nothing, 3), CULTURE_REASON_NOT_IDENTIFIED);
}

static void inverse_of_a_positive_definite_matrix(void **state)
{
    (void)state;
    double matrix[] = {4, 2, 1, 2, 3, 0.5, 1, 0.5, 2}, log_determinant;
    /* By hand: determinant 14; adjugate (5.75 -3.5 -2; -3.5 7 0; -2 0 8). */
    static const double adjugate[] = {5.75, -3.5, -2, -3.5, 7, 0, -2, 0, 8};
    assert_true(cul_cholesky_inverse(matrix, 3, &log_determinant));
    assert_near(log_determinant, log(14), 1e-14);
    for (int i = 0; i < 9; i++) {
        assert_near(matrix[i], adjugate[i] / 14, 1e-12);
    }
    double singular[] = {1, 2, 2, 4};
    assert_false(cul_cholesky_inverse(singular, 2, &log_determinant));
    double triangle[] = {4, 2, 1, 2, 3, 0.5, 1, 0.5, 2}, right[] = {14, 28, 42};
    assert_true(cul_cholesky(triangle, 3) && cul_cholesky_is_full(triangle, 3));
    cul_cholesky_solve(triangle, 3, right);
    assert_near(right[0], 5.75 - 7 - 6, 1e-12);
    assert_near(right[1], -3.5 + 14, 1e-12);
    assert_near(right[2], -2 + 24, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fits_equal_lavaan),
                                       cmocka_unit_test(three_items_have_a_closed_form),
                                       cmocka_unit_test(other_units_change_loadings_alone),
                                       cmocka_unit_test(the_order_of_items_does_not_matter),
                                       cmocka_unit_test(what_has_no_fit_gets_a_reason),
                                       cmocka_unit_test(inverse_of_a_positive_definite_matrix)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
