/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/complete.h"

/* Sum of code^power times how often it was given. */
static int64_t power_sum(const int64_t *counts, int32_t codes, int power)
{
    int64_t sum = 0;
    for (int64_t code = 0; code < codes; code++) {
        sum += counts[code] * (power == 0 ? 1 : power == 1 ? code : code * code);
    }
    return sum;
}

int64_t cul_complete_rows(const struct cul_layout_dimension *at, const int64_t *cells)
{
    return power_sum(cells + cul_layout_histogram(at, at->items), at->items * (at->points - 1) + 1, 0);
}

const int64_t *cul_complete_counts(const struct cul_layout_dimension *at, const int64_t *cells, int32_t item)
{
    return at->items < 2 ? cells + at->histogram : cells + at->counts + (size_t)item * (size_t)at->points;
}

int64_t cul_complete_sum(const struct cul_layout_dimension *at, const int64_t *cells, int32_t item)
{
    return power_sum(cul_complete_counts(at, cells, item), at->points, 1);
}

int64_t cul_complete_squares(const struct cul_layout_dimension *at, const int64_t *cells, int32_t item)
{
    return power_sum(cul_complete_counts(at, cells, item), at->points, 2);
}

int64_t cul_complete_product(const struct cul_layout_dimension *at, const int64_t *cells, int32_t i, int32_t j)
{
    if (i == j) {
        return cul_complete_squares(at, cells, i);
    }
    size_t first = (size_t)(i < j ? i : j), second = (size_t)(i < j ? j : i), items = (size_t)at->items;
    return cells[at->products + first * items - first * (first + 1) / 2 + (second - first - 1)];
}

/* Cauchy and Schwarz: no sum of products is larger than the squares allow. */
static _Bool products_are_possible(const struct cul_layout_dimension *at, const int64_t *cells)
{
    for (int32_t i = 0; i < at->items; i++) {
        __int128 squares = cul_complete_squares(at, cells, i);
        for (int32_t j = i + 1; j < at->items; j++) {
            __int128 product = cul_complete_product(at, cells, i, j);
            if (product * product > squares * cul_complete_squares(at, cells, j)) {
                return 0;
            }
        }
    }
    return 1;
}

_Bool cul_complete_is_possible(const struct cul_layout_dimension *at, const int64_t *cells)
{
    if (at->items < 2) {
        return 1;
    }
    const int64_t *histogram = cells + cul_layout_histogram(at, at->items);
    int32_t sums = at->items * (at->points - 1) + 1;
    int64_t rows = cul_complete_rows(at, cells), sum = 0;
    __int128 squares = 0;
    for (int32_t i = 0; i < at->items; i++) {
        if (power_sum(cul_complete_counts(at, cells, i), at->points, 0) != rows) {
            return 0;
        }
        sum += cul_complete_sum(at, cells, i);
        for (int32_t j = 0; j < at->items; j++) {
            squares += cul_complete_product(at, cells, i, j);
        }
    }
    /* The rows' sums tell the same total and the same squares. */
    return sum == power_sum(histogram, sums, 1) && squares == power_sum(histogram, sums, 2) &&
           products_are_possible(at, cells);
}
