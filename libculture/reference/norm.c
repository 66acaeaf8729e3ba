/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick of one dimension, of one factor against the others, and of all factors together. */
#include "reference/state.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

/* Quantile of type 7 (Hyndman & Fan 1996): linear between order statistics. */
static double quantile(const double *sorted, int64_t count, double p)
{
    double at = p * (double)(count - 1);
    int64_t below = (int64_t)floor(at);
    return below + 1 < count ? sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below])
                             : sorted[below];
}

static void describe(const double *sorted, int64_t count, struct cul_norm *norm)
{
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < count; i++) {
        sum += sorted[i];
    }
    norm->mean = sum / (double)count;
    for (int64_t i = 0; i < count; i++) {
        squares += (sorted[i] - norm->mean) * (sorted[i] - norm->mean);
    }
    norm->sd = sqrt(squares / (double)(count - 1));
    norm->organisations = count;
    norm->sorted = sorted;
    norm->p25 = quantile(sorted, count, 0.25);
    norm->p50 = quantile(sorted, count, 0.5);
    norm->p75 = quantile(sorted, count, 0.75);
}

static const struct cul_norm unknown = {.p25 = (double)NAN, .p50 = (double)NAN, .p75 = (double)NAN};

bool cul_reference_norm(const culture_reference *reference, int32_t dimension, int64_t except, double *scratch,
                        struct cul_norm *norm)
{
    *norm = unknown;
    if (reference->kind == CULTURE_REFERENCE_SUMMARY) {
        norm->organisations = reference->count;
        norm->mean = reference->summary_mean[dimension];
        norm->sd = reference->summary_sd[dimension];
        return !isnan(norm->mean);
    }
    int64_t count = 0;
    for (int64_t row = 0; row < reference->count; row++) {
        double mean = cul_reference_mean(reference, row, dimension);
        if (row != except && !isnan(mean)) {
            scratch[count++] = mean;
        }
    }
    if (count < CUL_REFERENCE_MINIMUM) {
        return false;
    }
    qsort(scratch, (size_t)count, sizeof *scratch, ascending);
    describe(scratch, count, norm);
    return true;
}

/* From means, SDs and correlations: the variance of e'x with e = 1 for the factor, less 1 / k for all. */
static bool contrast_of_summary(const culture_reference *reference, int32_t factor, struct cul_norm *norm)
{
    int32_t factors = reference->questionnaire->factor_count;
    double mean = 0, variance = 0;
    for (int32_t i = 0; i < factors; i++) {
        double first = (i == factor) - 1.0 / factors;
        mean += first * reference->summary_mean[i];
        for (int32_t j = 0; j < factors; j++) {
            double second = (j == factor) - 1.0 / factors;
            variance += first * second * reference->summary_sd[i] * reference->summary_sd[j] *
                        reference->correlations[(int64_t)i * factors + j];
        }
    }
    norm->organisations = reference->count;
    norm->mean = mean;
    norm->sd = sqrt(fmax(0, variance));
    return !isnan(variance);
}

/* A factor less the mean of all factors; NaN where one is not known. */
static double contrast_of(const culture_reference *reference, int64_t row, int32_t factor)
{
    int32_t factors = reference->questionnaire->factor_count;
    double sum = 0;
    for (int32_t f = 0; f < factors; f++) {
        sum += cul_reference_mean(reference, row, f);
    }
    return cul_reference_mean(reference, row, factor) - sum / factors;
}

bool cul_reference_contrast(const culture_reference *reference, int32_t factor, int64_t except, double *scratch,
                            struct cul_norm *norm)
{
    *norm = unknown;
    if (reference->kind == CULTURE_REFERENCE_SUMMARY) {
        return contrast_of_summary(reference, factor, norm);
    }
    int64_t count = 0;
    for (int64_t row = 0; row < reference->count; row++) {
        double contrast = row == except ? (double)NAN : contrast_of(reference, row, factor);
        if (!isnan(contrast)) {
            scratch[count++] = contrast;
        }
    }
    if (count < CUL_REFERENCE_MINIMUM) {
        return false;
    }
    qsort(scratch, (size_t)count, sizeof *scratch, ascending);
    describe(scratch, count, norm);
    return true;
}

