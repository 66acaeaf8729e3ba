/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structure: products of items counted in whole numbers, by hand. */
#include "numeric/eigenvalues.h"
#include "numeric/mantel_haenszel.h"
#include "numeric/parallel.h"
#include "small.h"
#include "tally/structure.h"

static const int16_t M = CULTURE_MISSING, I = CULTURE_INVALID;
enum { A, B, C, D, E };

static culture_structure *new_structure(culture_questionnaire *questionnaire, culture_scores *scores)
{
    culture_structure *structure = NULL;
    struct culture_structure_options options = {.struct_size = sizeof options, .scores = scores};
    assert_int_equal(culture_structure_new(questionnaire, &options, &structure, NULL), CULTURE_OK);
    return structure;
}

static void add(culture_structure *structure, const char *organisation, const int16_t *values, int64_t rows)
{
    struct culture_block block = {
        .struct_size = sizeof block, .rows = rows, .values = values, .organisations = &organisation, 1};
    assert_int_equal(culture_structure_add_block(structure, &block, NULL), CULTURE_OK);
}

/*
 * a b c d e; b is reversed. Codes: 0 0 0 0 4 | 1 3 3 2 0 | 4 2 2 1 1 | 2 - 4 - 3 | - - - - - (left out) | 1 4 - - 2
 */
static void add_six(culture_structure *structure)
{
    const int16_t rows[6][5] = {{1, 5, 1, 1, 5}, {2, 2, 4, 3, 1}, {5, 3, 3, 2, 2},
                                {3, M, 5, I, 4}, {M, M, M, M, M}, {2, 1, M, M, 3}};
    add(structure, "north", rows[0], 6);
}

static void counts_by_hand(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_structure *structure = new_structure(questionnaire, NULL);
    add_six(structure);
    assert_int_equal(culture_structure_respondents(structure), 5);
    assert_int_equal(culture_structure_complete(structure), 3);
    assert_int_equal(cul_structure_answers(structure, A), 5);
    assert_near(cul_structure_mean(structure, A), 8 / 5.0, 1e-15);
    assert_near(cul_structure_variance(structure, A), (22 - 64 / 5.0) / 4, 1e-15);
    /* Complete rows: a 0 1 4, b 0 3 2: sums 5, 5, products 11, so (3 * 11 - 25) / 6. */
    assert_near(cul_structure_covariance(structure, A, B), 8 / 6.0, 1e-15);
    assert_near(cul_structure_covariance(structure, B, A), 8 / 6.0, 1e-15);
    assert_near(cul_structure_covariance(structure, A, A), 26 / 6.0, 1e-15);
    /* Pairs: a, c over rows 1-4: 0 1 4 2, 0 3 2 4: cov 12 / 12, squares 35 and 35 over 12. */
    int64_t rows = 0;
    assert_near(cul_structure_correlation(structure, A, C, &rows), (4 * 19 - 63) / 35.0, 1e-15);
    assert_int_equal(rows, 4);
    assert_near(cul_structure_pairwise(structure, A, C, &rows), (4 * 19 - 63) / 12.0, 1e-15);
    assert_near(cul_structure_pairwise(structure, C, A, &rows), (4 * 19 - 63) / 12.0, 1e-15);
    assert_int_equal(rows, 4);
    assert_near(cul_structure_pairwise(structure, A, A, &rows), cul_structure_variance(structure, A), 0);
    assert_int_equal(rows, 5);
    assert_near(cul_structure_correlation(structure, E, A, &rows), (5 * 12 - 80) / sqrt(46.0 * 50), 1e-15);
    assert_int_equal(rows, 5);
    assert_near(cul_structure_correlation(structure, E, E, &rows), 1, 0);
    culture_structure_free(structure);
    culture_questionnaire_free(questionnaire);
}

