/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/number.h"
#include "base/shortest.h"
#include "base/table.h"
#include "base/text.h"
#include "check.h"

#include <locale.h>
#include <unistd.h>

static void numbers_are_the_shortest_that_read_back(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {1, "1"},
                 {-42, "-42"},
                 {0.1, "0.1"},
                 {61.2, "61.2"},
                 {1e-7, "1e-7"},
                 {1e300, "1e300"},
                 {0.30000000000000004, "0.30000000000000004"},
                 {1.0 / 3, "0.3333333333333333"},
                 {123456789012345.0, "123456789012345"},
                 {1e15, "1e15"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[CUL_NUMBER_SIZE];
        double back;
        cul_number_format(cases[i].number, text);
        assert_string_equal(text, cases[i].text);
        assert_true(cul_number_parse(text, strlen(text), &back) && back == cases[i].number);
    }
}

static void numbers_survive_a_round_trip(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 100000; i++) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        double number, back;
        char text[CUL_NUMBER_SIZE];
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number)) {
            continue;
        }
        size_t length = cul_number_format(number, text);
        assert_true(cul_number_parse(text, length, &back) && back == number);
    }
}

/* printf and strtod, which are right and slow. */
static void format_by_printf(double number, char *text, size_t size)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, size, "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    char *zero = strstr(text, "e-0");
    if (zero) {
        memmove(zero + 2, zero + 3, strlen(zero + 3) + 1);
    }
}

static void check_shortest(double number)
{
    char text[CUL_NUMBER_SIZE], expected[CUL_NUMBER_SIZE];
    size_t length = cul_shortest_format(number, text);
    format_by_printf(number, expected, sizeof expected);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
}

/* Of every size, and as near as can be to powers of two and to decimals with few digits, where rounding is close. */
static void numbers_have_the_digits_of_printf(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 40000; i++) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        double part = (double)(bits >> 11) / 9007199254740992.0, size = pow(10, (double)(bits % 24) - 9) * part;
        double decimal = round(part * 1000) / (bits % 7 ? 100 : 3000), power = ldexp(1, (int)(bits % 80) - 32);
        const double numbers[] = {size,  -decimal,  nextafter(decimal, 0), nextafter(power, 0), nextafter(power, 1e9),
                                  power, size + 0.5};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            double number = numbers[k];
            if (fabs(number) >= 1e-10 && fabs(number) < 1e15 && number != rint(number)) {
                check_shortest(number);
            }
        }
    }
    char text[CUL_NUMBER_SIZE];
    assert_int_equal(cul_shortest_format(9e-11, text), 0);
    assert_int_equal(cul_shortest_format(1e15, text), 0);
}

static void decimals_are_read_as_strtod_reads_them(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 50000; i++) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        char text[CUL_NUMBER_SIZE];
        double number;
        int length = snprintf(text, sizeof text, "%s%d.%0*llu", i % 2 ? "-" : "", (int)(bits % 1000),
                              (int)(bits % 15) + 1, (unsigned long long)(bits >> 20) % 100000000000u);
        assert_true(cul_number_parse(text, (size_t)length, &number) && number == strtod(text, NULL));
    }
}

static void only_numbers_are_numbers(void **state)
{
    (void)state;
    static const char *const bad[] = {"",    "-",  ".",  "1,5", "1.5x",  "0x10", "nan",
                                      "inf", "1e", " 1", "1 ",  "1e999", "++1"};
    double number = 7;
    int64_t whole = 7;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(cul_number_parse(bad[i], strlen(bad[i]), &number));
        assert_false(cul_number_parse_whole(bad[i], strlen(bad[i]), &whole));
    }
    assert_true(number == 7 && whole == 7);
    assert_true(cul_number_parse_whole("-9223372036854775808", 20, &whole) && whole == INT64_MIN);
    assert_false(cul_number_parse_whole("9223372036854775808", 19, &whole));
    assert_true(cul_number_parse("+.5e-1", 6, &number) && number == 0.05);
}

static void fixed_decimals_round_half_away_from_zero(void **state)
{
    (void)state;
    char text[CUL_NUMBER_SIZE];
    cul_number_format_fixed(61.25, 1, text);
    assert_string_equal(text, "61.3");
    cul_number_format_fixed(-0.05, 1, text);
    assert_string_equal(text, "-0.1");
    cul_number_format_fixed(5, 2, text);
    assert_string_equal(text, "5.00");
    cul_number_format_fixed(99.5, 0, text);
    assert_string_equal(text, "100");
    assert_true(cul_number_round(61.25, 10) == 61.3);
}

