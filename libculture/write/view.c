/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/view.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

const char *const cul_score_names[CUL_VIEW_SCORES] = {
    "respondents",     "mean",       "mean_low",       "mean_high",         "sd",
    "standard_error",  "favourable", "unfavourable",   "points_mean",       "points_sd",
    "alpha",           "alpha_low",  "alpha_high",     "alpha_respondents", "missing_share",
    "alpha_varying",   "difference", "difference_low", "difference_high",   "difference_respondents",
    "difference_above"};

const char *const cul_standing_names[CUL_VIEW_STANDINGS] = {"z",
                                                            "t",
                                                            "df",
                                                            "p",
                                                            "p_holm",
                                                            "differs",
                                                            "percentile",
                                                            "percentile_low",
                                                            "percentile_high",
                                                            "reference_below",
                                                            "reference_ties",
                                                            "t_score",
                                                            "sten",
                                                            "stanine",
                                                            "band_low",
                                                            "band_high",
                                                            "member",
                                                            "reference_organisations",
                                                            "reference_p25",
                                                            "reference_p50",
                                                            "reference_p75"};

double cul_at(struct culture_matrix matrix, int64_t row, int64_t column)
{
    return matrix.data[row * matrix.columns + column];
}

bool cul_view_unit(const struct cul_view *view, int64_t unit, int64_t organisation, struct culture_unit *found)
{
    return unit < view->units && culture_scores_unit(view->scores, unit, found, NULL) == CULTURE_OK &&
           found->organisation == organisation;
}

bool cul_view_is_role(const struct cul_view *view, const struct culture_unit *unit, _Bool *failed)
{
    return view->role && cul_text_same_key(view->role, unit->column, failed);
}

const char *cul_differs_name(double differs)
{
    return isnan(differs) ? "not_tested" : differs > 0 ? "higher" : differs < 0 ? "lower" : "no";
}

static bool read_options(struct cul_view *view, const struct culture_write_options *options,
                         struct culture_write_options *known)
{
    if (!cul_options_read(known, sizeof *known, options) || known->width < 0) {
        return false;
    }
    view->language = known->language ? known->language : "en";
    view->role = known->role;
    view->multiverse = known->multiverse != 0;
    return strcmp(view->language, "nl") == 0 || strcmp(view->language, "en") == 0;
}

bool cul_view_new(struct cul_view *view, const culture_assessment *assessment,
                  const struct culture_write_options *options, struct culture_write_options *known)
{
    if (!assessment || !read_options(view, options, known)) {
        return false;
    }
    view->assessment = assessment;
    view->scores = culture_assessment_scores(assessment);
    view->questionnaire = culture_scores_questionnaire(view->scores);
    view->reference = culture_assessment_reference(assessment);
    for (int32_t result = 0; result < CUL_VIEW_SCORES; result++) {
        culture_scores_get(view->scores, result, &view->score[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_UNIT + result, &view->unit[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_ITEM + result, &view->item[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_POOLED + result, &view->pooled[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_POOLED_ITEM + result, &view->pooled_item[result]);
    }
    for (int32_t result = 0; result < CUL_VIEW_STANDINGS; result++) {
        culture_assessment_get(assessment, result, &view->standing[result]);
    }
    view->organisations = culture_scores_organisation_count(view->scores);
    view->units = culture_scores_unit_count(view->scores);
    view->dimensions = culture_questionnaire_dimension_count(view->questionnaire);
    view->factors = culture_questionnaire_factor_count(view->questionnaire);
    view->items = culture_questionnaire_item_count(view->questionnaire);
    return true;
}

culture_status cul_deliver(struct cul_buffer *out, const struct culture_sink *sink, struct culture_error *error)
{
    culture_status status =
        out->failed ? cul_fail_memory(error) : cul_file_write(sink, out->bytes, out->length, 0644, error);
    cul_buffer_free(out);
    return status;
}
