/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/conduct.h"
#include "answers/csv.h"
#include "answers/labels.h"
#include "answers/markup.h"
#include "answers/profiles.h"
#include "small.h"

/* The cells of a file in brackets, records by line: "1[a][b]\n3[c][d]\n". */
static void dump(const char *bytes, size_t length, char *out, size_t size, char *delimiter, char *encoding)
{
    struct cul_csv *csv = NULL;
    struct culture_source source = {.bytes = bytes, .length = length};
    struct culture_error error = {0};
    size_t used = 0;
    out[0] = '\0';
    if (cul_csv_open(&csv, &source, &error) == CULTURE_OK) {
        *delimiter = cul_csv_delimiter(csv);
        strcpy(encoding, cul_csv_encoding(csv));
        struct cul_csv_record record;
        while (cul_csv_next(csv, &record, &error) == CULTURE_OK && record.count) {
            used += (size_t)snprintf(out + used, size - used, "%lld", (long long)cul_csv_place(csv, &record, -1).line);
            for (int64_t i = 0; i < record.count; i++) {
                used += (size_t)snprintf(out + used, size - used, "[%.*s]", (int)record.fields[i].length,
                                         record.fields[i].text);
            }
            used += (size_t)snprintf(out + used, size - used, "\n");
        }
    }
    if (error.status) {
        snprintf(out + used, size - used, "%lld! %s", (long long)error.line, error.message);
    }
    cul_csv_close(csv);
}

static void records_are_what_tools_meant(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        char delimiter;
        const char *encoding, *expected;
    } cases[] = {
#define CASE(text, delimiter, encoding, expected) {text, sizeof text - 1, delimiter, encoding, expected}
        CASE("a,b\n1,2\n", ',', "UTF-8", "1[a][b]\n2[1][2]\n"),
        CASE("a;b\r\n1,0;2,0\r\n", ';', "UTF-8", "1[a][b]\n2[1,0][2,0]\n"),
        CASE("a\tb\r1\t2", '\t', "UTF-8", "1[a][b]\n2[1][2]\n"),
        CASE("a|b\n1|2\n", '|', "UTF-8", "1[a][b]\n2[1][2]\n"),
        CASE("sep=;\na;b,c\n1;2,3\n", ';', "UTF-8", "2[a][b,c]\n3[1][2,3]\n"),
        CASE("\xEF\xBB\xBF\"a\";\"b\"\r\n\"1\";\"x\"\"y\"\r\n\r\n", ';', "UTF-8 with BOM", "1[a][b]\n2[1][x\"y]\n"),
        CASE("\"a\nb\",c\n\n1,2\n", ',', "UTF-8", "1[a\nb][c]\n4[1][2]\n"),
        CASE("a,b\n\"1\"x,2\n", ',', "UTF-8", "1[a][b]\n2[1x][2]\n"),
        CASE("a,b\n1,\"2\n3,4\n", ',', "UTF-8", "1[a][b]\n2! a quote is opened here and never closed"),
        CASE("a,b\n1,\0\n", ',', "", "2! a NUL byte, which no text file has, at byte 7"),
        CASE("\xFF\xFE"
             "a\0;\0b\0\n\0"
             "1\0;\0\xEB\0",
             ';', "UTF-16LE", "1[a][b]\n2[1][\xC3\xAB]\n"),
        CASE("\xFE\xFF\0a\0,\0b", ',', "UTF-16BE", "1[a][b]\n"),
        CASE("a\0,\0b\0\n\0"
             "1\0,\0"
             "2\0",
             ',', "UTF-16LE", "1[a][b]\n2[1][2]\n"),
        CASE("a;b\ncaf\xE9;\x80\n", ';', "Windows-1252", "1[a][b]\n2[caf\xC3\xA9][\xE2\x82\xAC]\n"),
        CASE("one\n1\n2\n", ',', "UTF-8", "1[one]\n2[1]\n3[2]\n"),
        CASE("", ',', "UTF-8", ""),
        CASE("\n\r\n\n", ',', "UTF-8", ""),
#undef CASE
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[1024], delimiter = '?', encoding[32] = "";
        dump(cases[i].bytes, cases[i].length, out, sizeof out, &delimiter, encoding);
        assert_string_equal(out, cases[i].expected);
        if (*cases[i].encoding) {
            assert_int_equal(delimiter, cases[i].delimiter);
            assert_string_equal(encoding, cases[i].encoding);
        }
    }
}

