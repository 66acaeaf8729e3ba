/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making an analysis of structure, and what can be asked of it. */
#include "base/error.h"
#include "base/memory.h"
#include "scores/structure_state.h"

#include <string.h>

enum { MINIMUM = 100, LEAST_MINIMUM = 10, DRAWS = 200, LEAST_DRAWS = 100, MOST_DRAWS = 10000 };

static bool read_options(struct culture_analyse_options *known, const struct culture_analyse_options *options)
{
    if (!cul_options_read(known, sizeof *known, options)) {
        return false;
    }
    known->minimum = known->minimum ? known->minimum : MINIMUM;
    known->draws = known->draws ? known->draws : DRAWS;
    known->seed = known->seed ? known->seed : 1;
    return known->minimum >= LEAST_MINIMUM && known->draws >= LEAST_DRAWS && known->draws <= MOST_DRAWS &&
           known->rows >= CULTURE_STRUCTURE_PAIRWISE_ROWS && known->rows <= CULTURE_STRUCTURE_COMPLETE_ROWS &&
           known->items >= CULTURE_STRUCTURE_ALL_ITEMS && known->items <= CULTURE_STRUCTURE_FACTOR_ITEMS;
}

static bool choose_items(culture_analysis *analysis, int32_t wanted)
{
    const culture_questionnaire *questionnaire = analysis->questionnaire;
    analysis->items = cul_memory_new((size_t)questionnaire->item_count, sizeof *analysis->items);
    for (int32_t i = 0; analysis->items && i < questionnaire->item_count; i++) {
        if (wanted == CULTURE_STRUCTURE_ALL_ITEMS || questionnaire->items[i].dimension < questionnaire->factor_count) {
            analysis->items[analysis->item_count++] = i;
        }
    }
    return analysis->items;
}

static bool make_tables(culture_analysis *analysis)
{
    static const int32_t lines[] = {CULTURE_STRUCTURE_EIGENVALUE, CULTURE_STRUCTURE_CHANCE_MEAN,
                                    CULTURE_STRUCTURE_CHANCE_HIGH};
    static const int32_t single[] = {CULTURE_STRUCTURE_COMPONENTS};
    static const int32_t squares[] = {CULTURE_STRUCTURE_CORRELATION, CULTURE_STRUCTURE_COVARIANCE};
    int64_t items = analysis->item_count;
    return cul_table_new(&analysis->line_table, CULTURE_STRUCTURE_CHANCE_HIGH + 1, lines, 3, 1, items) &&
           cul_table_new(&analysis->single_table, CULTURE_STRUCTURE_COMPONENTS + 1, single, 1, 1, 1) &&
           cul_table_new(&analysis->square_table, CULTURE_STRUCTURE_COVARIANCE + 1, squares, 2, items, items);
}

static bool analyse(culture_analysis *analysis, const culture_structure *structure,
                    const struct culture_analyse_options *options)
{
    atomic_init(&analysis->references, 1);
    analysis->factors_only = structure->rules->factors_only;
    analysis->questionnaire = culture_questionnaire_retain(structure->rules->questionnaire);
    analysis->scores = culture_scores_retain(options->scores);
    analysis->about = (struct culture_analysed){.struct_size = sizeof analysis->about,
                                                .respondents = culture_structure_respondents(structure),
                                                .complete = culture_structure_complete(structure),
                                                .minimum = options->minimum,
                                                .seed = options->seed,
                                                .draws = options->draws,
                                                .rows = options->rows,
                                                .organisations_hidden = structure->rules->left_out.hidden,
                                                .organisations_partly = structure->rules->left_out.partly,
                                                .organisations_rounded = structure->rules->left_out.rounded};
    return choose_items(analysis, options->items) && make_tables(analysis) && cul_list_languages(analysis, structure) &&
           cul_guard_structure(analysis, structure) && cul_analyse_components(analysis, structure) &&
           cul_analyse_languages(analysis, structure);
}

