/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: subgroups of an organisation, hidden where they are small or would give a small one away. */
#include "base/memory.h"
#include "scores/making.h"
#include "scores/statistics.h"
#include "scores/threes.h"
#include "tally/complete.h"

#include <string.h>

/* Larger ones are not searched for what could be worked out: see cul_hide_groups(). */
enum { MOST_MEMBERS = 4000000 };

/*
 * One organisation: group 0 is itself, the others are its units. Its parts are its crossings, then of every unit those
 * who are in no crossing (their rows had one unit column), then those who are in no unit.
 */
struct sheet {
    struct cul_making *making;
    int64_t organisation, first_unit, units;
    const struct cul_scored_organisation *of;
    struct cul_groups groups;
    uint8_t *members;
    struct cul_size *sizes, *totals;
    int64_t *columns;
    enum cul_hidden *hidden, *rounded; /* rounded: what must not be known exactly */
    enum cul_hidden *kept;             /* those of which one more result must not */
    bool *work;
    struct cul_recovery *recovery; /* NULL: one column, or too large */
};

/* How many of a group count for a result. */
typedef struct cul_size (*measure)(const struct cul_making *making, const int64_t *cells, int32_t dimension);

static struct cul_size respondents(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    (void)making, (void)dimension;
    return (struct cul_size){cells[CUL_LAYOUT_RESPONDENTS], cells[CUL_LAYOUT_RESPONDENTS]};
}

static struct cul_size scored(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    int32_t needed = making->scores->questionnaire->dimensions[dimension].needed;
    return (struct cul_size){cul_dimension_moments(at, needed, cells).n, cul_dimension_moments(at, 1, cells).n};
}

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

static const int64_t *unit_cells(const struct sheet *sheet, int64_t group)
{
    return sheet->making->unit_cells[sheet->first_unit + group - 1];
}

static void take(struct cul_size *from, struct cul_size size)
{
    from->scored = from->scored > size.scored ? from->scored - size.scored : 0;
    from->people = from->people > size.people ? from->people - size.people : 0;
}

/* The sizes of all groups and parts for one result. */
static void measure_all(struct sheet *sheet, measure size_of, int32_t dimension)
{
    const struct cul_making *making = sheet->making;
    sheet->totals[0] = size_of(making, making->organisation_cells[sheet->organisation], dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->totals[g] = size_of(making, unit_cells(sheet, g), dimension);
    }
    if (!sheet->recovery) {
        return;
    }
    int64_t crossings = sheet->of->crossing_count;
    struct cul_size *single = sheet->sizes + crossings, *rest = single + sheet->units;
    memcpy(single, sheet->totals + 1, (size_t)sheet->units * sizeof *single);
    *rest = sheet->totals[0];
    for (int64_t c = 0; c < crossings; c++) {
        const struct cul_scored_crossing *crossing = &making->crossings[sheet->of->first_crossing + c];
        sheet->sizes[c] = size_of(making, crossing->cells, dimension);
        take(rest, sheet->sizes[c]);
        for (int64_t i = 0; i < sheet->of->column_count; i++) {
            if (crossing->units[i] >= 0) {
                take(&single[crossing->units[i] - sheet->first_unit], sheet->sizes[c]);
            }
        }
    }
    for (int64_t i = 0; i < sheet->units; i++) {
        take(rest, single[i]);
    }
}

static void fill_members(struct sheet *sheet)
{
    int64_t parts = sheet->groups.parts, crossings = sheet->of->crossing_count;
    memset(sheet->members, 1, (size_t)parts);
    for (int64_t c = 0; c < crossings; c++) {
        const struct cul_scored_crossing *crossing = &sheet->making->crossings[sheet->of->first_crossing + c];
        for (int64_t i = 0; i < sheet->of->column_count; i++) {
            if (crossing->units[i] >= 0) {
                sheet->members[(crossing->units[i] - sheet->first_unit + 1) * parts + c] = 1;
            }
        }
    }
    for (int64_t i = 0; i < sheet->units; i++) {
        sheet->members[(i + 1) * parts + crossings + i] = 1;
    }
}

