/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference with its norms, and an organisation's profile against it. */
#include "write/assessment_json.h"
#include "write/words.h"

#include <math.h>

static const struct {
    int32_t result;
    const char *name;
} norms[] = {{CULTURE_NORM_MEAN, "mean"},
             {CULTURE_NORM_SD, "sd"},
             {CULTURE_NORM_TRUE_SD, "true_sd"},
             {CULTURE_NORM_ORGANISATIONS, "organisations"},
             {CULTURE_NORM_RESPONDENTS, "respondents"},
             {CULTURE_NORM_P25, "p25"},
             {CULTURE_NORM_P50, "p50"},
             {CULTURE_NORM_P75, "p75"},
             {CULTURE_NORM_PREDICTION_LOW, "prediction_low"},
             {CULTURE_NORM_PREDICTION_HIGH, "prediction_high"},
             {CULTURE_NORM_TOLERANCE_LOW, "tolerance_low"},
             {CULTURE_NORM_TOLERANCE_HIGH, "tolerance_high"},
             {CULTURE_NORM_TOLERANCE_LOWER_BOUND, "tolerance_lower_bound"},
             {CULTURE_NORM_WILKS, "wilks"},
             {CULTURE_NORM_SKEW, "skew"}};

static double norm_at(const culture_reference *reference, int32_t result, int32_t dimension)
{
    struct culture_matrix matrix;
    return culture_reference_get(reference, result, &matrix) ? (double)NAN : cul_at(matrix, 0, dimension);
}

static void write_norm(struct cul_json *json, const struct cul_view *view, int32_t d)
{
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    culture_questionnaire_dimension(view->questionnaire, d, &dimension, NULL);
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "id", dimension.id);
    for (size_t i = 0; i < sizeof norms / sizeof *norms; i++) {
        cul_json_number(json, norms[i].name, norm_at(view->reference, norms[i].result, d));
    }
    cul_json_open(json, "reasons", '{');
    for (size_t i = 0; i < sizeof norms / sizeof *norms; i++) {
        int32_t reason = culture_reference_reason(view->reference, norms[i].result, d);
        if (reason) {
            cul_json_text(json, norms[i].name, culture_reason_name(reason));
        }
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}

/* Of the factors; null in a summary that gives none. */
static void write_correlations(struct cul_json *json, const struct cul_view *view)
{
    struct culture_matrix matrix;
    if (culture_reference_get(view->reference, CULTURE_NORM_CORRELATIONS, &matrix) || !matrix.rows ||
        isnan(cul_at(matrix, 0, 0))) {
        cul_json_null(json, "correlations");
        return;
    }
    cul_json_matrix(json, "correlations", matrix);
}

/* What an audit says, but for the age of the norm: a document does not depend on the day it was made. */
static void write_audit(struct cul_json *json, const culture_reference *reference)
{
    struct culture_norm_audit audit = {.struct_size = sizeof audit};
    json->out.failed |= culture_reference_audit(reference, 0, &audit, NULL) != CULTURE_OK;
    cul_json_number(json, "mean_respondents", audit.mean_respondents);
    cul_json_number(json, "mean_response_rate", audit.mean_response_rate);
    cul_json_number(json, "skewed_dimensions", audit.skewed < 0 ? (double)NAN : (double)audit.skewed);
    cul_json_number(json, "at_least_one_low", audit.at_least_one_low);
    cul_json_number(json, "at_least_one_low_error", audit.at_least_one_low_error);
}

void cul_json_reference(struct cul_json *json, const struct cul_view *view)
{
    const culture_reference *reference = view->reference;
    if (!reference) {
        cul_json_null(json, "reference");
        return;
    }
    cul_json_open(json, "reference", '{');
    cul_json_text(json, "id", culture_reference_id(reference));
    cul_json_text(json, "kind", culture_reference_kind_name(culture_reference_kind(reference)));
    cul_json_whole(json, "organisations", culture_reference_organisation_count(reference));
    cul_json_text(json, "peers", *culture_reference_peers_of(reference) ? culture_reference_peers_of(reference) : NULL);
    cul_json_whole(json, "all_organisations", culture_reference_all(reference));
    cul_json_text(json, "norm", culture_reference_is_subset(reference) ? "subset" : "full");
    cul_json_text(json, "norm_note", culture_reference_is_subset(reference) ? cul_words_in("en")->about_subset : NULL);
    cul_json_whole(json, "year", culture_reference_year(reference));
    cul_json_text(json, "source", culture_reference_source(reference));
    cul_json_text(json, "note", culture_reference_note(reference));
    write_audit(json, reference);
    cul_json_open(json, "dimensions", '[');
    for (int32_t d = 0; d < view->dimensions; d++) {
        write_norm(json, view, d);
    }
    cul_json_close(json, ']');
    write_correlations(json, view);
    cul_json_close(json, '}');
}

static const char *const profile_names[] = {"level", "scatter", "mahalanobis", "f",           "p",
                                            "df1",   "df2",     "unusual",     "unusual_low", "unusual_high"};
enum { PROFILES = sizeof profile_names / sizeof *profile_names };

void cul_json_profile(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    cul_json_open(json, "profile", '{');
    for (int32_t i = 0; i < PROFILES; i++) {
        struct culture_matrix matrix;
        culture_assessment_get(view->assessment, CULTURE_PROFILE_LEVEL + i, &matrix);
        cul_json_number(json, profile_names[i], cul_at(matrix, row, 0));
    }
    cul_json_open(json, "reasons", '{');
    for (int32_t i = 0; i < PROFILES; i++) {
        int32_t reason = culture_assessment_reason(view->assessment, CULTURE_PROFILE_LEVEL + i, row, 0);
        if (reason) {
            cul_json_text(json, profile_names[i], culture_reason_name(reason));
        }
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}
