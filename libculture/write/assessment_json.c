/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An assessment as JSON: the schema is include/culture/culture-assessment-1.schema.json. */
#include "write/assessment_json.h"
#include "base/error.h"
#include "base/number.h"
#include "questionnaire/model.h"

#include <math.h>

void cul_json_questionnaire(struct cul_json *json, const culture_questionnaire *questionnaire)
{
    cul_json_open(json, "questionnaire", '{');
    cul_json_text(json, "id", culture_questionnaire_id(questionnaire));
    cul_json_text(json, "version", culture_questionnaire_version(questionnaire));
    cul_json_text(json, "fingerprint", culture_questionnaire_fingerprint(questionnaire));
    cul_json_close(json, '}');
}

static void write_problem(struct cul_json *json, const culture_scores *scores, int64_t file, int32_t index)
{
    struct culture_problem problem = {.struct_size = sizeof problem};
    if (cul_scores_file_problem(scores, file, index, &problem, NULL)) {
        return;
    }
    cul_json_open_inline(json, NULL, '{');
    cul_json_whole(json, "line", problem.line);
    cul_json_whole(json, "column", problem.column);
    cul_json_text(json, "kind", problem.kind);
    cul_json_text(json, "message", problem.message);
    cul_json_whole(json, "count", problem.count);
    cul_json_close(json, '}');
}

static void write_known(struct cul_json *json, const char *key, const char *text)
{
    if (*text) {
        cul_json_text(json, key, text);
    } else {
        cul_json_null(json, key);
    }
}

/* What a file was found to be. */
static void write_form(struct cul_json *json, const struct culture_file *file)
{
    const char delimiter[2] = {(char)file->delimiter, '\0'};
    const _Bool told = file->profile != CULTURE_PROFILE_TABLE;
    write_known(json, "format", file->format);
    write_known(json, "export", told ? culture_profile_name(file->profile) : "");
    write_known(json, "encoding", file->encoding);
    write_known(json, "delimiter", delimiter);
    write_known(json, "compression", file->compression);
}

