/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "answers/plain.h"

#include "answers/state.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

CUL_TARGETS(digits)

/* More of a row is wanted than its answers and organisation. */
static bool wants_more(const culture_answers *answers)
{
    const struct cul_columns *columns = &answers->columns;
    return answers->profile == CULTURE_PROFILE_LONG || answers->options.unit_column_count || columns->key >= 0 ||
           columns->duration >= 0 || columns->finished >= 0 || columns->status >= 0 || answers->candidates.count;
}

/* The answers' columns, when they are side by side. */
static bool find_run(struct cul_plain *plain, const struct cul_columns *columns)
{
    plain->first = -1;
    for (int32_t i = 0; i < columns->count; i++) {
        if (columns->columns[i].role != CULTURE_COLUMN_ITEM) {
            continue;
        }
        if (plain->first >= 0 && plain->first + plain->cells.count != i) {
            return false;
        }
        plain->first = plain->first < 0 ? i : plain->first;
        plain->cells.count++;
    }
    return plain->cells.count > 0;
}

/* What each digit means for each answer. False: no memory. */
static bool find_codes(struct cul_plain *plain, culture_answers *answers)
{
    const culture_questionnaire *questionnaire = answers->questionnaire;
    plain->in_order = true;
    for (int32_t i = 0; i < plain->cells.count; i++) {
        int32_t item = answers->columns.columns[plain->first + i].item;
        const struct cul_scale *scale = cul_item_scale(questionnaire, item);
        plain->items[i] = item;
        plain->in_order = plain->in_order && item == plain->items[0] + i && scale->low >= 0 && scale->high < 10 &&
                          questionnaire->items[item].scale == questionnaire->items[plain->items[0]].scale;
        for (int16_t digit = 0; digit < 10; digit++) {
            char text = (char)('0' + digit);
            int16_t value;
            if (!cul_labels_read(&answers->labels[questionnaire->items[item].scale], &text, 1, &value)) {
                return false;
            }
            plain->codes[i][digit + 1] = cul_code_of(value, scale->low);
            bool on = digit >= scale->low && digit <= scale->high;
            plain->in_order = plain->in_order && (on ? value == digit : value == CULTURE_INVALID);
        }
    }
    const struct cul_scale *scale = cul_item_scale(questionnaire, plain->items[0]);
    plain->cells.lowest = (uint8_t)('0' + (plain->in_order ? scale->low : 0));
    plain->cells.points = (uint8_t)(plain->in_order ? scale->high - scale->low + 1 : 10);
    return true;
}

void cul_plain_find_end(struct cul_plain *plain, const struct cul_csv *csv, bool roomy)
{
    size_t length, slack = roomy ? 0 : CUL_DIGITS_SLACK;
    const char *rest = cul_csv_rest(csv, &length);
    const char *last = length > slack ? memrchr(rest, '\n', length - slack) : NULL;
    plain->end = last ? last : rest;
}

bool cul_plain_new(struct cul_plain *plain, culture_answers *answers)
{
    const struct cul_digits_target *targets[CUL_PROCESSORS];
    *plain = (struct cul_plain){.name_number = -1};
    if (wants_more(answers)) {
        return true;
    }
    if (cul_csv_arrow(answers->csv)) {
        bool good = cul_arrow_rows_new(&plain->frame, answers, cul_csv_arrow(answers->csv));
        plain->target = plain->frame ? targets[cul_digits_targets(targets) - 1] : NULL;
        return good;
    }
    if (!find_run(plain, &answers->columns)) {
        return true;
    }
    const char delimiter = cul_csv_delimiter(answers->csv);
    if (delimiter >= '0' && delimiter <= '9') {
        return true; /* a first line "sep=1" */
    }
    plain->organisation = answers->columns.organisation;
    plain->columns = answers->columns.count;
    plain->cells.delimiter = delimiter;
    plain->items = cul_memory_new((size_t)plain->cells.count, sizeof *plain->items);
    plain->codes = cul_memory_new((size_t)plain->cells.count, sizeof *plain->codes);
    plain->digits = cul_memory_new((size_t)plain->cells.count + CUL_DIGITS_SLACK, 1);
    if (!plain->items || !plain->codes || !plain->digits || !find_codes(plain, answers)) {
        return false;
    }
    plain->target = targets[cul_digits_targets(targets) - 1];
    cul_plain_find_end(plain, answers->csv, false);
    return true;
}

