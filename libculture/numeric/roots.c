/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/roots.h"

#include <float.h>
#include <math.h>

/* Whether the three points are far enough from flat for an inverse quadratic step (Chandrupatla's criterion). */
static double next_step(double x1, double f1, double x2, double f2, double x3, double f3)
{
    double xi = (x1 - x2) / (x3 - x2), phi = (f1 - f2) / (f3 - f2);
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
        return f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2);
    }
    return 0.5;
}

double cul_root(double (*f)(double x, const void *context), const void *context, double low, double high)
{
    double x1 = low, x2 = high, f1 = f(x1, context), f2 = f(x2, context), x3 = x2, f3 = f2, step = 0.5;
    if (isnan(f1) || isnan(f2) || (f1 > 0 && f2 > 0) || (f1 < 0 && f2 < 0)) {
        return (double)NAN;
    }
    for (int i = 0; i < 200; i++) {
        double best = fabs(f1) < fabs(f2) ? x1 : x2, best_f = fabs(f1) < fabs(f2) ? f1 : f2;
        double tolerance = 2 * DBL_EPSILON * fabs(best) + DBL_MIN, closest = tolerance / fabs(x2 - x1);
        if (best_f == 0 || closest > 0.5) {
            return best;
        }
        step = step < closest ? closest : step > 1 - closest ? 1 - closest : step;
        double x = x1 + step * (x2 - x1), fx = f(x, context);
        if (isnan(fx)) {
            return (double)NAN;
        }
        if ((fx > 0) == (f1 > 0)) {
            x3 = x1, f3 = f1;
        } else {
            x3 = x2, f3 = f2, x2 = x1, f2 = f1;
        }
        x1 = x, f1 = fx;
        step = next_step(x1, f1, x2, f2, x3, f3);
    }
    return fabs(f1) < fabs(f2) ? x1 : x2;
}
