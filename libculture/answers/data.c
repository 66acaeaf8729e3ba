/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/data.h"

#include "answers/csv.h"
#include "answers/headings.h"
#include "answers/labels.h"
#include "answers/mapping.h"
#include "answers/quote.h"
#include "answers/readstat.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

struct column {
    char *name, *heading;    /* heading: what it will be called */
    int32_t item;            /* -1: none */
    struct cul_names values; /* that have a label */
    struct label {
        char *text;
        bool telling; /* more than the number does */
    } * labels;       /* per value */
    size_t capacity;
    bool contradicted; /* its labels tell another point than its numbers */
};

struct data {
    const culture_questionnaire *questionnaire;
    const struct culture_answers_options *options;
    struct column *columns;
    int64_t count;
    struct cul_headings headings;
    struct cul_labels *scales;
    struct cul_buffer *out, scratch;
    bool rows; /* the headings have been read */
};

/* Whether a text names a column that the caller, or the mapping, asks for; without regard to case and spacing. */
static bool is_wanted(const struct data *data, const char *text, _Bool *failed)
{
    const struct culture_answers_options *options = data->options;
    const char *wanted[CUL_MAPPED_COLUMNS + 6] = {
        "organisation",           "organisatie",           options->organisation_column, options->key_column,
        options->duration_column, options->finished_column};
    for (int i = 0; i < CUL_MAPPED_COLUMNS; i++) {
        wanted[6 + i] = cul_mapping_column(options->mapping, (enum cul_mapped)i);
    }
    bool found = false;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted && *text; i++) {
        found = found || (wanted[i] && cul_text_same_key(text, wanted[i], failed));
    }
    for (size_t i = 0; i < options->unit_column_count && *text; i++) {
        found = found || cul_text_same_key(text, options->unit_columns[i], failed);
    }
    return found;
}

/* The item that a text is in the mapping or the questionnaire; -1: none. */
static int32_t find_item(struct data *data, const char *text, _Bool *failed)
{
    int64_t mapped = *text ? cul_mapping_find(data->options->mapping, text, &data->scratch) : -1;
    *failed = *failed || data->scratch.failed;
    return mapped >= 0 ? cul_mapping_item(data->options->mapping, mapped)
                       : cul_headings_find(&data->headings, text, strlen(text), failed);
}

/* What a variable is: told by its name, else by its label. */
static bool match(struct data *data, struct column *column, const char *label)
{
    _Bool failed = 0;
    const char *heading = column->name;
    column->item = find_item(data, column->name, &failed);
    if (column->item < 0 && *label && !is_wanted(data, column->name, &failed)) {
        column->item = find_item(data, label, &failed);
        column->item =
            column->item >= 0 ? column->item : cul_headings_guess(&data->headings, label, strlen(label), &failed);
        heading = column->item >= 0 || is_wanted(data, label, &failed) ? label : heading;
    }
    column->heading = cul_memory_text(heading, strlen(heading));
    return column->heading && !failed;
}

static bool read_names(struct data *data, const struct cul_csv_record *names)
{
    data->columns = cul_memory_new((size_t)names->count, sizeof *data->columns);
    bool good = data->columns != NULL;
    for (int64_t i = 0; i < names->count && good; i++) {
        struct column *column = &data->columns[data->count++];
        *column = (struct column){.name = cul_memory_text(names->fields[i].text, names->fields[i].length), .item = -1};
        good = column->name != NULL;
    }
    return good;
}

static bool read_headings(struct data *data, const struct cul_csv_record *labels)
{
    bool good = labels->count == data->count;
    for (int64_t i = 0; i < data->count && good; i++) {
        char *label = cul_memory_text(labels->fields[i].text, labels->fields[i].length);
        good = label && match(data, &data->columns[i], label);
        cul_memory_free(label);
    }
    return good;
}

/* Whether a label of an item's column tells a point, or no answer, by itself; then whether the number tells another. */
static bool weigh(struct data *data, struct column *column, const char *value, size_t value_length, const char *label,
                  size_t length, bool *telling)
{
    int16_t point, number;
    struct cul_labels *scale = &data->scales[data->questionnaire->items[column->item].scale];
    if (!cul_labels_read(scale, label, length, &point) || !cul_labels_read(scale, value, value_length, &number)) {
        return false;
    }
    *telling = point != CULTURE_INVALID || number == CULTURE_INVALID;
    column->contradicted =
        column->contradicted || (point != CULTURE_INVALID && point != CULTURE_MISSING && point != number);
    return true;
}

