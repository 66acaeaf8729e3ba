/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "numeric/cholesky.h"
#include "numeric/distributions.h"
#include "numeric/draws.h"
#include "numeric/mahalanobis.h"
#include "numeric/multiple.h"
#include "numeric/noncentral_f.h"
#include "numeric/noncentral_t.h"
#include "numeric/orthant.h"
#include "numeric/roots.h"
#include "numeric/tolerance.h"

#include <gsl/gsl_errno.h>

static void noncentral_t_row(const double *row)
{
    struct cul_noncentral_t distribution;
    cul_noncentral_t_prepare(&distribution, row[1]);
    double p = cul_noncentral_t_cdf(&distribution, row[0], row[2]);
    if (fabs(p - row[3]) > 1e-11) {
        print_error("pt(%g, %g, %g) is %.17g, expected %.17g\n", row[0], row[1], row[2], p, row[3]);
        fail();
    }
}

static void noncentral_t_equals_r(void **state)
{
    (void)state;
    for_each_row("noncentral_t.txt", 4, noncentral_t_row);
}

static void crawford_garthwaite_row(const double *row)
{
    struct cul_noncentral_t distribution;
    cul_noncentral_t_prepare(&distribution, row[3] - 1);
    struct cul_interval limits = cul_crawford_garthwaite(&distribution, row[4], 0.95);
    assert_near(limits.low, row[8], 1e-9);
    assert_near(limits.high, row[9], 1e-9);
}

static void crawford_garthwaite_limits_equal_r(void **state)
{
    (void)state;
    for_each_row("crawford_howell.txt", 12, crawford_garthwaite_row);
}

static void limits_exist_far_out(void **state)
{
    (void)state;
    struct cul_noncentral_t distribution;
    cul_noncentral_t_prepare(&distribution, 64);
    for (double z = -20; z <= 20; z += 0.5) {
        struct cul_interval limits = cul_crawford_garthwaite(&distribution, z, 0.95);
        assert_true(limits.low < z && z < limits.high);
        double c = z * sqrt(65);
        assert_near(cul_noncentral_t_cdf(&distribution, c, limits.low * sqrt(65)), 0.975, 1e-10);
        assert_near(cul_noncentral_t_cdf(&distribution, c, limits.high * sqrt(65)), 0.025, 1e-10);
    }
}

static void feldt_row(const double *row)
{
    struct cul_interval interval = cul_feldt(row[0], (int64_t)row[1], (int32_t)row[2], 0.95, NULL);
    assert_near(interval.low, row[3], 1e-11);
    assert_near(interval.high, row[4], 1e-11);
}

static void wilson_row(const double *row)
{
    struct cul_interval interval = cul_wilson(row[0], row[1], 0.95);
    assert_near(interval.low, row[2], 1e-11);
    assert_near(interval.high, row[3], 1e-11);
}

static void f_quantile_row(const double *row)
{
    assert_near(cul_f_quantile(row[0], row[1], row[2]), row[3], 1e-11);
}

static void t_quantile_row(const double *row)
{
    assert_near(cul_t_quantile(0.975, row[0]), row[1], 1e-11);
}

static void intervals_and_quantiles_equal_r(void **state)
{
    (void)state;
    for_each_row("feldt.txt", 5, feldt_row);
    for_each_row("wilson.txt", 4, wilson_row);
    for_each_row("f_quantile.txt", 4, f_quantile_row);
    for_each_row("t_quantile.txt", 2, t_quantile_row);
}

static int handler_calls;

static void count_calls(const char *reason, const char *file, int line, int number)
{
    (void)file, (void)line, (void)number;
    print_error("GSL: %s\n", reason);
    handler_calls++;
}

/* Where GSL's own inverses give up and call the handler, ours must not. */
static void inverses_never_reach_gsls_handler(void **state)
{
    (void)state;
    static const double dfs[] = {1, 2, 3, 5, 9, 20, 48, 56, 64, 98, 199, 999, 1993, 2041, 7283, 20410, 3e5};
    static const double ps[] = {0.001, 0.025, 0.05, 0.5, 0.95, 0.975, 0.999};
    gsl_error_handler_t *before = gsl_set_error_handler(count_calls);
    for (size_t i = 0; i < sizeof dfs / sizeof *dfs; i++) {
        for (size_t j = 0; j < sizeof dfs / sizeof *dfs; j++) {
            for (size_t k = 0; k < sizeof ps / sizeof *ps; k++) {
                double x = cul_f_quantile(ps[k], dfs[i], dfs[j]);
                assert_near(cul_f_cdf(x, dfs[i], dfs[j]), ps[k], 1e-8);
                double y = cul_beta_quantile(ps[k], dfs[i] / 2, dfs[j] / 2);
                assert_near(cul_beta_cdf(y, dfs[i] / 2, dfs[j] / 2), ps[k], 1e-8);
            }
        }
    }
    for (double m = 0; m <= 1000; m += 50) { /* Jeffreys at 0 of n, which fails in GSL from n = 237 */
        assert_true(cul_beta_quantile(0.975, 0.5, m + 0.5) >= 0);
    }
    gsl_set_error_handler(before);
    assert_int_equal(handler_calls, 0);
}

