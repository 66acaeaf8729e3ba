/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: subgroups of an organisation, hidden where they are small or would give a small one away. */
#include "scores/sheet.h"
#include "scores/statistics.h"
#include "scores/threes.h"
#include "tally/complete.h"

#include <string.h>

/* Those who answered something but not all of it: see threes.h. */
static struct cul_size incomplete(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    int64_t n = cul_dimension_moments(at, 1, cells).n - cul_dimension_moments(at, at->items, cells).n;
    return (struct cul_size){n, n};
}

/* The headcount that narrows a unit's intervals; 0: none, also when it is smaller than the respondents. */
static int64_t population_of(const culture_scores *scores, int64_t row)
{
    const struct cul_scored_unit *unit = &scores->units[row];
    bool usable = scores->target == CULTURE_TARGET_WORKFORCE && unit->headcount >= unit->respondents;
    return usable ? unit->headcount : 0;
}

static struct cul_size compared(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    int64_t n = cells[making->tally->layout.dimensions[dimension].difference + CUL_DIFFERENCE_RESPONDENTS];
    return (struct cul_size){n, n};
}

static void hide(struct cul_sheet *sheet, int64_t minimum, enum cul_hidden *hidden)
{
    sheet->groups.minimum = minimum;
    cul_hide_groups(sheet->recovery, &sheet->groups, sheet->totals, sheet->columns, hidden, sheet->work);
}

/* What must be hidden, given what is hidden already, and what must be rounded so that no small group is known exactly.
 */
static void hide_and_round(struct cul_sheet *sheet)
{
    const culture_scores *scores = sheet->making->scores;
    hide(sheet, scores->minimum, sheet->hidden);
    memcpy(sheet->rounded, sheet->hidden, (size_t)sheet->groups.groups * sizeof *sheet->rounded);
    if (scores->full) {
        return;
    }
    if (!sheet->rounded[0] && sheet->totals[0].scored < CUL_ROUNDED_BELOW) {
        sheet->rounded[0] = CUL_HIDDEN_SMALL;
    }
    hide(sheet, CUL_ROUNDED_BELOW, sheet->rounded);
}

/* Hides whole units; their sizes are published too. */
static void hide_units(struct cul_sheet *sheet)
{
    cul_sheet_measure(sheet, cul_size_respondents, 0);
    memset(sheet->hidden, 0, (size_t)sheet->groups.groups * sizeof *sheet->hidden);
    hide(sheet, sheet->making->scores->minimum, sheet->hidden);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->making->scores->units[sheet->first_unit + g - 1].hidden = sheet->hidden[g];
    }
}

static struct cul_target target_of(const struct cul_sheet *sheet, int64_t group)
{
    int32_t reason = sheet->of->reason ? sheet->of->reason : cul_hidden_reason(sheet->hidden[group]);
    return (struct cul_target){.cells = cul_sheet_cells(sheet, group),
                               .headcount = population_of(sheet->making->scores, sheet->first_unit + group - 1),
                               .reason = reason,
                               .minimum = sheet->making->scores->minimum,
                               .rounded = sheet->rounded[group] != CUL_SHOWN};
}

/* What rests on the rows that are complete for a dimension. */
static const int32_t on_complete_rows[][2] = {
    {CULTURE_SCORE_ALPHA, CULTURE_SCORE_ALPHA_RESPONDENTS},
    {CULTURE_SCORE_ALPHA_VARYING, CULTURE_SCORE_ALPHA_VARYING},
    {CULTURE_SCORE_ALPHA_STANDARDISED, CULTURE_SCORE_OMEGA_SRMR},
    {CULTURE_SCORE_RWG_J_UNIFORM, CULTURE_SCORE_AGGREGATION},
};

static void suppress_complete(struct cul_sheet *sheet, int32_t dimension, int64_t first, int64_t end)
{
    struct cul_table *table = &sheet->making->scores->unit_table;
    for (int64_t row = first; row < end; row++) {
        for (size_t i = 0; i < sizeof on_complete_rows / sizeof *on_complete_rows; i++) {
            for (int32_t result = on_complete_rows[i][0]; result <= on_complete_rows[i][1]; result++) {
                if (!cul_table_reason(table, result, row, dimension)) {
                    cul_table_deny(table, result, row, dimension, CULTURE_REASON_SUPPRESSED);
                }
            }
        }
    }
}