static void a_cell_means_a_point_nothing_or_is_invalid(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        int value;
    } cases[] = {{"4", 4},
                 {"4.0", 4},
                 {"4,0", 4},
                 {" 4 ", 4},
                 {"always", 5},
                 {"ALWAYS ", 5},
                 {"4 - often", 4},
                 {"4. Often", 4},
                 {"4: often", 4},
                 {"4 \xE2\x80\x93 often", 4},
                 {"A4", 4},
                 {"'=", CULTURE_INVALID},
                 {"", CULTURE_MISSING},
                 {"NA", CULTURE_MISSING},
                 {"n/a", CULTURE_MISSING},
                 {"-", CULTURE_MISSING},
                 {".", CULTURE_MISSING},
                 {"Unknown", CULTURE_MISSING},
                 {"9", CULTURE_MISSING},
                 {"4 - never", CULTURE_INVALID},
                 {"6", CULTURE_INVALID},
                 {"0", CULTURE_INVALID},
                 {"4.5", CULTURE_INVALID},
                 {"A6", CULTURE_INVALID},
                 {"A0", CULTURE_INVALID},
                 {"oftn", CULTURE_INVALID},
                 {"4often", CULTURE_INVALID},
                 {"-4", CULTURE_INVALID},
                 {"1e0", 1},
                 {"99999999999999999999", CULTURE_INVALID},
                 {"\xFF", CULTURE_INVALID}};
    culture_questionnaire *questionnaire = small_questionnaire();
    struct cul_labels labels;
    assert_true(cul_labels_new(&labels, &questionnaire->scales[0], NULL));
    for (int round = 0; round < 2; round++) { /* the second time from memory */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            int16_t value;
            assert_true(cul_labels_read(&labels, cases[i].cell, strlen(cases[i].cell), &value));
            if (value != cases[i].value) {
                print_error("'%s' means %d, expected %d\n", cases[i].cell, value, cases[i].value);
                fail();
            }
        }
    }
    cul_labels_free(&labels);
    culture_questionnaire_free(questionnaire);
}

/* Reads a whole survey: its status, and rows as "organisation:values;". */
static culture_status survey(const char *text, const struct culture_answers_options *options, char *out, size_t size,
                             struct culture_layout *layout, struct culture_error *error)
{
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_answers *answers = NULL;
    struct culture_source source = {.path = "folder/north.csv", .bytes = text, .length = strlen(text)};
    struct culture_block block = {.struct_size = sizeof block};
    size_t used = 0;
    out[0] = '\0';
    culture_status status = culture_answers_read(&source, questionnaire, options, &answers, error);
    while (!status) {
        status = culture_answers_next(answers, &block, error);
        if (status || !block.rows) {
            break;
        }
        for (int64_t row = 0; row < block.rows; row++) {
            used += (size_t)snprintf(out + used, size - used, "%s:", block.organisations[block.organisation[row]]);
            for (int i = 0; i < 5; i++) {
                int value = block.values[row * 5 + i];
                char shown = value == CULTURE_MISSING ? '.' : value == CULTURE_INVALID ? '!' : (char)('0' + value);
                used += (size_t)snprintf(out + used, size - used, "%c", shown);
            }
            used += (size_t)snprintf(out + used, size - used, ";");
        }
    }
    layout->struct_size = sizeof *layout;
    if (answers) {
        culture_answers_layout(answers, layout, NULL);
    }
    culture_answers_free(answers);
    culture_questionnaire_free(questionnaire);
    return status;
}

