/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture score and culture report: files into an assessment, and that into a table, JSON, CSV or a page. */
#include "batch.h"
#include "commands.h"
#include "drivers.h"
#include "messages.h"
#include "output.h"
#include "report.h"
#include "waves.h"

#include <string.h>

/* The library's reference of a name: its own id or that of its questionnaire. */
static int find_standard(const char *command, const char *name, culture_reference **reference)
{
    for (int32_t i = 0; culture_questionnaire_standard_id(i); i++) {
        const char *questionnaire = culture_questionnaire_standard_id(i);
        culture_reference *found = NULL;
        if (culture_reference_standard(questionnaire, &found, NULL)) {
            continue;
        }
        if (strcmp(questionnaire, name) == 0 || strcmp(culture_reference_id(found), name) == 0) {
            *reference = found;
            return 0;
        }
        culture_reference_free(found);
    }
    return cul_cli_wrong_use(command, "no reference '%s'; give a file.yaml, none, nine-factors-65 or leave -r out",
                             name);
}

/* Whether the questionnaire scores as the standard one of the same id does. */
static culture_status is_standard(const culture_questionnaire *questionnaire, _Bool *same, struct culture_error *error)
{
    culture_questionnaire *standard = NULL;
    culture_status status = culture_questionnaire_standard(culture_questionnaire_id(questionnaire), &standard, error);
    *same = !status &&
            strcmp(culture_questionnaire_fingerprint(standard), culture_questionnaire_fingerprint(questionnaire)) == 0;
    culture_questionnaire_free(standard);
    return status;
}

static int open_default(const struct cul_cli_settings *settings, culture_questionnaire *questionnaire,
                        culture_reference **reference)
{
    struct culture_error error = {0};
    const char *id = culture_questionnaire_id(questionnaire);
    _Bool same = 0;
    culture_status status = is_standard(questionnaire, &same, &error);
    if (same) {
        status = culture_reference_standard(id, reference, &error);
    }
    if (status && status != CULTURE_ERROR_NOT_FOUND) {
        return cul_cli_error(&error);
    }
    if (!*reference && !settings->quiet) {
        cul_cli_say("no reference sample for the questionnaire %s: scores only (-r names one)", id);
    }
    return 0;
}

static int open_reference(const struct cul_cli_settings *settings, culture_questionnaire *questionnaire,
                          culture_reference **reference)
{
    const char *text = settings->reference;
    if (!text) {
        return open_default(settings, questionnaire, reference);
    }
    if (strcmp(text, "none") == 0) {
        return 0;
    }
    if (!cul_cli_is_path(text)) {
        return find_standard(cul_cli_command_name(settings->command), text, reference);
    }
    struct culture_error error = {0};
    struct culture_reference_options options = {.struct_size = sizeof options, .salt = settings->salt};
    return culture_reference_open(text, questionnaire, &options, reference, &error) ? cul_cli_error(&error) : 0;
}

/* Members of a reference with hashed names are only told from others by its salt. */
static int check_salt(const struct cul_cli_settings *settings, const culture_reference *reference)
{
    _Bool hashed = reference && culture_reference_is_hashed(reference);
    if (settings->salt && !hashed) {
        return cul_cli_wrong_use(cul_cli_command_name(settings->command),
                                 "--salt: there is no reference with hashed names");
    }
    if (hashed && !settings->salt && culture_reference_kind(reference) == CULTURE_REFERENCE_OBSERVED &&
        !settings->quiet) {
        cul_cli_say("the names in the reference are hashed: without --salt its members are not recognised, and are "
                    "compared with themselves too");
    }
    return 0;
}

/* Takes the part of the reference that --peers names. */
static int choose_peers(const struct cul_cli_settings *settings, culture_reference **reference)
{
    char key[16] = "";
    const char *equals = settings->peers ? strchr(settings->peers, '=') : NULL;
    if (!settings->peers) {
        return 0;
    }
    if (equals && (size_t)(equals - settings->peers) < sizeof key) {
        memcpy(key, settings->peers, (size_t)(equals - settings->peers));
    }
    if (strcmp(key, "sector") != 0 && strcmp(key, "size") != 0) {
        return cul_cli_wrong_use(cul_cli_command_name(settings->command),
                                 "--peers: '%s' is not sector=VALUE or size=VALUE", settings->peers);
    }
    if (!*reference) {
        return cul_cli_wrong_use(cul_cli_command_name(settings->command), "--peers needs a reference sample");
    }
    struct culture_error error = {0};
    culture_reference *peers = NULL;
    if (culture_reference_peers(*reference, key, equals + 1, &peers, &error)) {
        return cul_cli_error(&error);
    }
    culture_reference_free(*reference);
    *reference = peers;
    return 0;
}

