/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survey files into a structure, each read aside and merged only when it is good. */
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "culture/structure.h"
#include "tally/copies.h"
#include "tally/paths.h"
#include "tally/structure.h"

/* The files of a call. */
struct reading {
    culture_structure *structure, *batch; /* the caller's, and what joins it at the end */
    struct culture_answers_options answers;
    const struct culture_add_options *options;
    struct culture_progress progress;
    int64_t good;
    struct culture_error first; /* of the first file that failed */
};

static culture_status read_rows(culture_answers *answers, culture_structure *into, int64_t *rows,
                                struct culture_error *error)
{
    struct culture_block block = {.struct_size = sizeof block};
    do {
        culture_status status = culture_answers_next(answers, &block, error);
        if (!status) {
            status = culture_structure_add_block(into, &block, error);
        }
        if (status) {
            return status;
        }
        *rows += block.rows;
    } while (block.rows);
    return CULTURE_OK;
}

static culture_status read_file(struct reading *reading, const char *path, struct culture_error *error)
{
    culture_structure *aside = NULL;
    culture_answers *answers = NULL;
    int64_t rows = 0;
    culture_status status = cul_structure_alike(reading->structure, &aside, error);
    if (!status) {
        status =
            culture_answers_open(path, reading->structure->rules->questionnaire, &reading->answers, &answers, error);
    }
    if (!status) {
        status = read_rows(answers, aside, &rows, error);
    }
    if (!status) {
        status = culture_structure_merge(reading->batch, aside, error);
        reading->progress.rows += status ? 0 : rows;
    }
    culture_answers_free(answers);
    culture_structure_free(aside);
    return status;
}

/* Only running out of memory and the caller stop the batch. */
static culture_status handle_file(struct reading *reading, const char *path, struct culture_error *error)
{
    struct culture_error own = {0};
    culture_status status = read_file(reading, path, &own);
    reading->good += !status;
    if (status == CULTURE_ERROR_MEMORY) {
        return cul_fail_memory(error);
    }
    if (status && !reading->first.status) {
        reading->first = own;
        if (!*own.path) {
            cul_error_copy(reading->first.path, sizeof reading->first.path, path);
        }
    }
    reading->progress.files_done++;
    const struct culture_add_options *options = reading->options;
    if (options->on_progress && options->on_progress(options->context, &reading->progress)) {
        return cul_fail(error, CULTURE_ERROR_CANCELLED, (struct cul_place){0}, "the batch was cancelled");
    }
    return CULTURE_OK;
}

static culture_status fail_nothing(const struct reading *reading, struct culture_error *error)
{
    const struct culture_error *first = &reading->first;
    if (!first->status) {
        return cul_fail(error, CULTURE_ERROR_NOTHING, (struct cul_place){0},
                        "there is no survey file here; a tally holds no rows");
    }
    struct cul_place place = {first->path, first->line, first->column, first->where};
    return cul_fail(error, CULTURE_ERROR_NOTHING, place, "%s", first->message);
}

static culture_status read_files(struct reading *reading, const struct cul_paths *paths, struct culture_error *error)
{
    size_t *copies = cul_copies_find(paths);
    culture_status status =
        copies ? cul_structure_alike(reading->structure, &reading->batch, error) : cul_fail_memory(error);
    for (size_t i = 0; i < paths->count && !status; i++) {
        if (copies[i] == i && !cul_file_has_extension(paths->texts[i], ".tally")) {
            status = handle_file(reading, paths->texts[i], error);
        }
    }
    if (!status && !reading->good) {
        status = fail_nothing(reading, error);
    }
    if (!status) {
        status = culture_structure_merge(reading->structure, reading->batch, error);
    }
    culture_structure_free(reading->batch);
    cul_memory_free(copies);
    return status;
}

culture_status culture_structure_add_files(culture_structure *structure, const char *const *paths, size_t count,
                                           const struct culture_add_options *options, struct culture_error *error)
{
    struct culture_add_options known;
    struct reading reading = {.structure = structure, .options = &known};
    if (!structure || !paths || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error, "a structure, paths and options with struct_size set are needed");
    }
    if (!cul_options_read(&reading.answers, sizeof reading.answers, known.answers)) {
        return cul_fail_argument(error, "options of answers need struct_size");
    }
    if (known.journal) {
        return cul_fail_argument(error, "a journal is for tallies");
    }
    const char *columns[2];
    reading.answers.struct_size = sizeof reading.answers;
    reading.answers.unit_column_count = cul_structure_language_columns(structure, columns);
    reading.answers.unit_columns = columns;
    struct cul_paths files = {0};
    culture_status status = cul_paths_expand(&files, paths, count, error);
    reading.progress = (struct culture_progress){sizeof reading.progress, 0, (int64_t)files.count, 0};
    if (!status) {
        status = read_files(&reading, &files, error);
    }
    cul_paths_free(&files);
    return status;
}
