/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_STATE_H
#define CUL_ASSESSMENT_STATE_H

/* The inside of an assessment and how it is made, for the files of this room. */
#include "assessment/facts.h"
#include "assessment/probability.h"
#include "assessment/standing.h"
#include "base/table.h"
#include "questionnaire/model.h"
#include "scores/model.h"

#include <stdatomic.h>

enum { CUL_STANDING_RESULTS = 21, CUL_PROFILE_RESULTS = 2, CUL_PROFILE_FIRST = CULTURE_PROFILE_LEVEL };

struct culture_assessment {
    atomic_int references;
    culture_scores *scores;
    culture_reference *reference;
    struct cul_table standing, profile, facts;
    struct culture_verdict *verdicts; /* per organisation */
};

/* What is at hand while an assessment is made. */
struct cul_assessing {
    culture_assessment *made;
    const culture_questionnaire *questionnaire;
    double confidence;
    struct cul_norm *norms; /* per dimension */
    bool *known;            /* whether the reference has the dimension */
    double *room;           /* dimensions x organisations of the reference: the norms' sorted means */
    double *member_room;
    double *p, *adjusted; /* per factor */
    struct cul_noncentral_t yardstick, member_yardstick;
    struct cul_factor *factors;
    double *chance_room;
    struct cul_lattice lattice;
};

/* Fills an organisation's standing on every dimension and its profile; member is its row in the reference, -1: none. */
void cul_place(struct cul_assessing *making, int64_t row, int64_t member);

#endif
