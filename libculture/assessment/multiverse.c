/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict under every reasonable choice of its numbers (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016). */
#include "assessment/factors.h"
#include "base/error.h"
#include "base/memory.h"
#include "questionnaire/model.h"

#include <math.h>

enum { SCORES = 7, FLOORS = 5, FACTORS = 5, UNIVERSES = CUL_RULES * SCORES * FACTORS * FLOORS };

struct universe {
    enum cul_rule rule;
    struct culture_criterion criterion;
    bool given;
};

/* The index-th combination; false: it lies outside what makes sense. */
static bool combine(const struct culture_criterion *criterion, int32_t factors, int32_t index,
                    struct universe *universe)
{
    static const double score_steps[SCORES] = {-7.5, -5, -2.5, 0, 2.5, 5, 7.5},
                        floor_steps[FLOORS] = {-INFINITY, -10, -5, 0, 5};
    int32_t floor_at = index % FLOORS, factors_at = index / FLOORS % FACTORS;
    int32_t score_at = index / (FLOORS * FACTORS) % SCORES;
    universe->rule = (enum cul_rule)(index / (FLOORS * FACTORS * SCORES));
    universe->criterion = *criterion;
    universe->criterion.score += score_steps[score_at];
    universe->criterion.floor = fmax(0, criterion->floor + floor_steps[floor_at]);
    universe->criterion.factors += factors_at - 2;
    universe->given = score_steps[score_at] == 0 && floor_steps[floor_at] == 0 && factors_at == 2;
    bool repeated = floor_at > 0 && criterion->floor + floor_steps[floor_at] <= 0;
    return !repeated && universe->criterion.score >= 0 && universe->criterion.score <= 100 &&
           universe->criterion.floor <= universe->criterion.score && universe->criterion.factors >= 1 &&
           universe->criterion.factors <= factors;
}

static bool find(const struct culture_criterion *criterion, int32_t factors, int32_t wanted, struct universe *universe)
{
    for (int32_t index = 0; index < UNIVERSES; index++) {
        if (combine(criterion, factors, index, universe) && wanted-- == 0) {
            return true;
        }
    }
    return false;
}

/* The factors as the missing rule has them; ambition as it is. */
static void read_factors(const culture_scores *scores, int64_t row, enum cul_rule rule, struct cul_factor *factors)
{
    cul_read_factors(scores, row, factors);
    for (int32_t f = 0; f < culture_scores_questionnaire(scores)->factor_count; f++) {
        factors[f].practice = cul_scores_rule_mean(scores, row, f, rule);
    }
}

culture_status culture_assessment_universe(const culture_assessment *assessment, int64_t organisation, int32_t index,
                                           struct culture_universe *universe, struct culture_error *error)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    culture_status status = culture_assessment_verdict(assessment, organisation, &verdict, error);
    if (status) {
        return status;
    }
    const culture_scores *scores = culture_assessment_scores(assessment);
    const culture_questionnaire *questionnaire = culture_scores_questionnaire(scores);
    struct universe found;
    if (index < 0 || !find(&questionnaire->criterion, questionnaire->factor_count, index, &found)) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such universe");
    }
    struct cul_factor *factors = cul_memory_new((size_t)questionnaire->factor_count, sizeof *factors);
    if (!factors) {
        return cul_fail_memory(error);
    }
    static const char *const rules[CUL_RULES] = {"one", "half", "all"};
    read_factors(scores, organisation, found.rule, factors);
    struct culture_universe known = {
        .missing_rule = rules[found.rule],
        .score = found.criterion.score,
        .floor = found.criterion.floor,
        .factors = found.criterion.factors,
        .verdict = cul_judge(factors, questionnaire->factor_count, &found.criterion).verdict,
        .given = found.given,
    };
    cul_memory_free(factors);
    return cul_struct_fill(universe, &known, sizeof known) ? CULTURE_OK
                                                           : cul_fail_argument(error, "struct_size is not set");
}
