/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/probability.h"
#include "assessment/standing.h"
#include "assessment/verdict.h"
#include "numeric/cholesky.h"
#include "numeric/draws.h"
#include "small.h"

static void crawford_howell_row(const double *row)
{
    struct cul_noncentral_t yardstick;
    struct cul_norm norm = {.organisations = (int64_t)row[3], .mean = row[1], .sd = row[2]};
    cul_noncentral_t_prepare(&yardstick, row[3] - 1);
    struct cul_standing standing = cul_standing_of(row[0], &norm, &yardstick, 0.95);
    assert_near(standing.z, row[4], 1e-11);
    assert_near(standing.t, row[5], 1e-11);
    assert_near(standing.p, row[6], 1e-8);
    assert_near(standing.percentile, row[7], 1e-8);
    assert_near(standing.percentile_low, row[10], 1e-9);
    assert_near(standing.percentile_high, row[11], 1e-9);
    assert_int_equal(standing.below, -1);
}

static void standing_equals_r(void **state)
{
    (void)state;
    for_each_row("crawford_howell.txt", 12, crawford_howell_row);
}

static struct cul_standing stand(double x)
{
    static const double sorted[] = {40, 45, 50, 50, 55, 60};
    struct cul_norm norm = {.organisations = 6, .mean = 50, .sd = 7.0710678118654755, .sorted = sorted};
    struct cul_noncentral_t yardstick;
    cul_noncentral_t_prepare(&yardstick, 5);
    return cul_standing_of(x, &norm, &yardstick, 0.95);
}

static void ranks_and_scales(void **state)
{
    (void)state;
    assert_int_equal(stand(50).below, 2);
    assert_int_equal(stand(50).ties, 2);
    assert_int_equal(stand(50 + 1e-12).ties, 2); /* the same, but for rounding */
    assert_int_equal(stand(61).below, 6);
    assert_near(stand(50).percentile, 50, 1e-12);
    assert_near(stand(57.071067811865476).t_score, 60, 1e-12);
    assert_near(stand(57.071067811865476).sten, 7.5, 1e-12);
    assert_near(stand(100).sten, 10, 0);
    assert_near(stand(0).stanine, 1, 0);
    assert_near(stand(50 + 0.25 * 7.0710678118654755).stanine, 6, 0); /* 5.5 is rounded away from zero */
    struct cul_norm flat = {.organisations = 6, .mean = 50, .sd = 0};
    struct cul_noncentral_t yardstick;
    cul_noncentral_t_prepare(&yardstick, 5);
    assert_int_equal(cul_standing_of(50, &flat, &yardstick, 0.95).reason, CULTURE_REASON_ZERO_VARIANCE);
    assert_int_equal(cul_band_of(-1.5), CULTURE_BAND_BELOW);
    assert_int_equal(cul_band_of(-1.50001), CULTURE_BAND_WELL_BELOW);
    assert_int_equal(cul_band_of(0.5), CULTURE_BAND_ABOVE);
    assert_int_equal(cul_band_of(9), CULTURE_BAND_WELL_ABOVE);
}

static const struct culture_criterion nine = {.score = 62.5, .floor = 50, .factors = 7, .given = 1};

/* Factors as letters: C concrete, M between floor and score, L below the floor, ? hidden; small: ambition reaches the
 * score. */
static struct cul_judgement judge(const char *factors)
{
    struct cul_factor of[16];
    int32_t count = (int32_t)strlen(factors);
    for (int32_t i = 0; i < count; i++) {
        char upper = (char)(factors[i] & ~0x20);
        bool wish = factors[i] & 0x20;
        of[i] = (struct cul_factor){.ambition = wish ? 70 : 55, .ambition_asked = true, .standard_error = 2};
        of[i].practice = upper == 'C' ? 62.5 : upper == 'M' ? 60 : upper == 'L' ? 40 : (double)NAN;
        if (factors[i] == '?') {
            of[i].practice = of[i].ambition = (double)NAN;
        }
    }
    return cul_judge(of, count, &nine);
}

