/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A structure of the organisations that scores show with all that is looked at. */
#include "culture/structure.h"
#include "base/error.h"
#include "scores/state.h"
#include "tally/structure.h"

#include <string.h>

enum standing {
    EXACT,   /* all of it is given */
    ROUNDED, /* all of it is rounded */
    PARTLY,  /* something is hidden, in threes, or rounded beside what is not */
    HIDDEN,
};

/* An organisation as score gives it, over all that is looked at. */
struct given {
    enum standing standing;
    int64_t fewest; /* answers to an item, or respondents scored on a dimension */
};

/* What score gives in one place of a table: less than all of it makes the organisation less. */
static void look_at(struct given *given, const struct cul_table *table, int64_t row, int32_t column)
{
    bool hidden = cul_table_reason(table, CULTURE_SCORE_RESPONDENTS, row, column);
    int64_t n = hidden ? 0 : (int64_t)cul_table_value(table, CULTURE_SCORE_RESPONDENTS, row, column);
    bool rounded = hidden || cul_table_reason(table, CULTURE_SCORE_SD, row, column) || n < CUL_ROUNDED_BELOW;
    if (hidden || (rounded && given->standing == EXACT)) {
        given->standing = PARTLY;
    }
    if (!hidden && n < given->fewest) {
        given->fewest = n;
    }
}

static void look_at_dimension(struct given *given, const culture_scores *scores, int64_t row, int32_t dimension)
{
    const struct cul_table *table = &scores->organisation_table, *items = &scores->item_table;
    const struct cul_dimension *of = &scores->questionnaire->dimensions[dimension];
    look_at(given, table, row, dimension);
    for (int32_t i = 0; i < of->item_count; i++) {
        look_at(given, items, row, of->items[i]);
        if (cul_table_value(items, CULTURE_SCORE_COUNTED_IN, row, of->items[i]) > 1) {
            given->standing = PARTLY;
        }
    }
    /* The complete rows of one that has few would be what is left of the others'. */
    if (cul_table_reason(table, CULTURE_SCORE_ALPHA_RESPONDENTS, row, dimension) == CULTURE_REASON_TOO_FEW) {
        given->standing = PARTLY;
    }
}

/* Below 20 respondents nothing is exact, so that whoever is rounded is so on every item. */
static struct given organisation_given(const culture_scores *scores, int64_t row, bool factors_only)
{
    const struct cul_scored_organisation *organisation = &scores->organisations[row];
    const culture_questionnaire *questionnaire = scores->questionnaire;
    struct given given = {organisation->respondents < CUL_ROUNDED_BELOW ? ROUNDED : EXACT, organisation->respondents};
    if (organisation->reason || organisation->respondents < 1) {
        given.standing = HIDDEN;
    } else if (scores->full) {
        given.standing = EXACT;
    } else {
        int32_t count = factors_only ? questionnaire->factor_count : questionnaire->dimension_count;
        for (int32_t d = 0; d < count; d++) {
            look_at_dimension(&given, scores, row, d);
        }
    }
    return given;
}

/*
 * As for all that is pooled: those that are rounded come in together, as no small group on any item, or not at all. A
 * structure has nothing that is rounded, so few respondents alone do not let them in.
 */
static bool takes_rounded(const culture_scores *scores, bool factors_only)
{
    int64_t count = 0, together = 0;
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        struct given given = organisation_given(scores, row, factors_only);
        if (given.standing == ROUNDED) {
            count++;
            together += given.fewest;
        }
    }
    return cul_takes_rounded(scores, count, together, CUL_ROUNDED_BELOW);
}

static culture_status show_only(culture_structure *structure, const culture_scores *scores, struct culture_error *error)
{
    struct cul_structure_rules *rules = structure->rules;
    bool takes = takes_rounded(scores, rules->factors_only);
    rules->selects = true;
    rules->few = scores->full ? 0 : scores->minimum > CUL_ROUNDED_BELOW ? scores->minimum : CUL_ROUNDED_BELOW;
    for (int64_t row = 0; row < scores->organisation_count; row++) {
        const char *key = cul_scores_key(scores, row);
        enum standing standing = organisation_given(scores, row, rules->factors_only).standing;
        rules->left_out.hidden += standing == HIDDEN;
        rules->left_out.partly += standing == PARTLY;
        rules->left_out.rounded += standing == ROUNDED && !takes;
        bool comes_in = standing == EXACT || (standing == ROUNDED && takes);
        if (comes_in && cul_names_add(&rules->shown, key, strlen(key)) < 0) {
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