static void outside_the_domain_is_nan(void **state)
{
    (void)state;
    const double nan_value = (double)NAN, infinity = (double)INFINITY;
    struct cul_noncentral_t distribution;
    assert_true(isnan(cul_t_cdf(nan_value, 5)) && isnan(cul_t_cdf(1, 0)) && isnan(cul_t_quantile(0, 5)));
    assert_true(isnan(cul_f_quantile(1, 2, 3)) && isnan(cul_f_quantile(0.5, -1, 3)) && isnan(cul_f_cdf(-1, 2, 3)));
    assert_true(isnan(cul_beta_quantile(nan_value, 1, 1)) && isnan(cul_normal_quantile(1)));
    assert_true(isnan(cul_wilson(5, 4, 0.95).low) && isnan(cul_feldt(0.8, 1, 6, 0.95, NULL).low));
    assert_true(isnan(cul_feldt(0.8, 20, 1, 0.95, NULL).low));
    cul_noncentral_t_prepare(&distribution, 1);
    assert_true(isnan(cul_crawford_garthwaite(&distribution, 1, 0.95).low));
    cul_noncentral_t_prepare(&distribution, 64);
    assert_true(isnan(cul_crawford_garthwaite(&distribution, infinity, 0.95).low));
}

static double holm_p[16], holm_expected[16];
static int holm_count;

static void holm_row(const double *row)
{
    holm_p[holm_count] = row[0];
    holm_expected[holm_count++] = row[1];
}

static void holm_equals_r_and_passes_over_nan(void **state)
{
    (void)state;
    double adjusted[16];
    for_each_row("holm.txt", 2, holm_row);
    cul_holm(holm_p, adjusted, holm_count);
    for (int i = 0; i < holm_count; i++) {
        assert_near(adjusted[i], holm_expected[i], 1e-12);
    }
    const double with_gap[] = {0.01, (double)NAN, 0.04};
    cul_holm(with_gap, adjusted, 3);
    assert_near(adjusted[0], 0.02, 1e-12);
    assert_true(isnan(adjusted[1]));
    assert_near(adjusted[2], 0.04, 1e-12);
}

static void draws_are_seeded(void **state)
{
    (void)state;
    static struct cul_draws one, two, other;
    cul_draws_seed(&one, 7);
    cul_draws_seed(&two, 7);
    cul_draws_seed(&other, 8);
    double sum = 0, squares = 0;
    int differ = 0;
    for (int i = 0; i < 20000; i++) {
        double draw = cul_draws_normal(&one);
        assert_true(draw == cul_draws_normal(&two));
        differ += draw != cul_draws_normal(&other);
        sum += draw, squares += draw * draw;
    }
    assert_true(differ > 19990);
    assert_true(fabs(sum / 20000) < 0.03 && fabs(squares / 20000 - 1) < 0.05);
    for (int i = 0; i < 1000; i++) {
        int64_t whole = cul_draws_whole(&one, 3, 5);
        assert_true(whole >= 3 && whole <= 5);
    }
}

static void noncentral_f_row(const double *row)
{
    double p = cul_noncentral_f_cdf(row[0], row[1], row[2], row[3]);
    if (fabs(p - row[4]) > 1e-9 || fabs(p - row[5]) > 1e-12) {
        print_error("pf(%g, %g, %g, %g) is %.17g, expected %.17g\n", row[0], row[1], row[2], row[3], p, row[4]);
        fail();
    }
}

static void noncentral_f_equals_r(void **state)
{
    (void)state;
    for_each_row("noncentral_f.txt", 6, noncentral_f_row);
    assert_true(isnan(cul_noncentral_f_cdf(-1, 3, 4, 1)) && isnan(cul_noncentral_f_cdf(1, 3, 4, -1)));
}

