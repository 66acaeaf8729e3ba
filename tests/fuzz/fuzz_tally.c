/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tally file. The input is one without its checksum, which is put behind it here, and what every file of today's
 * library and questionnaire begins with (version, fingerprint, number of cells) takes the place of what it has there:
 * else no input but a whole file would get past them. The first byte "!" leaves all as it is.
 */
#include "target.h"

#include <nettle/sha2.h>

/* Up to the number of groups. */
enum { HEADER = 8 + 4 + 116 + 32 + 8 };

static void put_header(uint8_t *at)
{
    static uint8_t header[HEADER];
    if (!header[0]) {
        culture_tally *tally = NULL;
        void *bytes;
        size_t length;
        MUST(culture_tally_new(small_questionnaire(), &tally, NULL) == CULTURE_OK);
        MUST(culture_tally_bytes(tally, &bytes, &length, NULL) == CULTURE_OK && length > HEADER);
        memcpy(header, bytes, HEADER);
        culture_bytes_free(bytes);
        culture_tally_free(tally);
    }
    memcpy(at, header, HEADER);
}

static uint8_t *seal(const uint8_t *data, size_t size, size_t *length)
{
    uint8_t *bytes = malloc(size + SHA256_DIGEST_SIZE);
    MUST(bytes);
    if (size && data[0] == '!') {
        memcpy(bytes, data + 1, size - 1);
        *length = size - 1;
        return bytes;
    }
    if (size) {
        memcpy(bytes, data, size);
    }
    if (size >= HEADER) {
        put_header(bytes);
    }
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, size, bytes);
    sha256_digest(&context, SHA256_DIGEST_SIZE, bytes + size);
    *length = size + SHA256_DIGEST_SIZE;
    return bytes;
}

/* A file that passes can be merged, taken out again and scored like counts made from answers. */
static void use(culture_tally *tally)
{
    culture_tally *twice = NULL;
    culture_scores *scores = NULL;
    void *before, *after;
    size_t before_length, after_length;
    MUST(culture_tally_bytes(tally, &before, &before_length, NULL) == CULTURE_OK);
    MUST(culture_tally_new(small_questionnaire(), &twice, NULL) == CULTURE_OK);
    if (culture_tally_merge(twice, tally, NULL) == CULTURE_OK &&
        culture_tally_merge(twice, tally, NULL) == CULTURE_OK) {
        MUST(culture_tally_subtract(twice, tally, NULL) == CULTURE_OK);
        MUST(culture_tally_bytes(twice, &after, &after_length, NULL) == CULTURE_OK);
        MUST(before_length == after_length && memcmp(before, after, before_length) == 0);
        culture_bytes_free(after);
    }
    struct culture_scores_options options = {.struct_size = sizeof options, .minimum = 1};
    options.precision = CULTURE_PRECISION_FULL;
    MUST(culture_scores_compute(tally, &options, &scores, NULL) == CULTURE_OK);
    culture_scores_free(scores);
    culture_tally_free(twice);
    culture_bytes_free(before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t length;
    uint8_t *bytes = seal(data, size, &length);
    struct culture_source source = source_of("fuzzed.tally", bytes, length);
    culture_tally *tally = NULL;
    struct culture_error error = {0};
    culture_status status = culture_tally_read(&source, small_questionnaire(), &tally, &error);
    check_error(status, &error);
    MUST(!status == !!tally);
    if (tally) {
        use(tally);
    }
    culture_tally_free(tally);
    free(bytes);
    return 0;
}
