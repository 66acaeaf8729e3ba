/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_BLOCK_H
#define CUL_TALLY_BLOCK_H

/* A block of rows before it is counted, into whatever. */
#include "culture/answers.h"

/* The block of a caller that may be older or newer, when all of it but its names of organisations and units is right.
 */
culture_status cul_block_read(const culture_questionnaire *questionnaire, const struct culture_block *callers,
                              struct culture_block *block, struct culture_error *error);

/* Whether there is anything but missing answers in a row. */
_Bool cul_row_is_answered(const int16_t *values, int32_t items);

#endif
