/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/one_factor.h"

#include "culture/status.h"
#include "numeric/cholesky.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* What is kept during a search, of k items. Matrices are k x k. */
struct search {
    int32_t k;
    double *correlations;
    double *log_unique, *trial; /* logarithms of the uniquenesses: the best so far, and those at hand */
    double *unique;             /* of the trial */
    double *scaled;             /* correlations between items, each divided by the root of its uniqueness */
    double *vector, *product;   /* the scaled matrix's first eigenvector; that matrix times it */
    double *gradient, *step;
    double *hessian, *resolvent;
    double *scales; /* standard deviations of the items */
    double *kept;   /* log uniquenesses of the best solution so far */
    double log_determinant, top, value;
};

static const double smallest_unique = 1e-5, good_fit = 0.1, bad_fit = 1;
enum { POWER_STEPS = 3000, NEWTON_STEPS = 200, HALVINGS = 25 };

size_t cul_one_factor_room(int32_t items)
{
    return (size_t)items * (size_t)items * 4 + (size_t)items * 9;
}

static struct search lay_out(int32_t k, double *room)
{
    struct search search = {.k = k};
    double **const matrices[] = {&search.correlations, &search.scaled, &search.hessian, &search.resolvent};
    double **const vectors[] = {&search.log_unique, &search.trial,  &search.unique,   &search.vector, &search.product,
                                &search.step,       &search.scales, &search.gradient, &search.kept};
    for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++, room += k * k) {
        *matrices[i] = room;
    }
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++, room += k) {
        *vectors[i] = room;
    }
    return search;
}

/* Correlations, the start of the eigenvector (their largest column) and of the uniquenesses (Joreskog 1967). */
static int32_t prepare(struct search *search, const double *covariance)
{
    int32_t k = search->k, largest = 0;
    double most = 0;
    for (int32_t i = 0; i < k; i++) {
        search->scales[i] = sqrt(covariance[i * k + i]);
        if (!(search->scales[i] > 0)) {
            return CULTURE_REASON_ZERO_VARIANCE;
        }
    }
    for (int32_t i = 0; i < k; i++) {
        double squares = 0;
        for (int32_t j = 0; j < k; j++) {
            double r = i == j ? 1 : covariance[i * k + j] / (search->scales[i] * search->scales[j]);
            search->correlations[i * k + j] = r;
            squares += r * r;
        }
        largest = squares > most ? i : largest;
        most = fmax(most, squares);
    }
    memcpy(search->vector, search->correlations + (size_t)largest * (size_t)k, (size_t)k * sizeof(double));
    for (int32_t i = 0; i < k; i++) {
        search->vector[i] /= sqrt(most);
    }
    memcpy(search->resolvent, search->correlations, (size_t)k * (size_t)k * sizeof(double));
    if (!cul_cholesky_inverse(search->resolvent, k, &search->log_determinant)) {
        return CULTURE_REASON_SINGULAR;
    }
    for (int32_t i = 0; i < k; i++) {
        search->trial[i] = log((1 - 0.5 / k) / search->resolvent[i * k + i]);
    }
    return CULTURE_REASON_NONE;
}

/* The largest eigenvalue of the scaled matrix and its vector, by the power method from the vector at hand. */
static bool find_top(struct search *search)
{
    int32_t k = search->k;
    for (int step = 0; step < POWER_STEPS; step++) {
        double squares = 0, change = 0;
        for (int32_t i = 0; i < k; i++) {
            double sum = 0;
            for (int32_t j = 0; j < k; j++) {
                sum += search->scaled[i * k + j] * search->vector[j];
            }
            search->product[i] = sum;
            squares += sum * sum;
        }
        search->top = sqrt(squares);
        for (int32_t i = 0; i < k; i++) {
            double next = search->product[i] / search->top;
            change = fmax(change, fabs(next - search->vector[i]));
            search->vector[i] = next;
        }
        if (change < 1e-14) {
            return true;
        }
    }
    return false;
}

