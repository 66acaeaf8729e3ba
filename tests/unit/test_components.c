/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Differences between and within organisations: ICC and REML, from R or by hand, and where there is nothing to tell. */
#include "numeric/draws.h"
#include "scores/components.h"
#include "small.h"

/* The sample of some values. */
static struct cul_sample sample(int64_t n, const double *values)
{
    struct cul_sample made = {.n = n};
    for (int64_t i = 0; i < n; i++) {
        made.mean += values[i] / (double)n;
    }
    for (int64_t i = 0; i < n; i++) {
        made.squares += (values[i] - made.mean) * (values[i] - made.mean);
    }
    return made;
}

/* R 4.2.2 on five groups of unequal size: anova(lm(y ~ g)), qf, and lme4::lmer(y ~ 1 + (1 | g)) with tight tolerances.
 */
static void five_unequal_groups_equal_r(void **state)
{
    (void)state;
    const struct cul_sample groups[] = {sample(3, (double[]){10, 20, 30}), sample(5, (double[]){40, 45, 55, 60, 70}),
                                        sample(2, (double[]){20, 25}), sample(4, (double[]){80, 90, 70, 85}),
                                        sample(1, (double[]){50})};
    struct cul_icc icc = cul_icc(groups, 5, 0.95);
    assert_int_equal(icc.reason, CULTURE_REASON_NONE);
    assert_near(icc.f, 20.471285892634192, 1e-12);
    assert_near(icc.p, 8.3298143964922761e-05, 1e-8);
    assert_true(icc.df1 == 4 && icc.df2 == 10);
    assert_near(icc.k0, 2.83333333333333348, 1e-14);
    assert_near(icc.icc1, 0.87297100638083502, 1e-12);
    assert_near(icc.icc2, 0.95115109010519894, 1e-12);
    assert_near(icc.icc1_limits.low, 0.55830887471585100, 1e-11);
    assert_near(icc.icc1_limits.high, 0.98450705591531906, 1e-11);
    assert_near(icc.icc2_limits.low, 0.78172638486608004, 1e-11);
    assert_near(icc.icc2_limits.high, 0.99447653015219739, 1e-11);
    assert_near(icc.design_effect, 3.3279226836822269, 1e-12);
    assert_near(icc.reml.between, 617.004595840337402, 1e-6);
    assert_near(icc.reml.within, 99.391633991224509, 1e-6);
}

/* With equal sizes REML is the analysis of variance: sigma^2 = MSW = 1, tau^2 = (MSB - MSW) / n. */
static void equal_groups_have_a_closed_form(void **state)
{
    (void)state;
    const struct cul_sample groups[] = {{4, 10, 3}, {4, 12, 3}, {4, 17, 3}};
    /* Means 10, 12, 17 about 13: MSB = 4 (9 + 1 + 16) / 2 = 52. */
    struct cul_icc icc = cul_icc(groups, 3, 0.95);
    assert_near(icc.f, 52, 1e-14);
    assert_near(icc.icc1, 51.0 / 55, 1e-14);
    assert_near(icc.icc2, 51.0 / 52, 1e-14);
    assert_near(icc.reml.between, 51.0 / 4, 1e-10);
    assert_near(icc.reml.within, 1, 1e-10);
    assert_near(icc.reml_icc, 51.0 / 55, 1e-10);
    assert_near(icc.design_effect, 1 + 3 * 51.0 / 55, 1e-14);
}

/* Means closer than chance would have them: negative as it is; no variance between by REML, all of it within. */
static void means_closer_than_chance(void **state)
{
    (void)state;
    const struct cul_sample groups[] = {{4, 10, 30}, {4, 10.5, 33}, {4, 10, 36}};
    /* MSB = 4 (1/6) / 2 = 1/3, MSW = 11. */
    struct cul_icc icc = cul_icc(groups, 3, 0.95);
    assert_near(icc.icc1, (1.0 / 3 - 11) / (1.0 / 3 + 33), 1e-12);
    assert_near(icc.icc2, 1 - 33, 1e-12);
    assert_near(icc.design_effect, 1, 0);
    assert_near(icc.reml.between, 0, 0);
    assert_near(icc.reml.within, (99 + 2.0 / 3) / 11, 1e-12);
    assert_near(icc.reml_icc, 0, 0);
    assert_true(icc.icc1_limits.low < icc.icc1 && icc.icc1 < icc.icc1_limits.high);
}

/* 4000 batches of 20 organisations of 10, normal, with a quarter of the variance between them: 95 % intervals hold it.
 */
static void intervals_cover_what_they_should(void **state)
{
    (void)state;
    enum { BATCHES = 4000, GROUPS = 20, SIZE = 10 };
    struct cul_draws draws;
    int one = 0, two = 0;
    double truth = 0.25, reliability = SIZE * truth / (1 + (SIZE - 1) * truth);
    cul_draws_seed(&draws, 4);
    for (int batch = 0; batch < BATCHES; batch++) {
        struct cul_sample groups[GROUPS];
        for (int g = 0; g < GROUPS; g++) {
            double values[SIZE], own = sqrt(truth) * cul_draws_normal(&draws);
            for (int i = 0; i < SIZE; i++) {
                values[i] = own + sqrt(1 - truth) * cul_draws_normal(&draws);
            }
            groups[g] = sample(SIZE, values);
        }
        struct cul_icc icc = cul_icc(groups, GROUPS, 0.95);
        one += icc.icc1_limits.low <= truth && truth <= icc.icc1_limits.high;
        two += icc.icc2_limits.low <= reliability && reliability <= icc.icc2_limits.high;
    }
    assert_in_range(one, BATCHES * 94 / 100, BATCHES * 96 / 100);
    assert_in_range(two, BATCHES * 94 / 100, BATCHES * 96 / 100);
}

