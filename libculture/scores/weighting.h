/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_WEIGHTING_H
#define CUL_SCORES_WEIGHTING_H

/*
 * A mean weighted so that its respondents are spread over subgroups as the population is: post-stratification over one
 * margin (Holt & Smith 1979, JRSS A 142:33), raking over several (Deming & Stephan 1940). Pure functions of numbers.
 */
#include <stdbool.h>
#include <stdint.h>

/* Respondents who are alike in every margin. */
struct cul_stratum {
    double n, mean, variance;  /* variance with divisor n - 1; of no account for n = 1 */
    const int32_t *categories; /* one per margin */
    double weight, fit;        /* found by cul_weigh() */
};

/* A way to divide the population; room has a place for each category. */
struct cul_margin {
    int32_t categories;
    double *totals; /* people in each category */
    double *room;
};

struct cul_weighted {
    double mean, standard_error;
    double effective; /* Kish (1965): (sum w)^2 / sum w^2, how many unweighted respondents would tell as much */
    double ratio;     /* the largest weight over the mean one */
    double n;
    bool rounded;   /* for publication: sharper ends would give the SD of a unit that is rounded */
    int32_t reason; /* NONE, TOO_FEW (n < 2 or a category without respondents), OUT_OF_RANGE (margins of different
                       totals, or fewer people than respondents), NOT_CONVERGED */
};

/*
 * Weights w start at 1 and are fitted to each margin in turn until all agree to 1e-12. The variance is linearised
 * (Valliant 1993, JASA 88:89; Deville & Sarndal 1992, JASA 87:376), for a simple random sample of the whole: (1 - n/N)
 * n/(n-1) sum (w e - mean(w e))^2 / N^2, with e the residuals of the least squares fit on the margins; n/N is left out
 * unless finite; sizes is room for the categories of the largest margin. Equal to survey::postStratify and, to its ten
 * rounds of residuals, survey::rake.
 */
struct cul_weighted cul_weigh(struct cul_stratum *strata, int64_t count, const struct cul_margin *margins,
                              int32_t margin_count, double *sizes, bool finite);

#endif
