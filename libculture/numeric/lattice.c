/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/lattice.h"

#include "numeric/distributions.h"

#include <math.h>

enum { MULTIPLIER = 76 };

void cul_lattice_prepare(struct cul_lattice *lattice)
{
    for (int i = 0; i < CUL_LATTICE_GRID; i++) {
        lattice->quantiles[i] = cul_normal_quantile((i + 0.5) / CUL_LATTICE_GRID);
    }
}

double cul_lattice_place(int64_t point, int64_t generator, double shift)
{
    double place = (double)(point * generator % CUL_LATTICE_POINTS) / CUL_LATTICE_POINTS + shift;
    return place - (place >= 1);
}

double cul_lattice_normal(const struct cul_lattice *lattice, int64_t point, int64_t generator, double shift)
{
    double place = cul_lattice_place(point, generator, shift);
    int64_t step = (int64_t)(place * CUL_LATTICE_GRID);
    return lattice->quantiles[step < CUL_LATTICE_GRID ? step : CUL_LATTICE_GRID - 1];
}

int64_t cul_lattice_next(int64_t generator)
{
    return generator * MULTIPLIER % CUL_LATTICE_POINTS;
}