static void nobody_differs_within(void **state)
{
    (void)state;
    const struct cul_sample groups[] = {{4, 10, 0}, {2, 14, 0}};
    struct cul_icc icc = cul_icc(groups, 2, 0.95);
    assert_true(icc.alike_within && icc.reason == CULTURE_REASON_NONE);
    assert_near(icc.icc1, 1, 0);
    assert_near(icc.reml.between, 8, 1e-14); /* the variance of 10 and 14 */
    assert_near(icc.reml.within, 0, 0);
    assert_near(icc.design_effect, 20.0 / 6, 1e-14);
}

static void nothing_to_tell(void **state)
{
    (void)state;
    const struct cul_sample groups[] = {{4, 10, 0}, {2, 10, 0}, {1, 3, 0}, {1, 9, 0}};
    assert_int_equal(cul_icc(groups, 0, 0.95).reason, CULTURE_REASON_TOO_FEW);
    assert_int_equal(cul_icc(groups, 1, 0.95).reason, CULTURE_REASON_TOO_FEW);
    assert_int_equal(cul_icc(groups, 2, 0.95).reason, CULTURE_REASON_ZERO_VARIANCE);
    assert_int_equal(cul_icc(groups + 2, 2, 0.95).reason, CULTURE_REASON_TOO_FEW); /* one respondent in each */
}

static double pooled(const culture_scores *scores, int32_t result)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_scores_get(scores, CULTURE_LEVEL_POOLED + result, &matrix), CULTURE_OK);
    return matrix.data[0];
}

static int32_t reason(const culture_scores *scores, int32_t result)
{
    return culture_scores_reason(scores, CULTURE_LEVEL_POOLED + result, 0, 0);
}

/* Rows that answer 3 but every second one, which answers high. */
static void add(culture_tally *tally, const char *organisation, int rows, int16_t high)
{
    int16_t values[40 * 5];
    for (int i = 0; i < rows * 5; i++) {
        values[i] = i / 5 % 2 ? high : 3;
    }
    add_rows(tally, organisation, values, rows);
}

static culture_scores *compute(const culture_tally *tally)
{
    culture_scores *scores = NULL;
    assert_int_equal(culture_scores_compute(tally, NULL, &scores, NULL), CULTURE_OK);
    return scores;
}

static void hidden_organisations_are_left_out(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add(tally, "a", 20, 4);
    culture_scores *one = compute(tally);
    assert_int_equal(reason(one, CULTURE_SCORE_ICC1), CULTURE_REASON_TOO_FEW);
    assert_near(pooled(one, CULTURE_SCORE_ICC_ORGANISATIONS), 1, 0);
    add(tally, "b", 30, 1);
    add(tally, "hidden", 9, 5);
    culture_scores *two = compute(tally);
    assert_near(pooled(two, CULTURE_SCORE_ICC_ORGANISATIONS), 2, 0);
    assert_near(pooled(two, CULTURE_SCORE_ICC_DF2), 48, 0);
    /* Organisations have no such result. */
    struct culture_matrix matrix;
    assert_int_equal(culture_scores_get(two, CULTURE_SCORE_ICC1, &matrix), CULTURE_OK);
    assert_true(isnan(matrix.data[0]));
    assert_int_equal(culture_scores_reason(two, CULTURE_SCORE_ICC1, 0, 0), CULTURE_REASON_NOT_ASKED);
    culture_scores_free(one);
    culture_scores_free(two);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

/* One organisation that is rounded by itself must not come back to light with all its digits. */
static void one_small_organisation_is_rounded(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add(tally, "a", 30, 4);
    add(tally, "b", 12, 1);
    culture_scores *scores = compute(tally);
    double icc1 = pooled(scores, CULTURE_SCORE_ICC1);
    assert_near(icc1, nearbyint(100 * icc1) / 100, 1e-15);
    assert_int_equal(reason(scores, CULTURE_SCORE_ICC_F), CULTURE_REASON_SUPPRESSED);
    assert_int_equal(reason(scores, CULTURE_SCORE_REML_SIGMA2), CULTURE_REASON_SUPPRESSED);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_cover_what_they_should),
        cmocka_unit_test(five_unequal_groups_equal_r),
        cmocka_unit_test(equal_groups_have_a_closed_form),
        cmocka_unit_test(means_closer_than_chance),
        cmocka_unit_test(nobody_differs_within),
        cmocka_unit_test(nothing_to_tell),
        cmocka_unit_test(hidden_organisations_are_left_out),
        cmocka_unit_test(one_small_organisation_is_rounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