/* Hidden organisations, and those the scores do not know, stay out. */
static void hidden_rows_stay_out(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    int16_t rows[12 * 5];
    for (int i = 0; i < 12 * 5; i++) {
        rows[i] = (int16_t)(1 + i * i % 7 % 5); /* no item is answered alike by all */
    }
    add_rows(tally, "North ", rows, 12);
    add_rows(tally, "North", rows, 12);
    add_rows(tally, "south", rows, 9);
    culture_scores *scores = NULL;
    assert_int_equal(culture_scores_compute(tally, NULL, &scores, NULL), CULTURE_OK);
    culture_structure *structure = new_structure(questionnaire, scores);
    culture_scores_free(scores);
    add(structure, "NORTH", rows, 12);
    add(structure, "south", rows, 9);
    add(structure, "west", rows, 12);
    assert_int_equal(culture_structure_respondents(structure), 12);
    culture_structure_free(structure);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

/* An organisation of 12 is rounded: alone it stays out, with another one like it comes in. */
static void rounded_organisations_come_together_or_not_at_all(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    int16_t rows[24 * 5];
    for (int i = 0; i < 24 * 5; i++) {
        rows[i] = (int16_t)(1 + i * i % 7 % 5); /* no item is answered alike by all */
    }
    add_rows(tally, "large", rows, 24);
    add_rows(tally, "small", rows, 12);
    for (int others = 0; others < 2; others++) {
        culture_scores *scores = NULL;
        assert_int_equal(culture_scores_compute(tally, NULL, &scores, NULL), CULTURE_OK);
        culture_structure *structure = new_structure(questionnaire, scores);
        culture_scores_free(scores);
        add(structure, "large", rows, 24);
        add(structure, "small", rows, 12);
        assert_int_equal(culture_structure_respondents(structure), others ? 36 : 24);
        culture_structure_free(structure);
        add_rows(tally, "small too", rows, 11);
    }
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static const char *const columns[] = {"team", "Language"};

/* Rows of two teams in languages; -1 is blank. */
static culture_status add_languages(culture_structure *structure, const char *const *names, int64_t count,
                                    const int32_t *units, const int16_t *values, int64_t rows,
                                    struct culture_error *error)
{
    const char *organisation = "north";
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = rows,
                                  .values = values,
                                  .organisations = &organisation,
                                  .organisation_count = 1,
                                  .unit_columns = columns,
                                  .unit_column_count = 2,
                                  .units = names,
                                  .unit_count = count,
                                  .unit = units};
    return culture_structure_add_block(structure, &block, error);
}

static void languages_by_rest_score(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_structure *structure = new_structure(questionnaire, NULL);
    const char *const names[] = {"red", "NL", "en", "nl "};
    const int32_t units[] = {0, 1, 0, 2, 0, 3, -1, -1, 0, 3};
    /* f has a, b, c: codes 0 0 0 | 1 3 3 | 4 2 2 | 2 - 4 | 3 4 1. */
    const int16_t rows[5][5] = {{1, 5, 1, 1, 5}, {2, 2, 4, 3, 1}, {5, 3, 3, 2, 2}, {3, M, 5, M, 4}, {4, 1, 2, M, M}};
    assert_int_equal(add_languages(structure, names, 4, units, rows[0], 5, NULL), CULTURE_OK);
    assert_int_equal(structure->languages.count, 2);
    int64_t nl = cul_names_find(&structure->languages, "nl", 2);
    const int64_t *cells = structure->language_cells[nl], *a = cells + structure->rules->strata[A];
    assert_int_equal(cells[0], 3);
    assert_int_equal(cul_structure_strata(questionnaire, A), 9);
    assert_int_equal(cul_structure_strata(questionnaire, E), 0);
    assert_int_equal(a[2 * 0 + 1], 1); /* a is 0 at rest 0, 4 at rest 4, 3 at rest 5 */
    assert_int_equal(a[2 * 4], 1);
    assert_int_equal(a[2 * 5], 1);
    culture_structure_free(structure);
    culture_questionnaire_free(questionnaire);
}

/* The 65th language is refused, and leaves nothing behind. */
static void too_many_languages(void **state)
{
    (void)state;
    enum { COUNT = CULTURE_MAXIMUM_LANGUAGES + 1 };
    static char texts[COUNT][8];
    const char *names[COUNT];
    int32_t units[2 * COUNT];
    int16_t rows[5 * COUNT];
    for (int i = 0; i < COUNT; i++) {
        snprintf(texts[i], sizeof texts[i], "l%d", i);
        names[i] = texts[i];
        units[2 * i] = -1;
        units[2 * i + 1] = i;
        for (int j = 0; j < 5; j++) {
            rows[5 * i + j] = (int16_t)(1 + (i + j) % 5);
        }
    }
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_structure *structure = new_structure(questionnaire, NULL);
    struct culture_error error = {0};
    assert_int_equal(add_languages(structure, names, COUNT, units, rows, COUNT, &error), CULTURE_ERROR_LIMIT);
    assert_int_equal(culture_structure_respondents(structure), 0);
    assert_int_equal(structure->languages.count, 0);
    assert_int_equal(add_languages(structure, names, COUNT, units, rows, COUNT - 1, NULL), CULTURE_OK);
    assert_int_equal(structure->languages.count, CULTURE_MAXIMUM_LANGUAGES);
    culture_structure_free(structure);
    culture_questionnaire_free(questionnaire);
}

static void assert_same(const culture_structure *one, const culture_structure *two)
{
    assert_memory_equal(one->cells, two->cells, one->rules->width * sizeof *one->cells);
    assert_int_equal(one->languages.count, two->languages.count);
    for (int64_t i = 0; i < one->languages.count; i++) {
        int64_t other = cul_names_find(&two->languages, one->languages.texts[i], one->languages.lengths[i]);
        assert_true(other >= 0);
        assert_memory_equal(one->language_cells[i], two->language_cells[other],
                            one->rules->language_width * sizeof(int64_t));
    }
}

/* Any split of rows over structures, merged in any order, gives the same counts. */
static void splits_and_merges(void **state)
{
    (void)state;
    enum { ROWS = 200, PARTS = 3 };
    const char *const names[] = {"nl", "en", "de"};
    int16_t rows[ROWS * 5];
    int32_t units[ROWS * 2];
    uint32_t draw = 7;
    for (int i = 0; i < ROWS * 5; i++) {
        draw = draw * 1664525u + 1013904223u;
        int pick = (int)(draw >> 16);
        rows[i] = (int16_t)(pick % 23 == 0 ? M : pick % 29 == 0 ? I : 1 + pick % 5);
    }
    for (int i = 0; i < ROWS; i++) {
        units[2 * i] = -1;
        units[2 * i + 1] = (rows[5 * i] + 32768 + i) % 4 - 1;
    }
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_structure *whole = new_structure(questionnaire, NULL), *parts[PARTS];
    assert_int_equal(add_languages(whole, names, 3, units, rows, ROWS, NULL), CULTURE_OK);
    for (int i = 0; i < PARTS; i++) {
        parts[i] = new_structure(questionnaire, NULL);
    }
    for (int i = 0; i < ROWS; i++) {
        int part = (i * 7 + i / 5) % PARTS;
        assert_int_equal(add_languages(parts[part], names, 3, units + 2 * i, rows + 5 * i, 1, NULL), CULTURE_OK);
    }
    assert_int_equal(culture_structure_merge(parts[2], parts[0], NULL), CULTURE_OK);
    assert_int_equal(culture_structure_merge(parts[1], parts[2], NULL), CULTURE_OK);
    assert_same(whole, parts[1]);
    assert_int_equal(culture_structure_merge(whole, whole, NULL), CULTURE_ERROR_ARGUMENT);
    for (int i = 0; i < PARTS; i++) {
        culture_structure_free(parts[i]);
    }
    culture_structure_free(whole);
    culture_questionnaire_free(questionnaire);
}

static void eigenvalues_by_hand(void **state)
{
    (void)state;
    /* 1, r, r; r, 1, r; r, r, 1: 1 + 2 r once and 1 - r twice. */
    double matrix[9] = {1, 0.3, 0.3, 0.3, 1, 0.3, 0.3, 0.3, 1}, room[6], values[3];
    assert_true(cul_eigenvalues(matrix, 3, room, values));
    assert_near(values[0], 1.6, 1e-14);
    assert_near(values[1], 0.7, 1e-14);
    assert_near(values[2], 0.7, 1e-14);
    double one[1] = {4}, broken[4] = {1, (double)NAN, (double)NAN, 1};
    assert_true(cul_eigenvalues(one, 1, room, values));
    assert_near(values[0], 4, 0);
    assert_false(cul_eigenvalues(broken, 2, room, values));
}

/* Two items in a large sample: 1 + |r| with r nearly normal, SD 1 / sqrt(n - 1); the 95th centile of |z| is 1.96. */
static void chance_of_two_items(void **state)
{
    (void)state;
    double means[2], centiles[2], again[2];
    assert_true(cul_parallel_analysis(1, 4000, 10001, 2, means, centiles));
    assert_near(means[0], 1 + 0.01 * sqrt(2 / M_PI), 0.0003);
    assert_near(centiles[0], 1 + 0.01 * 1.959964, 0.001);
    assert_near(means[0] + means[1], 2, 1e-12);
    assert_true(cul_parallel_analysis(1, 4000, 10001, 2, again, centiles));
    assert_memory_equal(means, again, sizeof means);
}

/* R: x <- array(c(30, 20, 10, 15, 12, 9, 8, 16, 1, 0, 0, 0), c(2, 2, 3))[, , 1:2]; mantelhaen.test(x). */
static void mantel_haenszel_by_hand(void **state)
{
    (void)state;
    const int64_t first[] = {30, 10, 12, 8, 1, 0}, second[] = {20, 15, 9, 16, 0, 0};
    struct cul_mantel_haenszel found = cul_mantel_haenszel(first, second, 3, 0.95);
    double along = 30 * 15 / 75.0 + 12 * 16 / 45.0, across = 10 * 20 / 75.0 + 8 * 9 / 45.0;
    double difference = 30 - 40 * 50 / 75.0 + 12 - 20 * 21 / 45.0;
    double variance = 40.0 * 35 * 50 * 25 / (75.0 * 75 * 74) + 20.0 * 25 * 21 * 24 / (45.0 * 45 * 44);
    assert_near(found.odds_ratio, along / across, 1e-14);
    assert_near(found.chi_squared, (difference - 0.5) * (difference - 0.5) / variance, 1e-14);
    assert_true(found.low < found.odds_ratio && found.odds_ratio < found.high);
    /* All answers alike, or nothing in common: no test, no ratio. */
    found = cul_mantel_haenszel((int64_t[]){5, 0}, (int64_t[]){7, 0}, 1, 0.95);
    assert_true(isnan(found.chi_squared));
    assert_true(isnan(found.odds_ratio));
    found = cul_mantel_haenszel((int64_t[]){5, 0}, (int64_t[]){7, 3}, 1, 0.95);
    assert_true(isinf(found.odds_ratio) && found.chi_squared > 0);
}

static void an_analysis_refuses_what_it_cannot_do(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_structure *structure = new_structure(questionnaire, NULL);
    culture_analysis *analysis = NULL;
    add_six(structure);
    const struct culture_analyse_options wrong[] = {
        {.struct_size = sizeof *wrong, .minimum = 9},   {.struct_size = sizeof *wrong, .draws = 99},
        {.struct_size = sizeof *wrong, .draws = 10001}, {.struct_size = sizeof *wrong, .rows = 2},
        {.struct_size = sizeof *wrong, .items = -1},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(culture_structure_analyse(structure, &wrong[i], &analysis, NULL), CULTURE_ERROR_ARGUMENT);
    }
    assert_int_equal(culture_structure_analyse(structure, NULL, &analysis, NULL), CULTURE_OK);
    culture_structure_free(structure);
    struct culture_matrix matrix;
    assert_int_equal(culture_analysis_get(analysis, CULTURE_STRUCTURE_COVARIANCE, &matrix), CULTURE_OK);
    assert_int_equal(matrix.rows * matrix.columns, 25);
    assert_true(isnan(matrix.data[0]));
    assert_int_equal(culture_analysis_reason(analysis, CULTURE_STRUCTURE_COVARIANCE, 4, 4), CULTURE_REASON_TOO_FEW);
    assert_int_equal(culture_analysis_reason(analysis, CULTURE_STRUCTURE_COMPONENTS, 0, 0), CULTURE_REASON_TOO_FEW);
    assert_int_equal(culture_analysis_get(analysis, CULTURE_STRUCTURE_ODDS_RATIO, &matrix), CULTURE_OK);
    assert_int_equal(matrix.rows, 0);
    assert_int_equal(culture_analysis_get(analysis, 3, &matrix), CULTURE_ERROR_NOT_FOUND);
    assert_int_equal(culture_analysis_get(analysis, 49, &matrix), CULTURE_ERROR_NOT_FOUND);
    assert_int_equal(culture_analysis_item(analysis, 4), E);
    assert_int_equal(culture_analysis_item(analysis, 5), -1);
    culture_analysis_free(culture_analysis_retain(analysis));
    culture_analysis_free(analysis);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_by_hand),
        cmocka_unit_test(hidden_rows_stay_out),
        cmocka_unit_test(rounded_organisations_come_together_or_not_at_all),
        cmocka_unit_test(languages_by_rest_score),
        cmocka_unit_test(too_many_languages),
        cmocka_unit_test(splits_and_merges),
        cmocka_unit_test(eigenvalues_by_hand),
        cmocka_unit_test(chance_of_two_items),
        cmocka_unit_test(mantel_haenszel_by_hand),
        cmocka_unit_test(an_analysis_refuses_what_it_cannot_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
