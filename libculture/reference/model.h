/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_REFERENCE_MODEL_H
#define CUL_REFERENCE_MODEL_H

/* A reference sample as later rooms see it. */
#include "culture/reference.h"

#include <stdbool.h>

/* The yardstick on one dimension. */
struct cul_norm {
    int64_t organisations;
    double mean, sd;      /* sd with divisor organisations - 1 */
    const double *sorted; /* the organisations' means in ascending order; NULL for a summary */
    double p25, p50, p75; /* NaN for a summary */
};

/*
 * The norm of a dimension, without the organisation of one row (-1: with all). scratch has room for all organisations
 * and must live as long as the norm. False: the reference has no such dimension, or fewer than 3 organisations are
 * left.
 */
bool cul_reference_norm(const culture_reference *reference, int32_t dimension, int64_t except, double *scratch,
                        struct cul_norm *norm);

/*
 * The same for a factor against the organisation's own level: the factor less the mean of all factors. A summary gives
 * it when it has correlations.
 */
bool cul_reference_contrast(const culture_reference *reference, int32_t factor, int64_t except, double *scratch,
                            struct cul_norm *norm);

/*
 * What the true means of organisations are like, without the sampling error of those in the reference. NaN when an
 * organisation's standard error is not given, or in a summary.
 */
struct cul_truth {
    double variance; /* between organisations: s^2 - mean v_g; not above 0: sampling error explains all differences */
    double mean;     /* sum y_g / (variance + v_g) over sum 1 / (variance + v_g), a variance below 0 taken as 0 */
};
struct cul_truth cul_reference_truth(const culture_reference *reference, int32_t dimension, int64_t except,
                                     const struct cul_norm *norm);

/*
 * Means and covariances of the factors over the organisations, without one; how many there are, 0 when not known (a
 * summary without correlations).
 */
int64_t cul_reference_covariances(const culture_reference *reference, int64_t except, double *means, double *matrix);

/* The row of a member by its name, -1 when it is none; only an observed reference has members. False without memory. */
bool cul_reference_find(const culture_reference *reference, const char *name, int64_t *row);

/* An organisation's mean on a dimension; NaN when it has none, or in a summary. */
double cul_reference_mean(const culture_reference *reference, int64_t row, int32_t dimension);

culture_questionnaire *cul_reference_questionnaire(const culture_reference *reference);

#endif