static void close_sheet(struct sheet *sheet)
{
    cul_recovery_free(sheet->recovery);
    cul_memory_free(sheet->members);
    cul_memory_free(sheet->sizes);
    cul_memory_free(sheet->totals);
    cul_memory_free(sheet->columns);
    cul_memory_free(sheet->hidden);
    cul_memory_free(sheet->rounded);
    cul_memory_free(sheet->kept);
    cul_memory_free(sheet->work);
}

/* Room for the parts, when units of several columns overlap. False: no memory. */
static bool open_parts(struct sheet *sheet, int64_t least_columns)
{
    int64_t groups = sheet->groups.groups, parts = sheet->of->crossing_count + sheet->units + 1;
    if (sheet->of->column_count < least_columns || parts > MOST_MEMBERS / groups ||
        groups > MOST_MEMBERS / (parts + groups)) {
        return true;
    }
    sheet->groups.parts = parts;
    sheet->members = cul_memory_new((size_t)groups, (size_t)parts);
    sheet->sizes = cul_memory_new((size_t)parts, sizeof *sheet->sizes);
    sheet->recovery = cul_recovery_new(groups, parts);
    if (!sheet->members || !sheet->sizes || !sheet->recovery) {
        return false;
    }
    fill_members(sheet);
    sheet->groups.members = sheet->members;
    sheet->groups.sizes = sheet->sizes;
    return true;
}

static bool open_sheet(struct sheet *sheet, struct cul_making *making, int64_t organisation, int64_t least_columns)
{
    const struct cul_scored_organisation *of = &making->scores->organisations[organisation];
    size_t groups = (size_t)of->unit_count + 1;
    *sheet = (struct sheet){.making = making,
                            .organisation = organisation,
                            .of = of,
                            .first_unit = of->first_unit,
                            .units = of->unit_count,
                            .groups = {.groups = of->unit_count + 1},
                            .totals = cul_memory_new(groups, sizeof *sheet->totals),
                            .columns = cul_memory_new(groups, sizeof *sheet->columns),
                            .hidden = cul_memory_new(groups, sizeof *sheet->hidden),
                            .rounded = cul_memory_new(groups, sizeof *sheet->rounded),
                            .kept = cul_memory_new(groups, sizeof *sheet->kept),
                            .work = cul_memory_new(groups, CUL_WORK_OF_GROUP * sizeof *sheet->work)};
    if (!sheet->totals || !sheet->columns || !sheet->hidden || !sheet->rounded || !sheet->kept || !sheet->work) {
        return false;
    }
    for (int64_t i = 0; i < of->unit_count; i++) {
        sheet->columns[i + 1] = making->scores->units[of->first_unit + i].column_index;
    }
    return open_parts(sheet, least_columns);
}

static void hide(struct sheet *sheet, int64_t minimum, enum cul_hidden *hidden)
{
    sheet->groups.minimum = minimum;
    cul_hide_groups(sheet->recovery, &sheet->groups, sheet->totals, sheet->columns, hidden, sheet->work);
}

/* What must be hidden, given what is hidden already, and what must be rounded so that no small group is known exactly.
 */
static void hide_and_round(struct sheet *sheet)
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
static void hide_units(struct sheet *sheet)
{
    measure_all(sheet, respondents, 0);
    memset(sheet->hidden, 0, (size_t)sheet->groups.groups * sizeof *sheet->hidden);
    hide(sheet, sheet->making->scores->minimum, sheet->hidden);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->making->scores->units[sheet->first_unit + g - 1].hidden = sheet->hidden[g];
    }
}

