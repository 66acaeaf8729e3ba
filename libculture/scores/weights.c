/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The means of organisations weighted to their units' headcounts: which strata and margins they have. */
#include "answers/register.h"
#include "answers/register_units.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "scores/making.h"
#include "scores/statistics.h"
#include "scores/weighting.h"

#include <stdlib.h>
#include <string.h>

enum { MARGINS = 8 }; /* unit columns with headcounts that are raked at once */

/* One unit column of an organisation that the register knows. */
struct column {
    int64_t first, count; /* its units */
    double unseen;        /* people of units without any respondent */
};

/* The organisation at hand and room for its strata, as many as its largest list of groups. */
struct weighing {
    struct cul_making *making;
    int64_t organisation;
    struct column columns[MARGINS];
    int32_t column_count;
    int32_t absent; /* why there is nothing to weigh by; NONE when there is */
    struct cul_stratum *strata;
    int32_t *categories; /* strata x margins */
    double *sizes;       /* respondents per unit, then per category */
    double *totals, *room;
    double *weights;      /* per crossing, then per unit */
    int32_t *category_of; /* per unit of the organisation */
};

static int by_key(const void *key, const void *organisation)
{
    return strcmp(key, ((const struct cul_scored_organisation *)organisation)->key);
}

/* The organisation that a register's unit belongs to; NULL: none. Without memory *failed is set. */
static struct cul_scored_organisation *owner_of(struct cul_making *making, const struct culture_register_unit *unit,
                                                struct cul_buffer *key, bool *failed)
{
    culture_scores *scores = making->scores;
    cul_buffer_clear(key);
    if (!cul_text_name_key(unit->organisation, strlen(unit->organisation), key)) {
        *failed = *failed || key->failed;
        return NULL;
    }
    return bsearch(key->bytes, scores->organisations, (size_t)scores->organisation_count, sizeof *scores->organisations,
                   by_key);
}

/* Tells every unit its headcount. False: no memory. */
static bool find_headcounts(struct cul_making *making)
{
    culture_scores *scores = making->scores;
    for (int64_t i = 0; i < scores->unit_count; i++) {
        struct cul_scored_unit *unit = &scores->units[i];
        if (!cul_register_unit_headcount(scores->reg, scores->organisations[unit->organisation].key, unit->column,
                                         unit->name, &unit->headcount)) {
            return false;
        }
    }
    return true;
}

/* The column of an organisation that a register's unit is of, -1: none. A blank one is the organisation's first. */
static int64_t column_of(const culture_scores *scores, const struct cul_scored_organisation *of,
                         const struct culture_register_unit *unit, bool *failed)
{
    for (int64_t i = of->first_unit; i < of->first_unit + of->unit_count; i++) {
        _Bool out_of_memory = 0;
        if (!*unit->column || cul_text_same_key(unit->column, scores->units[i].column, &out_of_memory)) {
            return scores->units[i].column_index;
        }
        *failed = *failed || out_of_memory;
    }
    return -1;
}

/* People of the register's units, per organisation and column. False: no memory. */
static bool add_up_register(struct cul_making *making, double *people)
{
    culture_scores *scores = making->scores;
    struct cul_buffer key = {0};
    bool failed = false;
    for (int64_t i = 0; i < culture_register_unit_count(scores->reg) && !failed; i++) {
        const struct culture_register_unit *unit = &cul_register_units_of(scores->reg)->units[i];
        struct cul_scored_organisation *of = owner_of(making, unit, &key, &failed);
        int64_t column = of ? column_of(scores, of, unit, &failed) : -1;
        if (column >= 0) {
            people[of->first_unit + column] += (double)unit->headcount;
        }
    }
    cul_buffer_free(&key);
    return !failed;
}

