/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of survey files: what comes before their rows (answers/next.c). */
#include "answers/arrow.h"
#include "answers/book.h"
#include "answers/data.h"
#include "answers/long.h"
#include "answers/readstat.h"
#include "answers/rows.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

/* A block is large enough to be counted well, and small enough to stay in the processor's cache. */
enum { LEAST_ROWS = 256, MOST_ROWS = 8192, BLOCK_BYTES = 1 << 20, CODED_ROWS = 64 };

static bool copy_text(char **copy, const char *text)
{
    *copy = text ? cul_memory_text(text, strlen(text)) : NULL;
    return !text || *copy;
}

/* What the caller names goes before what the mapping does. */
static bool copy_options(culture_answers *answers, const struct culture_answers_options *options)
{
    const culture_mapping *mapping = options->mapping;
    const char *organisation = cul_mapping_column(mapping, CUL_MAPPED_ORGANISATION);
    const char *key = cul_mapping_column(mapping, CUL_MAPPED_RESPONDENT);
    const char *duration = cul_mapping_column(mapping, CUL_MAPPED_DURATION);
    const char *finished = cul_mapping_column(mapping, CUL_MAPPED_FINISHED);
    answers->options = *options;
    answers->mapping = culture_mapping_retain(options->mapping);
    size_t count = options->unit_column_count;
    answers->unit_columns = cul_memory_new(count, sizeof *answers->unit_columns);
    bool good = answers->unit_columns &&
                copy_text(&answers->organisation_column,
                          options->organisation_column ? options->organisation_column : organisation) &&
                copy_text(&answers->organisation, options->organisation) &&
                copy_text(&answers->key_column, options->key_column ? options->key_column : key) &&
                copy_text(&answers->duration_column, options->duration_column ? options->duration_column : duration) &&
                copy_text(&answers->finished_column, options->finished_column ? options->finished_column : finished);
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
    size_t rows = BLOCK_BYTES / (items * sizeof *answers->values);
    rows = rows < LEAST_ROWS ? LEAST_ROWS : rows > MOST_ROWS ? MOST_ROWS : rows;
    answers->block_rows = (int64_t)rows;
    answers->values = cul_memory_new(rows * items, sizeof *answers->values);
    answers->row_organisations = cul_memory_new(rows, sizeof *answers->row_organisations);
    answers->row_units = cul_memory_new(rows * answers->options.unit_column_count, sizeof *answers->row_units);
    answers->labels = cul_memory_new(scales, sizeof *answers->labels);
    answers->row_keys = cul_memory_new(rows, sizeof *answers->row_keys);
    answers->row_seconds = cul_memory_new(rows, sizeof *answers->row_seconds);
    bool good = answers->values && answers->row_organisations && answers->row_units && answers->labels &&
                answers->row_keys && answers->row_seconds && find_asked(answers);
    for (size_t i = 0; i < scales && good; i++) {
        good = cul_labels_new(&answers->labels[i], &answers->questionnaire->scales[i],
                              cul_mapping_labels(answers->mapping, (int32_t)i));
        /* Qualtrics can write -99 for what was seen and not answered. */
        good = good &&
               (answers->profile != CULTURE_PROFILE_QUALTRICS || cul_labels_add_missing(&answers->labels[i], "-99"));
    }
    answers->header_problems = answers->found.count;
    return good && cul_codes_new(&answers->codes, answers->questionnaire, CODED_ROWS) &&
           cul_plain_new(&answers->plain, answers);
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
    if (!cul_row_is_blank_name(name ? name : "", length, &blank)) {
        return cul_fail_memory(error);
    }
    if (blank) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = path},
                        "the file has no column organisation, and no name of the organisation was given");
    }
    return cul_names_add(&answers->organisations, name, length) < 0 ? cul_fail_memory(error) : CULTURE_OK;
}

