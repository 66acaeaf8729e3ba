/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assessing scores: standing, profile and verdict of every organisation. */
#include "answers/register.h"
#include "assessment/facts.h"
#include "assessment/probability.h"
#include "assessment/standing.h"
#include "assessment/verdict.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/table.h"
#include "numeric/multiple.h"
#include "questionnaire/model.h"
#include "scores/model.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { STANDING_RESULTS = 21, PROFILE_RESULTS = 2, PROFILE_FIRST = CULTURE_PROFILE_LEVEL };

struct culture_assessment {
    atomic_int references;
    culture_scores *scores;
    culture_reference *reference;
    struct cul_table standing, profile, facts;
    struct culture_verdict *verdicts; /* per organisation */
};

/* What is at hand while an assessment is made. */
struct making {
    culture_assessment *made;
    const culture_questionnaire *questionnaire;
    double confidence;
    struct cul_norm *norms; /* per dimension */
    bool *known;            /* whether the reference has the dimension */
    double *room;           /* dimensions x organisations of the reference: the norms' sorted means */
    double *member_room;
    double *p, *adjusted; /* per factor */
    struct cul_noncentral_t yardstick, member_yardstick;
    struct cul_factor *factors;
    double *chance_room;
    struct cul_lattice lattice;
};

static void set(struct making *making, int32_t result, int64_t row, int32_t dimension, double value)
{
    cul_table_set(&making->made->standing, result, row, dimension, value);
}

static void deny_all(struct making *making, int64_t row, int32_t dimension, int32_t reason)
{
    for (int32_t result = 0; result < STANDING_RESULTS; result++) {
        cul_table_deny(&making->made->standing, result, row, dimension, reason);
    }
}

static void set_or_deny(struct making *making, int32_t result, int64_t row, int32_t dimension, double value, bool known)
{
    if (known) {
        set(making, result, row, dimension, value);
    } else {
        cul_table_deny(&making->made->standing, result, row, dimension, CULTURE_REASON_NOT_IN_REFERENCE);
    }
}

static void set_standing(struct making *making, int64_t row, int32_t d, const struct cul_standing *standing,
                         const struct cul_norm *norm, bool member)
{
    const struct {
        int32_t result;
        double value;
    } values[] = {{CULTURE_STANDING_Z, standing->z},
                  {CULTURE_STANDING_T, standing->t},
                  {CULTURE_STANDING_DF, standing->df},
                  {CULTURE_STANDING_P, standing->p},
                  {CULTURE_STANDING_PERCENTILE, standing->percentile},
                  {CULTURE_STANDING_PERCENTILE_LOW, standing->percentile_low},
                  {CULTURE_STANDING_PERCENTILE_HIGH, standing->percentile_high},
                  {CULTURE_STANDING_T_SCORE, standing->t_score},
                  {CULTURE_STANDING_STEN, standing->sten},
                  {CULTURE_STANDING_STANINE, standing->stanine},
                  {CULTURE_STANDING_BAND_LOW, cul_band_of(standing->z_limits.low)},
                  {CULTURE_STANDING_BAND_HIGH, cul_band_of(standing->z_limits.high)},
                  {CULTURE_STANDING_MEMBER, member},
                  {CULTURE_STANDING_REFERENCE_ORGANISATIONS, (double)norm->organisations}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        set(making, values[i].result, row, d, values[i].value);
    }
    bool counted = norm->sorted != NULL; /* a summary has no organisations to count */
    set_or_deny(making, CULTURE_STANDING_BELOW, row, d, (double)standing->below, counted);
    set_or_deny(making, CULTURE_STANDING_TIES, row, d, (double)standing->ties, counted);
    set_or_deny(making, CULTURE_STANDING_P25, row, d, norm->p25, counted);
    set_or_deny(making, CULTURE_STANDING_P50, row, d, norm->p50, counted);
    set_or_deny(making, CULTURE_STANDING_P75, row, d, norm->p75, counted);
}

