/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of organisations: a small CSV file with headcounts and facts. */
#include "answers/register.h"

#include "answers/csv.h"
#include "answers/labels.h"
#include "answers/register_units.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { ORGANISATION, HEADCOUNT, SECTOR, SIZE, UNIT_COLUMN, UNIT, FIRST_FACT };
enum { BUDGET, SPENT, FORMAL, TIME, FACTS, COLUMNS = FIRST_FACT + FACTS };
static const char *const headers[COLUMNS] = {
    "organisation", "headcount",       "sector",         "size",         "column",
    "unit",         "training_budget", "training_spent", "formal_share", "time_to_solution"};

struct entry {
    char *organisation, *sector, *size;
    int64_t headcount, line, column;
    double facts[FACTS]; /* NaN when not given */
};

struct culture_register {
    atomic_int references;
    struct entry *entries; /* in the order of the file; number = that of the key */
    size_t capacity;
    struct cul_names keys;
    struct cul_register_units units;
    char **ignored; /* headings that are none of a register's */
    size_t ignored_count, ignored_capacity;
};

struct reading {
    culture_register *reg;
    struct cul_csv *csv;
    int64_t columns[COLUMNS]; /* -1: the file has none */
    int64_t width;            /* of the header */
    struct cul_buffer key;
    struct cul_problems problems;
    bool no_memory, slipped; /* slipped: the organisation's heading is misspelt */
};

/* column -1: about the row; record NULL: about the file. */
static struct cul_place place_of(const struct reading *reading, const struct cul_csv_record *record, int column)
{
    return record ? cul_csv_place(reading->csv, record, column < 0 ? -1 : reading->columns[column])
                  : (struct cul_place){0};
}

static void problem_at(struct reading *reading, const struct cul_csv_record *record, int column, const char *message)
{
    struct cul_place place = place_of(reading, record, column);
    cul_problems_add(&reading->problems, CULTURE_ERROR_REGISTER, place.line, place.column,
                     column < 0 ? NULL : headers[column], "%s", message);
}

/* The key of a heading, in reading->key. */
static const char *header_key(struct reading *reading, struct cul_csv_field header)
{
    cul_buffer_clear(&reading->key);
    cul_text_key(header.text, header.length, &reading->key);
    return reading->key.length ? reading->key.bytes : "";
}

/* The column that a heading is, or nearly is; COLUMNS: none. */
static int find_column(const char *key, bool *slip)
{
    *slip = false;
    for (int column = 0; column < COLUMNS && *key; column++) {
        if (strcmp(key, headers[column]) == 0) {
            return column;
        }
    }
    if (strcmp(key, "organisatie") == 0) {
        return ORGANISATION;
    }
    *slip = true;
    for (int column = 0; column < COLUMNS && strlen(key) > 5; column++) {
        if (cul_text_is_near(headers[column], key)) {
            return column;
        }
    }
    return COLUMNS;
}

/* A heading that is nearly one of ours, which is absent, is a slip of the pen: its facts would be lost in silence. */
static void check_slips(struct reading *reading, const struct cul_csv_record *record)
{
    for (int64_t i = 0; i < record->count; i++) {
        bool slip;
        const char *key = header_key(reading, record->fields[i]);
        int column = find_column(key, &slip);
        if (column < COLUMNS && slip && reading->columns[column] < 0) {
            struct cul_place place = cul_csv_place(reading->csv, record, i);
            cul_problems_add(&reading->problems, CULTURE_ERROR_REGISTER, place.line, place.column, NULL,
                             "the column '%.40s' is not known; did you mean '%s'?", key, headers[column]);
            reading->slipped = reading->slipped || column == ORGANISATION;
        }
    }
}

/* A heading that means nothing here is remembered, so that it can be told. */
static void keep_ignored(struct reading *reading, struct cul_csv_field header)
{
    culture_register *reg = reading->reg;
    cul_text_trim(&header.text, &header.length);
    if (!header.length) {
        return;
    }
    char *copy = cul_memory_text(header.text, header.length);
    if (!copy || !cul_memory_grow(&reg->ignored, &reg->ignored_capacity, reg->ignored_count, sizeof *reg->ignored)) {
        cul_memory_free(copy);
        reading->no_memory = true;
        return;
    }
    reg->ignored[reg->ignored_count++] = copy;
}

