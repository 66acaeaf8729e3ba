/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/disclosure.h"
#include "scores/threes.h"
#include "small.h"

enum { M = CULTURE_MISSING };

static double get(const culture_scores *scores, int32_t result, int64_t row, int64_t column)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_scores_get(scores, result, &matrix), CULTURE_OK);
    return matrix.data[row * matrix.columns + column];
}

static culture_scores *compute(const culture_tally *tally, int64_t minimum, int32_t precision, culture_register *reg)
{
    culture_scores *scores = NULL;
    struct culture_scores_options options = {
        .struct_size = sizeof options, .minimum = minimum, .precision = precision, .reg = reg};
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    return scores;
}

static culture_register *read_register(const char *text)
{
    culture_register *reg = NULL;
    struct culture_source source = {.bytes = text, .length = strlen(text)};
    assert_int_equal(culture_register_read(&source, NULL, &reg, NULL), CULTURE_OK);
    return reg;
}

/*
 * By hand. Items a, b (reversed), c give codes (0-4): row 1: 0 3 2, row 2: 4 4 4, row 3: 2 (c alone, too few of 3), row
 * 4: 2 2 2. Person means 5/3, 4, 2: mean 23/9, squares (8/9)^2 + (13/9)^2 + (5/9)^2 = 258/81, variance 129/81.
 */
static const int16_t four[] = {1, 2, 3, 4, 5, /**/ 5, 1, 5, M, M, /**/ M, M, 3, 4, 1, /**/ 3, 3, 3, 3, 3};

