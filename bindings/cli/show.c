/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture show: a questionnaire to read, or for a survey tool. */
#include "batch.h"
#include "commands.h"
#include "output.h"

int cul_cli_show(const struct cul_cli_settings *settings)
{
    culture_questionnaire *questionnaire = NULL;
    const char *text = settings->file_count ? settings->files[0] : settings->questionnaire;
    int code = cul_cli_questionnaire_open(text, "show", &questionnaire);
    struct culture_error error = {0};
    struct culture_sink sink = cul_cli_output(settings->output);
    struct culture_write_options options = cul_cli_output_options(settings);
    if (!code && culture_write_questionnaire(questionnaire, &sink, &options, &error)) {
        code = cul_cli_output_failed(settings->output, &error);
    }
    culture_questionnaire_free(questionnaire);
    return code;
}
