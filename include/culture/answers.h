/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_ANSWERS_H
#define CULTURE_ANSWERS_H

/*
 * Answers: rows of a survey file or of an array, one row a respondent, pulled in blocks. Also the register that tells
 * how many people an organisation has, and simulated survey files. Most callers need none of this:
 * culture_tally_add_files() reads files by itself.
 */
#include "culture/questionnaire.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Caps on what a file may hold; beyond them the file fails with CULTURE_ERROR_LIMIT. */
#define CULTURE_MAXIMUM_FIELD (1 << 20)  /* bytes in one cell */
#define CULTURE_MAXIMUM_COLUMNS 10000    /* columns in one file */
#define CULTURE_MAXIMUM_FILE (2LL << 30) /* bytes in one file, of a compressed one unpacked */
#define CULTURE_MAXIMUM_RATIO 200        /* bytes unpacked out of one; beyond the first 64 MiB */
#define CULTURE_MAXIMUM_NAME 200         /* bytes in the name of an organisation or unit */

/* Values in a block besides the scale's points. */
#define CULTURE_MISSING INT16_MIN       /* not answered, or "don't know" */
#define CULTURE_INVALID (INT16_MIN + 1) /* something that is no allowed answer */

/*
 * A block of rows: what a reader yields and what culture_tally_add_block() takes. Answers are raw scale points, not
 * reversed; items are in the questionnaire's order.
 */
struct culture_block {
    size_t struct_size;
    int64_t rows;
    const int16_t *values;            /* rows x item count */
    const char *const *organisations; /* names; at least one */
    int64_t organisation_count;
    const int32_t *organisation; /* per row, the index of its organisation; NULL: all rows belong to organisations[0] */
    const char *const *unit_columns; /* names of the columns that make subgroups, NULL when there are none */
    int64_t unit_column_count;
    const char *const *units; /* names of units, of all columns together */
    int64_t unit_count;
    const int32_t *unit; /* rows x unit_column_count indexes into units; -1: blank */
    /* How it was asked, to tell careless answers (culture/tally.h). */
    const double *seconds; /* per row how long it took; NaN or below 0: not known. NULL: none is known */
    const int32_t *asked;  /* items in the order they were asked; NULL: all, in the questionnaire's order */
    int64_t asked_count;
};

/* What to do with an answer that is no allowed answer. */
enum culture_invalid {
    CULTURE_INVALID_IS_MISSING = 0, /* count it, report it, treat it as missing */
    CULTURE_INVALID_REJECTS_ROW = 1,
    CULTURE_INVALID_FAILS_FILE = 2,
};

/* What to do with a row whose respondent did not finish, where the file tells. */
enum culture_unfinished {
    CULTURE_UNFINISHED_IS_LEFT_OUT = 0, /* count it, report it, leave it out */
    CULTURE_UNFINISHED_IS_KEPT = 1,     /* count it, report it, and take the answers there are */
};

/* What to do with rows of a respondent who is there more than once, told by the key column within an organisation. */
enum culture_duplicates {
    CULTURE_DUPLICATES_ARE_KEPT = 0,    /* count them, report them, and take them all */
    CULTURE_DUPLICATES_LAST_COUNTS = 1, /* the last row that can be used; the file is read twice. Needs a key column */
};

/*
 * What cannot be guessed about survey files, told in a YAML file: which column is which item, organisation, subgroup,
 * respondent, duration, or tells who finished, and what texts of answers mean. questionnaires/README.md describes it.
 * Immutable and shareable.
 */
typedef struct culture_mapping culture_mapping;

struct culture_mapping_options {
    size_t struct_size;
    /* Called once for every problem of the mapping; NULL: only the first is kept, in error. */
    void (*on_problem)(void *context, const struct culture_error *problem);
    void *context;
};

/* Errors: FILE, SYNTAX, MAPPING (an unknown key, item or scale, a value that is no point), LIMIT, MEMORY. */
CULTURE_API culture_status culture_mapping_open(const char *path, culture_questionnaire *questionnaire,
                                                const struct culture_mapping_options *options,
                                                culture_mapping **mapping, struct culture_error *error);
