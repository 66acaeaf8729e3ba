/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_RESULTS_H
#define CUL_SCORES_RESULTS_H

/* Which results are given on which level; the others are NOT_ASKED there and take no room. */
#include "base/table.h"

enum cul_level {
    CUL_AT_ORGANISATION = 1,
    CUL_AT_UNIT = 2,
    CUL_AT_ITEM = 4,
    CUL_AT_POOLED = 8,
    CUL_AT_POOLED_ITEM = 16,
    CUL_AT_FACTORS = 32,
};

/* Whether a level gives a result. */
bool cul_results_has(enum cul_level level, int32_t result);

/* A table of the results that one level has. False: no memory. */
bool cul_results_table(struct cul_table *table, enum cul_level level, int64_t rows, int64_t columns);

#endif
