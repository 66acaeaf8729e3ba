/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_NONRESPONSE_H
#define CUL_ASSESSMENT_NONRESPONSE_H

/*
 * How different the people who did not answer would have to be to change a result about all: exact arithmetic on means,
 * no model of why they stayed away. With n of N people scored on a dimension with mean x, and the others, who did not
 * answer it, scoring x + d on average, the mean of all is x + d (N - n) / N.
 */
#include "assessment/verdict.h"

/* The d with which the mean of all reaches a threshold; NaN when no scores from 0 to 100 can do that. */
double cul_nonresponse_needed(double mean, double respondents, double headcount, double threshold);

/* The mean of all when the others score d above the respondents, or as near to that as 0 and 100 let them. */
double cul_nonresponse_mean(double mean, double respondents, double headcount, double difference);

/*
 * The smallest difference, the same on every factor and above (direction 1) or below (-1) the respondents, with which
 * the verdict is another one; ambition stays as observed. NaN when none is. room holds count factors.
 */
struct cul_turn {
    double difference;
    int32_t becomes; /* enum culture_verdict_kind */
};
struct cul_turn cul_nonresponse_turn(const struct cul_factor *factors, const double *respondents, int32_t count,
                                     double headcount, const struct culture_criterion *criterion, int direction,
                                     struct cul_factor *room);

#endif
