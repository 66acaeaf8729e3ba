/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/reml.h"

#include "numeric/roots.h"

#include <math.h>

struct groups {
    const struct cul_sample *at;
    int64_t count;
    double n, squares; /* of all together */
};

/* The sums over groups that the likelihood is made of, for one theta. */
struct parts {
    double weight, weight_squares; /* sum w, sum w^2 */
    double spread, slope;          /* sum w d^2, sum w^2 d^2, d the distance to mu */
    double logs;                   /* sum ln(1 + n theta) */
};

static struct parts add_up(const struct groups *groups, double theta)
{
    struct parts parts = {0};
    double sum = 0;
    for (int64_t i = 0; i < groups->count; i++) {
        double n = (double)groups->at[i].n, w = n / (1 + n * theta);
        sum += w * groups->at[i].mean;
        parts.weight += w;
        parts.weight_squares += w * w;
    }
    for (int64_t i = 0; i < groups->count; i++) {
        double n = (double)groups->at[i].n, w = n / (1 + n * theta), d = groups->at[i].mean - sum / parts.weight;
        parts.spread += w * d * d;
        parts.slope += w * w * d * d;
    }
    return parts;
}

static double criterion(const struct groups *groups, double theta)
{
    struct parts parts = add_up(groups, theta);
    for (int64_t i = 0; i < groups->count; i++) {
        parts.logs += log1p((double)groups->at[i].n * theta);
    }
    return (groups->n - 1) * log(groups->squares + parts.spread) + parts.logs + log(parts.weight);
}

/* Its derivative: w falls by w^2, and mu is where the spread is least. */
static double slope(double theta, const void *context)
{
    const struct groups *groups = context;
    struct parts parts = add_up(groups, theta);
    return parts.weight - parts.weight_squares / parts.weight -
           (groups->n - 1) * parts.slope / (groups->squares + parts.spread);
}

/* Every stretch in which the slope turns upward holds a minimum; the lowest of them, or 0, is the estimate. */
static double find_theta(const struct groups *groups)
{
    double best = 0, least = criterion(groups, 0), low = 0, before = slope(0, groups);
    for (int step = -12; step <= 20; step++) {
        double high = ldexp(1, 2 * step), after = slope(high, groups);
        if (before < 0 && after >= 0) {
            double theta = cul_root(slope, groups, low, high), value = criterion(groups, theta);
            best = value < least ? theta : best;
            least = fmin(least, value);
        }
        low = high;
        before = after;
    }
    return best;
}

struct cul_components cul_reml(const struct cul_sample *at, int64_t count)
{
    struct groups groups = {.at = at, .count = count};
    for (int64_t i = 0; i < count; i++) {
        groups.n += (double)at[i].n;
        groups.squares += at[i].squares;
    }
    if (count < 2 || !(groups.n > (double)count) || !(groups.squares > 0)) {
        return (struct cul_components){(double)NAN, (double)NAN};
    }
    double theta = find_theta(&groups);
    double within = (groups.squares + add_up(&groups, theta).spread) / (groups.n - 1);
    return (struct cul_components){theta * within, within};
}
