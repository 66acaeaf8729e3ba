/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Simulated surveys, for the default reference sample, examples and benchmarks. A two-level factor model on the index
 * of 0-100:
 *
 *   organisation o, factor f     M = base(f) + 6.2 (c(f) g(o) + sqrt(1 - c(f)^2) u(o, f))
 *   respondent i                 T = M + 20 (sqrt(.45) p(i) + sqrt(.55) q(i, f))
 *   answer to item j             x = T + shift(j) + 21 e(i, j), to the nearest point of the scale, reversed if need be
 *
 * with g, u, p, q, e standard normal and c(f) what a factor has in common with the others. The shifts of a dimension's
 * items add up to 0. Ambition lies 8 to 16 higher than practice, most so for HR, what is wanted 20 higher than now, and
 * both move half as much between organisations. Four in a hundred respondents give one answer to everything, three in a
 * hundred stop somewhere, and 2.5 % of the other answers are missing. Sectors and sizes are dealt out in fixed
 * proportions (largest remainders), then shuffled. Each organisation has its own stream of draws, so what its n-th
 * respondent answers does not depend on the other organisations. Equal seeds give equal bytes.
 */
#define _GNU_SOURCE
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "culture/answers.h"
#include "numeric/draws.h"
#include "questionnaire/model.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const double between_sd = 6.2, within_sd = 20, within_common = 0.45;
static const double noise_sd = 21, shift_range = 6, ambition_gain = 10, wanted_gain = 20;
static const double rate_low = 0.35, rate_high = 0.85;
static const double straightliners = 0.04, early_stops = 0.03, missing_share = 0.025;

/* What organisations score on average, c, and how much higher ambition lies: finance, learning and HR lower, own work
 * and management higher; the terms of employment, often set for a whole sector, have least in common with the rest. */
static const struct {
    const char *id;
    double base, common, gain;
} known_bases[] = {
    {"learning", 52, 0.86, 12},         {"leadership", 59, 0.86, 10},      {"management", 61, 0.88, 11},
    {"work_practice", 63, 0.80, 8},     {"technology", 57, 0.76, 10},      {"finance", 51, 0.74, 12},
    {"hr_role", 51, 0.84, 16},          {"employment_terms", 55, 0.58, 9}, {"own_responsibility", 65, 0.74, 8},
    {"ai_readiness", 44, 0.70, 0},      {"results", 58, 0.84, 0},          {"professionalisation.now", 36, 0.60, 0},
    {"participation.now", 40, 0.50, 0},
};

/* Where people in the Netherlands worked in 2021 (CBS, Nederland in cijfers 2022), rounded. Services are business, IT,
 * financial and property ones; trade includes transport and hospitality; industry includes building, energy and water.
 */
enum { SECTORS = 7, SIZES = 3, MOST_KINDS = 7 };
static const char *const sector_names[SECTORS] = {"services",   "trade",     "care", "industry",
                                                  "government", "education", "other"};
static const double sector_shares[SECTORS] = {0.27, 0.24, 0.16, 0.15, 0.05, 0.06, 0.07};

/* Dutch organisations of at least 30 people, in 2024 (CBS, table 81588NED): about 43, 44 and 13 %. Rounded to steps of
 * five, so that ten of 65 are large. */
static const struct {
    const char *name;
    double share;
    int64_t low, high; /* headcount */
} sizes[SIZES] = {{"small", 0.40, 1, 49}, {"medium", 0.45, 50, 249}, {"large", 0.15, 250, INT64_C(1000000000)}};

struct simulating {
    const culture_questionnaire *questionnaire;
    struct culture_simulation options;
    double *bases;           /* per dimension */
    double *common;          /* per dimension: c */
    double *gains;           /* per dimension: what its ambition lies higher */
    double *shifts;          /* per item */
    double *means;           /* per dimension, of the organisation at hand */
    double *person;          /* per dimension, of the respondent at hand */
    int8_t *sectors, *sizes; /* per organisation */
    struct cul_buffer rows, reg;
    struct cul_draws draws;
};

/* Base, common part and gain of a dimension; what is not known by name is drawn. */
static void draw_dimension(struct simulating *simulating, int32_t d)
{
    const struct cul_dimension *dimension = &simulating->questionnaire->dimensions[d];
    simulating->bases[d] = 48 + 18 * cul_draws_uniform(&simulating->draws);
    simulating->common[d] = 0.75;
    simulating->gains[d] = ambition_gain;
    for (size_t i = 0; i < sizeof known_bases / sizeof *known_bases; i++) {
        if (strcmp(known_bases[i].id, dimension->id) == 0) {
            simulating->bases[d] = known_bases[i].base;
            simulating->common[d] = known_bases[i].common;
            simulating->gains[d] = known_bases[i].gain > 0 ? known_bases[i].gain : ambition_gain;
        }
    }
    if (dimension->base >= 0) {
        double gain = dimension->kind == CULTURE_DIMENSION_WANTED ? wanted_gain : simulating->gains[dimension->base];
        simulating->bases[d] = simulating->bases[dimension->base] + gain;
    }
}

