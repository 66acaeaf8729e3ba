/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/distributions.h"

#include "numeric/log_gamma.h"
#include "numeric/remembered.h"
#include "numeric/roots.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double undefined = (double)NAN;

static _Bool is_probability(double p)
{
    return p > 0 && p < 1;
}

static _Bool is_positive(double x)
{
    return x > 0 && isfinite(x);
}

double cul_normal_cdf(double z)
{
    return isnan(z) ? undefined : 0.5 * erfc(-z * M_SQRT1_2);
}

double cul_normal_quantile(double p)
{
    return is_probability(p) ? gsl_cdf_ugaussian_Pinv(p) : undefined;
}

double cul_t_cdf(double t, double df)
{
    return isnan(t) || !is_positive(df) ? undefined : gsl_cdf_tdist_P(t, df);
}

double cul_t_two_sided(double t, double df)
{
    return isnan(t) || !is_positive(df) ? undefined : fmin(1, 2 * gsl_cdf_tdist_Q(fabs(t), df));
}

double cul_t_quantile(double p, double df)
{
    return is_probability(p) && is_positive(df) ? gsl_cdf_tdist_Pinv(p, df) : undefined;
}

double cul_f_cdf(double x, double df1, double df2)
{
    return x >= 0 && is_positive(df1) && is_positive(df2) ? gsl_cdf_fdist_P(x, df1, df2) : undefined;
}

double cul_f_upper(double x, double df1, double df2)
{
    return x >= 0 && is_positive(df1) && is_positive(df2) ? gsl_cdf_fdist_Q(x, df1, df2) : undefined;
}

double cul_beta_cdf(double x, double a, double b)
{
    return x >= 0 && x <= 1 && is_positive(a) && is_positive(b) ? gsl_cdf_beta_P(x, a, b) : undefined;
}

struct target {
    double p, a, b;
};

/* Roots are sought on whichever tail is the smaller one, so that no digits are lost near 1. */
static double f_distance(double log_x, const void *context)
{
    const struct target *target = context;
    double x = exp(log_x);
    return target->p <= 0.5 ? gsl_cdf_fdist_P(x, target->a, target->b) - target->p
                            : (1 - target->p) - gsl_cdf_fdist_Q(x, target->a, target->b);
}

static double f_root(const struct target *target)
{
    double low = -1, high = 1;
    while (low > -700 && f_distance(low, target) > 0) {
        low *= 2;
    }
    while (high < 700 && f_distance(high, target) < 0) {
        high *= 2;
    }
    return exp(cul_root(f_distance, target, low, high));
}

/* Paulson (1942, Ann Math Stat 13:233): the cube root of F is nearly a ratio of normal numbers. As a logarithm. */
static double f_start(const struct target *target)
{
    double a = 2 / (9 * target->a), b = 2 / (9 * target->b), z = cul_normal_quantile(target->p);
    double inside = b * (1 - a) * (1 - a) + a * (1 - b) * (1 - b) - z * z * a * b;
    return 3 * log(((1 - a) * (1 - b) + z * sqrt(inside)) / ((1 - b) * (1 - b) - z * z * b));
}

double cul_f_quantile(double p, double df1, double df2)
{
    if (!is_probability(p) || !is_positive(df1) || !is_positive(df2)) {
        return undefined;
    }
    struct target target = {p, df1, df2};
    double a = df1 / 2, b = df2 / 2, spread = sqrt(1 / a + 1 / b), log_x = f_start(&target);
    double log_beta = cul_log_gamma(a) + cul_log_gamma(b) - cul_log_gamma(a + b);
    for (int i = 0; i < 8 && isfinite(log_x); i++) {
        /* The density of log x is y^a (1 - y)^b / B(a, b); slope and curve are its first two derivatives over it. */
        double odds = df1 * exp(log_x) / df2, y = odds / (1 + odds), slope = a - (a + b) * y;
        double curve = slope * slope - (a + b) * y * (1 - y);
        double newton = -f_distance(log_x, &target) / exp(a * log(y) - b * log1p(odds) - log_beta);
        double step = cul_inverse_step(newton, slope, curve);
        if (fabs(newton) < 3e-4 * spread) {
            return exp(log_x + step);
        }
        log_x += fabs(step) < spread ? step : newton < 0 ? -spread : spread;
    }
    return f_root(&target);
}

/* GSL's incomplete gamma function is used where its series and fractions are known to end. */
static _Bool is_chi2_df(double df)
{
    return is_positive(df) && df <= 2e5;
}

double cul_chi2_upper(double x, double df)
{
    if (!(x >= 0) || !is_chi2_df(df)) {
        return undefined;
    }
    return x > 2 * df + 3000 ? 0 : gsl_cdf_chisq_Q(x, df); /* beyond, it is 0 in a double */
}

static double chi2_distance(double log_x, const void *context)
{
    const struct target *target = context;
    double x = exp(log_x);
    return target->p <= 0.5 ? gsl_cdf_chisq_P(x, target->a) - target->p
                            : (1 - target->p) - gsl_cdf_chisq_Q(x, target->a);
}

double cul_chi2_quantile(double p, double df)
{
    if (!is_probability(p) || !is_chi2_df(df)) {
        return undefined;
    }
    struct target target = {p, df, 0};
    double low = log(df) - 1, high = log(df) + 1;
    while (low > -700 && chi2_distance(low, &target) > 0) {
        low -= 2;
    }
    while (high < log(2 * df + 3000) && chi2_distance(high, &target) < 0) {
        high += 1;
    }
    return exp(cul_root(chi2_distance, &target, low, high));
}

double cul_beta_quantile(double p, double a, double b)
{
    /* What F is to its degrees of freedom, beta is to half of them. */
    double odds = cul_f_quantile(p, 2 * a, 2 * b) * a / b;
    return odds / (1 + odds);
}

struct cul_interval cul_wilson(double successes, double n, double confidence)
{
    if (!(successes >= 0 && successes <= n) || !is_positive(n) || !is_probability(confidence)) {
        return (struct cul_interval){undefined, undefined};
    }
    double p = successes / n, z = cul_normal_quantile((1 + confidence) / 2), z2 = z * z;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (struct cul_interval){successes == 0 ? 0 : centre - half, successes == n ? 1 : centre + half};
}

struct cul_interval cul_feldt(double alpha, int64_t n, int32_t items, double confidence,
                              struct cul_remembered *remembered)
{
    if (!isfinite(alpha) || n < 2 || items < 2 || !is_probability(confidence)) {
        return (struct cul_interval){undefined, undefined};
    }
    double df1 = (double)(n - 1), df2 = df1 * (items - 1);
    return (struct cul_interval){1 - (1 - alpha) * cul_remembered_f(remembered, (1 + confidence) / 2, df1, df2),
                                 1 - (1 - alpha) * cul_remembered_f(remembered, (1 - confidence) / 2, df1, df2)};
}
