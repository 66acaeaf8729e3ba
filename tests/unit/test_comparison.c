/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers come from R 4.2.2: t.test, wilcox.test(exact = FALSE, correct = FALSE), pt with ncp, aov, and the formulas in
 * culture/comparison.h written out there. */
#include "assessment/comparison_statistics.h"
#include "numeric/hedges.h"
#include "scores/disclosure.h"
#include "small.h"

enum { M = CULTURE_MISSING };

/* Answers to the one item of factor g. */
static const int16_t before_answers[] = {1, 2, 2, 3, 3, 3, 4, 4, 5, 2, 3, 1};
static const int16_t after_answers[] = {2, 3, 3, 4, 4, 5, 5, 3, 4, 4, 2, 5, 5, 1};
enum { BEFORE = sizeof before_answers / sizeof *before_answers, AFTER = sizeof after_answers / sizeof *after_answers };

static culture_register *read_register(const char *text)
{
    culture_register *reg = NULL;
    struct culture_source source = {.bytes = text, .length = strlen(text)};
    assert_int_equal(culture_register_read(&source, NULL, &reg, NULL), CULTURE_OK);
    return reg;
}

static void add_answers(culture_tally *tally, const char *organisation, const int16_t *answers, int count)
{
    int16_t rows[64][5];
    for (int i = 0; i < count; i++) {
        for (int item = 0; item < 5; item++) {
            rows[i][item] = item == 4 ? answers[i] : M;
        }
    }
    add_rows(tally, organisation, *rows, count);
}

static culture_scores *score(culture_tally *tally, int32_t precision, int64_t minimum, const char *register_text)
{
    culture_scores *scores = NULL;
    culture_register *reg = register_text ? read_register(register_text) : NULL;
    struct culture_scores_options options = {
        .struct_size = sizeof options, .reg = reg, .precision = precision, .minimum = minimum};
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    culture_register_free(reg);
    culture_tally_free(tally);
    return scores;
}

/* Scores of one organisation x that answered so. */
static culture_scores *wave(const int16_t *answers, int count, int32_t precision, const char *register_text)
{
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    culture_questionnaire_free(questionnaire);
    add_answers(tally, "x", answers, count);
    return score(tally, precision, 10, register_text);
}

/* The same, published, with one answer of all to what else was asked: so that two waves cannot be one fieldwork. */
static culture_scores *apart(const int16_t *answers, int count, int16_t other)
{
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    culture_questionnaire_free(questionnaire);
    for (int i = 0; i < count; i++) {
        const int16_t row[] = {other, other, other, other, answers[i]};
        add_rows(tally, "x", row, 1);
    }
    return score(tally, CULTURE_PRECISION_PUBLISHED, 10, NULL);
}

static culture_comparison *compare(culture_scores *before, culture_scores *after)
{
    culture_comparison *comparison = NULL;
    assert_int_equal(culture_compare(before, after, NULL, &comparison, NULL), CULTURE_OK);
    culture_scores_free(before);
    culture_scores_free(after);
    return comparison;
}

enum { G = 1 }; /* the column of factor g */

static double get(const culture_comparison *comparison, int32_t result, int64_t row)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_comparison_get(comparison, result, &matrix), CULTURE_OK);
    return matrix.data[row * matrix.columns + G];
}

static int32_t reason(const culture_comparison *comparison, int32_t result)
{
    return culture_comparison_reason(comparison, result, 0, G);
}

