/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/arrow_rows.h"

#include "answers/arrow_kernel.h"
#include "answers/state.h"
#include "base/memory.h"
#include "questionnaire/model.h"

#include <math.h>
#include <string.h>

enum {
    MOST_WORDS = 4096, /* of a dictionary */
    HIGHEST_POINT = 127,
};

/* A column of answers. */
struct answer_column {
    struct cul_arrow_column *from;
    struct cul_labels *labels;
    int32_t item;
    struct cul_arrow_scale scale;
    uint8_t *words; /* per word of the batch's dictionary; NULL: it has none */
};

struct cul_arrow_rows {
    struct cul_arrow *arrow;
    const struct cul_arrow_target *target;
    struct answer_column *columns;
    int32_t column_count;
    struct cul_arrow_column *organisation, **others; /* others: texts that are not read, but must not be too long */
    int32_t other_count;
    size_t stride;
    uint8_t *by_column, *by_row; /* stride x CUL_ARROW_ROWS, and the other way round */
    size_t batch;                /* the one that dictionaries are of: its first row; 0: none */
    size_t first;                /* row of those that by_row has, rows of them */
    int32_t rows;
    struct cul_arrow_looks looks;
    char name[CULTURE_MAXIMUM_NAME]; /* the organisation of the row before */
    size_t name_length;
    const char *name_at; /* where it lies in the batch; NULL: not known */
    int32_t name_number;
    bool failed; /* no memory */
};

CUL_TARGETS(arrow)

/* Whether every point of a scale, as a number, means itself. *good false: no memory. */
static bool means_itself(struct cul_labels *labels, const struct cul_scale *scale, bool *good)
{
    char text[CUL_NUMBER_SIZE];
    bool fits = scale->low >= 0 && scale->high <= HIGHEST_POINT;
    for (int32_t point = scale->low; fits && *good && point <= scale->high; point++) {
        int16_t value = CULTURE_MISSING;
        *good = cul_labels_read(labels, text, cul_number_format_whole(point, text), &value);
        fits = value == point;
    }
    return fits;
}

static bool can_read(const struct cul_arrow_rows *rows, const struct cul_arrow_column *column)
{
    const struct cul_arrow_target *target = rows->target;
    enum cul_arrow_kind of = column->has_dictionary ? column->words : column->kind;
    return (target->numbers[of] || target->texts[of]) && (!column->has_dictionary || target->indexes[column->kind]);
}

/* One column of answers. False: it cannot be read quickly, or no memory, and then *good is false. */
static bool add_column(struct cul_arrow_rows *rows, culture_answers *answers, struct cul_arrow_column *from,
                       int32_t item, bool *good)
{
    int32_t number = answers->questionnaire->items[item].scale;
    const struct cul_scale *scale = &answers->questionnaire->scales[number];
    struct answer_column *column = &rows->columns[rows->column_count];
    if (!can_read(rows, from) || !means_itself(&answers->labels[number], scale, good)) {
        return false;
    }
    *column = (struct answer_column){.from = from,
                                     .labels = &answers->labels[number],
                                     .item = item,
                                     .scale = {scale->low, scale->high - scale->low + 1}};
    if (from->has_dictionary) {
        column->words = cul_memory_new(MOST_WORDS, 1);
        *good = column->words != NULL;
    }
    rows->column_count += *good;
    return *good;
}

/* All columns of a frame; see add_column(). */
static bool add_columns(struct cul_arrow_rows *rows, culture_answers *answers, bool *good)
{
    struct cul_arrow_column *columns = cul_arrow_columns(rows->arrow);
    bool quick = true;
    for (int32_t i = 0; quick && i < answers->columns.count; i++) {
        const struct cul_column *column = &answers->columns.columns[i];
        if (column->role == CULTURE_COLUMN_ITEM) {
            quick = add_column(rows, answers, &columns[i], column->item, good);
        } else if (rows->target->texts[columns[i].kind] || columns[i].has_dictionary) {
            rows->others[rows->other_count++] = &columns[i];
        }
    }
    return quick && rows->column_count > 0;
}

