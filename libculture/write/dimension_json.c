/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dimensions of an organisation, a unit or all together. */
#include "questionnaire/model.h"
#include "scores/results.h"
#include "write/assessment_json.h"

#include <math.h>

/* Which results of a table belong in a dimension object, in the order they are shown. */
/* clang-format off */
static const int32_t dimension_results[] = {
    CULTURE_SCORE_RESPONDENTS,
    CULTURE_SCORE_MISSING_SHARE,
    CULTURE_SCORE_MEAN,
    CULTURE_SCORE_MEAN_LOW,
    CULTURE_SCORE_MEAN_HIGH,
    CULTURE_SCORE_MEAN_WEIGHTED,
    CULTURE_SCORE_MEAN_WEIGHTED_LOW,
    CULTURE_SCORE_MEAN_WEIGHTED_HIGH,
    CULTURE_SCORE_WEIGHTED_RESPONDENTS,
    CULTURE_SCORE_WEIGHT_RATIO,
    CULTURE_SCORE_RESPONDENTS_UNFLAGGED,
    CULTURE_SCORE_MEAN_UNFLAGGED,
    CULTURE_SCORE_MEAN_UNFLAGGED_LOW,
    CULTURE_SCORE_MEAN_UNFLAGGED_HIGH,
    CULTURE_SCORE_SD,
    CULTURE_SCORE_STANDARD_ERROR,
    CULTURE_SCORE_FAVOURABLE,
    CULTURE_SCORE_FAVOURABLE_LOW,
    CULTURE_SCORE_FAVOURABLE_HIGH,
    CULTURE_SCORE_UNFAVOURABLE,
    CULTURE_SCORE_POINTS_MEAN,
    CULTURE_SCORE_POINTS_SD,
    CULTURE_SCORE_ALPHA,
    CULTURE_SCORE_ALPHA_LOW,
    CULTURE_SCORE_ALPHA_HIGH,
    CULTURE_SCORE_ALPHA_RESPONDENTS,
    CULTURE_SCORE_ALPHA_VARYING,
    CULTURE_SCORE_ALPHA_STANDARDISED,
    CULTURE_SCORE_INTER_ITEM_R,
    CULTURE_SCORE_LAMBDA2,
    CULTURE_SCORE_LAMBDA6,
    CULTURE_SCORE_SEM,
    CULTURE_SCORE_OMEGA,
    CULTURE_SCORE_OMEGA_OBSERVED,
    CULTURE_SCORE_OMEGA_RMSEA,
    CULTURE_SCORE_OMEGA_CFI,
    CULTURE_SCORE_OMEGA_TLI,
    CULTURE_SCORE_OMEGA_SRMR,
    CULTURE_SCORE_RWG_J_UNIFORM,
    CULTURE_SCORE_RWG_J_SKEWED,
    CULTURE_SCORE_RWG_STAR_J,
    CULTURE_SCORE_AWG_J,
    CULTURE_SCORE_AWG_ITEMS,
    CULTURE_SCORE_AD_M,
    CULTURE_SCORE_AD_MD,
    CULTURE_SCORE_AGGREGATION,
    CULTURE_SCORE_ICC1,
    CULTURE_SCORE_ICC1_LOW,
    CULTURE_SCORE_ICC1_HIGH,
    CULTURE_SCORE_ICC2,
    CULTURE_SCORE_ICC2_LOW,
    CULTURE_SCORE_ICC2_HIGH,
    CULTURE_SCORE_ICC_F,
    CULTURE_SCORE_ICC_DF1,
    CULTURE_SCORE_ICC_DF2,
    CULTURE_SCORE_ICC_P,
    CULTURE_SCORE_ICC_K0,
    CULTURE_SCORE_ICC_ORGANISATIONS,
    CULTURE_SCORE_REML_TAU2,
    CULTURE_SCORE_REML_SIGMA2,
    CULTURE_SCORE_REML_ICC,
    CULTURE_SCORE_DESIGN_EFFECT,
};
/* clang-format on */
enum { DIMENSION_RESULTS = sizeof dimension_results / sizeof *dimension_results };

/* Whether the objects of a level show a result. */
static bool shows(int32_t level, int32_t result)
{
    return cul_results_has(level == CULTURE_LEVEL_UNIT     ? CUL_AT_UNIT
                           : level == CULTURE_LEVEL_POOLED ? CUL_AT_POOLED
                                                           : CUL_AT_ORGANISATION,
                           result);
}

static void write_score(struct cul_json *json, int32_t result, double value)
{
    if (result == CULTURE_SCORE_AGGREGATION && !isnan(value)) {
        cul_json_text(json, cul_score_names[result], culture_aggregation_name((int32_t)value));
    } else {
        cul_json_number(json, cul_score_names[result], value);
    }
}

