/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_MAHALANOBIS_H
#define CUL_NUMERIC_MAHALANOBIS_H

#include <stdint.h>

/*
 * Turns a covariance matrix, in place, into the lower triangle L with L L' = C, and gives the reciprocal condition
 * number 1 / (|C| |C^-1|) in the 1-norm; 0 when C cannot be inverted. room: order * order doubles.
 */
double cul_mahalanobis_prepare(double *matrix, int64_t order, double *room);

/* The squared distance d' C^-1 d, from L by forward substitution. room: order doubles. */
double cul_mahalanobis(const double *triangle, int64_t order, const double *difference, double *room);

#endif
