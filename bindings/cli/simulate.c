/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture simulate: a folder of synthetic survey files. */
#define _GNU_SOURCE
#include "batch.h"
#include "commands.h"
#include "messages.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int is_survey(const struct dirent *entry)
{
    static const char *const ends[] = {".csv", ".tsv", ".txt", ".tally"};
    const char *dot = strrchr(entry->d_name, '.');
    for (size_t i = 0; dot && strcmp(entry->d_name, "register.csv") != 0 && i < sizeof ends / sizeof *ends; i++) {
        if (strcasecmp(dot, ends[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Survey files in the folder that are not among the simulated ones would be scored together with them. */
static void tell_others(const struct cul_cli_settings *settings)
{
    struct dirent **entries = NULL;
    int64_t ours = settings->single_file ? 1 : settings->organisations ? settings->organisations : 65;
    int count = scandir(settings->output, &entries, is_survey, NULL);
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    if (count > ours) {
        cul_cli_say("%s: the folder holds other survey files too (%lld): they are scored together with these",
                    settings->output, (long long)(count - ours));
    }
}

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
        tell_others(settings);
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
