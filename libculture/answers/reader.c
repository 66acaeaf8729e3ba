/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of survey files: records become rows of answer values, with every row and problem accounted for. */
#include "answers/columns.h"
#include "answers/csv.h"
#include "answers/keys.h"
#include "answers/labels.h"
#include "answers/problems.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { BLOCK_ROWS = 256, TOKEN = 16, TOKEN_SIZE = TOKEN + sizeof "..." };

struct culture_answers {
    culture_questionnaire *questionnaire;
    struct culture_answers_options options; /* its pointers lead to the copies below */
    char *organisation_column, *organisation, *key_column;
    char **unit_columns;
    struct cul_csv *csv;
    struct cul_columns columns;
    struct cul_labels *labels; /* per scale */
    struct cul_found_list found;
    struct cul_names organisations, units;
    int16_t *values; /* BLOCK_ROWS x items */
    int32_t *row_organisations, *row_units;
    unsigned char (*row_keys)[CUL_KEY_SIZE]; /* all zero: blank */
    struct cul_buffer key;
    struct culture_layout layout;
};

static bool copy_text(char **copy, const char *text)
{
    *copy = text ? cul_memory_text(text, strlen(text)) : NULL;
    return !text || *copy;
}

static bool copy_options(culture_answers *answers, const struct culture_answers_options *options)
{
    answers->options = *options;
    size_t count = options->unit_column_count;
    answers->unit_columns = cul_memory_new(count, sizeof *answers->unit_columns);
    bool good = answers->unit_columns && copy_text(&answers->organisation_column, options->organisation_column) &&
                copy_text(&answers->organisation, options->organisation) &&
                copy_text(&answers->key_column, options->key_column);
    for (size_t i = 0; i < count && good; i++) {
        good = copy_text(&answers->unit_columns[i], options->unit_columns[i]);
    }
    answers->options.organisation_column = answers->organisation_column;
    answers->options.organisation = answers->organisation;
    answers->options.key_column = answers->key_column;
    answers->options.unit_columns = (const char *const *)answers->unit_columns;
    return good;
}

static bool make_room(culture_answers *answers)
{
    size_t items = (size_t)answers->questionnaire->item_count, scales = (size_t)answers->questionnaire->scale_count;
    answers->values = cul_memory_new(BLOCK_ROWS * items, sizeof *answers->values);
    answers->row_organisations = cul_memory_new(BLOCK_ROWS, sizeof *answers->row_organisations);
    answers->row_units = cul_memory_new(BLOCK_ROWS * answers->options.unit_column_count, sizeof *answers->row_units);
    answers->labels = cul_memory_new(scales, sizeof *answers->labels);
    answers->row_keys = cul_memory_new(BLOCK_ROWS, sizeof *answers->row_keys);
    bool good =
        answers->values && answers->row_organisations && answers->row_units && answers->labels && answers->row_keys;
    for (size_t i = 0; i < scales && good; i++) {
        good = cul_labels_new(&answers->labels[i], &answers->questionnaire->scales[i]);
    }
    return good;
}

/* Names in a message, as far as there is room. */
struct name_list {
    char text[240];
    int64_t count;
};

static void add_name(struct name_list *list, const char *name)
{
    size_t used = strlen(list->text), length = strlen(name);
    list->count++;
    if (used + length + sizeof ", ..." < sizeof list->text) {
        snprintf(list->text + used, sizeof list->text - used, "%s%s", used ? ", " : "", name);
    } else if (used < 3 || strcmp(list->text + used - 3, "...") != 0) {
        snprintf(list->text + used, sizeof list->text - used, "%s...", used ? ", " : "");
    }
}

static bool report_missing(culture_answers *answers, const char *kind, const struct name_list *missing,
                           const char *thing)
{
    if (missing->count == 0) {
        return true;
    }
    return cul_found_add(&answers->found, kind, 0, 0, "no column for %lld %s%s: %s", (long long)missing->count, thing,
                         missing->count == 1 ? "" : "s", missing->text);
}

