/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/long.h"

#include "answers/conduct.h"
#include "answers/headings.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "questionnaire/model.h"

#include <math.h>
#include <string.h>

enum { LISTED_ITEMS = 20 };

/* What is known of a respondent besides the answers. */
struct respondent {
    int32_t organisation;
    unsigned char key[CUL_KEY_SIZE];
    double seconds;
    bool unfinished, rejected;
    struct cul_recognised recognised;
};

struct cul_long {
    struct cul_names identities; /* number of the organisation and hash of the key */
    struct respondent *list;
    int16_t *values; /* per respondent and item */
    int32_t *units;  /* per respondent and unit column */
    size_t list_room, value_room, unit_room;
    int64_t next;
    /* While gathering: what a row of the file is read into, and items that are not known. */
    struct cul_headings headings;
    int16_t *cells;
    int32_t *row_units;
    struct cul_names unknown;
    int64_t unknown_rows;
    bool *seen; /* per item */
};

/* The item that a cell names; -1: none. */
static int32_t find_item(struct cul_long *gathered, const culture_answers *answers, struct cul_csv_field field,
                         _Bool *failed)
{
    int64_t mapped = -1;
    if (answers->mapping) {
        char *text = cul_memory_text(field.text, field.length);
        struct cul_buffer scratch = {0};
        mapped = text ? cul_mapping_find(answers->mapping, text, &scratch) : -1;
        *failed = *failed || !text || scratch.failed;
        cul_buffer_free(&scratch);
        cul_memory_free(text);
    }
    if (mapped >= 0) {
        return cul_mapping_item(answers->mapping, mapped);
    }
    int32_t item = cul_headings_find(&gathered->headings, field.text, field.length, failed);
    return item < 0 ? cul_headings_guess(&gathered->headings, field.text, field.length, failed) : item;
}

/* An item that the questionnaire does not have: the first few are told by name, at the end. */
static void note_unknown(struct cul_long *gathered, struct cul_row *row, struct cul_csv_field field)
{
    char token[CUL_TOKEN_SIZE];
    cul_row_token(field, token);
    gathered->unknown_rows++;
    if (*token && gathered->unknown.count < LISTED_ITEMS &&
        cul_names_add(&gathered->unknown, token, strlen(token)) < 0) {
        row->status = cul_fail_memory(row->error);
    }
}

static int64_t add_respondent(struct cul_long *gathered, const culture_answers *answers, const struct cul_row *row)
{
    struct {
        int32_t organisation;
        unsigned char key[CUL_KEY_SIZE];
    } identity = {.organisation = *row->organisation};
    memcpy(identity.key, row->key, CUL_KEY_SIZE);
    size_t count = (size_t)gathered->identities.count, items = (size_t)answers->questionnaire->item_count;
    size_t units = answers->options.unit_column_count;
    if (!cul_memory_grow(&gathered->list, &gathered->list_room, count, sizeof *gathered->list) ||
        !cul_memory_grow(&gathered->values, &gathered->value_room, count, items * sizeof *gathered->values) ||
        (units && !cul_memory_grow(&gathered->units, &gathered->unit_room, count, units * sizeof *gathered->units))) {
        return -1;
    }
    int64_t index = cul_names_add(&gathered->identities, (const char *)&identity, sizeof identity);
    if (index < 0 || (size_t)index < count) {
        return index;
    }
    struct respondent *made = &gathered->list[index];
    *made = (struct respondent){.organisation = *row->organisation, .seconds = *row->seconds};
    memcpy(made->key, row->key, CUL_KEY_SIZE);
    for (size_t i = 0; i < items; i++) {
        gathered->values[(size_t)index * items + i] = CULTURE_MISSING;
    }
    for (size_t i = 0; i < units; i++) {
        gathered->units[(size_t)index * units + i] = row->units[i];
    }
    return index;
}

/* Puts an answer into its respondent's row; of two for one item the later counts. */
static void keep_answer(struct cul_long *gathered, culture_answers *answers, struct cul_row *row, int64_t respondent,
                        int32_t item)
{
    int16_t value = gathered->cells[item];
    int16_t *kept = &gathered->values[respondent * answers->questionnaire->item_count + item];
    gathered->cells[item] = CULTURE_MISSING;
    if (*kept != CULTURE_MISSING && value != CULTURE_MISSING) {
        cul_row_report(answers, row, "duplicate_answer", answers->columns.long_item,
                       "a second answer of the same respondent to the same item; the later counts");
        row->recognised.answers--;
        row->recognised.invalid -= *kept == CULTURE_INVALID;
    }
    *kept = value == CULTURE_MISSING ? *kept : value;
    struct cul_recognised *sum = &gathered->list[respondent].recognised;
    sum->answers += row->recognised.answers;
    sum->invalid += row->recognised.invalid;
}

static void take_answer(struct cul_long *gathered, culture_answers *answers, struct cul_row *row, int32_t item)
{
    const struct cul_columns *columns = &answers->columns;
    int64_t index = add_respondent(gathered, answers, row);
    if (index < 0) {
        row->status = cul_fail_memory(row->error);
        return;
    }
    struct respondent *respondent = &gathered->list[index];
    bool unfinished = columns->finished >= 0 &&
                      cul_conduct_is_unfinished(cul_row_cell(row, columns->finished), columns->finished_rule);
    if (unfinished && !respondent->unfinished) {
        respondent->unfinished = true;
        cul_row_report_unfinished(answers, row);
    }
    if (unfinished && answers->options.unfinished == CULTURE_UNFINISHED_IS_LEFT_OUT) {
        return;
    }
    cul_row_read_answer(answers, row, columns->long_answer, item);
    respondent->rejected = respondent->rejected || row->rejected;
    if (!row->status) {
        keep_answer(gathered, answers, row, index, item);
    }
}

