/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an organisation lies against the reference: its standing on every dimension. */
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

/* How a mean was measured. */
struct measured {
    double mean, error, variance; /* error with the finite-population correction, variance (SD^2 / n) without */
    int32_t error_reason, variance_reason;
    bool rounded; /* for publication: few are scored on the dimension, and the error itself is not given */
};

static double score_at(const culture_scores *scores, int32_t result, int64_t row, int32_t d)
{
    struct culture_matrix matrix;
    culture_scores_get(scores, result, &matrix);
    return matrix.data[row * matrix.columns + d];
}

static struct measured measure(const culture_scores *scores, int64_t row, int32_t d)
{
    double sd = score_at(scores, CULTURE_SCORE_SD, row, d);
    struct measured measured = {.mean = score_at(scores, CULTURE_SCORE_MEAN, row, d),
                                .error = cul_scores_standard_error(scores, row, d),
                                .variance = sd * sd / score_at(scores, CULTURE_SCORE_RESPONDENTS, row, d),
                                .rounded = culture_scores_reason(scores, CULTURE_SCORE_STANDARD_ERROR, row, d) ==
                                           CULTURE_REASON_SUPPRESSED};
    if (isnan(measured.error)) {
        measured.error_reason = culture_scores_reason(scores, CULTURE_SCORE_STANDARD_ERROR, row, d);
    }
    if (isnan(measured.variance)) {
        measured.variance_reason = culture_scores_reason(scores, CULTURE_SCORE_SD, row, d);
    }
    return measured;
}

/* Sharper limits of a rounded group would give its SD away: outward to multiples of 5, as shares are rounded. */
static void set_wide(struct cul_assessing *making, int64_t row, int32_t d, const struct measured *measured,
                     const struct cul_measure *against, const struct cul_noncentral_t *distribution)
{
    static const int32_t low = CULTURE_STANDING_PERCENTILE_WIDE_LOW, high = CULTURE_STANDING_PERCENTILE_WIDE_HIGH;
    struct cul_table *table = &making->made->standing;
    if (measured->error_reason) {
        cul_table_deny(table, low, row, d, measured->error_reason);
        cul_table_deny(table, high, row, d, measured->error_reason);
        return;
    }
    double s = against->norm.sd, z = (measured->mean - against->norm.mean) / s;
    struct cul_interval limits = cul_crawford_garthwaite_wide(distribution, z, measured->error / s, making->confidence);
    double from = 100 * cul_normal_cdf(limits.low), to = 100 * cul_normal_cdf(limits.high);
    set(making, low, row, d, measured->rounded ? 5 * floor(from / 5) : from);
    set(making, high, row, d, measured->rounded ? 5 * ceil(to / 5) : to);
}

static void set_percentile(struct cul_assessing *making, int32_t first, int64_t row, int32_t d,
                           struct cul_percentile found)
{
    const double values[] = {found.value, found.low, found.high};
    for (int32_t i = 0; i < 3; i++) {
        if (found.reason) {
            cul_table_deny(&making->made->standing, first + i, row, d, found.reason);
        } else {
            set(making, first + i, row, d, values[i]);
        }
    }
}

static void set_true(struct cul_assessing *making, int64_t row, int32_t d, const struct measured *measured,
                     const struct cul_measure *against, const struct cul_noncentral_t *distribution)
{
    struct cul_percentile found = {.reason = measured->variance_reason}, wide = found;
    if (!found.reason) {
        found = cul_percentile_true(measured->mean, measured->variance, &against->norm, &against->truth,
                                    making->confidence);
        wide = cul_percentile_true_wide(measured->mean, measured->variance, &against->norm, &against->truth,
                                        distribution, making->confidence);
    }
    set_percentile(making, CULTURE_STANDING_PERCENTILE_TRUE, row, d, found);
    if (wide.reason) {
        cul_table_deny(&making->made->standing, CULTURE_STANDING_PERCENTILE_TRUE_WIDE_LOW, row, d, wide.reason);
        cul_table_deny(&making->made->standing, CULTURE_STANDING_PERCENTILE_TRUE_WIDE_HIGH, row, d, wide.reason);
        return;
    }
    set(making, CULTURE_STANDING_PERCENTILE_TRUE_WIDE_LOW, row, d, wide.low);
    set(making, CULTURE_STANDING_PERCENTILE_TRUE_WIDE_HIGH, row, d, wide.high);
}

