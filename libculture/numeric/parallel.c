/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/parallel.h"

#include "base/memory.h"
#include "numeric/draws.h"
#include "numeric/eigenvalues.h"

#include <math.h>
#include <stdlib.h>

struct sampling {
    struct cul_draws draws;
    int64_t n, items;
    double *triangle; /* items x items, the lower one */
    double *matrix;
    double *room;   /* 2 x items */
    double *values; /* draws x items: eigenvalues */
    double *rank;   /* draws: of one rank */
};

/* L with L L' Wishart distributed with n - 1 degrees of freedom. */
static void draw_triangle(struct sampling *sampling)
{
    for (int64_t i = 0; i < sampling->items; i++) {
        double *row = sampling->triangle + i * sampling->items;
        for (int64_t j = 0; j < i; j++) {
            row[j] = cul_draws_normal(&sampling->draws);
        }
        row[i] = sqrt(cul_draws_chi_squared(&sampling->draws, (double)(sampling->n - 1 - i)));
    }
}

static void correlate(struct sampling *sampling)
{
    int64_t items = sampling->items;
    for (int64_t i = 0; i < items; i++) {
        double *row = sampling->triangle + i * items, squares = 0;
        for (int64_t k = 0; k <= i; k++) {
            squares += row[k] * row[k];
        }
        for (int64_t k = 0; k <= i; k++) {
            row[k] /= sqrt(squares);
        }
        for (int64_t j = 0; j <= i; j++) {
            const double *other = sampling->triangle + j * items;
            double sum = 0;
            for (int64_t k = 0; k <= j; k++) {
                sum += row[k] * other[k];
            }
            sampling->matrix[i * items + j] = sampling->matrix[j * items + i] = i == j ? 1 : sum;
        }
    }
}

static int ascending(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

static void summarise(const struct sampling *sampling, int32_t draws, int64_t item, double *mean, double *centile)
{
    double sum = 0, at = 0.95 * (draws - 1);
    for (int32_t draw = 0; draw < draws; draw++) {
        sampling->rank[draw] = sampling->values[draw * sampling->items + item];
        sum += sampling->rank[draw];
    }
    qsort(sampling->rank, (size_t)draws, sizeof(double), ascending);
    int32_t below = (int32_t)at;
    double next = sampling->rank[below + (below + 1 < draws)];
    *mean = sum / draws;
    *centile = sampling->rank[below] + (at - below) * (next - sampling->rank[below]);
}

bool cul_parallel_analysis(uint64_t seed, int32_t draws, int64_t n, int32_t items, double *means, double *centiles)
{
    size_t size = (size_t)items;
    struct sampling sampling = {.n = n, .items = items};
    sampling.triangle = cul_memory_new(size * size, sizeof(double));
    sampling.matrix = cul_memory_new(size * size, sizeof(double));
    sampling.room = cul_memory_new(2 * size, sizeof(double));
    sampling.values = cul_memory_new((size_t)draws * size, sizeof(double));
    sampling.rank = cul_memory_new((size_t)draws, sizeof(double));
    bool good = sampling.triangle && sampling.matrix && sampling.room && sampling.values && sampling.rank;
    if (good) {
        cul_draws_seed(&sampling.draws, seed);
        for (int32_t draw = 0; draw < draws; draw++) {
            draw_triangle(&sampling);
            correlate(&sampling);
            cul_eigenvalues(sampling.matrix, items, sampling.room, sampling.values + (size_t)draw * size);
        }
        for (int32_t i = 0; i < items; i++) {
            summarise(&sampling, draws, i, &means[i], &centiles[i]);
        }
    }
    cul_memory_free(sampling.triangle);
    cul_memory_free(sampling.matrix);
    cul_memory_free(sampling.room);
    cul_memory_free(sampling.values);
    cul_memory_free(sampling.rank);
    return good;
}
