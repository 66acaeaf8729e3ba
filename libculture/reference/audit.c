/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a norm says of others, and what it is worth: its results, and its audit. */
#include "base/error.h"
#include "base/memory.h"
#include "numeric/cholesky.h"
#include "numeric/orthant.h"
#include "numeric/tolerance.h"
#include "reference/state.h"

#include <math.h>

static const double share = 0.95, confidence = 0.95;

/* b1: the mean cubed distance over the cubed SD of divisor n - 1 (psych's type 3; Joanes & Gill 1998). */
static double skew_of(const struct cul_norm *norm)
{
    double cubes = 0;
    for (int64_t i = 0; i < norm->organisations; i++) {
        double z = (norm->sorted[i] - norm->mean) / norm->sd;
        cubes += z * z * z;
    }
    return cubes / (double)norm->organisations;
}

/* The mean number of answers of the organisations that tell it. */
static double mean_answers(const culture_reference *reference, int32_t dimension)
{
    double sum = 0;
    int64_t count = 0;
    for (int64_t row = 0; reference->kind != CULTURE_REFERENCE_SUMMARY && row < reference->count; row++) {
        double answers = reference->answers[row * reference->questionnaire->dimension_count + dimension];
        count += !isnan(answers);
        sum += isnan(answers) ? 0 : answers;
    }
    return count ? sum / (double)count : (double)NAN;
}

static void set_or_deny(struct cul_table *table, int32_t result, int32_t dimension, double value, int32_t reason)
{
    if (isnan(value)) {
        cul_table_deny(table, result, 0, dimension, reason);
    } else {
        cul_table_set(table, result, 0, dimension, value);
    }
}

/* An end of a range of scores. */
static double end(double value)
{
    return fmax(0, fmin(100, value));
}

/* How many SDs the ranges reach from the mean; the same for all dimensions with as many organisations. */
struct factors {
    int64_t organisations;
    double next, most, bound;
};

static struct factors factors_for(int64_t organisations)
{
    struct cul_noncentral_t distribution;
    cul_noncentral_t_prepare(&distribution, (double)(organisations - 1));
    return (struct factors){organisations, cul_prediction_factor(organisations, confidence),
                            cul_howe_factor(organisations, share, confidence),
                            cul_one_sided_factor(&distribution, share, confidence)};
}

static void set_ranges(struct cul_table *table, int32_t dimension, const struct cul_norm *norm,
                       const struct factors *factors)
{
    const double ends[] = {-factors->next, factors->next, -factors->most, factors->most, -factors->bound};
    for (int32_t i = 0; i < 5; i++) {
        cul_table_set(table, CULTURE_NORM_PREDICTION_LOW + i, 0, dimension, end(norm->mean + ends[i] * norm->sd));
    }
}

static void set_norm(culture_reference *reference, int32_t dimension, const struct cul_norm *norm)
{
    struct cul_table *table = &reference->norms;
    const double values[] = {norm->mean, norm->sd, (double)norm->organisations, norm->p25, norm->p50, norm->p75};
    for (int32_t result = 0; result <= CULTURE_NORM_P75; result++) {
        set_or_deny(table, result, dimension, values[result], CULTURE_REASON_NOT_IN_REFERENCE);
    }
    double variance = cul_reference_truth(reference, dimension, -1, norm).variance;
    bool counted = norm->sorted != NULL, varies = norm->sd > 1e-9;
    set_or_deny(table, CULTURE_NORM_WILKS, dimension,
                counted ? cul_wilks_confidence(norm->organisations, share) : (double)NAN,
                CULTURE_REASON_NOT_IN_REFERENCE);
    set_or_deny(table, CULTURE_NORM_SKEW, dimension, counted && varies ? skew_of(norm) : (double)NAN,
                counted ? CULTURE_REASON_ZERO_VARIANCE : CULTURE_REASON_NOT_IN_REFERENCE);
    set_or_deny(table, CULTURE_NORM_RESPONDENTS, dimension, mean_answers(reference, dimension),
                CULTURE_REASON_NOT_IN_REFERENCE);
    set_or_deny(table, CULTURE_NORM_TRUE_SD, dimension, variance > 0 ? sqrt(variance) : (double)NAN,
                isnan(variance) ? CULTURE_REASON_NOT_IN_REFERENCE : CULTURE_REASON_ZERO_VARIANCE);
}

/* A sample's correlations; a summary has given them or not. */
static bool find_correlations(culture_reference *reference)
{
    int64_t factors = reference->questionnaire->factor_count;
    double *means = cul_memory_new((size_t)factors + 1, sizeof *means);
    double *matrix = cul_memory_new((size_t)(factors * factors) + 1, sizeof *matrix);
    bool good = means && matrix;
    if (good && reference->kind != CULTURE_REFERENCE_SUMMARY &&
        cul_reference_covariances(reference, -1, means, matrix) >= CUL_REFERENCE_MINIMUM) {
        for (int64_t i = 0; i < factors * factors; i++) {
            int64_t row = i / factors, column = i % factors;
            double product = matrix[row * factors + row] * matrix[column * factors + column];
            reference->correlations[i] = product > 1e-18 ? matrix[i] / sqrt(product) : (double)NAN;
        }
    }
    cul_memory_free(means);
    cul_memory_free(matrix);
    return good;
}