/* Real organisations are not drawn to made-up ones. */
static void set_shrunk(struct cul_assessing *making, int64_t row, int32_t d, const struct measured *measured,
                       const struct cul_measure *against)
{
    struct cul_table *table = &making->made->standing;
    struct cul_shrunk shrunk = cul_shrink(measured->mean, measured->variance, &against->truth);
    int32_t reason = culture_reference_kind(making->made->reference) == CULTURE_REFERENCE_SIMULATED
                         ? CULTURE_REASON_SIMULATED_REFERENCE
                     : isnan(against->truth.variance) ? CULTURE_REASON_NOT_IN_REFERENCE
                     : measured->variance_reason      ? measured->variance_reason
                     : isfinite(shrunk.score)         ? CULTURE_REASON_NONE
                                                      : CULTURE_REASON_ZERO_VARIANCE;
    if (reason) {
        cul_table_deny(table, CULTURE_STANDING_EB, row, d, reason);
        cul_table_deny(table, CULTURE_STANDING_EB_RELIABILITY, row, d, reason);
        return;
    }
    set(making, CULTURE_STANDING_EB, row, d, shrunk.score);
    set(making, CULTURE_STANDING_EB_RELIABILITY, row, d, shrunk.reliability);
}

/* The standing on one dimension. */
static void stand(struct cul_assessing *making, struct cul_yardstick *yardstick, int64_t row, int32_t d, bool member)
{
    const culture_scores *scores = making->made->scores;
    const struct cul_measure *against = &yardstick->measures[d];
    int32_t hidden = culture_scores_reason(scores, CULTURE_SCORE_MEAN, row, d);
    if (hidden || !against->known) {
        int32_t unknown = yardstick->reference ? CULTURE_REASON_NOT_IN_REFERENCE : CULTURE_REASON_NOT_ASKED;
        deny_all(making, row, d, hidden ? hidden : unknown);
        return;
    }
    const struct cul_noncentral_t *distribution = cul_yardstick_distribution(yardstick, &against->norm);
    struct measured measured = measure(scores, row, d);
    struct cul_standing standing = cul_standing_of(measured.mean, &against->norm, distribution, making->confidence);
    if (standing.reason) {
        deny_all(making, row, d, standing.reason);
        return;
    }
    set_standing(making, row, d, &standing, &against->norm, member);
    set_wide(making, row, d, &measured, against, distribution);
    set_true(making, row, d, &measured, against, distribution);
    set_shrunk(making, row, d, &measured, against);
    set_percentile(making, CULTURE_STANDING_RANK_PERCENTILE, row, d,
                   cul_percentile_rank(&standing, against->norm.organisations, making->confidence, making->remembered));
}

/* Other dimensions than factors are not part of the question. */
void cul_place_family(struct cul_assessing *making, const struct cul_family *family, int64_t row)
{
    struct cul_table *table = &making->made->standing;
    int32_t factors = making->questionnaire->factor_count;
    const int32_t results[] = {family->holm, family->differs, family->bh < 0 ? family->holm : family->bh};
    for (int32_t f = 0; f < factors; f++) {
        making->p[f] = cul_table_value(table, family->p, row, f);
    }
    cul_holm(making->p, making->adjusted, factors);
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        int32_t reason = cul_table_reason(table, family->p, row, d);
        if (reason || d >= factors) {
            for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
                cul_table_deny(table, results[i], row, d, reason ? reason : CULTURE_REASON_NOT_ASKED);
            }
            continue;
        }
        double sign = cul_table_value(table, family->sign, row, d);
        set(making, family->holm, row, d, making->adjusted[d]);
        set(making, family->differs, row, d, making->adjusted[d] < 0.05 ? (sign < 0 ? -1 : 1) : 0);
    }
    cul_benjamini_hochberg(making->p, making->adjusted, factors);
    for (int32_t f = 0; f < factors && family->bh >= 0; f++) {
        if (!isnan(making->adjusted[f])) {
            set(making, family->bh, row, f, making->adjusted[f]);
        }
    }
}

void cul_place(struct cul_assessing *making, int64_t row, int64_t member)
{
    static const struct cul_family family = {CULTURE_STANDING_P, CULTURE_STANDING_P_HOLM, CULTURE_STANDING_P_BH,
                                             CULTURE_STANDING_DIFFERS, CULTURE_STANDING_Z};
    struct cul_yardstick *yardstick = member >= 0 ? &making->others : &making->all;
    if (member >= 0) {
        cul_yardstick_read(yardstick, member);
    }
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        stand(making, yardstick, row, d, member >= 0);
    }
    cul_place_family(making, &family, row);
    cul_place_own(making, yardstick, row);
    cul_place_profile(making, yardstick, row);
    cul_place_nonresponse(making, yardstick, row);
}
