/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: subgroups of an organisation, hidden where they are small or would give a small one away. */
#include "base/memory.h"
#include "scores/making.h"
#include "scores/statistics.h"

/* The units of one organisation in one column: a partition of its respondents. */
struct partition {
    int64_t first, count;
    int64_t *sizes;
    enum cul_hidden *hidden;
};

static int64_t scored(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    return cul_dimension_moments(&making->tally->layout.dimensions[dimension],
                                 making->scores->questionnaire->dimensions[dimension].needed, cells)
        .n;
}

/* Hides whole units; their sizes are published too. */
static void hide_units(struct cul_making *making, struct partition part, int64_t organisation)
{
    culture_scores *scores = making->scores;
    int64_t rest = scores->organisations[organisation].respondents;
    for (int64_t i = 0; i < part.count; i++) {
        part.sizes[i] = scores->units[part.first + i].respondents;
        part.hidden[i] = CUL_SHOWN;
        rest -= part.sizes[i];
    }
    cul_hide_parts(part.sizes, part.count, rest, scores->minimum, part.hidden);
    for (int64_t i = 0; i < part.count; i++) {
        scores->units[part.first + i].hidden = part.hidden[i];
    }
}

/* The headcount that narrows a unit's intervals; 0: none, also when it is smaller than the respondents. */
static int64_t population_of(const culture_scores *scores, int64_t row)
{
    const struct cul_scored_unit *unit = &scores->units[row];
    bool usable = scores->target == CULTURE_TARGET_WORKFORCE && unit->headcount >= unit->respondents;
    return usable ? unit->headcount : 0;
}

static int32_t hidden_reason(enum cul_hidden hidden)
{
    static const int32_t reasons[] = {CULTURE_REASON_NONE, CULTURE_REASON_TOO_FEW, CULTURE_REASON_SUPPRESSED};
    return reasons[hidden];
}

/* Scores the units on one dimension; a dimension that few answered may need more hidden than the units as a whole. */
static void score_partition(struct cul_making *making, struct partition part, int64_t organisation, int32_t dimension)
{
    culture_scores *scores = making->scores;
    int64_t rest = scored(making, making->organisation_cells[organisation], dimension);
    for (int64_t i = 0; i < part.count; i++) {
        part.sizes[i] = scored(making, making->unit_cells[part.first + i], dimension);
        part.hidden[i] = scores->units[part.first + i].hidden;
        rest -= part.sizes[i];
    }
    cul_hide_parts(part.sizes, part.count, rest, scores->minimum, part.hidden);
    for (int64_t i = 0; i < part.count; i++) {
        int32_t reason = scores->organisations[organisation].reason;
        struct cul_target target = {making->unit_cells[part.first + i], population_of(scores, part.first + i),
                                    reason ? reason : hidden_reason(part.hidden[i]), scores->minimum};
        cul_score_dimension(scores, &making->tally->layout, &scores->unit_table, part.first + i, dimension, target);
        cul_score_consistency(making, &scores->unit_table, part.first + i, dimension, target.cells);
    }
}

static int64_t compared(const struct cul_making *making, const int64_t *cells, int32_t dimension)
{
    return cells[making->tally->layout.dimensions[dimension].difference + CUL_DIFFERENCE_RESPONDENTS];
}

/* The same for the difference of a dimension from its base; a unit that is hidden on either stays hidden. */
static void compare_partition(struct cul_making *making, struct partition part, int64_t organisation, int32_t dimension)
{
    culture_scores *scores = making->scores;
    int32_t base = making->tally->layout.dimensions[dimension].base;
    int64_t rest = compared(making, making->organisation_cells[organisation], dimension);
    for (int64_t i = 0; i < part.count; i++) {
        int64_t row = part.first + i;
        part.sizes[i] = compared(making, making->unit_cells[row], dimension);
        part.hidden[i] = scores->units[row].hidden;
        if (cul_table_reason(&scores->unit_table, CULTURE_SCORE_MEAN, row, dimension) ||
            cul_table_reason(&scores->unit_table, CULTURE_SCORE_MEAN, row, base)) {
            part.hidden[i] = part.hidden[i] ? part.hidden[i] : CUL_HIDDEN_TO_PROTECT;
        }
        rest -= part.sizes[i];
    }
    cul_hide_parts(part.sizes, part.count, rest, scores->minimum, part.hidden);
    for (int64_t i = 0; i < part.count; i++) {
        int32_t reason = scores->organisations[organisation].reason;
        struct cul_target target = {making->unit_cells[part.first + i], population_of(scores, part.first + i),
                                    reason ? reason : hidden_reason(part.hidden[i]), scores->minimum};
        cul_score_difference(scores, &making->tally->layout, &scores->unit_table, part.first + i, dimension, target);
    }
}

static void score_units_of(struct cul_making *making, int64_t organisation, struct partition part)
{
    culture_scores *scores = making->scores;
    const struct cul_scored_organisation *of = &scores->organisations[organisation];
    int64_t end = of->first_unit + of->unit_count;
    for (part.first = of->first_unit; part.first < end; part.first += part.count) {
        part.count = 1;
        while (part.first + part.count < end && cul_same_partition(scores, part.first, part.first + part.count)) {
            part.count++;
        }
        hide_units(making, part, organisation);
        for (int32_t d = 0; d < scores->questionnaire->dimension_count; d++) {
            score_partition(making, part, organisation, d);
        }
        for (int32_t d = 0; d < scores->questionnaire->dimension_count; d++) {
            if (making->tally->layout.dimensions[d].base >= 0) {
                compare_partition(making, part, organisation, d);
            }
        }
    }
}

bool cul_score_units(struct cul_making *making)
{
    size_t count = (size_t)making->scores->unit_count;
    struct partition part = {.sizes = cul_memory_new(count, sizeof *part.sizes),
                             .hidden = cul_memory_new(count, sizeof *part.hidden)};
    bool good = part.sizes && part.hidden;
    for (int64_t i = 0; i < making->scores->organisation_count && good; i++) {
        score_units_of(making, i, part);
    }
    cul_memory_free(part.sizes);
    cul_memory_free(part.hidden);
    return good;
}
