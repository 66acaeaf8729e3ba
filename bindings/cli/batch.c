/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files into a tally, with progress on a terminal and a clean end at Ctrl-C. */
#define _GNU_SOURCE
#include "batch.h"

#include "data.h"
#include "messages.h"
#include "phrases.h"
#include "registers.h"
#include "subgroups.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t writing;
static const char *stopped = "";

/* Until something is written there is nothing to finish: a file that never comes (a pipe) must not hold the command. */
static void on_signal(int number)
{
    if (!writing) {
        (void)!write(STDERR_FILENO, stopped, strlen(stopped));
        _exit(CUL_CLI_SIGNALLED + number);
    }
}

/* A signal that is ignored, as in the background of a script, stays ignored. */
static void catch_signal(int number)
{
    struct sigaction before, action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        sigaction(number, &action, NULL);
    }
}

static void catch_signals(void)
{
    stopped = cul_cli_in("\nculture: stopped; nothing was written\n");
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
}

void cul_cli_batch_write(void)
{
    writing = 1;
}

_Bool cul_cli_is_path(const char *text)
{
    const char *dot = strrchr(text, '.');
    return strchr(text, '/') || (dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0));
}

static int refuse_id(const char *text, const char *command)
{
    char ids[256] = "";
    for (int32_t i = 0; culture_questionnaire_standard_id(i); i++) {
        size_t used = strlen(ids);
        snprintf(ids + used, sizeof ids - used, "%s%s", i ? ", " : "", culture_questionnaire_standard_id(i));
    }
    return cul_cli_wrong_use(command, "no questionnaire '%s': neither a file nor one of: %s", text, ids);
}

int cul_cli_questionnaire_open(const char *text, const char *command, culture_questionnaire **questionnaire)
{
    struct culture_error error = {0};
    culture_status status = CULTURE_ERROR_NOT_FOUND;
    if (!cul_cli_is_path(text)) {
        status = culture_questionnaire_standard(text, questionnaire, &error);
    }
    if (status == CULTURE_ERROR_NOT_FOUND && !cul_cli_is_path(text) && access(text, F_OK) != 0) {
        return refuse_id(text, command);
    }
    if (status == CULTURE_ERROR_NOT_FOUND) {
        error = (struct culture_error){0};
        status = culture_questionnaire_open(text, NULL, questionnaire, &error);
    }
    return status ? cul_cli_error(&error) : 0;
}

static void count_problem(void *context, const struct culture_error *problem)
{
    (void)problem;
    ++*(int64_t *)context;
}

/* The first problem, and how many there are more. */
static int refuse_with_problems(const char *path, int64_t problems, const struct culture_error *error)
{
    int code = cul_cli_error(error);
    if (problems > 1) {
        cul_cli_say("%s: %lld more problem%s; 'culture check' lists them", path, (long long)(problems - 1),
                    cul_cli_plural(problems - 1));
    }
    return code;
}

static int open_register(struct cul_cli_batch *batch, const char *path)
{
    int64_t problems = 0;
    struct culture_error error = {0};
    struct culture_register_options options = {
        .struct_size = sizeof options, .on_problem = count_problem, .context = &problems};
    if (!culture_register_open(path, &options, &batch->reg, &error)) {
        return 0;
    }
    return refuse_with_problems(path, problems, &error);
}

int cul_cli_mapping_open(const struct cul_cli_settings *settings, culture_questionnaire *questionnaire,
                         culture_mapping **mapping)
{
    int64_t problems = 0;
    struct culture_error error = {0};
    struct culture_mapping_options options = {
        .struct_size = sizeof options, .on_problem = count_problem, .context = &problems};
    if (settings->duplicates == CULTURE_DUPLICATES_LAST_COUNTS && !settings->key && !settings->mapping) {
        return cul_cli_wrong_use(cul_cli_command_name(settings->command),
                                 "--duplicates last needs --key, the column that tells respondents apart");
    }
    if (!settings->mapping || !culture_mapping_open(settings->mapping, questionnaire, &options, mapping, &error)) {
        return 0;
    }
    return refuse_with_problems(settings->mapping, problems, &error);
}

