/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/screen.h"

#include "base/error.h"
#include "base/memory.h"
#include "culture/structure.h"
#include "numeric/cholesky.h"
#include "numeric/distributions.h"
#include "numeric/mahalanobis.h"
#include "tally/model.h"

#include <math.h>
#include <string.h>

enum {
    LEAST_ANSWERS = 10,
    ROWS_PER_ITEM = 5,
    STEPS = 2520, /* of a scale: divided by every number of steps that one can have, 1 to 10 */
};
static const double mean_unit = 1 << 30, least_condition = 1e-10, rare = 0.001, most_by_chance = 0.05;
_Static_assert(CUL_MAXIMUM_POINTS == 11, "STEPS knows all scales");

static void freeze_means(struct cul_screen *screen, const struct culture_structure *structure)
{
    for (int32_t i = 0; i < screen->questionnaire->item_count; i++) {
        const struct cul_scale *scale = cul_item_scale(screen->questionnaire, i);
        double share = cul_structure_mean(structure, i) / (scale->high - scale->low);
        screen->item_means[i] = isnan(share) ? -1 : (int64_t)(share * mean_unit + 0.5);
        screen->centres[i] = cul_structure_mean(structure, i);
    }
}

/* How much higher or lower an item is than the average one, in parts of its scale; 0 where nobody answered it. */
static double item_contrast(const struct culture_structure *structure, int32_t item, double average)
{
    const struct cul_scale *scale = cul_item_scale(structure->rules->questionnaire, item);
    double mean = cul_structure_mean(structure, item) / (scale->high - scale->low);
    return isnan(mean) ? 0 : mean - average;
}

static double average_item(const struct culture_structure *structure)
{
    double sum = 0;
    int32_t items = structure->rules->questionnaire->item_count, known = 0;
    for (int32_t i = 0; i < items; i++) {
        known += !isnan(cul_structure_mean(structure, i));
        sum += item_contrast(structure, i, 0);
    }
    return sum / known;
}

/*
 * A respondent's answers x have with the contrasts d of the items the product d'x, which has mean d'd and variance
 * d'Cd: below 0 for Phi(-d'd / sqrt(d'Cd)) of all respondents, were it normal.
 */
static double chance_of_against(const struct culture_structure *structure)
{
    const culture_questionnaire *questionnaire = structure->rules->questionnaire;
    double average = average_item(structure), mean = 0, variance = 0;
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        double first = item_contrast(structure, i, average);
        int32_t length = cul_item_scale(questionnaire, i)->high - cul_item_scale(questionnaire, i)->low;
        mean += first * first;
        for (int32_t j = 0; first != 0 && j <= i; j++) {
            const struct cul_scale *scale = cul_item_scale(questionnaire, j);
            double second = item_contrast(structure, j, average) / (scale->high - scale->low);
            int64_t rows;
            double both = second != 0 ? first / length * second * cul_structure_pairwise(structure, i, j, &rows) : 0;
            variance += i == j ? both : 2 * both;
        }
    }
    return variance > 0 ? cul_normal_cdf(-mean / sqrt(variance)) : (double)NAN;
}

/* The covariances of all pairs of items, and the fewest rows that one of them comes from. */
static int64_t find_covariances(const struct culture_structure *structure, double *covariance)
{
    int32_t items = structure->rules->questionnaire->item_count;
    int64_t fewest = INT64_MAX;
    for (int32_t i = 0; i < items; i++) {
        for (int32_t j = 0; j <= i; j++) {
            int64_t rows;
            double found = cul_structure_pairwise(structure, i, j, &rows);
            covariance[i * items + j] = covariance[j * items + i] = found;
            fewest = rows < fewest ? rows : fewest;
        }
    }
    return fewest;
}

/*
 * Why nothing can be told from covariances; spoils them. Those of pairs need not fit together: then they have no
 * inverse that could be trusted, and a distance would be a number without a meaning.
 */
static int32_t judge_covariances(double *covariance, int32_t items, int64_t fewest, double *room)
{
    if (fewest <= (int64_t)ROWS_PER_ITEM * items) {
        return CULTURE_REASON_TOO_FEW;
    }
    return cul_mahalanobis_prepare(covariance, items, room) < least_condition ? CULTURE_REASON_SINGULAR
                                                                              : CULTURE_REASON_NONE;
}

