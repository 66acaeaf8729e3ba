/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/standing.h"

#include "culture/assessment.h"

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

int32_t cul_band_of(double z)
{
    static const double cuts[] = {-1.5, -0.5, 0.5, 1.5};
    int32_t band = CULTURE_BAND_WELL_BELOW;
    while (band < CULTURE_BAND_WELL_ABOVE && z >= cuts[band]) {
        band++;
    }
    return band;
}