static void verdicts_follow_the_criterion(void **state)
{
    (void)state;
    static const struct {
        const char *factors;
        int32_t verdict, concrete, coherent;
    } cases[] = {
        {"CCCCCCCCC", CULTURE_VERDICT_PRACTISED, 1, 1},
        {"CCCCCCCMM", CULTURE_VERDICT_PRACTISED, 1, 1},
        {"CCCCCCCML", CULTURE_VERDICT_PARTLY, 1, 0},
        {"CCCCCCMMM", CULTURE_VERDICT_PARTLY, 0, 1},
        {"CCCCCMMMM", CULTURE_VERDICT_PARTLY, 0, 1},
        {"CCCCMMMMM", CULTURE_VERDICT_NOT_PRACTISED, 0, 1},
        {"CCCCmmmmm", CULTURE_VERDICT_AMBITION_ONLY, 0, 1},
        {"CCCCmmmmM", CULTURE_VERDICT_NOT_PRACTISED, 0, 1},
        {"CCCCClmmm", CULTURE_VERDICT_PARTLY, 0, 0},
        {"lllllMMMM", CULTURE_VERDICT_AMBITION_ONLY, 0, 0},
        {"CCCCCCCC?", CULTURE_VERDICT_TOO_FEW, 1, -1}, /* the hidden one may lie below the floor */
        {"CCCCCCCL?", CULTURE_VERDICT_PARTLY, 1, 0},   /* it cannot change that one lies below it */
        {"CCCCCCLM?", CULTURE_VERDICT_PARTLY, -1, 0},
        {"CCCCMMMM?", CULTURE_VERDICT_TOO_FEW, 0, -1}, /* it may be the fifth */
        {"MMMMMMMM?", CULTURE_VERDICT_NOT_PRACTISED, 0, -1},
        {"mmmmMMMM?", CULTURE_VERDICT_TOO_FEW, 0, -1}, /* its ambition may be the fifth */
        {"?????????", CULTURE_VERDICT_TOO_FEW, -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cul_judgement judgement = judge(cases[i].factors);
        if (judgement.verdict != cases[i].verdict || judgement.concrete != cases[i].concrete ||
            judgement.coherent != cases[i].coherent) {
            print_error("%s: verdict %d, concrete %d, coherent %d\n", cases[i].factors, judgement.verdict,
                        judgement.concrete, judgement.coherent);
            fail();
        }
    }
}

static double above(double bound, const struct cul_factor *factor)
{
    return 0.5 * erfc((bound - factor->practice) / factor->standard_error / sqrt(2));
}

/* All ways in which nine factors can be concrete, between or below, added up. */
static double brute_force(const struct cul_factor *factors, const struct culture_criterion *criterion)
{
    double total = 0;
    for (int pattern = 0; pattern < 512; pattern++) {
        double p = 1;
        int concrete = 0;
        for (int i = 0; i < 9; i++) {
            double high = above(criterion->score, &factors[i]);
            bool reached = pattern >> i & 1;
            concrete += reached;
            p *= reached ? high : above(criterion->floor, &factors[i]) - high;
        }
        total += concrete >= criterion->factors ? p : 0;
    }
    return total;
}

static void probability_of_independent_errors_equals_brute_force(void **state)
{
    (void)state;
    struct cul_factor factors[9];
    double room[200];
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 9; i++) {
            factors[i] = (struct cul_factor){.practice = 50 + (round * 7 + i * 13) % 23,
                                             .standard_error = 0.5 + (round + i) % 5};
        }
        assert_near(cul_probability_diagonal(factors, 9, &nine, room), brute_force(factors, &nine), 1e-12);
    }
    factors[3].standard_error = 0; /* everybody answered: what is seen is what is */
    factors[3].practice = 40;
    assert_near(cul_probability_diagonal(factors, 9, &nine, room), 0, 0);
}

static void evidence_is_cut_at_its_bounds(void **state)
{
    (void)state;
    assert_int_equal(cul_evidence_of((double)NAN), -1);
    assert_int_equal(cul_evidence_of(0.9), CULTURE_EVIDENCE_CLEAR);
    assert_int_equal(cul_evidence_of(0.5), CULTURE_EVIDENCE_LIKELY);
    assert_int_equal(cul_evidence_of(0.1), CULTURE_EVIDENCE_UNCERTAIN);
    assert_int_equal(cul_evidence_of(0.0999), CULTURE_EVIDENCE_UNLIKELY);
}

/* Nine factors whose errors have a common part: e = common * g + own * u. */
struct errors {
    double common, own;
};

static void fill_case(int round, struct errors errors, struct cul_factor factors[9], double covariances[81])
{
    for (int i = 0; i < 9; i++) {
        factors[i].practice = 60 + (round * 7 + i * 13) % 9;
        factors[i].standard_error = sqrt(errors.common * errors.common + errors.own * errors.own);
        for (int j = 0; j < 9; j++) {
            covariances[9 * i + j] = errors.common * errors.common + (i == j ? errors.own * errors.own : 0);
        }
    }
}

