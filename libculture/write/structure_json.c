/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An analysis of structure as JSON: the schema is include/culture/culture-structure-1.schema.json. */
#include "base/error.h"
#include "write/json.h"
#include "write/structure.h"
#include "write/view.h"

#include <math.h>

const char *const cul_fit_names[CUL_FIT_RESULTS] = {"rmsea", "cfi", "tli", "srmr", "omega"};

double cul_fit_value(const culture_analysis *analysis, int32_t fit, int32_t dimension, int32_t *reason)
{
    static const int32_t results[CUL_FIT_RESULTS] = {CULTURE_SCORE_OMEGA_RMSEA, CULTURE_SCORE_OMEGA_CFI,
                                                     CULTURE_SCORE_OMEGA_TLI, CULTURE_SCORE_OMEGA_SRMR,
                                                     CULTURE_SCORE_OMEGA};
    int32_t result = CULTURE_LEVEL_POOLED + results[fit];
    struct culture_matrix matrix;
    *reason = CULTURE_REASON_NOT_ASKED;
    if (!analysis->scores || culture_scores_get(analysis->scores, result, &matrix)) {
        return (double)NAN;
    }
    *reason = culture_scores_reason(analysis->scores, result, 0, dimension);
    return cul_at(matrix, 0, dimension);
}

double cul_analysis_value(const culture_analysis *analysis, int32_t result, int64_t row, int64_t column)
{
    struct culture_matrix matrix;
    return culture_analysis_get(analysis, result, &matrix) ? (double)NAN : cul_at(matrix, row, column);
}

const char *cul_class_name(double size)
{
    return isnan(size) ? NULL : size < 1 ? "A" : size < 2 ? "B" : "C";
}

static const char *item_id(const culture_analysis *analysis, int32_t column)
{
    return analysis->questionnaire->items[analysis->items[column]].id;
}

static void write_about(struct cul_json *json, const culture_analysis *analysis)
{
    const struct culture_analysed *about = &analysis->about;
    const culture_questionnaire *questionnaire = analysis->questionnaire;
    cul_json_open(json, "questionnaire", '{');
    cul_json_text(json, "id", questionnaire->id);
    cul_json_text(json, "version", questionnaire->version);
    cul_json_text(json, "fingerprint", questionnaire->fingerprint);
    cul_json_close(json, '}');
    cul_json_whole(json, "minimum", about->minimum);
    cul_json_whole(json, "respondents", about->respondents);
    cul_json_open_inline(json, "left_out", '{');
    cul_json_whole(json, "hidden", about->organisations_hidden);
    cul_json_whole(json, "partly", about->organisations_partly);
    cul_json_whole(json, "rounded", about->organisations_rounded);
    cul_json_close(json, '}');
    cul_json_whole(json, "complete", about->complete);
    cul_json_text(json, "rows", about->rows == CULTURE_STRUCTURE_PAIRWISE_ROWS ? "pairwise" : "complete");
    cul_json_whole(json, "used", about->used);
}

