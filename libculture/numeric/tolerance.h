/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_TOLERANCE_H
#define CUL_NUMERIC_TOLERANCE_H

/* How far from its mean, in SDs, a sample of n says where others lie. NaN for n < 3 or shares outside (0, 1). */
#include "numeric/noncentral_t.h"

/* The next one: t sqrt(1 + 1/n), with n - 1 degrees of freedom. */
double cul_prediction_factor(int64_t n, double confidence);

/* A share of all, between both sides: Howe (1969, JASA 64:610), z sqrt((n - 1) (1 + 1/n) / chi2). */
double cul_howe_factor(int64_t n, double share, double confidence);

/* A share of all, on one side: the quantile of the noncentral t with delta z sqrt(n), over sqrt(n). Exact. */
double cul_one_sided_factor(const struct cul_noncentral_t *distribution, double share, double confidence);

/* The confidence that a share of all lies between the smallest and the largest of n (Wilks 1941), of any shape. */
double cul_wilks_confidence(int64_t n, double share);

#endif