/* Columns that the file lacks or has twice are problems of the file as a whole. */
static bool report_columns(culture_answers *answers, int64_t line)
{
    const struct cul_columns *columns = &answers->columns;
    struct name_list items = {0}, units = {0};
    for (int32_t i = 0; i < answers->questionnaire->item_count; i++) {
        if (columns->item_column[i] < 0) {
            add_name(&items, answers->questionnaire->items[i].id);
        }
    }
    for (size_t i = 0; i < answers->options.unit_column_count; i++) {
        if (columns->unit_column[i] < 0) {
            add_name(&units, answers->unit_columns[i]);
        }
    }
    bool good = report_missing(answers, "missing_item", &items, "item") &&
                report_missing(answers, "missing_unit", &units, "subgroup");
    for (int32_t i = 0; i < columns->count && good; i++) {
        const struct cul_column *column = &columns->columns[i];
        if (column->role == CULTURE_COLUMN_REPEATED) {
            good = cul_found_add(&answers->found, "repeated_column", line, i + 1,
                                 columns->item_column[column->item] >= 0
                                     ? "'%.60s' is a second column of the item %s and is not used"
                                     : "'%.60s' is one of several columns that may be the item %s and is not used",
                                 column->header, answers->questionnaire->items[column->item].id);
        }
    }
    return good;
}

/* Whether a name is nothing but blanks, of any script. False: no memory. */
static bool is_blank_name(const char *text, size_t length, bool *blank)
{
    struct cul_buffer key = {0};
    cul_text_name_key(text, length, &key);
    *blank = !key.length;
    bool good = !key.failed;
    cul_buffer_free(&key);
    return good;
}

/* The one organisation of a file without such a column: as told, or the file's stem. */
static culture_status name_organisation(culture_answers *answers, const char *path, struct culture_error *error)
{
    size_t length = 0;
    bool blank;
    const char *name = answers->organisation;
    if (name) {
        length = strlen(name);
    } else if (path) {
        name = cul_file_stem(path, &length);
    }
    if (name && length > CULTURE_MAXIMUM_NAME) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = path},
                        "the name of the organisation is longer than %d bytes", CULTURE_MAXIMUM_NAME);
    }
    if (!is_blank_name(name ? name : "", length, &blank)) {
        return cul_fail_memory(error);
    }
    if (blank) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = path},
                        "the file has no column organisation, and no name of the organisation was given");
    }
    return cul_names_add(&answers->organisations, name, length) < 0 ? cul_fail_memory(error) : CULTURE_OK;
}

static culture_status open_file(culture_answers *answers, const struct culture_source *source,
                                struct culture_error *error)
{
    struct cul_csv_record header;
    culture_status status = cul_csv_open(&answers->csv, source, error);
    if (!status) {
        status = cul_csv_next(answers->csv, &header, error);
    }
    if (!status && header.count == 0) {
        status = cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = source->path}, "the file is empty");
    }
    if (!status) {
        status = cul_columns_match(&answers->columns, &header, answers->questionnaire, &answers->options,
                                   cul_csv_path(answers->csv), error);
    }
    if (!status && answers->columns.organisation < 0) {
        status = name_organisation(answers, source->path, error);
    }
    if (!status && (!make_room(answers) || !report_columns(answers, header.line))) {
        status = cul_fail_memory(error);
    }
    return status;
}

culture_status culture_answers_read(const struct culture_source *source, culture_questionnaire *questionnaire,
                                    const struct culture_answers_options *options, culture_answers **answers,
                                    struct culture_error *error)
{
    struct culture_answers_options known;
    if (!source || !questionnaire || !answers || !cul_options_read(&known, sizeof known, options) ||
        known.invalid < 0 || known.invalid > CULTURE_INVALID_FAILS_FILE ||
        (known.unit_column_count && !known.unit_columns)) {
        return cul_fail_argument(error,
                                 "a source, a questionnaire, a place for the answers and valid options are needed");
    }
    culture_answers *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return cul_fail_memory(error);
    }
    made->questionnaire = culture_questionnaire_retain(questionnaire);
    culture_status status = copy_options(made, &known) ? open_file(made, source, error) : cul_fail_memory(error);
    if (status) {
        culture_answers_free(made);
        return status;
    }
    *answers = made;
    return CULTURE_OK;
}

culture_status culture_answers_open(const char *path, culture_questionnaire *questionnaire,
                                    const struct culture_answers_options *options, culture_answers **answers,
                                    struct culture_error *error)
{
    return culture_answers_read(&(struct culture_source){.path = path}, questionnaire, options, answers, error);
}

/* A row on its way into the block. */
struct row {
    const struct cul_csv_record *record;
    int16_t *values;
    int32_t *organisation, *units;
    unsigned char *key;
    bool answered, rejected;
    culture_status status;
    struct culture_error *error;
};

