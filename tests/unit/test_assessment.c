/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/probability.h"
#include "assessment/standing.h"
#include "assessment/verdict.h"
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

/* By hand: s 10, mean v_g 36, so tau 8; v_x 64, so lambda .5 and E halfway. */
static void true_among_true(void **state)
{
    (void)state;
    struct cul_norm norm = {.organisations = 20, .mean = 50, .sd = 10};
    struct cul_truth truth = {.variance = 64, .mean = 52};
    struct cul_percentile found = cul_percentile_true(66, 64, &norm, &truth, 0.95);
    assert_int_equal(found.reason, CULTURE_REASON_NONE);
    assert_near(found.value, 100 * cul_normal_cdf(8 / sqrt(64 + 32)), 1e-12);
    assert_near(found.low, 100 * cul_normal_cdf((8 - 1.959963984540054 * sqrt(32)) / 8), 1e-11);
    assert_near(found.high, 100 * cul_normal_cdf((8 + 1.959963984540054 * sqrt(32)) / 8), 1e-11);
    struct cul_shrunk shrunk = cul_shrink(66, 64, &truth);
    assert_near(shrunk.score, 59, 1e-12);
    assert_near(shrunk.reliability, 0.5, 1e-12);
    found = cul_percentile_true(66, 0, &norm, &truth, 0.95); /* measured without error */
    assert_near(found.low, found.high, 1e-12);
    assert_near(cul_shrink(66, 0, &truth).score, 66, 1e-12);
}

static void without_true_differences_there_is_no_true_percentile(void **state)
{
    (void)state;
    struct cul_norm norm = {.organisations = 20, .mean = 50, .sd = 10};
    struct cul_truth none = {.variance = -3, .mean = 52}, unknown = {.variance = (double)NAN, .mean = (double)NAN};
    assert_int_equal(cul_percentile_true(66, 64, &norm, &none, 0.95).reason, CULTURE_REASON_ZERO_VARIANCE);
    assert_int_equal(cul_percentile_true(66, 64, &norm, &unknown, 0.95).reason, CULTURE_REASON_NOT_IN_REFERENCE);
    assert_near(cul_shrink(66, 64, &none).score, 52, 1e-12);
    assert_near(cul_shrink(66, 64, &none).reliability, 0, 0);
    assert_true(isnan(cul_shrink(66, 64, &unknown).score));
}

static void ranks_have_limits(void **state)
{
    (void)state;
    struct cul_standing tied = {.below = 20, .ties = 6}, lowest = {.below = 0, .ties = 0}, highest = {.below = 65};
    struct cul_percentile found = cul_percentile_rank(&tied, 65, 0.95);
    assert_near(found.value, 100 * 23 / 65.0, 1e-12);
    assert_near(cul_beta_cdf(found.low / 100, 23.5, 42.5), 0.025, 1e-9);
    assert_near(cul_beta_cdf(found.high / 100, 23.5, 42.5), 0.975, 1e-9);
    assert_true(cul_percentile_rank(&lowest, 65, 0.95).low == 0 && cul_percentile_rank(&lowest, 65, 0.95).high < 5);
    assert_true(cul_percentile_rank(&highest, 65, 0.95).high == 100);
    struct cul_standing summary = {.below = -1, .ties = -1};
    assert_int_equal(cul_percentile_rank(&summary, 65, 0.95).reason, CULTURE_REASON_NOT_IN_REFERENCE);
}

