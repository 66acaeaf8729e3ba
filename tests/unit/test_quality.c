/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs of careless answering, with values worked out by hand. */
#include "base/buffer.h"
#include "check.h"
#include "culture/culture.h"
#include "tally/model.h"
#include "tally/quality.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { M = CULTURE_MISSING, ITEMS = 12, HALVES = 14 };

/* Three factors of four items; the last of each is reversed. Points 1-5. */
static const char yaml[] =
    "questionnaire: quality\nscales:\n  s:\n    points: {1: a, 2: b, 3: c, 4: d, 5: e}\nfactors:\n"
    "  - id: f\n    items:\n"
    "      - {id: a1, scale: s, text: a1}\n      - {id: a2, scale: s, text: a2}\n"
    "      - {id: a3, scale: s, text: a3}\n      - {id: a4, scale: s, text: a4, reverse: true}\n"
    "  - id: g\n    items:\n"
    "      - {id: b1, scale: s, text: b1}\n      - {id: b2, scale: s, text: b2}\n"
    "      - {id: b3, scale: s, text: b3}\n      - {id: b4, scale: s, text: b4, reverse: true}\n"
    "  - id: h\n    items:\n"
    "      - {id: c1, scale: s, text: c1}\n      - {id: c2, scale: s, text: c2}\n"
    "      - {id: c3, scale: s, text: c3}\n      - {id: c4, scale: s, text: c4, reverse: true}\n";

/* Seven factors of two items; the second factor's second one is reversed. */
static const char halves_yaml[] =
    "questionnaire: halves\nscales: {s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}}\nfactors:\n"
    "  - {id: a, items: [{id: a1, scale: s, text: a1}, {id: a2, scale: s, text: a2}]}\n"
    "  - {id: b, items: [{id: b1, scale: s, text: b1}, {id: b2, scale: s, text: b2, reverse: true}]}\n"
    "  - {id: c, items: [{id: c1, scale: s, text: c1}, {id: c2, scale: s, text: c2}]}\n"
    "  - {id: d, items: [{id: d1, scale: s, text: d1}, {id: d2, scale: s, text: d2}]}\n"
    "  - {id: e, items: [{id: e1, scale: s, text: e1}, {id: e2, scale: s, text: e2}]}\n"
    "  - {id: f, items: [{id: f1, scale: s, text: f1}, {id: f2, scale: s, text: f2}]}\n"
    "  - {id: g, items: [{id: g1, scale: s, text: g1}, {id: g2, scale: s, text: g2}]}\n";

static culture_questionnaire *read_questionnaire(const char *text)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.path = "quality.yaml", .bytes = text, .length = strlen(text)};
    assert_int_equal(culture_questionnaire_read(&source, NULL, &questionnaire, NULL), CULTURE_OK);
    return questionnaire;
}

static culture_questionnaire *make_questionnaire(void)
{
    return read_questionnaire(yaml);
}

/* Frees the questionnaire. */
static struct cul_row_quality judge_with(culture_questionnaire *questionnaire, const int16_t *values,
                                         const int32_t *order, int32_t asked, double seconds)
{
    struct cul_layout layout;
    assert_true(cul_layout_new(&layout, questionnaire));
    struct cul_quality_rules rules = {questionnaire, &layout, order, asked};
    struct cul_row_quality quality = cul_quality_judge(&rules, values, seconds);
    cul_layout_free(&layout);
    culture_questionnaire_free(questionnaire);
    return quality;
}

static struct cul_row_quality judge(const int16_t *values, const int32_t *order, int32_t asked, double seconds)
{
    return judge_with(make_questionnaire(), values, order, asked, seconds);
}

static struct cul_row_quality judge_halves(const int16_t *values)
{
    return judge_with(read_questionnaire(halves_yaml), values, NULL, HALVES, (double)NAN);
}

static bool shows(struct cul_row_quality quality, enum cul_sign sign)
{
    return quality.shown >> sign & 1;
}

static bool knows(struct cul_row_quality quality, enum cul_sign sign)
{
    return quality.known >> sign & 1;
}

static void a_straightliner_shows_run_and_little_variation(void **state)
{
    (void)state;
    const int16_t same[ITEMS] = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
    struct cul_row_quality quality = judge(same, NULL, ITEMS, (double)NAN);
    assert_true(quality.straight && shows(quality, CUL_LONGSTRING) && shows(quality, CUL_IRV));
    assert_false(knows(quality, CUL_EVEN_ODD)); /* three factors are not enough */
    assert_false(knows(quality, CUL_SPEED));
    assert_false(cul_quality_flags(quality)); /* one thing that is wrong, seen twice */
    quality = judge(same, NULL, ITEMS, 5);
    assert_true(shows(quality, CUL_SPEED) && cul_quality_flags(quality));
}

