/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a reference file: every problem is reported, with line, column and key path. */
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "questionnaire/yaml.h"
#include "reference/state.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MAXIMUM_BYTES = 16 << 20 };
static const int64_t LARGEST = 1000000000000000; /* of counts */

struct reading {
    const char *salt; /* the caller's; NULL: none */
    culture_reference *made;
    struct cul_problems *problems;
    bool no_memory, mismatch; /* mismatch: made for another questionnaire */
};

static void problem(struct reading *reading, const struct cul_yaml *node, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void problem(struct reading *reading, const struct cul_yaml *node, const char *where, const char *format, ...)
{
    char message[384];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    cul_problems_add(reading->problems, CULTURE_ERROR_REFERENCE, node->line, node->column, where, "%s", message);
}

/* A text; when it is required and not there, that is a problem, else "". */
static char *read_text(struct reading *reading, const struct cul_yaml *parent, const char *parent_where,
                       const char *key, bool required)
{
    const struct cul_yaml *node = cul_yaml_get(parent, key);
    char where[CUL_WHERE_SIZE];
    cul_where(where, parent_where, -1, key);
    if (node && (node->kind != CUL_YAML_SCALAR || (required && !node->length))) {
        problem(reading, node, where, "a text is expected here");
        node = NULL;
    } else if (!node && required) {
        problem(reading, parent, where, "'%s' is required", key);
    }
    char *text = cul_memory_text(node ? node->text : "", node ? node->length : 0);
    reading->no_memory = reading->no_memory || !text;
    return text;
}

/* A number within bounds, NaN when it is not there or not good. */
static double read_number(struct reading *reading, const struct cul_yaml *parent, const char *parent_where,
                          const char *key, double low, double high, bool required)
{
    const struct cul_yaml *node = cul_yaml_get(parent, key);
    char where[CUL_WHERE_SIZE];
    double value = (double)NAN;
    if (node && cul_yaml_number(node, &value) && value >= low && value <= high) {
        return value;
    }
    cul_where(where, parent_where, -1, key);
    if (node) {
        problem(reading, node, where, "a number from %lld to %lld is expected here", (long long)low, (long long)high);
    } else if (required) {
        problem(reading, parent, where, "'%s' is required", key);
    }
    return (double)NAN;
}

/* A whole number within bounds, 0 when it is not there or not good. */
static int64_t read_whole(struct reading *reading, const struct cul_yaml *parent, const char *parent_where,
                          const char *key, int64_t low, int64_t high, bool required)
{
    const struct cul_yaml *node = cul_yaml_get(parent, key);
    char where[CUL_WHERE_SIZE];
    double value = 0;
    if (cul_yaml_number(node, &value) && value == nearbyint(value) && value >= (double)low && value <= (double)high) {
        return (int64_t)value;
    }
    cul_where(where, parent_where, -1, key);
    if (!node && required) {
        problem(reading, parent, where, "'%s' is required", key);
    }
    if (!node) {
        return 0;
    }
    if (high == LARGEST) {
        problem(reading, node, where, "a whole number from %lld is expected here", (long long)low);
    } else {
        problem(reading, node, where, "a whole number from %lld to %lld is expected here", (long long)low,
                (long long)high);
    }
    return 0;
}

static void read_kind(struct reading *reading, const struct cul_yaml *root)
{
    char *text = read_text(reading, root, "", "kind", true);
    reading->made->kind = -1;
    for (int32_t kind = 0; text && kind <= CULTURE_REFERENCE_SUMMARY; kind++) {
        if (strcmp(text, culture_reference_kind_name(kind)) == 0) {
            reading->made->kind = kind;
        }
    }
    if (text && *text && reading->made->kind < 0) {
        problem(reading, cul_yaml_get(root, "kind"), "kind", "the kind is simulated, observed or summary");
    }
    cul_memory_free(text);
}

static void read_fingerprint(struct reading *reading, const struct cul_yaml *root)
{
    const culture_questionnaire *questionnaire = reading->made->questionnaire;
    char *id = read_text(reading, root, "", "questionnaire", true);
    char *text = read_text(reading, root, "", "fingerprint", true);
    if (text && *text && strcmp(text, questionnaire->fingerprint) != 0) {
        const struct cul_yaml *node = cul_yaml_get(root, "fingerprint");
        bool same = id && strcmp(id, questionnaire->id) == 0;
        cul_problems_add(reading->problems, CULTURE_ERROR_MISMATCH, node->line, node->column, "fingerprint",
                         same ? "the reference belongs to a questionnaire %.60s that scores otherwise than %s %s"
                              : "the reference belongs to another questionnaire (%.60s) than %s %s",
                         id ? id : "", questionnaire->id, questionnaire->version);
        reading->mismatch = true;
    }
    cul_memory_free(id);
    cul_memory_free(text);
}

/* The salt is the caller's: a file that held it would let anyone try names. */
static char *copy_salt(struct reading *reading)
{
    const char *salt = reading->made->hashed && reading->salt ? reading->salt : "";
    char *copy = cul_memory_text(salt, strlen(salt));
    reading->no_memory = reading->no_memory || !copy;
    return copy;
}

static void read_names(struct reading *reading, const struct cul_yaml *root)
{
    char *text = read_text(reading, root, "", "names", false);
    reading->made->hashed = text && strcmp(text, "hashed") == 0;
    if (text && *text && !reading->made->hashed && strcmp(text, "plain") != 0) {
        problem(reading, cul_yaml_get(root, "names"), "names", "names are plain or hashed");
    }
    cul_memory_free(text);
}

/* A plain text, or one per language; a note in Dutch alone serves everybody. */
static void read_note(struct reading *reading, const struct cul_yaml *root)
{
    static const char *const languages[] = {"nl", "en", NULL};
    const struct cul_yaml *node = cul_yaml_get(root, "note");
    bool mapping = node && node->kind == CUL_YAML_MAPPING;
    if (mapping) {
        cul_yaml_known_keys(node, languages, "note", CULTURE_ERROR_REFERENCE, reading->problems);
    }
    const struct cul_yaml *at = mapping ? node : root;
    const char *where = mapping ? "note" : "", *key = mapping ? "en" : "note";
    char *dutch = mapping ? read_text(reading, node, "note", "nl", false) : cul_memory_text("", 0);
    reading->no_memory = reading->no_memory || !dutch;
    reading->made->note_nl = dutch;
    if (mapping && dutch && !cul_yaml_get(node, "en")) {
        reading->made->note = cul_memory_text(dutch, strlen(dutch));
        reading->no_memory = reading->no_memory || !reading->made->note;
    } else {
        reading->made->note = read_text(reading, at, where, key, false);
    }
}

static void read_head(struct reading *reading, const struct cul_yaml *root)
{
    culture_reference *made = reading->made;
    made->id = read_text(reading, root, "", "reference", true);
    made->version = read_text(reading, root, "", "version", true);
    made->source = read_text(reading, root, "", "source", true);
    read_note(reading, root);
    read_names(reading, root);
    made->salt = copy_salt(reading);
    made->year = (int32_t)read_whole(reading, root, "", "year", 1900, 2200, true);
    read_kind(reading, root);
    read_fingerprint(reading, root);
}

/* Mean, standard error and number of answers of one organisation on one dimension. */
static void read_mean(struct reading *reading, const struct cul_yaml *node, const char *where, int64_t row,
                      int32_t dimension)
{
    static const char *const known[] = {"mean", "se", "n", NULL};
    culture_reference *made = reading->made;
    if (node->kind != CUL_YAML_MAPPING) {
        problem(reading, node, where, "a mapping as {mean: ..., se: ..., n: ...} is expected here");
        return;
    }
    int64_t at = row * made->questionnaire->dimension_count + dimension;
    cul_yaml_known_keys(node, known, where, CULTURE_ERROR_REFERENCE, reading->problems);
    made->means[at] = read_number(reading, node, where, "mean", 0, 100, true);
    made->errors[at] = read_number(reading, node, where, "se", 0, 100, false);
    int64_t answers = read_whole(reading, node, where, "n", 1, LARGEST, false);
    made->answers[at] = answers ? (double)answers : (double)NAN;
}

static const struct cul_yaml *read_mapping(struct reading *reading, const struct cul_yaml *parent, const char *key,
                                           const char *where, bool required)
{
    const struct cul_yaml *node = cul_yaml_get(parent, key);
    if (!node && required) {
        problem(reading, parent, where, "'%s' is required", key);
    } else if (node && node->kind != CUL_YAML_MAPPING) {
        problem(reading, node, where, "a mapping is expected here");
        node = NULL;
    }
    return node;
}

static void read_means(struct reading *reading, const struct cul_yaml *node, const char *parent, int64_t row)
{
    const culture_questionnaire *questionnaire = reading->made->questionnaire;
    char where[CUL_WHERE_SIZE], at[CUL_WHERE_SIZE];
    cul_where(where, parent, -1, "dimensions");
    const struct cul_yaml *means = read_mapping(reading, node, "dimensions", where, true);
    for (int64_t i = 0; means && i < means->count; i++) {
        int32_t dimension = culture_questionnaire_find_dimension(questionnaire, means->keys[i].text);
        cul_where(at, where, -1, means->keys[i].text);
        if (dimension < 0) {
            problem(reading, &means->keys[i], at, "the questionnaire %s has no such dimension", questionnaire->id);
        } else {
            read_mean(reading, &means->values[i], at, row, dimension);
        }
    }
    for (int32_t f = 0; means && f < questionnaire->factor_count; f++) {
        if (!cul_yaml_get(means, questionnaire->dimensions[f].id)) {
            problem(reading, means, where, "the factor %s is missing", questionnaire->dimensions[f].id);
        }
    }
}

/* Most files have the items in the questionnaire's order. */
static int32_t find_item(const culture_questionnaire *questionnaire, int64_t at, const char *id)
{
    bool here = at < questionnaire->item_count && strcmp(questionnaire->items[at].id, id) == 0;
    return here ? (int32_t)at : culture_questionnaire_find_item(questionnaire, id);
}

static void read_items(struct reading *reading, const struct cul_yaml *node, const char *parent, int64_t row)
{
    const culture_questionnaire *questionnaire = reading->made->questionnaire;
    char where[CUL_WHERE_SIZE], at[CUL_WHERE_SIZE];
    cul_where(where, parent, -1, "items");
    const struct cul_yaml *items = read_mapping(reading, node, "items", where, false);
    for (int64_t i = 0; items && i < items->count; i++) {
        const char *id = items->keys[i].text;
        double value;
        int32_t item = find_item(questionnaire, i, id);
        if (item >= 0 && cul_yaml_number(&items->values[i], &value) && value >= 0 && value <= 100) {
            reading->made->items[row * questionnaire->item_count + item] = value;
            continue;
        }
        cul_where(at, where, -1, id);
        if (item < 0) {
            problem(reading, &items->keys[i], at, "the questionnaire %s has no such item", questionnaire->id);
        } else {
            problem(reading, &items->values[i], at, "a number from 0 to 100 is expected here");
        }
    }
}

static void claim_name(struct reading *reading, const struct cul_yaml *node, const char *where, const char *id)
{
    struct cul_buffer key = {0};
    char at[CUL_WHERE_SIZE];
    cul_where(at, where, -1, "id");
    if (cul_text_name_key(id, strlen(id), &key)) {
        int64_t before = reading->made->keys.count;
        int64_t number = cul_names_add(&reading->made->keys, key.bytes ? key.bytes : "", key.length);
        reading->no_memory = reading->no_memory || number < 0;
        if (number >= 0 && number < before) {
            problem(reading, node, at, "the organisation '%.60s' is here twice", id);
        }
    }
    reading->no_memory = reading->no_memory || key.failed;
    cul_buffer_free(&key);
}

static void read_organisation(struct reading *reading, const struct cul_yaml *node, int64_t row)
{
    static const char *const known[] = {"id",        "sector",     "size",  "respondents",
                                        "headcount", "dimensions", "items", NULL};
    struct cul_reference_organisation *made = &reading->made->organisations[row];
    char where[CUL_WHERE_SIZE];
    cul_where(where, "organisations", row, NULL);
    if (node->kind != CUL_YAML_MAPPING) {
        problem(reading, node, where, "an organisation is a mapping with id and dimensions");
        return;
    }
    cul_yaml_known_keys(node, known, where, CULTURE_ERROR_REFERENCE, reading->problems);
    made->id = read_text(reading, node, where, "id", true);
    made->sector = read_text(reading, node, where, "sector", false);
    made->size = read_text(reading, node, where, "size", false);
    made->respondents = read_whole(reading, node, where, "respondents", 1, LARGEST, false);
    made->headcount = read_whole(reading, node, where, "headcount", 1, LARGEST, false);
    if (made->headcount && made->headcount < made->respondents) {
        char at[CUL_WHERE_SIZE];
        cul_where(at, where, -1, "headcount");
        problem(reading, cul_yaml_get(node, "headcount"), at, "the headcount is below the number of respondents");
    }
    if (made->id && *made->id) {
        claim_name(reading, cul_yaml_get(node, "id"), where, made->id);
    }
    read_means(reading, node, where, row);
    read_items(reading, node, where, row);
}

static void read_sample(struct reading *reading, const struct cul_yaml *root)
{
    static const char *const known[] = {"reference", "version", "kind",  "questionnaire", "fingerprint", "year",
                                        "source",    "note",    "names", "organisations", NULL};
    const struct cul_yaml *list = cul_yaml_get(root, "organisations");
    cul_yaml_known_keys(root, known, "", CULTURE_ERROR_REFERENCE, reading->problems);
    if (!list || list->kind != CUL_YAML_SEQUENCE || list->count < CUL_REFERENCE_MINIMUM ||
        list->count > CUL_REFERENCE_MAXIMUM) {
        problem(reading, list ? list : root, "organisations", "a list of %d to %d organisations is expected here",
                (int)CUL_REFERENCE_MINIMUM, (int)CUL_REFERENCE_MAXIMUM);
        return;
    }
    if (!cul_reference_make_room(reading->made, list->count)) {
        reading->no_memory = true;
        return;
    }
    reading->made->count = list->count;
    for (int64_t row = 0; row < list->count && !reading->no_memory; row++) {
        read_organisation(reading, &list->values[row], row);
    }
}

static void read_summary_dimensions(struct reading *reading, const struct cul_yaml *root)
{
    static const char *const known[] = {"mean", "sd", NULL};
    const culture_questionnaire *questionnaire = reading->made->questionnaire;
    const struct cul_yaml *dimensions = read_mapping(reading, root, "dimensions", "dimensions", true);
    for (int32_t d = 0; dimensions && d < questionnaire->dimension_count; d++) {
        const char *id = questionnaire->dimensions[d].id;
        char where[CUL_WHERE_SIZE];
        cul_where(where, "dimensions", -1, id);
        const struct cul_yaml *node = read_mapping(reading, dimensions, id, where, false);
        if (!cul_yaml_get(dimensions, id) && d < questionnaire->factor_count) {
            problem(reading, dimensions, "dimensions", "the factor %s is missing", id);
        }
        if (!node) {
            continue;
        }
        cul_yaml_known_keys(node, known, where, CULTURE_ERROR_REFERENCE, reading->problems);
        reading->made->summary_mean[d] = read_number(reading, node, where, "mean", 0, 100, true);
        double sd = read_number(reading, node, where, "sd", 0, 100, true);
        if (sd == 0) {
            cul_where(where, where, -1, "sd");
            problem(reading, cul_yaml_get(node, "sd"), where, "the sd must be above 0");
        }
        reading->made->summary_sd[d] = sd;
    }
    for (int64_t i = 0; dimensions && i < dimensions->count; i++) {
        if (culture_questionnaire_find_dimension(questionnaire, dimensions->keys[i].text) < 0) {
            char where[CUL_WHERE_SIZE];
            cul_where(where, "dimensions", -1, dimensions->keys[i].text);
            problem(reading, &dimensions->keys[i], where, "the questionnaire %s has no such dimension",
                    questionnaire->id);
        }
    }
}

static void read_correlations(struct reading *reading, const struct cul_yaml *root)
{
    const struct cul_yaml *rows = cul_yaml_get(root, "correlations");
    int64_t factors = reading->made->questionnaire->factor_count;
    if (!rows) {
        return;
    }
    bool square = rows->kind == CUL_YAML_SEQUENCE && rows->count == factors;
    for (int64_t i = 0; square && i < factors; i++) {
        square = rows->values[i].kind == CUL_YAML_SEQUENCE && rows->values[i].count == factors;
        for (int64_t j = 0; square && j < factors; j++) {
            double value;
            const struct cul_yaml *node = &rows->values[i].values[j];
            bool good = cul_yaml_number(node, &value) && fabs(value) <= 1 && (i != j || value == 1) &&
                        (j >= i || value == reading->made->correlations[j * factors + i]);
            if (!good) {
                char where[CUL_WHERE_SIZE];
                cul_where(where, "correlations", i, NULL);
                cul_where(where, where, j, NULL);
                problem(reading, node, where, "correlations are symmetric numbers from -1 to 1, 1 on the diagonal");
                return;
            }
            reading->made->correlations[i * factors + j] = value;
        }
    }
    if (!square) {
        problem(reading, rows, "correlations", "a list of %lld rows of %lld numbers is expected here",
                (long long)factors, (long long)factors);
    }
}

static void read_summary(struct reading *reading, const struct cul_yaml *root)
{
    static const char *const known[] = {"reference", "version", "kind", "questionnaire", "fingerprint",  "year",
                                        "source",    "note",    "n",    "dimensions",    "correlations", NULL};
    cul_yaml_known_keys(root, known, "", CULTURE_ERROR_REFERENCE, reading->problems);
    reading->made->count = read_whole(reading, root, "", "n", CUL_REFERENCE_MINIMUM, CUL_REFERENCE_MAXIMUM, true);
    if (!cul_reference_make_room(reading->made, 0)) {
        reading->no_memory = true;
        return;
    }
    read_summary_dimensions(reading, root);
    read_correlations(reading, root);
}

static void read_root(struct reading *reading, const struct cul_yaml *root)
{
    if (root->kind != CUL_YAML_MAPPING) {
        problem(reading, root, "", "a reference is a mapping that begins with reference: ID");
        return;
    }
    read_head(reading, root);
    if (reading->mismatch || reading->no_memory || reading->made->kind < 0) {
        return; /* its dimensions are another questionnaire's, or its form is not known */
    }
    if (reading->made->kind == CULTURE_REFERENCE_SUMMARY) {
        read_summary(reading, root);
    } else {
        read_sample(reading, root);
    }
    if (!reading->no_memory && reading->problems->count == 0) {
        reading->no_memory = !cul_reference_finish(reading->made);
    }
}

static culture_status read_bytes(const struct cul_buffer *bytes, culture_questionnaire *questionnaire, const char *salt,
                                 struct cul_problems *problems, culture_reference **reference,
                                 struct culture_error *error)
{
    struct cul_yaml root;
    if (!cul_yaml_parse(bytes->bytes ? bytes->bytes : "", bytes->length, problems, &root)) {
        return cul_problems_result(problems, error);
    }
    struct reading reading = {.made = cul_reference_new(questionnaire), .salt = salt, .problems = problems};
    if (reading.made) {
        read_root(&reading, &root);
    }
    cul_yaml_free(&root);
    culture_status status =
        !reading.made || reading.no_memory ? cul_fail_memory(error) : cul_problems_result(problems, error);
    if (status) {
        culture_reference_free(reading.made);
        return status;
    }
    *reference = reading.made;
    return CULTURE_OK;
}

culture_status culture_reference_read(const struct culture_source *source, culture_questionnaire *questionnaire,
                                      const struct culture_reference_options *options, culture_reference **reference,
                                      struct culture_error *error)
{
    struct culture_reference_options known;
    if (!source || !questionnaire || !reference || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error, "a source, a questionnaire and a place for the reference are needed");
    }
    struct cul_buffer bytes = {0};
    struct cul_problems problems = {.path = source->path, .on_problem = known.on_problem, .context = known.context};
    culture_status status = cul_file_read(source, MAXIMUM_BYTES, &bytes, error);
    if (!status) {
        status = read_bytes(&bytes, questionnaire, known.salt, &problems, reference, error);
    }
    cul_buffer_free(&bytes);
    return status;
}

culture_status culture_reference_open(const char *path, culture_questionnaire *questionnaire,
                                      const struct culture_reference_options *options, culture_reference **reference,
                                      struct culture_error *error)
{
    return culture_reference_read(&(struct culture_source){.path = path}, questionnaire, options, reference, error);
}