static void independent_waves_equal_r(void **state)
{
    (void)state;
    culture_comparison *made = compare(wave(before_answers, BEFORE, CULTURE_PRECISION_FULL, NULL),
                                       wave(after_answers, AFTER, CULTURE_PRECISION_FULL, NULL));
    assert_near(get(made, CULTURE_CHANGE_T, 0), 1.6737884586937852, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_DF, 0), 23.733409138030098, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_P, 0), 0.10730283783688188, 1e-8);
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE_LOW, 0), -4.8013221870926976, 1e-9);
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE_HIGH, 0), 45.8727507585212848, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_STANDARD_ERROR, 0), 12.269002202190022, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_DETECTABLE, 0), 24.046802442535046, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_MANN_WHITNEY_U, 0), 115, 0);
    assert_near(get(made, CULTURE_CHANGE_MANN_WHITNEY_Z, 0), 1.6325881033940912, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_MANN_WHITNEY_P, 0), 0.1025556549698033, 1e-8);
    assert_near(get(made, CULTURE_CHANGE_CLIFFS_DELTA, 0), 0.36904761904761907, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_HEDGES_G, 0), 0.63484455678097707, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_HEDGES_G_LOW, 0), -0.14365675255122093, 1e-9);
    assert_near(get(made, CULTURE_CHANGE_HEDGES_G_HIGH, 0), 1.4419561404219625, 1e-9);
    assert_near(get(made, CULTURE_CHANGE_P_HOLM, 0), 0.10730283783688188, 1e-8); /* the only factor that was tested */
    assert_near(get(made, CULTURE_CHANGE_CHANGED, 0), 0, 0);
    assert_near(get(made, CULTURE_CHANGE_METHOD, 0), CULTURE_CHANGE_INDEPENDENT, 0);
    assert_int_equal(reason(made, CULTURE_CHANGE_MATCHED), CULTURE_REASON_NOT_ASKED);
    assert_int_equal(reason(made, CULTURE_CHANGE_REGRESSION_TO_MEAN), CULTURE_REASON_TOO_FEW);
    assert_int_equal(culture_comparison_reason(made, CULTURE_CHANGE_DIFFERENCE, 0, 0), CULTURE_REASON_NOT_ASKED);
    culture_comparison_free(made);
}

static void a_headcount_narrows_the_change(void **state)
{
    (void)state;
    culture_comparison *made =
        compare(wave(before_answers, BEFORE, CULTURE_PRECISION_FULL, "organisation,headcount\nx,20\n"),
                wave(after_answers, AFTER, CULTURE_PRECISION_FULL, "organisation,headcount\nx,15\n"));
    assert_near(get(made, CULTURE_CHANGE_STANDARD_ERROR, 0), 5.9734683081734179, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_DF, 0), 14.475108513493916, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_T, 0), 3.4378209151315904, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_P, 0), 0.0038319203321906816, 1e-8);
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE_LOW, 0), 7.7632380644455345, 1e-11);
    assert_near(get(made, CULTURE_CHANGE_CHANGED, 0), 1, 0);
    assert_near(get(made, CULTURE_CHANGE_HEDGES_G, 0), 0.63484455678097707, 1e-11);
    culture_comparison_free(made);
}

/* All of the organisation both times: nothing is left to chance, and the sign of the change is the answer. */
static void a_census_is_known(void **state)
{
    (void)state;
    static const char *const twelve = "organisation,headcount\nx,12\n", *const fourteen =
                                                                            "organisation,headcount\nx,14\n";
    const int32_t full = CULTURE_PRECISION_FULL;
    static const int32_t untested[] = {CULTURE_CHANGE_T, CULTURE_CHANGE_DF, CULTURE_CHANGE_P, CULTURE_CHANGE_P_HOLM};
    culture_comparison *made[] = {
        compare(wave(before_answers, BEFORE, full, twelve), wave(after_answers, AFTER, full, fourteen)),
        compare(wave(after_answers, AFTER, full, fourteen), wave(before_answers, BEFORE, full, twelve)),
        compare(wave(before_answers, BEFORE, full, twelve), wave(before_answers, BEFORE, full, twelve)),
    };
    static const double changed[] = {1, -1, 0};
    for (int i = 0; i < 3; i++) {
        assert_near(get(made[i], CULTURE_CHANGE_CHANGED, 0), changed[i], 0);
        assert_near(get(made[i], CULTURE_CHANGE_STANDARD_ERROR, 0), 0, 0);
        assert_near(get(made[i], CULTURE_CHANGE_DIFFERENCE_LOW, 0), get(made[i], CULTURE_CHANGE_DIFFERENCE, 0), 0);
        assert_near(get(made[i], CULTURE_CHANGE_DIFFERENCE_HIGH, 0), get(made[i], CULTURE_CHANGE_DIFFERENCE, 0), 0);
        for (size_t j = 0; j < sizeof untested / sizeof *untested; j++) {
            assert_int_equal(reason(made[i], untested[j]), CULTURE_REASON_CENSUS);
        }
        culture_comparison_free(made[i]);
    }
    /* One wave is a sample: its chance is there to be tested. */
    culture_comparison *half =
        compare(wave(before_answers, BEFORE, full, twelve), wave(after_answers, AFTER, full, NULL));
    assert_near(get(half, CULTURE_CHANGE_DF, 0), AFTER - 1, 1e-11);
    assert_true(get(half, CULTURE_CHANGE_P, 0) > 0);
    culture_comparison_free(half);
}

