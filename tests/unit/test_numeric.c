/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "numeric/distributions.h"
#include "numeric/draws.h"
#include "numeric/multiple.h"
#include "numeric/noncentral_t.h"
#include "numeric/roots.h"

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
    struct cul_interval interval = cul_feldt(row[0], (int64_t)row[1], (int32_t)row[2], 0.95);
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
    assert_true(isnan(cul_wilson(5, 4, 0.95).low) && isnan(cul_feldt(0.8, 1, 6, 0.95).low));
    assert_true(isnan(cul_feldt(0.8, 20, 1, 0.95).low));
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
                                       cmocka_unit_test(draws_are_seeded),
                                       cmocka_unit_test(roots_are_found_to_the_last_bits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
