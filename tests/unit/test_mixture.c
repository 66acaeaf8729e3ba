/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The intervals' quadrature in vectors and few nodes, against the C library's erfc and exp and many nodes. */
#include "check.h"
#include "numeric/draws.h"
#include "numeric/noncentral_t.h"
#include "numeric/remembered.h"

static const double dfs[] = {2, 3, 5, 9, 20, 64, 150, 1000, 20000};
enum { DFS = sizeof dfs / sizeof *dfs };

static double density(double x)
{
    return exp(-0.5 * x * x) / sqrt(2 * M_PI);
}

static void fill_mixture(struct cul_mixture *mixture, struct cul_draws *draws, double *weights, double far)
{
    double total = 0;
    mixture->count = CUL_MIXTURE_LANES * (int32_t)cul_draws_whole(draws, 1, CUL_MIXTURE_NODES / CUL_MIXTURE_LANES);
    mixture->weights = weights;
    for (int32_t i = 0; i < mixture->count; i++) {
        mixture->centres[i] = far * (cul_draws_uniform(draws) - 0.5);
        mixture->inverses[i] = 0.2 + 3 * cul_draws_uniform(draws);
        total += weights[i] = cul_draws_uniform(draws);
    }
    for (int32_t i = 0; i < mixture->count; i++) {
        weights[i] /= total;
    }
}

static void targets_give_the_same_bits_and_those_of_erfc(void **state)
{
    (void)state;
    const struct cul_mixture_target *targets[CUL_PROCESSORS];
    struct cul_mixture mixture;
    struct cul_draws draws;
    double weights[CUL_MIXTURE_NODES];
    int32_t count = cul_mixture_targets(targets);
    cul_draws_seed(&draws, 11);
    for (int round = 0; round < 400; round++) {
        fill_mixture(&mixture, &draws, weights, round % 3 ? 6 : 60);
        double q = 12 * (cul_draws_uniform(&draws) - 0.5), below = 0, dense = 0, slope = 0, curve = 0;
        for (int32_t i = 0; i < mixture.count; i++) {
            double s = mixture.inverses[i], x = (q - mixture.centres[i]) * s;
            below += weights[i] * 0.5 * erfc(-x * M_SQRT1_2);
            dense += weights[i] * s * density(x);
            slope -= weights[i] * s * s * x * density(x);
            curve += weights[i] * s * s * s * (x * x - 1) * density(x);
        }
        struct cul_mixture_sums first = targets[0]->sums(&mixture, q);
        assert_near(first.below, below, 1e-14);
        assert_near(first.density, dense, 1e-13);
        assert_near(first.slope, slope, 1e-12);
        assert_near(first.curve, curve, 1e-11);
        for (int32_t t = 1; t < count; t++) {
            struct cul_mixture_sums other = targets[t]->sums(&mixture, q);
            assert_memory_equal(&other, &first, sizeof first);
        }
    }
}

/* Nodes without number: evenly spaced in log u, as far as there is anything, a hundred within a standard deviation. */
enum { MANY = 8000 };
static double many_nodes[MANY], many_weights[MANY];
static int many;

static void prepare_many(double df)
{
    double step = 0.01 / sqrt(2 * df), low = 0, total = 0;
    while (df * (low - 0.5 * expm1(2 * low)) > -40) {
        low -= step;
    }
    for (many = 0; many < MANY; many++) {
        double log_u = low + many * step;
        many_nodes[many] = exp(log_u);
        many_weights[many] = exp(df * (log_u - 0.5 * expm1(2 * log_u)));
        total += many_weights[many];
        if (log_u > 0 && many_weights[many] < 1e-18) {
            break;
        }
    }
    assert_true(many < MANY);
    for (int i = 0; i < many; i++) {
        many_weights[i] /= total;
    }
}

/* P(x <= q) with a spread of sqrt(error^2 u^2 + share). */
static double below(double z, double error, double share, double q)
{
    double total = 0;
    for (int i = 0; i < many; i++) {
        double u = many_nodes[i], spread = sqrt(error * error * u * u + share);
        total += many_weights[i] * 0.5 * erfc(-(q - z * u) / spread * M_SQRT1_2);
    }
    return total;
}

