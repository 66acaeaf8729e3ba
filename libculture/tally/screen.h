/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_SCREEN_H
#define CUL_TALLY_SCREEN_H

/*
 * The second pass: signs of careless answering that compare a row with all rows. What it is compared with is frozen
 * first, from a structure of the same files, so that rows stay independent of each other and of their order.
 */
#include "tally/quality.h"
#include "tally/structure.h"

/* What rows are compared with; never changes once made, shared by threads. */
struct cul_screen {
    culture_questionnaire *questionnaire;
    int64_t *item_means; /* per item, in 2^-30 of the scale's length; -1: nobody answered */
    double *centres;     /* per item, of all answers, in codes */
    double *covariance;  /* items x items, each of all rows with both: whoever leaves nothing open is no yardstick */
    double *cuts;        /* per number of items answered, the square of the distance shown above it */
    bool tells;          /* the items' means differ enough for person-total: culture_structure_by_chance() */
    bool measures;       /* there are enough rows, and the covariances can be inverted */
};

/* NULL: no memory. When distances can be told: culture_structure_distances(). */
struct cul_screen *cul_screen_new(const struct culture_structure *structure);
/* The screen of a structure, which must be of the tally's questionnaire; *screen stays NULL without a structure. */
culture_status cul_screen_open(const culture_tally *tally, const struct culture_structure *structure,
                               struct cul_screen **screen, struct culture_error *error);
void cul_screen_free(struct cul_screen *screen);

/* One thread's room to compare rows in. */
struct cul_screening {
    const struct cul_screen *screen;
    int32_t *items, count; /* the items that the triangle is of */
    int32_t *answered;
    double *triangle, *difference, *room;
};
bool cul_screening_new(struct cul_screening *screening, const struct cul_screen *screen); /* false: no memory */
void cul_screening_free(struct cul_screening *screening);

/* Adds the signs of a row to those it has. */
void cul_screening_judge(struct cul_screening *screening, const int16_t *values, struct cul_row_quality *quality);

#endif
