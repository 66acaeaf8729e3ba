/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_DIGITS_H
#define CUL_ANSWERS_DIGITS_H

/*
 * Cells that are one digit or nothing, as most answers are, taken from a text many bytes at a time. The same source is
 * compiled for several kinds of processor; where there is nothing better, it reads sixteen bytes at a time.
 */
#include "base/processor.h"

#include <stddef.h>
#include <stdint.h>

enum {
    CUL_DIGITS_SLACK = 72, /* bytes that can be read behind the end of the line, and written behind the codes */
};

/* What the cells of a row are. */
struct cul_digits_cells {
    int32_t count;
    char delimiter;
    uint8_t lowest; /* the first digit that is on the scale, as a character */
    uint8_t points; /* so many digits from it are */
};

struct cul_digits_found {
    size_t end;      /* the place of what ends the last cell, a delimiter or anything that is no digit; 0: not plain */
    int32_t answers; /* cells that hold a digit */
};

struct cul_digits_target {
    const char *name;
    /*
     * Reads a row of cells from text on, all but the last ended by the delimiter. The byte before text is no digit, and
     * the text has an end of line. Writes a byte per cell: 0 for nothing, 1 for the lowest digit, and so on. The row is
     * not plain when a cell is anything but a digit of the scale or nothing, or the line ends too early.
     */
    struct cul_digits_found (*read)(const char *text, const struct cul_digits_cells *cells, uint8_t *codes);
};

/* All targets of this build that this processor can run, the fastest last. */
int32_t cul_digits_targets(const struct cul_digits_target *targets[CUL_PROCESSORS]);

#endif
