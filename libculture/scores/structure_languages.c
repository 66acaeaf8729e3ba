/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether items are answered alike in all languages by respondents who answer the rest alike. */
#include "base/memory.h"
#include "numeric/mantel_haenszel.h"
#include "numeric/multiple.h"
#include "scores/structure_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int most_frequent_first(const void *a, const void *b)
{
    const struct cul_language *one = a, *two = b;
    if (one->respondents != two->respondents) {
        return one->respondents < two->respondents ? 1 : -1;
    }
    return strcmp(one->name, two->name);
}

/* Lists the languages with enough respondents. */
bool cul_list_languages(culture_analysis *analysis, const culture_structure *structure)
{
    struct culture_analysed *about = &analysis->about;
    analysis->languages = cul_memory_new((size_t)structure->languages.count, sizeof *analysis->languages);
    if (!analysis->languages) {
        return false;
    }
    for (int64_t i = 0; i < structure->languages.count; i++) {
        int64_t respondents = structure->language_cells[i][0];
        if (respondents < about->minimum) {
            about->languages_hidden++;
            continue;
        }
        struct cul_language *language = &analysis->languages[about->language_count];
        *language = (struct cul_language){
            cul_memory_text(structure->languages.texts[i], structure->languages.lengths[i]), respondents, i};
        if (!language->name) {
            return false;
        }
        about->language_count++;
    }
    qsort(analysis->languages, (size_t)about->language_count, sizeof *analysis->languages, most_frequent_first);
    return true;
}

static int64_t total(const int64_t *cells, int64_t strata)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < 2 * strata; i++) {
        sum += cells[i];
    }
    return sum;
}

static void deny(culture_analysis *analysis, int32_t first, int32_t last, int64_t row, int32_t column, int32_t reason)
{
    for (int32_t result = first; result <= last; result++) {
        cul_table_deny(&analysis->language_table, result, row, column, reason);
    }
}

/* The size of a difference; a ratio of 0 or without bound has none. */
static void fill_ratio(culture_analysis *analysis, int64_t row, int32_t column, const struct cul_mantel_haenszel *found)
{
    struct cul_table *table = &analysis->language_table;
    double delta = -2.35 * log(found->odds_ratio);
    if (!isfinite(delta)) {
        deny(analysis, CULTURE_STRUCTURE_ODDS_RATIO, CULTURE_STRUCTURE_ODDS_RATIO_HIGH, row, column,
             CULTURE_REASON_OUT_OF_RANGE);
        deny(analysis, CULTURE_STRUCTURE_DELTA, CULTURE_STRUCTURE_CLASS, row, column, CULTURE_REASON_OUT_OF_RANGE);
        return;
    }
    cul_table_set(table, CULTURE_STRUCTURE_ODDS_RATIO, row, column, found->odds_ratio);
    cul_table_set(table, CULTURE_STRUCTURE_ODDS_RATIO_LOW, row, column, found->low);
    cul_table_set(table, CULTURE_STRUCTURE_ODDS_RATIO_HIGH, row, column, found->high);
    cul_table_set(table, CULTURE_STRUCTURE_DELTA, row, column, delta);
    cul_table_set(table, CULTURE_STRUCTURE_CLASS, row, column, fabs(delta) < 1 ? 0 : fabs(delta) < 1.5 ? 1 : 2);
}

static void compare_item(culture_analysis *analysis, const culture_structure *structure, int64_t row, int32_t column)
{
    const struct cul_structure_rules *rules = structure->rules;
    struct cul_table *table = &analysis->language_table;
    int32_t item = analysis->items[column];
    int64_t strata = cul_structure_strata(rules->questionnaire, item);
    if (!strata) {
        deny(analysis, CULTURE_STRUCTURE_ODDS_RATIO, CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS, row, column,
             CULTURE_REASON_ONE_ITEM);
        return;
    }
    const int64_t *first = structure->language_cells[analysis->languages[0].index] + rules->strata[item];
    const int64_t *second = structure->language_cells[analysis->languages[row + 1].index] + rules->strata[item];
    int64_t one = total(first, strata), two = total(second, strata);
    if (one < analysis->about.minimum || two < analysis->about.minimum) {
        deny(analysis, CULTURE_STRUCTURE_ODDS_RATIO, CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS, row, column,
             CULTURE_REASON_TOO_FEW);
        return;
    }
    if (analysis->withheld.languages[rules->questionnaire->items[item].dimension]) {
        cul_table_set(table, CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS, row, column, (double)two);
        deny(analysis, CULTURE_STRUCTURE_ODDS_RATIO, CULTURE_STRUCTURE_CLASS, row, column, CULTURE_REASON_SUPPRESSED);
        return;
    }
    struct cul_mantel_haenszel found = cul_mantel_haenszel(first, second, strata, 0.95);
    cul_table_set(table, CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS, row, column, (double)two);
    if (isnan(found.chi_squared)) {
        deny(analysis, CULTURE_STRUCTURE_ODDS_RATIO, CULTURE_STRUCTURE_CLASS, row, column,
             CULTURE_REASON_ZERO_VARIANCE);
        return;
    }
    cul_table_set(table, CULTURE_STRUCTURE_CHI_SQUARED, row, column, found.chi_squared);
    cul_table_set(table, CULTURE_STRUCTURE_P, row, column, found.p);
    fill_ratio(analysis, row, column, &found);
}

static void adjust(culture_analysis *analysis, int64_t row, double *p, double *adjusted)
{
    struct cul_table *table = &analysis->language_table;
    for (int32_t i = 0; i < analysis->item_count; i++) {
        p[i] = cul_table_value(table, CULTURE_STRUCTURE_P, row, i);
    }
    cul_holm(p, adjusted, analysis->item_count);
    for (int32_t i = 0; i < analysis->item_count; i++) {
        if (isnan(p[i])) {
            cul_table_deny(table, CULTURE_STRUCTURE_P_HOLM, row, i,
                           cul_table_reason(table, CULTURE_STRUCTURE_P, row, i));
        } else {
            cul_table_set(table, CULTURE_STRUCTURE_P_HOLM, row, i, adjusted[i]);
        }
    }
}

bool cul_analyse_languages(culture_analysis *analysis, const culture_structure *structure)
{
    static const int32_t kept[] = {
        CULTURE_STRUCTURE_ODDS_RATIO,
        CULTURE_STRUCTURE_ODDS_RATIO_LOW,
        CULTURE_STRUCTURE_ODDS_RATIO_HIGH,
        CULTURE_STRUCTURE_CHI_SQUARED,
        CULTURE_STRUCTURE_P,
        CULTURE_STRUCTURE_P_HOLM,
        CULTURE_STRUCTURE_DELTA,
        CULTURE_STRUCTURE_CLASS,
        CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS,
    };
    int64_t count = analysis->about.language_count, others = count > 1 ? count - 1 : 0;
    size_t items = (size_t)analysis->item_count;
    double *p = cul_memory_new(2 * items, sizeof *p);
    bool good = p && cul_table_new(&analysis->language_table, CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS + 1, kept,
                                   sizeof kept / sizeof *kept, others, analysis->item_count);
    for (int64_t row = 0; row < others && good; row++) {
        for (int32_t i = 0; i < analysis->item_count; i++) {
            compare_item(analysis, structure, row, i);
        }
        adjust(analysis, row, p, p + items);
    }
    cul_memory_free(p);
    return good;
}
