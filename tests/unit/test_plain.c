/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The quick way through a survey file gives what the way for every row gives: the same tally, the same problems and the
 * same account of rows, on every kind of processor that can be had here.
 */
#include "answers/state.h"
#include "check.h"
#include "culture/culture.h"
#include "numeric/draws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 300, ROWS = 60, FACTORS = 4, ITEMS = 6 };

static const char *const organisations[] = {"north", "south",      "Onderwijs Oost",   "north", "", " west ",
                                            "NA",    "\"quoted\"", "\"say \"\"a\"\"\""};

static size_t add(char *text, size_t at, const char *format, ...) __attribute__((format(printf, 3, 4)));
static size_t add(char *text, size_t at, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    at += (size_t)vsprintf(text + at, format, list);
    va_end(list);
    return at;
}

static int draw(struct cul_draws *draws, int below)
{
    return (int)(cul_draws_uniform(draws) * below);
}

/* One scale of the points 1-5; or two, 1-5 of which 9 is missing and 0-3. */
static culture_questionnaire *make_questionnaire(bool two_scales)
{
    char text[8192];
    size_t at = add(text, 0,
                    "questionnaire: plain\nscales:\n  a:\n    points: {1: a, 2: b, 3: c, 4: d, 5: e}\n%s"
                    "  b:\n    points: {0: f, 1: g, 2: h, 3: i}\nfactors:\n",
                    two_scales ? "    missing: [9]\n" : "");
    for (int f = 0; f < FACTORS; f++) {
        at = add(text, at, "  - id: f%d\n    items:\n", f);
        for (int i = 0; i < ITEMS; i++) {
            at = add(text, at, "      - {id: i%d_%d, scale: %s, text: item %d %d}\n", f, i,
                     two_scales && f % 2 ? "b" : "a", f, i);
        }
    }
    at = add(text, at, "practised: {score: 60, factors: 1, floor: 40}\n");
    culture_questionnaire *questionnaire = NULL;
    struct culture_error error = {0};
    struct culture_source source = {.bytes = text, .length = at};
    if (culture_questionnaire_read(&source, NULL, &questionnaire, &error)) {
        print_error("%s: %s\n", error.where, error.message);
        fail();
    }
    return questionnaire;
}

/* Mostly a digit on the scale; sometimes nothing, and now and then whatever people and programs write. */
static size_t add_cell(char *text, size_t at, struct cul_draws *draws, int odd, bool quoted)
{
    static const char *const others[] = {"9",   "0",        "8",   "33", " 2", "\"4\"", "\"4",     "\"4\"\"",
                                         "3\"", "\"\"\"\"", "4.0", "x",  "a",  "-",     "\"1\n\"", "\xC3\xA9"};
    int kind = draw(draws, 1000);
    if (kind < odd) {
        return add(text, at, "%s", others[draw(draws, (int)(sizeof others / sizeof *others))]);
    }
    if (quoted) {
        return kind < 40 ? add(text, at, "\"\"") : add(text, at, "\"%d\"", 1 + draw(draws, 3));
    }
    return kind < 40 ? at : add(text, at, "%d", 1 + draw(draws, 3));
}

/* A survey file with a column of organisations or none, columns in order or not, some lacking, some of no interest. */
static size_t make_file(char *text, struct cul_draws *draws)
{
    int columns[FACTORS * ITEMS], count = 0, odd = draw(draws, 3) * 8, before = draw(draws, 3), behind = draw(draws, 3);
    const char *end = draw(draws, 3) ? "\n" : "\r\n";
    char delimiter = ",;\t"[draw(draws, 3)];
    bool quoted = draw(draws, 4) == 0, named = draw(draws, 4) > 0, mixed = draw(draws, 4) == 0,
         lacking = draw(draws, 4) == 0;
    for (int i = 0; i < FACTORS * ITEMS; i++) {
        columns[count] = mixed ? (i * 7 + 3) % (FACTORS * ITEMS) : i;
        count += !lacking || draw(draws, 6) > 0;
    }
    size_t at = 0;
    for (int row = -1; row < ROWS; row++) {
        int width = draw(draws, 100) == 0 && row >= 0 ? count - 1 - draw(draws, 2) : count;
        if (row >= 0 && draw(draws, 40) == 0) {
            at = add(text, at, "%s", end); /* a blank line */
        }
        for (int i = 0; i < before; i++) {
            at = add(text, at,
                     row < 0  ? "about%d%c"
                     : quoted ? "\"%d;,x\"%c"
                              : "%d-\"x%c",
                     row < 0 ? i : row * 17, delimiter);
        }
        if (named) {
            const char *name = organisations[draw(draws, odd ? 9 : 4)];
            bool quote = quoted && row >= 0 && *name != '"';
            at = add(text, at, quote ? "\"%s\"%c" : "%s%c", row < 0 ? "organisation" : name, delimiter);
        }
        for (int i = 0; i < width; i++) {
            at = row < 0 ? add(text, at, "i%d_%d", columns[i] / ITEMS, columns[i] % ITEMS)
                         : add_cell(text, at, draws, odd, quoted);
            at = i < width - 1 ? add(text, at, "%c", delimiter) : at;
        }
        for (int i = 0; i < behind; i++) {
            at = add(text, at, row < 0 ? "%cnote%d" : "%c%d", delimiter, i);
        }
        at = add(text, at, "%s", row < ROWS - 1 || draw(draws, 2) ? end : "");
    }
    return at;
}

/* All that can be told of a file. */
struct account {
    void *bytes;
    size_t length;
    culture_status status;
    struct culture_error error;
    struct culture_layout layout;
    char problems[1 << 16];
};

