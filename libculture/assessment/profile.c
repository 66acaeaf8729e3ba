/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile of the factors: its level and scatter, and how unusual it is as a whole. */
#include "assessment/state.h"
#include "numeric/mahalanobis.h"
#include "numeric/noncentral_f.h"

#include <math.h>

enum { FEWEST_PEERS = 20 }; /* below, covariances of nine factors say little */

static void set(struct cul_assessing *making, int32_t result, int64_t row, double value)
{
    cul_table_set(&making->made->profile, result - CUL_PROFILE_FIRST, row, 0, value);
}

static void deny(struct cul_assessing *making, int32_t first, int64_t row, int32_t reason)
{
    for (int32_t result = first; result <= CULTURE_PROFILE_UNUSUAL_HIGH; result++) {
        cul_table_deny(&making->made->profile, result - CUL_PROFILE_FIRST, row, 0, reason);
    }
}

/* Level and scatter of the factors' z (Cronbach & Gleser 1953). */
static void place_level(struct cul_assessing *making, int64_t row)
{
    const struct cul_table *standing = &making->made->standing;
    int32_t factors = making->questionnaire->factor_count;
    double sum = 0, squares = 0;
    for (int32_t f = 0; f < factors; f++) {
        sum += cul_table_value(standing, CULTURE_STANDING_Z, row, f);
    }
    double level = sum / factors;
    for (int32_t f = 0; f < factors; f++) {
        double off = cul_table_value(standing, CULTURE_STANDING_Z, row, f) - level;
        squares += off * off;
    }
    set(making, CULTURE_PROFILE_LEVEL, row, level);
    if (factors < 2) {
        cul_table_deny(&making->made->profile, CULTURE_PROFILE_SCATTER - CUL_PROFILE_FIRST, row, 0,
                       CULTURE_REASON_TOO_FEW);
    } else {
        set(making, CULTURE_PROFILE_SCATTER, row, sqrt(squares / (factors - 1)));
    }
}

/* Percent of organisations more extreme, from a noncentrality that P(F <= f) = p stands for. */
static double more_extreme(double f, double factors, double organisations, double p)
{
    double ncp = cul_noncentral_f_ncp(f, factors, organisations - factors, p);
    return 100 * cul_chi2_upper(ncp / organisations, factors);
}

static void set_distance(struct cul_assessing *making, int64_t row, double distance, double p, double r)
{
    double f = r / (r + 1) * distance * (r - p) / (p * (r - 1)), tail = (1 - making->confidence) / 2;
    double fixed = r * (r - p) / ((r - 1) * p) * distance; /* x as it is: only the yardstick is a sample */
    const double values[] = {distance,
                             f,
                             cul_f_upper(f, p, r - p),
                             p,
                             r - p,
                             more_extreme(fixed, p, r, 0.5),
                             more_extreme(fixed, p, r, tail),
                             more_extreme(fixed, p, r, 1 - tail)};
    for (int32_t i = 0; i < (int32_t)(sizeof values / sizeof *values); i++) {
        if (isnan(values[i])) {
            cul_table_deny(&making->made->profile, CULTURE_PROFILE_MAHALANOBIS + i - CUL_PROFILE_FIRST, row, 0,
                           CULTURE_REASON_NOT_CONVERGED);
        } else {
            set(making, CULTURE_PROFILE_MAHALANOBIS + i, row, values[i]);
        }
    }
}

static void place_distance(struct cul_assessing *making, const struct cul_yardstick *yardstick, int64_t row)
{
    int32_t factors = making->questionnaire->factor_count;
    int64_t organisations = yardstick->organisations;
    bool few_peers = *culture_reference_peers_of(making->made->reference) && organisations < FEWEST_PEERS;
    int32_t reason = !organisations                              ? CULTURE_REASON_NOT_IN_REFERENCE
                     : organisations <= factors + 1 || few_peers ? CULTURE_REASON_TOO_FEW
                     : !(yardstick->condition >= 1e-10)          ? CULTURE_REASON_SINGULAR
                                                                 : CULTURE_REASON_NONE;
    if (reason) {
        deny(making, CULTURE_PROFILE_MAHALANOBIS, row, reason);
        return;
    }
    struct culture_matrix means;
    culture_scores_get(making->made->scores, CULTURE_SCORE_MEAN, &means);
    for (int32_t f = 0; f < factors; f++) {
        making->values[f] = means.data[row * means.columns + f] - yardstick->means[f];
    }
    double distance = cul_mahalanobis(yardstick->covariance, factors, making->values, making->value_room);
    set_distance(making, row, distance, factors, (double)organisations);
}

/* Everything here needs all factors. */
void cul_place_profile(struct cul_assessing *making, const struct cul_yardstick *yardstick, int64_t row)
{
    int32_t factors = making->questionnaire->factor_count, reason = factors ? 0 : CULTURE_REASON_NOT_ASKED;
    for (int32_t f = 0; f < factors && !reason; f++) {
        reason = cul_table_reason(&making->made->standing, CULTURE_STANDING_Z, row, f);
    }
    if (reason) {
        deny(making, CUL_PROFILE_FIRST, row, reason);
        return;
    }
    place_level(making, row);
    place_distance(making, yardstick, row);
}
