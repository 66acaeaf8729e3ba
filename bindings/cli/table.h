/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_TABLE_H
#define CUL_CLI_TABLE_H

/*
 * The table of options and that of subcommands, shared by what reads a command line and what explains it.
 */
#include "options.h"

#define CUL_CLI_BIT(command) (1u << (command))
enum {
    ON_SCORE = CUL_CLI_BIT(CUL_CLI_SCORE),
    ON_REPORT = CUL_CLI_BIT(CUL_CLI_REPORT),
    ON_COMPARE = CUL_CLI_BIT(CUL_CLI_COMPARE),
    ON_CHECK = CUL_CLI_BIT(CUL_CLI_CHECK),
    ON_TALLY = CUL_CLI_BIT(CUL_CLI_TALLY),
    ON_REFERENCE = CUL_CLI_BIT(CUL_CLI_REFERENCE),
    ON_STRUCTURE = CUL_CLI_BIT(CUL_CLI_STRUCTURE),
    ON_SIMULATE = CUL_CLI_BIT(CUL_CLI_SIMULATE),
    ON_SHOW = CUL_CLI_BIT(CUL_CLI_SHOW),
    ON_EVERY = CUL_CLI_BIT(CUL_CLI_COMMANDS) - 1,
};

enum cul_cli_kind { FLAG, TEXT, CHOICE, NUMBER, RANGE, LIST };

struct cul_cli_option {
    const char *name;
    char letter;       /* 0: none */
    const char *value; /* as the help shows it; the words of a CHOICE; NULL: takes none */
    unsigned commands; /* bits of the subcommands that have it */
    enum cul_cli_kind kind;
    size_t field;        /* where it goes in the settings */
    int64_t least, most; /* of a number */
    const char *help;
};
extern const struct cul_cli_option cul_cli_options[];
extern const size_t cul_cli_option_count;

/* Whether files and output are as the subcommand needs them: says what is wrong and gives 2, or gives 0. */
int cul_cli_command_complete(const struct cul_cli_settings *settings);

#endif
