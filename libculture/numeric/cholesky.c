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

bool cul_cholesky_is_full(const double *triangle, int64_t order)
{
    for (int64_t i = 0; i < order; i++) {
        if (!(triangle[i * order + i] > 0)) {
            return false;
        }
    }
    return true;
}

void cul_cholesky_solve(const double *triangle, int64_t order, double *vector)
{
    for (int64_t i = 0; i < order; i++) {
        for (int64_t k = 0; k < i; k++) {
            vector[i] -= triangle[i * order + k] * vector[k];
        }
        vector[i] /= triangle[i * order + i];
    }
    for (int64_t i = order - 1; i >= 0; i--) {
        for (int64_t k = i + 1; k < order; k++) {
            vector[i] -= triangle[k * order + i] * vector[k];
        }
        vector[i] /= triangle[i * order + i];
    }
}

/* The inverse of a lower triangle, in place. */
static void invert_triangle(double *triangle, int64_t order)
{
    for (int64_t column = 0; column < order; column++) {
        triangle[column * order + column] = 1 / triangle[column * order + column];
        for (int64_t row = column + 1; row < order; row++) {
            double sum = 0;
            for (int64_t k = column; k < row; k++) {
                sum += triangle[row * order + k] * triangle[k * order + column];
            }
            triangle[row * order + column] = -sum / triangle[row * order + row];
        }
    }
}

bool cul_cholesky_inverse(double *matrix, int64_t order, double *log_determinant)
{
    if (!cul_cholesky(matrix, order) || !cul_cholesky_is_full(matrix, order)) {
        return false;
    }
    *log_determinant = 0;
    for (int64_t i = 0; i < order; i++) {
        *log_determinant += 2 * log(matrix[i * order + i]);
    }
    invert_triangle(matrix, order);
    /* The inverse is L^-T L^-1: its element (i, j), j <= i, needs only rows from i on, so it can take their place. */
    for (int64_t i = 0; i < order; i++) {
        for (int64_t j = 0; j <= i; j++) {
            double sum = 0;
            for (int64_t k = i; k < order; k++) {
                sum += matrix[k * order + i] * matrix[k * order + j];
            }
            matrix[i * order + j] = matrix[j * order + i] = sum;
        }
    }
    return true;
}