static void small_groups_are_rounded(void **state)
{
    (void)state;
    culture_comparison *made = compare(apart(before_answers, BEFORE, 1), apart(after_answers, AFTER, 5));
    assert_near(get(made, CULTURE_CHANGE_BEFORE, 0), 43.8, 1e-15);
    assert_near(get(made, CULTURE_CHANGE_AFTER, 0), 64.3, 1e-15);
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE, 0), 20.5, 1e-15);
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE_LOW, 0), -5, 0);
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE_HIGH, 0), 46, 0);
    assert_near(get(made, CULTURE_CHANGE_P, 0), 0.11, 1e-15);
    assert_near(get(made, CULTURE_CHANGE_HEDGES_G, 0), 0.6, 1e-15);
    assert_near(get(made, CULTURE_CHANGE_HEDGES_G_LOW, 0), -0.2, 1e-15);
    assert_near(get(made, CULTURE_CHANGE_HEDGES_G_HIGH, 0), 1.5, 1e-15);
    assert_near(get(made, CULTURE_CHANGE_DETECTABLE, 0), 25, 0);
    assert_near(get(made, CULTURE_CHANGE_CLIFFS_DELTA, 0), 0.4, 1e-15);
    static const int32_t hidden[] = {CULTURE_CHANGE_STANDARD_ERROR, CULTURE_CHANGE_T, CULTURE_CHANGE_DF,
                                     CULTURE_CHANGE_MANN_WHITNEY_U, CULTURE_CHANGE_MANN_WHITNEY_Z};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        assert_int_equal(reason(made, hidden[i]), CULTURE_REASON_SUPPRESSED);
    }
    culture_comparison_free(made);
    /* Nine answers are too few in one wave, so nothing is compared. */
    made = compare(wave(before_answers, 9, CULTURE_PRECISION_PUBLISHED, NULL),
                   wave(after_answers, AFTER, CULTURE_PRECISION_PUBLISHED, NULL));
    for (int32_t result = 0; result <= CULTURE_CHANGE_DIFFERENCE_UNFLAGGED; result++) {
        assert_int_equal(reason(made, result), CULTURE_REASON_TOO_FEW);
    }
    culture_comparison_free(made);
}

