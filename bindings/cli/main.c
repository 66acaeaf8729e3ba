/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The culture command: a client of libculture's public headers alone. It never calls setlocale(), so that its output is
 * the same in every locale.
 */
#include "commands.h"
#include "data.h"
#include "inputs.h"
#include "messages.h"
#include "output.h"
#include "phrases.h"

#include <string.h>

static int run(const struct cul_cli_settings *settings)
{
    switch (settings->command) {
    case CUL_CLI_SCORE:
    case CUL_CLI_REPORT:
        return cul_cli_score(settings);
    case CUL_CLI_COMPARE:
        return cul_cli_compare(settings);
    case CUL_CLI_CHECK:
        return cul_cli_check(settings);
    case CUL_CLI_TALLY:
        return cul_cli_tally(settings);
    case CUL_CLI_REFERENCE:
        return cul_cli_reference(settings);
    case CUL_CLI_STRUCTURE:
        return cul_cli_structure(settings);
    case CUL_CLI_SIMULATE:
        return cul_cli_simulate(settings);
    case CUL_CLI_SHOW:
        return cul_cli_show(settings);
    case CUL_CLI_COMMANDS:
        break;
    }
    return CUL_CLI_WRONG_USE;
}

static int run_command(int count, char **words)
{
    const char *near = NULL;
    enum cul_cli_command command = cul_cli_command_find(words[0], &near);
    if (command == CUL_CLI_COMMANDS && near) {
        return cul_cli_wrong_use(NULL, "no command '%s' (did you mean '%s'?)", words[0], near);
    }
    if (command == CUL_CLI_COMMANDS) {
        return cul_cli_wrong_use(NULL, "no command '%s'", words[0]);
    }
    struct cul_cli_settings settings;
    int wrong = cul_cli_options_read(command, count, words, &settings);
    if (wrong) {
        return wrong;
    }
    if (settings.help) {
        cul_cli_command_help(command);
        return CUL_CLI_WELL;
    }
    struct cul_cli_inputs inputs = {0};
    int code = cul_cli_inputs_expand(&inputs, &settings);
    code = code ? code : run(&settings);
    cul_cli_inputs_free(&inputs);
    return code;
}

/* culture help, culture help score */
static int help(int count, char **words)
{
    const char *near = NULL;
    if (count == 0) {
        cul_cli_help();
        return CUL_CLI_WELL;
    }
    enum cul_cli_command command = cul_cli_command_find(words[0], &near);
    if (command == CUL_CLI_COMMANDS) {
        return cul_cli_wrong_use(NULL, "no command '%s'", words[0]);
    }
    cul_cli_command_help(command);
    return CUL_CLI_WELL;
}

static int start(int count, char **words)
{
    if (count < 2) {
        return cul_cli_wrong_use(NULL, "no command was given");
    }
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0) {
        cul_cli_help();
        return CUL_CLI_WELL;
    }
    if (strcmp(words[1], "help") == 0) {
        return help(count - 2, words + 2);
    }
    if (count == 3 && strcmp(words[1], CUL_CLI_READ_DATA) == 0) {
        return cul_cli_data_child(words[2]);
    }
    if (strcmp(words[1], "--version") == 0) {
        printf("culture %s\n", culture_version());
        return CUL_CLI_WELL;
    }
    return run_command(count - 1, words + 1);
}

int main(int count, char **words)
{
    cul_cli_output_prepare();
    cul_cli_choose_language(count, words);
    return cul_cli_output_close(start(count, words));
}
