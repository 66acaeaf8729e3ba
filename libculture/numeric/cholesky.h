/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_CHOLESKY_H
#define CUL_NUMERIC_CHOLESKY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The lower triangle L with L L' = C, in place, for a covariance matrix of any rank (Golub & Van Loan 2013, 4.2). A
 * direction without variance of its own gets a column of zeroes: pairwise covariances can miss being positive
 * semi-definite by a hair. False: a value that is not finite, the matrix is spoilt. (GSL's own would abort here.)
 */
bool cul_cholesky(double *matrix, int64_t order);

/* Whether a triangle made by cul_cholesky() has full rank; only then can it solve and invert. */
bool cul_cholesky_is_full(const double *triangle, int64_t order);

/* L L' x = b, in place of b. */
void cul_cholesky_solve(const double *triangle, int64_t order, double *vector);

/*
 * The inverse of a positive definite matrix, in place, and the logarithm of its determinant. False: it is singular or
 * not finite, and spoilt.
 */
bool cul_cholesky_inverse(double *matrix, int64_t order, double *log_determinant);

#endif