int cul_cli_batch_open(struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    const char *command = cul_cli_command_name(settings->command);
    if (settings->journal && settings->screen) {
        return cul_cli_wrong_use(command,
                                 "--screen and --resume do not go together: with --screen what a file comes to "
                                 "depends on the others");
    }
    int code =
        batch->questionnaire ? 0 : cul_cli_questionnaire_open(settings->questionnaire, command, &batch->questionnaire);
    if (!code && !batch->mapping) {
        code = cul_cli_mapping_open(settings, batch->questionnaire, &batch->mapping);
    }
    return code || !settings->reg || batch->reg ? code : open_register(batch, settings->reg);
}

struct culture_answers_options cul_cli_answers_options(const struct cul_cli_settings *settings,
                                                       culture_mapping *mapping)
{
    return (struct culture_answers_options){
        .struct_size = sizeof(struct culture_answers_options),
        .organisation_column = settings->organisation_column,
        .organisation = settings->organisation,
        .unit_columns = settings->by.count ? settings->by.texts : NULL,
        .unit_column_count = settings->by.count,
        .invalid = (int32_t)settings->invalid,
        .key_column = settings->key,
        .duration_column = settings->duration_column,
        .finished_column = settings->finished_column,
        .unfinished = (int32_t)settings->unfinished,
        .duplicates = (int32_t)settings->duplicates,
        .mapping = mapping,
        .read_data = cul_cli_data_read,
    };
}

/* The line of progress on a terminal. */
struct meter {
    _Bool shown; /* there is a line to clear */
    _Bool dumb;  /* a terminal that knows no escape codes */
    _Bool wanted;
    int64_t last; /* when it was drawn, in ms */
};

static int64_t milliseconds(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int32_t on_progress(void *context, const struct culture_progress *progress)
{
    enum { BETWEEN = 50 };
    struct meter *meter = context;
    int64_t now = milliseconds();
    if (meter->wanted && now - meter->last >= BETWEEN) {
        fprintf(stderr, cul_cli_in("\rculture: %lld of %lld files, %lld rows"), (long long)progress->files_done,
                (long long)progress->files_total, (long long)progress->rows);
        fflush(stderr);
        meter->last = now;
        meter->shown = 1;
    }
    return 0;
}

static void clear_meter(const struct meter *meter)
{
    if (meter->shown) {
        fputs(meter->dumb ? "\n" : "\r\033[K", stderr);
    }
}

static struct culture_problem problem_of(const struct cul_cli_batch *batch, int64_t file, int32_t index)
{
    struct culture_problem problem = {.struct_size = sizeof problem};
    if (culture_tally_file_problem(batch->tally, file, index, &problem, NULL)) {
        problem = (struct culture_problem){.struct_size = sizeof problem, .kind = "", .message = ""};
    }
    return problem;
}

static void tell_failure(const struct cul_cli_batch *batch, int64_t index, const struct culture_file *file)
{
    struct culture_error error = {.status = file->status};
    struct culture_problem problem = problem_of(batch, index, 0);
    error.line = problem.line;
    error.column = problem.column;
    snprintf(error.path, sizeof error.path, "%s", file->path);
    snprintf(error.message, sizeof error.message, cul_cli_in("failed: %s"), file->message);
    cul_cli_error(&error);
}

/* What makes the results doubtful is told in any case, even when other notes are not wanted. */
static _Bool is_warning(const struct culture_problem *problem)
{
    return strcmp(problem->kind, "unrecognised_answers") == 0;
}

/* What is told wherever it stands: what holds for the whole file, and why rows were left out that had answers. */
static _Bool is_about_file(const struct culture_problem *problem)
{
    static const char *const kinds[] = {"organisation_from_file_name", "unfinished", "preview", "duplicate_respondent"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(problem->kind, kinds[i]) == 0) {
            return 1;
        }
    }
    return is_warning(problem);
}