CULTURE_API culture_status culture_mapping_read(const struct culture_source *source,
                                                culture_questionnaire *questionnaire,
                                                const struct culture_mapping_options *options,
                                                culture_mapping **mapping, struct culture_error *error);
CULTURE_API culture_mapping *culture_mapping_retain(culture_mapping *mapping);
CULTURE_API void culture_mapping_free(culture_mapping *mapping);
CULTURE_API const char *culture_mapping_id(const culture_mapping *mapping);

struct culture_answers_options {
    size_t struct_size;
    const char *organisation_column; /* NULL: "organisation" or "organisatie", when the file has such a column */
    const char *organisation; /* the organisation of all rows of a file without that column; NULL: the file's stem */
    const char *const *unit_columns; /* columns that make subgroups */
    size_t unit_column_count;
    int32_t invalid; /* enum culture_invalid */
    /*
     * Does what culture_data_read() does, in another way; several threads may call it at once. NULL: that function.
     * It may also read Excel workbooks (paths ending in .xlsx): then it writes a line with the name of the sheet and
     * the sheet as CSV in UTF-8, a line a row. One that reads none gives ARGUMENT, and the file fails.
     */
    culture_status (*read_data)(void *context, const char *path, const struct culture_sink *sink,
                                struct culture_error *error);
    void *read_data_context;
    const char *key_column; /* tells respondents apart, for culture_matches and duplicates; a file without it fails.
                               NULL: none */
    /* How many seconds a respondent took; a file without it fails. NULL: "interviewtime" (LimeSurvey) or "Duration (in
     * seconds)" (Qualtrics), when there is one. */
    const char *duration_column;
    /* Whether a respondent finished: 0, false, no and nee say not; a file without it fails. NULL: the column that the
     * survey tool writes (submitdate in LimeSurvey, blank until then; Finished or Progress in Qualtrics). */
    const char *finished_column;
    int32_t unfinished; /* enum culture_unfinished */
    int32_t duplicates; /* enum culture_duplicates */
    /* Of the same questionnaire, or the file fails with MISMATCH; the columns that it names serve where the fields
     * above name none. NULL: none. */
    culture_mapping *mapping;
};

/*
 * A file of SPSS (.sav, .zsav, .por), Stata (.dta) or SAS (.sas7bdat, .xpt) as a table in CSV: a record of variable
 * names, one of their labels, one of their value labels (pairs "value US label" with an RS between them, U+001F and
 * U+001E), then a record a case. Values that are declared missing are blank. Nothing is known about the questionnaire
 * yet. ReadStat does this in the calling process: it is C, and a file that was crafted to break it may do so. A program
 * that reads files of strangers calls this in a child process with limits on memory and time, and hands the result over
 * through read_data of the options; the command does. Errors: FILE (also: built without ReadStat), SYNTAX, LIMIT,
 * MEMORY.
 */
CULTURE_API culture_status culture_data_read(const char *path, const struct culture_sink *sink,
                                             struct culture_error *error);

typedef struct culture_answers culture_answers;

/*
 * Opens a survey file: CSV, which may be compressed by gzip or zstd, or a file of a statistics package
 * (culture_data_read), where problems have the number of the case for a line and that of the variable for a column, or
 * a workbook that read_data of the options can read, where they have those of the sheet.
 * Finds encoding (UTF-8, UTF-16, Windows-1252), delimiter (, ; tab |), header rows and which column is which item.
 * Errors: FILE (also: this build cannot read such files), SYNTAX, ANSWERS (no column is an item), LIMIT, ARGUMENT,
 * MEMORY.
 */
CULTURE_API culture_status culture_answers_open(const char *path, culture_questionnaire *questionnaire,
                                                const struct culture_answers_options *options,
                                                culture_answers **answers, struct culture_error *error);

