/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of explained variance: by hand, from R, and where there are none to tell. */
#include "numeric/importance.h"
#include "scores/components.h"
#include "small.h"
#include "tally/model.h"
#include "tally/pairs.h"

/* Factors f, g, h of one item each and a theme t; points 1-5. */
static const char drivers_yaml[] = "questionnaire: drivers\n"
                                   "scales:\n"
                                   "  s:\n"
                                   "    points: {1: a, 2: b, 3: c, 4: d, 5: e}\n"
                                   "factors:\n"
                                   "  - id: f\n"
                                   "    items: [{id: a, scale: s, text: item a}]\n"
                                   "  - id: g\n"
                                   "    items: [{id: b, scale: s, text: item b}]\n"
                                   "themes:\n"
                                   "  - id: t\n"
                                   "    items: [{id: c, scale: s, text: item c}]\n";
enum { F, G, T, ITEMS = 3 };

static culture_questionnaire *drivers_questionnaire(void)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.bytes = drivers_yaml, .length = sizeof drivers_yaml - 1};
    assert_int_equal(culture_questionnaire_read(&source, NULL, &questionnaire, NULL), CULTURE_OK);
    return questionnaire;
}

/*
 * By hand: two predictors with r12 = .6, r1y = .5, r2y = .4. R^2 = (.25 + .16 - 2 * .6 * .5 * .4) / (1 - .36) =
 * .265625; LMG of the first (.25 + R^2 - .16) / 2, of the second (.16 + R^2 - .25) / 2. Of two predictors Johnson's
 * weights are the same (both equal Shapley's value there).
 */
static void two_predictors_by_hand(void **state)
{
    (void)state;
    const double r[] = {1, .6, .5, .6, 1, .4, .5, .4, 1};
    double weights[2], lmg[2], r_squared, room[64];
    assert_true(cul_importance_room(2) <= 64);
    assert_true(cul_relative_weights(r, 2, weights, &r_squared, room));
    assert_true(cul_lmg(r, 2, lmg, room));
    assert_near(r_squared, .265625, 1e-14);
    assert_near(lmg[0], (.25 + .265625 - .16) / 2, 1e-14);
    assert_near(lmg[1], (.16 + .265625 - .25) / 2, 1e-14);
    assert_near(weights[0], lmg[0], 1e-14);
    assert_near(weights[1], lmg[1], 1e-14);
}

/* R 4.2.2: eigen() and solve() on these correlations, as tests/golden/synth54/drivers.R does it. */
static void four_predictors_equal_r(void **state)
{
    (void)state;
    const double r[] = {1,   .5, .3,      .2,  .45, /**/ .5, 1,  .4,       -.1, .35, /**/ .3, .4, 1,
                        .15, .5, /**/ .2, -.1, .15, 1,       .1, /**/ .45, .35, .5,  .1,      1};
    double weights[4], lmg[4], r_squared, room[128];
    assert_true(cul_importance_room(4) <= 128);
    assert_true(cul_relative_weights(r, 4, weights, &r_squared, room));
    assert_true(cul_lmg(r, 4, lmg, room));
    static const double expected[] = {0.1232944685296624432, 0.0470232392108940050, 0.1752891798402182733,
                                      0.0045586372709425288},
                        expected_lmg[] = {0.1222810495081773224, 0.0500455994827538400, 0.1731662301199924370,
                                          0.0046726457407937436};
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        assert_near(weights[i], expected[i], 1e-12);
        assert_near(lmg[i], expected_lmg[i], 1e-12);
        sum += lmg[i];
    }
    assert_near(sum, r_squared, 1e-13);
}

/* Uncorrelated predictors: each has its squared correlation. */
static void uncorrelated_predictors_share_without_dispute(void **state)
{
    (void)state;
    double r[13 * 13] = {0}, weights[12], lmg[12], r_squared;
    double *room = malloc(cul_importance_room(12) * sizeof *room);
    assert_non_null(room);
    for (int i = 0; i < 13; i++) {
        r[i * 13 + i] = 1;
        r[i * 13 + 12] = r[12 * 13 + i] = i < 12 ? 0.02 * (i + 1) : 1;
    }
    assert_true(cul_relative_weights(r, 12, weights, &r_squared, room));
    assert_true(cul_lmg(r, 12, lmg, room));
    for (int i = 0; i < 12; i++) {
        assert_near(weights[i], 4e-4 * (i + 1) * (i + 1), 1e-12);
        assert_near(lmg[i], 4e-4 * (i + 1) * (i + 1), 1e-12);
    }
    free(room);
}

