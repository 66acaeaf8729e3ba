/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches of files, several at once. Each file is read into a tally of its own, which joins its worker's only when the
 * file is good; the workers' tallies join the caller's at the very end. Merging does not depend on order, so neither
 * does the result, for any number of threads. All threads end with the call.
 */
#define _GNU_SOURCE
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "tally/copies.h"
#include "tally/journal.h"
#include "tally/model.h"
#include "tally/parts.h"
#include "tally/paths.h"
#include "tally/reading.h"
#include "tally/screen.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { MAXIMUM_THREADS = 256 };

struct batch {
    culture_questionnaire *questionnaire;
    const struct cul_paths *paths;
    const size_t *copies; /* per path the first file with its bytes */
    const struct culture_add_options *options;
    size_t spare;                     /* threads for each file */
    const struct cul_screen *screen;  /* NULL: rows are not compared with others */
    struct cul_journal *journal;      /* NULL: there is none */
    struct cul_file_report **reports; /* per path */
    pthread_mutex_t lock;             /* guards what follows */
    size_t next;
    struct culture_progress progress;
    culture_status stopped; /* the reason to stop the batch: no memory, cancelled, no journal */
    struct culture_error why;
};

struct worker {
    struct batch *batch;
    culture_tally *tally;
    struct cul_screening screening;
    struct culture_error error; /* of the file at hand */
    struct cul_buffer head;     /* how its line in the journal begins, and as it is after reading */
    struct cul_buffer head_after;
    _Bool journal_failed;
    pthread_t thread;
};

static culture_status read_survey(struct worker *worker, const char *path, struct cul_file_report *report,
                                  culture_tally *tally)
{
    culture_answers *answers = NULL;
    const struct batch *batch = worker->batch;
    culture_status status = CULTURE_OK;
    if (tally->screening || !cul_parts_read(path, batch->options->answers, batch->spare, tally, &answers)) {
        status = culture_answers_open(path, batch->questionnaire, batch->options->answers, &answers, &worker->error);
        if (status) {
            return status;
        }
        status = cul_tally_count_rows(tally, answers, NULL, &worker->error);
    }
    if (!cul_tally_report_rows(tally, answers, report)) {
        status = cul_fail_memory(&worker->error);
    }
    culture_answers_free(answers);
    return status;
}

/* Counts a survey file, or takes what the journal says it came to. */
static culture_status count_survey(struct worker *worker, const char *path, struct cul_file_report *report,
                                   culture_tally **tally)
{
    struct batch *batch = worker->batch;
    culture_status status = CULTURE_OK;
    if (batch->journal) {
        status = cul_journal_head(batch->journal, path, &worker->head);
        if (!status) {
            status = cul_journal_take(batch->journal, &worker->head, batch->questionnaire, tally, report);
        }
        report->resumed = *tally != NULL;
    }
    if (status || *tally) {
        return status ? cul_fail_memory(&worker->error) : CULTURE_OK;
    }
    status = culture_tally_new(batch->questionnaire, tally, &worker->error);
    if (!status) {
        (*tally)->screening = batch->screen ? &worker->screening : NULL;
        status = read_survey(worker, path, report, *tally);
    }
    return status;
}

/* Writes down what a file came to, unless it changed while it was read. */
static culture_status write_down(struct worker *worker, const char *path, const culture_tally *tally,
                                 const struct cul_file_report *report)
{
    struct cul_journal *journal = worker->batch->journal;
    const struct cul_buffer *before = &worker->head, *after = &worker->head_after;
    if (!journal || !before->length || report->resumed) {
        return CULTURE_OK;
    }
    if (cul_journal_head(journal, path, &worker->head_after)) {
        return cul_fail_memory(&worker->error);
    }
    if (after->length != before->length || memcmp(after->bytes, before->bytes, before->length) != 0) {
        return CULTURE_OK;
    }
    culture_status status = cul_journal_add(journal, before, tally, report, &worker->error);
    worker->journal_failed = status != CULTURE_OK;
    return status;
}

static culture_status read_tally(struct worker *worker, const char *path, struct cul_file_report *report,
                                 culture_tally **tally)
{
    culture_status status =
        culture_tally_read(&(struct culture_source){.path = path}, worker->batch->questionnaire, tally, &worker->error);
    if (!status) {
        report->rows = report->scored = culture_tally_respondents(*tally);
        report->format = "tally";
    }
    return status;
}

static culture_status refuse_copy(struct worker *worker, size_t index)
{
    const struct batch *batch = worker->batch;
    return cul_fail(&worker->error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = batch->paths->texts[index]},
                    "the same bytes as %.300s: everybody in it would count twice",
                    batch->paths->texts[batch->copies[index]]);
}

