/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public face of questionnaires. */
#include "base/buffer.h"
#include "base/embedded.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "questionnaire/build.h"

#include <pthread.h>
#include <string.h>

enum { MAXIMUM_BYTES = 1 << 20 };

/* Who hears of problems, and whether one was that memory ran out: then the file itself may be fine. */
struct hearing {
    const struct culture_questionnaire_options *options;
    bool no_memory;
};

static void hear(void *context, const struct culture_error *problem)
{
    struct hearing *hearing = context;
    if (problem->status == CULTURE_ERROR_MEMORY) {
        hearing->no_memory = true;
    } else if (hearing->options->on_problem) {
        hearing->options->on_problem(hearing->options->context, problem);
    }
}

static culture_status build(const struct cul_buffer *buffer, const char *path,
                            const struct culture_questionnaire_options *options, culture_questionnaire **questionnaire,
                            struct culture_error *error)
{
    struct hearing hearing = {.options = options};
    struct cul_problems problems = {.path = path, .on_problem = hear, .context = &hearing};
    struct culture_error first = {0};
    culture_status status =
        cul_questionnaire_build(buffer->bytes ? buffer->bytes : "", buffer->length, &problems, questionnaire, &first);
    if (status == CULTURE_ERROR_MEMORY || hearing.no_memory) {
        return cul_fail_memory(error);
    }
    if (problems.count >= CUL_MAXIMUM_PROBLEMS) {
        cul_problems_add(&problems, CULTURE_ERROR_LIMIT, 0, 0, NULL,
                         "there may be more problems; reading stopped after %d", (int)CUL_MAXIMUM_PROBLEMS);
    }
    if (status && error && error->status == CULTURE_OK) {
        *error = first;
    }
    if (!status) {
        cul_hash_bytes(buffer->bytes, buffer->length, (*questionnaire)->source_hash);
    }
    return status;
}

culture_status culture_questionnaire_read(const struct culture_source *source,
                                          const struct culture_questionnaire_options *options,
                                          culture_questionnaire **questionnaire, struct culture_error *error)
{
    struct culture_questionnaire_options known;
    if (!source || !questionnaire || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error,
                                 "a source, a place for the questionnaire and options with struct_size set are needed");
    }
    struct cul_buffer buffer = {0};
    culture_status status = cul_file_read(source, MAXIMUM_BYTES, &buffer, error);
    if (!status) {
        status = build(&buffer, source->path, &known, questionnaire, error);
    }
    cul_buffer_free(&buffer);
    return status;
}

culture_status culture_questionnaire_open(const char *path, const struct culture_questionnaire_options *options,
                                          culture_questionnaire **questionnaire, struct culture_error *error)
{
    return culture_questionnaire_read(&(struct culture_source){.path = path}, options, questionnaire, error);
}

static const char extension[] = ".yaml";

/* The embedded questionnaires are the files at the top of questionnaires/. */
static bool is_questionnaire(const struct cul_embedded *file)
{
    size_t length = strlen(file->name), end = sizeof extension - 1;
    return !strchr(file->name, '/') && length > end && strcmp(file->name + length - end, extension) == 0;
}

culture_status culture_questionnaire_standard(const char *id, culture_questionnaire **questionnaire,
                                              struct culture_error *error)
{
    if (!id || !questionnaire) {
        return cul_fail_argument(error, "an id and a place for the questionnaire are needed");
    }
    for (const struct cul_embedded *file = cul_embedded_files; file->name; file++) {
        size_t length = strlen(id);
        if (is_questionnaire(file) && strlen(file->name) - (sizeof extension - 1) == length &&
            memcmp(id, file->name, length) == 0) {
            struct culture_source source = {.path = file->name, .bytes = file->bytes, .length = file->length};
            return culture_questionnaire_read(&source, NULL, questionnaire, error);
        }
    }
    return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0},
                    "there is no standard questionnaire '%.60s'; see culture_questionnaire_standard_id()", id);
}

/* The names of the embedded questionnaires without their extension; written once, then only read. */
enum { MAXIMUM_STANDARDS = 16 };
static char standard_ids[MAXIMUM_STANDARDS][CUL_WHERE_SIZE];
static int32_t standard_count;

static void list_standards(void)
{
    for (const struct cul_embedded *file = cul_embedded_files; file->name && standard_count < MAXIMUM_STANDARDS;
         file++) {
        size_t length = strlen(file->name);
        if (is_questionnaire(file) && length < CUL_WHERE_SIZE) {
            memcpy(standard_ids[standard_count++], file->name, length - (sizeof extension - 1));
        }
    }
}

const char *culture_questionnaire_standard_id(int32_t index)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, list_standards);
    return index >= 0 && index < standard_count ? standard_ids[index] : NULL;
}