/* The same chance by nothing but independent draws. */
static double simulate(const struct cul_factor factors[9], struct errors errors, int draws_wanted)
{
    struct cul_draws draws;
    int met = 0;
    cul_draws_seed(&draws, 7);
    for (int n = 0; n < draws_wanted; n++) {
        double common = errors.common * cul_draws_normal(&draws);
        int concrete = 0, low = 0;
        for (int i = 0; i < 9; i++) {
            double score = factors[i].practice + common + errors.own * cul_draws_normal(&draws);
            concrete += score >= nine.score;
            low += score < nine.floor;
        }
        met += concrete >= nine.factors && !low;
    }
    return (double)met / draws_wanted;
}

static void probability_equals_a_simulation(void **state)
{
    (void)state;
    static const struct errors all[] = {{0, 3}, {2, 2}, {4, 1}, {3, 0}};
    struct cul_factor factors[9] = {0};
    struct cul_lattice *lattice = malloc(sizeof *lattice);
    double covariances[81], *room = malloc(cul_probability_room(9) * sizeof *room);
    cul_lattice_prepare(lattice, 9);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        for (int round = 0; round < 4; round++) {
            fill_case(round, all[i], factors, covariances);
            struct cul_probability found = cul_probability(factors, 9, covariances, &nine, lattice, 1, room);
            double expected = simulate(factors, all[i], 40000);
            assert_near(found.value, expected, 4 * found.error + 4 * sqrt(0.25 / 40000));
            assert_true(found.error < 0.004);
            if (all[i].common == 0) {
                assert_near(found.value, cul_probability_diagonal(factors, 9, &nine, room), 4 * found.error + 1e-3);
            }
        }
    }
    covariances[1] = (double)NAN;
    assert_true(isnan(cul_probability(factors, 9, covariances, &nine, lattice, 1, room).value));
    free(room);
    free(lattice);
}

/* A point's place in a dimension as a standard normal number. */
static double normal_at(const struct cul_lattice *lattice, int64_t point, int64_t generator, double shift)
{
    double place = cul_lattice_place(point, generator, shift);
    int64_t step = (int64_t)(place * CUL_LATTICE_GRID);
    return lattice->quantiles[step < CUL_LATTICE_GRID ? step : CUL_LATTICE_GRID - 1];
}

/* A point after the other, a factor after the other: what the vectors must find too. */
static int64_t count_one_by_one(const struct cul_lattice_question *question)
{
    int64_t met = 0;
    for (int64_t point = 0; point < CUL_LATTICE_POINTS; point++) {
        double normals[CUL_LATTICE_DIMENSIONS];
        int32_t reached = 0;
        bool low = false;
        int64_t generator = 1;
        for (int32_t f = 0; f < question->count; f++, generator = cul_lattice_next(generator)) {
            normals[f] = normal_at(question->lattice, point, generator, question->shifts[f]);
            double score = question->centres[f];
            for (int32_t k = 0; k <= f; k++) {
                score += question->triangle[f * question->count + k] * normals[k];
            }
            low = low || (question->open[f] && score < question->floor);
            reached += question->open[f] && score >= question->bound;
        }
        met += !low && reached >= question->needed;
    }
    return met;
}

static void every_target_counts_the_same_points(void **state)
{
    (void)state;
    enum { MOST = 12 };
    const struct cul_lattice_target *targets[CUL_PROCESSORS];
    struct cul_lattice *lattice = malloc(sizeof *lattice);
    double *room = malloc(MOST * (CUL_LATTICE_ROOM + CUL_LATTICE_BLOCK) * sizeof *room);
    struct cul_draws draws;
    int64_t all = 0;
    cul_draws_seed(&draws, 3);
    cul_lattice_prepare(lattice, MOST);
    int32_t count = cul_lattice_targets(targets);
    for (int round = 0; round < 60; round++) {
        double triangle[MOST * MOST] = {0}, centres[MOST], shifts[MOST];
        bool open[MOST];
        struct cul_lattice_question question = {
            .lattice = lattice, .triangle = triangle, .centres = centres, .shifts = shifts, .open = open, .room = room};
        question.count = (int32_t)cul_draws_whole(&draws, 1, MOST);
        question.needed = (int32_t)cul_draws_whole(&draws, 0, question.count);
        question.bound = 60, question.floor = round % 3 ? 54 : 60;
        for (int32_t f = 0; f < question.count; f++) {
            centres[f] = 58 + 8 * cul_draws_uniform(&draws);
            shifts[f] = cul_draws_uniform(&draws);
            open[f] = cul_draws_uniform(&draws) < 0.8;
            for (int32_t k = 0; k <= f; k++) {
                triangle[f * question.count + k] = 3 * cul_draws_uniform(&draws) - (k < f);
            }
        }
        int64_t expected = count_one_by_one(&question);
        all += expected;
        for (int32_t t = 0; t < count; t++) {
            assert_int_equal(targets[t]->count(&question), expected);
        }
    }
    assert_in_range(all, 1000, 60 * CUL_LATTICE_POINTS - 1000);
    free(room);
    free(lattice);
}