/* F at the trial: the sum over the other eigenvalues e of e - log e - 1. */
static bool measure(struct search *search)
{
    int32_t k = search->k;
    double trace = 0, logarithms = 0;
    for (int32_t i = 0; i < k; i++) {
        search->unique[i] = exp(search->trial[i]);
        search->product[i] = sqrt(search->unique[i]);
        logarithms += search->trial[i];
    }
    for (int32_t i = 0; i < k; i++) {
        for (int32_t j = 0; j < k; j++) {
            search->scaled[i * k + j] = search->correlations[i * k + j] / (search->product[i] * search->product[j]);
        }
        trace += search->scaled[i * k + i];
    }
    if (!find_top(search)) {
        return false;
    }
    search->value = trace - search->top - (k - 1) - (search->log_determinant - logarithms) + log(search->top);
    return true;
}

/* First derivatives of F to the log uniquenesses; whether they are all nothing but rounding. */
static bool differentiate(struct search *search)
{
    bool flat = true;
    for (int32_t i = 0; i < search->k; i++) {
        double own = search->scaled[i * search->k + i], w = search->vector[i];
        search->gradient[i] = 1 - own + (search->top - 1) * w * w;
        flat = flat && fabs(search->gradient[i]) < 1e-11 + 1e-15 * own * search->k;
    }
    return flat;
}

/*
 * Second derivatives. How the first eigenvector w moves asks for the sum over the other eigenvectors v of
 * v v' (e_1 + e) / (e_1 - e) = 2 e_1 M^-1 - I - w w', with M = e_1 I - scaled + e_1 w w'. False: M cannot be inverted.
 */
static bool differentiate_twice(struct search *search)
{
    int32_t k = search->k;
    const double *w = search->vector;
    double top = search->top, ignored;
    for (int32_t i = 0; i < k; i++) {
        for (int32_t j = 0; j < k; j++) {
            search->resolvent[i * k + j] = (i == j ? top : 0) - search->scaled[i * k + j] + top * w[i] * w[j];
        }
    }
    if (!cul_cholesky_inverse(search->resolvent, k, &ignored)) {
        return false;
    }
    for (int32_t i = 0; i < k; i++) {
        for (int32_t j = 0; j < k; j++) {
            double both = w[i] * w[j];
            double others = 2 * top * search->resolvent[i * k + j] - (i == j) - both;
            search->hessian[i * k + j] =
                (i == j ? search->scaled[i * k + i] : 0) - top * both * both - (top - 1) * both * others;
        }
    }
    return true;
}

/* Where the exact ones are of no use: their expectation under a perfect fit, never negative (Joreskog 1967). */
static void expect_twice(struct search *search)
{
    for (int32_t i = 0; i < search->k; i++) {
        for (int32_t j = 0; j < search->k; j++) {
            double rest = (i == j) - search->vector[i] * search->vector[j];
            search->hessian[i * search->k + j] = rest * rest + (i == j ? 1e-6 : 0);
        }
    }
}

/* The triangle of the exact second derivatives, in place; false where F does not curve upward in all directions. */
static bool curves_upward(struct search *search)
{
    return differentiate_twice(search) && cul_cholesky(search->hessian, search->k) &&
           cul_cholesky_is_full(search->hessian, search->k);
}

/* Where the derivatives vanish: a factor, unless the items have too little in common to tell one solution from others.
 */
static int32_t judge(struct search *search)
{
    return search->top > 1 + 1e-9 && curves_upward(search) ? CULTURE_REASON_NONE : CULTURE_REASON_NOT_IDENTIFIED;
}

/* The step to the least of F, at most 3 in any direction; the slope of F along it. */
static double find_step(struct search *search)
{
    int32_t k = search->k;
    double longest = 0, slope = 0;
    if (!curves_upward(search)) {
        expect_twice(search);
        cul_cholesky(search->hessian, k);
    }
    for (int32_t i = 0; i < k; i++) {
        search->step[i] = -search->gradient[i];
    }
    cul_cholesky_solve(search->hessian, k, search->step);
    for (int32_t i = 0; i < k; i++) {
        longest = fmax(longest, fabs(search->step[i]));
    }
    for (int32_t i = 0; i < k; i++) {
        search->step[i] *= longest > 3 ? 3 / longest : 1;
        slope += search->step[i] * search->gradient[i];
    }
    return slope;
}

/* Goes along the step as far as F falls enough. */
static bool descend(struct search *search, double slope)
{
    double before = search->value, part = 1;
    for (int halving = 0; halving < HALVINGS; halving++, part /= 2) {
        for (int32_t i = 0; i < search->k; i++) {
            search->trial[i] = search->log_unique[i] + part * search->step[i];
        }
        if (measure(search) && search->value <= before + 1e-4 * part * slope + 1e-13 * search->k) {
            return true;
        }
    }
    return false;
}

