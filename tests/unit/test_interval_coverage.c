/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the other 95 % intervals hold the truth 95 times in 100? Those of means, shares, weighted means and alpha are in
 * test_intervals.c, those with an organisation's own error in test_standing.c, of change and Hedges' g in
 * test_change_intervals.c. One standard error of a share is 0.0034 after 4000 rounds, the fewest that decide on 0.94 to
 * 0.96: that is three of them on either side. Where the theory promises less, the limits and the reason stand beside.
 */
#include "assessment/standing.h"
#include "base/buffer.h"
#include "culture/drivers.h"
#include "numeric/draws.h"
#include "scores/components.h"
#include "small.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_between(const char *what, double found, double low, double high)
{
    print_message("coverage of %s: %.4f\n", what, found);
    if (!(found > low && found < high)) {
        print_error("%s: %.4f is not between %.3f and %.3f\n", what, found, low, high);
        fail();
    }
}

static void check_coverage(const char *what, double found)
{
    check_between(what, found, 0.94, 0.96);
}

static bool holds(struct cul_interval interval, double value)
{
    return interval.low <= value && value <= interval.high;
}

/* Differences between organisations. */

enum { GROUPS = 25 };

/* A group of normal values around a mean of its own: the variance between is rho, within 1 - rho. */
static struct cul_sample draw_group(struct cul_draws *draws, int64_t n, double rho)
{
    double freedom = (double)(n - 1), within = 100 * (1 - rho), between = 100 * rho;
    double mean = 50 + sqrt(between + within / (double)n) * cul_draws_normal(draws);
    return (struct cul_sample){n, mean, within * cul_draws_chi_squared(draws, freedom)};
}

struct icc_coverage {
    double icc1, icc2;
};

static struct icc_coverage cover_icc(const int64_t *sizes, double rho, uint64_t seed)
{
    enum { ROUNDS = 5000 };
    static struct cul_draws draws;
    int64_t held1 = 0, held2 = 0;
    cul_draws_seed(&draws, seed);
    for (int round = 0; round < ROUNDS; round++) {
        struct cul_sample groups[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = draw_group(&draws, sizes[i], rho);
        }
        struct cul_icc icc = cul_icc(groups, GROUPS, 0.95);
        assert_int_equal(icc.reason, CULTURE_REASON_NONE);
        held1 += holds(icc.icc1_limits, rho);
        held2 += holds(icc.icc2_limits, icc.k0 * rho / (icc.k0 * rho + 1 - rho)); /* of a mean of k0 respondents */
    }
    return (struct icc_coverage){(double)held1 / ROUNDS, (double)held2 / ROUNDS};
}

/* Exact for equal groups (McGraw & Wong 1996). */
static void icc_of_equal_groups(void **state)
{
    (void)state;
    int64_t sizes[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
        sizes[i] = 14;
    }
    const double rhos[] = {0.03, 0.1, 0.3};
    for (size_t i = 0; i < sizeof rhos / sizeof *rhos; i++) {
        struct icc_coverage found = cover_icc(sizes, rhos[i], 31 + i);
        check_coverage("ICC(1), equal groups", found.icc1);
        check_coverage("ICC(2), equal groups", found.icc2);
    }
}

/*
 * With k0 for unequal groups F is only about F distributed (Donner & Wells 1986): nearly right where groups differ by a
 * factor of four, too short where one holds as many as all others, the more so the higher ICC is.
 */
static void icc_of_unequal_groups(void **state)
{
    (void)state;
    int64_t sizes[GROUPS], skewed[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
        sizes[i] = 10 + 5 * (i % 7);
        skewed[i] = i ? 12 : 288;
    }
    const double rhos[] = {0.03, 0.1, 0.3};
    for (size_t i = 0; i < sizeof rhos / sizeof *rhos; i++) {
        struct icc_coverage found = cover_icc(sizes, rhos[i], 41 + i), other = cover_icc(skewed, rhos[i], 51 + i);
        check_between("ICC(1), sizes of 10 to 40", found.icc1, 0.93, 0.96);
        check_between("ICC(2), sizes of 10 to 40", found.icc2, 0.93, 0.96);
        check_between("ICC(1), one of half", other.icc1, 0.80, 0.97);
    }
}

/* Gaps and tilts: workforces of which a part answered, in two roles that differ. */

enum { ORGANISATIONS = 4000, STAFF = 70, LEADERS = 30, PEOPLE = STAFF + LEADERS, ANSWERED = 44, ITEMS = 8 };

