/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/table.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static size_t place(const struct cul_table *table, int32_t result, int64_t row, int64_t column)
{
    return (size_t)(((int64_t)table->planes[result] * table->rows + row) * table->columns + column);
}

/* Gives every result that is kept a plane of its own; the number of planes, 0 without memory. */
static int32_t assign_planes(struct cul_table *table, const int32_t *kept, int32_t kept_count)
{
    table->planes = cul_memory_new((size_t)table->results, sizeof *table->planes);
    if (!table->planes) {
        return 0;
    }
    int32_t planes = 1;
    for (int32_t i = 0; i < (kept ? kept_count : table->results); i++) {
        table->planes[kept ? kept[i] : i] = planes++;
    }
    return planes;
}

bool cul_table_new(struct cul_table *table, int32_t results, const int32_t *kept, int32_t kept_count, int64_t rows,
                   int64_t columns)
{
    *table = (struct cul_table){.results = results, .rows = rows, .columns = columns};
    int32_t planes = assign_planes(table, kept, kept_count);
    size_t cells;
    if (!planes || __builtin_mul_overflow((size_t)planes * (size_t)columns, (size_t)rows, &cells)) {
        cul_table_free(table);
        return false;
    }
    table->values = cul_memory_new(cells, sizeof *table->values);
    table->reasons = cul_memory_new(cells, 1);
    if (!table->values || !table->reasons) {
        cul_table_free(table);
        return false;
    }
    for (size_t i = 0; i < cells; i++) {
        table->values[i] = (double)NAN;
    }
    memset(table->reasons, CULTURE_REASON_NOT_ASKED, cells);
    return true;
}

void cul_table_free(struct cul_table *table)
{
    cul_memory_free(table->planes);
    cul_memory_free(table->values);
    cul_memory_free(table->reasons);
    *table = (struct cul_table){0};
}

void cul_table_set(struct cul_table *table, int32_t result, int64_t row, int64_t column, double value)
{
    if (!table->planes[result]) {
        return;
    }
    if (!isfinite(value)) {
        cul_table_deny(table, result, row, column, CULTURE_REASON_OUT_OF_RANGE);
        return;
    }
    table->values[place(table, result, row, column)] = value;
    table->reasons[place(table, result, row, column)] = CULTURE_REASON_NONE;
}

void cul_table_deny(struct cul_table *table, int32_t result, int64_t row, int64_t column, int32_t reason)
{
    if (!table->planes[result]) {
        return;
    }
    table->values[place(table, result, row, column)] = (double)NAN;
    table->reasons[place(table, result, row, column)] = (uint8_t)reason;
}

double cul_table_value(const struct cul_table *table, int32_t result, int64_t row, int64_t column)
{
    return table->values[place(table, result, row, column)];
}

int32_t cul_table_reason(const struct cul_table *table, int32_t result, int64_t row, int64_t column)
{
    if (result < 0 || result >= table->results || row < 0 || row >= table->rows || column < 0 ||
        column >= table->columns) {
        return CULTURE_REASON_NONE;
    }
    return table->reasons[place(table, result, row, column)];
}

culture_status cul_table_matrix(const struct cul_table *table, int32_t result, struct culture_matrix *matrix)
{
    if (result < 0 || result >= table->results) {
        return CULTURE_ERROR_NOT_FOUND;
    }
    *matrix = (struct culture_matrix){table->values + place(table, result, 0, 0), table->rows, table->columns};
    return CULTURE_OK;
}
