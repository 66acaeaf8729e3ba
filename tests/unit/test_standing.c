/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standing beyond z and percentile: both errors, true scores, ranks, profiles, norms. */
#include "assessment/standing.h"
#include "numeric/draws.h"
#include "numeric/mahalanobis.h"
#include "numeric/noncentral_f.h"
#include "numeric/tolerance.h"
#include "small.h"

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

static culture_reference *read_reference(culture_questionnaire *questionnaire, const char *text, size_t length)
{
    culture_reference *reference = NULL;
    struct culture_error error = {0};
    struct culture_source source = {.bytes = text, .length = length};
    if (culture_reference_read(&source, questionnaire, NULL, &reference, &error)) {
        print_error("%s: %s\n", error.where, error.message);
        fail();
    }
    return reference;
}

/*
 * By hand: s 10; the third organisation counts with (24 x 25 x 16 + 99 x 100 x 9) / 123 / 20 = 40.12 beside 16 and 9,
 * so tau^2 = 100 - 21.707.
 */
static void an_organisation_without_an_error_counts_with_that_of_the_others(void **state)
{
    (void)state;
    static const char form[] = "reference: r\nversion: 1.0.0\nkind: observed\nquestionnaire: small\nfingerprint: %s\n"
                               "year: 2025\nsource: by hand\norganisations:\n"
                               "  - id: one\n    dimensions: {f: {mean: 40, se: 4, n: 25}, g: {mean: 40}}\n"
                               "  - id: two\n    dimensions: {f: {mean: 50, se: 3, n: 100}, g: {mean: 50}}\n"
                               "  - id: three\n    dimensions: {f: {mean: 60, n: 20}, g: {mean: 60, n: 20}}\n";
    culture_questionnaire *questionnaire = small_questionnaire();
    char text[1024];
    int length = snprintf(text, sizeof text, form, culture_questionnaire_fingerprint(questionnaire));
    culture_reference *reference = read_reference(questionnaire, text, (size_t)length);
    struct culture_matrix truth;
    culture_reference_get(reference, CULTURE_NORM_TRUE_SD, &truth);
    int32_t g = culture_questionnaire_find_dimension(questionnaire, "g");
    assert_near(truth.data[0], sqrt(100 - (16 + 9 + 98700 / 123.0 / 20) / 3), 1e-12);
    assert_true(isnan(truth.data[g])); /* nobody tells how far its answers differ */
    assert_int_equal(culture_reference_reason(reference, CULTURE_NORM_TRUE_SD, g), CULTURE_REASON_NOT_IN_REFERENCE);
    culture_reference_free(reference);
    culture_questionnaire_free(questionnaire);
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
    struct cul_percentile found = cul_percentile_rank(&tied, 65, 0.95, NULL);
    assert_near(found.value, 100 * 23 / 65.0, 1e-12);
    assert_near(cul_beta_cdf(found.low / 100, 23.5, 42.5), 0.025, 1e-9);
    assert_near(cul_beta_cdf(found.high / 100, 23.5, 42.5), 0.975, 1e-9);
    assert_true(cul_percentile_rank(&lowest, 65, 0.95, NULL).low == 0 &&
                cul_percentile_rank(&lowest, 65, 0.95, NULL).high < 5);
    assert_true(cul_percentile_rank(&highest, 65, 0.95, NULL).high == 100);
    struct cul_standing summary = {.below = -1, .ties = -1};
    assert_int_equal(cul_percentile_rank(&summary, 65, 0.95, NULL).reason, CULTURE_REASON_NOT_IN_REFERENCE);
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
    assert_true(100 * covered > 94 * ROUNDS && 100 * covered < 96 * ROUNDS);
    assert_true(100 * narrow < 85 * ROUNDS); /* what is wrong without the organisation's own error */
}

/* A yardstick of means with sampling error, and what is known of it. */
static void draw_measured(struct cul_draws *draws, int count, double variance, struct cul_norm *norm,
                          struct cul_truth *truth)
{
    double values[64], squares = 0;
    *norm = (struct cul_norm){.organisations = count};
    for (int i = 0; i < count; i++) {
        values[i] = cul_draws_normal(draws) + sqrt(variance) * cul_draws_normal(draws);
        norm->mean += values[i] / count;
    }
    for (int i = 0; i < count; i++) {
        squares += (values[i] - norm->mean) * (values[i] - norm->mean) / (count - 1);
    }
    norm->sd = sqrt(squares);
    *truth = (struct cul_truth){squares - variance, norm->mean};
}

