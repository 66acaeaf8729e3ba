/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assessing scores: standing, profile, facts and verdict of every organisation. */
#include "answers/register.h"
#include "assessment/factors.h"
#include "assessment/state.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/work.h"

#include <math.h>
#include <string.h>

/* FNV-1a over the questionnaire's fingerprint and the organisation's key. */
static uint64_t seed_of(const struct cul_assessing *making, int64_t row)
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

static struct cul_probability chance(struct cul_assessing *making, int64_t row)
{
    const struct culture_criterion *criterion = &making->questionnaire->criterion;
    int32_t count = making->questionnaire->factor_count;
    for (int32_t f = 0; f < count; f++) {
        if (isnan(making->factors[f].practice) || isnan(making->factors[f].standard_error)) {
            return (struct cul_probability){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
        }
    }
    if (count > CUL_COVARIANCE_FACTORS) {
        return cul_probability_exact(cul_probability_diagonal(making->factors, count, criterion, making->chance_room));
    }
    return cul_probability(making->factors, count, cul_scores_covariances(making->made->scores, row), criterion,
                           making->lattice, seed_of(making, row), making->chance_room);
}

/*
 * For publication, where an error is not given: a chance with all its digits would narrow it down, with one factor to
 * the last of them. It stays between none and sure.
 */
static struct cul_probability round_chance(const struct cul_assessing *making, int64_t row,
                                           struct cul_probability exact)
{
    bool rounded = false;
    for (int32_t f = 0; f < making->questionnaire->factor_count && !rounded; f++) {
        rounded = culture_scores_reason(making->made->scores, CULTURE_SCORE_STANDARD_ERROR, row, f) ==
                  CULTURE_REASON_SUPPRESSED;
    }
    if (rounded && !isnan(exact.value)) {
        exact.value = fmin(0.995, fmax(0.005, cul_number_round(exact.value, 100)));
        exact.error = ceil(exact.error * 1000) / 1000;
        exact.low = floor(100 * fmin(exact.low, exact.value)) / 100;
        exact.high = ceil(100 * fmax(exact.high, exact.value)) / 100;
    }
    return exact;
}

static void judge(struct cul_assessing *making, int64_t row)
{
    const struct culture_criterion *criterion = &making->questionnaire->criterion;
    int32_t count = making->questionnaire->factor_count;
    cul_read_factors(making->made->scores, row, making->factors);
    struct cul_judgement judgement = cul_judge(making->factors, count, criterion);
    struct cul_probability probability = round_chance(making, row, chance(making, row));
    int32_t missing = 0;
    for (int32_t f = 0; f < count; f++) {
        missing += making->factors[f].practice < criterion->score;
    }
    making->made->verdicts[row] = (struct culture_verdict){.verdict = judgement.verdict,
                                                           .evidence = cul_evidence_of(probability.value),
                                                           .probability = probability.value,
                                                           .probability_error = probability.error,
                                                           .probability_low = probability.low,
                                                           .probability_high = probability.high,
                                                           .concrete = judgement.concrete,
                                                           .coherent = judgement.coherent,
                                                           .concrete_factors = judgement.concrete_factors,
                                                           .measured_factors = judgement.measured_factors,
                                                           .missing_count = missing};
}

static void read_facts(struct cul_assessing *making, int64_t row)
{
    const culture_register *reg = cul_scores_register(making->made->scores);
    const char *key = cul_scores_key(making->made->scores, row);
    struct culture_register_entry entry = {.struct_size = sizeof entry};
    int64_t index = reg ? cul_register_find_key(reg, key, strlen(key)) : -1;
    bool known = index >= 0 && culture_register_entry(reg, index, &entry, NULL) == CULTURE_OK;
    cul_facts_fill(&making->made->facts, row, known ? &entry : NULL);
}

static bool assess_organisation(struct cul_assessing *making, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(making->made->scores, row, &organisation, NULL);
    int64_t member = -1;
    if (making->made->reference && !cul_reference_find(making->made->reference, organisation.name, &member)) {
        return false; /* unknown whether it is a member: a guess would compare it with itself */
    }
    cul_place(making, row, member);
    read_facts(making, row);
    if (making->questionnaire->criterion.given) {
        judge(making, row);
    }
    return true;
}

static bool make_tables(culture_assessment *made, const culture_questionnaire *questionnaire)
{
    int64_t rows = culture_scores_organisation_count(made->scores), dimensions = questionnaire->dimension_count;
    made->verdicts = cul_memory_new((size_t)rows, sizeof *made->verdicts);
    return made->verdicts && cul_table_new(&made->standing, CUL_STANDING_RESULTS, NULL, 0, rows, dimensions) &&
           cul_table_new(&made->profile, CUL_PROFILE_RESULTS, NULL, 0, rows, 1) &&
           cul_table_new(&made->nonresponse, CUL_NONRESPONSE_RESULTS, NULL, 0, rows, dimensions) &&
           cul_table_new(&made->facts, CUL_FACTS, NULL, 0, rows, 1);
}

static bool make_room(struct cul_assessing *making)
{
    size_t factors = (size_t)making->questionnaire->factor_count;
    making->p = cul_memory_new(factors, sizeof *making->p);
    making->adjusted = cul_memory_new(factors, sizeof *making->adjusted);
    making->values = cul_memory_new(factors, sizeof *making->values);
    making->value_room = cul_memory_new(factors, sizeof *making->value_room);
    making->factors = cul_memory_new(factors, sizeof *making->factors);
    making->chance_room = cul_memory_new(cul_probability_room((int32_t)factors), sizeof *making->chance_room);
    making->remembered = cul_remembered_new();
    bool all = cul_yardstick_new(&making->all, making->made->reference, making->questionnaire);
    bool others = cul_yardstick_new(&making->others, making->made->reference, making->questionnaire);
    return all && others && making->p && making->adjusted && making->values && making->value_room && making->factors &&
           making->chance_room && making->remembered;
}

static void free_room(struct cul_assessing *making)
{
    cul_yardstick_free(&making->all);
    cul_yardstick_free(&making->others);
    cul_memory_free(making->p);
    cul_memory_free(making->adjusted);
    cul_memory_free(making->values);
    cul_memory_free(making->value_room);
    cul_memory_free(making->factors);
    cul_memory_free(making->chance_room);
    cul_remembered_free(making->remembered);
}

static void assess_run(void *context, size_t worker, int64_t first, int64_t end)
{
    struct cul_assessing *making = (struct cul_assessing *)context + worker;
    if (!making->started) {
        cul_yardstick_read(&making->all, -1);
        making->started = true;
    }
    for (int64_t row = first; row < end && !making->failed; row++) {
        making->failed = !assess_organisation(making, row);
    }
}

/* False: no memory. */
static bool assess_all(const struct cul_assessing *making, int32_t threads)
{
    int64_t rows = culture_scores_organisation_count(making->made->scores);
    size_t workers = cul_workers(threads, rows);
    int32_t factors = making->questionnaire->factor_count;
    struct cul_lattice *lattice = cul_memory_new(1, sizeof *lattice);
    struct cul_assessing *desks = cul_memory_new(workers, sizeof *desks);
    bool good = desks && lattice;
    for (size_t i = 0; i < workers && good; i++) {
        desks[i] = *making;
        desks[i].lattice = lattice;
        good = make_room(&desks[i]);
    }
    if (good) {
        cul_lattice_prepare(lattice, factors <= CUL_COVARIANCE_FACTORS ? factors : 0);
        cul_work(workers, rows, assess_run, desks);
    }
    for (size_t i = 0; desks && i < workers; i++) {
        good = good && !desks[i].failed;
        free_room(&desks[i]);
    }
    cul_memory_free(desks);
    cul_memory_free(lattice);
    return good;
}

static culture_status check(const culture_scores *scores, const culture_reference *reference, double confidence,
                            int32_t threads, struct culture_error *error)
{
    if (threads < 0) {
        return cul_fail_argument(error, "there cannot be fewer than no threads");
    }
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
    struct cul_assessing making = {.confidence = known.confidence != 0 ? known.confidence : 0.95,
                                   .questionnaire = culture_scores_questionnaire(scores)};
    culture_status status = check(scores, reference, making.confidence, known.threads, error);
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
    bool good = make_tables(making.made, making.questionnaire) && assess_all(&making, known.threads);
    if (good) {
        *assessment = making.made;
    } else {
        culture_assessment_free(making.made);
        status = cul_fail_memory(error);
    }
    return status;
}