/* Easy and hard items of one dimension even out. */
static void draw_shifts(struct simulating *simulating)
{
    const culture_questionnaire *questionnaire = simulating->questionnaire;
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        simulating->shifts[i] = shift_range * (2 * cul_draws_uniform(&simulating->draws) - 1);
    }
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        const struct cul_dimension *dimension = &questionnaire->dimensions[d];
        double sum = 0;
        for (int32_t i = 0; i < dimension->item_count; i++) {
            sum += simulating->shifts[dimension->items[i]];
        }
        for (int32_t i = 0; i < dimension->item_count; i++) {
            simulating->shifts[dimension->items[i]] -= sum / dimension->item_count;
        }
    }
}

/* Deals out kinds to organisations by their shares, the largest remainders rounded up, and shuffles them. */
static void deal(struct cul_draws *draws, const double *shares, int32_t kinds, int64_t count, int8_t *kind_of)
{
    int64_t dealt[MOST_KINDS] = {0}, at = 0, left = count;
    double total = 0;
    for (int32_t k = 0; k < kinds; k++) {
        total += shares[k];
    }
    for (int32_t k = 0; k < kinds; k++) {
        dealt[k] = (int64_t)floor((double)count * shares[k] / total);
        left -= dealt[k];
    }
    for (; left > 0; left--) {
        int32_t most = 0;
        for (int32_t k = 1; k < kinds; k++) {
            double rest = (double)count * shares[k] / total - (double)dealt[k],
                   best = (double)count * shares[most] / total - (double)dealt[most];
            most = rest > best ? k : most;
        }
        dealt[most]++;
    }
    for (int32_t k = 0; k < kinds; k++) {
        for (int64_t i = 0; i < dealt[k]; i++) {
            kind_of[at++] = (int8_t)k;
        }
    }
    for (int64_t i = count - 1; i > 0; i--) {
        int64_t other = cul_draws_whole(draws, 0, i);
        int8_t kept = kind_of[i];
        kind_of[i] = kind_of[other];
        kind_of[other] = kept;
    }
}

/* How many may answer in an organisation of a size; none when from > to. */
static void size_range(const struct simulating *simulating, int32_t size, int64_t *from, int64_t *to)
{
    double low = ceil(rate_low * (double)sizes[size].low), high = floor(rate_high * (double)sizes[size].high);
    *from = (int64_t)fmax(low, (double)simulating->options.respondents_minimum);
    *to = (int64_t)fmin(high, (double)simulating->options.respondents_maximum);
}

/* What is the same for all organisations, or spread over them, is drawn from a stream of its own. */
static void draw_questionnaire(struct simulating *simulating)
{
    double shares[SIZES];
    cul_draws_seed(&simulating->draws, simulating->options.seed);
    for (int32_t d = 0; d < simulating->questionnaire->dimension_count; d++) {
        draw_dimension(simulating, d);
    }
    draw_shifts(simulating);
    for (int32_t k = 0; k < SIZES; k++) {
        int64_t from, to;
        size_range(simulating, k, &from, &to);
        shares[k] = from <= to ? sizes[k].share : 0;
    }
    deal(&simulating->draws, sector_shares, SECTORS, simulating->options.organisations, simulating->sectors);
    deal(&simulating->draws, shares, SIZES, simulating->options.organisations, simulating->sizes);
}

static void draw_organisation(struct simulating *simulating)
{
    const culture_questionnaire *questionnaire = simulating->questionnaire;
    double common = cul_draws_normal(&simulating->draws);
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        double own = cul_draws_normal(&simulating->draws);
        int32_t base = questionnaire->dimensions[d].base;
        double c = simulating->common[d], deviation = between_sd * (c * common + sqrt(1 - c * c) * own);
        simulating->means[d] = simulating->bases[d] + deviation;
        if (base >= 0) { /* ambition moves with its practice, wanted with now, half as far */
            simulating->means[d] = simulating->bases[d] + 0.5 * (simulating->means[base] - simulating->bases[base]);
        }
    }
}