culture_questionnaire *culture_questionnaire_retain(culture_questionnaire *questionnaire)
{
    if (questionnaire) {
        atomic_fetch_add_explicit(&questionnaire->references, 1, memory_order_relaxed);
    }
    return questionnaire;
}

static void free_scale(struct cul_scale *scale)
{
    for (int32_t i = 0; scale->labels && i <= scale->high - scale->low; i++) {
        cul_text_free(&scale->labels[i]);
    }
    for (int32_t i = 0; i < scale->missing_count; i++) {
        cul_text_free(&scale->missing[i]);
    }
    cul_memory_free(scale->labels);
    cul_memory_free(scale->missing);
    cul_memory_free(scale->id);
}

static void free_item(struct cul_item *item)
{
    for (int32_t i = 0; i < item->alias_count; i++) {
        cul_memory_free(item->aliases[i]);
    }
    cul_memory_free(item->aliases);
    cul_text_free(&item->text);
    cul_memory_free(item->id);
}

static void free_dimension(struct cul_dimension *dimension)
{
    cul_text_free(&dimension->name);
    cul_text_free(&dimension->definition);
    cul_memory_free(dimension->items);
    cul_memory_free(dimension->id);
}

void culture_questionnaire_free(culture_questionnaire *questionnaire)
{
    if (!questionnaire || atomic_fetch_sub_explicit(&questionnaire->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        free_scale(&questionnaire->scales[i]);
    }
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        free_item(&questionnaire->items[i]);
    }
    for (int32_t i = 0; i < questionnaire->dimension_count; i++) {
        free_dimension(&questionnaire->dimensions[i]);
    }
    for (int32_t i = 0; i < questionnaire->axis_count; i++) {
        cul_memory_free(questionnaire->axes[i].id);
        cul_text_free(&questionnaire->axes[i].low);
        cul_text_free(&questionnaire->axes[i].high);
    }
    cul_memory_free(questionnaire->scales);
    cul_memory_free(questionnaire->items);
    cul_memory_free(questionnaire->dimensions);
    cul_memory_free(questionnaire->axes);
    cul_text_free(&questionnaire->title);
    cul_memory_free(questionnaire->id);
    cul_memory_free(questionnaire->version);
    cul_memory_free(questionnaire);
}

const char *culture_questionnaire_id(const culture_questionnaire *questionnaire)
{
    return questionnaire->id;
}

const char *culture_questionnaire_version(const culture_questionnaire *questionnaire)
{
    return questionnaire->version;
}

const char *culture_questionnaire_fingerprint(const culture_questionnaire *questionnaire)
{
    return questionnaire->fingerprint;
}

const char *culture_questionnaire_title(const culture_questionnaire *questionnaire, const char *language)
{
    return questionnaire->title.count ? cul_text_in(&questionnaire->title, language) : questionnaire->id;
}

static const struct cul_dimension *dimension_at(const culture_questionnaire *questionnaire, int32_t index)
{
    return index >= 0 && index < questionnaire->dimension_count ? &questionnaire->dimensions[index] : NULL;
}

/* An ambition bears its factor's name and definition. */
static const struct cul_dimension *named(const culture_questionnaire *questionnaire,
                                         const struct cul_dimension *dimension)
{
    return dimension->kind == CULTURE_DIMENSION_AMBITION ? &questionnaire->dimensions[dimension->base] : dimension;
}

const char *culture_questionnaire_dimension_name(const culture_questionnaire *questionnaire, int32_t dimension,
                                                 const char *language)
{
    const struct cul_dimension *of = dimension_at(questionnaire, dimension);
    if (!of) {
        return "";
    }
    const struct cul_text *name = &named(questionnaire, of)->name;
    return name->count ? cul_text_in(name, language) : of->id;
}

const char *culture_questionnaire_dimension_definition(const culture_questionnaire *questionnaire, int32_t dimension,
                                                       const char *language)
{
    const struct cul_dimension *of = dimension_at(questionnaire, dimension);
    return of ? cul_text_in(&named(questionnaire, of)->definition, language) : "";
}

const char *culture_questionnaire_item_text(const culture_questionnaire *questionnaire, int32_t item,
                                            const char *language)
{
    return item >= 0 && item < questionnaire->item_count ? cul_text_in(&questionnaire->items[item].text, language) : "";
}

const char *culture_questionnaire_point_label(const culture_questionnaire *questionnaire, int32_t item, int32_t value,
                                              const char *language)
{
    if (item < 0 || item >= questionnaire->item_count) {
        return "";
    }
    const struct cul_scale *scale = cul_item_scale(questionnaire, item);
    return value >= scale->low && value <= scale->high ? cul_text_in(&scale->labels[value - scale->low], language) : "";
}

