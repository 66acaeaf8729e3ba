/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/arrow_cells.h"

#include "base/memory.h"
#include "culture/answers.h"

#include <string.h>

/* A batch of rows, and the number of its first. */
struct batch {
    struct ArrowArray array;
    size_t first;
};

struct cul_arrow {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    const char *path; /* of the one who opened it */
    struct cul_arrow_column *columns;
    struct cul_csv_field *fields;
    int64_t column_count;
    struct batch *batches; /* those that may be gone back to, and the one at hand */
    size_t count, capacity, current, bound;
    size_t at; /* of the next row, from 1; 0: the names are next */
    bool ended, forgets;
};

enum { UNBOUND = -1 };

static culture_status fail_stream(struct cul_arrow *arrow, struct culture_error *error)
{
    const char *why = arrow->stream.get_last_error ? arrow->stream.get_last_error(&arrow->stream) : NULL;
    return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = arrow->path},
                    "the frame cannot be read%s%.200s", why ? ": " : "", why ? why : "");
}

static culture_status read_schema(struct cul_arrow *arrow, struct culture_error *error)
{
    struct cul_place place = {.path = arrow->path};
    if (!arrow->stream.get_schema || arrow->stream.get_schema(&arrow->stream, &arrow->schema)) {
        return fail_stream(arrow, error);
    }
    const struct ArrowSchema *schema = &arrow->schema;
    if (!schema->format || strcmp(schema->format, "+s") != 0 || schema->n_children < 1) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "this is no table of columns");
    }
    if (schema->n_children > CULTURE_MAXIMUM_COLUMNS) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, place, "more than %d columns", CULTURE_MAXIMUM_COLUMNS);
    }
    arrow->columns = cul_memory_new((size_t)schema->n_children, sizeof *arrow->columns);
    arrow->fields = cul_memory_new((size_t)schema->n_children, sizeof *arrow->fields);
    if (!arrow->columns || !arrow->fields) {
        return cul_fail_memory(error);
    }
    arrow->column_count = schema->n_children;
    for (int64_t i = 0; i < arrow->column_count; i++) {
        cul_arrow_column_open(&arrow->columns[i], schema->children[i]);
    }
    return CULTURE_OK;
}

culture_status cul_arrow_open(struct cul_arrow **arrow, struct ArrowArrayStream *stream, const char *path,
                              struct culture_error *error)
{
    struct cul_arrow *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        stream->release(stream);
        return cul_fail_memory(error);
    }
    made->stream = *stream;
    stream->release = NULL; /* moved, as the interface has it */
    made->path = path;
    made->bound = (size_t)UNBOUND;
    culture_status status = read_schema(made, error);
    if (status) {
        cul_arrow_close(made);
        return status;
    }
    *arrow = made;
    return CULTURE_OK;
}

static struct cul_csv_field field_of(const char *text)
{
    return (struct cul_csv_field){text ? text : "", text ? strlen(text) : 0, 0};
}

static void give_names(struct cul_arrow *arrow, struct cul_csv_record *record)
{
    for (int64_t i = 0; i < arrow->column_count; i++) {
        arrow->fields[i] = field_of(arrow->schema.children[i]->name);
    }
    *record = (struct cul_csv_record){.at = 0, .count = arrow->column_count, .fields = arrow->fields};
    arrow->at = 1;
}

static void release_batches(struct cul_arrow *arrow, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (arrow->batches[i].array.release) {
            arrow->batches[i].array.release(&arrow->batches[i].array);
        }
    }
    if (count) {
        memmove(arrow->batches, arrow->batches + count, (arrow->count - count) * sizeof *arrow->batches);
        arrow->count -= count;
        arrow->current -= count;
        arrow->bound = (size_t)UNBOUND;
    }
}

/* One batch more, behind those there are. */
static culture_status pull(struct cul_arrow *arrow, struct culture_error *error)
{
    struct batch batch = {.first = arrow->at};
    if (!cul_memory_grow(&arrow->batches, &arrow->capacity, arrow->count, sizeof *arrow->batches)) {
        return cul_fail_memory(error);
    }
    if (arrow->stream.get_next(&arrow->stream, &batch.array)) {
        return fail_stream(arrow, error);
    }
    arrow->ended = !batch.array.release;
    if (arrow->ended) {
        return CULTURE_OK;
    }
    arrow->batches[arrow->count++] = batch;
    if (batch.array.length < 0 || batch.array.offset < 0 || batch.array.n_children != arrow->column_count) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = arrow->path},
                        "a batch of the frame has other columns than it says");
    }
    return CULTURE_OK;
}

