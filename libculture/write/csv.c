/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An assessment as tidy CSV: a row per organisation and dimension, then the same for its units. */
#include "base/error.h"
#include "scores/results.h"
#include "write/cells.h"
#include "write/view.h"
#include "write/words.h"

#include <math.h>

static const char *const head[] = {"organisation", "headcount", "column", "unit", "dimension", "kind", "name"};
static const char *const tail[] = {"reference",   "reference_kind", "peers",  "norm",   "norm_note",    "verdict",
                                   "probability", "precision",      "reason", "target", "target_reason"};
enum { TAIL_OF_UNITS = 4 }; /* so many of the last ones units have too */

/* The next result that organisations and units have. */
static int32_t column_after(int32_t result)
{
    do {
        result = cul_score_after(result);
    } while (result < CUL_VIEW_SCORES && !cul_results_has(CUL_AT_ORGANISATION, result));
    return result;
}

static void add_score(struct cul_buffer *out, int32_t result, double value)
{
    if (result == CULTURE_SCORE_AGGREGATION && !isnan(value)) {
        cul_cell_text(out, culture_aggregation_name((int32_t)value));
    } else {
        cul_cell_number(out, value);
    }
}

static void write_header(struct cul_buffer *out)
{
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
        cul_cell_text(out, head[i]);
    }
    for (int32_t result = column_after(-1); result < CUL_VIEW_SCORES; result = column_after(result)) {
        cul_cell_text(out, cul_score_names[result]);
    }
    for (int32_t result = cul_standing_after(-1); result < CUL_VIEW_STANDINGS; result = cul_standing_after(result)) {
        cul_cell_text(out, cul_standing_names[result]);
    }
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
        cul_cell_text(out, tail[i]);
    }
    cul_cell_end_row(out);
}

static void write_standing(struct cul_buffer *out, const struct cul_view *view, int64_t row, int32_t dimension)
{
    for (int32_t result = cul_standing_after(-1); result < CUL_VIEW_STANDINGS; result = cul_standing_after(result)) {
        double value = cul_at(view->standing[result], row, dimension);
        if (cul_standing_is_state(result)) {
            cul_cell_text(out, cul_differs_name(value));
        } else if (!isnan(value) && (result == CULTURE_STANDING_BAND_LOW || result == CULTURE_STANDING_BAND_HIGH)) {
            cul_cell_text(out, culture_band_name((int32_t)value));
        } else if (!isnan(value) && result == CULTURE_STANDING_MEMBER) {
            cul_cell_text(out, value != 0 ? "true" : "false"); /* as in JSON */
        } else {
            cul_cell_number(out, value);
        }
    }
}

static void write_tail(struct cul_buffer *out, const struct cul_view *view, int64_t row)
{
    const culture_reference *reference = view->reference;
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    bool judged = culture_assessment_verdict(view->assessment, row, &verdict, NULL) == CULTURE_OK;
    cul_cell_text(out, reference ? culture_reference_id(reference) : "");
    cul_cell_text(out, reference ? culture_reference_kind_name(culture_reference_kind(reference)) : "");
    cul_cell_text(out, reference ? culture_reference_peers_of(reference) : "");
    cul_cell_text(out, !reference ? "" : culture_reference_is_subset(reference) ? "subset" : "full");
    cul_cell_text(out, reference && culture_reference_is_subset(reference) ? cul_words_in(view->language)->about_subset
                                                                           : "");
    cul_cell_text(out, judged ? culture_verdict_name(verdict.verdict) : "");
    cul_cell_number(out, judged ? verdict.probability : (double)NAN);
}

/* Units have no standing and no verdict: the reference is one of organisations. */
static void write_no_tail(struct cul_buffer *out)
{
    for (int32_t result = cul_standing_after(-1); result < CUL_VIEW_STANDINGS; result = cul_standing_after(result)) {
        cul_cell_text(out, "");
    }
    for (size_t i = 0; i < sizeof tail / sizeof *tail - TAIL_OF_UNITS; i++) {
        cul_cell_text(out, "");
    }
}

