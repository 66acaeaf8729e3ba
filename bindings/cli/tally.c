/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture tally: survey files and tallies into one tally. */
#include "batch.h"
#include "commands.h"
#include "messages.h"

static int save(const struct cul_cli_settings *settings, const culture_tally *tally)
{
    struct culture_error error = {0};
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

int cul_cli_tally(const struct cul_cli_settings *settings)
{
    struct cul_cli_batch batch = {0};
    int code = cul_cli_batch_open(&batch, settings);
    if (!code) {
        code = cul_cli_batch_read(&batch, settings);
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
