/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/header.h"

#include "answers/markup.h"
#include "answers/profiles.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum { SAMPLED = 8, FEWEST_ITEMS = 2 };

/* A row as it stands, kept while others are read. */
struct sampled {
    struct cul_csv_field *cells; /* their texts are ours */
    int64_t count;
    size_t at;
};

struct sample {
    struct sampled rows[SAMPLED + 1]; /* the last is where the next one begins, when there is one */
    int32_t count;
    struct cul_buffer scratch;
    struct cul_headings *headings;
    const culture_mapping *mapping; /* NULL: none */
    _Bool failed;                   /* memory ran out while looking */
};

static void free_sample(struct sample *sample)
{
    for (int32_t i = 0; i < sample->count; i++) {
        for (int64_t c = 0; c < sample->rows[i].count; c++) {
            cul_memory_free((char *)sample->rows[i].cells[c].text);
        }
        cul_memory_free(sample->rows[i].cells);
    }
    cul_buffer_free(&sample->scratch);
}

/* Tags and entities are of the tool's page, not of the heading. */
static char *copy_cell(const struct cul_csv_field *field, struct cul_buffer *scratch)
{
    const char *text = field->text;
    size_t length = field->length;
    if (cul_markup_is_likely(text, length)) {
        cul_buffer_clear(scratch);
        cul_markup_strip(text, length, scratch);
        text = scratch->bytes ? scratch->bytes : "";
        length = scratch->length;
    }
    cul_text_trim(&text, &length);
    return scratch->failed ? NULL : cul_memory_text(text, length);
}

static bool keep_row(struct sample *sample, const struct cul_csv_record *record)
{
    struct sampled *row = &sample->rows[sample->count];
    *row = (struct sampled){.cells = cul_memory_new((size_t)record->count, sizeof *row->cells), .at = record->at};
    if (!row->cells) {
        return false;
    }
    sample->count++;
    for (; row->count < record->count; row->count++) {
        char *text = copy_cell(&record->fields[row->count], &sample->scratch);
        if (!text) {
            return false;
        }
        row->cells[row->count] = (struct cul_csv_field){text, strlen(text), record->fields[row->count].at};
    }
    return true;
}

/* A row that cannot be read ends the sample; whoever comes to it tells why. The first one must be good. */
static culture_status take_sample(struct sample *sample, struct cul_csv *csv, struct culture_error *error)
{
    struct cul_csv_record record;
    culture_status status = cul_csv_next(csv, &record, error);
    if (!status && !record.count) {
        return cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = cul_csv_path(csv)},
                        "the file is empty");
    }
    while (!status && record.count && sample->count < SAMPLED) {
        if (!keep_row(sample, &record)) {
            return cul_fail_memory(error);
        }
        struct culture_error later = {0};
        sample->rows[sample->count].at = cul_csv_tell(csv);
        status = cul_csv_next(csv, &record, &later);
        if (status == CULTURE_ERROR_MEMORY) {
            return cul_fail_memory(error);
        }
    }
    return sample->count ? CULTURE_OK : status;
}

static const struct sampled *row_at(const struct sample *sample, int32_t index)
{
    return index < sample->count ? &sample->rows[index] : NULL;
}

/* What a cell holds; "" where the row has ended, or there is none. */
static const char *cell(const struct sampled *row, int64_t column)
{
    return row && column < row->count ? row->cells[column].text : "";
}

static bool is(struct sample *sample, const char *text, const char *wanted)
{
    return *text && cul_text_same_key(text, wanted, &sample->failed);
}

/* The column that a row calls so; -1: none. */
static int64_t column_called(struct sample *sample, const struct sampled *row, const char *name)
{
    for (int64_t i = 0; row && i < row->count; i++) {
        if (is(sample, row->cells[i].text, name)) {
            return i;
        }
    }
    return -1;
}

static bool is_whole_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits && !text[digits];
}

