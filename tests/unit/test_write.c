/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small.h"
#include "write/json.h"
#include "write/paper.h"

static void json_is_escaped_and_indented(void **state)
{
    (void)state;
    struct cul_json json = {.first = true};
    cul_json_open(&json, NULL, '{');
    cul_json_text(&json, "a\"b", "x\\y\n\x1f\xE2\x80\xA8\xC3\xAB");
    cul_json_number(&json, "n", 0.1);
    cul_json_number(&json, "none", (double)NAN);
    cul_json_open(&json, "list", '[');
    cul_json_close(&json, ']');
    cul_json_open_inline(&json, "short", '[');
    cul_json_whole(&json, NULL, -3);
    cul_json_flag(&json, NULL, true);
    cul_json_null(&json, NULL);
    cul_json_close(&json, ']');
    cul_json_close(&json, '}');
    assert_string_equal(json.out.bytes, "{\n \"a\\\"b\": \"x\\\\y\\u000a\\u001f\\u2028\xC3\xAB\",\n \"n\": 0.1,\n"
                                        " \"none\": null,\n \"list\": [],\n \"short\": [-3, true, null]\n}\n");
    cul_buffer_free(&json.out);
}

static void names_can_do_nothing_to_a_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
        int columns;
    } cases[] = {{"plain", "plain     .", 10},
                 {"\x1b[31mred", "\\x1B[31mred.", 0},
                 {"a\xE2\x80\xAE"
                  "b",
                  "a\\xE2b.", 0}, /* right-to-left override */
                 {"\xC3\xAB\xE4\xBD\xA0", "\xC3\xAB\xE4\xBD\xA0  .", 5},
                 {"\xE4\xBD\xA0\xE5\xA5\xBD", "\xE4\xBD\xA0\xE2\x80\xA6.", 3}, /* half a wide character does not fit */
                 {"bad\xFF", "bad\\xFF.", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cul_paper paper = {.colour = false};
        if (cases[i].columns) {
            cul_paper_cell(&paper, cases[i].text, cases[i].columns);
        } else {
            cul_paper_text(&paper, cases[i].text, 0);
        }
        cul_paper_text(&paper, ".", 0);
        cul_paper_cell(&paper, "", 9); /* blanks at the end of a line are not written */
        assert_string_equal(paper.out.bytes, cases[i].expected);
        cul_buffer_free(&paper.out);
    }
}

static int32_t take(void *context, const void *bytes, size_t length)
{
    char *out = context;
    strncat(out, bytes, length);
    return 0;
}

static culture_assessment *assess(const char *organisation)
{
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    culture_scores *scores = NULL;
    culture_assessment *assessment = NULL;
    int16_t values[125];
    for (int i = 0; i < 125; i++) {
        values[i] = (int16_t)(1 + i * i % 5);
    }
    add_rows(tally, organisation, values, 25);
    assert_int_equal(culture_scores_compute(tally, NULL, &scores, NULL), CULTURE_OK);
    assert_int_equal(culture_assess(scores, NULL, NULL, &assessment, NULL), CULTURE_OK);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
    return assessment;
}

static void a_formula_in_a_name_is_guarded(void **state)
{
    (void)state;
    static const struct {
        const char *name, *cell;
    } cases[] = {{"=cmd|x", "\"'=cmd|x\","},
                 {"+1", "\"'+1\","},
                 {"-1", "\"'-1\","},
                 {"@sum", "\"'@sum\","},
                 {"\xEF\xBC\x9D"
                  "1",
                  "\"'\xEF\xBC\x9D"
                  "1\","},
                 {"a,\"b\"", "\"a,\"\"b\"\"\","},
                 {"plain", "plain,"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static char out[1 << 16];
        out[0] = '\0';
        culture_assessment *assessment = assess(cases[i].name);
        struct culture_sink sink = {.write = take, .context = out};
        assert_int_equal(culture_write_csv(assessment, &sink, NULL, NULL), CULTURE_OK);
        const char *row = strchr(out, '\n') + 1;
        assert_memory_equal(row, cases[i].cell, strlen(cases[i].cell));
        culture_assessment_free(assessment);
    }
}

static int32_t refuse(void *context, const void *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
    return 1;
}

static void every_writer_passes_failures_on(void **state)
{
    (void)state;
    culture_assessment *assessment = assess("x");
    struct culture_sink refusing = {.write = refuse}, both = {.write = refuse, .path = "x"};
    struct culture_write_options french = {.struct_size = sizeof french, .language = "fr"};
    assert_int_equal(culture_write_json(assessment, &refusing, NULL, NULL), CULTURE_ERROR_FILE);
    assert_int_equal(culture_write_csv(assessment, &refusing, NULL, NULL), CULTURE_ERROR_FILE);
    assert_int_equal(culture_write_table(assessment, &refusing, NULL, NULL), CULTURE_ERROR_FILE);
    assert_int_equal(culture_write_json(assessment, &both, NULL, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_write_json(assessment, &refusing, &french, NULL), CULTURE_ERROR_ARGUMENT);
    culture_assessment_free(assessment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_escaped_and_indented), cmocka_unit_test(names_can_do_nothing_to_a_terminal),
        cmocka_unit_test(a_formula_in_a_name_is_guarded), cmocka_unit_test(every_writer_passes_failures_on)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