static void rows_are_read_and_accounted_for(void **state)
{
    (void)state;
    static const char text[] = "Organisation,A,item  B,C,e,name,q1_sq001\n"
                               "Oost,1,2,3,4,Jan,5\n" /* Q1[SQ001] is an alias of a: a second column */
                               "Oost,,,,,Piet,\n"     /* nothing answered */
                               " oost ,9,77,often,A5,,\n"
                               ",1,1,1,1,,\n" /* whose? */
                               "West,1,2\n"   /* the rest was left out */
                               "West,5,5,5,5,,,extra\n"
                               "West,5,5,5,5,,,,\n";
    char out[256];
    struct culture_layout layout;
    struct culture_error error = {0};
    assert_int_equal(survey(text, NULL, out, sizeof out, &layout, &error), CULTURE_OK);
    assert_string_equal(out, "Oost:123.4;oost:.!4.5;West:12...;West:555.5;");
    assert_int_equal(layout.rows, 7);
    assert_int_equal(layout.kept, 4);
    assert_int_equal(layout.empty, 1);
    assert_int_equal(layout.rejected, 2);
    assert_int_equal(layout.item_columns, 4);
}

static void invalid_answers_can_reject_or_fail(void **state)
{
    (void)state;
    static const char text[] = "a,b,c\n1,2,3\n1,x,3\n";
    char out[256];
    struct culture_layout layout;
    struct culture_error error = {0};
    struct culture_answers_options options = {.struct_size = sizeof options, .invalid = CULTURE_INVALID_REJECTS_ROW};
    assert_int_equal(survey(text, &options, out, sizeof out, &layout, &error), CULTURE_OK);
    assert_string_equal(out, "north:123..;");
    assert_int_equal(layout.rejected, 1);
    options.invalid = CULTURE_INVALID_FAILS_FILE;
    assert_int_equal(survey(text, &options, out, sizeof out, &layout, &error), CULTURE_ERROR_ANSWERS);
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 3);
    assert_string_equal(error.where, "b");
    assert_string_equal(error.message, "'x' is no answer on the scale of b");
}