static struct cul_target target_of(const struct sheet *sheet, int64_t group)
{
    int32_t reason = sheet->of->reason ? sheet->of->reason : cul_hidden_reason(sheet->hidden[group]);
    return (struct cul_target){.cells = unit_cells(sheet, group),
                               .headcount = population_of(sheet->making->scores, sheet->first_unit + group - 1),
                               .reason = reason,
                               .minimum = sheet->making->scores->minimum,
                               .rounded = sheet->rounded[group] != CUL_SHOWN};
}

/* Whether the organisation's own result is hidden, so that nothing can be subtracted from it. */
static enum cul_hidden whole(const struct sheet *sheet, int32_t result, int32_t dimension)
{
    const struct cul_table *table = &sheet->making->scores->organisation_table;
    return cul_table_reason(table, result, sheet->organisation, dimension) ? CUL_HIDDEN_SMALL : CUL_SHOWN;
}

/* Scores the units on one dimension; a dimension that few answered may need more hidden than the units as a whole. */
/* What rests on the rows that are complete for a dimension. */
static const int32_t on_complete_rows[][2] = {
    {CULTURE_SCORE_ALPHA, CULTURE_SCORE_ALPHA_RESPONDENTS},
    {CULTURE_SCORE_ALPHA_VARYING, CULTURE_SCORE_ALPHA_VARYING},
    {CULTURE_SCORE_ALPHA_STANDARDISED, CULTURE_SCORE_OMEGA_SRMR},
    {CULTURE_SCORE_RWG_J_UNIFORM, CULTURE_SCORE_AGGREGATION},
};

static void suppress_complete(struct sheet *sheet, int32_t dimension, int64_t first, int64_t end)
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
static void protect_complete_rows(struct sheet *sheet, int32_t dimension)
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
static void keep(struct sheet *sheet, measure size_of, int32_t dimension)
{
    measure_all(sheet, size_of, dimension);
    hide(sheet, sheet->making->scores->minimum, sheet->kept);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->kept[g] = sheet->totals[g].people > 0 ? sheet->kept[g] : CUL_SHOWN;
    }
}

/*
 * Where shares tell sums, those of units must not give what the few incomplete of some unit, or of nobody's, answered.
 * A unit in which all answered everything tells nothing that its mean does not.
 */
static void find_shares(struct sheet *sheet, int32_t dimension)
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

