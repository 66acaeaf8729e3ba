/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/pairs.h"

static void add_limbs(int64_t *limbs, int count, unsigned __int128 value)
{
    for (int i = 0; i < count; i++) {
        limbs[i] += (int64_t)(value & ((1u << CUL_LIMB_BITS) - 1));
        value >>= CUL_LIMB_BITS;
    }
}

unsigned __int128 cul_limbs_value(const int64_t *limbs, int count)
{
    unsigned __int128 value = 0;
    for (int i = count - 1; i >= 0; i--) {
        value = (value << CUL_LIMB_BITS) + (unsigned __int128)limbs[i];
    }
    return value;
}

int64_t cul_layout_score(const struct cul_layout *layout, int32_t dimension, int32_t answered, int64_t sum)
{
    const struct cul_layout_dimension *at = &layout->dimensions[dimension];
    if (answered < at->needed) {
        return -1;
    }
    int64_t parts = (int64_t)answered * (at->points - 1);
    return (layout->unit * sum + parts / 2) / parts;
}

static void count_difference(int64_t unit, int64_t score, int64_t base, int64_t *cells)
{
    int64_t difference = score - base;
    cells[CUL_DIFFERENCE_RESPONDENTS]++;
    cells[CUL_DIFFERENCE_ABOVE] += difference > 0;
    add_limbs(cells + CUL_DIFFERENCE_SUM, CUL_SUM_LIMBS, (unsigned __int128)(unit + difference));
    add_limbs(cells + CUL_DIFFERENCE_SQUARES, CUL_SQUARE_LIMBS, (unsigned __int128)((__int128)difference * difference));
}

static void count_product(int64_t first, int64_t second, int64_t *cells)
{
    cells[CUL_PRODUCT_RESPONDENTS]++;
    add_limbs(cells + CUL_PRODUCT_FIRST, CUL_SUM_LIMBS, (unsigned __int128)first);
    add_limbs(cells + CUL_PRODUCT_SECOND, CUL_SUM_LIMBS, (unsigned __int128)second);
    add_limbs(cells + CUL_PRODUCT_BOTH, CUL_SQUARE_LIMBS, (unsigned __int128)first * (unsigned __int128)second);
}

void cul_pairs_count(const struct cul_layout *layout, const int64_t *scores, int64_t *cells)
{
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        const struct cul_layout_dimension *at = &layout->dimensions[d];
        if (at->base >= 0 && scores[d] >= 0 && scores[at->base] >= 0) {
            count_difference(layout->unit, scores[d], scores[at->base], cells + at->difference);
        }
    }
    int64_t *product = cells + layout->products;
    for (int32_t f = 0; f < layout->paired; f++) {
        for (int32_t g = f + 1; g < layout->paired; g++, product += CUL_PRODUCT_CELLS) {
            if (scores[f] >= 0 && scores[g] >= 0) {
                count_product(scores[f], scores[g], product);
            }
        }
    }
}

/* Whether so many terms, none above most, can have given these limbs. */
static _Bool sum_is_possible(const int64_t *limbs, int count, int64_t terms, unsigned __int128 most)
{
    for (int i = 0; i < count; i++) {
        if (limbs[i] < 0 || limbs[i] > terms << CUL_LIMB_BITS) {
            return 0;
        }
    }
    return cul_limbs_value(limbs, count) <= (unsigned __int128)terms * most;
}

static _Bool difference_is_possible(int64_t unit, int64_t respondents, const int64_t *cells)
{
    int64_t n = cells[CUL_DIFFERENCE_RESPONDENTS];
    unsigned __int128 one = (unsigned __int128)unit;
    return n <= respondents && cells[CUL_DIFFERENCE_ABOVE] <= n &&
           sum_is_possible(cells + CUL_DIFFERENCE_SUM, CUL_SUM_LIMBS, n, 2 * one) &&
           sum_is_possible(cells + CUL_DIFFERENCE_SQUARES, CUL_SQUARE_LIMBS, n, one * one);
}

static _Bool product_is_possible(int64_t unit, int64_t respondents, const int64_t *cells)
{
    int64_t n = cells[CUL_PRODUCT_RESPONDENTS];
    unsigned __int128 one = (unsigned __int128)unit;
    return n <= respondents && sum_is_possible(cells + CUL_PRODUCT_FIRST, CUL_SUM_LIMBS, n, one) &&
           sum_is_possible(cells + CUL_PRODUCT_SECOND, CUL_SUM_LIMBS, n, one) &&
           sum_is_possible(cells + CUL_PRODUCT_BOTH, CUL_SQUARE_LIMBS, n, one * one);
}

_Bool cul_pairs_are_possible(const struct cul_layout *layout, const int64_t *cells)
{
    int64_t respondents = cells[CUL_LAYOUT_RESPONDENTS];
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        const struct cul_layout_dimension *at = &layout->dimensions[d];
        if (at->base >= 0 && !difference_is_possible(layout->unit, respondents, cells + at->difference)) {
            return 0;
        }
    }
    for (const int64_t *product = cells + layout->products; product < cells + layout->width;
         product += CUL_PRODUCT_CELLS) {
        if (!product_is_possible(layout->unit, respondents, product)) {
            return 0;
        }
    }
    return 1;
}
