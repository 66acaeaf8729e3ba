/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/eigenvalues.h"

#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdlib.h>

static int larger_first(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one < two) - (one > two);
}

bool cul_eigenvalues(double *matrix, int64_t order, double *room, double *values)
{
    size_t size = (size_t)order;
    for (size_t i = 0; i < size * size; i++) {
        if (!isfinite(matrix[i])) {
            return false;
        }
    }
    /* A workspace over the caller's memory: GSL's own would abort when there is none. */
    gsl_eigen_symm_workspace workspace = {.size = size, .d = room, .sd = room + size};
    gsl_matrix_view square = gsl_matrix_view_array(matrix, size, size);
    gsl_vector_view into = gsl_vector_view_array(values, size);
    gsl_eigen_symm(&square.matrix, &into.vector, &workspace);
    qsort(values, size, sizeof *values, larger_first);
    return true;
}
