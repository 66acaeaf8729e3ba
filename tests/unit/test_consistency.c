/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reliability and agreement at their edges. Numbers are R's (psych 2.2.9, multilevel 2.7) or by hand. */
#include "scores/agreement.h"
#include "small.h"

/* Scales of so many points from 1 on, so many items, none reversed. */
static culture_questionnaire *plain_questionnaire(int points, int items)
{
    char text[4000] = "questionnaire: plain\nscales:\n  s:\n    points: {";
    size_t at = strlen(text);
    for (int i = 1; i <= points; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%d: p%d", i > 1 ? ", " : "", i, i);
    }
    at += (size_t)snprintf(text + at, sizeof text - at, "}\nfactors:\n  - id: f\n    items:\n");
    for (int i = 1; i <= items; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "      - {id: q%d, scale: s, text: item %d}\n", i, i);
    }
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.bytes = text, .length = at};
    assert_int_equal(culture_questionnaire_read(&source, NULL, &questionnaire, NULL), CULTURE_OK);
    return questionnaire;
}

struct scored {
    culture_questionnaire *questionnaire;
    culture_tally *tally;
    culture_scores *scores;
};

static struct scored start(int points, int items)
{
    struct scored all = {.questionnaire = plain_questionnaire(points, items)};
    all.tally = new_tally(all.questionnaire);
    return all;
}

static void compute(struct scored *all, int64_t minimum, int32_t precision)
{
    struct culture_scores_options options = {.struct_size = sizeof options, .minimum = minimum, .precision = precision};
    assert_int_equal(culture_scores_compute(all->tally, &options, &all->scores, NULL), CULTURE_OK);
}

static void end(struct scored *all)
{
    culture_scores_free(all->scores);
    culture_tally_free(all->tally);
    culture_questionnaire_free(all->questionnaire);
}

static double get(const struct scored *all, int32_t result, int64_t row, int64_t column)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_scores_get(all->scores, result, &matrix), CULTURE_OK);
    return matrix.data[row * matrix.columns + column];
}

static void assert_reason(const struct scored *all, int32_t result, int64_t row, int64_t column, int32_t reason)
{
    assert_true(isnan(get(all, result, row, column)));
    assert_int_equal(culture_scores_reason(all->scores, result, row, column), reason);
}

enum { M = CULTURE_MISSING };

/* multilevel's rwg.j, rwg.j.lindell, awg.j and ad.m.j; group 2 agrees fully at 4, 4, 2, where awg.j gives nothing. */
static void agreement_of_odd_groups_equals_r(void **state)
{
    (void)state;
    static const struct {
        int rows;
        int16_t values[12];
        double rwg_j, rwg_star, awg, awg_items, ad_m;
    } groups[] = {
        {3, {4, 4, 2, 4, 4, 2, 4, 4, 2}, 1, 1, 1, 3, 0},
        {4, {1, 1, 1, 1, 5, 5, 5, 1, 5, 5, 5, 1}, 0, -1.6666666666666665, -1, 3, 2},
        {3, {5, 5, 5, 5, 5, 5, 5, 5, 5}, 1, 1, 1, 3, 0},
        {4,
         {1, 2, 3, 2, 2, 2, 4, 3, 5, 5, 4, 4},
         0.0405405405405404,
         0.01388888888888884,
         0.24470899470899463,
         3,
         1.0833333333333333},
        {3, {1, 1, 1, 1, 1, 1, 2, 1, 1}, 0.9807692307692308, 0.9444444444444444, 1, 2, 0.14814814814814814},
    };
    struct scored all = start(5, 3);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        char name[] = {(char)('a' + i), 0};
        add_rows(all.tally, name, groups[i].values, groups[i].rows);
    }
    static const int16_t one[] = {M, M, M, 3, 3, M, 4, 5, 4};
    add_rows(all.tally, "z", one, 3);
    compute(&all, 2, CULTURE_PRECISION_FULL);
    for (int64_t i = 0; i < 5; i++) {
        assert_near(get(&all, CULTURE_SCORE_RWG_J_UNIFORM, i, 0), groups[i].rwg_j, 1e-11);
        assert_near(get(&all, CULTURE_SCORE_RWG_STAR_J, i, 0), groups[i].rwg_star, 1e-11);
        assert_near(get(&all, CULTURE_SCORE_AWG_J, i, 0), groups[i].awg, 1e-11);
        assert_near(get(&all, CULTURE_SCORE_AWG_ITEMS, i, 0), groups[i].awg_items, 0);
        assert_near(get(&all, CULTURE_SCORE_AD_M, i, 0), groups[i].ad_m, 1e-11);
    }
    /* About the medians 3, 2.5, 3.5 of the fourth group: 1.5, 0.75 and 1; of the last, a third of one item. */
    assert_near(get(&all, CULTURE_SCORE_AD_MD, 3, 0), 3.25 / 3, 1e-14);
    assert_near(get(&all, CULTURE_SCORE_AD_MD, 4, 0), 1.0 / 9, 1e-14);
    assert_near(get(&all, CULTURE_SCORE_AGGREGATION, 0, 0), CULTURE_AGGREGATION_SUPPORTED, 0);
    assert_near(get(&all, CULTURE_SCORE_AGGREGATION, 1, 0), CULTURE_AGGREGATION_NOT_SUPPORTED, 0);
    assert_reason(&all, CULTURE_SCORE_RWG_J_UNIFORM, 5, 0, CULTURE_REASON_TOO_FEW); /* one complete row */
    assert_reason(&all, CULTURE_SCORE_AGGREGATION, 5, 0, CULTURE_REASON_TOO_FEW);
    end(&all);
}

