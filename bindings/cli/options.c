/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line: the table of options, and what reads it. The words of the subcommands' help are in help.c.
 */
#include "options.h"

#include "messages.h"
#include "near.h"
#include "table.h"

#include <culture/culture.h>
#include <getopt.h>
#include <string.h>

#define FIELD(name) offsetof(struct cul_cli_settings, name)
#define ALL_FILES (ON_SCORE | ON_REPORT | ON_COMPARE | ON_CHECK | ON_TALLY | ON_REFERENCE | ON_STRUCTURE)
#define LISTED (ON_SCORE | ON_REPORT | ON_CHECK | ON_TALLY | ON_REFERENCE | ON_STRUCTURE)
#define BATCH (ON_SCORE | ON_REPORT | ON_COMPARE | ON_TALLY | ON_REFERENCE | ON_STRUCTURE)

_Static_assert(CULTURE_INVALID_IS_MISSING == 0 && CULTURE_INVALID_REJECTS_ROW == 1 && CULTURE_INVALID_FAILS_FILE == 2,
               "the order of --invalid");
_Static_assert(CULTURE_UNFINISHED_IS_LEFT_OUT == 0 && CULTURE_UNFINISHED_IS_KEPT == 1, "the order of --unfinished");
_Static_assert(CULTURE_DUPLICATES_ARE_KEPT == 0 && CULTURE_DUPLICATES_LAST_COUNTS == 1, "the order of --duplicates");
_Static_assert(CULTURE_PRECISION_PUBLISHED == 0 && CULTURE_PRECISION_FULL == 1, "the order of --precision");
_Static_assert(CULTURE_TARGET_WORKFORCE == 0 && CULTURE_TARGET_PROCESS == 1, "the order of --target");
_Static_assert(CULTURE_STRUCTURE_PAIRWISE_ROWS == 0 && CULTURE_STRUCTURE_COMPLETE_ROWS == 1, "the order of --rows");
_Static_assert(CULTURE_STRUCTURE_ALL_ITEMS == 0 && CULTURE_STRUCTURE_FACTOR_ITEMS == 1, "the order of --items");
_Static_assert(CULTURE_REFERENCE_SIMULATED == 0 && CULTURE_REFERENCE_OBSERVED == 1, "the order of --kind");