static const char gaps_yaml[] = "questionnaire: gaps\n"
                                "scales: {s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}}\n"
                                "factors:\n"
                                "  - id: f\n"
                                "    items:\n"
                                "      - {id: a, scale: s, text: item a}\n"
                                "      - {id: b, scale: s, text: item b}\n"
                                "      - {id: c, scale: s, text: item c, aspect: ambition}\n"
                                "      - {id: d, scale: s, text: item d, aspect: ambition}\n"
                                "axes:\n"
                                "  - id: x\n"
                                "    poles: {low: low, high: high}\n"
                                "    now:\n"
                                "      - {id: n1, scale: s, text: item n1}\n"
                                "      - {id: n2, scale: s, text: item n2}\n"
                                "    wanted:\n"
                                "      - {id: w1, scale: s, text: item w1}\n"
                                "      - {id: w2, scale: s, text: item w2}\n";
enum { STAFF_MEMBER, LEADER, EVERYBODY, PARTS, GAP = 0, TILT, DIFFERENCES };

/* What is true of each workforce and each of its roles, and of all that could have been. */
static double truth[ORGANISATIONS][PARTS][DIFFERENCES], process_truth[PARTS][DIFFERENCES];
static const int heads[PARTS] = {STAFF, LEADERS, PEOPLE};

static void draw_pair(struct cul_draws *draws, double level, int16_t *answers)
{
    for (int i = 0; i < 2; i++) {
        answers[i] = (int16_t)fmin(5, fmax(1, floor(3.5 + level + 0.8 * cul_draws_normal(draws))));
    }
}

/* Practice and ambition, now and wanted: what is wished for hangs together with what there is. */
static void draw_person(struct cul_draws *draws, bool leader, int16_t *answers)
{
    for (int pair = 0; pair < DIFFERENCES; pair++) {
        double now = 0.7 * cul_draws_normal(draws), wish = 0.4 * now + 0.6 * cul_draws_normal(draws);
        draw_pair(draws, now + (leader ? 0.3 : -0.2), answers + 4 * pair);
        draw_pair(draws, wish + (leader ? 0.4 : 0.9), answers + 4 * pair + 2);
    }
}

static void draw_workforce(struct cul_draws *draws, int organisation, int16_t (*people)[ITEMS])
{
    for (int person = 0; person < PEOPLE; person++) {
        int role = person >= STAFF;
        draw_person(draws, role, people[person]);
        for (int pair = 0; pair < DIFFERENCES; pair++) {
            const int16_t *of = people[person] + 4 * pair;
            double difference = 12.5 * (of[2] + of[3] - of[0] - of[1]);
            for (int part = role; part < PARTS; part += EVERYBODY - role) {
                truth[organisation][part][pair] += difference / heads[part];
                process_truth[part][pair] += difference / heads[part] / ORGANISATIONS;
            }
        }
    }
}

static void answer(struct cul_draws *draws, culture_tally *tally, int organisation)
{
    static const char *const columns[] = {"role"}, *const units[] = {"staff", "leaders"};
    int16_t people[PEOPLE][ITEMS], rows[ANSWERED][ITEMS];
    int32_t roles[ANSWERED];
    int order[PEOPLE];
    char name[16];
    const char *names[] = {name};
    snprintf(name, sizeof name, "o%d", organisation);
    draw_workforce(draws, organisation, people);
    for (int i = 0; i < PEOPLE; i++) {
        order[i] = i;
    }
    for (int i = 0; i < ANSWERED; i++) {
        int other = (int)cul_draws_whole(draws, i, PEOPLE - 1), person = order[other];
        order[other] = order[i], order[i] = person;
        memcpy(rows[i], people[person], sizeof rows[i]);
        roles[i] = person >= STAFF;
    }
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = ANSWERED,
                                  .values = rows[0],
                                  .organisations = names,
                                  .organisation_count = 1,
                                  .unit_columns = columns,
                                  .unit_column_count = 1,
                                  .units = units,
                                  .unit_count = 2,
                                  .unit = roles};
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
}

