/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as tidy CSV: a row per organisation of both waves and dimension. */
#include "base/error.h"
#include "write/cells.h"
#include "write/comparison_view.h"
#include "write/view.h"

static void write_header(struct cul_buffer *out)
{
    static const char *const head[] = {"organisation", "dimension", "kind", "name"};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
        cul_cell_text(out, head[i]);
    }
    for (int32_t result = 0; result < CUL_CHANGE_NAMES; result++) {
        cul_cell_text(out, cul_change_names[result]);
    }
    cul_cell_text(out, "precision");
    cul_cell_text(out, "reason");
    cul_cell_text(out, "target_before");
    cul_cell_text(out, "target_after");
    cul_cell_text(out, "target_reason_before");
    cul_cell_text(out, "target_reason_after");
    cul_cell_end_row(out);
}

static void write_value(struct cul_buffer *out, int32_t result, double value)
{
    if (result == CULTURE_CHANGE_CHANGED) {
        cul_cell_text(out, cul_differs_name(value));
    } else if (result == CULTURE_CHANGE_METHOD) {
        const char *name = cul_change_method_name(value);
        cul_cell_text(out, name ? name : "");
    } else {
        cul_cell_number(out, value);
    }
}

/* What the intervals of each wave are about, and why not what was asked for: a headcount may be known of one only. */
static void add_targets(struct cul_buffer *out, const struct cul_comparison_view *view,
                        const struct culture_compared *compared)
{
    const int64_t rows[] = {compared->before, compared->after};
    const char *reasons[2];
    for (int32_t wave = CULTURE_WAVE_BEFORE; wave <= CULTURE_WAVE_AFTER; wave++) {
        const culture_scores *scores = culture_comparison_scores(view->comparison, wave);
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        culture_scores_organisation(scores, rows[wave], &organisation, NULL);
        cul_cell_text(out, cul_target_name(organisation.target));
        reasons[wave] = cul_target_reason(scores, organisation.target);
    }
    for (int32_t wave = CULTURE_WAVE_BEFORE; wave <= CULTURE_WAVE_AFTER; wave++) {
        cul_cell_text(out, reasons[wave] ? reasons[wave] : "");
    }
}

static void write_row(struct cul_buffer *out, const struct cul_comparison_view *view, int64_t row,
                      const struct culture_compared *organisation, int32_t index)
{
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    culture_questionnaire_dimension(view->questionnaire, index, &dimension, NULL);
    cul_cell_text(out, organisation->name);
    cul_cell_text(out, dimension.id);
    cul_cell_text(out, culture_dimension_kind_name(dimension.kind));
    cul_cell_text(out, culture_questionnaire_dimension_name(view->questionnaire, index, view->language));
    for (int32_t result = 0; result < CUL_CHANGE_NAMES; result++) {
        write_value(out, result, cul_at(view->change[result], row, index));
    }
    bool full = cul_scores_is_full(culture_comparison_scores(view->comparison, CULTURE_WAVE_BEFORE)) ||
                cul_scores_is_full(culture_comparison_scores(view->comparison, CULTURE_WAVE_AFTER));
    cul_cell_text(out, full ? "full" : "published");
    cul_cell_text(
        out, culture_reason_name(culture_comparison_reason(view->comparison, CULTURE_CHANGE_DIFFERENCE, row, index)));
    add_targets(out, view, organisation);
    cul_cell_end_row(out);
}

culture_status culture_write_comparison_csv(const culture_comparison *comparison, const struct culture_sink *sink,
                                            const struct culture_write_options *options, struct culture_error *error)
{
    struct cul_comparison_view view = {0};
    struct culture_write_options known;
    struct cul_buffer out = {0};
    if (!cul_comparison_view_new(&view, comparison, options, &known)) {
        return cul_fail_argument(error, "a comparison and the language nl or en are needed");
    }
    write_header(&out);
    for (int64_t row = 0; row < view.organisations; row++) {
        struct culture_compared organisation = {.struct_size = sizeof organisation};
        culture_comparison_organisation(comparison, row, &organisation, NULL);
        for (int32_t d = 0; d < view.dimensions && organisation.before >= 0 && organisation.after >= 0; d++) {
            write_row(&out, &view, row, &organisation, d);
        }
    }
    return cul_deliver(&out, sink, error);
}
