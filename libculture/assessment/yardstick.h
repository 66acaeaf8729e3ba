/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_YARDSTICK_H
#define CUL_ASSESSMENT_YARDSTICK_H

/* Everything of a reference that organisations are held against, worked out once; for a member without the member. */
#include "numeric/noncentral_t.h"
#include "questionnaire/model.h"
#include "reference/model.h"

/* One dimension, or one factor less the mean of all factors. */
struct cul_measure {
    struct cul_norm norm;
    bool known; /* whether the reference has it */
    struct cul_truth truth;
};

struct cul_yardstick {
    const culture_reference *reference; /* NULL: none */
    int32_t dimensions, factors;
    struct cul_measure *measures;  /* per dimension */
    struct cul_measure *contrasts; /* per factor */
    double *room;                  /* their organisations' sorted values */
    struct cul_noncentral_t distribution;
    int64_t organisations;      /* that have all factors; 0: their covariances are not known */
    double *means, *covariance; /* of the factors; the covariance as a triangle (cul_mahalanobis_prepare) */
    double condition;           /* its reciprocal condition number */
    double *scratch;
};

/* Room for a yardstick, and its release. False: no memory; free it all the same. */
bool cul_yardstick_new(struct cul_yardstick *yardstick, const culture_reference *reference,
                       const culture_questionnaire *questionnaire);
void cul_yardstick_free(struct cul_yardstick *yardstick);

/* Works it out, without the organisation of one row of the reference; -1: with all. */
void cul_yardstick_read(struct cul_yardstick *yardstick, int64_t except);

/* The distribution for a norm's degrees of freedom: dimensions can have different numbers of organisations. */
const struct cul_noncentral_t *cul_yardstick_distribution(struct cul_yardstick *yardstick, const struct cul_norm *norm);

#endif
