/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes together with a theme, when that was asked. */
#include "write/assessment_json.h"

#include <math.h>

static const struct {
    int32_t result;
    const char *name;
} results[] = {
    {CULTURE_DRIVER_WEIGHT, "weight"},           {CULTURE_DRIVER_WEIGHT_LOW, "weight_low"},
    {CULTURE_DRIVER_WEIGHT_HIGH, "weight_high"}, {CULTURE_DRIVER_LMG, "lmg"},
    {CULTURE_DRIVER_LMG_LOW, "lmg_low"},         {CULTURE_DRIVER_LMG_HIGH, "lmg_high"},
    {CULTURE_DRIVER_CORRELATION, "correlation"},
};
enum { RESULTS = sizeof results / sizeof *results };

static const char *id_of(const struct cul_view *view, int32_t index)
{
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    culture_questionnaire_dimension(view->questionnaire, index, &dimension, NULL);
    return dimension.id;
}

static void write_factor(struct cul_json *json, const struct cul_view *view, const culture_drivers *drivers,
                         int32_t factor)
{
    double values[RESULTS];
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "factor", id_of(view, factor));
    for (size_t i = 0; i < RESULTS; i++) {
        struct culture_matrix matrix = {0};
        culture_drivers_get(drivers, results[i].result, &matrix);
        values[i] = cul_at(matrix, 0, factor);
        cul_json_number(json, results[i].name, values[i]);
    }
    cul_json_open(json, "reasons", '{');
    for (size_t i = 0; i < RESULTS; i++) {
        if (isnan(values[i])) {
            int32_t reason = culture_drivers_reason(drivers, results[i].result, 0, factor);
            cul_json_text(json, results[i].name, culture_reason_name(reason));
        }
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}

static void write_drivers(struct cul_json *json, const struct cul_view *view, const culture_drivers *drivers)
{
    struct culture_drivers_summary summary = {.struct_size = sizeof summary};
    culture_drivers_tell(drivers, &summary, NULL);
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "theme", id_of(view, summary.dimension));
    cul_json_text(json, "level", culture_drivers_level_name(summary.level));
    cul_json_whole(json, "organisations", summary.organisations);
    cul_json_whole(json, "respondents", summary.respondents);
    cul_json_number(json, "r_squared", summary.r_squared);
    cul_json_text(json, "reason", summary.reason ? culture_reason_name(summary.reason) : NULL);
    cul_json_whole(json, "resamples", summary.resamples);
    cul_json_text(json, "note",
                  "an association, not a cause: the same respondents answered theme and factors (same-source bias)");
    cul_json_open(json, "factors", '[');
    for (int32_t f = 0; f < view->factors; f++) {
        if (f != summary.dimension) {
            write_factor(json, view, drivers, f);
        }
    }
    cul_json_close(json, ']');
    cul_json_close(json, '}');
}

void cul_json_drivers(struct cul_json *json, const struct cul_view *view)
{
    cul_json_open(json, "drivers", '[');
    for (size_t i = 0; i < view->driver_count; i++) {
        write_drivers(json, view, view->drivers[i]);
    }
    cul_json_close(json, ']');
}