static void assert_key(const char *text, const char *expected, bool (*make)(const char *, size_t, struct cul_buffer *))
{
    struct cul_buffer key = {0};
    assert_true(make(text, strlen(text), &key));
    assert_string_equal(key.length ? key.bytes : "", expected);
    cul_buffer_free(&key);
}

static void keys_ignore_case_and_spacing(void **state)
{
    (void)state;
    assert_key("  LEREN  in\tTeam ", "leren in team", cul_text_key);
    assert_key("Leren\xC2\xA0in team", "leren in team", cul_text_key);
    assert_key("Le\xC2\xADren\xE2\x80\x8B in team", "leren in team", cul_text_key);
    assert_key("FINANCI\xC3\x8BLE", "financi\xC3\xABle", cul_text_key);
    assert_key("financie\xCC\x88le", "financi\xC3\xABle", cul_text_key);
    assert_key("x\xC2\xB9", "x1", cul_text_key);
    assert_key("x\xC2\xB9", "x\xC2\xB9", cul_text_name_key);
    assert_key("", "", cul_text_key);
}

static void the_short_way_to_an_ascii_key_is_the_long_way(void **state)
{
    (void)state;
    for (int c = 1; c < 128; c++) {
        char plain[] = {'a', (char)c, 'B', '\0'}, general[] = {'a', (char)c, 'B', '\xC2', '\xAD', '\0'};
        struct cul_buffer one = {0}, two = {0};
        assert_true(cul_text_key(plain, 3, &one) && cul_text_key(general, 5, &two));
        assert_string_equal(one.bytes, two.bytes);
        cul_buffer_free(&one);
        cul_buffer_free(&two);
    }
}

static void assert_key_by(bool (*make)(const char *, size_t, struct cul_buffer *), const char *text,
                          const char *expected)
{
    struct cul_buffer key = {0};
    assert_true(make(text, strlen(text), &key));
    assert_string_equal(key.bytes, expected);
    cul_buffer_free(&key);
}

static void curly_quotes_are_plain_but_not_in_names(void **state)
{
    (void)state;
    assert_key_by(cul_text_key, "Don\u2019t \u201Cknow\u201D", "don't \"know\"");
    assert_key_by(cul_text_key, "\u2018t is caf\u00E9\u00B4s", "'t is caf\u00E9's");
    assert_key_by(cul_text_key, "on \u2013 also \u2212", "on - also -");
    assert_key_by(cul_text_name_key, "\u2019t Hof", "\u2019t hof");
}

static void punctuation_at_the_end_is_no_part_of_a_heading(void **state)
{
    (void)state;
    assert_key_by(cul_text_header_key, "Do we learn, here ?\u2026 ", "do we learn, here");
    assert_key_by(cul_text_header_key, "Required *", "required");
    assert_key_by(cul_text_header_key, "?", "?");
    assert_key_by(cul_text_key, "Agree.", "agree.");
}

static void broken_utf8_has_no_key(void **state)
{
    (void)state;
    struct cul_buffer key = {0};
    assert_false(cul_text_key("\xC3(", 2, &key));
    assert_false(key.failed);
    cul_buffer_free(&key);
    assert_true(cul_text_is_utf8("\xE2\x82\xAC", 3));
    assert_false(cul_text_is_utf8("\xE2\x82", 2));
    assert_false(cul_text_is_utf8("\xED\xA0\x80", 3)); /* a surrogate */
    assert_false(cul_text_is_utf8("\xC0\x80", 2));     /* an overlong form */
}

static void near_words_differ_by_one_letter(void **state)
{
    (void)state;
    assert_true(cul_text_is_near("factors", "factorz") && cul_text_is_near("items", "item"));
    assert_true(cul_text_is_near("scale", "sacle") && cul_text_is_near("text", "textt"));
    assert_false(cul_text_is_near("scale", "scale") || cul_text_is_near("scale", "points") ||
                 cul_text_is_near("id", "ix"));
}

