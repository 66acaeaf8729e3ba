/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/rows.h"

#include "answers/conduct.h"
#include "base/error.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TOKEN = CUL_TOKEN_SIZE - sizeof "..." };

bool cul_row_is_blank(const struct cul_csv_record *record, int64_t from)
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

static struct cul_spot spot(const culture_answers *answers, const struct cul_row *row, int32_t column)
{
    return (struct cul_spot){answers->csv, row->record, column};
}

void cul_row_report(culture_answers *answers, struct cul_row *row, const char *kind, int32_t column,
                    const char *message)
{
    if (!cul_found_add(&answers->found, kind, spot(answers, row, column), "%s", message)) {
        row->status = cul_fail_memory(row->error);
    }
}

void cul_row_reject(culture_answers *answers, struct cul_row *row, const char *kind, int32_t column,
                    const char *message)
{
    row->rejected = true;
    cul_row_report(answers, row, kind, column, message);
}

/* What stands in a column; nothing where the row has ended. */
struct cul_csv_field cul_row_cell(const struct cul_row *row, int32_t column)
{
    return column >= 0 && column < row->record->count ? row->record->fields[column] : (struct cul_csv_field){"", 0, 0};
}

/* Excel leaves out blank cells at a row's end. A row may be long by blank cells; else cells stand in the wrong column.
 */
void cul_row_check_width(culture_answers *answers, struct cul_row *row)
{
    const struct cul_csv_record *record = row->record;
    char message[96];
    if (record->count < answers->columns.width) {
        snprintf(message, sizeof message, "%lld cell%s where the header has %d; the rest is read as blank",
                 (long long)record->count, record->count == 1 ? "" : "s", (int)answers->columns.count);
        cul_row_report(answers, row, "short_row", -1, message);
    } else if (!cul_row_is_blank(record, answers->columns.count)) {
        snprintf(message, sizeof message, "%lld cell%s where the header has %d; the row is left out",
                 (long long)record->count, record->count == 1 ? "" : "s", (int)answers->columns.count);
        cul_row_reject(answers, row, "ragged_row", -1, message);
    }
}

/* An address, of a mailbox or a computer, a place or a telephone number: nothing of an answer, and never shown. */
static bool looks_personal(const char *text, size_t length)
{
    size_t digits = 0, others = 0;
    for (size_t i = 0; i < length; i++) {
        digits += text[i] >= '0' && text[i] <= '9';
        others += !strchr("0123456789.,:;+-()/ ", text[i]);
    }
    return memchr(text, '@', length) || (digits >= 6 && !others);
}

void cul_row_token(struct cul_csv_field field, char token[CUL_TOKEN_SIZE])
{
    const char *text = field.text;
    size_t length = field.length;
    cul_text_trim(&text, &length);
    if (looks_personal(text, length)) {
        text = "(not shown)";
        length = strlen(text);
    }
    bool cut = length > TOKEN;
    length = cut ? TOKEN : length;
    while (cut && length && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--; /* no half characters */
    }
    char start[CUL_TOKEN_SIZE];
    snprintf(start, sizeof start, "%.*s%s", (int)length, text, cut ? "..." : "");
    cul_error_copy(token, CUL_TOKEN_SIZE, start);
}

/* In long format a column holds answers to all items. */
static void report_invalid(culture_answers *answers, struct cul_row *row, int32_t column, int32_t item,
                           const struct cul_csv_field *field)
{
    const struct cul_column *at = &answers->columns.columns[column];
    bool own = at->role == CULTURE_COLUMN_ITEM;
    char token[CUL_TOKEN_SIZE], header[64];
    cul_row_token(*field, token);
    cul_error_copy(header, sizeof header, own ? at->header : answers->questionnaire->items[item].id);
    if (answers->options.invalid == CULTURE_INVALID_FAILS_FILE) {
        struct cul_place place = cul_csv_place(answers->csv, row->record, column);
        place.where = at->header;
        row->status =
            cul_fail(row->error, CULTURE_ERROR_ANSWERS, place, "'%s' is no answer on the scale of %s", token, header);
        return;
    }
    row->rejected = row->rejected || answers->options.invalid == CULTURE_INVALID_REJECTS_ROW;
    row->recognised.invalid++;
    if (!cul_found_add_invalid(&answers->found, spot(answers, row, column), token, header)) {
        row->status = cul_fail_memory(row->error);
    }
}