/* rwg of one item: groups 3, 5 and 7 of the same data; a mean near an end leaves a_wg without a value. */
static void one_item_has_agreement_and_no_reliability(void **state)
{
    (void)state;
    static const int16_t spread[] = {1, 2, 4, 5}, low[] = {1, 1, 2};
    struct scored all = start(5, 1);
    add_rows(all.tally, "a", spread, 4);
    add_rows(all.tally, "b", low, 3);
    compute(&all, 2, CULTURE_PRECISION_FULL);
    assert_near(get(&all, CULTURE_SCORE_RWG_J_UNIFORM, 0, 0), 0, 0);
    assert_near(get(&all, CULTURE_SCORE_RWG_STAR_J, 0, 0), 1 - 10.0 / 3 / 2, 1e-14);
    assert_near(get(&all, CULTURE_SCORE_AWG_J, 0, 0), -0.25, 1e-12);
    assert_near(get(&all, CULTURE_SCORE_AD_M, 0, 0), 1.5, 1e-14);
    assert_near(get(&all, CULTURE_SCORE_RWG_J_UNIFORM, 1, 0), 0.8333333333333334, 1e-12);
    assert_near(get(&all, CULTURE_SCORE_RWG_J_SKEWED, 1, 0), 1 - 1.0 / 3 / 1.34, 1e-12);
    assert_near(get(&all, CULTURE_SCORE_AWG_ITEMS, 1, 0), 0, 0);
    assert_reason(&all, CULTURE_SCORE_AWG_J, 1, 0, CULTURE_REASON_OUT_OF_RANGE);
    assert_reason(&all, CULTURE_SCORE_OMEGA, 0, 0, CULTURE_REASON_ONE_ITEM);
    assert_reason(&all, CULTURE_SCORE_SEM, 0, 0, CULTURE_REASON_ONE_ITEM);
    assert_reason(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ITEM_TOTAL, 0, 0, CULTURE_REASON_ONE_ITEM);
    end(&all);
}

static void variances_at_random(void **state)
{
    (void)state;
    static const double uniform[] = {0.25, 2.0 / 3, 1.25, 2, 35.0 / 12, 4, 5.25, 20.0 / 3, 8.25, 10};
    static const double skewed[] = {1.34, 1.85, 2.90, 3.47, 5.66, 6.30, 7.31};
    for (int32_t points = 2; points <= 11; points++) {
        assert_near(cul_uniform_variance(points), uniform[points - 2], 1e-14);
        double expected = points < 5 ? 0.67 * uniform[points - 2] : skewed[points - 5];
        assert_near(cul_skewed_variance(points), expected, 1e-14);
        assert_true(cul_skewed_variance(points) < cul_uniform_variance(points));
    }
}

/* psych::alpha of a = 1 2 3 4 5 3, b = 2 1 4 4 5 2. */
static void two_items(void **state)
{
    (void)state;
    static const int16_t rows[] = {1, 2, 2, 1, 3, 4, 4, 4, 5, 5, 3, 2};
    struct scored all = start(5, 2);
    add_rows(all.tally, "x", rows, 6);
    compute(&all, 2, CULTURE_PRECISION_FULL);
    assert_near(get(&all, CULTURE_SCORE_ALPHA_STANDARDISED, 0, 0), 0.9020543769707641, 1e-12);
    assert_near(get(&all, CULTURE_SCORE_INTER_ITEM_R, 0, 0), 0.8215838362577492, 1e-12);
    assert_near(get(&all, CULTURE_SCORE_LAMBDA6, 0, 0), 0.8215838362577492, 1e-12);
    assert_near(get(&all, CULTURE_SCORE_LAMBDA2, 0, 0), 0.9, 1e-12); /* of two items all lambdas but 6 are alpha */
    assert_near(get(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ITEM_TOTAL, 0, 1), 0.8215838362577492, 1e-12);
    assert_reason(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ALPHA_IF_DROPPED, 0, 0, CULTURE_REASON_ONE_ITEM);
    for (int32_t result = CULTURE_SCORE_OMEGA; result <= CULTURE_SCORE_OMEGA_SRMR; result++) {
        assert_reason(&all, result, 0, 0, CULTURE_REASON_NOT_IDENTIFIED);
    }
    end(&all);
}