static bool is_counted(const culture_reference *reference, int64_t row, int32_t dimension, int64_t except)
{
    return row != except && !isnan(cul_reference_mean(reference, row, dimension));
}

/* The variance within organisations, pooled over those that give a standard error and a number of answers. */
static double variance_within(const culture_reference *reference, int32_t dimension, int64_t except)
{
    double sum = 0, df = 0;
    for (int64_t row = 0; row < reference->count; row++) {
        int64_t at = row * reference->questionnaire->dimension_count + dimension;
        double n = reference->answers[at], error = reference->errors[at];
        if (is_counted(reference, row, dimension, except) && n > 1 && !isnan(error)) {
            sum += (n - 1) * n * error * error;
            df += n - 1;
        }
    }
    return sum / df;
}

/*
 * The sampling variance of an organisation's mean. A small organisation does not give its standard error, which would
 * tell the spread of its answers: it counts with the variance within the others. NaN when that cannot be known either.
 */
static double sampling_variance(const culture_reference *reference, int64_t row, int32_t dimension, double within)
{
    int64_t at = row * reference->questionnaire->dimension_count + dimension;
    double error = reference->errors[at];
    return isnan(error) ? within / reference->answers[at] : error * error;
}

struct cul_truth cul_reference_truth(const culture_reference *reference, int32_t dimension, int64_t except,
                                     const struct cul_norm *norm)
{
    struct cul_truth truth = {(double)NAN, (double)NAN};
    if (reference->kind == CULTURE_REFERENCE_SUMMARY) {
        return truth;
    }
    double sampling = 0, weights = 0, weighted = 0, within = variance_within(reference, dimension, except);
    for (int64_t row = 0; row < reference->count; row++) {
        sampling +=
            is_counted(reference, row, dimension, except) ? sampling_variance(reference, row, dimension, within) : 0;
    }
    truth.variance = norm->sd * norm->sd - sampling / (double)norm->organisations;
    for (int64_t row = 0; row < reference->count; row++) {
        if (is_counted(reference, row, dimension, except)) {
            double weight = 1 / (fmax(0, truth.variance) + sampling_variance(reference, row, dimension, within));
            weights += weight;
            weighted += weight * cul_reference_mean(reference, row, dimension);
        }
    }
    truth.mean = weighted / weights;
    return truth;
}

/* Means and covariances (divisor n - 1) of the organisations that have every factor. */
static int64_t covariances_of_sample(const culture_reference *reference, int64_t except, double *means, double *matrix)
{
    int32_t factors = reference->questionnaire->factor_count;
    int64_t count = 0;
    for (int64_t row = 0; row < reference->count; row++) {
        bool counted = row != except && !isnan(contrast_of(reference, row, 0));
        count += counted;
        for (int32_t f = 0; counted && f < factors; f++) {
            means[f] += cul_reference_mean(reference, row, f);
        }
    }
    for (int32_t f = 0; f < factors; f++) {
        means[f] /= (double)count;
    }
    for (int64_t row = 0; row < reference->count; row++) {
        if (row == except || isnan(contrast_of(reference, row, 0))) {
            continue;
        }
        for (int32_t i = 0; i < factors; i++) {
            double off = cul_reference_mean(reference, row, i) - means[i];
            for (int32_t j = 0; j < factors; j++) {
                matrix[(int64_t)i * factors + j] +=
                    off * (cul_reference_mean(reference, row, j) - means[j]) / (double)(count - 1);
            }
        }
    }
    return count;
}

int64_t cul_reference_covariances(const culture_reference *reference, int64_t except, double *means, double *matrix)
{
    int64_t factors = reference->questionnaire->factor_count;
    for (int64_t i = 0; i < factors * factors; i++) {
        means[i % factors] = matrix[i] = 0;
    }
    if (!factors) {
        return 0;
    }
    if (reference->kind != CULTURE_REFERENCE_SUMMARY) {
        return covariances_of_sample(reference, except, means, matrix);
    }
    for (int64_t i = 0; i < factors * factors; i++) {
        int64_t row = i / factors, column = i % factors;
        means[row] = reference->summary_mean[row];
        matrix[i] = reference->summary_sd[row] * reference->summary_sd[column] * reference->correlations[i];
    }
    return isnan(reference->correlations[0]) ? 0 : reference->count;
}