static void match_header(struct reading *reading, const struct cul_csv_record *record, int64_t index)
{
    bool slip;
    int column = find_column(header_key(reading, record->fields[index]), &slip);
    if (column == COLUMNS || slip) {
        keep_ignored(reading, record->fields[index]);
        return;
    }
    bool second = reading->columns[column] >= 0;
    reading->columns[column] = index;
    if (second) {
        problem_at(reading, record, column, "a second column of this name");
    }
}

/* Finds the columns; whether there is an organisation to read rows for. */
static bool match_headers(struct reading *reading, const struct cul_csv_record *record)
{
    for (int column = 0; column < COLUMNS; column++) {
        reading->columns[column] = -1;
    }
    if (record->count == 0) {
        problem_at(reading, NULL, -1, "the file is empty");
        return false;
    }
    reading->width = record->count;
    for (int64_t i = 0; i < record->count; i++) {
        match_header(reading, record, i);
    }
    check_slips(reading, record);
    if (reading->columns[ORGANISATION] < 0 && !reading->slipped) {
        problem_at(reading, record, -1, "a register needs a column 'organisation'");
    }
    return reading->columns[ORGANISATION] >= 0;
}

static struct cul_csv_field cell(const struct reading *reading, const struct cul_csv_record *record, int column)
{
    struct cul_csv_field field = {"", 0, 0};
    if (reading->columns[column] >= 0 && reading->columns[column] < record->count) {
        field = record->fields[reading->columns[column]];
        cul_text_trim(&field.text, &field.length);
    }
    return field;
}

static void read_headcount(struct reading *reading, const struct cul_csv_record *record, int64_t *headcount)
{
    struct cul_csv_field field = cell(reading, record, HEADCOUNT);
    if (field.length && (!cul_number_parse_whole(field.text, field.length, headcount) || *headcount < 1)) {
        problem_at(reading, record, HEADCOUNT,
                   "a headcount is a whole number from 1, written with digits alone; leave it blank when not known");
    }
}

/* One point or comma with three digits after it: 1.000 may be a thousand or one. */
static bool is_ambiguous(struct cul_csv_field field)
{
    const char *mark = memchr(field.text, '.', field.length);
    mark = mark ? mark : memchr(field.text, ',', field.length);
    return mark && mark > field.text && field.text + field.length - mark == 4;
}

/* A number with a decimal point or comma; *percent: whether a percent sign follows. */
static bool read_decimal(struct cul_csv_field field, double *number, bool *percent)
{
    char text[64];
    *percent = field.length && field.text[field.length - 1] == '%';
    field.length -= *percent;
    cul_text_trim(&field.text, &field.length);
    if (field.length == 0 || field.length >= sizeof text) {
        return false;
    }
    memcpy(text, field.text, field.length);
    text[field.length] = '\0';
    char *comma = strchr(text, ',');
    if (comma) {
        *comma = '.';
    }
    return cul_number_parse(text, field.length, number);
}

static void read_fact(struct reading *reading, const struct cul_csv_record *record, int fact, double *value)
{
    struct cul_csv_field field = cell(reading, record, FIRST_FACT + fact);
    bool percent = false;
    const char *wrong = NULL;
    *value = (double)NAN;
    if (!field.length) {
        return;
    }
    double number = 0;
    bool good = read_decimal(field, &number, &percent) && number >= 0;
    if (fact == FORMAL) {
        number = percent ? number / 100 : number;
        wrong = !good || number > 1 ? "a share is a number from 0 to 1, as 0.87, or a percentage with its sign, as 87 %"
                                    : NULL;
    } else if (is_ambiguous(field)) {
        wrong = "this may be thousands or decimals; write 125000 without thousands separators, decimals as 12.5";
    } else if (!good || percent) {
        wrong = "a number of at least 0 is expected, as 125000 or 12.5, without thousands separators";
    }
    if (wrong) {
        problem_at(reading, record, FIRST_FACT + fact, wrong);
        return;
    }
    *value = number;
}