/*
 * How often the limits hold the place of a true mean among true means, for organisations drawn as those of the
 * yardstick are: the promise of the posterior. Beside it the limits that take the yardstick as known.
 */
static void true_limits_cover(void **state)
{
    (void)state;
    enum { ROUNDS = 8000 };
    static const struct {
        int organisations;
        double own, others; /* sampling variances, of true means with variance 1 */
    } cases[] = {{20, 0.3, 0.2}, {64, 0.5, 0.1}, {20, 0.1, 0.3}};
    static struct cul_draws draws;
    cul_draws_seed(&draws, 12);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct cul_noncentral_t yardstick;
        int64_t covered = 0, narrow = 0, told = 0;
        cul_noncentral_t_prepare(&yardstick, cases[c].organisations - 1);
        for (int round = 0; round < ROUNDS; round++) {
            struct cul_norm norm;
            struct cul_truth truth;
            double place = cul_draws_normal(&draws), x = place + sqrt(cases[c].own) * cul_draws_normal(&draws);
            draw_measured(&draws, cases[c].organisations, cases[c].others, &norm, &truth);
            struct cul_percentile wide = cul_percentile_true_wide(x, cases[c].own, &norm, &truth, &yardstick, 0.95);
            struct cul_percentile without = cul_percentile_true(x, cases[c].own, &norm, &truth, 0.95);
            double percentile = 100 * cul_normal_cdf(place);
            told += !wide.reason;
            covered += !wide.reason && wide.low < percentile && percentile < wide.high;
            narrow += !wide.reason && without.low < percentile && percentile < without.high;
        }
        print_message("coverage: %.4f, without the yardstick's error %.4f, told %.4f\n", (double)covered / (double)told,
                      (double)narrow / (double)told, (double)told / ROUNDS);
        assert_true(100 * covered > 94 * told && 100 * covered < 96 * told);
        assert_true(100 * told > 99 * ROUNDS && narrow < covered);
    }
}

static void true_limits_of_what_tells_nothing(void **state)
{
    (void)state;
    struct cul_noncentral_t yardstick;
    cul_noncentral_t_prepare(&yardstick, 64);
    /* Without sampling error anywhere the place is that of Crawford and Garthwaite. */
    struct cul_interval sure = cul_true_limits(&yardstick, -1.677, 0, 0, 0.95);
    struct cul_interval usual = cul_crawford_garthwaite(&yardstick, -1.677, 0.95);
    assert_near(sure.low, usual.low, 1e-9);
    assert_near(sure.high, usual.high, 1e-9);
    /* When all differences are sampling error nearly any place is possible. */
    struct cul_interval none = cul_true_limits(&yardstick, 2, 1, 0.999999, 0.95);
    assert_true(none.low < -1.5 && none.high > 1.9);
    assert_true(isnan(cul_true_limits(&yardstick, 2, 1, 1, 0.95).low));
    assert_true(isnan(cul_true_limits(&yardstick, 2, -1, 0, 0.95).low));
}

/* Mean and SD of fresh normal values. */
static void draw_sample(struct cul_draws *draws, int count, double *mean, double *sd)
{
    double values[64], squares = 0;
    *mean = 0;
    for (int i = 0; i < count; i++) {
        values[i] = cul_draws_normal(draws);
        *mean += values[i] / count;
    }
    for (int i = 0; i < count; i++) {
        squares += (values[i] - *mean) * (values[i] - *mean) / (count - 1);
    }
    *sd = sqrt(squares);
}