/* The columns that the register knows; a column of which it knows one unit must be known whole. */
static void find_columns(struct weighing *at, const double *people)
{
    const culture_scores *scores = at->making->scores;
    const struct cul_scored_organisation *of = &scores->organisations[at->organisation];
    at->column_count = 0;
    at->absent = CULTURE_REASON_NONE;
    for (int64_t first = of->first_unit, end; first < of->first_unit + of->unit_count; first = end) {
        double seen = 0;
        int64_t unknown = 0;
        for (end = first; end < of->first_unit + of->unit_count && cul_same_partition(scores, first, end); end++) {
            seen += (double)scores->units[end].headcount;
            unknown += scores->units[end].headcount == 0;
            if (scores->units[end].headcount && scores->units[end].headcount < scores->units[end].respondents) {
                at->absent = CULTURE_REASON_OUT_OF_RANGE;
            }
        }
        double all = people[of->first_unit + scores->units[first].column_index];
        if (all > 0 && at->column_count < MARGINS) {
            at->absent = unknown && !at->absent ? CULTURE_REASON_NO_HEADCOUNT : at->absent;
            at->columns[at->column_count++] = (struct column){first, end - first, all - seen};
        }
    }
    if (!at->column_count && !at->absent) {
        at->absent = CULTURE_REASON_NO_HEADCOUNT;
    }
}

static struct cul_moments moments_of(const struct weighing *at, int32_t dimension, const int64_t *cells)
{
    const culture_questionnaire *questionnaire = at->making->scores->questionnaire;
    return cul_dimension_moments(&at->making->tally->layout.dimensions[dimension],
                                 questionnaire->dimensions[dimension].needed, cells);
}

/* Adds a stratum; its categories hold units (counted within the organisation) until they are numbered. */
static void add_stratum(struct weighing *at, int64_t *count, int32_t dimension, const int64_t *cells,
                        const int64_t *units)
{
    struct cul_moments moments = moments_of(at, dimension, cells);
    int32_t *categories = at->categories + *count * at->column_count;
    int64_t first = at->making->scores->organisations[at->organisation].first_unit;
    for (int32_t m = 0; m < at->column_count; m++) {
        if (units[m] < 0) {
            return; /* blank: this respondent's place in the population is not known */
        }
        categories[m] = (int32_t)(units[m] - first);
    }
    if (moments.n) {
        at->strata[(*count)++] = (struct cul_stratum){
            .n = (double)moments.n, .mean = moments.mean, .variance = moments.variance, .categories = categories};
    }
}

/* With one column its units are the strata; with more, the crossings of all columns. */
static int64_t find_strata(struct weighing *at, int32_t dimension)
{
    const struct cul_making *making = at->making;
    const struct cul_scored_organisation *of = &making->scores->organisations[at->organisation];
    int64_t count = 0, units[MARGINS];
    if (at->column_count == 1) {
        for (int64_t i = at->columns[0].first; i < at->columns[0].first + at->columns[0].count; i++) {
            add_stratum(at, &count, dimension, making->unit_cells[i], &i);
        }
        return count;
    }
    for (int64_t i = of->first_crossing; i < of->first_crossing + of->crossing_count; i++) {
        for (int32_t m = 0; m < at->column_count; m++) {
            units[m] = making->crossings[i].units[making->scores->units[at->columns[m].first].column_index];
        }
        add_stratum(at, &count, dimension, making->crossings[i].cells, units);
    }
    return count;
}

/* Where people without respondents go when no hidden unit can take them: to the smallest unit that is shown. */
static int32_t smallest_category(const double *sizes, const int32_t *category_of, const struct column *column,
                                 int64_t first)
{
    int64_t smallest = -1;
    for (int64_t i = column->first - first; i < column->first - first + column->count; i++) {
        if (category_of[i] > 0 && (smallest < 0 || sizes[i] < sizes[smallest])) {
            smallest = i;
        }
    }
    return smallest < 0 ? 0 : category_of[smallest];
}

/*
 * Numbers the categories of a margin: 0 takes all hidden units together, and those with fewer than two respondents, so
 * that a weighted mean tells no more of them than the unweighted one. Their respondents must be none or enough.
 */