static void print_problem(const char *path, const struct culture_problem *problem)
{
    enum { LONGEST = 240 };
    char start[LONGEST + 1] = "";
    struct culture_problem shown = *problem;
    if (strlen(problem->message) >= LONGEST) {
        size_t length = LONGEST - sizeof ", ...";
        while (length && problem->message[length] != ' ') {
            length--; /* a long list of names is cut between two of them */
        }
        snprintf(start, sizeof start, "%.*s ...", (int)length, problem->message);
        shown.message = start;
    }
    fputs("culture: ", stderr);
    cul_cli_print_problem(stderr, path, &shown);
}

static void tell_warnings(const struct cul_cli_batch *batch, int64_t index, const struct culture_file *file)
{
    for (int32_t i = 0; i < file->problem_count; i++) {
        struct culture_problem problem = problem_of(batch, index, i);
        if (is_warning(&problem)) {
            print_problem(file->path, &problem);
        }
    }
}

/* A file that was counted, though not all of it. */
static void tell_problems(const struct cul_cli_batch *batch, int64_t index, const struct culture_file *file)
{
    int32_t told = 0, others = 0;
    if (file->scored < file->rows) {
        cul_cli_say("%s: %lld of %lld rows left out", file->path, (long long)(file->rows - file->scored),
                    (long long)file->rows);
    }
    for (int32_t i = 0; i < file->problem_count; i++) {
        struct culture_problem problem = problem_of(batch, index, i);
        _Bool wanted = is_about_file(&problem);
        if (wanted || !others) {
            print_problem(file->path, &problem);
            told++;
        }
        others += !wanted;
    }
    int32_t more = file->problem_kinds - told;
    if (more > 0) {
        cul_cli_say("%s: %d more kind%s of problem; 'culture check' lists them", file->path, more,
                    cul_cli_plural(more));
    }
}

/* How many files there are of each kind, and the first names of those that were passed over. */
struct summary {
    int64_t read, failed, skipped, rows, scored;
    const char *names[3];
};

static void count_file(struct summary *summary, const struct culture_file *file)
{
    enum { NAMES = sizeof summary->names / sizeof *summary->names };
    if (file->skipped) {
        if (summary->skipped < NAMES) {
            summary->names[summary->skipped] = file->path;
        }
        summary->skipped++;
        return;
    }
    summary->failed += file->status != CULTURE_OK;
    summary->read += file->status == CULTURE_OK;
    summary->rows += file->rows;
    summary->scored += file->scored;
}

/* What is no survey file is named: it might have been meant as one. */
static void tell_skipped(const struct summary *summary)
{
    enum { NAMES = sizeof summary->names / sizeof *summary->names };
    const char *const *names = summary->names;
    if (!summary->skipped) {
        return;
    }
    char more[64] = "";
    if (summary->skipped > NAMES) {
        snprintf(more, sizeof more, cul_cli_in(" and %lld more"), (long long)(summary->skipped - NAMES));
    }
    cul_cli_say("passed over, no survey file%s: %s%s%s%s%s%s", cul_cli_plural(summary->skipped), names[0],
                names[1] ? ", " : "", names[1] ? names[1] : "", names[2] ? ", " : "", names[2] ? names[2] : "", more);
}

static void tell_summary(const struct summary *summary)
{
    int64_t files = summary->read + summary->failed;
    tell_skipped(summary);
    if (files > 1) {
        cul_cli_say("%lld files: %lld read, %lld failed; %lld of %lld row%s counted", (long long)files,
                    (long long)summary->read, (long long)summary->failed, (long long)summary->scored,
                    (long long)summary->rows, cul_cli_plural(summary->rows));
    }
}

static void tell_files(struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    struct summary summary = {0};
    int64_t count = culture_tally_file_count(batch->tally);
    for (int64_t i = 0; i < count; i++) {
        struct culture_file file = {.struct_size = sizeof file};
        if (culture_tally_file(batch->tally, i, &file, NULL)) {
            continue;
        }
        count_file(&summary, &file);
        if (file.skipped) {
            continue;
        }
        batch->refused |= file.status != CULTURE_OK;
        batch->doubtful |= file.problem_kinds > 0;
        if (file.status) {
            tell_failure(batch, i, &file);
        } else if (settings->quiet) {
            tell_warnings(batch, i, &file);
        } else {
            tell_problems(batch, i, &file);
        }
    }
    if (!settings->quiet) {
        tell_summary(&summary);
    }
}

