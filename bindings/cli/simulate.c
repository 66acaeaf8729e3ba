/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture simulate: a folder of synthetic survey files. */
#include "batch.h"
#include "commands.h"
#include "messages.h"

static int simulate(const struct cul_cli_settings *settings, culture_questionnaire *questionnaire)
{
    struct culture_error error = {0};
    struct culture_simulation simulation = {
        .struct_size = sizeof simulation,
        .seed = (uint64_t)settings->seed,
        .organisations = settings->organisations,
        .respondents_minimum = settings->respondents.least,
        .respondents_maximum = settings->respondents.most,
        .single_file = (int32_t)settings->single_file,
    };
    if (culture_simulate(questionnaire, &simulation, settings->output, &error)) {
        return cul_cli_error(&error);
    }
    if (!settings->quiet) {
        cul_cli_say("%s: simulated survey files and register.csv, seed %lld", settings->output,
                    (long long)settings->seed);
    }
    return 0;
}

int cul_cli_simulate(const struct cul_cli_settings *settings)
{
    culture_questionnaire *questionnaire = NULL;
    int code = cul_cli_questionnaire_open(settings->questionnaire, "simulate", &questionnaire);
    if (!code) {
        code = simulate(settings, questionnaire);
    }
    culture_questionnaire_free(questionnaire);
    return code;
}
