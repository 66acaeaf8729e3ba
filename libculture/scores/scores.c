/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scoring a tally: which groups there are, what of them may be shown, and their results. */
#include "answers/register.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/work.h"
#include "scores/components.h"
#include "scores/drivers.h"
#include "scores/making.h"
#include "scores/results.h"

#include <string.h>

static char *shown(const struct cul_making *making, int64_t index, enum cul_named named)
{
    const char *name = cul_list_name(making->tally, &making->list, index, named);
    return cul_memory_text(name, strlen(name));
}

static void find_headcount(struct cul_making *making, struct cul_scored_organisation *organisation, size_t key_length)
{
    culture_register *reg = making->scores->reg;
    int64_t entry = reg ? cul_register_find_key(reg, organisation->key, key_length) : -1;
    struct culture_register_entry facts = {.struct_size = sizeof facts};
    if (entry >= 0 && culture_register_entry(reg, entry, &facts, NULL) == CULTURE_OK) {
        organisation->headcount = facts.headcount;
    }
    if (organisation->respondents < making->scores->shown_from) {
        organisation->reason = CULTURE_REASON_TOO_FEW;
    } else if (organisation->headcount && organisation->headcount < organisation->respondents) {
        organisation->reason = CULTURE_REASON_OUT_OF_RANGE;
    }
}

static bool add_organisation(struct cul_making *making, int64_t index)
{
    culture_scores *scores = making->scores;
    const culture_tally *tally = making->tally;
    int64_t row = scores->organisation_count++, group = making->list.groups[index].group;
    struct cul_scored_organisation *organisation = &scores->organisations[row];
    making->organisation_cells[row] = tally->groups[group].cells;
    making->organisation_groups[row] = group;
    *organisation =
        (struct cul_scored_organisation){.key = cul_memory_text(tally->keys.texts[group], tally->keys.lengths[group]),
                                         .name = shown(making, index, CUL_OWN_NAME),
                                         .respondents = tally->groups[group].cells[CUL_LAYOUT_RESPONDENTS],
                                         .first_unit = scores->unit_count};
    if (!organisation->key || !organisation->name) {
        return false;
    }
    find_headcount(making, organisation, tally->keys.lengths[group]);
    return true;
}

/* Whether two units of one organisation have the same column. */
static bool same_column(const culture_tally *tally, int64_t one, int64_t other)
{
    struct cul_crossing_part a, b;
    size_t at = 0, other_at = 0;
    const struct cul_names *keys = &tally->keys;
    return cul_crossing_next(keys->texts[one], keys->lengths[one], &at, &a) &&
           cul_crossing_next(keys->texts[other], keys->lengths[other], &other_at, &b) &&
           a.column_length == b.column_length && memcmp(a.column, b.column, a.column_length) == 0;
}

/* In key order a unit follows its organisation, though "a b" may come between "a" and the units of "a b". */
static bool add_unit(struct cul_making *making, int64_t index)
{
    culture_scores *scores = making->scores;
    int64_t row = scores->unit_count++, group = making->list.groups[index].group;
    struct cul_scored_organisation *organisation = &scores->organisations[scores->organisation_count - 1];
    making->unit_cells[row] = making->tally->groups[group].cells;
    making->unit_rows[group] = row;
    making->unit_groups[row] = group;
    struct cul_scored_unit *unit = &scores->units[row];
    *unit = (struct cul_scored_unit){.organisation = scores->organisation_count - 1,
                                     .respondents = making->unit_cells[row][CUL_LAYOUT_RESPONDENTS],
                                     .column = shown(making, index, CUL_COLUMN_NAME),
                                     .name = shown(making, index, CUL_OWN_NAME)};
    bool same = organisation->unit_count++ && same_column(making->tally, group, making->unit_groups[row - 1]);
    organisation->column_count += !same;
    unit->column_index = organisation->column_count - 1;
    return unit->column && unit->name;
}

