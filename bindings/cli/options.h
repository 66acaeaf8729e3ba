/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_OPTIONS_H
#define CUL_CLI_OPTIONS_H

/*
 * What the user asked for. One table in options.c drives the parsing and the help; the manual pages and completions are
 * held against that help by tests/command/.
 */
#include <stddef.h>
#include <stdint.h>

enum cul_cli_command {
    CUL_CLI_SCORE,
    CUL_CLI_REPORT,
    CUL_CLI_COMPARE,
    CUL_CLI_CHECK,
    CUL_CLI_TALLY,
    CUL_CLI_REFERENCE,
    CUL_CLI_STRUCTURE,
    CUL_CLI_SIMULATE,
    CUL_CLI_SHOW,
    CUL_CLI_COMMANDS,
};

/* In the order of the words in the table of options, as are the others below and the library's own enums. */
enum cul_cli_format { CUL_CLI_TABLE, CUL_CLI_JSON, CUL_CLI_CSV };
enum cul_cli_colour { CUL_CLI_COLOUR_AUTO, CUL_CLI_COLOUR_ALWAYS, CUL_CLI_COLOUR_NEVER };
enum cul_cli_language { CUL_CLI_DUTCH, CUL_CLI_ENGLISH };

enum { CUL_CLI_MAXIMUM_LIST = 32 };
struct cul_cli_list {
    const char *texts[CUL_CLI_MAXIMUM_LIST + 1]; /* one more for --role */
    size_t count;
};

struct cul_cli_range {
    int64_t least, most;
};

/* Texts are NULL when not given and are borrowed from the command line. */
struct cul_cli_settings {
    enum cul_cli_command command;
    const char *questionnaire; /* a file or an id */
    const char *reference;     /* a file, an id or "none" */
    const char *output;
    const char *organisation_column;
    const char *organisation;
    const char *duration_column;
    const char *finished_column;
    const char *mapping; /* a file */
    const char *role;    /* a column of roles */
    const char *only;    /* an organisation */
    const char *language_column;
    const char *export;                           /* a folder */
    const char *peers;                            /* "sector=care" */
    const char *reg;                              /* the register's file */
    const char *register_before, *register_after; /* of one wave */
    const char *key;                              /* a column that tells respondents apart */
    const char *journal;                          /* --resume */
    const char *id;
    const char *version;
    const char *source;
    const char *note;
    const char *note_nl; /* in Dutch */
    const char *salt;
    const char *files_from; /* a file with names of files, "-": standard input */
    struct cul_cli_list by;
    struct cul_cli_list before;   /* files of an earlier wave, of report */
    struct cul_cli_list drivers;  /* "theme", "theme:organisation" */
    struct cul_cli_list subtract; /* files whose rows are taken out again */
    struct cul_cli_range respondents;
    int64_t format; /* enum cul_cli_format */
    int64_t rows;   /* enum culture_structure_rows */
    int64_t items;  /* enum culture_structure_items */
    int64_t multiverse;
    int64_t details;
    int64_t screen;
    int64_t form;       /* enum culture_form */
    int64_t colour;     /* enum cul_cli_colour */
    int64_t language;   /* enum cul_cli_language */
    int64_t precision;  /* enum culture_precision */
    int64_t target;     /* enum culture_target */
    int64_t invalid;    /* enum culture_invalid */
    int64_t unfinished; /* enum culture_unfinished */
    int64_t duplicates; /* enum culture_duplicates */
    int64_t kind;       /* enum culture_reference_kind */
    int64_t minimum;
    int64_t threads;
    int64_t year; /* 0: this year */
    int64_t seed;
    int64_t organisations;
    int64_t single_file;
    int64_t quiet;
    int64_t strict;
    int64_t help;
    const char *const *files; /* as given; cul_cli_inputs_expand() puts the files they name in their place */
    size_t file_count;
    size_t after; /* where the files of the second wave begin; 0: there is one wave */
};

/* The subcommand of a name, CUL_CLI_COMMANDS when there is none; then *near is the closest name or NULL. */
enum cul_cli_command cul_cli_command_find(const char *name, const char **near);
const char *cul_cli_command_name(enum cul_cli_command command);

/* Reads the command line from the subcommand's name on. Says what is wrong and gives 2, or gives 0. */
int cul_cli_options_read(enum cul_cli_command command, int count, char **words, struct cul_cli_settings *settings);

/* Help on standard output: of culture itself, of a subcommand. */
void cul_cli_help(void);
void cul_cli_command_help(enum cul_cli_command command);

#endif
