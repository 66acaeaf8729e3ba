/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture tally: survey files and tallies into one tally, and rows out of it again. */
#include "batch.h"
#include "commands.h"
#include "messages.h"

static int save(const struct cul_cli_settings *settings, const culture_tally *tally)
{
    struct culture_error error = {0};
    cul_cli_batch_write();
    if (culture_tally_save(tally, settings->output, &error)) {
        cul_cli_error(&error);
        return CUL_CLI_NOTHING;
    }
    if (!settings->quiet) {
        int64_t organisations = culture_tally_organisation_count(tally), respondents = culture_tally_respondents(tally);
        cul_cli_say("%s: %lld organisation%s, %lld respondent%s; personal data, only its owner may read it",
                    settings->output, (long long)organisations, cul_cli_plural(organisations), (long long)respondents,
                    cul_cli_plural(respondents));
    }
    return 0;
}

/* Counts the rows to take out aside, then takes them out: all of them, or nothing is written. */
static int subtract(struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    struct cul_cli_batch out = {.questionnaire = culture_questionnaire_retain(batch->questionnaire)};
    struct cul_cli_settings files = *settings;
    struct culture_error error = {0};
    files.files = settings->subtract.texts;
    files.file_count = settings->subtract.count;
    files.journal = NULL; /* what is taken out is not to be kept */
    int code = cul_cli_batch_read(&out, &files);
    if (!code && out.refused) {
        cul_cli_say("nothing was written: a file to subtract could not be used");
        code = CUL_CLI_NOTHING;
    }
    if (!code && culture_tally_subtract(batch->tally, out.tally, &error)) {
        cul_cli_error(&error);
        code = CUL_CLI_NOTHING;
    }
    cul_cli_batch_free(&out);
    return code;
}

int cul_cli_tally(const struct cul_cli_settings *settings)
{
    struct cul_cli_batch batch = {0};
    if (settings->screen && settings->subtract.count) {
        return cul_cli_wrong_use("tally",
                                 "--screen and --subtract do not go together: rows would be compared with others "
                                 "than when they were counted");
    }
    int code = cul_cli_batch_open(&batch, settings);
    if (!code) {
        code = cul_cli_batch_read(&batch, settings);
    }
    if (!code && settings->subtract.count) {
        code = subtract(&batch, settings);
    }
    if (!code) {
        code = save(settings, batch.tally);
    }
    if (!code && batch.refused) {
        code = CUL_CLI_SOME_FAILED;
    }
    cul_cli_batch_free(&batch);
    return code;
}
