/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_INPUTS_H
#define CUL_CLI_INPUTS_H

/* The files that the words of a command line name: patterns that no shell has expanded, and lists of names. */
#include "options.h"

struct cul_cli_inputs {
    char **texts;
    size_t count, capacity;
};

/*
 * Replaces the settings' files by those they stand for. A word that is no file and holds *, ? or [ is a pattern, whose
 * files come sorted by their bytes; a pattern that nothing matches is wrong use. Those of --before come first. The
 * files of --files-from come last and are names, no patterns. Says what is wrong and gives how the command ends, or
 * gives 0. The settings borrow from the inputs, which cul_cli_inputs_free() frees in any case.
 */
int cul_cli_inputs_expand(struct cul_cli_inputs *inputs, struct cul_cli_settings *settings);
void cul_cli_inputs_free(struct cul_cli_inputs *inputs);

#endif
