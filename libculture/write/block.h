/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_BLOCK_H
#define CUL_WRITE_BLOCK_H

/* What is asked together under one heading: a factor or theme with its ambition, or one side of an axis. */
#include "base/buffer.h"
#include "questionnaire/model.h"

/* Whether a dimension heads a block: an ambition stands in that of its factor. */
static inline bool cul_block_heads(const culture_questionnaire *questionnaire, int32_t dimension)
{
    return questionnaire->dimensions[dimension].kind != CULTURE_DIMENSION_AMBITION;
}

static inline bool cul_block_is_ambition(const culture_questionnaire *questionnaire, int32_t item)
{
    return questionnaire->dimensions[questionnaire->items[item].dimension].kind == CULTURE_DIMENSION_AMBITION;
}

static inline bool cul_block_holds(const culture_questionnaire *questionnaire, int32_t dimension, int32_t item)
{
    int32_t of = questionnaire->items[item].dimension;
    return of == dimension ||
           (cul_block_is_ambition(questionnaire, item) && questionnaire->dimensions[of].base == dimension);
}

/* The axis of which a dimension is a side; NULL for others. */
const struct cul_axis *cul_block_axis(const culture_questionnaire *questionnaire, int32_t dimension);

/* Appends "The way of learning", "Participation: now". */
void cul_block_heading(const culture_questionnaire *questionnaire, int32_t dimension, const char *language,
                       struct cul_buffer *out);

/* Appends "Individual (0) - In a group (100)". */
void cul_block_poles(const struct cul_axis *axis, const char *language, struct cul_buffer *out);

/* Whether it is one of the library's own, of which more can be said. */
bool cul_block_is_standard(const culture_questionnaire *questionnaire);

#endif
