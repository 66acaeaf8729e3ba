/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of survey files: records become rows of answer values, with every row and problem accounted for. */
#include "answers/arrow.h"
#include "answers/data.h"
#include "answers/long.h"
#include "answers/readstat.h"
#include "answers/parts.h"
#include "answers/rows.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#include <math.h>
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
    answers->values = cul_memory_new(rows * items + CUL_DIGITS_SLACK, sizeof *answers->values);
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

/* A row to be filled in, at a place of the block. */
static struct cul_row new_row(culture_answers *answers, int64_t at, struct culture_error *error)
{
    return (struct cul_row){.values = answers->values + at * answers->questionnaire->item_count,
                            .organisation = answers->row_organisations + at,
                            .units = answers->row_units + (size_t)at * answers->options.unit_column_count,
                            .key = answers->row_keys[at],
                            .seconds = answers->row_seconds + at,
                            .error = error};
}

/* Who a row is of: its key within its organisation, the two hashes shifted so that equal texts do not cancel out. */
static bool hash_respondent(culture_answers *answers, const struct cul_row *row, unsigned char hash[CUL_KEY_SIZE])
{
    static const unsigned char nobody[CUL_KEY_SIZE];
    unsigned char organisation[CUL_KEY_SIZE];
    struct cul_csv_field of = cul_row_cell(row, answers->columns.organisation);
    bool blank = memcmp(row->key, nobody, CUL_KEY_SIZE) == 0;
    if (!cul_key_hash(of.text, of.length, &answers->key, organisation)) {
        return false;
    }
    for (size_t i = 0; i < CUL_KEY_SIZE; i++) {
        hash[i] = blank ? 0 : (unsigned char)(row->key[i] ^ organisation[(i + 1) % CUL_KEY_SIZE]);
    }
    return true;
}

/* Reads the file once to know everybody's last row that can be used; what is wrong with rows is told the second time.
 */
static culture_status find_last_rows(culture_answers *answers, struct culture_error *error)
{
    size_t start = cul_csv_tell(answers->csv);
    struct cul_found_list found = answers->found;
    struct cul_csv_record record;
    culture_status status;
    bool before;
    answers->found = (struct cul_found_list){0};
    for (int64_t at = 0; !(status = cul_csv_next(answers->csv, &record, error)) && record.count; at++) {
        struct cul_row row = new_row(answers, 0, error);
        row.record = &record;
        cul_row_read(answers, &row);
        bool usable = row.answered && !row.rejected && !row.left_out;
        unsigned char who[CUL_KEY_SIZE];
        if (!row.status && usable &&
            (!hash_respondent(answers, &row, who) || !cul_repeats_note(&answers->repeats, who, at, &before))) {
            row.status = cul_fail_memory(error);
        }
        if (row.status) {
            status = row.status;
            break;
        }
    }
    cul_found_free(&answers->found);
    answers->found = found;
    cul_csv_seek(answers->csv, start);
    return status;
}

