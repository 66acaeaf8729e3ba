/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do 95 % intervals of a change and of its effect size hold the truth 95 times in 100? One standard error is 0.003. */
#include "assessment/comparison_statistics.h"
#include "check.h"
#include "numeric/draws.h"

#include <math.h>
#include <stdbool.h>

/* A respondent's scores before and after, with correlation .6 and unequal spread. */
static void draw_pair(struct cul_draws *draws, double *x, double *y)
{
    double common = cul_draws_normal(draws);
    *x = 50 + 15 * common;
    *y = 55 + 20 * (0.6 * common + 0.8 * cul_draws_normal(draws));
}

static struct cul_sample measure(const double *values, int64_t n, int64_t headcount)
{
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += values[i];
    }
    for (int64_t i = 0; i < n; i++) {
        squares += (values[i] - sum / (double)n) * (values[i] - sum / (double)n);
    }
    return (struct cul_sample){n, headcount, sum / (double)n, squares / (double)(n - 1)};
}

static double correlation_of(const double *x, const double *y, int64_t n)
{
    struct cul_sample one = measure(x, n, 0), other = measure(y, n, 0);
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += (x[i] - one.mean) * (y[i] - other.mean);
    }
    return sum / (double)(n - 1) / sqrt(one.variance * other.variance);
}

/* How often the interval holds the true change, of many pairs of samples. */
static double coverage_of_samples(int64_t n1, int64_t n2, int64_t n12, int tries)
{
    struct cul_draws draws;
    cul_draws_seed(&draws, 20 + (uint64_t)n12);
    int covered = 0;
    for (int i = 0; i < tries; i++) {
        double x[64], y[64], unused;
        for (int64_t p = 0; p < n12; p++) {
            draw_pair(&draws, &x[p], &y[p]);
        }
        for (int64_t p = n12; p < n1; p++) {
            draw_pair(&draws, &x[p], &unused);
        }
        for (int64_t p = n12; p < n2; p++) {
            draw_pair(&draws, &unused, &y[p]);
        }
        double r = n12 ? correlation_of(x, y, n12) : 0;
        struct cul_test test = cul_compare_means(measure(x, n1, 0), measure(y, n2, 0), n12, r, 0.95);
        covered += test.interval.low <= 5 && test.interval.high >= 5;
    }
    return (double)covered / tries;
}

/* The same for two samples out of one workforce of 60, who all have a score before and after. */
static double coverage_of_a_workforce(int64_t n1, int64_t n2, int tries)
{
    enum { ALL = 60 };
    struct cul_draws draws;
    cul_draws_seed(&draws, 7);
    int covered = 0;
    for (int i = 0; i < tries; i++) {
        double all[2][ALL], x[ALL], y[ALL], both[2][ALL], truth = 0;
        int64_t sizes[2] = {0, 0}, n12 = 0;
        for (int p = 0; p < ALL; p++) {
            draw_pair(&draws, &all[0][p], &all[1][p]);
            truth += (all[1][p] - all[0][p]) / ALL;
        }
        for (int p = 0; p < ALL; p++) { /* selection sampling: each wave is a simple random sample */
            bool before = cul_draws_uniform(&draws) * (ALL - p) < (double)(n1 - sizes[0]);
            bool after = cul_draws_uniform(&draws) * (ALL - p) < (double)(n2 - sizes[1]);
            if (before) {
                x[sizes[0]++] = all[0][p];
            }
            if (after) {
                y[sizes[1]++] = all[1][p];
            }
            if (before && after) {
                both[0][n12] = all[0][p], both[1][n12++] = all[1][p];
            }
        }
        struct cul_test test = cul_compare_means(measure(x, n1, ALL), measure(y, n2, ALL), n12,
                                                 correlation_of(both[0], both[1], n12), 0.95);
        covered += test.interval.low <= truth && test.interval.high >= truth;
    }
    return (double)covered / tries;
}

static void intervals_cover_the_truth(void **state)
{
    (void)state;
    enum { TRIES = 8000 };
    const double found[] = {coverage_of_samples(20, 35, 0, TRIES), coverage_of_samples(25, 40, 18, TRIES),
                            coverage_of_samples(30, 30, 30, TRIES), coverage_of_a_workforce(35, 40, TRIES)};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        if (!(found[i] > 0.94 && found[i] < 0.96)) {
            print_error("coverage %zu is %.4f\n", i, found[i]);
            fail();
        }
    }
    print_message("coverage: %.4f %.4f %.4f %.4f\n", found[0], found[1], found[2], found[3]);
}

/* A sample with SD 15. */
static struct cul_sample draw_wave(struct cul_draws *draws, int64_t n, double mean)
{
    double freedom = (double)(n - 1);
    return (struct cul_sample){n, 0, mean + 15 / sqrt((double)n) * cul_draws_normal(draws),
                               225 * cul_draws_chi_squared(draws, freedom) / freedom};
}

static void effect_sizes(void **state)
{
    (void)state;
    enum { ROUNDS = 5000 };
    static const struct {
        int64_t before, after;
        double effect;
    } cases[] = {{10, 12, 0}, {12, 40, 0.8}, {60, 45, 0.3}};
    static struct cul_draws draws;
    cul_draws_seed(&draws, 61);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        int64_t held = 0;
        double mean = 0;
        for (int round = 0; round < ROUNDS; round++) {
            struct cul_sample before = draw_wave(&draws, cases[c].before, 50);
            struct cul_sample after = draw_wave(&draws, cases[c].after, 50 + 15 * cases[c].effect);
            struct cul_effect found = cul_compare_effect(before, after, 0.95);
            held += found.interval.low <= cases[c].effect && cases[c].effect <= found.interval.high;
            mean += found.g / ROUNDS;
        }
        print_message("coverage of Hedges' g: %.4f\n", (double)held / ROUNDS);
        assert_true(100 * held > 94 * ROUNDS && 100 * held < 96 * ROUNDS);
        assert_true(fabs(mean - cases[c].effect) < 0.025); /* J takes the bias out; d itself would be 4 % too large */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(intervals_cover_the_truth), cmocka_unit_test(effect_sizes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