/* Whether the organisation's name can be used; its key is then in reading->key. */
static bool claim_key(struct reading *reading, const struct cul_csv_record *record, struct cul_csv_field name)
{
    cul_buffer_clear(&reading->key);
    cul_text_name_key(name.text, name.length, &reading->key);
    if (reading->key.failed) {
        reading->no_memory = true;
        return false;
    }
    if (!reading->key.length || name.length > CULTURE_MAXIMUM_NAME || cul_is_missing_token(name.text, name.length)) {
        problem_at(reading, record, ORGANISATION, "the organisation is blank or its name longer than 200 bytes");
        return false;
    }
    int64_t known = cul_names_find(&reading->reg->keys, reading->key.bytes, reading->key.length);
    if (known >= 0) {
        struct cul_place place = place_of(reading, record, ORGANISATION);
        cul_problems_add(&reading->problems, CULTURE_ERROR_REGISTER, place.line, place.column, headers[ORGANISATION],
                         "this organisation is also on line %lld", (long long)reading->reg->entries[known].line);
    }
    return known < 0;
}

/* Whether the cells from one on hold nothing. */
static bool is_blank(const struct cul_csv_record *record, int64_t from)
{
    for (int64_t i = from; i < record->count; i++) {
        struct cul_csv_field field = record->fields[i];
        cul_text_trim(&field.text, &field.length);
        if (field.length) {
            return false;
        }
    }
    return true;
}

static void free_entry(struct entry *entry)
{
    cul_memory_free(entry->organisation);
    cul_memory_free(entry->sector);
    cul_memory_free(entry->size);
}

/* Takes over the entry's texts. */
static void keep_entry(struct reading *reading, struct entry *entry)
{
    culture_register *reg = reading->reg;
    if (!entry->organisation || !entry->sector || !entry->size ||
        !cul_memory_grow(&reg->entries, &reg->capacity, (size_t)reg->keys.count, sizeof *reg->entries) ||
        cul_names_add(&reg->keys, reading->key.bytes, reading->key.length) < 0) {
        free_entry(entry);
        reading->no_memory = true;
        return;
    }
    reg->entries[reg->keys.count - 1] = *entry;
}

static void add_entry(struct reading *reading, const struct cul_csv_record *record)
{
    struct cul_csv_field name = cell(reading, record, ORGANISATION), sector = cell(reading, record, SECTOR),
                         size = cell(reading, record, SIZE);
    struct cul_place place = place_of(reading, record, reading->columns[HEADCOUNT] < 0 ? -1 : HEADCOUNT);
    struct entry entry = {.line = place.line, .column = place.column};
    bool named = claim_key(reading, record, name);
    read_headcount(reading, record, &entry.headcount);
    for (int fact = 0; fact < FACTS; fact++) {
        read_fact(reading, record, fact, &entry.facts[fact]);
    }
    if (!named) {
        return;
    }
    entry.organisation = cul_memory_text(name.text, name.length);
    entry.sector = cul_memory_text(sector.text, sector.length);
    entry.size = cul_memory_text(size.text, size.length);
    keep_entry(reading, &entry);
}

/* A row that names a unit tells its headcount and nothing else. */
static bool check_unit(struct reading *reading, const struct cul_csv_record *record, int64_t headcount)
{
    int64_t before = reading->problems.count;
    for (int column = 0; column < COLUMNS; column++) {
        if (column != ORGANISATION && column != HEADCOUNT && column != UNIT_COLUMN && column != UNIT &&
            cell(reading, record, column).length) {
            problem_at(reading, record, column, "a row about a unit tells its headcount alone");
        }
    }
    if (!cell(reading, record, HEADCOUNT).length) {
        problem_at(reading, record, HEADCOUNT, "a row about a unit needs its headcount");
    }
    if (!cell(reading, record, ORGANISATION).length) {
        problem_at(reading, record, ORGANISATION, "the organisation is blank");
    }
    return reading->problems.count == before && headcount > 0;
}