/* False: no memory. */
static bool find_distances(const struct culture_structure *structure, double *covariance, int32_t *reason,
                           int64_t *fewest)
{
    int32_t items = structure->rules->questionnaire->item_count;
    size_t square = (size_t)items * (size_t)items;
    double *triangle = cul_memory_new(square, sizeof *triangle), *room = cul_memory_new(square, sizeof *room);
    bool good = triangle && room;
    if (good) {
        *fewest = find_covariances(structure, triangle);
        if (covariance) {
            memcpy(covariance, triangle, square * sizeof *triangle);
        }
        *reason = judge_covariances(triangle, items, *fewest, room);
    }
    cul_memory_free(triangle);
    cul_memory_free(room);
    return good;
}

static bool freeze_covariance(struct cul_screen *screen, const struct culture_structure *structure)
{
    int32_t reason = CULTURE_REASON_NONE, items = screen->questionnaire->item_count;
    int64_t fewest;
    bool good = find_distances(structure, screen->covariance, &reason, &fewest);
    screen->measures = good && !reason;
    for (int32_t count = 1; count <= items; count++) {
        screen->cuts[count] = cul_chi2_quantile(1 - rare, (double)count);
    }
    return good;
}

culture_status culture_structure_distances(const culture_structure *structure, int32_t *reason, int64_t *rows,
                                           struct culture_error *error)
{
    int64_t fewest = 0;
    if (!structure || !reason) {
        return cul_fail_argument(error, "a structure and room for the reason are needed");
    }
    if (!find_distances(structure, NULL, reason, &fewest)) {
        return cul_fail_memory(error);
    }
    if (rows) {
        *rows = fewest;
    }
    return CULTURE_OK;
}

culture_status culture_structure_by_chance(const culture_structure *structure, double *share,
                                           struct culture_error *error)
{
    if (!structure || !share) {
        return cul_fail_argument(error, "a structure and room for the share are needed");
    }
    *share = chance_of_against(structure);
    return CULTURE_OK;
}

struct cul_screen *cul_screen_new(const struct culture_structure *structure)
{
    struct cul_screen *screen = cul_memory_new(1, sizeof *screen);
    if (!screen) {
        return NULL;
    }
    screen->questionnaire = culture_questionnaire_retain(structure->rules->questionnaire);
    size_t items = (size_t)screen->questionnaire->item_count;
    screen->item_means = cul_memory_new(items, sizeof *screen->item_means);
    screen->centres = cul_memory_new(items, sizeof *screen->centres);
    screen->covariance = cul_memory_new(items * items, sizeof *screen->covariance);
    screen->cuts = cul_memory_new(items + 1, sizeof *screen->cuts);
    bool good = screen->item_means && screen->centres && screen->covariance && screen->cuts;
    if (good) {
        freeze_means(screen, structure);
        screen->tells = chance_of_against(structure) <= most_by_chance;
        good = freeze_covariance(screen, structure);
    }
    if (!good) {
        cul_screen_free(screen);
        return NULL;
    }
    return screen;
}

void cul_screen_free(struct cul_screen *screen)
{
    if (screen) {
        culture_questionnaire_free(screen->questionnaire);
        cul_memory_free(screen->item_means);
        cul_memory_free(screen->centres);
        cul_memory_free(screen->covariance);
        cul_memory_free(screen->cuts);
        cul_memory_free(screen);
    }
}

bool cul_screening_new(struct cul_screening *screening, const struct cul_screen *screen)
{
    size_t items = (size_t)screen->questionnaire->item_count;
    *screening = (struct cul_screening){.screen = screen};
    screening->items = cul_memory_new(items, sizeof *screening->items);
    screening->answered = cul_memory_new(items, sizeof *screening->answered);
    screening->triangle = cul_memory_new(items * items, sizeof *screening->triangle);
    screening->difference = cul_memory_new(items, sizeof *screening->difference);
    screening->room = cul_memory_new(items, sizeof *screening->room);
    return screening->items && screening->answered && screening->triangle && screening->difference && screening->room;
}

