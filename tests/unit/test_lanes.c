/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows counted as lanes give the bytes of rows counted one by one, for questionnaires of many shapes, any share of
 * missing and invalid answers, organisations of any size and every kind of processor that can be had here.
 */
#include "check.h"
#include "culture/culture.h"
#include "numeric/draws.h"
#include "tally/lanes.h"
#include "tally/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many factors of so many items and an ambition each, on a scale of so many points from low on. */
struct shape {
    int factors, items, points, low, needed;
    bool ambition, fits;
};

static const struct shape shapes[] = {
    {9, 6, 5, 1, 0, false, true},   {9, 5, 5, 1, 0, true, true},     {3, 4, 7, 1, 2, true, true},
    {2, 1, 2, 0, 0, false, true},   {4, 3, 11, -5, 1, false, true},  {5, 12, 2, 1, 11, false, true},
    {1, 2, 4, 3, 0, true, true},    {3, 10, 3, 1, 10, true, true},   {12, 4, 5, 1, 4, true, true},
    {2, 31, 5, 1, 0, false, false}, {3, 14, 2, 1, 14, false, false}, {9, 22, 5, 1, 22, false, false},
};

static culture_questionnaire *make_questionnaire(const struct shape *shape, struct cul_draws *draws)
{
    static char text[1 << 17];
    size_t at = (size_t)snprintf(text, sizeof text, "questionnaire: shape\nscales:\n  s:\n    points: {");
    for (int p = 0; p < shape->points; p++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%d: p%d", p ? ", " : "", shape->low + p, p);
    }
    at += (size_t)snprintf(text + at, sizeof text - at, "}\nfactors:\n");
    for (int f = 0; f < shape->factors; f++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "  - id: f%d\n", f);
        at += (size_t)snprintf(text + at, sizeof text - at, "    items:\n");
        for (int i = 0; i < shape->items + shape->ambition; i++) {
            at += (size_t)snprintf(
                text + at, sizeof text - at, "      - {id: i%d_%d, scale: s, text: item %d %d%s%s}\n", f, i, f, i,
                cul_draws_uniform(draws) < 0.3 ? ", reverse: true" : "", i < shape->items ? "" : ", aspect: ambition");
        }
    }
    at += (size_t)snprintf(text + at, sizeof text - at, "practised: {score: 60, factors: 1, floor: 40}\n");
    if (shape->needed) {
        at += (size_t)snprintf(text + at, sizeof text - at, "missing_rule: %d\n", shape->needed);
    }
    culture_questionnaire *questionnaire = NULL;
    struct culture_error error = {0};
    struct culture_source source = {.path = "shape.yaml", .bytes = text, .length = at};
    if (culture_questionnaire_read(&source, NULL, &questionnaire, &error)) {
        print_error("%lld %s: %s\n", (long long)error.line, error.where, error.message);
        fail();
    }
    return questionnaire;
}

enum { ROWS = 20000, NAMES = 40 };

struct survey {
    int16_t *values;
    double *seconds;
    int32_t organisation[ROWS], asked[300];
    const char *names[NAMES];
    struct culture_block block;
};

/* Respondents who answer each in their own way: some at random, some all alike, some hardly at all. */
static void fill_row(int16_t *values, const struct shape *shape, int items, double missing, struct cul_draws *draws)
{
    int centre = (int)(cul_draws_uniform(draws) * shape->points);
    int spread = cul_draws_uniform(draws) < 0.15 ? 0 : 1 + (int)(cul_draws_uniform(draws) * 3);
    double left = cul_draws_uniform(draws) < 0.1 ? 0.8 : missing;
    for (int i = 0; i < items; i++) {
        int point = centre + (int)(cul_draws_uniform(draws) * (2 * spread + 1)) - spread;
        point = point < 0 ? 0 : point >= shape->points ? shape->points - 1 : point;
        double draw = cul_draws_uniform(draws);
        values[i] = draw < left          ? CULTURE_MISSING
                    : draw < left + 0.01 ? CULTURE_INVALID
                                         : (int16_t)(shape->low + point);
    }
}

