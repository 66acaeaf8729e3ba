/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/yardstick.h"

#include "base/memory.h"
#include "numeric/mahalanobis.h"

#include <math.h>

bool cul_yardstick_new(struct cul_yardstick *yardstick, const culture_reference *reference,
                       const culture_questionnaire *questionnaire)
{
    size_t dimensions = (size_t)questionnaire->dimension_count, factors = (size_t)questionnaire->factor_count;
    size_t organisations = reference ? (size_t)culture_reference_organisation_count(reference) : 0;
    *yardstick = (struct cul_yardstick){.reference = reference,
                                        .dimensions = (int32_t)dimensions,
                                        .factors = (int32_t)factors,
                                        .distribution = {.df = (double)NAN}};
    yardstick->measures = cul_memory_new(dimensions, sizeof *yardstick->measures);
    yardstick->contrasts = cul_memory_new(factors, sizeof *yardstick->contrasts);
    yardstick->room = cul_memory_new(dimensions + factors, organisations * sizeof *yardstick->room);
    yardstick->means = cul_memory_new(factors, sizeof *yardstick->means);
    yardstick->covariance = cul_memory_new(factors, factors * sizeof *yardstick->covariance);
    yardstick->scratch = cul_memory_new(factors, factors * sizeof *yardstick->scratch);
    return yardstick->measures && yardstick->contrasts && yardstick->room && yardstick->means &&
           yardstick->covariance && yardstick->scratch;
}

void cul_yardstick_free(struct cul_yardstick *yardstick)
{
    cul_memory_free(yardstick->measures);
    cul_memory_free(yardstick->contrasts);
    cul_memory_free(yardstick->room);
    cul_memory_free(yardstick->means);
    cul_memory_free(yardstick->covariance);
    cul_memory_free(yardstick->scratch);
}

void cul_yardstick_read(struct cul_yardstick *yardstick, int64_t except)
{
    const culture_reference *reference = yardstick->reference;
    int64_t most = reference ? culture_reference_organisation_count(reference) : 0;
    double *room = yardstick->room;
    for (int32_t d = 0; reference && d < yardstick->dimensions; d++, room += most) {
        struct cul_measure *measure = &yardstick->measures[d];
        measure->known = cul_reference_norm(reference, d, except, room, &measure->norm);
        if (measure->known) {
            measure->truth = cul_reference_truth(reference, d, except, &measure->norm);
        }
    }
    for (int32_t f = 0; reference && f < yardstick->factors; f++, room += most) {
        struct cul_measure *contrast = &yardstick->contrasts[f];
        contrast->known = cul_reference_contrast(reference, f, except, room, &contrast->norm);
    }
    yardstick->organisations = 0;
    if (reference) {
        yardstick->organisations =
            cul_reference_covariances(reference, except, yardstick->means, yardstick->covariance);
        yardstick->condition = cul_mahalanobis_prepare(yardstick->covariance, yardstick->factors, yardstick->scratch);
    }
}

const struct cul_noncentral_t *cul_yardstick_distribution(struct cul_yardstick *yardstick, const struct cul_norm *norm)
{
    double df = (double)(norm->organisations - 1);
    if (yardstick->distribution.df != df) {
        cul_noncentral_t_prepare(&yardstick->distribution, df);
    }
    return &yardstick->distribution;
}
