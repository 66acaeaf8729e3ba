/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of survey files: records become rows of answer values, with every row and problem accounted for. */
#include "answers/conduct.h"
#include "answers/state.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_ROWS = 256, TOKEN = 16, TOKEN_SIZE = TOKEN + sizeof "..." };

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
                copy_text(&answers->key_column, options->key_column) &&
                copy_text(&answers->duration_column, options->duration_column) &&
                copy_text(&answers->finished_column, options->finished_column);
    for (size_t i = 0; i < count && good; i++) {
        good = copy_text(&answers->unit_columns[i], options->unit_columns[i]);
    }
    answers->options.organisation_column = answers->organisation_column;
    answers->options.organisation = answers->organisation;
    answers->options.key_column = answers->key_column;
    answers->options.duration_column = answers->duration_column;
    answers->options.finished_column = answers->finished_column;
    answers->options.unit_columns = (const char *const *)answers->unit_columns;
    return good;
}

/* Which items are asked, in the order of the file's columns. */
static bool find_asked(culture_answers *answers)
{
    const struct cul_columns *columns = &answers->columns;
    answers->asked = cul_memory_new((size_t)columns->item_columns, sizeof *answers->asked);
    for (int32_t i = 0, at = 0; answers->asked && i < columns->count; i++) {
        if (columns->columns[i].role == CULTURE_COLUMN_ITEM) {
            answers->asked[at++] = columns->columns[i].item;
        }
    }
    return answers->asked != NULL;
}