void cul_row_read_answer(culture_answers *answers, struct cul_row *row, int32_t column, int32_t item)
{
    struct cul_csv_field field = cul_row_cell(row, column);
    int16_t *value = &row->values[item];
    if (!cul_labels_read(&answers->labels[answers->questionnaire->items[item].scale], field.text, field.length,
                         value)) {
        row->status = cul_fail_memory(row->error);
        return;
    }
    row->recognised.answers += *value != CULTURE_MISSING;
    if (*value == CULTURE_INVALID) {
        report_invalid(answers, row, column, item, &field);
    }
}

bool cul_row_is_blank_name(const char *text, size_t length, bool *blank)
{
    struct cul_buffer key = {0};
    cul_text_name_key(text, length, &key);
    *blank = !key.length;
    bool good = !key.failed;
    cul_buffer_free(&key);
    return good;
}

/* The number of a name; -1 when the cell is blank. */
static int32_t intern(struct cul_names *names, struct cul_csv_field field, struct cul_row *row)
{
    const char *text = field.text;
    size_t length = field.length;
    cul_text_trim(&text, &length);
    if (length > 1 && text[0] == '\'' && text[1] == '=') {
        text++, length--; /* LimeSurvey's mask of what looks like a formula */
    }
    if (!length) {
        return -1;
    }
    int64_t number = cul_names_find(names, text, length);
    bool good = true, blank = false;
    if (number < 0) {
        good = cul_row_is_blank_name(text, length, &blank);
        blank = blank || cul_is_missing_token(text, length);
        number = good && !blank ? cul_names_add(names, text, length) : -1;
    }
    if (!good || (number < 0 && !blank)) {
        row->status = cul_fail_memory(row->error);
    }
    return (int32_t)number;
}

static void read_organisation(culture_answers *answers, struct cul_row *row)
{
    int32_t column = answers->columns.organisation;
    *row->organisation = 0;
    if (column < 0) {
        return;
    }
    struct cul_csv_field field = cul_row_cell(row, column);
    if (field.length > CULTURE_MAXIMUM_NAME) {
        cul_row_reject(answers, row, "long_name", column, "a name of more than 200 bytes; the row is left out");
        return;
    }
    *row->organisation = intern(&answers->organisations, field, row);
    if (*row->organisation < 0 && !row->status) {
        cul_row_reject(answers, row, "blank_organisation", column, "the organisation is blank; the row is left out");
    }
}

static void read_units(culture_answers *answers, struct cul_row *row)
{
    for (size_t i = 0; i < answers->options.unit_column_count && !row->status; i++) {
        int32_t column = answers->columns.unit_column[i];
        row->units[i] = -1;
        if (column < 0) {
            continue;
        }
        struct cul_csv_field field = cul_row_cell(row, column);
        if (field.length > CULTURE_MAXIMUM_NAME) {
            cul_row_reject(answers, row, "long_name", column, "a name of more than 200 bytes; the row is left out");
            return;
        }
        row->units[i] = intern(&answers->units, field, row);
    }
}

static void read_key(culture_answers *answers, struct cul_row *row)
{
    struct cul_csv_field field = cul_row_cell(row, answers->columns.key);
    if (!cul_key_hash(field.text, field.length, &answers->key, row->key)) {
        row->status = cul_fail_memory(row->error);
    }
}

