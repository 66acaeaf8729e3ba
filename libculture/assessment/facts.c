/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/facts.h"

#include "base/error.h"

#include <math.h>

static void set(struct cul_table *table, int32_t result, int64_t row, double value)
{
    if (isnan(value)) {
        cul_table_deny(table, result - CUL_FACTS_FIRST, row, 0, CULTURE_REASON_NOT_ASKED);
    } else {
        cul_table_set(table, result - CUL_FACTS_FIRST, row, 0, value);
    }
}

void cul_facts_fill(struct cul_table *table, int64_t row, const struct culture_register_entry *entry)
{
    double budget = entry ? entry->training_budget : (double)NAN, spent = entry ? entry->training_spent : (double)NAN;
    set(table, CULTURE_FACT_TRAINING_BUDGET, row, budget);
    set(table, CULTURE_FACT_TRAINING_SPENT, row, spent);
    set(table, CULTURE_FACT_FORMAL_SHARE, row, entry ? entry->formal_share : (double)NAN);
    set(table, CULTURE_FACT_TIME_TO_SOLUTION, row, entry ? entry->time_to_solution : (double)NAN);
    if (budget == 0 && !isnan(spent)) {
        cul_table_deny(table, CULTURE_FACT_USED_SHARE - CUL_FACTS_FIRST, row, 0, CULTURE_REASON_OUT_OF_RANGE);
    } else {
        set(table, CULTURE_FACT_USED_SHARE, row, spent / budget);
    }
}

culture_status culture_published_figure(int32_t index, struct culture_figure *figure, struct culture_error *error)
{
    static const struct culture_figure figures[] = {
        {.id = "formal_share", .low = 0.85, .high = 0.90, .source = "interviews, 2023"},
        {.id = "used_share", .low = 0.55, .high = 0.55, .source = "AWVN, 2024"},
        {.id = "practised",
         .low = 4.0 / 65,
         .high = 4.0 / 65,
         .source = "research on workplace learning, 65 organisations"},
    };
    if (index < 0 || index >= (int32_t)(sizeof figures / sizeof *figures)) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such figure");
    }
    return cul_struct_fill(figure, &figures[index], sizeof *figures)
               ? CULTURE_OK
               : cul_fail_argument(error, "struct_size is not set");
}