static void names_are_numbered_in_order_of_arrival(void **state)
{
    (void)state;
    struct cul_names names = {0};
    char text[16];
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(cul_names_add(&names, text, (size_t)snprintf(text, sizeof text, "name %d", i)), i);
    }
    assert_int_equal(cul_names_add(&names, "name 77", 7), 77);
    assert_int_equal(cul_names_find(&names, "name 4999", 9), 4999);
    assert_int_equal(cul_names_find(&names, "name", 4), -1);
    assert_int_equal(names.count, 5000);
    cul_names_free(&names);
}

/* What an attacker can do who knows the hash: texts that all belong into one slot. */
static uint64_t known_hash(const char *text, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) {
        value = (value ^ (unsigned char)text[i]) * 1099511628211u;
    }
    return value ^ value >> 32;
}

static void names_made_to_collide_are_spread_by_a_secret(void **state)
{
    (void)state;
    enum { COUNT = 1000, SLOTS = 2048 };
    struct cul_names names = {0};
    char texts[COUNT][16];
    for (unsigned i = 0, made = 0; made < COUNT; i++) {
        int length = snprintf(texts[made], sizeof texts[made], "%x", i);
        made += known_hash(texts[made], (size_t)length) % SLOTS == 7;
    }
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(names.secret[0] != 0, i > 500); /* a row of five hundred is no chance */
        assert_int_equal(cul_names_add(&names, texts[i], strlen(texts[i])), i);
    }
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(cul_names_find(&names, texts[i], strlen(texts[i])), i);
    }
    cul_names_drop_last(&names);
    assert_int_equal(cul_names_find(&names, texts[COUNT - 1], strlen(texts[COUNT - 1])), -1);
    assert_int_equal(cul_names_find(&names, texts[COUNT - 2], strlen(texts[COUNT - 2])), COUNT - 2);
    cul_names_free(&names);
}

/* Sorting the marks of one letter takes utf8proc quadratic time; no language puts more than a few on one. */
static void a_letter_buried_in_marks_has_no_key(void **state)
{
    (void)state;
    static const char *const marks[] = {"\u0301", "\u0323\u0301", "\u0301\u034F",
                                        "\u0F73", "\u0301\u200B", "\u0301\x01"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char text[1024] = "e";
        struct cul_buffer key = {0};
        for (int times = 0; times < 40; times++) {
            strcat(text, marks[i]);
        }
        assert_false(cul_text_key(text, strlen(text), &key) || cul_text_name_key(text, strlen(text), &key));
        assert_false(key.failed);
        text[1 + 3 * strlen(marks[i])] = '\0';
        assert_true(cul_text_key(text, strlen(text), &key));
        cul_buffer_free(&key);
    }
}

static void the_first_error_wins_and_is_cut_between_characters(void **state)
{
    (void)state;
    struct culture_error error = {0};
    char field[6];
    assert_int_equal(cul_fail(&error, CULTURE_ERROR_FILE, (struct cul_place){"a\tb", 3, 4, "key"}, "one %d", 1), 3);
    cul_fail(&error, CULTURE_ERROR_SYNTAX, (struct cul_place){0}, "two");
    assert_string_equal(error.message, "one 1");
    assert_string_equal(error.path, "a?b");
    assert_int_equal(error.line, 3);
    cul_error_copy(field, sizeof field, "abcd\xC3\xAB");
    assert_string_equal(field, "abcd");
    cul_error_copy(field, sizeof field, "a\xEB\x1B\xC2\x9B"); /* broken UTF-8, then two control characters */
    assert_string_equal(field, "a????");
    assert_int_equal(cul_fail(NULL, CULTURE_ERROR_FILE, (struct cul_place){0}, "nobody listens"), CULTURE_ERROR_FILE);
}

struct grown {
    size_t struct_size;
    int32_t known, later;
};

static void options_of_other_versions_are_read(void **state)
{
    (void)state;
    struct grown theirs = {offsetof(struct grown, later), 5, 9}, ours;
    assert_true(cul_options_read(&ours, sizeof ours, &theirs));
    assert_int_equal(ours.known, 5);
    assert_int_equal(ours.later, 0); /* an older caller does not know it */
    theirs.struct_size = sizeof theirs;
    assert_false(
        cul_options_read(&ours, offsetof(struct grown, later), &theirs)); /* a newer one wants what we cannot do */
    theirs.later = 0;
    assert_true(cul_options_read(&ours, offsetof(struct grown, later), &theirs));
    theirs.struct_size = 0;
    assert_false(cul_options_read(&ours, sizeof ours, &theirs));
}