/* How often the wide limits hold the place of the true score among all organisations, over fresh yardsticks of 20. */
static void wide_limits_cover(void **state)
{
    (void)state;
    enum { ROUNDS = 6000, R = 20 };
    static struct cul_draws draws;
    struct cul_noncentral_t yardstick;
    int64_t covered = 0, narrow = 0;
    cul_draws_seed(&draws, 11);
    cul_noncentral_t_prepare(&yardstick, R - 1);
    for (int round = 0; round < ROUNDS; round++) {
        double place = -1.5 + 3.0 * round / ROUNDS, error = 0.35, values[R], sum = 0, squares = 0;
        double observed = place + error * cul_draws_normal(&draws);
        for (int i = 0; i < R; i++) {
            values[i] = cul_draws_normal(&draws);
            sum += values[i] / R;
        }
        for (int i = 0; i < R; i++) {
            squares += (values[i] - sum) * (values[i] - sum) / (R - 1);
        }
        double s = sqrt(squares), z = (observed - sum) / s;
        struct cul_interval wide = cul_crawford_garthwaite_wide(&yardstick, z, error / s, 0.95);
        struct cul_interval without = cul_crawford_garthwaite(&yardstick, z, 0.95);
        covered += wide.low < place && place < wide.high;
        narrow += without.low < place && place < without.high;
    }
    assert_true(covered > 0.94 * ROUNDS && covered < 0.96 * ROUNDS);
    assert_true(narrow < 0.85 * ROUNDS); /* what is wrong without the organisation's own error */
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
    double covariances[81], room[200];
    assert_true(cul_probability_room(9) <= 200);
    cul_lattice_prepare(lattice);
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

/* A reference of so many organisations on f and g, g = f + twist: 0 makes their covariance singular. */
static culture_reference *make_reference(culture_questionnaire *questionnaire, const char *kind, int organisations,
                                         double twist)
{
    char text[8192];
    culture_reference *reference = NULL;
    struct culture_error error = {0};
    int at = snprintf(text, sizeof text,
                      "reference: r\nversion: 1.0.0\nkind: %s\nquestionnaire: small\nfingerprint: %s\nyear: 2020\n"
                      "source: a test\norganisations:\n",
                      kind, culture_questionnaire_fingerprint(questionnaire));
    for (int i = 0; i < organisations; i++) {
        double f = 40 + (i * 7) % 30, g = f + twist * ((i * 5) % 11 - 5);
        at += snprintf(text + at, sizeof text - (size_t)at,
                       "  - {id: o%d, sector: %s, respondents: 40, headcount: 50, dimensions: {f: {mean: %d, se: 3, n: "
                       "30}, g: {mean: %d, se: 2}}}\n",
                       i, i < 12 ? "care" : "other", (int)f, (int)g);
    }
    struct culture_source source = {.bytes = text, .length = (size_t)at};
    if (culture_reference_read(&source, questionnaire, NULL, &reference, &error)) {
        print_error("%s: %s\n", error.where, error.message);
        fail();
    }
    return reference;
}

/* Thirty respondents, half of them high. */
static culture_assessment *assess(culture_questionnaire *questionnaire, culture_reference *reference, int64_t rows,
                                  int32_t precision)
{
    static const int16_t high[] = {5, 1, 4, 4, 5}, low[] = {2, 3, 3, 4, 4};
    culture_tally *tally = new_tally(questionnaire);
    culture_scores *scores = NULL;
    culture_assessment *assessment = NULL;
    for (int64_t i = 0; i < rows; i++) {
        add_rows(tally, "x", i % 2 ? high : low, 1);
    }
    struct culture_scores_options options = {.struct_size = sizeof options, .precision = precision};
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    assert_int_equal(culture_assess(scores, reference, NULL, &assessment, NULL), CULTURE_OK);
    culture_scores_free(scores);
    culture_tally_free(tally);
    return assessment;
}

static int32_t reason_of(const culture_assessment *assessment, int32_t result)
{
    return culture_assessment_reason(assessment, result, 0, 0);
}

static void a_profile_needs_a_reference_that_bears_it(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    static const struct {
        int organisations;
        double twist;
        int32_t reason;
    } cases[] = {{30, 1, CULTURE_REASON_NONE}, {30, 0, CULTURE_REASON_SINGULAR}, {3, 1, CULTURE_REASON_TOO_FEW}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        culture_reference *reference =
            make_reference(questionnaire, "observed", cases[i].organisations, cases[i].twist);
        culture_assessment *assessment = assess(questionnaire, reference, 30, CULTURE_PRECISION_PUBLISHED);
        for (int32_t result = CULTURE_PROFILE_MAHALANOBIS; result <= CULTURE_PROFILE_UNUSUAL_HIGH; result++) {
            assert_int_equal(reason_of(assessment, result), cases[i].reason);
        }
        assert_int_equal(reason_of(assessment, CULTURE_PROFILE_SCATTER), CULTURE_REASON_NONE);
        assert_int_equal(reason_of(assessment, CULTURE_STANDING_OWN_P),
                         cases[i].twist == 0 ? CULTURE_REASON_ZERO_VARIANCE : CULTURE_REASON_NONE);
        culture_assessment_free(assessment);
        culture_reference_free(reference);
    }
    culture_questionnaire_free(questionnaire);
}

static void twelve_peers_bear_no_profile(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_reference *reference = make_reference(questionnaire, "observed", 30, 1), *peers = NULL;
    assert_int_equal(culture_reference_peers(reference, "sector", "care", &peers, NULL), CULTURE_OK);
    culture_assessment *assessment = assess(questionnaire, peers, 30, CULTURE_PRECISION_PUBLISHED);
    assert_int_equal(reason_of(assessment, CULTURE_PROFILE_P), CULTURE_REASON_TOO_FEW);
    assert_int_equal(reason_of(assessment, CULTURE_STANDING_OWN_P), CULTURE_REASON_NONE);
    culture_assessment_free(assessment);
    culture_reference_free(reference);
    culture_reference_free(peers);
    culture_questionnaire_free(questionnaire);
}

static void made_up_organisations_draw_no_real_ones(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_reference *simulated = make_reference(questionnaire, "simulated", 30, 1);
    culture_reference *observed = make_reference(questionnaire, "observed", 30, 1);
    culture_assessment *one = assess(questionnaire, simulated, 30, CULTURE_PRECISION_PUBLISHED);
    culture_assessment *other = assess(questionnaire, observed, 30, CULTURE_PRECISION_PUBLISHED);
    assert_int_equal(reason_of(one, CULTURE_STANDING_EB), CULTURE_REASON_SIMULATED_REFERENCE);
    assert_int_equal(reason_of(one, CULTURE_STANDING_EB_RELIABILITY), CULTURE_REASON_SIMULATED_REFERENCE);
    assert_int_equal(reason_of(one, CULTURE_STANDING_PERCENTILE_TRUE), CULTURE_REASON_NONE);
    assert_int_equal(reason_of(other, CULTURE_STANDING_EB), CULTURE_REASON_NONE);
    struct culture_matrix mean, norm;
    culture_scores_get(culture_assessment_scores(other), CULTURE_SCORE_MEAN, &mean);
    culture_reference_get(observed, CULTURE_NORM_MEAN, &norm);
    double shrunk = standing(other, CULTURE_STANDING_EB, 0, 0);
    assert_true((shrunk - mean.data[0]) * (shrunk - norm.data[0]) < 0); /* equal errors: between its mean and theirs */
    culture_assessment_free(one);
    culture_assessment_free(other);
    culture_reference_free(simulated);
    culture_reference_free(observed);
    culture_questionnaire_free(questionnaire);
}

/* Twelve respondents: limits that carry the SD are wide steps, and what needs it is not given. */
static void small_groups_keep_their_sd(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_reference *reference = make_reference(questionnaire, "observed", 30, 1);
    culture_assessment *assessment = assess(questionnaire, reference, 12, CULTURE_PRECISION_PUBLISHED);
    culture_assessment *full = assess(questionnaire, reference, 12, CULTURE_PRECISION_FULL);
    double low = standing(assessment, CULTURE_STANDING_PERCENTILE_WIDE_LOW, 0, 0);
    double high = standing(assessment, CULTURE_STANDING_PERCENTILE_WIDE_HIGH, 0, 0);
    assert_true(fmod(low, 5) == 0 && fmod(high, 5) == 0);
    assert_true(low <= standing(full, CULTURE_STANDING_PERCENTILE_WIDE_LOW, 0, 0) + 0.1);
    assert_true(high >= standing(full, CULTURE_STANDING_PERCENTILE_WIDE_HIGH, 0, 0) - 0.1);
    static const int32_t hidden[] = {CULTURE_STANDING_PERCENTILE_TRUE, CULTURE_STANDING_PERCENTILE_TRUE_LOW,
                                     CULTURE_STANDING_EB, CULTURE_STANDING_EB_RELIABILITY};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        assert_int_equal(reason_of(assessment, hidden[i]), CULTURE_REASON_SUPPRESSED);
        assert_int_equal(reason_of(full, hidden[i]), CULTURE_REASON_NONE);
    }
    culture_assessment_free(assessment);
    culture_assessment_free(full);
    culture_reference_free(reference);
    culture_questionnaire_free(questionnaire);
}

