/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/comparison_view.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

const char *const cul_change_names[CUL_CHANGE_NAMES] = {
    [CULTURE_CHANGE_RESPONDENTS_BEFORE] = "respondents_before",
    [CULTURE_CHANGE_RESPONDENTS_AFTER] = "respondents_after",
    [CULTURE_CHANGE_BEFORE] = "before",
    [CULTURE_CHANGE_AFTER] = "after",
    [CULTURE_CHANGE_DIFFERENCE] = "difference",
    [CULTURE_CHANGE_DIFFERENCE_LOW] = "difference_low",
    [CULTURE_CHANGE_DIFFERENCE_HIGH] = "difference_high",
    [CULTURE_CHANGE_STANDARD_ERROR] = "standard_error",
    [CULTURE_CHANGE_T] = "t",
    [CULTURE_CHANGE_DF] = "df",
    [CULTURE_CHANGE_P] = "p",
    [CULTURE_CHANGE_P_HOLM] = "p_holm",
    [CULTURE_CHANGE_CHANGED] = "changed",
    [CULTURE_CHANGE_HEDGES_G] = "hedges_g",
    [CULTURE_CHANGE_HEDGES_G_LOW] = "hedges_g_low",
    [CULTURE_CHANGE_HEDGES_G_HIGH] = "hedges_g_high",
    [CULTURE_CHANGE_DETECTABLE] = "detectable",
    [CULTURE_CHANGE_MANN_WHITNEY_U] = "mann_whitney_u",
    [CULTURE_CHANGE_MANN_WHITNEY_Z] = "mann_whitney_z",
    [CULTURE_CHANGE_MANN_WHITNEY_P] = "mann_whitney_p",
    [CULTURE_CHANGE_CLIFFS_DELTA] = "cliffs_delta",
    [CULTURE_CHANGE_METHOD] = "method",
    [CULTURE_CHANGE_MATCHED] = "matched",
    [CULTURE_CHANGE_CORRELATION] = "correlation",
    [CULTURE_CHANGE_PAIRED_DIFFERENCE] = "paired_difference",
    [CULTURE_CHANGE_PAIRED_LOW] = "paired_low",
    [CULTURE_CHANGE_PAIRED_HIGH] = "paired_high",
    [CULTURE_CHANGE_PAIRED_T] = "paired_t",
    [CULTURE_CHANGE_PAIRED_DF] = "paired_df",
    [CULTURE_CHANGE_PAIRED_P] = "paired_p",
    [CULTURE_CHANGE_REGRESSION_TO_MEAN] = "regression_to_mean",
    [CULTURE_CHANGE_DIFFERENCE_UNFLAGGED] = "difference_unflagged",
};

const char *cul_change_method_name(double method)
{
    return isnan(method) ? NULL : method > 0 ? "overlapping" : "independent";
}

bool cul_comparison_view_new(struct cul_comparison_view *view, const culture_comparison *comparison,
                             const struct culture_write_options *options, struct culture_write_options *known)
{
    if (!comparison || !cul_options_read(known, sizeof *known, options) || known->width < 0) {
        return false;
    }
    view->comparison = comparison;
    view->questionnaire = culture_scores_questionnaire(culture_comparison_scores(comparison, CULTURE_WAVE_BEFORE));
    view->language = known->language ? known->language : "en";
    for (int32_t result = 0; result < CUL_CHANGE_NAMES; result++) {
        culture_comparison_get(comparison, result, &view->change[result]);
    }
    view->organisations = culture_comparison_organisation_count(comparison);
    view->dimensions = culture_questionnaire_dimension_count(view->questionnaire);
    view->factors = culture_questionnaire_factor_count(view->questionnaire);
    return strcmp(view->language, "nl") == 0 || strcmp(view->language, "en") == 0;
}
