/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small.h"

struct heard {
    int count;
    char lines[32][640];
};

static void hear(void *context, const struct culture_error *problem)
{
    struct heard *heard = context;
    if (heard->count < 32) {
        snprintf(heard->lines[heard->count], sizeof heard->lines[0], "%lld:%lld %s: %s", (long long)problem->line,
                 (long long)problem->column, problem->where, problem->message);
    }
    heard->count++;
}

static culture_status read_text(const char *text, size_t length, struct heard *heard)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.path = "q.yaml", .bytes = text, .length = length};
    struct culture_questionnaire_options options = {
        .struct_size = sizeof options, .on_problem = hear, .context = heard};
    *heard = (struct heard){0};
    culture_status status = culture_questionnaire_read(&source, &options, &questionnaire, NULL);
    culture_questionnaire_free(questionnaire);
    return status;
}

static void the_model_is_what_the_file_says(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    struct culture_item item = {.struct_size = sizeof item};
    struct culture_criterion criterion = {.struct_size = sizeof criterion};
    assert_int_equal(culture_questionnaire_item_count(questionnaire), 5);
    assert_int_equal(culture_questionnaire_dimension_count(questionnaire), 3);
    assert_int_equal(culture_questionnaire_factor_count(questionnaire), 2);
    assert_int_equal(culture_questionnaire_dimension(questionnaire, 2, &dimension, NULL), CULTURE_OK);
    assert_string_equal(dimension.id, "f.ambition");
    assert_int_equal(dimension.base, 0);
    assert_int_equal(culture_questionnaire_dimension(questionnaire, 0, &dimension, NULL), CULTURE_OK);
    assert_int_equal(dimension.item_count, 3);
    assert_int_equal(dimension.needed, 2); /* half of 3, upward */
    assert_int_equal(culture_questionnaire_item(questionnaire, 1, &item, NULL), CULTURE_OK);
    assert_int_equal(item.reverse, 1);
    assert_string_equal(culture_questionnaire_point_label(questionnaire, 0, 5, "nl"), "always");
    assert_int_equal(culture_questionnaire_criterion(questionnaire, &criterion, NULL), CULTURE_OK);
    assert_true(criterion.given && criterion.score == 60 && criterion.floor == 40 && criterion.factors == 2);
    assert_int_equal(culture_questionnaire_find_item(questionnaire, "e"), 4);
    assert_int_equal(culture_questionnaire_find_item(questionnaire, "z"), -1);
    assert_int_equal(culture_questionnaire_item(questionnaire, 5, &item, NULL), CULTURE_ERROR_NOT_FOUND);
    culture_questionnaire_free(culture_questionnaire_retain(questionnaire));
    culture_questionnaire_free(questionnaire);
    culture_questionnaire_free(NULL);
}

static void the_fingerprint_is_of_the_scoring_model_alone(void **state)
{
    (void)state;
    culture_questionnaire *one = small_questionnaire(), *two = NULL;
    char text[sizeof small_yaml];
    memcpy(text, small_yaml, sizeof text);
    memcpy(strstr(text, "item a,"), "Item A,", 7);
    struct culture_source source = {.bytes = text, .length = sizeof text - 1};
    assert_int_equal(culture_questionnaire_read(&source, NULL, &two, NULL), CULTURE_OK);
    assert_string_equal(culture_questionnaire_fingerprint(one), culture_questionnaire_fingerprint(two));
    culture_questionnaire_free(two);
    memcpy(strstr(text, "reverse: true"), "reverse: \"no\"", 13);
    assert_int_equal(culture_questionnaire_read(&source, NULL, &two, NULL), CULTURE_ERROR_QUESTIONNAIRE);
    memcpy(strstr(text, ", reverse: \"no\""), "               ", 15);
    assert_int_equal(culture_questionnaire_read(&source, NULL, &two, NULL), CULTURE_OK);
    assert_string_not_equal(culture_questionnaire_fingerprint(one), culture_questionnaire_fingerprint(two));
    culture_questionnaire_free(two);
    culture_questionnaire_free(one);
}

static void all_problems_are_reported_with_their_place(void **state)
{
    (void)state;
    static const char text[] = "questionnaire: q\n"
                               "scalez: {}\n"
                               "scales:\n"
                               "  s: {points: {1: a, 2: b}}\n"
                               "factors:\n"
                               "  - id: F\n"
                               "    items:\n"
                               "      - {id: x, scale: t, text: one, revers: true}\n"
                               "      - {id: x, scale: s, text: ''}\n";
    struct heard heard;
    assert_int_equal(read_text(text, sizeof text - 1, &heard), CULTURE_ERROR_QUESTIONNAIRE);
    static const char *const expected[] = {
        "2:1 scalez: the key 'scalez' is not known; did you mean 'scales'?",
        "6:9 factors[0].id: an id is at most 64 lower-case letters, digits and underscores, and begins with a letter",
        "8:38 factors[0].items[0].revers: the key 'revers' is not known; did you mean 'reverse'?",
        "8:24 factors[0].items[0].scale: there is no scale 't'",
        "9:14 factors[0].items[1].id: the id 'x' is taken by another item",
        "9:33 factors[0].items[1].text: a text is expected here"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_string_equal(heard.lines[i], expected[i]);
    }
    assert_int_equal(heard.count, sizeof expected / sizeof *expected);
}