static culture_register *make_register(void)
{
    struct cul_buffer text = {0};
    culture_register *reg = NULL;
    cul_buffer_text(&text, "organisation,column,unit,headcount\n");
    for (int i = 0; i < ORGANISATIONS; i++) {
        char lines[128];
        snprintf(lines, sizeof lines, "o%d,,,%d\no%d,role,staff,%d\no%d,role,leaders,%d\n", i, PEOPLE, i, STAFF, i,
                 LEADERS);
        cul_buffer_text(&text, lines);
    }
    struct culture_source source = {.bytes = text.bytes, .length = text.length};
    assert_int_equal(culture_register_read(&source, NULL, &reg, NULL), CULTURE_OK);
    cul_buffer_free(&text);
    return reg;
}

static culture_questionnaire *read_questionnaire(const char *yaml)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_error error = {0};
    struct culture_source source = {.bytes = yaml, .length = strlen(yaml)};
    if (culture_questionnaire_read(&source, NULL, &questionnaire, &error)) {
        print_error("%lld %s: %s\n", (long long)error.line, error.where, error.message);
        fail();
    }
    return questionnaire;
}

static int organisation_at(const culture_scores *scores, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    assert_int_equal(culture_scores_organisation(scores, row, &organisation, NULL), CULTURE_OK);
    return atoi(organisation.name + 1);
}

/* Counts what the intervals of a level hold: by part and kind of difference. */
static void count_held(const culture_scores *scores, int32_t level, bool process, const int32_t *columns,
                       int64_t held[PARTS][DIFFERENCES])
{
    struct culture_matrix low, high;
    assert_int_equal(culture_scores_get(scores, level + CULTURE_SCORE_DIFFERENCE_LOW, &low), CULTURE_OK);
    assert_int_equal(culture_scores_get(scores, level + CULTURE_SCORE_DIFFERENCE_HIGH, &high), CULTURE_OK);
    for (int64_t row = 0; row < low.rows; row++) {
        struct culture_unit unit = {.struct_size = sizeof unit, .organisation = row};
        int part = EVERYBODY;
        if (level == CULTURE_LEVEL_UNIT) {
            assert_int_equal(culture_scores_unit(scores, row, &unit, NULL), CULTURE_OK);
            part = strcmp(unit.name, "leaders") == 0 ? LEADER : STAFF_MEMBER;
        }
        int organisation = organisation_at(scores, unit.organisation);
        for (int pair = 0; pair < DIFFERENCES; pair++) {
            int64_t at = row * low.columns + columns[pair];
            double value = process ? process_truth[part][pair] : truth[organisation][part][pair];
            assert_true(low.data[at] <= high.data[at]); /* not NaN */
            held[part][pair] += low.data[at] <= value && value <= high.data[at];
        }
    }
}

static void gaps_and_tilts(void **state)
{
    (void)state;
    static const char *const names[PARTS][DIFFERENCES] = {{"the gap of staff", "the tilt of staff"},
                                                          {"the gap of leaders", "the tilt of leaders"},
                                                          {"the gap", "the tilt"}};
    culture_questionnaire *questionnaire = read_questionnaire(gaps_yaml);
    culture_register *reg = make_register();
    culture_tally *tally = new_tally(questionnaire);
    struct cul_draws draws;
    cul_draws_seed(&draws, 71);
    for (int i = 0; i < ORGANISATIONS; i++) {
        answer(&draws, tally, i);
    }
    const int32_t columns[] = {culture_questionnaire_find_dimension(questionnaire, "f.ambition"),
                               culture_questionnaire_find_dimension(questionnaire, "x.wanted")};
    for (int32_t target = CULTURE_TARGET_WORKFORCE; target <= CULTURE_TARGET_PROCESS; target++) {
        struct culture_scores_options options = {.struct_size = sizeof options,
                                                 .reg = reg,
                                                 .minimum = 2,
                                                 .precision = CULTURE_PRECISION_FULL,
                                                 .target = target};
        culture_scores *scores = NULL;
        int64_t held[PARTS][DIFFERENCES] = {{0}};
        assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
        count_held(scores, CULTURE_LEVEL_ORGANISATION, target, columns, held);
        count_held(scores, CULTURE_LEVEL_UNIT, target, columns, held);
        for (int part = 0; part < PARTS; part++) {
            for (int pair = 0; pair < DIFFERENCES; pair++) {
                check_coverage(names[part][pair], (double)held[part][pair] / ORGANISATIONS);
            }
        }
        culture_scores_free(scores);
    }
    culture_tally_free(tally);
    culture_register_free(reg);
    culture_questionnaire_free(questionnaire);
}

/* Places among organisations: one organisation of which the place is known, and fresh references. */