/* The same from any source. */
CULTURE_API culture_status culture_answers_read(const struct culture_source *source,
                                                culture_questionnaire *questionnaire,
                                                const struct culture_answers_options *options,
                                                culture_answers **answers, struct culture_error *error);

struct ArrowArrayStream;

/*
 * The same from a data frame in memory, read where it lies: a stream of the Arrow C stream interface, whose batches are
 * tables of columns. Numbers (a NaN is as a null: nothing), texts, text views, truth values, dates and dictionaries
 * (categorical columns) of these are read as a survey file with the same names and texts would be; a place is a row and
 * a column, from 1. name stands for the file in messages, and its stem for the organisation when nothing else names it;
 * NULL: none. The stream is taken over, whatever becomes of the call, and its batches are released as they are passed;
 * with CULTURE_DUPLICATES_LAST_COUNTS only once all were seen. Errors: FILE (the stream fails), ANSWERS, LIMIT,
 * ARGUMENT, MEMORY.
 */
CULTURE_API culture_status culture_answers_read_arrow(struct ArrowArrayStream *stream, const char *name,
                                                      culture_questionnaire *questionnaire,
                                                      const struct culture_answers_options *options,
                                                      culture_answers **answers, struct culture_error *error);

/*
 * The next rows, some thousands at most; block->rows is 0 at the end. The block is borrowed until the next call;
 * indexes of organisations and units keep their meaning for the whole file. Errors: FILE, SYNTAX, ANSWERS, LIMIT,
 * MEMORY; after an error the reader only can be freed.
 */
CULTURE_API culture_status culture_answers_next(culture_answers *answers, struct culture_block *block,
                                                struct culture_error *error);
CULTURE_API void culture_answers_free(culture_answers *answers);

/* The tool that a survey file comes from, as far as its headings tell. */
enum culture_profile {
    CULTURE_PROFILE_TABLE = 0, /* a plain table: a row a respondent, a column an item */
    CULTURE_PROFILE_LIMESURVEY = 1,
    CULTURE_PROFILE_QUALTRICS = 2,
    CULTURE_PROFILE_GOOGLE_FORMS = 3,
    CULTURE_PROFILE_MICROSOFT_FORMS = 4,
    CULTURE_PROFILE_SURVEYMONKEY = 5,
    CULTURE_PROFILE_LONG = 6, /* a row an answer: respondent, item, answer */
    CULTURE_PROFILES
};
/* "a table", "LimeSurvey", ...; "" for an unknown number. Static text. */
CULTURE_API const char *culture_profile_name(int32_t profile);

/* What was found out about the file, and how many rows went where so far. */
struct culture_layout {
    size_t struct_size;
    const char *encoding; /* "UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16BE", "Windows-1252"; "" when not CSV */
    const char *line_end; /* "LF", "CRLF", "CR", "mixed", "none"; "" when not CSV */
    int32_t delimiter;    /* the character; 0 when not CSV */
    int32_t header_rows;
    int32_t column_count;
    int32_t item_columns; /* columns that are an item */
    int64_t rows;         /* rows of data read so far, whatever became of them */
    int64_t kept;         /* rows handed out in blocks */
    int64_t empty;        /* dropped: no answer at all */
    int64_t rejected;   /* dropped: organisation blank, wrong number of cells, or an invalid answer when that rejects */
    int64_t unfinished; /* kept though not finished, or left out for it: see the options */
    int64_t unfinished_empty; /* of the empty ones those that were not finished */
    int64_t timed;            /* kept, with a duration */
    int32_t profile;          /* enum culture_profile */
    int32_t title_rows;       /* above the headings, passed over */
    int64_t previews;         /* left out: a try-out by the makers of the survey */
    int64_t left_out;         /* not finished, previews, earlier answers of who answered again: rows that are neither
                                 kept nor empty nor rejected */
    int64_t repeated;         /* of a respondent who is there more than once: kept, or left out for a later one */
    const char *format;      /* "CSV" (whatever its delimiter), "Excel", "SPSS", "Stata", "SAS", "Arrow". Static text */
    const char *compression; /* "gzip", "zstd"; "" for none. Static text */
};
CULTURE_API culture_status culture_answers_layout(const culture_answers *answers, struct culture_layout *layout,
                                                  struct culture_error *error);

