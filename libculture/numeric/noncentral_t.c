/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/noncentral_t.h"

#include "numeric/log_gamma.h"
#include "numeric/roots.h"

#include <math.h>

/* Abscissas and weights of the 16-point Gauss-Legendre rule on (-1, 1): one half, the other mirrors it. */
static const double abscissas[8] = {0.0950125098376374401853193354249581, 0.2816035507792589132304605014604961,
                                    0.4580167776572273863424194429835776, 0.6178762444026437484466717640487910,
                                    0.7554044083550030338951011948474422, 0.8656312023878317438804678977123931,
                                    0.9445750230732325760779884155346083, 0.9894009349916499325961541734503327};
static const double rule_weights[8] = {0.1894506104550684962853967232082831, 0.1826034150449235888667636679692199,
                                       0.1691565193950025381893120790303599, 0.1495959888165767320815017305474785,
                                       0.1246289712555338720524762821920164, 0.0951585116824927848099251076022462,
                                       0.0622535239386478928628438369943777, 0.0271524594117540948517805724560181};

/* log of the density of u = sqrt(chi2 / df): 2 (df/2)^(df/2) / Gamma(df/2) u^(df-1) exp(-df u^2 / 2) */
static double log_density(double u, double df, double log_constant)
{
    return log_constant + (df - 1) * log(u) - 0.5 * df * u * u;
}

static double log_constant_of(double df)
{
    return log(2) + 0.5 * df * log(0.5 * df) - cul_log_gamma(0.5 * df);
}

/* How far from the density's peak, on one side, it falls below 1e-18 of its height: bisection on its logarithm. */
static double edge(double df, double log_constant, double peak, double away)
{
    double inside = 0, outside = 1, limit = log_density(peak, df, log_constant) - 41.5;
    double far = away > 0 ? peak + 12 : 0;
    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (inside + outside), u = peak + middle * (far - peak);
        if (u > 0 && log_density(u, df, log_constant) > limit) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    return peak + outside * (far - peak);
}

/* Gauss and Legendre's rule on pieces: it needs no more of what is integrated than to be smooth within them. */
static void prepare_pieces(struct cul_noncentral_t *distribution, double df)
{
    double constant = log_constant_of(df), peak = sqrt((df - 1) / df), total = 0;
    double low = edge(df, constant, peak, -1), high = edge(df, constant, peak, 1);
    int pieces = CUL_NONCENTRAL_NODES / 16;
    double half = (high - low) / pieces / 2;
    for (int i = 0; i < CUL_NONCENTRAL_NODES; i++) {
        int at = i % 16, mirrored = at < 8 ? at : at - 8;
        double centre = low + (2 * (i / 16) + 1) * half;
        double u = centre + (at < 8 ? half : -half) * abscissas[mirrored];
        distribution->nodes[i] = u;
        distribution->weights[i] = half * rule_weights[mirrored] * exp(log_density(u, df, constant));
        total += distribution->weights[i];
    }
    /* The mass is 1; what rounding of the constant at large df takes away is given back. */
    for (int i = 0; i < CUL_NONCENTRAL_NODES; i++) {
        distribution->weights[i] /= total;
    }
}

/* The logarithm of log u's density, less its peak's, which is at 0. */
static double log_even_density(double log_u, double df)
{
    return df * (log_u - 0.5 * expm1(2 * log_u));
}

