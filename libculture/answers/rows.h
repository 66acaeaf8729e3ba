/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_ROWS_H
#define CUL_ANSWERS_ROWS_H

/* A record becomes a row of answer values: the one way from a file's cells to the block. */
#include "answers/state.h"

/* A row on its way into the block. */
struct cul_row {
    const struct cul_csv_record *record; /* NULL in long format, once gathered */
    int16_t *values;
    int32_t *organisation, *units;
    unsigned char *key;
    double *seconds;
    bool answered, rejected, unfinished, preview, left_out, repeated;
    struct cul_recognised recognised;
    culture_status status;
    struct culture_error *error;
};

/* Reads a record into a row: what is wrong with it is counted, and only a good one stays in the block. */
void cul_row_read(culture_answers *answers, struct cul_row *row);

/* Whether the cells from one on hold nothing. */
bool cul_row_is_blank(const struct cul_csv_record *record, int64_t from);

/* Whether a name is nothing but blanks, of any script. False: no memory. */
bool cul_row_is_blank_name(const char *text, size_t length, bool *blank);

/* The first bytes of a cell, to show: what is wrong with it can be seen, what a person wrote cannot. */
enum { CUL_TOKEN_SIZE = 20 };
void cul_row_token(struct cul_csv_field field, char token[CUL_TOKEN_SIZE]);

/* Parts of it. Each leaves its failure in row->status. */
struct cul_csv_field cul_row_cell(const struct cul_row *row, int32_t column);
void cul_row_report(culture_answers *answers, struct cul_row *row, const char *kind, int32_t column,
                    const char *message);
void cul_row_reject(culture_answers *answers, struct cul_row *row, const char *kind, int32_t column,
                    const char *message);
/* A row that is too long is rejected, one that is too short is reported. */
void cul_row_check_width(culture_answers *answers, struct cul_row *row);
void cul_row_report_unfinished(culture_answers *answers, struct cul_row *row);
/* Whether it was a try-out or not finished, and so left out. */
void cul_row_read_outcome(culture_answers *answers, struct cul_row *row);
/* The organisation, subgroups, key and duration. */
void cul_row_read_about(culture_answers *answers, struct cul_row *row);
/* What a cell means for an item; an answer that is none is reported and left CULTURE_INVALID. */
void cul_row_read_answer(culture_answers *answers, struct cul_row *row, int32_t column, int32_t item);

#endif
