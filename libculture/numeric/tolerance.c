/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/tolerance.h"

#include <math.h>

static double sample(int64_t n)
{
    return n >= 3 ? (double)n : (double)NAN;
}

double cul_prediction_factor(int64_t n, double confidence)
{
    return cul_t_quantile((1 + confidence) / 2, sample(n) - 1) * sqrt(1 + 1 / sample(n));
}

double cul_howe_factor(int64_t n, double share, double confidence)
{
    double df = sample(n) - 1, chi2 = cul_chi2_quantile(1 - confidence, df);
    return cul_normal_quantile((1 + share) / 2) * sqrt(df * (1 + 1 / sample(n)) / chi2);
}

double cul_one_sided_factor(const struct cul_noncentral_t *distribution, double share, double confidence)
{
    double root = sqrt(distribution->df + 1);
    return cul_noncentral_t_quantile(distribution, confidence, cul_normal_quantile(share) * root) / root;
}

double cul_wilks_confidence(int64_t n, double share)
{
    double size = sample(n);
    return share > 0 && share < 1 ? 1 - size * pow(share, size - 1) + (size - 1) * pow(share, size) : (double)NAN;
}