static void waves_that_do_not_vary(void **state)
{
    (void)state;
    static const int16_t threes[] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, fours[] = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
    culture_comparison *made =
        compare(wave(threes, 11, CULTURE_PRECISION_FULL, NULL), wave(threes, 10, CULTURE_PRECISION_FULL, NULL));
    assert_near(get(made, CULTURE_CHANGE_P, 0), 1, 0);
    assert_near(get(made, CULTURE_CHANGE_CHANGED, 0), 0, 0);
    assert_int_equal(reason(made, CULTURE_CHANGE_T), CULTURE_REASON_ZERO_VARIANCE);
    assert_int_equal(reason(made, CULTURE_CHANGE_HEDGES_G), CULTURE_REASON_ZERO_VARIANCE);
    assert_int_equal(reason(made, CULTURE_CHANGE_MANN_WHITNEY_P), CULTURE_REASON_ZERO_VARIANCE);
    assert_near(get(made, CULTURE_CHANGE_CLIFFS_DELTA, 0), 0, 0);
    culture_comparison_free(made);
    made = compare(wave(threes, 11, CULTURE_PRECISION_FULL, NULL), wave(fours, 10, CULTURE_PRECISION_FULL, NULL));
    assert_int_equal(reason(made, CULTURE_CHANGE_P), CULTURE_REASON_ZERO_VARIANCE);
    assert_int_equal(reason(made, CULTURE_CHANGE_CHANGED), CULTURE_REASON_ZERO_VARIANCE);
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE, 0), 25, 0);
    assert_near(get(made, CULTURE_CHANGE_CLIFFS_DELTA, 0), 1, 0);
    culture_comparison_free(made);
    /* A single answer each, with every digit: a difference, and nothing that needs an SD. */
    made = compare(wave(threes, 1, CULTURE_PRECISION_FULL, NULL), wave(fours, 1, CULTURE_PRECISION_FULL, NULL));
    assert_near(get(made, CULTURE_CHANGE_DIFFERENCE, 0), 25, 0);
    assert_int_equal(reason(made, CULTURE_CHANGE_P), CULTURE_REASON_TOO_FEW);
    assert_int_equal(reason(made, CULTURE_CHANGE_HEDGES_G), CULTURE_REASON_TOO_FEW);
    culture_comparison_free(made);
}

/* Scores that are equal fractions of different numbers of answers are equal: 2 of 2 and 3 of 3 answers, all "often". */
static void equal_fractions_are_ties(void **state)
{
    (void)state;
    static const int16_t two[] = {4, 2, M, M, M}, three[] = {4, 2, 4, M, M}, lower[] = {4, 3, M, M, M};
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tallies[] = {new_tally(questionnaire), new_tally(questionnaire)};
    for (int i = 0; i < 10; i++) {
        add_rows(tallies[0], "x", i < 9 ? two : lower, 1);
        add_rows(tallies[1], "x", i < 9 ? three : lower, 1);
    }
    culture_comparison *made = compare(score(tallies[0], CULTURE_PRECISION_FULL, 10, NULL),
                                       score(tallies[1], CULTURE_PRECISION_FULL, 10, NULL));
    struct culture_matrix u;
    culture_comparison_get(made, CULTURE_CHANGE_MANN_WHITNEY_U, &u);
    assert_near(u.data[0], 50, 0);
    culture_comparison_get(made, CULTURE_CHANGE_CLIFFS_DELTA, &u);
    assert_near(u.data[0], 0, 0);
    culture_comparison_free(made);
    /* Sums of thirds and halves differ in their last bits; a sample that does not vary has no variance all the same. */
    tallies[0] = new_tally(questionnaire), tallies[1] = new_tally(questionnaire);
    static const int16_t third[] = {2, 5, 1, M, M};
    for (int i = 0; i < 49; i++) {
        add_rows(tallies[0], "x", third, 1);
        add_rows(tallies[1], "x", third, i < 48);
    }
    made = compare(score(tallies[0], CULTURE_PRECISION_FULL, 10, NULL),
                   score(tallies[1], CULTURE_PRECISION_FULL, 10, NULL));
    culture_comparison_get(made, CULTURE_CHANGE_P, &u);
    assert_near(u.data[0], 1, 0);
    culture_comparison_free(made);
    culture_questionnaire_free(questionnaire);
}

