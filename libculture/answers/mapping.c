/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings: what a survey file's columns and answers are, where that cannot be guessed. */
#include "answers/mapping.h"

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "questionnaire/model.h"
#include "questionnaire/yaml.h"

#include <stdatomic.h>
#include <string.h>

enum { LARGEST_FILE = 1 << 20 };

struct unit {
    char *name, *heading;
};

struct culture_mapping {
    atomic_int references;
    culture_questionnaire *questionnaire;
    char *id;
    char source_hash[CUL_HASH_TEXT + 1];
    char *columns[CUL_MAPPED_COLUMNS];
    struct unit *units;
    int64_t unit_count;
    struct cul_names headings; /* keys */
    char **written;            /* per heading as in the file */
    int32_t *items;            /* per heading */
    size_t written_capacity, item_capacity;
    struct cul_mapped_labels *labels; /* per scale */
};

/* A mapping on its way from its tree. */
struct reading {
    culture_mapping *made;
    struct cul_problems *problems;
    struct cul_buffer key;
    bool no_memory;
};

static void problem_at(struct reading *reading, const struct cul_yaml *node, const char *where, const char *message,
                       const char *near)
{
    cul_problems_add(reading->problems, CULTURE_ERROR_MAPPING, node->line, node->column, where, "%s%s%s%s", message,
                     near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static bool goes_on(const struct reading *reading)
{
    return !reading->no_memory && reading->problems->count < CUL_MAXIMUM_PROBLEMS;
}

/* A text that is not blank; NULL otherwise, which is a problem. */
static const char *read_text(struct reading *reading, const struct cul_yaml *node, const char *where)
{
    if (node->kind != CUL_YAML_SCALAR || !node->text[strspn(node->text, " ")]) {
        problem_at(reading, node, where, "a text is expected here", NULL);
        return NULL;
    }
    return node->text;
}

static char *copy_text(struct reading *reading, const char *text)
{
    char *copy = text ? cul_memory_text(text, strlen(text)) : NULL;
    reading->no_memory = reading->no_memory || (text && !copy);
    return copy;
}

/* The mapping under a key; NULL when there is none or something else, which is a problem. */
static const struct cul_yaml *read_child(struct reading *reading, const struct cul_yaml *root, const char *key)
{
    const struct cul_yaml *node = cul_yaml_get(root, key);
    if (node && node->kind != CUL_YAML_MAPPING) {
        problem_at(reading, node, key, "a mapping is expected here", NULL);
        return NULL;
    }
    return node;
}

static const char *const column_keys[CUL_MAPPED_COLUMNS + 1] = {"organisation", "respondent", "duration", "finished",
                                                                "item",         "answer",     NULL};

static void read_columns(struct reading *reading, const struct cul_yaml *root)
{
    const struct cul_yaml *columns = read_child(reading, root, "columns");
    if (!columns) {
        return;
    }
    cul_yaml_known_keys(columns, column_keys, "columns", CULTURE_ERROR_MAPPING, reading->problems);
    for (int i = 0; i < CUL_MAPPED_COLUMNS; i++) {
        const struct cul_yaml *node = cul_yaml_get(columns, column_keys[i]);
        char where[CUL_WHERE_SIZE];
        cul_where(where, "columns", -1, column_keys[i]);
        reading->made->columns[i] = node ? copy_text(reading, read_text(reading, node, where)) : NULL;
    }
    char **made = reading->made->columns;
    if (!made[CUL_MAPPED_ITEM] != !made[CUL_MAPPED_ANSWER] || (made[CUL_MAPPED_ITEM] && !made[CUL_MAPPED_RESPONDENT])) {
        problem_at(reading, columns, "columns",
                   "a file with a row for each answer needs the columns respondent, item and answer", NULL);
    }
}

static void read_units(struct reading *reading, const struct cul_yaml *root)
{
    culture_mapping *made = reading->made;
    const struct cul_yaml *units = read_child(reading, root, "units");
    made->units = units ? cul_memory_new((size_t)units->count, sizeof *made->units) : NULL;
    reading->no_memory = reading->no_memory || (units && !made->units);
    for (int64_t i = 0; units && i < units->count && goes_on(reading); i++) {
        char where[CUL_WHERE_SIZE];
        cul_where(where, "units", -1, units->keys[i].text);
        struct unit *unit = &made->units[made->unit_count++];
        unit->name = copy_text(reading, units->keys[i].text);
        unit->heading = copy_text(reading, read_text(reading, &units->values[i], where));
    }
}

static int32_t find_item(const culture_questionnaire *questionnaire, const char *id, const char **near)
{
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        if (strcmp(questionnaire->items[i].id, id) == 0) {
            return i;
        }
        *near = !*near && cul_text_is_near(id, questionnaire->items[i].id) ? questionnaire->items[i].id : *near;
    }
    return -1;
}

/* The key of a heading or label, in reading->key. False: there is none to see, or no memory. */
static bool make_key(struct reading *reading, const char *text)
{
    cul_buffer_clear(&reading->key);
    cul_text_key(text, strlen(text), &reading->key);
    reading->no_memory = reading->no_memory || reading->key.failed;
    return !reading->no_memory && reading->key.length;
}

static void add_item(struct reading *reading, const struct cul_yaml *heading, int32_t item, const char *where)
{
    culture_mapping *made = reading->made;
    int64_t before = made->headings.count;
    if (!make_key(reading, heading->text)) {
        problem_at(reading, heading, where, "a heading is expected here", NULL);
        return;
    }
    if (!cul_memory_grow(&made->written, &made->written_capacity, (size_t)before, sizeof *made->written) ||
        !cul_memory_grow(&made->items, &made->item_capacity, (size_t)before, sizeof *made->items)) {
        reading->no_memory = true;
        return;
    }
    char *written = copy_text(reading, heading->text);
    int64_t number = written ? cul_names_add(&made->headings, reading->key.bytes, reading->key.length) : -1;
    if (number == before) {
        made->written[number] = written;
        made->items[number] = item;
        return;
    }
    cul_memory_free(written);
    reading->no_memory = reading->no_memory || number < 0;
    if (number >= 0) {
        problem_at(reading, heading, where, "this heading is here twice; case and spacing do not count", NULL);
    }
}

static void read_items(struct reading *reading, const struct cul_yaml *root)
{
    const struct cul_yaml *items = read_child(reading, root, "items");
    for (int64_t i = 0; items && i < items->count && goes_on(reading); i++) {
        char where[CUL_WHERE_SIZE];
        const char *near = NULL;
        cul_where(where, "items", -1, items->keys[i].text);
        const char *id = read_text(reading, &items->values[i], where);
        int32_t item = id ? find_item(reading->made->questionnaire, id, &near) : -1;
        if (item >= 0) {
            add_item(reading, &items->keys[i], item, where);
        } else if (id) {
            problem_at(reading, &items->values[i], where, "the questionnaire has no item of this id", near);
        }
    }
}

/* A point of the scale, or "missing". */
static bool read_value(struct reading *reading, const struct cul_yaml *node, const struct cul_scale *scale,
                       const char *where, int16_t *value)
{
    int64_t point;
    if (node->kind == CUL_YAML_SCALAR && strcmp(node->text, "missing") == 0) {
        *value = CULTURE_MISSING;
        return true;
    }
    if (cul_yaml_whole(node, &point) && point >= scale->low && point <= scale->high) {
        *value = (int16_t)point;
        return true;
    }
    problem_at(reading, node, where, "a point of the scale is expected here, or missing", NULL);
    return false;
}

static bool is_number(const char *text)
{
    double number;
    return cul_number_parse(text, strlen(text), &number);
}

static void add_label(struct reading *reading, struct cul_mapped_labels *labels, const struct cul_yaml *label,
                      int16_t value, const char *where)
{
    int64_t before = labels->keys.count;
    if (!make_key(reading, label->text)) {
        problem_at(reading, label, where, "the text of an answer is expected here", NULL);
        return;
    }
    if (!cul_memory_grow(&labels->values, &labels->capacity, (size_t)before, sizeof *labels->values)) {
        reading->no_memory = true;
        return;
    }
    int64_t number = cul_names_add(&labels->keys, reading->key.bytes, reading->key.length);
    reading->no_memory = reading->no_memory || number < 0;
    if (number == before) {
        labels->values[number] = value;
        labels->numbers = labels->numbers || is_number(reading->key.bytes);
    } else if (number >= 0) {
        problem_at(reading, label, where, "this answer is here twice; case and spacing do not count", NULL);
    }
}

static int32_t find_scale(const culture_questionnaire *questionnaire, const char *id, const char **near)
{
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        if (strcmp(questionnaire->scales[i].id, id) == 0) {
            return i;
        }
        *near = !*near && cul_text_is_near(id, questionnaire->scales[i].id) ? questionnaire->scales[i].id : *near;
    }
    return -1;
}

