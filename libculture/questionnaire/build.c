/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a YAML tree to a questionnaire. Reading goes on after a problem, so that all problems of a file are reported;
 * only a file without any becomes a questionnaire.
 */
#include "questionnaire/build.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static void read_words(struct cul_build *build, const struct cul_yaml *node, const char *where, int32_t dimension)
{
    struct cul_dimension *made = &build->made->dimensions[dimension];
    char at[CUL_WHERE_SIZE];
    const struct cul_yaml *name = cul_yaml_get(node, "name"), *definition = cul_yaml_get(node, "definition");
    cul_where(at, where, -1, "name");
    if (name) {
        cul_build_text(build, name, at, &made->name);
    }
    cul_where(at, where, -1, "definition");
    if (definition) {
        cul_build_text(build, definition, at, &made->definition);
    }
}

/* Reads the id of a factor, theme or axis; "" when there is none that can be used. */
static void read_dimension_id(struct cul_build *build, const struct cul_yaml *node, const char *where, char id[80])
{
    char at[CUL_WHERE_SIZE], *read = NULL;
    cul_where(at, where, -1, "id");
    id[0] = '\0';
    if (!cul_build_id(build, node, at, false, &read)) {
        return;
    }
    int64_t before = build->dimensions.count, number = cul_names_add(&build->dimensions, read, strlen(read));
    build->no_memory = build->no_memory || number < 0;
    if (number >= 0 && number < before) {
        cul_build_problem(build, cul_yaml_get(node, "id"), at, "the id '%s' is taken", read);
    }
    snprintf(id, 80, "%s", read);
    cul_memory_free(read);
}