static void a_table_never_holds_an_unexplained_nan(void **state)
{
    (void)state;
    struct cul_table table;
    assert_true(cul_table_new(&table, 2, NULL, 0, 3, 4));
    assert_int_equal(cul_table_reason(&table, 1, 2, 3), CULTURE_REASON_NOT_ASKED);
    cul_table_set(&table, 1, 2, 3, (double)INFINITY);
    assert_int_equal(cul_table_reason(&table, 1, 2, 3), CULTURE_REASON_OUT_OF_RANGE);
    cul_table_set(&table, 1, 2, 3, 5);
    struct culture_matrix matrix;
    assert_int_equal(cul_table_matrix(&table, 1, &matrix), CULTURE_OK);
    assert_true(matrix.data[2 * matrix.columns + 3] == 5 && matrix.rows == 3);
    assert_int_equal(cul_table_matrix(&table, 2, &matrix), CULTURE_ERROR_NOT_FOUND);
    cul_table_free(&table);
}

static void a_table_keeps_only_the_results_it_is_for(void **state)
{
    (void)state;
    struct cul_table table;
    struct culture_matrix matrix;
    static const int32_t kept[] = {2};
    assert_true(cul_table_new(&table, 3, kept, 1, 1, 1));
    cul_table_set(&table, 1, 0, 0, 5);
    cul_table_deny(&table, 1, 0, 0, CULTURE_REASON_TOO_FEW);
    cul_table_set(&table, 2, 0, 0, 6);
    assert_int_equal(cul_table_reason(&table, 1, 0, 0), CULTURE_REASON_NOT_ASKED);
    assert_int_equal(cul_table_matrix(&table, 1, &matrix), CULTURE_OK);
    assert_true(isnan(matrix.data[0]));
    assert_true(cul_table_value(&table, 2, 0, 0) == 6);
    cul_table_free(&table);
}

static void a_file_appears_whole_or_not_at_all(void **state)
{
    (void)state;
    char folder[] = "/tmp/culture-test-XXXXXX", path[64];
    struct culture_error error = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out", folder);
    assert_int_equal(cul_file_write(&(struct culture_sink){.path = path}, "text", 4, 0600, &error), CULTURE_OK);
    struct cul_buffer back = {0};
    assert_int_equal(cul_file_read(&(struct culture_source){.path = path}, 100, &back, &error), CULTURE_OK);
    assert_string_equal(back.bytes, "text");
    assert_int_equal(cul_file_read(&(struct culture_source){.path = path}, 3, &back, &error), CULTURE_ERROR_LIMIT);
    cul_buffer_free(&back);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* nothing else was left there */
    error = (struct culture_error){0};
    assert_int_equal(cul_file_write(&(struct culture_sink){.path = path}, "text", 4, 0600, &error), CULTURE_ERROR_FILE);
    assert_non_null(strstr(error.message, "No such file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_the_shortest_that_read_back),
                                       cmocka_unit_test(numbers_survive_a_round_trip),
                                       cmocka_unit_test(numbers_have_the_digits_of_printf),
                                       cmocka_unit_test(decimals_are_read_as_strtod_reads_them),
                                       cmocka_unit_test(only_numbers_are_numbers),
                                       cmocka_unit_test(fixed_decimals_round_half_away_from_zero),
                                       cmocka_unit_test(keys_ignore_case_and_spacing),
                                       cmocka_unit_test(the_short_way_to_an_ascii_key_is_the_long_way),
                                       cmocka_unit_test(curly_quotes_are_plain_but_not_in_names),
                                       cmocka_unit_test(names_made_to_collide_are_spread_by_a_secret),
                                       cmocka_unit_test(a_letter_buried_in_marks_has_no_key),
                                       cmocka_unit_test(punctuation_at_the_end_is_no_part_of_a_heading),
                                       cmocka_unit_test(broken_utf8_has_no_key),
                                       cmocka_unit_test(near_words_differ_by_one_letter),
                                       cmocka_unit_test(names_are_numbered_in_order_of_arrival),
                                       cmocka_unit_test(the_first_error_wins_and_is_cut_between_characters),
                                       cmocka_unit_test(options_of_other_versions_are_read),
                                       cmocka_unit_test(a_table_never_holds_an_unexplained_nan),
                                       cmocka_unit_test(a_table_keeps_only_the_results_it_is_for),
                                       cmocka_unit_test(a_file_appears_whole_or_not_at_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
