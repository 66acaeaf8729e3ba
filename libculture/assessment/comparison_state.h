/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_COMPARISON_STATE_H
#define CUL_ASSESSMENT_COMPARISON_STATE_H

/* The inside of a comparison. */
#include "base/table.h"
#include "culture/comparison.h"

#include <stdatomic.h>

enum { CUL_CHANGE_RESULTS = CULTURE_CHANGE_DIFFERENCE_UNFLAGGED + 1 };

struct cul_compared_rows {
    int64_t rows[2]; /* in the scores of each wave; -1: not there */
};

struct culture_comparison {
    atomic_int references;
    culture_scores *waves[2];
    struct cul_compared_rows *organisations;
    int64_t organisation_count;
    struct cul_table table; /* organisations x dimensions */
    bool matched;
    struct culture_match_counts counts;
};

#endif
