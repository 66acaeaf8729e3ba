/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "answers/plain.h"

#include "answers/state.h"
#include "base/memory.h"

#include <string.h>

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
        if (plain->first >= 0 && plain->first + plain->cells != i) {
            return false;
        }
        plain->first = plain->first < 0 ? i : plain->first;
        plain->cells++;
    }
    return plain->cells > 0;
}

/* What each digit means for each answer. False: no memory. */
static bool find_values(struct cul_plain *plain, culture_answers *answers)
{
    const culture_questionnaire *questionnaire = answers->questionnaire;
    plain->in_order = true;
    for (int32_t i = 0; i < plain->cells; i++) {
        int32_t item = answers->columns.columns[plain->first + i].item;
        int32_t scale = questionnaire->items[item].scale;
        plain->items[i] = item;
        plain->low = (int16_t)questionnaire->scales[scale].low,
        plain->high = (int16_t)questionnaire->scales[scale].high;
        bool one_scale = scale == questionnaire->items[plain->items[0]].scale;
        plain->in_order = plain->in_order && item == plain->items[0] + i && one_scale && plain->low > 0;
        for (int16_t digit = 0; digit < 10; digit++) {
            char text = (char)('0' + digit);
            if (!cul_labels_read(&answers->labels[scale], &text, 1, &plain->values[i][digit])) {
                return false;
            }
            bool itself = plain->values[i][digit] == digit && digit >= plain->low && digit <= plain->high;
            bool outside = plain->values[i][digit] == CULTURE_INVALID && (digit < plain->low || digit > plain->high);
            plain->in_order = plain->in_order && (itself || outside);
        }
    }
    return true;
}

void cul_plain_find_end(struct cul_plain *plain, const struct cul_csv *csv)
{
    size_t length;
    const char *rest = cul_csv_rest(csv, &length);
    const char *last = length > CUL_DIGITS_SLACK ? memrchr(rest, '\n', length - CUL_DIGITS_SLACK) : NULL;
    plain->end = last ? last : rest;
}

bool cul_plain_new(struct cul_plain *plain, culture_answers *answers)
{
    const struct cul_digits_target *targets[CUL_DIGITS_TARGETS];
    *plain = (struct cul_plain){.name_number = -1};
    if (wants_more(answers) || !find_run(plain, &answers->columns)) {
        return true;
    }
    plain->organisation = answers->columns.organisation;
    plain->columns = answers->columns.count;
    plain->asked = answers->questionnaire->item_count;
    plain->items = cul_memory_new((size_t)plain->cells, sizeof *plain->items);
    plain->values = cul_memory_new((size_t)plain->cells, sizeof *plain->values);
    plain->digits = cul_memory_new((size_t)plain->cells + CUL_DIGITS_SLACK, 1);
    if (!plain->items || !plain->values || !plain->digits || !find_values(plain, answers)) {
        return false;
    }
    plain->target = targets[cul_digits_targets(targets) - 1];
    cul_plain_find_end(plain, answers->csv);
    return true;
}

/* What ends the cell at a place; NULL when the cell is quoted. */
static const char *end_of_cell(const char *at, char delimiter)
{
    if (*at == '"') {
        return NULL;
    }
    while (*at != delimiter && *at != '\n' && *at != '\r') {
        at++;
    }
    return at;
}

/* The number of an organisation that was met before; -1: it was not, or its name has blanks around it. */
static int32_t find_name(struct cul_plain *plain, const struct cul_names *names, const char *name, size_t length)
{
    if (length != plain->name_length || memcmp(name, plain->name, length) != 0) {
        int64_t number = length <= sizeof plain->name ? cul_names_find(names, name, length) : -1;
        if (number < 0) {
            return -1;
        }
        memcpy(plain->name, name, length);
        plain->name_length = length;
        plain->name_number = (int32_t)number;
    }
    return plain->name_number;
}

/* Passes over cells that are no answers, up to a column. NULL: not plain. */
static const char *pass(struct cul_plain *plain, const culture_answers *answers, const char *at, int32_t from,
                        int32_t to, char delimiter, int32_t *organisation)
{
    for (int32_t column = from; column < to; column++) {
        const char *end = end_of_cell(at, delimiter);
        bool last = column == plain->columns - 1;
        if (!end || (last ? *end == delimiter : *end != delimiter)) {
            return NULL;
        }
        if (column == plain->organisation) {
            *organisation = find_name(plain, &answers->organisations, at, (size_t)(end - at));
            if (*organisation < 0) {
                return NULL;
            }
        }
        at = last ? end : end + 1;
    }
    return at;
}

/* The digits as values. Returns how many there are; 0: none, or one that is not on its scale. */
static int32_t fill(const struct cul_plain *plain, int16_t *values)
{
    int32_t answers = 0, outside = 0;
    const uint8_t *digits = plain->digits;
    for (int32_t i = 0; plain->cells < plain->asked && i < plain->asked; i++) {
        values[i] = CULTURE_MISSING;
    }
    if (plain->in_order) {
        memset(plain->digits + plain->cells, 0, CUL_DIGITS_SLACK);
        answers = plain->target->value(digits, plain->cells, plain->low, plain->high, values + plain->items[0]);
        return answers < 0 ? 0 : answers;
    }
    for (int32_t i = 0; i < plain->cells && !outside; i++) {
        int16_t value = digits[i] ? plain->values[i][digits[i] - '0'] : CULTURE_MISSING;
        outside = value == CULTURE_INVALID;
        answers += value != CULTURE_MISSING;
        values[plain->items[i]] = value;
    }
    return outside ? 0 : answers;
}

int32_t cul_plain_read(struct cul_plain *plain, culture_answers *answers, int16_t *values, int32_t *organisation)
{
    size_t length;
    const char *start = cul_csv_rest(answers->csv, &length), *at = start;
    char delimiter = cul_csv_delimiter(answers->csv);
    if (at >= plain->end || *at == '\n' || *at == '\r') {
        return 0; /* blank lines too are the other way's */
    }
    *organisation = 0;
    at = pass(plain, answers, at, 0, plain->first, delimiter, organisation);
    size_t taken = at ? plain->target->read(at, delimiter, plain->cells, plain->digits) : 0;
    if (!taken) {
        return 0;
    }
    at += taken;
    int32_t next = plain->first + plain->cells;
    if (next < plain->columns) {
        at = *at == delimiter ? pass(plain, answers, at + 1, next, plain->columns, delimiter, organisation) : NULL;
    }
    if (!at || *at == delimiter) {
        return 0;
    }
    int32_t found = fill(plain, values);
    if (found) {
        cul_csv_skip(answers->csv, (size_t)(at - start));
    }
    return found;
}

void cul_plain_free(struct cul_plain *plain)
{
    cul_memory_free(plain->items);
    cul_memory_free(plain->values);
    cul_memory_free(plain->digits);
}
