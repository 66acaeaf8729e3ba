/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/verdict.h"

#include <math.h>

int32_t cul_majority(int32_t count)
{
    return (5 * count + 8) / 9;
}

/* How many factors are, and how many could be, of some sort. */
struct range {
    int32_t low, high;
};

static void widen(struct range *range, bool surely, bool maybe)
{
    range->low += surely;
    range->high += surely || maybe;
}

struct counts {
    struct range concrete;  /* practice reaches the score */
    struct range ambitious; /* ambition reaches it while practice does not */
    struct range below_floor;
    int32_t measured;
};

static struct counts count_factors(const struct cul_factor *factors, int32_t count,
                                   const struct culture_criterion *criterion)
{
    struct counts counts = {0};
    for (int32_t i = 0; i < count; i++) {
        bool hidden = isnan(factors[i].practice), wish_hidden = factors[i].ambition_asked && isnan(factors[i].ambition);
        bool concrete = factors[i].practice >= criterion->score, wish = factors[i].ambition >= criterion->score;
        counts.measured += !hidden;
        widen(&counts.concrete, concrete, hidden);
        widen(&counts.below_floor, factors[i].practice < criterion->floor, hidden);
        widen(&counts.ambitious, !hidden && !concrete && wish, (hidden || !concrete) && (wish || wish_hidden));
    }
    return counts;
}

/* 1 when surely at least, 0 when surely not, -1 when it depends on what is hidden. */
static int32_t at_least(struct range range, int32_t wanted)
{
    return range.low >= wanted ? 1 : range.high >= wanted ? -1 : 0;
}

static int32_t both(int32_t a, int32_t b)
{
    return a == 0 || b == 0 ? 0 : a == 1 && b == 1 ? 1 : -1;
}

/*
 * The first rule that surely holds decides; one that only might hold means that hidden scores could change the answer.
 * That can call TOO_FEW where the hidden scores of two rules exclude each other, never the other way round.
 */
static int32_t decide(int32_t practised, int32_t partly, int32_t ambition_only)
{
    const int32_t rules[] = {practised, partly, ambition_only};
    for (int32_t i = 0; i < 3; i++) {
        if (rules[i]) {
            return rules[i] == 1 ? CULTURE_VERDICT_PRACTISED + i : CULTURE_VERDICT_TOO_FEW;
        }
    }
    return CULTURE_VERDICT_NOT_PRACTISED;
}

struct cul_judgement cul_judge(const struct cul_factor *factors, int32_t count,
                               const struct culture_criterion *criterion)
{
    struct counts counts = count_factors(factors, count, criterion);
    int32_t concrete = at_least(counts.concrete, criterion->factors);
    int32_t incoherent = at_least(counts.below_floor, 1);
    int32_t coherent = incoherent < 0 ? -1 : !incoherent;
    int32_t verdict = decide(both(concrete, coherent), at_least(counts.concrete, cul_majority(count)),
                             at_least(counts.ambitious, cul_majority(count)));
    return (struct cul_judgement){verdict, concrete, coherent, counts.concrete.low, counts.measured};
}

int32_t cul_evidence_of(double probability)
{
    if (isnan(probability)) {
        return -1;
    }
    return probability >= 0.9   ? CULTURE_EVIDENCE_CLEAR
           : probability >= 0.5 ? CULTURE_EVIDENCE_LIKELY
           : probability >= 0.1 ? CULTURE_EVIDENCE_UNCERTAIN
                                : CULTURE_EVIDENCE_UNLIKELY;
}