/* Units of one column show the same heading, the byte-smallest, however each file spelled it. */
static bool agree_on_headings(culture_scores *scores)
{
    for (int64_t first = 0, end; first < scores->unit_count; first = end) {
        int64_t smallest = first;
        for (end = first; end < scores->unit_count && cul_same_partition(scores, first, end); end++) {
            smallest = strcmp(scores->units[end].column, scores->units[smallest].column) < 0 ? end : smallest;
        }
        const char *heading = scores->units[smallest].column;
        for (int64_t i = first; i < end; i++) {
            char *copy = i == smallest ? NULL : cul_memory_text(heading, strlen(heading));
            if (i != smallest && !copy) {
                return false;
            }
            if (copy) {
                cul_memory_free(scores->units[i].column);
                scores->units[i].column = copy;
            }
        }
    }
    return true;
}

static bool list_groups(struct cul_making *making)
{
    culture_scores *scores = making->scores;
    size_t count = (size_t)making->list.count;
    scores->organisations = cul_memory_new(count, sizeof *scores->organisations);
    scores->units = cul_memory_new(count, sizeof *scores->units);
    making->organisation_cells = cul_memory_new(count, sizeof(void *));
    making->organisation_groups = cul_memory_new(count, sizeof *making->organisation_groups);
    making->unit_cells = cul_memory_new(count, sizeof(void *));
    making->unit_rows = cul_memory_new((size_t)making->tally->keys.count, sizeof *making->unit_rows);
    making->unit_groups = cul_memory_new(count, sizeof *making->unit_groups);
    bool good = scores->organisations && scores->units && making->organisation_cells && making->organisation_groups &&
                making->unit_cells && making->unit_rows && making->unit_groups;
    for (int64_t i = 0; i < making->list.count && good; i++) {
        enum cul_group_kind kind = making->tally->groups[making->list.groups[i].group].kind;
        good = kind == CUL_ORGANISATION ? add_organisation(making, i) : kind != CUL_UNIT || add_unit(making, i);
    }
    return good && agree_on_headings(scores) && cul_list_crossings(making);
}

static bool make_tables(culture_scores *scores)
{
    int64_t dimensions = scores->questionnaire->dimension_count, items = scores->questionnaire->item_count;
    int64_t organisations = scores->organisation_count;
    scores->first_option = cul_memory_new((size_t)items, sizeof *scores->first_option);
    for (int32_t i = 0; scores->first_option && i < items; i++) {
        const struct cul_scale *scale = cul_item_scale(scores->questionnaire, i);
        scores->first_option[i] = scores->options;
        scores->options += scale->high - scale->low + 1;
    }
    scores->counts = cul_memory_new((size_t)(organisations + 1), (size_t)scores->options * sizeof *scores->counts);
    scores->count_reasons = cul_memory_new((size_t)(organisations + 1), (size_t)items);
    scores->standard_errors = cul_memory_new((size_t)organisations, (size_t)dimensions * sizeof(double));
    size_t factors = (size_t)scores->questionnaire->factor_count;
    scores->covariances = cul_memory_new((size_t)organisations, factors * factors * sizeof(double));
    scores->rule_means = cul_memory_new((size_t)organisations, factors * CUL_RULES * sizeof(double));
    scores->quality = cul_memory_new((size_t)organisations, sizeof *scores->quality);
    return scores->first_option && scores->counts && scores->count_reasons && scores->standard_errors &&
           scores->covariances && scores->rule_means && scores->quality && cul_shared_new(scores) &&
           cul_results_table(&scores->organisation_table, CUL_AT_ORGANISATION, organisations, dimensions) &&
           cul_results_table(&scores->unit_table, CUL_AT_UNIT, scores->unit_count, dimensions) &&
           cul_results_table(&scores->item_table, CUL_AT_ITEM, organisations, items) &&
           cul_results_table(&scores->pooled_table, CUL_AT_POOLED, 1, dimensions) &&
           cul_results_table(&scores->pooled_item_table, CUL_AT_POOLED_ITEM, 1, items) &&
           cul_results_table(&scores->correlation_table, CUL_AT_FACTORS, (int64_t)factors, (int64_t)factors);
}

static bool copy_files(culture_scores *scores, const culture_tally *tally)
{
    scores->files = cul_memory_new((size_t)tally->file_count, sizeof *scores->files);
    for (int64_t i = 0; scores->files && i < tally->file_count; i++) {
        scores->files[scores->file_count++] = cul_file_report_retain(tally->files[i]);
    }
    return scores->files != NULL;
}