static void read_scale(struct reading *reading, const struct cul_yaml *name, const struct cul_yaml *labels)
{
    char where[CUL_WHERE_SIZE], at[CUL_WHERE_SIZE];
    const char *near = NULL;
    int32_t scale = find_scale(reading->made->questionnaire, name->text, &near);
    cul_where(where, "labels", -1, name->text);
    if (scale < 0) {
        problem_at(reading, name, where, "the questionnaire has no scale of this id", near);
        return;
    }
    if (labels->kind != CUL_YAML_MAPPING) {
        problem_at(reading, labels, where, "a mapping is expected here", NULL);
        return;
    }
    for (int64_t i = 0; i < labels->count && goes_on(reading); i++) {
        int16_t value;
        cul_where(at, where, -1, labels->keys[i].text);
        if (read_value(reading, &labels->values[i], &reading->made->questionnaire->scales[scale], at, &value)) {
            add_label(reading, &reading->made->labels[scale], &labels->keys[i], value, at);
        }
    }
}

static void read_root(struct reading *reading, const struct cul_yaml *root)
{
    static const char *const known[] = {"mapping", "columns", "units", "items", "labels", NULL};
    if (root->kind != CUL_YAML_MAPPING) {
        problem_at(reading, root, "", "a mapping file is a mapping that begins with mapping: and a name", NULL);
        return;
    }
    cul_yaml_known_keys(root, known, "", CULTURE_ERROR_MAPPING, reading->problems);
    const struct cul_yaml *id = cul_yaml_get(root, "mapping");
    if (id) {
        reading->made->id = copy_text(reading, read_text(reading, id, "mapping"));
    } else {
        problem_at(reading, root, "mapping", "'mapping' is required", NULL);
    }
    read_columns(reading, root);
    read_units(reading, root);
    read_items(reading, root);
    const struct cul_yaml *labels = read_child(reading, root, "labels");
    for (int64_t i = 0; labels && i < labels->count && goes_on(reading); i++) {
        read_scale(reading, &labels->keys[i], &labels->values[i]);
    }
}