static void a_missing_answer_breaks_a_run(void **state)
{
    (void)state;
    /* Runs of 6 and 5 of 12 asked: exactly half. One of the six left out: 5 and 5. */
    int16_t values[ITEMS] = {2, 2, 2, 2, 2, 2, 4, 1, 1, 1, 1, 1};
    assert_true(shows(judge(values, NULL, ITEMS, 0), CUL_LONGSTRING));
    values[3] = M;
    struct cul_row_quality quality = judge(values, NULL, ITEMS, 0);
    assert_true(knows(quality, CUL_LONGSTRING) && !shows(quality, CUL_LONGSTRING));
}

static void a_run_is_in_the_order_asked(void **state)
{
    (void)state;
    const int16_t values[ITEMS] = {1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5};
    const int32_t order[ITEMS] = {0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11};
    assert_false(shows(judge(values, NULL, ITEMS, 0), CUL_LONGSTRING));
    assert_true(shows(judge(values, order, ITEMS, 0), CUL_LONGSTRING));
}

static void variation_has_its_cut_at_three_tenths(void **state)
{
    (void)state;
    /* One answer of twelve is one point off: variance 11 / 132 = 0.0833 < 0.09. Two of them: 20 / 132 = 0.1515. */
    int16_t values[ITEMS] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4};
    assert_true(shows(judge(values, NULL, ITEMS, 0), CUL_IRV));
    values[0] = 4;
    assert_false(shows(judge(values, NULL, ITEMS, 0), CUL_IRV));
}

static void halves_are_correlated_over_the_factors(void **state)
{
    (void)state;
    /*
     * The odd items say 1 2 3 4 5 3 3, so the cross-product with even items e is -2 e1 - e2 + e4 + 2 e5. The second
     * even item is reversed: 2 is said for 4.
     */
    const int16_t same[HALVES] = {1, 1, 2, 4, 3, 3, 4, 4, 5, 5, 3, 3, 3, 3};
    const int16_t none[HALVES] = {1, 4, 2, 4, 3, 1, 4, 2, 5, 4, 3, 5, 3, 3};    /* -8 - 2 + 2 + 8 */
    const int16_t hardly[HALVES] = {1, 4, 2, 4, 3, 1, 4, 3, 5, 4, 3, 5, 3, 3};  /* -8 - 2 + 3 + 8 */
    const int16_t against[HALVES] = {1, 4, 2, 4, 3, 1, 4, 1, 5, 4, 3, 5, 3, 3}; /* -8 - 2 + 1 + 8 */
    const int16_t six[HALVES] = {1, 5, 2, 1, 3, 3, 4, 2, 5, 1, 3, 3, 3, M};     /* factors with both halves */
    const int16_t alike[HALVES] = {3, 5, 3, 5, 3, 5, 3, 1, 3, 2, 3, 4, 3, 3};   /* odd items do not vary */
    assert_true(knows(judge_halves(same), CUL_EVEN_ODD) && !shows(judge_halves(same), CUL_EVEN_ODD));
    assert_true(knows(judge_halves(none), CUL_EVEN_ODD) && !shows(judge_halves(none), CUL_EVEN_ODD));
    assert_false(shows(judge_halves(hardly), CUL_EVEN_ODD));
    assert_true(shows(judge_halves(against), CUL_EVEN_ODD));
    assert_false(knows(judge_halves(six), CUL_EVEN_ODD));
    assert_false(knows(judge_halves(alike), CUL_EVEN_ODD));
}

static void haste_and_few_answers(void **state)
{
    (void)state;
    const int16_t few[ITEMS] = {1, 2, 3, 4, 5, M, M, M, M, M, M, M};
    struct cul_row_quality quality = judge(few, NULL, ITEMS, 9.99);
    assert_true(shows(quality, CUL_SPEED) && shows(quality, CUL_ANSWERED) && cul_quality_flags(quality));
    assert_false(knows(quality, CUL_LONGSTRING) || knows(quality, CUL_IRV)); /* ten answers are needed */
    quality = judge(few, NULL, ITEMS, 10);
    assert_true(knows(quality, CUL_SPEED) && !shows(quality, CUL_SPEED) && !cul_quality_flags(quality));
    assert_false(knows(judge(few, NULL, ITEMS, -1), CUL_SPEED));
    assert_false(shows(judge(few, NULL, 10, 0), CUL_ANSWERED)); /* five of ten asked are half */
}