static bool add_label(struct data *data, struct column *column, const char *value, size_t value_length,
                      const char *label, size_t length)
{
    bool telling = true;
    if (column->item >= 0 && length && !weigh(data, column, value, value_length, label, length, &telling)) {
        return false;
    }
    if (!length || cul_names_find(&column->values, value, value_length) >= 0) {
        return true;
    }
    if (!cul_memory_grow(&column->labels, &column->capacity, (size_t)column->values.count, sizeof *column->labels)) {
        return false;
    }
    char *copy = cul_memory_text(label, length);
    int64_t number = copy ? cul_names_add(&column->values, value, value_length) : -1;
    if (number < 0) {
        cul_memory_free(copy);
        return false;
    }
    column->labels[number] = (struct label){copy, telling};
    return true;
}

/* "1 US never RS 2 US seldom" */
static bool read_labels(struct data *data, struct column *column, const struct cul_csv_field *field)
{
    const char *at = field->text, *end = field->text + field->length;
    bool good = true;
    while (at < end && good) {
        const char *stop = memchr(at, CUL_RECORD_SEPARATOR, (size_t)(end - at));
        stop = stop ? stop : end;
        const char *label = memchr(at, CUL_UNIT_SEPARATOR, (size_t)(stop - at));
        if (label && label > at) {
            good = add_label(data, column, at, (size_t)(label - at), label + 1, (size_t)(stop - label - 1));
        }
        at = stop + (stop < end);
    }
    return good;
}

static bool read_all_labels(struct data *data, const struct cul_csv_record *labels)
{
    bool good = labels->count == data->count;
    for (int64_t i = 0; i < data->count && good; i++) {
        good = read_labels(data, &data->columns[i], &labels->fields[i]);
    }
    return good;
}

static void write_cell(struct data *data, const struct column *column, const struct cul_csv_field *field)
{
    int64_t known = field->length ? cul_names_find(&column->values, field->text, field->length) : -1;
    if (known >= 0 && (column->labels[known].telling || column->contradicted)) {
        cul_quote(column->labels[known].text, strlen(column->labels[known].text), 1, data->out);
        return;
    }
    if (field->length && column->contradicted) {
        char text[64];
        int length =
            snprintf(text, sizeof text, "%.*s: no label", (int)(field->length < 40 ? field->length : 40), field->text);
        cul_quote(text, (size_t)length, 1, data->out);
        return;
    }
    cul_quote(field->text, field->length, 0, data->out);
}

static void write_row(struct data *data, const struct cul_csv_record *record)
{
    for (int64_t i = 0; i < data->count; i++) {
        if (i) {
            cul_buffer_byte(data->out, ',');
        }
        write_cell(data, &data->columns[i], &record->fields[i]);
    }
    cul_buffer_byte(data->out, '\n');
}

static void write_header(struct data *data)
{
    for (int64_t i = 0; i < data->count; i++) {
        if (i) {
            cul_buffer_byte(data->out, ',');
        }
        cul_quote(data->columns[i].heading, strlen(data->columns[i].heading), 1, data->out);
    }
    cul_buffer_byte(data->out, '\n');
}

static bool prepare(struct data *data)
{
    size_t scales = (size_t)data->questionnaire->scale_count;
    data->scales = cul_memory_new(scales, sizeof *data->scales);
    bool good = data->scales && cul_headings_new(&data->headings, data->questionnaire);
    for (size_t i = 0; i < scales && good; i++) {
        good = cul_labels_new(&data->scales[i], &data->questionnaire->scales[i],
                              cul_mapping_labels(data->options->mapping, (int32_t)i));
    }
    return good;
}