static void read_all(culture_questionnaire *questionnaire, const char *text, size_t length,
                     const struct cul_digits_target *target, struct account *account)
{
    culture_answers *answers = NULL;
    culture_tally *tally = NULL;
    struct culture_source source = {.path = "file.csv", .bytes = text, .length = length};
    *account = (struct account){.layout.struct_size = sizeof account->layout};
    source.path = NULL;
    struct culture_answers_options options = {.struct_size = sizeof options, .organisation = "x"};
    account->status = culture_answers_read(&source, questionnaire, &options, &answers, &account->error);
    if (account->status) {
        return;
    }
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    assert_non_null(answers->plain.target);
    answers->plain.target = target;
    struct culture_block block = {.struct_size = sizeof block};
    do {
        account->status = culture_answers_next(answers, &block, &account->error);
        if (!account->status && block.rows) {
            assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
        }
    } while (!account->status && block.rows);
    assert_int_equal(culture_answers_layout(answers, &account->layout, NULL), CULTURE_OK);
    for (int32_t i = 0, at = 0; i < (int32_t)culture_answers_problem_count(answers); i++) {
        struct culture_problem problem = {.struct_size = sizeof problem};
        assert_int_equal(culture_answers_problem(answers, i, &problem, NULL), CULTURE_OK);
        at += snprintf(account->problems + at, sizeof account->problems - (size_t)at, "%lld:%lld %s %lld %s\n",
                       (long long)problem.line, (long long)problem.column, problem.kind, (long long)problem.count,
                       problem.message);
    }
    assert_int_equal(culture_tally_bytes(tally, &account->bytes, &account->length, NULL), CULTURE_OK);
    culture_tally_free(tally);
    culture_answers_free(answers);
}

static void compare(const struct account *one, const struct account *other)
{
    assert_int_equal(one->status, other->status);
    assert_string_equal(one->error.message, other->error.message);
    assert_string_equal(one->problems, other->problems);
    assert_int_equal(one->layout.rows, other->layout.rows);
    assert_int_equal(one->layout.kept, other->layout.kept);
    assert_int_equal(one->layout.empty, other->layout.empty);
    assert_int_equal(one->layout.rejected, other->layout.rejected);
    assert_string_equal(one->layout.line_end ? one->layout.line_end : "",
                        other->layout.line_end ? other->layout.line_end : "");
    assert_int_equal(one->length, other->length);
    assert_true(one->length == 0 || memcmp(one->bytes, other->bytes, one->length) == 0);
}

static void plain_rows_are_as_all_rows(void **state)
{
    (void)state;
    static struct cul_draws draws;
    static char text[1 << 18];
    static struct account expected, found;
    const struct cul_digits_target *targets[CUL_PROCESSORS];
    int32_t count = cul_digits_targets(targets);
    culture_questionnaire *questionnaires[] = {make_questionnaire(false), make_questionnaire(true)};
    cul_draws_seed(&draws, 3);
    for (int round = 0; round < ROUNDS; round++) {
        size_t length = make_file(text, &draws);
        read_all(questionnaires[round % 2], text, length, NULL, &expected);
        for (int32_t t = 0; t < count; t++) {
            read_all(questionnaires[round % 2], text, length, targets[t], &found);
            compare(&expected, &found);
            culture_bytes_free(found.bytes);
        }
        culture_bytes_free(expected.bytes);
    }
    culture_questionnaire_free(questionnaires[0]);
    culture_questionnaire_free(questionnaires[1]);
}

/* Cells of every length at every place of a piece of 64 bytes. */
static void digits_are_read_or_refused(void **state)
{
    (void)state;
    const struct cul_digits_target *targets[CUL_PROCESSORS];
    int32_t count = cul_digits_targets(targets), read = 0;
    static struct cul_draws draws;
    cul_draws_seed(&draws, 5);
    for (int round = 0; round < 200000; round++) {
        char text[512];
        uint8_t codes[2][256 + CUL_DIGITS_SLACK];
        int count_of_cells = 1 + draw(&draws, 100), length = 1;
        struct cul_digits_cells cells = {.count = count_of_cells, .delimiter = ',', .lowest = '0', .points = 10};
        if (round % 2) {
            cells.lowest = (uint8_t)('0' + draw(&draws, 2)), cells.points = (uint8_t)(9 - draw(&draws, 2));
        }
        *text = ',';
        for (int i = 0; i < count_of_cells; i++) {
            int kind = draw(&draws, 600);
            for (int d = kind == 0 ? 2 : kind < 60 ? 0 : 1; d > 0; d--) {
                text[length++] = (char)('0' + draw(&draws, round % 2 && draw(&draws, 80) ? 8 : 10));
            }
            text[length++] = kind == 1                ? "x\n\"/:\r\xFF"[draw(&draws, 7)]
                             : i < count_of_cells - 1 ? ','
                                                      : "\n\r,"[draw(&draws, 3)];
        }
        memset(text + length, ',', sizeof text - (size_t)length);
        text[length + 1] = '\n';
        struct cul_digits_found expected = targets[0]->read(text + 1, &cells, codes[0]);
        read += expected.end > 0;
        for (int32_t t = 1; t < count; t++) {
            struct cul_digits_found found = targets[t]->read(text + 1, &cells, codes[1]);
            assert_int_equal(found.end, expected.end);
            assert_int_equal(found.answers, expected.answers);
            assert_true(!expected.end || memcmp(codes[0], codes[1], (size_t)count_of_cells) == 0);
        }
    }
    assert_in_range(read, 20000, 180000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain_rows_are_as_all_rows),
                                       cmocka_unit_test(digits_are_read_or_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
