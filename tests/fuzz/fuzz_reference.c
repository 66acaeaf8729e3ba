/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference file: read, asked everything, and written so that reading it again gives the same bytes. */
#include "target.h"

/* The lines that every reference has are put in front, with the fingerprint of today, unless the input begins with
 * "reference": else hardly any input would get past them. */
static char *whole_file(const uint8_t *data, size_t size, size_t *length)
{
    static const char form[] = "reference: fuzzed\nversion: 1.0.0\nquestionnaire: fuzzed\nfingerprint: %s\n";
    char lines[256];
    int count = snprintf(lines, sizeof lines, form, culture_questionnaire_fingerprint(small_questionnaire()));
    if (size >= 9 && memcmp(data, "reference", 9) == 0) {
        count = 0;
    }
    *length = (size_t)count + size;
    char *text = malloc(*length + 1);
    MUST(text);
    memcpy(text, lines, (size_t)count);
    if (size) {
        memcpy(text + count, data, size);
    }
    return text;
}

static void ask(const culture_reference *reference)
{
    struct culture_matrix matrix;
    for (int32_t result = 0; culture_reference_get(reference, result, &matrix) == CULTURE_OK; result++) {
        for (int64_t i = 0; i < matrix.columns; i++) {
            int32_t reason = culture_reference_reason(reference, result, (int32_t)i);
            MUST(isnan(matrix.data[i]) ? reason != 0 : reason == 0 && isfinite(matrix.data[i]));
        }
    }
    struct culture_norm_audit audit = {.struct_size = sizeof audit};
    culture_reference_audit(reference, 2026, &audit, NULL);
    check_text(culture_reference_note(reference));
    check_text(culture_reference_source(reference));
}

static struct gathered write_again(const culture_reference *reference)
{
    struct gathered gathered = {0};
    MUST(culture_reference_write(reference, &(struct culture_sink){.write = gather, .context = &gathered}, NULL) ==
         CULTURE_OK);
    return gathered;
}

/* What is written reads back to the same bytes. */
static void check_round_trip(const culture_reference *reference)
{
    struct gathered first = write_again(reference);
    struct culture_source source = source_of("again.yaml", first.bytes, first.length);
    culture_reference *again = NULL;
    struct culture_error error = {0};
    if (culture_reference_read(&source, small_questionnaire(), NULL, &again, &error)) {
        fprintf(stderr, "%lld: %s: %s\n", (long long)error.line, error.where, error.message);
        MUST(!again && "what was written can be read");
    }
    struct gathered second = write_again(again);
    MUST(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0);
    culture_reference_free(again);
    free(first.bytes);
    free(second.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t problems = 0;
    size_t length;
    char *text = whole_file(data, size, &length);
    struct culture_source source = source_of("fuzzed.yaml", text, length);
    struct culture_reference_options options = {
        .struct_size = sizeof options, .on_problem = count_problem, .context = &problems};
    culture_reference *reference = NULL, *peers = NULL;
    struct culture_error error = {0};
    culture_status status = culture_reference_read(&source, small_questionnaire(), &options, &reference, &error);
    check_error(status, &error);
    MUST(!status == !!reference);
    if (reference) {
        ask(reference);
        check_round_trip(reference);
        culture_reference_peers(reference, "sector", "care", &peers, NULL);
    }
    culture_reference_free(peers);
    culture_reference_free(reference);
    free(text);
    return 0;
}