static bool is_heywood(const struct search *search)
{
    for (int32_t i = 0; i < search->k; i++) {
        if (search->trial[i] < log(smallest_unique)) {
            return true;
        }
    }
    return false;
}

static int32_t minimise(struct search *search)
{
    if (!measure(search)) {
        return CULTURE_REASON_NOT_CONVERGED;
    }
    for (int step = 0; step < NEWTON_STEPS; step++) {
        if (is_heywood(search)) {
            return CULTURE_REASON_HEYWOOD;
        }
        if (differentiate(search)) {
            return judge(search);
        }
        memcpy(search->log_unique, search->trial, (size_t)search->k * sizeof(double));
        if (!descend(search, find_step(search))) {
            return CULTURE_REASON_NOT_CONVERGED;
        }
    }
    return CULTURE_REASON_NOT_CONVERGED;
}

static void keep(struct search *search, double *best)
{
    *best = search->value;
    memcpy(search->kept, search->trial, (size_t)search->k * sizeof(double));
}

/* Starts after the first: half of each variance unique, then one item after the other close to the factor. */
static void start_again(struct search *search, int32_t attempt)
{
    for (int32_t i = 0; i < search->k; i++) {
        search->trial[i] = log(i == attempt - 1 ? 0.1 : 0.5);
    }
}

/*
 * F of a small sample can have several minima, that of a large one with a factor has not been seen to. Where the first
 * fits badly, or is none, there is a second start; where it fits as badly as only a handful of rows do, one more for
 * each item. The lowest is taken, the first of equals.
 */
static int32_t minimise_well(struct search *search)
{
    int32_t reason = minimise(search);
    if (reason == CULTURE_REASON_NOT_IDENTIFIED || (!reason && search->value < good_fit)) {
        return reason;
    }
    double best;
    keep(search, &best);
    best = reason == CULTURE_REASON_NOT_CONVERGED ? INFINITY : best;
    for (int32_t attempt = 0; attempt <= search->k && (attempt == 0 || best > bad_fit); attempt++) {
        start_again(search, attempt);
        int32_t other = minimise(search);
        if ((!other || other == CULTURE_REASON_HEYWOOD) && search->value < best - 1e-9) {
            keep(search, &best);
            reason = other;
        }
    }
    memcpy(search->trial, search->kept, (size_t)search->k * sizeof(double));
    return reason ? reason : measure(search) ? CULTURE_REASON_NONE : CULTURE_REASON_NOT_CONVERGED;
}

static double mean_square_residual(const struct search *search, const double *loadings)
{
    double squares = 0;
    for (int32_t i = 0; i < search->k; i++) {
        for (int32_t j = 0; j <= i; j++) {
            double model = loadings[i] * loadings[j] + (i == j ? search->unique[i] : 0);
            double residual = search->correlations[i * search->k + j] - model;
            squares += residual * residual;
        }
    }
    return squares / (search->k * (search->k + 1) / 2.0);
}

int32_t cul_one_factor(const double *covariance, int32_t items, double *room, struct cul_one_factor *fit)
{
    if (items < 3) {
        return CULTURE_REASON_NOT_IDENTIFIED;
    }
    struct search search = lay_out(items, room);
    int32_t reason = prepare(&search, covariance);
    reason = reason ? reason : minimise_well(&search);
    if (reason) {
        return reason;
    }
    double *loadings = search.vector, sum = 0;
    for (int32_t i = 0; i < items; i++) {
        loadings[i] *= sqrt(search.unique[i] * (search.top - 1));
        sum += loadings[i] * search.scales[i];
    }
    fit->srmr = sqrt(mean_square_residual(&search, loadings));
    for (int32_t i = 0; i < items; i++) {
        loadings[i] *= sum < 0 ? -search.scales[i] : search.scales[i];
        search.unique[i] *= search.scales[i] * search.scales[i];
    }
    fit->loadings = loadings;
    fit->uniquenesses = search.unique;
    fit->minimum = fmax(0, search.value);
    fit->baseline = -search.log_determinant;
    return CULTURE_REASON_NONE;
}