static void without_is_all_minus_the_flagged(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = make_questionnaire();
    culture_tally *tally = NULL;
    int16_t values[40 * ITEMS];
    double seconds[40];
    for (int row = 0; row < 40; row++) {
        seconds[row] = row < 12 ? 5 : 300;
        for (int i = 0; i < ITEMS; i++) {
            bool reversed = i % 4 == 3;
            int code = (row + i / 4) % 4; /* consistent */
            values[row * ITEMS + i] = (int16_t)(row < 12 ? 1 + row % 5 : reversed ? 5 - code : 1 + code);
        }
    }
    const char *name = "north";
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = 40,
                                  .values = values,
                                  .organisations = &name,
                                  .organisation_count = 1,
                                  .seconds = seconds};
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
    culture_scores *scores = NULL;
    assert_int_equal(culture_scores_compute(tally, NULL, &scores, NULL), CULTURE_OK);
    struct culture_quality quality = {.struct_size = sizeof quality};
    assert_int_equal(culture_scores_quality(scores, 0, &quality, NULL), CULTURE_OK);
    assert_true(quality.flagged == 12 && quality.straightliners == 12 && quality.median_answered == ITEMS);
    struct culture_matrix n, mean;
    culture_scores_get(scores, CULTURE_SCORE_RESPONDENTS_UNFLAGGED, &n);
    culture_scores_get(scores, CULTURE_SCORE_MEAN_UNFLAGGED, &mean);
    assert_true(n.data[0] == 28 && mean.data[0] == 37.5); /* codes 0 to 3 seven times; to 0.1, as 12 are few */
    assert_int_equal(culture_scores_quality(scores, 1, &quality, NULL), CULTURE_ERROR_NOT_FOUND);
    assert_int_equal(culture_scores_sign(scores, 0, 7, &(struct culture_sign_count){.struct_size = 48}, NULL),
                     CULTURE_ERROR_NOT_FOUND);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

static void add_row(culture_tally *tally, const int16_t *values, const double *seconds)
{
    const char *name = "north";
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = 1,
                                  .values = values,
                                  .organisations = &name,
                                  .organisation_count = 1,
                                  .seconds = seconds};
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
}

static void the_flagged_are_taken_out_with_their_rows(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = make_questionnaire();
    const int16_t same[ITEMS] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, few[ITEMS] = {1, 2, 3, M, M, M, M, M, M, M, M, M};
    const double hasty = 1, slow = 100;
    culture_tally *tally = NULL, *out = NULL, *other = NULL;
    void *before = NULL, *after = NULL;
    size_t length = 0, left = 0;
    culture_tally_new(questionnaire, &tally, NULL);
    culture_tally_new(questionnaire, &out, NULL);
    culture_tally_new(questionnaire, &other, NULL);
    add_row(tally, same, &hasty);
    add_row(tally, few, &slow);
    assert_int_equal(culture_tally_bytes(tally, &before, &length, NULL), CULTURE_OK);
    add_row(tally, few, &hasty);
    add_row(out, few, &hasty);
    add_row(other, few, &hasty);
    add_row(other, few, &hasty);
    assert_int_equal(culture_tally_subtract(tally, other, NULL), CULTURE_ERROR_NOT_FOUND); /* only one was in haste */
    assert_int_equal(culture_tally_subtract(tally, out, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_bytes(tally, &after, &left, NULL), CULTURE_OK);
    assert_int_equal(length, left);
    assert_memory_equal(before, after, length);
    culture_tally *again = NULL;
    struct culture_source source = {.bytes = before, .length = length};
    assert_int_equal(culture_tally_read(&source, questionnaire, &again, NULL), CULTURE_OK);
    /* A flagged respondent who is not among those of the organisation is no possible count. */
    struct cul_buffer key = {0};
    int64_t organisation = cul_names_find(&again->keys, "north", 5),
            flagged = cul_tally_flagged(again, organisation, &key);
    int64_t *rest = calloc(again->layout.width, sizeof *rest);
    assert_true(flagged >= 0);
    assert_true(cul_flagged_are_possible(again, again->groups[organisation].cells, again->groups[flagged].cells, rest));
    assert_false(cul_flagged_are_possible(again, again->groups[organisation].cells, NULL, rest));
    assert_false(
        cul_flagged_are_possible(again, again->groups[flagged].cells, again->groups[organisation].cells, rest));
    free(rest);
    cul_buffer_free(&key);
    culture_bytes_free(before);
    culture_bytes_free(after);
    culture_tally_free(again);
    culture_tally_free(tally);
    culture_tally_free(out);
    culture_tally_free(other);
    culture_questionnaire_free(questionnaire);
}

static void a_block_says_what_was_asked(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = make_questionnaire();
    culture_tally *tally = NULL;
    const int16_t values[ITEMS] = {1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2};
    const char *name = "north";
    const int32_t wrong[] = {0, ITEMS};
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = 1,
                                  .values = values,
                                  .organisations = &name,
                                  .organisation_count = 1,
                                  .asked = wrong,
                                  .asked_count = 2};
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_tally_respondents(tally), 0);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_straightliner_shows_run_and_little_variation),
                                       cmocka_unit_test(a_missing_answer_breaks_a_run),
                                       cmocka_unit_test(a_run_is_in_the_order_asked),
                                       cmocka_unit_test(variation_has_its_cut_at_three_tenths),
                                       cmocka_unit_test(halves_are_correlated_over_the_factors),
                                       cmocka_unit_test(haste_and_few_answers),
                                       cmocka_unit_test(without_is_all_minus_the_flagged),
                                       cmocka_unit_test(the_flagged_are_taken_out_with_their_rows),
                                       cmocka_unit_test(a_block_says_what_was_asked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
