/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers.h"

#include "messages.h"
#include "near.h"

#include <stdint.h>
#include <string.h>

enum { ID = 80 };

struct asked {
    char id[ID];
    int32_t level;
};

/* Splits "theme:level"; false: too long, or no such level. */
static _Bool split(const char *text, struct asked *asked)
{
    size_t length = strcspn(text, ":");
    if (length >= ID) {
        return 0;
    }
    memcpy(asked->id, text, length);
    asked->id[length] = '\0';
    const char *level = text[length] ? text + length + 1 : "person";
    for (asked->level = CULTURE_DRIVERS_PERSON; asked->level <= CULTURE_DRIVERS_ORGANISATION; asked->level++) {
        if (strcmp(level, culture_drivers_level_name(asked->level)) == 0) {
            return 1;
        }
    }
    return 0;
}

static int check_id(const char *id, const culture_questionnaire *questionnaire)
{
    int32_t factors = culture_questionnaire_factor_count(questionnaire);
    int32_t count = culture_questionnaire_dimension_count(questionnaire);
    struct cul_cli_near near = {.word = id};
    struct culture_dimension dimension = {.struct_size = sizeof dimension};
    for (int32_t d = 0; d < count; d++) {
        culture_questionnaire_dimension(questionnaire, d, &dimension, NULL);
        if (dimension.kind != CULTURE_DIMENSION_FACTOR && dimension.kind != CULTURE_DIMENSION_THEME) {
            continue;
        }
        if (strcmp(dimension.id, id) == 0) {
            if (factors > (d < factors)) {
                return 0;
            }
            return cul_cli_wrong_use("score", "--drivers: there is no other factor to explain '%s' with", id);
        }
        cul_cli_near_try(&near, dimension.id);
    }
    if (near.best) {
        return cul_cli_wrong_use("score", "--drivers: no theme or factor '%s' (did you mean '%s'?)", id, near.best);
    }
    return cul_cli_wrong_use("score", "--drivers: no theme or factor '%s'", id);
}

int cul_cli_drivers_check(const struct cul_cli_settings *settings, const culture_questionnaire *questionnaire)
{
    int code = 0;
    for (size_t i = 0; i < settings->drivers.count && !code; i++) {
        struct asked asked;
        if (!split(settings->drivers.texts[i], &asked)) {
            return cul_cli_wrong_use("score", "--drivers: '%s' is not like THEME, THEME:person or THEME:organisation",
                                     settings->drivers.texts[i]);
        }
        code = check_id(asked.id, questionnaire);
    }
    return code;
}

int cul_cli_drivers_compute(struct cul_cli_drivers *drivers, const struct cul_cli_settings *settings,
                            const culture_scores *scores)
{
    for (size_t i = 0; i < settings->drivers.count; i++) {
        struct culture_error error = {0};
        struct asked asked = {.level = CULTURE_DRIVERS_PERSON};
        culture_drivers *made = NULL;
        (void)split(settings->drivers.texts[i], &asked); /* checked before */
        struct culture_drivers_options options = {.struct_size = sizeof options, .level = asked.level};
        if (culture_drivers_compute(scores, asked.id, &options, &made, &error)) {
            return cul_cli_error(&error);
        }
        drivers->made[drivers->count++] = made;
    }
    return 0;
}

void cul_cli_drivers_free(struct cul_cli_drivers *drivers)
{
    for (size_t i = 0; i < drivers->count; i++) {
        culture_drivers_free((culture_drivers *)(uintptr_t)drivers->made[i]);
    }
    drivers->count = 0;
}
