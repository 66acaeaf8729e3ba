/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_NONCENTRAL_T_H
#define CUL_NUMERIC_NONCENTRAL_T_H

/*
 * The noncentral t distribution, which GSL lacks: P(T <= t) = integral over u > 0 of Phi(t u - delta) p(u) du, with u =
 * sqrt(chi2 / df) and p its density. The density depends on df alone, so the nodes and weights of the quadrature are
 * prepared once per df.
 */
#include "numeric/distributions.h"
#include "numeric/mixture.h"

enum { CUL_NONCENTRAL_NODES = 192, CUL_NONCENTRAL_LEVELS = 4 };

struct cul_noncentral_t {
    double df;
    double nodes[CUL_NONCENTRAL_NODES];   /* u */
    double weights[CUL_NONCENTRAL_NODES]; /* p(u) du */
    /*
     * The same for what is smooth in u: evenly spaced in log u, where that converges fastest, 32, 64, 128 and 256 of
     * them. steps are between their logarithms.
     */
    double even_nodes[CUL_NONCENTRAL_LEVELS][CUL_MIXTURE_NODES];
    double even_weights[CUL_NONCENTRAL_LEVELS][CUL_MIXTURE_NODES];
    double steps[CUL_NONCENTRAL_LEVELS], last; /* the last node, about */
};

/* Prepares for df >= 2; smaller or NaN: every result is NaN. */
void cul_noncentral_t_prepare(struct cul_noncentral_t *distribution, double df);

/* P(T <= t) for |delta| up to 60; absolute error below 1e-12. */
double cul_noncentral_t_cdf(const struct cul_noncentral_t *distribution, double t, double delta);

/* The delta with P(T <= t) = p: the distribution falls as delta grows. */
double cul_noncentral_t_delta(const struct cul_noncentral_t *distribution, double t, double p);

/* The t with P(T <= t) = p. */
double cul_noncentral_t_quantile(const struct cul_noncentral_t *distribution, double p, double delta);

/*
 * Crawford & Garthwaite (2002, Neuropsychologia 40:1196): limits of the z of an organisation in the population that r
 * organisations stand for. With c = z sqrt(r), d / sqrt(r) where P(T <= c) is 1 - a/2 and a/2. The distribution must be
 * prepared for r - 1.
 */
struct cul_interval cul_crawford_garthwaite(const struct cul_noncentral_t *distribution, double z, double confidence);

/*
 * The same with the organisation's own sampling error too; error is its standard error over the yardstick's SD. With
 * s*^2 = (r - 1) s^2 / chi2, m* ~ N(m, s*^2 / r) and x* ~ N(x, SE^2) (Crawford & Garthwaite 2007, Cogn Neuropsychol
 * 24:343, who draw them), P((x* - m*) / s* <= q) = E Phi((q - z u) / sqrt(error^2 u^2 + 1 / r)) over u = sqrt(chi2 / (r
 * - 1)): a quadrature, no draws. With error 0 the limits are those above.
 */
struct cul_interval cul_crawford_garthwaite_wide(const struct cul_noncentral_t *distribution, double z, double error,
                                                 double confidence);

/*
 * Limits of the z of the organisation's true mean among true means, with the error of the yardstick. All in units of
 * the yardstick's SD s: z of the observed mean, the sampling variance of that mean, and the share of s^2 that is
 * sampling error of the yardstick's means. With s* and m* as above, tau*^2 = s*^2 - sampled s^2 and lambda* = tau*^2 /
 * (tau*^2 + variance), the true z is normal around lambda* (x - m*) / tau* with variance lambda* variance / tau*^2.
 * Where tau*^2 is not above 0 nothing tells the organisations apart: standard normal, to which that goes as tau* goes
 * to 0.
 */
struct cul_interval cul_true_limits(const struct cul_noncentral_t *distribution, double z, double variance,
                                    double sampled, double confidence);

#endif
