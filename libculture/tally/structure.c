/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making and merging structures. */
#include "tally/structure.h"

#include "base/error.h"
#include "base/memory.h"
#include "culture/structure.h"
#include "tally/model.h"

#include <string.h>

static void free_rules(struct cul_structure_rules *rules)
{
    if (rules && atomic_fetch_sub(&rules->references, 1) == 1) {
        culture_questionnaire_free(rules->questionnaire);
        cul_names_free(&rules->shown);
        cul_memory_free(rules->language);
        cul_memory_free(rules->strata);
        cul_memory_free(rules);
    }
}

int64_t cul_structure_strata(const culture_questionnaire *questionnaire, int32_t item)
{
    int32_t others = questionnaire->dimensions[questionnaire->items[item].dimension].item_count - 1;
    const struct cul_scale *scale = cul_item_scale(questionnaire, item);
    return others ? (int64_t)others * (scale->high - scale->low) + 1 : 0;
}

static void lay_out(struct cul_structure_rules *rules)
{
    const culture_questionnaire *questionnaire = rules->questionnaire;
    size_t items = (size_t)questionnaire->item_count;
    rules->sums = CUL_STRUCTURE_ITEMS + CUL_ITEM_CELLS * items;
    rules->products = rules->sums + items;
    rules->pairs = rules->products + items * (items + 1) / 2;
    rules->width = rules->pairs + CUL_PAIR_CELLS * (items * (items - 1) / 2);
    rules->language_width = 1;
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        size_t strata = (size_t)cul_structure_strata(questionnaire, i);
        rules->strata[i] = strata ? rules->language_width : SIZE_MAX;
        rules->language_width += 2 * strata;
    }
}

static struct cul_structure_rules *new_rules(culture_questionnaire *questionnaire, const char *language)
{
    struct cul_structure_rules *rules = cul_memory_new(1, sizeof *rules);
    if (!rules) {
        return NULL;
    }
    atomic_init(&rules->references, 1);
    rules->questionnaire = culture_questionnaire_retain(questionnaire);
    rules->strata = cul_memory_new((size_t)questionnaire->item_count, sizeof *rules->strata);
    rules->language = language ? cul_memory_text(language, strlen(language)) : NULL;
    if (!rules->strata || (language && !rules->language)) {
        free_rules(rules);
        return NULL;
    }
    lay_out(rules);
    return rules;
}

/* Takes over the rules. */
static culture_status new_structure(struct cul_structure_rules *rules, culture_structure **structure,
                                    struct culture_error *error)
{
    culture_structure *made = rules ? cul_memory_new(1, sizeof *made) : NULL;
    int64_t *cells = made ? cul_memory_new(rules->width, sizeof *cells) : NULL;
    if (!cells) {
        cul_memory_free(made);
        free_rules(rules);
        return cul_fail_memory(error);
    }
    made->rules = rules;
    made->cells = cells;
    *structure = made;
    return CULTURE_OK;
}

culture_status cul_structure_new(culture_questionnaire *questionnaire, const char *language,
                                 culture_structure **structure, struct culture_error *error)
{
    if (questionnaire->item_count > CULTURE_MAXIMUM_STRUCTURE_ITEMS) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, (struct cul_place){0}, "more than %d items",
                        CULTURE_MAXIMUM_STRUCTURE_ITEMS);
    }
    return new_structure(new_rules(questionnaire, language), structure, error);
}

culture_status cul_structure_alike(const culture_structure *structure, culture_structure **made,
                                   struct culture_error *error)
{
    atomic_fetch_add(&structure->rules->references, 1);
    return new_structure(structure->rules, made, error);
}

void culture_structure_free(culture_structure *structure)
{
    if (!structure) {
        return;
    }
    for (int64_t i = 0; i < structure->languages.count; i++) {
        cul_memory_free(structure->language_cells[i]);
    }
    cul_memory_free(structure->language_cells);
    cul_names_free(&structure->languages);
    cul_kinds_free(&structure->kinds);
    cul_memory_free(structure->cells);
    free_rules(structure->rules);
    cul_memory_free(structure);
}

struct cul_kinds_shape cul_structure_shape(const culture_structure *structure)
{
    const culture_questionnaire *questionnaire = structure->rules->questionnaire;
    return (struct cul_kinds_shape){questionnaire->dimension_count, questionnaire->item_count};
}

