/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to handles, with any index. Texts that come back are whole, those about nothing are empty or none. */
#include "api.h"

/* An index: mostly one that is there, sometimes one before the first or far behind the last. */
static int32_t any_index(struct machine *machine)
{
    unsigned asked = take(machine);
    return asked == 255 ? INT32_MAX : asked == 254 ? INT32_MIN : (int32_t)(asked % 16) - 1;
}

static const char *any_language(struct machine *machine)
{
    static const char *const languages[] = {"nl", "en", "xx", NULL};
    return languages[take(machine) % 4];
}

void ask_questionnaire(struct machine *machine)
{
    const culture_questionnaire *questionnaire = *ANY(questionnaires);
    int32_t index = any_index(machine), value = any_index(machine);
    const char *language = any_language(machine);
    if (!questionnaire) {
        return;
    }
    check_text(culture_questionnaire_id(questionnaire));
    check_text(culture_questionnaire_version(questionnaire));
    check_text(culture_questionnaire_title(questionnaire, language));
    check_text(culture_questionnaire_dimension_name(questionnaire, index, language));
    check_text(culture_questionnaire_dimension_definition(questionnaire, index, language));
    check_text(culture_questionnaire_item_text(questionnaire, index, language));
    check_text(culture_questionnaire_point_label(questionnaire, index, value, language));
    check_text(culture_questionnaire_pole(questionnaire, index, value & 1, language));
    struct culture_item item = {.struct_size = sizeof item};
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    struct culture_axis axis = {.struct_size = sizeof axis};
    struct culture_criterion criterion = {.struct_size = sizeof criterion};
    const int32_t items = culture_questionnaire_item_count(questionnaire);
    const int32_t dimensions = culture_questionnaire_dimension_count(questionnaire);
    MUST(culture_questionnaire_factor_count(questionnaire) <= dimensions);
    MUST(!culture_questionnaire_item(questionnaire, index, &item, NULL) == (index >= 0 && index < items));
    MUST(!culture_questionnaire_dimension(questionnaire, index, &dimension, NULL) ==
         (index >= 0 && index < dimensions));
    MUST(!culture_questionnaire_axis(questionnaire, index, &axis, NULL) ==
         (index >= 0 && index < culture_questionnaire_axis_count(questionnaire)));
    MUST(!culture_questionnaire_criterion(questionnaire, &criterion, NULL));
    MUST(!item.id || culture_questionnaire_find_item(questionnaire, item.id) == index);
    MUST(!dimension.id || culture_questionnaire_find_dimension(questionnaire, dimension.id) == index);
    unsigned char sum = 0;
    struct culture_sink sink = {.write = swallow, .context = &sum};
    struct culture_write_options options = {.struct_size = sizeof options, .language = language, .form = value & 7};
    struct culture_error error = {0};
    CHECK_CALL(culture_write_questionnaire(questionnaire, &sink, &options, &error), &error);
}

void ask_register(struct machine *machine)
{
    const culture_register *reg = *ANY(registers);
    int32_t index = any_index(machine);
    struct culture_register_entry entry = {.struct_size = sizeof entry};
    struct culture_register_unit unit = {.struct_size = sizeof unit};
    if (!reg) {
        return;
    }
    MUST(!culture_register_entry(reg, index, &entry, NULL) == (index >= 0 && index < culture_register_count(reg)));
    MUST(!culture_register_unit(reg, index, &unit, NULL) == (index >= 0 && index < culture_register_unit_count(reg)));
    MUST(culture_register_find(reg, "nobody") < 0 && culture_register_find_unit(reg, "nobody", "unit", "a") < 0);
    MUST(!entry.organisation || culture_register_find(reg, entry.organisation) == index);
    culture_register_ignored(reg, index);
    culture_register *held = culture_register_retain(*ANY(registers));
    culture_register_free(held);
}

void ask_scores(struct machine *machine)
{
    const culture_scores *scores = *ANY(scores);
    int64_t asked = (int64_t)take(machine) - 1;
    const int32_t level =
        (int32_t)(take(machine) % (CULTURE_LEVEL_FACTORS / CULTURE_LEVEL_UNIT + 1)) * CULTURE_LEVEL_UNIT;
    for (int32_t result = 0; scores && result < 128; result++) {
        CHECK_MATRIX(culture_scores_get, culture_scores_reason, scores, level + result);
    }
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    struct culture_quality quality = {.struct_size = sizeof quality};
    struct culture_unit unit = {.struct_size = sizeof unit};
    const int64_t *counts;
    int32_t points, reason;
    if (scores) {
        culture_scores_organisation(scores, asked, &organisation, NULL);
        culture_scores_quality(scores, asked, &quality, NULL);
        culture_scores_unit(scores, asked, &unit, NULL);
        culture_scores_counts(scores, asked, 0, &counts, &points, &reason);
    }
}