/*
 * Units have results on complete rows of their own. Where the units of a column that lack them, and those in no unit,
 * have some complete rows but fewer than the minimum, or are one unit alone, these could be worked out from the
 * organisation's and the others': then no unit of the column has them. One item has no complete rows of its own.
 */
static void protect_complete_rows(struct cul_sheet *sheet, int32_t dimension)
{
    const culture_scores *scores = sheet->making->scores;
    const struct cul_layout_dimension *at = &sheet->making->tally->layout.dimensions[dimension];
    int64_t all = cul_complete_rows(at, sheet->making->organisation_cells[sheet->organisation]), end;
    for (int64_t first = sheet->first_unit; at->items > 1 && first < sheet->first_unit + sheet->units; first = end) {
        int64_t without = all, lacking = 0;
        for (end = first; end < sheet->first_unit + sheet->units && cul_same_partition(scores, first, end); end++) {
            int64_t rows = cul_complete_rows(at, sheet->making->unit_cells[end]);
            if (!cul_table_reason(&scores->unit_table, CULTURE_SCORE_ALPHA_RESPONDENTS, end, dimension)) {
                without -= rows;
            } else {
                lacking += rows > 0;
            }
        }
        if (without > 0 && (without < scores->minimum || lacking == 1)) {
            suppress_complete(sheet, dimension, first, end);
        }
    }
}

/* Of how many respondents a further result tells: which units must not have it. One without any may have it. */
static void keep(struct cul_sheet *sheet, cul_measure size_of, int32_t dimension)
{
    cul_sheet_measure(sheet, size_of, dimension);
    hide(sheet, sheet->making->scores->minimum, sheet->kept);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->kept[g] = sheet->totals[g].people > 0 ? sheet->kept[g] : CUL_SHOWN;
    }
}

/*
 * Where shares tell sums, those of units must not give what the few incomplete of some unit, or of nobody's, answered.
 * A unit in which all answered everything tells nothing that its mean does not.
 */
static void find_shares(struct cul_sheet *sheet, int32_t dimension)
{
    const culture_scores *scores = sheet->making->scores;
    const struct cul_layout *layout = &sheet->making->tally->layout;
    memset(sheet->kept, 0, (size_t)sheet->groups.groups * sizeof *sheet->kept);
    if (scores->full ||
        !cul_shares_tell_sums(cul_dimension_scale(scores->questionnaire, dimension), &layout->dimensions[dimension])) {
        return;
    }
    memcpy(sheet->kept, sheet->rounded, (size_t)sheet->groups.groups * sizeof *sheet->kept);
    if (cul_shares_tell_of_few(scores, layout, dimension, sheet->making->organisation_cells[sheet->organisation])) {
        sheet->kept[0] = CUL_HIDDEN_SMALL;
    }
    keep(sheet, incomplete, dimension);
}

/* Scores the units on one dimension; a dimension that few answered may need more hidden than the units as a whole. */
static void score_dimension(struct cul_sheet *sheet, int32_t dimension)
{
    culture_scores *scores = sheet->making->scores;
    cul_sheet_measure(sheet, cul_size_scored, dimension);
    sheet->hidden[0] = cul_sheet_whole(sheet, CULTURE_SCORE_RESPONDENTS, dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->hidden[g] = scores->units[sheet->first_unit + g - 1].hidden;
        if (!sheet->hidden[g] && sheet->totals[g].scored >= scores->minimum && !scores->full &&
            cul_dimension_is_alike(&sheet->making->tally->layout.dimensions[dimension],
                                   scores->questionnaire->dimensions[dimension].needed, cul_sheet_cells(sheet, g))) {
            sheet->hidden[g] = CUL_HIDDEN_ALIKE;
        }
    }
    hide_and_round(sheet);
    find_shares(sheet, dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        struct cul_target target = target_of(sheet, g);
        target.threes = sheet->kept[g] != CUL_SHOWN;
        cul_score_dimension(scores, &sheet->making->tally->layout, &scores->unit_table, sheet->first_unit + g - 1,
                            dimension, target);
        cul_score_consistency(sheet->making, &scores->unit_table, sheet->first_unit + g - 1, dimension,
                              target_of(sheet, g));
    }
    protect_complete_rows(sheet, dimension);
}

