/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/standing.h"

#include "culture/assessment.h"
#include "numeric/remembered.h"

#include <math.h>

static const double grain = 1e-9; /* scores nearer than this are the same */

static double clip(double value, double low, double high)
{
    return fmax(low, fmin(high, value));
}

static void count(double x, const struct cul_norm *norm, struct cul_standing *standing)
{
    standing->below = standing->ties = norm->sorted ? 0 : -1;
    for (int64_t i = 0; norm->sorted && i < norm->organisations; i++) {
        standing->below += norm->sorted[i] < x - grain;
        standing->ties += fabs(norm->sorted[i] - x) <= grain;
    }
}

struct cul_standing cul_standing_of(double x, const struct cul_norm *norm, const struct cul_noncentral_t *yardstick,
                                    double confidence)
{
    struct cul_standing standing = {.reason = CULTURE_REASON_NONE};
    if (!(norm->sd > grain)) {
        standing.reason = CULTURE_REASON_ZERO_VARIANCE;
        return standing;
    }
    double r = (double)norm->organisations;
    standing.z = (x - norm->mean) / norm->sd;
    standing.t = standing.z / sqrt((r + 1) / r);
    standing.df = r - 1;
    standing.p = cul_t_two_sided(standing.t, standing.df);
    standing.percentile = 100 * cul_t_cdf(standing.t, standing.df);
    standing.z_limits = cul_crawford_garthwaite(yardstick, standing.z, confidence);
    standing.percentile_low = 100 * cul_normal_cdf(standing.z_limits.low);
    standing.percentile_high = 100 * cul_normal_cdf(standing.z_limits.high);
    standing.t_score = 50 + 10 * standing.z;
    standing.sten = clip(5.5 + 2 * standing.z, 1, 10);
    standing.stanine = clip(round(5 + 2 * standing.z), 1, 9);
    count(x, norm, &standing);
    return standing;
}

struct cul_percentile cul_percentile_true(double x, double variance, const struct cul_norm *norm,
                                          const struct cul_truth *truth, double confidence)
{
    struct cul_percentile found = {(double)NAN, (double)NAN, (double)NAN, CULTURE_REASON_NONE};
    if (!(truth->variance > grain * grain)) {
        found.reason = isnan(truth->variance) ? CULTURE_REASON_NOT_IN_REFERENCE : CULTURE_REASON_ZERO_VARIANCE;
        return found;
    }
    double lambda = truth->variance / (truth->variance + variance), off = lambda * (x - norm->mean);
    double tau = sqrt(truth->variance), spread = sqrt(lambda * variance);
    double z = cul_normal_quantile((1 + confidence) / 2);
    found.value = 100 * cul_normal_cdf(off / sqrt(truth->variance + lambda * variance));
    found.low = 100 * cul_normal_cdf((off - z * spread) / tau);
    found.high = 100 * cul_normal_cdf((off + z * spread) / tau);
    return found;
}

struct cul_percentile cul_percentile_true_wide(double x, double variance, const struct cul_norm *norm,
                                               const struct cul_truth *truth, const struct cul_noncentral_t *yardstick,
                                               double confidence)
{
    struct cul_percentile found = cul_percentile_true(x, variance, norm, truth, confidence);
    if (!found.reason) {
        double square = norm->sd * norm->sd;
        struct cul_interval limits = cul_true_limits(yardstick, (x - norm->mean) / norm->sd, variance / square,
                                                     1 - truth->variance / square, confidence);
        found.low = 100 * cul_normal_cdf(limits.low);
        found.high = 100 * cul_normal_cdf(limits.high);
    }
    return found;
}

struct cul_percentile cul_percentile_rank(const struct cul_standing *standing, int64_t organisations, double confidence,
                                          struct cul_remembered *remembered)
{
    struct cul_percentile found = {(double)NAN, (double)NAN, (double)NAN, CULTURE_REASON_NOT_IN_REFERENCE};
    if (standing->below < 0) {
        return found;
    }
    double r = (double)organisations, rank = (double)standing->below + (double)standing->ties / 2;
    double tail = (1 - confidence) / 2;
    found.reason = CULTURE_REASON_NONE;
    found.value = 100 * rank / r;
    found.low = rank > 0 ? 100 * cul_remembered_beta(remembered, tail, rank + 0.5, r - rank + 0.5) : 0;
    found.high = rank < r ? 100 * cul_remembered_beta(remembered, 1 - tail, rank + 0.5, r - rank + 0.5) : 100;
    return found;
}

struct cul_shrunk cul_shrink(double x, double variance, const struct cul_truth *truth)
{
    double between = fmax(0, truth->variance);
    double lambda = isnan(truth->variance) ? (double)NAN : between > 0 ? between / (between + variance) : 0;
    return (struct cul_shrunk){lambda * x + (1 - lambda) * truth->mean, lambda};
}

static const double cuts[] = {-1.5, -0.5, 0.5, 1.5}; /* between the bands */

double cul_band_edge(int32_t band, int direction)
{
    int32_t cut = direction > 0 ? band : band - 1;
    return cut >= 0 && cut < (int32_t)(sizeof cuts / sizeof *cuts) ? cuts[cut] : (double)NAN;
}

int32_t cul_band_of(double z)
{
    int32_t band = CULTURE_BAND_WELL_BELOW;
    while (band < CULTURE_BAND_WELL_ABOVE && z >= cuts[band]) {
        band++;
    }
    return band;
}
