/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_MANTEL_HAENSZEL_H
#define CUL_NUMERIC_MANTEL_HAENSZEL_H

#include <stdint.h>

/*
 * Two groups that answer yes or no, within strata (Mantel & Haenszel 1959, J Natl Cancer Inst 22:719). Strata of fewer
 * than two answers tell nothing and are left out. The same numbers as R's mantelhaen.test().
 */
struct cul_mantel_haenszel {
    double odds_ratio;  /* odds of yes in the first group over those in the second; infinite or NaN when it has none */
    double low, high;   /* by the variance of its logarithm of Robins, Breslow & Greenland (1986, Biometrics 42:311) */
    double chi_squared; /* 1 degree of freedom, with continuity correction; NaN when the answers do not vary */
    double p;
};

/* Counts of yes and no, alternating, per stratum. */
struct cul_mantel_haenszel cul_mantel_haenszel(const int64_t *first, const int64_t *second, int64_t strata,
                                               double confidence);

#endif
