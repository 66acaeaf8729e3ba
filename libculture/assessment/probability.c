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
    size_t points = CUL_LATTICE_ROOM + CUL_LATTICE_BLOCK;
    return (count <= CUL_COVARIANCE_FACTORS ? factors * (factors + points) : 0) + 2 * factors + 1;
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

/*
 * What is sure of the scores at every point, whatever the shifts: no point lies farther out than the grid's last
 * quantile. Scores that are neither sure to reach the criterion nor sure not to are open.
 */
struct outlook {
    bool open[CUL_COVARIANCE_FACTORS];
    int32_t opens, sure; /* sure: to reach the score, with the floor */
    bool never;
};

static struct outlook look_ahead(const struct cul_lattice_question *question, const struct culture_criterion *criterion)
{
    const double farthest = fmax(-question->lattice->quantiles[0], question->lattice->quantiles[CUL_LATTICE_GRID - 1]);
    struct outlook outlook = {.never = false};
    for (int32_t f = 0; f < question->count; f++) {
        double reach = 0, centre = question->centres[f];
        for (int32_t k = 0; k <= f; k++) {
            reach += farthest * fabs(question->triangle[(int64_t)f * question->count + k]);
        }
        reach += 1e-9 * (1 + fabs(centre) + reach); /* more than rounding can make of it */
        bool stands = centre - reach >= criterion->floor;
        bool reaches = centre - reach >= criterion->score, misses = centre + reach < criterion->score;
        outlook.never = outlook.never || centre + reach < criterion->floor;
        outlook.open[f] = !(stands && (reaches || misses));
        outlook.opens += outlook.open[f];
        outlook.sure += stands && reaches;
    }
    outlook.never = outlook.never || outlook.sure + outlook.opens < criterion->factors;
    return outlook;
}

/* Points of all shifts that meet the criterion, and the variance of their share over the shifts' mean. */
static int64_t count_points(struct cul_lattice_question *question, double *shifts, uint64_t seed, double *variance)
{
    const struct cul_lattice_target *targets[CUL_PROCESSORS];
    const struct cul_lattice_target *target = targets[cul_lattice_targets(targets) - 1];
    struct cul_draws draws;
    double squares = 0;
    int64_t all = 0;
    cul_draws_seed(&draws, seed);
    for (int32_t shift = 0; shift < CUL_LATTICE_SHIFTS; shift++) {
        for (int32_t f = 0; f < question->count; f++) {
            shifts[f] = cul_draws_uniform(&draws);
        }
        int64_t found = target->count(question);
        double share = (double)found / CUL_LATTICE_POINTS;
        all += found;
        squares += share * share;
    }
    double mean = (double)all / ((double)CUL_LATTICE_SHIFTS * CUL_LATTICE_POINTS);
    *variance = fmax(0, squares / CUL_LATTICE_SHIFTS - mean * mean) / (CUL_LATTICE_SHIFTS - 1);
    return all;
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
    double *triangle = room, *centres = room + size, *shifts = centres + count, variance = 0;
    memcpy(triangle, covariances, size * sizeof *covariances);
    if (!cul_cholesky(triangle, count)) {
        return (struct cul_probability){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    }
    if (is_certain(triangle, count)) {
        return cul_probability_exact(cul_probability_diagonal(factors, count, criterion, room + size));
    }
    for (int32_t f = 0; f < count; f++) {
        centres[f] = factors[f].practice;
    }
    struct cul_lattice_question question = {.lattice = lattice,
                                            .count = count,
                                            .triangle = triangle,
                                            .centres = centres,
                                            .shifts = shifts,
                                            .floor = criterion->floor,
                                            .bound = criterion->score,
                                            .room = shifts + count};
    struct outlook outlook = look_ahead(&question, criterion);
    if (outlook.never || outlook.opens == 0) {
        return estimate(outlook.never ? 0 : (int64_t)CUL_LATTICE_SHIFTS * CUL_LATTICE_POINTS, 0);
    }
    question.open = outlook.open;
    question.needed = criterion->factors - outlook.sure;
    int64_t met = count_points(&question, shifts, seed, &variance);
    return estimate(met, variance);
}
