/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means, variances and products of a structure as numbers: exact fractions of whole numbers until the last step. */
#include "tally/structure.h"

#include "culture/structure.h"

#include <math.h>

/* n sum(xy) - sum(x) sum(y): n is below 2^36, sums of products of codes below 2^43. */
static double spread(int64_t n, int64_t products, int64_t first, int64_t second)
{
    return (double)((__int128)n * products - (__int128)first * second);
}

static const int64_t *item_cells(const culture_structure *structure, int32_t item)
{
    return structure->cells + CUL_STRUCTURE_ITEMS + (size_t)item * CUL_ITEM_CELLS;
}

int64_t cul_structure_answers(const culture_structure *structure, int32_t item)
{
    return item_cells(structure, item)[CUL_ITEM_ANSWERS];
}

double cul_structure_mean(const culture_structure *structure, int32_t item)
{
    const int64_t *cells = item_cells(structure, item);
    return cells[CUL_ITEM_ANSWERS] ? (double)cells[CUL_ITEM_SUM] / (double)cells[CUL_ITEM_ANSWERS] : (double)NAN;
}

double cul_structure_variance(const culture_structure *structure, int32_t item)
{
    const int64_t *cells = item_cells(structure, item);
    int64_t n = cells[CUL_ITEM_ANSWERS], sum = cells[CUL_ITEM_SUM];
    return n < 2 ? (double)NAN : spread(n, cells[CUL_ITEM_SQUARES], sum, sum) / ((double)n * (double)(n - 1));
}

/* The place of a pair i <= j among k (k + 1) / 2 of them. */
static size_t product_cell(size_t items, size_t i, size_t j)
{
    return i * items - i * (i + 1) / 2 + j;
}

static int64_t complete_product(const culture_structure *structure, int32_t first, int32_t second)
{
    size_t i = (size_t)(first < second ? first : second), j = (size_t)(first < second ? second : first);
    size_t items = (size_t)structure->rules->questionnaire->item_count;
    return structure->cells[structure->rules->products + product_cell(items, i, j)];
}

static int64_t complete_sum(const culture_structure *structure, int32_t item)
{
    return structure->cells[structure->rules->sums + (size_t)item];
}

double cul_structure_covariance(const culture_structure *structure, int32_t first, int32_t second)
{
    int64_t n = culture_structure_complete(structure);
    if (n < 2) {
        return (double)NAN;
    }
    return spread(n, complete_product(structure, first, second), complete_sum(structure, first),
                  complete_sum(structure, second)) /
           ((double)n * (double)(n - 1));
}

/* All rows with both items: those that are not complete, and those that are. */
static void read_pair(const culture_structure *structure, int32_t first, int32_t second, int64_t cells[CUL_PAIR_CELLS])
{
    const struct cul_structure_rules *rules = structure->rules;
    size_t items = (size_t)rules->questionnaire->item_count, i = (size_t)first, j = (size_t)second;
    const int64_t *pair = structure->cells + rules->pairs + CUL_PAIR_CELLS * (i * items - i * (i + 1) / 2 + j - i - 1);
    cells[CUL_PAIR_ROWS] = pair[CUL_PAIR_ROWS] + culture_structure_complete(structure);
    cells[CUL_PAIR_FIRST] = pair[CUL_PAIR_FIRST] + complete_sum(structure, first);
    cells[CUL_PAIR_SECOND] = pair[CUL_PAIR_SECOND] + complete_sum(structure, second);
    cells[CUL_PAIR_FIRST_SQUARES] = pair[CUL_PAIR_FIRST_SQUARES] + complete_product(structure, first, first);
    cells[CUL_PAIR_SECOND_SQUARES] = pair[CUL_PAIR_SECOND_SQUARES] + complete_product(structure, second, second);
    cells[CUL_PAIR_BOTH] = pair[CUL_PAIR_BOTH] + complete_product(structure, first, second);
}

double cul_structure_pairwise(const culture_structure *structure, int32_t first, int32_t second, int64_t *n)
{
    int64_t cells[CUL_PAIR_CELLS];
    if (first == second) {
        *n = cul_structure_answers(structure, first);
        return cul_structure_variance(structure, first);
    }
    read_pair(structure, first < second ? first : second, first < second ? second : first, cells);
    *n = cells[CUL_PAIR_ROWS];
    return *n < 2 ? (double)NAN
                  : spread(*n, cells[CUL_PAIR_BOTH], cells[CUL_PAIR_FIRST], cells[CUL_PAIR_SECOND]) /
                        ((double)*n * (double)(*n - 1));
}

int64_t cul_structure_both(const culture_structure *structure, int32_t first, int32_t second)
{
    int64_t rows;
    cul_structure_pairwise(structure, first, second, &rows);
    return rows;
}

double cul_structure_correlation(const culture_structure *structure, int32_t first, int32_t second, int64_t *rows)
{
    int64_t cells[CUL_PAIR_CELLS];
    if (first > second) {
        return cul_structure_correlation(structure, second, first, rows);
    }
    if (first == second) {
        double variance = cul_structure_variance(structure, first);
        if (rows) {
            *rows = cul_structure_answers(structure, first);
        }
        return variance > 0 ? 1 : (double)NAN;
    }
    read_pair(structure, first, second, cells);
    int64_t n = cells[CUL_PAIR_ROWS], one = cells[CUL_PAIR_FIRST], two = cells[CUL_PAIR_SECOND];
    double product = spread(n, cells[CUL_PAIR_BOTH], one, two);
    double squares =
        spread(n, cells[CUL_PAIR_FIRST_SQUARES], one, one) * spread(n, cells[CUL_PAIR_SECOND_SQUARES], two, two);
    if (rows) {
        *rows = n;
    }
    return squares > 0 ? product / sqrt(squares) : (double)NAN;
}
