/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/components.h"

#include "base/memory.h"
#include "base/number.h"
#include "scores/statistics.h"

#include <math.h>
#include <stdlib.h>

/* Below this a sum of squares is rounding: scores that differ do so by 1e-4 or more. */
static const double nothing = 1e-12;

struct sums {
    double n, squared_sizes, between, within;
};

static struct sums add_up(const struct cul_sample *groups, int64_t count)
{
    struct sums sums = {0};
    double total = 0;
    for (int64_t i = 0; i < count; i++) {
        double n = (double)groups[i].n;
        sums.n += n;
        sums.squared_sizes += n * n;
        sums.within += groups[i].squares;
        total += n * groups[i].mean;
    }
    for (int64_t i = 0; i < count; i++) {
        double d = groups[i].mean - total / sums.n;
        sums.between += (double)groups[i].n * d * d;
    }
    sums.between = sums.between > nothing ? sums.between : 0;
    sums.within = sums.within > nothing ? sums.within : 0;
    return sums;
}

/* Nobody differs from the others of the same group: with less and less within, REML tends to the variance of the means.
 */
static void split_without_within(struct cul_icc *icc, const struct cul_sample *groups, int64_t count)
{
    double mean = 0, squares = 0;
    for (int64_t i = 0; i < count; i++) {
        mean += groups[i].mean / (double)count;
    }
    for (int64_t i = 0; i < count; i++) {
        squares += (groups[i].mean - mean) * (groups[i].mean - mean);
    }
    icc->alike_within = true;
    icc->icc1 = icc->icc2 = icc->reml_icc = 1;
    icc->reml = (struct cul_components){squares / (double)(count - 1), 0};
}

/* What follows from F, given the sizes of the groups. */
static void follow(struct cul_icc *icc, double f, double confidence)
{
    double more = icc->k0 - 1;
    double low = f / cul_f_quantile((1 + confidence) / 2, icc->df1, icc->df2);
    double high = f / cul_f_quantile((1 - confidence) / 2, icc->df1, icc->df2);
    icc->icc1 = (f - 1) / (f + more);
    icc->icc2 = 1 - 1 / f;
    icc->icc1_limits = (struct cul_interval){(low - 1) / (low + more), (high - 1) / (high + more)};
    icc->icc2_limits = (struct cul_interval){1 - 1 / low, 1 - 1 / high};
}

static void split(struct cul_icc *icc, const struct cul_sample *groups, int64_t count, struct sums sums,
                  double confidence)
{
    double between = sums.between / icc->df1, within = sums.within / icc->df2;
    icc->f = between / within;
    icc->p = cul_f_upper(icc->f, icc->df1, icc->df2);
    follow(icc, icc->f, confidence);
    icc->reml = cul_reml(groups, count);
    icc->reml_icc = icc->reml.between / (icc->reml.between + icc->reml.within);
}

static double design_effect(double average_size, double icc1)
{
    return 1 + (average_size - 1) * fmax(0, icc1);
}

struct cul_icc cul_icc(const struct cul_sample *groups, int64_t count, double confidence)
{
    struct sums sums = add_up(groups, count);
    struct cul_icc icc = {.n = sums.n, .df1 = (double)count - 1, .df2 = sums.n - (double)count};
    if (count < 2 || icc.df2 < 1) {
        icc.reason = CULTURE_REASON_TOO_FEW;
        return icc;
    }
    if (sums.between + sums.within <= 0) {
        icc.reason = CULTURE_REASON_ZERO_VARIANCE;
        return icc;
    }
    icc.k0 = (sums.n - sums.squared_sizes / sums.n) / icc.df1;
    if (sums.within > 0) {
        split(&icc, groups, count, sums, confidence);
    } else {
        split_without_within(&icc, groups, count);
    }
    icc.average_size = sums.squared_sizes / sums.n;
    icc.design_effect = design_effect(icc.average_size, icc.icc1);
    return icc;
}

/*
 * For publication beside one small organisation that is rounded: each further digit, and each further number of the
 * same F, would narrow down its SD. So icc1 is rounded and the others follow from it.
 */
static void round_icc(struct cul_icc *icc, double confidence)
{
    double icc1 = cul_number_round(icc->icc1, 100);
    if (!icc->alike_within) {
        follow(icc, fmax(0, (1 + (icc->k0 - 1) * icc1) / (1 - icc1)), confidence);
    }
    icc->icc1 = icc1;
    icc->design_effect = design_effect(icc->average_size, icc1);
}

/* What is to be written of one dimension. */
struct place {
    struct cul_table *table;
    int32_t dimension;
    bool rounded;
};

static void set(struct place at, int32_t result, double value)
{
    cul_table_set(at.table, result, 0, at.dimension, value);
}

static void deny(struct place at, int32_t first, int32_t last, int32_t reason)
{
    for (int32_t result = first; result <= last; result++) {
        cul_table_deny(at.table, result, 0, at.dimension, reason);
    }
}

