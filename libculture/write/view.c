/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/view.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "scores/drivers.h"

#include <math.h>
#include <string.h>

const char *const cul_score_names[CUL_VIEW_SCORES] = {
    [CULTURE_SCORE_RESPONDENTS] = "respondents",
    [CULTURE_SCORE_MEAN] = "mean",
    [CULTURE_SCORE_MEAN_LOW] = "mean_low",
    [CULTURE_SCORE_MEAN_HIGH] = "mean_high",
    [CULTURE_SCORE_SD] = "sd",
    [CULTURE_SCORE_STANDARD_ERROR] = "standard_error",
    [CULTURE_SCORE_FAVOURABLE] = "favourable",
    [CULTURE_SCORE_UNFAVOURABLE] = "unfavourable",
    [CULTURE_SCORE_POINTS_MEAN] = "points_mean",
    [CULTURE_SCORE_POINTS_SD] = "points_sd",
    [CULTURE_SCORE_ALPHA] = "alpha",
    [CULTURE_SCORE_ALPHA_LOW] = "alpha_low",
    [CULTURE_SCORE_ALPHA_HIGH] = "alpha_high",
    [CULTURE_SCORE_ALPHA_RESPONDENTS] = "alpha_respondents",
    [CULTURE_SCORE_MISSING_SHARE] = "missing_share",
    [CULTURE_SCORE_ALPHA_VARYING] = "alpha_varying",
    [CULTURE_SCORE_DIFFERENCE] = "difference",
    [CULTURE_SCORE_DIFFERENCE_LOW] = "difference_low",
    [CULTURE_SCORE_DIFFERENCE_HIGH] = "difference_high",
    [CULTURE_SCORE_DIFFERENCE_RESPONDENTS] = "difference_respondents",
    [CULTURE_SCORE_DIFFERENCE_ABOVE] = "difference_above",
    [CULTURE_SCORE_ALPHA_STANDARDISED] = "alpha_standardised",
    [CULTURE_SCORE_INTER_ITEM_R] = "inter_item_r",
    [CULTURE_SCORE_LAMBDA2] = "lambda2",
    [CULTURE_SCORE_LAMBDA6] = "lambda6",
    [CULTURE_SCORE_SEM] = "sem",
    [CULTURE_SCORE_OMEGA] = "omega",
    [CULTURE_SCORE_OMEGA_OBSERVED] = "omega_observed",
    [CULTURE_SCORE_OMEGA_RMSEA] = "omega_rmsea",
    [CULTURE_SCORE_OMEGA_CFI] = "omega_cfi",
    [CULTURE_SCORE_OMEGA_TLI] = "omega_tli",
    [CULTURE_SCORE_OMEGA_SRMR] = "omega_srmr",
    [CULTURE_SCORE_ITEM_TOTAL] = "item_total",
    [CULTURE_SCORE_ALPHA_IF_DROPPED] = "alpha_if_dropped",
    [CULTURE_SCORE_RWG_J_UNIFORM] = "rwg_j_uniform",
    [CULTURE_SCORE_RWG_J_SKEWED] = "rwg_j_skewed",
    [CULTURE_SCORE_RWG_STAR_J] = "rwg_star_j",
    [CULTURE_SCORE_AWG_J] = "awg_j",
    [CULTURE_SCORE_AWG_ITEMS] = "awg_items",
    [CULTURE_SCORE_AD_M] = "ad_m",
    [CULTURE_SCORE_AD_MD] = "ad_md",
    [CULTURE_SCORE_AGGREGATION] = "aggregation",
    [CULTURE_SCORE_ICC1] = "icc1",
    [CULTURE_SCORE_ICC1_LOW] = "icc1_low",
    [CULTURE_SCORE_ICC1_HIGH] = "icc1_high",
    [CULTURE_SCORE_ICC2] = "icc2",
    [CULTURE_SCORE_ICC2_LOW] = "icc2_low",
    [CULTURE_SCORE_ICC2_HIGH] = "icc2_high",
    [CULTURE_SCORE_ICC_F] = "icc_f",
    [CULTURE_SCORE_ICC_DF1] = "icc_df1",
    [CULTURE_SCORE_ICC_DF2] = "icc_df2",
    [CULTURE_SCORE_ICC_P] = "icc_p",
    [CULTURE_SCORE_ICC_K0] = "icc_k0",
    [CULTURE_SCORE_ICC_ORGANISATIONS] = "icc_organisations",
    [CULTURE_SCORE_REML_TAU2] = "reml_tau2",
    [CULTURE_SCORE_REML_SIGMA2] = "reml_sigma2",
    [CULTURE_SCORE_REML_ICC] = "reml_icc",
    [CULTURE_SCORE_DESIGN_EFFECT] = "design_effect",
    [CULTURE_SCORE_FAVOURABLE_LOW] = "favourable_low",
    [CULTURE_SCORE_FAVOURABLE_HIGH] = "favourable_high",
    [CULTURE_SCORE_MEAN_WEIGHTED] = "mean_weighted",
    [CULTURE_SCORE_MEAN_WEIGHTED_LOW] = "mean_weighted_low",
    [CULTURE_SCORE_MEAN_WEIGHTED_HIGH] = "mean_weighted_high",
    [CULTURE_SCORE_WEIGHTED_RESPONDENTS] = "weighted_respondents",
    [CULTURE_SCORE_WEIGHT_RATIO] = "weight_ratio",
    [CULTURE_SCORE_RESPONDENTS_UNFLAGGED] = "respondents_unflagged",
    [CULTURE_SCORE_MEAN_UNFLAGGED] = "mean_unflagged",
    [CULTURE_SCORE_MEAN_UNFLAGGED_LOW] = "mean_unflagged_low",
    [CULTURE_SCORE_MEAN_UNFLAGGED_HIGH] = "mean_unflagged_high",
    [CULTURE_SCORE_COUNTED_IN] = "counted_in",
};

