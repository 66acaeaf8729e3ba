/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_EIGENVALUES_H
#define CUL_NUMERIC_EIGENVALUES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The eigenvalues of a symmetric matrix, the largest first (GSL's Householder reduction and QR). The matrix is spoilt;
 * room is for 2 x order numbers. False: a value that is not finite.
 */
bool cul_eigenvalues(double *matrix, int64_t order, double *room, double *values);

#endif