/* What is sure is not looked at: the limits are those of looking at every score. */
static void a_probability_counts_what_is_sure(void **state)
{
    (void)state;
    struct cul_lattice *lattice = malloc(sizeof *lattice);
    double covariances[81] = {0}, triangle[81], shifts[9], centres[9];
    double *room = malloc(cul_probability_room(9) * sizeof *room);
    bool open[9];
    cul_lattice_prepare(lattice, 9);
    for (int round = 0; round < 40; round++) {
        struct cul_factor factors[9] = {0};
        struct cul_draws draws;
        for (int f = 0; f < 9; f++) {
            centres[f] = factors[f].practice = nine.score + (f * 5 + round) % 9 * (round % 4) - 3 - round % 3;
            factors[f].standard_error = 1 + f % 3;
            covariances[10 * f] = factors[f].standard_error * factors[f].standard_error;
            open[f] = true;
        }
        memcpy(triangle, covariances, sizeof triangle);
        assert_true(cul_cholesky(triangle, 9));
        struct cul_lattice_question question = {lattice, 9,          triangle,   centres,      shifts,
                                                open,    nine.floor, nine.score, nine.factors, NULL};
        int64_t expected = 0;
        cul_draws_seed(&draws, 5);
        for (int shift = 0; shift < CUL_LATTICE_SHIFTS; shift++) {
            for (int f = 0; f < 9; f++) {
                shifts[f] = cul_draws_uniform(&draws);
            }
            expected += count_one_by_one(&question);
        }
        struct cul_probability found = cul_probability(factors, 9, covariances, &nine, lattice, 5, room);
        assert_true(found.value == (double)expected / (CUL_LATTICE_SHIFTS * CUL_LATTICE_POINTS));
    }
    free(room);
    free(lattice);
}

/* Factors with standard error 2, all as far above the score, and floor, of the criterion. */
static struct cul_probability probability_at(double above, double error, const struct cul_lattice *lattice)
{
    struct cul_factor factors[9] = {0};
    double covariances[81] = {0}, *room = malloc(cul_probability_room(9) * sizeof *room);
    for (int f = 0; f < 9; f++) {
        factors[f] = (struct cul_factor){nine.score + above, 0, error, false};
        covariances[10 * f] = error * error;
    }
    struct cul_probability found = cul_probability(factors, 9, covariances, &nine, lattice, 1, room);
    free(room);
    return found;
}

static void a_probability_tells_how_far_it_may_be_off(void **state)
{
    (void)state;
    struct cul_lattice *lattice = malloc(sizeof *lattice);
    cul_lattice_prepare(lattice, 9);
    const double points = CUL_LATTICE_POINTS * CUL_LATTICE_SHIFTS, least = 1 - pow(0.05, 1 / points);
    struct cul_probability never = probability_at(-20, 2, lattice), always = probability_at(40, 2, lattice);
    assert_true(never.value == 0 && never.low == 0 && never.error > 0);
    assert_near(never.high, least, 1e-12); /* 1 - .05^(1/8168): the most that 8168 misses allow */
    assert_near(never.high, 3 / points, 2e-3);
    assert_true(always.value == 1 && always.high == 1);
    assert_near(always.low, 1 - least, 1e-12);
    struct cul_probability some = probability_at(1, 2, lattice);
    assert_true(some.low < some.value && some.value < some.high && some.high - some.low < 0.03);
    struct cul_probability census = probability_at(-0.001, 0, lattice); /* nothing is left to chance */
    assert_true(census.value == 0 && census.error == 0 && census.low == 0 && census.high == 0);
    census = probability_at(0, 0, lattice);
    assert_true(census.value == 1 && census.error == 0 && census.low == 1 && census.high == 1);
    free(lattice);
}

