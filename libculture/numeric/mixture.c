/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/mixture.h"

#include "numeric/roots.h"

#include <math.h>
#include <stdbool.h>

CUL_TARGETS(mixture)

/*
 * Steps from a start that is nearly right, kept between the points where the distance changes sign; one below 3e-4
 * spreads is the last.
 */
double cul_mixture_quantile(const struct cul_mixture *mixture, double p, double start, double spread)
{
    const struct cul_mixture_target *targets[CUL_PROCESSORS];
    const struct cul_mixture_target *target = targets[cul_mixture_targets(targets) - 1];
    double q = start, low = -(double)INFINITY, high = (double)INFINITY;
    for (int i = 0; i < 200; i++) {
        struct cul_mixture_sums at = target->sums(mixture, q);
        double newton = (p - at.below) / at.density, slope = at.slope / at.density, curve = at.curve / at.density;
        double step = cul_inverse_step(newton, slope, curve);
        if (fabs(newton) <= 3e-4 * spread) {
            return q + step;
        }
        if (at.below > p) {
            high = q;
        } else {
            low = q;
        }
        bool wild = !(fabs(newton) < spread);
        double next = wild ? q + copysign(spread, p - at.below) : q + step;
        q = next > low && next < high ? next : isfinite(low) && isfinite(high) ? 0.5 * (low + high) : next;
    }
    return q;
}
