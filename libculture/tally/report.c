/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the files of a batch. */
#include "answers/recognition.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/model.h"

#include <string.h>

enum { LISTED_PROBLEMS = 20 };

struct cul_file_report *cul_file_report_new(const char *path)
{
    struct cul_file_report *report = cul_memory_new(1, sizeof *report);
    if (report) {
        atomic_init(&report->references, 1);
        report->format = report->encoding = report->compression = "";
        report->path = cul_memory_text(path, strlen(path));
    }
    if (report && !report->path) {
        cul_file_report_free(report);
        return NULL;
    }
    return report;
}

struct cul_file_report *cul_file_report_retain(struct cul_file_report *report)
{
    atomic_fetch_add_explicit(&report->references, 1, memory_order_relaxed);
    return report;
}

void cul_file_report_free(struct cul_file_report *report)
{
    if (!report || atomic_fetch_sub_explicit(&report->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    for (int32_t i = 0; i < report->problem_count; i++) {
        cul_memory_free(report->problems[i].kind);
        cul_memory_free(report->problems[i].message);
    }
    cul_memory_free(report->problems);
    cul_names_free(&report->doubtful);
    cul_memory_free(report->path);
    cul_memory_free(report->message);
    cul_memory_free(report);
}

_Bool cul_tally_add_report(culture_tally *tally, struct cul_file_report *report)
{
    if (!cul_memory_grow(&tally->files, &tally->file_capacity, (size_t)tally->file_count, sizeof(void *))) {
        return 0;
    }
    tally->files[tally->file_count++] = report;
    return 1;
}

_Bool cul_tally_add_skipped(culture_tally *tally, const char *path, const char *why)
{
    static const char kind[] = "skipped";
    struct cul_file_report *report = cul_file_report_new(path);
    struct cul_problem *problem = report ? cul_memory_new(1, sizeof *problem) : NULL;
    if (problem) {
        *problem = (struct cul_problem){
            .kind = cul_memory_text(kind, sizeof kind - 1), .message = cul_memory_text(why, strlen(why)), .count = 1};
        report->problems = problem;
        report->problem_count = report->problem_kinds = 1;
        report->skipped = 1;
        report->message = cul_memory_text(why, strlen(why));
    }
    if (!problem || !problem->kind || !problem->message || !report->message || !cul_tally_add_report(tally, report)) {
        cul_file_report_free(report);
        return 0;
    }
    return 1;
}

culture_status cul_file_report_get(const struct cul_file_report *report, struct culture_file *file,
                                   struct culture_error *error)
{
    struct culture_file known = {.path = report->path,
                                 .status = report->status,
                                 .problem_count = report->problem_count,
                                 .rows = report->rows,
                                 .scored = report->scored,
                                 .message = report->message,
                                 .problem_kinds = report->problem_kinds,
                                 .skipped = report->skipped,
                                 .resumed = report->resumed,
                                 .format = report->format,
                                 .encoding = report->encoding,
                                 .compression = report->compression,
                                 .delimiter = report->delimiter,
                                 .profile = report->profile};
    return cul_struct_fill(file, &known, sizeof known) ? CULTURE_OK
                                                       : cul_fail_argument(error, "struct_size is not set");
}

culture_status cul_file_report_problem(const struct cul_file_report *report, int32_t index,
                                       struct culture_problem *problem, struct culture_error *error)
{
    if (index < 0 || index >= report->problem_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "the file has no such problem");
    }
    const struct cul_problem *at = &report->problems[index];
    struct culture_problem known = {
        .kind = at->kind, .message = at->message, .line = at->line, .column = at->column, .count = at->count};
    return cul_struct_fill(problem, &known, sizeof known) ? CULTURE_OK
                                                          : cul_fail_argument(error, "struct_size is not set");
}

int64_t culture_tally_file_count(const culture_tally *tally)
{
    return tally->file_count;
}

culture_status culture_tally_file(const culture_tally *tally, int64_t index, struct culture_file *file,
                                  struct culture_error *error)
{
    if (!tally || index < 0 || index >= tally->file_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such file");
    }
    return cul_file_report_get(tally->files[index], file, error);
}

culture_status culture_tally_file_problem(const culture_tally *tally, int64_t file, int32_t index,
                                          struct culture_problem *problem, struct culture_error *error)
{
    if (!tally || file < 0 || file >= tally->file_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such file");
    }
    return cul_file_report_problem(tally->files[file], index, problem, error);
}

static _Bool copy_problems(struct cul_file_report *report, const culture_answers *answers)
{
    int64_t count = culture_answers_problem_count(answers);
    report->problem_kinds = (int32_t)count;
    count = count < LISTED_PROBLEMS ? count : LISTED_PROBLEMS;
    report->problems = cul_memory_new((size_t)count, sizeof *report->problems);
    if (!report->problems) {
        return 0;
    }
    for (int32_t i = 0; i < count; i++) {
        struct culture_problem problem = {.struct_size = sizeof problem};
        if (culture_answers_problem(answers, i, &problem, NULL)) {
            return 0;
        }
        struct cul_problem *copy = &report->problems[report->problem_count++];
        *copy = (struct cul_problem){.line = problem.line, .column = problem.column, .count = problem.count};
        copy->kind = cul_memory_text(problem.kind, strlen(problem.kind));
        copy->message = cul_memory_text(problem.message, strlen(problem.message));
        if (!copy->kind || !copy->message) {
            return 0;
        }
    }
    return 1;
}

/* Which organisations' answers were often no answer on their scale. */
static _Bool copy_doubtful(struct cul_file_report *report, const culture_answers *answers)
{
    const char *name;
    struct cul_buffer key = {0};
    _Bool good = 1;
    for (int64_t i = -1; good && (i = cul_answers_doubtful(answers, i, &name)) >= 0;) {
        cul_buffer_clear(&key);
        good =
            cul_text_name_key(name, strlen(name), &key) && cul_names_add(&report->doubtful, key.bytes, key.length) >= 0;
    }
    cul_buffer_free(&key);
    return good;
}

_Bool cul_file_report_take(struct cul_file_report *report, const culture_answers *answers)
{
    return copy_problems(report, answers) && copy_doubtful(report, answers);
}

_Bool cul_file_report_fail(struct cul_file_report *report, const struct culture_error *error)
{
    size_t count = (size_t)report->problem_count;
    struct cul_problem *problems = cul_memory_resize(report->problems, count + 1, sizeof *problems);
    if (!problems) {
        return 0;
    }
    report->problems = problems;
    memmove(problems + 1, problems, count * sizeof *problems);
    report->problem_count++;
    report->problem_kinds++;
    const char *kind = culture_status_name(error->status);
    problems[0] = (struct cul_problem){.line = error->line, .column = error->column, .count = 1};
    problems[0].kind = cul_memory_text(kind, strlen(kind));
    problems[0].message = cul_memory_text(error->message, strlen(error->message));
    report->message = cul_memory_text(error->message, strlen(error->message));
    return problems[0].kind && problems[0].message && report->message;
}