static void write_head(struct cul_buffer *out, const struct cul_view *view, int64_t row,
                       const struct culture_unit *unit, int32_t index)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    culture_scores_organisation(view->scores, row, &organisation, NULL);
    culture_questionnaire_dimension(view->questionnaire, index, &dimension, NULL);
    cul_cell_text(out, organisation.name);
    cul_cell_number(out, organisation.headcount && !unit ? (double)organisation.headcount : (double)NAN);
    cul_cell_text(out, unit ? unit->column : "");
    cul_cell_text(out, unit ? unit->name : "");
    cul_cell_text(out, dimension.id);
    cul_cell_text(out, culture_dimension_kind_name(dimension.kind));
    cul_cell_text(out, culture_questionnaire_dimension_name(view->questionnaire, index, view->language));
}

/* What the intervals of an organisation or unit are about, and why not what was asked for. */
static void add_target(struct cul_buffer *out, const struct cul_view *view, int32_t target)
{
    const char *reason = cul_target_reason(view->scores, target);
    cul_cell_text(out, cul_target_name(target));
    cul_cell_text(out, reason ? reason : "");
}

static void write_row(struct cul_buffer *out, const struct cul_view *view, int64_t row, int32_t index)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(view->scores, row, &organisation, NULL);
    write_head(out, view, row, NULL, index);
    for (int32_t result = column_after(-1); result < CUL_VIEW_SCORES; result = column_after(result)) {
        add_score(out, result, cul_at(view->score[result], row, index));
    }
    write_standing(out, view, row, index);
    write_tail(out, view, row);
    cul_cell_text(out, cul_scores_is_full(view->scores) ? "full" : "published");
    cul_cell_text(out, culture_reason_name(culture_scores_reason(view->scores, CULTURE_SCORE_MEAN, row, index)));
    add_target(out, view, organisation.target);
    cul_cell_end_row(out);
}

static void write_unit_row(struct cul_buffer *out, const struct cul_view *view, int64_t row,
                           const struct culture_unit *unit, int32_t index)
{
    int32_t mean = CULTURE_LEVEL_UNIT + CULTURE_SCORE_MEAN;
    write_head(out, view, unit->organisation, unit, index);
    for (int32_t result = column_after(-1); result < CUL_VIEW_SCORES; result = column_after(result)) {
        add_score(out, result, cul_at(view->unit[result], row, index));
    }
    write_no_tail(out);
    cul_cell_text(out, cul_scores_is_full(view->scores) ? "full" : "published");
    cul_cell_text(out, culture_reason_name(culture_scores_reason(view->scores, mean, row, index)));
    add_target(out, view, unit->target);
    cul_cell_end_row(out);
}

static void write_units(struct cul_buffer *out, const struct cul_view *view)
{
    for (int64_t row = 0; row < view->units; row++) {
        struct culture_unit unit = {.struct_size = sizeof unit};
        culture_scores_unit(view->scores, row, &unit, NULL);
        for (int32_t d = 0; d < view->dimensions; d++) {
            write_unit_row(out, view, row, &unit, d);
        }
    }
}

culture_status culture_write_csv(const culture_assessment *assessment, const struct culture_sink *sink,
                                 const struct culture_write_options *options, struct culture_error *error)
{
    struct cul_view view = {0};
    struct culture_write_options known;
    struct cul_buffer out = {0};
    if (!cul_view_new(&view, assessment, options, &known)) {
        return cul_fail_argument(error, "an assessment, the language nl or en and drivers of its scores are needed");
    }
    write_header(&out);
    for (int64_t row = 0; row < view.organisations; row++) {
        for (int32_t d = 0; d < view.dimensions; d++) {
            write_row(&out, &view, row, d);
        }
    }
    write_units(&out, &view);
    return cul_deliver(&out, sink, error);
}
