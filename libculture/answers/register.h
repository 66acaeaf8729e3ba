/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_REGISTER_H
#define CUL_ANSWERS_REGISTER_H

/* The register as later rooms see it. */
#include "culture/answers.h"

#include <stdbool.h>

/* The row of an organisation by its key (cul_text_name_key), -1 when it is not there. */
int64_t cul_register_find_key(const culture_register *reg, const char *key, size_t length);

/* The headcount of a unit, 0 when the register does not tell it. False: no memory. */
bool cul_register_unit_headcount(const culture_register *reg, const char *organisation, const char *column,
                                 const char *unit, int64_t *headcount);

struct cul_register_units;
const struct cul_register_units *cul_register_units_of(const culture_register *reg);

#endif