static void refused(const char *text, const char *part)
{
    struct heard heard;
    assert_int_not_equal(read_text(text, strlen(text), &heard), CULTURE_OK);
    if (!strstr(heard.lines[0], part)) {
        print_error("for %.60s: '%s' does not hold '%s'\n", text, heard.lines[0], part);
        fail();
    }
}

static void hostile_files_are_refused(void **state)
{
    (void)state;
    refused("", "empty");
    refused("- a\n- b\n", "mapping");
    refused("questionnaire: &x q\n", "1:16 : anchors");
    refused("questionnaire: *x\n", "aliases");
    refused("questionnaire: !!str q\n", "tags");
    refused("questionnaire: q\nquestionnaire: q\n", "2:1 questionnaire: the key 'questionnaire' is here twice");
    refused("questionnaire: q\n---\nquestionnaire: r\n", "second document");
    refused("questionnaire: \"a\\x01b\"\n", "control characters");
    refused("questionnaire: [1, 2\n", "2:1");
    refused("questionnaire: \xC3(\n", "UTF-8");
    refused("? [a]\n: b\n", "key must be a plain word");
}

static void deep_and_large_files_end_fast(void **state)
{
    (void)state;
    struct heard heard;
    size_t length = 1 << 20;
    char *text = malloc(length);
    assert_non_null(text);
    static const char *const patterns[] = {"[", "{", "[ ", "- ", "? ", "{a: ", "[[a],"};
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        size_t unit = strlen(patterns[p]), used = 0;
        while (used + unit < length) {
            memcpy(text + used, patterns[p], unit);
            used += unit;
        }
        assert_int_not_equal(read_text(text, used, &heard), CULTURE_OK);
        assert_true(heard.count > 0);
    }
    memset(text, 'a', length);
    assert_int_not_equal(read_text(text, length, &heard), CULTURE_OK);
    free(text);
    text = calloc(1, (1 << 20) + 1);
    assert_non_null(text);
    assert_int_equal(read_text(text, (1 << 20) + 1, &heard), CULTURE_ERROR_LIMIT);
    free(text);
}

static void the_standard_is_the_nine_factors(void **state)
{
    (void)state;
    static const char *const nine[] = {"learning", "leadership", "management",       "work_practice",     "technology",
                                       "finance",  "hr_role",    "employment_terms", "own_responsibility"};
    culture_questionnaire *questionnaire = NULL;
    assert_int_equal(culture_questionnaire_standard("nine-factors", &questionnaire, NULL), CULTURE_OK);
    assert_int_equal(culture_questionnaire_factor_count(questionnaire), 9);
    assert_int_equal(culture_questionnaire_item_count(questionnaire), 81);
    for (int32_t f = 0; f < 9; f++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        int reversed = 0;
        culture_questionnaire_dimension(questionnaire, f, &dimension, NULL);
        assert_string_equal(dimension.id, nine[f]);
        assert_int_equal(dimension.item_count, 5);
        for (int32_t i = 0; i < 5; i++) {
            struct culture_item item = {.struct_size = sizeof item};
            culture_questionnaire_item(questionnaire, dimension.items[i], &item, NULL);
            reversed += item.reverse;
        }
        assert_in_range(reversed, 1, 2);
        assert_string_not_equal(culture_questionnaire_dimension_definition(questionnaire, f, "nl"), "");
        assert_string_not_equal(culture_questionnaire_dimension_definition(questionnaire, f, "nl"),
                                culture_questionnaire_dimension_definition(questionnaire, f, "en"));
    }
    culture_questionnaire_free(questionnaire);
    for (int32_t i = 0; culture_questionnaire_standard_id(i); i++) {
        assert_int_equal(culture_questionnaire_standard(culture_questionnaire_standard_id(i), &questionnaire, NULL), 0);
        culture_questionnaire_free(questionnaire);
    }
    assert_int_equal(culture_questionnaire_standard("none", &questionnaire, NULL), CULTURE_ERROR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_model_is_what_the_file_says),
                                       cmocka_unit_test(the_fingerprint_is_of_the_scoring_model_alone),
                                       cmocka_unit_test(all_problems_are_reported_with_their_place),
                                       cmocka_unit_test(hostile_files_are_refused),
                                       cmocka_unit_test(deep_and_large_files_end_fast),
                                       cmocka_unit_test(the_standard_is_the_nine_factors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
