/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The subcommands: their names, what they need and what their help says. The options come from the table.
 */
#include "messages.h"
#include "near.h"
#include "phrases.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, HELP_COLUMN = 32 };

struct command {
    const char *name;
    const char *files;   /* as the usage line shows them */
    const char *summary; /* one line */
    const char *more;    /* what its help adds */
    size_t least_files, most_files;
    const char *output; /* what -o must name; NULL: -o is optional or unknown */
};

static const struct command commands[CUL_CLI_COMMANDS] = {
    [CUL_CLI_SCORE] =
        {"score", "FILE...", "score and assess survey files, folders and tallies",
         "A FILE is a survey (CSV, Excel, SPSS, Stata, SAS), a folder of them or a tally made by 'culture tally'. "
         "Exit: 0 all well, 1 scored but some file or organisation was refused, 2 wrong use, 3 nothing "
         "scored (no organisation has results) or written.",
         1, SIZE_MAX, NULL},
    [CUL_CLI_REPORT] =
        {"report", "FILE... -o R.html", "write a report to hand to a board, one HTML file",
         "A FILE is as for 'culture score'. Page one answers in plain words, the chance first. The Python "
         "package makes the page: pip install 'libculture[report]'. Exit: 0 all well, 1 written but some "
         "file or organisation was refused, 2 wrong use, 3 nothing scored (no organisation has results) "
         "or written.",
         1, SIZE_MAX, "the page to write"},
    [CUL_CLI_COMPARE] = {"compare", "BEFORE AFTER", "what changed between two waves of one questionnaire",
                         "BEFORE and AFTER are each a survey (CSV, Excel, SPSS, Stata, SAS), a folder of them or a "
                         "tally made by 'culture "
                         "tally'. Organisations are recognised by name. Exit: 0 all well, 1 compared but some file or "
                         "organisation was refused, 2 wrong use, 3 nothing compared or written.",
                         2, 2, NULL},
    [CUL_CLI_CHECK] =
        {"check", "FILE...", "report the problems of questionnaires, references, surveys",
         "A FILE is a questionnaire, reference or mapping (.yaml), a survey, a register, a tally or a folder of "
         "these. Problems go to standard output as file:line:column: where: message. Exit: 0 every file "
         "can be used, 1 some cannot, 2 wrong use, 3 none can.",
         1, SIZE_MAX, NULL},
    [CUL_CLI_TALLY] = {"tally", "FILE... -o T.tally", "count survey files into one tally, or merge tallies",
                       "A tally can hold one person's answers: treat it as personal data. With --subtract rows are "
                       "taken out again, as when a respondent withdraws. Exit: 0 all well, 1 some file failed, 2 wrong "
                       "use, 3 nothing written.",
                       1, SIZE_MAX, "the tally to write"},
    [CUL_CLI_REFERENCE] = {"reference", "FILE... -o R.yaml", "build a reference sample from survey files",
                           "Organisations with too few respondents are left out. Exit: 0 all well, 1 some file or "
                           "organisation was refused, 2 wrong use, 3 nothing written.",
                           1, SIZE_MAX, "the reference file to write"},
    [CUL_CLI_STRUCTURE] =
        {"structure", "FILE...", "show how the items of all organisations hang together",
         "A FILE is a survey (CSV, Excel, SPSS, Stata, SAS) or a folder of them; a tally holds no rows. "
         "Organisations with too "
         "few respondents stay out. Components, covariances and languages need 100 respondents; the "
         "first two also more respondents than items. Exit: 0 all well, 1 done but some file was "
         "refused, 2 wrong use, 3 nothing written.",
         1, SIZE_MAX, NULL},
    [CUL_CLI_SIMULATE] = {"simulate", "-o DIR", "write a batch of synthetic survey files, seeded",
                          "Exit: 0 all well, 2 wrong use, 3 not written.", 0, 0, "the folder to write to"},
    [CUL_CLI_SHOW] = {"show", "[QUESTIONNAIRE]", "print a questionnaire as a person would read it",
                      "QUESTIONNAIRE is a file or the id of a standard one (default nine-factors). "
                      "Exit: 0 all well, 2 wrong use, 3 not printed.",
                      0, 1, NULL},
};