enum culture_column_role {
    CULTURE_COLUMN_IGNORED = 0, /* matches nothing */
    CULTURE_COLUMN_ITEM = 1,
    CULTURE_COLUMN_ORGANISATION = 2,
    CULTURE_COLUMN_UNIT = 3,
    CULTURE_COLUMN_PERSONAL = 4,   /* name, e-mail, IP address, place: never kept */
    CULTURE_COLUMN_REPEATED = 5,   /* a second column of an item: ignored and reported */
    CULTURE_COLUMN_KEY = 6,        /* tells respondents apart: kept as hashes, for culture_matches alone */
    CULTURE_COLUMN_DURATION = 7,   /* seconds a respondent took */
    CULTURE_COLUMN_FINISHED = 8,   /* whether a respondent finished */
    CULTURE_COLUMN_STATUS = 9,     /* whether it was a try-out */
    CULTURE_COLUMN_TOOL = 10,      /* added by the survey tool and not used: a date, a number of the response */
    CULTURE_COLUMN_DOUBTFUL = 11,  /* may be several items, or one of several columns that may be an item: not used */
    CULTURE_COLUMN_ITEM_NAME = 12, /* in long format: which item a row is about */
    CULTURE_COLUMN_ANSWER = 13,    /* in long format: the answer to it */
};
struct culture_column {
    size_t struct_size;
    const char *header; /* as the file writes it */
    int32_t role;       /* enum culture_column_role */
    int32_t item;       /* the item's index; -1 when the role is another */
};
CULTURE_API culture_status culture_answers_column(const culture_answers *answers, int32_t index,
                                                  struct culture_column *column, struct culture_error *error);

/* A text that was met in answer columns and understood. */
struct culture_answer_label {
    size_t struct_size;
    const char *text;  /* as the file writes it */
    const char *scale; /* the scale's id */
    int32_t value;     /* a point of the scale, or CULTURE_MISSING */
};
/* How many there are so far, scale by scale; at most some thousands, and points written as one digit are not among
 * them. */
CULTURE_API int64_t culture_answers_label_count(const culture_answers *answers);
CULTURE_API culture_status culture_answers_label(const culture_answers *answers, int64_t index,
                                                 struct culture_answer_label *label, struct culture_error *error);

/* A problem of a file; the same kind in the same column is counted, and the first place is kept. */
struct culture_problem {
    size_t struct_size;
    const char *kind; /* "invalid_answer", "blank_organisation", "ragged_row", "missing_item", "repeated_column", ... */
    const char *message;
    int64_t line;   /* from 1, as an editor counts; 0 when it is about the whole file */
    int64_t column; /* in characters from 1, as an editor counts; 0 when it is about the row or file */
    int64_t count;
};
CULTURE_API int64_t culture_answers_problem_count(const culture_answers *answers);
CULTURE_API culture_status culture_answers_problem(const culture_answers *answers, int64_t index,
                                                   struct culture_problem *problem, struct culture_error *error);

/*
 * A register of organisations: a CSV file with a column organisation (or organisatie) and any of headcount, sector,
 * size, training_budget, training_spent, formal_share, time_to_solution. A row with a unit tells the headcount of a
 * subgroup (column names the column of the survey that it is a value of; blank: any), which weighted means need.
 * Organisations are recognised without regard to case and spacing. Numbers are written without thousands
 * separators: 1.000 is refused, as it may mean a thousand or one. Other columns are ignored, but a heading that is one
 * slip away from one of these is refused. Immutable and shareable.
 */
typedef struct culture_register culture_register;