/* Qualtrics writes {"ImportId":"QID1"} below the questions. */
static bool has_import_ids(const struct sampled *row)
{
    static const char start[] = "{\"ImportId\"";
    for (int64_t i = 0; row && i < row->count; i++) {
        if (strncmp(row->cells[i].text, start, sizeof start - 1) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the row below Qualtrics' codes holds the questions, and not yet answers. */
static bool has_questions(struct sample *sample, const struct sampled *codes, const struct sampled *below)
{
    int64_t id = column_called(sample, codes, "ResponseId"),
            seconds = column_called(sample, codes, "Duration (in seconds)");
    int64_t progress = column_called(sample, codes, "Progress");
    int64_t number = seconds >= 0 ? seconds : progress;
    if (!below) {
        return false;
    }
    return number >= 0 ? !is_whole_number(cell(below, number)) : id >= 0 && strncmp(cell(below, id), "R_", 2) != 0;
}

/* Qualtrics' older export: V1, V2, ... above, names below. */
static bool is_legacy(struct sample *sample, const struct sampled *codes, const struct sampled *below)
{
    return column_called(sample, codes, "V1") >= 0 && column_called(sample, below, "ResponseID") >= 0;
}

/* SurveyMonkey: questions over parts. A question stands above its first part alone, and the row of parts is blank below
 * what is about the respondent. */
static bool has_parts(const struct sampled *questions, const struct sampled *below)
{
    bool blank = false, part = false;
    for (int64_t i = 1; below && i < below->count; i++) {
        blank = blank || !*cell(questions, i);
        part = part || *cell(below, i);
    }
    return part && *cell(questions, 0) && !*cell(below, 0) && blank;
}

/* How many cells are an item, as headings; FEWEST_ITEMS are enough to know. */
static int32_t count_items(struct sample *sample, const struct sampled *row)
{
    int32_t count = 0;
    for (int64_t i = 0; row && i < row->count && count < FEWEST_ITEMS && !sample->failed; i++) {
        const char *text = row->cells[i].text;
        size_t length = row->cells[i].length;
        int32_t item = *text ? cul_headings_find(sample->headings, text, length, &sample->failed) : -1;
        item = cul_mapping_find(sample->mapping, text, &sample->scratch) >= 0 ? 0 : item;
        item = item < 0 && *text ? cul_headings_guess(sample->headings, text, length, &sample->failed) : item;
        count += item >= 0;
    }
    sample->failed = sample->failed || sample->scratch.failed;
    return count;
}

static bool is_long(struct sample *sample, const struct sampled *row)
{
    unsigned found = 0;
    struct cul_buffer *scratch = &sample->scratch;
    for (int64_t i = 0; i < row->count; i++) {
        cul_buffer_clear(scratch);
        if (cul_text_key(row->cells[i].text, row->cells[i].length, scratch) && scratch->length) {
            found |= 1u << cul_long_column_find(sample->mapping, row->cells[i].text, scratch, &sample->failed);
        }
    }
    sample->failed = sample->failed || scratch->failed;
    unsigned wanted = (1u << CUL_LONG_COLUMNS) - 1;
    return (found & wanted) == wanted;
}

/* Whether the headings may begin at a row, and then what they are. */
static bool recognise(struct cul_header *header, struct sample *sample, int32_t at)
{
    const struct sampled *row = row_at(sample, at), *below = row_at(sample, at + 1);
    header->rows = 1;
    if (!cul_profile_of(row->cells, row->count, &sample->scratch, &header->profile)) {
        sample->failed = 1;
        return false;
    }
    int32_t items = count_items(sample, row);
    if (has_import_ids(row_at(sample, at + 2))) {
        header->profile = CULTURE_PROFILE_QUALTRICS;
        header->rows = 3;
    } else if (header->profile == CULTURE_PROFILE_QUALTRICS || is_legacy(sample, row, below)) {
        header->profile = CULTURE_PROFILE_QUALTRICS;
        header->rows = is_legacy(sample, row, below) || has_questions(sample, row, below) ? 2 : 1;
    } else if (has_parts(row, below) &&
               (header->profile == CULTURE_PROFILE_SURVEYMONKEY || count_items(sample, below))) {
        header->profile = CULTURE_PROFILE_SURVEYMONKEY;
        header->rows = 2;
    } else if (!items && is_long(sample, row)) {
        header->profile = CULTURE_PROFILE_LONG;
    }
    return header->profile != CULTURE_PROFILE_TABLE || items >= FEWEST_ITEMS;
}

/* Headings are in the first row, unless only a later one looks like headings: then those before it are a title. */
static bool find_headings(struct cul_header *header, struct sample *sample)
{
    for (int32_t i = 0; i + 1 < SAMPLED && i < sample->count && !sample->failed; i++) {
        if (recognise(header, sample, i)) {
            header->title_rows = i;
            return !sample->failed;
        }
        if (i == 0 && count_items(sample, &sample->rows[0])) {
            break; /* one item is enough in the first row */
        }
    }
    header->title_rows = 0;
    header->rows = 1;
    header->profile = CULTURE_PROFILE_TABLE;
    return !sample->failed;
}

static bool name(struct cul_header_column *column, const char *text)
{
    char *copy = cul_memory_text(text, strlen(text));
    if (copy) {
        column->texts[column->count++] = copy;
    }
    return copy != NULL;
}

/* What SurveyMonkey writes where a question has one part only. */
static bool is_only_part(struct sample *sample, const char *part)
{
    static const char *const words[] = {"Response",      "Open-Ended Response", "Antwoord",         "Reactie",
                                        "Open antwoord", "Open reactie",        "Open-end antwoord"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is(sample, part, words[i])) {
            return true;
        }
    }
    return !*part;
}

/* The names of a column out of one, two or three rows; *question is what the last one stood under. */
static bool name_column(struct cul_header *header, struct sample *sample, const struct sampled *row,
                        const struct sampled *below, int64_t index, const char **question)
{
    struct cul_header_column *column = &header->columns[index];
    const char *above = cell(row, index), *under = cell(below, index);
    if (header->rows == 1) {
        return name(column, above);
    }
    if (header->profile == CULTURE_PROFILE_SURVEYMONKEY) {
        *question = *above ? above : *under ? *question : "";
        return is_only_part(sample, under) ? name(column, *question) : name(column, under) && name(column, *question);
    }
    return is_legacy(sample, row, below) ? name(column, under) && name(column, above)
                                         : name(column, above) && name(column, under);
}

static bool name_columns(struct cul_header *header, struct sample *sample)
{
    const struct sampled *row = &sample->rows[header->title_rows];
    const struct sampled *below = header->rows > 1 ? &sample->rows[header->title_rows + 1] : NULL;
    int64_t count = below && below->count > row->count ? below->count : row->count;
    const char *question = "";
    header->columns = cul_memory_new((size_t)count, sizeof *header->columns);
    for (int64_t i = 0; header->columns && i < count; i++) {
        header->count++;
        if (!name_column(header, sample, row, below, i, &question)) {
            return false;
        }
    }
    return header->columns && !sample->failed;
}

culture_status cul_header_read(struct cul_header *header, struct cul_csv *csv, struct cul_headings *headings,
                               const culture_mapping *mapping, struct culture_error *error)
{
    struct sample sample = {.headings = headings, .mapping = mapping};
    *header = (struct cul_header){0};
    culture_status status = take_sample(&sample, csv, error);
    if (!status && (!find_headings(header, &sample) || !name_columns(header, &sample))) {
        status = cul_fail_memory(error);
    }
    if (!status) {
        header->at = sample.rows[header->title_rows].at;
        header->data = sample.rows[header->title_rows + header->rows].at;
        cul_csv_seek(csv, header->data);
    } else {
        cul_header_free(header);
    }
    free_sample(&sample);
    return status;
}

void cul_header_free(struct cul_header *header)
{
    for (int32_t i = 0; i < header->count; i++) {
        for (int32_t t = 0; t < header->columns[i].count; t++) {
            cul_memory_free(header->columns[i].texts[t]);
        }
    }
    cul_memory_free(header->columns);
    *header = (struct cul_header){0};
}
