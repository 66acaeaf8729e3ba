/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an organisation lies against the reference: its standing on every dimension, and the profile of its factors. */
#include "assessment/state.h"
#include "numeric/multiple.h"

#include <math.h>

static void set(struct cul_assessing *making, int32_t result, int64_t row, int32_t dimension, double value)
{
    cul_table_set(&making->made->standing, result, row, dimension, value);
}

static void deny_all(struct cul_assessing *making, int64_t row, int32_t dimension, int32_t reason)
{
    for (int32_t result = 0; result < CUL_STANDING_RESULTS; result++) {
        cul_table_deny(&making->made->standing, result, row, dimension, reason);
    }
}

static void set_or_deny(struct cul_assessing *making, int32_t result, int64_t row, int32_t dimension, double value,
                        bool known)
{
    if (known) {
        set(making, result, row, dimension, value);
    } else {
        cul_table_deny(&making->made->standing, result, row, dimension, CULTURE_REASON_NOT_IN_REFERENCE);
    }
}

static void set_standing(struct cul_assessing *making, int64_t row, int32_t d, const struct cul_standing *standing,
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
static void stand(struct cul_assessing *making, int64_t row, int32_t d, int64_t member)
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
static void adjust(struct cul_assessing *making, int64_t row)
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
static void profile(struct cul_assessing *making, int64_t row)
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

void cul_place(struct cul_assessing *making, int64_t row, int64_t member)
{
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        stand(making, row, d, member);
    }
    adjust(making, row);
    profile(making, row);
}
