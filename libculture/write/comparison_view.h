/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_COMPARISON_VIEW_H
#define CUL_WRITE_COMPARISON_VIEW_H

/* A comparison as all its writers look at it. */
#include "culture/write.h"
#include "scores/model.h"
#include "write/view.h"

#include <stdbool.h>

enum { CUL_CHANGE_NAMES = CULTURE_CHANGE_DIFFERENCE_UNFLAGGED + 1 };

struct cul_comparison_view {
    const culture_comparison *comparison;
    const culture_questionnaire *questionnaire;
    const char *language; /* "nl" or "en" */
    struct culture_matrix change[CUL_CHANGE_NAMES];
    int64_t organisations;
    int32_t dimensions, factors;
};

/* False: the options are not usable. */
bool cul_comparison_view_new(struct cul_comparison_view *view, const culture_comparison *comparison,
                             const struct culture_write_options *options, struct culture_write_options *known);

/* The name of a result in JSON and CSV, by its number. */
extern const char *const cul_change_names[CUL_CHANGE_NAMES];

/* "independent", "overlapping"; NULL for NaN. */
const char *cul_change_method_name(double method);

#endif