/* Points the columns to the batch at hand. */
static culture_status bind(struct cul_arrow *arrow, struct culture_error *error)
{
    const struct ArrowArray *array = &arrow->batches[arrow->current].array;
    for (int64_t i = 0; i < arrow->column_count; i++) {
        if (!cul_arrow_column_bind(&arrow->columns[i], array->children[i], array->offset, array->length)) {
            return cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = arrow->path, .column = i + 1},
                            "a column of the frame is not what it says");
        }
    }
    arrow->bound = arrow->current;
    return CULTURE_OK;
}

/* Goes to the batch that the next row is in. */
static culture_status find_batch(struct cul_arrow *arrow, struct culture_error *error)
{
    while (!arrow->ended || arrow->current < arrow->count) {
        if (arrow->current == arrow->count) {
            culture_status status = pull(arrow, error);
            if (status) {
                return status;
            }
            continue;
        }
        const struct batch *batch = &arrow->batches[arrow->current];
        if (arrow->at - batch->first < (size_t)batch->array.length) {
            return arrow->bound == arrow->current ? CULTURE_OK : bind(arrow, error);
        }
        arrow->current++;
        if (arrow->forgets) {
            release_batches(arrow, arrow->current);
        }
    }
    return CULTURE_OK;
}

culture_status cul_arrow_next(struct cul_arrow *arrow, struct cul_csv_record *record, struct culture_error *error)
{
    if (arrow->at == 0) {
        give_names(arrow, record);
        return CULTURE_OK;
    }
    *record = (struct cul_csv_record){.at = arrow->at};
    culture_status status = find_batch(arrow, error);
    if (status || arrow->current == arrow->count) {
        return status;
    }
    int64_t row = (int64_t)(arrow->at - arrow->batches[arrow->current].first);
    for (int64_t i = 0; i < arrow->column_count; i++) {
        arrow->fields[i] = cul_arrow_cell(&arrow->columns[i], row);
        if (arrow->fields[i].length > CULTURE_MAXIMUM_FIELD) {
            struct cul_place place = {.path = arrow->path, .line = (int64_t)arrow->at, .column = i + 1};
            return cul_fail(error, CULTURE_ERROR_LIMIT, place, "a cell of more than %d bytes", CULTURE_MAXIMUM_FIELD);
        }
    }
    record->count = arrow->column_count;
    record->fields = arrow->fields;
    arrow->at++;
    return CULTURE_OK;
}

size_t cul_arrow_tell(const struct cul_arrow *arrow)
{
    return arrow->at;
}

void cul_arrow_seek(struct cul_arrow *arrow, size_t at)
{
    arrow->at = at;
    arrow->current = 0;
}

void cul_arrow_forget(struct cul_arrow *arrow)
{
    arrow->forgets = true;
}

struct cul_arrow_column *cul_arrow_columns(struct cul_arrow *arrow)
{
    return arrow->columns;
}

size_t cul_arrow_batch(const struct cul_arrow *arrow, int64_t *row, int64_t *rows)
{
    if (arrow->at == 0 || arrow->current >= arrow->count || arrow->bound != arrow->current) {
        return 0;
    }
    const struct batch *batch = &arrow->batches[arrow->current];
    *row = (int64_t)(arrow->at - batch->first);
    *rows = batch->array.length - *row;
    return *rows > 0 ? batch->first : 0;
}

void cul_arrow_skip(struct cul_arrow *arrow, int64_t rows)
{
    arrow->at += (size_t)rows;
}

void cul_arrow_close(struct cul_arrow *arrow)
{
    if (!arrow) {
        return;
    }
    arrow->current = arrow->count;
    release_batches(arrow, arrow->count);
    if (arrow->schema.release) {
        arrow->schema.release(&arrow->schema);
    }
    if (arrow->stream.release) {
        arrow->stream.release(&arrow->stream);
    }
    cul_memory_free(arrow->batches);
    cul_memory_free(arrow->columns);
    cul_memory_free(arrow->fields);
    cul_memory_free(arrow);
}