static culture_status build(const struct cul_buffer *bytes, culture_mapping *made, struct cul_problems *problems,
                            struct culture_error *error)
{
    struct reading reading = {.made = made, .problems = problems};
    struct cul_yaml root = {0};
    if (cul_yaml_parse(bytes->bytes ? bytes->bytes : "", bytes->length, problems, &root)) {
        read_root(&reading, &root);
        cul_yaml_free(&root);
    }
    cul_buffer_free(&reading.key);
    return reading.no_memory ? cul_fail_memory(error) : cul_problems_result(problems, error);
}

culture_status culture_mapping_read(const struct culture_source *source, culture_questionnaire *questionnaire,
                                    const struct culture_mapping_options *options, culture_mapping **mapping,
                                    struct culture_error *error)
{
    struct culture_mapping_options known;
    if (!source || !questionnaire || !mapping || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error, "a source, a questionnaire and a place for the mapping are needed");
    }
    struct cul_buffer bytes = {0};
    struct cul_problems problems = {.path = source->path, .on_problem = known.on_problem, .context = known.context};
    culture_mapping *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return cul_fail_memory(error);
    }
    atomic_init(&made->references, 1);
    made->questionnaire = culture_questionnaire_retain(questionnaire);
    made->labels = cul_memory_new((size_t)questionnaire->scale_count, sizeof *made->labels);
    culture_status status = made->labels ? cul_file_read(source, LARGEST_FILE, &bytes, error) : cul_fail_memory(error);
    if (!status) {
        cul_hash_bytes(bytes.bytes ? bytes.bytes : "", bytes.length, made->source_hash);
        status = build(&bytes, made, &problems, error);
    }
    cul_buffer_free(&bytes);
    if (status) {
        culture_mapping_free(made);
        return status;
    }
    *mapping = made;
    return CULTURE_OK;
}

