/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_VERDICT_H
#define CUL_ASSESSMENT_VERDICT_H

/* The verdict on one organisation: pure functions of its factor scores. The criterion is the questionnaire's. */
#include "culture/assessment.h"

#include <stdbool.h>

/* What is known of a factor; NaN where a score is hidden or was not asked. */
struct cul_factor {
    double practice;       /* 0-100 */
    double ambition;       /* NaN when it is hidden or not asked */
    double standard_error; /* of practice */
    bool ambition_asked;
};

struct cul_judgement {
    int32_t verdict;            /* enum culture_verdict_kind; TOO_FEW when what is hidden could change it */
    int32_t concrete, coherent; /* 1, 0, -1 not known */
    int32_t concrete_factors;   /* among those that are shown */
    int32_t measured_factors;   /* that are shown */
};

struct cul_judgement cul_judge(const struct cul_factor *factors, int32_t count,
                               const struct culture_criterion *criterion);

/* How many of so many factors are enough for "partly" and "ambition only": at least five ninths. */
int32_t cul_majority(int32_t count);

int32_t cul_evidence_of(double probability); /* enum culture_evidence; -1 for NaN */

#endif
