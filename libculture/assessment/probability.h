/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_PROBABILITY_H
#define CUL_ASSESSMENT_PROBABILITY_H

/*
 * The probability that an organisation's true scores meet the criterion: at least criterion->factors at the score and
 * none below the floor. The true scores are taken as normal around the observed ones.
 */
#include "assessment/verdict.h"
#include "numeric/lattice.h"

struct cul_probability {
    double value;     /* NaN when a score or an error is not known */
    double error;     /* its Monte Carlo standard error; 0 when it is exact */
    double low, high; /* where it lies, with 95 % confidence */
};

static inline struct cul_probability cul_probability_exact(double value)
{
    return (struct cul_probability){value, 0, value, value};
}

/* With more factors than this their sampling errors are taken as independent. */
enum { CUL_COVARIANCE_FACTORS = CUL_LATTICE_DIMENSIONS };

/* Room for count factors, in doubles. */
size_t cul_probability_room(int32_t count);

/*
 * With the sampling covariance of the scores (count x count), by points of a shifted lattice; the shifts are drawn from
 * the seed, which is the questionnaire's and the organisation's, so that an organisation's number does not depend on
 * the batch it is in. Its limits are a t interval over the shifts; where no point or every point meets the criterion
 * the shifts do not differ, and what is left is the rule of three (exactly 1 - .05^(1/points)). No error is smaller
 * than the weight of a point.
 */
struct cul_probability cul_probability(const struct cul_factor *factors, int32_t count, const double *covariances,
                                       const struct culture_criterion *criterion, const struct cul_lattice *lattice,
                                       uint64_t seed, double *room);

/* With independent errors (the diagonal alone): exact, by adding up over the number of factors that reach the score. */
double cul_probability_diagonal(const struct cul_factor *factors, int32_t count,
                                const struct culture_criterion *criterion, double *room);

#endif