static void organisations_are_met_by_key(void **state)
{
    (void)state;
    static const char *const names[2][3] = {{"Zuid", "Noord", "alleen toen"}, {"  noord", "ZUID", "west"}};
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_scores *waves[2];
    for (int w = 0; w < 2; w++) {
        culture_tally *tally = new_tally(questionnaire);
        for (int i = 0; i < 3; i++) {
            add_answers(tally, names[w][i], w ? after_answers : before_answers, BEFORE);
        }
        waves[w] = score(tally, CULTURE_PRECISION_FULL, 10, NULL);
    }
    culture_comparison *made = compare(waves[0], waves[1]);
    struct culture_compared organisation = {.struct_size = sizeof organisation};
    static const struct {
        const char *name;
        int64_t before, after;
    } expected[] = {{"alleen toen", 0, -1}, {"  noord", 1, 0}, {"west", -1, 1}, {"ZUID", 2, 2}};
    assert_int_equal(culture_comparison_organisation_count(made), 4);
    for (int row = 0; row < 4; row++) {
        assert_int_equal(culture_comparison_organisation(made, row, &organisation, NULL), CULTURE_OK);
        assert_string_equal(organisation.name, expected[row].name);
        assert_int_equal(organisation.before, expected[row].before);
        assert_int_equal(organisation.after, expected[row].after);
        bool both = organisation.before >= 0 && organisation.after >= 0;
        assert_int_equal(isnan(get(made, CULTURE_CHANGE_DIFFERENCE, row)), !both);
    }
    assert_int_equal(reason(made, CULTURE_CHANGE_DIFFERENCE), CULTURE_REASON_NOT_ASKED);
    assert_int_equal(culture_comparison_organisation(made, 4, &organisation, NULL), CULTURE_ERROR_NOT_FOUND);
    culture_comparison_free(made);
    culture_questionnaire_free(questionnaire);
}

/* The first twelve of the wave after are those of the wave before; units of 4 parts of the scale. */
static struct cul_match_sums twelve_pairs(void)
{
    struct cul_match_sums sums = {0};
    for (int i = 0; i < BEFORE; i++) {
        int64_t x = before_answers[i] - 1, y = after_answers[i] - 1;
        sums.n++;
        sums.x += x, sums.y += y, sums.xx += x * x, sums.yy += y * y, sums.xy += x * y;
    }
    return sums;
}

static struct cul_sample sample_of(const int16_t *answers, int count, int64_t headcount)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < count; i++) {
        sum += 25.0 * (answers[i] - 1);
    }
    for (int i = 0; i < count; i++) {
        double off = 25.0 * (answers[i] - 1) - sum / count;
        squares += off * off;
    }
    return (struct cul_sample){count, headcount, sum / count, squares / (count - 1)};
}

static void pairs_equal_r(void **state)
{
    (void)state;
    struct cul_match_sums sums = twelve_pairs();
    struct cul_paired paired = cul_compare_pairs(&sums, 4, 0.95);
    assert_near(paired.test.t, 2.2, 1e-11);
    assert_near(paired.test.df, 11, 0);
    assert_near(paired.test.p, 0.050086110981804169, 1e-8);
    assert_near(paired.test.difference, 22.916666666666668, 1e-11);
    assert_near(paired.test.interval.low, -0.010262084287902354, 1e-8);
    assert_near(paired.test.interval.high, 45.843595417621237686, 1e-11);
    assert_near(paired.correlation, 0.2091045106071969, 1e-11);
    /* A unit of 2^40 and ten million respondents stay exact. */
    int64_t unit = INT64_C(1) << 40;
    struct cul_match_sums large = {.n = sums.n * 1000000};
    __int128 step = unit / 4;
    large.x = sums.x * step * 1000000, large.y = sums.y * step * 1000000;
    large.xx = sums.xx * step * step * 1000000, large.yy = sums.yy * step * step * 1000000;
    large.xy = sums.xy * step * step * 1000000;
    struct cul_paired many = cul_compare_pairs(&large, unit, 0.95);
    assert_near(many.correlation, paired.correlation, 1e-11);
    assert_near(many.test.error, paired.test.error * sqrt(11.0 / (12e6 - 1)), 1e-11);
    /* Everybody rose by as much. */
    struct cul_match_sums alike = {.n = 3, .x = 3, .y = 6, .xx = 5, .yy = 14, .xy = 8}; /* 0 1, 1 2, 2 3 */
    struct cul_paired same = cul_compare_pairs(&alike, 4, 0.95);
    assert_int_equal(same.test.reason, CULTURE_REASON_ZERO_VARIANCE);
    assert_true(isnan(same.test.t) && same.test.difference == 25 && fabs(same.correlation - 1) < 1e-15);
}