static void draw_person(struct simulating *simulating)
{
    double common = cul_draws_normal(&simulating->draws);
    for (int32_t d = 0; d < simulating->questionnaire->dimension_count; d++) {
        double own = cul_draws_normal(&simulating->draws);
        double deviation = within_sd * (sqrt(within_common) * common + sqrt(1 - within_common) * own);
        simulating->person[d] = simulating->means[d] + deviation;
    }
}

static int32_t nearest_point(const struct cul_scale *scale, double index)
{
    double value = round(scale->low + index / 100 * (scale->high - scale->low));
    return (int32_t)fmax(scale->low, fmin(scale->high, value));
}

static int32_t draw_answer(struct simulating *simulating, int32_t i)
{
    const struct cul_item *item = &simulating->questionnaire->items[i];
    const struct cul_scale *scale = cul_item_scale(simulating->questionnaire, i);
    double index =
        simulating->person[item->dimension] + simulating->shifts[i] + noise_sd * cul_draws_normal(&simulating->draws);
    int32_t value = nearest_point(scale, index);
    return item->reverse ? scale->low + scale->high - value : value;
}

static void write_row(struct simulating *simulating, const char *organisation)
{
    struct cul_draws *draws = &simulating->draws;
    int32_t items = simulating->questionnaire->item_count, stop = items;
    bool straight = cul_draws_uniform(draws) < straightliners;
    double level = 50 + 20 * cul_draws_normal(draws);
    if (cul_draws_uniform(draws) < early_stops) {
        stop = (int32_t)cul_draws_whole(draws, 1, items);
    }
    draw_person(simulating);
    if (organisation) {
        cul_buffer_text(&simulating->rows, organisation);
        cul_buffer_byte(&simulating->rows, ',');
    }
    for (int32_t i = 0; i < items; i++) {
        int32_t value = draw_answer(simulating, i);
        bool missing = cul_draws_uniform(draws) < missing_share;
        if (straight) {
            value = nearest_point(cul_item_scale(simulating->questionnaire, i), level);
        }
        if (i < stop && (straight || !missing)) {
            cul_buffer_whole(&simulating->rows, value);
        }
        cul_buffer_byte(&simulating->rows, i + 1 < items ? ',' : '\n');
    }
}

static void write_header(struct simulating *simulating, bool organisations)
{
    cul_buffer_text(&simulating->rows, organisations ? "organisation," : "");
    for (int32_t i = 0; i < simulating->questionnaire->item_count; i++) {
        cul_buffer_text(&simulating->rows, i ? "," : "");
        cul_buffer_text(&simulating->rows, simulating->questionnaire->items[i].id);
    }
    cul_buffer_byte(&simulating->rows, '\n');
}

/* Within a size more small organisations than large ones: the logarithm of how many answer is even. */
static int64_t draw_respondents(struct simulating *simulating, int32_t size)
{
    int64_t from, to;
    size_range(simulating, size, &from, &to);
    double ratio = ((double)to + 1) / (double)from;
    return (int64_t)floor((double)from * pow(ratio, cul_draws_uniform(&simulating->draws)));
}

/* The response is even within what the size of the organisation allows. */
static void write_register_row(struct simulating *simulating, const char *organisation, int64_t number,
                               int64_t respondents)
{
    int32_t size = simulating->sizes[number];
    double people = (double)respondents, low = fmax(rate_low, people / (double)sizes[size].high),
           high = fmin(rate_high, people / (double)sizes[size].low);
    double rate = low + (high - low) * cul_draws_uniform(&simulating->draws);
    double headcount = fmin(fmax(ceil(people / rate), (double)sizes[size].low), (double)sizes[size].high);
    struct cul_buffer *reg = &simulating->reg;
    cul_buffer_text(reg, organisation);
    cul_buffer_byte(reg, ',');
    cul_buffer_whole(reg, (int64_t)headcount);
    cul_buffer_byte(reg, ',');
    cul_buffer_text(reg, sector_names[simulating->sectors[number]]);
    cul_buffer_byte(reg, ',');
    cul_buffer_text(reg, sizes[size].name);
    cul_buffer_byte(reg, '\n');
}

static culture_status write_file(struct cul_buffer *bytes, const char *folder, const char *name,
                                 struct culture_error *error)
{
    struct cul_buffer path = {0};
    cul_buffer_text(&path, folder);
    cul_buffer_byte(&path, '/');
    cul_buffer_text(&path, name);
    culture_status status = path.failed || bytes->failed ? cul_fail_memory(error)
                                                         : cul_file_write(&(struct culture_sink){.path = path.bytes},
                                                                          bytes->bytes, bytes->length, 0644, error);
    cul_buffer_free(&path);
    return status;
}

