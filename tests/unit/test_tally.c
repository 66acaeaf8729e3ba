/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "small.h"
#include "tally/complete.h"
#include "tally/model.h"

enum { M = CULTURE_MISSING, I = CULTURE_INVALID };

static const int16_t north[] = {1, 2, 3, 4, 5, /**/ 5, 1, 5, M, M, /**/ M, M, 2, I, 1, /**/ 3, 3, 3, 3, 3};
static const int16_t south[] = {5, 5, 5, 5, 5, /**/ 1, M, M, M, 2};

struct bytes {
    void *data;
    size_t length;
};

static struct bytes bytes_of(const culture_tally *tally)
{
    struct bytes bytes;
    assert_int_equal(culture_tally_bytes(tally, &bytes.data, &bytes.length, NULL), CULTURE_OK);
    return bytes;
}

static void assert_same(culture_tally *one, culture_tally *two)
{
    struct bytes a = bytes_of(one), b = bytes_of(two);
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
    culture_bytes_free(a.data);
    culture_bytes_free(b.data);
}

static culture_tally *whole(culture_questionnaire *questionnaire)
{
    culture_tally *tally = new_tally(questionnaire);
    add_rows(tally, "North", north, 4);
    add_rows(tally, "South", south, 2);
    return tally;
}

static void any_order_and_split_gives_the_same_bytes(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *all = whole(questionnaire), *parts = new_tally(questionnaire), *other = new_tally(questionnaire);
    add_rows(other, "SOUTH", south + 5, 1); /* another spelling of the name: the byte-smallest is kept */
    add_rows(other, "North", north + 5, 3);
    add_rows(parts, "south", south, 1);
    add_rows(parts, "North ", north, 1);
    culture_tally *spelled = new_tally(questionnaire);
    add_rows(spelled, "SOUTH", south + 5, 1);
    add_rows(spelled, "North ", north, 1);
    add_rows(spelled, "south", south, 1);
    add_rows(spelled, "North", north + 5, 3);
    assert_int_equal(culture_tally_merge(parts, other, NULL), CULTURE_OK);
    assert_same(parts, spelled);
    assert_int_equal(culture_tally_respondents(parts), 6);
    assert_int_equal(culture_tally_organisation_count(parts), 2);
    culture_tally_free(all);
    culture_tally_free(parts);
    culture_tally_free(other);
    culture_tally_free(spelled);
    culture_questionnaire_free(questionnaire);
}

/* Rows in two unit columns; a unit of -1 is blank. */
static void add_crossed(culture_tally *tally, const char *organisation, const char *const *columns, const int32_t *unit,
                        const int16_t *values, int64_t rows)
{
    static const char *const units[] = {"Red", "red", "blue", "old", "new", "  "};
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = rows,
                                  .values = values,
                                  .organisations = &organisation,
                                  .organisation_count = 1,
                                  .unit_columns = columns,
                                  .unit_column_count = 2,
                                  .units = units,
                                  .unit_count = 6,
                                  .unit = unit};
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
}

static const char *const columns[] = {"Team", "tenure"}, *const turned[] = {"TENURE", "team"};
static const int32_t crossed[] = {0, 3, /**/ 1, 4, /**/ 2, -1, /**/ -1, 5};
static const int32_t crossed_turned[] = {3, 0, /**/ 4, 1, /**/ -1, 2, /**/ 5, -1};

static int64_t group_rows(const culture_tally *tally, const char *key)
{
    int64_t group = cul_names_find(&tally->keys, key, strlen(key));
    return group < 0 ? -1 : tally->groups[group].cells[CUL_LAYOUT_RESPONDENTS];
}

static void units_of_several_columns_are_crossed(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire), *other = new_tally(questionnaire);
    add_crossed(tally, "North", columns, crossed, north, 4);
    add_crossed(other, "North", turned, crossed_turned, north, 4);
    static const struct {
        const char *key;
        int64_t rows;
    } expected[] = {{"north", 4},
                    {"north\x1fteam\x1fred", 2},
                    {"north\x1fteam\x1f", -1},
                    {"north\x1ftenure\x1fnew", 1},
                    {"north\x1fteam\x1fred\x1ftenure\x1fold", 1},
                    {"north\x1fteam\x1fred\x1ftenure\x1fnew", 1},
                    {"north\x1fteam\x1f"
                     "blue\x1ftenure\x1f",
                     1},
                    {"north\x1fteam\x1f\x1ftenure\x1f", 1}}; /* nothing but spaces is blank */
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(group_rows(tally, expected[i].key), expected[i].rows);
        assert_int_equal(group_rows(other, expected[i].key), expected[i].rows); /* the order of columns is no matter */
    }
    assert_int_equal(culture_tally_organisation_count(tally), 1);
    /* A column that is named twice counts once. */
    culture_tally *twice = new_tally(questionnaire);
    add_crossed(twice, "North", (const char *const[]){"team", "Team"}, (const int32_t[]){0, 1}, north, 1);
    assert_int_equal(group_rows(twice, "north\x1fteam\x1fred"), 1);
    assert_int_equal(twice->keys.count, 2);
    culture_tally_free(tally);
    culture_tally_free(other);
    culture_tally_free(twice);
    culture_questionnaire_free(questionnaire);
}

