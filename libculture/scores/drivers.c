/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drivers: relative weights and LMG of the factors on a theme, with intervals from samples of the organisations. */
#include "culture/drivers.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "numeric/draws.h"
#include "numeric/importance.h"
#include "scores/drivers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    RESULTS = CULTURE_DRIVER_CORRELATION + 1,
    RESAMPLES = 2000,
    INTERVAL_ORGANISATIONS = 10, /* from which organisations can stand for others */
    MEAN_ORGANISATIONS = 20,     /* from which their means can be explained */
};

struct culture_drivers {
    struct cul_table table;
    struct culture_drivers_summary summary;
    const culture_scores *scores;
};

/* What is at hand while drivers are computed. */
struct driving {
    culture_drivers *made;
    const culture_scores *scores;
    int32_t *dimensions; /* the predictors, then what they explain */
    int32_t predictors;
    int64_t *rows; /* of the organisations that take part */
    int64_t count;
    double *times;         /* how often each of them counts */
    size_t *places;        /* of each pair of dimensions among what an organisation shares */
    double *sums, *centre; /* over organisations: per pair twice, per dimension */
    int32_t paired;        /* factors and themes */
    double *correlations, *room;
    double *weights, *lmg; /* of the trial at hand */
    double *samples;       /* weights, then LMG of every predictor, a row of resamples each */
    bool with_lmg;
};

static size_t pairs_of(int32_t size)
{
    return (size_t)size * ((size_t)size + 1) / 2;
}

static void free_driving(struct driving *driving)
{
    cul_memory_free(driving->dimensions);
    cul_memory_free(driving->rows);
    cul_memory_free(driving->times);
    cul_memory_free(driving->places);
    cul_memory_free(driving->sums);
    cul_memory_free(driving->centre);
    cul_memory_free(driving->correlations);
    cul_memory_free(driving->room);
    cul_memory_free(driving->weights);
    cul_memory_free(driving->samples);
}

static bool make_room(struct driving *driving, int32_t resamples)
{
    size_t factors = (size_t)driving->scores->questionnaire->factor_count, size = factors + 1;
    size_t organisations = (size_t)driving->scores->organisation_count;
    driving->dimensions = cul_memory_new(size, sizeof *driving->dimensions);
    driving->rows = cul_memory_new(organisations, sizeof *driving->rows);
    driving->times = cul_memory_new(organisations, sizeof *driving->times);
    driving->places = cul_memory_new(pairs_of((int32_t)size), sizeof *driving->places);
    driving->sums = cul_memory_new(pairs_of((int32_t)size), 2 * sizeof *driving->sums);
    driving->centre = cul_memory_new(size, sizeof *driving->centre);
    driving->correlations = cul_memory_new(size * size, sizeof *driving->correlations);
    driving->room = cul_memory_new(cul_importance_room((int32_t)factors), sizeof *driving->room);
    driving->weights = cul_memory_new(2 * factors, sizeof *driving->weights);
    driving->samples = cul_memory_new(2 * factors, (size_t)resamples * sizeof *driving->samples);
    return driving->dimensions && driving->rows && driving->times && driving->places && driving->sums &&
           driving->centre && driving->correlations && driving->room && driving->weights && driving->samples;
}

/* The factors but the explained one. */
static void choose_dimensions(struct driving *driving)
{
    const culture_scores *scores = driving->scores;
    int32_t explained = driving->made->summary.dimension;
    for (int32_t f = 0; f < scores->questionnaire->factor_count; f++) {
        if (f != explained) {
            driving->dimensions[driving->predictors++] = f;
        }
    }
    driving->dimensions[driving->predictors] = explained;
    driving->paired = cul_paired_count(scores->questionnaire);
    size_t *place = driving->places;
    for (int32_t i = 0; i <= driving->predictors; i++) {
        for (int32_t j = 0; j <= i; j++) {
            *place++ = cul_scores_shared_place(scores, driving->dimensions[i], driving->dimensions[j]);
        }
    }
    driving->lmg = driving->weights + driving->predictors;
    driving->with_lmg = driving->predictors <= CUL_LMG_PREDICTORS;
}