static bool make_room(culture_answers *answers)
{
    size_t items = (size_t)answers->questionnaire->item_count, scales = (size_t)answers->questionnaire->scale_count;
    answers->values = cul_memory_new(BLOCK_ROWS * items, sizeof *answers->values);
    answers->row_organisations = cul_memory_new(BLOCK_ROWS, sizeof *answers->row_organisations);
    answers->row_units = cul_memory_new(BLOCK_ROWS * answers->options.unit_column_count, sizeof *answers->row_units);
    answers->labels = cul_memory_new(scales, sizeof *answers->labels);
    answers->row_keys = cul_memory_new(BLOCK_ROWS, sizeof *answers->row_keys);
    answers->row_seconds = cul_memory_new(BLOCK_ROWS, sizeof *answers->row_seconds);
    bool good = answers->values && answers->row_organisations && answers->row_units && answers->labels &&
                answers->row_keys && answers->row_seconds && find_asked(answers);
    for (size_t i = 0; i < scales && good; i++) {
        good = cul_labels_new(&answers->labels[i], &answers->questionnaire->scales[i]);
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
        if (!status && !answers->organisation && !cul_candidates_new(&answers->candidates, &answers->columns)) {
            status = cul_fail_memory(error);
        }
    }
    if (!status && (!make_room(answers) || !cul_answers_report_columns(answers, header.line))) {
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
    double *seconds;
    bool answered, rejected, unfinished;
    struct cul_recognised recognised;
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

/* What stands in a column; nothing where the row has ended. */
static struct cul_csv_field cell(const struct row *row, int32_t column)
{
    return column < row->record->count ? row->record->fields[column] : (struct cul_csv_field){"", 0};
}

/* Excel leaves out blank cells at a row's end. A row may be long by blank cells; else cells stand in the wrong column.
 */
static void check_width(culture_answers *answers, struct row *row)
{
    const struct cul_csv_record *record = row->record;
    int32_t width = answers->columns.count;
    while (width && !*answers->columns.columns[width - 1].header) {
        width--;
    }
    char message[96];
    if (record->count < width) {
        snprintf(message, sizeof message, "%lld cell%s where the header has %d; the rest is read as blank",
                 (long long)record->count, record->count == 1 ? "" : "s", (int)answers->columns.count);
        if (!cul_found_add(&answers->found, "short_row", record->line, 0, "%s", message)) {
            row->status = cul_fail_memory(row->error);
        }
    } else if (!is_blank(record, answers->columns.count)) {
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
    row->recognised.invalid++;
    if (!cul_found_add_invalid(&answers->found, row->record->line, column + 1, token, header)) {
        row->status = cul_fail_memory(row->error);
    }
}

static void read_cell(culture_answers *answers, struct row *row, int32_t column)
{
    struct cul_csv_field field = cell(row, column);
    int32_t item = answers->columns.columns[column].item;
    int16_t *value = &row->values[item];
    if (!cul_labels_read(&answers->labels[answers->questionnaire->items[item].scale], field.text, field.length,
                         value)) {
        row->status = cul_fail_memory(row->error);
        return;
    }
    row->recognised.answers += *value != CULTURE_MISSING;
    if (*value == CULTURE_INVALID) {
        report_invalid(answers, row, column, &field);
    }
}

/* The number of a name; -1 when the cell is blank. */
static int32_t intern(struct cul_names *names, struct cul_csv_field field, struct row *row)
{
    const char *text = field.text;
    size_t length = field.length;
    cul_text_trim(&text, &length);
    if (!length) {
        return -1;
    }
    int64_t number = cul_names_find(names, text, length);
    bool good = true, blank = false;
    if (number < 0) {
        good = is_blank_name(text, length, &blank);
        blank = blank || cul_is_missing_token(text, length);
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
    struct cul_csv_field field = cell(row, column);
    if (field.length > CULTURE_MAXIMUM_NAME) {
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
        struct cul_csv_field field = cell(row, column);
        if (field.length > CULTURE_MAXIMUM_NAME) {
            reject(answers, row, "long_name", column + 1, "a name of more than 200 bytes; the row is left out");
            return;
        }
        row->units[i] = intern(&answers->units, field, row);
    }
}

static void read_key(culture_answers *answers, struct row *row)
{
    struct cul_csv_field field = cell(row, answers->columns.key);
    if (!cul_key_hash(field.text, field.length, &answers->key, row->key)) {
        row->status = cul_fail_memory(row->error);
    }
}

static void report(culture_answers *answers, struct row *row, const char *kind, int32_t column, const char *message)
{
    if (!cul_found_add(&answers->found, kind, row->record->line, column + 1, "%s", message)) {
        row->status = cul_fail_memory(row->error);
    }
}

static void read_conduct(culture_answers *answers, struct row *row)
{
    bool wrong = false;
    int32_t duration = answers->columns.duration;
    *row->seconds = duration < 0 ? (double)NAN : cul_conduct_seconds(cell(row, duration), &wrong);
    if (wrong) {
        report(answers, row, "invalid_duration", duration,
               "the duration is no number of seconds; it counts as unknown");
    }
    if (row->unfinished && !row->status) {
        report(answers, row, "unfinished", answers->columns.finished, "not finished; the answers there are count");
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
    row->answered = row->recognised.answers > 0;
    row->unfinished = answers->columns.finished >= 0 && cul_conduct_is_no(cell(row, answers->columns.finished));
    if (row->answered && !row->rejected && !row->status) {
        read_organisation(answers, row);
    }
    if (row->answered && !row->rejected && !row->status) {
        read_units(answers, row);
    }
    if (answers->columns.key >= 0 && row->answered && !row->rejected && !row->status) {
        read_key(answers, row);
    }
    if (row->answered && !row->rejected && !row->status) {
        read_conduct(answers, row);
    }
}

/* The first problem that cost a row; NULL when all rows were empty. */
static const struct cul_found *first_rejection(const culture_answers *answers)
{
    bool invalid_rejects = answers->options.invalid == CULTURE_INVALID_REJECTS_ROW;
    for (int64_t i = 0; i < answers->found.count; i++) {
        const struct cul_found *found = &answers->found.list[i];
        bool invalid = strcmp(found->kind, "invalid_answer") == 0;
        bool harmless = strcmp(found->kind, "repeated_column") == 0 || strcmp(found->kind, "short_row") == 0 ||
                        strcmp(found->kind, "unfinished") == 0 || strcmp(found->kind, "invalid_duration") == 0;
        if (found->line && !harmless && (!invalid || invalid_rejects)) {
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
                                  .unit = answers->row_units,
                                  .seconds = answers->row_seconds,
                                  .asked = answers->asked,
                                  .asked_count = answers->columns.item_columns};
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
                          .seconds = answers->row_seconds + rows,
                          .error = error};
        read_row(answers, &row);
        if (row.status) {
            return row.status;
        }
        answers->layout.rows++;
        answers->layout.rejected += row.rejected;
        answers->layout.empty += !row.rejected && !row.answered;
        bool kept = !row.rejected && row.answered;
        answers->layout.unfinished += kept && row.unfinished;
        answers->layout.unfinished_empty += !row.rejected && !row.answered && row.unfinished;
        answers->layout.timed += kept && !isnan(*row.seconds);
        if (kept && !(cul_recognition_add(&answers->recognition, *row.organisation, row.recognised) &&
                      cul_candidates_look(&answers->candidates, &record))) {
            return cul_fail_memory(error);
        }
        rows += kept;
    }
    answers->layout.kept += rows;
    if (rows == 0 && answers->layout.kept == 0) {
        return fail_without_rows(answers, error);
    }
    if (rows == 0 && !cul_answers_finish(answers)) {
        return cul_fail_memory(error);
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
    cul_memory_free(answers->duration_column);
    cul_memory_free(answers->finished_column);
    cul_memory_free(answers->row_seconds);
    cul_memory_free(answers->asked);
    cul_buffer_free(&answers->key);
    cul_recognition_free(&answers->recognition);
    cul_candidates_free(&answers->candidates);
    cul_names_free(&answers->organisations);
    cul_names_free(&answers->units);
    cul_found_free(&answers->found);
    cul_columns_free(&answers->columns);
    cul_csv_close(answers->csv);
    culture_questionnaire_free(answers->questionnaire);
    cul_memory_free(answers);
}