bool cul_arrow_rows_new(struct cul_arrow_rows **rows, culture_answers *answers, struct cul_arrow *arrow)
{
    const struct cul_arrow_target *targets[CUL_PROCESSORS];
    struct cul_arrow_rows *made = cul_memory_new(1, sizeof *made);
    bool good = made != NULL, quick = false;
    if (good) {
        size_t count = (size_t)answers->columns.count;
        made->arrow = arrow;
        made->target = targets[cul_arrow_targets(targets) - 1];
        made->stride = answers->codes.stride;
        made->columns = cul_memory_new(count, sizeof *made->columns);
        made->others = cul_memory_new(count, sizeof *made->others);
        made->by_column = cul_memory_new(made->stride, CUL_ARROW_ROWS);
        made->by_row = cul_memory_new(made->stride, CUL_ARROW_ROWS);
        good = made->columns && made->others && made->by_column && made->by_row;
    }
    if (good) {
        int32_t column = answers->columns.organisation;
        made->organisation = column < 0 ? NULL : &cul_arrow_columns(arrow)[column];
        quick = add_columns(made, answers, &good);
    }
    if (!quick || !good) {
        cul_arrow_rows_free(made);
        made = NULL;
    }
    *rows = made;
    return good;
}

void cul_arrow_rows_free(struct cul_arrow_rows *rows)
{
    if (!rows) {
        return;
    }
    for (int32_t i = 0; i < rows->column_count; i++) {
        cul_memory_free(rows->columns[i].words);
    }
    cul_memory_free(rows->columns);
    cul_memory_free(rows->others);
    cul_memory_free(rows->by_column);
    cul_memory_free(rows->by_row);
    cul_memory_free(rows);
}

/* The code of a text. */
static uint8_t code_of(struct cul_arrow_rows *rows, const struct answer_column *column, struct cul_csv_field field)
{
    int16_t value;
    if (field.length > CULTURE_MAXIMUM_FIELD) {
        return CUL_CODE_INVALID;
    }
    if (!cul_labels_read(column->labels, field.text, field.length, &value)) {
        rows->failed = true;
        return CUL_CODE_INVALID;
    }
    return cul_code_of(value, column->scale.low);
}

/* Words are read when somebody says them for the first time, and texts when they are more than a digit. */
static void read_words(struct cul_arrow_rows *rows, const struct answer_column *column, int64_t row, int32_t count,
                       uint8_t *codes)
{
    const uint8_t *end = codes + count, *next = codes;
    while ((next = memchr(next, CUL_ARROW_UNREAD, (size_t)(end - next))) != NULL) {
        int32_t i = (int32_t)(next++ - codes);
        uint8_t *word = column->words ? &column->words[cul_arrow_word(column->from, row + i)] : &codes[i];
        if (*word == CUL_ARROW_UNREAD) {
            *word = code_of(rows, column, cul_arrow_cell(column->from, row + i));
        }
        codes[i] = *word;
    }
}

/* Nulls are missing, whatever lies there. */
static void read_column(struct cul_arrow_rows *rows, const struct answer_column *column, int64_t row, int32_t count)
{
    const struct ArrowArray *array = column->from->array;
    const struct cul_arrow_target *target = rows->target;
    enum cul_arrow_kind kind = column->from->kind;
    int64_t at = array->offset + column->from->offset + row;
    const void *data = array->buffers[1];
    uint8_t *codes = rows->by_column + (size_t)column->item * CUL_ARROW_ROWS;
    if (column->words) {
        target->indexes[kind](data, at, count, column->words, array->dictionary->length, codes);
    } else if (target->numbers[kind]) {
        target->numbers[kind](data, at, count, column->scale, codes);
    } else {
        const char *text = kind == CUL_ARROW_TEXT_VIEW ? NULL : array->buffers[2];
        target->texts[kind](data, text, at, count, column->scale, codes);
    }
    if (array->buffers[0] && array->null_count != 0) {
        target->nulls(array->buffers[0], at, count, codes);
    }
    if (!target->numbers[kind] || column->words) {
        read_words(rows, column, row, count, codes);
    }
}

/* What goes with a batch. False: its dictionaries are too large. */
static bool begin_batch(struct cul_arrow_rows *rows, size_t batch)
{
    for (int32_t i = 0; i < rows->column_count; i++) {
        const struct answer_column *column = &rows->columns[i];
        if (column->words && column->from->array->dictionary->length > MOST_WORDS) {
            return false;
        }
    }
    for (int32_t i = 0; rows->batch != batch && i < rows->column_count; i++) {
        if (rows->columns[i].words) {
            memset(rows->columns[i].words, CUL_ARROW_UNREAD, MOST_WORDS);
        }
    }
    if (rows->batch != batch) {
        rows->name_at = NULL;
    }
    rows->batch = batch;
    return true;
}

