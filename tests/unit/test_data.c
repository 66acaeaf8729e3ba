/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table that another process makes of a file of a statistics package: taken as it is meant, or refused. */
#include "small.h"

static culture_status give(void *context, const char *path, const struct culture_sink *sink,
                           struct culture_error *error)
{
    const char *table = context;
    assert_true(strncmp(path, "folder/north.", 13) == 0);
    for (const char *at = table; *at; at++) { /* a pipe gives what it has */
        if (sink->write(sink->context, at, 1)) {
            if (error) {
                *error = (struct culture_error){.status = CULTURE_ERROR_LIMIT};
            }
            return CULTURE_ERROR_LIMIT;
        }
    }
    return CULTURE_OK;
}

static void add_value(char *out, size_t size, int16_t value)
{
    char text[16];
    snprintf(text, sizeof text, value == CULTURE_MISSING ? "." : value == CULTURE_INVALID ? "!" : "%d", value);
    strncat(out, text, size - strlen(out) - 1);
}

/* The five items' values of every row kept, "15...|"; or the error. */
static void read_rows(culture_questionnaire *questionnaire, const char *table, const char *path, char *out, size_t size)
{
    culture_answers *answers = NULL;
    struct culture_error error = {0};
    struct culture_block block = {.struct_size = sizeof block};
    struct culture_answers_options options = {
        .struct_size = sizeof options, .read_data = give, .read_data_context = (void *)table};
    out[0] = 0;
    culture_status status = culture_answers_open(path, questionnaire, &options, &answers, &error);
    while (!status && !(status = culture_answers_next(answers, &block, &error)) && block.rows) {
        assert_string_equal(block.organisations[0], "north");
        for (int64_t i = 0; i < block.rows * 5; i++) {
            add_value(out, size, block.values[i]);
            strncat(out, i % 5 == 4 ? "|" : "", size - strlen(out) - 1);
        }
    }
    if (status) {
        snprintf(out, size, "%s: %s", culture_status_name(status), error.message);
    }
    culture_answers_free(answers);
}

static void tables_are_taken_as_they_are_meant(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    static const struct {
        const char *table, *expected;
    } cases[] = {
        {"\"a\",\"b\",\"c\",\"d\",\"e\"\n\"\",\"\",\"\",\"\",\"\"\n\"\",\"\",\"\",\"\",\"\"\n1,2,3,4,5\n,,,,1\n",
         "12345|....1|"},
        /* called by label; a name goes before a label */
        {"\"v1\",\"b\",\"v3\"\n\"Item A\",\"item c\",\"item e\"\n\"\",\"\",\"\"\n1,2,3\n", "12..3|"},
        /* labels from nought, and a number without one */
        {"\"a\",\"b\"\n\"\",\"\"\n\"0\x1fnever\x1e"
         "1\x1fSELDOM\x1e"
         "4\x1f"
         "always\",\"\"\n0,1\n1,1\n4,1\n3,1\n",
         "11...|21...|51...|!1...|"},
        /* turned round: the middle agrees, but only its label counts */
        {"\"a\"\n\"\"\n\"5\x1fnever\x1e"
         "1\x1f"
         "always\"\n5\n1\n3\n",
         "1....|5....|!....|"},
        /* labels of no answer, and of something else than the scale has */
        {"\"a\",\"b\"\n\"\",\"\"\n\"3\x1funknown\x1e"
         "2\x1fperhaps\x1e"
         "7\x1fnot here\",\"\"\n3,1\n2,1\n7,1\n",
         ".1...|21...|!1...|"},
        {"\"a\",\"b\"\n\"\",\"\"\n\"\x1e\x1f\x1e"
         "1\x1e\x1fx\x1e"
         "1\x1fnever\x1e"
         "1\x1f"
         "always\",\"\"\n1,\"2\"\n",
         "12...|"},
        {"", "answers: the file is empty"},
        {"\"a\",\"b\"\n", "syntax: the table of the file is damaged"},
        {"\"a\",\"b\"\n\"\",\"\"\n", "syntax: the table of the file is damaged"},
        {"\"a\",\"b\"\n\"\",\"\"\n\"\"\n", "syntax: the table of the file is damaged"},
        {"\"a\",\"b\"\n\"\",\"\"\n\"\",\"\"\n1,2\n3\n", "syntax: the table of the file is damaged"},
        {"\"a\",\"b\"\n\"\",\"\"\n\"\",\"\"\n", "answers: the file has a header but no rows of answers"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[512];
        read_rows(questionnaire, cases[i].table, "folder/north.sav", found, sizeof found);
        if (strcmp(found, cases[i].expected) != 0) {
            print_error("case %zu\n", i);
        }
        assert_string_equal(found, cases[i].expected);
    }
    culture_questionnaire_free(questionnaire);
}

static culture_status fail_to_read(void *context, const char *path, const struct culture_sink *sink,
                                   struct culture_error *error)
{
    (void)context, (void)path, (void)sink;
    if (error) {
        *error = (struct culture_error){.status = CULTURE_ERROR_SYNTAX, .message = "its reader broke down"};
    }
    return CULTURE_ERROR_SYNTAX;
}

static void a_reader_that_fails_is_believed(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_answers *answers = NULL;
    struct culture_error error = {0};
    struct culture_answers_options options = {.struct_size = sizeof options, .read_data = fail_to_read};
    assert_int_equal(culture_answers_open("x.DTA", questionnaire, &options, &answers, &error), CULTURE_ERROR_SYNTAX);
    assert_string_equal(error.message, "its reader broke down");
    assert_int_equal(culture_answers_open("x.dta", questionnaire, &options, &answers, NULL), CULTURE_ERROR_SYNTAX);
    /* bytes in memory are CSV, whatever their name */
    struct culture_source source = {.path = "x.sav", .bytes = "a,b\n1,2\n", .length = 8};
    assert_int_equal(culture_answers_read(&source, questionnaire, &options, &answers, NULL), CULTURE_OK);
    culture_answers_free(answers);
    culture_questionnaire_free(questionnaire);
}

static void a_workbook_is_its_sheet_as_csv(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"Form1\n\"a\",\"b\",\"c\",\"d\",\"e\"\n\"1\",\"2\",\"3\",\"4\",\"5\"\n", "12345|"},
        {"Form1\n\"a\",\"b\"\n\"1\",\"7\"\n", "1!...|"},
        {"Form1\nx,y\n1,2\n",
         "answers: sheet Form1: no column is an item of the questionnaire small: headers are ids such "
         "as a, aliases or item texts"},
        {"Form1\n", "answers: sheet Form1: the file is empty"},
        {"a,b,c", "syntax: the reader of workbooks named no sheet"},
        {"", "syntax: the reader of workbooks named no sheet"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[512];
        read_rows(questionnaire, cases[i].text, "folder/north.xlsx", found, sizeof found);
        assert_string_equal(found, cases[i].expected);
    }
    culture_questionnaire_free(questionnaire);
}