/* The standing on one dimension; a member of the reference (row of it, else -1) is compared with the others. */
static void stand(struct making *making, int64_t row, int32_t d, int64_t member)
{
    culture_assessment *made = making->made;
    struct culture_matrix means;
    culture_scores_get(made->scores, CULTURE_SCORE_MEAN, &means);
    int32_t hidden = culture_scores_reason(made->scores, CULTURE_SCORE_MEAN, row, d);
    struct cul_norm norm = {0};
    bool known = making->known[d];
    if (known && member >= 0) {
        known = cul_reference_norm(made->reference, d, member, making->member_room, &norm);
        cul_noncentral_t_prepare(&making->member_yardstick, (double)(norm.organisations - 1));
    } else if (known) {
        norm = making->norms[d];
    }
    if (hidden || !known) {
        deny_all(making, row, d, hidden ? hidden : CULTURE_REASON_NOT_IN_REFERENCE);
        return;
    }
    struct cul_noncentral_t *yardstick = member >= 0 ? &making->member_yardstick : &making->yardstick;
    if (yardstick->df != (double)(norm.organisations - 1)) {
        cul_noncentral_t_prepare(yardstick, (double)(norm.organisations - 1));
    }
    struct cul_standing standing =
        cul_standing_of(means.data[row * means.columns + d], &norm, yardstick, making->confidence);
    if (standing.reason) {
        deny_all(making, row, d, standing.reason);
        return;
    }
    set_standing(making, row, d, &standing, &norm, member >= 0);
}

/* Holm over the factors that could be tested; other dimensions are not part of that question. */
static void adjust(struct making *making, int64_t row)
{
    struct cul_table *table = &making->made->standing;
    int32_t factors = making->questionnaire->factor_count;
    for (int32_t f = 0; f < factors; f++) {
        making->p[f] = cul_table_value(table, CULTURE_STANDING_P, row, f);
    }
    cul_holm(making->p, making->adjusted, factors);
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        int32_t reason = cul_table_reason(table, CULTURE_STANDING_P, row, d);
        if (reason || d >= factors) {
            reason = reason ? reason : CULTURE_REASON_NOT_ASKED;
            cul_table_deny(table, CULTURE_STANDING_P_HOLM, row, d, reason);
            cul_table_deny(table, CULTURE_STANDING_DIFFERS, row, d, reason);
            continue;
        }
        double z = cul_table_value(table, CULTURE_STANDING_Z, row, d);
        set(making, CULTURE_STANDING_P_HOLM, row, d, making->adjusted[d]);
        set(making, CULTURE_STANDING_DIFFERS, row, d, making->adjusted[d] < 0.05 ? (z < 0 ? -1 : 1) : 0);
    }
}

/* Level and scatter of the factors' z (Cronbach & Gleser 1953), when all factors have one. */
static void profile(struct making *making, int64_t row)
{
    const struct cul_table *standing = &making->made->standing;
    int32_t factors = making->questionnaire->factor_count, reason = factors ? 0 : CULTURE_REASON_NOT_ASKED;
    double sum = 0, squares = 0;
    for (int32_t f = 0; f < factors && !reason; f++) {
        reason = cul_table_reason(standing, CULTURE_STANDING_Z, row, f);
        sum += cul_table_value(standing, CULTURE_STANDING_Z, row, f);
    }
    struct cul_table *table = &making->made->profile;
    if (reason) {
        cul_table_deny(table, 0, row, 0, reason);
        cul_table_deny(table, 1, row, 0, reason);
        return;
    }
    double level = sum / factors;
    for (int32_t f = 0; f < factors; f++) {
        double off = cul_table_value(standing, CULTURE_STANDING_Z, row, f) - level;
        squares += off * off;
    }
    cul_table_set(table, 0, row, 0, level);
    if (factors < 2) {
        cul_table_deny(table, 1, row, 0, CULTURE_REASON_TOO_FEW);
    } else {
        cul_table_set(table, 1, row, 0, sqrt(squares / (factors - 1)));
    }
}