/* The next organisation falls within the prediction interval, and enough of all within the tolerance intervals. */
static void norms_reach_as_far_as_they_say(void **state)
{
    (void)state;
    enum { ROUNDS = 8000, R = 20 };
    static struct cul_draws draws;
    struct cul_noncentral_t distribution;
    int64_t next = 0, two_sided = 0, one_sided = 0;
    cul_draws_seed(&draws, 3);
    cul_noncentral_t_prepare(&distribution, R - 1);
    double k = cul_prediction_factor(R, 0.95), k2 = cul_howe_factor(R, 0.95, 0.95);
    double k1 = cul_one_sided_factor(&distribution, 0.95, 0.95);
    for (int round = 0; round < ROUNDS; round++) {
        double mean, sd;
        draw_sample(&draws, R, &mean, &sd);
        next += fabs(cul_draws_normal(&draws) - mean) < k * sd;
        two_sided += cul_normal_cdf(mean + k2 * sd) - cul_normal_cdf(mean - k2 * sd) >= 0.95;
        one_sided += 1 - cul_normal_cdf(mean - k1 * sd) >= 0.95;
    }
    assert_true(100 * next > 94 * ROUNDS && 100 * next < 96 * ROUNDS);
    assert_true(100 * two_sided > 94 * ROUNDS && 100 * two_sided < 96 * ROUNDS);
    assert_true(100 * one_sided > 94 * ROUNDS && 100 * one_sided < 96 * ROUNDS);
}

/* An organisation at (1.5, 1): how many lie further out, from fresh references of two factors that correlate. */
static void unusual_limits_cover(void **state)
{
    (void)state;
    enum { ROUNDS = 4000, R = 24, P = 2 };
    static struct cul_draws draws;
    const double x[P] = {1.5, 1}, rho = 0.6;
    double truth = (x[0] * x[0] - 2 * rho * x[0] * x[1] + x[1] * x[1]) / (1 - rho * rho);
    int64_t covered = 0;
    cul_draws_seed(&draws, 21);
    for (int round = 0; round < ROUNDS; round++) {
        double sample[R][P], mean[P] = {0}, matrix[P * P] = {0}, room[P * P], off[P];
        for (int i = 0; i < R; i++) {
            sample[i][0] = cul_draws_normal(&draws);
            sample[i][1] = rho * sample[i][0] + sqrt(1 - rho * rho) * cul_draws_normal(&draws);
            mean[0] += sample[i][0] / R, mean[1] += sample[i][1] / R;
        }
        for (int i = 0; i < R * P * P; i++) {
            int a = i / P % P, b = i % P, row = i / (P * P);
            matrix[a * P + b] += (sample[row][a] - mean[a]) * (sample[row][b] - mean[b]) / (R - 1);
        }
        off[0] = x[0] - mean[0], off[1] = x[1] - mean[1];
        assert_true(cul_mahalanobis_prepare(matrix, P, room) > 1e-10);
        double f = (double)R * (R - P) / ((R - 1.0) * P) * cul_mahalanobis(matrix, P, off, room);
        covered += cul_noncentral_f_ncp(f, P, R - P, 0.975) / R < truth &&
                   truth < cul_noncentral_f_ncp(f, P, R - P, 0.025) / R;
    }
    assert_true(100 * covered > 94 * ROUNDS && 100 * covered < 96 * ROUNDS);
}

static double standing(const culture_assessment *assessment, int32_t result, int64_t row, int64_t column)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_assessment_get(assessment, result, &matrix), CULTURE_OK);
    return matrix.data[row * matrix.columns + column];
}

/* A reference of so many organisations on f and g, g = f + twist: 0 makes their covariance singular. */
static culture_reference *make_reference(culture_questionnaire *questionnaire, const char *kind, int organisations,
                                         double twist)
{
    char text[8192];
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
    return read_reference(questionnaire, text, (size_t)at);
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(true_among_true),
        cmocka_unit_test(an_organisation_without_an_error_counts_with_that_of_the_others),
        cmocka_unit_test(without_true_differences_there_is_no_true_percentile),
        cmocka_unit_test(ranks_have_limits),
        cmocka_unit_test(wide_limits_cover),
        cmocka_unit_test(true_limits_cover),
        cmocka_unit_test(true_limits_of_what_tells_nothing),
        cmocka_unit_test(norms_reach_as_far_as_they_say),
        cmocka_unit_test(unusual_limits_cover),
        cmocka_unit_test(a_profile_needs_a_reference_that_bears_it),
        cmocka_unit_test(twelve_peers_bear_no_profile),
        cmocka_unit_test(made_up_organisations_draw_no_real_ones),
        cmocka_unit_test(small_groups_keep_their_sd),
        cmocka_unit_test(a_norm_is_audited)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
