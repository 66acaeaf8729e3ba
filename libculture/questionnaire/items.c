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
static void claim_key(struct cul_build *build, const struct cul_buffer *key, const struct cul_yaml *node,
                      const char *where)
{
    int32_t item = build->made->item_count;
    if (!cul_memory_grow(&build->claims, &build->claim_capacity, (size_t)build->headers.count, sizeof *build->claims)) {
        build->no_memory = true;
        return;
    }
    int64_t before = build->headers.count, number = cul_names_add(&build->headers, key->bytes, key->length);
    if (number < 0) {
        build->no_memory = true;
    } else if (number == before) {
        build->claims[number] = (struct cul_header){.item = item, .line = node->line};
    } else if (build->claims[number].item != item) {
        char shown[61];
        cul_error_copy(shown, sizeof shown, node->text);
        cul_build_problem(build, node, where, "'%s' also stands for the item %s, line %lld", shown,
                          build->made->items[build->claims[number].item].id, (long long)build->claims[number].line);
    }
}

static void claim_header(struct cul_build *build, const struct cul_yaml *node, const char *where)
{
    struct cul_buffer key = {0};
    if (cul_text_header_key(node->text, node->length, &key) && key.length) {
        claim_key(build, &key, node, where);
    }
    build->no_memory = build->no_memory || key.failed;
    cul_buffer_free(&key);
}

static int32_t find_scale(struct cul_build *build, const struct cul_yaml *item, const char *where)
{
    const struct cul_yaml *node = cul_build_child(build, item, "scale", where, CUL_YAML_SCALAR, true);
    const char *near = NULL;
    if (!node || !build->made->scale_count) {
        return -1; /* a file without scales is one problem, not one per item */
    }
    for (int32_t i = 0; i < build->made->scale_count; i++) {
        const char *id = build->made->scales[i].id;
        if (strcmp(id, node->text) == 0) {
            return i;
        }
        near = cul_text_is_near(id, node->text) ? id : near;
    }
    char at[CUL_WHERE_SIZE], shown[41];
    cul_where(at, where, -1, "scale");
    cul_error_copy(shown, sizeof shown, node->text);
    cul_build_problem(build, node, at, "there is no scale '%s'%s%s%s", shown, near ? "; did you mean '" : "",
                      near ? near : "", near ? "'?" : "");
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
        const char *text = node->kind == CUL_YAML_SCALAR ? node->text : "";
        const char *near = cul_text_is_near("practice", text)   ? "; did you mean 'practice'?"
                           : cul_text_is_near("ambition", text) ? "; did you mean 'ambition'?"
                                                                : "";
        cul_build_problem(build, node, at, "the aspect is practice or ambition%s", near);
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
        if (!cul_build_goes_on(build)) {
            return;
        }
        if (alias->kind != CUL_YAML_SCALAR || !alias->length) {
            cul_build_problem(build, alias, at, "an alias is a text");
        } else if (cul_build_copy(build, &made->aliases[made->alias_count], alias->text)) {
            made->alias_count++;
            claim_header(build, alias, at);
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
        if (text->kind == CUL_YAML_SCALAR) {
            claim_header(build, text, at);
        }
        for (int64_t i = 0; text->kind == CUL_YAML_MAPPING && i < text->count; i++) {
            char language_at[CUL_WHERE_SIZE];
            cul_where(language_at, at, -1, text->keys[i].text);
            claim_header(build, &text->values[i], language_at);
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
        claim_header(build, node, at);
    }
}

/* A dimension has one scale and a limited number of items; node is the item that was read last. */
static void join_dimension(struct cul_build *build, const struct cul_yaml *node, const char *where)
{
    culture_questionnaire *made = build->made;
    const struct cul_item *item = &made->items[made->item_count];
    struct cul_aspect *aspect = &build->aspects[build->ambition[made->item_count]];
    if (++aspect->count == CUL_MAXIMUM_DIMENSION_ITEMS + 1) {
        cul_build_problem(build, node, where, "more than %d items in one dimension", (int)CUL_MAXIMUM_DIMENSION_ITEMS);
    }
    if (aspect->scale < 0) {
        aspect->scale = item->scale;
    } else if (item->scale >= 0 && item->scale != aspect->scale) {
        char at[CUL_WHERE_SIZE];
        cul_where(at, where, -1, "scale");
        cul_build_problem(build, cul_yaml_get(node, "scale"), at,
                          "the scale is '%s' here and '%s' in the items before; a dimension has one scale",
                          made->scales[item->scale].id, made->scales[aspect->scale].id);
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
    join_dimension(build, node, where);
    made->item_count++;
}

void cul_build_items(struct cul_build *build, const struct cul_yaml *items, const char *where, int32_t dimension,
                     bool aspects)
{
    if (!items || dimension < 0) {
        return;
    }
    build->aspects[0] = build->aspects[1] = (struct cul_aspect){.scale = -1};
    for (int64_t i = 0; i < items->count && !build->too_many && cul_build_goes_on(build); i++) {
        char at[CUL_WHERE_SIZE];
        cul_where(at, where, i, NULL);
        if (build->made->item_count == CUL_MAXIMUM_ITEMS) {
            cul_build_problem(build, &items->values[i], at, "more than %d items", (int)CUL_MAXIMUM_ITEMS);
            build->too_many = true;
            return;
        }
        read_item(build, &items->values[i], at, dimension, aspects);
    }
}