static void places_are_those_of_the_sheet(void **state)
{
    (void)state;
    static const char text[] = "Form1\n\"id\",\"a\"\n\"x\",\"1\"\n\"y\",\"7\"\n";
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_answers *answers = NULL;
    struct culture_block block = {.struct_size = sizeof block};
    struct culture_problem problem = {.struct_size = sizeof problem};
    struct culture_answers_options options = {
        .struct_size = sizeof options, .read_data = give, .read_data_context = (void *)(uintptr_t)text};
    assert_int_equal(culture_answers_open("folder/north.XLSX", questionnaire, &options, &answers, NULL), CULTURE_OK);
    assert_int_equal(culture_answers_next(answers, &block, NULL), CULTURE_OK);
    _Bool seen = 0;
    for (int64_t i = 0; i < culture_answers_problem_count(answers); i++) {
        assert_int_equal(culture_answers_problem(answers, i, &problem, NULL), CULTURE_OK);
        if (strcmp(problem.kind, "invalid_answer") == 0) {
            seen = 1;
            assert_int_equal(problem.line, 3);
            assert_int_equal(problem.column, 2);
        }
    }
    assert_true(seen);
    culture_answers_free(answers);
    culture_questionnaire_free(questionnaire);
}

/* Who reads no workbooks leaves them to the reader of CSV, which tells what to do. */
static culture_status read_none(void *context, const char *path, const struct culture_sink *sink,
                                struct culture_error *error)
{
    (void)context;
    return culture_data_read(path, sink, error);
}

static void a_workbook_that_nobody_reads_fails_with_advice(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    for (int reads = 0; reads < 2; reads++) {
        culture_answers *answers = NULL;
        struct culture_error error = {0};
        struct culture_answers_options options = {.struct_size = sizeof options, .read_data = reads ? read_none : NULL};
        assert_int_equal(culture_answers_open("absent/x.xlsx", questionnaire, &options, &answers, &error),
                         CULTURE_ERROR_FILE);
        assert_string_equal(error.path, "absent/x.xlsx");
        struct culture_source source = {.path = "x.xlsx", .bytes = "PK\3\4 and more", .length = 13};
        error = (struct culture_error){0};
        assert_int_equal(culture_answers_read(&source, questionnaire, &options, &answers, &error),
                         CULTURE_ERROR_ANSWERS);
        assert_non_null(strstr(error.message, "CSV UTF-8"));
    }
    culture_questionnaire_free(questionnaire);
}

static int32_t count_bytes(void *context, const void *bytes, size_t length)
{
    (void)bytes;
    *(size_t *)context += length;
    return 0;
}

static void only_such_files_are_read(void **state)
{
    (void)state;
    size_t length = 0;
    struct culture_sink sink = {.write = count_bytes, .context = &length};
    struct culture_error error = {0};
    assert_int_equal(culture_data_read("x.csv", &sink, &error), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_data_read(NULL, &sink, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_data_read("x.sav", NULL, NULL), CULTURE_ERROR_ARGUMENT);
    error = (struct culture_error){0};
    assert_int_equal(culture_data_read("absent/x.sav", &sink, &error), CULTURE_ERROR_FILE);
    assert_string_equal(error.path, "absent/x.sav");
    assert_int_equal(length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_taken_as_they_are_meant),
        cmocka_unit_test(a_reader_that_fails_is_believed),
        cmocka_unit_test(a_workbook_is_its_sheet_as_csv),
        cmocka_unit_test(places_are_those_of_the_sheet),
        cmocka_unit_test(a_workbook_that_nobody_reads_fails_with_advice),
        cmocka_unit_test(only_such_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