static void write_scores(struct cul_json *json, const struct culture_matrix *tables, int32_t level, int64_t row,
                         int32_t dimension)
{
    for (size_t i = 0; i < DIMENSION_RESULTS; i++) {
        int32_t result = dimension_results[i];
        if (shows(level, result)) {
            write_score(json, result, cul_at(tables[result], row, dimension));
        }
    }
}

static void write_score_reasons(struct cul_json *json, const struct cul_view *view, const struct culture_matrix *tables,
                                int32_t level, int64_t row, int32_t dimension)
{
    for (size_t i = 0; i < DIMENSION_RESULTS; i++) {
        int32_t result = dimension_results[i];
        if (shows(level, result) && isnan(cul_at(tables[result], row, dimension))) {
            int32_t reason = culture_scores_reason(view->scores, level + result, row, dimension);
            cul_json_text(json, cul_score_names[result], culture_reason_name(reason));
        }
    }
}

/* The result that a tilt has under the name of another; -1: none. */
static int32_t tilt_result(int32_t result)
{
    switch (result) {
    case CULTURE_SCORE_RESPONDENTS:
        return CULTURE_SCORE_DIFFERENCE_RESPONDENTS;
    case CULTURE_SCORE_MEAN:
        return CULTURE_SCORE_DIFFERENCE;
    case CULTURE_SCORE_MEAN_LOW:
        return CULTURE_SCORE_DIFFERENCE_LOW;
    case CULTURE_SCORE_MEAN_HIGH:
        return CULTURE_SCORE_DIFFERENCE_HIGH;
    default:
        return -1;
    }
}

/* The name of the axis whose wanted side this dimension is; NULL when it is none. */
static const char *axis_of(const struct cul_view *view, int32_t dimension)
{
    struct culture_axis axis = {.struct_size = sizeof axis};
    for (int32_t i = 0; i < culture_questionnaire_axis_count(view->questionnaire); i++) {
        culture_questionnaire_axis(view->questionnaire, i, &axis, NULL);
        if (axis.wanted == dimension) {
            return axis.id;
        }
    }
    return NULL;
}

static void write_tilt_values(struct cul_json *json, const struct cul_view *view, const struct culture_matrix *tables,
                              int32_t level, int64_t row, int32_t wanted, bool reasons)
{
    for (size_t i = 0; i < DIMENSION_RESULTS; i++) {
        int32_t result = tilt_result(dimension_results[i]), reason = CULTURE_REASON_NOT_ASKED;
        const char *name = cul_score_names[dimension_results[i]];
        double value = result < 0 ? (double)NAN : cul_at(tables[result], row, wanted);
        if (!shows(level, dimension_results[i])) {
            continue;
        }
        if (!reasons) {
            cul_json_number(json, name, value);
        } else if (isnan(value)) {
            reason = result < 0 ? reason : culture_scores_reason(view->scores, level + result, row, wanted);
            cul_json_text(json, name, culture_reason_name(reason));
        }
    }
}

/* After the wanted side of an axis comes the tilt: wanted minus now. Of other dimensions there is none. */
static void write_tilt(struct cul_json *json, const struct cul_view *view, const struct culture_matrix *tables,
                       int32_t level, int64_t row, int32_t wanted)
{
    const char *axis = axis_of(view, wanted);
    if (!axis) {
        return;
    }
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    struct cul_buffer id = {0};
    culture_questionnaire_dimension(view->questionnaire, wanted, &dimension, NULL);
    cul_buffer_text(&id, axis);
    cul_buffer_text(&id, ".tilt");
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "id", id.bytes ? id.bytes : axis);
    cul_json_text(json, "kind", "tilt");
    cul_json_whole(json, "items", dimension.item_count);
    write_tilt_values(json, view, tables, level, row, wanted, false);
    if (level == CULTURE_LEVEL_ORGANISATION) {
        cul_json_null(json, "eb");
        cul_json_null(json, "eb_reliability");
        cul_json_null(json, "standing");
    }
    cul_json_open(json, "reasons", '{');
    write_tilt_values(json, view, tables, level, row, wanted, true);
    if (level == CULTURE_LEVEL_ORGANISATION) {
        cul_json_text(json, "eb", culture_reason_name(CULTURE_REASON_NOT_ASKED));
        cul_json_text(json, "eb_reliability", culture_reason_name(CULTURE_REASON_NOT_ASKED));
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
    json->out.failed |= id.failed;
    cul_buffer_free(&id);
}

