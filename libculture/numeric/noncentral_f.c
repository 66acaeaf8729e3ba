/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/noncentral_f.h"

#include "numeric/distributions.h"
#include "numeric/log_gamma.h"

#include <math.h>
#include <stdbool.h>

/* log of what I_y(a, b) loses from a to a + 1: y^a (1 - y)^b / (a B(a, b)) (Abramowitz & Stegun 26.5.16). */
static double log_step(double y, double a, double b)
{
    return a * log(y) + b * log1p(-y) + cul_log_gamma(a + b) - cul_log_gamma(a + 1) - cul_log_gamma(b);
}

struct mixture {
    double below, slope; /* P(F <= x), and its derivative by ncp / 2 */
};

/*
 * From the last term that counts down to the first: going down, I_y only gains positive steps, so one value of the
 * beta distribution and a recurrence serve for all terms, and nothing cancels. More ncp is one term further: the
 * derivative is the mean of the steps. A step is a logarithm as long as it is too small for a number.
 */
static struct mixture mix(double y, double half1, double half2, double rate)
{
    double reach = 9 * sqrt(rate) + 40, weights = 0, total = 0, steps = 0;
    double first = fmax(0, floor(rate - reach)), last = ceil(rate + reach);
    double beta = cul_beta_cdf(y, half1 + last, half2), size = log_step(y, half1 + last, half2), step = exp(size);
    double poisson = exp(last * log(rate) - rate - cul_log_gamma(last + 1)), log_y = log(y);
    for (double j = last; j >= first; j--) {
        double a = half1 + j, growth = a / (a + half2 - 1);
        weights += poisson;
        total += poisson * beta;
        steps += poisson * step;
        if (size < -600) {
            size += log(growth) - log_y;
            step = exp(size);
        } else {
            step *= growth / y;
        }
        beta = fmin(1, beta + step);
        poisson *= j / rate;
    }
    return (struct mixture){total / weights, -steps / weights}; /* what rounding takes away is given back */
}

static bool is_distribution(double x, double df1, double df2)
{
    return x >= 0 && isfinite(x) && df1 > 0 && df2 > 0;
}

double cul_noncentral_f_cdf(double x, double df1, double df2, double ncp)
{
    if (!is_distribution(x, df1, df2) || !(ncp >= 0) || !isfinite(ncp)) {
        return (double)NAN;
    }
    double y = df1 * x / (df1 * x + df2);
    if (ncp == 0 || y <= 0 || y >= 1) {
        return cul_beta_cdf(y, df1 / 2, df2 / 2);
    }
    return mix(y, df1 / 2, df2 / 2, ncp / 2).below;
}

/* Newton's steps, kept between the points where the distance changes sign. */
double cul_noncentral_f_ncp(double x, double df1, double df2, double p)
{
    if (!is_distribution(x, df1, df2) || !(p > 0 && p < 1)) {
        return (double)NAN;
    }
    double y = df1 * x / (df1 * x + df2), none = cul_beta_cdf(y, df1 / 2, df2 / 2);
    if (!(none > p)) {
        return isnan(none) ? none : 0;
    }
    if (!(y < 1)) {
        return (double)NAN;
    }
    /* About normal around df1 + ncp, its x df1 with a standard deviation as if df2 were endless, and more. */
    double middle = df1 * x, spread = sqrt(2 * (df1 + 2 * fmax(0, middle - df1)) + 2 * middle * middle / df2);
    double low = 0, high = (double)INFINITY, rate = fmax(0.5, middle - df1 - cul_normal_quantile(p) * spread) / 2;
    for (int i = 0; i < 100; i++) {
        struct mixture at = mix(y, df1 / 2, df2 / 2, rate);
        double off = at.below - p, next = rate - off / at.slope;
        if (off > 0) {
            low = rate;
        } else {
            high = rate;
        }
        if (!(next > low && next < high)) {
            next = isfinite(high) ? (low + high) / 2 : 2 * rate + 1;
        }
        if (fabs(next - rate) <= 1e-7 * (rate + 1e-6)) {
            return 2 * next;
        }
        rate = next;
    }
    return 2 * rate;
}