culture_status culture_mapping_open(const char *path, culture_questionnaire *questionnaire,
                                    const struct culture_mapping_options *options, culture_mapping **mapping,
                                    struct culture_error *error)
{
    return culture_mapping_read(&(struct culture_source){.path = path}, questionnaire, options, mapping, error);
}

const char *cul_mapping_source_hash(const culture_mapping *mapping)
{
    return mapping->source_hash;
}

culture_mapping *culture_mapping_retain(culture_mapping *mapping)
{
    if (mapping) {
        atomic_fetch_add_explicit(&mapping->references, 1, memory_order_relaxed);
    }
    return mapping;
}

void culture_mapping_free(culture_mapping *mapping)
{
    if (!mapping || atomic_fetch_sub_explicit(&mapping->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    for (int i = 0; i < CUL_MAPPED_COLUMNS; i++) {
        cul_memory_free(mapping->columns[i]);
    }
    for (int64_t i = 0; i < mapping->unit_count; i++) {
        cul_memory_free(mapping->units[i].name);
        cul_memory_free(mapping->units[i].heading);
    }
    for (int64_t i = 0; i < mapping->headings.count; i++) {
        cul_memory_free(mapping->written[i]);
    }
    for (int32_t i = 0; mapping->labels && i < mapping->questionnaire->scale_count; i++) {
        cul_names_free(&mapping->labels[i].keys);
        cul_memory_free(mapping->labels[i].values);
    }
    cul_names_free(&mapping->headings);
    cul_memory_free(mapping->written);
    cul_memory_free(mapping->items);
    cul_memory_free(mapping->units);
    cul_memory_free(mapping->labels);
    cul_memory_free(mapping->id);
    culture_questionnaire_free(mapping->questionnaire);
    cul_memory_free(mapping);
}

const char *culture_mapping_id(const culture_mapping *mapping)
{
    return mapping->id;
}

const char *cul_mapping_column(const culture_mapping *mapping, enum cul_mapped column)
{
    return mapping ? mapping->columns[column] : NULL;
}

const char *cul_mapping_unit(const culture_mapping *mapping, const char *name)
{
    for (int64_t i = 0; mapping && i < mapping->unit_count; i++) {
        if (strcmp(mapping->units[i].name, name) == 0) {
            return mapping->units[i].heading;
        }
    }
    return name;
}

int64_t cul_mapping_item_count(const culture_mapping *mapping)
{
    return mapping ? mapping->headings.count : 0;
}

const char *cul_mapping_item_heading(const culture_mapping *mapping, int64_t index)
{
    return mapping->written[index];
}

int64_t cul_mapping_find(const culture_mapping *mapping, const char *text, struct cul_buffer *scratch)
{
    if (!mapping || !mapping->headings.count) {
        return -1;
    }
    cul_buffer_clear(scratch);
    return cul_text_key(text, strlen(text), scratch) && scratch->length
               ? cul_names_find(&mapping->headings, scratch->bytes, scratch->length)
               : -1;
}

int32_t cul_mapping_item(const culture_mapping *mapping, int64_t index)
{
    return mapping->items[index];
}

const struct cul_mapped_labels *cul_mapping_labels(const culture_mapping *mapping, int32_t scale)
{
    return mapping && mapping->labels[scale].keys.count ? &mapping->labels[scale] : NULL;
}

bool cul_mapping_fits(const culture_mapping *mapping, const culture_questionnaire *questionnaire)
{
    const culture_questionnaire *own = mapping ? mapping->questionnaire : questionnaire;
    bool same = strcmp(own->fingerprint, questionnaire->fingerprint) == 0 &&
                own->scale_count == questionnaire->scale_count && own->item_count == questionnaire->item_count;
    for (int32_t i = 0; same && i < own->scale_count; i++) {
        same = strcmp(own->scales[i].id, questionnaire->scales[i].id) == 0;
    }
    return same;
}