static int32_t number_categories(struct weighing *at, int32_t m, int32_t dimension, struct cul_margin *margin,
                                 int64_t count)
{
    const culture_scores *scores = at->making->scores;
    const struct column *column = &at->columns[m];
    int64_t first = scores->organisations[at->organisation].first_unit;
    memset(at->sizes, 0, (size_t)scores->organisations[at->organisation].unit_count * sizeof *at->sizes);
    for (int64_t i = 0; i < count; i++) {
        at->sizes[at->strata[i].categories[m]] += at->strata[i].n;
    }
    double together = 0;
    margin->categories = 1;
    margin->totals[0] = column->unseen;
    for (int64_t i = column->first; i < column->first + column->count; i++) {
        bool hidden =
            cul_table_reason(&scores->unit_table, CULTURE_SCORE_MEAN, i, dimension) || at->sizes[i - first] < 2;
        at->category_of[i - first] = hidden ? 0 : margin->categories++;
        margin->totals[at->category_of[i - first]] =
            (double)scores->units[i].headcount + (hidden ? margin->totals[0] : 0);
        together += hidden ? at->sizes[i - first] : 0;
    }
    if (together == 0 && margin->totals[0] > 0) {
        margin->totals[smallest_category(at->sizes, at->category_of, column, first)] += margin->totals[0];
        margin->totals[0] = 0;
    }
    return together > 0 && together < (double)scores->minimum ? CULTURE_REASON_SUPPRESSED : CULTURE_REASON_NONE;
}

/*
 * Whether one of the units that are weighted has no SD of its own to show: the interval is made of all of theirs. The
 * hidden units of a single column are one category, which is no more than what the others leave of the organisation;
 * over several columns parts of it weigh differently.
 */
static bool has_rounded(const struct weighing *at, int32_t dimension)
{
    const struct cul_table *table = &at->making->scores->unit_table;
    for (int32_t m = 0; m < at->column_count; m++) {
        const struct column *column = &at->columns[m];
        for (int64_t i = column->first; i < column->first + column->count; i++) {
            bool hidden = cul_table_reason(table, CULTURE_SCORE_MEAN, i, dimension) != CULTURE_REASON_NONE;
            if (hidden ? at->column_count > 1 : cul_table_reason(table, CULTURE_SCORE_SD, i, dimension) != 0) {
                return true;
            }
        }
    }
    return false;
}

static struct cul_weighted weigh(struct weighing *at, int32_t dimension)
{
    struct cul_margin margins[MARGINS];
    struct cul_weighted result = {.reason = at->absent};
    int64_t count = at->absent ? 0 : find_strata(at, dimension);
    double *totals = at->totals, *room = at->room;
    for (int32_t m = 0; m < at->column_count && !result.reason; m++) {
        margins[m] = (struct cul_margin){.totals = totals, .room = room};
        result.reason = number_categories(at, m, dimension, &margins[m], count);
        for (int64_t i = 0; i < count; i++) {
            int32_t *category = &at->categories[(at->strata[i].categories - at->categories) + m];
            *category = at->category_of[*category];
        }
        totals += margins[m].categories;
        room += margins[m].categories;
    }
    if (result.reason) {
        return result;
    }
    if (!count) {
        return (struct cul_weighted){.reason = CULTURE_REASON_TOO_FEW};
    }
    bool finite = at->making->scores->target == CULTURE_TARGET_WORKFORCE;
    result = cul_weigh(at->strata, count, margins, at->column_count, at->sizes, finite);
    result.rounded = has_rounded(at, dimension);
    return result;
}

/* The weights of one column's units, for them and for every crossing they are in. */
static void weigh_column(struct weighing *at, int32_t dimension, const struct cul_scored_organisation *of)
{
    const struct cul_making *making = at->making;
    const struct column *column = &at->columns[0];
    int64_t stratum = 0, place = making->scores->units[column->first].column_index;
    double *units = at->weights + of->crossing_count;
    for (int64_t i = column->first; i < column->first + column->count; i++) {
        if (moments_of(at, dimension, making->unit_cells[i]).n) {
            units[i - of->first_unit] = at->strata[stratum++].weight;
        }
    }
    for (int64_t i = 0; i < of->crossing_count; i++) {
        int64_t unit = making->crossings[of->first_crossing + i].units[place];
        at->weights[i] = unit < 0 ? 0 : units[unit - of->first_unit];
    }
}

/*
 * Whether the mean may be given beside those of the units: the weight of every crossing, or with one column of every
 * unit, tells how it is made of them. Strata are those that find_strata() took, in its order.
 */