static void write_standing_value(struct cul_json *json, const struct cul_view *view, int32_t result, int64_t row,
                                 int32_t dimension)
{
    double value = cul_at(view->standing[result], row, dimension);
    const char *key = cul_standing_names[result];
    if (cul_standing_is_state(result)) {
        cul_json_text(json, key, cul_differs_name(value));
    } else if (isnan(value)) {
        cul_json_null(json, key);
    } else if (result == CULTURE_STANDING_BAND_LOW || result == CULTURE_STANDING_BAND_HIGH) {
        cul_json_text(json, key, culture_band_name((int32_t)value));
    } else if (result == CULTURE_STANDING_MEMBER) {
        cul_json_flag(json, key, value != 0);
    } else {
        cul_json_number(json, key, value);
    }
}

/* The empirical-Bayes score stands beside the mean it shrinks, not among the standings. */
static bool is_beside_mean(int32_t result)
{
    return result == CULTURE_STANDING_EB || result == CULTURE_STANDING_EB_RELIABILITY;
}

static int32_t standing_after(int32_t result)
{
    do {
        result = cul_standing_after(result);
    } while (result < CUL_VIEW_STANDINGS && is_beside_mean(result));
    return result;
}

static void write_shrunk(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t dimension)
{
    for (int32_t result = CULTURE_STANDING_EB; result <= CULTURE_STANDING_EB_RELIABILITY; result++) {
        cul_json_number(json, cul_standing_names[result], cul_at(view->standing[result], row, dimension));
    }
}

static void write_shrunk_reasons(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t dimension)
{
    for (int32_t result = CULTURE_STANDING_EB; result <= CULTURE_STANDING_EB_RELIABILITY; result++) {
        if (isnan(cul_at(view->standing[result], row, dimension))) {
            int32_t reason = culture_assessment_reason(view->assessment, result, row, dimension);
            cul_json_text(json, cul_standing_names[result], culture_reason_name(reason));
        }
    }
}

static void write_standing(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t dimension)
{
    if (!view->reference) {
        cul_json_null(json, "standing");
        return;
    }
    cul_json_open(json, "standing", '{');
    for (int32_t result = standing_after(-1); result < CUL_VIEW_STANDINGS; result = standing_after(result)) {
        write_standing_value(json, view, result, row, dimension);
    }
    cul_json_text(json, "norm", culture_reference_is_subset(view->reference) ? "subset" : "full");
    cul_json_close(json, '}');
}

static void write_standing_reasons(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t dimension)
{
    if (!view->reference) {
        return;
    }
    for (int32_t result = standing_after(-1); result < CUL_VIEW_STANDINGS; result = standing_after(result)) {
        if (isnan(cul_at(view->standing[result], row, dimension))) {
            struct cul_buffer key = {0};
            cul_buffer_text(&key, "standing.");
            cul_buffer_text(&key, cul_standing_names[result]);
            int32_t reason = culture_assessment_reason(view->assessment, result, row, dimension);
            cul_json_text(json, key.bytes ? key.bytes : "standing", culture_reason_name(reason));
            json->out.failed |= key.failed;
            cul_buffer_free(&key);
        }
    }
}

static void write_dimension_head(struct cul_json *json, const struct cul_view *view, int32_t index)
{
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    culture_questionnaire_dimension(view->questionnaire, index, &dimension, NULL);
    cul_json_text(json, "id", dimension.id);
    cul_json_text(json, "kind", culture_dimension_kind_name(dimension.kind));
    cul_json_whole(json, "items", dimension.item_count);
}

static const struct culture_matrix *tables_of(const struct cul_view *view, int32_t level)
{
    return level == CULTURE_LEVEL_UNIT ? view->unit : level == CULTURE_LEVEL_POOLED ? view->pooled : view->score;
}

static void write_dimension(struct cul_json *json, const struct cul_view *view, int32_t level, int64_t row,
                            int32_t dimension)
{
    const struct culture_matrix *tables = tables_of(view, level);
    bool placed = level == CULTURE_LEVEL_ORGANISATION; /* only organisations have a standing */
    cul_json_open(json, NULL, '{');
    write_dimension_head(json, view, dimension);
    write_scores(json, tables, level, row, dimension);
    if (placed) {
        write_shrunk(json, view, row, dimension);
        write_standing(json, view, row, dimension);
    }
    cul_json_open(json, "reasons", '{');
    write_score_reasons(json, view, tables, level, row, dimension);
    if (placed) {
        write_shrunk_reasons(json, view, row, dimension);
        write_standing_reasons(json, view, row, dimension);
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}

void cul_json_dimensions(struct cul_json *json, const struct cul_view *view, int32_t level, int64_t row)
{
    cul_json_open(json, "dimensions", '[');
    for (int32_t d = 0; d < view->dimensions; d++) {
        write_dimension(json, view, level, row, d);
        write_tilt(json, view, tables_of(view, level), level, row, d);
    }
    cul_json_close(json, ']');
}