static void read_factors(struct making *making, int64_t row)
{
    const culture_questionnaire *questionnaire = making->questionnaire;
    struct culture_matrix means;
    culture_scores_get(making->made->scores, CULTURE_SCORE_MEAN, &means);
    for (int32_t f = 0; f < questionnaire->factor_count; f++) {
        making->factors[f] = (struct cul_factor){means.data[row * means.columns + f], (double)NAN,
                                                 cul_scores_standard_error(making->made->scores, row, f), false};
    }
    for (int32_t d = questionnaire->factor_count; d < questionnaire->dimension_count; d++) {
        const struct cul_dimension *dimension = &questionnaire->dimensions[d];
        if (dimension->kind == CULTURE_DIMENSION_AMBITION && dimension->base < questionnaire->factor_count) {
            making->factors[dimension->base].ambition = means.data[row * means.columns + d];
            making->factors[dimension->base].ambition_asked = true;
        }
    }
}

/* FNV-1a over the questionnaire's fingerprint and the organisation's key. */
static uint64_t seed_of(const struct making *making, int64_t row)
{
    uint64_t seed = 14695981039346656037u;
    const char *const parts[] = {making->questionnaire->fingerprint, cul_scores_key(making->made->scores, row)};
    for (size_t i = 0; i < 2; i++) {
        for (const char *at = parts[i]; *at; at++) {
            seed = (seed ^ (unsigned char)*at) * 1099511628211u;
        }
    }
    return seed;
}

static struct cul_probability chance(struct making *making, int64_t row)
{
    const struct culture_criterion *criterion = &making->questionnaire->criterion;
    int32_t count = making->questionnaire->factor_count;
    for (int32_t f = 0; f < count; f++) {
        if (isnan(making->factors[f].practice) || isnan(making->factors[f].standard_error)) {
            return (struct cul_probability){(double)NAN, (double)NAN};
        }
    }
    if (count > CUL_COVARIANCE_FACTORS) {
        return (struct cul_probability){
            cul_probability_diagonal(making->factors, count, criterion, making->chance_room), 0};
    }
    return cul_probability(making->factors, count, cul_scores_covariances(making->made->scores, row), criterion,
                           &making->lattice, seed_of(making, row), making->chance_room);
}

static void judge(struct making *making, int64_t row)
{
    const struct culture_criterion *criterion = &making->questionnaire->criterion;
    int32_t count = making->questionnaire->factor_count;
    read_factors(making, row);
    struct cul_judgement judgement = cul_judge(making->factors, count, criterion);
    struct cul_probability probability = chance(making, row);
    int32_t missing = 0;
    for (int32_t f = 0; f < count; f++) {
        missing += making->factors[f].practice < criterion->score;
    }
    making->made->verdicts[row] = (struct culture_verdict){.verdict = judgement.verdict,
                                                           .evidence = cul_evidence_of(probability.value),
                                                           .probability = probability.value,
                                                           .probability_error = probability.error,
                                                           .concrete = judgement.concrete,
                                                           .coherent = judgement.coherent,
                                                           .concrete_factors = judgement.concrete_factors,
                                                           .missing_count = missing};
}

static void read_facts(struct making *making, int64_t row)
{
    const culture_register *reg = cul_scores_register(making->made->scores);
    const char *key = cul_scores_key(making->made->scores, row);
    struct culture_register_entry entry = {.struct_size = sizeof entry};
    int64_t index = reg ? cul_register_find_key(reg, key, strlen(key)) : -1;
    bool known = index >= 0 && culture_register_entry(reg, index, &entry, NULL) == CULTURE_OK;
    cul_facts_fill(&making->made->facts, row, known ? &entry : NULL);
}

static bool assess_organisation(struct making *making, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(making->made->scores, row, &organisation, NULL);
    int64_t member = -1;
    if (making->made->reference && !cul_reference_find(making->made->reference, organisation.name, &member)) {
        return false; /* unknown whether it is a member: a guess would compare it with itself */
    }
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        stand(making, row, d, member);
    }
    adjust(making, row);
    profile(making, row);
    read_facts(making, row);
    if (making->questionnaire->criterion.given) {
        judge(making, row);
    }
    return true;
}

static void find_norms(struct making *making)
{
    const culture_reference *reference = making->made->reference;
    for (int32_t d = 0; reference && d < making->questionnaire->dimension_count; d++) {
        double *room = making->room + d * culture_reference_organisation_count(reference);
        making->known[d] = cul_reference_norm(reference, d, -1, room, &making->norms[d]);
    }
    cul_noncentral_t_prepare(&making->yardstick,
                             reference ? (double)(culture_reference_organisation_count(reference) - 1) : 2);
}

