/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in pairs: the landscape (now and wanted) and the gaps (practice and ambition). */
#include "write/assessment_json.h"

#include <math.h>

struct field {
    const char *name;
    int32_t result, dimension;
};

/* Numbers of an object, then the reasons of those that are not there. */
static void write_fields(struct cul_json *json, const struct cul_view *view, int32_t level, int64_t row,
                         const struct field *fields, size_t count)
{
    const struct culture_matrix *tables = level == CULTURE_LEVEL_UNIT ? view->unit : view->score;
    for (size_t i = 0; i < count; i++) {
        cul_json_number(json, fields[i].name, cul_at(tables[fields[i].result], row, fields[i].dimension));
    }
    cul_json_open(json, "reasons", '{');
    for (size_t i = 0; i < count; i++) {
        if (isnan(cul_at(tables[fields[i].result], row, fields[i].dimension))) {
            int32_t reason = culture_scores_reason(view->scores, level + fields[i].result, row, fields[i].dimension);
            cul_json_text(json, fields[i].name, culture_reason_name(reason));
        }
    }
    cul_json_close(json, '}');
}

static void write_axis(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t index)
{
    struct culture_axis axis = {.struct_size = sizeof axis};
    culture_questionnaire_axis(view->questionnaire, index, &axis, NULL);
    int32_t wanted = axis.wanted < 0 ? axis.now : axis.wanted; /* of now itself all differences are not asked */
    int32_t no_mean = axis.wanted < 0 ? CULTURE_SCORE_DIFFERENCE : CULTURE_SCORE_MEAN;
    const struct field fields[] = {{"now", CULTURE_SCORE_MEAN, axis.now},
                                   {"wanted", no_mean, wanted},
                                   {"tilt", CULTURE_SCORE_DIFFERENCE, wanted},
                                   {"tilt_low", CULTURE_SCORE_DIFFERENCE_LOW, wanted},
                                   {"tilt_high", CULTURE_SCORE_DIFFERENCE_HIGH, wanted},
                                   {"respondents", CULTURE_SCORE_DIFFERENCE_RESPONDENTS, wanted},
                                   {"share_wanting", CULTURE_SCORE_DIFFERENCE_ABOVE, wanted}};
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "axis", axis.id);
    write_fields(json, view, CULTURE_LEVEL_ORGANISATION, row, fields, sizeof fields / sizeof *fields);
    cul_json_close(json, '}');
}

void cul_json_landscape(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    cul_json_open(json, "landscape", '[');
    for (int32_t i = 0; i < culture_questionnaire_axis_count(view->questionnaire); i++) {
        write_axis(json, view, row, i);
    }
    cul_json_close(json, ']');
}

/* The gaps of one group: an organisation (role NULL) or a unit that is a role. */
static void write_gaps(struct cul_json *json, const struct cul_view *view, int32_t level, int64_t row, const char *role)
{
    for (int32_t d = view->factors; d < view->dimensions; d++) {
        struct culture_dimension ambition = {.struct_size = sizeof ambition},
                                 practice = {.struct_size = sizeof practice};
        culture_questionnaire_dimension(view->questionnaire, d, &ambition, NULL);
        if (ambition.kind != CULTURE_DIMENSION_AMBITION) {
            continue;
        }
        culture_questionnaire_dimension(view->questionnaire, ambition.base, &practice, NULL);
        const struct field fields[] = {{"practice", CULTURE_SCORE_MEAN, ambition.base},
                                       {"ambition", CULTURE_SCORE_MEAN, d},
                                       {"gap", CULTURE_SCORE_DIFFERENCE, d},
                                       {"gap_low", CULTURE_SCORE_DIFFERENCE_LOW, d},
                                       {"gap_high", CULTURE_SCORE_DIFFERENCE_HIGH, d},
                                       {"respondents", CULTURE_SCORE_DIFFERENCE_RESPONDENTS, d}};
        cul_json_open(json, NULL, '{');
        cul_json_text(json, "factor", practice.id);
        cul_json_text(json, "role", role);
        write_fields(json, view, level, row, fields, sizeof fields / sizeof *fields);
        cul_json_close(json, '}');
    }
}

void cul_json_gaps(struct cul_json *json, const struct cul_view *view, int64_t row, int64_t first_unit)
{
    cul_json_open(json, "gaps", '[');
    write_gaps(json, view, CULTURE_LEVEL_ORGANISATION, row, NULL);
    struct culture_unit unit = {.struct_size = sizeof unit};
    for (int64_t i = first_unit; cul_view_unit(view, i, row, &unit); i++) {
        if (cul_view_is_role(view, &unit, &json->out.failed)) {
            write_gaps(json, view, CULTURE_LEVEL_UNIT, i, unit.name);
        }
    }
    cul_json_close(json, ']');
}

void cul_json_facts(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    static const char *const names[] = {"training_budget", "training_spent", "used_share", "formal_share",
                                        "time_to_solution"};
    double values[sizeof names / sizeof *names];
    cul_json_open(json, "facts", '{');
    for (int32_t i = 0; i < (int32_t)(sizeof names / sizeof *names); i++) {
        struct culture_matrix matrix;
        culture_assessment_get(view->assessment, CULTURE_FACT_TRAINING_BUDGET + i, &matrix);
        values[i] = cul_at(matrix, row, 0);
        cul_json_number(json, names[i], values[i]);
    }
    cul_json_open(json, "reasons", '{');
    for (int32_t i = 0; i < (int32_t)(sizeof names / sizeof *names); i++) {
        if (isnan(values[i])) {
            int32_t reason = culture_assessment_reason(view->assessment, CULTURE_FACT_TRAINING_BUDGET + i, row, 0);
            cul_json_text(json, names[i], culture_reason_name(reason));
        }
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}

void cul_json_published(struct cul_json *json)
{
    struct culture_figure figure = {.struct_size = sizeof figure};
    cul_json_open(json, "published", '[');
    for (int32_t i = 0; culture_published_figure(i, &figure, NULL) == CULTURE_OK; i++) {
        cul_json_open_inline(json, NULL, '{');
        cul_json_text(json, "id", figure.id);
        cul_json_number(json, "low", figure.low);
        cul_json_number(json, "high", figure.high);
        cul_json_text(json, "source", figure.source);
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
}