/* psych::alpha of items that work against each other: no coefficient is clipped. */
static void negative_coefficients_stay(void **state)
{
    (void)state;
    static const int16_t rows[] = {1, 5, 3, 2, 4, 3, 3, 2, 3, 4, 2, 4, 5, 1, 3, 3, 3, 2};
    struct scored all = start(5, 3);
    add_rows(all.tally, "x", rows, 6);
    compute(&all, 2, CULTURE_PRECISION_FULL);
    assert_near(get(&all, CULTURE_SCORE_ALPHA, 0, 0), -10.588235294117649, 1e-11);
    assert_near(get(&all, CULTURE_SCORE_ALPHA_STANDARDISED, 0, 0), -2.6058138468207535, 1e-11);
    assert_near(get(&all, CULTURE_SCORE_INTER_ITEM_R, 0, 0), -0.3173321957641246, 1e-11);
    assert_near(get(&all, CULTURE_SCORE_LAMBDA6, 0, 0), -0.0068696239467098685, 1e-11);
    assert_near(get(&all, CULTURE_SCORE_SEM, 0, 0), 25 * 0.25092421756969374 * sqrt(11.588235294117649), 1e-11);
    assert_true(get(&all, CULTURE_LEVEL_POOLED_ITEM + CULTURE_SCORE_ITEM_TOTAL, 0, 1) < 0.1);
    end(&all);
}

/* c is 3 throughout: it counts in alpha, 4/3 of what 3/2 gives in psych, and in the SEM; the rest is psych's. */
static void an_item_that_does_not_vary(void **state)
{
    (void)state;
    static const int16_t rows[] = {1, 2, 3, 2, 2, 1, 3, 2, 3, 4, 3, 3, 4, 4, 3, 5, 5, 5, 3, 4, 3, 2, 3, 4};
    struct scored all = start(5, 4);
    add_rows(all.tally, "x", rows, 6);
    compute(&all, 2, CULTURE_PRECISION_FULL);
    assert_near(get(&all, CULTURE_SCORE_ALPHA, 0, 0), 4.0 / 3 * (2.0 / 3 * 0.9), 1e-11);
    assert_near(get(&all, CULTURE_SCORE_ALPHA_VARYING, 0, 0), 3, 0);
    assert_near(get(&all, CULTURE_SCORE_ALPHA_LOW, 0, 0), 1 - 0.2 * 3.5764153492790602, 1e-9); /* qf(.975, 5, 15) */
    assert_near(get(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ALPHA_IF_DROPPED, 0, 2), 0.9, 1e-11);
    assert_near(get(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ALPHA_IF_DROPPED, 0, 0), 27.0 / 47, 1e-11); /* b, c, d */
    assert_reason(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ITEM_TOTAL, 0, 2, CULTURE_REASON_ZERO_VARIANCE);
    static const int32_t given[] = {CULTURE_SCORE_ALPHA_STANDARDISED, CULTURE_SCORE_INTER_ITEM_R, CULTURE_SCORE_LAMBDA2,
                                    CULTURE_SCORE_LAMBDA6, CULTURE_SCORE_SEM};
    static const double expected[] = {0.90454292096212008, 0.75953662556472645, 0.90430791278756462,
                                      0.88999150550214079, 10.704360482220935};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        assert_near(get(&all, given[i], 0, 0), expected[i], 1e-11);
    }
    assert_reason(&all, CULTURE_SCORE_OMEGA, 0, 0, CULTURE_REASON_HEYWOOD); /* r_ab r_ad > r_bd: a loads above 1 */
    end(&all);
}

static void one_item_that_varies_is_not_consistent(void **state)
{
    (void)state;
    static const int16_t rows[] = {1, 2, 3, 2, 2, 3, 3, 2, 3, 4, 2, 3, 5, 2, 3, 4, 2, 3};
    struct scored all = start(5, 3);
    add_rows(all.tally, "x", rows, 6);
    compute(&all, 2, CULTURE_PRECISION_FULL);
    for (int32_t result = CULTURE_SCORE_ALPHA; result <= CULTURE_SCORE_OMEGA_SRMR; result++) {
        if (result <= CULTURE_SCORE_ALPHA_RESPONDENTS || result >= CULTURE_SCORE_ALPHA_STANDARDISED) {
            assert_reason(&all, result, 0, 0, CULTURE_REASON_ZERO_VARIANCE);
        }
    }
    end(&all);
}