/* The end of a quoted cell, behind its quote; NULL when there is more to it. *ascii: whether all bytes are. */
static const char *end_of_quoted(const char *at, char delimiter, bool *ascii)
{
    const char *start = at;
    *ascii = true;
    for (at++; *at != '"'; at++) {
        if (*at == '\n' || *at == '\r' || !*at) {
            return NULL; /* a line end within, or what is no text: not for here */
        }
        *ascii = *ascii && (unsigned char)*at < 0x80;
    }
    at++;
    return (*at == delimiter || *at == '\n' || *at == '\r') && at - start <= CULTURE_MAXIMUM_FIELD ? at : NULL;
}

/* What ends the cell at a place; NULL when it has bytes that somebody must look at. */
static const char *end_of_cell(const char *at, char delimiter)
{
    const char *start = at;
    if (*at == '"') {
        bool ascii;
        const char *end = end_of_quoted(at, delimiter, &ascii);
        return ascii ? end : NULL;
    }
    while (*at != delimiter && *at != '\n' && *at != '\r') {
        if ((unsigned char)(*at - 1) >= 0x7F) {
            return NULL;
        }
        at++;
    }
    return at - start <= CULTURE_MAXIMUM_FIELD ? at : NULL;
}

/* Whether the organisation's cell is that of the row before. */
static inline bool is_known_name(const struct cul_plain *plain, const char *at)
{
    uint64_t word;
    for (int32_t i = 0; i < plain->name_words - 1; i++) {
        memcpy(&word, at + 8 * i, sizeof word);
        if (word != plain->name[i]) {
            return false;
        }
    }
    if (!plain->name_words) {
        return false;
    }
    memcpy(&word, at + 8 * (plain->name_words - 1), sizeof word);
    return !((word ^ plain->name[plain->name_words - 1]) & plain->name_mask);
}

/* Notes a cell, and what ended it, for the rows to come. Masks bytes of the last word as they lie in memory. */
static void remember_name(struct cul_plain *plain, const char *name, size_t length)
{
    char mask[8] = {0};
    size_t last = length / 8, rest = length % 8 + 1;
    memset(mask, -1, rest);
    memset(plain->name, 0, sizeof plain->name);
    memcpy(plain->name, name, length + 1);
    memcpy(&plain->name_mask, mask, sizeof plain->name_mask);
    plain->name_words = (int32_t)last + 1;
    plain->name_length = length;
}

/* The end of the organisation's cell, which was met before and has no blanks around it; NULL: not so. */
static const char *find_name(struct cul_plain *plain, const culture_answers *answers, const char *at)
{
    const char *end = at;
    if (is_known_name(plain, at)) {
        return at + plain->name_length;
    }
    size_t quotes = *at == '"'; /* before it, and as many behind */
    if (quotes) {
        bool ascii; /* no matter: it is the same name as one that was looked at */
        end = end_of_quoted(at, plain->cells.delimiter, &ascii);
    } else {
        while (*end != plain->cells.delimiter && *end != '\n' && *end != '\r') {
            end++;
        }
    }
    size_t length = end ? (size_t)(end - at) : 0; /* in the file */
    if (length <= 2 * quotes || length > CULTURE_MAXIMUM_NAME) {
        return NULL;
    }
    int64_t number = cul_names_find(&answers->organisations, at + quotes, length - 2 * quotes);
    if (number < 0) {
        return NULL;
    }
    plain->name_number = (int32_t)number;
    remember_name(plain, at, length);
    return end;
}

/* Passes over cells that are no answers, up to a column. NULL: not plain. */
static const char *pass(struct cul_plain *plain, const culture_answers *answers, const char *at, int32_t from,
                        int32_t to)
{
    for (int32_t column = from; at && column < to; column++) {
        bool last = column == plain->columns - 1;
        const char *end =
            column == plain->organisation ? find_name(plain, answers, at) : end_of_cell(at, plain->cells.delimiter);
        if (!end || last != (*end != plain->cells.delimiter)) {
            return NULL;
        }
        at = last ? end : end + 1;
    }
    return at;
}

/*
 * Reads a row of cells that may be quoted, as all are in the files of some programs; else as the targets of
 * answers/digits.h do.
 */