static void scores_equal_a_hand_calculation(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    add_rows(tally, "x", four, 4);
    culture_scores *scores = compute(tally, 1, CULTURE_PRECISION_FULL, NULL);
    double sd = sqrt(129.0 / 81), half = 4.302652729749462 * sd / sqrt(3);
    assert_near(get(scores, CULTURE_SCORE_RESPONDENTS, 0, 0), 3, 0);
    assert_near(get(scores, CULTURE_SCORE_MEAN, 0, 0), 25 * 23.0 / 9, 1e-14);
    assert_near(get(scores, CULTURE_SCORE_SD, 0, 0), 25 * sd, 1e-14);
    assert_near(get(scores, CULTURE_SCORE_POINTS_MEAN, 0, 0), 1 + 23.0 / 9, 1e-14);
    assert_near(get(scores, CULTURE_SCORE_MEAN_LOW, 0, 0), fmax(0, 25 * (23.0 / 9 - half)), 1e-12);
    assert_near(get(scores, CULTURE_SCORE_MEAN_HIGH, 0, 0), 100, 0); /* clipped */
    /* Valid codes: 0 3 2 4 4 4 2 2 2 2; favourable 3 and 4, unfavourable 0 and 1. */
    assert_near(get(scores, CULTURE_SCORE_FAVOURABLE, 0, 0), 40, 1e-14);
    assert_near(get(scores, CULTURE_SCORE_UNFAVOURABLE, 0, 0), 10, 1e-14);
    assert_near(get(scores, CULTURE_SCORE_MISSING_SHARE, 0, 0), 2.0 / 12, 1e-14);
    /* Complete codes (0 3 2) (4 4 4) (2 2 2): variances 4 1 4/3, covariances 1 2 1; alpha = 3/2 (1 - (19/3) / (43/3)).
     */
    assert_near(get(scores, CULTURE_SCORE_ALPHA, 0, 0), 1.5 * (1 - 19.0 / 43), 1e-14);
    assert_near(get(scores, CULTURE_SCORE_ALPHA_RESPONDENTS, 0, 0), 3, 0);
    assert_int_equal(culture_scores_reason(scores, CULTURE_SCORE_ALPHA, 0, 1), CULTURE_REASON_ONE_ITEM);
    assert_near(get(scores, CULTURE_LEVEL_POOLED + CULTURE_SCORE_MEAN, 0, 0), 25 * 23.0 / 9, 1e-14);
    assert_near(get(scores, CULTURE_LEVEL_ITEM + CULTURE_SCORE_POINTS_MEAN, 0, 1), 4,
                1e-14); /* b after reversal: 4 5 3 */
    const int64_t *counts;
    int32_t points, reason;
    assert_int_equal(culture_scores_counts(scores, 0, 1, &counts, &points, &reason), CULTURE_OK);
    assert_true(points == 5 && counts[0] == 1 && counts[1] == 1 && counts[2] == 1 && counts[3] == 0);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static void a_headcount_narrows_the_interval(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    culture_register *reg = read_register("organisation,headcount\nX,4\ny,3\n");
    add_rows(tally, "x", four, 4);
    add_rows(tally, "y", four, 4);
    culture_scores *scores = compute(tally, 1, CULTURE_PRECISION_FULL, reg);
    /* Three of four scored: sqrt(1 - 3/4) = 1/2 of the error without a headcount. */
    assert_near(get(scores, CULTURE_SCORE_STANDARD_ERROR, 0, 0), 25 * sqrt(129.0 / 81 / 3) / 2, 1e-14);
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(scores, 0, &organisation, NULL);
    assert_true(organisation.response_rate == 1 && organisation.headcount == 4);
    /* More respondents than the headcount: that organisation is refused, the other is not. */
    culture_scores_organisation(scores, 1, &organisation, NULL);
    assert_int_equal(organisation.reason, CULTURE_REASON_OUT_OF_RANGE);
    assert_int_equal(culture_scores_reason(scores, CULTURE_SCORE_MEAN, 1, 0), CULTURE_REASON_OUT_OF_RANGE);
    culture_register_free(reg);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
    assert_near(get(scores, CULTURE_SCORE_MEAN, 0, 0), 25 * 23.0 / 9, 1e-14); /* scores keep alive what they need */
    culture_scores_free(scores);
}

static void repeat(culture_tally *tally, const char *organisation, int rows, int16_t value)
{
    int16_t *values = malloc((size_t)rows * 5 * sizeof *values);
    assert_non_null(values);
    for (int i = 0; i < rows * 5; i++) {
        values[i] = (int16_t)(i % 5 == 0 && i / 5 % 2 ? 1 : value);
    }
    add_rows(tally, organisation, values, rows);
    free(values);
}

static void small_groups_give_no_numbers(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    repeat(tally, "nine", 9, 2);
    repeat(tally, "nineteen", 19, 4);
    repeat(tally, "twenty", 20, 4);
    culture_scores *scores = compute(tally, 0, CULTURE_PRECISION_PUBLISHED, NULL);
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(scores, 0, &organisation, NULL);
    assert_int_equal(organisation.reason, CULTURE_REASON_TOO_FEW);
    assert_int_equal(organisation.respondents, 0);
    for (int32_t result = 0; result < 16; result++) {
        for (int64_t column = 0; column < 3; column++) {
            assert_true(isnan(get(scores, result, 0, column)));
            assert_int_equal(culture_scores_reason(scores, result, 0, column), CULTURE_REASON_TOO_FEW);
        }
    }
    /* Below 20: means to 0.1, shares to 5 %, no SD, no counts. */
    double mean = get(scores, CULTURE_SCORE_MEAN, 1, 0);
    assert_true(mean == round(mean * 10) / 10);
    assert_int_equal(culture_scores_reason(scores, CULTURE_SCORE_SD, 1, 0), CULTURE_REASON_SUPPRESSED);
    assert_int_equal(culture_scores_reason(scores, CULTURE_SCORE_STANDARD_ERROR, 1, 0), CULTURE_REASON_SUPPRESSED);
    assert_near(fmod(get(scores, CULTURE_SCORE_FAVOURABLE, 1, 0), 5), 0, 1e-9);
    const int64_t *counts;
    int32_t points, reason;
    culture_scores_counts(scores, 1, 0, &counts, &points, &reason);
    assert_true(counts == NULL && reason == CULTURE_REASON_SUPPRESSED);
    culture_scores_counts(scores, 2, 0, &counts, &points, &reason);
    assert_true(counts != NULL && counts[0] == 10);
    assert_true(!isnan(get(scores, CULTURE_SCORE_SD, 2, 0)));
    /* The pool leaves the hidden organisation out. */
    /* And the one that is rounded: it would be what is left without those that are not. */
    assert_near(get(scores, CULTURE_LEVEL_POOLED + CULTURE_SCORE_RESPONDENTS, 0, 0), 20, 0);
    culture_scores_counts(scores, -1, 0, &counts, &points, &reason);
    assert_true(counts != NULL && counts[0] == 10);
    culture_scores_free(scores);
    /* Two of them together are no small group. */
    repeat(tally, "eighteen", 18, 5);
    scores = compute(tally, 0, CULTURE_PRECISION_PUBLISHED, NULL);
    assert_near(get(scores, CULTURE_LEVEL_POOLED + CULTURE_SCORE_RESPONDENTS, 0, 0), 57, 0);
    culture_scores_counts(scores, -1, 0, &counts, &points, &reason);
    assert_true(counts != NULL && counts[0] == 28);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static void everybody_alike_has_no_alpha(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    int16_t values[100];
    for (int i = 0; i < 100; i++) {
        values[i] = 3;
    }
    add_rows(tally, "x", values, 20);
    culture_scores *scores = compute(tally, 0, CULTURE_PRECISION_FULL, NULL);
    assert_int_equal(culture_scores_reason(scores, CULTURE_SCORE_ALPHA, 0, 0), CULTURE_REASON_ZERO_VARIANCE);
    assert_near(get(scores, CULTURE_SCORE_SD, 0, 0), 0, 0);
    assert_near(get(scores, CULTURE_SCORE_MEAN_LOW, 0, 0), 50, 0);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static bool is_suppressed(const culture_scores *scores, int32_t result, int64_t row, int64_t column)
{
    return isnan(get(scores, result, row, column)) &&
           culture_scores_reason(scores, result, row, column) == CULTURE_REASON_SUPPRESSED;
}

/* Twenty-four answer a = 1 to 5, b and d alike; c is 3 for all, or differs for one. */
static void answer_alike(culture_tally *tally, bool all)
{
    int16_t values[24 * 5];
    for (int i = 0; i < 24; i++) {
        const int16_t row[] = {(int16_t)(1 + i % 5), (int16_t)(1 + i % 4), (int16_t)(all || i ? 3 : 4), 2, 5};
        memcpy(values + i * 5, row, sizeof row);
    }
    add_rows(tally, "x", values, 24);
}

static void what_all_answered_alike_is_not_published(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire), *other = new_tally(questionnaire);
    answer_alike(tally, true);
    culture_scores *scores = compute(tally, 0, CULTURE_PRECISION_PUBLISHED, NULL);
    struct culture_matrix matrix;
    /* Dimensions: f differs, g (one item) and f.ambition do not; no number of theirs is left, of whatever result. */
    for (int32_t result = 0; culture_scores_get(scores, result, &matrix) == CULTURE_OK; result++) {
        assert_true(isnan(matrix.data[1]) && isnan(matrix.data[2]));
    }
    assert_true(is_suppressed(scores, CULTURE_SCORE_MEAN, 0, 1));
    assert_true(is_suppressed(scores, CULTURE_SCORE_RESPONDENTS, 0, 2));
    assert_true(!isnan(get(scores, CULTURE_SCORE_MEAN, 0, 0)));
    /* Item c would be what is left of f without a and b: one of these is hidden with it. */
    int32_t items = CULTURE_LEVEL_ITEM, points, reason;
    const int64_t *counts;
    assert_true(is_suppressed(scores, items + CULTURE_SCORE_MEAN, 0, 2));
    assert_true(is_suppressed(scores, items + CULTURE_SCORE_FAVOURABLE, 0, 0));
    assert_true(!isnan(get(scores, items + CULTURE_SCORE_MEAN, 0, 1)));
    for (int32_t item = 0; item < 5; item++) {
        culture_scores_counts(scores, 0, item, &counts, &points, &reason);
        assert_true(item == 1 ? counts != NULL : counts == NULL && reason == CULTURE_REASON_SUPPRESSED);
        culture_scores_counts(scores, -1, item, &counts, &points, &reason);
        assert_true((counts != NULL) == (item == 1));
    }
    culture_scores_free(scores);
    answer_alike(other, false); /* one other answer, and the item can be shown */
    scores = compute(other, 0, CULTURE_PRECISION_PUBLISHED, NULL);
    assert_true(!isnan(get(scores, items + CULTURE_SCORE_MEAN, 0, 2)));
    assert_true(!isnan(get(scores, items + CULTURE_SCORE_MEAN, 0, 0)));
    culture_scores_free(scores);
    scores = compute(tally, 0, CULTURE_PRECISION_FULL, NULL); /* for the analyst's own eyes all is there */
    assert_near(get(scores, CULTURE_SCORE_MEAN, 0, 1), 100, 0);
    assert_near(get(scores, items + CULTURE_SCORE_MEAN, 0, 2), 50, 0);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_tally_free(other);
    culture_questionnaire_free(questionnaire);
}

static void hidden_parts_cannot_be_worked_out(void **state)
{
    (void)state;
    static const struct {
        int64_t sizes[4], rest, minimum;
        int hidden[4];
    } cases[] = {
        {{20, 30, 40, 50}, 0, 10, {0, 0, 0, 0}},
        {{4, 30, 40, 50}, 0, 10, {1, 2, 0, 0}}, /* one alone would be what is left of the total */
        {{4, 5, 40, 50}, 0, 10, {1, 1, 2, 0}},  /* two together are still below the minimum */
        {{6, 7, 40, 50}, 0, 10, {1, 1, 0, 0}},
        {{4, 4, 30, 30}, 0, 10, {1, 1, 2, 0}},   /* of equals the first */
        {{20, 30, 40, 50}, 3, 10, {2, 0, 0, 0}}, /* three with a blank cell could be worked out */
        {{4, 30, 40, 50}, 20, 10, {1, 0, 0, 0}}, /* they hide among twenty with a blank cell */
        {{0, 30, 40, 50}, 0, 10, {1, 0, 0, 0}},  /* an empty part reveals nobody */
        {{4, 0, 0, 0}, 0, 10, {1, 1, 1, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum cul_hidden hidden[4] = {CUL_SHOWN, CUL_SHOWN, CUL_SHOWN, CUL_SHOWN};
        struct cul_size sizes[4], rest = {cases[i].rest, cases[i].rest};
        for (int j = 0; j < 4; j++) {
            sizes[j] = (struct cul_size){cases[i].sizes[j], cases[i].sizes[j]};
        }
        cul_hide_parts(sizes, 4, rest, cases[i].minimum, hidden);
        for (int j = 0; j < 4; j++) {
            assert_int_equal(hidden[j], cases[i].hidden[j]);
        }
    }
}

/* Groups by the parts they have: bits of masks, the organisation all of them. */
struct overlap {
    int64_t sizes[8];
    int masks[6]; /* of units; 0: no more */
    int columns[6];
    int64_t minimum;
    int hidden[6];
};

static void check_overlap(const struct overlap *given)
{
    uint8_t members[7 * 8] = {1, 1, 1, 1, 1, 1, 1, 1};
    struct cul_size sizes[8], totals[7] = {{0}};
    int64_t columns[7] = {-1};
    enum cul_hidden hidden[7] = {CUL_SHOWN};
    bool work[7 * CUL_WORK_OF_GROUP];
    struct cul_groups of = {.groups = 1, .parts = 8, .members = members, .sizes = sizes, .minimum = given->minimum};
    for (int part = 0; part < 8; part++) {
        sizes[part] = (struct cul_size){given->sizes[part], given->sizes[part]};
        totals[0].scored += given->sizes[part];
        totals[0].people += given->sizes[part];
    }
    for (int unit = 0; unit < 6 && given->masks[unit]; unit++, of.groups++) {
        columns[of.groups] = given->columns[unit];
        for (int part = 0; part < 8; part++) {
            if (given->masks[unit] >> part & 1) {
                members[of.groups * 8 + part] = 1;
                totals[of.groups].scored += sizes[part].scored;
                totals[of.groups].people += sizes[part].people;
            }
        }
    }
    struct cul_recovery *recovery = cul_recovery_new(of.groups, 8);
    assert_non_null(recovery);
    cul_hide_groups(recovery, &of, totals, columns, hidden, work);
    for (int unit = 0; unit < of.groups - 1; unit++) {
        assert_int_equal(hidden[unit + 1], given->hidden[unit]);
    }
    cul_recovery_free(recovery);
    /* Without the search one column is shown at most. */
    memset(hidden, 0, sizeof hidden);
    cul_hide_groups(NULL, &of, totals, columns, hidden, work);
    bool shown[2] = {false, false};
    for (int unit = 0; unit < of.groups - 1; unit++) {
        shown[given->columns[unit]] |= !hidden[unit + 1];
    }
    assert_true(!shown[0] || !shown[1]);
}

static void overlapping_units_cannot_be_worked_out(void **state)
{
    (void)state;
    static const struct overlap cases[] = {
        /* Two columns that cross, all large. */
        {{20, 30, 40, 50}, {3, 12, 5, 10}, {0, 0, 1, 1}, 10, {0}},
        /* Small crossings are no matter: margins do not tell them. */
        {{4, 30, 40, 6}, {3, 12, 5, 10}, {0, 0, 1, 1}, 10, {0}},
        /* But two units that differ by four people on one side and five on the other tell too much about these. */
        {{4, 30, 40, 5}, {3, 12, 5, 10}, {0, 0, 1, 1}, 10, {2, 2, 0, 0}},
        /* A small unit takes one of its own column with it, the smallest; the other column is not touched. */
        {{2, 30, 40, 3, 50, 60}, {9, 18, 36, 7, 56}, {0, 0, 0, 1, 1}, 10, {1, 2, 0, 0, 0}},
        /* Departments and their teams: a small team and the smaller one beside it. */
        {{4, 30, 20, 40, 50}, {7, 24, 1, 2, 4, 8}, {0, 0, 1, 1, 1, 1}, 10, {0, 0, 1, 0, 2, 0}},
        /* A department that has three more people than its only team: hiding the team is what helps. */
        {{20, 3, 40}, {3, 4, 1, 4}, {0, 0, 1, 1}, 10, {0, 0, 2, 0}},
        /* Three people of one department have a blank cell in the other column. */
        {{20, 30, 3}, {1, 6, 1, 2}, {0, 0, 1, 1}, 10, {0, 0, 0, 2}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_overlap(&cases[i]);
    }
}

/* What a weighted sum over four crossings of two columns gives away beside their margins. */
static int64_t recover_weighted(const double *weights)
{
    static const uint8_t members[] = {1, 1, 1, 1, /**/ 1, 1, 0, 0, /**/ 0, 0, 1, 1, /**/ 1, 0, 1, 0, /**/ 0, 1, 0, 1};
    static const struct cul_size sizes[] = {{4, 4}, {30, 30}, {40, 40}, {6, 6}};
    static const struct cul_size totals[] = {{80, 80}, {34, 34}, {46, 46}, {44, 44}, {36, 36}};
    static const bool hidden[5] = {0};
    struct cul_groups of = {5, 4, members, sizes, weights, 10};
    struct cul_recovery *recovery = cul_recovery_new(5, 4);
    assert_non_null(recovery);
    int64_t steps = 1000000, found = cul_recover(recovery, &of, hidden, totals, &steps);
    cul_recovery_free(recovery);
    return found;
}

static void weights_can_tell_too_much(void **state)
{
    (void)state;
    assert_int_equal(recover_weighted(NULL), CUL_RECOVERS_NOTHING);
    /* Weights of the units of one column tell nothing new, nor do sums of weights of both. */
    assert_int_equal(recover_weighted((const double[]){2.5, 2.5, 0.3, 0.3}), CUL_RECOVERS_NOTHING);
    assert_int_equal(recover_weighted((const double[]){1.5, 2, 2.5, 3}), CUL_RECOVERS_NOTHING);
    /* Raked weights are products: with the margins they tell the sum of every crossing. */
    assert_int_not_equal(recover_weighted((const double[]){1, 2, 3, 6}), CUL_RECOVERS_NOTHING);
    assert_int_not_equal(recover_weighted((const double[]){1.1, 0.7, 0.9, 1.3}), CUL_RECOVERS_NOTHING);
}

static void overlaps_show_nobody_alone(void **state)
{
    (void)state;
    assert_true(cul_matched_are_safe(40, 40, 40, 10)); /* the same people twice */
    assert_true(cul_matched_are_safe(40, 40, 0, 10));  /* all of them others */
    assert_true(cul_matched_are_safe(40, 50, 40, 10)); /* ten joined */
    assert_true(cul_matched_are_safe(50, 55, 40, 10));
    assert_false(cul_matched_are_safe(41, 50, 40, 10)); /* one left */
    assert_false(cul_matched_are_safe(50, 49, 40, 10)); /* nine joined */
    assert_false(cul_matched_are_safe(40, 41, 40, 10));
}

static void wrong_options_are_refused(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_tally *tally = new_tally(questionnaire);
    culture_scores *scores = NULL;
    const struct culture_scores_options bad[] = {{.minimum = 5},
                                                 {.struct_size = sizeof bad[0], .minimum = -1},
                                                 {.struct_size = sizeof bad[0], .minimum = 4},
                                                 {.struct_size = sizeof bad[0], .precision = 7},
                                                 {.struct_size = sizeof bad[0], .confidence = 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(culture_scores_compute(tally, &bad[i], &scores, NULL), CULTURE_ERROR_ARGUMENT);
    }
    assert_null(scores);
    assert_int_equal(culture_scores_compute(tally, NULL, &scores, NULL), CULTURE_OK); /* nothing to score is no error */
    assert_int_equal(culture_scores_organisation_count(scores), 0);
    struct culture_matrix matrix;
    assert_int_equal(culture_scores_get(scores, 127, &matrix), CULTURE_ERROR_NOT_FOUND);
    assert_int_equal(culture_scores_get(scores, 9 << 16, &matrix), CULTURE_ERROR_NOT_FOUND);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

/* By hand: 20 answers; up to each point 1, 5, 12, 20 become 0, 6, 12, 20. Fewer than three have one place to go. */
static void counts_in_threes_keep_their_sum(void **state)
{
    (void)state;
    static const int64_t counts[] = {1, 4, 7, 8}, expected[] = {0, 6, 6, 8}, two[] = {1, 1};
    int64_t rounded[4];
    cul_counts_in_threes(counts, 4, rounded);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(rounded[i], expected[i]);
    }
    cul_counts_in_threes(two, 2, rounded);
    assert_int_equal(rounded[0] + rounded[1], 2);
}

/* Whatever is published, one answer more or less on either side of a point could have given it too. */
static void counts_in_threes_tell_nobodys_answer(void **state)
{
    (void)state;
    for (int64_t n = 5; n <= 60; n++) {
        int64_t from[61] = {0}; /* how many true counts give each rounded one */
        for (int64_t low = 0; low <= n; low++) {
            int64_t counts[] = {low, n - low}, rounded[2];
            cul_counts_in_threes(counts, 2, rounded);
            assert_int_equal(rounded[0] + rounded[1], n);
            assert_true(rounded[0] >= 0 && rounded[0] - low <= 2 && low - rounded[0] <= 2);
            from[rounded[0]]++;
        }
        for (int64_t low = 0; low <= n; low++) {
            assert_true(from[low] != 1);
        }
    }
}

/* Favourable: the two highest of five points leave 1 or 2 and 4 or 5 open; of three points nothing is left open. */
static void shares_of_few_points_tell_sums(void **state)
{
    (void)state;
    struct cul_scale five = {.favourable = 0x18, .unfavourable = 0x03};
    struct cul_scale three = {.favourable = 4, .unfavourable = 1};
    struct cul_scale four_strict = {.favourable = 8, .unfavourable = 1};
    assert_false(cul_shares_tell_sums(&five, &(struct cul_layout_dimension){.items = 5, .points = 5, .needed = 3}));
    assert_true(cul_shares_tell_sums(&five, &(struct cul_layout_dimension){.items = 5, .points = 5, .needed = 1}));
    assert_true(cul_shares_tell_sums(&three, &(struct cul_layout_dimension){.items = 4, .points = 3, .needed = 2}));
    assert_true(
        cul_shares_tell_sums(&four_strict, &(struct cul_layout_dimension){.items = 2, .points = 4, .needed = 1}));
    assert_false(cul_shares_tell_sums(&three, &(struct cul_layout_dimension){.items = 1, .points = 3, .needed = 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(scores_equal_a_hand_calculation),
                                       cmocka_unit_test(a_headcount_narrows_the_interval),
                                       cmocka_unit_test(small_groups_give_no_numbers),
                                       cmocka_unit_test(everybody_alike_has_no_alpha),
                                       cmocka_unit_test(hidden_parts_cannot_be_worked_out),
                                       cmocka_unit_test(what_all_answered_alike_is_not_published),
                                       cmocka_unit_test(overlapping_units_cannot_be_worked_out),
                                       cmocka_unit_test(weights_can_tell_too_much),
                                       cmocka_unit_test(overlaps_show_nobody_alone),
                                       cmocka_unit_test(counts_in_threes_keep_their_sum),
                                       cmocka_unit_test(counts_in_threes_tell_nobodys_answer),
                                       cmocka_unit_test(shares_of_few_points_tell_sums),
                                       cmocka_unit_test(wrong_options_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