enum { R = 20, FACTORS = 3 };
static const char places_yaml[] = "questionnaire: places\n"
                                  "scales: {s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}}\n"
                                  "factors:\n"
                                  "  - {id: f, items: [{id: a, scale: s, text: item a}]}\n"
                                  "  - {id: g, items: [{id: b, scale: s, text: item b}]}\n"
                                  "  - {id: h, items: [{id: c, scale: s, text: item c}]}\n";

/* Means of organisations: 50 with a part in common (SD 8) and one of the factor's own (SD 6). */
static culture_reference *draw_reference(culture_questionnaire *questionnaire, struct cul_draws *draws)
{
    char text[8192];
    culture_reference *reference = NULL;
    int at =
        snprintf(text, sizeof text,
                 "reference: r\nversion: 1.0.0\nkind: observed\nquestionnaire: places\nfingerprint: %s\nyear: 2020\n"
                 "source: a test\norganisations:\n",
                 culture_questionnaire_fingerprint(questionnaire));
    for (int i = 0; i < R; i++) {
        double common = 50 + 8 * cul_draws_normal(draws), own[FACTORS];
        for (int f = 0; f < FACTORS; f++) {
            own[f] = fmax(0, fmin(100, common + 6 * cul_draws_normal(draws)));
        }
        at += snprintf(text + at, sizeof text - (size_t)at,
                       "  - {id: o%d, respondents: 40, dimensions: {f: {mean: %.9f, n: 40}, g: {mean: %.9f, n: 40}, h: "
                       "{mean: %.9f, n: 40}}}\n",
                       i, own[0], own[1], own[2]);
    }
    struct culture_source source = {.bytes = text, .length = (size_t)at};
    assert_int_equal(culture_reference_read(&source, questionnaire, NULL, &reference, NULL), CULTURE_OK);
    return reference;
}

/* Forty respondents: 40 points on f, 60 on g and 47.5 on h. */
static culture_scores *score_one(culture_questionnaire *questionnaire)
{
    culture_tally *tally = new_tally(questionnaire);
    culture_scores *scores = NULL;
    int16_t rows[40 * FACTORS];
    for (int i = 0; i < 40; i++) {
        rows[i * FACTORS] = i < 24 ? 3 : 2;
        rows[i * FACTORS + 1] = i < 16 ? 4 : 3;
        rows[i * FACTORS + 2] = i < 36 ? 3 : 2;
    }
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = 40,
                                  .values = rows,
                                  .organisations = (const char *const[]){"x"},
                                  .organisation_count = 1};
    struct culture_scores_options options = {.struct_size = sizeof options, .precision = CULTURE_PRECISION_FULL};
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    culture_tally_free(tally);
    return scores;
}

static double standing(const culture_assessment *assessment, int32_t result, int column)
{
    struct culture_matrix matrix;
    assert_int_equal(culture_assessment_get(assessment, result, &matrix), CULTURE_OK);
    return matrix.data[column];
}

/* A factor among those of other organisations, and against the organisation's own level (Crawford & Garthwaite 2002).
 */
static void places_and_own_levels(void **state)
{
    (void)state;
    enum { ROUNDS = 5000 };
    static struct cul_draws draws;
    culture_questionnaire *questionnaire = read_questionnaire(places_yaml);
    culture_scores *scores = score_one(questionnaire);
    const double means[FACTORS] = {40, 60, 47.5}, level = (40 + 60 + 47.5) / 3;
    int64_t held[FACTORS] = {0}, own[FACTORS] = {0};
    cul_draws_seed(&draws, 81);
    for (int round = 0; round < ROUNDS; round++) {
        culture_reference *reference = draw_reference(questionnaire, &draws);
        culture_assessment *assessment = NULL;
        assert_int_equal(culture_assess(scores, reference, NULL, &assessment, NULL), CULTURE_OK);
        for (int f = 0; f < FACTORS; f++) {
            /* A factor less the mean of all has but its own part, with variance 36 (1 - 1/3). */
            double place = 100 * cul_normal_cdf((means[f] - 50) / 10);
            double contrast = 100 * cul_normal_cdf((means[f] - level) / sqrt(24));
            held[f] += standing(assessment, CULTURE_STANDING_PERCENTILE_LOW, f) <= place &&
                       place <= standing(assessment, CULTURE_STANDING_PERCENTILE_HIGH, f);
            own[f] += standing(assessment, CULTURE_STANDING_OWN_PERCENTILE_LOW, f) <= contrast &&
                      contrast <= standing(assessment, CULTURE_STANDING_OWN_PERCENTILE_HIGH, f);
        }
        culture_assessment_free(assessment);
        culture_reference_free(reference);
    }
    for (int f = 0; f < FACTORS; f++) {
        check_coverage("a percentile", (double)held[f] / ROUNDS);
        check_coverage("a percentile against the own level", (double)own[f] / ROUNDS);
    }
    culture_scores_free(scores);
    culture_questionnaire_free(questionnaire);
}

