/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_ORTHANT_H
#define CUL_NUMERIC_ORTHANT_H

#include <stdint.h>

/*
 * P(at least one of count standard normal variables with these correlations lies below bound), by Genz's (1992, J
 * Comput Graph Stat 1:141) transformation to the unit cube and the shifted lattice; *error is its Monte Carlo standard
 * error, mostly below 1e-4. The triangle is that of cul_cholesky() on the correlation matrix. room: 2 * count doubles.
 */
double cul_any_below(const double *triangle, int64_t count, double bound, double *room, double *error);

#endif