/* Reads one file aside and merges it into the worker's tally. The report tells what became of it. */
static culture_status read_file(struct worker *worker, size_t index, struct cul_file_report *report)
{
    const char *path = worker->batch->paths->texts[index];
    culture_tally *tally = NULL;
    culture_status status;
    if (worker->batch->copies[index] != index) {
        status = refuse_copy(worker, index);
    } else if (cul_file_has_extension(path, ".tally")) {
        status = read_tally(worker, path, report, &tally);
    } else {
        status = count_survey(worker, path, report, &tally);
        if (!status) {
            status = write_down(worker, path, tally, report);
        }
    }
    if (!status) {
        status = culture_tally_merge(worker->tally, tally, &worker->error);
    }
    culture_tally_free(tally);
    report->status = status;
    if (status) {
        report->scored = 0;
    }
    return status;
}

/* Makes the report of a file; only memory or a journal that fails stops the batch. */
static culture_status handle_file(struct worker *worker, size_t index)
{
    const char *path = worker->batch->paths->texts[index];
    struct cul_file_report *report = cul_file_report_new(path);
    if (!report) {
        return CULTURE_ERROR_MEMORY;
    }
    worker->batch->reports[index] = report;
    worker->error = (struct culture_error){0};
    culture_status status = read_file(worker, index, report);
    if (status == CULTURE_ERROR_MEMORY || worker->journal_failed) {
        return status;
    }
    if (status) {
        return cul_file_report_fail(report, &worker->error) ? CULTURE_OK : CULTURE_ERROR_MEMORY;
    }
    report->message = cul_memory_text("", 0);
    return report->message ? CULTURE_OK : CULTURE_ERROR_MEMORY;
}

/* Notes that a file is done; the caller may want to stop. */
static void note_progress(struct worker *worker, size_t index, culture_status status)
{
    struct batch *batch = worker->batch;
    pthread_mutex_lock(&batch->lock);
    batch->progress.files_done++;
    if (batch->reports[index]) {
        batch->progress.rows += batch->reports[index]->rows;
    }
    if (status && !batch->stopped) {
        batch->stopped = status;
        batch->why = worker->error;
    }
    if (!batch->stopped && batch->options->on_progress &&
        batch->options->on_progress(batch->options->context, &batch->progress)) {
        batch->stopped = CULTURE_ERROR_CANCELLED;
    }
    pthread_mutex_unlock(&batch->lock);
}

static _Bool take_next(struct batch *batch, size_t *index)
{
    pthread_mutex_lock(&batch->lock);
    _Bool more = !batch->stopped && batch->next < batch->paths->count;
    if (more) {
        *index = batch->next++;
    }
    pthread_mutex_unlock(&batch->lock);
    return more;
}

static void *work(void *context)
{
    struct worker *worker = context;
    for (size_t index; take_next(worker->batch, &index);) {
        note_progress(worker, index, handle_file(worker, index));
    }
    return NULL;
}

static size_t threads_wanted(const struct batch *batch)
{
    long wanted = batch->options->threads;
    if (wanted == 0) {
        wanted = sysconf(_SC_NPROCESSORS_ONLN);
    }
    return wanted < 1 ? 1 : wanted > MAXIMUM_THREADS ? MAXIMUM_THREADS : (size_t)wanted;
}

