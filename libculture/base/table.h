/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_TABLE_H
#define CUL_BASE_TABLE_H

/* Results: for each of a number of results a matrix of doubles, and for every NaN its reason. */
#include "culture/status.h"

#include <stdbool.h>

struct cul_table {
    int32_t results;
    int64_t rows, columns;
    int32_t *planes;  /* per result, the plane it is in; plane 0 is that of all results that are not kept */
    double *values;   /* planes x rows x columns, NaN at first */
    uint8_t *reasons; /* enum culture_reason; NOT_ASKED at first */
};

/* A table that keeps some of the results, or all (kept NULL); the others stay NOT_ASKED. False: no memory. */
bool cul_table_new(struct cul_table *table, int32_t results, const int32_t *kept, int32_t kept_count, int64_t rows,
                   int64_t columns);
void cul_table_free(struct cul_table *table);

/* A value that is not finite is refused as OUT_OF_RANGE: no result is ever an unexplained NaN. */
void cul_table_set(struct cul_table *table, int32_t result, int64_t row, int64_t column, double value);
void cul_table_deny(struct cul_table *table, int32_t result, int64_t row, int64_t column, int32_t reason);

double cul_table_value(const struct cul_table *table, int32_t result, int64_t row, int64_t column);
int32_t cul_table_reason(const struct cul_table *table, int32_t result, int64_t row, int64_t column);
culture_status cul_table_matrix(const struct cul_table *table, int32_t result, struct culture_matrix *matrix);

#endif
