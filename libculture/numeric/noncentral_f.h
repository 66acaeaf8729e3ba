/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_NONCENTRAL_F_H
#define CUL_NUMERIC_NONCENTRAL_F_H

/*
 * The noncentral F distribution, which GSL lacks: P(F <= x) is the mean over j ~ Poisson(ncp / 2) of the beta
 * distribution function I_y(df1 / 2 + j, df2 / 2) with y = df1 x / (df1 x + df2).
 */

/* P(F <= x) for x >= 0, df > 0, ncp >= 0; absolute error below 1e-10 up to an ncp of 1e5. NaN outside the domain. */
double cul_noncentral_f_cdf(double x, double df1, double df2, double ncp);

/* The ncp with P(F <= x) = p: the distribution falls as ncp grows. 0 when even ncp 0 gives less than p. */
double cul_noncentral_f_ncp(double x, double df1, double df2, double p);

#endif
