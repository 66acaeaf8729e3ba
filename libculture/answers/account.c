/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found out about a survey file: its layout, columns and problems. */
#include "answers/state.h"
#include "base/buffer.h"
#include "base/error.h"
#include "questionnaire/model.h"

#include <string.h>

/* Names in a message. */
struct name_list {
    struct cul_buffer text;
    int64_t count;
};

static void add_name(struct name_list *list, const char *name)
{
    cul_buffer_text(&list->text, list->count++ ? ", " : "");
    cul_buffer_text(&list->text, name);
}

/* Frees the names. */
static bool report_missing(culture_answers *answers, const char *kind, struct name_list *missing, const char *thing,
                           const char *things)
{
    bool good = !missing->text.failed;
    if (good && missing->count) {
        good = cul_found_add(&answers->found, kind, (struct cul_spot){.cell = -1}, "no column for %lld %s: %s",
                             (long long)missing->count, missing->count == 1 ? thing : things, missing->text.bytes);
    }
    cul_buffer_free(&missing->text);
    return good;
}

bool cul_answers_report_columns(culture_answers *answers, const struct cul_csv_record *header)
{
    const struct cul_columns *columns = &answers->columns;
    struct name_list items = {0}, units = {0}, mapped = {0};
    for (int32_t i = 0; i < answers->questionnaire->item_count && answers->profile != CULTURE_PROFILE_LONG; i++) {
        if (columns->item_column[i] < 0) {
            add_name(&items, answers->questionnaire->items[i].id);
        }
    }
    for (int64_t i = 0; i < cul_mapping_item_count(answers->mapping) && answers->profile != CULTURE_PROFILE_LONG; i++) {
        if (!columns->mapped[i]) {
            add_name(&mapped, cul_mapping_item_heading(answers->mapping, i));
        }
    }
    for (size_t i = 0; i < answers->options.unit_column_count; i++) {
        if (columns->unit_column[i] < 0) {
            add_name(&units, answers->unit_columns[i]);
        }
    }
    bool good = report_missing(answers, "missing_item", &items, "item", "items");
    good = report_missing(answers, "missing_unit", &units, "subgroup", "subgroups") && good;
    good =
        report_missing(answers, "missing_mapped", &mapped, "heading of the mapping", "headings of the mapping") && good;
    for (int32_t i = 0; i < columns->count && good; i++) {
        const struct cul_column *column = &columns->columns[i];
        struct cul_spot spot = {answers->csv, header, i};
        if (column->role == CULTURE_COLUMN_REPEATED) {
            good = cul_found_add(&answers->found, "repeated_column", spot,
                                 "'%.60s' is a second column of the item %s and is not used", column->header,
                                 answers->questionnaire->items[column->item].id);
        } else if (column->role == CULTURE_COLUMN_DOUBTFUL && column->item >= 0) {
            good = cul_found_add(&answers->found, "doubtful_column", spot,
                                 "'%.60s' is one of several columns that may be the item %s and is not used",
                                 column->header, answers->questionnaire->items[column->item].id);
        } else if (column->role == CULTURE_COLUMN_DOUBTFUL) {
            good = cul_found_add(&answers->found, "doubtful_column", spot,
                                 "it is not clear which item '%.60s' is; it is not used", column->header);
        }
    }
    return good;
}

bool cul_answers_report_unseen(culture_answers *answers, const bool *seen)
{
    struct name_list items = {0};
    for (int32_t i = 0; i < answers->questionnaire->item_count; i++) {
        if (!seen[i]) {
            add_name(&items, answers->questionnaire->items[i].id);
        }
    }
    return report_missing(answers, "missing_item", &items, "item", "items");
}

int64_t cul_answers_doubtful(const culture_answers *answers, int64_t after, const char **name)
{
    for (int64_t i = after + 1; i < answers->recognition.count; i++) {
        if (cul_is_doubtful(answers->recognition.list[i])) {
            *name = answers->organisations.texts[i];
            return i;
        }
    }
    return -1;
}

/* The organisation was guessed from the file's name: were there columns to take it from? */
static bool report_candidates(culture_answers *answers)
{
    struct name_list columns = {0};
    for (int32_t i = 0; i < answers->candidates.count; i++) {
        if (cul_candidate_remains(&answers->candidates.list[i])) {
            add_name(&columns, answers->columns.columns[answers->candidates.list[i].column].header);
        }
    }
    bool good = !columns.text.failed;
    if (good && columns.count) {
        good = cul_found_add_first(&answers->found, "organisation_from_file_name",
                                   "no column 'organisation': all rows count for '%.200s', the file's name (may name "
                                   "organisations: %s)",
                                   answers->organisations.texts[0], columns.text.bytes);
    }
    cul_buffer_free(&columns.text);
    return good;
}

bool cul_answers_finish(culture_answers *answers)
{
    struct cul_recognised all = answers->recognition.all;
    bool good = answers->finished || report_candidates(answers);
    if (good && !answers->finished && cul_is_doubtful(all)) {
        int64_t percent = (200 * all.invalid + all.answers) / (2 * all.answers);
        good = cul_found_add_first(&answers->found, "unrecognised_answers",
                                   "%lld %% of the answers were not recognised; they count as missing, and the scores "
                                   "are those of the others",
                                   (long long)percent);
    }
    answers->finished = true;
    return good;
}