static void a_norm_is_audited(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_reference *reference = make_reference(questionnaire, "observed", 30, 1);
    struct culture_norm_audit audit = {.struct_size = sizeof audit};
    assert_int_equal(culture_reference_audit(reference, 2026, &audit, NULL), CULTURE_OK);
    assert_int_equal(audit.age, 6);
    assert_int_equal(audit.organisations, 30);
    assert_near(audit.mean_respondents, 40, 1e-12);
    assert_near(audit.mean_response_rate, 0.8, 1e-12);
    assert_int_equal(audit.skewed, 0);
    assert_true(audit.at_least_one_low > 0.05 && audit.at_least_one_low < 1 - 0.95 * 0.95);
    assert_int_equal(culture_reference_audit(reference, 2010, &audit, NULL), CULTURE_OK);
    assert_int_equal(audit.age, 0); /* a fieldwork of the future has no age */
    assert_int_equal(culture_reference_reason(reference, CULTURE_NORM_RESPONDENTS, 0), CULTURE_REASON_NONE);
    assert_int_equal(culture_reference_reason(reference, CULTURE_NORM_RESPONDENTS, 1), CULTURE_REASON_NOT_IN_REFERENCE);
    struct culture_norm_audit unset = {0};
    assert_int_equal(culture_reference_audit(reference, 2026, &unset, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_reference_audit(NULL, 2026, &audit, NULL), CULTURE_ERROR_ARGUMENT);
    culture_reference_free(reference);
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(true_among_true),
                                       cmocka_unit_test(without_true_differences_there_is_no_true_percentile),
                                       cmocka_unit_test(ranks_have_limits),
                                       cmocka_unit_test(wide_limits_cover),
                                       cmocka_unit_test(a_profile_needs_a_reference_that_bears_it),
                                       cmocka_unit_test(twelve_peers_bear_no_profile),
                                       cmocka_unit_test(made_up_organisations_draw_no_real_ones),
                                       cmocka_unit_test(small_groups_keep_their_sd),
                                       cmocka_unit_test(a_norm_is_audited),
                                       cmocka_unit_test(standing_equals_r),
                                       cmocka_unit_test(ranks_and_scales),
                                       cmocka_unit_test(verdicts_follow_the_criterion),
                                       cmocka_unit_test(probability_of_independent_errors_equals_brute_force),
                                       cmocka_unit_test(evidence_is_cut_at_its_bounds),
                                       cmocka_unit_test(probability_equals_a_simulation),
                                       cmocka_unit_test(the_published_base_rate),
                                       cmocka_unit_test(a_member_is_compared_with_the_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