/* The fewest respondents an organisation shows on one of the dimensions; 0: it does not show all of them. */
static int64_t fewest_shown(const struct driving *driving, int64_t row)
{
    const culture_scores *scores = driving->scores;
    int64_t fewest = INT64_MAX;
    for (int32_t i = 0; i <= driving->predictors; i++) {
        int32_t dimension = driving->dimensions[i];
        if (isnan(cul_scores_exact_mean(scores, row, dimension))) {
            return 0;
        }
        int64_t n = (int64_t)cul_table_value(&scores->organisation_table, CULTURE_SCORE_RESPONDENTS, row, dimension);
        fewest = n < fewest ? n : fewest;
    }
    return fewest;
}

/* The organisations that show all of these dimensions; those that are rounded on one come in as they do in a pool. */
static void choose_organisations(struct driving *driving)
{
    const culture_scores *scores = driving->scores;
    int64_t rounded = 0, together = 0, all = 0;
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        int64_t n = fewest_shown(driving, row);
        bool few = n > 0 && n < CUL_ROUNDED_BELOW;
        rounded += few;
        together += few ? n : 0;
        all += n;
    }
    int64_t least = cul_takes_rounded(scores, rounded, together, all) ? 1 : CUL_ROUNDED_BELOW;
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        if (fewest_shown(driving, row) >= least) {
            driving->times[driving->count] = 1;
            driving->rows[driving->count++] = row;
        }
    }
    driving->made->summary.organisations = driving->count;
}

/* Sums over the organisations for each pair of dimensions, the second not after the first. */
static void add_within(const struct driving *driving, double *products, double *freedom)
{
    size_t pairs = pairs_of(driving->predictors + 1);
    for (int64_t i = 0; i < driving->count; i++) {
        const struct cul_shared *shared = cul_scores_shared(driving->scores, driving->rows[i], 0, 0);
        double times = driving->times[i];
        for (size_t pair = 0; pair < pairs && times > 0; pair++) {
            products[pair] += times * shared[driving->places[pair]].products;
            freedom[pair] += times * shared[driving->places[pair]].freedom;
        }
    }
}

/* The same for means of organisations; the divisor does not matter, as only correlations come of it. */
static void add_between(const struct driving *driving, double *products, double *freedom)
{
    int32_t size = driving->predictors + 1;
    double *centre = driving->centre;
    memset(centre, 0, (size_t)size * sizeof *centre);
    for (int64_t i = 0; i < driving->count; i++) {
        for (int32_t a = 0; a < size; a++) {
            centre[a] += driving->times[i] / (double)driving->count *
                         cul_scores_exact_mean(driving->scores, driving->rows[i], driving->dimensions[a]);
        }
    }
    for (int64_t i = 0; i < driving->count; i++) {
        const double *means = &driving->scores->exact_means[driving->rows[i] * driving->paired];
        for (int32_t a = 0, pair = 0; a < size && driving->times[i] > 0; a++) {
            for (int32_t b = 0; b <= a; b++, pair++) {
                products[pair] += driving->times[i] * (means[driving->dimensions[a]] - centre[a]) *
                                  (means[driving->dimensions[b]] - centre[b]);
                freedom[pair] += driving->times[i];
            }
        }
    }
}

