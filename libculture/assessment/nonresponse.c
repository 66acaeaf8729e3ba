/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/nonresponse.h"

#include "assessment/factors.h"
#include "assessment/state.h"
#include "base/error.h"
#include "base/memory.h"

#include <math.h>

double cul_nonresponse_needed(double mean, double respondents, double headcount, double threshold)
{
    double others = mean + (threshold - mean) * headcount / (headcount - respondents);
    return others >= 0 && others <= 100 ? others - mean : (double)NAN;
}

double cul_nonresponse_mean(double mean, double respondents, double headcount, double difference)
{
    double others = fmin(100, fmax(0, mean + difference));
    return mean + (others - mean) * (headcount - respondents) / headcount;
}

static int32_t verdict_with(const struct cul_factor *factors, const double *respondents, int32_t count,
                            double headcount, const struct culture_criterion *criterion, double difference,
                            struct cul_factor *room)
{
    for (int32_t f = 0; f < count; f++) {
        room[f] = factors[f];
        room[f].practice = cul_nonresponse_mean(factors[f].practice, respondents[f], headcount, difference);
    }
    return cul_judge(room, count, criterion).verdict;
}

/* A little beyond the point where a mean reaches a threshold: rounding must not decide, and below means below. */
static double beyond(double difference, int direction)
{
    return difference + direction * 1e-9;
}

/* The nearest difference, farther than from, at which a factor's mean crosses the score or the floor; NaN: none. */
static double next_crossing(const struct cul_factor *factors, const double *respondents, int32_t count,
                            double headcount, const struct culture_criterion *criterion, int direction, double from)
{
    const double thresholds[] = {criterion->score, criterion->floor};
    double nearest = (double)NAN;
    for (int32_t i = 0; i < 2 * count; i++) {
        int32_t f = i / 2;
        double needed = cul_nonresponse_needed(factors[f].practice, respondents[f], headcount, thresholds[i % 2]);
        if (direction * needed > from && !(direction * needed >= direction * nearest)) {
            nearest = needed;
        }
    }
    return nearest;
}

struct cul_turn cul_nonresponse_turn(const struct cul_factor *factors, const double *respondents, int32_t count,
                                     double headcount, const struct culture_criterion *criterion, int direction,
                                     struct cul_factor *room)
{
    int32_t now = cul_judge(factors, count, criterion).verdict;
    double at = 0;
    /* A mean that lies on a threshold is crossed downward at once. */
    double from = direction < 0 ? -1e-12 : 0;
    while (!isnan(at = next_crossing(factors, respondents, count, headcount, criterion, direction, from))) {
        int32_t then = verdict_with(factors, respondents, count, headcount, criterion, beyond(at, direction), room);
        if (then != now) {
            return (struct cul_turn){at, then};
        }
        from = direction * at;
    }
    return (struct cul_turn){(double)NAN, now};
}

static double value_of(const culture_scores *scores, int32_t result, int64_t row, int32_t column)
{
    struct culture_matrix matrix;
    culture_scores_get(scores, result, &matrix);
    return matrix.data[row * matrix.columns + column];
}

/* One side of a dimension's band; NaN: it has no end there, or no scores lead out of it. */
static double to_leave(const culture_scores *scores, int64_t row, int32_t d, const struct cul_norm *norm,
                       int64_t headcount, int direction)
{
    double mean = value_of(scores, CULTURE_SCORE_MEAN, row, d), n = value_of(scores, CULTURE_SCORE_RESPONDENTS, row, d);
    double edge = cul_band_edge(cul_band_of((mean - norm->mean) / norm->sd), direction);
    return cul_nonresponse_needed(mean, n, (double)headcount, norm->mean + edge * norm->sd);
}

