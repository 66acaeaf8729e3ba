/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_STATE_H
#define CUL_ASSESSMENT_STATE_H

/* The inside of an assessment and how it is made, for the files of this room. */
#include "assessment/facts.h"
#include "assessment/probability.h"
#include "assessment/standing.h"
#include "assessment/yardstick.h"
#include "base/table.h"
#include "numeric/remembered.h"
#include "questionnaire/model.h"
#include "scores/model.h"

#include <stdatomic.h>

enum {
    CUL_STANDING_RESULTS = CULTURE_STANDING_PERCENTILE_TRUE_WIDE_HIGH + 1,
    CUL_PROFILE_FIRST = CULTURE_PROFILE_LEVEL,
    CUL_PROFILE_RESULTS = CULTURE_PROFILE_UNUSUAL_HIGH - CULTURE_PROFILE_LEVEL + 1,
    CUL_NONRESPONSE_FIRST = CULTURE_NONRESPONSE_UP,
    CUL_NONRESPONSE_RESULTS = 2,
};

struct culture_assessment {
    atomic_int references;
    culture_scores *scores;
    culture_reference *reference;
    struct cul_table standing, profile, nonresponse, facts;
    struct culture_verdict *verdicts; /* per organisation */
};

/* What a thread has at hand while an assessment is made. */
struct cul_assessing {
    culture_assessment *made;
    const culture_questionnaire *questionnaire;
    double confidence;
    struct cul_yardstick all, others; /* the reference; without the member that is looked at */
    double *p, *adjusted;             /* per factor */
    double *values, *value_room;      /* per factor */
    struct cul_factor *factors;
    double *chance_room;
    const struct cul_lattice *lattice;
    struct cul_remembered *remembered;
    bool started; /* the yardstick of all is read */
    bool failed;  /* memory ran out */
};

/* Fills an organisation's standing on every dimension and its profile; member is its row in the reference, -1: none. */
void cul_place(struct cul_assessing *making, int64_t row, int64_t member);

/* How different those who did not answer would have to be for a dimension to leave its band. */
void cul_place_nonresponse(struct cul_assessing *making, const struct cul_yardstick *yardstick, int64_t row);

/* Parts of it: each factor against the organisation's own level, and all factors together. */
void cul_place_own(struct cul_assessing *making, struct cul_yardstick *yardstick, int64_t row);
void cul_place_profile(struct cul_assessing *making, const struct cul_yardstick *yardstick, int64_t row);

/* Fills P_HOLM-like results of the factors from one of their p; differs by the sign of another result. */
struct cul_family {
    int32_t p, holm, bh, differs, sign; /* results; bh -1: none */
};
void cul_place_family(struct cul_assessing *making, const struct cul_family *family, int64_t row);

#endif
