/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/mantel_haenszel.h"

#include "numeric/distributions.h"

#include <math.h>

struct sums {
    double difference, variance;   /* of the first group's yes against what is expected */
    double along, across;          /* of the two products of the odds ratio */
    double along2, mixed, across2; /* of the variance of its logarithm */
};

static void add_stratum(struct sums *sums, const int64_t *first, const int64_t *second)
{
    double a = (double)first[0], b = (double)first[1], c = (double)second[0], d = (double)second[1];
    double n = a + b + c + d;
    if (n < 2) {
        return;
    }
    double along = a * d / n, across = b * c / n, agree = (a + d) / n, differ = (b + c) / n;
    sums->difference += a - (a + b) * (a + c) / n;
    sums->variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1));
    sums->along += along;
    sums->across += across;
    sums->along2 += agree * along;
    sums->mixed += agree * across + differ * along;
    sums->across2 += differ * across;
}

struct cul_mantel_haenszel cul_mantel_haenszel(const int64_t *first, const int64_t *second, int64_t strata,
                                               double confidence)
{
    struct sums sums = {0};
    for (int64_t i = 0; i < strata; i++) {
        add_stratum(&sums, first + 2 * i, second + 2 * i);
    }
    struct cul_mantel_haenszel result;
    double away = fabs(sums.difference), left = away - (away >= 0.5 ? 0.5 : 0);
    result.chi_squared = sums.variance > 0 ? left * left / sums.variance : (double)NAN;
    result.p = 2 * cul_normal_cdf(-sqrt(result.chi_squared));
    result.odds_ratio = sums.along / sums.across;
    double variance = sums.along2 / (2 * sums.along * sums.along) + sums.mixed / (2 * sums.along * sums.across) +
                      sums.across2 / (2 * sums.across * sums.across);
    double reach = cul_normal_quantile((1 + confidence) / 2) * sqrt(variance);
    result.low = result.odds_ratio * exp(-reach);
    result.high = result.odds_ratio * exp(reach);
    return result;
}