static bool make_room(struct making *making)
{
    size_t dimensions = (size_t)making->questionnaire->dimension_count;
    size_t factors = (size_t)making->questionnaire->factor_count;
    size_t members =
        making->made->reference ? (size_t)culture_reference_organisation_count(making->made->reference) : 0;
    int64_t rows = culture_scores_organisation_count(making->made->scores);
    making->norms = cul_memory_new(dimensions, sizeof *making->norms);
    making->known = cul_memory_new(dimensions, sizeof *making->known);
    making->room = cul_memory_new(dimensions, members * sizeof *making->room);
    making->member_room = cul_memory_new(members, sizeof *making->member_room);
    making->p = cul_memory_new(factors, sizeof *making->p);
    making->adjusted = cul_memory_new(factors, sizeof *making->adjusted);
    making->factors = cul_memory_new(factors, sizeof *making->factors);
    making->chance_room = cul_memory_new(cul_probability_room((int32_t)factors), sizeof *making->chance_room);
    making->made->verdicts = cul_memory_new((size_t)rows, sizeof *making->made->verdicts);
    return making->norms && making->known && making->room && making->member_room && making->p && making->adjusted &&
           making->factors && making->chance_room && making->made->verdicts &&
           cul_table_new(&making->made->standing, STANDING_RESULTS, rows, (int64_t)dimensions) &&
           cul_table_new(&making->made->profile, PROFILE_RESULTS, rows, 1) &&
           cul_table_new(&making->made->facts, CUL_FACTS, rows, 1);
}

static void free_room(struct making *making)
{
    cul_memory_free(making->norms);
    cul_memory_free(making->known);
    cul_memory_free(making->room);
    cul_memory_free(making->member_room);
    cul_memory_free(making->p);
    cul_memory_free(making->adjusted);
    cul_memory_free(making->factors);
    cul_memory_free(making->chance_room);
}

static culture_status check(const culture_scores *scores, const culture_reference *reference, double confidence,
                            struct culture_error *error)
{
    if (!(confidence > 0 && confidence < 1)) {
        return cul_fail_argument(error, "the confidence must lie between 0 and 1");
    }
    const culture_questionnaire *ours = culture_scores_questionnaire(scores);
    const culture_questionnaire *theirs = reference ? cul_reference_questionnaire(reference) : ours;
    if (strcmp(ours->fingerprint, theirs->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the reference belongs to the questionnaire %s %s, the scores to %s %s", theirs->id,
                        theirs->version, ours->id, ours->version);
    }
    return CULTURE_OK;
}

culture_status culture_assess(culture_scores *scores, culture_reference *reference,
                              const struct culture_assess_options *options, culture_assessment **assessment,
                              struct culture_error *error)
{
    struct culture_assess_options known;
    if (!scores || !assessment || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error,
                                 "scores, a place for the assessment and options with struct_size set are needed");
    }
    struct making making = {.confidence = known.confidence != 0 ? known.confidence : 0.95,
                            .questionnaire = culture_scores_questionnaire(scores)};
    culture_status status = check(scores, reference, making.confidence, error);
    if (status) {
        return status;
    }
    making.made = cul_memory_new(1, sizeof *making.made);
    if (!making.made) {
        return cul_fail_memory(error);
    }
    atomic_init(&making.made->references, 1);
    making.made->scores = culture_scores_retain(scores);
    making.made->reference = reference ? culture_reference_retain(reference) : NULL;
    bool good = make_room(&making);
    if (good) {
        find_norms(&making);
        cul_lattice_prepare(&making.lattice);
    }
    for (int64_t row = 0; row < culture_scores_organisation_count(scores) && good; row++) {
        good = assess_organisation(&making, row);
    }
    if (good) {
        *assessment = making.made;
    } else {
        culture_assessment_free(making.made);
        status = cul_fail_memory(error);
    }
    free_room(&making);
    return status;
}

