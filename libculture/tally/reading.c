/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/reading.h"

#include "answers/parts.h"
#include "answers/recognition.h"
#include "base/error.h"
#include "base/memory.h"
#include "tally/count.h"
#include "tally/screen.h"

#include <string.h>

enum { WATCHED_ROWS = 1 << 16 };

/* Tells the caller how far it is, when there is somebody to tell. */
static culture_status tell(const struct culture_add_options *options, const struct culture_progress *progress,
                           struct culture_error *error)
{
    if (options && options->on_progress && options->on_progress(options->context, progress)) {
        return cul_fail(error, CULTURE_ERROR_CANCELLED, (struct cul_place){0}, "the batch was cancelled");
    }
    return CULTURE_OK;
}

_Bool cul_reading_begin(struct cul_reading *reading, culture_tally *tally, culture_answers *answers)
{
    *reading = (struct cul_reading){.tally = tally, .answers = answers};
    _Bool coded = tally->plan.target && !tally->screening && cul_answers_give_codes(answers);
    return !coded || cul_codes_new(&reading->codes, tally->questionnaire, CUL_CODES_ROWS);
}

void cul_reading_free(struct cul_reading *reading)
{
    cul_codes_free(&reading->codes);
}

/* The next block of values. */
static culture_status add_values(struct cul_reading *reading, int64_t *rows, _Bool *more, struct culture_error *error)
{
    struct culture_block block = {.struct_size = sizeof block};
    culture_status status = culture_answers_next(reading->answers, &block, error);
    *rows = block.rows;
    *more = block.rows > 0;
    return status ? status : culture_tally_add_block(reading->tally, &block, error);
}

culture_status cul_reading_end(struct cul_reading *reading, struct culture_error *error)
{
    struct culture_block block;
    if (!reading->codes.rows) {
        return CULTURE_OK;
    }
    cul_answers_describe(reading->answers, &reading->codes, &block);
    culture_status status = cul_lanes_add_codes(reading->tally, &block, &reading->codes, error);
    reading->codes.rows = 0;
    return status;
}

culture_status cul_reading_go_on(struct cul_reading *reading, int64_t *rows, _Bool *more, struct culture_error *error)
{
    if (!reading->codes.codes) {
        return add_values(reading, rows, more, error);
    }
    int32_t before = reading->codes.rows;
    culture_status status = cul_answers_next_codes(reading->answers, &reading->codes, error);
    *rows = reading->codes.rows - before;
    *more = reading->codes.rows == reading->codes.capacity;
    return status || !*more ? status : cul_reading_end(reading, error);
}

culture_status cul_tally_count_rows(culture_tally *tally, culture_answers *answers,
                                    const struct culture_add_options *options, struct culture_error *error)
{
    struct culture_progress progress = {.struct_size = sizeof progress, .files_total = 1};
    struct cul_reading reading;
    int64_t told = 0, rows = 0;
    _Bool more = 1;
    culture_status status = cul_reading_begin(&reading, tally, answers) ? CULTURE_OK : cul_fail_memory(error);
    while (!status && more) {
        status = cul_reading_go_on(&reading, &rows, &more, error);
        progress.rows += status ? 0 : rows;
        if (!status && progress.rows - told >= WATCHED_ROWS) {
            status = tell(options, &progress, error);
            told = progress.rows;
        }
    }
    status = status ? status : cul_reading_end(&reading, error);
    cul_reading_free(&reading);
    progress.files_done = 1;
    return status ? status : tell(options, &progress, error);
}

_Bool cul_tally_report_rows(const culture_tally *tally, const culture_answers *answers, struct cul_file_report *report)
{
    struct culture_layout layout = {.struct_size = sizeof layout};
    if (culture_answers_layout(answers, &layout, NULL) == CULTURE_OK) {
        report->rows = layout.rows;
        report->format = layout.format;
        report->encoding = layout.encoding;
        report->compression = layout.compression;
        report->delimiter = layout.delimiter;
        report->profile = layout.profile;
    }
    report->scored = culture_tally_respondents(tally);
    return cul_file_report_take(report, answers);
}

/* Reads aside and merges; the report tells what became of it. */
static culture_status read_aside(culture_tally *tally, culture_answers *answers, struct cul_file_report *report,
                                 const struct culture_add_options *options, struct culture_error *error)
{
    struct cul_screen *screen = NULL;
    struct cul_screening screening = {0};
    culture_tally *aside = NULL;
    culture_status status = cul_screen_open(tally, options->screen, &screen, error);
    if (!status && screen && !cul_screening_new(&screening, screen)) {
        status = cul_fail_memory(error);
    }
    if (!status) {
        status = culture_tally_new(tally->questionnaire, &aside, error);
    }
    if (!status) {
        aside->screening = screen ? &screening : NULL;
        status = cul_tally_count_rows(aside, answers, options, error);
        status = cul_tally_report_rows(aside, answers, report) ? status : cul_fail_memory(error);
    }
    if (!status) {
        status = culture_tally_merge(tally, aside, error);
    }
    culture_tally_free(aside);
    cul_screening_free(&screening);
    cul_screen_free(screen);
    return status;
}

/* The report is kept with the tally before anything is counted, so that nothing can fail afterwards. */
static culture_status start_report(culture_tally *tally, const culture_answers *answers,
                                   struct cul_file_report **report)
{
    struct cul_file_report *made = cul_file_report_new(cul_answers_path(answers));
    if (made && !(made->message = cul_memory_text("", 0))) {
        cul_file_report_free(made);
        made = NULL;
    }
    if (!made || !cul_tally_add_report(tally, made)) {
        cul_file_report_free(made);
        return CULTURE_ERROR_MEMORY;
    }
    *report = made;
    return CULTURE_OK;
}

culture_status culture_tally_add_answers(culture_tally *tally, culture_answers *answers,
                                         const struct culture_add_options *options, struct culture_error *error)
{
    struct culture_add_options known;
    struct cul_file_report *report;
    struct culture_error why = {0};
    if (!tally || !answers || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error, "a tally, answers and options with struct_size set are needed");
    }
    if (strcmp(cul_answers_questionnaire(answers)->fingerprint, tally->questionnaire->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){.path = cul_answers_path(answers)},
                        "the answers were read with another questionnaire than the tally's");
    }
    if (start_report(tally, answers, &report)) {
        return cul_fail_memory(error);
    }
    culture_status status = read_aside(tally, answers, report, &known, &why);
    report->status = status;
    if (status) {
        report->scored = 0;
        cul_memory_free(report->message);
        report->message = NULL;
    }
    /* Without the memory to tell why, or when it was cancelled, it is as if it had not been tried. */
    if (status &&
        (status == CULTURE_ERROR_MEMORY || status == CULTURE_ERROR_CANCELLED || !cul_file_report_fail(report, &why))) {
        cul_file_report_free(tally->files[--tally->file_count]);
    }
    if (status && error && error->status == CULTURE_OK) {
        *error = why;
    }
    return status;
}
