/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public getters of an assessment. */
#include "assessment/state.h"
#include "base/error.h"
#include "base/memory.h"

culture_assessment *culture_assessment_retain(culture_assessment *assessment)
{
    if (assessment) {
        atomic_fetch_add_explicit(&assessment->references, 1, memory_order_relaxed);
    }
    return assessment;
}

void culture_assessment_free(culture_assessment *assessment)
{
    if (!assessment || atomic_fetch_sub_explicit(&assessment->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    cul_table_free(&assessment->standing);
    cul_table_free(&assessment->profile);
    cul_table_free(&assessment->nonresponse);
    cul_table_free(&assessment->facts);
    cul_memory_free(assessment->verdicts);
    culture_reference_free(assessment->reference);
    culture_scores_free(assessment->scores);
    cul_memory_free(assessment);
}

culture_scores *culture_assessment_scores(const culture_assessment *assessment)
{
    return assessment->scores;
}

culture_reference *culture_assessment_reference(const culture_assessment *assessment)
{
    return assessment->reference;
}

/* The table a result is in; *result becomes its number there. */
static const struct cul_table *table_of(const culture_assessment *assessment, int32_t *result)
{
    if (*result >= CUL_FACTS_FIRST) {
        *result -= CUL_FACTS_FIRST;
        return &assessment->facts;
    }
    if (*result >= CUL_NONRESPONSE_FIRST) {
        *result -= CUL_NONRESPONSE_FIRST;
        return &assessment->nonresponse;
    }
    if (*result >= CUL_PROFILE_FIRST) {
        *result -= CUL_PROFILE_FIRST;
        return &assessment->profile;
    }
    return &assessment->standing;
}

culture_status culture_assessment_get(const culture_assessment *assessment, int32_t result,
                                      struct culture_matrix *matrix)
{
    if (!assessment || !matrix) {
        return CULTURE_ERROR_NOT_FOUND;
    }
    const struct cul_table *table = table_of(assessment, &result);
    return cul_table_matrix(table, result, matrix);
}

int32_t culture_assessment_reason(const culture_assessment *assessment, int32_t result, int64_t row, int64_t column)
{
    if (!assessment) {
        return CULTURE_REASON_NONE;
    }
    const struct cul_table *table = table_of(assessment, &result);
    return cul_table_reason(table, result, row, column);
}

static const culture_questionnaire *questionnaire_of(const culture_assessment *assessment)
{
    return culture_scores_questionnaire(assessment->scores);
}

static culture_status check_verdict(const culture_assessment *assessment, int64_t organisation,
                                    struct culture_error *error)
{
    if (!assessment) {
        return cul_fail_argument(error, "an assessment is needed");
    }
    if (organisation < 0 || organisation >= culture_scores_organisation_count(assessment->scores)) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such organisation");
    }
    if (!questionnaire_of(assessment)->criterion.given) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0},
                        "the questionnaire names no criterion (practised), so there is no verdict");
    }
    return CULTURE_OK;
}

culture_status culture_assessment_verdict(const culture_assessment *assessment, int64_t organisation,
                                          struct culture_verdict *verdict, struct culture_error *error)
{
    culture_status status = check_verdict(assessment, organisation, error);
    if (!status && !cul_struct_fill(verdict, &assessment->verdicts[organisation], sizeof *assessment->verdicts)) {
        status = cul_fail_argument(error, "struct_size is not set");
    }
    return status;
}

culture_status culture_assessment_missing(const culture_assessment *assessment, int64_t organisation, int32_t index,
                                          int32_t *factor, double *points, struct culture_error *error)
{
    culture_status status = check_verdict(assessment, organisation, error);
    if (status) {
        return status;
    }
    if (!factor || !points) {
        return cul_fail_argument(error, "room for the factor and the points is needed");
    }
    const culture_questionnaire *questionnaire = questionnaire_of(assessment);
    struct culture_matrix means;
    culture_scores_get(assessment->scores, CULTURE_SCORE_MEAN, &means);
    for (int32_t f = 0; f < questionnaire->factor_count; f++) {
        double mean = means.data[organisation * means.columns + f];
        if (mean < questionnaire->criterion.score && index-- == 0) {
            *factor = f;
            *points = questionnaire->criterion.score - mean;
            return CULTURE_OK;
        }
    }
    return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such factor");
}

const char *culture_assessment_probability_method(const culture_assessment *assessment)
{
    return questionnaire_of(assessment)->factor_count > CUL_COVARIANCE_FACTORS ? "diagonal" : "covariance";
}
