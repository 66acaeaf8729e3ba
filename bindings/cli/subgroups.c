/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "subgroups.h"

#include "messages.h"
#include "near.h"

#include <string.h>
#include <strings.h>

static _Bool has_subgroups(const culture_scores *scores, const char *column)
{
    for (int64_t i = 0; i < culture_scores_unit_count(scores); i++) {
        struct culture_unit unit = {.struct_size = sizeof unit};
        if (culture_scores_unit(scores, i, &unit, NULL) == CULTURE_OK && strcasecmp(unit.column, column) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Says that no file has a column, with a heading of the first that can be read which was perhaps meant. */
static void tell_no_column(const struct cul_cli_batch *batch, const char *name)
{
    struct cul_cli_near near = {.word = name};
    culture_answers *answers = NULL;
    for (int64_t i = 0; i < culture_tally_file_count(batch->tally) && !near.best; i++) {
        struct culture_file file = {.struct_size = sizeof file};
        struct culture_layout layout = {.struct_size = sizeof layout};
        culture_answers_free(answers);
        answers = NULL;
        if (culture_tally_file(batch->tally, i, &file, NULL) || file.status || cul_cli_is_tally(&file) ||
            culture_answers_open(file.path, batch->questionnaire, NULL, &answers, NULL) ||
            culture_answers_layout(answers, &layout, NULL)) {
            continue;
        }
        for (int32_t c = 0; c < layout.column_count; c++) {
            struct culture_column column = {.struct_size = sizeof column};
            if (culture_answers_column(answers, c, &column, NULL) == CULTURE_OK &&
                column.role == CULTURE_COLUMN_IGNORED) {
                cul_cli_near_try(&near, column.header);
            }
        }
    }
    if (near.best) {
        cul_cli_say("no file has subgroups in a column '%s' (did you mean '%s'?)", name, near.best);
    } else {
        cul_cli_say("no file has subgroups in a column '%s'", name);
    }
    culture_answers_free(answers);
}

void cul_cli_tell_subgroups(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    _Bool lacking = 0;
    for (int64_t i = 0; i < culture_tally_file_count(batch->tally); i++) {
        struct culture_file file = {.struct_size = sizeof file};
        culture_tally_file(batch->tally, i, &file, NULL);
        lacking |= cul_cli_is_tally(&file) && !file.status; /* its columns are those that it was made with */
        for (int32_t p = 0; p < file.problem_count; p++) {
            struct culture_problem problem = {.struct_size = sizeof problem};
            lacking |= culture_tally_file_problem(batch->tally, i, p, &problem, NULL) == CULTURE_OK &&
                       strcmp(problem.kind, "missing_unit") == 0;
        }
    }
    for (size_t i = 0; lacking && i < settings->by.count; i++) {
        if (!has_subgroups(batch->scores, settings->by.texts[i])) {
            tell_no_column(batch, settings->by.texts[i]);
        }
    }
}
