/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_MIXTURE_H
#define CUL_NUMERIC_MIXTURE_H

/* Quantiles of normal numbers whose centre and spread depend on something of which the distribution is known. */
#include "base/processor.h"

#include <stdint.h>

enum {
    CUL_MIXTURE_NODES = 256, /* at most */
    CUL_MIXTURE_LANES = 8,   /* their number is a multiple of this */
};

struct cul_mixture {
    int32_t count;
    const double *weights; /* count, together 1 */
    double centres[CUL_MIXTURE_NODES];
    double inverses[CUL_MIXTURE_NODES]; /* 1 / spread */
};

/*
 * The p quantile, from a start that is nearly right and about the mixture's own spread. P(x <= q) is found to 1e-14
 * absolutely, so that is what p is off.
 */
double cul_mixture_quantile(const struct cul_mixture *mixture, double p, double start, double spread);

/* P(x <= q), its derivative by q (the density), and the density's first and second derivative. */
struct cul_mixture_sums {
    double below, density, slope, curve;
};

/* The same work, compiled for one kind of processor; the same bits from each: sums are made in eight lanes. */
struct cul_mixture_target {
    const char *name;
    struct cul_mixture_sums (*sums)(const struct cul_mixture *mixture, double q);
};

/* All targets of this build that this processor can run, the fastest last. */
int32_t cul_mixture_targets(const struct cul_mixture_target *targets[CUL_PROCESSORS]);

#endif