static bool check(struct weighing *at, int32_t dimension, struct cul_weighted *weighted)
{
    const struct cul_making *making = at->making;
    const struct cul_scored_organisation *of = &making->scores->organisations[at->organisation];
    int64_t stratum = 0;
    memset(at->weights, 0, (size_t)(of->crossing_count + of->unit_count) * sizeof *at->weights);
    if (at->column_count == 1) {
        weigh_column(at, dimension, of);
    }
    for (int64_t i = 0; at->column_count > 1 && i < of->crossing_count; i++) {
        const struct cul_scored_crossing *crossing = &making->crossings[of->first_crossing + i];
        bool known = moments_of(at, dimension, crossing->cells).n > 0;
        for (int32_t m = 0; m < at->column_count; m++) {
            known = known && crossing->units[making->scores->units[at->columns[m].first].column_index] >= 0;
        }
        at->weights[i] = known ? at->strata[stratum++].weight : 0;
    }
    bool safe;
    if (!cul_weights_are_safe(at->making, at->organisation, dimension, at->weights, &safe)) {
        return false;
    }
    if (!safe) {
        *weighted = (struct cul_weighted){.reason = CULTURE_REASON_SUPPRESSED};
    }
    return true;
}

static bool make_room(struct weighing *at)
{
    const struct cul_making *making = at->making;
    int64_t most = 0, units = 0;
    for (int64_t i = 0; i < making->scores->organisation_count; i++) {
        const struct cul_scored_organisation *of = &making->scores->organisations[i];
        int64_t groups = of->unit_count > of->crossing_count ? of->unit_count : of->crossing_count;
        most = groups > most ? groups : most;
        units = of->unit_count > units ? of->unit_count : units;
    }
    at->strata = cul_memory_new((size_t)most, sizeof *at->strata);
    at->categories = cul_memory_new((size_t)most, MARGINS * sizeof *at->categories);
    at->sizes = cul_memory_new((size_t)(units + MARGINS), sizeof *at->sizes);
    at->weights = cul_memory_new((size_t)(units + most), sizeof *at->weights);
    at->totals = cul_memory_new((size_t)(units + MARGINS), sizeof *at->totals);
    at->room = cul_memory_new((size_t)(units + MARGINS), sizeof *at->room);
    at->category_of = cul_memory_new((size_t)units, sizeof *at->category_of);
    return at->strata && at->categories && at->sizes && at->weights && at->totals && at->room && at->category_of;
}

static bool weigh_all(struct weighing *at, const double *people)
{
    culture_scores *scores = at->making->scores;
    for (at->organisation = 0; at->organisation < scores->organisation_count; at->organisation++) {
        find_columns(at, people);
        for (int32_t d = 0; d < scores->questionnaire->dimension_count; d++) {
            if (!cul_table_reason(&scores->organisation_table, CULTURE_SCORE_MEAN, at->organisation, d)) {
                struct cul_weighted weighted = weigh(at, d);
                if (!weighted.reason && !check(at, d, &weighted)) {
                    return false;
                }
                cul_score_weighted(scores, at->organisation, d, &weighted);
            }
        }
    }
    return true;
}

/* Without a register there is nothing to weigh by. */
static void deny_all(culture_scores *scores)
{
    const struct cul_weighted none = {.reason = CULTURE_REASON_NO_HEADCOUNT};
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        for (int32_t d = 0; d < scores->questionnaire->dimension_count; d++) {
            if (!cul_table_reason(&scores->organisation_table, CULTURE_SCORE_MEAN, row, d)) {
                cul_score_weighted(scores, row, d, &none);
            }
        }
    }
}

bool cul_score_weighted_means(struct cul_making *making)
{
    culture_scores *scores = making->scores;
    if (!scores->reg || !culture_register_unit_count(scores->reg)) {
        deny_all(scores);
        return true;
    }
    struct weighing at = {.making = making};
    double *people = cul_memory_new((size_t)scores->unit_count, sizeof *people);
    bool good = people && make_room(&at) && add_up_register(making, people) && weigh_all(&at, people);
    cul_memory_free(people);
    cul_memory_free(at.strata);
    cul_memory_free(at.categories);
    cul_memory_free(at.sizes);
    cul_memory_free(at.weights);
    cul_memory_free(at.totals);
    cul_memory_free(at.room);
    cul_memory_free(at.category_of);
    return good;
}

bool cul_find_unit_headcounts(struct cul_making *making)
{
    return !making->scores->reg || find_headcounts(making);
}