static bool fill(struct cul_making *making)
{
    if (!list_groups(making) || !make_tables(making->scores) || !copy_files(making->scores, making->tally) ||
        !cul_histograms_copy(&making->scores->histograms, &making->tally->layout, making->organisation_cells,
                             making->scores->organisation_count) ||
        !cul_find_unit_headcounts(making)) {
        return false;
    }
    int64_t organisations = making->scores->organisation_count;
    size_t workers = cul_workers(making->threads, organisations);
    struct cul_desk *desks = cul_desks_new(making, workers);
    bool good = desks && cul_score_organisations(making, desks, workers) && cul_score_weighted_means(making);
    if (good) {
        cul_score_pooled(making, desks, workers);
        good = cul_score_components(making);
    }
    cul_desks_free(desks, desks ? workers : 0);
    if (!good) {
        return false;
    }
    /* Whatever was filled in where: no number of what is hidden is left. */
    cul_seal(&making->scores->organisation_table);
    cul_seal(&making->scores->unit_table);
    cul_seal(&making->scores->item_table);
    cul_seal(&making->scores->pooled_table);
    cul_seal(&making->scores->pooled_item_table);
    return true;
}

/* With fewer answers a published mean tells what single persons said. */
enum { CUL_LEAST_MINIMUM = 5 };

static culture_status read_options(const struct culture_scores_options *options, struct culture_scores_options *known,
                                   struct culture_error *error)
{
    if (!cul_options_read(known, sizeof *known, options)) {
        return cul_fail_argument(error, "options need struct_size set");
    }
    known->minimum = known->minimum ? known->minimum : 10;
    known->confidence = known->confidence != 0 ? known->confidence : 0.95;
    bool published = known->precision == CULTURE_PRECISION_PUBLISHED;
    if (known->minimum < (published ? CUL_LEAST_MINIMUM : 1)) {
        return cul_fail_argument(error, published ? "the minimum number of answers must be at least 5, or be for your "
                                                    "own eyes: full precision"
                                                  : "the minimum number of answers must be at least 1");
    }
    if (!(known->confidence > 0 && known->confidence < 1)) {
        return cul_fail_argument(error, "the confidence must lie between 0 and 1");
    }
    if (known->precision != CULTURE_PRECISION_PUBLISHED && known->precision != CULTURE_PRECISION_FULL) {
        return cul_fail_argument(error, "the precision is neither published nor full");
    }
    if (known->threads < 0) {
        return cul_fail_argument(error, "there cannot be fewer than no threads");
    }
    if (known->target != CULTURE_TARGET_WORKFORCE && known->target != CULTURE_TARGET_PROCESS) {
        return cul_fail_argument(error, "the target is neither the workforce nor the process");
    }
    return CULTURE_OK;
}

culture_status culture_scores_compute(const culture_tally *tally, const struct culture_scores_options *options,
                                      culture_scores **scores, struct culture_error *error)
{
    struct culture_scores_options known;
    if (!tally || !scores) {
        return cul_fail_argument(error, "a tally and a place for the scores are needed");
    }
    culture_status status = read_options(options, &known, error);
    if (status) {
        return status;
    }
    struct cul_making making = {
        .tally = tally, .scores = cul_memory_new(1, sizeof(culture_scores)), .threads = known.threads};
    bool listed = cul_tally_list(tally, &making.list);
    if (making.scores) {
        atomic_init(&making.scores->references, 1);
        making.scores->questionnaire = culture_questionnaire_retain(tally->questionnaire);
        making.scores->reg = known.reg ? culture_register_retain((culture_register *)(uintptr_t)known.reg) : NULL;
        making.scores->minimum = known.minimum;
        making.scores->full = known.precision == CULTURE_PRECISION_FULL;
        making.scores->shown_from = making.scores->full ? 1 : known.minimum;
        making.scores->confidence = known.confidence;
        making.scores->target = (enum culture_target)known.target;
    }
    if (!making.scores || !listed || !fill(&making)) {
        culture_scores_free(making.scores);
        making.scores = NULL;
        status = cul_fail_memory(error);
    }
    cul_list_free(&making.list);
    cul_memory_free(making.organisation_cells);
    cul_memory_free(making.unit_cells);
    cul_memory_free(making.unit_rows);
    cul_memory_free(making.unit_groups);
    cul_memory_free(making.crossings);
    cul_memory_free(making.crossing_units);
    cul_memory_free(making.organisation_groups);
    if (!status) {
        *scores = making.scores;
    }
    return status;
}
