/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_FACTORS_H
#define CUL_ASSESSMENT_FACTORS_H

/* What the verdict needs to know of an organisation's factors, from its scores. */
#include "assessment/verdict.h"
#include "scores/model.h"

/* Fills a place per factor: practice, its standard error, and ambition where it is asked. */
void cul_read_factors(const culture_scores *scores, int64_t row, struct cul_factor *factors);

#endif
