/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_HEADER_H
#define CUL_ANSWERS_HEADER_H

/*
 * What stands above the answers: title rows, one to three rows of headings, and which tool they point to. Found once
 * for a file, from its first rows; what comes after are rows of answers alone.
 */
#include "answers/csv.h"
#include "answers/headings.h"
#include "culture/answers.h"

#include <stdbool.h>

enum { CUL_HEADER_TEXTS = 2 };

/* What a column is called; of more texts the first is shown, and any may tell what the column is. */
struct cul_header_column {
    char *texts[CUL_HEADER_TEXTS];
    int32_t count; /* at least 1; the text may be blank */
};

struct cul_header {
    struct cul_header_column *columns;
    int32_t count;
    int32_t profile;    /* enum culture_profile */
    int32_t title_rows; /* above the headings, passed over */
    int32_t rows;       /* of headings */
    size_t at, data;    /* where the headings begin and where the answers do: for cul_csv_seek() */
};

/* Reads the first rows and stops where the answers begin. Errors: ANSWERS (the file is empty), SYNTAX, LIMIT, MEMORY.
 */
culture_status cul_header_read(struct cul_header *header, struct cul_csv *csv, struct cul_headings *headings,
                               const culture_mapping *mapping, struct culture_error *error);
void cul_header_free(struct cul_header *header);

#endif
