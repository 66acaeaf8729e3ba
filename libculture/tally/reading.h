/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_READING_H
#define CUL_TALLY_READING_H

/* The rows of one opened reader, counted. */
#include "tally/model.h"

/* Adds all rows to a tally. options NULL: nobody watches. */
culture_status cul_tally_count_rows(culture_tally *tally, culture_answers *answers,
                                    const struct culture_add_options *options, struct culture_error *error);

/* Tells the report of the rows of a tally that holds no others. False: no memory. */
_Bool cul_tally_report_rows(const culture_tally *tally, const culture_answers *answers, struct cul_file_report *report);

#endif
