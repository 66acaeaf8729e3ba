/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in pairs, by hand: gaps and tilts with their paired intervals, covariances, and the register's facts. */
#include "scores/model.h"
#include "small.h"
#include "tally/model.h"
#include "tally/pairs.h"

/* Factors f (a, b reversed, ambition c) and g (d); an axis with one item now and one wanted. Points 1-5. */
static const char pairs_yaml[] = "questionnaire: pairs\n"
                                 "scales:\n"
                                 "  s:\n"
                                 "    points: {1: a, 2: b, 3: c, 4: d, 5: e}\n"
                                 "factors:\n"
                                 "  - id: f\n"
                                 "    items:\n"
                                 "      - {id: a, scale: s, text: item a}\n"
                                 "      - {id: b, scale: s, text: item b, reverse: true}\n"
                                 "      - {id: c, scale: s, text: item c, aspect: ambition}\n"
                                 "  - id: g\n"
                                 "    items:\n"
                                 "      - {id: d, scale: s, text: item d}\n"
                                 "axes:\n"
                                 "  - id: axis\n"
                                 "    poles: {low: alone, high: together}\n"
                                 "    now: [{id: n, scale: s, text: item n}]\n"
                                 "    wanted: [{id: w, scale: s, text: item w}]\n";
enum { F, G, F_AMBITION, NOW, WANTED };

static const int16_t M = CULTURE_MISSING;

static culture_questionnaire *pairs_questionnaire(void)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.bytes = pairs_yaml, .length = sizeof pairs_yaml - 1};
    assert_int_equal(culture_questionnaire_read(&source, NULL, &questionnaire, NULL), CULTURE_OK);
    return questionnaire;
}

/*
 * a b c d n w      f (0-100)    ambition   gap    now   wanted  tilt
 * 1 5 1 1 1 3      0            0          0      0     50      50
 * 3 3 5 3 2 2      50           100        50     25    25      0
 * 5 1 4 5 4 3      100          75         -25    75    50      -25
 * 3 . 5 2 1 5      50 (one)     100        50     0     100     100
 * 4 2 . 4 3 .      75           -          -      50    -       -
 */
static culture_tally *five_rows(culture_questionnaire *questionnaire)
{
    static int16_t rows[5][6] = {
        {1, 5, 1, 1, 1, 3}, {3, 3, 5, 3, 2, 2}, {5, 1, 4, 5, 4, 3}, {3, 0, 5, 2, 1, 5}, {4, 2, 0, 4, 3, 0}};
    rows[3][1] = rows[4][2] = rows[4][5] = M;
    culture_tally *tally = new_tally(questionnaire);
    add_rows(tally, "north", rows[0], 5);
    return tally;
}

static culture_scores *score_all(const culture_tally *tally, const culture_register *reg)
{
    culture_scores *scores = NULL;
    struct culture_scores_options options = {.struct_size = sizeof options, .reg = reg, .minimum = 2};
    options.precision = CULTURE_PRECISION_FULL;
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    return scores;
}

static double get(const culture_scores *scores, int32_t result, int32_t dimension)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_scores_get(scores, result, &matrix), CULTURE_OK);
    return matrix.data[dimension];
}

