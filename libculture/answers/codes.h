/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_CODES_H
#define CUL_ANSWERS_CODES_H

/*
 * Rows of answers with a byte for each, in the questionnaire's order: the form in which plain rows are read
 * (answers/plain.h) and rows are counted many at once (tally/lanes.h). A block has the same rows as values
 * (culture/answers.h); this goes quicker.
 */
#include "culture/answers.h"

#include <stdbool.h>

enum {
    CUL_CODE_MISSING = 0,
    CUL_CODE_LOWEST = 1, /* the lowest point of the item's scale; the next is 2, and so on */
    CUL_CODE_INVALID = 255,
    CUL_CODES_WIDTH = 64, /* bytes of a row are a multiple of it, those behind the last item are 0 */
    CUL_CODES_ROWS = 8192,
};

/* Rows that have an answer each, gathered before they are counted. */
struct cul_codes {
    uint8_t *codes;        /* capacity x stride, with room for one row more */
    int32_t *organisation; /* per row */
    double *seconds;       /* per row; NaN: not known */
    size_t stride;
    int32_t rows, capacity;
};

/* No rows yet. False: no memory. */
bool cul_codes_new(struct cul_codes *codes, const culture_questionnaire *questionnaire, int32_t capacity);
void cul_codes_free(struct cul_codes *codes);

/* The code of a value on a scale that begins at low. */
static inline uint8_t cul_code_of(int16_t value, int32_t low)
{
    return value == CULTURE_MISSING   ? CUL_CODE_MISSING
           : value == CULTURE_INVALID ? CUL_CODE_INVALID
                                      : (uint8_t)(value - low + CUL_CODE_LOWEST);
}

/* A row of values as codes, and back. */
void cul_codes_from_values(const culture_questionnaire *questionnaire, const int16_t *values, uint8_t *codes);
void cul_codes_to_values(const culture_questionnaire *questionnaire, const uint8_t *codes, int16_t *values);

#endif
