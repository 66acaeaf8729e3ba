/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_NEAR_H
#define CUL_CLI_NEAR_H

/* Finds the known word that a mistyped one most likely stands for. */

struct cul_cli_near {
    const char *word; /* as typed */
    const char *best; /* the nearest so far; NULL: none is near */
    int distance;     /* of the best */
};

void cul_cli_near_try(struct cul_cli_near *near, const char *candidate);

#endif