/* Matches the columns; the record of headings is read once more, for the places of what is wrong with it. */
static culture_status match_columns(culture_answers *answers, const struct cul_header *header,
                                    struct cul_headings *headings, struct culture_error *error)
{
    struct cul_csv_record record;
    cul_csv_seek(answers->csv, header->at);
    culture_status status = cul_csv_next(answers->csv, &record, error);
    struct cul_column_source source = {.questionnaire = answers->questionnaire,
                                       .options = &answers->options,
                                       .header = header,
                                       .headings = headings,
                                       .mapping = answers->mapping,
                                       .csv = answers->csv,
                                       .record = &record};
    if (!status) {
        status = cul_columns_match(&answers->columns, &source, error);
    }
    if (!status && !cul_answers_report_columns(answers, &record)) {
        status = cul_fail_memory(error);
    }
    cul_csv_seek(answers->csv, header->data);
    return status;
}

/* Detection and matching, once for the file. */
static culture_status read_header(culture_answers *answers, struct culture_error *error)
{
    struct cul_headings headings;
    struct cul_header header;
    if (!cul_headings_new(&headings, answers->questionnaire)) {
        return cul_fail_memory(error);
    }
    culture_status status = cul_header_read(&header, answers->csv, &headings, answers->mapping, error);
    if (!status) {
        answers->profile = header.profile;
        answers->title_rows = header.title_rows;
        answers->header_rows = header.rows;
        status = match_columns(answers, &header, &headings, error);
        cul_header_free(&header);
    }
    cul_headings_free(&headings);
    return status;
}

/* A file of a statistics package, or a workbook that the caller can read, is read as the CSV that could have been made
 * of it. */
static culture_status open_text(culture_answers *answers, const struct culture_source *source,
                                struct culture_error *error)
{
    bool data = cul_data_is_file(source), made = data;
    struct cul_buffer csv = {0};
    culture_status status = CULTURE_OK;
    if (data) {
        answers->format = cul_readstat_format(source->path);
        status = cul_data_read(source->path, answers->questionnaire, &answers->options, &csv, error);
    } else if (cul_book_is_file(source)) {
        status = cul_book_read(source->path, &answers->options, &answers->sheet, &csv, error);
        made = answers->sheet != NULL;
        answers->format = made ? "Excel" : answers->format;
    }
    if (!status) {
        struct culture_source text = {.path = source->path, .bytes = csv.bytes ? csv.bytes : "", .length = csv.length};
        status = cul_csv_open(&answers->csv, made ? &text : source, error);
    }
    if (!status && made) {
        cul_csv_count_cells(answers->csv, data);
    } else {
        answers->compression = status ? "" : cul_csv_compression(answers->csv);
    }
    cul_buffer_free(&csv);
    return status;
}

/* What comes before the rows of a file or frame that csv reads. */
static culture_status open_rows(culture_answers *answers, const char *path, struct culture_error *error)
{
    culture_status status = read_header(answers, error);
    if (!status && answers->columns.organisation < 0) {
        status = name_organisation(answers, path, error);
        if (!status && !answers->organisation && !cul_candidates_new(&answers->candidates, &answers->columns)) {
            status = cul_fail_memory(error);
        }
    }
    if (!status && !make_room(answers)) {
        status = cul_fail_memory(error);
    }
    if (!status && answers->options.duplicates == CULTURE_DUPLICATES_LAST_COUNTS &&
        answers->profile != CULTURE_PROFILE_LONG) {
        status = cul_answers_find_last_rows(answers, error);
    }
    cul_csv_forget(answers->csv);
    return status;
}

/* What is wrong with options for this questionnaire. */
static culture_status check_options(const struct culture_answers_options *options,
                                    const culture_questionnaire *questionnaire, const char *path,
                                    struct culture_error *error)
{
    struct cul_place place = {.path = path};
    bool keyed = options->key_column || cul_mapping_column(options->mapping, CUL_MAPPED_RESPONDENT);
    if (!cul_mapping_fits(options->mapping, questionnaire)) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, place, "the mapping is of another questionnaire");
    }
    if (options->duplicates == CULTURE_DUPLICATES_LAST_COUNTS && !keyed) {
        return cul_fail(error, CULTURE_ERROR_ARGUMENT, place,
                        "that the last row of a respondent counts needs a column that tells respondents apart");
    }
    return CULTURE_OK;
}

