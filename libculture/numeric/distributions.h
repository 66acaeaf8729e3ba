/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_DISTRIBUTIONS_H
#define CUL_NUMERIC_DISTRIBUTIONS_H

/*
 * Distribution functions and their inverses. NaN for anything outside the domain. GSL's error handler is never called:
 * the domain is checked first, and the inverses of F and beta, which fail in GSL 2.7 at ordinary degrees of freedom,
 * are roots of the forward functions. No memory, no state: safe in any thread.
 */
#include <stdint.h>

struct cul_interval {
    double low, high;
};

double cul_normal_cdf(double z);
double cul_normal_quantile(double p); /* 0 < p < 1 */

double cul_t_cdf(double t, double df);       /* df > 0 */
double cul_t_two_sided(double t, double df); /* 2 P(T > |t|) */
double cul_t_quantile(double p, double df);  /* 0 < p < 1 */

double cul_f_cdf(double x, double df1, double df2); /* x >= 0, df > 0 */
double cul_f_upper(double x, double df1, double df2);
double cul_f_quantile(double p, double df1, double df2); /* 0 < p < 1 */

double cul_chi2_upper(double x, double df);    /* x >= 0, 0 < df <= 2e5 */
double cul_chi2_quantile(double p, double df); /* 0 < p < 1 */

double cul_beta_cdf(double x, double a, double b); /* 0 <= x <= 1, a, b > 0 */
double cul_beta_quantile(double p, double a, double b);

/* Wilson's (1927, JASA 22:209) interval of a proportion, both ends within 0-1; 0 <= successes <= n, n > 0. */
struct cul_interval cul_wilson(double successes, double n, double confidence);

/*
 * Feldt's (1965, Psychometrika 30:357) interval of alpha: 1 - (1 - alpha) F with n - 1 and (n - 1)(k - 1) degrees of
 * freedom. n complete rows (at least 2), k items (at least 2).
 */
struct cul_remembered; /* numeric/remembered.h; NULL: none */
struct cul_interval cul_feldt(double alpha, int64_t n, int32_t items, double confidence,
                              struct cul_remembered *remembered);

#endif