/* Whether the cells from one on hold nothing. */
static bool is_blank(const struct cul_csv_record *record, int64_t from)
{
    for (int64_t i = from; i < record->count; i++) {
        const char *text = record->fields[i].text;
        size_t length = record->fields[i].length;
        cul_text_trim(&text, &length);
        if (length) {
            return false;
        }
    }
    return true;
}

static void reject(culture_answers *answers, struct row *row, const char *kind, int64_t column, const char *message)
{
    row->rejected = true;
    if (!cul_found_add(&answers->found, kind, row->record->line, column, "%s", message)) {
        row->status = cul_fail_memory(row->error);
    }
}

/* A row may be long by blank cells and short of columns without a header; else cells stand in the wrong column. */
static void check_width(culture_answers *answers, struct row *row)
{
    const struct cul_csv_record *record = row->record;
    int32_t width = answers->columns.count;
    while (width && !*answers->columns.columns[width - 1].header) {
        width--;
    }
    if (record->count < width || !is_blank(record, answers->columns.count)) {
        char message[96];
        snprintf(message, sizeof message, "%lld cell%s where the header has %d; the row is left out",
                 (long long)record->count, record->count == 1 ? "" : "s", (int)answers->columns.count);
        reject(answers, row, "ragged_row", 0, message);
    }
}

/* The first bytes of a cell: what is wrong with it shows, what a person wrote does not. */
static void shorten(const struct cul_csv_field *field, char token[TOKEN_SIZE])
{
    const char *text = field->text;
    size_t length = field->length;
    cul_text_trim(&text, &length);
    bool cut = length > TOKEN;
    length = cut ? TOKEN : length;
    while (cut && length && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--; /* no half characters */
    }
    char start[TOKEN_SIZE];
    snprintf(start, sizeof start, "%.*s%s", (int)length, text, cut ? "..." : "");
    cul_error_copy(token, TOKEN_SIZE, start);
}

static void report_invalid(culture_answers *answers, struct row *row, int32_t column, const struct cul_csv_field *field)
{
    const struct cul_column *at = &answers->columns.columns[column];
    char token[TOKEN_SIZE], header[64];
    shorten(field, token);
    cul_error_copy(header, sizeof header, at->header);
    if (answers->options.invalid == CULTURE_INVALID_FAILS_FILE) {
        row->status =
            cul_fail(row->error, CULTURE_ERROR_ANSWERS,
                     (struct cul_place){cul_csv_path(answers->csv), row->record->line, column + 1, at->header},
                     "'%s' is no answer on the scale of %s", token, header);
        return;
    }
    row->rejected = row->rejected || answers->options.invalid == CULTURE_INVALID_REJECTS_ROW;
    if (!cul_found_add(&answers->found, "invalid_answer", row->record->line, column + 1,
                       "'%s' is no answer on the scale of %s", token, header)) {
        row->status = cul_fail_memory(row->error);
    }
}

static void read_cell(culture_answers *answers, struct row *row, int32_t column)
{
    const struct cul_csv_field *field = &row->record->fields[column];
    int32_t item = answers->columns.columns[column].item;
    int16_t *value = &row->values[item];
    if (!cul_labels_read(&answers->labels[answers->questionnaire->items[item].scale], field->text, field->length,
                         value)) {
        row->status = cul_fail_memory(row->error);
        return;
    }
    row->answered = row->answered || *value != CULTURE_MISSING;
    if (*value == CULTURE_INVALID) {
        report_invalid(answers, row, column, field);
    }
}

/* The number of a name; -1 when the cell is blank. */
static int32_t intern(struct cul_names *names, const struct cul_csv_field *field, struct row *row)
{
    const char *text = field->text;
    size_t length = field->length;
    cul_text_trim(&text, &length);
    if (!length) {
        return -1;
    }
    int64_t number = cul_names_find(names, text, length);
    bool good = true, blank = false;
    if (number < 0) {
        good = is_blank_name(text, length, &blank);
        number = good && !blank ? cul_names_add(names, text, length) : -1;
    }
    if (!good || (number < 0 && !blank)) {
        row->status = cul_fail_memory(row->error);
    }
    return (int32_t)number;
}

static void read_organisation(culture_answers *answers, struct row *row)
{
    int32_t column = answers->columns.organisation;
    *row->organisation = 0;
    if (column < 0) {
        return;
    }
    const struct cul_csv_field *field = &row->record->fields[column];
    if (field->length > CULTURE_MAXIMUM_NAME) {
        reject(answers, row, "long_name", column + 1, "a name of more than 200 bytes; the row is left out");
        return;
    }
    *row->organisation = intern(&answers->organisations, field, row);
    if (*row->organisation < 0 && !row->status) {
        reject(answers, row, "blank_organisation", column + 1, "the organisation is blank; the row is left out");
    }
}

