/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture compare: two waves into what changed between them. */
#include "batch.h"
#include "commands.h"
#include "messages.h"
#include "output.h"

#include <string.h>

enum { WAVES = 2 };

/* The settings of one wave: its file and its register. */
static struct cul_cli_settings wave_settings(const struct cul_cli_settings *settings, int wave)
{
    struct cul_cli_settings own = *settings;
    const char *reg = wave == CULTURE_WAVE_BEFORE ? settings->register_before : settings->register_after;
    own.reg = reg ? reg : settings->reg;
    size_t after = settings->after;
    own.files = wave == CULTURE_WAVE_BEFORE ? settings->files : settings->files + after;
    own.file_count = wave == CULTURE_WAVE_BEFORE ? after : settings->file_count - after;
    return own;
}

/* What is of both waves is read once: it may be a pipe. */
static int open_wave(struct cul_cli_batch *batches, const struct cul_cli_settings *waves, int wave)
{
    const struct cul_cli_batch *before = &batches[CULTURE_WAVE_BEFORE];
    const char *reg = waves[CULTURE_WAVE_BEFORE].reg;
    if (wave == CULTURE_WAVE_AFTER) {
        batches[wave].questionnaire = culture_questionnaire_retain(before->questionnaire);
        batches[wave].mapping = culture_mapping_retain(before->mapping);
        if (reg && waves[wave].reg && strcmp(reg, waves[wave].reg) == 0) {
            batches[wave].reg = culture_register_retain(before->reg);
        }
    }
    return cul_cli_batch_open(&batches[wave], &waves[wave]);
}

static int read_wave(struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    int code = cul_cli_batch_read(batch, settings);
    return code ? code : cul_cli_batch_compute(batch, settings, (int32_t)settings->precision);
}

/* Recognises respondents; the tallies have told already about files that cannot be used. */
static int match(const struct cul_cli_settings *waves, const struct cul_cli_batch *batch, culture_matches **matches)
{
    struct culture_error error = {0};
    struct culture_answers_options options = cul_cli_answers_options(&waves[0], batch->mapping);
    culture_status status = culture_matches_new(batch->questionnaire, matches, &error);
    for (int wave = 0; wave < WAVES && !status; wave++) {
        status = culture_matches_add_files(*matches, wave, waves[wave].files, waves[wave].file_count, &options, &error);
    }
    return status ? cul_cli_error(&error) : 0;
}

/* Whether every row of the tallies was looked at for its key. */
static int check_matches(const struct cul_cli_batch *batches, const culture_matches *matches)
{
    struct culture_match_counts counts = {.struct_size = sizeof counts};
    culture_matches_counts(matches, &counts, NULL);
    int code = cul_cli_batch_twice(&batches[CULTURE_WAVE_BEFORE],
                                   counts.respondents_before + counts.blank_before + counts.repeated_before);
    return code ? code
                : cul_cli_batch_twice(&batches[CULTURE_WAVE_AFTER],
                                      counts.respondents_after + counts.blank_after + counts.repeated_after);
}

static void tell_matches(const struct cul_cli_settings *settings, const culture_matches *matches)
{
    struct culture_match_counts counts = {.struct_size = sizeof counts};
    if (settings->quiet || culture_matches_counts(matches, &counts, NULL)) {
        return;
    }
    int64_t blank = counts.blank_before + counts.blank_after;
    int64_t repeated = counts.repeated_before + counts.repeated_after;
    if (blank) {
        cul_cli_say("%lld respondent%s without a key cannot be matched", (long long)blank, cul_cli_plural(blank));
    }
    if (repeated) {
        cul_cli_say("%lld row%s the key of a later one, which is matched; in the means all of them count",
                    (long long)repeated, repeated == 1 ? " has" : "s have");
    }
}

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

/* Whether an organisation is in both waves. */
static _Bool any_common(const culture_comparison *comparison)
{
    for (int64_t row = 0; row < culture_comparison_organisation_count(comparison); row++) {
        struct culture_compared organisation = {.struct_size = sizeof organisation};
        culture_comparison_organisation(comparison, row, &organisation, NULL);
        if (organisation.before >= 0 && organisation.after >= 0) {
            return 1;
        }
    }
    return 0;
}

static int refuse_strangers(void)
{
    cul_cli_say("no organisation is in both waves; a file without a column organisation is named after the file, "
                "unless --organisation names it");
    return CUL_CLI_NOTHING;
}

static int compare(const struct cul_cli_settings *settings, const struct cul_cli_batch *batches,
                   const culture_matches *matches)
{
    struct culture_error error = {0};
    struct culture_compare_options options = {.struct_size = sizeof options, .matches = matches};
    culture_comparison *comparison = NULL;
    if (culture_compare(batches[CULTURE_WAVE_BEFORE].scores, batches[CULTURE_WAVE_AFTER].scores, &options, &comparison,
                        &error)) {
        return cul_cli_error(&error);
    }
    int code = any_common(comparison) ? write_comparison(settings, comparison) : refuse_strangers();
    culture_comparison_free(comparison);
    return code;
}

/* Who is matched counts once, unless told otherwise: then the means are those of the respondents that are matched. */
static struct cul_cli_settings with_defaults(const struct cul_cli_settings *settings)
{
    struct cul_cli_settings known = *settings;
    if (known.duplicates < 0) {
        known.duplicates = known.key ? CULTURE_DUPLICATES_LAST_COUNTS : CULTURE_DUPLICATES_ARE_KEPT;
    }
    return known;
}

int cul_cli_compare(const struct cul_cli_settings *given)
{
    const struct cul_cli_settings known = with_defaults(given), *settings = &known;
    struct cul_cli_batch batches[WAVES] = {0};
    struct cul_cli_settings waves[WAVES];
    culture_matches *matches = NULL;
    int code = 0;
    for (int wave = 0; wave < WAVES && !code; wave++) {
        waves[wave] = wave_settings(settings, wave);
        code = open_wave(batches, waves, wave);
    }
    if (!code && settings->key) {
        code = match(waves, &batches[0], &matches);
    }
    for (int wave = 0; wave < WAVES && !code; wave++) {
        code = read_wave(&batches[wave], &waves[wave]);
    }
    if (!code && matches) {
        tell_matches(settings, matches);
        code = check_matches(batches, matches);
    }
    if (!code) {
        code = compare(settings, batches, matches);
    }
    if (!code && (batches[0].refused || batches[1].refused)) {
        code = CUL_CLI_SOME_FAILED;
    }
    culture_matches_free(matches);
    cul_cli_batch_free(&batches[0]);
    cul_cli_batch_free(&batches[1]);
    return code;
}
