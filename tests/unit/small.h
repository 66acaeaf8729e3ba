/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_SMALL_H
#define TEST_SMALL_H

/* A small questionnaire and blocks of rows for it. */
#include "check.h"
#include "culture/culture.h"

/* Factor f: a, b (reversed), c; its ambition: d; factor g: e. Points 1-5. */
static const char small_yaml[] = "questionnaire: small\n"
                                 "scales:\n"
                                 "  s:\n"
                                 "    points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}\n"
                                 "    missing: [unknown, 9]\n"
                                 "factors:\n"
                                 "  - id: f\n"
                                 "    items:\n"
                                 "      - {id: a, scale: s, text: item a, aliases: ['Q1[SQ001]']}\n"
                                 "      - {id: b, scale: s, text: item b, reverse: true}\n"
                                 "      - {id: c, scale: s, text: item c}\n"
                                 "      - {id: d, scale: s, text: item d, aspect: ambition}\n"
                                 "  - id: g\n"
                                 "    items:\n"
                                 "      - {id: e, scale: s, text: item e}\n"
                                 "practised: {score: 60, factors: 2, floor: 40}\n";

static inline culture_questionnaire *small_questionnaire(void)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_error error = {0};
    struct culture_source source = {.path = "small.yaml", .bytes = small_yaml, .length = sizeof small_yaml - 1};
    if (culture_questionnaire_read(&source, NULL, &questionnaire, &error)) {
        print_error("%lld:%lld %s: %s\n", (long long)error.line, (long long)error.column, error.where, error.message);
        fail();
    }
    return questionnaire;
}

static inline culture_tally *new_tally(culture_questionnaire *questionnaire)
{
    culture_tally *tally = NULL;
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    return tally;
}

/* Adds rows of five answers to one organisation. */
static inline void add_rows(culture_tally *tally, const char *organisation, const int16_t *values, int64_t rows)
{
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = rows,
                                  .values = values,
                                  .organisations = &organisation,
                                  .organisation_count = 1};
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
}

#endif