static void read_units(culture_answers *answers, struct row *row)
{
    for (size_t i = 0; i < answers->options.unit_column_count && !row->status; i++) {
        int32_t column = answers->columns.unit_column[i];
        row->units[i] = -1;
        if (column < 0) {
            continue;
        }
        if (row->record->fields[column].length > CULTURE_MAXIMUM_NAME) {
            reject(answers, row, "long_name", column + 1, "a name of more than 200 bytes; the row is left out");
            return;
        }
        row->units[i] = intern(&answers->units, &row->record->fields[column], row);
    }
}

static void read_key(culture_answers *answers, struct row *row)
{
    const struct cul_csv_field *field = &row->record->fields[answers->columns.key];
    if (!cul_key_hash(field->text, field->length, &answers->key, row->key)) {
        row->status = cul_fail_memory(row->error);
    }
}

/* Reads a record into a row: what is wrong with it is counted, and only a good one stays in the block. */
static void read_row(culture_answers *answers, struct row *row)
{
    for (int32_t i = 0; i < answers->questionnaire->item_count; i++) {
        row->values[i] = CULTURE_MISSING;
    }
    if (is_blank(row->record, 0)) {
        return; /* empty, however many delimiters it has */
    }
    check_width(answers, row);
    for (int32_t i = 0; i < answers->columns.count && !row->rejected && !row->status; i++) {
        if (answers->columns.columns[i].role == CULTURE_COLUMN_ITEM) {
            read_cell(answers, row, i);
        }
    }
    if (row->answered && !row->rejected && !row->status) {
        read_organisation(answers, row);
    }
    if (row->answered && !row->rejected && !row->status) {
        read_units(answers, row);
    }
    if (answers->columns.key >= 0 && row->answered && !row->rejected && !row->status) {
        read_key(answers, row);
    }
}

/* The first problem that cost a row; NULL when all rows were empty. */
static const struct cul_found *first_rejection(const culture_answers *answers)
{
    bool invalid_rejects = answers->options.invalid == CULTURE_INVALID_REJECTS_ROW;
    for (int64_t i = 0; i < answers->found.count; i++) {
        const struct cul_found *found = &answers->found.list[i];
        bool invalid = strcmp(found->kind, "invalid_answer") == 0;
        if (found->line && strcmp(found->kind, "repeated_column") != 0 && (!invalid || invalid_rejects)) {
            return found;
        }
    }
    return NULL;
}

static culture_status fail_without_rows(const culture_answers *answers, struct culture_error *error)
{
    struct cul_place place = {.path = cul_csv_path(answers->csv)};
    if (answers->layout.rows == 0) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "the file has a header but no rows of answers");
    }
    const struct cul_found *why = first_rejection(answers);
    if (why) {
        place.line = why->line, place.column = why->column;
    }
    const char *colon = why ? ": " : "", *because = why ? why->message : "";
    if (answers->layout.rows == 1) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "the file's only row cannot be used%s%s", colon, because);
    }
    return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "not one of the file's %lld rows can be used%s%s",
                    (long long)answers->layout.rows, colon, because);
}

static void fill_block(culture_answers *answers, int64_t rows, struct culture_block *block)
{
    struct culture_block known = {.rows = rows,
                                  .values = answers->values,
                                  .organisations = (const char *const *)answers->organisations.texts,
                                  .organisation_count = answers->organisations.count,
                                  .organisation = answers->row_organisations,
                                  .unit_columns = (const char *const *)answers->unit_columns,
                                  .unit_column_count = (int64_t)answers->options.unit_column_count,
                                  .units = (const char *const *)answers->units.texts,
                                  .unit_count = answers->units.count,
                                  .unit = answers->row_units};
    static const char *const no_units[] = {""};
    if (!known.units) {
        known.units = no_units; /* all cells of the unit columns were blank so far */
    }
    cul_struct_fill(block, &known, sizeof known);
}