/* A row of the file: whose answer to what. Gives whether it is some respondent's. */
static bool take_record(struct cul_long *gathered, culture_answers *answers, struct cul_row *row)
{
    const struct cul_columns *columns = &answers->columns;
    _Bool failed = 0;
    cul_row_check_width(answers, row);
    if (row->rejected || row->status) {
        return false;
    }
    int32_t item = find_item(gathered, answers, cul_row_cell(row, columns->long_item), &failed);
    if (failed) {
        row->status = cul_fail_memory(row->error);
    } else if (item < 0) {
        note_unknown(gathered, row, cul_row_cell(row, columns->long_item));
    } else {
        gathered->seen[item] = true;
        cul_row_read_about(answers, row);
        static const unsigned char blank[CUL_KEY_SIZE];
        if (!row->status && !row->rejected && memcmp(row->key, blank, CUL_KEY_SIZE) == 0) {
            cul_row_reject(answers, row, "blank_respondent", columns->key,
                           "the respondent is blank; the answer is left out");
        }
        if (!row->status && !row->rejected) {
            take_answer(gathered, answers, row, item);
            return true;
        }
    }
    return false;
}

static culture_status read_records(struct cul_long *gathered, culture_answers *answers, struct culture_error *error)
{
    struct cul_csv_record record;
    for (;;) {
        int32_t organisation = 0;
        unsigned char key[CUL_KEY_SIZE] = {0};
        double seconds = (double)NAN;
        culture_status status = cul_csv_next(answers->csv, &record, error);
        if (status || !record.count) {
            return status;
        }
        struct cul_row row = {.record = &record,
                              .values = gathered->cells,
                              .organisation = &organisation,
                              .units = gathered->row_units,
                              .key = key,
                              .seconds = &seconds,
                              .error = error};
        if (!cul_row_is_blank(&record, 0)) {
            bool lost = !take_record(gathered, answers, &row) && row.rejected;
            answers->layout.rows += lost; /* nobody's: a row by itself */
            answers->layout.rejected += lost;
        }
        if (row.status) {
            return row.status;
        }
    }
}

static bool report_unknown(const struct cul_long *gathered, culture_answers *answers)
{
    struct cul_buffer names = {0};
    for (int64_t i = 0; i < gathered->unknown.count; i++) {
        cul_buffer_text(&names, i ? ", " : "");
        cul_buffer_text(&names, gathered->unknown.texts[i]);
    }
    bool good = !names.failed;
    if (good && gathered->unknown_rows) {
        good = cul_found_add(&answers->found, "unknown_item", (struct cul_spot){.cell = -1},
                             "answers to what is no item of the questionnaire are left out: %s",
                             names.length ? names.bytes : "(blank)");
        if (good) {
            answers->found.list[answers->found.count - 1].count = gathered->unknown_rows;
        }
    }
    cul_buffer_free(&names);
    return good && cul_answers_report_unseen(answers, gathered->seen);
}

culture_status cul_long_gather(struct cul_long **gathered, culture_answers *answers, struct culture_error *error)
{
    size_t items = (size_t)answers->questionnaire->item_count;
    struct cul_long *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return cul_fail_memory(error);
    }
    *gathered = made;
    made->cells = cul_memory_new(items, sizeof *made->cells);
    made->row_units = cul_memory_new(answers->options.unit_column_count, sizeof *made->row_units);
    made->seen = cul_memory_new(items, sizeof *made->seen);
    if (!made->cells || !made->row_units || !made->seen || !cul_headings_new(&made->headings, answers->questionnaire)) {
        return cul_fail_memory(error);
    }
    for (size_t i = 0; i < items; i++) {
        made->cells[i] = CULTURE_MISSING;
    }
    culture_status status = read_records(made, answers, error);
    return !status && !report_unknown(made, answers) ? cul_fail_memory(error) : status;
}

bool cul_long_next(struct cul_long *gathered, const culture_answers *answers, struct cul_row *row)
{
    if (gathered->next >= gathered->identities.count) {
        return false;
    }
    size_t at = (size_t)gathered->next++, items = (size_t)answers->questionnaire->item_count;
    size_t units = answers->options.unit_column_count;
    const struct respondent *respondent = &gathered->list[at];
    memcpy(row->values, gathered->values + at * items, items * sizeof *row->values);
    if (units) {
        memcpy(row->units, gathered->units + at * units, units * sizeof *row->units);
    }
    memcpy(row->key, respondent->key, CUL_KEY_SIZE);
    *row->organisation = respondent->organisation;
    *row->seconds = respondent->seconds;
    row->recognised = respondent->recognised;
    row->answered = respondent->recognised.answers > 0;
    row->rejected = respondent->rejected;
    row->unfinished = respondent->unfinished;
    row->left_out = respondent->unfinished && answers->options.unfinished == CULTURE_UNFINISHED_IS_LEFT_OUT;
    return true;
}

void cul_long_free(struct cul_long *gathered)
{
    if (gathered) {
        cul_names_free(&gathered->identities);
        cul_names_free(&gathered->unknown);
        cul_headings_free(&gathered->headings);
        cul_memory_free(gathered->list);
        cul_memory_free(gathered->values);
        cul_memory_free(gathered->units);
        cul_memory_free(gathered->cells);
        cul_memory_free(gathered->row_units);
        cul_memory_free(gathered->seen);
        cul_memory_free(gathered);
    }
}
