/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_MESSAGES_H
#define CUL_CLI_MESSAGES_H

/*
 * Messages to people. Whatever comes from a file or the command line is made harmless first: control characters, bytes
 * that are no UTF-8 and marks that turn the direction of writing are shown as \xNN.
 */
#include <culture/culture.h>
#include <stdio.h>

/* How the command ends. */
enum cul_cli_exit {
    CUL_CLI_WELL = 0,
    CUL_CLI_SOME_FAILED = 1,
    CUL_CLI_WRONG_USE = 2,
    CUL_CLI_NOTHING = 3,
    CUL_CLI_SIGNALLED = 128, /* plus the signal */
};

/* Prints text that is harmless to a terminal; here and below the format is looked up in phrases.h. */
void cul_cli_print(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same as a line of its own. */
void cul_cli_line(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One line on standard error: "culture: ...". */
void cul_cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "culture score: ...; try 'culture score --help'"; gives CUL_CLI_WRONG_USE. command may be NULL. */
int cul_cli_wrong_use(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "culture: file.csv:12:4: where: message"; gives how the command ends after such an error. */
int cul_cli_error(const struct culture_error *error);

/* "file.csv:12:4: where: message" and a line end; places that are not known are left out. */
void cul_cli_print_place(FILE *file, const struct culture_error *error);

/* "file.csv:12:4: message (5 times)" and a line end. */
void cul_cli_print_problem(FILE *file, const char *path, const struct culture_problem *problem);

/* "s" unless the count is one. */
const char *cul_cli_plural(int64_t count);

#endif
