/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/results.h"

#include "culture/scores.h"

enum {
    DIMENSIONS = CUL_AT_ORGANISATION | CUL_AT_UNIT | CUL_AT_POOLED,
    ITEMS = CUL_AT_ITEM | CUL_AT_POOLED_ITEM,
};

/* One line a result, in the order of their numbers. */
static const struct {
    int32_t result, levels;
} results[] = {
    {CULTURE_SCORE_RESPONDENTS, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_MEAN, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_MEAN_LOW, DIMENSIONS},
    {CULTURE_SCORE_MEAN_HIGH, DIMENSIONS},
    {CULTURE_SCORE_SD, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_STANDARD_ERROR, DIMENSIONS},
    {CULTURE_SCORE_FAVOURABLE, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_UNFAVOURABLE, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_POINTS_MEAN, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_POINTS_SD, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_ALPHA, DIMENSIONS},
    {CULTURE_SCORE_ALPHA_LOW, DIMENSIONS},
    {CULTURE_SCORE_ALPHA_HIGH, DIMENSIONS},
    {CULTURE_SCORE_ALPHA_RESPONDENTS, DIMENSIONS},
    {CULTURE_SCORE_MISSING_SHARE, DIMENSIONS | ITEMS},
    {CULTURE_SCORE_ALPHA_VARYING, DIMENSIONS},
    {CULTURE_SCORE_DIFFERENCE, DIMENSIONS},
    {CULTURE_SCORE_DIFFERENCE_LOW, DIMENSIONS},
    {CULTURE_SCORE_DIFFERENCE_HIGH, DIMENSIONS},
    {CULTURE_SCORE_DIFFERENCE_RESPONDENTS, DIMENSIONS},
    {CULTURE_SCORE_DIFFERENCE_ABOVE, DIMENSIONS},
    {CULTURE_SCORE_ICC1, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC1_LOW, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC1_HIGH, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC2, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC2_LOW, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC2_HIGH, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC_F, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC_DF1, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC_DF2, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC_P, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC_K0, CUL_AT_POOLED},
    {CULTURE_SCORE_ICC_ORGANISATIONS, CUL_AT_POOLED},
    {CULTURE_SCORE_REML_TAU2, CUL_AT_POOLED},
    {CULTURE_SCORE_REML_SIGMA2, CUL_AT_POOLED},
    {CULTURE_SCORE_REML_ICC, CUL_AT_POOLED},
    {CULTURE_SCORE_DESIGN_EFFECT, CUL_AT_POOLED},
    {CULTURE_SCORE_FAVOURABLE_LOW, CUL_AT_ORGANISATION | CUL_AT_UNIT | CUL_AT_ITEM},
    {CULTURE_SCORE_FAVOURABLE_HIGH, CUL_AT_ORGANISATION | CUL_AT_UNIT | CUL_AT_ITEM},
};
enum { RESULTS = sizeof results / sizeof *results };

bool cul_results_has(enum cul_level level, int32_t result)
{
    for (int32_t i = 0; i < RESULTS; i++) {
        if (results[i].result == result) {
            return results[i].levels & (int32_t)level;
        }
    }
    return false;
}

bool cul_results_table(struct cul_table *table, enum cul_level level, int64_t rows, int64_t columns)
{
    int32_t kept[RESULTS], count = 0;
    for (int32_t i = 0; i < RESULTS; i++) {
        if (results[i].levels & (int32_t)level) {
            kept[count++] = results[i].result;
        }
    }
    return cul_table_new(table, results[RESULTS - 1].result + 1, kept, count, rows, columns);
}