static void the_published_base_rate(void **state)
{
    (void)state;
    struct culture_base_rate rate = {.struct_size = sizeof rate};
    assert_int_equal(culture_base_rate_published(&rate, NULL), CULTURE_OK);
    assert_true(rate.count == 4 && rate.of == 65);
    assert_near(rate.low, 0.0242, 5e-3);
    assert_near(rate.high, 0.1478, 5e-3);
}

/* Three organisations of an observed reference; "b" is one of them. */
static const char reference_yaml[] =
    "reference: r\nversion: 1.0.0\nkind: observed\nquestionnaire: small\nfingerprint: %s\n"
    "year: 2026\nsource: a test\norganisations:\n"
    "  - {id: A, dimensions: {f: {mean: 40}, g: {mean: 30}}}\n"
    "  - {id: B, dimensions: {f: {mean: 90}, g: {mean: 40}}}\n"
    "  - {id: C, dimensions: {f: {mean: 50}, g: {mean: 50}}}\n"
    "  - {id: D, dimensions: {f: {mean: 60}, g: {mean: 60}}}\n";

static culture_reference *read_reference(culture_questionnaire *questionnaire)
{
    char text[1024];
    culture_reference *reference = NULL;
    struct culture_error error = {0};
    int length = snprintf(text, sizeof text, reference_yaml, culture_questionnaire_fingerprint(questionnaire));
    struct culture_source source = {.bytes = text, .length = (size_t)length};
    if (culture_reference_read(&source, questionnaire, NULL, &reference, &error)) {
        print_error("%s: %s\n", error.where, error.message);
        fail();
    }
    return reference;
}

static double standing(const culture_assessment *assessment, int32_t result, int64_t row, int64_t column)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_assessment_get(assessment, result, &matrix), CULTURE_OK);
    return matrix.data[row * matrix.columns + column];
}

static void a_member_is_compared_with_the_others(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_reference *reference = read_reference(questionnaire);
    culture_tally *tally = new_tally(questionnaire);
    static const int16_t row[] = {4, 2, 4, 4, 4};
    culture_scores *scores = NULL;
    culture_assessment *assessment = NULL;
    add_rows(tally, " b ", row, 1);
    add_rows(tally, "e", row, 1);
    struct culture_scores_options options = {.struct_size = sizeof options, .precision = CULTURE_PRECISION_FULL};
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    assert_int_equal(culture_assess(scores, reference, NULL, &assessment, NULL), CULTURE_OK);
    culture_scores_free(scores);
    culture_reference_free(reference);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
    assert_near(standing(assessment, CULTURE_STANDING_MEMBER, 0, 0), 1, 0);
    assert_near(standing(assessment, CULTURE_STANDING_REFERENCE_ORGANISATIONS, 0, 0), 3, 0);
    assert_near(standing(assessment, CULTURE_STANDING_Z, 0, 0), 2.5, 1e-12); /* 75 against 40, 50, 60 */
    assert_near(standing(assessment, CULTURE_STANDING_MEMBER, 1, 0), 0, 0);
    assert_near(standing(assessment, CULTURE_STANDING_REFERENCE_ORGANISATIONS, 1, 0), 4, 0);
    assert_near(standing(assessment, CULTURE_STANDING_BELOW, 1, 0), 3, 0);
    assert_int_equal(culture_assessment_reason(assessment, CULTURE_STANDING_Z, 0, 2), CULTURE_REASON_NOT_IN_REFERENCE);
    assert_int_equal(culture_assessment_reason(assessment, CULTURE_STANDING_P_HOLM, 0, 2),
                     CULTURE_REASON_NOT_IN_REFERENCE);
    struct culture_base_rate rate = {.struct_size = sizeof rate};
    assert_int_equal(culture_assessment_base_rate(assessment, &rate, NULL), CULTURE_OK);
    assert_true(rate.count == 1 && rate.of == 4); /* only D has both factors at 60 */
    culture_assessment_free(assessment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(standing_equals_r),
                                       cmocka_unit_test(ranks_and_scales),
                                       cmocka_unit_test(verdicts_follow_the_criterion),
                                       cmocka_unit_test(probability_of_independent_errors_equals_brute_force),
                                       cmocka_unit_test(evidence_is_cut_at_its_bounds),
                                       cmocka_unit_test(probability_equals_a_simulation),
                                       cmocka_unit_test(every_target_counts_the_same_points),
                                       cmocka_unit_test(a_probability_counts_what_is_sure),
                                       cmocka_unit_test(a_probability_tells_how_far_it_may_be_off),
                                       cmocka_unit_test(the_published_base_rate),
                                       cmocka_unit_test(a_member_is_compared_with_the_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
