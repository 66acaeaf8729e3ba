/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture reference: survey files into a reference sample. */
#define _GNU_SOURCE
#include "batch.h"
#include "commands.h"
#include "messages.h"
#include "output.h"

#include <time.h>

static int32_t this_year(void)
{
    time_t now = time(NULL);
    struct tm parts = {0};
    return gmtime_r(&now, &parts) ? parts.tm_year + 1900 : 0;
}

/* What is said when the user says nothing: no more than is known. */
static const char *default_source(const struct cul_cli_settings *settings)
{
    return settings->kind == CULTURE_REFERENCE_SIMULATED ? "simulated survey files" : "survey files; source not given";
}

static const char *default_note(const struct cul_cli_settings *settings)
{
    return settings->kind == CULTURE_REFERENCE_SIMULATED
               ? "Simulated: no real organisation is in it."
               : "The organisations whose files were given; whether they stand for others was not checked.";
}

static int build(const struct cul_cli_settings *settings, const culture_scores *scores, culture_reference **reference)
{
    struct culture_error error = {0};
    struct culture_reference_recipe recipe = {
        .struct_size = sizeof recipe,
        .id = settings->id,
        .version = settings->version,
        .kind = (int32_t)settings->kind,
        .year = settings->year ? (int32_t)settings->year : this_year(),
        .source = settings->source ? settings->source : default_source(settings),
        .note = settings->note ? settings->note : default_note(settings),
        .salt = settings->salt,
    };
    return culture_reference_build(scores, &recipe, reference, &error) ? cul_cli_error(&error) : 0;
}

static void tell(const struct cul_cli_settings *settings, const culture_scores *scores,
                 const culture_reference *reference)
{
    int64_t kept = culture_reference_organisation_count(reference);
    int64_t left_out = culture_scores_organisation_count(scores) - kept;
    cul_cli_say("%s: %s reference sample of %lld organisation%s", settings->output,
                culture_reference_kind_name(culture_reference_kind(reference)), (long long)kept, cul_cli_plural(kept));
    if (left_out) {
        cul_cli_say("%lld organisation%s left out: too few respondents or refused", (long long)left_out,
                    cul_cli_plural(left_out));
    }
}

static int build_and_write(const struct cul_cli_settings *settings, const culture_scores *scores)
{
    struct culture_error error = {0};
    culture_reference *reference = NULL;
    int code = build(settings, scores, &reference);
    struct culture_sink sink = cul_cli_output(settings->output);
    cul_cli_batch_write();
    if (!code && culture_reference_write(reference, &sink, &error)) {
        code = cul_cli_output_failed(settings->output, &error);
    }
    if (!code && !settings->quiet) {
        tell(settings, scores, reference);
    }
    culture_reference_free(reference);
    return code;
}

int cul_cli_reference(const struct cul_cli_settings *settings)
{
    struct cul_cli_batch batch = {0};
    int code = cul_cli_batch_open(&batch, settings);
    if (!code) {
        code = cul_cli_batch_read(&batch, settings);
    }
    if (!code) {
        code = cul_cli_batch_compute(&batch, settings, CULTURE_PRECISION_FULL);
    }
    if (!code) {
        code = build_and_write(settings, batch.scores);
    }
    if (!code && batch.refused) {
        code = CUL_CLI_SOME_FAILED;
    }
    cul_cli_batch_free(&batch);
    return code;
}