/* clang-format off */
const struct cul_cli_option cul_cli_options[] = {
    {"questionnaire", 'q', "FILE|ID", ALL_FILES | ON_SIMULATE, TEXT, FIELD(questionnaire), 0, 0,
     "questionnaire, a file or the id of a standard one (default nine-factors)"},
    {"reference", 'r', "FILE|ID|none", ON_SCORE | ON_REPORT, TEXT, FIELD(reference), 0, 0,
     "reference sample (default: the 65 simulated organisations for a standard questionnaire, none for another)"},
    {"format", 'f', "table|json|csv", ON_SCORE | ON_COMPARE, CHOICE, FIELD(format), 0, 0, "form of the output (default table)"},
    {"format", 'f', "table|json", ON_STRUCTURE, CHOICE, FIELD(format), 0, 0, "form of the output (default table)"},
    {"output", 'o', "FILE", ON_SCORE | ON_COMPARE | ON_STRUCTURE, TEXT, FIELD(output), 0, 0,
     "write there, whole or not at all (default: standard output)"},
    {"output", 'o', "FILE", ON_TALLY, TEXT, FIELD(output), 0, 0,
     "the tally to write, required; only its owner may read it"},
    {"output", 'o', "FILE", ON_REPORT, TEXT, FIELD(output), 0, 0, "the page to write (HTML), required"},
    {"only", 0, "NAME", ON_REPORT, TEXT, FIELD(only), 0, 0,
     "the report of this organisation alone: nothing of the others is in it"},
    {"output", 'o', "FILE", ON_REFERENCE, TEXT, FIELD(output), 0, 0, "the reference file to write, required"},
    {"output", 'o', "DIR", ON_SIMULATE, TEXT, FIELD(output), 0, 0, "the folder to write to, required; made if need be"},
    {"output", 'o', "FILE", ON_SHOW, TEXT, FIELD(output), 0, 0,
     "write there, whole or not at all (default: standard output)"},
    {"as", 0, "text|markdown|csv|limesurvey|xlsform", ON_SHOW, CHOICE, FIELD(form), 0, 0,
     "form: to read (default, or Markdown), a blank answer sheet, or what LimeSurvey or ODK and Kobo import"},
    {"organisation-column", 0, "NAME", ALL_FILES, TEXT, FIELD(organisation_column), 0, 0,
     "column that names the organisation (default organisation or organisatie)"},
    {"organisation", 0, "NAME", ALL_FILES, TEXT, FIELD(organisation), 0, 0,
     "organisation of files without that column (default: the file's name)"},
    {"duration-column", 0, "NAME", ALL_FILES, TEXT, FIELD(duration_column), 0, 0,
     "column with the seconds a respondent took (default interviewtime or Duration (in seconds))"},
    {"finished-column", 0, "NAME", ALL_FILES, TEXT, FIELD(finished_column), 0, 0,
     "column that tells who did not finish: 0, false, no, nee (default: the one that the survey tool writes)"},
    {"unfinished", 0, "leave_out|keep", ALL_FILES, CHOICE, FIELD(unfinished), 0, 0,
     "what becomes of rows of who did not finish: left out and counted (default), or kept with the answers there are"},
    {"mapping", 0, "FILE", ALL_FILES, TEXT, FIELD(mapping), 0, 0,
     "what cannot be guessed, a YAML file: which column is which item, what answers mean"},
    {"key", 0, "COLUMN", ALL_FILES & ~ON_COMPARE, TEXT, FIELD(key), 0, 0,
     "column that tells respondents apart, so that double ones are told; only hashes of it are kept, in memory"},
    {"duplicates", 0, "keep|last", ON_COMPARE, CHOICE, FIELD(duplicates), 0, 0,
     "respondents who are in a file twice: the last of their rows counts (default with --key), or all of them"},
    {"duplicates", 0, "keep|last", ALL_FILES & ~ON_COMPARE, CHOICE, FIELD(duplicates), 0, 0,
     "respondents who are in a file twice: all their rows count (default), or the last; needs --key"},
    {"organisations", 0, "FILE", ON_SCORE | ON_REPORT | ON_COMPARE | ON_REFERENCE, TEXT, FIELD(reg), 0, 0,
     "register, a CSV file: organisation, headcount, sector, size and facts about training"},
    {"before", 0, "FILE", ON_REPORT, LIST, FIELD(before), 0, 0,
     "add what changed since an earlier wave, of which this is a survey, folder or tally; may be repeated. With --key "
     "respondents are recognised in both waves, and the last of their rows counts"},
    {"organisations-before", 0, "FILE", ON_REPORT | ON_COMPARE, TEXT, FIELD(register_before), 0, 0,
     "register of the first wave, in place of --organisations"},
    {"organisations-after", 0, "FILE", ON_COMPARE, TEXT, FIELD(register_after), 0, 0,
     "register of the second wave, in place of --organisations"},
    {"key", 0, "COLUMN", ON_COMPARE, TEXT, FIELD(key), 0, 0,
     "column that tells respondents apart in both waves; only hashes of it are kept, in memory"},
    {"by", 0, "COLUMN", ON_SCORE | ON_REPORT | ON_TALLY | ON_CHECK, LIST, FIELD(by), 0, 0,
     "also count the subgroups in this column; may be repeated"},
    {"subtract", 0, "FILE", ON_TALLY, LIST, FIELD(subtract), 0, 0,
     "take the rows of this file, folder or tally out again, exactly; may be repeated"},
    {"role", 0, "COLUMN", ON_SCORE | ON_REPORT, TEXT, FIELD(role), 0, 0,
     "column that tells roles: ambition against practice is also given for each"},
    {"peers", 0, "KEY=VALUE", ON_SCORE | ON_REPORT, TEXT, FIELD(peers), 0, 0,
     "compare with the part of the reference whose sector or size is this"},
    {"drivers", 0, "THEME[:LEVEL]", ON_SCORE, LIST, FIELD(drivers), 0, 0,
     "add which factors go together with a theme or factor (table and JSON), between respondents within their "
     "organisation (level person, the default) or between means (level organisation); may be repeated"},
    {"screen", 0, NULL, ON_SCORE | ON_REPORT | ON_COMPARE | ON_TALLY, FLAG, FIELD(screen), 0, 0,
     "read the files twice, to compare every respondent with all for two more signs of careless answering"},
    {"resume", 0, "JOURNAL", ON_SCORE | ON_TALLY, TEXT, FIELD(journal), 0, 0,
     "write down every survey file that is counted, and do not read again those written down before: a batch that was "
     "stopped goes on where it was. Personal data, only its owner may read it"},
    {"multiverse", 0, NULL, ON_SCORE, FLAG, FIELD(multiverse), 0, 0,
     "add what other thresholds would have said (table and JSON)"},
    {"details", 0, NULL, ON_SCORE, FLAG, FIELD(details), 0, 0,
     "the whole table: also themes, percentiles and bands, ambition against practice, the landscape, quality"},
    {"minimum", 0, "N", ON_SCORE | ON_REPORT | ON_COMPARE | ON_REFERENCE | ON_STRUCTURE, NUMBER, FIELD(minimum), 5, 1000000,
     "answers below which a result is hidden (default 10, at least 5)"},
    {"precision", 0, "published|full", ON_SCORE | ON_REPORT | ON_COMPARE | ON_REFERENCE, CHOICE, FIELD(precision), 0, 0,
     "published rounds what fewer than 20 respondents gave (default); full gives every digit and small organisations "
     "too, for your own eyes"},
    {"target", 0, "workforce|process", ON_SCORE | ON_REPORT | ON_COMPARE, CHOICE, FIELD(target), 0, 0,
     "what intervals are about: the people who work there now (default, narrower where the register gives a headcount) "
     "or the culture that would make others"},
    {"export", 0, "DIR", ON_STRUCTURE, TEXT, FIELD(export), 0, 0,
     "also write covariances, a model and a script for R's lavaan to this folder, made if need be"},
    {"rows", 0, "pairwise|complete", ON_STRUCTURE, CHOICE, FIELD(rows), 0, 0,
     "rows of the correlations: for each pair of items all with both (default), or those complete on the items that are looked at"},
    {"items", 0, "all|factors", ON_STRUCTURE, CHOICE, FIELD(items), 0, 0,
     "all items (default), or the factors' practice items only"},
    {"language-column", 0, "NAME", ON_STRUCTURE, TEXT, FIELD(language_column), 0, 0,
     "column with the language of the answers (default startlanguage or language)"},
    {"id", 0, "ID", ON_REFERENCE, TEXT, FIELD(id), 0, 0, "id of the reference (default reference)"},
    {"version", 0, "TEXT", ON_REFERENCE, TEXT, FIELD(version), 0, 0, "its version (default 1.0.0)"},
    {"kind", 0, "simulated|observed", ON_REFERENCE, CHOICE, FIELD(kind), 0, 0,
     "whether real organisations answered (default observed)"},
    {"year", 0, "N", ON_REFERENCE, NUMBER, FIELD(year), 1900, 2200, "year of the fieldwork (default: this year)"},
    {"source", 0, "TEXT", ON_REFERENCE, TEXT, FIELD(source), 0, 0, "where the data come from"},
    {"note", 0, "TEXT", ON_REFERENCE, TEXT, FIELD(note), 0, 0, "shown wherever the reference is used"},
    {"note-nl", 0, "TEXT", ON_REFERENCE, TEXT, FIELD(note_nl), 0, 0, "the note in Dutch; --note is then the English one"},
    {"salt", 0, "TEXT", ON_REFERENCE, TEXT, FIELD(salt), 0, 0,
     "replace names by hashes salted with this text; long and secret, it is not in the file"},
    {"salt", 0, "TEXT", ON_SCORE | ON_REPORT, TEXT, FIELD(salt), 0, 0,
     "the salt that the names in the reference were hashed with, to recognise members"},
    {"seed", 0, "N", ON_SIMULATE, NUMBER, FIELD(seed), 0, INT64_MAX, "equal seeds give equal files (default 1)"},
    {"organisations", 0, "N", ON_SIMULATE, NUMBER, FIELD(organisations), 1, 1000000, "how many (default 65)"},
    {"respondents", 0, "MIN-MAX", ON_SIMULATE, RANGE, FIELD(respondents), 1, 100000000,
     "respondents of an organisation (default 25-400)"},
    {"single-file", 0, NULL, ON_SIMULATE, FLAG, FIELD(single_file), 0, 0,
     "one file survey.csv with a column organisation"},
    {"invalid", 0, "missing|reject_row|fail", ALL_FILES, CHOICE, FIELD(invalid), 0, 0,
     "what an answer that is not allowed does: it counts as missing (default), drops its row or fails its file"},
    {"threads", 0, "N", BATCH, NUMBER, FIELD(threads), 0, 256, "that work at once (default 0: one per processor)"},
    {"language", 0, "nl|en", ON_EVERY, CHOICE, FIELD(language), 0, 0, "of names, words and messages (default en)"},
    {"colour", 0, "auto|always|never", ON_SCORE | ON_COMPARE | ON_STRUCTURE, CHOICE, FIELD(colour), 0, 0,
     "colour the table (default auto: on a terminal, unless NO_COLOR is set)"},
    {"files-from", 0, "FILE", LISTED, TEXT, FIELD(files_from), 0, 0,
     "also read the files named in this one, a name a line or with NULs between them; - is standard input"},
    {"strict", 0, NULL, ALL_FILES, FLAG, FIELD(strict), 0, 0,
     "write nothing and end with 3 when a file or organisation is refused or a file has any problem"},
    {"quiet", 0, NULL, ALL_FILES | ON_SIMULATE, FLAG, FIELD(quiet), 0, 0, "no progress, no notes; only errors"},
    {"help", 'h', NULL, ON_EVERY, FLAG, FIELD(help), 0, 0, "print this help"},
};
/* clang-format on */
const size_t cul_cli_option_count = sizeof cul_cli_options / sizeof *cul_cli_options;

