/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_READING_H
#define CUL_TALLY_READING_H

/* The rows of one opened reader, counted. */
#include "answers/codes.h"
#include "tally/model.h"

/*
 * A tally that is filled from a reader, which goes into another once that worked. Rows are gathered as codes where they
 * can be counted so, and can go on being gathered from other text that the reader is given.
 */
struct cul_reading {
    culture_tally *tally; /* both borrowed */
    culture_answers *answers;
    struct cul_codes codes; /* none: rows come as values */
};

/* False: no memory. */
_Bool cul_reading_begin(struct cul_reading *reading, culture_tally *tally, culture_answers *answers);
/* Takes rows, some thousands at most, and counts them or keeps them for the next call. *more false: the text is over.
 * *rows: those taken. Errors: of culture_answers_next() and culture_tally_add_block(). */
culture_status cul_reading_go_on(struct cul_reading *reading, int64_t *rows, _Bool *more, struct culture_error *error);
/* Counts what was kept. */
culture_status cul_reading_end(struct cul_reading *reading, struct culture_error *error);
void cul_reading_free(struct cul_reading *reading);

/* Adds all rows to a tally. options NULL: nobody watches. */
culture_status cul_tally_count_rows(culture_tally *tally, culture_answers *answers,
                                    const struct culture_add_options *options, struct culture_error *error);

/* Tells the report of the rows of a tally that holds no others. False: no memory. */
_Bool cul_tally_report_rows(const culture_tally *tally, const culture_answers *answers, struct cul_file_report *report);

#endif
