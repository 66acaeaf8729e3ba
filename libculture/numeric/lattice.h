/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_LATTICE_H
#define CUL_NUMERIC_LATTICE_H

/*
 * Standard normal points spread evenly over many dimensions: a Korobov lattice (1021 points, multiplier 76: L'Ecuyer &
 * Lemieux 2000) that is shifted at random (Cranley & Patterson 1976). Every shift gives an unbiased estimate of an
 * expectation, with far less error than as many independent draws; several shifts tell how much.
 */
#include "base/processor.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    CUL_LATTICE_POINTS = 1021,
    CUL_LATTICE_BLOCK = 128, /* points that are looked at together */
    CUL_LATTICE_ROOM = 1024, /* points, and what fills the last block of them */
    CUL_LATTICE_SHIFTS = 8,
    CUL_LATTICE_GRID = 4096,
    CUL_LATTICE_DIMENSIONS = 64,
};

struct cul_lattice {
    double quantiles[CUL_LATTICE_GRID]; /* of the normal distribution, in the middle of equal steps */
    double places[CUL_LATTICE_ROOM];    /* of the points in one dimension, without a shift: 0, 1/1021, 2/1021, ... */
    uint16_t order[CUL_LATTICE_DIMENSIONS][CUL_LATTICE_ROOM]; /* per dimension and point, which of those it has */
};

/* For at most so many dimensions. */
void cul_lattice_prepare(struct cul_lattice *lattice, int32_t dimensions);

/* A point's place between 0 and 1 in a dimension, from the dimension's shift (0 to 1). */
double cul_lattice_place(int64_t point, int64_t generator, double shift);

/* The generators of the dimensions: 1, 76, 76^2, ... modulo 1021. */
int64_t cul_lattice_next(int64_t generator);

/*
 * Normal scores that must all reach a floor, and so many of them a bound, which is not below the floor. A score is its
 * centre and the triangle's row times the point.
 */
struct cul_lattice_question {
    const struct cul_lattice *lattice;
    int32_t count;          /* scores and dimensions */
    const double *triangle; /* count x count, the lower one */
    const double *centres, *shifts;
    const bool *open; /* per score, whether it is to be looked at; what is sure is not */
    double floor, bound;
    int32_t needed; /* of those to be looked at, at the bound */
    double *room;   /* count x (CUL_LATTICE_ROOM + CUL_LATTICE_BLOCK) */
};

/* The same work, compiled for one kind of processor; the same numbers from each. */
struct cul_lattice_target {
    const char *name;
    int64_t (*count)(const struct cul_lattice_question *question); /* points that meet it */
};

/* All targets of this build that this processor can run, the fastest last. */
int32_t cul_lattice_targets(const struct cul_lattice_target *targets[CUL_PROCESSORS]);

#endif
