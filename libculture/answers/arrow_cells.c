/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/arrow_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static enum cul_arrow_kind kind_of(const char *format, int64_t *per_second)
{
    static const struct {
        const char *format;
        enum cul_arrow_kind kind;
    } kinds[] = {
        {"n", CUL_ARROW_NOTHING}, {"c", CUL_ARROW_INT8},       {"C", CUL_ARROW_UINT8},      {"s", CUL_ARROW_INT16},
        {"S", CUL_ARROW_UINT16},  {"i", CUL_ARROW_INT32},      {"I", CUL_ARROW_UINT32},     {"l", CUL_ARROW_INT64},
        {"L", CUL_ARROW_UINT64},  {"f", CUL_ARROW_FLOAT},      {"g", CUL_ARROW_DOUBLE},     {"b", CUL_ARROW_TRUTH},
        {"u", CUL_ARROW_TEXT},    {"U", CUL_ARROW_LARGE_TEXT}, {"vu", CUL_ARROW_TEXT_VIEW}, {"tdD", CUL_ARROW_DAYS},
        {"tdm", CUL_ARROW_TIME},
    };
    static const char units[] = "smun";
    static const int64_t seconds[] = {1, 1000, 1000000, 1000000000};
    const char *unit = strncmp(format, "ts", 2) == 0 && format[2] ? strchr(units, format[2]) : NULL;
    *per_second = unit ? seconds[unit - units] : 1000;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(format, kinds[i].format) == 0) {
            return kinds[i].kind;
        }
    }
    return unit ? CUL_ARROW_TIME : CUL_ARROW_OTHER;
}

void cul_arrow_column_open(struct cul_arrow_column *column, const struct ArrowSchema *schema)
{
    const char *words = schema->dictionary ? schema->dictionary->format : NULL;
    column->kind = kind_of(schema->format ? schema->format : "", &column->per_second);
    column->has_dictionary = schema->dictionary != NULL;
    column->words = words ? kind_of(words, &column->per_second) : CUL_ARROW_OTHER;
}

/* How many buffers a kind has at least, validity included. */
static int64_t buffers_of(enum cul_arrow_kind kind)
{
    switch (kind) {
    case CUL_ARROW_NOTHING:
    case CUL_ARROW_OTHER:
        return 0;
    case CUL_ARROW_TEXT:
    case CUL_ARROW_LARGE_TEXT:
        return 3;
    default:
        return 2;
    }
}

static bool has_buffers(const struct ArrowArray *array, enum cul_arrow_kind kind)
{
    int64_t needed = buffers_of(kind);
    if (array->length < 0 || array->offset < 0 || array->n_buffers < needed) {
        return false;
    }
    return !needed || !array->length || (array->buffers && array->buffers[1]);
}

bool cul_arrow_column_bind(struct cul_arrow_column *column, const struct ArrowArray *array, int64_t first, int64_t rows)
{
    column->array = array;
    column->offset = first;
    return array && array->length >= first + rows && has_buffers(array, column->kind) &&
           (!column->has_dictionary || (array->dictionary && has_buffers(array->dictionary, column->words)));
}

static bool is_null(const struct ArrowArray *array, int64_t at)
{
    const unsigned char *valid = array->n_buffers && array->buffers ? array->buffers[0] : NULL;
    return valid && array->null_count != 0 && !(valid[at / 8] >> (at % 8) & 1);
}

/* A whole number of any width. Above INT64_MAX: INT64_MIN, which is no index and no answer either. */
static int64_t whole(const struct ArrowArray *array, enum cul_arrow_kind kind, int64_t at)
{
    const void *data = array->buffers[1];
    switch (kind) {
    case CUL_ARROW_INT8:
        return ((const int8_t *)data)[at];
    case CUL_ARROW_UINT8:
        return ((const uint8_t *)data)[at];
    case CUL_ARROW_INT16:
        return ((const int16_t *)data)[at];
    case CUL_ARROW_UINT16:
        return ((const uint16_t *)data)[at];
    case CUL_ARROW_INT32:
    case CUL_ARROW_DAYS:
        return ((const int32_t *)data)[at];
    case CUL_ARROW_UINT32:
        return ((const uint32_t *)data)[at];
    case CUL_ARROW_UINT64: {
        uint64_t value = ((const uint64_t *)data)[at];
        return value > INT64_MAX ? INT64_MIN : (int64_t)value;
    }
    default:
        return ((const int64_t *)data)[at];
    }
}

static struct cul_csv_field text_of(const char *text, size_t length)
{
    return (struct cul_csv_field){length ? text : "", length, 0};
}

