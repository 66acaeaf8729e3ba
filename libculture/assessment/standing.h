/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_STANDING_H
#define CUL_ASSESSMENT_STANDING_H

/* Where one score lies against a norm: pure functions of numbers. */
#include "numeric/noncentral_t.h"
#include "reference/model.h"

struct cul_standing {
    double z, t, df, p, percentile, percentile_low, percentile_high;
    double t_score, sten, stanine;
    struct cul_interval z_limits;
    int64_t below, ties; /* -1 for a summary */
    int32_t reason;      /* other than NONE: there is no standing */
};

/*
 * The standing of a mean x (0-100). The yardstick must be prepared for the norm's organisations - 1 degrees of freedom.
 * z = (x - m) / s; t = (x - m) / (s sqrt((r + 1) / r)), percentile = 100 P(T < t) (Crawford & Howell 1998, Clin
 * Neuropsychol 12:482); its interval after Crawford & Garthwaite (2002, Neuropsychologia 40:1196).
 */
struct cul_standing cul_standing_of(double x, const struct cul_norm *norm, const struct cul_noncentral_t *yardstick,
                                    double confidence);

/* A percentile with its limits; NaN throughout unless reason is NONE. */
struct cul_percentile {
    double value, low, high;
    int32_t reason;
};

/* Where the true mean lies among true means, from the sampling variance of x: see CULTURE_STANDING_PERCENTILE_TRUE. */
struct cul_percentile cul_percentile_true(double x, double variance, const struct cul_norm *norm,
                                          const struct cul_truth *truth, double confidence);

/* The limits of the same with the yardstick's error too: see CULTURE_STANDING_PERCENTILE_TRUE_WIDE_LOW. */
struct cul_percentile cul_percentile_true_wide(double x, double variance, const struct cul_norm *norm,
                                               const struct cul_truth *truth, const struct cul_noncentral_t *yardstick,
                                               double confidence);

/* The mid-rank percentile: see CULTURE_STANDING_RANK_PERCENTILE. */
struct cul_percentile cul_percentile_rank(const struct cul_standing *standing, int64_t organisations, double confidence,
                                          struct cul_remembered *remembered);

/* The empirical-Bayes score and its weight: see CULTURE_STANDING_EB. NaN when neither is known. */
struct cul_shrunk {
    double score, reliability;
};
struct cul_shrunk cul_shrink(double x, double variance, const struct cul_truth *truth);

/* The band of a z; a value on a cut belongs to the higher band. */
int32_t cul_band_of(double z);

/* The z where a band ends, upward (direction 1) or downward (-1); NaN when it has no end there. */
double cul_band_edge(int32_t band, int direction);

#endif