static void add_unit(struct reading *reading, const struct cul_csv_record *record)
{
    struct cul_csv_field organisation = cell(reading, record, ORGANISATION),
                         column = cell(reading, record, UNIT_COLUMN), unit = cell(reading, record, UNIT);
    struct cul_unit_words words = {organisation.text,   column.text,   unit.text,
                                   organisation.length, column.length, unit.length};
    int64_t headcount = 0, known = -1;
    read_headcount(reading, record, &headcount);
    if (!check_unit(reading, record, headcount)) {
        return;
    }
    if (!cul_register_units_add(&reading->reg->units, &words, headcount, place_of(reading, record, UNIT).line,
                                &known)) {
        reading->no_memory = true;
    } else if (known >= 0) {
        struct cul_place place = place_of(reading, record, UNIT);
        cul_problems_add(&reading->problems, CULTURE_ERROR_REGISTER, place.line, place.column, headers[UNIT],
                         "this unit is also on line %lld", (long long)reading->reg->units.units[known].line);
    }
}

/* A row is about an organisation, or about a unit of one. */
static void add_row(struct reading *reading, const struct cul_csv_record *record)
{
    if (!is_blank(record, reading->width)) {
        /* The cells may stand in the wrong columns. */
        problem_at(reading, record, -1, "more cells than the header has");
    } else if (cell(reading, record, UNIT).length) {
        add_unit(reading, record);
    } else if (cell(reading, record, UNIT_COLUMN).length) {
        problem_at(reading, record, UNIT, "a row that names a column of units needs the unit");
    } else {
        add_entry(reading, record);
    }
}

static culture_status read_entries(struct reading *reading, struct culture_error *error)
{
    struct cul_csv_record record;
    culture_status status = cul_csv_next(reading->csv, &record, error);
    if (status || !match_headers(reading, &record)) {
        return status;
    }
    int64_t rows = 0;
    while (!(status = cul_csv_next(reading->csv, &record, error)) && record.count && !reading->no_memory) {
        if (!is_blank(&record, 0)) {
            rows++;
            add_row(reading, &record);
        }
    }
    if (!status && !rows) {
        problem_at(reading, NULL, -1, "the register names no organisation");
    }
    return status;
}

/* What went wrong: memory, then the first problem, then what stopped the reading. */
static culture_status end_reading(struct reading *reading, culture_status status, const struct culture_error *own,
                                  struct culture_error *error)
{
    if (reading->no_memory || reading->key.failed || status == CULTURE_ERROR_MEMORY) {
        return cul_fail_memory(error);
    }
    if (status && reading->problems.count) {
        cul_problems_add(&reading->problems, status, own->line, own->column, own->where, "%s", own->message);
    }
    if (!reading->problems.count && status && error && !error->status) {
        *error = *own;
    }
    return reading->problems.count ? cul_problems_result(&reading->problems, error) : status;
}

culture_status culture_register_read(const struct culture_source *source,
                                     const struct culture_register_options *options, culture_register **reg,
                                     struct culture_error *error)
{
    struct culture_register_options known;
    if (!source || !reg || !cul_options_read(&known, sizeof known, options)) {
        return cul_fail_argument(error, "a source and a place for the register are needed");
    }
    struct reading reading = {
        .reg = cul_memory_new(1, sizeof(culture_register)),
        .problems = {.path = source->path, .on_problem = known.on_problem, .context = known.context}};
    if (!reading.reg) {
        return cul_fail_memory(error);
    }
    atomic_init(&reading.reg->references, 1);
    struct culture_error own = {0};
    culture_status status = cul_csv_open(&reading.csv, source, &own);
    if (!status) {
        reading.problems.path = cul_csv_path(reading.csv);
        status = read_entries(&reading, &own);
    }
    status = end_reading(&reading, status, &own, error);
    cul_csv_close(reading.csv);
    cul_buffer_free(&reading.key);
    if (status) {
        culture_register_free(reading.reg);
        return status;
    }
    *reg = reading.reg;
    return CULTURE_OK;
}