static struct cul_csv_field number(struct cul_arrow_column *column, int64_t value)
{
    if (value >= 0 && value <= 9) {
        column->text[0] = (char)('0' + value);
        return text_of(column->text, 1);
    }
    return text_of(column->text, cul_number_format_whole(value, column->text));
}

/* NaN is how frames without nulls say that there is nothing. */
static struct cul_csv_field real(struct cul_arrow_column *column, double value)
{
    if (isnan(value)) {
        return text_of("", 0);
    }
    if (fabs(value) < 1e15 && value == floor(value)) {
        return number(column, (int64_t)value);
    }
    return isinf(value) ? text_of("inf", 3) : text_of(column->text, cul_number_format(value, column->text));
}

/* A date of the proleptic Gregorian calendar from days since 1970-01-01, by eras of 400 years that begin in March. */
static struct cul_csv_field date(struct cul_arrow_column *column, int64_t days)
{
    if (days < -1000000 || days > 3000000) {
        return text_of("?", 1);
    }
    int64_t shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * month + 2) / 5 + 1;
    year += era * 400 + (month >= 10);
    month += month < 10 ? 3 : -9;
    int length = snprintf(column->text, sizeof column->text, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
    return text_of(column->text, (size_t)length);
}

/* The bytes of a text view: short ones lie in it, others in a buffer that it names; the last buffer holds the sizes of
 * these. */
static struct cul_csv_field view(const struct ArrowArray *array, int64_t at)
{
    const char *bytes = (const char *)array->buffers[1] + at * 16;
    int32_t length, buffer, offset;
    memcpy(&length, bytes, sizeof length);
    if (length <= 12) {
        return text_of(bytes + 4, length < 0 ? 0 : (size_t)length);
    }
    memcpy(&buffer, bytes + 8, sizeof buffer);
    memcpy(&offset, bytes + 12, sizeof offset);
    if (buffer < 0 || buffer >= array->n_buffers - 3 || offset < 0) {
        return text_of("?", 1);
    }
    return text_of((const char *)array->buffers[buffer + 2] + offset, (size_t)length);
}

static struct cul_csv_field between(const struct ArrowArray *array, int64_t from, int64_t to)
{
    const char *text = array->buffers[2];
    return from < 0 || to <= from || !text ? text_of("", 0) : text_of(text + from, (size_t)(to - from));
}

/* What stands in an array, at a place that counts from its buffers' start. */
static struct cul_csv_field cell(struct cul_arrow_column *column, const struct ArrowArray *array,
                                 enum cul_arrow_kind kind, int64_t at)
{
    if (kind == CUL_ARROW_NOTHING || is_null(array, at)) {
        return text_of("", 0);
    }
    switch (kind) {
    case CUL_ARROW_FLOAT:
        return real(column, (double)((const float *)array->buffers[1])[at]);
    case CUL_ARROW_DOUBLE:
        return real(column, ((const double *)array->buffers[1])[at]);
    case CUL_ARROW_TRUTH:
        return ((const unsigned char *)array->buffers[1])[at / 8] >> (at % 8) & 1 ? text_of("true", 4)
                                                                                  : text_of("false", 5);
    case CUL_ARROW_TEXT: {
        const int32_t *offsets = array->buffers[1];
        return between(array, offsets[at], offsets[at + 1]);
    }
    case CUL_ARROW_LARGE_TEXT: {
        const int64_t *offsets = array->buffers[1];
        return between(array, offsets[at], offsets[at + 1]);
    }
    case CUL_ARROW_TEXT_VIEW:
        return view(array, at);
    case CUL_ARROW_DAYS:
        return date(column, whole(array, kind, at));
    case CUL_ARROW_TIME: {
        int64_t units = whole(array, kind, at), per_day = column->per_second * 86400;
        return date(column, units / per_day - (units % per_day < 0));
    }
    case CUL_ARROW_OTHER:
        return text_of("?", 1);
    default:
        return number(column, whole(array, kind, at));
    }
}

struct cul_csv_field cul_arrow_cell(struct cul_arrow_column *column, int64_t row)
{
    const struct ArrowArray *array = column->array, *words = array->dictionary;
    int64_t at = array->offset + column->offset + row;
    if (!column->has_dictionary) {
        return cell(column, array, column->kind, at);
    }
    if (is_null(array, at)) {
        return text_of("", 0);
    }
    int64_t index = whole(array, column->kind, at);
    return index < 0 || index >= words->length ? text_of("?", 1)
                                               : cell(column, words, column->words, words->offset + index);
}

int64_t cul_arrow_word(const struct cul_arrow_column *column, int64_t row)
{
    return whole(column->array, column->kind, column->array->offset + column->offset + row);
}