static void few_nodes_find_the_limits_of_many(void **state)
{
    (void)state;
    for (int i = 0; i < DFS; i++) {
        struct cul_noncentral_t distribution;
        cul_noncentral_t_prepare(&distribution, dfs[i]);
        prepare_many(dfs[i]);
        double r = dfs[i] + 1;
        for (double z = -5; z <= 5; z += 0.77) {
            for (double error = 0; error < 2; error += 0.7) {
                struct cul_interval limits = cul_crawford_garthwaite_wide(&distribution, z, error, 0.95);
                assert_near(below(z, error, 1 / r, limits.low), 0.025, 1e-12);
                assert_near(below(z, error, 1 / r, limits.high), 0.975, 1e-12);
            }
            double t = fmax(-60, fmin(60, z * sqrt(r))), delta = cul_noncentral_t_delta(&distribution, t, 0.3);
            assert_near(below(t, 0, 1, delta), 0.7, 1e-12);
            assert_near(cul_noncentral_t_cdf(&distribution, t, delta), 0.3, 1e-12);
        }
    }
}

static double truth_below(const struct cul_noncentral_t *pieces, double z, double variance, double sampled, double q)
{
    const double *nodes = many_nodes, *weights = many_weights;
    int count = many;
    if (sampled * many_nodes[many - 1] * many_nodes[many - 1] >= 1) {
        nodes = pieces->nodes, weights = pieces->weights, count = CUL_NONCENTRAL_NODES;
    }
    double total = 0, r = pieces->df + 1;
    for (int i = 0; i < count; i++) {
        double u = nodes[i], between = 1 / (u * u) - sampled, centre = 0, spread = 1;
        if (between > 0) {
            double lambda = between / (between + variance);
            centre = lambda * z / sqrt(between);
            spread = sqrt((lambda * lambda / (u * u * r) + lambda * variance) / between);
        }
        total += weights[i] * 0.5 * erfc(-(q - centre) / spread * M_SQRT1_2);
    }
    return total;
}

/* Where the yardstick may be nothing but sampling error the truth has a corner in u: there the pieces are used. */
static void few_nodes_find_the_limits_of_the_truth(void **state)
{
    (void)state;
    for (int i = 3; i < DFS; i++) {
        struct cul_noncentral_t distribution;
        cul_noncentral_t_prepare(&distribution, dfs[i]);
        prepare_many(dfs[i]);
        for (double z = -4; z <= 4; z += 1.33) {
            for (double sampled = 0; sampled < 1; sampled += 0.19) {
                for (double variance = 0.02; variance < 3; variance *= 6) {
                    struct cul_interval limits = cul_true_limits(&distribution, z, variance, sampled, 0.95);
                    assert_near(truth_below(&distribution, z, variance, sampled, limits.low), 0.025, 1e-12);
                    assert_near(truth_below(&distribution, z, variance, sampled, limits.high), 0.975, 1e-12);
                }
            }
        }
    }
}

static void what_is_remembered_is_what_is_found(void **state)
{
    (void)state;
    struct cul_remembered *remembered = cul_remembered_new();
    struct cul_draws draws;
    cul_draws_seed(&draws, 4);
    for (int round = 0; round < 20000; round++) {
        double p = round % 2 ? 0.025 : 0.975, a = (double)cul_draws_whole(&draws, 1, 60);
        double b = (double)cul_draws_whole(&draws, 1, 30);
        assert_true(cul_remembered_t(remembered, p, a) == cul_t_quantile(p, a));
        assert_true(cul_remembered_f(remembered, p, a, b) == cul_f_quantile(p, a, b));
        assert_true(cul_remembered_beta(remembered, p, a, b) == cul_beta_quantile(p, a, b));
    }
    assert_true(isnan(cul_remembered_t(remembered, 2, 3)) && isnan(cul_remembered_t(NULL, 2, 3)));
    cul_remembered_free(remembered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_give_the_same_bits_and_those_of_erfc),
        cmocka_unit_test(few_nodes_find_the_limits_of_many),
        cmocka_unit_test(few_nodes_find_the_limits_of_the_truth),
        cmocka_unit_test(what_is_remembered_is_what_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
