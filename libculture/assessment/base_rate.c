/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many organisations practise a learning culture: as published, and within an observed reference. */
#include "assessment/verdict.h"
#include "base/error.h"
#include "numeric/distributions.h"
#include "questionnaire/model.h"
#include "reference/model.h"

#include <math.h>

enum { PUBLISHED_COUNT = 4, PUBLISHED_OF = 65 }; /* the source article: "slechts 4 van de 65 organisaties" */

static culture_status fill(struct culture_base_rate *rate, int64_t count, int64_t of, struct culture_error *error)
{
    struct cul_interval interval = cul_wilson((double)count, (double)of, 0.95);
    struct culture_base_rate known = {
        .count = count, .of = of, .share = (double)count / (double)of, .low = interval.low, .high = interval.high};
    return cul_struct_fill(rate, &known, sizeof known) ? CULTURE_OK
                                                       : cul_fail_argument(error, "struct_size is not set");
}

culture_status culture_base_rate_published(struct culture_base_rate *rate, struct culture_error *error)
{
    return fill(rate, PUBLISHED_COUNT, PUBLISHED_OF, error);
}

/* Whether an organisation of the reference meets the criterion by its factor means. */
static bool meets(const culture_reference *reference, int64_t row, const culture_questionnaire *questionnaire)
{
    int32_t concrete = 0;
    for (int32_t f = 0; f < questionnaire->factor_count; f++) {
        double mean = cul_reference_mean(reference, row, f);
        if (!(mean >= questionnaire->criterion.floor)) {
            return false;
        }
        concrete += mean >= questionnaire->criterion.score;
    }
    return concrete >= questionnaire->criterion.factors;
}

culture_status culture_assessment_base_rate(const culture_assessment *assessment, struct culture_base_rate *rate,
                                            struct culture_error *error)
{
    if (!assessment) {
        return cul_fail_argument(error, "an assessment is needed");
    }
    const culture_reference *reference = culture_assessment_reference(assessment);
    const culture_questionnaire *questionnaire = culture_scores_questionnaire(culture_assessment_scores(assessment));
    if (!reference || culture_reference_kind(reference) != CULTURE_REFERENCE_OBSERVED ||
        !questionnaire->criterion.given) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0},
                        "only an observed reference tells how many practise a learning culture");
    }
    int64_t count = 0, of = culture_reference_organisation_count(reference);
    for (int64_t row = 0; row < of; row++) {
        count += meets(reference, row, questionnaire);
    }
    return fill(rate, count, of, error);
}

const char *culture_band_name(int32_t band)
{
    static const char *const names[] = {"well_below", "below", "average", "above", "well_above"};
    return band >= 0 && band < (int32_t)(sizeof names / sizeof *names) ? names[band] : "";
}

const char *culture_verdict_name(int32_t verdict)
{
    static const char *const names[] = {"practised", "partly", "ambition_only", "not_practised", "too_few"};
    return verdict >= 0 && verdict < (int32_t)(sizeof names / sizeof *names) ? names[verdict] : "";
}

const char *culture_evidence_name(int32_t evidence)
{
    static const char *const names[] = {"clear", "likely", "uncertain", "unlikely"};
    return evidence >= 0 && evidence < (int32_t)(sizeof names / sizeof *names) ? names[evidence] : "";
}
