/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A structure of the organisations that scores show. */
#include "culture/structure.h"
#include "base/error.h"
#include "scores/state.h"
#include "tally/structure.h"

#include <string.h>

/* Respondents of an organisation that is shown; 0: it is not. */
static int64_t shown(const culture_scores *scores, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    bool good = culture_scores_organisation(scores, row, &organisation, NULL) == CULTURE_OK && !organisation.reason;
    return good ? organisation.respondents : 0;
}

/* As for all that is pooled; a structure has nothing that is rounded, so few respondents alone do not let them in. */
static bool takes_rounded(const culture_scores *scores)
{
    int64_t count = 0, together = 0;
    for (int64_t row = 0; row < culture_scores_organisation_count(scores); row++) {
        int64_t n = shown(scores, row);
        if (n > 0 && n < CUL_ROUNDED_BELOW) {
            count++;
            together += n;
        }
    }
    return cul_takes_rounded(scores, count, together, CUL_ROUNDED_BELOW);
}

static culture_status show_only(culture_structure *structure, const culture_scores *scores, struct culture_error *error)
{
    struct cul_structure_rules *rules = structure->rules;
    int64_t least = takes_rounded(scores) ? 1 : CUL_ROUNDED_BELOW;
    rules->selects = true;
    for (int64_t row = 0; row < culture_scores_organisation_count(scores); row++) {
        const char *key = cul_scores_key(scores, row);
        if (shown(scores, row) >= least && cul_names_add(&rules->shown, key, strlen(key)) < 0) {
            return cul_fail_memory(error);
        }
    }
    return CULTURE_OK;
}

culture_status culture_structure_new(culture_questionnaire *questionnaire,
                                     const struct culture_structure_options *options, culture_structure **structure,
                                     struct culture_error *error)
{
    struct culture_structure_options known;
    if (!questionnaire || !structure || !cul_options_read(&known, sizeof known, options) ||
        known.items < CULTURE_STRUCTURE_ALL_ITEMS || known.items > CULTURE_STRUCTURE_FACTOR_ITEMS) {
        return cul_fail_argument(error, "a questionnaire, a place and options in their range are needed");
    }
    if (known.scores && strcmp(culture_questionnaire_fingerprint(culture_scores_questionnaire(known.scores)),
                               culture_questionnaire_fingerprint(questionnaire)) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the scores were made with another questionnaire: %s",
                        culture_questionnaire_id(culture_scores_questionnaire(known.scores)));
    }
    culture_structure *made = NULL;
    culture_status status = cul_structure_new(questionnaire, known.language, &made, error);
    if (!status) {
        made->rules->factors_only = known.items == CULTURE_STRUCTURE_FACTOR_ITEMS;
    }
    if (!status && known.scores) {
        status = show_only(made, known.scores, error);
    }
    if (status) {
        culture_structure_free(made);
        return status;
    }
    *structure = made;
    return CULTURE_OK;
}