static void unusable_files_say_why(void **state)
{
    (void)state;
    static const struct {
        const char *text, *column, *message;
    } cases[] = {
        {"", NULL, "the file is empty"},
        {"a,b,c\n", NULL, "the file has a header but no rows of answers"},
        {"x,y\n1,2\n", NULL,
         "no column is an item of the questionnaire small: headers are ids such as a, aliases or item texts"},
        {"a,b\n,\n,\n", NULL, "not one of the file's 2 rows can be used"},
        {"organisatio,a\nx,1\n", "organisation", "there is no column 'organisation'; did you mean 'organisatio'?"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        struct culture_layout layout;
        struct culture_error error = {0};
        struct culture_answers_options options = {.struct_size = sizeof options,
                                                  .organisation_column = cases[i].column};
        assert_int_equal(survey(cases[i].text, &options, out, sizeof out, &layout, &error), CULTURE_ERROR_ANSWERS);
        assert_string_equal(error.message, cases[i].message);
        assert_string_equal(error.path, "folder/north.csv");
    }
}

struct drip {
    const char *text;
    size_t at, step;
};

static int64_t read_drip(void *context, void *buffer, size_t capacity)
{
    struct drip *drip = context;
    size_t left = strlen(drip->text) - drip->at, count = left < drip->step ? left : drip->step;
    count = count < capacity ? count : capacity;
    memcpy(buffer, drip->text + drip->at, count);
    drip->at += count;
    return (int64_t)count;
}

static void any_source_gives_the_same(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    for (size_t step = 1; step < 9; step++) {
        struct drip drip = {"a;b\r\n1;\"2\"\r\n3;4", 0, step};
        struct culture_source source = {.path = "drip", .read = read_drip, .context = &drip};
        struct culture_block block = {.struct_size = sizeof block};
        culture_answers *answers = NULL;
        assert_int_equal(culture_answers_read(&source, questionnaire, NULL, &answers, NULL), CULTURE_OK);
        assert_int_equal(culture_answers_next(answers, &block, NULL), CULTURE_OK);
        assert_int_equal(block.rows, 2);
        assert_int_equal(block.values[1], 2);
        assert_int_equal(block.values[5 + 1], 4);
        culture_answers_free(answers);
    }
    culture_questionnaire_free(questionnaire);
}

static void markup_is_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
    } cases[] = {{"<p class=\"a>b\">Mee&nbsp;eens</p>", " b\">Mee eens "},
                 {"a<br/>b", "a b"},
                 {"caf&eacute; &amp; &#233; &#xE9;", "caf\xC3\xA9 & \xC3\xA9 \xC3\xA9"},
                 {"1 < 2 & 3 > 2;", "1 < 2 & 3 > 2;"},
                 {"&unknown; &; &#0; &#x110000; &#xD800; &#12x;", "&unknown; &; &#0; &#x110000; &#xD800; &#12x;"},
                 {"&euro;&hellip;", "\xE2\x82\xAC\xE2\x80\xA6"},
                 {"<b", "<b"},
                 {"&#128512;", "\xF0\x9F\x98\x80"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cul_buffer plain = {0};
        cul_markup_strip(cases[i].text, strlen(cases[i].text), &plain);
        assert_string_equal(plain.bytes, cases[i].plain);
        cul_buffer_free(&plain);
    }
    assert_false(cul_markup_is_likely("Mee eens; of niet", 17));
}

static struct cul_csv_field field_of(const char *text)
{
    return (struct cul_csv_field){text, strlen(text), 0};
}

static void who_did_not_finish_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t rule;
        bool unfinished;
    } cases[] = {
        {"0", CUL_FINISHED_WORDS, true},
        {" FALSE ", CUL_FINISHED_WORDS, true},
        {"Onwaar", CUL_FINISHED_WORDS, true},
        {"nee", CUL_FINISHED_WORDS, true},
        {"1", CUL_FINISHED_WORDS, false},
        {"", CUL_FINISHED_WORDS, false},
        {"yes", CUL_FINISHED_WORDS, false},
        {"", CUL_FINISHED_DATE, true},
        {"N/A", CUL_FINISHED_DATE, true},
        {"2026-03-05 14:12:45", CUL_FINISHED_DATE, false},
        {"99", CUL_FINISHED_PERCENT, true},
        {"100", CUL_FINISHED_PERCENT, false},
        {"", CUL_FINISHED_PERCENT, false},
        {"12.5", CUL_FINISHED_PERCENT, true},
        {"a text that is far longer than any word that tells whether somebody has finished", CUL_FINISHED_DATE, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(cul_conduct_is_unfinished(field_of(cases[i].text), cases[i].rule), cases[i].unfinished);
    }
    static const char *const tried[] = {"1", "2", "9", "17", "Survey Preview", "Survey Test", "Voorbeeld"};
    static const char *const real[] = {"0", "4", "8", "16", "IP Address", "Imported", "Spam", ""};
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        assert_true(cul_conduct_is_preview(field_of(tried[i])));
    }
    for (size_t i = 0; i < sizeof real / sizeof *real; i++) {
        assert_false(cul_conduct_is_preview(field_of(real[i])));
    }
}

