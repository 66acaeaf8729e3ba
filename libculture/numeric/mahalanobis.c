/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/mahalanobis.h"

#include "numeric/cholesky.h"

#include <math.h>

static double largest_column(const double *matrix, int64_t order)
{
    double largest = 0;
    for (int64_t column = 0; column < order; column++) {
        double sum = 0;
        for (int64_t row = 0; row < order; row++) {
            sum += fabs(matrix[row * order + column]);
        }
        largest = fmax(largest, sum);
    }
    return largest;
}

/* A column of the inverse: L y = e, then L' x = y. */
static void solve_unit(const double *triangle, int64_t order, int64_t unit, double *x)
{
    for (int64_t row = 0; row < order; row++) {
        double left = row == unit;
        for (int64_t k = 0; k < row; k++) {
            left -= triangle[row * order + k] * x[k];
        }
        x[row] = left / triangle[row * order + row];
    }
    for (int64_t row = order - 1; row >= 0; row--) {
        double left = x[row];
        for (int64_t k = row + 1; k < order; k++) {
            left -= triangle[k * order + row] * x[k];
        }
        x[row] = left / triangle[row * order + row];
    }
}

double cul_mahalanobis_prepare(double *matrix, int64_t order, double *room)
{
    double norm = largest_column(matrix, order);
    if (!cul_cholesky(matrix, order)) {
        return 0;
    }
    for (int64_t i = 0; i < order; i++) {
        if (!(matrix[i * order + i] > 0)) {
            return 0;
        }
    }
    for (int64_t unit = 0; unit < order; unit++) {
        solve_unit(matrix, order, unit, room + unit * order); /* the inverse is symmetric: rows are columns */
    }
    double reciprocal = 1 / (norm * largest_column(room, order));
    return isfinite(reciprocal) ? reciprocal : 0;
}

double cul_mahalanobis(const double *triangle, int64_t order, const double *difference, double *room)
{
    double sum = 0;
    for (int64_t row = 0; row < order; row++) {
        double left = difference[row];
        for (int64_t k = 0; k < row; k++) {
            left -= triangle[row * order + k] * room[k];
        }
        room[row] = left / triangle[row * order + row];
        sum += room[row] * room[row];
    }
    return sum;
}
