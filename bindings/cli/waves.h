/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_WAVES_H
#define CUL_CLI_WAVES_H

/*
 * One wave of survey files, or two that are compared: those of compare, and of report with --before. Every function
 * says what went wrong and gives how the command ends, 0 to go on.
 */
#include "batch.h"

enum { CUL_CLI_WAVES = 2 };

/* By enum culture_wave; a single wave is the one after. */
struct cul_cli_waves {
    struct cul_cli_settings settings[CUL_CLI_WAVES]; /* with the files and the register of that wave */
    struct cul_cli_batch batches[CUL_CLI_WAVES];
    culture_matches *matches; /* NULL: no key */
    int first;
};

/* Divides the files and registers between the waves. */
void cul_cli_waves_start(struct cul_cli_waves *waves, const struct cul_cli_settings *settings);

/* Questionnaires, mappings and registers; before the files, so that a mistake there shows at once. */
int cul_cli_waves_open(struct cul_cli_waves *waves);

/* Reads the files, scores them and, with a key, recognises respondents. */
int cul_cli_waves_read(struct cul_cli_waves *waves);

/* What changed; refuses when no organisation is in both. NULL for a single wave. */
int cul_cli_waves_compare(const struct cul_cli_waves *waves, culture_comparison **comparison);

/* Whether some file or organisation of either wave was refused. */
_Bool cul_cli_waves_refused(const struct cul_cli_waves *waves);

void cul_cli_waves_free(struct cul_cli_waves *waves);

#endif
