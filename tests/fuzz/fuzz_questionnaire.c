/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A questionnaire file: read, asked everything, written in every form. */
#include "target.h"

static void ask_items(const culture_questionnaire *questionnaire)
{
    for (int32_t i = -1; i <= culture_questionnaire_item_count(questionnaire); i++) {
        struct culture_item item = {.struct_size = sizeof item};
        check_text(culture_questionnaire_item_text(questionnaire, i, "nl"));
        if (culture_questionnaire_item(questionnaire, i, &item, NULL) == CULTURE_OK) {
            MUST(culture_questionnaire_find_item(questionnaire, item.id) == i);
            MUST(item.low < item.high && item.dimension >= 0);
            check_text(culture_questionnaire_point_label(questionnaire, i, item.low, "en"));
        }
    }
}

static void ask_dimensions(const culture_questionnaire *questionnaire)
{
    int32_t count = culture_questionnaire_dimension_count(questionnaire);
    MUST(culture_questionnaire_factor_count(questionnaire) <= count);
    for (int32_t i = -1; i <= count; i++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        check_text(culture_questionnaire_dimension_name(questionnaire, i, NULL));
        check_text(culture_questionnaire_dimension_definition(questionnaire, i, "en"));
        if (culture_questionnaire_dimension(questionnaire, i, &dimension, NULL) == CULTURE_OK) {
            MUST(culture_questionnaire_find_dimension(questionnaire, dimension.id) == i);
            MUST(dimension.needed >= 1 && dimension.needed <= dimension.item_count);
            MUST(dimension.item_count <= 100 && dimension.base < count);
        }
    }
    for (int32_t i = -1; i <= culture_questionnaire_axis_count(questionnaire); i++) {
        struct culture_axis axis = {.struct_size = sizeof axis};
        check_text(culture_questionnaire_pole(questionnaire, i, 1, "nl"));
        if (culture_questionnaire_axis(questionnaire, i, &axis, NULL) == CULTURE_OK) {
            MUST(axis.now >= 0 && axis.now < count && axis.wanted >= -1 && axis.wanted < count);
        }
    }
}

static void write_forms(const culture_questionnaire *questionnaire)
{
    unsigned char sum = 0;
    struct culture_sink sink = {.write = swallow, .context = &sum};
    for (int32_t form = CULTURE_FORM_TEXT; form <= CULTURE_FORM_XLSFORM; form++) {
        struct culture_write_options options = {.struct_size = sizeof options, .language = "nl", .form = form};
        culture_write_questionnaire(questionnaire, &sink, &options, NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t problems = 0;
    struct culture_source source = source_of("fuzzed.yaml", data, size);
    struct culture_questionnaire_options options = {
        .struct_size = sizeof options, .on_problem = count_problem, .context = &problems};
    culture_questionnaire *questionnaire = NULL, *again = NULL;
    struct culture_error error = {0};
    culture_status status = culture_questionnaire_read(&source, &options, &questionnaire, &error);
    check_error(status, &error);
    MUST(!status == !!questionnaire && (status == CULTURE_OK || problems));
    MUST(culture_questionnaire_read(&source, NULL, &again, NULL) == status);
    if (questionnaire) {
        MUST(strcmp(culture_questionnaire_fingerprint(questionnaire), culture_questionnaire_fingerprint(again)) == 0);
        struct culture_criterion criterion = {.struct_size = sizeof criterion};
        MUST(culture_questionnaire_criterion(questionnaire, &criterion, NULL) == CULTURE_OK);
        MUST(!criterion.given || criterion.factors >= 1);
        MUST(culture_questionnaire_find_item(questionnaire, "No") == -1);
        MUST(culture_questionnaire_find_dimension(questionnaire, "No") == -1);
        check_text(culture_questionnaire_id(questionnaire));
        check_text(culture_questionnaire_version(questionnaire));
        check_text(culture_questionnaire_title(questionnaire, "nl"));
        ask_items(questionnaire);
        ask_dimensions(questionnaire);
        write_forms(questionnaire);
    }
    culture_questionnaire_free(questionnaire);
    culture_questionnaire_free(again);
    return 0;
}