static void overlapping_waves_equal_r(void **state)
{
    (void)state;
    struct cul_match_sums sums = twelve_pairs();
    double r = cul_compare_pairs(&sums, 4, 0.95).correlation;
    struct cul_sample before = sample_of(before_answers, BEFORE, 0), after = sample_of(after_answers, AFTER, 0);
    struct cul_test test = cul_compare_means(before, after, 12, r, 0.95);
    assert_near(test.error, 11.017911738646756, 1e-11);
    assert_near(test.df, 11.9794930106177, 1e-11);
    assert_near(test.t, 1.8638481386343482, 1e-11);
    assert_near(test.p, 0.087027177918382118, 1e-8);
    assert_near(test.interval.low, -3.4748117079896126, 1e-9);
    assert_near(test.interval.high, 44.5462402794181997, 1e-11);
    before.headcount = 20, after.headcount = 15;
    test = cul_compare_means(before, after, 12, r, 0.95);
    assert_near(test.error, 5.526623083476033, 1e-11);
    assert_near(test.df, 11.267316039499532, 1e-11);
    /* The same people twice: the paired test; no one twice: Welch's. */
    struct cul_sample twelve = sample_of(after_answers, BEFORE, 0);
    before.headcount = 0;
    assert_near(cul_compare_means(before, twelve, 12, r, 0.95).t, 2.2, 1e-11);
    assert_near(cul_compare_means(before, twelve, 12, r, 0.95).df, 11, 1e-11);
}

static void regression_equals_r(void **state)
{
    (void)state;
    const struct cul_sample samples[] = {{10, 25, 40, 200}, {12, 0, 50, 150}, {1, 0, 3, (double)NAN},
                                         {14, 0, 55, 300},  {16, 0, 60, 250}, {20, 0, 52, 180}};
    struct cul_between between = cul_between_organisations(samples, 6);
    assert_int_equal(between.reason, CULTURE_REASON_NONE);
    assert_near(between.variance, 31.0287846481876350, 1e-11);
    assert_near(between.mean, 51.51464203297249611069, 1e-11);
    assert_near(cul_regression_to_mean(between, samples[0]), 4.51299873683409558112, 1e-11);
    assert_near(cul_regression_to_mean(between, samples[1]), 0.43495414735739690304, 1e-11);
    /* A headcount, or that all of it answered, changes nothing. */
    struct cul_sample census = samples[0];
    census.headcount = census.n;
    assert_near(cul_regression_to_mean(between, census), 4.51299873683409558112, 1e-11);
    assert_int_equal(cul_between_organisations(samples, 5).reason, CULTURE_REASON_TOO_FEW);
}

static void hedges_correction_equals_r(void **state)
{
    (void)state;
    assert_near(cul_hedges_j(2), 0.56418958354775628, 1e-11);
    assert_near(cul_hedges_j(5), 0.84074868245968926, 1e-11);
    assert_near(cul_hedges_j(10), 0.92274560805308703, 1e-11);
    assert_near(cul_hedges_j(64), 0.98822757778887538, 1e-11);
    assert_near(cul_hedges_j(200), 0.99624452247917794, 1e-11);
    assert_near(cul_hedges_j(1e5), 0.999992499978124929687788091833, 1e-14);
    assert_true(isnan(cul_hedges_j(1)));
}

