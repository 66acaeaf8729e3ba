/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of culture check that reads survey files: what was found out about the file, and its problems. */
#include "batch.h"
#include "check.h"
#include "messages.h"

#include <math.h>
#include <string.h>

static const char *delimiter_name(int32_t delimiter)
{
    return delimiter == ','    ? "comma"
           : delimiter == ';'  ? "semicolon"
           : delimiter == '\t' ? "tab"
           : delimiter == '|'  ? "bar"
                               : "unknown";
}

static void print_rows(const char *path, const struct culture_layout *layout)
{
    cul_cli_print(stdout, "%s: survey, %lld row%s, %lld kept, %lld empty, %lld rejected", path, (long long)layout->rows,
                  cul_cli_plural(layout->rows), (long long)layout->kept, (long long)layout->empty,
                  (long long)layout->rejected);
    printf("\n");
}

static void print_form(const culture_questionnaire *questionnaire, const struct culture_layout *layout)
{
    printf("  %s, line ends %s, delimiter %s, %d header row%s\n", layout->encoding, layout->line_end,
           delimiter_name(layout->delimiter), layout->header_rows, cul_cli_plural(layout->header_rows));
    printf("  %d columns, %d of %d items found\n", layout->column_count, layout->item_columns,
           culture_questionnaire_item_count(questionnaire));
}

/* The headers of all columns of a role, on a line of their own when there are any. */
static void print_role(const culture_answers *answers, const struct culture_layout *layout, int32_t role,
                       const char *title)
{
    const char *before = title;
    for (int32_t i = 0; i < layout->column_count; i++) {
        struct culture_column column = {.struct_size = sizeof column};
        if (culture_answers_column(answers, i, &column, NULL) || column.role != role) {
            continue;
        }
        cul_cli_print(stdout, "%s%s", before, *column.header ? column.header : "(no header)");
        before = ", ";
    }
    if (before != title) {
        printf("\n");
    }
}

static void print_columns(const culture_answers *answers, const struct culture_layout *layout)
{
    print_role(answers, layout, CULTURE_COLUMN_ORGANISATION, "  organisation: ");
    print_role(answers, layout, CULTURE_COLUMN_UNIT, "  subgroups: ");
    print_role(answers, layout, CULTURE_COLUMN_PERSONAL, "  personal, never kept: ");
    print_role(answers, layout, CULTURE_COLUMN_REPEATED, "  a second time, ignored: ");
    print_role(answers, layout, CULTURE_COLUMN_IGNORED, "  match nothing: ");
}

static void print_problems(const culture_answers *answers, const char *path)
{
    int64_t count = culture_answers_problem_count(answers);
    for (int64_t i = 0; i < count; i++) {
        struct culture_problem problem = {.struct_size = sizeof problem};
        if (culture_answers_problem(answers, i, &problem, NULL) == CULTURE_OK) {
            cul_cli_print_problem(stdout, path, &problem);
        }
    }
}

static culture_status read_all(culture_answers *answers, struct culture_error *error)
{
    struct culture_block block = {.struct_size = sizeof block};
    culture_status status;
    do {
        status = culture_answers_next(answers, &block, error);
    } while (!status && block.rows);
    return status;
}

static _Bool describe(const struct cul_cli_check *check, culture_answers *answers, const char *path)
{
    struct culture_error error = {0};
    struct culture_layout layout = {.struct_size = sizeof layout};
    culture_status status = read_all(answers, &error);
    if (culture_answers_layout(answers, &layout, NULL) == CULTURE_OK && !check->settings->quiet) {
        print_rows(path, &layout);
        print_form(check->questionnaire, &layout);
        print_columns(answers, &layout);
    }
    print_problems(answers, path);
    return status ? cul_cli_check_refuse(&error) : 1;
}

/* A register tells something about its organisations; a survey of another questionnaire does not. */
static _Bool has_facts(const culture_register *reg)
{
    for (int64_t i = 0; i < culture_register_count(reg); i++) {
        struct culture_register_entry entry = {.struct_size = sizeof entry};
        if (culture_register_entry(reg, i, &entry, NULL) == CULTURE_OK &&
            (entry.headcount || *entry.sector || *entry.size || isfinite(entry.training_budget) ||
             isfinite(entry.training_spent) || isfinite(entry.formal_share) || isfinite(entry.time_to_solution))) {
            return 1;
        }
    }
    return 0;
}

static _Bool is_called_register(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, "register.csv") == 0;
}

/* A file without items may be a register; error is that of the survey it is not. */
static _Bool check_register(const struct cul_cli_check *check, const char *path, const struct culture_error *error)
{
    struct culture_error other = {0};
    culture_register *reg = NULL;
    culture_status status = culture_register_open(path, &reg, &other);
    _Bool good = !status && has_facts(reg);
    if (good && !check->settings->quiet) {
        cul_cli_print(stdout, "%s: register, %lld organisations", path, (long long)culture_register_count(reg));
        printf("\n");
    }
    culture_register_free(reg);
    if (good) {
        return 1;
    }
    /* A heading that is nearly one of a register's tells what the file was meant to be. */
    _Bool meant = is_called_register(path) || (other.line == 1 && other.column);
    return cul_cli_check_refuse(status && meant ? &other : error);
}

_Bool cul_cli_check_survey(const struct cul_cli_check *check, const char *path)
{
    struct culture_error error = {0};
    culture_answers *answers = NULL;
    struct culture_answers_options options = cul_cli_answers_options(check->settings);
    culture_status status = culture_answers_open(path, check->questionnaire, &options, &answers, &error);
    if (status == CULTURE_ERROR_ANSWERS) {
        return check_register(check, path, &error);
    }
    if (status) {
        return cul_cli_check_refuse(&error);
    }
    _Bool good = describe(check, answers, path);
    culture_answers_free(answers);
    return good;
}
