/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/noncentral_f.h"

#include "numeric/distributions.h"
#include "numeric/roots.h"

#include <math.h>

/* lgamma() writes a global sign; the reentrant form does not. */
extern double lgamma_r(double x, int *sign);

static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

/* log of what I_y(a, b) loses from a to a + 1: y^a (1 - y)^b / (a B(a, b)) (Abramowitz & Stegun 26.5.16). */
static double log_step(double y, double a, double b)
{
    return a * log(y) + b * log1p(-y) + log_gamma(a + b) - log_gamma(a + 1) - log_gamma(b);
}

/*
 * From the last term that counts down to the first: going down, I_y only gains positive steps, so one value of the
 * beta distribution and a recurrence serve for all terms, and nothing cancels.
 */
static double mixture(double y, double half1, double half2, double rate)
{
    double reach = 9 * sqrt(rate) + 40, weights = 0, total = 0;
    double first = fmax(0, floor(rate - reach)), last = ceil(rate + reach);
    double beta = cul_beta_cdf(y, half1 + last, half2), step = log_step(y, half1 + last, half2);
    double weight = last * log(rate) - rate - log_gamma(last + 1), log_y = log(y);
    for (double j = last; j >= first; j--) {
        double a = half1 + j, poisson = exp(weight);
        weights += poisson;
        total += poisson * beta;
        step += log(a / (a + half2 - 1)) - log_y;
        beta = fmin(1, beta + exp(step));
        weight += log(j / rate);
    }
    return total / weights; /* what rounding of large logarithms takes away is given back */
}

double cul_noncentral_f_cdf(double x, double df1, double df2, double ncp)
{
    if (!(x >= 0) || !isfinite(x) || !(df1 > 0) || !(df2 > 0) || !(ncp >= 0) || !isfinite(ncp)) {
        return (double)NAN;
    }
    double y = df1 * x / (df1 * x + df2);
    if (ncp == 0 || y <= 0 || y >= 1) {
        return cul_beta_cdf(y, df1 / 2, df2 / 2);
    }
    return mixture(y, df1 / 2, df2 / 2, ncp / 2);
}

struct target {
    double x, df1, df2, p;
};

static double distance(double ncp, const void *context)
{
    const struct target *target = context;
    return target->p - cul_noncentral_f_cdf(target->x, target->df1, target->df2, ncp);
}

double cul_noncentral_f_ncp(double x, double df1, double df2, double p)
{
    struct target target = {x, df1, df2, p};
    double high = 8;
    if (!(p > 0 && p < 1) || isnan(distance(0, &target))) {
        return (double)NAN;
    }
    if (distance(0, &target) >= 0) {
        return 0;
    }
    while (distance(high, &target) < 0 && high < 1e8) {
        high *= 2;
    }
    return cul_root(distance, &target, 0, high);
}