static int judge(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    if (!settings->strict || (!batch->refused && !batch->doubtful)) {
        return 0;
    }
    cul_cli_say("--strict: nothing is written: %s",
                batch->refused ? cul_cli_in("a file or organisation was refused")
                               : cul_cli_in("a file has problems; 'culture check' lists them"));
    return CUL_CLI_NOTHING;
}

/* Why no row's distance is told. */
static void tell_distances(const struct cul_cli_batch *batch, const culture_structure *screen)
{
    int32_t reason = CULTURE_REASON_NONE;
    int64_t rows = 0;
    struct culture_error error = {0};
    if (culture_structure_distances(screen, &reason, &rows, &error)) {
        cul_cli_say("--screen: no distances: %s", error.message);
    } else if (reason == CULTURE_REASON_TOO_FEW) {
        cul_cli_say("--screen: distances need more than %lld rows for every two items; the fewest of two: %lld",
                    5 * (long long)culture_questionnaire_item_count(batch->questionnaire), (long long)rows);
    } else if (reason) {
        cul_cli_say("--screen: no distances: the items' covariances cannot be inverted");
    }
}

/* Why no row is compared with the items' means. */
static void tell_by_chance(const culture_structure *screen)
{
    double share;
    if (!culture_structure_by_chance(screen, &share, NULL) && share > 0.05) {
        cul_cli_say("--screen: person_total is not told: the items' means differ so little that %d %% of ordinary "
                    "respondents would show it by chance",
                    (int)(100 * share + 0.5));
    }
}

/* What a journal spared, and that it is there to be deleted. */
static void tell_journal(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    int64_t count = culture_tally_file_count(batch->tally), resumed = 0;
    for (int64_t i = 0; i < count; i++) {
        struct culture_file file = {.struct_size = sizeof file};
        resumed += culture_tally_file(batch->tally, i, &file, NULL) == CULTURE_OK && file.resumed;
    }
    if (settings->journal && !settings->quiet && count) {
        cul_cli_say(
            "%s: %lld of %lld file%s taken from the journal; personal data, to be deleted when the batch is done",
            settings->journal, (long long)resumed, (long long)count, cul_cli_plural(count));
    }
}

int32_t cul_cli_batch_count(void *context, const struct culture_progress *progress)
{
    *(int64_t *)context = progress->rows;
    return 0;
}

_Bool cul_cli_is_tally(const struct culture_file *file)
{
    size_t length = strlen(file->path);
    return length > 6 && strcasecmp(file->path + length - 6, ".tally") == 0;
}

int cul_cli_batch_twice(const struct cul_cli_batch *batch, int64_t rows)
{
    for (int64_t i = 0; i < culture_tally_file_count(batch->tally); i++) {
        struct culture_file file = {.struct_size = sizeof file};
        culture_tally_file(batch->tally, i, &file, NULL);
        rows -= cul_cli_is_tally(&file) ? 0 : file.scored;
    }
    if (rows) {
        cul_cli_say(
            "the files are read twice, and were not the same: one changed, or could not be read once; try again");
    }
    return rows ? CUL_CLI_NOTHING : 0;
}

/* The first of two passes: what every row is compared with. Files that fail are told by the second. */
static culture_structure *read_screen(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings,
                                      const struct culture_answers_options *answers, int64_t *rows)
{
    culture_structure *screen = NULL;
    struct culture_error error = {0};
    struct culture_add_options options = {
        .struct_size = sizeof options, .answers = answers, .on_progress = cul_cli_batch_count, .context = rows};
    culture_status status = culture_structure_new(batch->questionnaire, NULL, &screen, &error);
    if (!status) {
        status = culture_structure_add_files(screen, settings->files, settings->file_count, &options, &error);
    }
    if (status) {
        cul_cli_say("--screen: nothing is compared: %s", error.message);
        culture_structure_free(screen);
        return NULL;
    }
    if (!settings->quiet) {
        tell_distances(batch, screen);
        tell_by_chance(screen);
    }
    return screen;
}