/* Where it is 1e-18 of the peak: bisection, from a point beyond. */
static double even_edge(double df, double beyond)
{
    double inside = 0, outside = beyond;
    for (int i = 0; i < 40; i++) {
        double middle = 0.5 * (inside + outside);
        if (log_even_density(middle, df) > -41.5) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    return outside;
}

static void prepare_even(struct cul_noncentral_t *distribution, double df)
{
    double low = even_edge(df, -41.5 / df - 1), high = even_edge(df, 2.5);
    distribution->last = exp(high);
    for (int level = 0; level < CUL_NONCENTRAL_LEVELS; level++) {
        int count = CUL_MIXTURE_NODES >> (CUL_NONCENTRAL_LEVELS - 1 - level);
        double step = (high - low) / count, total = 0, *weights = distribution->even_weights[level];
        distribution->steps[level] = step;
        for (int i = 0; i < count; i++) {
            double log_u = low + (i + 0.5) * step;
            distribution->even_nodes[level][i] = exp(log_u);
            weights[i] = exp(log_even_density(log_u, df));
            total += weights[i];
        }
        for (int i = 0; i < count; i++) {
            weights[i] /= total;
        }
    }
}

void cul_noncentral_t_prepare(struct cul_noncentral_t *distribution, double df)
{
    distribution->df = df >= 2 && df < 1e9 ? df : (double)NAN;
    if (!isnan(distribution->df)) {
        prepare_pieces(distribution, df);
        prepare_even(distribution, df);
    }
}

/* The centre and the spread of a normal number for a u. */
struct place {
    double centre, spread;
};

/* How a quantity depends on u. */
struct dependence {
    struct place (*at)(const struct dependence *of, double u);
    double z, r, variance, sampled;
};

/*
 * Which even nodes are enough: those with which the rule's error, the transform of what is integrated at one over their
 * step, is below 1e-15. That of log u's density falls as |Gamma(df / 2 + i y)| does; what depends on u as steeply as
 * several standard deviations of log u asks for as much denser nodes. -1: none of them.
 */
static int level_for(const struct cul_noncentral_t *distribution, const struct dependence *of)
{
    if (of->sampled > 0 && distribution->last * distribution->last * of->sampled >= 1) {
        return -1; /* the truth does not depend smoothly on such a u */
    }
    double deviation = 1 / sqrt(2 * distribution->df), half = distribution->df / 2;
    struct place at = of->at(of, 1), below = of->at(of, exp(-deviation)), above = of->at(of, exp(deviation));
    double steep = (fabs(above.centre - below.centre) + 3 * fabs(above.spread - below.spread)) / (2 * at.spread);
    for (int level = 0; level < CUL_NONCENTRAL_LEVELS; level++) {
        double y = M_PI / (distribution->steps[level] * sqrt(1 + steep * steep)), ratio = y / half;
        if (y * atan(ratio) - (half - 0.5) * 0.5 * log1p(ratio * ratio) > 36) {
            return level;
        }
    }
    return -1;
}

static void mix(const struct cul_noncentral_t *distribution, const struct dependence *of, struct cul_mixture *mixture)
{
    int level = level_for(distribution, of);
    const double *nodes = level < 0 ? distribution->nodes : distribution->even_nodes[level];
    mixture->weights = level < 0 ? distribution->weights : distribution->even_weights[level];
    mixture->count = level < 0 ? CUL_NONCENTRAL_NODES : CUL_MIXTURE_NODES >> (CUL_NONCENTRAL_LEVELS - 1 - level);
    for (int32_t i = 0; i < mixture->count; i++) {
        struct place at = of->at(of, nodes[i]);
        mixture->centres[i] = at.centre;
        mixture->inverses[i] = 1 / at.spread;
    }
}

_Static_assert(CUL_NONCENTRAL_NODES % CUL_MIXTURE_LANES == 0 && (int)CUL_NONCENTRAL_NODES <= (int)CUL_MIXTURE_NODES,
               "the nodes of the pieces are a mixture's too");

/* P(T <= t) = 1 - E Phi(delta - t u): delta is the 1 - p quantile of normal numbers around t u. */
static struct place place_delta(const struct dependence *of, double u)
{
    return (struct place){of->z * u, 1};
}

double cul_noncentral_t_cdf(const struct cul_noncentral_t *distribution, double t, double delta)
{
    if (isnan(distribution->df) || !isfinite(t) || !isfinite(delta)) {
        return (double)NAN;
    }
    struct dependence of = {.at = place_delta, .z = t};
    struct cul_mixture mixture;
    mix(distribution, &of, &mixture);
    double total = 0;
    for (int32_t i = 0; i < mixture.count; i++) {
        total += mixture.weights[i] * 0.5 * erfc((delta - mixture.centres[i]) * M_SQRT1_2);
    }
    return total;
}

static double delta_of(const struct cul_mixture *mixture, double df, double t, double p)
{
    /* Large-sample start: T is about normal around delta with variance 1 + t^2 / (2 df). */
    double spread = sqrt(1 + t * t / (2 * df));
    return cul_mixture_quantile(mixture, 1 - p, t - cul_normal_quantile(p) * spread, spread);
}

double cul_noncentral_t_delta(const struct cul_noncentral_t *distribution, double t, double p)
{
    if (isnan(distribution->df) || !isfinite(t) || !(p > 0 && p < 1)) {
        return (double)NAN;
    }
    struct dependence of = {.at = place_delta, .z = t};
    struct cul_mixture mixture;
    mix(distribution, &of, &mixture);
    return delta_of(&mixture, distribution->df, t, p);
}

struct cul_interval cul_crawford_garthwaite(const struct cul_noncentral_t *distribution, double z, double confidence)
{
    double root = sqrt(distribution->df + 1), c = z * root, tail = (1 - confidence) / 2;
    if (isnan(distribution->df) || !isfinite(z) || !(confidence > 0 && confidence < 1)) {
        return (struct cul_interval){(double)NAN, (double)NAN};
    }
    struct dependence of = {.at = place_delta, .z = c};
    struct cul_mixture mixture;
    mix(distribution, &of, &mixture);
    return (struct cul_interval){delta_of(&mixture, distribution->df, c, 1 - tail) / root,
                                 delta_of(&mixture, distribution->df, c, tail) / root};
}

struct quantile {
    const struct cul_noncentral_t *distribution;
    double p, delta;
};

static double quantile_distance(double t, const void *context)
{
    const struct quantile *quantile = context;
    return cul_noncentral_t_cdf(quantile->distribution, t, quantile->delta) - quantile->p;
}

double cul_noncentral_t_quantile(const struct cul_noncentral_t *distribution, double p, double delta)
{
    if (isnan(distribution->df) || !isfinite(delta) || !(p > 0 && p < 1)) {
        return (double)NAN;
    }
    struct quantile quantile = {distribution, p, delta};
    double step = 4 + fabs(delta), low = delta - step, high = delta + step;
    for (int i = 0; i < 60 && quantile_distance(low, &quantile) > 0; i++) {
        low -= step *= 2;
    }
    for (int i = 0; i < 60 && quantile_distance(high, &quantile) < 0; i++) {
        high += step *= 2;
    }
    return cul_root(quantile_distance, &quantile, low, high);
}

static struct place place_wide(const struct dependence *of, double u)
{
    return (struct place){of->z * u, sqrt(of->variance * u * u + 1 / of->r)};
}

struct cul_interval cul_crawford_garthwaite_wide(const struct cul_noncentral_t *distribution, double z, double error,
                                                 double confidence)
{
    struct cul_interval limits = {(double)NAN, (double)NAN};
    if (isnan(distribution->df) || !isfinite(z) || !(error >= 0) || !isfinite(error)) {
        return limits;
    }
    double df = distribution->df, tail = (1 - confidence) / 2, r = df + 1;
    struct dependence of = {.at = place_wide, .z = z, .r = r, .variance = error * error};
    struct cul_mixture mixture;
    mix(distribution, &of, &mixture);
    double spread = sqrt(1 / r + z * z / (2 * df) + error * error), normal = cul_normal_quantile(1 - tail);
    limits.low = cul_mixture_quantile(&mixture, tail, z - normal * spread, spread);
    limits.high = cul_mixture_quantile(&mixture, 1 - tail, z + normal * spread, spread);
    return limits;
}

/* The true z when the yardstick's SD is s / u. */
static struct place place_truth(const struct dependence *of, double u)
{
    double between = 1 / (u * u) - of->sampled;
    if (!(between > 0)) {
        return (struct place){0, 1};
    }
    double lambda = between / (between + of->variance), root = sqrt(between);
    return (struct place){lambda * of->z / root,
                          sqrt(lambda * lambda / (u * u * of->r) + lambda * of->variance) / root};
}

struct cul_interval cul_true_limits(const struct cul_noncentral_t *distribution, double z, double variance,
                                    double sampled, double confidence)
{
    struct cul_interval limits = {(double)NAN, (double)NAN};
    if (isnan(distribution->df) || !isfinite(z) || !(variance >= 0 && isfinite(variance)) || !(sampled < 1)) {
        return limits;
    }
    double df = distribution->df, tail = (1 - confidence) / 2, normal = cul_normal_quantile(1 - tail);
    struct dependence of = {.at = place_truth, .z = z, .r = df + 1, .variance = variance, .sampled = sampled};
    struct cul_mixture mixture;
    mix(distribution, &of, &mixture);
    struct place at = place_truth(&of, 1);
    double spread = sqrt(at.spread * at.spread + at.centre * at.centre / (2 * df));
    limits.low = cul_mixture_quantile(&mixture, tail, at.centre - normal * spread, spread);
    limits.high = cul_mixture_quantile(&mixture, 1 - tail, at.centre + normal * spread, spread);
    return limits;
}