culture_assessment *culture_assessment_retain(culture_assessment *assessment)
{
    if (assessment) {
        atomic_fetch_add_explicit(&assessment->references, 1, memory_order_relaxed);
    }
    return assessment;
}

void culture_assessment_free(culture_assessment *assessment)
{
    if (!assessment || atomic_fetch_sub_explicit(&assessment->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    cul_table_free(&assessment->standing);
    cul_table_free(&assessment->profile);
    cul_table_free(&assessment->facts);
    cul_memory_free(assessment->verdicts);
    culture_reference_free(assessment->reference);
    culture_scores_free(assessment->scores);
    cul_memory_free(assessment);
}

culture_scores *culture_assessment_scores(const culture_assessment *assessment)
{
    return assessment->scores;
}

culture_reference *culture_assessment_reference(const culture_assessment *assessment)
{
    return assessment->reference;
}

/* The table a result is in; *result becomes its number there. */
static const struct cul_table *table_of(const culture_assessment *assessment, int32_t *result)
{
    if (*result >= CUL_FACTS_FIRST) {
        *result -= CUL_FACTS_FIRST;
        return &assessment->facts;
    }
    if (*result >= PROFILE_FIRST) {
        *result -= PROFILE_FIRST;
        return &assessment->profile;
    }
    return &assessment->standing;
}

culture_status culture_assessment_get(const culture_assessment *assessment, int32_t result,
                                      struct culture_matrix *matrix)
{
    if (!assessment || !matrix) {
        return CULTURE_ERROR_NOT_FOUND;
    }
    const struct cul_table *table = table_of(assessment, &result);
    return cul_table_matrix(table, result, matrix);
}

int32_t culture_assessment_reason(const culture_assessment *assessment, int32_t result, int64_t row, int64_t column)
{
    if (!assessment) {
        return CULTURE_REASON_NONE;
    }
    const struct cul_table *table = table_of(assessment, &result);
    return cul_table_reason(table, result, row, column);
}

static const culture_questionnaire *questionnaire_of(const culture_assessment *assessment)
{
    return culture_scores_questionnaire(assessment->scores);
}

static culture_status check_verdict(const culture_assessment *assessment, int64_t organisation,
                                    struct culture_error *error)
{
    if (!assessment) {
        return cul_fail_argument(error, "an assessment is needed");
    }
    if (organisation < 0 || organisation >= culture_scores_organisation_count(assessment->scores)) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such organisation");
    }
    if (!questionnaire_of(assessment)->criterion.given) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0},
                        "the questionnaire names no criterion (practised), so there is no verdict");
    }
    return CULTURE_OK;
}

culture_status culture_assessment_verdict(const culture_assessment *assessment, int64_t organisation,
                                          struct culture_verdict *verdict, struct culture_error *error)
{
    culture_status status = check_verdict(assessment, organisation, error);
    if (!status && !cul_struct_fill(verdict, &assessment->verdicts[organisation], sizeof *assessment->verdicts)) {
        status = cul_fail_argument(error, "struct_size is not set");
    }
    return status;
}

culture_status culture_assessment_missing(const culture_assessment *assessment, int64_t organisation, int32_t index,
                                          int32_t *factor, double *points, struct culture_error *error)
{
    culture_status status = check_verdict(assessment, organisation, error);
    if (status) {
        return status;
    }
    if (!factor || !points) {
        return cul_fail_argument(error, "room for the factor and the points is needed");
    }
    const culture_questionnaire *questionnaire = questionnaire_of(assessment);
    struct culture_matrix means;
    culture_scores_get(assessment->scores, CULTURE_SCORE_MEAN, &means);
    for (int32_t f = 0; f < questionnaire->factor_count; f++) {
        double mean = means.data[organisation * means.columns + f];
        if (mean < questionnaire->criterion.score && index-- == 0) {
            *factor = f;
            *points = questionnaire->criterion.score - mean;
            return CULTURE_OK;
        }
    }
    return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such factor");
}

const char *culture_assessment_probability_method(const culture_assessment *assessment)
{
    return questionnaire_of(assessment)->factor_count > CUL_COVARIANCE_FACTORS ? "diagonal" : "covariance";
}
