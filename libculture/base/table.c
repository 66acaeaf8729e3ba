/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/table.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static size_t place(const struct cul_table *table, int32_t result, int64_t row, int64_t column)
{
    return (size_t)(((int64_t)result * table->rows + row) * table->columns + column);
}

bool cul_table_new(struct cul_table *table, int32_t results, int64_t rows, int64_t columns)
{
    *table = (struct cul_table){.results = results, .rows = rows, .columns = columns};
    size_t cells;
    if (__builtin_mul_overflow((size_t)results * (size_t)columns, (size_t)rows, &cells)) {
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
    cul_memory_free(table->values);
    cul_memory_free(table->reasons);
    *table = (struct cul_table){0};
}

void cul_table_set(struct cul_table *table, int32_t result, int64_t row, int64_t column, double value)
{
    if (!isfinite(value)) {
        cul_table_deny(table, result, row, column, CULTURE_REASON_OUT_OF_RANGE);
        return;
    }
    table->values[place(table, result, row, column)] = value;
    table->reasons[place(table, result, row, column)] = CULTURE_REASON_NONE;
}

void cul_table_deny(struct cul_table *table, int32_t result, int64_t row, int64_t column, int32_t reason)
{
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
