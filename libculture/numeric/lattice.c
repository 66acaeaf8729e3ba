/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/lattice.h"

#include "numeric/distributions.h"

#include <math.h>

enum { MULTIPLIER = 76 };

CUL_TARGETS(lattice)

void cul_lattice_prepare(struct cul_lattice *lattice, int32_t dimensions)
{
    for (int i = 0; i < CUL_LATTICE_GRID; i++) {
        lattice->quantiles[i] = cul_normal_quantile((i + 0.5) / CUL_LATTICE_GRID);
    }
    for (int32_t point = 0; point < CUL_LATTICE_ROOM; point++) {
        lattice->places[point] = (double)(point % CUL_LATTICE_POINTS) / CUL_LATTICE_POINTS;
    }
    int64_t generator = 1;
    for (int32_t d = 0; d < dimensions; d++, generator = cul_lattice_next(generator)) {
        for (int32_t point = 0; point < CUL_LATTICE_ROOM; point++) {
            lattice->order[d][point] = (uint16_t)(point * generator % CUL_LATTICE_POINTS);
        }
    }
}

double cul_lattice_place(int64_t point, int64_t generator, double shift)
{
    double place = (double)(point * generator % CUL_LATTICE_POINTS) / CUL_LATTICE_POINTS + shift;
    return place - (place >= 1);
}

int64_t cul_lattice_next(int64_t generator)
{
    return generator * MULTIPLIER % CUL_LATTICE_POINTS;
}