/* What getopt_long() gives for an option without letter: its row, out of reach of the letters. */
enum { FIRST_ROW = 256, MOST_OPTIONS = 100 };
_Static_assert(sizeof cul_cli_options / sizeof *cul_cli_options < MOST_OPTIONS, "room for every option");

struct parser {
    struct option options[MOST_OPTIONS + 1];
    char letters[2 * MOST_OPTIONS + 2]; /* ":q:r:h" */
};

static void prepare(struct parser *parser, enum cul_cli_command command)
{
    char *letter = parser->letters;
    struct option *next = parser->options;
    *letter++ = ':'; /* tell a missing value from an unknown option */
    for (size_t i = 0; i < cul_cli_option_count; i++) {
        const struct cul_cli_option *row = &cul_cli_options[i];
        if (!(row->commands & CUL_CLI_BIT(command))) {
            continue;
        }
        int code = row->letter ? row->letter : FIRST_ROW + (int)i;
        *next++ = (struct option){row->name, row->value ? required_argument : no_argument, NULL, code};
        if (row->letter) {
            *letter++ = row->letter;
        }
        if (row->letter && row->value) {
            *letter++ = ':';
        }
    }
    *next = (struct option){0};
    *letter = '\0';
}

static const struct cul_cli_option *find_row(enum cul_cli_command command, int code)
{
    for (size_t i = 0; i < cul_cli_option_count; i++) {
        const struct cul_cli_option *row = &cul_cli_options[i];
        if (row->commands & CUL_CLI_BIT(command) && (code == row->letter || code == FIRST_ROW + (int)i)) {
            return row;
        }
    }
    return NULL;
}