/*
 * Jeffreys' interval is right on average over places, not at each of them, as no interval of a count can be (Brown, Cai
 * & DasGupta 2001): near the ends of the scale it holds the place a little more or less often. Where means come in
 * steps, as those of few respondents do, ties count for half, which makes it a little wide.
 */
static double cover_rank(int64_t organisations, double step, double low, double high, uint64_t seed)
{
    enum { ROUNDS = 8000 };
    static struct cul_draws draws;
    int64_t held = 0;
    cul_draws_seed(&draws, seed);
    for (int round = 0; round < ROUNDS; round++) {
        struct cul_standing standing = {0};
        double place = low + (high - low) * cul_draws_uniform(&draws), from = place, to = place;
        if (step > 0) { /* the share of organisations with the same mean as this one, and of those below */
            double mean = floor(cul_normal_quantile(place) / step);
            from = cul_normal_cdf(mean * step), to = cul_normal_cdf((mean + 1) * step);
        }
        for (int64_t i = 0; i < organisations; i++) {
            double other = cul_draws_uniform(&draws);
            standing.below += other < from;
            standing.ties += from <= other && other < to;
        }
        struct cul_percentile found = cul_percentile_rank(&standing, organisations, 0.95, NULL);
        held += found.low <= 50 * (from + to) && 50 * (from + to) <= found.high;
    }
    return (double)held / ROUNDS;
}

static void mid_ranks(void **state)
{
    (void)state;
    check_coverage("a mid-rank of 65", cover_rank(65, 0, 0, 1, 91));
    check_coverage("a mid-rank of 20", cover_rank(20, 0, 0, 1, 92));
    check_between("a mid-rank of 65 below the tenth percentile", cover_rank(65, 0, 0.01, 0.1, 93), 0.93, 0.98);
    check_between("a mid-rank of 65, tied", cover_rank(65, 0.25, 0.01, 0.99, 94), 0.94, 0.975);
}

/* The posterior of the true mean holds as often as it says where the yardstick is known: none of its errors. */
static void the_true_place_by_a_known_yardstick(void **state)
{
    (void)state;
    enum { ROUNDS = 8000 };
    static struct cul_draws draws;
    const struct cul_norm norm = {.organisations = 1000000, .mean = 50, .sd = 10};
    const struct cul_truth known = {.variance = 80, .mean = 50};
    cul_draws_seed(&draws, 101);
    for (double own = 5; own < 200; own *= 6) {
        int64_t held = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double place = cul_draws_normal(&draws),
                   mean = 50 + sqrt(80) * place + sqrt(own) * cul_draws_normal(&draws);
            struct cul_percentile found = cul_percentile_true(mean, own, &norm, &known, 0.95);
            held += found.low <= 100 * cul_normal_cdf(place) && 100 * cul_normal_cdf(place) <= found.high;
        }
        check_coverage("the true place", (double)held / ROUNDS);
    }
}

/* Drivers. */

enum { DRIVEN = 3 };
static const char drivers_yaml[] = "questionnaire: drivers\n"
                                   "scales: {s: {points: {0: a, 1: b, 2: c, 3: d, 4: e, 5: f, 6: g, 7: h, 8: i}}}\n"
                                   "factors:\n"
                                   "  - {id: f, items: [{id: a, scale: s, text: item a}]}\n"
                                   "  - {id: g, items: [{id: b, scale: s, text: item b}]}\n"
                                   "themes:\n"
                                   "  - {id: t, items: [{id: c, scale: s, text: item c}]}\n";

static int16_t to_point(double value)
{
    return (int16_t)fmin(8, fmax(0, floor(4.5 + 1.5 * value)));
}

