/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each factor against the organisation's own level: the factor less the mean of all factors. */
#include "assessment/state.h"

#include <math.h>

enum { OWN_FIRST = CULTURE_STANDING_OWN_DIFFERENCE, OWN_LAST = CULTURE_STANDING_OWN_PERCENTILE_HIGH };

static void deny(struct cul_assessing *making, int64_t row, int32_t d, int32_t reason)
{
    for (int32_t result = OWN_FIRST; result <= OWN_LAST; result++) {
        cul_table_deny(&making->made->standing, result, row, d, reason);
    }
}

/* The mean of the factors; a reason when one of them is hidden, or when there is nothing to compare. */
static int32_t own_level(const struct cul_assessing *making, int64_t row, double *level)
{
    const culture_scores *scores = making->made->scores;
    int32_t factors = making->questionnaire->factor_count;
    struct culture_matrix means;
    double sum = 0;
    culture_scores_get(scores, CULTURE_SCORE_MEAN, &means);
    for (int32_t f = 0; f < factors; f++) {
        int32_t reason = culture_scores_reason(scores, CULTURE_SCORE_MEAN, row, f);
        if (reason) {
            return reason;
        }
        sum += means.data[row * means.columns + f];
    }
    *level = sum / factors;
    return factors < 2 ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_NONE;
}

static void hold(struct cul_assessing *making, struct cul_yardstick *yardstick, int64_t row, int32_t f, double contrast)
{
    struct cul_table *table = &making->made->standing;
    const struct cul_norm *norm = &yardstick->contrasts[f].norm;
    struct cul_standing standing =
        cul_standing_of(contrast, norm, cul_yardstick_distribution(yardstick, norm), making->confidence);
    if (standing.reason) {
        deny(making, row, f, standing.reason);
        return;
    }
    const struct {
        int32_t result;
        double value;
    } values[] = {{CULTURE_STANDING_OWN_DIFFERENCE, contrast - norm->mean},
                  {CULTURE_STANDING_OWN_T, standing.t},
                  {CULTURE_STANDING_OWN_P, standing.p},
                  {CULTURE_STANDING_OWN_PERCENTILE, standing.percentile},
                  {CULTURE_STANDING_OWN_PERCENTILE_LOW, standing.percentile_low},
                  {CULTURE_STANDING_OWN_PERCENTILE_HIGH, standing.percentile_high}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        cul_table_set(table, values[i].result, row, f, values[i].value);
    }
}

void cul_place_own(struct cul_assessing *making, struct cul_yardstick *yardstick, int64_t row)
{
    static const struct cul_family family = {CULTURE_STANDING_OWN_P, CULTURE_STANDING_OWN_P_HOLM, -1,
                                             CULTURE_STANDING_OWN_DIFFERS, CULTURE_STANDING_OWN_T};
    struct culture_matrix means;
    double level = 0;
    int32_t reason = own_level(making, row, &level);
    culture_scores_get(making->made->scores, CULTURE_SCORE_MEAN, &means);
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        int32_t hidden = culture_scores_reason(making->made->scores, CULTURE_SCORE_MEAN, row, d);
        if (d >= making->questionnaire->factor_count) {
            deny(making, row, d, hidden ? hidden : CULTURE_REASON_NOT_ASKED);
        } else if (reason || !yardstick->contrasts[d].known) {
            deny(making, row, d, reason ? reason : CULTURE_REASON_NOT_IN_REFERENCE);
        } else {
            hold(making, yardstick, row, d, means.data[row * means.columns + d] - level);
        }
    }
    cul_place_family(making, &family, row);
}