static void make_survey(struct survey *survey, const struct shape *shape, int items, double missing, int round,
                        struct cul_draws *draws)
{
    static const char *const names[NAMES] = {"a", "b", "c", "A", " b ", "d", "e", "f", "g", "h",  "i",  "j", "k", "l",
                                             "m", "n", "o", "p", "q",   "r", "s", "t", "u", "v",  "w",  "x", "y", "z",
                                             "1", "2", "3", "4", "5",   "6", "7", "8", "9", "10", "11", "12"};
    memcpy(survey->names, names, sizeof names);
    survey->values = malloc(sizeof *survey->values * ROWS * (size_t)items);
    survey->seconds = malloc(sizeof *survey->seconds * ROWS);
    for (int row = 0; row < ROWS; row++) {
        fill_row(survey->values + (size_t)row * (size_t)items, shape, items, missing, draws);
        double where = cul_draws_uniform(draws);
        survey->organisation[row] = (int32_t)(where * where * where * NAMES); /* some large, some small */
        survey->seconds[row] = cul_draws_uniform(draws) * 4 * items - 5;
    }
    for (int i = 0; i < items; i++) {
        survey->asked[i] = (i * 7 + round) % items;
    }
    survey->block = (struct culture_block){.struct_size = sizeof survey->block,
                                           .rows = ROWS,
                                           .values = survey->values,
                                           .organisations = survey->names,
                                           .organisation_count = NAMES,
                                           .organisation = round % 3 == 2 ? NULL : survey->organisation,
                                           .seconds = round % 2 ? survey->seconds : NULL,
                                           .asked = round % 2 ? survey->asked : NULL,
                                           .asked_count = items - round};
}

struct bytes {
    void *bytes;
    size_t length;
};

static struct bytes count(culture_questionnaire *questionnaire, const struct survey *survey,
                          const struct cul_lanes_target *target, int64_t step)
{
    culture_tally *tally = NULL;
    struct culture_error error = {0};
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    tally->plan.target = target;
    for (int64_t from = 0; from < ROWS; from += step) {
        struct culture_block block = survey->block;
        block.rows = ROWS - from < step ? ROWS - from : step;
        block.values += from * culture_questionnaire_item_count(questionnaire);
        block.organisation = block.organisation ? block.organisation + from : NULL;
        block.seconds = block.seconds ? block.seconds + from : NULL;
        assert_int_equal(culture_tally_add_block(tally, &block, &error), CULTURE_OK);
    }
    struct bytes result = {0};
    assert_int_equal(culture_tally_bytes(tally, &result.bytes, &result.length, NULL), CULTURE_OK);
    culture_tally_free(tally);
    return result;
}

static void compare(culture_questionnaire *questionnaire, const struct survey *survey)
{
    const struct cul_lanes_target *targets[CUL_PROCESSORS];
    int32_t found = cul_lanes_targets(targets);
    struct bytes expected = count(questionnaire, survey, NULL, 256);
    for (int32_t t = 0; t < found; t++) {
        for (int64_t step = 500; step <= ROWS; step *= 40) {
            struct bytes bytes = count(questionnaire, survey, targets[t], step);
            assert_int_equal(bytes.length, expected.length);
            if (memcmp(bytes.bytes, expected.bytes, bytes.length) != 0) {
                print_error("%s differs from counting row by row, %lld rows at once\n", targets[t]->name,
                            (long long)step);
                fail();
            }
            culture_bytes_free(bytes.bytes);
        }
    }
    culture_bytes_free(expected.bytes);
}

static void lanes_count_as_rows_do(void **state)
{
    (void)state;
    static struct cul_draws draws;
    static struct survey survey;
    cul_draws_seed(&draws, 20);
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        culture_questionnaire *questionnaire = make_questionnaire(&shapes[s], &draws);
        culture_tally *tally = NULL;
        assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
        assert_int_equal(tally->plan.target != NULL, shapes[s].fits);
        culture_tally_free(tally);
        int items = (int)culture_questionnaire_item_count(questionnaire);
        for (int round = 0; round < 3 && shapes[s].fits; round++) {
            make_survey(&survey, &shapes[s], items, round ? 0.02 : 0.15, round, &draws);
            compare(questionnaire, &survey);
            free(survey.values);
            free(survey.seconds);
        }
        culture_questionnaire_free(questionnaire);
    }
}

static void the_standard_questionnaires_fit(void **state)
{
    (void)state;
    static const char *const ids[] = {"nine-factors", "nine-factors-short"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        culture_questionnaire *questionnaire = NULL;
        culture_tally *tally = NULL;
        assert_int_equal(culture_questionnaire_standard(ids[i], &questionnaire, NULL), CULTURE_OK);
        assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
        assert_non_null(tally->plan.target);
        culture_tally_free(tally);
        culture_questionnaire_free(questionnaire);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lanes_count_as_rows_do),
                                       cmocka_unit_test(the_standard_questionnaires_fit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
