/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_PHRASES_H
#define CUL_CLI_PHRASES_H

/*
 * The command's own sentences in Dutch. They stand in English where they are said; what is printed through messages.h
 * is looked up here when --language nl was given. The library's own messages, about files, stay English.
 */

/* Looks ahead for --language among the words of a command line, so that what is wrong with it is said in that language.
 */
void cul_cli_choose_language(int count, char **words);

/* A sentence, or a format, in the chosen language; itself when there is no other. */
const char *cul_cli_in(const char *english) __attribute__((format_arg(1)));

#endif