/* Runs the workers; a thread that cannot be started is simply one fewer. */
static culture_status run_workers(struct batch *batch, struct worker *workers, size_t count,
                                  struct culture_error *error)
{
    for (size_t i = 0; i < count; i++) {
        workers[i].batch = batch;
        culture_status status = culture_tally_new(batch->questionnaire, &workers[i].tally, error);
        if (!status && batch->screen && !cul_screening_new(&workers[i].screening, batch->screen)) {
            status = cul_fail_memory(error);
        }
        if (status) {
            return status;
        }
    }
    size_t started = 1;
    while (started < count && pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0) {
        started++;
    }
    work(&workers[0]);
    for (size_t i = 1; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    if (batch->stopped == CULTURE_ERROR_CANCELLED) {
        return cul_fail(error, CULTURE_ERROR_CANCELLED, (struct cul_place){0}, "the batch was cancelled");
    }
    if (batch->stopped && batch->stopped != CULTURE_ERROR_MEMORY) {
        return cul_fail(error, batch->stopped, (struct cul_place){.path = batch->why.path}, "%s", batch->why.message);
    }
    return batch->stopped ? cul_fail_memory(error) : CULTURE_OK;
}

/* Says why not one file could be used: the first file's reason. */
static culture_status fail_nothing(const struct batch *batch, struct culture_error *error)
{
    const struct cul_file_report *first = batch->reports[0];
    struct cul_place place = {.path = first->path};
    if (first->problem_count) {
        place.line = first->problems[0].line;
        place.column = first->problems[0].column;
    }
    return cul_fail(error, CULTURE_ERROR_NOTHING, place, "%s", first->message);
}

static _Bool any_good(const struct batch *batch)
{
    for (size_t i = 0; i < batch->paths->count; i++) {
        if (batch->reports[i]->status == CULTURE_OK) {
            return 1;
        }
    }
    return 0;
}

/* What is in the folders and no survey file. False: no memory. */
static _Bool add_skipped(culture_tally *tally, const struct cul_paths *paths)
{
    for (size_t i = 0; i < paths->other_count; i++) {
        if (!cul_tally_add_skipped(tally, paths->others[i].path, paths->others[i].why)) {
            return 0;
        }
    }
    return 1;
}

/* Joins the workers' tallies and hands the reports over, then adds all of it to the caller's tally in one step. */
static culture_status join(culture_tally *tally, struct batch *batch, struct worker *workers, size_t count,
                           struct culture_error *error)
{
    for (size_t i = 1; i < count; i++) {
        culture_status status = culture_tally_merge(workers[0].tally, workers[i].tally, error);
        if (status) {
            return status;
        }
    }
    for (size_t i = 0; i < batch->paths->count; i++) {
        if (!cul_tally_add_report(workers[0].tally, cul_file_report_retain(batch->reports[i]))) {
            cul_file_report_free(batch->reports[i]);
            return cul_fail_memory(error);
        }
    }
    if (!add_skipped(workers[0].tally, batch->paths)) {
        return cul_fail_memory(error);
    }
    return culture_tally_merge(tally, workers[0].tally, error);
}

static culture_status keep_reports(culture_tally *tally, const struct batch *batch)
{
    int64_t before = tally->file_count;
    _Bool good = 1;
    for (size_t i = 0; i < batch->paths->count && good; i++) {
        good = cul_tally_add_report(tally, cul_file_report_retain(batch->reports[i]));
        if (!good) {
            cul_file_report_free(batch->reports[i]);
        }
    }
    if (good && add_skipped(tally, batch->paths)) {
        return CULTURE_OK;
    }
    while (tally->file_count > before) {
        cul_file_report_free(tally->files[--tally->file_count]);
    }
    return CULTURE_ERROR_MEMORY;
}

static culture_status run(culture_tally *tally, struct batch *batch, struct culture_error *error)
{
    size_t wanted = threads_wanted(batch), count = wanted < batch->paths->count ? wanted : batch->paths->count;
    batch->spare = count ? wanted / count : 1;
    struct worker *workers = cul_memory_new(count, sizeof *workers);
    batch->reports = cul_memory_new(batch->paths->count, sizeof *batch->reports);
    size_t *copies = cul_copies_find(batch->paths);
    batch->copies = copies;
    culture_status status =
        workers && batch->reports && copies ? run_workers(batch, workers, count, error) : cul_fail_memory(error);
    if (!status && !any_good(batch)) {
        status = keep_reports(tally, batch) ? cul_fail_memory(error) : fail_nothing(batch, error);
    } else if (!status) {
        status = join(tally, batch, workers, count, error);
    }
    for (size_t i = 0; workers && i < count; i++) {
        culture_tally_free(workers[i].tally);
        cul_screening_free(&workers[i].screening);
        cul_buffer_free(&workers[i].head);
        cul_buffer_free(&workers[i].head_after);
    }
    for (size_t i = 0; batch->reports && i < batch->paths->count; i++) {
        cul_file_report_free(batch->reports[i]);
    }
    cul_memory_free(workers);
    cul_memory_free(batch->reports);
    cul_memory_free(copies);
    return status;
}

static culture_status open_journal(const culture_tally *tally, const struct culture_add_options *options,
                                   struct cul_journal **journal, struct culture_error *error)
{
    if (!options->journal) {
        return CULTURE_OK;
    }
    if (options->screen) {
        return cul_fail_argument(error, "a journal and a screen do not go together: with a screen what a file comes "
                                        "to depends on the others");
    }
    return cul_journal_open(options->journal, tally->questionnaire, options->answers, journal, error);
}

culture_status culture_tally_add_files(culture_tally *tally, const char *const *paths, size_t count,
                                       const struct culture_add_options *options, struct culture_error *error)
{
    struct culture_add_options known;
    if (!tally || !paths || !cul_options_read(&known, sizeof known, options) || known.threads < 0) {
        return cul_fail_argument(error, "a tally, paths and options with struct_size set are needed");
    }
    struct cul_paths files = {0};
    struct cul_screen *screen = NULL;
    struct cul_journal *journal = NULL;
    culture_status status = cul_screen_open(tally, known.screen, &screen, error);
    if (!status) {
        status = open_journal(tally, &known, &journal, error);
    }
    if (!status) {
        status = cul_paths_expand(&files, paths, count, error);
    }
    if (!status && files.count == 0) {
        const char *other = files.other_count ? files.others[0].path : "";
        status = cul_fail(error, CULTURE_ERROR_NOTHING, (struct cul_place){.path = count ? paths[0] : NULL},
                          "there is no survey file (.csv, .tsv, .txt, .tally) here%s%.200s",
                          *other ? ", only files such as " : "", other);
    }
    if (!status) {
        struct batch batch = {.questionnaire = tally->questionnaire,
                              .paths = &files,
                              .options = &known,
                              .screen = screen,
                              .journal = journal,
                              .progress = {.struct_size = sizeof batch.progress, .files_total = (int64_t)files.count}};
        pthread_mutex_init(&batch.lock, NULL);
        status = run(tally, &batch, error);
        pthread_mutex_destroy(&batch.lock);
    }
    cul_paths_free(&files);
    cul_screen_free(screen);
    cul_journal_free(journal);
    return status;
}
