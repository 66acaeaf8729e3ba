/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_LOG_GAMMA_H
#define CUL_NUMERIC_LOG_GAMMA_H

/* ln |Gamma(x)|. lgamma() writes a global sign; the reentrant form does not, but ISO C's headers hide it. */
extern double lgamma_r(double x, int *sign);

static inline double cul_log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

#endif
