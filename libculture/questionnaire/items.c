/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The items of a questionnaire file, and the dimensions they make up. */
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "questionnaire/build.h"

#include <string.h>

int32_t cul_build_dimension(struct cul_build *build, const char *id, int32_t kind, int32_t base)
{
    culture_questionnaire *made = build->made;
    if (!cul_memory_grow(&made->dimensions, &build->dimension_capacity, (size_t)made->dimension_count,
                         sizeof *made->dimensions)) {
        build->no_memory = true;
        return -1;
    }
    struct cul_dimension *dimension = &made->dimensions[made->dimension_count];
    *dimension = (struct cul_dimension){.kind = kind, .base = base, .scale = -1};
    return cul_build_copy(build, &dimension->id, id) ? made->dimension_count++ : -1;
}

/* A header that could mean two items would put answers in the wrong place. */
static void claim_header(struct cul_build *build, const char *text, const struct cul_yaml *node, const char *where)
{
    struct cul_buffer key = {0};
    int32_t item = build->made->item_count;
    if (cul_text_key(text, strlen(text), &key) && key.length) {
        int64_t before = build->headers.count, number = cul_names_add(&build->headers, key.bytes, key.length);
        if (number < 0 || !cul_memory_grow(&build->header_item, &build->header_capacity, (size_t)before,
                                           sizeof *build->header_item)) {
            build->no_memory = true;
        } else if (number == before) {
            build->header_item[number] = item;
        } else if (build->header_item[number] != item) {
            cul_build_problem(build, node, where, "'%.60s' also stands for the item %s", text,
                              build->made->items[build->header_item[number]].id);
        }
    }
    build->no_memory = build->no_memory || key.failed;
    cul_buffer_free(&key);
}

static int32_t find_scale(struct cul_build *build, const struct cul_yaml *item, const char *where)
{
    const struct cul_yaml *node = cul_build_child(build, item, "scale", where, CUL_YAML_SCALAR, true);
    const char *near = NULL;
    if (!node) {
        return -1;
    }
    for (int32_t i = 0; i < build->made->scale_count; i++) {
        const char *id = build->made->scales[i].id;
        if (strcmp(id, node->text) == 0) {
            return i;
        }
        near = cul_text_is_near(id, node->text) ? id : near;
    }
    char at[CUL_WHERE_SIZE];
    cul_where(at, where, -1, "scale");
    cul_build_problem(build, node, at,
                      near ? "there is no scale '%.40s'; did you mean '%s'?" : "there is no scale '%.40s'%s",
                      node->text, near ? near : "");
    return -1;
}

static bool read_aspect(struct cul_build *build, const struct cul_yaml *item, const char *where, bool allowed)
{
    const struct cul_yaml *node = cul_yaml_get(item, "aspect");
    if (!node) {
        return false;
    }
    char at[CUL_WHERE_SIZE];
    cul_where(at, where, -1, "aspect");
    bool ambition = node->kind == CUL_YAML_SCALAR && strcmp(node->text, "ambition") == 0;
    bool practice = node->kind == CUL_YAML_SCALAR && strcmp(node->text, "practice") == 0;
    if (!ambition && !practice) {
        cul_build_problem(build, node, at, "the aspect is practice or ambition");
    } else if (!allowed) {
        cul_build_problem(build, node, at, "the items of an axis have no aspect");
    }
    return ambition;
}

static void read_aliases(struct cul_build *build, const struct cul_yaml *item, const char *where, struct cul_item *made)
{
    const struct cul_yaml *list = cul_build_child(build, item, "aliases", where, CUL_YAML_SEQUENCE, false);
    if (!list) {
        return;
    }
    made->aliases = cul_memory_new((size_t)list->count, sizeof *made->aliases);
    if (!made->aliases) {
        build->no_memory = true;
        return;
    }
    for (int64_t i = 0; i < list->count && !build->no_memory; i++) {
        char at[CUL_WHERE_SIZE], parent[CUL_WHERE_SIZE];
        cul_where(parent, where, -1, "aliases");
        cul_where(at, parent, i, NULL);
        const struct cul_yaml *alias = &list->values[i];
        if (alias->kind != CUL_YAML_SCALAR || !alias->length) {
            cul_build_problem(build, alias, at, "an alias is a text");
        } else if (cul_build_copy(build, &made->aliases[made->alias_count], alias->text)) {
            made->alias_count++;
            claim_header(build, alias->text, alias, at);
        }
    }
}

static void read_text(struct cul_build *build, const struct cul_yaml *item, const char *where, struct cul_item *made)
{
    const struct cul_yaml *text = cul_yaml_get(item, "text");
    char at[CUL_WHERE_SIZE];
    cul_where(at, where, -1, "text");
    if (!text) {
        cul_build_problem(build, item, at, "'text' is required");
    } else if (cul_build_text(build, text, at, &made->text)) {
        for (int32_t i = 0; i < made->text.count; i++) {
            claim_header(build, made->text.texts[i], text, at);
        }
    }
}

static void read_item_id(struct cul_build *build, const struct cul_yaml *item, const char *where, struct cul_item *made)
{
    char at[CUL_WHERE_SIZE];
    cul_where(at, where, -1, "id");
    if (!cul_build_id(build, item, at, false, &made->id)) {
        cul_build_copy(build, &made->id, "");
        return;
    }
    const struct cul_yaml *node = cul_yaml_get(item, "id");
    int64_t before = build->ids.count, number = cul_names_add(&build->ids, made->id, strlen(made->id));
    build->no_memory = build->no_memory || number < 0;
    if (number >= 0 && number < before) {
        cul_build_problem(build, node, at, "the id '%s' is taken by another item", made->id);
    } else {
        claim_header(build, made->id, node, at);
    }
}

static void read_item(struct cul_build *build, const struct cul_yaml *node, const char *where, int32_t dimension,
                      bool aspects)
{
    static const char *const known[] = {"id", "scale", "reverse", "aspect", "text", "aliases", NULL};
    culture_questionnaire *made = build->made;
    if (node->kind != CUL_YAML_MAPPING) {
        cul_build_problem(build, node, where, "an item is a mapping, as {id: ..., scale: ..., text: ...}");
        return;
    }
    if (!cul_memory_grow(&made->items, &build->item_capacity, (size_t)made->item_count, sizeof *made->items) ||
        !cul_memory_grow(&build->ambition, &build->ambition_capacity, (size_t)made->item_count, sizeof(bool))) {
        build->no_memory = true;
        return;
    }
    struct cul_item *item = &made->items[made->item_count];
    *item = (struct cul_item){.dimension = dimension};
    cul_yaml_known_keys(node, known, where, CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    read_item_id(build, node, where, item);
    item->scale = find_scale(build, node, where);
    item->reverse = cul_build_flag(build, node, "reverse", where);
    build->ambition[made->item_count] = read_aspect(build, node, where, aspects);
    read_text(build, node, where, item);
    read_aliases(build, node, where, item);
    made->item_count++;
}

void cul_build_items(struct cul_build *build, const struct cul_yaml *items, const char *where, int32_t dimension,
                     bool aspects)
{
    if (!items || dimension < 0) {
        return;
    }
    for (int64_t i = 0; i < items->count && !build->no_memory; i++) {
        char at[CUL_WHERE_SIZE];
        cul_where(at, where, i, NULL);
        if (build->made->item_count == CUL_MAXIMUM_ITEMS) {
            cul_build_problem(build, &items->values[i], at, "more than %d items", (int)CUL_MAXIMUM_ITEMS);
            return;
        }
        read_item(build, &items->values[i], at, dimension, aspects);
    }
}