static void matched_results_do_not_give_others_away(void **state)
{
    (void)state;
    assert_true(cul_matched_are_safe(40, 40, 40, 10));
    assert_true(cul_matched_are_safe(40, 50, 40, 10));
    assert_true(cul_matched_are_safe(50, 50, 40, 10));
    assert_false(cul_matched_are_safe(41, 40, 40, 10));
    assert_false(cul_matched_are_safe(50, 49, 40, 10));
}

/* Left, joined, answered otherwise. */
static void a_change_does_not_give_a_few_away(void **state)
{
    (void)state;
    static const struct {
        int64_t left, joined, changed;
        bool safe;
    } cases[] = {{0, 0, 0, true},  {0, 1, 0, false},  {1, 0, 9, false},  {1, 1, 10, true},
                 {0, 0, 3, false}, {0, 10, 0, true},  {10, 10, 0, true}, {9, 10, 0, false},
                 {0, 10, 3, true}, {10, 1, 3, false}, {-1, 10, 3, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(cul_change_is_safe(cases[i].left, cases[i].joined, cases[i].changed, 10), cases[i].safe);
    }
}

static void wrong_calls_are_refused(void **state)
{
    (void)state;
    culture_scores *scores = wave(before_answers, BEFORE, CULTURE_PRECISION_FULL, NULL);
    culture_questionnaire *questionnaire = NULL;
    culture_comparison *comparison = NULL;
    struct culture_compare_options options = {.struct_size = sizeof options, .confidence = 1};
    assert_int_equal(culture_compare(scores, NULL, NULL, &comparison, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_compare(scores, scores, &options, &comparison, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_standard("nine-factors", &questionnaire, NULL), CULTURE_OK);
    culture_scores *other = score(new_tally(questionnaire), CULTURE_PRECISION_FULL, 10, NULL);
    assert_int_equal(culture_compare(scores, other, NULL, &comparison, NULL), CULTURE_ERROR_MISMATCH);
    assert_null(comparison);
    culture_matches *matches = NULL;
    struct culture_answers_options reading = {.struct_size = sizeof reading};
    assert_int_equal(culture_matches_new(questionnaire, &matches, NULL), CULTURE_OK);
    const char *const paths[] = {"no-such.csv", "x.tally"};
    assert_int_equal(culture_matches_add_files(matches, 0, paths, 1, &reading, NULL), CULTURE_ERROR_ARGUMENT);
    reading.key_column = "key";
    assert_int_equal(culture_matches_add_files(matches, 2, paths, 1, &reading, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_matches_add_files(matches, 0, paths, 2, &reading, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_matches_add_files(matches, 0, paths, 1, &reading, NULL), CULTURE_ERROR_NOTHING);
    options = (struct culture_compare_options){.struct_size = sizeof options, .matches = matches};
    assert_int_equal(culture_compare(scores, scores, &options, &comparison, NULL), CULTURE_ERROR_MISMATCH);
    culture_matches_free(matches);
    culture_scores_free(scores);
    culture_scores_free(other);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_waves_equal_r),
        cmocka_unit_test(a_headcount_narrows_the_change),
        cmocka_unit_test(a_census_is_known),
        cmocka_unit_test(small_groups_are_rounded),
        cmocka_unit_test(waves_that_do_not_vary),
        cmocka_unit_test(equal_fractions_are_ties),
        cmocka_unit_test(organisations_are_met_by_key),
        cmocka_unit_test(pairs_equal_r),
        cmocka_unit_test(overlapping_waves_equal_r),
        cmocka_unit_test(regression_equals_r),
        cmocka_unit_test(hedges_correction_equals_r),
        cmocka_unit_test(matched_results_do_not_give_others_away),
        cmocka_unit_test(a_change_does_not_give_a_few_away),
        cmocka_unit_test(wrong_calls_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
