/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_OUTPUT_H
#define CUL_CLI_OUTPUT_H

/* Where results go: a file, written whole or not at all by the library, or standard output. */
#include "options.h"

#include <culture/culture.h>

/* The sink of -o FILE; standard output when path is NULL. */
struct culture_sink cul_cli_output(const char *path);

/* How the results look: language, and for a table colour and width. */
struct culture_write_options cul_cli_output_options(const struct cul_cli_settings *settings);

/*
 * After the library could not write to the sink of path: says so and gives CUL_CLI_NOTHING. About standard output
 * nothing is said here, since cul_cli_output_close() does.
 */
int cul_cli_output_failed(const char *path, const struct culture_error *error);

/*
 * Makes sure all of standard output has gone out. When it has not, gives CUL_CLI_NOTHING and says why, except that a
 * closed pipe is no news; else gives code.
 */
int cul_cli_output_close(int code);

/* Makes standard input, output and error exist, so that no file that is opened takes the place of one. */
void cul_cli_output_prepare(void);

#endif
