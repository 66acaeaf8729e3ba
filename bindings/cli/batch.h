/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_BATCH_H
#define CUL_CLI_BATCH_H

/*
 * What score, tally and reference share: a questionnaire, files read into a tally with progress, and scores. Every
 * function says what went wrong and gives how the command ends, 0 to go on.
 */
#include "options.h"

#include <culture/culture.h>

struct cul_cli_batch {
    culture_questionnaire *questionnaire;
    culture_mapping *mapping; /* NULL: none */
    culture_register *reg;
    culture_tally *tally;
    culture_scores *scores;
    _Bool refused;  /* some file or organisation was */
    _Bool doubtful; /* some file that was read has a problem */
    _Bool scored;   /* some organisation has results */
};

/* A questionnaire by file or id. */
int cul_cli_questionnaire_open(const char *text, const char *command, culture_questionnaire **questionnaire);

/* Whether a text looks like the path of a file rather than an id. */
_Bool cul_cli_is_path(const char *text);

/* Questionnaire, mapping and register, but for those that the batch has already; before the files, so that a mistake
 * there shows at once. */
int cul_cli_batch_open(struct cul_cli_batch *batch, const struct cul_cli_settings *settings);

/* Reads the files into the tally and tells what became of them; under --strict any refusal or problem ends it. */
int cul_cli_batch_read(struct cul_cli_batch *batch, const struct cul_cli_settings *settings);

/* Scores the tally and tells about organisations that are refused, which under --strict ends it, or not in the
 * register. */
int cul_cli_batch_compute(struct cul_cli_batch *batch, const struct cul_cli_settings *settings, int32_t precision);

/*
 * For files that are read twice: a callback of progress that keeps the number of rows, and whether there were as many
 * as the tally counted. A file that failed in one pass alone must not be missing in silence.
 */
int32_t cul_cli_batch_count(void *context, const struct culture_progress *progress);
int cul_cli_batch_twice(const struct cul_cli_batch *batch, int64_t rows);

/* Whether a file that was read is a tally, which keeps the columns it was made with. */
_Bool cul_cli_is_tally(const struct culture_file *file);

void cul_cli_batch_free(struct cul_cli_batch *batch);

/* The mapping that the settings name, if they do; says what is wrong with it, or with --duplicates. */
int cul_cli_mapping_open(const struct cul_cli_settings *settings, culture_questionnaire *questionnaire,
                         culture_mapping **mapping);

/* How survey files are to be read. */
struct culture_answers_options cul_cli_answers_options(const struct cul_cli_settings *settings,
                                                       culture_mapping *mapping);

/* From here on a signal lets the output be finished: it appears whole or not at all. A second one ends at once. */
void cul_cli_batch_write(void);

#endif
