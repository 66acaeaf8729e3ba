/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_LATTICE_H
#define CUL_NUMERIC_LATTICE_H

/*
 * Standard normal points spread evenly over many dimensions: a Korobov lattice (1021 points, multiplier 76: L'Ecuyer &
 * Lemieux 2000) that is shifted at random (Cranley & Patterson 1976). Every shift gives an unbiased estimate of an
 * expectation, with far less error than as many independent draws; several shifts tell how much.
 */
#include <stdint.h>

enum { CUL_LATTICE_POINTS = 1021, CUL_LATTICE_SHIFTS = 8, CUL_LATTICE_GRID = 4096 };

struct cul_lattice {
    double quantiles[CUL_LATTICE_GRID]; /* of the normal distribution, in the middle of equal steps */
};

void cul_lattice_prepare(struct cul_lattice *lattice);

/* A point's place between 0 and 1 in a dimension, from the dimension's shift (0 to 1). */
double cul_lattice_place(int64_t point, int64_t generator, double shift);

/* The same as a standard normal number. */
double cul_lattice_normal(const struct cul_lattice *lattice, int64_t point, int64_t generator, double shift);

/* The generators of the dimensions: 1, 76, 76^2, ... modulo 1021. */
int64_t cul_lattice_next(int64_t generator);

#endif
