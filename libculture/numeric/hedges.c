/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/hedges.h"

#include "numeric/log_gamma.h"

#include <math.h>

double cul_hedges_j(double df)
{
    if (!(df > 1)) {
        return (double)NAN;
    }
    if (df > 100) {
        /* Logarithms of large gammas would cancel: the series of Gamma(x + 1/2) / (sqrt(x) Gamma(x)) (Tricomi & Erdelyi
         * 1951, Pacific J Math 1:133). */
        double x = 0.5 * (df - 1), y = 1 / x;
        double series =
            1 + y * (-1.0 / 8 + y * (1.0 / 128 + y * (5.0 / 1024 + y * (-21.0 / 32768 - y * 399.0 / 262144))));
        return sqrt(x / (x + 0.5)) * series;
    }
    return exp(cul_log_gamma(0.5 * df) - cul_log_gamma(0.5 * (df - 1))) / sqrt(0.5 * df);
}
