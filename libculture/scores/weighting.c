/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/weighting.h"

#include "culture/status.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 10000 };

/* Adds up something of the strata per category of a margin. */
enum of_stratum { RESPONDENTS, PEOPLE, RESIDUALS };

static double take(const struct cul_stratum *stratum, enum of_stratum what)
{
    return what == RESPONDENTS ? stratum->n
           : what == PEOPLE    ? stratum->n * stratum->weight
                               : stratum->n * (stratum->mean - stratum->fit);
}

static void add_up(const struct cul_stratum *strata, int64_t count, const struct cul_margin *margin, int32_t at,
                   enum of_stratum what)
{
    memset(margin->room, 0, (size_t)margin->categories * sizeof *margin->room);
    for (int64_t i = 0; i < count; i++) {
        margin->room[strata[i].categories[at]] += take(&strata[i], what);
    }
}

static double total_of(const struct cul_margin *margin)
{
    double total = 0;
    for (int32_t i = 0; i < margin->categories; i++) {
        total += margin->totals[i];
    }
    return total;
}

/* Whether every category with people has respondents, no more of them than people, and all margins the same total. */
static int32_t check(const struct cul_stratum *strata, int64_t count, const struct cul_margin *margins,
                     int32_t margin_count)
{
    for (int32_t m = 0; m < margin_count; m++) {
        add_up(strata, count, &margins[m], m, RESPONDENTS);
        for (int32_t i = 0; i < margins[m].categories; i++) {
            if (margins[m].room[i] > margins[m].totals[i]) {
                return CULTURE_REASON_OUT_OF_RANGE;
            }
            if (margins[m].room[i] <= 0 && margins[m].totals[i] > 0) {
                return CULTURE_REASON_TOO_FEW;
            }
        }
        if (fabs(total_of(&margins[m]) - total_of(&margins[0])) > 0.5) {
            return CULTURE_REASON_OUT_OF_RANGE;
        }
    }
    return CULTURE_REASON_NONE;
}

/* Fits the weights to one margin; how far they were off. */
static double fit_margin(struct cul_stratum *strata, int64_t count, const struct cul_margin *margin, int32_t at)
{
    double off = 0;
    add_up(strata, count, margin, at, PEOPLE);
    for (int64_t i = 0; i < count; i++) {
        int32_t category = strata[i].categories[at];
        double factor = margin->totals[category] / margin->room[category];
        strata[i].weight *= factor;
        off = fmax(off, fabs(factor - 1));
    }
    return off;
}

static bool find_weights(struct cul_stratum *strata, int64_t count, const struct cul_margin *margins,
                         int32_t margin_count)
{
    for (int64_t i = 0; i < count; i++) {
        strata[i].weight = 1;
    }
    for (int round = 0; round < ROUNDS; round++) {
        double off = 0;
        for (int32_t m = 0; m < margin_count; m++) {
            off = fmax(off, fit_margin(strata, count, &margins[m], m));
        }
        if (off < 1e-12 || margin_count == 1) {
            return true;
        }
    }
    return false;
}

/* One round of fitting the means by effects of a margin's categories; how much the fit moved. */
static double fit_effects(struct cul_stratum *strata, int64_t count, const struct cul_margin *margin, int32_t at,
                          const double *sizes)
{
    double moved = 0;
    add_up(strata, count, margin, at, RESIDUALS);
    for (int64_t i = 0; i < count; i++) {
        int32_t category = strata[i].categories[at];
        double effect = margin->room[category] / sizes[category];
        strata[i].fit += effect;
        moved = fmax(moved, fabs(effect));
    }
    return moved;
}

/* Least squares on the margins, by fitting one after the other; sizes are found anew each time to need no more room. */
static bool fit_means(struct cul_stratum *strata, int64_t count, const struct cul_margin *margins, int32_t margin_count,
                      double *sizes)
{
    for (int64_t i = 0; i < count; i++) {
        strata[i].fit = 0;
    }
    for (int round = 0; round < ROUNDS; round++) {
        double moved = 0;
        for (int32_t m = 0; m < margin_count; m++) {
            add_up(strata, count, &margins[m], m, RESPONDENTS);
            memcpy(sizes, margins[m].room, (size_t)margins[m].categories * sizeof *sizes);
            moved = fmax(moved, fit_effects(strata, count, &margins[m], m, sizes));
        }
        if (moved < 1e-13 || margin_count == 1) {
            return true;
        }
    }
    return false;
}

static double variance_of(const struct cul_stratum *strata, int64_t count, double n, double people)
{
    double squares = 0, sum = 0;
    for (int64_t i = 0; i < count; i++) {
        const struct cul_stratum *at = &strata[i];
        double off = at->mean - at->fit, within = at->n > 1 ? (at->n - 1) * at->variance : 0;
        squares += at->weight * at->weight * (within + at->n * off * off);
        sum += at->weight * at->n * off;
    }
    return n / (n - 1) * fmax(0, squares - sum * sum / n) / (people * people);
}

struct cul_weighted cul_weigh(struct cul_stratum *strata, int64_t count, const struct cul_margin *margins,
                              int32_t margin_count, double *sizes, bool finite)
{
    struct cul_weighted result = {.reason = check(strata, count, margins, margin_count)};
    double people = total_of(&margins[0]), sum = 0, squares = 0, largest = 0;
    for (int64_t i = 0; i < count; i++) {
        result.n += strata[i].n;
    }
    if (!result.reason && result.n < 2) {
        result.reason = CULTURE_REASON_TOO_FEW;
    }
    if (result.reason) {
        return result;
    }
    if (!find_weights(strata, count, margins, margin_count) ||
        !fit_means(strata, count, margins, margin_count, sizes)) {
        result.reason = CULTURE_REASON_NOT_CONVERGED;
        return result;
    }
    for (int64_t i = 0; i < count; i++) {
        sum += strata[i].weight * strata[i].n * strata[i].mean;
        squares += strata[i].weight * strata[i].weight * strata[i].n;
        largest = fmax(largest, strata[i].weight);
    }
    result.mean = sum / people;
    result.effective = people * people / squares;
    result.ratio = largest * result.n / people;
    double left = finite ? 1 - result.n / people : 1;
    result.standard_error = sqrt(left * variance_of(strata, count, result.n, people));
    return result;
}