/* A file of a statistics package is read as the CSV that could have been made of it. */
static culture_status open_text(culture_answers *answers, const struct culture_source *source,
                                struct culture_error *error)
{
    if (!cul_data_is_file(source)) {
        culture_status opened = cul_csv_open(&answers->csv, source, error);
        answers->compression = opened ? "" : cul_csv_compression(answers->csv);
        return opened;
    }
    answers->format = cul_readstat_format(source->path);
    struct cul_buffer csv = {0};
    culture_status status = cul_data_read(source->path, answers->questionnaire, &answers->options, &csv, error);
    if (!status) {
        struct culture_source text = {.path = source->path, .bytes = csv.bytes ? csv.bytes : "", .length = csv.length};
        status = cul_csv_open(&answers->csv, &text, error);
    }
    if (!status) {
        cul_csv_count_cells(answers->csv);
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
        status = find_last_rows(answers, error);
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

/* All of a block but its rows. */
static struct culture_block describe(const culture_answers *answers)
{
    static const char *const no_units[] = {""};
    bool units = answers->units.texts != NULL; /* else all cells of the unit columns were blank so far */
    return (struct culture_block){.organisations = (const char *const *)answers->organisations.texts,
                                  .organisation_count = answers->organisations.count,
                                  .unit_columns = (const char *const *)answers->unit_columns,
                                  .unit_column_count = (int64_t)answers->options.unit_column_count,
                                  .units = units ? (const char *const *)answers->units.texts : no_units,
                                  .unit_count = answers->units.count,
                                  .asked = answers->columns.item_columns ? answers->asked : NULL,
                                  .asked_count = answers->columns.item_columns};
}

/* Counts what became of a row; whether it stays. */
static bool count_row(struct culture_layout *layout, const struct cul_row *row)
{
    bool lost = row->rejected || row->left_out, empty = !lost && !row->answered, kept = !lost && row->answered;
    layout->rows++;
    layout->rejected += row->rejected;
    layout->left_out += row->left_out;
    layout->previews += row->preview;
    layout->repeated += row->repeated;
    layout->empty += empty;
    layout->unfinished += (kept || row->left_out) && row->unfinished;
    layout->unfinished_empty += empty && row->unfinished;
    layout->timed += kept && !isnan(*row->seconds);
    return kept;
}

/* Whoever answered again further down is left out before anything is read; else who answered before is told. */
static bool is_replaced(culture_answers *answers, struct cul_row *row)
{
    struct cul_csv_field key = cul_row_cell(row, answers->columns.key);
    if (answers->options.duplicates != CULTURE_DUPLICATES_LAST_COUNTS) {
        return false;
    }
    unsigned char who[CUL_KEY_SIZE];
    if (!cul_key_hash(key.text, key.length, &answers->key, row->key) || !hash_respondent(answers, row, who)) {
        row->status = cul_fail_memory(row->error);
        return false;
    }
    return cul_repeats_come_later(&answers->repeats, who, answers->layout.rows);
}

static void note_repeated(culture_answers *answers, struct cul_row *row)
{
    bool before = false;
    if (answers->columns.key < 0 || !row->answered || row->rejected || row->left_out ||
        answers->options.duplicates == CULTURE_DUPLICATES_LAST_COUNTS) {
        return;
    }
    unsigned char who[CUL_KEY_SIZE];
    if (!hash_respondent(answers, row, who) ||
        !cul_repeats_note(&answers->repeats, who, answers->layout.rows, &before)) {
        row->status = cul_fail_memory(row->error);
    }
    row->repeated = before;
    if (before) {
        cul_row_report(answers, row, "duplicate_respondent", answers->columns.key,
                       "this respondent has an earlier row; all rows count");
    }
}

/* The next row of a file with a row for each respondent. */
static culture_status next_wide(culture_answers *answers, struct cul_row *row, bool *more)
{
    struct cul_csv_record *record = &answers->record;
    culture_status status = cul_csv_next(answers->csv, record, row->error);
    *more = !status && record->count;
    if (!*more) {
        return status;
    }
    row->record = record;
    if (is_replaced(answers, row)) {
        row->left_out = row->repeated = true;
        cul_row_report(answers, row, "duplicate_respondent", answers->columns.key,
                       "this respondent has a later row, which counts; this one is left out");
    } else if (!row->status) {
        cul_row_read(answers, row);
        note_repeated(answers, row);
    }
    return row->status;
}

/* The one way to rows, whatever the file's shape. *more false: there are none left. */
static culture_status next_row(culture_answers *answers, struct cul_row *row, bool *more)
{
    if (answers->profile != CULTURE_PROFILE_LONG) {
        return next_wide(answers, row, more);
    }
    if (!answers->gathered) {
        culture_status status = cul_long_gather(&answers->gathered, answers, row->error);
        if (status) {
            return status;
        }
    }
    *more = cul_long_next(answers->gathered, answers, row);
    return CULTURE_OK;
}

/* The organisation's answers so far, and columns that may name organisations. */
static bool look_on(culture_answers *answers, const struct cul_row *row)
{
    return cul_recognition_add(&answers->recognition, *row->organisation, row->recognised) &&
           (!row->record || cul_candidates_look(&answers->candidates, row->record));
}

/* The next row that is kept, read as every row can be. *more false: there is none. */
static culture_status next_kept(culture_answers *answers, struct cul_row *row, bool *more)
{
    const struct cul_row empty = *row;
    for (bool kept = false; !kept;) {
        *row = empty;
        culture_status status = next_row(answers, row, more);
        if (status || !*more) {
            return status;
        }
        kept = count_row(&answers->layout, row);
        if (kept && !look_on(answers, row)) {
            return cul_fail_memory(row->error);
        }
    }
    answers->layout.kept++;
    return CULTURE_OK;
}

/* Values of the plain rows at the reader's place, behind the block's rows so far. False: no memory. */
static bool read_plain(culture_answers *answers, int64_t *rows)
{
    struct cul_codes codes = answers->codes;
    int64_t room = answers->block_rows - *rows;
    codes.capacity = room < codes.capacity ? (int32_t)room : codes.capacity;
    if (!cul_plain_read(&answers->plain, answers, &codes)) {
        return false;
    }
    for (int32_t i = 0; i < codes.rows; i++, ++*rows) {
        cul_codes_to_values(answers->questionnaire, codes.codes + (size_t)i * codes.stride,
                            answers->values + *rows * answers->questionnaire->item_count);
        answers->row_organisations[*rows] = codes.organisation[i];
        answers->row_seconds[*rows] = codes.seconds[i];
    }
    return true;
}

/* What shows when there are no rows left. */
static culture_status end(culture_answers *answers, struct culture_error *error)
{
    if (answers->layout.kept == 0) {
        return cul_answers_fail_without_rows(answers, error);
    }
    return cul_answers_finish(answers) ? CULTURE_OK : cul_fail_memory(error);
}

culture_status culture_answers_next(culture_answers *answers, struct culture_block *block, struct culture_error *error)
{
    int64_t rows = 0;
    bool more = true;
    if (!answers || !block || block->struct_size < sizeof block->struct_size) {
        return cul_fail_argument(error, "answers and a block with struct_size set are needed");
    }
    while (more && rows < answers->block_rows) {
        int64_t before = rows;
        if (answers->plain.target && !read_plain(answers, &rows)) {
            return cul_fail_memory(error);
        }
        if (rows > before) {
            continue;
        }
        struct cul_row row = new_row(answers, rows, error);
        culture_status status = next_kept(answers, &row, &more);
        if (status) {
            return status;
        }
        rows += more;
    }
    culture_status status = rows ? CULTURE_OK : end(answers, error);
    if (status) {
        return status;
    }
    struct culture_block known = describe(answers);
    known.rows = rows;
    known.values = answers->values;
    known.organisation = answers->row_organisations;
    known.unit = answers->row_units;
    known.seconds = answers->row_seconds;
    cul_struct_fill(block, &known, sizeof known);
    return CULTURE_OK;
}

culture_status cul_answers_next_codes(culture_answers *answers, struct cul_codes *codes, struct culture_error *error)
{
    while (codes->rows < codes->capacity) {
        bool more;
        if (answers->plain.target && !cul_plain_read(&answers->plain, answers, codes)) {
            return cul_fail_memory(error);
        }
        if (codes->rows == codes->capacity) {
            break;
        }
        struct cul_row row = new_row(answers, 0, error);
        culture_status status = next_kept(answers, &row, &more);
        if (status || !more) {
            return status ? status : end(answers, error);
        }
        uint8_t *at = codes->codes + (size_t)codes->rows * codes->stride;
        memset(at, CUL_CODE_MISSING, codes->stride);
        cul_codes_from_values(answers->questionnaire, row.values, at);
        codes->organisation[codes->rows] = *row.organisation;
        codes->seconds[codes->rows++] = *row.seconds;
    }
    return CULTURE_OK;
}

void cul_answers_describe(culture_answers *answers, const struct cul_codes *codes, struct culture_block *block)
{
    *block = describe(answers);
    block->rows = codes->rows;
    block->organisation = codes->organisation;
    block->seconds = answers->columns.duration >= 0 ? codes->seconds : NULL;
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