culture_status culture_structure_analyse(const culture_structure *structure,
                                         const struct culture_analyse_options *options, culture_analysis **analysis,
                                         struct culture_error *error)
{
    struct culture_analyse_options known;
    if (!structure || !analysis || !read_options(&known, options)) {
        return cul_fail_argument(error, "a structure, a place and options in their range are needed");
    }
    if (structure->rules->factors_only && known.items == CULTURE_STRUCTURE_ALL_ITEMS) {
        return cul_fail_argument(error, "only the factors' items were counted: others cannot be looked at");
    }
    culture_analysis *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return cul_fail_memory(error);
    }
    if (!analyse(made, structure, &known)) {
        culture_analysis_free(made);
        return cul_fail_memory(error);
    }
    *analysis = made;
    return CULTURE_OK;
}

culture_analysis *culture_analysis_retain(culture_analysis *analysis)
{
    if (analysis) {
        atomic_fetch_add(&analysis->references, 1);
    }
    return analysis;
}

void culture_analysis_free(culture_analysis *analysis)
{
    if (!analysis || atomic_fetch_sub(&analysis->references, 1) != 1) {
        return;
    }
    for (int64_t i = 0; i < analysis->about.language_count; i++) {
        cul_memory_free(analysis->languages[i].name);
    }
    cul_memory_free(analysis->languages);
    cul_memory_free(analysis->withheld.languages);
    cul_memory_free(analysis->items);
    cul_table_free(&analysis->line_table);
    cul_table_free(&analysis->single_table);
    cul_table_free(&analysis->square_table);
    cul_table_free(&analysis->language_table);
    culture_scores_free(analysis->scores);
    culture_questionnaire_free(analysis->questionnaire);
    cul_memory_free(analysis);
}

/* The table that holds a result; NULL: there is none. */
static const struct cul_table *table_of(const culture_analysis *analysis, int32_t result)
{
    const struct cul_table *table = result < CULTURE_STRUCTURE_COMPONENTS    ? &analysis->line_table
                                    : result < CULTURE_STRUCTURE_CORRELATION ? &analysis->single_table
                                    : result < CULTURE_STRUCTURE_ODDS_RATIO  ? &analysis->square_table
                                                                             : &analysis->language_table;
    return result >= 0 && result < table->results && table->planes[result] ? table : NULL;
}

culture_status culture_analysis_get(const culture_analysis *analysis, int32_t result, struct culture_matrix *matrix)
{
    const struct cul_table *table = analysis && matrix ? table_of(analysis, result) : NULL;
    return table ? cul_table_matrix(table, result, matrix) : CULTURE_ERROR_NOT_FOUND;
}

int32_t culture_analysis_reason(const culture_analysis *analysis, int32_t result, int64_t row, int64_t column)
{
    const struct cul_table *table = analysis ? table_of(analysis, result) : NULL;
    return table ? cul_table_reason(table, result, row, column) : CULTURE_REASON_NONE;
}

culture_questionnaire *culture_analysis_questionnaire(const culture_analysis *analysis)
{
    return analysis->questionnaire;
}

int32_t culture_analysis_item_count(const culture_analysis *analysis)
{
    return analysis->item_count;
}

int32_t culture_analysis_item(const culture_analysis *analysis, int32_t column)
{
    return column >= 0 && column < analysis->item_count ? analysis->items[column] : -1;
}

culture_status culture_analysis_about(const culture_analysis *analysis, struct culture_analysed *about,
                                      struct culture_error *error)
{
    if (!analysis || !about || !cul_struct_fill(about, &analysis->about, sizeof *about)) {
        return cul_fail_argument(error, "an analysis and a struct with struct_size set are needed");
    }
    return CULTURE_OK;
}

culture_status culture_analysis_language(const culture_analysis *analysis, int64_t index, const char **name,
                                         int64_t *respondents)
{
    if (!analysis || !name || !respondents || index < 0 || index >= analysis->about.language_count) {
        return CULTURE_ERROR_NOT_FOUND;
    }
    *name = analysis->languages[index].name;
    *respondents = analysis->languages[index].respondents;
    return CULTURE_OK;
}