static _Bool read_number(const char *text, const char *end, int64_t *number)
{
    int64_t sum = 0;
    for (const char *c = text; c < end; c++) {
        if (*c < '0' || *c > '9' || sum > (INT64_MAX - (*c - '0')) / 10) {
            return 0;
        }
        sum = sum * 10 + (*c - '0');
    }
    *number = sum;
    return text < end;
}

static int take_number(const struct cul_cli_option *row, const char *text, const char *command, int64_t *number)
{
    int64_t read = 0;
    if (!read_number(text, text + strlen(text), &read) || read < row->least || read > row->most) {
        return cul_cli_wrong_use(command, "--%s: '%s' is no whole number from %lld to %lld", row->name, text,
                                 (long long)row->least, (long long)row->most);
    }
    *number = read;
    return 0;
}

static int take_range(const struct cul_cli_option *row, const char *text, const char *command,
                      struct cul_cli_range *range)
{
    const char *end = text + strlen(text), *dash = strchr(text, '-');
    struct cul_cli_range read = {0};
    if (!read_number(text, dash ? dash : end, &read.least) || !read_number(dash ? dash + 1 : text, end, &read.most) ||
        read.least < row->least || read.most > row->most || read.least > read.most) {
        return cul_cli_wrong_use(command, "--%s: '%s' is not like 25-400", row->name, text);
    }
    *range = read;
    return 0;
}

/* The words of "table|json|csv" count from 0. */
static int take_choice(const struct cul_cli_option *row, const char *text, const char *command, int64_t *choice)
{
    size_t length = strlen(text);
    const char *word = row->value;
    for (int64_t index = 0; *word; index++) {
        size_t size = strcspn(word, "|");
        if (size == length && memcmp(word, text, size) == 0) {
            *choice = index;
            return 0;
        }
        word += size + (word[size] == '|');
    }
    return cul_cli_wrong_use(command, "--%s: '%s' is none of %s", row->name, text, row->value);
}

