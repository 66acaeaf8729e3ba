/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_SUBGROUPS_H
#define CUL_CLI_SUBGROUPS_H

#include "batch.h"

/* A column of --by that no file and no tally has is a slip, and is told in any case. */
void cul_cli_tell_subgroups(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings);

#endif
