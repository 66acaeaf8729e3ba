/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public getters of scores. */
#include "base/error.h"
#include "base/memory.h"
#include "scores/state.h"

#include <math.h>
#include <string.h>

culture_scores *culture_scores_retain(culture_scores *scores)
{
    if (scores) {
        atomic_fetch_add_explicit(&scores->references, 1, memory_order_relaxed);
    }
    return scores;
}

static void free_groups(culture_scores *scores)
{
    for (int64_t i = 0; scores->organisations && i < scores->organisation_count; i++) {
        cul_memory_free(scores->organisations[i].key);
        cul_memory_free(scores->organisations[i].name);
    }
    for (int64_t i = 0; scores->units && i < scores->unit_count; i++) {
        cul_memory_free(scores->units[i].column);
        cul_memory_free(scores->units[i].name);
    }
    for (int64_t i = 0; i < scores->file_count; i++) {
        cul_file_report_free(scores->files[i]);
    }
    cul_memory_free(scores->organisations);
    cul_memory_free(scores->units);
    cul_memory_free(scores->files);
}

void culture_scores_free(culture_scores *scores)
{
    if (!scores || atomic_fetch_sub_explicit(&scores->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    free_groups(scores);
    cul_table_free(&scores->organisation_table);
    cul_table_free(&scores->unit_table);
    cul_table_free(&scores->item_table);
    cul_table_free(&scores->pooled_table);
    cul_table_free(&scores->pooled_item_table);
    cul_table_free(&scores->correlation_table);
    cul_memory_free(scores->standard_errors);
    cul_memory_free(scores->covariances);
    cul_memory_free(scores->rule_means);
    cul_memory_free(scores->shared);
    cul_memory_free(scores->exact_means);
    cul_histograms_free(&scores->histograms);
    cul_memory_free(scores->quality);
    cul_memory_free(scores->counts);
    cul_memory_free(scores->count_reasons);
    cul_memory_free(scores->first_option);
    culture_register_free(scores->reg);
    culture_questionnaire_free(scores->questionnaire);
    cul_memory_free(scores);
}

culture_questionnaire *culture_scores_questionnaire(const culture_scores *scores)
{
    return scores->questionnaire;
}

/* The table of a level, NULL for an unknown one; *result loses its level. */
static const struct cul_table *table_of(const culture_scores *scores, int32_t *result)
{
    const struct cul_table *const tables[] = {&scores->organisation_table, &scores->unit_table,
                                              &scores->item_table,         &scores->pooled_table,
                                              &scores->pooled_item_table,  &scores->correlation_table};
    int32_t level = *result >> 16;
    *result &= 0xFFFF;
    return level >= 0 && level < (int32_t)(sizeof tables / sizeof *tables) ? tables[level] : NULL;
}

culture_status culture_scores_get(const culture_scores *scores, int32_t result, struct culture_matrix *matrix)
{
    const struct cul_table *table = scores && matrix ? table_of(scores, &result) : NULL;
    return table ? cul_table_matrix(table, result, matrix) : CULTURE_ERROR_NOT_FOUND;
}

int32_t culture_scores_reason(const culture_scores *scores, int32_t result, int64_t row, int64_t column)
{
    const struct cul_table *table = scores ? table_of(scores, &result) : NULL;
    return table ? cul_table_reason(table, result, row, column) : CULTURE_REASON_NONE;
}

culture_status culture_scores_counts(const culture_scores *scores, int64_t row, int32_t item, const int64_t **counts,
                                     int32_t *points, int32_t *reason)
{
    if (!scores || !counts || !points || !reason) {
        return CULTURE_ERROR_ARGUMENT;
    }
    if (row == -1) {
        row = scores->organisation_count;
    }
    if (row < 0 || row > scores->organisation_count || item < 0 || item >= scores->questionnaire->item_count) {
        return CULTURE_ERROR_NOT_FOUND;
    }
    const struct cul_scale *scale = cul_item_scale(scores->questionnaire, item);
    *reason = scores->count_reasons[row * scores->questionnaire->item_count + item];
    *points = scale->high - scale->low + 1;
    *counts = *reason ? NULL : scores->counts + row * scores->options + scores->first_option[item];
    return CULTURE_OK;
}

int64_t culture_scores_organisation_count(const culture_scores *scores)
{
    return scores->organisation_count;
}

culture_status culture_scores_organisation(const culture_scores *scores, int64_t row,
                                           struct culture_organisation *organisation, struct culture_error *error)
{
    if (!scores || row < 0 || row >= scores->organisation_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such organisation");
    }
    const struct cul_scored_organisation *of = &scores->organisations[row];
    bool hidden = of->reason == CULTURE_REASON_TOO_FEW;
    struct culture_organisation known = {.name = of->name,
                                         .respondents = hidden ? 0 : of->respondents,
                                         .headcount = of->headcount,
                                         .response_rate = (double)NAN,
                                         .reason = of->reason,
                                         .published = !scores->full && of->respondents < 20,
                                         .target = of->headcount ? (int32_t)scores->target : CULTURE_TARGET_PROCESS};
    if (!of->reason && of->headcount) {
        known.response_rate = (double)of->respondents / (double)of->headcount;
    }
    return cul_struct_fill(organisation, &known, sizeof known) ? CULTURE_OK
                                                               : cul_fail_argument(error, "struct_size is not set");
}

int64_t culture_scores_unit_count(const culture_scores *scores)
{
    return scores->unit_count;
}

culture_status culture_scores_unit(const culture_scores *scores, int64_t row, struct culture_unit *unit,
                                   struct culture_error *error)
{
    if (!scores || row < 0 || row >= scores->unit_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such unit");
    }
    const struct cul_scored_unit *of = &scores->units[row];
    int32_t reason = scores->organisations[of->organisation].reason;
    reason = reason ? reason : cul_hidden_reason(of->hidden);
    struct culture_unit known = {.organisation = of->organisation,
                                 .column = of->column,
                                 .name = of->name,
                                 .respondents = reason ? 0 : of->respondents,
                                 .reason = reason,
                                 .headcount = of->headcount,
                                 .target = of->headcount && (reason || of->headcount >= of->respondents)
                                               ? (int32_t)scores->target
                                               : CULTURE_TARGET_PROCESS};
    return cul_struct_fill(unit, &known, sizeof known) ? CULTURE_OK
                                                       : cul_fail_argument(error, "struct_size is not set");
}

enum culture_target cul_scores_target(const culture_scores *scores)
{
    return (enum culture_target)scores->target;
}

bool cul_scores_is_full(const culture_scores *scores)
{
    return scores->full;
}

int64_t cul_scores_minimum(const culture_scores *scores)
{
    return scores->minimum;
}

const culture_register *cul_scores_register(const culture_scores *scores)
{
    return scores->reg;
}

const char *cul_scores_key(const culture_scores *scores, int64_t row)
{
    return scores->organisations[row].key;
}

const int64_t *cul_scores_histogram(const culture_scores *scores, int64_t row, int32_t dimension,
                                    const struct cul_layout_dimension **at)
{
    *at = &scores->histograms.dimensions[dimension];
    return scores->histograms.cells + row * (int64_t)scores->histograms.width;
}

double cul_scores_standard_error(const culture_scores *scores, int64_t row, int32_t dimension)
{
    return scores->standard_errors[row * scores->questionnaire->dimension_count + dimension];
}

const double *cul_scores_covariances(const culture_scores *scores, int64_t row)
{
    int64_t factors = scores->questionnaire->factor_count;
    return scores->covariances + row * factors * factors;
}

double cul_scores_rule_mean(const culture_scores *scores, int64_t row, int32_t factor, enum cul_rule rule)
{
    return scores->rule_means[(row * scores->questionnaire->factor_count + factor) * CUL_RULES + rule];
}

int64_t cul_scores_file_count(const culture_scores *scores)
{
    return scores->file_count;
}

culture_status cul_scores_file(const culture_scores *scores, int64_t index, struct culture_file *file,
                               struct culture_error *error)
{
    return cul_file_report_get(scores->files[index], file, error);
}

culture_status cul_scores_file_problem(const culture_scores *scores, int64_t file, int32_t index,
                                       struct culture_problem *problem, struct culture_error *error)
{
    return cul_file_report_problem(scores->files[file], index, problem, error);
}

const char *culture_aggregation_name(int32_t aggregation)
{
    static const char *const names[] = {"not_supported", "mixed", "supported"};
    return aggregation >= 0 && aggregation < (int32_t)(sizeof names / sizeof *names) ? names[aggregation] : "";
}

bool cul_scores_is_doubtful(const culture_scores *scores, int64_t row)
{
    const char *key = scores->organisations[row].key;
    for (int64_t i = 0; i < scores->file_count; i++) {
        if (cul_names_find(&scores->files[i]->doubtful, key, strlen(key)) >= 0) {
            return true;
        }
    }
    return false;
}
