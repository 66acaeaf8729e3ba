/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_LANES_H
#define CUL_TALLY_LANES_H

/*
 * Many rows of one group at once. Their answers are laid out as lanes: a byte per row, item after item, so that one
 * instruction works on the same item of up to 64 people. The numbers that come out are those of counting row by row
 * (tally/count.c, tally/quality.c), which stays: for the few, for questionnaires that do not fit, and as the judge of
 * this. A lane holds codes as answers/codes.h tells.
 */
#include "answers/codes.h"
#include "base/processor.h"
#include "tally/layout.h"
#include "tally/quality.h"

enum {
    CUL_LANES_WIDTH = 64,  /* lanes come in multiples of this; those beyond the last row are missing */
    CUL_LANES_ROWS = 1024, /* at most so many are counted at once */
    CUL_LANES_ITEMS = 30,  /* of a dimension, at most */
    CUL_LANES_DIMENSIONS = 64,
};

/* How a questionnaire's answers are worked on in lanes; borrowed from it and its layout. */
struct cul_lanes_plan {
    const culture_questionnaire *questionnaire;
    const struct cul_layout *layout;
    uint8_t flagged[256];                  /* per set of signs shown, whether it flags */
    const struct cul_lanes_target *target; /* NULL: the questionnaire does not fit */
};

/* What was found out about the rows that are lanes, per lane. */
struct cul_lanes_quality {
    uint8_t *known, *shown, *answered, *straight;
};

/* Room for one call of count(), per dimension and lane. */
struct cul_lanes_scratch {
    uint8_t *answered, *sums; /* answers to the dimension, and their keyed codes together */
    uint8_t *scored;          /* 255 where the respondent has a score, else 0 */
    int16_t *scores;          /* 0 where there is none */
};

/* The same work, compiled for one kind of processor. */
struct cul_lanes_target {
    const char *name;
    /* Lays rows of codes out, each of width bytes; rows tell which. Lanes up to stride, a multiple of theirs, are
     * filled. */
    void (*lay)(const uint8_t *codes, size_t width, const int32_t *rows, int32_t count, int32_t items, uint8_t *lanes,
                size_t stride);
    /* Signs of careless answering, but for speed; order as in struct cul_quality_rules. */
    void (*judge)(const struct cul_quality_rules *rules, const struct cul_lanes_plan *plan, const uint8_t *lanes,
                  size_t stride, struct cul_lanes_quality quality);
    /* Adds the lanes to the cells of a group, signs of quality included. */
    void (*count)(const struct cul_lanes_plan *plan, const uint8_t *lanes, size_t stride, int32_t count,
                  struct cul_lanes_quality quality, struct cul_lanes_scratch *scratch, int64_t *cells);
};

#ifdef CUL_TARGET
/* In the kernels: the judging of the target at hand, tally/lanes_judge_kernel.c. */
void CUL_TARGET_OF(lanes_judge)(const struct cul_quality_rules *rules, const struct cul_lanes_plan *plan,
                                const uint8_t *lanes, size_t stride, struct cul_lanes_quality quality);
#endif

/* Sees whether a questionnaire fits and picks the target of this processor. */
void cul_lanes_plan(struct cul_lanes_plan *plan, const culture_questionnaire *questionnaire,
                    const struct cul_layout *layout);

/* What a tally keeps from block to block; see tally/lanes_block.c. */
struct cul_lanes_room;
void cul_lanes_room_free(struct cul_lanes_room *room);

/* All targets of this build that this processor can run, the fastest last; for tests. */
int32_t cul_lanes_targets(const struct cul_lanes_target *targets[CUL_PROCESSORS]);

#endif
