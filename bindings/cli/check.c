/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * culture check: every problem of files, with its place, on standard output. What a file is follows from its name and,
 * for YAML, from its keys. Nothing is written.
 */
#define _GNU_SOURCE
#include "check.h"

#include "batch.h"
#include "commands.h"
#include "messages.h"
#include "phrases.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { LONGEST_PATH = 4096, DEEPEST_FOLDER = 32 };

static void check_path(struct cul_cli_check *check, const char *path, int depth);

static _Bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length > wanted && strcmp(text + length - wanted, end) == 0;
}

static _Bool is_yaml(const char *path)
{
    return ends_with(path, ".yaml") || ends_with(path, ".yml");
}

/* Whether a YAML file has a key at its top: what it is follows from that. */
static _Bool has_key(const char *path, const char *key)
{
    enum { LONGEST_FILE = 16 << 20 };
    FILE *file = fopen(path, "r");
    size_t matched = 0; /* bytes of the key at the start of this line */
    _Bool start = 1, found = 0;
    for (int c, read = 0; file && !found && read < LONGEST_FILE && (c = fgetc(file)) != EOF; read++) {
        matched = start && c == key[matched] ? matched + 1 : 0;
        start = c == '\n' || matched;
        found = !key[matched];
    }
    if (file) {
        fclose(file);
    }
    return found;
}

_Bool cul_cli_check_refuse(const struct culture_error *error)
{
    cul_cli_print_place(stdout, error);
    return 0;
}

static void on_problem(void *context, const struct culture_error *problem)
{
    ++*(int64_t *)context;
    cul_cli_print_place(stdout, problem);
}

/* A file that fails before its contents are looked at has an error and no problems. */
static _Bool end_refused(const char *path, const char *kind, int64_t problems, const struct culture_error *error)
{
    if (!problems) {
        return cul_cli_check_refuse(error);
    }
    cul_cli_line(stdout, "%s: %s with %lld problem%s", path, cul_cli_in(kind), (long long)problems,
                 cul_cli_plural(problems));
    return 0;
}

static _Bool check_questionnaire(const struct cul_cli_check *check, const char *path)
{
    int64_t problems = 0;
    struct culture_error error = {0};
    culture_questionnaire *read = NULL;
    struct culture_questionnaire_options options = {
        .struct_size = sizeof options, .on_problem = on_problem, .context = &problems};
    if (culture_questionnaire_open(path, &options, &read, &error)) {
        return end_refused(path, "questionnaire", problems, &error);
    }
    if (!check->settings->quiet) {
        int32_t factors = culture_questionnaire_factor_count(read), items = culture_questionnaire_item_count(read);
        cul_cli_line(stdout, "%s: questionnaire %s %s, %d factor%s, %d item%s", path, culture_questionnaire_id(read),
                     culture_questionnaire_version(read), factors, cul_cli_plural(factors), items,
                     cul_cli_plural(items));
    }
    culture_questionnaire_free(read);
    return 1;
}

static int64_t rounded(double value)
{
    return (int64_t)(value + 0.5);
}

/* The calendar year in UTC. */
static int32_t this_year(void)
{
    time_t now = time(NULL);
    struct tm parts;
    return gmtime_r(&now, &parts) ? parts.tm_year + 1900 : 0;
}

/* What the norm is worth, one line a thing; numbers as whole ones, which no locale writes otherwise. */
static void print_audit(const culture_reference *reference, int32_t factors)
{
    struct culture_norm_audit audit = {.struct_size = sizeof audit};
    if (culture_reference_audit(reference, this_year(), &audit, NULL)) {
        return;
    }
    cul_cli_line(stdout, "  fieldwork %s%ld year%s ago", audit.age ? "" : cul_cli_in("less than "),
                 (long)(audit.age ? audit.age : 1), cul_cli_plural(audit.age ? audit.age : 1));
    if (audit.mean_respondents > 0) {
        cul_cli_line(stdout, "  respondents per organisation: %lld on average",
                     (long long)rounded(audit.mean_respondents));
    }
    if (audit.mean_response_rate > 0) {
        cul_cli_line(stdout, "  response: %lld %% on average", (long long)rounded(100 * audit.mean_response_rate));
    }
    if (audit.skewed >= 0) {
        cul_cli_line(stdout, "  skewed: %ld of %ld dimensions%s", (long)audit.skewed, (long)audit.dimensions,
                     audit.skewed ? cul_cli_in("; for these the rank percentile is a better guide") : "");
    }
    if (audit.at_least_one_low >= 0) {
        cul_cli_line(stdout,
                     "  at least one of %ld factors below the 5th percentile: %lld %% of ordinary organisations",
                     (long)factors, (long long)rounded(100 * audit.at_least_one_low));
    }
    if (audit.kind == CULTURE_REFERENCE_SIMULATED) {
        cul_cli_line(stdout, "  SIMULATED: it says nothing about how real organisations score");
    }
}

static _Bool check_reference(const struct cul_cli_check *check, const char *path)
{
    int64_t problems = 0;
    struct culture_error error = {0};
    culture_reference *read = NULL;
    struct culture_reference_options options = {
        .struct_size = sizeof options, .on_problem = on_problem, .context = &problems};
    if (culture_reference_open(path, check->questionnaire, &options, &read, &error)) {
        return end_refused(path, "reference", problems, &error);
    }
    if (!check->settings->quiet) {
        cul_cli_line(stdout, "%s: %s reference %s, %d, %lld organisations%s", path,
                     cul_cli_in(culture_reference_kind_name(culture_reference_kind(read))), culture_reference_id(read),
                     culture_reference_year(read), (long long)culture_reference_organisation_count(read),
                     culture_reference_is_hashed(read) ? cul_cli_in(", names hashed") : "");
        const char *language = check->settings->language == CUL_CLI_DUTCH ? "nl" : "en";
        if (*culture_reference_note_in(read, language)) {
            cul_cli_line(stdout, "  note: %s", culture_reference_note_in(read, language));
        }
        print_audit(read, culture_questionnaire_factor_count(check->questionnaire));
    }
    culture_reference_free(read);
    return 1;
}