static int write_assessment(const struct cul_cli_settings *settings, const culture_assessment *assessment,
                            const struct cul_cli_drivers *drivers)
{
    struct culture_error error = {0};
    struct culture_sink sink = cul_cli_output(settings->output);
    struct culture_write_options options = cul_cli_output_options(settings);
    options.drivers = drivers->made;
    options.driver_count = drivers->count;
    culture_status status = CULTURE_OK;
    switch ((enum cul_cli_format)settings->format) {
    case CUL_CLI_TABLE:
        status = culture_write_table(assessment, &sink, &options, &error);
        break;
    case CUL_CLI_JSON:
        status = culture_write_json(assessment, &sink, &options, &error);
        break;
    case CUL_CLI_CSV:
        status = culture_write_csv(assessment, &sink, &options, &error);
        break;
    }
    return status ? cul_cli_output_failed(settings->output, &error) : 0;
}

/* The page that the package makes, with what changed since an earlier wave. */
static int write_report(const struct cul_cli_settings *settings, const culture_assessment *assessment,
                        const struct cul_cli_waves *waves)
{
    culture_comparison *comparison = NULL;
    int code = cul_cli_waves_compare(waves, &comparison);
    if (!code) {
        cul_cli_batch_write();
        code = cul_cli_report_write(settings, assessment, comparison);
    }
    culture_comparison_free(comparison);
    return code;
}

static int assess(const struct cul_cli_settings *settings, const struct cul_cli_waves *waves,
                  culture_reference *reference)
{
    struct culture_error error = {0};
    culture_assessment *assessment = NULL;
    culture_scores *scores = waves->batches[CULTURE_WAVE_AFTER].scores;
    struct culture_assess_options options = {.struct_size = sizeof options, .threads = (int32_t)settings->threads};
    if (culture_assess(scores, reference, &options, &assessment, &error)) {
        return cul_cli_error(&error);
    }
    struct cul_cli_drivers drivers = {0};
    int code = cul_cli_drivers_compute(&drivers, settings, scores);
    if (!code && settings->command == CUL_CLI_REPORT) {
        code = write_report(settings, assessment, waves);
    } else if (!code) {
        cul_cli_batch_write();
        code = write_assessment(settings, assessment, &drivers);
    }
    cul_cli_drivers_free(&drivers);
    culture_assessment_free(assessment);
    return code;
}

/* Options that do not go together. */
static int check_options(const struct cul_cli_settings *settings)
{
    if (settings->multiverse && settings->format == CUL_CLI_CSV) {
        return cul_cli_wrong_use("score", "--multiverse is for the table and JSON; CSV has no place for it");
    }
    if (settings->drivers.count && settings->format == CUL_CLI_CSV) {
        return cul_cli_wrong_use("score", "--drivers is for the table and JSON; CSV has no place for it");
    }
    if (settings->details && settings->format != CUL_CLI_TABLE) {
        return cul_cli_wrong_use(
            "score", "--details is for the table; JSON always holds everything, CSV has columns of its own");
    }
    if (settings->register_before && !settings->after) {
        return cul_cli_wrong_use("report", "--organisations-before is the register of the wave that --before names");
    }
    return settings->command == CUL_CLI_REPORT ? cul_cli_report_ready() : 0;
}

/* The reference that was asked for, or the one that goes with the questionnaire. */
static int choose_reference(const struct cul_cli_settings *settings, culture_questionnaire *questionnaire,
                            culture_reference **reference)
{
    int code = open_reference(settings, questionnaire, reference);
    code = code ? code : check_salt(settings, *reference);
    return code ? code : choose_peers(settings, reference);
}

int cul_cli_score(const struct cul_cli_settings *settings)
{
    struct cul_cli_waves waves;
    const struct cul_cli_batch *batch = &waves.batches[CULTURE_WAVE_AFTER];
    culture_reference *reference = NULL;
    cul_cli_waves_start(&waves, settings);
    int code = check_options(settings);
    code = code ? code : cul_cli_waves_open(&waves);
    code = code ? code : choose_reference(settings, batch->questionnaire, &reference);
    code = code ? code : cul_cli_drivers_check(settings, batch->questionnaire);
    code = code ? code : cul_cli_waves_read(&waves);
    code = code ? code : assess(settings, &waves, reference);
    if (!code && !batch->scored) {
        cul_cli_say("nothing scored: every organisation has too few respondents or was refused");
        code = CUL_CLI_NOTHING;
    }
    if (!code && cul_cli_waves_refused(&waves)) {
        code = CUL_CLI_SOME_FAILED;
    }
    culture_reference_free(reference);
    cul_cli_waves_free(&waves);
    return code;
}