static int take_list(const struct cul_cli_option *row, const char *text, const char *command, struct cul_cli_list *list)
{
    if (list->count == CUL_CLI_MAXIMUM_LIST) {
        return cul_cli_wrong_use(command, "--%s: at most %d times", row->name, (int)CUL_CLI_MAXIMUM_LIST);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->texts[i], text) == 0) {
            return cul_cli_wrong_use(command, "--%s: '%s' is given twice", row->name, text);
        }
    }
    list->texts[list->count++] = text;
    return 0;
}

static int take(const struct cul_cli_option *row, const char *text, struct cul_cli_settings *settings)
{
    void *field = (char *)settings + row->field;
    const char *command = cul_cli_command_name(settings->command);
    if (row->value && !*text) {
        return cul_cli_wrong_use(command, "--%s needs a value that is not empty", row->name);
    }
    if (strcmp(row->name, "output") == 0 && strcmp(text, "-") == 0) {
        return cul_cli_wrong_use(
            command,
            "--output: '-' is no file; score, compare, structure and show write to standard output without -o");
    }
    switch (row->kind) {
    case FLAG:
        *(int64_t *)field = 1;
        return 0;
    case TEXT:
        *(const char **)field = text;
        return 0;
    case CHOICE:
        return take_choice(row, text, command, field);
    case NUMBER:
        return take_number(row, text, command, field);
    case RANGE:
        return take_range(row, text, command, field);
    case LIST:
        return take_list(row, text, command, field);
    }
    return 0;
}

static int refuse_unknown(enum cul_cli_command command, const char *word)
{
    char given[64] = "";
    size_t length = strcspn(word + 2, "=");
    if (length < sizeof given) {
        memcpy(given, word + 2, length);
    }
    struct cul_cli_near near = {.word = given};
    for (size_t i = 0; i < cul_cli_option_count; i++) {
        if (cul_cli_options[i].commands & CUL_CLI_BIT(command)) {
            cul_cli_near_try(&near, cul_cli_options[i].name);
        }
    }
    if (near.best) {
        return cul_cli_wrong_use(cul_cli_command_name(command), "unknown option '%s' (did you mean '--%s'?)", word,
                                 near.best);
    }
    return cul_cli_wrong_use(cul_cli_command_name(command), "unknown option '%s'", word);
}

/* What getopt_long() did not understand; word is what it stopped at. */
static int refuse(enum cul_cli_command command, int answer, const char *word)
{
    const char *name = cul_cli_command_name(command);
    const struct cul_cli_option *row = optopt ? find_row(command, optopt) : NULL;
    if (answer == ':' && row) {
        return cul_cli_wrong_use(name, "--%s needs a value: %s", row->name, row->value);
    }
    if (row) {
        return cul_cli_wrong_use(name, "--%s takes no value", row->name);
    }
    if (optopt) {
        return cul_cli_wrong_use(name, "unknown option '-%c'", optopt);
    }
    return refuse_unknown(command, word);
}

static void set_defaults(struct cul_cli_settings *settings, enum cul_cli_command command)
{
    *settings = (struct cul_cli_settings){
        .command = command,
        .questionnaire = "nine-factors",
        .minimum = 10,
        .seed = 1,
        .kind = CULTURE_REFERENCE_OBSERVED,
        .language = CUL_CLI_ENGLISH,
        .duplicates = command == CUL_CLI_COMPARE || command == CUL_CLI_REPORT
                          ? -1
                          : CULTURE_DUPLICATES_ARE_KEPT, /* -1: not told */
    };
}

/* A column of roles is one of the columns that make subgroups. */
static void add_role(struct cul_cli_settings *settings)
{
    struct cul_cli_list *by = &settings->by;
    for (size_t i = 0; i < by->count; i++) {
        if (!settings->role || strcmp(by->texts[i], settings->role) == 0) {
            return;
        }
    }
    if (settings->role) {
        by->texts[by->count++] = settings->role;
    }
}

int cul_cli_options_read(enum cul_cli_command command, int count, char **words, struct cul_cli_settings *settings)
{
    struct parser parser;
    prepare(&parser, command);
    set_defaults(settings, command);
    opterr = 0;
    int answer, wrong = 0;
    while (!wrong && !settings->help &&
           (answer = getopt_long(count, words, parser.letters, parser.options, NULL)) != -1) {
        const struct cul_cli_option *row = find_row(command, answer);
        wrong = row ? take(row, optarg, settings) : refuse(command, answer, words[optind - 1]);
    }
    settings->files = (const char *const *)(words + optind);
    settings->file_count = (size_t)(count - optind);
    if (wrong || settings->help) {
        return wrong;
    }
    add_role(settings);
    return cul_cli_command_complete(settings);
}
