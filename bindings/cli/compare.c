/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture compare: two waves into what changed between them. */
#include "batch.h"
#include "commands.h"
#include "messages.h"
#include "output.h"
#include "waves.h"

static int write_comparison(const struct cul_cli_settings *settings, const culture_comparison *comparison)
{
    struct culture_error error = {0};
    struct culture_sink sink = cul_cli_output(settings->output);
    cul_cli_batch_write();
    struct culture_write_options options = cul_cli_output_options(settings);
    culture_status status = CULTURE_OK;
    switch ((enum cul_cli_format)settings->format) {
    case CUL_CLI_TABLE:
        status = culture_write_comparison_table(comparison, &sink, &options, &error);
        break;
    case CUL_CLI_JSON:
        status = culture_write_comparison_json(comparison, &sink, &options, &error);
        break;
    case CUL_CLI_CSV:
        status = culture_write_comparison_csv(comparison, &sink, &options, &error);
        break;
    }
    return status ? cul_cli_output_failed(settings->output, &error) : 0;
}

int cul_cli_compare(const struct cul_cli_settings *settings)
{
    struct cul_cli_waves waves;
    culture_comparison *comparison = NULL;
    cul_cli_waves_start(&waves, settings);
    int code = cul_cli_waves_open(&waves);
    code = code ? code : cul_cli_waves_read(&waves);
    code = code ? code : cul_cli_waves_compare(&waves, &comparison);
    code = code ? code : write_comparison(settings, comparison);
    if (!code && cul_cli_waves_refused(&waves)) {
        code = CUL_CLI_SOME_FAILED;
    }
    culture_comparison_free(comparison);
    cul_cli_waves_free(&waves);
    return code;
}