static void read_factor(struct cul_build *build, const struct cul_yaml *node, const char *where, int32_t kind)
{
    static const char *const known[] = {"id", "name", "definition", "items", NULL};
    char id[80], at[CUL_WHERE_SIZE];
    if (node->kind != CUL_YAML_MAPPING) {
        cul_build_problem(build, node, where, "a mapping with id, name and items is expected here");
        return;
    }
    cul_yaml_known_keys(node, known, where, CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    read_dimension_id(build, node, where, id);
    int32_t dimension = cul_build_dimension(build, id, kind, -1);
    if (dimension < 0) {
        return;
    }
    read_words(build, node, where, dimension);
    const struct cul_yaml *items = cul_build_child(build, node, "items", where, CUL_YAML_SEQUENCE, true);
    cul_where(at, where, -1, "items");
    int32_t before = build->made->item_count, practice = 0;
    cul_build_items(build, items, at, dimension, true);
    for (int32_t i = before; i < build->made->item_count; i++) {
        practice += !build->ambition[i];
    }
    if (items && !practice && !build->too_many && cul_build_goes_on(build)) {
        cul_build_problem(build, items, at, "at least one item about practice is needed");
    }
}

static void read_factors(struct cul_build *build, const struct cul_yaml *root, const char *key, int32_t kind)
{
    const struct cul_yaml *list = cul_build_child(build, root, key, "", CUL_YAML_SEQUENCE, false);
    for (int64_t i = 0; list && i < list->count && cul_build_goes_on(build); i++) {
        char where[CUL_WHERE_SIZE];
        cul_where(where, key, i, NULL);
        read_factor(build, &list->values[i], where, kind);
    }
}

static int32_t add_ambition(struct cul_build *build, int32_t base)
{
    char id[100];
    snprintf(id, sizeof id, "%s.ambition", build->made->dimensions[base].id);
    return cul_build_dimension(build, id, CULTURE_DIMENSION_AMBITION, base);
}

/* The ambition items of a factor or theme become a dimension of their own. */
static void split_ambitions(struct cul_build *build)
{
    culture_questionnaire *made = build->made;
    int32_t bases = made->dimension_count, *ambition = cul_memory_new((size_t)bases, sizeof *ambition);
    build->no_memory = build->no_memory || !ambition;
    for (int32_t i = 0; i < made->item_count && !build->no_memory; i++) {
        ambition[made->items[i].dimension] |= build->ambition[i];
    }
    for (int32_t base = 0; base < bases && !build->no_memory; base++) {
        ambition[base] = ambition[base] ? add_ambition(build, base) : -1;
    }
    for (int32_t i = 0; i < made->item_count && !build->no_memory; i++) {
        struct cul_item *item = &made->items[i];
        item->dimension = build->ambition[i] ? ambition[item->dimension] : item->dimension;
    }
    cul_memory_free(ambition);
}

static void read_poles(struct cul_build *build, const struct cul_yaml *axis, const char *where)
{
    static const char *const known[] = {"low", "high", NULL};
    const struct cul_yaml *poles = cul_build_child(build, axis, "poles", where, CUL_YAML_MAPPING, true);
    char at[CUL_WHERE_SIZE];
    if (!poles) {
        return;
    }
    cul_where(at, where, -1, "poles");
    cul_yaml_known_keys(poles, known, at, CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    for (int end = 0; end < 2; end++) {
        const struct cul_yaml *pole = cul_yaml_get(poles, known[end]);
        struct cul_axis *made = &build->made->axes[build->made->axis_count - 1];
        char pole_at[CUL_WHERE_SIZE];
        cul_where(pole_at, at, -1, known[end]);
        if (!pole) {
            cul_build_problem(build, poles, pole_at, "'%s' is required", known[end]);
        } else {
            cul_build_text(build, pole, pole_at, end ? &made->high : &made->low);
        }
    }
}

/* One side of an axis (now or wanted) is a dimension. */
static int32_t read_side(struct cul_build *build, const struct cul_yaml *axis, const char *where, const char *id,
                         const char *side, int32_t now)
{
    bool wanted = strcmp(side, "wanted") == 0;
    const struct cul_yaml *items = cul_build_child(build, axis, side, where, CUL_YAML_SEQUENCE, !wanted);
    if (!items) {
        return -1;
    }
    char full[100], at[CUL_WHERE_SIZE];
    snprintf(full, sizeof full, "%s.%s", id, side);
    cul_where(at, where, -1, side);
    int32_t dimension =
        cul_build_dimension(build, full, wanted ? CULTURE_DIMENSION_WANTED : CULTURE_DIMENSION_NOW, now);
    if (dimension < 0) {
        return -1;
    }
    read_words(build, axis, where, dimension);
    if (items->count == 0) {
        cul_build_problem(build, items, at, "at least one item is needed");
    }
    cul_build_items(build, items, at, dimension, false);
    return dimension;
}

static void read_axis(struct cul_build *build, const struct cul_yaml *node, const char *where)
{
    static const char *const known[] = {"id", "name", "definition", "poles", "now", "wanted", NULL};
    char id[80];
    if (node->kind != CUL_YAML_MAPPING) {
        cul_build_problem(build, node, where, "a mapping with id, poles, now and wanted is expected here");
        return;
    }
    cul_yaml_known_keys(node, known, where, CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    read_dimension_id(build, node, where, id);
    struct cul_axis *axis = &build->made->axes[build->made->axis_count++];
    cul_build_copy(build, &axis->id, id);
    read_poles(build, node, where);
    axis->now = read_side(build, node, where, id, "now", -1);
    axis->wanted = read_side(build, node, where, id, "wanted", axis->now);
}

static void read_axes(struct cul_build *build, const struct cul_yaml *root)
{
    const struct cul_yaml *list = cul_build_child(build, root, "axes", "", CUL_YAML_SEQUENCE, false);
    if (!list) {
        return;
    }
    build->made->axes = cul_memory_new((size_t)list->count, sizeof *build->made->axes);
    build->no_memory = build->no_memory || !build->made->axes;
    for (int64_t i = 0; i < list->count && cul_build_goes_on(build); i++) {
        char where[CUL_WHERE_SIZE];
        cul_where(where, "axes", i, NULL);
        read_axis(build, &list->values[i], where);
    }
}

enum missing_rule { HALF = -1, ALL = -2, MAJORITY = -3 }; /* or a number of answers */

static int64_t read_missing_rule(struct cul_build *build, const struct cul_yaml *root)
{
    const struct cul_yaml *node = cul_yaml_get(root, "missing_rule");
    int64_t needed;
    if (!node || (node->kind == CUL_YAML_SCALAR && strcmp(node->text, "half") == 0)) {
        return HALF;
    }
    if (node->kind == CUL_YAML_SCALAR && strcmp(node->text, "all") == 0) {
        return ALL;
    }
    if (node->kind == CUL_YAML_SCALAR && strcmp(node->text, "majority") == 0) {
        return MAJORITY;
    }
    if (!cul_yaml_whole(node, &needed) || needed < 1) {
        cul_build_problem(build, node, "missing_rule", "half, majority, all or a whole number from 1 is expected here");
        return HALF;
    }
    return needed;
}

static int32_t needed_answers(int64_t rule, int32_t items)
{
    if (rule == HALF) {
        return (items + 1) / 2;
    }
    if (rule == MAJORITY) {
        return items / 2 + 1;
    }
    return rule == ALL || rule > items ? items : (int32_t)rule;
}

/* Gives the dimensions their items and scale, in one pass over the items. */
static void gather_items(struct cul_build *build, int64_t rule)
{
    culture_questionnaire *made = build->made;
    for (int32_t i = 0; i < made->item_count; i++) {
        made->items[i].position = made->dimensions[made->items[i].dimension].item_count++;
    }
    for (int32_t d = 0; d < made->dimension_count && !build->no_memory; d++) {
        struct cul_dimension *dimension = &made->dimensions[d];
        dimension->needed = needed_answers(rule, dimension->item_count);
        dimension->items = cul_memory_new((size_t)dimension->item_count, sizeof *dimension->items);
        build->no_memory = !dimension->items;
    }
    for (int32_t i = 0; i < made->item_count && !build->no_memory; i++) {
        struct cul_dimension *dimension = &made->dimensions[made->items[i].dimension];
        dimension->items[made->items[i].position] = i;
        dimension->scale = made->items[i].scale;
    }
}

/* Its node when it is given and good. */
static const struct cul_yaml *read_bound(struct cul_build *build, const struct cul_yaml *practised, const char *key,
                                         double *value)
{
    const struct cul_yaml *node = cul_yaml_get(practised, key);
    char where[CUL_WHERE_SIZE];
    cul_where(where, "practised", -1, key);
    if (node && (!cul_yaml_number(node, value) || *value < 0 || *value > 100)) {
        cul_build_problem(build, node, where, "a number from 0 to 100 is expected here");
        return NULL;
    }
    return node;
}

/* The floor is the score unless it is given. */
static void read_score_and_floor(struct cul_build *build, const struct cul_yaml *practised,
                                 struct culture_criterion *criterion)
{
    const struct cul_yaml *score = read_bound(build, practised, "score", &criterion->score);
    criterion->floor = criterion->score;
    const struct cul_yaml *floor = read_bound(build, practised, "floor", &criterion->floor);
    if (score && floor && criterion->floor > criterion->score) {
        cul_build_problem(build, floor, "practised.floor", "the floor, %.20s, lies above the score, %.20s", floor->text,
                          score->text);
    }
}

void cul_build_criterion(struct cul_build *build, const struct cul_yaml *practised)
{
    static const char *const known[] = {"score", "factors", "floor", NULL};
    struct culture_criterion *criterion = &build->made->criterion;
    cul_yaml_known_keys(practised, known, "practised", CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    criterion->given = 1;
    if (!cul_yaml_get(practised, "score")) {
        cul_build_problem(build, practised, "practised.score", "'score' is required");
    }
    read_score_and_floor(build, practised, criterion);
    int64_t factors = build->made->factor_count;
    if (!factors) {
        cul_build_problem(build, practised, "practised", "a criterion is about factors, and there are none");
        return;
    }
    const struct cul_yaml *node = cul_yaml_get(practised, "factors");
    if (node && (!cul_yaml_whole(node, &factors) || factors < 1 || factors > build->made->factor_count)) {
        cul_build_problem(build, node, "practised.factors",
                          "a whole number from 1 to %d, the number of factors, is expected here",
                          (int)build->made->factor_count);
    }
    criterion->factors = (int32_t)factors;
}

static void read_head(struct cul_build *build, const struct cul_yaml *root)
{
    culture_questionnaire *made = build->made;
    cul_build_id(build, root, "questionnaire", true, &made->id);
    const struct cul_yaml *version = cul_build_child(build, root, "version", "", CUL_YAML_SCALAR, false);
    if (version && !version->length) {
        cul_build_problem(build, version, "version", "a version is expected here, as 1.0.0");
    }
    cul_build_copy(build, &made->version, version ? version->text : "1.0.0");
    const struct cul_yaml *title = cul_yaml_get(root, "title");
    if (title) {
        cul_build_text(build, title, "title", &made->title);
    }
}

static void read_root(struct cul_build *build, const struct cul_yaml *root)
{
    static const char *const known[] = {"questionnaire", "version", "title", "missing_rule", "scales",
                                        "factors",       "themes",  "axes",  "practised",    NULL};
    cul_yaml_known_keys(root, known, "", CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    read_head(build, root);
    int64_t rule = read_missing_rule(build, root);
    const struct cul_yaml *scales = cul_build_child(build, root, "scales", "", CUL_YAML_MAPPING, true);
    if (scales) {
        cul_build_scales(build, scales);
    }
    if (build->no_memory) {
        return;
    }
    read_factors(build, root, "factors", CULTURE_DIMENSION_FACTOR);
    build->made->factor_count = build->made->dimension_count;
    read_factors(build, root, "themes", CULTURE_DIMENSION_THEME);
    if (!build->no_memory) {
        split_ambitions(build);
        read_axes(build, root);
    }
    if (!build->no_memory) {
        gather_items(build, rule);
    }
    if (!build->made->dimension_count && !build->no_memory) {
        cul_build_problem(build, root, "factors", "at least one factor is needed");
    }
    const struct cul_yaml *practised = cul_build_child(build, root, "practised", "", CUL_YAML_MAPPING, false);
    if (practised) {
        cul_build_criterion(build, practised);
    }
}

static void read_tree(struct cul_build *build, const struct cul_yaml *root)
{
    if (root->kind != CUL_YAML_MAPPING) {
        cul_build_problem(build, root, NULL, "a questionnaire is a mapping that begins with questionnaire: ID");
        return;
    }
    read_root(build, root);
    if (!build->no_memory && build->problems->count == 0 && !cul_build_fingerprint(build->made)) {
        build->no_memory = true;
    }
}

culture_status cul_questionnaire_build(const char *bytes, size_t length, struct cul_problems *problems,
                                       culture_questionnaire **questionnaire, struct culture_error *error)
{
    struct cul_yaml root;
    if (!cul_yaml_parse(bytes, length, problems, &root)) {
        return cul_problems_result(problems, error);
    }
    struct cul_build build = {.made = cul_memory_new(1, sizeof(culture_questionnaire)), .problems = problems};
    if (build.made) {
        atomic_init(&build.made->references, 1);
        read_tree(&build, &root);
    }
    culture_status status =
        !build.made || build.no_memory ? cul_fail_memory(error) : cul_problems_result(problems, error);
    cul_yaml_free(&root);
    cul_memory_free(build.ambition);
    cul_memory_free(build.claims);
    cul_names_free(&build.ids);
    cul_names_free(&build.dimensions);
    cul_names_free(&build.headers);
    if (status) {
        culture_questionnaire_free(build.made);
        return status;
    }
    *questionnaire = build.made;
    return CULTURE_OK;
}
