/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_REML_H
#define CUL_NUMERIC_REML_H

/* How much of the differences lies between groups: the one-way model y = mu + u_group + e with groups of any size. */
#include <stdint.h>

/* What is known of one group. */
struct cul_sample {
    int64_t n; /* at least 1 */
    double mean;
    double squares; /* sum of (y - mean)^2 */
};

struct cul_components {
    double between, within; /* tau^2 and sigma^2 */
};

/*
 * Restricted maximum likelihood (Patterson & Thompson 1971, Biometrika 58:545). With theta = tau^2 / sigma^2 and w =
 * n / (1 + n theta) it minimises (N - 1) ln Q + sum ln(1 + n theta) + ln sum w, Q = sum squares + sum w (mean - mu)^2,
 * mu the w-weighted mean; sigma^2 = Q / (N - 1). tau^2 is 0 where the likelihood falls from there on. At least two
 * groups, more values than groups, and some spread within: else NaN.
 */
struct cul_components cul_reml(const struct cul_sample *groups, int64_t count);

#endif