static void noncentrality_is_found_again(void **state)
{
    (void)state;
    for (double f = 0.5; f < 40; f *= 1.5) {
        for (double p = 0.025; p < 1; p += 0.19) {
            double ncp = cul_noncentral_f_ncp(f, 9, 56, p), at_none = cul_f_cdf(f, 9, 56);
            if (at_none <= p) {
                assert_true(ncp == 0);
            } else {
                assert_near(cul_noncentral_f_cdf(f, 9, 56, ncp), p, 1e-12);
            }
        }
    }
    assert_near(cul_noncentral_f_cdf(3000, 9, 99991, 27000), cul_noncentral_f_cdf(3000, 9, 99991, 27000.0001), 1e-5);
}

static void one_sided_row(const double *row)
{
    struct cul_noncentral_t distribution;
    cul_noncentral_t_prepare(&distribution, row[0] - 1);
    assert_near(cul_one_sided_factor(&distribution, row[1], row[2]), row[3], 1e-9);
}

static void howe_row(const double *row)
{
    assert_near(cul_howe_factor((int64_t)row[0], row[1], row[2]), row[3], 1e-11);
}

static void wilks_row(const double *row)
{
    assert_near(cul_wilks_confidence((int64_t)row[0], row[1]), row[2], 1e-11);
}

static void tolerances_equal_r(void **state)
{
    (void)state;
    for_each_row("one_sided.txt", 4, one_sided_row);
    for_each_row("howe.txt", 4, howe_row);
    for_each_row("wilks.txt", 3, wilks_row);
    assert_near(cul_prediction_factor(65, 0.95), 2.013038151401466, 1e-12);
    assert_true(isnan(cul_howe_factor(2, 0.95, 0.95)) && isnan(cul_wilks_confidence(65, 1)));
}

/* chi2 by its own closed forms: df 2 is an exponential, df 1 a squared normal. */
static void chi2_has_its_closed_forms(void **state)
{
    (void)state;
    for (double x = 0.01; x < 60; x *= 1.7) {
        assert_near(cul_chi2_upper(x, 2), exp(-x / 2), 1e-12);
        assert_near(cul_chi2_upper(x, 1), erfc(sqrt(x / 2)), 1e-12);
    }
    gsl_error_handler_t *before = gsl_set_error_handler(count_calls);
    handler_calls = 0;
    for (double df = 1; df < 2e5; df *= 3) {
        for (double p = 0.001; p < 1; p += 0.111) {
            assert_near(1 - cul_chi2_upper(cul_chi2_quantile(p, df), df), p, 1e-9);
        }
    }
    assert_true(cul_chi2_upper(1e9, 9) == 0 && cul_chi2_upper(0, 9) == 1 && isnan(cul_chi2_upper(-1, 9)));
    gsl_set_error_handler(before);
    assert_int_equal(handler_calls, 0);
}

static void any_below_row(const double *row)
{
    double triangle[81], room[18], error;
    for (int i = 0; i < 81; i++) {
        triangle[i] = i % 10 == 0 ? 1 : row[0];
    }
    assert_true(cul_cholesky(triangle, 9));
    double found = cul_any_below(triangle, 9, cul_normal_quantile(0.05), room, &error);
    assert_true(fabs(found - row[1]) < 4 * error + 2e-5);
    assert_true(error < 5e-4);
}

static void the_chance_of_one_low_factor_equals_r(void **state)
{
    (void)state;
    for_each_row("any_below.txt", 2, any_below_row);
    double alike[9], room[6], error; /* three times the same factor */
    for (int i = 0; i < 9; i++) {
        alike[i] = 1;
    }
    assert_true(cul_cholesky(alike, 3));
    assert_near(cul_any_below(alike, 3, cul_normal_quantile(0.05), room, &error), 0.05, 1e-9);
}

/* The worked example of an organisation at 3.10 against m = 3.62, s = .31, r = 65, with a standard error of .08. */
static void wide_limits(void **state)
{
    (void)state;
    struct cul_noncentral_t distribution;
    double z = (3.10 - 3.62) / 0.31;
    cul_noncentral_t_prepare(&distribution, 64);
    struct cul_interval narrow = cul_crawford_garthwaite(&distribution, z, 0.95);
    struct cul_interval same = cul_crawford_garthwaite_wide(&distribution, z, 0, 0.95);
    assert_near(same.low, narrow.low, 1e-10);
    assert_near(same.high, narrow.high, 1e-10);
    struct cul_interval wide = cul_crawford_garthwaite_wide(&distribution, z, 0.08 / 0.31, 0.95);
    assert_true(fabs(100 * cul_normal_cdf(wide.low) - 1.0) < 0.05);
    assert_true(fabs(100 * cul_normal_cdf(wide.high) - 14.4) < 0.05);
    assert_true(isnan(cul_crawford_garthwaite_wide(&distribution, z, (double)NAN, 0.95).low));
}