static void what_cannot_be_divided_is_refused(void **state)
{
    (void)state;
    const double same[] = {1, 1, .5, 1, 1, .5, .5, .5, 1};         /* twice the same predictor */
    const double too_much[] = {1, -.9, .8, -.9, 1, .8, .8, .8, 1}; /* R^2 = 12.8 */
    const double nan_inside[] = {1, (double)NAN, .5, (double)NAN, 1, .5, .5, .5, 1};
    double weights[2], r_squared, room[64];
    assert_false(cul_relative_weights(same, 2, weights, &r_squared, room));
    assert_false(cul_lmg(same, 2, weights, room));
    assert_false(cul_relative_weights(too_much, 2, weights, &r_squared, room));
    assert_false(cul_relative_weights(nan_inside, 2, weights, &r_squared, room));
    assert_false(cul_lmg(nan_inside, 2, weights, room));
    assert_false(cul_lmg(same, CUL_LMG_PREDICTORS + 1, weights, room));
}

/*
 * Rows of one organisation: f = 1 2 3 4, g = 1 3 2 4, t = f or so, repeated; shifted by a constant, which changes
 * nothing within organisations.
 */
static void add_rows_of(culture_tally *tally, const char *name, int repeats, int16_t shift)
{
    static const int16_t four[] = {1, 1, 1, 2, 3, 2, 3, 2, 4, 4, 4, 3};
    int16_t rows[40 * 4 * ITEMS];
    assert_true(repeats <= 40);
    for (int i = 0; i < repeats * 12; i++) {
        rows[i] = (int16_t)(four[i % 12] + (i % ITEMS == F ? shift : 0));
    }
    add_rows(tally, name, rows, repeats * 4);
}

static culture_scores *score(const culture_tally *tally, int32_t precision)
{
    culture_scores *scores = NULL;
    struct culture_scores_options options = {.struct_size = sizeof options, .precision = precision};
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    return scores;
}

static culture_drivers *explain(const culture_scores *scores, const char *dimension, int32_t level)
{
    culture_drivers *drivers = NULL;
    struct culture_drivers_options options = {.struct_size = sizeof options, .level = level, .resamples = 200};
    assert_int_equal(culture_drivers_compute(scores, dimension, &options, &drivers, NULL), CULTURE_OK);
    return drivers;
}

static double get(const culture_drivers *drivers, int32_t result, int32_t factor)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_drivers_get(drivers, result, &matrix), CULTURE_OK);
    assert_true(matrix.rows == 1 && matrix.columns == 2);
    return matrix.data[factor];
}

static struct culture_drivers_summary tell(const culture_drivers *drivers)
{
    struct culture_drivers_summary summary = {.struct_size = sizeof summary};
    assert_int_equal(culture_drivers_tell(drivers, &summary, NULL), CULTURE_OK);
    return summary;
}

/*
 * Of the four rows: f = 1 2 3 4, g = 1 3 2 4, t = 1 2 4 3: sums of squares 5, products f g 4, f t 4, g t 2. So r = .8,
 * .8, .4 and R^2 = (.64 + .16 - 2 * .8 * .8 * .4) / .36 = .288 / .36 = .8.
 */
static void persons_within_organisations(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = drivers_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add_rows_of(tally, "a", 5, 0);
    add_rows_of(tally, "b", 8, 1); /* all of f a point higher: no matter */
    add_rows_of(tally, "hidden", 2, 1);
    culture_scores *scores = score(tally, CULTURE_PRECISION_PUBLISHED);
    culture_drivers *drivers = explain(scores, "t", CULTURE_DRIVERS_PERSON);
    struct culture_drivers_summary summary = tell(drivers);
    assert_true(summary.organisations == 2 && summary.respondents == 52 && summary.dimension == T);
    assert_near(summary.r_squared, 0.8, 1e-12);
    assert_near(get(drivers, CULTURE_DRIVER_CORRELATION, F), 0.8, 1e-12);
    assert_near(get(drivers, CULTURE_DRIVER_CORRELATION, G), 0.4, 1e-12);
    assert_near(get(drivers, CULTURE_DRIVER_LMG, F), (0.64 + 0.8 - 0.16) / 2, 1e-12);
    assert_near(get(drivers, CULTURE_DRIVER_WEIGHT, G), (0.16 + 0.8 - 0.64) / 2, 1e-12);
    assert_true(isnan(get(drivers, CULTURE_DRIVER_WEIGHT_LOW, F)));
    assert_int_equal(culture_drivers_reason(drivers, CULTURE_DRIVER_WEIGHT_LOW, 0, F), CULTURE_REASON_TOO_FEW);
    culture_scores_free(scores); /* drivers keep what they need */
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
    assert_near(get(drivers, CULTURE_DRIVER_LMG, F), 0.64, 1e-12);
    culture_drivers_free(drivers);
}

