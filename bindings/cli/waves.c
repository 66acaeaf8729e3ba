/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One or two waves of survey files: read, scored and compared. */
#include "waves.h"

#include "messages.h"

#include <string.h>

/* The earlier wave is not told by parts: files of another year may lack the columns. */
static void take_wave(struct cul_cli_settings *own, const struct cul_cli_settings *settings, int wave)
{
    _Bool before = wave == CULTURE_WAVE_BEFORE;
    const char *reg = before ? settings->register_before : settings->register_after;
    size_t after = settings->after;
    *own = *settings;
    own->reg = reg ? reg : settings->reg;
    own->files = before ? settings->files : settings->files + after;
    own->file_count = before ? after : settings->file_count - after;
    if (before) {
        own->by.count = 0;
        own->role = NULL;
    }
}

void cul_cli_waves_start(struct cul_cli_waves *waves, const struct cul_cli_settings *settings)
{
    struct cul_cli_settings known = *settings;
    memset(waves, 0, sizeof *waves);
    waves->first = settings->after ? CULTURE_WAVE_BEFORE : CULTURE_WAVE_AFTER;
    if (known.duplicates < 0) { /* who is matched counts once, unless told otherwise */
        known.duplicates = settings->after && known.key ? CULTURE_DUPLICATES_LAST_COUNTS : CULTURE_DUPLICATES_ARE_KEPT;
    }
    for (int wave = 0; wave < CUL_CLI_WAVES; wave++) {
        take_wave(&waves->settings[wave], &known, wave);
    }
}

/* What is of both waves is read once: it may be a pipe. */
static int open_wave(struct cul_cli_waves *waves, int wave)
{
    const struct cul_cli_batch *first = &waves->batches[waves->first];
    struct cul_cli_batch *batch = &waves->batches[wave];
    const struct cul_cli_settings *settings = &waves->settings[wave];
    const char *reg = waves->settings[waves->first].reg;
    if (wave > waves->first) {
        batch->questionnaire = culture_questionnaire_retain(first->questionnaire);
        batch->mapping = culture_mapping_retain(first->mapping);
        if (reg && settings->reg && strcmp(reg, settings->reg) == 0) {
            batch->reg = culture_register_retain(first->reg);
        }
    }
    return cul_cli_batch_open(batch, settings);
}

int cul_cli_waves_open(struct cul_cli_waves *waves)
{
    int code = 0;
    for (int wave = waves->first; wave < CUL_CLI_WAVES && !code; wave++) {
        code = open_wave(waves, wave);
    }
    return code;
}

static int read_wave(struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    int code = cul_cli_batch_read(batch, settings);
    return code ? code : cul_cli_batch_compute(batch, settings, (int32_t)settings->precision);
}

/* Recognises respondents; the tallies have told already about files that cannot be used. */
static int match(struct cul_cli_waves *waves)
{
    struct culture_error error = {0};
    const struct cul_cli_settings *settings = waves->settings;
    const struct cul_cli_batch *batch = &waves->batches[0];
    struct culture_answers_options options = cul_cli_answers_options(&settings[0], batch->mapping);
    culture_status status = culture_matches_new(batch->questionnaire, &waves->matches, &error);
    for (int wave = 0; wave < CUL_CLI_WAVES && !status; wave++) {
        status = culture_matches_add_files(waves->matches, wave, settings[wave].files, settings[wave].file_count,
                                           &options, &error);
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

int cul_cli_waves_read(struct cul_cli_waves *waves)
{
    _Bool keyed = waves->first == CULTURE_WAVE_BEFORE && waves->settings[0].key;
    int code = keyed ? match(waves) : 0;
    for (int wave = waves->first; wave < CUL_CLI_WAVES && !code; wave++) {
        code = read_wave(&waves->batches[wave], &waves->settings[wave]);
    }
    if (!code && keyed) {
        tell_matches(&waves->settings[0], waves->matches);
        code = check_matches(waves->batches, waves->matches);
    }
    return code;
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

int cul_cli_waves_compare(const struct cul_cli_waves *waves, culture_comparison **comparison)
{
    struct culture_error error = {0};
    struct culture_compare_options options = {.struct_size = sizeof options, .matches = waves->matches};
    const struct cul_cli_batch *batches = waves->batches;
    if (waves->first != CULTURE_WAVE_BEFORE) {
        return 0;
    }
    if (culture_compare(batches[CULTURE_WAVE_BEFORE].scores, batches[CULTURE_WAVE_AFTER].scores, &options, comparison,
                        &error)) {
        return cul_cli_error(&error);
    }
    if (!any_common(*comparison)) {
        cul_cli_say("no organisation is in both waves; a file without a column organisation is named after the file, "
                    "unless --organisation names it");
        return CUL_CLI_NOTHING;
    }
    return 0;
}

_Bool cul_cli_waves_refused(const struct cul_cli_waves *waves)
{
    return waves->batches[0].refused || waves->batches[1].refused;
}

void cul_cli_waves_free(struct cul_cli_waves *waves)
{
    culture_matches_free(waves->matches);
    cul_cli_batch_free(&waves->batches[0]);
    cul_cli_batch_free(&waves->batches[1]);
}
