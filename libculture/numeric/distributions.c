/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/distributions.h"

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

double cul_f_quantile(double p, double df1, double df2)
{
    if (!is_probability(p) || !is_positive(df1) || !is_positive(df2)) {
        return undefined;
    }
    struct target target = {p, df1, df2};
    double low = -1, high = 1;
    while (low > -700 && f_distance(low, &target) > 0) {
        low *= 2;
    }
    while (high < 700 && f_distance(high, &target) < 0) {
        high *= 2;
    }
    return exp(cul_root(f_distance, &target, low, high));
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

static double beta_distance(double x, const void *context)
{
    const struct target *target = context;
    return target->p <= 0.5 ? gsl_cdf_beta_P(x, target->a, target->b) - target->p
                            : (1 - target->p) - gsl_cdf_beta_Q(x, target->a, target->b);
}

double cul_beta_quantile(double p, double a, double b)
{
    if (!is_probability(p) || !is_positive(a) || !is_positive(b)) {
        return undefined;
    }
    struct target target = {p, a, b};
    return cul_root(beta_distance, &target, 0, 1);
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

struct cul_interval cul_feldt(double alpha, int64_t n, int32_t items, double confidence)
{
    if (!isfinite(alpha) || n < 2 || items < 2 || !is_probability(confidence)) {
        return (struct cul_interval){undefined, undefined};
    }
    double df1 = (double)(n - 1), df2 = df1 * (items - 1);
    return (struct cul_interval){1 - (1 - alpha) * cul_f_quantile((1 + confidence) / 2, df1, df2),
                                 1 - (1 - alpha) * cul_f_quantile((1 - confidence) / 2, df1, df2)};
}