/* False: somewhere there is no variance. */
static bool correlate(struct driving *driving)
{
    int32_t size = driving->predictors + 1;
    size_t pairs = pairs_of(size);
    double *r = driving->correlations, *products = driving->sums, *freedom = products + pairs;
    memset(products, 0, 2 * pairs * sizeof *products);
    bool persons = driving->made->summary.level == CULTURE_DRIVERS_PERSON;
    (persons ? add_within : add_between)(driving, products, freedom);
    for (int32_t i = 0; i < size; i++) {
        for (int32_t j = 0; j <= i; j++) {
            r[i * size + j] = *products++ / *freedom++;
        }
        if (!(r[i * size + i] > 1e-18)) { /* less is rounding */
            return false;
        }
    }
    for (int32_t i = 0; i < size; i++) {
        for (int32_t j = 0; j < i; j++) {
            r[i * size + j] /= sqrt(r[i * size + i] * r[j * size + j]);
            r[j * size + i] = r[i * size + j];
        }
    }
    for (int32_t i = 0; i < size; i++) {
        r[i * size + i] = 1;
    }
    return true;
}

/* Weights and LMG with the organisations as often as times says. */
static int32_t estimate(struct driving *driving, double *r_squared)
{
    if (!correlate(driving)) {
        return CULTURE_REASON_ZERO_VARIANCE;
    }
    if (!cul_relative_weights(driving->correlations, driving->predictors, driving->weights, r_squared, driving->room) ||
        (driving->with_lmg && !cul_lmg(driving->correlations, driving->predictors, driving->lmg, driving->room))) {
        return CULTURE_REASON_SINGULAR;
    }
    return CULTURE_REASON_NONE;
}

/* The fewest respondents behind one of the correlations. */
static int64_t fewest(const struct driving *driving)
{
    double least = HUGE_VAL;
    for (int32_t i = 0; i <= driving->predictors; i++) {
        for (int32_t j = 0; j < i; j++) {
            double n = 0;
            for (int64_t k = 0; k < driving->count; k++) {
                double freedom =
                    cul_scores_shared(driving->scores, driving->rows[k], driving->dimensions[i], driving->dimensions[j])
                        ->freedom;
                n += freedom > 0 ? freedom + 1 : 0;
            }
            least = fmin(least, n);
        }
    }
    return (int64_t)least;
}

static bool are_enough(const struct driving *driving)
{
    const struct culture_drivers_summary *summary = &driving->made->summary;
    if (summary->respondents < driving->scores->minimum) {
        return false;
    }
    if (summary->level == CULTURE_DRIVERS_ORGANISATION) {
        return driving->count >= MEAN_ORGANISATIONS && driving->count >= driving->predictors + 2;
    }
    return summary->respondents - driving->count > driving->predictors;
}

static void set(const struct driving *driving, int32_t result, int32_t predictor, double value)
{
    bool rounded = !driving->scores->full && driving->made->summary.respondents < CUL_ROUNDED_BELOW;
    cul_table_set(&driving->made->table, result, 0, driving->dimensions[predictor],
                  rounded ? cul_number_round(value, 100) : value);
}

static void deny(const struct driving *driving, int32_t first, int32_t last, int32_t reason)
{
    for (int32_t i = 0; i < driving->predictors; i++) {
        for (int32_t result = first; result <= last; result++) {
            cul_table_deny(&driving->made->table, result, 0, driving->dimensions[i], reason);
        }
    }
}