/* Whether a text that is too long stands in a column that is not read: to be told by the other way. */
static bool are_short(const struct cul_arrow_rows *rows, int64_t row, int32_t count)
{
    for (int32_t i = 0; i < rows->other_count; i++) {
        for (int32_t j = 0; j < count; j++) {
            if (cul_arrow_cell(rows->others[i], row + j).length > CULTURE_MAXIMUM_FIELD) {
                return false;
            }
        }
    }
    return true;
}

/* Reads the next rows of the batch at hand. False: there are none that can be read so. */
static bool read_rows(struct cul_arrow_rows *rows)
{
    int64_t row, count;
    size_t batch = cul_arrow_batch(rows->arrow, &row, &count);
    count = count > CUL_ARROW_ROWS ? CUL_ARROW_ROWS : count;
    if (!batch || !begin_batch(rows, batch) || !are_short(rows, row, (int32_t)count)) {
        return false;
    }
    rows->first = cul_arrow_tell(rows->arrow);
    rows->rows = (int32_t)count;
    for (int32_t i = 0; i < rows->column_count; i++) {
        read_column(rows, &rows->columns[i], row, rows->rows);
    }
    rows->target->look(rows->by_column, rows->stride, &rows->looks);
    rows->target->lay(rows->by_column, rows->stride, rows->rows, rows->by_row);
    return !rows->failed;
}

/* The number of a row's organisation; -1: not met before. The row is in the batch at hand. */
static int32_t organisation_of(struct cul_arrow_rows *rows, const culture_answers *answers, int64_t row)
{
    if (!rows->organisation) {
        return 0;
    }
    struct cul_csv_field field = cul_arrow_cell(rows->organisation, row);
    bool same = field.length == rows->name_length && field.length &&
                (field.text == rows->name_at || memcmp(field.text, rows->name, field.length) == 0);
    if (!same) {
        bool fits = field.length && field.length <= sizeof rows->name;
        int64_t number = fits ? cul_names_find(&answers->organisations, field.text, field.length) : -1;
        if (number < 0) {
            return -1;
        }
        memcpy(rows->name, field.text, field.length);
        rows->name_length = field.length;
        rows->name_number = (int32_t)number;
    }
    bool stays = rows->organisation->has_dictionary || rows->target->texts[rows->organisation->kind];
    rows->name_at = stays ? field.text : NULL;
    return rows->name_number;
}

/* Appends the row at a place of those that were read. False: it is for the other way. */
static bool take(struct cul_arrow_rows *rows, const culture_answers *answers, int32_t at, int64_t row,
                 struct cul_codes *codes)
{
    if (rows->looks.invalid[at] || !rows->looks.answers[at]) {
        return false;
    }
    int32_t organisation = organisation_of(rows, answers, row);
    if (organisation < 0) {
        return false;
    }
    memcpy(codes->codes + (size_t)codes->rows * codes->stride, rows->by_row + (size_t)at * rows->stride, rows->stride);
    codes->organisation[codes->rows] = organisation;
    codes->seconds[codes->rows++] = (double)NAN;
    return true;
}

bool cul_arrow_rows_read(struct cul_arrow_rows *rows, culture_answers *answers, struct cul_codes *codes)
{
    int32_t before = codes->rows;
    struct cul_recognised recognised = {0}; /* of an organisation */
    int32_t organisation = -1;
    bool more = true;
    while (more && codes->rows < codes->capacity) {
        size_t at = cul_arrow_tell(rows->arrow);
        int64_t row, count;
        bool there = at >= rows->first && at < rows->first + (size_t)rows->rows;
        if ((!there && !read_rows(rows)) || !cul_arrow_batch(rows->arrow, &row, &count)) {
            break;
        }
        int32_t place = (int32_t)(at - rows->first), from = place;
        while (more && place < rows->rows && codes->rows < codes->capacity) {
            more = take(rows, answers, place, row + place - from, codes);
            if (!more) {
                break;
            }
            int32_t of = codes->organisation[codes->rows - 1];
            if (of != organisation && recognised.answers &&
                !cul_recognition_add(&answers->recognition, organisation, recognised)) {
                return false;
            }
            recognised.answers = (of == organisation ? recognised.answers : 0) + rows->looks.answers[place++];
            organisation = of;
        }
        cul_arrow_skip(rows->arrow, place - from);
    }
    if (recognised.answers && !cul_recognition_add(&answers->recognition, organisation, recognised)) {
        return false;
    }
    answers->layout.rows += codes->rows - before;
    answers->layout.kept += codes->rows - before;
    return !rows->failed;
}
