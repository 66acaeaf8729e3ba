/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

/* What the fuzz targets share: a small questionnaire with everything in it, sources, sinks, and what must hold. */
#include "culture/culture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Also without assert(), which release builds leave out. */
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #condition);                                 \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

static const char questionnaire_yaml[] =
    "questionnaire: fuzzed\n"
    "version: 1.0.0\n"
    "title: {nl: Proef, en: Trial}\n"
    "scales:\n"
    "  agreement:\n"
    "    points:\n"
    "      1: {nl: Helemaal mee oneens, en: Strongly disagree}\n"
    "      2: {nl: Mee oneens, en: Disagree}\n"
    "      3: {nl: Neutraal, en: Neutral}\n"
    "      4: {nl: Mee eens, en: Agree}\n"
    "      5: {nl: Helemaal mee eens, en: Strongly agree}\n"
    "    missing: [{nl: Weet niet, en: Don't know}, 9]\n"
    "  often: {points: {0: never, 1: seldom, 2: sometimes, 3: often, 4: always}}\n"
    "factors:\n"
    "  - id: first\n"
    "    name: First\n"
    "    items:\n"
    "      - {id: a1, scale: agreement, text: {nl: Wij leren van fouten., en: We learn from mistakes.},\n"
    "         aliases: [Vraag 1, \"Q1[SQ001]\"]}\n"
    "      - {id: a2, scale: agreement, reverse: true,\n"
    "         text: {nl: Hier blijft alles zoals het is., en: Nothing ever changes here.}}\n"
    "      - {id: a3, scale: agreement, aspect: ambition, text: Learning should be usual}\n"
    "  - id: second\n"
    "    name: Second\n"
    "    items:\n"
    "      - {id: b1, scale: often, text: We talk it over}\n"
    "      - {id: b2, scale: often, text: We try it out}\n"
    "      - {id: b3, scale: often, text: \"There is money, and time, for a caf\u00e9.\"}\n"
    "themes:\n"
    "  - id: future\n"
    "    name: Future\n"
    "    items: [{id: t1, scale: agreement, text: New work is coming}]\n"
    "axes:\n"
    "  - id: landscape\n"
    "    poles: {low: Training, high: Development}\n"
    "    now: [{id: n1, scale: often, text: What we do}]\n"
    "    wanted: [{id: w1, scale: often, text: What we want}]\n"
    "practised: {score: 62.5, factors: 2, floor: 50}\n";

static inline struct culture_source source_of(const char *name, const void *bytes, size_t length)
{
    return (struct culture_source){.path = name, .bytes = bytes ? bytes : "", .length = length};
}

/* Made once and never freed: it is immutable, and every execution needs it. */
static inline culture_questionnaire *small_questionnaire(void)
{
    static culture_questionnaire *questionnaire;
    if (!questionnaire) {
        struct culture_source source =
            source_of("questionnaire.yaml", questionnaire_yaml, sizeof questionnaire_yaml - 1);
        struct culture_error error;
        if (culture_questionnaire_read(&source, NULL, &questionnaire, &error)) {
            fprintf(stderr, "%s\n", error.message);
            abort();
        }
    }
    return questionnaire;
}

/* Reads every byte, so that a sanitizer sees those that were never written. */
static inline int32_t swallow(void *context, const void *bytes, size_t length)
{
    unsigned char *sum = context;
    for (size_t i = 0; i < length; i++) {
        *sum = (unsigned char)(*sum + ((const unsigned char *)bytes)[i]);
    }
    return 0;
}

static inline void check_text(const char *text)
{
    MUST(text && strlen(text) < (1u << 24));
}

/* An error that is told: with a status, a message, and no control character that a terminal would obey. */
static inline void check_error(culture_status status, const struct culture_error *error)
{
    MUST(status == CULTURE_OK || error->status == status);
    MUST(status == CULTURE_OK || error->message[0]);
    for (const char *at = error->message; status && *at; at++) {
        MUST((unsigned char)*at >= 0x20 && *at != 0x7F);
    }
    for (const char *at = error->where; status && *at; at++) {
        MUST((unsigned char)*at >= 0x20 && *at != 0x7F);
    }
}

static inline void count_problem(void *context, const struct culture_error *problem)
{
    check_error(problem->status, problem);
    ++*(int64_t *)context;
}

/* Bytes that grow; memory that runs out ends the run. */
struct gathered {
    char *bytes;
    size_t length;
};

static inline int32_t gather(void *context, const void *bytes, size_t length)
{
    struct gathered *gathered = context;
    gathered->bytes = realloc(gathered->bytes, gathered->length + length + 1);
    MUST(gathered->bytes);
    memcpy(gathered->bytes + gathered->length, bytes, length);
    gathered->length += length;
    return 0;
}

#endif
