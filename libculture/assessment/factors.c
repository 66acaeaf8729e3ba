/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assessment/factors.h"

#include "questionnaire/model.h"

#include <math.h>

void cul_read_factors(const culture_scores *scores, int64_t row, struct cul_factor *factors)
{
    const culture_questionnaire *questionnaire = culture_scores_questionnaire(scores);
    struct culture_matrix means;
    culture_scores_get(scores, CULTURE_SCORE_MEAN, &means);
    for (int32_t f = 0; f < questionnaire->factor_count; f++) {
        factors[f] = (struct cul_factor){means.data[row * means.columns + f], (double)NAN,
                                         cul_scores_standard_error(scores, row, f), false};
    }
    for (int32_t d = questionnaire->factor_count; d < questionnaire->dimension_count; d++) {
        const struct cul_dimension *dimension = &questionnaire->dimensions[d];
        if (dimension->kind == CULTURE_DIMENSION_AMBITION && dimension->base < questionnaire->factor_count) {
            factors[dimension->base].ambition = means.data[row * means.columns + d];
            factors[dimension->base].ambition_asked =
                culture_scores_reason(scores, CULTURE_SCORE_MEAN, row, d) != CULTURE_REASON_NOT_ASKED;
        }
    }
}
