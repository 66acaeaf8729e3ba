/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/probability.h"

#include "numeric/cholesky.h"
#include "numeric/distributions.h"
#include "numeric/draws.h"

#include <math.h>
#include <string.h>

size_t cul_probability_room(int32_t count)
{
    size_t factors = (size_t)count;
    return (count <= CUL_COVARIANCE_FACTORS ? factors * factors : 0) + 2 * factors + 1;
}

/* P(true score >= bound). */
static double reaches(const struct cul_factor *factor, double bound)
{
    if (factor->standard_error == 0) {
        return factor->practice >= bound;
    }
    return cul_normal_cdf((factor->practice - bound) / factor->standard_error);
}

double cul_probability_diagonal(const struct cul_factor *factors, int32_t count,
                                const struct culture_criterion *criterion, double *room)
{
    double *reached = room, total = 0; /* the chance that so many factors reach the score */
    for (int32_t k = 0; k <= count; k++) {
        reached[k] = k == 0;
    }
    for (int32_t i = 0; i < count; i++) {
        double concrete = reaches(&factors[i], fmax(criterion->score, criterion->floor));
        double between = fmax(0, reaches(&factors[i], criterion->floor) - concrete);
        for (int32_t k = i + 1; k >= 0; k--) {
            reached[k] = reached[k] * between + (k ? reached[k - 1] * concrete : 0);
        }
    }
    for (int32_t k = criterion->factors; k <= count; k++) {
        total += reached[k];
    }
    return total;
}

/* What is at hand while points are drawn. */
struct drawing {
    const struct cul_factor *factors;
    int32_t count;
    const struct culture_criterion *criterion;
    const struct cul_lattice *lattice;
    double *triangle, *normals, *shifts;
};

/* Whether the true scores of one point meet the criterion. */
static bool meets(const struct drawing *drawing, int64_t point)
{
    int32_t concrete = 0;
    int64_t generator = 1;
    for (int32_t f = 0; f < drawing->count; f++) {
        drawing->normals[f] = cul_lattice_normal(drawing->lattice, point, generator, drawing->shifts[f]);
        generator = cul_lattice_next(generator);
        const double *row = drawing->triangle + (int64_t)f * drawing->count;
        double score = drawing->factors[f].practice;
        for (int32_t k = 0; k <= f; k++) {
            score += row[k] * drawing->normals[k];
        }
        if (score < drawing->criterion->floor) {
            return false;
        }
        concrete += score >= drawing->criterion->score;
    }
    return concrete >= drawing->criterion->factors;
}

static int64_t points_that_meet(const struct drawing *drawing, struct cul_draws *draws)
{
    int64_t count = 0;
    for (int32_t f = 0; f < drawing->count; f++) {
        drawing->shifts[f] = cul_draws_uniform(draws);
    }
    for (int64_t point = 0; point < CUL_LATTICE_POINTS; point++) {
        count += meets(drawing, point);
    }
    return count;
}

/* From how many of all points meet the criterion, and how much the shifts differ. */
static struct cul_probability estimate(int64_t count, double variance)
{
    const int64_t points = (int64_t)CUL_LATTICE_SHIFTS * CUL_LATTICE_POINTS;
    double share = (double)count / (double)points, error = fmax(sqrt(variance), 1 / (double)points);
    double half = cul_t_quantile(0.975, CUL_LATTICE_SHIFTS - 1) * error;
    double unseen = 1 - pow(0.05, 1 / (double)points);
    return (struct cul_probability){share, error, count == points ? 1 - unseen : fmax(0, share - half),
                                    count == 0 ? unseen : fmin(1, share + half)};
}

/* Nothing is left to chance: the whole workforce answered. */
static bool is_certain(const double *triangle, int32_t count)
{
    for (int32_t f = 0; f < count; f++) {
        if (triangle[(int64_t)f * count + f] > 0) {
            return false;
        }
    }
    return true;
}

struct cul_probability cul_probability(const struct cul_factor *factors, int32_t count, const double *covariances,
                                       const struct culture_criterion *criterion, const struct cul_lattice *lattice,
                                       uint64_t seed, double *room)
{
    size_t size = (size_t)count * (size_t)count;
    struct drawing drawing = {factors, count, criterion, lattice, room, room + size, room + size + count};
    struct cul_draws draws;
    double squares = 0;
    int64_t all = 0;
    memcpy(drawing.triangle, covariances, size * sizeof *covariances);
    if (!cul_cholesky(drawing.triangle, count)) {
        return (struct cul_probability){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    }
    if (is_certain(drawing.triangle, count)) {
        return cul_probability_exact(cul_probability_diagonal(factors, count, criterion, room + size));
    }
    cul_draws_seed(&draws, seed);
    for (int32_t shift = 0; shift < CUL_LATTICE_SHIFTS; shift++) {
        int64_t found = points_that_meet(&drawing, &draws);
        double share = (double)found / CUL_LATTICE_POINTS;
        all += found;
        squares += share * share;
    }
    double mean = (double)all / ((double)CUL_LATTICE_SHIFTS * CUL_LATTICE_POINTS);
    return estimate(all, fmax(0, squares / CUL_LATTICE_SHIFTS - mean * mean) / (CUL_LATTICE_SHIFTS - 1));
}