static void gap_and_tilt_are_paired(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = pairs_questionnaire();
    culture_tally *tally = five_rows(questionnaire);
    culture_scores *scores = score_all(tally, NULL);
    /* Gaps 0, 50, -25, 50: mean 18.75, SD sqrt(4218.75 / 3) = 37.5, t(3, .975) = 3.18244630528371. */
    assert_near(get(scores, CULTURE_SCORE_DIFFERENCE, F_AMBITION), 18.75, 1e-12);
    assert_near(get(scores, CULTURE_SCORE_DIFFERENCE_LOW, F_AMBITION), 18.75 - 3.18244630528371 * 18.75, 1e-9);
    assert_near(get(scores, CULTURE_SCORE_DIFFERENCE_HIGH, F_AMBITION), 18.75 + 3.18244630528371 * 18.75, 1e-9);
    assert_near(get(scores, CULTURE_SCORE_DIFFERENCE_RESPONDENTS, F_AMBITION), 4, 0);
    assert_near(get(scores, CULTURE_SCORE_DIFFERENCE_ABOVE, F_AMBITION), 0.5, 0);
    /* Tilts 50, 0, -25, 100: mean 31.25; half of these four want to be higher. */
    assert_near(get(scores, CULTURE_SCORE_MEAN, NOW), 30, 1e-12);
    assert_near(get(scores, CULTURE_SCORE_MEAN, WANTED), 56.25, 1e-12);
    assert_near(get(scores, CULTURE_SCORE_DIFFERENCE, WANTED), 31.25, 1e-12);
    assert_near(get(scores, CULTURE_SCORE_DIFFERENCE_ABOVE, WANTED), 0.5, 0);
    assert_true(isnan(get(scores, CULTURE_SCORE_DIFFERENCE, F)));
    assert_int_equal(culture_scores_reason(scores, CULTURE_SCORE_DIFFERENCE, 0, F), CULTURE_REASON_NOT_ASKED);
    assert_near(get(scores, CULTURE_LEVEL_POOLED + CULTURE_SCORE_DIFFERENCE, WANTED), 31.25, 1e-12);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

/* Thirty respondents, six of whom gave no ambition: with fewer than the minimum their scores could be worked out. */
static void a_published_gap_tells_nothing_of_the_few_who_gave_half_of_it(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = pairs_questionnaire();
    culture_tally *tally = five_rows(questionnaire), *more = five_rows(questionnaire);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(culture_tally_merge(tally, more, NULL), CULTURE_OK);
    }
    for (int64_t minimum = 6; minimum <= 7; minimum++) {
        culture_scores *scores = NULL;
        struct culture_scores_options options = {.struct_size = sizeof options, .minimum = minimum};
        assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
        double gap = get(scores, CULTURE_SCORE_DIFFERENCE, F_AMBITION);
        double low = get(scores, CULTURE_SCORE_DIFFERENCE_LOW, F_AMBITION);
        assert_near(gap, minimum == 6 ? 18.75 : 68.75 - 55, 1e-12);
        assert_int_equal(low == floor(low), minimum == 7);
        assert_near(get(scores, CULTURE_SCORE_DIFFERENCE_RESPONDENTS, F_AMBITION), 24, 0);
        culture_scores_free(scores);
    }
    culture_tally_free(more);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

/* f: 0, 50, 100, 50, 75 and g: 0, 50, 100, 25, 75, all five on both: s_fg = 1406.25; over n = 5 that is 281.25. */
static void covariance_of_the_means(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = pairs_questionnaire();
    culture_tally *tally = five_rows(questionnaire);
    culture_scores *scores = score_all(tally, NULL);
    const double *matrix = cul_scores_covariances(scores, 0);
    double error = cul_scores_standard_error(scores, 0, F);
    assert_near(matrix[0], error * error, 1e-12);
    assert_near(matrix[1], 281.25, 1e-9);
    assert_near(matrix[2], matrix[1], 0);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static void the_unit_makes_scores_whole(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = pairs_questionnaire();
    struct cul_layout layout;
    assert_true(cul_layout_new(&layout, questionnaire));
    assert_int_equal(layout.unit, 8); /* one or two answers of five points */
    assert_int_equal(cul_layout_score(&layout, F, 1, 2), 4);
    assert_int_equal(cul_layout_score(&layout, F, 2, 3), 3);
    assert_int_equal(cul_layout_score(&layout, F, 0, 0), -1);
    cul_layout_free(&layout);
    culture_questionnaire_free(questionnaire);
}

static void limbs_hold_large_sums(void **state)
{
    (void)state;
    const int64_t limbs[] = {5, 7, 3};
    unsigned __int128 value = cul_limbs_value(limbs, 3), expected = 3;
    expected = (expected << 54) + ((unsigned __int128)7 << 27) + 5;
    assert_true(value == expected);
}

static culture_register *read_register(const char *text, struct culture_error *error)
{
    culture_register *reg = NULL;
    struct culture_source source = {.path = "r.csv", .bytes = text, .length = strlen(text)};
    culture_register_read(&source, NULL, &reg, error);
    return reg;
}

static void facts_are_given_or_explained(void **state)
{
    (void)state;
    static const char text[] = "organisation,training_budget,training_spent,formal_share,time_to_solution\n"
                               "north,200,50,87 %,\nsouth,0,0,\"0,9\",12.5\n";
    culture_questionnaire *questionnaire = pairs_questionnaire();
    culture_register *reg = read_register(text, NULL);
    assert_non_null(reg);
    culture_tally *tally = five_rows(questionnaire);
    add_rows(tally, "south", (int16_t[]){1, 1, 1, 1, 1, 1}, 1);
    culture_scores *scores = score_all(tally, reg);
    culture_assessment *assessment = NULL;
    assert_int_equal(culture_assess(scores, NULL, NULL, &assessment, NULL), CULTURE_OK);
    static const struct {
        int32_t result, reason;
        double north, south;
    } all[] = {{CULTURE_FACT_TRAINING_BUDGET, 0, 200, 0},
               {CULTURE_FACT_USED_SHARE, CULTURE_REASON_OUT_OF_RANGE, 0.25, (double)NAN},
               {CULTURE_FACT_FORMAL_SHARE, 0, 0.87, 0.9},
               {CULTURE_FACT_TIME_TO_SOLUTION, CULTURE_REASON_NOT_ASKED, (double)NAN, 12.5}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct culture_matrix matrix;
        assert_int_equal(culture_assessment_get(assessment, all[i].result, &matrix), CULTURE_OK);
        const double expected[] = {all[i].north, all[i].south};
        for (int row = 0; row < 2; row++) {
            if (isnan(expected[row])) {
                assert_true(isnan(matrix.data[row]));
                assert_int_equal(culture_assessment_reason(assessment, all[i].result, row, 0), all[i].reason);
            } else {
                assert_near(matrix.data[row], expected[row], 1e-15);
            }
        }
    }
    culture_assessment_free(assessment);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_register_free(reg);
    culture_questionnaire_free(questionnaire);
}

static void facts_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const char *const all[] = {"training_budget\nnorth,-1\n", "training_budget\nnorth,1.000.000\n",
                                      "training_spent\nnorth,12%\n", "formal_share\nnorth,87\n",
                                      "formal_share\nnorth,120 %\n", "time_to_solution\nnorth,soon\n"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[128];
        struct culture_error error = {0};
        snprintf(text, sizeof text, "organisation,%s", all[i]);
        assert_null(read_register(text, &error));
        assert_int_equal(error.status, CULTURE_ERROR_REGISTER);
        assert_true(error.line == 2 && error.column == 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gap_and_tilt_are_paired),
        cmocka_unit_test(a_published_gap_tells_nothing_of_the_few_who_gave_half_of_it),
        cmocka_unit_test(covariance_of_the_means),
        cmocka_unit_test(the_unit_makes_scores_whole),
        cmocka_unit_test(limbs_hold_large_sums),
        cmocka_unit_test(facts_are_given_or_explained),
        cmocka_unit_test(facts_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
