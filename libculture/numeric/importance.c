/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/importance.h"

#include <math.h>
#include <string.h>

/* An eigenvalue or pivot of a correlation matrix below this is none. */
static const double least = 1e-10;

static bool has_lmg(int32_t predictors)
{
    return predictors <= CUL_LMG_PREDICTORS;
}

size_t cul_importance_room(int32_t predictors)
{
    size_t k = (size_t)predictors;
    return 3 * k * k + 2 * k + (has_lmg(predictors) ? (size_t)1 << k : 0);
}

/* Turns the axes of rows and columns p and q so that the element between them becomes 0 (Golub & Van Loan 2013, 8.5).
 */
static void rotate(double *matrix, double *vectors, int32_t k, int32_t p, int32_t q)
{
    double off = matrix[p * k + q];
    if (off == 0) {
        return;
    }
    double tau = (matrix[q * k + q] - matrix[p * k + p]) / (2 * off);
    double t = (tau >= 0 ? 1 : -1) / (fabs(tau) + sqrt(1 + tau * tau)), c = 1 / sqrt(1 + t * t), s = t * c;
    for (int32_t i = 0; i < k; i++) {
        double one = matrix[i * k + p], other = matrix[i * k + q];
        matrix[i * k + p] = c * one - s * other;
        matrix[i * k + q] = s * one + c * other;
    }
    for (int32_t i = 0; i < k; i++) {
        double one = matrix[p * k + i], other = matrix[q * k + i];
        matrix[p * k + i] = c * one - s * other;
        matrix[q * k + i] = s * one + c * other;
    }
    for (int32_t i = 0; i < k; i++) {
        double one = vectors[i * k + p], other = vectors[i * k + q];
        vectors[i * k + p] = c * one - s * other;
        vectors[i * k + q] = s * one + c * other;
    }
}

/* Eigenvalues onto the diagonal, eigenvectors into columns, by Jacobi's rotations: orders are small. */
static void diagonalise(double *matrix, double *vectors, int32_t k)
{
    enum { SWEEPS = 30 };
    for (int32_t i = 0; i < k * k; i++) {
        vectors[i] = i % (k + 1) == 0;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        double off = 0;
        for (int32_t p = 0; p < k; p++) {
            for (int32_t q = p + 1; q < k; q++) {
                off += matrix[p * k + q] * matrix[p * k + q];
                rotate(matrix, vectors, k, p, q);
            }
        }
        if (off < 1e-32) {
            return;
        }
    }
}

static bool is_finite(const double *values, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) {
            return false;
        }
    }
    return true;
}

/* The predictors that are uncorrelated and closest to the predictors: b, and the root L of the correlations. */
static bool closest(const double *correlations, int32_t k, double *root, double *b, double *room)
{
    double *values = room, *vectors = room + k * k, *along = vectors + k * k;
    for (int32_t i = 0; i < k; i++) {
        memcpy(values + i * k, correlations + i * (k + 1), (size_t)k * sizeof *values);
    }
    diagonalise(values, vectors, k);
    for (int32_t m = 0; m < k; m++) {
        if (!(values[m * k + m] > least)) {
            return false;
        }
        along[m] = 0;
        for (int32_t i = 0; i < k; i++) {
            along[m] += vectors[i * k + m] * correlations[i * (k + 1) + k];
        }
    }
    for (int32_t i = 0; i < k; i++) {
        b[i] = 0;
        for (int32_t m = 0; m < k; m++) {
            b[i] += vectors[i * k + m] * along[m] / sqrt(values[m * k + m]);
        }
        for (int32_t j = 0; j < k; j++) {
            root[i * k + j] = 0;
            for (int32_t m = 0; m < k; m++) {
                root[i * k + j] += vectors[i * k + m] * sqrt(values[m * k + m]) * vectors[j * k + m];
            }
        }
    }
    return true;
}