/* A reader without rows yet, its options checked. */
static culture_status make(const char *path, culture_questionnaire *questionnaire,
                           const struct culture_answers_options *options, culture_answers **answers,
                           struct culture_error *error)
{
    struct culture_answers_options known;
    if (!questionnaire || !answers || !cul_options_read(&known, sizeof known, options) || known.invalid < 0 ||
        known.invalid > CULTURE_INVALID_FAILS_FILE || known.unfinished < 0 ||
        known.unfinished > CULTURE_UNFINISHED_IS_KEPT || (known.unit_column_count && !known.unit_columns)) {
        return cul_fail_argument(error,
                                 "a source, a questionnaire, a place for the answers and valid options are needed");
    }
    culture_answers *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return cul_fail_memory(error);
    }
    made->questionnaire = culture_questionnaire_retain(questionnaire);
    made->format = "CSV";
    made->compression = "";
    culture_status status = check_options(&known, questionnaire, path, error);
    if (!status && !copy_options(made, &known)) {
        status = cul_fail_memory(error);
    }
    if (status) {
        culture_answers_free(made);
        return status;
    }
    *answers = made;
    return CULTURE_OK;
}

/* Hands out a reader whose source was opened, or frees it. */
static culture_status hand_out(culture_answers *made, culture_status status, const char *path,
                               culture_answers **answers, struct culture_error *error)
{
    status = status ? status : open_rows(made, path, error);
    if (status) {
        cul_book_name_sheet(made->sheet, error);
        culture_answers_free(made);
        return status;
    }
    *answers = made;
    return CULTURE_OK;
}

culture_status culture_answers_read(const struct culture_source *source, culture_questionnaire *questionnaire,
                                    const struct culture_answers_options *options, culture_answers **answers,
                                    struct culture_error *error)
{
    culture_answers *made = NULL;
    if (!source || !answers) {
        return cul_fail_argument(error, "a source and a place for the answers are needed");
    }
    culture_status status = make(source->path, questionnaire, options, &made, error);
    return status ? status : hand_out(made, open_text(made, source, error), source->path, answers, error);
}

culture_status culture_answers_read_arrow(struct ArrowArrayStream *stream, const char *name,
                                          culture_questionnaire *questionnaire,
                                          const struct culture_answers_options *options, culture_answers **answers,
                                          struct culture_error *error)
{
    culture_answers *made = NULL;
    if (!stream || !stream->release || !answers) {
        return cul_fail_argument(error, "a stream that is not released and a place for the answers are needed");
    }
    culture_status status = make(name, questionnaire, options, &made, error);
    if (status) {
        stream->release(stream);
        return status;
    }
    made->format = "Arrow";
    return hand_out(made, cul_csv_open_arrow(&made->csv, stream, name, error), name, answers, error);
}

culture_status culture_answers_open(const char *path, culture_questionnaire *questionnaire,
                                    const struct culture_answers_options *options, culture_answers **answers,
                                    struct culture_error *error)
{
    return culture_answers_read(&(struct culture_source){.path = path}, questionnaire, options, answers, error);
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
    cul_memory_free(answers->sheet);
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
    cul_repeats_free(&answers->repeats);
    cul_long_free(answers->gathered);
    culture_mapping_free(answers->mapping);
    cul_candidates_free(&answers->candidates);
    cul_plain_free(&answers->plain);
    cul_codes_free(&answers->codes);
    cul_names_free(&answers->organisations);
    cul_names_free(&answers->units);
    cul_found_free(&answers->found);
    cul_columns_free(&answers->columns);
    cul_csv_close(answers->csv);
    culture_questionnaire_free(answers->questionnaire);
    cul_memory_free(answers);
}
