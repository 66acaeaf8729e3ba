/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the files of a batch. */
#include "base/error.h"
#include "base/memory.h"
#include "tally/model.h"

#include <string.h>

struct cul_file_report *cul_file_report_new(const char *path)
{
    struct cul_file_report *report = cul_memory_new(1, sizeof *report);
    if (report) {
        atomic_init(&report->references, 1);
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
                                 .resumed = report->resumed};
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