const char *const cul_standing_names[CUL_VIEW_STANDINGS] = {
    [CULTURE_STANDING_Z] = "z",
    [CULTURE_STANDING_T] = "t",
    [CULTURE_STANDING_DF] = "df",
    [CULTURE_STANDING_P] = "p",
    [CULTURE_STANDING_P_HOLM] = "p_holm",
    [CULTURE_STANDING_DIFFERS] = "differs",
    [CULTURE_STANDING_PERCENTILE] = "percentile",
    [CULTURE_STANDING_PERCENTILE_LOW] = "percentile_low",
    [CULTURE_STANDING_PERCENTILE_HIGH] = "percentile_high",
    [CULTURE_STANDING_BELOW] = "reference_below",
    [CULTURE_STANDING_TIES] = "reference_ties",
    [CULTURE_STANDING_T_SCORE] = "t_score",
    [CULTURE_STANDING_STEN] = "sten",
    [CULTURE_STANDING_STANINE] = "stanine",
    [CULTURE_STANDING_BAND_LOW] = "band_low",
    [CULTURE_STANDING_BAND_HIGH] = "band_high",
    [CULTURE_STANDING_MEMBER] = "member",
    [CULTURE_STANDING_REFERENCE_ORGANISATIONS] = "reference_organisations",
    [CULTURE_STANDING_P25] = "reference_p25",
    [CULTURE_STANDING_P50] = "reference_p50",
    [CULTURE_STANDING_P75] = "reference_p75",
    [CULTURE_STANDING_PERCENTILE_WIDE_LOW] = "percentile_wide_low",
    [CULTURE_STANDING_PERCENTILE_WIDE_HIGH] = "percentile_wide_high",
    [CULTURE_STANDING_PERCENTILE_TRUE] = "percentile_true",
    [CULTURE_STANDING_PERCENTILE_TRUE_LOW] = "percentile_true_low",
    [CULTURE_STANDING_PERCENTILE_TRUE_HIGH] = "percentile_true_high",
    [CULTURE_STANDING_RANK_PERCENTILE] = "rank_percentile",
    [CULTURE_STANDING_RANK_LOW] = "rank_low",
    [CULTURE_STANDING_RANK_HIGH] = "rank_high",
    [CULTURE_STANDING_P_BH] = "p_bh",
    [CULTURE_STANDING_OWN_DIFFERENCE] = "own_difference",
    [CULTURE_STANDING_OWN_T] = "own_t",
    [CULTURE_STANDING_OWN_P] = "own_p",
    [CULTURE_STANDING_OWN_P_HOLM] = "own_p_holm",
    [CULTURE_STANDING_OWN_DIFFERS] = "own_differs",
    [CULTURE_STANDING_OWN_PERCENTILE] = "own_percentile",
    [CULTURE_STANDING_OWN_PERCENTILE_LOW] = "own_percentile_low",
    [CULTURE_STANDING_OWN_PERCENTILE_HIGH] = "own_percentile_high",
    [CULTURE_STANDING_EB] = "eb",
    [CULTURE_STANDING_EB_RELIABILITY] = "eb_reliability",
    [CULTURE_STANDING_PERCENTILE_TRUE_WIDE_LOW] = "percentile_true_wide_low",
    [CULTURE_STANDING_PERCENTILE_TRUE_WIDE_HIGH] = "percentile_true_wide_high",
};