bool cul_relative_weights(const double *correlations, int32_t predictors, double *weights, double *r_squared,
                          double *room)
{
    int32_t k = predictors;
    double *root = room, *b = room + k * k;
    if (!is_finite(correlations, (k + 1) * (k + 1)) || !closest(correlations, k, root, b, b + k)) {
        return false;
    }
    *r_squared = 0;
    for (int32_t j = 0; j < k; j++) {
        weights[j] = 0;
        for (int32_t m = 0; m < k; m++) {
            weights[j] += root[j * k + m] * root[j * k + m] * b[m] * b[m];
        }
        *r_squared += weights[j];
    }
    bool possible = *r_squared <= 1 + 1e-9;
    *r_squared = fmin(1, *r_squared);
    return possible;
}

/* Subsets of predictors, each one predictor longer than the one it came from: a triangular factor that grows by a row.
 */
struct subsets {
    const double *correlations;
    int32_t predictors;
    double *rows;      /* the factor L of the correlations within the subset, one row a member */
    double *explained; /* of the variable by each row: L^-1 r */
    double *r_squared; /* of every subset, a bit for each member */
    int32_t members[CUL_LMG_PREDICTORS];
};

/* Adds a predictor to the count members; what it adds to R^2, or NaN when it follows from them. */
static double extend(struct subsets *all, int32_t count, int32_t predictor)
{
    int32_t k = all->predictors;
    double *row = all->rows + count * k, left = 1, with = all->correlations[predictor * (k + 1) + k];
    for (int32_t i = 0; i < count; i++) {
        const double *earlier = all->rows + i * k;
        row[i] = all->correlations[predictor * (k + 1) + all->members[i]];
        for (int32_t j = 0; j < i; j++) {
            row[i] -= row[j] * earlier[j];
        }
        row[i] /= earlier[i];
        left -= row[i] * row[i];
        with -= row[i] * all->explained[i];
    }
    if (!(left > least)) {
        return (double)NAN;
    }
    row[count] = sqrt(left);
    all->explained[count] = with / row[count];
    all->members[count] = predictor;
    return all->explained[count] * all->explained[count];
}

/* All subsets that begin with the count members at hand; false: one of them is singular. */
static bool visit(struct subsets *all, int32_t count, int32_t first, size_t set)
{
    for (int32_t next = first; next < all->predictors; next++) {
        size_t larger = set | (size_t)1 << next;
        double added = extend(all, count, next);
        all->r_squared[larger] = all->r_squared[set] + added;
        if (isnan(added) || !visit(all, count + 1, next + 1, larger)) {
            return false;
        }
    }
    return true;
}

/* The share of the orders in which exactly the members of a set of that size come before a given predictor. */
static double share_of_orders(int32_t size, int32_t predictors)
{
    double share = 1.0 / predictors;
    for (int32_t i = 1; i <= size; i++) {
        share *= (double)i / (predictors - i);
    }
    return share;
}

static int32_t size_of(size_t set)
{
    int32_t size = 0;
    for (; set; set &= set - 1) {
        size++;
    }
    return size;
}

bool cul_lmg(const double *correlations, int32_t predictors, double *lmg, double *room)
{
    int32_t k = predictors;
    if (!has_lmg(k) || !is_finite(correlations, (k + 1) * (k + 1))) {
        return false;
    }
    struct subsets all = {correlations, k, room, room + k * k, room + k * k + k, {0}};
    double share[CUL_LMG_PREDICTORS];
    all.r_squared[0] = 0;
    if (!visit(&all, 0, 0, 0)) {
        return false;
    }
    for (int32_t j = 0; j < k; j++) {
        share[j] = share_of_orders(j, k);
        lmg[j] = 0;
    }
    for (size_t set = 0; set < (size_t)1 << k; set++) {
        int32_t size = size_of(set);
        for (int32_t j = 0; j < k; j++) {
            if (!(set >> j & 1)) {
                lmg[j] += share[size] * (all.r_squared[set | (size_t)1 << j] - all.r_squared[set]);
            }
        }
    }
    return true;
}