void cul_screening_free(struct cul_screening *screening)
{
    cul_memory_free(screening->items);
    cul_memory_free(screening->answered);
    cul_memory_free(screening->triangle);
    cul_memory_free(screening->difference);
    cul_memory_free(screening->room);
}

static int32_t code_of(const culture_questionnaire *questionnaire, int32_t item, int16_t value)
{
    const struct cul_scale *scale = cul_item_scale(questionnaire, item);
    return questionnaire->items[item].reverse ? scale->high - value : value - scale->low;
}

/* The sign of the correlation of a row with the items' means, exactly; false in *known: either does not vary. */
static bool runs_against(const struct cul_screening *screening, const int16_t *values, int32_t count, bool *known)
{
    const struct cul_screen *screen = screening->screen;
    __int128 n = 0, x = 0, m = 0, xx = 0, mm = 0, xm = 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t item = screening->answered[i];
        const struct cul_scale *scale = cul_item_scale(screen->questionnaire, item);
        int64_t mean = screen->item_means[item];
        int64_t answer =
            (int64_t)code_of(screen->questionnaire, item, values[item]) * (STEPS / (scale->high - scale->low));
        if (mean >= 0) {
            n++, x += answer, m += mean;
            xx += answer * answer, mm += (__int128)mean * mean, xm += (__int128)answer * mean;
        }
    }
    *known = screen->tells && n >= LEAST_ANSWERS && n * xx > x * x && n * mm > m * m;
    return n * xm < x * m;
}

/* Makes the triangle of the covariances of the items answered, unless it is there from the row before. */
static bool prepare(struct cul_screening *screening, int32_t count)
{
    const struct cul_screen *screen = screening->screen;
    size_t items = (size_t)screen->questionnaire->item_count, bytes = (size_t)count * sizeof *screening->items;
    if (count == screening->count && memcmp(screening->items, screening->answered, bytes) == 0) {
        return true;
    }
    memcpy(screening->items, screening->answered, bytes);
    for (int32_t i = 0; i < count; i++) {
        for (int32_t j = 0; j < count; j++) {
            screening->triangle[i * count + j] =
                screen->covariance[(size_t)screening->items[i] * items + (size_t)screening->items[j]];
        }
    }
    bool full = cul_cholesky(screening->triangle, count) && cul_cholesky_is_full(screening->triangle, count);
    screening->count = full ? count : 0;
    return full;
}

static bool is_far(struct cul_screening *screening, const int16_t *values, int32_t count, bool *known)
{
    const struct cul_screen *screen = screening->screen;
    *known = screen->measures && count >= LEAST_ANSWERS && prepare(screening, count);
    for (int32_t i = 0; *known && i < count; i++) {
        int32_t item = screening->answered[i];
        screening->difference[i] = code_of(screen->questionnaire, item, values[item]) - screen->centres[item];
    }
    return *known &&
           cul_mahalanobis(screening->triangle, count, screening->difference, screening->room) > screen->cuts[count];
}

static void note(struct cul_row_quality *quality, enum cul_sign sign, bool known, bool shown)
{
    quality->known |= (uint32_t)known << sign;
    quality->shown |= (uint32_t)(known && shown) << sign;
}

void cul_screening_judge(struct cul_screening *screening, const int16_t *values, struct cul_row_quality *quality)
{
    int32_t count = 0;
    for (int32_t i = 0; i < screening->screen->questionnaire->item_count; i++) {
        if (values[i] != CULTURE_MISSING && values[i] != CULTURE_INVALID) {
            screening->answered[count++] = i;
        }
    }
    bool known;
    bool against = runs_against(screening, values, count, &known);
    note(quality, CUL_PERSON_TOTAL, known, against);
    bool far = is_far(screening, values, count, &known);
    note(quality, CUL_DISTANCE, known, far);
}

culture_status cul_screen_open(const culture_tally *tally, const struct culture_structure *structure,
                               struct cul_screen **screen, struct culture_error *error)
{
    if (!structure) {
        return CULTURE_OK;
    }
    if (strcmp(structure->rules->questionnaire->fingerprint, tally->questionnaire->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the screen was made with another questionnaire than the tally");
    }
    *screen = cul_screen_new(structure);
    return *screen ? CULTURE_OK : cul_fail_memory(error);
}