void cul_place_nonresponse(struct cul_assessing *making, const struct cul_yardstick *yardstick, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    const culture_scores *scores = making->made->scores;
    struct cul_table *table = &making->made->nonresponse;
    culture_scores_organisation(scores, row, &organisation, NULL);
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        int32_t reason = cul_table_reason(&making->made->standing, CULTURE_STANDING_Z, row, d);
        reason = reason ? reason : organisation.headcount ? CULTURE_REASON_NONE : CULTURE_REASON_NO_HEADCOUNT;
        for (int32_t side = 0; side < CUL_NONRESPONSE_RESULTS; side++) {
            double needed = reason ? (double)NAN
                                   : to_leave(scores, row, d, &yardstick->measures[d].norm, organisation.headcount,
                                              side == 0 ? 1 : -1);
            if (isnan(needed)) {
                cul_table_deny(table, side, row, d, reason ? reason : CULTURE_REASON_OUT_OF_RANGE);
            } else {
                cul_table_set(table, side, row, d, needed);
            }
        }
    }
}

/* Why nothing can be told about an organisation's verdict; NONE when it can. */
static int32_t reason_of(const struct culture_organisation *organisation, const struct culture_verdict *verdict)
{
    return organisation->reason                          ? organisation->reason
           : organisation->headcount == 0                ? CULTURE_REASON_NO_HEADCOUNT
           : verdict->verdict == CULTURE_VERDICT_TOO_FEW ? CULTURE_REASON_TOO_FEW
                                                         : CULTURE_REASON_NONE;
}

static culture_status find_turns(const culture_scores *scores, int64_t row, int64_t people,
                                 struct culture_nonresponse *found, struct culture_error *error)
{
    const culture_questionnaire *questionnaire = culture_scores_questionnaire(scores);
    int32_t count = questionnaire->factor_count;
    double headcount = (double)people;
    struct cul_factor *factors = cul_memory_new((size_t)count, 2 * sizeof *factors);
    double *respondents = cul_memory_new((size_t)count, sizeof *respondents);
    culture_status status = factors && respondents ? CULTURE_OK : cul_fail_memory(error);
    if (!status) {
        cul_read_factors(scores, row, factors);
        for (int32_t f = 0; f < count; f++) {
            respondents[f] = value_of(scores, CULTURE_SCORE_RESPONDENTS, row, f);
            int64_t absent = people - (int64_t)respondents[f];
            found->absent_most = absent > found->absent_most ? absent : found->absent_most;
        }
        struct cul_turn up =
            cul_nonresponse_turn(factors, respondents, count, headcount, &questionnaire->criterion, 1, factors + count);
        struct cul_turn down = cul_nonresponse_turn(factors, respondents, count, headcount, &questionnaire->criterion,
                                                    -1, factors + count);
        found->up = up.difference, found->up_becomes = up.becomes;
        found->down = down.difference, found->down_becomes = down.becomes;
    }
    cul_memory_free(factors);
    cul_memory_free(respondents);
    return status;
}

culture_status culture_assessment_nonresponse(const culture_assessment *assessment, int64_t organisation,
                                              struct culture_nonresponse *nonresponse, struct culture_error *error)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    struct culture_organisation facts = {.struct_size = sizeof facts};
    culture_status status = culture_assessment_verdict(assessment, organisation, &verdict, error);
    if (!status) {
        status = culture_scores_organisation(assessment->scores, organisation, &facts, error);
    }
    if (status) {
        return status;
    }
    struct culture_nonresponse found = {.up = (double)NAN,
                                        .down = (double)NAN,
                                        .up_becomes = verdict.verdict,
                                        .down_becomes = verdict.verdict,
                                        .reason = reason_of(&facts, &verdict)};
    if (!found.reason) {
        found.absent = facts.headcount - facts.respondents;
        found.absent_most = found.absent;
        status = find_turns(assessment->scores, organisation, facts.headcount, &found, error);
    }
    if (status) {
        return status;
    }
    return cul_struct_fill(nonresponse, &found, sizeof found) ? CULTURE_OK
                                                              : cul_fail_argument(error, "struct_size is not set");
}
