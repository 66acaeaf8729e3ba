/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_STATE_H
#define CUL_ANSWERS_STATE_H

/* The inside of the reader of survey files, for the files of this room. */
#include "answers/candidates.h"
#include "answers/columns.h"
#include "answers/keys.h"
#include "answers/labels.h"
#include "answers/plain.h"
#include "answers/problems.h"
#include "answers/recognition.h"
#include "answers/repeats.h"
#include "base/names.h"

struct culture_answers {
    culture_questionnaire *questionnaire;
    struct culture_answers_options options; /* its pointers lead to the copies below */
    char *organisation_column, *organisation, *key_column, *duration_column, *finished_column;
    char **unit_columns;
    culture_mapping *mapping; /* NULL: none */
    struct cul_csv *csv;
    const char *format, *compression; /* of the file: static text, "" for none */
    char *sheet;                      /* of a workbook; else NULL */
    struct cul_repeats repeats;
    struct cul_long *gathered; /* of a file with a row for each answer; NULL before the first row is asked for */
    int32_t profile, title_rows, header_rows;
    struct cul_columns columns;
    struct cul_labels *labels; /* per scale */
    struct cul_found_list found;
    int64_t header_problems; /* found before any row was read */
    struct cul_names organisations, units;
    int16_t *values; /* block_rows x items */
    int32_t *row_organisations, *row_units;
    unsigned char (*row_keys)[CUL_KEY_SIZE]; /* all zero: blank */
    double *row_seconds;                     /* NaN: not known */
    int32_t *asked;                          /* items in the order of their columns */
    struct cul_csv_record record;            /* of the row at hand */
    struct cul_buffer key;
    struct culture_layout layout;
    struct cul_plain plain;
    struct cul_codes codes; /* plain rows on their way into a block */
    int64_t block_rows;
    struct cul_candidates candidates; /* none when the organisation was told */
    struct cul_recognition recognition;
    bool finished;
    bool quoted; /* there are quotes in its first part */
};

/*
 * Reads the file once to know everybody's last row that can be used; what is wrong with rows is told the second time.
 */
culture_status cul_answers_find_last_rows(culture_answers *answers, struct culture_error *error);

/* Columns that the file lacks or has twice are problems of the file as a whole. False: no memory. */
bool cul_answers_report_columns(culture_answers *answers, const struct cul_csv_record *header);

/* Items that no row of a file in long format is about. False: no memory. */
bool cul_answers_report_unseen(culture_answers *answers, const bool *seen);

/* What only shows when all rows have been read; more than once is as once. False: no memory. */
bool cul_answers_finish(culture_answers *answers);

/* Why there is not one row, in error. */
culture_status cul_answers_fail_without_rows(const culture_answers *answers, struct culture_error *error);

#endif
