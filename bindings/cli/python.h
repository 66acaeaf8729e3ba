/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_PYTHON_H
#define CUL_CLI_PYTHON_H

/* The Python package, which makes pages and reads workbooks. */
#include <spawn.h>
#include <sys/types.h>

/* What a program for cul_cli_python_start() begins with: nothing is imported from the folder that happens to be open.
 */
#define CUL_CLI_PYTHON_SAFELY "import sys; sys.path = [path for path in sys.path if path]; "

/*
 * Starts a program of one line; words are its arguments, NULL ends them. It runs in the virtual environment that this
 * command is part of, else in the first python3 on the path. Gives 0, or why it did not start.
 */
int cul_cli_python_start(const char *program, const char *const *words, const posix_spawn_file_actions_t *files,
                         pid_t *child);

#endif
