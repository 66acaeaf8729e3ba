/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_DIGITS_H
#define CUL_ANSWERS_DIGITS_H

/*
 * Cells that are one digit or nothing, as most answers are, taken from a text many bytes at a time. The same source is
 * compiled for several kinds of processor; the plainest reads a cell after the other.
 */
#include <stddef.h>
#include <stdint.h>

enum {
    CUL_DIGITS_SLACK = 72, /* bytes that must be there behind the end of the line, and behind the digits */
    CUL_DIGITS_TARGETS = 3,
};

struct cul_digits_target {
    const char *name;
    /*
     * Reads so many cells from text on, all but the last ended by the delimiter. The byte before text is no digit, and
     * the text has an end of line. Writes a digit's character or 0 per cell. Returns the place of what ends the last
     * cell, a delimiter, CR or LF; 0 when a cell is anything but a digit or nothing, or the line ends too early.
     */
    size_t (*read)(const char *text, char delimiter, int32_t cells, uint8_t *digits);
    /* Digits as values of a scale from low to high, above 0; missing for 0. Up to 31 behind the cells, whose digits
     * are 0, become missing too. Returns how many there are; -1: one is not on the scale. */
    int32_t (*value)(const uint8_t *digits, int32_t cells, int16_t low, int16_t high, int16_t *values);
};

/* All targets of this build that this processor can run, the fastest last. */
int32_t cul_digits_targets(const struct cul_digits_target *targets[CUL_DIGITS_TARGETS]);

#endif
