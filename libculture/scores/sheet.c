/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/sheet.h"

#include "base/memory.h"
#include "scores/statistics.h"

#include <string.h>

/* Larger ones are not searched for what could be worked out: see cul_hide_groups(). */
enum { MOST_MEMBERS = 4000000 };

struct cul_size cul_size_respondents(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    (void)making, (void)dimension;
    return (struct cul_size){cells[CUL_LAYOUT_RESPONDENTS], cells[CUL_LAYOUT_RESPONDENTS]};
}

struct cul_size cul_size_scored(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    int32_t needed = making->scores->questionnaire->dimensions[dimension].needed;
    return (struct cul_size){cul_dimension_moments(at, needed, cells).n, cul_dimension_moments(at, 1, cells).n};
}

const int64_t *cul_sheet_cells(const struct cul_sheet *sheet, int64_t group)
{
    return sheet->making->unit_cells[sheet->first_unit + group - 1];
}

void cul_size_take(struct cul_size *from, struct cul_size size)
{
    from->scored = from->scored > size.scored ? from->scored - size.scored : 0;
    from->people = from->people > size.people ? from->people - size.people : 0;
}

void cul_sheet_measure(struct cul_sheet *sheet, cul_measure size_of, int32_t dimension)
{
    const struct cul_making *making = sheet->making;
    sheet->totals[0] = size_of(making, making->organisation_cells[sheet->organisation], dimension);
    for (int64_t g = 1; g < sheet->groups.groups; g++) {
        sheet->totals[g] = size_of(making, cul_sheet_cells(sheet, g), dimension);
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
        cul_size_take(rest, sheet->sizes[c]);
        for (int64_t i = 0; i < sheet->of->column_count; i++) {
            if (crossing->units[i] >= 0) {
                cul_size_take(&single[crossing->units[i] - sheet->first_unit], sheet->sizes[c]);
            }
        }
    }
    for (int64_t i = 0; i < sheet->units; i++) {
        cul_size_take(rest, single[i]);
    }
}

static void fill_members(struct cul_sheet *sheet)
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

void cul_sheet_close(struct cul_sheet *sheet)
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
static bool open_parts(struct cul_sheet *sheet, int64_t least_columns)
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

bool cul_sheet_open(struct cul_sheet *sheet, struct cul_making *making, int64_t organisation, int64_t least_columns)
{
    const struct cul_scored_organisation *of = &making->scores->organisations[organisation];
    size_t groups = (size_t)of->unit_count + 1;
    *sheet = (struct cul_sheet){.making = making,
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

enum cul_hidden cul_sheet_whole(const struct cul_sheet *sheet, int32_t result, int32_t dimension)
{
    const struct cul_table *table = &sheet->making->scores->organisation_table;
    return cul_table_reason(table, result, sheet->organisation, dimension) ? CUL_HIDDEN_SMALL : CUL_SHOWN;
}
