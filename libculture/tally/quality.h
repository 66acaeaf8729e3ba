/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_QUALITY_H
#define CUL_TALLY_QUALITY_H

/*
 * Signs of careless answering in one respondent's row. All are decided in whole numbers, so that nothing depends on how
 * a fraction was rounded. Values are as answered, not reversed, but where a sign says keyed.
 *
 *   longstring    the longest run of equal answers, in the order the items were asked; a missing answer ends a run
 *                 (Johnson 2005; R's careless). Shown from half the items asked on (after Curran 2016); needs 10
 *                 answers
 *   irv           the standard deviation (n - 1) of all answers (Dunn et al. 2018). Shown below 0.3 points, this
 *                 project's own cut; needs 10 answers, some to reversed items and some to others
 *   even_odd      keyed: of each factor the mean of its even and of its odd items, correlated over the factors, stepped
 *                 up by Spearman and Brown (Jackson 1976; sign as in careless 1.2). Shown below 0; needs seven
 *                 factors. See CULTURE_SIGN_EVEN_ODD for why
 *   answered      shown below half the items asked
 *   speed         shown below 2 seconds per answer (Huang et al. 2012); needs a duration
 *   person_total  keyed, with the items' means in all rows: shown below 0 (Donlon & Fischer 1968); needs a screen, of
 *                 items that differ enough
 *   distance      Mahalanobis' distance on the items answered, with the covariances of all rows with both of two items;
 *                 chi-squared p < .001; needs a screen
 *
 * The order of asking is that of the block, else the questionnaire's. Who shows two signs or more is flagged, with
 * longstring and irv as one: a long run of equal answers leaves little variation. A straightliner gave the same answer
 * to all of at least ten items.
 */
#include "tally/layout.h"

#include <stdbool.h>

enum { CUL_LEAST_ANSWERS = 10, CUL_LEAST_FACTORS = 7, CUL_SECONDS_PER_ANSWER = 2 };

struct cul_row_quality {
    uint32_t known, shown; /* bits by enum cul_sign */
    int32_t answered;
    bool straight;
};

/* What a row is judged with. */
struct cul_quality_rules {
    const culture_questionnaire *questionnaire;
    const struct cul_layout *layout;
    const int32_t *order; /* items as they were asked; NULL: as in the questionnaire */
    int32_t asked;
};

/* seconds: how long the respondent took, NaN when not known. */
struct cul_row_quality cul_quality_judge(const struct cul_quality_rules *rules, const int16_t *values, double seconds);

/* Bit 0: whether speed can be told; bit 1: whether it shows. */
uint32_t cul_quality_speed(int32_t answers, double seconds);

static inline bool cul_quality_flags(struct cul_row_quality quality)
{
    uint32_t uniform = 1U << CUL_LONGSTRING | 1U << CUL_IRV, others = quality.shown & ~uniform;
    return (others & (others - 1)) != 0 || (others && quality.shown & uniform); /* more than one sign */
}

/* Counts a judged row into the cells of a group. */
void cul_quality_count(const struct cul_layout *layout, struct cul_row_quality quality, int64_t *cells);

/* Whether cells read from a file can come from counting; of a flagged group all are flagged. */
bool cul_quality_is_possible(const struct cul_layout *layout, const int64_t *cells, int64_t answers);

#endif
