/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_FACTS_H
#define CUL_ASSESSMENT_FACTS_H

/* Facts about an organisation from the register, and the published figures beside them. */
#include "base/table.h"
#include "culture/assessment.h"

enum { CUL_FACTS_FIRST = CULTURE_FACT_TRAINING_BUDGET, CUL_FACTS = 5 };

/* Fills a row of facts; entry NULL: the register does not name the organisation. */
void cul_facts_fill(struct cul_table *table, int64_t row, const struct culture_register_entry *entry);

#endif