void ask_reference(struct machine *machine)
{
    culture_reference *reference = *ANY(references), **place = ANY(references), *made = NULL;
    culture_questionnaire *questionnaire = *ANY(questionnaires);
    unsigned how = take(machine);
    unsigned char sum = 0;
    struct culture_norm_audit audit = {.struct_size = sizeof audit};
    struct culture_sink sink = {.write = swallow, .context = &sum};
    struct culture_error error = {0};
    if (!reference) {
        return;
    }
    check_text(culture_reference_id(reference));
    check_text(culture_reference_source(reference));
    check_text(culture_reference_kind_name(culture_reference_kind(reference)));
    MUST(culture_reference_organisation_count(reference) <= culture_reference_all(reference));
    CHECK_CALL(culture_reference_audit(reference, (int32_t)how * 16, &audit, &error), &error);
    memset(&error, 0, sizeof error);
    for (int32_t result = 0; result < 16; result++) {
        struct culture_matrix matrix;
        if (culture_reference_get(reference, result, &matrix) == CULTURE_OK) {
            for (int64_t column = 0; column < matrix.columns && matrix.rows == 1; column++) {
                int32_t reason = culture_reference_reason(reference, result, (int32_t)column);
                MUST(isnan(matrix.data[column]) ? reason > 0 : reason == 0 && isfinite(matrix.data[column]));
            }
        }
    }
    if (how % 4 == 0) {
        CHECK_MADE(culture_reference_peers(reference, "sector", "care", &made, &error), made, &error);
    } else if (how % 4 == 1) {
        CHECK_MADE(culture_reference_for(reference, questionnaire, &made, &error), made, &error);
    } else {
        CHECK_CALL(culture_reference_write(reference, &sink, &error), &error);
    }
    KEEP(culture_reference_free, place, made);
}

void ask_assessment(struct machine *machine)
{
    const culture_assessment *assessment = *ANY(assessments);
    int64_t asked = (int64_t)take(machine) - 1;
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    struct culture_nonresponse nonresponse = {.struct_size = sizeof nonresponse};
    struct culture_universe universe = {.struct_size = sizeof universe};
    for (int32_t result = 0; assessment && result < 192; result++) {
        CHECK_MATRIX(culture_assessment_get, culture_assessment_reason, assessment, result);
    }
    if (assessment && culture_assessment_verdict(assessment, asked, &verdict, NULL) == CULTURE_OK) {
        MUST(isnan(verdict.probability) || (verdict.probability >= 0 && verdict.probability <= 1));
        culture_assessment_nonresponse(assessment, asked, &nonresponse, NULL);
        culture_assessment_universe(assessment, asked, 3, &universe, NULL);
    }
}

void ask_answers(struct machine *machine)
{
    const culture_answers *answers = *ANY(answers);
    int32_t index = any_index(machine);
    struct culture_layout layout = {.struct_size = sizeof layout};
    struct culture_column column = {.struct_size = sizeof column};
    struct culture_answer_label label = {.struct_size = sizeof label};
    struct culture_problem problem = {.struct_size = sizeof problem};
    if (!answers) {
        return;
    }
    MUST(culture_answers_layout(answers, &layout, NULL) == CULTURE_OK);
    culture_answers_column(answers, index, &column, NULL);
    MUST(!culture_answers_label(answers, index, &label, NULL) ==
         (index >= 0 && index < culture_answers_label_count(answers)));
    MUST(!culture_answers_problem(answers, index, &problem, NULL) ==
         (index >= 0 && index < culture_answers_problem_count(answers)));
}

void ask_tally(struct machine *machine)
{
    const culture_tally *tally = *ANY(tallies);
    int32_t index = any_index(machine);
    struct culture_file file = {.struct_size = sizeof file};
    struct culture_problem problem = {.struct_size = sizeof problem};
    if (!tally) {
        return;
    }
    MUST(culture_tally_organisation_count(tally) >= 0 && culture_tally_respondents(tally) >= 0);
    MUST(!culture_tally_file(tally, index, &file, NULL) == (index >= 0 && index < culture_tally_file_count(tally)));
    culture_tally_file_problem(tally, index, index, &problem, NULL);
}
