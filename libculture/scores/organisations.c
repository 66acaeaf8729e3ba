/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scoring the organisations, by several threads: each of them is scored from its own counts alone. */
#include "base/memory.h"
#include "base/work.h"
#include "scores/drivers.h"
#include "scores/making.h"
#include "scores/reliability.h"
#include "scores/statistics.h"

#include <math.h>

/* The sampling covariances of an organisation's factor means; on the diagonal the squared standard errors. */
static void find_covariances(struct cul_making *making, int64_t row, struct cul_target target)
{
    culture_scores *scores = making->scores;
    int32_t factors = scores->questionnaire->factor_count, dimensions = scores->questionnaire->dimension_count;
    double *matrix = scores->covariances + row * factors * factors;
    const double *errors = scores->standard_errors + row * dimensions;
    struct culture_matrix n;
    culture_scores_get(scores, CULTURE_SCORE_RESPONDENTS, &n);
    const double *sizes = n.data + row * n.columns;
    for (int32_t f = 0; f < factors; f++) {
        matrix[f * factors + f] = errors[f] * errors[f];
        for (int32_t g = f + 1; g < factors; g++) {
            double value = (double)NAN;
            if (!isnan(sizes[f]) && !isnan(sizes[g])) {
                value = 1e4 * cul_covariance_of_means(&making->tally->layout, f, g, target.cells, (int64_t)sizes[f],
                                                      (int64_t)sizes[g]);
                value *= cul_population_left((int64_t)sizes[f], target.headcount) *
                         cul_population_left((int64_t)sizes[g], target.headcount);
            }
            matrix[f * factors + g] = matrix[g * factors + f] = value;
        }
    }
}

static void find_rule_means(struct cul_making *making, int64_t row, struct cul_target target)
{
    const struct cul_layout *layout = &making->tally->layout;
    int32_t factors = making->scores->questionnaire->factor_count;
    double *means = making->scores->rule_means + row * factors * CUL_RULES;
    for (int32_t f = 0; f < factors; f++) {
        int32_t items = layout->dimensions[f].items;
        const int32_t needed[CUL_RULES] = {1, (items + 1) / 2, items};
        for (int32_t rule = 0; rule < CUL_RULES; rule++) {
            *means++ = cul_score_mean(making->scores, layout, f, needed[rule], target);
        }
    }
}

/* A dimension with a base comes after it. */
static void score_differences(struct cul_making *making, struct cul_table *table, int64_t row, struct cul_target target)
{
    const struct cul_layout *layout = &making->tally->layout;
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        if (layout->dimensions[d].base >= 0) {
            cul_score_difference(making->scores, layout, table, row, d, target);
        }
    }
}

static void score_organisation(struct cul_making *making, int64_t row)
{
    culture_scores *scores = making->scores;
    const struct cul_layout *layout = &making->tally->layout;
    const struct cul_scored_organisation *organisation = &scores->organisations[row];
    struct cul_target target = {.cells = making->organisation_cells[row],
                                .headcount = scores->target == CULTURE_TARGET_WORKFORCE ? organisation->headcount : 0,
                                .reason = organisation->reason,
                                .minimum = scores->shown_from,
                                .remembered = making->desk->remembered};
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        scores->standard_errors[row * layout->dimension_count + d] = (double)NAN;
        target.threes = cul_shares_tell_of_few(scores, layout, d, target.cells);
        cul_score_dimension(scores, layout, &scores->organisation_table, row, d, target);
        cul_score_consistency(making, &scores->organisation_table, row, d, target);
        cul_score_item_consistency(making, &scores->organisation_table, &scores->item_table, row, d, target.cells);
    }
    score_differences(making, &scores->organisation_table, row, target);
    find_covariances(making, row, target);
    find_rule_means(making, row, target);
    cul_score_items(making, row, target);
}

static void score_run(void *context, size_t worker, int64_t first, int64_t end)
{
    struct cul_desk *desks = context, *desk = &desks[worker];
    struct cul_making making = *desk->making;
    making.desk = desk;
    for (int64_t row = first; row < end && !desk->failed; row++) {
        score_organisation(&making, row);
        cul_score_shared(&making, row);
        desk->failed = !cul_score_units(&making, row) || !cul_score_quality(&making, row);
    }
}

static double *make_room(const struct cul_layout *layout)
{
    int32_t items = 1;
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        items = layout->dimensions[d].items > items ? layout->dimensions[d].items : items;
    }
    return cul_memory_new(cul_reliability_room(items), sizeof(double));
}

static bool open_desk(struct cul_desk *desk, const struct cul_making *making)
{
    const struct cul_layout *layout = &making->tally->layout;
    desk->making = making;
    desk->room = make_room(layout);
    desk->cells = cul_memory_new(layout->width, sizeof *desk->cells);
    desk->remembered = cul_remembered_new();
    return desk->room && desk->cells && desk->remembered;
}

struct cul_desk *cul_desks_new(const struct cul_making *making, size_t count)
{
    struct cul_desk *desks = cul_memory_new(count, sizeof *desks);
    bool good = desks != NULL;
    for (size_t i = 0; i < count && good; i++) {
        good = open_desk(&desks[i], making);
    }
    if (!good) {
        cul_desks_free(desks, desks ? count : 0);
        return NULL;
    }
    return desks;
}

void cul_desks_free(struct cul_desk *desks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cul_memory_free(desks[i].room);
        cul_memory_free(desks[i].cells);
        cul_buffer_free(&desks[i].key);
        cul_remembered_free(desks[i].remembered);
    }
    cul_memory_free(desks);
}

bool cul_score_organisations(struct cul_making *making, struct cul_desk *desks, size_t workers)
{
    cul_work(workers, making->scores->organisation_count, score_run, desks);
    bool good = true;
    for (size_t i = 0; i < workers; i++) {
        good = good && !desks[i].failed;
    }
    return good;
}