static void score_dimension(struct sheet *sheet, int32_t dimension)
{
    culture_scores *scores = sheet->making->scores;
    measure_all(sheet, scored, dimension);
    sheet->hidden[0] = whole(sheet, CULTURE_SCORE_RESPONDENTS, dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->hidden[g] = scores->units[sheet->first_unit + g - 1].hidden;
        if (!sheet->hidden[g] && sheet->totals[g].scored >= scores->minimum && !scores->full &&
            cul_dimension_is_alike(&sheet->making->tally->layout.dimensions[dimension],
                                   scores->questionnaire->dimensions[dimension].needed, unit_cells(sheet, g))) {
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
    int64_t n = scored(making, cells, dimension).scored + scored(making, cells, at->base).scored - 2 * both;
    return (struct cul_size){n, n};
}

/* Beside both means, exact differences of units must not give what the few said who are on one side in some unit. */
static void find_differences(struct sheet *sheet, int32_t dimension)
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
static void score_difference(struct sheet *sheet, int32_t dimension)
{
    culture_scores *scores = sheet->making->scores;
    const struct cul_layout *layout = &sheet->making->tally->layout;
    int32_t base = layout->dimensions[dimension].base;
    measure_all(sheet, compared, dimension);
    sheet->hidden[0] = whole(sheet, CULTURE_SCORE_DIFFERENCE, dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        int64_t row = sheet->first_unit + g - 1;
        sheet->hidden[g] = scores->units[row].hidden;
        if (!sheet->hidden[g] && (cul_table_reason(&scores->unit_table, CULTURE_SCORE_MEAN, row, dimension) ||
                                  cul_table_reason(&scores->unit_table, CULTURE_SCORE_MEAN, row, base))) {
            sheet->hidden[g] = CUL_HIDDEN_TO_PROTECT;
        }
        if (!sheet->hidden[g] && sheet->totals[g].scored >= scores->minimum && !scores->full &&
            cul_difference_is_alike(layout, dimension, unit_cells(sheet, g))) {
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

static bool score_units_of(struct cul_making *making, int64_t organisation)
{
    const struct cul_layout *layout = &making->tally->layout;
    struct sheet sheet;
    bool good = open_sheet(&sheet, making, organisation, 2);
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
    close_sheet(&sheet);
    return good;
}

bool cul_weights_are_safe(struct cul_making *making, int64_t organisation, int32_t dimension, const double *weights,
                          bool *safe)
{
    const culture_scores *scores = making->scores;
    struct sheet sheet;
    bool good = open_sheet(&sheet, making, organisation, 1);
    int64_t steps = CUL_MOST_STEPS, parts = sheet.groups.parts;
    double *of_parts = good ? cul_memory_new((size_t)parts + 1, sizeof *of_parts) : NULL;
    good = of_parts != NULL;
    *safe = false;
    if (good && sheet.recovery) {
        memcpy(of_parts, weights, (size_t)(parts - 1) * sizeof *of_parts);
        measure_all(&sheet, scored, dimension);
        sheet.work[0] = whole(&sheet, CULTURE_SCORE_RESPONDENTS, dimension);
        for (int64_t g = 1; g < sheet.groups.groups; g++) {
            sheet.work[g] = cul_table_reason(&scores->unit_table, CULTURE_SCORE_RESPONDENTS, sheet.first_unit + g - 1,
                                             dimension) != CULTURE_REASON_NONE;
        }
        sheet.groups.minimum = scores->minimum;
        sheet.groups.weights = of_parts;
        *safe = cul_recover(sheet.recovery, &sheet.groups, sheet.work, sheet.totals, &steps) == CUL_RECOVERS_NOTHING;
    }
    cul_memory_free(of_parts);
    close_sheet(&sheet);
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

static bool open_split(struct split *split, const struct sheet *sheet)
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

static void fill_split(struct split *split, struct sheet *sheet)
{
    const culture_scores *scores = sheet->making->scores;
    int64_t parts = sheet->groups.parts, last = sheet->groups.groups;
    for (int64_t g = 0; g < last; g++) {
        memcpy(split->members + g * 2 * parts, sheet->members + g * parts, (size_t)parts);
        memcpy(split->members + (g * 2 + 1) * parts, sheet->members + g * parts, (size_t)parts);
        split->hidden[g] = g > 0 && scores->units[sheet->first_unit + g - 1].hidden;
    }
    memset(split->members + (last * 2 + 1) * parts, 1, (size_t)parts);
    measure_all(sheet, respondents, 0);
    memcpy(split->sizes, sheet->sizes, (size_t)parts * sizeof *split->sizes);
    memcpy(split->totals, sheet->totals, (size_t)last * sizeof *split->totals);
    measure_all(sheet, flagged, 0);
    memcpy(split->sizes + parts, sheet->sizes, (size_t)parts * sizeof *split->sizes);
    split->totals[last] = sheet->totals[0];
    for (int64_t i = 0; i < parts; i++) {
        take(&split->sizes[i], sheet->sizes[i]);
    }
}

bool cul_flagged_are_safe(struct cul_making *making, int64_t organisation, bool *safe)
{
    struct sheet sheet;
    struct split split = {0};
    bool good = open_sheet(&sheet, making, organisation, 0);
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
    close_sheet(&sheet);
    return good;
}

bool cul_score_units(struct cul_making *making)
{
    bool good = true;
    for (int64_t i = 0; i < making->scores->organisation_count && good; i++) {
        good = !making->scores->organisations[i].unit_count || score_units_of(making, i);
    }
    return good;
}