static struct cul_digits_found read_quoted(const char *text, const struct cul_digits_cells *cells, uint8_t *codes)
{
    const struct cul_digits_found not_plain = {0, 0};
    const char *at = text, usual[4] = {'"', 0, '"', cells->delimiter}, digit_only[4] = {0, -1, 0, 0};
    uint32_t pattern, rest, four;
    int32_t answers = 0;
    memcpy(&pattern, usual, sizeof pattern);
    memcpy(&rest, digit_only, sizeof rest);
    for (int32_t i = 0; i < cells->count; i++) {
        /* Most cells are a digit in quotes, and one jump that is nearly always taken is quicker than to add up. */
        memcpy(&four, at, sizeof four);
        uint8_t usual_value = (uint8_t)((uint8_t)at[1] - cells->lowest);
        if ((four & ~rest) == pattern && usual_value < cells->points && i < cells->count - 1) {
            codes[i] = (uint8_t)(usual_value + 1);
            answers++;
            at += sizeof four;
            continue;
        }
        bool quoted = *at == '"', last = i == cells->count - 1;
        at += quoted;
        bool digit = *at >= '0' && *at <= '9';
        uint8_t value = (uint8_t)((uint8_t)*at - cells->lowest);
        if (digit && value >= cells->points) {
            return not_plain;
        }
        codes[i] = digit ? (uint8_t)(value + 1) : 0;
        answers += digit;
        at += digit;
        if (quoted && *at++ != '"') {
            return not_plain;
        }
        if (last ? (*at >= '0' && *at <= '9') || *at == '"' : *at != cells->delimiter) {
            return not_plain;
        }
        at += !last;
    }
    return (struct cul_digits_found){(size_t)(at - text), answers};
}

/* Digits of items in any order, or on several scales. Returns how many answers there are; 0: none, or one that is not
 * on its scale. */
static int32_t place(const struct cul_plain *plain, uint8_t *codes)
{
    int32_t answers = 0;
    for (int32_t i = 0; i < plain->cells.count; i++) {
        uint8_t code = plain->codes[i][plain->digits[i]];
        if (code == CUL_CODE_INVALID) {
            return 0;
        }
        answers += code != CUL_CODE_MISSING;
        codes[plain->items[i]] = code;
    }
    return answers;
}

/* Reads one row. Returns what ends it; NULL: it is not plain, or has no answer. */
static const char *read_row(struct cul_plain *plain, const culture_answers *answers, const char *at, uint8_t *codes,
                            int32_t *found)
{
    int32_t next = plain->first + plain->cells.count;
    if (plain->first) {
        at = pass(plain, answers, at, 0, plain->first);
        if (!at) {
            return NULL;
        }
    }
    uint8_t *into = plain->in_order ? codes + plain->items[0] : plain->digits;
    struct cul_digits_found row =
        *at == '"' ? read_quoted(at, &plain->cells, into) : plain->target->read(at, &plain->cells, into);
    if (!row.end || !row.answers) {
        return NULL;
    }
    at += row.end;
    *found = plain->in_order ? row.answers : place(plain, codes);
    if (next < plain->columns) {
        at = *at == plain->cells.delimiter ? pass(plain, answers, at + 1, next, plain->columns) : NULL;
    }
    return *found && at && (*at == '\n' || *at == '\r') ? at : NULL;
}

bool cul_plain_read(struct cul_plain *plain, culture_answers *answers, struct cul_codes *codes)
{
    if (plain->frame) {
        return cul_arrow_rows_read(plain->frame, answers, codes);
    }
    size_t length;
    const char *start = cul_csv_rest(answers->csv, &length), *at = start;
    int32_t before = codes->rows, organisation = -1;
    struct cul_recognised recognised = {0}; /* of the organisation */
    unsigned line_ends = 0;
    if (plain->organisation < 0) {
        plain->name_number = 0;
    }
    while (at < plain->end && codes->rows < codes->capacity && *at != '\n' && *at != '\r') { /* no blank lines */
        uint8_t *row = codes->codes + (size_t)codes->rows * codes->stride;
        int32_t found = 0;
        memset(row, 0, codes->stride);
        const char *end = read_row(plain, answers, at, row, &found);
        if (!end) {
            break;
        }
        bool both = *end == '\r' && end[1] == '\n';
        line_ends |= both ? CUL_CSV_CRLF : *end == '\n' ? CUL_CSV_LF : CUL_CSV_CR;
        at = end + 1 + both;
        if (plain->name_number != organisation) {
            if (recognised.answers && !cul_recognition_add(&answers->recognition, organisation, recognised)) {
                return false;
            }
            organisation = plain->name_number;
            recognised.answers = 0;
        }
        recognised.answers += found;
        codes->organisation[codes->rows] = organisation;
        codes->seconds[codes->rows++] = (double)NAN;
    }
    if (recognised.answers && !cul_recognition_add(&answers->recognition, organisation, recognised)) {
        return false;
    }
    cul_csv_skip(answers->csv, (size_t)(at - start), line_ends);
    answers->layout.rows += codes->rows - before;
    answers->layout.kept += codes->rows - before;
    return true;
}

void cul_plain_free(struct cul_plain *plain)
{
    cul_arrow_rows_free(plain->frame);
    cul_memory_free(plain->items);
    cul_memory_free(plain->codes);
    cul_memory_free(plain->digits);
}