bool cul_reference_finish(culture_reference *reference)
{
    int32_t dimensions = reference->questionnaire->dimension_count;
    double *scratch = cul_memory_new((size_t)reference->count, sizeof *scratch);
    if (!scratch || !find_correlations(reference) ||
        !cul_table_new(&reference->norms, CULTURE_NORM_TRUE_SD + 1, NULL, 0, 1, dimensions)) {
        cul_memory_free(scratch);
        return false;
    }
    struct factors factors = {0};
    for (int32_t d = 0; d < dimensions; d++) {
        struct cul_norm norm;
        if (cul_reference_norm(reference, d, -1, scratch, &norm)) {
            factors = factors.organisations == norm.organisations ? factors : factors_for(norm.organisations);
            set_norm(reference, d, &norm);
            set_ranges(&reference->norms, d, &norm, &factors);
            continue;
        }
        for (int32_t result = 0; result <= CULTURE_NORM_TRUE_SD; result++) {
            cul_table_deny(&reference->norms, result, 0, d, CULTURE_REASON_NOT_IN_REFERENCE);
        }
    }
    cul_memory_free(scratch);
    return true;
}

culture_status culture_reference_get(const culture_reference *reference, int32_t result, struct culture_matrix *matrix)
{
    if (reference && matrix && result == CULTURE_NORM_CORRELATIONS) {
        int64_t factors = reference->questionnaire->factor_count;
        *matrix = (struct culture_matrix){reference->correlations, factors, factors};
        return CULTURE_OK;
    }
    return reference && matrix ? cul_table_matrix(&reference->norms, result, matrix) : CULTURE_ERROR_NOT_FOUND;
}

int32_t culture_reference_reason(const culture_reference *reference, int32_t result, int32_t dimension)
{
    return reference ? cul_table_reason(&reference->norms, result, 0, dimension) : CULTURE_REASON_NONE;
}

static void count_answers(const culture_reference *reference, struct culture_norm_audit *audit)
{
    double respondents = 0, rates = 0;
    int64_t told = 0, rated = 0;
    for (int64_t row = 0; reference->kind != CULTURE_REFERENCE_SUMMARY && row < reference->count; row++) {
        const struct cul_reference_organisation *of = &reference->organisations[row];
        if (of->respondents) {
            respondents += (double)of->respondents;
            told++;
        }
        if (of->respondents && of->headcount) {
            rates += (double)of->respondents / (double)of->headcount;
            rated++;
        }
    }
    audit->mean_respondents = told ? respondents / (double)told : (double)NAN;
    audit->mean_response_rate = rated ? rates / (double)rated : (double)NAN;
}

static void count_skewed(const culture_reference *reference, struct culture_norm_audit *audit)
{
    audit->skewed = -1;
    for (int32_t d = 0; d < reference->questionnaire->dimension_count; d++) {
        if (!cul_table_reason(&reference->norms, CULTURE_NORM_SKEW, 0, d)) {
            audit->skewed += audit->skewed < 0; /* a first that is known */
            double organisations = cul_table_value(&reference->norms, CULTURE_NORM_ORGANISATIONS, 0, d);
            double limit = 2 * sqrt(6 / organisations);
            audit->skewed += fabs(cul_table_value(&reference->norms, CULTURE_NORM_SKEW, 0, d)) > limit;
        }
    }
}

/* False: no memory. Without correlations the chance stays NaN. */
static bool find_one_low(const culture_reference *reference, struct culture_norm_audit *audit)
{
    int64_t factors = reference->questionnaire->factor_count;
    double *room = cul_memory_new((size_t)(factors * factors + 2 * factors) + 1, sizeof *room);
    audit->at_least_one_low = audit->at_least_one_low_error = (double)NAN;
    if (!room) {
        return false;
    }
    for (int64_t i = 0; i < factors * factors; i++) {
        room[i] = reference->correlations[i];
    }
    if (factors && cul_cholesky(room, factors)) {
        audit->at_least_one_low = cul_any_below(room, factors, cul_normal_quantile(0.05), room + factors * factors,
                                                &audit->at_least_one_low_error);
    }
    cul_memory_free(room);
    return true;
}

culture_status culture_reference_audit(const culture_reference *reference, int32_t year,
                                       struct culture_norm_audit *audit, struct culture_error *error)
{
    if (!reference || !audit) {
        return cul_fail_argument(error, "a reference and a place for its audit are needed");
    }
    struct culture_norm_audit known = {.kind = reference->kind,
                                       .age = year > reference->year ? year - reference->year : 0,
                                       .organisations = reference->count,
                                       .dimensions = reference->questionnaire->dimension_count};
    count_answers(reference, &known);
    count_skewed(reference, &known);
    if (!find_one_low(reference, &known)) {
        return cul_fail_memory(error);
    }
    return cul_struct_fill(audit, &known, sizeof known) ? CULTURE_OK
                                                        : cul_fail_argument(error, "struct_size is not set");
}