culture_status culture_answers_next(culture_answers *answers, struct culture_block *block, struct culture_error *error)
{
    int64_t rows = 0;
    struct cul_csv_record record;
    if (!answers || !block || block->struct_size < sizeof block->struct_size) {
        return cul_fail_argument(error, "answers and a block with struct_size set are needed");
    }
    size_t units = answers->options.unit_column_count;
    while (rows < BLOCK_ROWS) {
        culture_status status = cul_csv_next(answers->csv, &record, error);
        if (status || record.count == 0) {
            if (status) {
                return status;
            }
            break;
        }
        struct row row = {.record = &record,
                          .values = answers->values + rows * answers->questionnaire->item_count,
                          .organisation = answers->row_organisations + rows,
                          .units = answers->row_units + (size_t)rows * units,
                          .key = answers->row_keys[rows],
                          .error = error};
        read_row(answers, &row);
        if (row.status) {
            return row.status;
        }
        answers->layout.rows++;
        answers->layout.rejected += row.rejected;
        answers->layout.empty += !row.rejected && !row.answered;
        rows += !row.rejected && row.answered;
    }
    answers->layout.kept += rows;
    if (rows == 0 && answers->layout.kept == 0) {
        return fail_without_rows(answers, error);
    }
    fill_block(answers, rows, block);
    return CULTURE_OK;
}

void culture_answers_free(culture_answers *answers)
{
    if (!answers) {
        return;
    }
    for (int32_t i = 0; answers->labels && i < answers->questionnaire->scale_count; i++) {
        cul_labels_free(&answers->labels[i]);
    }
    for (size_t i = 0; answers->unit_columns && i < answers->options.unit_column_count; i++) {
        cul_memory_free(answers->unit_columns[i]);
    }
    cul_memory_free(answers->labels);
    cul_memory_free(answers->unit_columns);
    cul_memory_free(answers->organisation);
    cul_memory_free(answers->organisation_column);
    cul_memory_free(answers->values);
    cul_memory_free(answers->row_organisations);
    cul_memory_free(answers->row_units);
    cul_memory_free(answers->row_keys);
    cul_memory_free(answers->key_column);
    cul_buffer_free(&answers->key);
    cul_names_free(&answers->organisations);
    cul_names_free(&answers->units);
    cul_found_free(&answers->found);
    cul_columns_free(&answers->columns);
    cul_csv_close(answers->csv);
    culture_questionnaire_free(answers->questionnaire);
    cul_memory_free(answers);
}

const unsigned char *cul_answers_row_key(const culture_answers *answers, int64_t row)
{
    static const unsigned char blank[CUL_KEY_SIZE];
    const unsigned char *key = answers->row_keys[row];
    return answers->columns.key < 0 || memcmp(key, blank, CUL_KEY_SIZE) == 0 ? NULL : key;
}

culture_status culture_answers_layout(const culture_answers *answers, struct culture_layout *layout,
                                      struct culture_error *error)
{
    if (!answers) {
        return cul_fail_argument(error, "answers are needed");
    }
    struct culture_layout known = answers->layout;
    known.encoding = cul_csv_encoding(answers->csv);
    known.line_end = cul_csv_line_end(answers->csv);
    known.delimiter = cul_csv_delimiter(answers->csv);
    known.header_rows = 1;
    known.column_count = answers->columns.count;
    known.item_columns = answers->columns.item_columns;
    return cul_struct_fill(layout, &known, sizeof known) ? CULTURE_OK
                                                         : cul_fail_argument(error, "struct_size is not set");
}

culture_status culture_answers_column(const culture_answers *answers, int32_t index, struct culture_column *column,
                                      struct culture_error *error)
{
    if (!answers || index < 0 || index >= answers->columns.count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such column");
    }
    const struct cul_column *at = &answers->columns.columns[index];
    struct culture_column known = {
        .header = at->header, .role = at->role, .item = at->role == CULTURE_COLUMN_ITEM ? at->item : -1};
    return cul_struct_fill(column, &known, sizeof known) ? CULTURE_OK
                                                         : cul_fail_argument(error, "struct_size is not set");
}

int64_t culture_answers_problem_count(const culture_answers *answers)
{
    return answers->found.count;
}

culture_status culture_answers_problem(const culture_answers *answers, int64_t index, struct culture_problem *problem,
                                       struct culture_error *error)
{
    if (!answers || index < 0 || index >= answers->found.count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such problem");
    }
    const struct cul_found *at = &answers->found.list[index];
    struct culture_problem known = {
        .kind = at->kind, .message = at->message, .line = at->line, .column = at->column, .count = at->count};
    return cul_struct_fill(problem, &known, sizeof known) ? CULTURE_OK
                                                          : cul_fail_argument(error, "struct_size is not set");
}