static int32_t next_name(const char *const *names, int32_t count, int32_t result)
{
    do {
        result++;
    } while (result < count && !names[result]);
    return result;
}

int32_t cul_score_after(int32_t result)
{
    return next_name(cul_score_names, CUL_VIEW_SCORES, result);
}

int32_t cul_standing_after(int32_t result)
{
    return next_name(cul_standing_names, CUL_VIEW_STANDINGS, result);
}

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

bool cul_standing_is_state(int32_t result)
{
    return result == CULTURE_STANDING_DIFFERS || result == CULTURE_STANDING_OWN_DIFFERS;
}

bool cul_view_looks_unreversed(double item_total)
{
    return item_total < 0.1;
}

const char *cul_target_name(int32_t target)
{
    return target == CULTURE_TARGET_WORKFORCE ? "workforce" : "process";
}

const char *cul_target_reason(const culture_scores *scores, int32_t target)
{
    return target == (int32_t)cul_scores_target(scores) ? NULL : culture_reason_name(CULTURE_REASON_NO_HEADCOUNT);
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
    view->details = known->details != 0;
    view->drivers = known->drivers;
    view->driver_count = known->driver_count;
    return strcmp(view->language, "nl") == 0 || strcmp(view->language, "en") == 0;
}

/* Drivers of other scores may have other factors. */
static bool drivers_fit(const struct cul_view *view)
{
    bool fit = !view->driver_count || view->drivers;
    for (size_t i = 0; fit && i < view->driver_count; i++) {
        fit = view->drivers[i] && cul_drivers_scores(view->drivers[i]) == view->scores;
    }
    return fit;
}

bool cul_view_new(struct cul_view *view, const culture_assessment *assessment,
                  const struct culture_write_options *options, struct culture_write_options *known)
{
    if (!assessment || !read_options(view, options, known)) {
        return false;
    }
    view->assessment = assessment;
    view->scores = culture_assessment_scores(assessment);
    if (!drivers_fit(view)) {
        return false;
    }
    view->questionnaire = culture_scores_questionnaire(view->scores);
    view->reference = culture_assessment_reference(assessment);
    for (int32_t result = cul_score_after(-1); result < CUL_VIEW_SCORES; result = cul_score_after(result)) {
        culture_scores_get(view->scores, result, &view->score[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_UNIT + result, &view->unit[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_ITEM + result, &view->item[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_POOLED + result, &view->pooled[result]);
        culture_scores_get(view->scores, CULTURE_LEVEL_POOLED_ITEM + result, &view->pooled_item[result]);
    }
    for (int32_t result = cul_standing_after(-1); result < CUL_VIEW_STANDINGS; result = cul_standing_after(result)) {
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
