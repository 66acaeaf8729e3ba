/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do 95 % intervals hold the truth 95 times in 100? Thousands of organisations of a known workforce, in two departments
 * that differ, each with a sample that answered; the library scores them all at once.
 */
#include "base/buffer.h"
#include "numeric/draws.h"
#include "small.h"

#include <stdbool.h>

enum { ORGANISATIONS = 4000, ITEMS = 4, CARE = 100, OFFICE = 60, PEOPLE = CARE + OFFICE, ANSWERED = 48 };

static const char yaml[] = "questionnaire: intervals\n"
                           "scales: {s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}}\n"
                           "factors:\n"
                           "  - id: f\n"
                           "    items:\n"
                           "      - {id: a, scale: s, text: item a}\n"
                           "      - {id: b, scale: s, text: item b}\n"
                           "      - {id: c, scale: s, text: item c}\n"
                           "      - {id: d, scale: s, text: item d}\n";

/* What is true of each workforce, and of all that could have been. */
struct truth {
    double mean[ORGANISATIONS], favourable[ORGANISATIONS];
    double process_mean;
};

static struct truth truth;
static culture_scores *workforce, *process;

static double score_of(const int16_t *answers)
{
    return 25.0 * (answers[0] + answers[1] + answers[2] + answers[3] - ITEMS) / ITEMS;
}

static void draw_person(struct cul_draws *draws, bool care, int16_t *answers)
{
    double own = 0.8 * cul_draws_normal(draws) + (care ? 0.3 : -0.5);
    for (int i = 0; i < ITEMS; i++) {
        double answer = floor(3.5 + own + 0.8 * cul_draws_normal(draws));
        answers[i] = (int16_t)fmin(5, fmax(1, answer));
    }
}

/* Draws a workforce and lets some of it answer: rows and the departments they are in. */
static void draw_organisation(struct cul_draws *draws, int organisation, int16_t *rows, int32_t *departments)
{
    static int16_t people[PEOPLE][ITEMS];
    double sum = 0, favourable = 0;
    int order[PEOPLE];
    for (int person = 0; person < PEOPLE; person++) {
        draw_person(draws, person < CARE, people[person]);
        sum += score_of(people[person]);
        for (int i = 0; i < ITEMS; i++) {
            favourable += people[person][i] >= 4;
        }
        order[person] = person;
    }
    truth.mean[organisation] = sum / PEOPLE;
    truth.favourable[organisation] = 100 * favourable / (PEOPLE * ITEMS);
    truth.process_mean += sum / PEOPLE / ORGANISATIONS;
    for (int i = 0; i < ANSWERED; i++) {
        int other = (int)cul_draws_whole(draws, i, PEOPLE - 1), person = order[other];
        order[other] = order[i], order[i] = person;
        memcpy(rows + i * ITEMS, people[person], sizeof people[person]);
        departments[i] = person >= CARE;
    }
}

static culture_register *make_register(void)
{
    struct cul_buffer text = {0};
    culture_register *reg = NULL;
    cul_buffer_text(&text, "organisation,column,unit,headcount\n");
    for (int i = 0; i < ORGANISATIONS; i++) {
        char lines[160];
        snprintf(lines, sizeof lines, "o%d,,,%d\no%d,department,care,%d\no%d,department,office,%d\n", i, PEOPLE, i,
                 CARE, i, OFFICE);
        cul_buffer_text(&text, lines);
    }
    struct culture_source source = {.bytes = text.bytes, .length = text.length};
    assert_int_equal(culture_register_read(&source, NULL, &reg, NULL), CULTURE_OK);
    cul_buffer_free(&text);
    return reg;
}

static culture_tally *make_tally(culture_questionnaire *questionnaire)
{
    static int16_t rows[ANSWERED * ITEMS];
    static int32_t departments[ANSWERED];
    static const char *const columns[] = {"department"}, *const units[] = {"care", "office"};
    culture_tally *tally = NULL;
    struct cul_draws draws;
    cul_draws_seed(&draws, 20261124);
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    for (int i = 0; i < ORGANISATIONS; i++) {
        char name[16];
        const char *names[] = {name};
        snprintf(name, sizeof name, "o%d", i);
        draw_organisation(&draws, i, rows, departments);
        struct culture_block block = {.struct_size = sizeof block,
                                      .rows = ANSWERED,
                                      .values = rows,
                                      .organisations = names,
                                      .organisation_count = 1,
                                      .unit_columns = columns,
                                      .unit_column_count = 1,
                                      .units = units,
                                      .unit_count = 2,
                                      .unit = departments};
        assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
    }
    return tally;
}

static int score_them_all(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.bytes = yaml, .length = sizeof yaml - 1};
    assert_int_equal(culture_questionnaire_read(&source, NULL, &questionnaire, NULL), CULTURE_OK);
    culture_tally *tally = make_tally(questionnaire);
    culture_register *reg = make_register();
    struct culture_scores_options options = {
        .struct_size = sizeof options, .reg = reg, .precision = CULTURE_PRECISION_FULL};
    assert_int_equal(culture_scores_compute(tally, &options, &workforce, NULL), CULTURE_OK);
    options.target = CULTURE_TARGET_PROCESS;
    assert_int_equal(culture_scores_compute(tally, &options, &process, NULL), CULTURE_OK);
    culture_register_free(reg);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
    return 0;
}