/* Rows of three items that hang together, on five points. */
static void add_people(struct scored *all, const char *name, int rows)
{
    int16_t values[300];
    uint32_t draw = 2;
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < 3; j++) {
            draw = draw * 1103515245 + 12345;
            int value = i * 7 % 5 + (int)(draw >> 16) % 3;
            values[3 * i + j] = (int16_t)(value < 1 ? 1 : value > 5 ? 5 : value);
        }
    }
    add_rows(all->tally, name, values, rows);
}

static void a_small_group_gives_little(void **state)
{
    (void)state;
    struct scored all = start(5, 3);
    add_people(&all, "nineteen", 19);
    add_people(&all, "twenty", 20);
    compute(&all, 10, CULTURE_PRECISION_PUBLISHED);
    double omega = get(&all, CULTURE_SCORE_OMEGA, 0, 0);
    assert_near(omega, round(100 * omega) / 100, 1e-12);
    assert_true(!isnan(get(&all, CULTURE_SCORE_AGGREGATION, 0, 0)));
    static const int32_t hidden[] = {CULTURE_SCORE_ALPHA_STANDARDISED,
                                     CULTURE_SCORE_INTER_ITEM_R,
                                     CULTURE_SCORE_LAMBDA2,
                                     CULTURE_SCORE_LAMBDA6,
                                     CULTURE_SCORE_SEM,
                                     CULTURE_SCORE_OMEGA_OBSERVED,
                                     CULTURE_SCORE_RWG_J_UNIFORM,
                                     CULTURE_SCORE_RWG_J_SKEWED,
                                     CULTURE_SCORE_RWG_STAR_J,
                                     CULTURE_SCORE_AWG_J,
                                     CULTURE_SCORE_AWG_ITEMS,
                                     CULTURE_SCORE_AD_M,
                                     CULTURE_SCORE_AD_MD};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        assert_reason(&all, hidden[i], 0, 0, CULTURE_REASON_SUPPRESSED);
        assert_true(!isnan(get(&all, hidden[i], 1, 0)));
    }
    assert_reason(&all, CULTURE_SCORE_OMEGA_RMSEA, 1, 0, CULTURE_REASON_NOT_IDENTIFIED); /* three items fit always */
    assert_reason(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ITEM_TOTAL, 0, 0, CULTURE_REASON_SUPPRESSED);
    assert_reason(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ALPHA_IF_DROPPED, 0, 0, CULTURE_REASON_SUPPRESSED);
    assert_true(!isnan(get(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ITEM_TOTAL, 1, 0)));
    end(&all);
}

/* Twelve answered, nine of them everything: a score, and nothing that needs complete rows. */
static void few_complete_rows_are_too_few(void **state)
{
    (void)state;
    static const int16_t more[] = {1, 2, M, M, 3, 2, 5, M, 4};
    struct scored all = start(5, 3);
    add_people(&all, "x", 9);
    add_rows(all.tally, "x", more, 3);
    add_people(&all, "y", 9);
    compute(&all, 10, CULTURE_PRECISION_PUBLISHED);
    assert_true(!isnan(get(&all, CULTURE_SCORE_MEAN, 0, 0)));
    assert_reason(&all, CULTURE_SCORE_OMEGA, 0, 0, CULTURE_REASON_TOO_FEW);
    assert_reason(&all, CULTURE_SCORE_AGGREGATION, 0, 0, CULTURE_REASON_TOO_FEW);
    assert_reason(&all, CULTURE_LEVEL_ITEM + CULTURE_SCORE_ITEM_TOTAL, 0, 0, CULTURE_REASON_TOO_FEW);
    assert_reason(&all, CULTURE_SCORE_OMEGA, 1, 0, CULTURE_REASON_TOO_FEW); /* hidden altogether */
    end(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agreement_of_odd_groups_equals_r),
                                       cmocka_unit_test(one_item_has_agreement_and_no_reliability),
                                       cmocka_unit_test(variances_at_random),
                                       cmocka_unit_test(two_items),
                                       cmocka_unit_test(negative_coefficients_stay),
                                       cmocka_unit_test(an_item_that_does_not_vary),
                                       cmocka_unit_test(one_item_that_varies_is_not_consistent),
                                       cmocka_unit_test(a_small_group_gives_little),
                                       cmocka_unit_test(few_complete_rows_are_too_few)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
