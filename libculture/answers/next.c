/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of an opened reader, with every row and problem accounted for. */
#include "answers/book.h"
#include "answers/long.h"
#include "answers/parts.h"
#include "answers/rows.h"
#include "base/error.h"

#include <math.h>
#include <string.h>

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

culture_status cul_answers_find_last_rows(culture_answers *answers, struct culture_error *error)
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
        culture_status status = cul_answers_fail_without_rows(answers, error);
        cul_book_name_sheet(answers->sheet, error);
        return status;
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
