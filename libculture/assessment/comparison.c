/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing two waves: which organisations there are, and the results of each. */
#include "assessment/comparison_making.h"
#include "base/error.h"
#include "base/memory.h"
#include "questionnaire/model.h"
#include "scores/model.h"

#include <math.h>
#include <string.h>

/* What the organisations shown before have in common on a dimension. */
static void find_between(struct cul_comparing *making, int32_t dimension)
{
    int64_t count = 0;
    for (int64_t row = 0; row < culture_scores_organisation_count(making->made->waves[0]); row++) {
        if (!cul_comparing_hidden(making, CULTURE_WAVE_BEFORE, row, dimension)) {
            making->samples[count++] = cul_comparing_sample(making, CULTURE_WAVE_BEFORE, row, dimension);
        }
    }
    making->between = cul_between_organisations(making->samples, count);
}

static bool compare_all(struct cul_comparing *making)
{
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        const struct cul_layout_dimension *at;
        cul_scores_histogram(making->made->waves[0], 0, d, &at);
        bool good = cul_ranking_new(&making->ranking, at);
        if (good) {
            find_between(making, d);
        }
        for (int64_t row = 0; row < making->made->organisation_count && good; row++) {
            cul_comparing_dimension(making, row, d);
        }
        cul_ranking_free(&making->ranking);
        if (!good) {
            return false;
        }
    }
    return true;
}

/* The organisations of both waves, merged in the order of their keys. */
static bool list_organisations(struct cul_comparing *making)
{
    culture_comparison *made = making->made;
    int64_t counts[2], at[2] = {0, 0};
    for (int wave = 0; wave < 2; wave++) {
        counts[wave] = culture_scores_organisation_count(made->waves[wave]);
    }
    made->organisations = cul_memory_new((size_t)(counts[0] + counts[1]), sizeof *made->organisations);
    while (made->organisations && (at[0] < counts[0] || at[1] < counts[1])) {
        int order = at[0] == counts[0] ? 1
                    : at[1] == counts[1]
                        ? -1
                        : strcmp(cul_scores_key(made->waves[0], at[0]), cul_scores_key(made->waves[1], at[1]));
        struct cul_compared_rows *rows = &made->organisations[made->organisation_count++];
        rows->rows[0] = order <= 0 ? at[0]++ : -1;
        rows->rows[1] = order >= 0 ? at[1]++ : -1;
    }
    return made->organisations != NULL;
}

static bool make_room(struct cul_comparing *making)
{
    culture_comparison *made = making->made;
    if (!list_organisations(making)) {
        return false;
    }
    size_t rows = (size_t)made->organisation_count, factors = (size_t)making->questionnaire->factor_count;
    making->samples = cul_memory_new(rows, sizeof *making->samples);
    making->p = cul_memory_new(rows, factors * sizeof *making->p);
    making->fell = cul_memory_new(rows, factors * sizeof *making->fell);
    making->adjusted = cul_memory_new(factors, sizeof *making->adjusted);
    making->apart = cul_memory_new(rows, sizeof *making->apart);
    making->sums = making->matches ? cul_matches_add_up(making->matches) : NULL;
    making->people = making->matches ? cul_matches_people(making->matches) : NULL;
    for (size_t i = 0; making->p && i < rows * factors; i++) {
        making->p[i] = (double)NAN;
    }
    return making->samples && making->p && making->fell && making->adjusted && making->apart &&
           ((making->sums && making->people) || !making->matches) &&
           cul_table_new(&made->table, CUL_CHANGE_RESULTS, NULL, 0, made->organisation_count,
                         making->questionnaire->dimension_count);
}

static bool compare(struct cul_comparing *making)
{
    bool good = make_room(making);
    for (int64_t row = 0; row < making->made->organisation_count && good; row++) {
        cul_comparing_set_apart(making, row);
    }
    good = good && compare_all(making);
    for (int64_t row = 0; row < making->made->organisation_count && good; row++) {
        cul_comparing_adjust(making, row);
    }
    if (good && cul_comparing_hides_matched(making)) {
        making->made->counts.matched = CULTURE_MATCHED_HIDDEN;
    }
    cul_memory_free(making->samples);
    cul_memory_free(making->p);
    cul_memory_free(making->fell);
    cul_memory_free(making->adjusted);
    cul_memory_free(making->sums);
    cul_memory_free(making->people);
    cul_memory_free(making->apart);
    return good;
}

static culture_status check(const culture_scores *before, const culture_scores *after,
                            const struct culture_compare_options *options, struct culture_error *error)
{
    if (!(options->confidence > 0 && options->confidence < 1)) {
        return cul_fail_argument(error, "the confidence must lie between 0 and 1");
    }
    const culture_questionnaire *one = culture_scores_questionnaire(before);
    const culture_questionnaire *other = culture_scores_questionnaire(after);
    const culture_questionnaire *third = options->matches ? cul_matches_questionnaire(options->matches) : one;
    if (strcmp(one->fingerprint, other->fingerprint) != 0 || strcmp(one->fingerprint, third->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the waves were asked with different questionnaires: %s %s and %s %s", one->id, one->version,
                        other->id, other->version);
    }
    return CULTURE_OK;
}

culture_status culture_compare(culture_scores *before, culture_scores *after,
                               const struct culture_compare_options *options, culture_comparison **comparison,
                               struct culture_error *error)
{
    struct culture_compare_options known;
    if (!before || !after || !comparison || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(
            error, "scores of two waves, a place for the comparison and options with struct_size set are needed");
    }
    known.confidence = known.confidence != 0 ? known.confidence : 0.95;
    culture_status status = check(before, after, &known, error);
    if (status) {
        return status;
    }
    int64_t minimum = cul_scores_minimum(before), other = cul_scores_minimum(after);
    struct cul_comparing making = {.made = cul_memory_new(1, sizeof *making.made),
                                   .questionnaire = culture_scores_questionnaire(before),
                                   .confidence = known.confidence,
                                   .minimum = minimum > other ? minimum : other,
                                   .matches = known.matches};
    if (!making.made) {
        return cul_fail_memory(error);
    }
    atomic_init(&making.made->references, 1);
    making.made->waves[CULTURE_WAVE_BEFORE] = culture_scores_retain(before);
    making.made->waves[CULTURE_WAVE_AFTER] = culture_scores_retain(after);
    making.made->counts.struct_size = sizeof making.made->counts;
    making.made->matched = known.matches && !culture_matches_counts(known.matches, &making.made->counts, NULL);
    if (!compare(&making)) {
        culture_comparison_free(making.made);
        return cul_fail_memory(error);
    }
    *comparison = making.made;
    return CULTURE_OK;
}