/* Rows of one organisation, whose level on each of the three has a part in common and one of its own. */
static void draw_rows(struct cul_draws *draws, culture_tally *tally, int organisation, int count)
{
    static int16_t rows[4000 * DRIVEN];
    char name[16];
    double level = 0.4 * cul_draws_normal(draws), of[DRIVEN];
    for (int i = 0; i < DRIVEN; i++) {
        of[i] = level + 0.3 * cul_draws_normal(draws);
    }
    snprintf(name, sizeof name, "o%d", organisation);
    for (int i = 0; i < count; i++) {
        double common = cul_draws_normal(draws), f = 0.6 * common + 0.8 * cul_draws_normal(draws);
        double g = 0.6 * common + 0.8 * cul_draws_normal(draws);
        rows[i * DRIVEN] = to_point(f + of[0]);
        rows[i * DRIVEN + 1] = to_point(g + of[1]);
        rows[i * DRIVEN + 2] = to_point(0.5 * f + 0.25 * g + 0.8 * cul_draws_normal(draws) + of[2]);
    }
    add_rows(tally, name, rows, count);
}

struct driven {
    int32_t level;
    int organisations, people;
};

/* Weights of f and g, and their limits: 3 x 2. */
static void find_drivers(culture_questionnaire *questionnaire, struct cul_draws *draws, struct driven of,
                         int32_t resamples, double found[3][2])
{
    culture_tally *tally = new_tally(questionnaire);
    culture_scores *scores = NULL;
    culture_drivers *drivers = NULL;
    for (int i = 0; i < of.organisations; i++) {
        draw_rows(draws, tally, i, of.people);
    }
    struct culture_scores_options options = {.struct_size = sizeof options, .precision = CULTURE_PRECISION_FULL};
    struct culture_drivers_options asked = {.struct_size = sizeof asked, .level = of.level, .resamples = resamples};
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    assert_int_equal(culture_drivers_compute(scores, "t", &asked, &drivers, NULL), CULTURE_OK);
    for (int32_t result = CULTURE_DRIVER_WEIGHT; result <= CULTURE_DRIVER_WEIGHT_HIGH; result++) {
        struct culture_matrix matrix;
        assert_int_equal(culture_drivers_get(drivers, result, &matrix), CULTURE_OK);
        found[result][0] = matrix.data[0], found[result][1] = matrix.data[1];
    }
    culture_drivers_free(drivers);
    culture_scores_free(scores);
    culture_tally_free(tally);
}

/*
 * Percentiles of samples of organisations with replacement promise 95 in 100 for many organisations only: with few they
 * are too short, by sqrt((K - 1) / K) and by the normal where t is due, and a weight's distribution is skewed. 1000
 * rounds: one standard error is 0.008.
 */
static void drivers(void **state)
{
    (void)state;
    enum { ROUNDS = 1000 };
    static const struct {
        struct driven of, truth;
    } cases[] = {{{CULTURE_DRIVERS_PERSON, 12, 20}, {CULTURE_DRIVERS_PERSON, 100, 4000}},
                 {{CULTURE_DRIVERS_PERSON, 48, 20}, {CULTURE_DRIVERS_PERSON, 100, 4000}},
                 {{CULTURE_DRIVERS_ORGANISATION, 30, 20}, {CULTURE_DRIVERS_ORGANISATION, 8000, 20}},
                 {{CULTURE_DRIVERS_ORGANISATION, 65, 20}, {CULTURE_DRIVERS_ORGANISATION, 8000, 20}}};
    static struct cul_draws draws;
    culture_questionnaire *questionnaire = read_questionnaire(drivers_yaml);
    cul_draws_seed(&draws, 111);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double all[3][2], found[3][2];
        int64_t held[2] = {0};
        find_drivers(questionnaire, &draws, cases[c].truth, 100, all);
        for (int round = 0; round < ROUNDS; round++) {
            find_drivers(questionnaire, &draws, cases[c].of, 400, found);
            for (int f = 0; f < 2; f++) {
                held[f] += found[1][f] <= all[0][f] && all[0][f] <= found[2][f];
            }
        }
        for (int f = 0; f < 2; f++) {
            check_between("a driver's weight", (double)held[f] / ROUNDS, 0.89, 0.97);
        }
    }
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(icc_of_equal_groups),
        cmocka_unit_test(icc_of_unequal_groups),
        cmocka_unit_test(gaps_and_tilts),
        cmocka_unit_test(places_and_own_levels),
        cmocka_unit_test(mid_ranks),
        cmocka_unit_test(the_true_place_by_a_known_yardstick),
        cmocka_unit_test(drivers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
