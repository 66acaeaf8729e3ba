/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of culture check that reads survey files: what was found out about the file, and its problems. */
#include "batch.h"
#include "check.h"
#include "messages.h"
#include "phrases.h"
#include "registers.h"

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
    if (layout->left_out) {
        cul_cli_print(stdout, ", %lld left out", (long long)layout->left_out);
    }
    printf("\n");
}

static void print_form(const culture_questionnaire *questionnaire, const struct culture_layout *layout)
{
    printf("  ");
    if (layout->profile != CULTURE_PROFILE_TABLE) {
        printf("%s, ", cul_cli_in(culture_profile_name(layout->profile)));
    }
    if (*layout->encoding) {
        cul_cli_print(stdout, "%s, line ends %s, delimiter %s, %d header row%s", cul_cli_in(layout->encoding),
                      layout->line_end, cul_cli_in(delimiter_name(layout->delimiter)), layout->header_rows,
                      cul_cli_plural(layout->header_rows));
    } else {
        cul_cli_print(stdout, "a file of %s", layout->format);
    }
    if (layout->title_rows) {
        cul_cli_print(stdout, " below %d title row%s", layout->title_rows, cul_cli_plural(layout->title_rows));
    }
    if (*layout->compression) {
        cul_cli_print(stdout, ", compressed by %s", layout->compression);
    }
    printf("\n");
    if (layout->profile == CULTURE_PROFILE_LONG) {
        cul_cli_line(stdout, "  %d columns, a row for each answer", layout->column_count);
    } else {
        cul_cli_line(stdout, "  %d columns, %d of %d items found", layout->column_count, layout->item_columns,
                     culture_questionnaire_item_count(questionnaire));
    }
}

/* The headers of all columns of a role, on a line of their own when there are any. */
static void print_role(const culture_answers *answers, const struct culture_layout *layout, int32_t role,
                       const char *title)
{
    const char *before = cul_cli_in(title), *start = before;
    for (int32_t i = 0; i < layout->column_count; i++) {
        struct culture_column column = {.struct_size = sizeof column};
        if (culture_answers_column(answers, i, &column, NULL) || column.role != role) {
            continue;
        }
        cul_cli_print(stdout, "%s%s", before, *column.header ? column.header : cul_cli_in("(no header)"));
        before = ", ";
    }
    if (before != start) {
        printf("\n");
    }
}

static void print_columns(const culture_answers *answers, const struct culture_layout *layout)
{
    print_role(answers, layout, CULTURE_COLUMN_ORGANISATION, "  organisation: ");
    print_role(answers, layout, CULTURE_COLUMN_UNIT, "  subgroups: ");
    print_role(answers, layout, CULTURE_COLUMN_KEY, "  tells respondents apart: ");
    print_role(answers, layout, CULTURE_COLUMN_ITEM_NAME, "  which item: ");
    print_role(answers, layout, CULTURE_COLUMN_ANSWER, "  its answer: ");
    print_role(answers, layout, CULTURE_COLUMN_DURATION, "  duration: ");
    print_role(answers, layout, CULTURE_COLUMN_FINISHED, "  finished or not: ");
    print_role(answers, layout, CULTURE_COLUMN_STATUS, "  tried out or not: ");
    print_role(answers, layout, CULTURE_COLUMN_PERSONAL, "  personal, never kept: ");
    print_role(answers, layout, CULTURE_COLUMN_TOOL, "  the survey tool's own, not used: ");
    print_role(answers, layout, CULTURE_COLUMN_DOUBTFUL, "  doubtful, not used: ");
    print_role(answers, layout, CULTURE_COLUMN_REPEATED, "  a second time, ignored: ");
    print_role(answers, layout, CULTURE_COLUMN_IGNORED, "  match nothing: ");
}

/* What the texts of answers were taken for, the first of each scale. */
static void print_labels(const culture_answers *answers)
{
    enum { MOST = 12 };
    const char *scale = "";
    int64_t count = culture_answers_label_count(answers), told = 0;
    for (int64_t i = 0; i < count; i++) {
        struct culture_answer_label label = {.struct_size = sizeof label};
        if (culture_answers_label(answers, i, &label, NULL)) {
            continue;
        }
        if (strcmp(scale, label.scale) != 0) {
            printf("%s", told ? "\n" : "");
            cul_cli_print(stdout, "  answers on %s: ", label.scale);
            scale = label.scale;
            told = 0;
        }
        if (told++ < MOST) {
            cul_cli_print(stdout, label.value == CULTURE_MISSING ? "%s'%s' missing" : "%s'%s' %d", told > 1 ? ", " : "",
                          label.text, (int)label.value);
        } else if (told == MOST + 2) {
            printf(", ...");
        }
    }
    if (told) {
        printf("\n");
    }
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
        print_labels(answers);
    }
    print_problems(answers, path);
    if (status) {
        return cul_cli_check_refuse(&error);
    }
    return !check->settings->strict || culture_answers_problem_count(answers) == 0;
}

static _Bool is_called_register(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, "register.csv") == 0;
}

static void on_problem(void *context, const struct culture_error *problem)
{
    ++*(int64_t *)context;
    cul_cli_print_place(stdout, problem);
}

static _Bool check_register(const struct cul_cli_check *check, const char *path)
{
    int64_t problems = 0;
    struct culture_error error = {0};
    culture_register *reg = NULL;
    struct culture_register_options options = {
        .struct_size = sizeof options, .on_problem = on_problem, .context = &problems};
    if (culture_register_open(path, &options, &reg, &error)) {
        if (!problems) {
            return cul_cli_check_refuse(&error);
        }
        cul_cli_line(stdout, "%s: register with %lld problem%s", path, (long long)problems, cul_cli_plural(problems));
        return 0;
    }
    if (!check->settings->quiet) {
        int64_t count = culture_register_count(reg);
        cul_cli_line(stdout, "%s: register, %lld organisation%s", path, (long long)count, cul_cli_plural(count));
    }
    if (!check->settings->quiet) {
        cul_cli_tell_ignored(stdout, "", path, reg);
    }
    culture_register_free(reg);
    return 1;
}

_Bool cul_cli_check_survey(const struct cul_cli_check *check, const char *path)
{
    struct culture_error error = {0};
    culture_answers *answers = NULL;
    struct culture_answers_options options = cul_cli_answers_options(check->settings, check->mapping);
    culture_status status = culture_answers_open(path, check->questionnaire, &options, &answers, &error);
    /* Without an item it may be a register: its headings tell, or its name. */
    struct culture_source source = {.path = path};
    if (status == CULTURE_ERROR_ANSWERS && (culture_register_is_likely(&source) || is_called_register(path))) {
        return check_register(check, path);
    }
    if (status) {
        return cul_cli_check_refuse(&error);
    }
    _Bool good = describe(check, answers, path);
    culture_answers_free(answers);
    return good;
}
