/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_ARROW_KERNEL_H
#define CUL_ANSWERS_ARROW_KERNEL_H

/*
 * Columns of a frame as codes (answers/codes.h), many rows at a time, the same source compiled for several kinds of
 * processor. Columns lie CUL_ARROW_ROWS apart.
 */
#include "answers/arrow_cells.h"
#include "answers/codes.h"
#include "base/processor.h"

enum {
    CUL_ARROW_ROWS = 256,
    CUL_ARROW_UNREAD = 254, /* the code of a word that was not looked at yet */
};

/* A scale whose points lie between 0 and 127. */
struct cul_arrow_scale {
    int32_t low, points;
};

/* What there is in each of CUL_ARROW_ROWS rows. */
struct cul_arrow_looks {
    uint16_t answers[CUL_ARROW_ROWS];
    uint8_t invalid[CUL_ARROW_ROWS]; /* 1: a code that is */
};

struct cul_arrow_target {
    const char *name;
    /* By kind of column, NULL for those without: rows from a place on as codes; what is not on the scale is invalid,
     * NaN missing. Nulls are whatever lies there. */
    void (*numbers[CUL_ARROW_OTHER + 1])(const void *data, int64_t at, int32_t rows, struct cul_arrow_scale scale,
                                         uint8_t *codes);
    /* The same of the indexes of a dictionary; an index behind its words is invalid. */
    void (*indexes[CUL_ARROW_OTHER + 1])(const void *data, int64_t at, int32_t rows, const uint8_t *table,
                                         int64_t words, uint8_t *codes);
    /* By kind of text, NULL for others: a single digit of the scale and nothing as codes, else unread. The buffer is
     * that of the offsets or views, text that of the bytes. */
    void (*texts[CUL_ARROW_OTHER + 1])(const void *data, const char *text, int64_t at, int32_t rows,
                                       struct cul_arrow_scale scale, uint8_t *codes);
    /* Missing where a bit from a place on is not set. */
    void (*nulls)(const unsigned char *valid, int64_t at, int32_t rows, uint8_t *codes);
    /* stride columns, a multiple of 16. */
    void (*look)(const uint8_t *columns, size_t stride, struct cul_arrow_looks *looks);
    /* Turns them into rows of stride bytes; up to 15 rows more than asked for are written. */
    void (*lay)(const uint8_t *columns, size_t stride, int32_t rows, uint8_t *codes);
};

/* All targets of this build that this processor can run, the fastest last. */
int32_t cul_arrow_targets(const struct cul_arrow_target *targets[CUL_PROCESSORS]);

#endif