static culture_status simulate_organisation(struct simulating *simulating, int64_t number, const char *folder,
                                            struct culture_error *error)
{
    char name[128], file[160];
    int digits = simulating->options.organisations > 99 ? (simulating->options.organisations > 9999 ? 6 : 4) : 2;
    snprintf(name, sizeof name, "%s-%0*lld", simulating->options.prefix, digits, (long long)number);
    cul_draws_seed(&simulating->draws, simulating->options.seed + (uint64_t)number * 0x9E3779B97F4A7C15u);
    draw_organisation(simulating);
    int64_t respondents = draw_respondents(simulating, simulating->sizes[number - 1]);
    write_register_row(simulating, name, number - 1, respondents);
    bool single = simulating->options.single_file;
    if (!single) {
        cul_buffer_clear(&simulating->rows);
        write_header(simulating, false);
    }
    for (int64_t i = 0; i < respondents; i++) {
        write_row(simulating, single ? name : NULL);
    }
    snprintf(file, sizeof file, "%s.csv", name);
    return single ? CULTURE_OK : write_file(&simulating->rows, folder, file, error);
}

static culture_status simulate_all(struct simulating *simulating, const char *folder, struct culture_error *error)
{
    culture_status status = CULTURE_OK;
    draw_questionnaire(simulating);
    cul_buffer_text(&simulating->reg, "organisation,headcount,sector,size\n");
    if (simulating->options.single_file) {
        write_header(simulating, true);
    }
    for (int64_t i = 1; i <= simulating->options.organisations && !status; i++) {
        status = simulate_organisation(simulating, i, folder, error);
    }
    if (!status && simulating->options.single_file) {
        status = write_file(&simulating->rows, folder, "survey.csv", error);
    }
    return status ? status : write_file(&simulating->reg, folder, "register.csv", error);
}

static bool read_options(const struct culture_simulation *simulation, struct culture_simulation *known)
{
    if (!cul_options_read(known, sizeof *known, simulation)) {
        return false;
    }
    known->organisations = known->organisations ? known->organisations : 65;
    known->respondents_minimum = known->respondents_minimum ? known->respondents_minimum : 25;
    known->respondents_maximum = known->respondents_maximum ? known->respondents_maximum : 400;
    known->prefix = known->prefix ? known->prefix : "organisation";
    return known->organisations >= 1 && known->organisations <= 999999 && known->respondents_minimum >= 1 &&
           known->respondents_maximum >= known->respondents_minimum && known->respondents_maximum <= 100000000 &&
           strlen(known->prefix) <= 80 && !strpbrk(known->prefix, "/,\";\r\n\t");
}

static bool make_room(struct simulating *simulating)
{
    size_t dimensions = (size_t)simulating->questionnaire->dimension_count,
           organisations = (size_t)simulating->options.organisations;
    simulating->bases = cul_memory_new(dimensions, sizeof(double));
    simulating->common = cul_memory_new(dimensions, sizeof(double));
    simulating->gains = cul_memory_new(dimensions, sizeof(double));
    simulating->means = cul_memory_new(dimensions, sizeof(double));
    simulating->person = cul_memory_new(dimensions, sizeof(double));
    simulating->shifts = cul_memory_new((size_t)simulating->questionnaire->item_count, sizeof(double));
    simulating->sectors = cul_memory_new(organisations, 1);
    simulating->sizes = cul_memory_new(organisations, 1);
    return simulating->bases && simulating->common && simulating->gains && simulating->means && simulating->person &&
           simulating->shifts && simulating->sectors && simulating->sizes;
}

static void free_room(struct simulating *simulating)
{
    cul_memory_free(simulating->bases);
    cul_memory_free(simulating->common);
    cul_memory_free(simulating->gains);
    cul_memory_free(simulating->means);
    cul_memory_free(simulating->person);
    cul_memory_free(simulating->shifts);
    cul_memory_free(simulating->sectors);
    cul_memory_free(simulating->sizes);
    cul_buffer_free(&simulating->rows);
    cul_buffer_free(&simulating->reg);
}

culture_status culture_simulate(culture_questionnaire *questionnaire, const struct culture_simulation *simulation,
                                const char *folder, struct culture_error *error)
{
    struct simulating simulating = {.questionnaire = questionnaire};
    if (!questionnaire || !folder || !*folder || !read_options(simulation, &simulating.options)) {
        return cul_fail_argument(
            error, "a questionnaire, a folder and possible numbers of organisations and respondents are needed");
    }
    if (mkdir(folder, 0777) && errno != EEXIST) {
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = folder}, "cannot make the folder");
    }
    culture_status status = make_room(&simulating) ? simulate_all(&simulating, folder, error) : cul_fail_memory(error);
    free_room(&simulating);
    return status;
}
