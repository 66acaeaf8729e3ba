/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/noncentral_t.h"

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

/* lgamma() writes a global sign; the reentrant form does not. */
extern double lgamma_r(double x, int *sign);

static double log_constant_of(double df)
{
    int sign;
    return log(2) + 0.5 * df * log(0.5 * df) - lgamma_r(0.5 * df, &sign);
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

void cul_noncentral_t_prepare(struct cul_noncentral_t *distribution, double df)
{
    distribution->df = df >= 2 && df < 1e9 ? df : (double)NAN;
    if (isnan(distribution->df)) {
        return;
    }
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

double cul_noncentral_t_cdf(const struct cul_noncentral_t *distribution, double t, double delta)
{
    if (isnan(distribution->df) || !isfinite(t) || !isfinite(delta)) {
        return (double)NAN;
    }
    double total = 0;
    for (int i = 0; i < CUL_NONCENTRAL_NODES; i++) {
        total += distribution->weights[i] * 0.5 * erfc((delta - t * distribution->nodes[i]) * M_SQRT1_2);
    }
    return total;
}

/* Normal numbers q whose centre and spread depend on u: both per node. */
struct mixture {
    const double *weights;
    double centres[CUL_NONCENTRAL_NODES], spreads[CUL_NONCENTRAL_NODES];
};

static double mixture_distance(const struct mixture *mixture, double q, double p, double *slope)
{
    const double inverse_root_two_pi = 0.39894228040143267794;
    double total = 0, density = 0;
    for (int i = 0; i < CUL_NONCENTRAL_NODES; i++) {
        double standard = (q - mixture->centres[i]) / mixture->spreads[i];
        total += mixture->weights[i] * erfc(-standard * M_SQRT1_2);
        density += mixture->weights[i] * exp(-0.5 * standard * standard) / mixture->spreads[i];
    }
    *slope = density * inverse_root_two_pi;
    return 0.5 * total - p;
}

/*
 * Newton's steps from a start that is nearly right, kept between the points where the distance changes sign. The error
 * of a step is of the order of the step squared, so one below 1e-7 spreads is the last.
 */
static double mixture_quantile(const struct mixture *mixture, double p, double start, double spread)
{
    double q = start, low = -(double)INFINITY, high = (double)INFINITY, slope;
    for (int i = 0; i < 200; i++) {
        double off = mixture_distance(mixture, q, p, &slope);
        if (off > 0) {
            high = q;
        } else {
            low = q;
        }
        double next = q - off / slope, widest = 2 * spread;
        if (fabs(next - q) <= 1e-7 * spread) {
            return next;
        }
        if (!(fabs(next - q) < widest)) {
            next = off > 0 ? q - widest : q + widest;
        }
        q = next > low && next < high ? next : 0.5 * (low + high);
    }
    return q;
}

double cul_noncentral_t_delta(const struct cul_noncentral_t *distribution, double t, double p)
{
    if (isnan(distribution->df) || !isfinite(t) || !(p > 0 && p < 1)) {
        return (double)NAN;
    }
    /* P(T <= t) = 1 - E Phi(delta - t u): delta is the 1 - p quantile of normal numbers around t u. */
    struct mixture mixture = {.weights = distribution->weights};
    for (int i = 0; i < CUL_NONCENTRAL_NODES; i++) {
        mixture.centres[i] = t * distribution->nodes[i];
        mixture.spreads[i] = 1;
    }
    /* Large-sample start: T is about normal around delta with variance 1 + t^2 / (2 df). */
    double spread = sqrt(1 + t * t / (2 * distribution->df));
    return mixture_quantile(&mixture, 1 - p, t - cul_normal_quantile(p) * spread, spread);
}

struct cul_interval cul_crawford_garthwaite(const struct cul_noncentral_t *distribution, double z, double confidence)
{
    double root = sqrt(distribution->df + 1), c = z * root, tail = (1 - confidence) / 2;
    return (struct cul_interval){cul_noncentral_t_delta(distribution, c, 1 - tail) / root,
                                 cul_noncentral_t_delta(distribution, c, tail) / root};
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

struct cul_interval cul_crawford_garthwaite_wide(const struct cul_noncentral_t *distribution, double z, double error,
                                                 double confidence)
{
    struct cul_interval limits = {(double)NAN, (double)NAN};
    if (isnan(distribution->df) || !isfinite(z) || !(error >= 0) || !isfinite(error)) {
        return limits;
    }
    double df = distribution->df, tail = (1 - confidence) / 2, r = df + 1;
    struct mixture mixture = {.weights = distribution->weights};
    for (int i = 0; i < CUL_NONCENTRAL_NODES; i++) {
        double u = distribution->nodes[i];
        mixture.centres[i] = z * u;
        mixture.spreads[i] = sqrt(error * error * u * u + 1 / r);
    }
    double spread = sqrt(1 / r + z * z / (2 * df) + error * error), normal = cul_normal_quantile(1 - tail);
    limits.low = mixture_quantile(&mixture, tail, z - normal * spread, spread);
    limits.high = mixture_quantile(&mixture, 1 - tail, z + normal * spread, spread);
    return limits;
}

/* The true z when the yardstick's SD is s / u: its centre and spread. */
static void place_truth(double u, double r, double z, double variance, double sampled, double *centre, double *spread)
{
    double between = 1 / (u * u) - sampled;
    if (!(between > 0)) {
        *centre = 0, *spread = 1;
        return;
    }
    double lambda = between / (between + variance);
    *centre = lambda * z / sqrt(between);
    *spread = sqrt((lambda * lambda / (u * u * r) + lambda * variance) / between);
}

struct cul_interval cul_true_limits(const struct cul_noncentral_t *distribution, double z, double variance,
                                    double sampled, double confidence)
{
    struct cul_interval limits = {(double)NAN, (double)NAN};
    if (isnan(distribution->df) || !isfinite(z) || !(variance >= 0 && isfinite(variance)) || !(sampled < 1)) {
        return limits;
    }
    double df = distribution->df, tail = (1 - confidence) / 2, normal = cul_normal_quantile(1 - tail);
    struct mixture mixture = {.weights = distribution->weights};
    for (int i = 0; i < CUL_NONCENTRAL_NODES; i++) {
        place_truth(distribution->nodes[i], df + 1, z, variance, sampled, &mixture.centres[i], &mixture.spreads[i]);
    }
    double centre, spread;
    place_truth(1, df + 1, z, variance, sampled, &centre, &spread);
    spread = sqrt(spread * spread + centre * centre / (2 * df));
    limits.low = mixture_quantile(&mixture, tail, centre - normal * spread, spread);
    limits.high = mixture_quantile(&mixture, 1 - tail, centre + normal * spread, spread);
    return limits;
}