static int ascending(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

/* Of sorted values, between the two next to it (R's type 7). */
static double quantile(const double *values, int32_t count, double p)
{
    double at = (count - 1) * p;
    int32_t below = (int32_t)at, above = below + 1 < count ? below + 1 : below;
    return values[below] + (at - below) * (values[above] - values[below]);
}

static void set_limits(const struct driving *driving, int32_t low, int32_t predictor, double *values, int32_t used)
{
    double confidence = driving->scores->confidence;
    qsort(values, (size_t)used, sizeof *values, ascending);
    set(driving, low, predictor, quantile(values, used, (1 - confidence) / 2));
    set(driving, low + 1, predictor, quantile(values, used, (1 + confidence) / 2));
}

static uint64_t seed_of(const culture_questionnaire *questionnaire)
{
    uint64_t seed = 14695981039346656037u; /* FNV-1a */
    for (const char *at = questionnaire->fingerprint; *at; at++) {
        seed = (seed ^ (unsigned char)*at) * 1099511628211u;
    }
    return seed;
}

/* Samples the organisations with replacement; how many of the samples gave a result. */
static int32_t resample(struct driving *driving, int32_t resamples)
{
    struct cul_draws draws;
    int32_t used = 0, columns = (driving->with_lmg ? 2 : 1) * driving->predictors;
    double r_squared;
    cul_draws_seed(&draws, seed_of(driving->scores->questionnaire));
    for (int32_t sample = 0; sample < resamples; sample++) {
        memset(driving->times, 0, (size_t)driving->count * sizeof *driving->times);
        for (int64_t i = 0; i < driving->count; i++) {
            driving->times[cul_draws_whole(&draws, 0, driving->count - 1)]++;
        }
        if (estimate(driving, &r_squared)) {
            continue;
        }
        for (int32_t i = 0; i < columns; i++) {
            driving->samples[(size_t)i * (size_t)resamples + (size_t)used] = driving->weights[i];
        }
        used++;
    }
    return used;
}

static void find_limits(struct driving *driving, int32_t resamples)
{
    int32_t used = driving->count < INTERVAL_ORGANISATIONS ? 0 : resample(driving, resamples);
    driving->made->summary.resamples = used;
    if (used < resamples / 10 * 9) {
        int32_t reason = driving->count < INTERVAL_ORGANISATIONS ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_SINGULAR;
        deny(driving, CULTURE_DRIVER_WEIGHT_LOW, CULTURE_DRIVER_WEIGHT_HIGH, reason);
        deny(driving, CULTURE_DRIVER_LMG_LOW, CULTURE_DRIVER_LMG_HIGH, reason);
        return;
    }
    for (int32_t i = 0; i < driving->predictors; i++) {
        double *values = driving->samples + (size_t)i * (size_t)resamples;
        set_limits(driving, CULTURE_DRIVER_WEIGHT_LOW, i, values, used);
        if (driving->with_lmg) {
            set_limits(driving, CULTURE_DRIVER_LMG_LOW, i, values + (size_t)driving->predictors * (size_t)resamples,
                       used);
        }
    }
}

static void compute(struct driving *driving, int32_t resamples)
{
    struct culture_drivers_summary *summary = &driving->made->summary;
    choose_dimensions(driving);
    choose_organisations(driving);
    summary->respondents = fewest(driving);
    summary->reason = are_enough(driving) ? estimate(driving, &summary->r_squared) : CULTURE_REASON_TOO_FEW;
    if (summary->reason) {
        summary->r_squared = (double)NAN;
        deny(driving, 0, RESULTS - 1, summary->reason);
        return;
    }
    int32_t size = driving->predictors + 1;
    for (int32_t i = 0; i < driving->predictors; i++) {
        set(driving, CULTURE_DRIVER_WEIGHT, i, driving->weights[i]);
        set(driving, CULTURE_DRIVER_CORRELATION, i, driving->correlations[i * size + driving->predictors]);
        if (driving->with_lmg) {
            set(driving, CULTURE_DRIVER_LMG, i, driving->lmg[i]);
        }
    }
    if (!driving->scores->full && summary->respondents < CUL_ROUNDED_BELOW) {
        summary->r_squared = cul_number_round(summary->r_squared, 100);
    }
    find_limits(driving, resamples);
    if (!driving->with_lmg) {
        deny(driving, CULTURE_DRIVER_LMG, CULTURE_DRIVER_LMG_HIGH, CULTURE_REASON_OUT_OF_RANGE);
    }
}

static culture_status read_options(const struct culture_drivers_options *options, struct culture_drivers_options *known,
                                   struct culture_error *error)
{
    if (!cul_options_read(known, sizeof *known, options)) {
        return cul_fail_argument(error, "options need struct_size set");
    }
    known->resamples = known->resamples ? known->resamples : RESAMPLES;
    if (known->resamples < 100 || known->resamples > 100000) {
        return cul_fail_argument(error, "the resamples must be 100 to 100000");
    }
    if (known->level != CULTURE_DRIVERS_PERSON && known->level != CULTURE_DRIVERS_ORGANISATION) {
        return cul_fail_argument(error, "the level of drivers is neither person nor organisation");
    }
    return CULTURE_OK;
}

/* The index of a theme or factor that other factors can explain; -1: none, error tells. */
static int32_t find(const culture_questionnaire *questionnaire, const char *id, struct culture_error *error)
{
    int32_t found = culture_questionnaire_find_dimension(questionnaire, id);
    if (found < 0 || found >= cul_paired_count(questionnaire)) {
        cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no theme or factor '%.64s'", id);
        return -1;
    }
    if (questionnaire->factor_count <= (found < questionnaire->factor_count)) {
        cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no other factor to explain '%.64s'",
                 id);
        return -1;
    }
    return found;
}

