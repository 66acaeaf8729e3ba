/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture reference: survey files into a reference sample. */
#define _GNU_SOURCE
#include "batch.h"
#include "commands.h"
#include "messages.h"
#include "output.h"
#include "phrases.h"

#include <string.h>
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

static const char *default_note_nl(const struct cul_cli_settings *settings)
{
    return settings->kind == CULTURE_REFERENCE_SIMULATED
               ? "Gesimuleerd: er zit geen echte organisatie in."
               : "De organisaties van wie bestanden werden gegeven; of zij voor andere staan is niet nagegaan.";
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
        .note_nl = settings->note ? settings->note_nl : default_note_nl(settings),
    };
    return culture_reference_build(scores, &recipe, reference, &error) ? cul_cli_error(&error) : 0;
}

/* Whether every factor of an organisation rests on enough answers and is shown, as culture_reference_build() wants. */
static _Bool is_usable(const culture_scores *scores, int64_t row, int64_t minimum)
{
    struct culture_matrix n;
    int32_t factors = culture_questionnaire_factor_count(culture_scores_questionnaire(scores));
    if (culture_scores_get(scores, CULTURE_SCORE_RESPONDENTS, &n)) {
        return 0;
    }
    for (int32_t f = 0; f < factors; f++) {
        if (!(n.data[row * n.columns + f] >= (double)minimum)) {
            return 0;
        }
    }
    return 1;
}

static void tell_left_out(const struct cul_cli_settings *settings, const culture_scores *scores)
{
    for (int64_t row = 0; row < culture_scores_organisation_count(scores); row++) {
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        if (!is_usable(scores, row, settings->minimum) &&
            culture_scores_organisation(scores, row, &organisation, NULL) == CULTURE_OK) {
            cul_cli_say("organisation %s is left out: a factor with too few answers, or all alike, or it was refused",
                        organisation.name);
        }
    }
}

static void tell(const struct cul_cli_settings *settings, const culture_scores *scores,
                 const culture_reference *reference)
{
    int64_t kept = culture_reference_organisation_count(reference);
    cul_cli_say("%s: %s reference sample of %lld organisation%s", settings->output,
                cul_cli_in(culture_reference_kind_name(culture_reference_kind(reference))), (long long)kept,
                cul_cli_plural(kept));
    if (settings->precision == CULTURE_PRECISION_FULL && settings->kind == CULTURE_REFERENCE_OBSERVED) {
        cul_cli_say("it holds exact results of small organisations: treat it as personal data");
    }
    tell_left_out(settings, scores);
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
    if (settings->id && settings->id[strspn(settings->id, "abcdefghijklmnopqrstuvwxyz0123456789-_")]) {
        return cul_cli_wrong_use("reference", "--id: '%s' is not made of a-z, 0-9, - and _", settings->id);
    }
    if (settings->note_nl && !settings->note) {
        return cul_cli_wrong_use("reference", "--note-nl is the Dutch for --note, which is missing");
    }
    int code = cul_cli_batch_open(&batch, settings);
    if (!code) {
        code = cul_cli_batch_read(&batch, settings);
    }
    if (!code) {
        code = cul_cli_batch_compute(&batch, settings, (int32_t)settings->precision);
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