int cul_cli_batch_read(struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    struct culture_error error = {0};
    const char *terminal = getenv("TERM");
    struct meter meter = {.wanted = !settings->quiet && isatty(STDERR_FILENO),
                          .dumb = !terminal || strcmp(terminal, "dumb") == 0};
    struct culture_answers_options answers = cul_cli_answers_options(settings, batch->mapping);
    struct culture_add_options options = {.struct_size = sizeof options,
                                          .answers = &answers,
                                          .threads = (int32_t)settings->threads,
                                          .on_progress = on_progress,
                                          .context = &meter,
                                          .journal = settings->journal};
    if (culture_tally_new(batch->questionnaire, &batch->tally, &error)) {
        return cul_cli_error(&error);
    }
    catch_signals();
    int64_t rows = 0;
    culture_structure *screen = settings->screen ? read_screen(batch, settings, &answers, &rows) : NULL;
    _Bool screened = screen != NULL;
    options.screen = screen;
    culture_status status =
        culture_tally_add_files(batch->tally, settings->files, settings->file_count, &options, &error);
    clear_meter(&meter);
    culture_structure_free(screen);
    tell_files(batch, settings);
    tell_journal(batch, settings);
    if (!status) {
        int code = screened ? cul_cli_batch_twice(batch, rows) : 0;
        return code ? code : judge(batch, settings);
    }
    return culture_tally_file_count(batch->tally) ? CUL_CLI_NOTHING : cul_cli_error(&error);
}

/* A register that cannot be right for an organisation; the place is that of its headcount. */
static void tell_refused(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings,
                         const struct culture_organisation *organisation)
{
    struct culture_error error = {.status = CULTURE_ERROR_REGISTER};
    struct culture_register_entry entry = {.struct_size = sizeof entry};
    culture_register_entry(batch->reg, culture_register_find(batch->reg, organisation->name), &entry, NULL);
    error.line = entry.line;
    error.column = entry.column;
    snprintf(error.path, sizeof error.path, "%s", settings->reg);
    snprintf(error.message, sizeof error.message,
             cul_cli_in("organisation %s: refused: its headcount %lld is below its number of respondents"),
             organisation->name, (long long)entry.headcount);
    cul_cli_error(&error);
}

static void tell_organisation(struct cul_cli_batch *batch, const struct cul_cli_settings *settings,
                              const struct culture_organisation *organisation)
{
    batch->scored |= organisation->reason == CULTURE_REASON_NONE;
    if (organisation->reason == CULTURE_REASON_OUT_OF_RANGE) {
        batch->refused = 1;
        tell_refused(batch, settings, organisation);
    } else if (batch->reg && !settings->quiet && culture_register_find(batch->reg, organisation->name) < 0) {
        cul_cli_say("%s: organisation %s is not in the register", settings->reg, organisation->name);
    }
}

int cul_cli_batch_compute(struct cul_cli_batch *batch, const struct cul_cli_settings *settings, int32_t precision)
{
    struct culture_error error = {0};
    struct culture_scores_options options = {.struct_size = sizeof options,
                                             .reg = batch->reg,
                                             .minimum = settings->minimum,
                                             .precision = precision,
                                             .target = (int32_t)settings->target,
                                             .threads = (int32_t)settings->threads};
    if (culture_scores_compute(batch->tally, &options, &batch->scores, &error)) {
        return cul_cli_error(&error);
    }
    for (int64_t i = 0; i < culture_scores_organisation_count(batch->scores); i++) {
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        if (culture_scores_organisation(batch->scores, i, &organisation, NULL) == CULTURE_OK) {
            tell_organisation(batch, settings, &organisation);
        }
    }
    cul_cli_tell_subgroups(batch, settings);
    if (batch->reg && !settings->quiet) {
        cul_cli_tell_ignored(stderr, "culture: ", settings->reg, batch->reg);
        cul_cli_tell_units(batch, settings);
    }
    return judge(batch, settings);
}

void cul_cli_batch_free(struct cul_cli_batch *batch)
{
    culture_scores_free(batch->scores);
    culture_tally_free(batch->tally);
    culture_register_free(batch->reg);
    culture_mapping_free(batch->mapping);
    culture_questionnaire_free(batch->questionnaire);
}
