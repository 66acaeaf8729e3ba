/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_REGISTERS_H
#define CUL_CLI_REGISTERS_H

/* What of a register is lost in silence: columns it does not have, and names of subgroups that do not meet. */
#include "batch.h"

#include <stdio.h>

/* "FILE: columns that a register does not have, not used: notes", to file, when there are any. */
void cul_cli_tell_ignored(FILE *file, const char *before, const char *path, const culture_register *reg);

/* Subgroups of the register that nobody is in, and subgroups that the register lacks; after the scores. */
void cul_cli_tell_units(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings);

#endif