/* Those who are scored on a dimension or its base, not on both. */
static struct cul_size one_sided(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    int64_t both = compared(making, cells, dimension).scored;
    int64_t n =
        cul_size_scored(making, cells, dimension).scored + cul_size_scored(making, cells, at->base).scored - 2 * both;
    return (struct cul_size){n, n};
}

/* Beside both means, exact differences of units must not give what the few said who are on one side in some unit. */
static void find_differences(struct cul_sheet *sheet, int32_t dimension)
{
    const culture_scores *scores = sheet->making->scores;
    int32_t base = sheet->making->tally->layout.dimensions[dimension].base;
    memcpy(sheet->kept, sheet->hidden, (size_t)sheet->groups.groups * sizeof *sheet->kept);
    for (int64_t g = 0; g < sheet->groups.groups && !scores->full; g++) {
        const struct cul_table *table = g ? &scores->unit_table : &scores->organisation_table;
        int64_t row = g ? sheet->first_unit + g - 1 : sheet->organisation, both = sheet->totals[g].scored;
        if (!sheet->hidden[g] && cul_tells_of_few(scores, table, row, dimension, base, both)) {
            sheet->kept[g] = CUL_HIDDEN_SMALL;
        }
    }
    if (!scores->full) {
        keep(sheet, one_sided, dimension);
    }
}

/* The same for the difference of a dimension from its base; a unit that is hidden on either stays hidden. */
static void score_difference(struct cul_sheet *sheet, int32_t dimension)
{
    culture_scores *scores = sheet->making->scores;
    const struct cul_layout *layout = &sheet->making->tally->layout;
    int32_t base = layout->dimensions[dimension].base;
    cul_sheet_measure(sheet, compared, dimension);
    sheet->hidden[0] = cul_sheet_whole(sheet, CULTURE_SCORE_DIFFERENCE, dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        int64_t row = sheet->first_unit + g - 1;
        sheet->hidden[g] = scores->units[row].hidden;
        if (!sheet->hidden[g] && (cul_table_reason(&scores->unit_table, CULTURE_SCORE_MEAN, row, dimension) ||
                                  cul_table_reason(&scores->unit_table, CULTURE_SCORE_MEAN, row, base))) {
            sheet->hidden[g] = CUL_HIDDEN_TO_PROTECT;
        }
        if (!sheet->hidden[g] && sheet->totals[g].scored >= scores->minimum && !scores->full &&
            cul_difference_is_alike(layout, dimension, cul_sheet_cells(sheet, g))) {
            sheet->hidden[g] = CUL_HIDDEN_ALIKE;
        }
    }
    hide_and_round(sheet);
    find_differences(sheet, dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        struct cul_target target = target_of(sheet, g);
        target.of_means = sheet->kept[g] != CUL_SHOWN && !scores->full;
        cul_score_difference(scores, layout, &scores->unit_table, sheet->first_unit + g - 1, dimension, target);
    }
}

bool cul_score_units(struct cul_making *making, int64_t organisation)
{
    if (!making->scores->organisations[organisation].unit_count) {
        return true;
    }
    const struct cul_layout *layout = &making->tally->layout;
    struct cul_sheet sheet;
    bool good = cul_sheet_open(&sheet, making, organisation, 2);
    if (good) {
        hide_units(&sheet);
    }
    for (int32_t d = 0; d < layout->dimension_count && good; d++) {
        score_dimension(&sheet, d);
    }
    for (int32_t d = 0; d < layout->dimension_count && good; d++) {
        if (layout->dimensions[d].base >= 0) {
            score_difference(&sheet, d);
        }
    }
    cul_sheet_close(&sheet);
    return good;
}
