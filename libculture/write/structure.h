/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_STRUCTURE_H
#define CUL_WRITE_STRUCTURE_H

/* What the writers of an analysis of structure share. */
#include "culture/write.h"
#include "scores/structure_state.h"

/* How well one factor fits each dimension over all organisations together; in this order. */
enum { CUL_FIT_RESULTS = 5 };
extern const char *const cul_fit_names[CUL_FIT_RESULTS];

/* A fit result of a dimension, and its reason when NaN; NOT_ASKED where there are no scores. */
double cul_fit_value(const culture_analysis *analysis, int32_t fit, int32_t dimension, int32_t *reason);

/* A result of the analysis. */
double cul_analysis_value(const culture_analysis *analysis, int32_t result, int64_t row, int64_t column);

/* "A", "B", "C". */
const char *cul_class_name(double size);

#endif