int32_t culture_register_is_likely(const struct culture_source *source)
{
    struct reading reading = {0};
    struct cul_csv_record record = {0};
    bool organisation = false, other = false;
    if (source && !cul_csv_open(&reading.csv, source, NULL) && !cul_csv_next(reading.csv, &record, NULL)) {
        for (int64_t i = 0; i < record.count; i++) {
            bool slip;
            int column = find_column(header_key(&reading, record.fields[i]), &slip);
            organisation = organisation || column == ORGANISATION;
            other = other || (column != ORGANISATION && column != UNIT_COLUMN && column != UNIT && column < COLUMNS);
        }
    }
    cul_csv_close(reading.csv);
    cul_buffer_free(&reading.key);
    return organisation && other;
}

culture_status culture_register_open(const char *path, const struct culture_register_options *options,
                                     culture_register **reg, struct culture_error *error)
{
    return culture_register_read(&(struct culture_source){.path = path}, options, reg, error);
}

culture_register *culture_register_retain(culture_register *reg)
{
    if (reg) {
        atomic_fetch_add_explicit(&reg->references, 1, memory_order_relaxed);
    }
    return reg;
}

void culture_register_free(culture_register *reg)
{
    if (!reg || atomic_fetch_sub_explicit(&reg->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    for (int64_t i = 0; i < reg->keys.count; i++) {
        free_entry(&reg->entries[i]);
    }
    for (size_t i = 0; i < reg->ignored_count; i++) {
        cul_memory_free(reg->ignored[i]);
    }
    cul_memory_free(reg->ignored);
    cul_register_units_free(&reg->units);
    cul_memory_free(reg->entries);
    cul_names_free(&reg->keys);
    cul_memory_free(reg);
}

const char *culture_register_ignored(const culture_register *reg, int64_t index)
{
    return reg && index >= 0 && (uint64_t)index < reg->ignored_count ? reg->ignored[index] : NULL;
}

int64_t culture_register_count(const culture_register *reg)
{
    return reg->keys.count;
}

culture_status culture_register_entry(const culture_register *reg, int64_t index, struct culture_register_entry *entry,
                                      struct culture_error *error)
{
    if (!reg || index < 0 || index >= reg->keys.count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such entry");
    }
    const struct entry *at = &reg->entries[index];
    struct culture_register_entry known = {.organisation = at->organisation,
                                           .sector = at->sector,
                                           .size = at->size,
                                           .headcount = at->headcount,
                                           .line = at->line,
                                           .column = at->column,
                                           .training_budget = at->facts[BUDGET],
                                           .training_spent = at->facts[SPENT],
                                           .formal_share = at->facts[FORMAL],
                                           .time_to_solution = at->facts[TIME]};
    return cul_struct_fill(entry, &known, sizeof known) ? CULTURE_OK
                                                        : cul_fail_argument(error, "struct_size is not set");
}

const struct cul_register_units *cul_register_units_of(const culture_register *reg)
{
    return &reg->units;
}

culture_status culture_register_unit(const culture_register *reg, int64_t index, struct culture_register_unit *unit,
                                     struct culture_error *error)
{
    if (!reg || index < 0 || index >= reg->units.keys.count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such unit");
    }
    return cul_struct_fill(unit, &reg->units.units[index], sizeof *unit)
               ? CULTURE_OK
               : cul_fail_argument(error, "struct_size is not set");
}

int64_t cul_register_find_key(const culture_register *reg, const char *key, size_t length)
{
    return cul_names_find(&reg->keys, key, length);
}

int64_t culture_register_find(const culture_register *reg, const char *organisation)
{
    struct cul_buffer key = {0};
    int64_t found = -1;
    if (organisation && cul_text_name_key(organisation, strlen(organisation), &key) && key.length) {
        found = cul_register_find_key(reg, key.bytes, key.length);
    }
    cul_buffer_free(&key);
    return found;
}