struct culture_register_entry {
    size_t struct_size;
    const char *organisation;
    const char *sector; /* "" when not given */
    const char *size;   /* "" when not given */
    int64_t headcount;  /* at least 1; 0 when not given */
    int64_t line;       /* of the headcount, from 1; without one that of the row */
    int64_t column;     /* of the headcount, in characters from 1; 0 when there is none */
    /* Facts about learning; NaN when not given. */
    double training_budget;  /* at least 0, in the register's own currency */
    double training_spent;   /* at least 0 */
    double formal_share;     /* of what was spent: share that went to formal training, 0-1 */
    double time_to_solution; /* days from a need to its solution, at least 0 */
};

struct culture_register_options {
    size_t struct_size;
    /* Called once for every problem of the register; NULL: only the first is kept, in error. */
    void (*on_problem)(void *context, const struct culture_error *problem);
    void *context;
};

/* Errors: FILE, SYNTAX, REGISTER (no organisation column, an organisation twice, a headcount that is no whole number >
 * 0, a fact that is no number or out of range). */
CULTURE_API culture_status culture_register_open(const char *path, const struct culture_register_options *options,
                                                 culture_register **reg, struct culture_error *error);
CULTURE_API culture_status culture_register_read(const struct culture_source *source,
                                                 const struct culture_register_options *options, culture_register **reg,
                                                 struct culture_error *error);
/* Whether a source looks like a register: its headings name the organisation and something else of a register, though
 * maybe with a slip. Reads the first line. */
CULTURE_API int32_t culture_register_is_likely(const struct culture_source *source);
CULTURE_API culture_register *culture_register_retain(culture_register *reg);
CULTURE_API void culture_register_free(culture_register *reg);
CULTURE_API int64_t culture_register_count(const culture_register *reg);
CULTURE_API culture_status culture_register_entry(const culture_register *reg, int64_t index,
                                                  struct culture_register_entry *entry, struct culture_error *error);
/* The headcounts of subgroups, in the order of the file. */
struct culture_register_unit {
    size_t struct_size;
    const char *organisation;
    const char *column; /* "" when not given */
    const char *unit;
    int64_t headcount; /* at least 1 */
    int64_t line;
};
CULTURE_API int64_t culture_register_unit_count(const culture_register *reg);
CULTURE_API culture_status culture_register_unit(const culture_register *reg, int64_t index,
                                                 struct culture_register_unit *unit, struct culture_error *error);
/* The index of the headcount of a subgroup, in any column when the register names none; -1 when it is not there. */
CULTURE_API int64_t culture_register_find_unit(const culture_register *reg, const char *organisation,
                                               const char *column, const char *unit);
/* The headings of columns that a register does not have and that were passed over, from 0 on; NULL past the last. */
CULTURE_API const char *culture_register_ignored(const culture_register *reg, int64_t index);
/* The index of an organisation by name, -1 when it is not there. */
CULTURE_API int64_t culture_register_find(const culture_register *reg, const char *organisation);

/*
 * Simulated surveys: a two-level factor model (organisations, respondents) with thresholds, reversed items, missing
 * answers and a few straightliners; the model is written down in questionnaires/reference/README.md. Equal seeds give
 * equal bytes.
 */
struct culture_simulation {
    size_t struct_size;
    uint64_t seed;
    int64_t organisations;       /* 0: 65 */
    int64_t respondents_minimum; /* per organisation; 0: 25 */
    int64_t respondents_maximum; /* 0: 400 */
    const char *prefix;          /* names are "<prefix>-01"; NULL: "organisation" */
    int32_t single_file;         /* 1: one file survey.csv with a column organisation, instead of a file each */
};

/* Writes survey files and register.csv into a folder, made if need be; each appears whole or not at all, those before a
 * failure stay. Sectors and sizes (small: fewer than 50 people, medium, large: 250 and more) are in Dutch proportions
 * as far as the numbers of respondents allow; the model stands in questionnaires/reference/README.md. Errors: FILE,
 * ARGUMENT, MEMORY. */
CULTURE_API culture_status culture_simulate(culture_questionnaire *questionnaire,
                                            const struct culture_simulation *simulation, const char *folder,
                                            struct culture_error *error);

#ifdef __cplusplus
}
#endif
#endif