int32_t culture_questionnaire_item_count(const culture_questionnaire *questionnaire)
{
    return questionnaire->item_count;
}

int32_t culture_questionnaire_dimension_count(const culture_questionnaire *questionnaire)
{
    return questionnaire->dimension_count;
}

int32_t culture_questionnaire_factor_count(const culture_questionnaire *questionnaire)
{
    return questionnaire->factor_count;
}

int32_t culture_questionnaire_find_item(const culture_questionnaire *questionnaire, const char *id)
{
    for (int32_t i = 0; id && i < questionnaire->item_count; i++) {
        if (strcmp(questionnaire->items[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}

int32_t culture_questionnaire_find_dimension(const culture_questionnaire *questionnaire, const char *id)
{
    for (int32_t i = 0; id && i < questionnaire->dimension_count; i++) {
        if (strcmp(questionnaire->dimensions[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}

const char *culture_dimension_kind_name(int32_t kind)
{
    static const char *const names[] = {"factor", "theme", "ambition", "now", "wanted"};
    return kind >= 0 && kind < (int32_t)(sizeof names / sizeof *names) ? names[kind] : "";
}

static culture_status fail_index(struct culture_error *error, const char *what)
{
    return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such %s", what);
}

static culture_status fill(void *callers, const void *from, size_t size, struct culture_error *error)
{
    return cul_struct_fill(callers, from, size) ? CULTURE_OK : cul_fail_argument(error, "struct_size is not set");
}

static culture_status check_given(const culture_questionnaire *questionnaire, const void *callers,
                                  struct culture_error *error)
{
    return questionnaire && callers ? CULTURE_OK
                                    : cul_fail_argument(error, "a questionnaire and a struct to fill are needed");
}

culture_status culture_questionnaire_item(const culture_questionnaire *questionnaire, int32_t index,
                                          struct culture_item *item, struct culture_error *error)
{
    if (check_given(questionnaire, item, error)) {
        return CULTURE_ERROR_ARGUMENT;
    }
    if (index < 0 || index >= questionnaire->item_count) {
        return fail_index(error, "item");
    }
    const struct cul_item *of = &questionnaire->items[index];
    const struct cul_scale *scale = cul_item_scale(questionnaire, index);
    struct culture_item known = {
        .id = of->id, .low = scale->low, .high = scale->high, .reverse = of->reverse, .dimension = of->dimension};
    return fill(item, &known, sizeof known, error);
}

culture_status culture_questionnaire_dimension(const culture_questionnaire *questionnaire, int32_t index,
                                               struct culture_dimension *dimension, struct culture_error *error)
{
    if (check_given(questionnaire, dimension, error)) {
        return CULTURE_ERROR_ARGUMENT;
    }
    const struct cul_dimension *of = dimension_at(questionnaire, index);
    if (!of) {
        return fail_index(error, "dimension");
    }
    const struct cul_scale *scale = &questionnaire->scales[of->scale];
    struct culture_dimension known = {.id = of->id,
                                      .kind = of->kind,
                                      .base = of->base,
                                      .low = scale->low,
                                      .high = scale->high,
                                      .needed = of->needed,
                                      .item_count = of->item_count,
                                      .items = of->items};
    return fill(dimension, &known, sizeof known, error);
}

int32_t culture_questionnaire_axis_count(const culture_questionnaire *questionnaire)
{
    return questionnaire->axis_count;
}

culture_status culture_questionnaire_axis(const culture_questionnaire *questionnaire, int32_t index,
                                          struct culture_axis *axis, struct culture_error *error)
{
    if (check_given(questionnaire, axis, error)) {
        return CULTURE_ERROR_ARGUMENT;
    }
    if (index < 0 || index >= questionnaire->axis_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such axis");
    }
    const struct cul_axis *of = &questionnaire->axes[index];
    struct culture_axis known = {.id = of->id, .now = of->now, .wanted = of->wanted};
    return fill(axis, &known, sizeof known, error);
}

const char *culture_questionnaire_pole(const culture_questionnaire *questionnaire, int32_t axis, int32_t high,
                                       const char *language)
{
    if (axis < 0 || axis >= questionnaire->axis_count) {
        return "";
    }
    return cul_text_in(high ? &questionnaire->axes[axis].high : &questionnaire->axes[axis].low, language);
}

culture_status culture_questionnaire_criterion(const culture_questionnaire *questionnaire,
                                               struct culture_criterion *criterion, struct culture_error *error)
{
    if (check_given(questionnaire, criterion, error)) {
        return CULTURE_ERROR_ARGUMENT;
    }
    return fill(criterion, &questionnaire->criterion, sizeof questionnaire->criterion, error);
}