const char *cul_cli_command_name(enum cul_cli_command command)
{
    return commands[command].name;
}

enum cul_cli_command cul_cli_command_find(const char *name, const char **near)
{
    struct cul_cli_near words = {.word = name};
    for (int i = 0; i < CUL_CLI_COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return (enum cul_cli_command)i;
        }
        cul_cli_near_try(&words, commands[i].name);
    }
    *near = words.best;
    return CUL_CLI_COMMANDS;
}

/* Whether a file is called "-". */
static _Bool names_input(const char *const *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(files[i], "-") == 0) {
            return 1;
        }
    }
    return 0;
}

int cul_cli_command_complete(const struct cul_cli_settings *settings)
{
    const struct command *command = &commands[settings->command];
    if (settings->file_count + (settings->files_from != NULL) < command->least_files) {
        return cul_cli_wrong_use(command->name, command->least_files > 1 ? "%s are needed" : "no file was given",
                                 command->files);
    }
    if (settings->file_count > command->most_files) {
        return cul_cli_wrong_use(command->name, "'%s' is one argument too many", settings->files[command->most_files]);
    }
    if (names_input(settings->files, settings->file_count) ||
        names_input(settings->before.texts, settings->before.count)) {
        return cul_cli_wrong_use(command->name, "a survey cannot come from standard input; give a file or a "
                                                "folder, or a list of them with --files-from -");
    }
    if (command->output && !settings->output) {
        return cul_cli_wrong_use(command->name, "-o is missing: %s", cul_cli_in(command->output));
    }
    return 0;
}

/* Prints words from a column on, in lines of the help's width; at is where the cursor is. */
static void print_wrapped(const char *text, int indent, int at)
{
    while (*text) {
        int length = (int)strcspn(text, " ");
        if (at > indent && at + 1 + length > WIDTH) {
            printf("\n");
            at = 0;
        }
        int blanks = at < indent ? indent - at : at > indent ? 1 : 0;
        printf("%*s%.*s", blanks, "", length, text);
        at += blanks + length;
        text += length;
        text += *text == ' ';
    }
    printf("\n");
}

static void print_option(const struct cul_cli_option *row)
{
    int at = row->letter ? printf("  -%c, --%s", row->letter, row->name) : printf("      --%s", row->name);
    if (row->value) {
        at += printf(" %s", row->value);
    }
    if (at > HELP_COLUMN - 2) {
        printf("\n");
        at = 0;
    }
    print_wrapped(row->help, HELP_COLUMN, at);
}

void cul_cli_command_help(enum cul_cli_command command)
{
    printf("culture %s: %s\n\nUsage: culture %s [OPTION...] %s\n\n", commands[command].name, commands[command].summary,
           commands[command].name, commands[command].files);
    for (size_t i = 0; i < cul_cli_option_count; i++) {
        if (cul_cli_options[i].commands & CUL_CLI_BIT(command)) {
            print_option(&cul_cli_options[i]);
        }
    }
    printf("\n");
    print_wrapped(commands[command].more, 0, 0);
}

void cul_cli_help(void)
{
    printf("culture scores surveys of learning culture over nine factors and places every\n"
           "organisation against a reference sample.\n\n"
           "Usage: culture COMMAND [OPTION...] [FILE...]\n\n");
    for (int i = 0; i < CUL_CLI_COMMANDS; i++) {
        printf("  %-10s %s\n", commands[i].name, commands[i].summary);
    }
    printf("\n"
           "  culture score surveys/                        a table of all files of a folder\n"
           "  culture score -f json -o out.json a.csv b.csv\n"
           "  culture COMMAND --help, culture help COMMAND  the options of a command\n"
           "  culture --version\n\n"
           "Exit: 0 all well, 1 some file failed, 2 wrong use, 3 nothing scored or written.\n");
}