/* F, its p and the intervals: unknown where nobody differs within. */
static void set_test(struct place at, const struct cul_icc *icc)
{
    if (icc->alike_within) {
        deny(at, CULTURE_SCORE_ICC1_LOW, CULTURE_SCORE_ICC1_HIGH, CULTURE_REASON_ZERO_VARIANCE);
        deny(at, CULTURE_SCORE_ICC2_LOW, CULTURE_SCORE_ICC2_HIGH, CULTURE_REASON_ZERO_VARIANCE);
        deny(at, CULTURE_SCORE_ICC_F, CULTURE_SCORE_ICC_P, CULTURE_REASON_ZERO_VARIANCE);
    } else {
        set(at, CULTURE_SCORE_ICC1_LOW, icc->icc1_limits.low);
        set(at, CULTURE_SCORE_ICC1_HIGH, icc->icc1_limits.high);
        set(at, CULTURE_SCORE_ICC2_LOW, icc->icc2_limits.low);
        set(at, CULTURE_SCORE_ICC2_HIGH, icc->icc2_limits.high);
        set(at, CULTURE_SCORE_ICC_F, icc->f);
        set(at, CULTURE_SCORE_ICC_P, icc->p);
    }
}

static void set_icc(struct place at, const struct cul_icc *icc, int64_t organisations, double unit)
{
    deny(at, CULTURE_SCORE_ICC1, CULTURE_SCORE_DESIGN_EFFECT, icc->reason);
    if (organisations) {
        set(at, CULTURE_SCORE_ICC_ORGANISATIONS, (double)organisations);
    }
    if (icc->reason) {
        return;
    }
    set_test(at, icc);
    set(at, CULTURE_SCORE_ICC1, icc->icc1);
    set(at, CULTURE_SCORE_ICC2, icc->icc2);
    set(at, CULTURE_SCORE_ICC_DF1, icc->df1);
    set(at, CULTURE_SCORE_ICC_DF2, icc->df2);
    set(at, CULTURE_SCORE_ICC_K0, icc->k0);
    set(at, CULTURE_SCORE_REML_TAU2, unit * unit * icc->reml.between);
    set(at, CULTURE_SCORE_REML_SIGMA2, unit * unit * icc->reml.within);
    set(at, CULTURE_SCORE_REML_ICC, icc->reml_icc);
    set(at, CULTURE_SCORE_DESIGN_EFFECT, icc->design_effect);
    if (at.rounded) {
        deny(at, CULTURE_SCORE_REML_TAU2, CULTURE_SCORE_REML_ICC, CULTURE_REASON_SUPPRESSED);
        deny(at, CULTURE_SCORE_ICC_F, CULTURE_SCORE_ICC_F, CULTURE_REASON_SUPPRESSED);
        deny(at, CULTURE_SCORE_ICC_P, CULTURE_SCORE_ICC_P, CULTURE_REASON_SUPPRESSED);
    }
}

/* Sums over sorted groups do not depend on what the organisations are called. */
static int by_size(const void *a, const void *b)
{
    const struct cul_sample *one = a, *two = b;
    if (one->n != two->n) {
        return one->n < two->n ? -1 : 1;
    }
    if (one->mean != two->mean) {
        return one->mean < two->mean ? -1 : 1;
    }
    return (one->squares > two->squares) - (one->squares < two->squares);
}

static void score_dimension(struct cul_making *making, int32_t dimension, struct cul_sample *groups)
{
    culture_scores *scores = making->scores;
    const struct cul_scale *scale = cul_dimension_scale(scores->questionnaire, dimension);
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    int64_t count = 0, small = 0; /* respondents of organisations that are rounded */
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (cul_table_reason(&scores->organisation_table, CULTURE_SCORE_RESPONDENTS, row, dimension)) {
            continue;
        }
        struct cul_moments moments = cul_dimension_moments(at, at->needed, making->organisation_cells[row]);
        double squares = moments.n < 2 ? 0 : moments.variance * (double)(moments.n - 1);
        groups[count++] = (struct cul_sample){moments.n, moments.mean, squares};
        small += moments.n < CUL_ROUNDED_BELOW ? moments.n : 0;
    }
    qsort(groups, (size_t)count, sizeof *groups, by_size);
    struct cul_icc icc = cul_icc(groups, count, scores->confidence);
    bool rounded = !scores->full && ((small > 0 && small < CUL_ROUNDED_BELOW) || icc.n < CUL_ROUNDED_BELOW);
    if (rounded && !icc.reason) {
        round_icc(&icc, scores->confidence);
    }
    set_icc((struct place){&scores->pooled_table, dimension, rounded}, &icc, count, 100.0 / (scale->high - scale->low));
}

bool cul_score_components(struct cul_making *making)
{
    struct cul_sample *groups = cul_memory_new((size_t)making->scores->organisation_count, sizeof *groups);
    if (!groups) {
        return false;
    }
    for (int32_t d = 0; d < making->scores->questionnaire->dimension_count; d++) {
        score_dimension(making, d, groups);
    }
    cul_memory_free(groups);
    return true;
}