static void release(struct data *data)
{
    for (int64_t i = 0; i < data->count; i++) {
        struct column *column = &data->columns[i];
        for (int64_t l = 0; l < column->values.count; l++) {
            cul_memory_free(column->labels[l].text);
        }
        cul_memory_free(column->labels);
        cul_memory_free(column->name);
        cul_memory_free(column->heading);
        cul_names_free(&column->values);
    }
    for (int32_t i = 0; data->scales && i < data->questionnaire->scale_count; i++) {
        cul_labels_free(&data->scales[i]);
    }
    cul_memory_free(data->columns);
    cul_memory_free(data->scales);
    cul_headings_free(&data->headings);
    cul_buffer_free(&data->scratch);
}

/* The next record, which must be as wide as the names: what a process of its own hands over may be cut off. */
static culture_status next(struct cul_csv *csv, const struct data *data, struct cul_csv_record *record,
                           struct culture_error *error)
{
    culture_status status = cul_csv_next(csv, record, error);
    bool ended = !record->count && data->rows;
    if (!status && !ended && record->count != data->count) {
        return cul_fail(error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = cul_csv_path(csv)},
                        "the table of the file is damaged");
    }
    return status;
}

static culture_status convert(struct data *data, struct cul_csv *csv, struct culture_error *error)
{
    struct cul_csv_record record;
    culture_status status = cul_csv_next(csv, &record, error);
    if (status || !record.count) {
        return status; /* no variables: an empty file */
    }
    if (!read_names(data, &record)) {
        return cul_fail_memory(error);
    }
    status = next(csv, data, &record, error);
    if (!status && !read_headings(data, &record)) {
        return cul_fail_memory(error);
    }
    status = status ? status : next(csv, data, &record, error);
    if (!status && !read_all_labels(data, &record)) {
        return cul_fail_memory(error);
    }
    if (!status) {
        write_header(data);
        data->rows = true;
    }
    while (!status && !(status = next(csv, data, &record, error)) && record.count) {
        write_row(data, &record);
    }
    return !status && data->out->failed ? cul_fail_memory(error) : status;
}

static int32_t append(void *context, const void *bytes, size_t length)
{
    struct cul_buffer *buffer = context;
    if (length > (size_t)CULTURE_MAXIMUM_FILE - buffer->length) {
        return 1;
    }
    cul_buffer_add(buffer, bytes, length);
    return buffer->failed;
}

culture_status culture_data_read(const char *path, const struct culture_sink *sink, struct culture_error *error)
{
    if (!path || !sink || !cul_readstat_format(path)) {
        return cul_fail_argument(error,
                                 "a path of a .sav, .zsav, .por, .dta, .sas7bdat or .xpt file and a sink are needed");
    }
    struct cul_buffer table = {0};
    culture_status status = cul_readstat_read(path, &table, error);
    if (!status) {
        status = cul_file_write(sink, table.bytes, table.length, 0600, error);
    }
    cul_buffer_free(&table);
    return status;
}

static culture_status read_table(const char *path, const struct culture_answers_options *options,
                                 struct cul_buffer *table, struct culture_error *error)
{
    struct culture_sink sink = {.write = append, .context = table};
    culture_status status = options->read_data ? options->read_data(options->read_data_context, path, &sink, error)
                                               : culture_data_read(path, &sink, error);
    if (!status && table->failed) {
        return cul_fail_memory(error);
    }
    return status;
}

_Bool cul_data_is_file(const struct culture_source *source)
{
    return source && source->path && !source->bytes && !source->read && cul_readstat_format(source->path);
}

culture_status cul_data_read(const char *path, const culture_questionnaire *questionnaire,
                             const struct culture_answers_options *options, struct cul_buffer *out,
                             struct culture_error *error)
{
    struct cul_buffer table = {0};
    struct cul_csv *csv = NULL;
    struct data data = {.questionnaire = questionnaire, .options = options, .out = out};
    culture_status status = read_table(path, options, &table, error);
    if (!status) {
        struct culture_source source = {.path = path, .bytes = table.bytes ? table.bytes : "", .length = table.length};
        status = cul_csv_open(&csv, &source, error);
    }
    if (!status) {
        status = prepare(&data) ? convert(&data, csv, error) : cul_fail_memory(error);
        release(&data);
    }
    cul_csv_close(csv);
    cul_buffer_free(&table);
    return status;
}