/* The same limits as the quantiles of draws from the three distributions. */
static void wide_limits_equal_draws(void **state)
{
    (void)state;
    enum { DRAWS = 40000, R = 12 };
    static struct cul_draws draws;
    struct cul_noncentral_t distribution;
    double z = 0.8, error = 0.4;
    int64_t low = 0, high = 0;
    cul_noncentral_t_prepare(&distribution, R - 1);
    struct cul_interval wide = cul_crawford_garthwaite_wide(&distribution, z, error, 0.9);
    cul_draws_seed(&draws, 5);
    for (int i = 0; i < DRAWS; i++) {
        double squares = 0;
        for (int k = 0; k < R - 1; k++) {
            double normal = cul_draws_normal(&draws);
            squares += normal * normal;
        }
        double s = sqrt((R - 1) / squares), m = cul_draws_normal(&draws) * s / sqrt(R);
        double place = (z + error * cul_draws_normal(&draws) - m) / s;
        low += place < wide.low;
        high += place > wide.high;
    }
    assert_true(fabs((double)low / DRAWS - 0.05) < 0.0045);
    assert_true(fabs((double)high / DRAWS - 0.05) < 0.0045);
}

static void benjamini_hochberg_equals_r(void **state)
{
    (void)state;
    double adjusted[16];
    holm_count = 0;
    for_each_row("bh.txt", 2, holm_row);
    cul_benjamini_hochberg(holm_p, adjusted, holm_count);
    for (int i = 0; i < holm_count; i++) {
        assert_near(adjusted[i], holm_expected[i], 1e-12);
    }
    const double with_gap[] = {0.03, (double)NAN, 0.04};
    cul_benjamini_hochberg(with_gap, adjusted, 3);
    assert_near(adjusted[0], 0.04, 1e-12);
    assert_true(isnan(adjusted[1]));
}

/* By hand: C = [4 2; 2 3] has the inverse [3 -2; -2 4] / 8, so 1-norms of 6 and 6 / 8. */
static void mahalanobis_by_hand(void **state)
{
    (void)state;
    double matrix[] = {4, 2, 2, 3}, room[4];
    const double difference[] = {1, 2};
    assert_near(cul_mahalanobis_prepare(matrix, 2, room), 1 / (6 * 0.75), 1e-12);
    assert_near(cul_mahalanobis(matrix, 2, difference, room), (3 - 4 - 4 + 16) / 8.0, 1e-12);
    double flat[] = {1, 1, 1, 1}, unknown[] = {1, (double)NAN, (double)NAN, 1};
    assert_true(cul_mahalanobis_prepare(flat, 2, room) == 0);
    assert_true(cul_mahalanobis_prepare(unknown, 2, room) == 0);
}

static double cubic(double x, const void *context)
{
    return x * x * x - *(const double *)context;
}

static void roots_are_found_to_the_last_bits(void **state)
{
    (void)state;
    double of = 2;
    assert_near(cul_root(cubic, &of, 0, 2), 1.2599210498948731648, 1e-15);
    assert_true(isnan(cul_root(cubic, &of, 2, 3)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(noncentral_t_equals_r),
                                       cmocka_unit_test(crawford_garthwaite_limits_equal_r),
                                       cmocka_unit_test(limits_exist_far_out),
                                       cmocka_unit_test(intervals_and_quantiles_equal_r),
                                       cmocka_unit_test(inverses_never_reach_gsls_handler),
                                       cmocka_unit_test(outside_the_domain_is_nan),
                                       cmocka_unit_test(holm_equals_r_and_passes_over_nan),
                                       cmocka_unit_test(noncentral_f_equals_r),
                                       cmocka_unit_test(noncentrality_is_found_again),
                                       cmocka_unit_test(tolerances_equal_r),
                                       cmocka_unit_test(chi2_has_its_closed_forms),
                                       cmocka_unit_test(the_chance_of_one_low_factor_equals_r),
                                       cmocka_unit_test(wide_limits),
                                       cmocka_unit_test(wide_limits_equal_draws),
                                       cmocka_unit_test(benjamini_hochberg_equals_r),
                                       cmocka_unit_test(mahalanobis_by_hand),
                                       cmocka_unit_test(draws_are_seeded),
                                       cmocka_unit_test(roots_are_found_to_the_last_bits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