static _Bool check_mapping(const struct cul_cli_check *check, const char *path)
{
    int64_t problems = 0;
    struct culture_error error = {0};
    culture_mapping *read = NULL;
    struct culture_mapping_options options = {
        .struct_size = sizeof options, .on_problem = on_problem, .context = &problems};
    if (culture_mapping_open(path, check->questionnaire, &options, &read, &error)) {
        return end_refused(path, "mapping", problems, &error);
    }
    if (!check->settings->quiet) {
        cul_cli_print(stdout, "%s: mapping %s", path, culture_mapping_id(read));
        printf("\n");
    }
    culture_mapping_free(read);
    return 1;
}

/* References have a key questionnaire too. */
static _Bool check_yaml(const struct cul_cli_check *check, const char *path)
{
    if (has_key(path, "mapping:")) {
        return check_mapping(check, path);
    }
    return has_key(path, "reference:") ? check_reference(check, path) : check_questionnaire(check, path);
}

static _Bool check_tally(const struct cul_cli_check *check, const char *path)
{
    struct culture_error error = {0};
    culture_tally *read = NULL;
    if (culture_tally_read(&(struct culture_source){.path = path}, check->questionnaire, &read, &error)) {
        return cul_cli_check_refuse(&error);
    }
    if (!check->settings->quiet) {
        cul_cli_line(stdout, "%s: tally, %lld organisation%s, %lld respondent%s", path,
                     (long long)culture_tally_organisation_count(read),
                     cul_cli_plural(culture_tally_organisation_count(read)), (long long)culture_tally_respondents(read),
                     cul_cli_plural(culture_tally_respondents(read)));
    }
    culture_tally_free(read);
    return 1;
}

static void check_file(struct cul_cli_check *check, const char *path)
{
    _Bool good;
    if (ends_with(path, ".tally")) {
        good = check_tally(check, path);
    } else if (!is_yaml(path)) {
        good = cul_cli_check_survey(check, path);
    } else {
        good = check_yaml(check, path);
    }
    if (good) {
        check->good++;
    } else {
        check->bad++;
    }
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* As culture_tally_add_files() takes them from a folder, and YAML. */
static _Bool is_checked_kind(const char *name)
{
    static const char *const kinds[] = {".csv",    ".csv.gz",  ".csv.zst", ".tsv",  ".tsv.gz",  ".tsv.zst", ".txt",
                                        ".txt.gz", ".txt.zst", ".tally",   ".xlsx", ".xls",     ".ods",     ".sav",
                                        ".zsav",   ".por",     ".dta",     ".xpt",  ".sas7bdat"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(name), wanted = strlen(kinds[i]);
        if (length > wanted && strcasecmp(name + length - wanted, kinds[i]) == 0) {
            return 1;
        }
    }
    return is_yaml(name);
}

/* An entry of a folder; links and files of another kind are passed over, as when scoring, and named. */
static void check_entry(struct cul_cli_check *check, const char *folder, const char *name, int depth)
{
    char path[LONGEST_PATH];
    struct stat facts;
    const char *slash = ends_with(folder, "/") ? "" : "/";
    if (snprintf(path, sizeof path, "%s%s%s", folder, slash, name) >= LONGEST_PATH || lstat(path, &facts)) {
        cul_cli_line(stdout, "%s: cannot reach %s", folder, name);
        check->bad++;
    } else if (S_ISDIR(facts.st_mode) || (S_ISREG(facts.st_mode) && is_checked_kind(name))) {
        check_path(check, path, depth + 1);
    } else if (!check->settings->quiet) {
        cul_cli_say("%s: passed over: %s", path,
                    cul_cli_in(S_ISLNK(facts.st_mode) ? "a link, which is not followed" : "no survey file"));
    }
}

static void check_folder(struct cul_cli_check *check, const char *folder, int depth)
{
    struct dirent **entries = NULL;
    int count = depth < DEEPEST_FOLDER ? scandir(folder, &entries, is_visible, by_bytes) : -1;
    if (count < 0) {
        cul_cli_line(stdout, "%s: the folder cannot be read", folder);
        check->bad++;
    }
    for (int i = 0; i < count; i++) {
        check_entry(check, folder, entries[i]->d_name, depth);
        free(entries[i]);
    }
    free(entries);
}

static void check_path(struct cul_cli_check *check, const char *path, int depth)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode)) {
        check_folder(check, path, depth);
    } else {
        check_file(check, path);
    }
}

int cul_cli_check(const struct cul_cli_settings *settings)
{
    struct cul_cli_check check = {.settings = settings};
    int code = cul_cli_questionnaire_open(settings->questionnaire, "check", &check.questionnaire);
    if (!code) {
        code = cul_cli_mapping_open(settings, check.questionnaire, &check.mapping);
    }
    for (size_t i = 0; !code && i < settings->file_count; i++) {
        check_path(&check, settings->files[i], 0);
    }
    culture_mapping_free(check.mapping);
    culture_questionnaire_free(check.questionnaire);
    if (code) {
        return code;
    }
    if (!check.good && !check.bad) {
        cul_cli_say("there is nothing to check");
    }
    return !check.good ? CUL_CLI_NOTHING : check.bad ? CUL_CLI_SOME_FAILED : CUL_CLI_WELL;
}