void cul_json_files(struct cul_json *json, const culture_scores *scores)
{
    cul_json_open(json, "files", '[');
    for (int64_t i = 0; i < cul_scores_file_count(scores); i++) {
        struct culture_file file = {.struct_size = sizeof file};
        if (cul_scores_file(scores, i, &file, NULL)) {
            continue;
        }
        cul_json_open(json, NULL, '{');
        cul_json_text(json, "path", file.path);
        cul_json_text(json, "status", file.status ? "failed" : file.skipped ? "skipped" : "ok");
        write_form(json, &file);
        cul_json_whole(json, "rows", file.rows);
        cul_json_whole(json, "scored", file.scored);
        cul_json_whole(json, "problem_kinds", file.problem_kinds);
        cul_json_open(json, "problems", '[');
        for (int32_t p = 0; p < file.problem_count; p++) {
            write_problem(json, scores, i, p);
        }
        cul_json_close(json, ']');
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
}

static void write_counts(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t item)
{
    const int64_t *counts;
    int32_t points, reason;
    if (culture_scores_counts(view->scores, row, item, &counts, &points, &reason) || reason) {
        cul_json_null(json, "counts");
        return;
    }
    cul_json_open_inline(json, "counts", '[');
    for (int32_t i = 0; i < points; i++) {
        cul_json_whole(json, NULL, counts[i]);
    }
    cul_json_close(json, ']');
}

/* What an item object holds; the counts stand between the two halves. */
static const struct {
    int32_t result;
    const char *name;
} item_results[] = {
    {CULTURE_SCORE_RESPONDENTS, "n"},
    {CULTURE_SCORE_MEAN, "mean"},
    {CULTURE_SCORE_SD, "sd"},
    {CULTURE_SCORE_FAVOURABLE, "favourable"},
    {CULTURE_SCORE_ITEM_TOTAL, "item_total"},
    {CULTURE_SCORE_ALPHA_IF_DROPPED, "alpha_if_dropped"},
    {CULTURE_SCORE_COUNTED_IN, "counted_in"},
};
enum { ITEM_RESULTS = sizeof item_results / sizeof *item_results, BEFORE_COUNTS = 4 };

static void write_item_values(struct cul_json *json, const struct culture_matrix *tables, int64_t row, int32_t item,
                              int32_t from, int32_t to)
{
    for (int32_t i = from; i < to; i++) {
        cul_json_number(json, item_results[i].name, cul_at(tables[item_results[i].result], row, item));
    }
}

static void write_item_reasons(struct cul_json *json, const struct cul_view *view, int32_t level, int64_t row,
                               int64_t count_row, int32_t item)
{
    const int64_t *counts;
    int32_t points, hidden = CULTURE_REASON_NONE;
    culture_scores_counts(view->scores, count_row, item, &counts, &points, &hidden);
    cul_json_open_inline(json, "reasons", '{');
    for (int32_t i = 0; i < ITEM_RESULTS; i++) {
        int32_t reason = culture_scores_reason(view->scores, level + item_results[i].result, row, item);
        if (reason) {
            cul_json_text(json, item_results[i].name, culture_reason_name(reason));
        }
    }
    if (hidden) {
        cul_json_text(json, "counts", culture_reason_name(hidden));
    }
    cul_json_close(json, '}');
}

/* What deserves a look: answers that run against the others, or that all gave alike. */
static const char *item_warning(const struct cul_view *view, const struct culture_matrix *tables, int32_t level,
                                int64_t row, int32_t item)
{
    int32_t reason = culture_scores_reason(view->scores, level + CULTURE_SCORE_ITEM_TOTAL, row, item);
    return cul_view_looks_unreversed(cul_at(tables[CULTURE_SCORE_ITEM_TOTAL], row, item)) ? "looks_unreversed"
           : reason == CULTURE_REASON_ZERO_VARIANCE                                       ? "zero_variance"
                                                                                          : NULL;
}

static void write_items(struct cul_json *json, const struct cul_view *view, int32_t level, int64_t row,
                        int64_t count_row)
{
    const struct culture_matrix *tables = level == CULTURE_LEVEL_ITEM ? view->item : view->pooled_item;
    cul_json_open(json, "items", '[');
    for (int32_t i = 0; i < view->items; i++) {
        struct culture_item item = {.struct_size = sizeof item};
        culture_questionnaire_item(view->questionnaire, i, &item, NULL);
        cul_json_open(json, NULL, '{');
        cul_json_text(json, "id", item.id);
        write_item_values(json, tables, row, i, 0, BEFORE_COUNTS);
        write_counts(json, view, count_row, i);
        write_item_values(json, tables, row, i, BEFORE_COUNTS, ITEM_RESULTS);
        cul_json_text(json, "warning", item_warning(view, tables, level, row, i));
        write_item_reasons(json, view, level, row, count_row, i);
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
}

static void write_state(struct cul_json *json, const char *key, int32_t state)
{
    if (state < 0) {
        cul_json_null(json, key);
    } else {
        cul_json_flag(json, key, state);
    }
}

static void write_base_rate(struct cul_json *json, const char *key, const struct culture_base_rate *rate)
{
    cul_json_open_inline(json, key, '{');
    cul_json_whole(json, "count", rate->count);
    cul_json_whole(json, "of", rate->of);
    cul_json_number(json, "share", rate->share);
    cul_json_number(json, "low", rate->low);
    cul_json_number(json, "high", rate->high);
    cul_json_close(json, '}');
}

static void write_base_rates(struct cul_json *json, const struct cul_view *view)
{
    struct culture_base_rate rate = {.struct_size = sizeof rate};
    cul_json_open(json, "base_rate", '{');
    culture_base_rate_published(&rate, NULL);
    write_base_rate(json, "published", &rate);
    if (culture_assessment_base_rate(view->assessment, &rate, NULL) == CULTURE_OK) {
        write_base_rate(json, "reference", &rate);
    } else {
        cul_json_null(json, "reference");
    }
    cul_json_close(json, '}');
}

static void write_missing(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t count)
{
    cul_json_open(json, "missing", '[');
    for (int32_t i = 0; i < count; i++) {
        int32_t factor;
        double points;
        if (culture_assessment_missing(view->assessment, row, i, &factor, &points, NULL)) {
            continue;
        }
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        culture_questionnaire_dimension(view->questionnaire, factor, &dimension, NULL);
        cul_json_open_inline(json, NULL, '{');
        cul_json_text(json, "factor", dimension.id);
        cul_json_number(json, "points", cul_number_round(points, 1e9)); /* a difference: no digits of its rounding */
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
}

static void write_verdict(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    if (culture_assessment_verdict(view->assessment, row, &verdict, NULL)) {
        cul_json_null(json, "verdict"); /* the questionnaire names no criterion */
        return;
    }
    cul_json_open(json, "verdict", '{');
    cul_json_number(json, "probability", verdict.probability);
    cul_json_number(json, "probability_error", verdict.probability_error);
    cul_json_number(json, "probability_low", verdict.probability_low);
    cul_json_number(json, "probability_high", verdict.probability_high);
    cul_json_text(json, "evidence", verdict.evidence < 0 ? NULL : culture_evidence_name(verdict.evidence));
    cul_json_text(json, "probability_method", culture_assessment_probability_method(view->assessment));
    cul_json_text(json, "verdict", culture_verdict_name(verdict.verdict));
    write_state(json, "concrete", verdict.concrete);
    write_state(json, "coherent", verdict.coherent);
    cul_json_whole(json, "concrete_factors", verdict.concrete_factors);
    cul_json_whole(json, "measured_factors", verdict.measured_factors);
    write_missing(json, view, row, verdict.missing_count);
    write_base_rates(json, view);
    cul_json_close(json, '}');
}

static void write_universe(struct cul_json *json, const struct culture_universe *universe)
{
    cul_json_open_inline(json, NULL, '{');
    cul_json_text(json, "missing_rule", universe->missing_rule);
    cul_json_number(json, "score", universe->score);
    cul_json_whole(json, "factors", universe->factors);
    cul_json_number(json, "floor", universe->floor);
    cul_json_text(json, "verdict", culture_verdict_name(universe->verdict));
    cul_json_close(json, '}');
}

/* What other thresholds would have said, when that was asked. */
static void write_multiverse(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    struct culture_universe universe = {.struct_size = sizeof universe};
    struct culture_error error = {0};
    if (!view->multiverse) {
        cul_json_null(json, "multiverse");
        return;
    }
    cul_json_open(json, "multiverse", '[');
    for (int32_t i = 0; culture_assessment_universe(view->assessment, row, i, &universe, &error) == CULTURE_OK; i++) {
        write_universe(json, &universe);
    }
    json->out.failed |= error.status == CULTURE_ERROR_MEMORY;
    cul_json_close(json, ']');
}

static void write_sign(struct cul_json *json, const struct cul_view *view, int64_t row, int32_t sign)
{
    struct culture_sign_count count = {.struct_size = sizeof count};
    culture_scores_sign(view->scores, row, sign, &count, NULL);
    cul_json_open_inline(json, culture_sign_name(sign), '{');
    cul_json_number(json, "respondents", count.known);
    cul_json_number(json, "shown", count.shown);
    cul_json_number(json, "share", count.share);
    cul_json_text(json, "reason", count.reason ? culture_reason_name(count.reason) : NULL);
    cul_json_text(json, "counts_reason", count.counts_reason ? culture_reason_name(count.counts_reason) : NULL);
    cul_json_close(json, '}');
}

/* How carelessly it was answered. */
static void write_quality(struct cul_json *json, const struct cul_view *view, int64_t row)
{
    struct culture_quality quality = {.struct_size = sizeof quality};
    culture_scores_quality(view->scores, row, &quality, NULL);
    cul_json_open(json, "quality", '{');
    cul_json_number(json, "flagged", quality.flagged);
    cul_json_number(json, "flagged_share", quality.flagged_share);
    cul_json_number(json, "straightliners", quality.straightliners);
    cul_json_number(json, "straightliners_share", quality.straight_share);
    cul_json_number(json, "median_answered", quality.median_answered);
    cul_json_text(json, "reason", quality.counts_reason ? culture_reason_name(quality.counts_reason) : NULL);
    cul_json_open(json, "signs", '{');
    for (int32_t sign = 0; sign < CULTURE_SIGNS; sign++) {
        write_sign(json, view, row, sign);
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}

static void write_unit(struct cul_json *json, const struct cul_view *view, int64_t row, const struct culture_unit *unit)
{
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "column", unit->column);
    cul_json_text(json, "unit", unit->name);
    cul_json_number(json, "respondents", unit->reason ? (double)NAN : (double)unit->respondents);
    cul_json_number(json, "headcount", unit->headcount ? (double)unit->headcount : (double)NAN);
    cul_json_text(json, "target", cul_target_name(unit->target));
    cul_json_text(json, "target_reason", cul_target_reason(view->scores, unit->target));
    cul_json_dimensions(json, view, CULTURE_LEVEL_UNIT, row);
    cul_json_close(json, '}');
}

/* Units come in the order of organisations: *next is the first that was not written yet. */
static void write_units(struct cul_json *json, const struct cul_view *view, int64_t row, int64_t *next)
{
    struct culture_unit unit = {.struct_size = sizeof unit};
    cul_json_open(json, "units", '[');
    while (cul_view_unit(view, *next, row, &unit)) {
        write_unit(json, view, (*next)++, &unit);
    }
    cul_json_close(json, ']');
}

static void write_organisation(struct cul_json *json, const struct cul_view *view, int64_t row, int64_t *next_unit)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(view->scores, row, &organisation, NULL);
    bool hidden = organisation.reason == CULTURE_REASON_TOO_FEW;
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "organisation", organisation.name);
    cul_json_number(json, "respondents", hidden ? (double)NAN : (double)organisation.respondents);
    cul_json_number(json, "headcount", organisation.headcount ? (double)organisation.headcount : (double)NAN);
    cul_json_number(json, "response_rate", organisation.response_rate);
    cul_json_text(json, "target", cul_target_name(organisation.target));
    cul_json_text(json, "target_reason", cul_target_reason(view->scores, organisation.target));
    cul_json_text(json, "reason", organisation.reason ? culture_reason_name(organisation.reason) : NULL);
    cul_json_flag(json, "many_unrecognised", cul_scores_is_doubtful(view->scores, row));
    write_verdict(json, view, row);
    write_multiverse(json, view, row);
    cul_json_profile(json, view, row);
    cul_json_dimensions(json, view, CULTURE_LEVEL_ORGANISATION, row);
    cul_json_nonresponse(json, view, row);
    write_quality(json, view, row);
    cul_json_facts(json, view, row);
    cul_json_landscape(json, view, row);
    cul_json_gaps(json, view, row, *next_unit);
    write_items(json, view, CULTURE_LEVEL_ITEM, row, row);
    write_units(json, view, row, next_unit);
    cul_json_close(json, '}');
}

/* Between the factors, in their order; null where there is no number. */
static void write_correlations(struct cul_json *json, const struct cul_view *view)
{
    struct culture_matrix matrix;
    culture_scores_get(view->scores, CULTURE_LEVEL_FACTORS + CULTURE_SCORE_CORRELATION, &matrix);
    cul_json_matrix(json, "correlations", matrix);
}

static void write_document(struct cul_json *json, const struct cul_view *view)
{
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "schema", "culture-assessment/1");
    cul_json_text(json, "library", culture_version());
    cul_json_questionnaire(json, view->questionnaire);
    cul_json_reference(json, view);
    cul_json_text(json, "precision", cul_scores_is_full(view->scores) ? "full" : "published");
    cul_json_whole(json, "minimum", cul_scores_minimum(view->scores));
    cul_json_published(json);
    cul_json_files(json, view->scores);
    cul_json_open(json, "organisations", '[');
    int64_t next_unit = 0;
    for (int64_t row = 0; row < view->organisations; row++) {
        write_organisation(json, view, row, &next_unit);
    }
    cul_json_close(json, ']');
    cul_json_open(json, "pooled", '{');
    write_items(json, view, CULTURE_LEVEL_POOLED_ITEM, 0, -1);
    cul_json_dimensions(json, view, CULTURE_LEVEL_POOLED, 0);
    write_correlations(json, view);
    cul_json_close(json, '}');
    cul_json_drivers(json, view);
    cul_json_close(json, '}');
}

culture_status culture_write_json(const culture_assessment *assessment, const struct culture_sink *sink,
                                  const struct culture_write_options *options, struct culture_error *error)
{
    struct cul_view view = {0};
    struct culture_write_options known;
    struct cul_json json = {.first = true};
    if (!cul_view_new(&view, assessment, options, &known)) {
        return cul_fail_argument(error, "an assessment, the language nl or en and drivers of its scores are needed");
    }
    write_document(&json, &view);
    return cul_deliver(&json.out, sink, error);
}
