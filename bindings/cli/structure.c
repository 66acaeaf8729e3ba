/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture structure: how the items hang together over all organisations that are shown. */
#include "batch.h"
#include "commands.h"
#include "messages.h"
#include "output.h"

/* The files once more, now that it is known which organisations are hidden. */
static int read_again(const struct cul_cli_settings *settings, const struct cul_cli_batch *batch,
                      culture_structure **structure)
{
    struct culture_error error = {0};
    struct culture_structure_options options = {.struct_size = sizeof options,
                                                .scores = batch->scores,
                                                .language = settings->language_column,
                                                .items = (int32_t)settings->items};
    struct culture_answers_options answers = cul_cli_answers_options(settings, batch->mapping);
    int64_t rows = 0;
    struct culture_add_options adding = {
        .struct_size = sizeof adding, .answers = &answers, .on_progress = cul_cli_batch_count, .context = &rows};
    if (culture_structure_new(batch->questionnaire, &options, structure, &error)) {
        return cul_cli_error(&error);
    }
    culture_status status =
        culture_structure_add_files(*structure, settings->files, settings->file_count, &adding, &error);
    return status ? cul_cli_error(&error) : cul_cli_batch_twice(batch, rows);
}

static int write_analysis(const struct cul_cli_settings *settings, const culture_analysis *analysis)
{
    struct culture_error error = {0};
    struct culture_sink sink = cul_cli_output(settings->output);
    cul_cli_batch_write();
    struct culture_write_options options = cul_cli_output_options(settings);
    if (settings->export && culture_write_structure_lavaan(analysis, settings->export, &error)) {
        return cul_cli_error(&error);
    }
    culture_status status = settings->format == CUL_CLI_JSON
                                ? culture_write_structure_json(analysis, &sink, &options, &error)
                                : culture_write_structure_table(analysis, &sink, &options, &error);
    return status ? cul_cli_output_failed(settings->output, &error) : 0;
}

static int analyse(const struct cul_cli_settings *settings, const struct cul_cli_batch *batch,
                   const culture_structure *structure)
{
    struct culture_error error = {0};
    culture_analysis *analysis = NULL;
    struct culture_analyse_options options = {.struct_size = sizeof options,
                                              .scores = batch->scores,
                                              .rows = (int32_t)settings->rows,
                                              .items = (int32_t)settings->items};
    if (culture_structure_analyse(structure, &options, &analysis, &error)) {
        return cul_cli_error(&error);
    }
    int code = write_analysis(settings, analysis);
    culture_analysis_free(analysis);
    return code;
}

int cul_cli_structure(const struct cul_cli_settings *settings)
{
    struct cul_cli_batch batch = {0};
    culture_structure *structure = NULL;
    int code = cul_cli_batch_open(&batch, settings);
    if (!code) {
        code = cul_cli_batch_read(&batch, settings);
    }
    if (!code) {
        code = cul_cli_batch_compute(&batch, settings, CULTURE_PRECISION_PUBLISHED);
    }
    if (!code) {
        code = read_again(settings, &batch, &structure);
    }
    if (!code) {
        code = analyse(settings, &batch, structure);
    }
    if (!code && batch.refused) {
        code = CUL_CLI_SOME_FAILED;
    }
    culture_structure_free(structure);
    cul_cli_batch_free(&batch);
    return code;
}