static void read_conduct(culture_answers *answers, struct cul_row *row)
{
    bool wrong = false;
    int32_t duration = answers->columns.duration;
    *row->seconds = duration < 0 ? (double)NAN : cul_conduct_seconds(cul_row_cell(row, duration), &wrong);
    if (wrong) {
        cul_row_report(answers, row, "invalid_duration", duration,
                       "the duration is no number of seconds; it counts as unknown");
    }
}

void cul_row_read_about(culture_answers *answers, struct cul_row *row)
{
    read_organisation(answers, row);
    if (!row->rejected && !row->status) {
        read_units(answers, row);
    }
    if (answers->columns.key >= 0 && !row->rejected && !row->status) {
        read_key(answers, row);
    }
    if (!row->rejected && !row->status) {
        read_conduct(answers, row);
    }
}

/* Whether there is an answer in the row, looked at without a word about what is wrong with it. */
/* No further than the row goes: a header of ten thousand columns must not make short rows long. */
static int32_t columns_of(const culture_answers *answers, const struct cul_row *row)
{
    int64_t cells = row->record->count;
    return cells < answers->columns.count ? (int32_t)cells : answers->columns.count;
}

static bool has_answer(culture_answers *answers, struct cul_row *row)
{
    for (int32_t i = 0; i < columns_of(answers, row) && !row->status; i++) {
        const struct cul_column *column = &answers->columns.columns[i];
        struct cul_csv_field field = cul_row_cell(row, i);
        int16_t value = CULTURE_MISSING;
        if (column->role == CULTURE_COLUMN_ITEM &&
            !cul_labels_read(&answers->labels[answers->questionnaire->items[column->item].scale], field.text,
                             field.length, &value)) {
            row->status = cul_fail_memory(row->error);
        }
        if (value != CULTURE_MISSING) {
            return true;
        }
    }
    return false;
}

void cul_row_report_unfinished(culture_answers *answers, struct cul_row *row)
{
    cul_row_report(answers, row, "unfinished", answers->columns.finished,
                   answers->options.unfinished == CULTURE_UNFINISHED_IS_LEFT_OUT
                       ? "not finished; left out"
                       : "not finished; the answers there are count");
}

void cul_row_read_outcome(culture_answers *answers, struct cul_row *row)
{
    const struct cul_columns *columns = &answers->columns;
    row->preview = columns->status >= 0 && cul_conduct_is_preview(cul_row_cell(row, columns->status));
    row->unfinished = !row->preview && columns->finished >= 0 &&
                      cul_conduct_is_unfinished(cul_row_cell(row, columns->finished), columns->finished_rule);
    if (row->preview) {
        row->left_out = true;
        cul_row_report(answers, row, "preview", columns->status, "tried out by the makers of the survey; left out");
    } else if (row->unfinished && has_answer(answers, row)) {
        row->left_out = answers->options.unfinished == CULTURE_UNFINISHED_IS_LEFT_OUT;
        cul_row_report_unfinished(answers, row);
    }
}

void cul_row_read(culture_answers *answers, struct cul_row *row)
{
    for (int32_t i = 0; i < answers->questionnaire->item_count; i++) {
        row->values[i] = CULTURE_MISSING;
    }
    if (cul_row_is_blank(row->record, 0)) {
        return; /* empty, however many delimiters it has */
    }
    cul_row_check_width(answers, row);
    if (!row->rejected && !row->status) {
        cul_row_read_outcome(answers, row);
    }
    int32_t count = columns_of(answers, row);
    for (int32_t i = 0; i < count && !row->rejected && !row->left_out && !row->status; i++) {
        if (answers->columns.columns[i].role == CULTURE_COLUMN_ITEM) {
            cul_row_read_answer(answers, row, i, answers->columns.columns[i].item);
        }
    }
    row->answered = row->recognised.answers > 0;
    if (row->answered && !row->rejected && !row->status) {
        cul_row_read_about(answers, row);
    }
}
