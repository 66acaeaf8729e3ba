/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_COMMANDS_H
#define CUL_CLI_COMMANDS_H

/* The subcommands; each gives how the command ends. */
#include "options.h"

int cul_cli_score(const struct cul_cli_settings *settings);
int cul_cli_check(const struct cul_cli_settings *settings);
int cul_cli_compare(const struct cul_cli_settings *settings);
int cul_cli_tally(const struct cul_cli_settings *settings);
int cul_cli_reference(const struct cul_cli_settings *settings);
int cul_cli_structure(const struct cul_cli_settings *settings);
int cul_cli_simulate(const struct cul_cli_settings *settings);
int cul_cli_show(const struct cul_cli_settings *settings);

#endif