culture_status culture_answers_layout(const culture_answers *answers, struct culture_layout *layout,
                                      struct culture_error *error)
{
    if (!answers) {
        return cul_fail_argument(error, "answers are needed");
    }
    struct culture_layout known = answers->layout;
    const bool text = strcmp(answers->format, "CSV") == 0;
    known.encoding = text ? cul_csv_encoding(answers->csv) : "";
    known.line_end = text ? cul_csv_line_end(answers->csv) : "";
    known.delimiter = text ? cul_csv_delimiter(answers->csv) : 0;
    known.format = answers->format;
    known.compression = answers->compression;
    known.header_rows = answers->header_rows;
    known.title_rows = answers->title_rows;
    known.profile = answers->profile;
    known.column_count = answers->columns.count;
    known.item_columns = answers->columns.item_columns;
    return cul_struct_fill(layout, &known, sizeof known) ? CULTURE_OK
                                                         : cul_fail_argument(error, "struct_size is not set");
}

culture_status culture_answers_column(const culture_answers *answers, int32_t index, struct culture_column *column,
                                      struct culture_error *error)
{
    if (!answers || index < 0 || index >= answers->columns.count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such column");
    }
    const struct cul_column *at = &answers->columns.columns[index];
    struct culture_column known = {
        .header = at->header, .role = at->role, .item = at->role == CULTURE_COLUMN_ITEM ? at->item : -1};
    return cul_struct_fill(column, &known, sizeof known) ? CULTURE_OK
                                                         : cul_fail_argument(error, "struct_size is not set");
}

/* The cell with a number, of those that were understood; its scale in *scale. Behind the last: NULL, and *index is how
 * many there are. */
static const char *find_label(const culture_answers *answers, int64_t *index, int32_t *scale, int16_t *value)
{
    int64_t at = 0;
    for (*scale = 0; *scale < answers->questionnaire->scale_count; ++*scale) {
        const struct cul_labels *labels = &answers->labels[*scale];
        for (int64_t i = 0; i < labels->seen.count; i++) {
            *value = labels->seen_values[i];
            if (*value != CULTURE_INVALID && at++ == *index) {
                return labels->seen.texts[i];
            }
        }
    }
    *index = at;
    return NULL;
}

int64_t culture_answers_label_count(const culture_answers *answers)
{
    int64_t count = INT64_MAX;
    int32_t scale;
    int16_t value;
    (void)find_label(answers, &count, &scale, &value);
    return count;
}

culture_status culture_answers_label(const culture_answers *answers, int64_t index, struct culture_answer_label *label,
                                     struct culture_error *error)
{
    int32_t scale = 0;
    int16_t value = 0;
    const char *text = answers && index >= 0 ? find_label(answers, &index, &scale, &value) : NULL;
    if (!text) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such label");
    }
    struct culture_answer_label known = {
        .text = text, .scale = answers->questionnaire->scales[scale].id, .value = value};
    return cul_struct_fill(label, &known, sizeof known) ? CULTURE_OK
                                                        : cul_fail_argument(error, "struct_size is not set");
}

int64_t culture_answers_problem_count(const culture_answers *answers)
{
    return answers->found.count;
}

culture_status culture_answers_problem(const culture_answers *answers, int64_t index, struct culture_problem *problem,
                                       struct culture_error *error)
{
    if (!answers || index < 0 || index >= answers->found.count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such problem");
    }
    const struct cul_found *at = &answers->found.list[index];
    struct culture_problem known = {
        .kind = at->kind, .message = at->message, .line = at->line, .column = at->column, .count = at->count};
    return cul_struct_fill(problem, &known, sizeof known) ? CULTURE_OK
                                                          : cul_fail_argument(error, "struct_size is not set");
}

const unsigned char *cul_answers_row_key(const culture_answers *answers, int64_t row)
{
    static const unsigned char blank[CUL_KEY_SIZE];
    const unsigned char *key = answers->row_keys[row];
    return answers->columns.key < 0 || memcmp(key, blank, CUL_KEY_SIZE) == 0 ? NULL : key;
}

/* Whether a problem of this kind cost its row. */
static bool costs_row(const culture_answers *answers, const char *kind)
{
    static const char *const kinds[] = {"ragged_row", "long_name", "blank_organisation", "blank_respondent", "preview"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kind, kinds[i]) == 0) {
            return true;
        }
    }
    return (strcmp(kind, "invalid_answer") == 0 && answers->options.invalid == CULTURE_INVALID_REJECTS_ROW) ||
           (strcmp(kind, "unfinished") == 0 && answers->options.unfinished == CULTURE_UNFINISHED_IS_LEFT_OUT);
}

/* The first problem that cost a row; NULL when all rows were empty. */
static const struct cul_found *first_rejection(const culture_answers *answers)
{
    for (int64_t i = 0; i < answers->found.count; i++) {
        if (answers->found.list[i].line && costs_row(answers, answers->found.list[i].kind)) {
            return &answers->found.list[i];
        }
    }
    return NULL;
}

culture_status cul_answers_fail_without_rows(const culture_answers *answers, struct culture_error *error)
{
    struct cul_place place = {.path = cul_csv_path(answers->csv)};
    if (answers->layout.rows == 0) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "the file has a header but no rows of answers");
    }
    const struct cul_found *why = first_rejection(answers);
    if (why) {
        place.line = why->line, place.column = why->column;
    }
    const char *colon = why ? ": " : "", *because = why ? why->message : "";
    if (answers->layout.rows == 1) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "the file's only row cannot be used%s%s", colon, because);
    }
    return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "not one of the file's %lld rows can be used%s%s",
                    (long long)answers->layout.rows, colon, because);
}

const char *cul_answers_path(const culture_answers *answers)
{
    return cul_csv_path(answers->csv);
}

const culture_questionnaire *cul_answers_questionnaire(const culture_answers *answers)
{
    return answers->questionnaire;
}