bool cul_structure_wants(const culture_structure *structure, int32_t item)
{
    const culture_questionnaire *questionnaire = structure->rules->questionnaire;
    return !structure->rules->factors_only || questionnaire->items[item].dimension < questionnaire->factor_count;
}

size_t cul_structure_language_columns(const culture_structure *structure, const char *columns[2])
{
    columns[0] = structure->rules->language ? structure->rules->language : "startlanguage";
    columns[1] = "language";
    return structure->rules->language ? 1 : 2;
}

culture_status cul_structure_language(culture_structure *structure, const char *key, size_t length, int64_t *language,
                                      struct culture_error *error)
{
    struct cul_names *names = &structure->languages;
    *language = cul_names_find(names, key, length);
    if (*language >= 0) {
        return CULTURE_OK;
    }
    if (names->count == CULTURE_MAXIMUM_LANGUAGES) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, (struct cul_place){0},
                        "more than %d languages: is the column the right one?", CULTURE_MAXIMUM_LANGUAGES);
    }
    if (!cul_memory_grow(&structure->language_cells, &structure->language_capacity, (size_t)names->count,
                         sizeof *structure->language_cells)) {
        return cul_fail_memory(error);
    }
    int64_t *cells = cul_memory_new(structure->rules->language_width, sizeof *cells);
    *language = cells ? cul_names_add(names, key, length) : -1;
    if (*language < 0) {
        cul_memory_free(cells);
        return cul_fail_memory(error);
    }
    structure->language_cells[*language] = cells;
    return CULTURE_OK;
}

void cul_structure_forget_languages(culture_structure *structure, int64_t count)
{
    while (structure->languages.count > count) {
        cul_memory_free(structure->language_cells[structure->languages.count - 1]);
        cul_names_drop_last(&structure->languages);
    }
}

/* Languages that only other has are made first. */
static culture_status make_languages(culture_structure *structure, const culture_structure *other,
                                     struct culture_error *error)
{
    int64_t before = structure->languages.count, language;
    culture_status status = CULTURE_OK;
    for (int64_t i = 0; i < other->languages.count && !status; i++) {
        status =
            cul_structure_language(structure, other->languages.texts[i], other->languages.lengths[i], &language, error);
    }
    if (status) {
        cul_structure_forget_languages(structure, before);
    }
    return status;
}

static culture_status check_mergeable(const culture_structure *structure, const culture_structure *other,
                                      struct culture_error *error)
{
    if (!structure || !other || structure == other) {
        return cul_fail_argument(error, "merging needs two different structures");
    }
    const culture_questionnaire *one = structure->rules->questionnaire, *two = other->rules->questionnaire;
    if (strcmp(one->fingerprint, two->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the structures were made with different questionnaires: %s and %s", one->id, two->id);
    }
    if (structure->rules->factors_only != other->rules->factors_only) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the structures were counted over different items");
    }
    if (structure->rules->few != other->rules->few) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the structures were counted beside scores that hide more or less");
    }
    if (other->cells[CUL_STRUCTURE_RESPONDENTS] >
        CUL_MAXIMUM_RESPONDENTS - structure->cells[CUL_STRUCTURE_RESPONDENTS]) {
        return cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one structure");
    }
    return CULTURE_OK;
}

static void add_cells(int64_t *into, const int64_t *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        into[i] += cells[i];
    }
}

culture_status culture_structure_merge(culture_structure *structure, const culture_structure *other,
                                       struct culture_error *error)
{
    culture_status status = check_mergeable(structure, other, error);
    int64_t languages = status ? 0 : structure->languages.count;
    if (!status) {
        status = make_languages(structure, other, error);
    }
    if (status) {
        return status;
    }
    if (!cul_kinds_add(&structure->kinds, cul_structure_shape(structure), &other->kinds)) {
        cul_structure_forget_languages(structure, languages);
        return cul_fail_memory(error);
    }
    add_cells(structure->cells, other->cells, structure->rules->width);
    for (int64_t i = 0; i < other->languages.count; i++) {
        int64_t language =
            cul_names_find(&structure->languages, other->languages.texts[i], other->languages.lengths[i]);
        add_cells(structure->language_cells[language], other->language_cells[i], structure->rules->language_width);
    }
    return CULTURE_OK;
}

int64_t culture_structure_respondents(const culture_structure *structure)
{
    return structure->cells[CUL_STRUCTURE_RESPONDENTS];
}

int64_t culture_structure_complete(const culture_structure *structure)
{
    return structure->cells[CUL_STRUCTURE_COMPLETE];
}
