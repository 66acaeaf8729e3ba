/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What those who did not answer could change. */
#include "write/assessment_json.h"

#include <math.h>

static void write_turn(struct cul_json *json, const char *key, double difference, int32_t becomes)
{
    if (isnan(difference)) {
        cul_json_null(json, key);
        return;
    }
    cul_json_open_inline(json, key, '{');
    cul_json_number(json, "difference", difference);
    cul_json_text(json, "becomes", culture_verdict_name(becomes));
    cul_json_close(json, '}');
}

static void write_side(struct cul_json *json, const struct cul_view *view, const char *key, int32_t result, int64_t row,
                       int32_t dimension)
{
    struct culture_matrix matrix;
    culture_assessment_get(view->assessment, result, &matrix);
    cul_json_number(json, key, cul_at(matrix, row, dimension));
}

/* The people who are not scored on a factor; NaN: not known. */
static double absent_of(const struct cul_view *view, int64_t row, int32_t factor)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(view->scores, row, &organisation, NULL);
    double headcount = organisation.headcount ? (double)organisation.headcount : (double)NAN;
    return headcount - cul_at(view->score[CULTURE_SCORE_RESPONDENTS], row, factor);
}

static void write_bands(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    cul_json_open(json, "bands", '[');
    for (int32_t f = 0; f < view->factors; f++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        culture_questionnaire_dimension(view->questionnaire, f, &dimension, NULL);
        int32_t up = culture_assessment_reason(view->assessment, CULTURE_NONRESPONSE_UP, row, f);
        int32_t down = culture_assessment_reason(view->assessment, CULTURE_NONRESPONSE_DOWN, row, f);
        cul_json_open_inline(json, NULL, '{');
        cul_json_text(json, "factor", dimension.id);
        cul_json_number(json, "absent", absent_of(view, row, f));
        write_side(json, view, "up", CULTURE_NONRESPONSE_UP, row, f);
        write_side(json, view, "down", CULTURE_NONRESPONSE_DOWN, row, f);
        cul_json_text(json, "up_reason", up ? culture_reason_name(up) : NULL);
        cul_json_text(json, "down_reason", down ? culture_reason_name(down) : NULL);
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
}

void cul_json_nonresponse(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    struct culture_nonresponse found = {.struct_size = sizeof found};
    struct culture_error error = {0};
    culture_status status = culture_assessment_nonresponse(view->assessment, row, &found, &error);
    json->out.failed |= status == CULTURE_ERROR_MEMORY;
    cul_json_open(json, "nonresponse", '{');
    if (status || found.reason) {
        cul_json_null(json, "absent");
        cul_json_null(json, "absent_most");
        cul_json_null(json, "verdict_up");
        cul_json_null(json, "verdict_down");
        cul_json_text(json, "reason", culture_reason_name(status ? CULTURE_REASON_NOT_ASKED : found.reason));
    } else {
        cul_json_whole(json, "absent", found.absent);
        cul_json_whole(json, "absent_most", found.absent_most);
        write_turn(json, "verdict_up", found.up, found.up_becomes);
        write_turn(json, "verdict_down", found.down, found.down_becomes);
        cul_json_null(json, "reason");
    }
    write_bands(json, view, row);
    cul_json_close(json, '}');
}