static void write_items(struct cul_json *json, const culture_analysis *analysis)
{
    cul_json_open(json, "items", '[');
    for (int32_t i = 0; i < analysis->item_count; i++) {
        const struct cul_item *item = &analysis->questionnaire->items[analysis->items[i]];
        cul_json_open_inline(json, NULL, '{');
        cul_json_text(json, "id", item->id);
        cul_json_text(json, "dimension", analysis->questionnaire->dimensions[item->dimension].id);
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
}

static void write_row(struct cul_json *json, const char *key, const culture_analysis *analysis, int32_t result,
                      int64_t row)
{
    cul_json_open_inline(json, key, '[');
    for (int32_t i = 0; i < analysis->item_count; i++) {
        cul_json_number(json, NULL, cul_analysis_value(analysis, result, row, i));
    }
    cul_json_close(json, ']');
}

static void write_components(struct cul_json *json, const culture_analysis *analysis)
{
    int32_t reason = culture_analysis_reason(analysis, CULTURE_STRUCTURE_COMPONENTS, 0, 0);
    cul_json_open(json, "components", '{');
    cul_json_number(json, "above_chance", cul_analysis_value(analysis, CULTURE_STRUCTURE_COMPONENTS, 0, 0));
    cul_json_text(json, "reason", reason ? culture_reason_name(reason) : NULL);
    cul_json_whole(json, "draws", analysis->about.draws);
    cul_json_whole(json, "seed", (int64_t)analysis->about.seed);
    write_row(json, "eigenvalues", analysis, CULTURE_STRUCTURE_EIGENVALUE, 0);
    write_row(json, "chance_mean", analysis, CULTURE_STRUCTURE_CHANCE_MEAN, 0);
    write_row(json, "chance_high", analysis, CULTURE_STRUCTURE_CHANCE_HIGH, 0);
    cul_json_close(json, '}');
}

static void write_correlations(struct cul_json *json, const culture_analysis *analysis)
{
    cul_json_open(json, "correlations", '[');
    for (int32_t row = 0; row < analysis->item_count; row++) {
        write_row(json, NULL, analysis, CULTURE_STRUCTURE_CORRELATION, row);
    }
    cul_json_close(json, ']');
}

static void write_fits(struct cul_json *json, const culture_analysis *analysis)
{
    int32_t reason;
    cul_json_open(json, "one_factor", '[');
    for (int32_t d = 0; d < analysis->questionnaire->dimension_count; d++) {
        cul_json_open(json, NULL, '{');
        cul_json_text(json, "dimension", analysis->questionnaire->dimensions[d].id);
        for (int32_t i = 0; i < CUL_FIT_RESULTS; i++) {
            cul_json_number(json, cul_fit_names[i], cul_fit_value(analysis, i, d, &reason));
        }
        cul_json_open_inline(json, "reasons", '{');
        for (int32_t i = 0; i < CUL_FIT_RESULTS; i++) {
            if (isnan(cul_fit_value(analysis, i, d, &reason))) {
                cul_json_text(json, cul_fit_names[i], culture_reason_name(reason));
            }
        }
        cul_json_close(json, '}');
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
}

static const struct {
    const char *name;
    int32_t result;
} language_results[] = {
    {"respondents", CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS},
    {"odds_ratio", CULTURE_STRUCTURE_ODDS_RATIO},
    {"odds_ratio_low", CULTURE_STRUCTURE_ODDS_RATIO_LOW},
    {"odds_ratio_high", CULTURE_STRUCTURE_ODDS_RATIO_HIGH},
    {"chi_squared", CULTURE_STRUCTURE_CHI_SQUARED},
    {"p", CULTURE_STRUCTURE_P},
    {"p_holm", CULTURE_STRUCTURE_P_HOLM},
    {"delta", CULTURE_STRUCTURE_DELTA},
};
enum { LANGUAGE_RESULTS = sizeof language_results / sizeof *language_results };

static void write_language_item(struct cul_json *json, const culture_analysis *analysis, int64_t row, int32_t item)
{
    cul_json_open(json, NULL, '{');
    cul_json_text(json, "id", item_id(analysis, item));
    for (size_t i = 0; i < LANGUAGE_RESULTS; i++) {
        cul_json_number(json, language_results[i].name,
                        cul_analysis_value(analysis, language_results[i].result, row, item));
    }
    cul_json_text(json, "class", cul_class_name(cul_analysis_value(analysis, CULTURE_STRUCTURE_CLASS, row, item)));
    cul_json_open_inline(json, "reasons", '{');
    for (size_t i = 0; i < LANGUAGE_RESULTS; i++) {
        int32_t reason = culture_analysis_reason(analysis, language_results[i].result, row, item);
        if (reason) {
            cul_json_text(json, language_results[i].name, culture_reason_name(reason));
        }
    }
    cul_json_close(json, '}');
    cul_json_close(json, '}');
}

static void write_languages(struct cul_json *json, const culture_analysis *analysis)
{
    const struct cul_language *languages = analysis->languages;
    int64_t count = analysis->about.language_count;
    cul_json_open(json, "languages", '{');
    cul_json_text(json, "most_frequent", count ? languages[0].name : NULL);
    cul_json_number(json, "respondents", count ? (double)languages[0].respondents : (double)NAN);
    cul_json_whole(json, "too_few", analysis->about.languages_hidden);
    cul_json_open(json, "others", '[');
    for (int64_t row = 0; row + 1 < count; row++) {
        cul_json_open(json, NULL, '{');
        cul_json_text(json, "language", languages[row + 1].name);
        cul_json_whole(json, "respondents", languages[row + 1].respondents);
        cul_json_open(json, "items", '[');
        for (int32_t i = 0; i < analysis->item_count; i++) {
            write_language_item(json, analysis, row, i);
        }
        cul_json_close(json, ']');
        cul_json_close(json, '}');
    }
    cul_json_close(json, ']');
    cul_json_close(json, '}');
}

culture_status culture_write_structure_json(const culture_analysis *analysis, const struct culture_sink *sink,
                                            const struct culture_write_options *options, struct culture_error *error)
{
    struct culture_write_options known;
    struct cul_json json = {.first = true};
    if (!analysis || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error, "an analysis and options with struct_size set are needed");
    }
    cul_json_open(&json, NULL, '{');
    cul_json_text(&json, "schema", "culture-structure/1");
    cul_json_text(&json, "library", culture_version());
    write_about(&json, analysis);
    write_items(&json, analysis);
    write_components(&json, analysis);
    write_fits(&json, analysis);
    write_languages(&json, analysis);
    write_correlations(&json, analysis);
    cul_json_close(&json, '}');
    return cul_deliver(&json.out, sink, error);
}
