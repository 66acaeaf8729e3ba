/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as JSON: the schema is include/culture/culture-comparison-1.schema.json. */
#include "base/error.h"
#include "write/assessment_json.h"
#include "write/comparison_view.h"

#include <math.h>

static void write_wave(struct cul_json *json, const char *key, const culture_scores *scores)
{
    cul_json_open(json, key, '{');
    cul_json_text(json, "precision", cul_scores_is_full(scores) ? "full" : "published");
    cul_json_whole(json, "minimum", cul_scores_minimum(scores));
    cul_json_files(json, scores);
    cul_json_close(json, '}');
}

static void write_matched(struct cul_json *json, const culture_comparison *comparison)
{
    struct culture_match_counts counts = {.struct_size = sizeof counts};
    if (!culture_comparison_matched(comparison, &counts)) {
        cul_json_null(json, "matched");
        return;
    }
    cul_json_open(json, "matched", '{');
    cul_json_whole(json, "respondents_before", counts.respondents_before);
    cul_json_whole(json, "respondents_after", counts.respondents_after);
    cul_json_whole(json, "blank_before", counts.blank_before);
    cul_json_whole(json, "blank_after", counts.blank_after);
    cul_json_whole(json, "repeated_before", counts.repeated_before);
    cul_json_whole(json, "repeated_after", counts.repeated_after);
    if (counts.matched == CULTURE_MATCHED_HIDDEN) {
        cul_json_null(json, "respondents");
    } else {
        cul_json_whole(json, "respondents", counts.matched);
    }
    cul_json_close(json, '}');
}

static void write_value(struct cul_json *json, int32_t result, double value)
{
    const char *name = cul_change_names[result];
    if (result == CULTURE_CHANGE_CHANGED) {
        cul_json_text(json, name, cul_differs_name(value));
    } else if (result == CULTURE_CHANGE_METHOD) {
        cul_json_text(json, name, cul_change_method_name(value));
    } else {
        cul_json_number(json, name, value);
    }
}

static void write_dimension(struct cul_json *json, const struct cul_comparison_view *view, int64_t row, int32_t index)
{
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    culture_questionnaire_dimension(view->questionnaire, index, &dimension, NULL);
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "id", dimension.id);
    cul_json_text(json, "kind", culture_dimension_kind_name(dimension.kind));
    for (int32_t result = 0; result < CUL_CHANGE_NAMES; result++) {
        write_value(json, result, cul_at(view->change[result], row, index));
    }
    cul_json_open(json, "reasons", '{');
    for (int32_t result = 0; result < CUL_CHANGE_NAMES; result++) {
        int32_t reason = culture_comparison_reason(view->comparison, result, row, index);
        if (reason) {
            cul_json_text(json, cul_change_names[result], culture_reason_name(reason));
        }
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}

/* An organisation as it was in one wave. */
static void write_side(struct cul_json *json, const char *key, const culture_scores *scores, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(scores, row, &organisation, NULL);
    cul_json_open(json, key, '{');
    if (organisation.reason == CULTURE_REASON_TOO_FEW) {
        cul_json_null(json, "respondents");
    } else {
        cul_json_whole(json, "respondents", organisation.respondents);
    }
    cul_json_number(json, "headcount", organisation.headcount ? (double)organisation.headcount : (double)NAN);
    cul_json_number(json, "response_rate", organisation.response_rate);
    cul_json_text(json, "target", cul_target_name(organisation.target));
    cul_json_text(json, "target_reason", cul_target_reason(scores, organisation.target));
    cul_json_text(json, "reason", organisation.reason ? culture_reason_name(organisation.reason) : NULL);
    cul_json_close(json, '}');
}

static void write_organisation(struct cul_json *json, const struct cul_comparison_view *view, int64_t row,
                               const struct culture_compared *organisation)
{
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "organisation", organisation->name);
    write_side(json, "before", culture_comparison_scores(view->comparison, CULTURE_WAVE_BEFORE), organisation->before);
    write_side(json, "after", culture_comparison_scores(view->comparison, CULTURE_WAVE_AFTER), organisation->after);
    cul_json_open(json, "dimensions", '[');
    for (int32_t d = 0; d < view->dimensions; d++) {
        write_dimension(json, view, row, d);
    }
    cul_json_close(json, ']');
    cul_json_close(json, '}');
}

static void write_organisations(struct cul_json *json, const struct cul_comparison_view *view)
{
    cul_json_open(json, "organisations", '[');
    for (int64_t row = 0; row < view->organisations; row++) {
        struct culture_compared organisation = {.struct_size = sizeof organisation};
        culture_comparison_organisation(view->comparison, row, &organisation, NULL);
        if (organisation.before >= 0 && organisation.after >= 0) {
            write_organisation(json, view, row, &organisation);
        }
    }
    cul_json_close(json, ']');
}

/* The names of those that only one wave has. */
static void write_only(struct cul_json *json, const struct cul_comparison_view *view, const char *key, int32_t wave)
{
    cul_json_open(json, key, '[');
    for (int64_t row = 0; row < view->organisations; row++) {
        struct culture_compared organisation = {.struct_size = sizeof organisation};
        culture_comparison_organisation(view->comparison, row, &organisation, NULL);
        if ((wave == CULTURE_WAVE_BEFORE ? organisation.after : organisation.before) < 0) {
            cul_json_text(json, NULL, organisation.name);
        }
    }
    cul_json_close(json, ']');
}

culture_status culture_write_comparison_json(const culture_comparison *comparison, const struct culture_sink *sink,
                                             const struct culture_write_options *options, struct culture_error *error)
{
    struct cul_comparison_view view = {0};
    struct culture_write_options known;
    struct cul_json json = {.first = true};
    if (!cul_comparison_view_new(&view, comparison, options, &known)) {
        return cul_fail_argument(error, "a comparison and the language nl or en are needed");
    }
    cul_json_open(&json, NULL, '{');
    cul_json_text(&json, "schema", "culture-comparison/1");
    cul_json_text(&json, "library", culture_version());
    cul_json_questionnaire(&json, view.questionnaire);
    write_wave(&json, "before", culture_comparison_scores(comparison, CULTURE_WAVE_BEFORE));
    write_wave(&json, "after", culture_comparison_scores(comparison, CULTURE_WAVE_AFTER));
    write_matched(&json, comparison);
    /* The change of a reference sample between two waves: none is known. */
    cul_json_null(&json, "wave_norm");
    cul_json_text(&json, "regression_from", "organisations_before");
    write_organisations(&json, &view);
    write_only(&json, &view, "only_before", CULTURE_WAVE_BEFORE);
    write_only(&json, &view, "only_after", CULTURE_WAVE_AFTER);
    cul_json_close(&json, '}');
    return cul_deliver(&json.out, sink, error);
}
