/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Correlations and covariances of items, their eigenvalues, and what chance alone would give. */
#include "base/memory.h"
#include "numeric/eigenvalues.h"
#include "numeric/parallel.h"
#include "scores/structure_state.h"

#include <math.h>

static double correlate(const culture_analysis *analysis, const culture_structure *structure, int32_t first,
                        int32_t second, int64_t *rows)
{
    if (analysis->about.rows == CULTURE_STRUCTURE_PAIRWISE_ROWS) {
        return cul_structure_correlation(structure, first, second, rows);
    }
    double variances =
        cul_structure_covariance(structure, first, first) * cul_structure_covariance(structure, second, second);
    *rows = analysis->about.complete;
    return !(variances > 0)  ? (double)NAN
           : first == second ? 1
                             : cul_structure_covariance(structure, first, second) / sqrt(variances);
}

/* Fills items x items correlations, NaN where one does not vary; notes the smallest sample. */
static void read_correlations(culture_analysis *analysis, const culture_structure *structure, double *matrix)
{
    int64_t rows = 0, items = analysis->item_count;
    analysis->about.used = culture_structure_respondents(structure);
    for (int32_t i = 0; i < items; i++) {
        for (int32_t j = i; j < items; j++) {
            double value = correlate(analysis, structure, analysis->items[i], analysis->items[j], &rows);
            matrix[i * items + j] = matrix[j * items + i] = value;
            analysis->about.used = rows < analysis->about.used ? rows : analysis->about.used;
        }
    }
}

static int32_t why_not(const culture_analysis *analysis, int64_t rows, bool withheld)
{
    bool enough = rows >= analysis->about.minimum && rows > analysis->item_count;
    return !enough ? CULTURE_REASON_TOO_FEW : withheld ? CULTURE_REASON_SUPPRESSED : CULTURE_REASON_NONE;
}

/* Publishes correlations and covariances; returns why there are no eigenvalues. */
static int32_t fill_squares(culture_analysis *analysis, const culture_structure *structure, const double *matrix)
{
    struct cul_table *table = &analysis->square_table;
    bool pairwise = analysis->about.rows == CULTURE_STRUCTURE_PAIRWISE_ROWS;
    int32_t covariances = why_not(analysis, analysis->about.complete, analysis->withheld.complete);
    int32_t reason =
        why_not(analysis, analysis->about.used, pairwise ? analysis->withheld.pairs : analysis->withheld.complete);
    bool correlations = !reason;
    for (int32_t i = 0; i < analysis->item_count; i++) {
        for (int32_t j = 0; j < analysis->item_count; j++) {
            double value = matrix[i * analysis->item_count + j];
            if (!correlations || isnan(value)) {
                reason = correlations ? CULTURE_REASON_ZERO_VARIANCE : reason;
                cul_table_deny(table, CULTURE_STRUCTURE_CORRELATION, i, j, reason);
            } else {
                cul_table_set(table, CULTURE_STRUCTURE_CORRELATION, i, j, value);
            }
            if (covariances) {
                cul_table_deny(table, CULTURE_STRUCTURE_COVARIANCE, i, j, covariances);
            } else {
                cul_table_set(table, CULTURE_STRUCTURE_COVARIANCE, i, j,
                              cul_structure_covariance(structure, analysis->items[i], analysis->items[j]));
            }
        }
    }
    return reason;
}

static void deny_components(culture_analysis *analysis, int32_t reason)
{
    for (int32_t i = 0; i < analysis->item_count; i++) {
        cul_table_deny(&analysis->line_table, CULTURE_STRUCTURE_EIGENVALUE, 0, i, reason);
        cul_table_deny(&analysis->line_table, CULTURE_STRUCTURE_CHANCE_MEAN, 0, i, reason);
        cul_table_deny(&analysis->line_table, CULTURE_STRUCTURE_CHANCE_HIGH, 0, i, reason);
    }
    cul_table_deny(&analysis->single_table, CULTURE_STRUCTURE_COMPONENTS, 0, 0, reason);
}

/* Eigenvalues above chance, before the first that is not. */
static void fill_components(culture_analysis *analysis, const double *values, const double *means,
                            const double *centiles)
{
    int32_t components = 0, items = analysis->item_count;
    for (int32_t i = 0; i < items; i++) {
        components += components == i && values[i] > centiles[i];
        cul_table_set(&analysis->line_table, CULTURE_STRUCTURE_EIGENVALUE, 0, i, values[i]);
        cul_table_set(&analysis->line_table, CULTURE_STRUCTURE_CHANCE_MEAN, 0, i, means[i]);
        cul_table_set(&analysis->line_table, CULTURE_STRUCTURE_CHANCE_HIGH, 0, i, centiles[i]);
    }
    cul_table_set(&analysis->single_table, CULTURE_STRUCTURE_COMPONENTS, 0, 0, components);
}

bool cul_analyse_components(culture_analysis *analysis, const culture_structure *structure)
{
    size_t items = (size_t)analysis->item_count;
    double *matrix = cul_memory_new(items * items, sizeof *matrix);
    double *values = cul_memory_new(5 * items, sizeof *values), *room = values + 3 * items;
    bool good = matrix && values;
    if (good) {
        read_correlations(analysis, structure, matrix);
        int32_t reason = fill_squares(analysis, structure, matrix);
        if (reason) {
            deny_components(analysis, reason);
        } else {
            cul_eigenvalues(matrix, analysis->item_count, room, values);
            good = cul_parallel_analysis(analysis->about.seed, analysis->about.draws, analysis->about.used,
                                         analysis->item_count, values + items, values + 2 * items);
            fill_components(analysis, values, values + items, values + 2 * items);
        }
    }
    cul_memory_free(matrix);
    cul_memory_free(values);
    return good;
}
