/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_REGISTER_UNITS_H
#define CUL_ANSWERS_REGISTER_UNITS_H

/* The units of a register: headcounts of subgroups, found by the keys of organisation, column and unit. */
#include "base/buffer.h"
#include "base/names.h"
#include "culture/answers.h"

#include <stdbool.h>

struct cul_register_units {
    struct cul_names keys; /* number = index */
    struct culture_register_unit *units;
    size_t capacity;
};

/*
 * Adds a unit; column is blank when the register names no column. *known is the index of the same unit when it is there
 * already, else -1. False: no memory.
 */
struct cul_unit_words {
    const char *organisation, *column, *unit;
    size_t organisation_length, column_length, unit_length;
};
bool cul_register_units_add(struct cul_register_units *units, const struct cul_unit_words *words, int64_t headcount,
                            int64_t line, int64_t *known);
void cul_register_units_free(struct cul_register_units *units);

#endif