static int free_them_all(void **state)
{
    (void)state;
    culture_scores_free(workforce);
    culture_scores_free(process);
    return 0;
}

/* Share of organisations whose interval, the results low and low + 1, holds what is true of it. */
static double coverage(const culture_scores *scores, int32_t low, const double *true_values, double true_value)
{
    struct culture_matrix from, to;
    int held = 0;
    assert_int_equal(culture_scores_get(scores, low, &from), CULTURE_OK);
    assert_int_equal(culture_scores_get(scores, low + 1, &to), CULTURE_OK);
    for (int64_t row = 0; row < from.rows; row++) {
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        assert_int_equal(culture_scores_organisation(scores, row, &organisation, NULL), CULTURE_OK);
        double value = true_values ? true_values[atoi(organisation.name + 1)] : true_value;
        held += from.data[row] <= value && value <= to.data[row];
    }
    return (double)held / ORGANISATIONS;
}

static void check_coverage(double found)
{
    print_message("coverage: %.4f\n", found);
    assert_true(found > 0.94 && found < 0.96);
}

static void the_mean_of_a_workforce(void **state)
{
    (void)state;
    check_coverage(coverage(workforce, CULTURE_SCORE_MEAN_LOW, truth.mean, 0));
}

static void the_mean_of_the_culture_that_made_it(void **state)
{
    (void)state;
    check_coverage(coverage(process, CULTURE_SCORE_MEAN_LOW, NULL, truth.process_mean));
}

/* The correction is for the workforce: for the process its intervals would be too narrow. */
static void the_two_targets_are_two(void **state)
{
    (void)state;
    assert_true(coverage(workforce, CULTURE_SCORE_MEAN_LOW, NULL, truth.process_mean) < 0.93);
}

static void the_share_favourable(void **state)
{
    (void)state;
    check_coverage(coverage(workforce, CULTURE_SCORE_FAVOURABLE_LOW, truth.favourable, 0));
}

static void the_mean_weighted_to_departments(void **state)
{
    (void)state;
    check_coverage(coverage(workforce, CULTURE_SCORE_MEAN_WEIGHTED_LOW, truth.mean, 0));
}

static const char consistent_yaml[] =
    "questionnaire: consistent\n"
    "scales: {s: {points: {0: a, 1: b, 2: c, 3: d, 4: e, 5: f, 6: g, 7: h, 8: i, 9: j, 10: k}}}\n"
    "factors:\n"
    "  - id: f\n"
    "    items:\n"
    "      - {id: a, scale: s, text: item a}\n"
    "      - {id: b, scale: s, text: item b}\n"
    "      - {id: c, scale: s, text: item c}\n"
    "      - {id: d, scale: s, text: item d}\n"
    "      - {id: e, scale: s, text: item e}\n";

enum { PARALLEL = 5, PER_GROUP = 25 };

/* Feldt's model: each answer is what the person has plus an error like any other's; ends are hardly ever met. */
static void draw_parallel(struct cul_draws *draws, int16_t *rows)
{
    for (int i = 0; i < PER_GROUP; i++) {
        double own = 1.4 * cul_draws_normal(draws);
        for (int j = 0; j < PARALLEL; j++) {
            double answer = floor(5.5 + own + 1.2 * cul_draws_normal(draws));
            rows[i * PARALLEL + j] = (int16_t)fmin(10, fmax(0, answer));
        }
    }
}

/* The alpha of all 100,000 respondents together stands for the true one: its own error is a sixtieth of a group's. */
static void alpha_of_small_groups(void **state)
{
    (void)state;
    static int16_t rows[PER_GROUP * PARALLEL];
    struct culture_source source = {.bytes = consistent_yaml, .length = sizeof consistent_yaml - 1};
    struct culture_scores_options options = {.struct_size = sizeof options, .precision = CULTURE_PRECISION_FULL};
    culture_questionnaire *questionnaire = NULL;
    culture_tally *tally = NULL;
    culture_scores *scores = NULL;
    struct cul_draws draws;
    cul_draws_seed(&draws, 20261125);
    assert_int_equal(culture_questionnaire_read(&source, NULL, &questionnaire, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    for (int i = 0; i < ORGANISATIONS; i++) {
        char name[16];
        snprintf(name, sizeof name, "o%d", i);
        draw_parallel(&draws, rows);
        add_rows(tally, name, rows, PER_GROUP);
    }
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    struct culture_matrix alpha;
    culture_scores_get(scores, CULTURE_LEVEL_POOLED + CULTURE_SCORE_ALPHA, &alpha);
    assert_true(alpha.data[0] > 0.8 && alpha.data[0] < 0.95);
    check_coverage(coverage(scores, CULTURE_SCORE_ALPHA_LOW, NULL, alpha.data[0]));
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_of_a_workforce),          cmocka_unit_test(the_mean_of_the_culture_that_made_it),
        cmocka_unit_test(the_two_targets_are_two),          cmocka_unit_test(the_share_favourable),
        cmocka_unit_test(the_mean_weighted_to_departments), cmocka_unit_test(alpha_of_small_groups),
    };
    return cmocka_run_group_tests(tests, score_them_all, free_them_all);
}