culture_status culture_drivers_compute(const culture_scores *scores, const char *dimension,
                                       const struct culture_drivers_options *options, culture_drivers **drivers,
                                       struct culture_error *error)
{
    struct culture_drivers_options known;
    if (!scores || !dimension || !drivers) {
        return cul_fail_argument(error, "scores, a theme and a place for the drivers are needed");
    }
    culture_status status = read_options(options, &known, error);
    int32_t explained = status ? -1 : find(scores->questionnaire, dimension, error);
    if (explained < 0) {
        return status ? status : CULTURE_ERROR_NOT_FOUND;
    }
    struct driving driving = {.scores = scores, .made = cul_memory_new(1, sizeof(culture_drivers))};
    if (driving.made && make_room(&driving, known.resamples) &&
        cul_table_new(&driving.made->table, RESULTS, NULL, 0, 1, scores->questionnaire->factor_count)) {
        driving.made->scores = culture_scores_retain((culture_scores *)(uintptr_t)scores);
        driving.made->summary = (struct culture_drivers_summary){.dimension = explained, .level = known.level};
        compute(&driving, known.resamples);
        *drivers = driving.made;
    } else {
        cul_memory_free(driving.made);
        status = cul_fail_memory(error);
    }
    free_driving(&driving);
    return status;
}

void culture_drivers_free(culture_drivers *drivers)
{
    if (drivers) {
        cul_table_free(&drivers->table);
        culture_scores_free((culture_scores *)(uintptr_t)drivers->scores);
        cul_memory_free(drivers);
    }
}

culture_status culture_drivers_get(const culture_drivers *drivers, int32_t result, struct culture_matrix *matrix)
{
    return drivers && matrix ? cul_table_matrix(&drivers->table, result, matrix) : CULTURE_ERROR_NOT_FOUND;
}

int32_t culture_drivers_reason(const culture_drivers *drivers, int32_t result, int64_t row, int64_t column)
{
    return drivers ? cul_table_reason(&drivers->table, result, row, column) : CULTURE_REASON_NONE;
}

const culture_scores *cul_drivers_scores(const culture_drivers *drivers)
{
    return drivers->scores;
}

culture_status culture_drivers_tell(const culture_drivers *drivers, struct culture_drivers_summary *summary,
                                    struct culture_error *error)
{
    if (!drivers) {
        return cul_fail_argument(error, "drivers are needed");
    }
    struct culture_drivers_summary known = drivers->summary;
    return cul_struct_fill(summary, &known, sizeof known) ? CULTURE_OK
                                                          : cul_fail_argument(error, "struct_size is not set");
}

const char *culture_drivers_level_name(int32_t level)
{
    static const char *const names[] = {"person", "organisation"};
    return level >= 0 && level < 2 ? names[level] : "unknown";
}
