/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand beside the results of an organisation's units: a weighted mean, and means without the flagged. */
#include "base/memory.h"
#include "scores/sheet.h"

#include <string.h>

bool cul_weights_are_safe(struct cul_making *making, int64_t organisation, int32_t dimension, const double *weights,
                          bool *safe)
{
    const culture_scores *scores = making->scores;
    struct cul_sheet sheet;
    bool good = cul_sheet_open(&sheet, making, organisation, 1);
    int64_t steps = CUL_MOST_STEPS, parts = sheet.groups.parts;
    double *of_parts = good ? cul_memory_new((size_t)parts + 1, sizeof *of_parts) : NULL;
    good = of_parts != NULL;
    *safe = false;
    if (good && sheet.recovery) {
        memcpy(of_parts, weights, (size_t)(parts - 1) * sizeof *of_parts);
        cul_sheet_measure(&sheet, cul_size_scored, dimension);
        sheet.work[0] = cul_sheet_whole(&sheet, CULTURE_SCORE_RESPONDENTS, dimension);
        for (int64_t g = 1; g < sheet.groups.groups; g++) {
            sheet.work[g] = cul_table_reason(&scores->unit_table, CULTURE_SCORE_RESPONDENTS, sheet.first_unit + g - 1,
                                             dimension) != CULTURE_REASON_NONE;
        }
        sheet.groups.minimum = scores->minimum;
        sheet.groups.weights = of_parts;
        *safe = cul_recover(sheet.recovery, &sheet.groups, sheet.work, sheet.totals, &steps) == CUL_RECOVERS_NOTHING;
    }
    cul_memory_free(of_parts);
    cul_sheet_close(&sheet);
    return good;
}

static struct cul_size flagged(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    int64_t n = cells[making->tally->layout.quality + CUL_QUALITY_FLAGGED];
    (void)dimension;
    return (struct cul_size){n, n};
}

/* The groups of a sheet and the flagged, over its parts without the flagged and then the flagged of each. */
struct split {
    struct cul_groups groups;
    uint8_t *members;
    struct cul_size *sizes, *totals;
    bool *hidden;
    struct cul_recovery *recovery;
};

static bool open_split(struct split *split, const struct cul_sheet *sheet)
{
    size_t groups = (size_t)sheet->groups.groups + 1, parts = 2 * (size_t)sheet->groups.parts;
    *split = (struct split){.members = cul_memory_new(groups, parts),
                            .sizes = cul_memory_new(parts, sizeof *split->sizes),
                            .totals = cul_memory_new(groups, sizeof *split->totals),
                            .hidden = cul_memory_new(groups, sizeof *split->hidden),
                            .recovery = cul_recovery_new((int64_t)groups, (int64_t)parts)};
    split->groups = (struct cul_groups){.groups = (int64_t)groups,
                                        .parts = (int64_t)parts,
                                        .members = split->members,
                                        .sizes = split->sizes,
                                        .minimum = sheet->making->scores->minimum};
    return split->members && split->sizes && split->totals && split->hidden && split->recovery;
}

static void close_split(struct split *split)
{
    cul_recovery_free(split->recovery);
    cul_memory_free(split->members);
    cul_memory_free(split->sizes);
    cul_memory_free(split->totals);
    cul_memory_free(split->hidden);
}

static void fill_split(struct split *split, struct cul_sheet *sheet)
{
    const culture_scores *scores = sheet->making->scores;
    int64_t parts = sheet->groups.parts, last = sheet->groups.groups;
    for (int64_t g = 0; g < last; g++) {
        memcpy(split->members + g * 2 * parts, sheet->members + g * parts, (size_t)parts);
        memcpy(split->members + (g * 2 + 1) * parts, sheet->members + g * parts, (size_t)parts);
        split->hidden[g] = g > 0 && scores->units[sheet->first_unit + g - 1].hidden;
    }
    memset(split->members + (last * 2 + 1) * parts, 1, (size_t)parts);
    cul_sheet_measure(sheet, cul_size_respondents, 0);
    memcpy(split->sizes, sheet->sizes, (size_t)parts * sizeof *split->sizes);
    memcpy(split->totals, sheet->totals, (size_t)last * sizeof *split->totals);
    cul_sheet_measure(sheet, flagged, 0);
    memcpy(split->sizes + parts, sheet->sizes, (size_t)parts * sizeof *split->sizes);
    split->totals[last] = sheet->totals[0];
    for (int64_t i = 0; i < parts; i++) {
        cul_size_take(&split->sizes[i], sheet->sizes[i]);
    }
}

bool cul_flagged_are_safe(struct cul_making *making, int64_t organisation, bool *safe)
{
    struct cul_sheet sheet;
    struct split split = {0};
    bool good = cul_sheet_open(&sheet, making, organisation, 0);
    int64_t steps = CUL_MOST_STEPS;
    *safe = false;
    if (good && sheet.recovery) {
        good = open_split(&split, &sheet);
        if (good) {
            fill_split(&split, &sheet);
            *safe =
                cul_recover(split.recovery, &split.groups, split.hidden, split.totals, &steps) == CUL_RECOVERS_NOTHING;
        }
    }
    close_split(&split);
    cul_sheet_close(&sheet);
    return good;
}