static void a_factor_is_explained_by_the_others(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = drivers_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add_rows_of(tally, "a", 5, 0);
    culture_scores *scores = score(tally, CULTURE_PRECISION_PUBLISHED);
    culture_drivers *drivers = explain(scores, "g", CULTURE_DRIVERS_PERSON);
    assert_near(tell(drivers).r_squared, 0.64, 1e-12);
    assert_near(get(drivers, CULTURE_DRIVER_WEIGHT, F), 0.64, 1e-12);
    assert_int_equal(culture_drivers_reason(drivers, CULTURE_DRIVER_WEIGHT, 0, G), CULTURE_REASON_NOT_ASKED);
    culture_drivers_free(drivers);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static void small_groups_are_rounded(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = drivers_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add_rows_of(tally, "a", 3, 0);
    add_rows(tally, "a", (int16_t[]){1, 4, 2}, 1);
    culture_scores *scores = score(tally, CULTURE_PRECISION_PUBLISHED);
    culture_drivers *drivers = explain(scores, "t", CULTURE_DRIVERS_PERSON);
    double weight = get(drivers, CULTURE_DRIVER_WEIGHT, F), r_squared = tell(drivers).r_squared;
    assert_near(weight, nearbyint(100 * weight) / 100, 1e-15);
    assert_near(r_squared, nearbyint(100 * r_squared) / 100, 1e-15);
    culture_drivers_free(drivers);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

/* A batch of organisations, each with a shift and a row of its own so that nothing is singular. */
static culture_tally *batch(culture_questionnaire *questionnaire, int organisations)
{
    culture_tally *tally = new_tally(questionnaire);
    for (int i = 0; i < organisations; i++) {
        char name[16];
        snprintf(name, sizeof name, "o%02d", i);
        add_rows_of(tally, name, 3 + i % 4, (int16_t)(i % 2));
        int16_t own[] = {(int16_t)(1 + i % 5), (int16_t)(1 + i * i % 5), (int16_t)(1 + i / 3 % 5)};
        add_rows(tally, name, own, 1);
    }
    return tally;
}

static void intervals_need_ten_organisations(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = drivers_questionnaire();
    for (int organisations = 9; organisations <= 20; organisations += 11) {
        culture_tally *tally = batch(questionnaire, organisations);
        culture_scores *scores = score(tally, CULTURE_PRECISION_PUBLISHED);
        culture_drivers *drivers = explain(scores, "t", CULTURE_DRIVERS_PERSON);
        culture_drivers *again = explain(scores, "t", CULTURE_DRIVERS_PERSON);
        culture_drivers *means = explain(scores, "t", CULTURE_DRIVERS_ORGANISATION);
        bool enough = organisations >= 20;
        for (int32_t f = F; f <= G; f++) {
            double low = get(drivers, CULTURE_DRIVER_LMG_LOW, f), high = get(drivers, CULTURE_DRIVER_LMG_HIGH, f);
            assert_int_equal(!isnan(low), enough);
            assert_int_equal(!isnan(get(means, CULTURE_DRIVER_WEIGHT, f)), enough);
            if (enough) {
                assert_true(low < get(drivers, CULTURE_DRIVER_LMG, f) && get(drivers, CULTURE_DRIVER_LMG, f) < high);
                assert_near(low, get(again, CULTURE_DRIVER_LMG_LOW, f), 0);
                assert_true(get(means, CULTURE_DRIVER_WEIGHT_LOW, f) < get(means, CULTURE_DRIVER_WEIGHT_HIGH, f));
            }
        }
        assert_int_equal(tell(drivers).resamples, enough ? 200 : 0);
        assert_int_equal(tell(means).reason, enough ? CULTURE_REASON_NONE : CULTURE_REASON_TOO_FEW);
        culture_drivers_free(drivers);
        culture_drivers_free(again);
        culture_drivers_free(means);
        culture_scores_free(scores);
        culture_tally_free(tally);
    }
    culture_questionnaire_free(questionnaire);
}

static void reasons_where_nothing_can_be_told(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = drivers_questionnaire();
    static const struct {
        int16_t rows[4][ITEMS];
        int32_t reason;
    } cases[] = {
        {{{1, 3, 1}, {2, 3, 2}, {3, 3, 4}, {4, 3, 3}}, CULTURE_REASON_ZERO_VARIANCE},
        {{{1, 1, 1}, {2, 2, 2}, {3, 3, 4}, {4, 4, 3}}, CULTURE_REASON_SINGULAR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        culture_tally *tally = new_tally(questionnaire);
        for (int repeat = 0; repeat < 6; repeat++) {
            add_rows(tally, "a", cases[i].rows[0], 4);
        }
        culture_scores *scores = score(tally, CULTURE_PRECISION_FULL);
        culture_drivers *drivers = explain(scores, "t", CULTURE_DRIVERS_PERSON);
        assert_int_equal(tell(drivers).reason, cases[i].reason);
        assert_true(isnan(tell(drivers).r_squared));
        for (int32_t result = 0; result <= CULTURE_DRIVER_CORRELATION; result++) {
            assert_true(isnan(get(drivers, result, F)));
            assert_int_equal(culture_drivers_reason(drivers, result, 0, F), cases[i].reason);
        }
        culture_drivers_free(drivers);
        culture_scores_free(scores);
        culture_tally_free(tally);
    }
    culture_tally *none = new_tally(questionnaire);
    culture_scores *scores = score(none, CULTURE_PRECISION_PUBLISHED);
    culture_drivers *drivers = explain(scores, "t", CULTURE_DRIVERS_PERSON);
    assert_int_equal(tell(drivers).reason, CULTURE_REASON_TOO_FEW);
    culture_drivers_free(drivers);
    culture_scores_free(scores);
    culture_tally_free(none);
    culture_questionnaire_free(questionnaire);
}

static void wrong_calls_are_refused(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = drivers_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    culture_scores *scores = score(tally, CULTURE_PRECISION_PUBLISHED);
    culture_drivers *drivers = NULL;
    struct culture_error error = {0};
    assert_int_equal(culture_drivers_compute(scores, "x", NULL, &drivers, &error), CULTURE_ERROR_NOT_FOUND);
    assert_string_equal(error.message, "there is no theme or factor 'x'");
    const struct culture_drivers_options bad[] = {
        {.level = 0}, {.struct_size = sizeof bad[0], .level = 2}, {.struct_size = sizeof bad[0], .resamples = 99}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(culture_drivers_compute(scores, "t", &bad[i], &drivers, NULL), CULTURE_ERROR_ARGUMENT);
    }
    assert_int_equal(culture_drivers_compute(NULL, "t", NULL, &drivers, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_drivers_compute(scores, NULL, NULL, &drivers, NULL), CULTURE_ERROR_ARGUMENT);
    assert_null(drivers);
    culture_drivers_free(NULL);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

/* Themes have product cells with factors, which add up as all others do. */
static void themes_are_counted_in_pairs(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = drivers_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add_rows_of(tally, "a", 1, 0);
    const int64_t *at = tally->groups[0].cells + cul_layout_product(&tally->layout, G, T);
    assert_int_equal(tally->layout.paired, 3);
    assert_int_equal(tally->layout.unit, 4);
    assert_int_equal(at[CUL_PRODUCT_RESPONDENTS], 4);
    /* Codes of g 0 2 1 3, of t 0 1 3 2. */
    assert_true(cul_limbs_value(at + CUL_PRODUCT_BOTH, CUL_SQUARE_LIMBS) == 0 + 2 + 3 + 6);
    assert_true(cul_limbs_value(at + CUL_PRODUCT_SECOND, CUL_SUM_LIMBS) == 6);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_predictors_by_hand),
        cmocka_unit_test(four_predictors_equal_r),
        cmocka_unit_test(uncorrelated_predictors_share_without_dispute),
        cmocka_unit_test(what_cannot_be_divided_is_refused),
        cmocka_unit_test(persons_within_organisations),
        cmocka_unit_test(a_factor_is_explained_by_the_others),
        cmocka_unit_test(small_groups_are_rounded),
        cmocka_unit_test(intervals_need_ten_organisations),
        cmocka_unit_test(reasons_where_nothing_can_be_told),
        cmocka_unit_test(wrong_calls_are_refused),
        cmocka_unit_test(themes_are_counted_in_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
