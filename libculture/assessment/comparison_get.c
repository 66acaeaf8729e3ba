/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public getters of a comparison. */
#include "assessment/comparison_state.h"
#include "base/error.h"
#include "base/memory.h"

culture_comparison *culture_comparison_retain(culture_comparison *comparison)
{
    if (comparison) {
        atomic_fetch_add_explicit(&comparison->references, 1, memory_order_relaxed);
    }
    return comparison;
}

void culture_comparison_free(culture_comparison *comparison)
{
    if (!comparison || atomic_fetch_sub_explicit(&comparison->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    cul_table_free(&comparison->table);
    cul_memory_free(comparison->organisations);
    culture_scores_free(comparison->waves[CULTURE_WAVE_BEFORE]);
    culture_scores_free(comparison->waves[CULTURE_WAVE_AFTER]);
    cul_memory_free(comparison);
}

culture_scores *culture_comparison_scores(const culture_comparison *comparison, int32_t wave)
{
    return wave == CULTURE_WAVE_BEFORE || wave == CULTURE_WAVE_AFTER ? comparison->waves[wave] : NULL;
}

int32_t culture_comparison_matched(const culture_comparison *comparison, struct culture_match_counts *counts)
{
    if (!comparison || !comparison->matched) {
        return 0;
    }
    struct culture_match_counts known = comparison->counts;
    return !counts || cul_struct_fill(counts, &known, sizeof known);
}

int64_t culture_comparison_organisation_count(const culture_comparison *comparison)
{
    return comparison->organisation_count;
}

culture_status culture_comparison_organisation(const culture_comparison *comparison, int64_t row,
                                               struct culture_compared *organisation, struct culture_error *error)
{
    if (!comparison || row < 0 || row >= comparison->organisation_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such organisation");
    }
    const int64_t *rows = comparison->organisations[row].rows;
    int wave = rows[CULTURE_WAVE_AFTER] >= 0 ? CULTURE_WAVE_AFTER : CULTURE_WAVE_BEFORE;
    struct culture_organisation of = {.struct_size = sizeof of};
    culture_scores_organisation(comparison->waves[wave], rows[wave], &of, NULL);
    struct culture_compared known = {
        .name = of.name, .before = rows[CULTURE_WAVE_BEFORE], .after = rows[CULTURE_WAVE_AFTER]};
    return cul_struct_fill(organisation, &known, sizeof known) ? CULTURE_OK
                                                               : cul_fail_argument(error, "struct_size is not set");
}

culture_status culture_comparison_get(const culture_comparison *comparison, int32_t result,
                                      struct culture_matrix *matrix)
{
    return comparison && matrix ? cul_table_matrix(&comparison->table, result, matrix) : CULTURE_ERROR_NOT_FOUND;
}

int32_t culture_comparison_reason(const culture_comparison *comparison, int32_t result, int64_t row, int64_t column)
{
    return comparison ? cul_table_reason(&comparison->table, result, row, column) : CULTURE_REASON_NONE;
}