static void subtracting_restores_the_bytes(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = whole(questionnaire), *same = whole(questionnaire), *other = new_tally(questionnaire);
    add_rows(other, "NORTH", north, 2); /* a spelling that is byte-smaller */
    add_rows(other, "East", south, 2);
    add_crossed(other, "South", columns, crossed, north, 4);
    assert_int_equal(culture_tally_merge(tally, other, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_organisation_count(tally), 3);
    assert_int_equal(culture_tally_subtract(tally, other, NULL), CULTURE_OK);
    assert_same(tally, same);
    assert_int_equal(culture_tally_respondents(tally), 6);
    assert_int_equal(culture_tally_organisation_count(tally), 2);
    assert_int_equal(culture_tally_subtract(tally, same, NULL), CULTURE_OK);
    culture_tally *empty = new_tally(questionnaire);
    assert_same(tally, empty);
    culture_tally_free(tally);
    culture_tally_free(same);
    culture_tally_free(other);
    culture_tally_free(empty);
    culture_questionnaire_free(questionnaire);
}

static void overdrawing_changes_nothing(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = whole(questionnaire), *same = whole(questionnaire);
    add_crossed(tally, "North", columns, crossed, north, 4);
    add_crossed(same, "North", columns, crossed, north, 4);
    static const int16_t plain[] = {3, 3, 3, 3, 3}, other_answers[] = {4, 5, 5, 5, 5};
    static const struct {
        const char *name;
        const int16_t *values;
        int64_t rows;
        const char *message;
    } cases[] = {
        {"West", north, 1, "these rows are not in the tally: it has no organisation 'West'"},
        {"NORTH", north, 1, "these rows are not in the tally: fewer rows spelled a name this way"},
        {"South", other_answers, 1, "these rows are not in the tally: there are fewer such answers"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct culture_error error = {0};
        culture_tally *other = new_tally(questionnaire);
        add_rows(other, cases[i].name, cases[i].values, cases[i].rows);
        assert_int_equal(culture_tally_subtract(tally, other, &error), CULTURE_ERROR_NOT_FOUND);
        assert_string_equal(error.message, cases[i].message);
        assert_same(tally, same);
        culture_tally_free(other);
    }
    /* Two rows that share their answers with two others: all counts are there, but no single row is. */
    culture_tally *pair = new_tally(questionnaire), *mixed = new_tally(questionnaire);
    add_rows(pair, "North", (const int16_t[]){1, M, M, M, M, /**/ M, M, M, M, 2}, 2);
    add_rows(mixed, "North", (const int16_t[]){1, M, M, M, 2}, 1);
    assert_int_equal(culture_tally_subtract(pair, mixed, NULL), CULTURE_ERROR_NOT_FOUND);
    culture_tally_free(pair);
    culture_tally_free(mixed);
    /* Rows counted with units, taken out without them: the units would outgrow their organisation. */
    culture_tally *units = new_tally(questionnaire), *rows = new_tally(questionnaire);
    struct culture_error error = {0};
    add_crossed(units, "North", columns, (const int32_t[]){0, 3}, plain, 1);
    add_rows(rows, "North", plain, 1);
    assert_int_equal(culture_tally_subtract(units, rows, &error), CULTURE_ERROR_NOT_FOUND);
    assert_non_null(strstr(error.message, "a subgroup would keep more respondents"));
    assert_int_equal(culture_tally_subtract(units, units, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_tally_subtract(units, NULL, NULL), CULTURE_ERROR_ARGUMENT);
    culture_tally_free(units);
    culture_tally_free(rows);
    culture_tally_free(tally);
    culture_tally_free(same);
    culture_questionnaire_free(questionnaire);
}

static void bytes_read_back(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = whole(questionnaire), *back = NULL;
    add_crossed(tally, "North", columns, crossed, north, 4);
    add_crossed(tally, "north", turned, crossed_turned, north, 4);
    struct bytes bytes = bytes_of(tally);
    struct culture_source source = {.bytes = bytes.data, .length = bytes.length};
    assert_int_equal(culture_tally_read(&source, questionnaire, &back, NULL), CULTURE_OK);
    assert_same(tally, back);
    assert_non_null(memmem(bytes.data, bytes.length, "Personal data", 13));
    culture_bytes_free(bytes.data);
    culture_tally_free(tally);
    culture_tally_free(back);
    culture_questionnaire_free(questionnaire);
}

static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = whole(questionnaire), *back = NULL;
    struct bytes bytes = bytes_of(tally);
    unsigned char *data = bytes.data;
    for (size_t i = 0; i < bytes.length; i++) {
        struct culture_source source = {.bytes = data, .length = bytes.length};
        data[i] ^= 0x20;
        assert_int_not_equal(culture_tally_read(&source, questionnaire, &back, NULL), CULTURE_OK);
        data[i] ^= 0x20;
        source.length = i;
        assert_int_not_equal(culture_tally_read(&source, questionnaire, &back, NULL), CULTURE_OK);
    }
    assert_null(back);
    culture_bytes_free(bytes.data);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static void a_bad_block_changes_nothing(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = whole(questionnaire), *same = whole(questionnaire);
    const char *names[] = {"North", "Aaa"};
    int16_t values[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 6};
    int32_t organisation[] = {1, 0};
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = 2,
                                  .values = values,
                                  .organisations = names,
                                  .organisation_count = 2,
                                  .organisation = organisation};
    struct culture_error error = {0};
    assert_int_equal(culture_tally_add_block(tally, &block, &error), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(error.line, 2);
    assert_string_equal(error.where, "e");
    assert_string_equal(error.message, "the value 6 is not on the scale 1 to 5");
    values[9] = 1;
    organisation[1] = 2; /* no such name */
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_ERROR_ARGUMENT);
    organisation[1] = 0;
    names[0] = "  ";
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_ERROR_ARGUMENT);
    assert_same(tally, same);
    assert_int_equal(culture_tally_respondents(tally), 6);
    culture_tally_free(tally);
    culture_tally_free(same);
    culture_questionnaire_free(questionnaire);
}

static void another_questionnaire_is_a_mismatch(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire(), *standard = NULL;
    assert_int_equal(culture_questionnaire_standard("nine-factors", &standard, NULL), CULTURE_OK);
    culture_tally *tally = whole(questionnaire), *other = new_tally(standard), *back = NULL;
    assert_int_equal(culture_tally_merge(tally, other, NULL), CULTURE_ERROR_MISMATCH);
    struct bytes bytes = bytes_of(tally);
    struct culture_source source = {.bytes = bytes.data, .length = bytes.length};
    assert_int_equal(culture_tally_read(&source, standard, &back, NULL), CULTURE_ERROR_MISMATCH);
    culture_bytes_free(bytes.data);
    culture_tally_free(tally);
    culture_tally_free(other);
    culture_questionnaire_free(questionnaire);
    culture_questionnaire_free(standard);
}

static void the_layout_has_a_cell_for_every_answered_and_sum(void **state)
{
    (void)state;
    struct cul_layout_dimension dimension = {.items = 3, .points = 5, .histogram = 10};
    assert_int_equal(cul_layout_histogram(&dimension, 1), 10);
    assert_int_equal(cul_layout_histogram(&dimension, 2), 15); /* sums 0-4 */
    assert_int_equal(cul_layout_histogram(&dimension, 3), 24); /* sums 0-8 */
    assert_int_equal(cul_layout_histogram(&dimension, 4), 37); /* sums 0-12 */
}

/* Codes (0-4) of a, b (reversed), c: (0 3 2) (4 4 4) (2 2 2); a fourth row misses c. */
static void complete_rows_give_counts_and_products(void **state)
{
    (void)state;
    static const int16_t rows[] = {1, 2, 3, 1,      1, /**/ 5,          1, 5, 1, 1, /**/ 3, 3,
                                   3, 1, 1, /**/ 5, 5, CULTURE_MISSING, 1, 1};
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add_rows(tally, "x", rows, 4);
    const struct cul_layout_dimension *at = &tally->layout.dimensions[0];
    int64_t *cells = tally->groups[0].cells;
    assert_int_equal(cul_complete_rows(at, cells), 3);
    assert_int_equal(cul_complete_sum(at, cells, 0), 6);
    assert_int_equal(cul_complete_sum(at, cells, 1), 9);
    assert_int_equal(cul_complete_squares(at, cells, 1), 29);
    assert_int_equal(cul_complete_product(at, cells, 0, 1), 20);
    assert_int_equal(cul_complete_product(at, cells, 2, 0), 20);
    assert_int_equal(cul_complete_product(at, cells, 1, 2), 26);
    assert_int_equal(cul_complete_product(at, cells, 2, 2), 24);
    assert_true(cul_complete_is_possible(at, cells));
    size_t changed[] = {at->counts, at->counts + 4, at->products, cul_layout_histogram(at, 3) + 6};
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        cells[changed[i]]++;
        assert_false(cul_complete_is_possible(at, cells));
        cells[changed[i]]--;
    }
    /* One product more and another less agree with the histogram, but b and c would then be more than alike. */
    cells[at->products + 2] += 2, cells[at->products] -= 2;
    assert_false(cul_complete_is_possible(at, cells));
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_order_and_split_gives_the_same_bytes),
                                       cmocka_unit_test(units_of_several_columns_are_crossed),
                                       cmocka_unit_test(subtracting_restores_the_bytes),
                                       cmocka_unit_test(overdrawing_changes_nothing),
                                       cmocka_unit_test(bytes_read_back),
                                       cmocka_unit_test(damaged_bytes_are_refused),
                                       cmocka_unit_test(a_bad_block_changes_nothing),
                                       cmocka_unit_test(another_questionnaire_is_a_mismatch),
                                       cmocka_unit_test(the_layout_has_a_cell_for_every_answered_and_sum),
                                       cmocka_unit_test(complete_rows_give_counts_and_products)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