/* Whatever the order in which places are asked for. */
static void places_do_not_depend_on_order(void **state)
{
    (void)state;
    static const char text[] = "a;\"b\r\n\xC3\xA9\";c\r\"d\n\n\";\xC3\xA9;f";
    struct cul_csv *csv = NULL;
    struct culture_source source = {.bytes = text, .length = sizeof text - 1};
    struct cul_csv_record first, second;
    assert_int_equal(cul_csv_open(&csv, &source, NULL), CULTURE_OK);
    assert_int_equal(cul_csv_next(csv, &first, NULL), CULTURE_OK);
    struct cul_csv_field cells[3] = {first.fields[0], first.fields[1], first.fields[2]};
    first.fields = cells;
    assert_int_equal(cul_csv_next(csv, &second, NULL), CULTURE_OK);
    static const struct {
        int record, cell;
        int64_t line, column;
    } asked[] = {{1, 2, 5, 5}, {0, 2, 2, 4}, {0, -1, 1, 0}, {1, 0, 3, 1},  {0, 1, 1, 3}, {1, 1, 5, 3},
                 {1, 3, 3, 0}, {0, 0, 1, 1}, {1, 2, 5, 5},  {1, -1, 3, 0}, {0, 2, 2, 4}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct cul_place place = cul_csv_place(csv, asked[i].record ? &second : &first, asked[i].cell);
        assert_int_equal(place.line, asked[i].line);
        assert_int_equal(place.column, asked[i].column);
    }
    cul_csv_close(csv);
}

static void a_register_is_checked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
        int64_t line, column;
    } cases[] = {
        {"headcount\n5\n", "a register needs a column 'organisation'", 1, 0},
        {"organisation;headcount\nx;1.234\n",
         "a headcount is a whole number from 1, written with digits alone; leave it blank when not known", 2, 3},
        {"organisation,headcount\nx,0\n",
         "a headcount is a whole number from 1, written with digits alone; leave it blank when not known", 2, 3},
        {"organisation,headcount\nx,5\n X ,6\n", "this organisation is also on line 2", 3, 1},
        {"organisation,headcount\n,5\n", "the organisation is blank or its name longer than 200 bytes", 2, 1},
        {"organisation,headcount\n", "the register names no organisation", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct culture_error error = {0};
        struct culture_source source = {.path = "r.csv", .bytes = cases[i].text, .length = strlen(cases[i].text)};
        culture_register *reg = NULL;
        assert_int_equal(culture_register_read(&source, NULL, &reg, &error), CULTURE_ERROR_REGISTER);
        assert_string_equal(error.message, cases[i].message);
        assert_int_equal(error.line, cases[i].line);
        assert_int_equal(error.column, cases[i].column);
    }
    static const char good[] = "\xEF\xBB\xBFOrganisation;Headcount;Sector\r\nEen;50;care\r\nTwee;;\r\n\r\n";
    culture_register *reg = NULL;
    struct culture_register_entry entry = {.struct_size = sizeof entry};
    struct culture_source source = {.bytes = good, .length = sizeof good - 1};
    assert_int_equal(culture_register_read(&source, NULL, &reg, NULL), CULTURE_OK);
    assert_int_equal(culture_register_count(reg), 2);
    assert_int_equal(culture_register_entry(reg, culture_register_find(reg, "  EEN "), &entry, NULL), CULTURE_OK);
    assert_int_equal(entry.headcount, 50);
    assert_string_equal(entry.sector, "care");
    assert_int_equal(culture_register_find(reg, "drie"), -1);
    culture_register_free(reg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(records_are_what_tools_meant),
                                       cmocka_unit_test(a_cell_means_a_point_nothing_or_is_invalid),
                                       cmocka_unit_test(rows_are_read_and_accounted_for),
                                       cmocka_unit_test(invalid_answers_can_reject_or_fail),
                                       cmocka_unit_test(unusable_files_say_why),
                                       cmocka_unit_test(any_source_gives_the_same),
                                       cmocka_unit_test(markup_is_left_out),
                                       cmocka_unit_test(who_did_not_finish_is_known),
                                       cmocka_unit_test(places_do_not_depend_on_order),
                                       cmocka_unit_test(a_register_is_checked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
