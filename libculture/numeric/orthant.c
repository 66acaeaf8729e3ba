/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/orthant.h"

#include "numeric/distributions.h"
#include "numeric/draws.h"
#include "numeric/lattice.h"

#include <math.h>

enum { SHIFTS = 4, SEED = 1 };

/*
 * The chance that all lie above, at one point: each variable is drawn from its own upper part, given those before it.
 * A variable that the ones before it determine lies above or does not.
 */
static double all_above(const double *triangle, int64_t count, double bound, int64_t point, const double *shifts,
                        double *normals)
{
    double chance = 1;
    int64_t generator = 1;
    for (int64_t i = 0; i < count && chance > 0; i++, generator = cul_lattice_next(generator)) {
        const double *row = triangle + i * count;
        double mean = 0;
        for (int64_t k = 0; k < i; k++) {
            mean += row[k] * normals[k];
        }
        if (!(row[i] > 0)) {
            chance = mean >= bound ? chance : 0;
            normals[i] = 0;
            continue;
        }
        double above = cul_normal_cdf((mean - bound) / row[i]);
        double place = above * cul_lattice_place(point, generator, shifts[i]);
        normals[i] = place > 0 ? -cul_normal_quantile(place) : 0;
        normals[i] = isnan(normals[i]) ? 0 : normals[i];
        chance *= above;
    }
    return chance;
}

double cul_any_below(const double *triangle, int64_t count, double bound, double *room, double *error)
{
    struct cul_draws draws;
    double sum = 0, squares = 0, *shifts = room, *normals = room + count;
    cul_draws_seed(&draws, SEED);
    for (int shift = 0; shift < SHIFTS; shift++) {
        double share = 0;
        for (int64_t i = 0; i < count; i++) {
            shifts[i] = cul_draws_uniform(&draws);
        }
        for (int64_t point = 0; point < CUL_LATTICE_POINTS; point++) {
            share += all_above(triangle, count, bound, point, shifts, normals) / CUL_LATTICE_POINTS;
        }
        sum += share;
        squares += share * share;
    }
    double mean = sum / SHIFTS;
    *error = sqrt(fmax(0, squares / SHIFTS - mean * mean) / (SHIFTS - 1));
    return 1 - mean;
}
