/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_COMPARISON_STATISTICS_H
#define CUL_ASSESSMENT_COMPARISON_STATISTICS_H

/* Statistics of a change, from moments, sums and counts alone; formulas and sources stand in culture/comparison.h. */
#include "assessment/matches.h"
#include "numeric/distributions.h"

/* Scores of one wave, 0-100. */
struct cul_sample {
    int64_t n, headcount;  /* 0: not known */
    double mean, variance; /* divisor n - 1; NaN for n < 2 */
};

/* A t test of a difference. */
struct cul_test {
    double difference, error, t, df, p; /* t and df NaN when nothing varies */
    struct cul_interval interval;
    int32_t reason; /* why there is no test: TOO_FEW; CENSUS; of p: ZERO_VARIANCE */
};

/* Welch's test of after - before; with matched > 1 respondents in both waves, whose scores correlate, the partially
 * overlapping samples test. */
struct cul_test cul_compare_means(struct cul_sample before, struct cul_sample after, int64_t matched,
                                  double correlation, double confidence);

/* The paired test and the correlation of matched respondents, from exact sums in units of 100 / unit. */
struct cul_paired {
    struct cul_test test;
    double correlation; /* NaN when scores do not vary */
};
struct cul_paired cul_compare_pairs(const struct cul_match_sums *sums, int64_t unit, double confidence);

/* Hedges' g and its interval. */
struct cul_effect {
    double g;
    struct cul_interval interval;
    int32_t reason; /* TOO_FEW (fewer than two degrees of freedom), ZERO_VARIANCE */
};
struct cul_effect cul_compare_effect(struct cul_sample before, struct cul_sample after, double confidence);

/* The distinct scores of a dimension, in order: a score s / a of a answers stands for all equal fractions. */
struct cul_ranking {
    int32_t cells;
    size_t *offsets;  /* of each cell, from the first of the histogram, lowest score first */
    int32_t *classes; /* of each cell: equal scores share one */
};
_Bool cul_ranking_new(struct cul_ranking *ranking, const struct cul_layout_dimension *at); /* false: no memory */
void cul_ranking_free(struct cul_ranking *ranking);

/* The class that all respondents of a histogram are in; -1: they are in several. */
int32_t cul_ranking_only(const struct cul_ranking *ranking, const int64_t *histogram);

/* Mann and Whitney's test; before and after are histograms. */
struct cul_ranks {
    double u, z, p, delta; /* z and p NaN when all scores are equal */
};
struct cul_ranks cul_compare_ranks(const struct cul_ranking *ranking, const int64_t *before, const int64_t *after);

/* What organisations of one wave have in common: between-organisation variance and mean. Nothing here knows a finite
 * population: it is about the cultures that made these respondents, and others the next time. */
struct cul_between {
    double variance, mean;
    int32_t reason; /* TOO_FEW: fewer than five organisations; ZERO_VARIANCE */
};
enum { CUL_BETWEEN_LEAST = 5 };
/* One-way ANOVA with k0 (Searle 1971); samples with n < 2 are passed over. */
struct cul_between cul_between_organisations(const struct cul_sample *samples, int64_t count);
/* The rise to be expected of an organisation below the mean; NaN when nothing varies. */
double cul_regression_to_mean(struct cul_between between, struct cul_sample sample);

#endif
