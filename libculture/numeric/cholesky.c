/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/cholesky.h"

#include <math.h>

/* What is left of an element after the columns before it. */
static double remainder_of(const double *matrix, int64_t order, int64_t row, int64_t column)
{
    double left = matrix[row * order + column];
    for (int64_t k = 0; k < column; k++) {
        left -= matrix[row * order + k] * matrix[column * order + k];
    }
    return left;
}

bool cul_cholesky(double *matrix, int64_t order)
{
    for (int64_t i = 0; i < order * order; i++) {
        if (!isfinite(matrix[i])) {
            return false;
        }
    }
    for (int64_t column = 0; column < order; column++) {
        double variance = matrix[column * order + column];
        double pivot = remainder_of(matrix, order, column, column);
        double root = pivot > 1e-12 * variance ? sqrt(pivot) : 0;
        for (int64_t row = column + 1; row < order; row++) {
            matrix[row * order + column] = root > 0 ? remainder_of(matrix, order, row, column) / root : 0;
            matrix[column * order + row] = 0;
        }
        matrix[column * order + column] = root;
    }
    return true;
}
