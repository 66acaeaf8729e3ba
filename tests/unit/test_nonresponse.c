/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What those who did not answer could change, against every way they could have answered. */
#include "assessment/nonresponse.h"
#include "unit/check.h"

static const double answers[] = {0, 25, 50, 75, 100};
enum { POINTS = 5, PEOPLE = 6, ANSWERED = 4, ABSENT = PEOPLE - ANSWERED };

/* Every completion: the mean of all reaches the threshold if and only if the absent differ by what is needed. */
static void check_completions(double sum, double threshold)
{
    double mean = sum / ANSWERED, needed = cul_nonresponse_needed(mean, ANSWERED, PEOPLE, threshold);
    for (int i = 0; i < POINTS; i++) {
        for (int j = 0; j < POINTS; j++) {
            double others = (answers[i] + answers[j]) / ABSENT, all = (sum + answers[i] + answers[j]) / PEOPLE;
            bool reached = threshold >= mean ? all >= threshold - 1e-9 : all <= threshold + 1e-9;
            if (isnan(needed)) {
                assert_false(reached);
            } else if (threshold >= mean) {
                assert_int_equal(reached, others - mean >= needed - 1e-9);
            } else {
                assert_int_equal(reached, others - mean <= needed + 1e-9);
            }
            assert_near(cul_nonresponse_mean(mean, ANSWERED, PEOPLE, others - mean), all, 1e-12);
        }
    }
}

static void a_threshold_is_reached_by_just_the_completions_that_differ_enough(void **state)
{
    (void)state;
    for (int sum = 0; sum <= 400; sum += 25) {
        for (int threshold = 5; threshold < 100; threshold += 10) {
            check_completions(sum, threshold);
        }
    }
}

static void those_who_all_answered_leave_nothing_to_change(void **state)
{
    (void)state;
    assert_true(isnan(cul_nonresponse_needed(50, 6, 6, 60)));
    assert_true(isnan(cul_nonresponse_needed(50, 6, 6, 50)));
}

/* The first of many small steps at which the verdict is another one; the slow way. */
static double first_change(const struct cul_factor *factors, const double *respondents, int32_t count, double headcount,
                           const struct culture_criterion *criterion, int direction, int32_t *becomes)
{
    int32_t now = cul_judge(factors, count, criterion).verdict;
    for (int step = 0; step <= 10000; step++) {
        struct cul_factor moved[3];
        double difference = direction * step * 0.01;
        for (int32_t f = 0; f < count; f++) {
            double others = fmin(100, fmax(0, factors[f].practice + difference));
            moved[f] = factors[f];
            moved[f].practice =
                (factors[f].practice * respondents[f] + others * (headcount - respondents[f])) / headcount;
        }
        *becomes = cul_judge(moved, count, criterion).verdict;
        if (*becomes != now) {
            return difference;
        }
    }
    return (double)NAN;
}

static void the_verdict_turns_where_small_steps_find_it(void **state)
{
    (void)state;
    const struct culture_criterion criterion = {
        .struct_size = sizeof criterion, .given = 1, .score = 62.5, .factors = 2, .floor = 41};
    uint32_t draw = 7;
    int turned = 0;
    for (int trial = 0; trial < 300; trial++) {
        struct cul_factor factors[3], room[3];
        double respondents[3];
        for (int f = 0; f < 3; f++) {
            draw = draw * 1664525u + 1013904223u;
            factors[f] = (struct cul_factor){25 + (double)(draw >> 16 & 1023) / 20, 40 + (double)(draw >> 26), 1, true};
            respondents[f] = 12 + (double)(draw >> 8 & 7);
        }
        for (int direction = -1; direction <= 1; direction += 2) {
            int32_t becomes;
            double slow = first_change(factors, respondents, 3, 40, &criterion, direction, &becomes);
            struct cul_turn turn = cul_nonresponse_turn(factors, respondents, 3, 40, &criterion, direction, room);
            assert_int_equal(isnan(slow), isnan(turn.difference));
            if (!isnan(slow)) {
                assert_true(fabs(turn.difference - slow) <= 0.0100001);
                assert_int_equal(turn.becomes, becomes);
                turned++;
            }
        }
    }
    assert_true(turned > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_threshold_is_reached_by_just_the_completions_that_differ_enough),
        cmocka_unit_test(those_who_all_answered_leave_nothing_to_change),
        cmocka_unit_test(the_verdict_turns_where_small_steps_find_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
