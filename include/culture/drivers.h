/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_DRIVERS_H
#define CULTURE_DRIVERS_H

/*
 * Drivers: which factors go together with a theme, and how the share of its variance that they explain together is
 * divided among them. An association, never a cause: theme and factors were answered by the same respondents at the
 * same moment, which by itself makes them go together (same-source bias), and what was not asked is left out.
 * Immutable and shareable once made.
 */
#include "culture/scores.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct culture_drivers culture_drivers;

/* Who is compared with whom. */
enum culture_drivers_level {
    /*
     * Respondents within their own organisation: covariances are pooled over organisations, each over the respondents
     * scored on both, so that differences between organisations do not count.
     */
    CULTURE_DRIVERS_PERSON = 0,
    /* Organisations: their means, each with the same weight; needs twenty of them (this project's own design). */
    CULTURE_DRIVERS_ORGANISATION = 1,
};

struct culture_drivers_options {
    size_t struct_size;
    int32_t level;     /* enum culture_drivers_level */
    int32_t resamples; /* of the organisations, for the intervals: 100 to 100000; 0: 2000 */
};

/*
 * The drivers of a theme; a factor will do too, then the other factors are its predictors. Organisations that hide any
 * of these dimensions are left out. Intervals are percentiles over samples of the organisations with replacement (the
 * confidence is that of the scores), drawn from a seed that depends on the questionnaire alone; they need ten
 * organisations (own design), and by simulation hold the truth some 90 times in 100 with twelve, 93 with fifty. Where
 * nothing can be told every result has its reason. Errors: ARGUMENT, NOT_FOUND (no such theme or factor, or no factor
 * to explain it with), MEMORY.
 */
CULTURE_API culture_status culture_drivers_compute(const culture_scores *scores, const char *dimension,
                                                   const struct culture_drivers_options *options,
                                                   culture_drivers **drivers, struct culture_error *error);
CULTURE_API void culture_drivers_free(culture_drivers *drivers);

/* Results: 1 x factors. Numbers are pinned; new ones are added at the end. */
enum culture_driver {
    CULTURE_DRIVER_WEIGHT = 0, /* relative weight, a share of the variance, 0-1; all add up to R^2 (Johnson 2000) */
    CULTURE_DRIVER_WEIGHT_LOW = 1,
    CULTURE_DRIVER_WEIGHT_HIGH = 2,
    CULTURE_DRIVER_LMG = 3, /* what a factor adds to R^2, averaged over all orders of entry; likewise (Lindeman, Merenda
                               & Gold 1980; general dominance, Budescu 1993); at most 12 factors: out_of_range */
    CULTURE_DRIVER_LMG_LOW = 4,
    CULTURE_DRIVER_LMG_HIGH = 5,
    CULTURE_DRIVER_CORRELATION = 6, /* with the theme, for the direction */
};

/*
 * A result, borrowed until the drivers are freed; NaN where there is no number. Errors: NOT_FOUND. Reasons: TOO_FEW,
 * ZERO_VARIANCE (all alike on one of the dimensions), SINGULAR (a factor follows from the others), OUT_OF_RANGE (more
 * factors than LMG can take), NOT_ASKED (the factor that is explained itself).
 */
CULTURE_API culture_status culture_drivers_get(const culture_drivers *drivers, int32_t result,
                                               struct culture_matrix *matrix);
CULTURE_API int32_t culture_drivers_reason(const culture_drivers *drivers, int32_t result, int64_t row, int64_t column);

struct culture_drivers_summary {
    size_t struct_size;
    int32_t dimension; /* that is explained */
    int32_t level;     /* enum culture_drivers_level */
    int64_t organisations;
    int64_t respondents; /* the fewest behind any of the correlations */
    double r_squared;    /* share of the variance that the factors explain together, 0-1; NaN with the reason */
    int32_t reason;
    int32_t resamples; /* that gave a result; below nine in ten of those drawn there are no intervals: SINGULAR */
};
CULTURE_API culture_status culture_drivers_tell(const culture_drivers *drivers, struct culture_drivers_summary *summary,
                                                struct culture_error *error);

/* "person", "organisation"; "unknown" for any other number. Static text. */
CULTURE_API const char *culture_drivers_level_name(int32_t level);

#ifdef __cplusplus
}
#endif
#endif
