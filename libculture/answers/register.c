/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of organisations: a small CSV file with headcounts and facts. */
#include "answers/register.h"

#include "answers/csv.h"
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
    int64_t headcount, line;
    double facts[FACTS]; /* NaN when not given */
};

struct culture_register {
    atomic_int references;
    struct entry *entries; /* in the order of the file; number = that of the key */
    size_t capacity;
    struct cul_names keys;
    int64_t headcount_column; /* from 1; 0: none */
    struct cul_register_units units;
};

struct reading {
    culture_register *reg;
    struct cul_csv *csv;
    int64_t columns[COLUMNS]; /* -1: the file has none */
    int64_t width;            /* of the header */
    struct cul_buffer key;
    struct culture_error *error;
};

static culture_status fail_at(const struct reading *reading, int64_t line, int column, const char *message)
{
    struct cul_place place = {.path = cul_csv_path(reading->csv), .line = line};
    if (column >= 0) {
        place.column = reading->columns[column] + 1;
        place.where = headers[column];
    }
    return cul_fail(reading->error, CULTURE_ERROR_REGISTER, place, "%s", message);
}

/* The key of a heading, in reading->key. */
static const char *header_key(struct reading *reading, struct cul_csv_field header)
{
    cul_buffer_clear(&reading->key);
    cul_text_key(header.text, header.length, &reading->key);
    return reading->key.length ? reading->key.bytes : "";
}

/* A heading that is nearly one of ours, which is absent, is a slip of the pen: its facts would be lost in silence. */
static culture_status check_slips(struct reading *reading, const struct cul_csv_record *record)
{
    for (int64_t i = 0; i < record->count; i++) {
        const char *key = header_key(reading, record->fields[i]);
        for (int column = 0; column < COLUMNS; column++) {
            if (reading->columns[column] < 0 && cul_text_is_near(headers[column], key) && strlen(key) > 5) {
                struct cul_place place = {.path = cul_csv_path(reading->csv), .line = record->line, .column = i + 1};
                return cul_fail(reading->error, CULTURE_ERROR_REGISTER, place,
                                "the column '%.40s' is not known; did you mean '%s'?", key, headers[column]);
            }
        }
    }
    return CULTURE_OK;
}

static culture_status match_header(struct reading *reading, const struct cul_csv_record *record, int64_t index)
{
    header_key(reading, record->fields[index]);
    for (int column = 0; column < COLUMNS && reading->key.length; column++) {
        if (strcmp(reading->key.bytes, headers[column]) != 0) {
            continue;
        }
        bool second = reading->columns[column] >= 0;
        reading->columns[column] = index;
        if (second) {
            return fail_at(reading, record->line, column, "a second column of this name");
        }
    }
    return reading->key.failed ? cul_fail_memory(reading->error) : CULTURE_OK;
}

static culture_status match_headers(struct reading *reading)
{
    struct cul_csv_record record;
    culture_status status = cul_csv_next(reading->csv, &record, reading->error);
    for (int column = 0; column < COLUMNS; column++) {
        reading->columns[column] = -1;
    }
    if (!status && record.count == 0) {
        return fail_at(reading, 0, -1, "the file is empty");
    }
    reading->width = record.count;
    for (int64_t i = 0; i < record.count && !status; i++) {
        status = match_header(reading, &record, i);
    }
    if (!status) {
        status = check_slips(reading, &record);
    }
    if (!status && reading->columns[ORGANISATION] < 0) {
        status = fail_at(reading, record.line, -1, "a register needs a column 'organisation'");
    }
    return status;
}

static struct cul_csv_field cell(const struct reading *reading, const struct cul_csv_record *record, int column)
{
    struct cul_csv_field field = {"", 0};
    if (reading->columns[column] >= 0 && reading->columns[column] < record->count) {
        field = record->fields[reading->columns[column]];
        cul_text_trim(&field.text, &field.length);
    }
    return field;
}

static culture_status read_headcount(struct reading *reading, const struct cul_csv_record *record, int64_t *headcount)
{
    struct cul_csv_field field = cell(reading, record, HEADCOUNT);
    if (field.length && (!cul_number_parse_whole(field.text, field.length, headcount) || *headcount < 1)) {
        return fail_at(
            reading, record->line, HEADCOUNT,
            "a headcount is a whole number from 1, written with digits alone; leave it blank when not known");
    }
    return CULTURE_OK;
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

static culture_status read_fact(struct reading *reading, const struct cul_csv_record *record, int fact, double *value)
{
    struct cul_csv_field field = cell(reading, record, FIRST_FACT + fact);
    bool percent = false;
    *value = (double)NAN;
    if (!field.length) {
        return CULTURE_OK;
    }
    double number = 0;
    bool good = read_decimal(field, &number, &percent) && number >= 0;
    if (fact == FORMAL) {
        number = percent ? number / 100 : number;
        if (!good || number > 1) {
            return fail_at(reading, record->line, FIRST_FACT + fact,
                           "a share is a number from 0 to 1, as 0.87, or a percentage with its sign, as 87 %");
        }
    } else if (is_ambiguous(field)) {
        return fail_at(
            reading, record->line, FIRST_FACT + fact,
            "this may be thousands or decimals; write 125000 without thousands separators, decimals as 12.5");
    } else if (!good || percent) {
        return fail_at(reading, record->line, FIRST_FACT + fact,
                       "a number of at least 0 is expected, as 125000 or 12.5, without thousands separators");
    }
    *value = number;
    return CULTURE_OK;
}

static culture_status claim_key(struct reading *reading, const struct cul_csv_record *record, struct cul_csv_field name)
{
    cul_buffer_clear(&reading->key);
    cul_text_name_key(name.text, name.length, &reading->key);
    if (reading->key.failed) {
        return cul_fail_memory(reading->error);
    }
    if (!reading->key.length || name.length > CULTURE_MAXIMUM_NAME) {
        return fail_at(reading, record->line, ORGANISATION,
                       "the organisation is blank or its name longer than 200 bytes");
    }
    int64_t known = cul_names_find(&reading->reg->keys, reading->key.bytes, reading->key.length);
    if (known >= 0) {
        return cul_fail(reading->error, CULTURE_ERROR_REGISTER,
                        (struct cul_place){cul_csv_path(reading->csv), record->line, reading->columns[ORGANISATION] + 1,
                                           headers[ORGANISATION]},
                        "this organisation is also on line %lld", (long long)reading->reg->entries[known].line);
    }
    return CULTURE_OK;
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

static culture_status add_entry(struct reading *reading, const struct cul_csv_record *record)
{
    culture_register *reg = reading->reg;
    struct cul_csv_field name = cell(reading, record, ORGANISATION), sector = cell(reading, record, SECTOR),
                         size = cell(reading, record, SIZE);
    struct entry entry = {.line = record->line};
    culture_status status = is_blank(record, reading->width)
                                ? claim_key(reading, record, name)
                                : fail_at(reading, record->line, -1, "more cells than the header has");
    if (!status) {
        status = read_headcount(reading, record, &entry.headcount);
    }
    for (int fact = 0; fact < FACTS && !status; fact++) {
        status = read_fact(reading, record, fact, &entry.facts[fact]);
    }
    if (status) {
        return status;
    }
    entry.organisation = cul_memory_text(name.text, name.length);
    entry.sector = cul_memory_text(sector.text, sector.length);
    entry.size = cul_memory_text(size.text, size.length);
    if (!entry.organisation || !entry.sector || !entry.size ||
        !cul_memory_grow(&reg->entries, &reg->capacity, (size_t)reg->keys.count, sizeof *reg->entries) ||
        cul_names_add(&reg->keys, reading->key.bytes, reading->key.length) < 0) {
        cul_memory_free(entry.organisation);
        cul_memory_free(entry.sector);
        cul_memory_free(entry.size);
        return cul_fail_memory(reading->error);
    }
    reg->entries[reg->keys.count - 1] = entry;
    reg->headcount_column = reading->columns[HEADCOUNT] + 1;
    return CULTURE_OK;
}

/* A row that names a unit tells its headcount and nothing else. */
static culture_status check_unit(struct reading *reading, const struct cul_csv_record *record, int64_t headcount)
{
    for (int column = 0; column < COLUMNS; column++) {
        if (column != ORGANISATION && column != HEADCOUNT && column != UNIT_COLUMN && column != UNIT &&
            cell(reading, record, column).length) {
            return fail_at(reading, record->line, column, "a row about a unit tells its headcount alone");
        }
    }
    if (!headcount) {
        return fail_at(reading, record->line, HEADCOUNT, "a row about a unit needs its headcount");
    }
    if (!cell(reading, record, ORGANISATION).length) {
        return fail_at(reading, record->line, ORGANISATION, "the organisation is blank");
    }
    return CULTURE_OK;
}

static culture_status add_unit(struct reading *reading, const struct cul_csv_record *record)
{
    struct cul_csv_field organisation = cell(reading, record, ORGANISATION),
                         column = cell(reading, record, UNIT_COLUMN), unit = cell(reading, record, UNIT);
    struct cul_unit_words words = {organisation.text,   column.text,   unit.text,
                                   organisation.length, column.length, unit.length};
    int64_t headcount = 0, known;
    culture_status status = read_headcount(reading, record, &headcount);
    if (!status) {
        status = check_unit(reading, record, headcount);
    }
    if (status) {
        return status;
    }
    if (!cul_register_units_add(&reading->reg->units, &words, headcount, record->line, &known)) {
        return cul_fail_memory(reading->error);
    }
    if (known >= 0) {
        struct cul_place place = {cul_csv_path(reading->csv), record->line, reading->columns[UNIT] + 1, headers[UNIT]};
        return cul_fail(reading->error, CULTURE_ERROR_REGISTER, place, "this unit is also on line %lld",
                        (long long)reading->reg->units.units[known].line);
    }
    return CULTURE_OK;
}

/* A row is about an organisation, or about a unit of one. */
static culture_status add_row(struct reading *reading, const struct cul_csv_record *record)
{
    if (cell(reading, record, UNIT).length) {
        return is_blank(record, reading->width) ? add_unit(reading, record)
                                                : fail_at(reading, record->line, -1, "more cells than the header has");
    }
    if (cell(reading, record, UNIT_COLUMN).length) {
        return fail_at(reading, record->line, UNIT, "a row that names a column of units needs the unit");
    }
    return add_entry(reading, record);
}

static culture_status read_entries(struct reading *reading)
{
    culture_status status = match_headers(reading);
    while (!status) {
        struct cul_csv_record record;
        status = cul_csv_next(reading->csv, &record, reading->error);
        if (status || record.count == 0) {
            break;
        }
        if (!is_blank(&record, 0)) {
            status = add_row(reading, &record);
        }
    }
    if (!status && !reading->reg->keys.count && !reading->reg->units.keys.count) {
        status = fail_at(reading, 0, -1, "the register names no organisation");
    }
    return status;
}

culture_status culture_register_read(const struct culture_source *source, culture_register **reg,
                                     struct culture_error *error)
{
    if (!source || !reg) {
        return cul_fail_argument(error, "a source and a place for the register are needed");
    }
    struct reading reading = {.reg = cul_memory_new(1, sizeof(culture_register)), .error = error};
    if (!reading.reg) {
        return cul_fail_memory(error);
    }
    atomic_init(&reading.reg->references, 1);
    culture_status status = cul_csv_open(&reading.csv, source, error);
    if (!status) {
        status = read_entries(&reading);
    }
    cul_csv_close(reading.csv);
    cul_buffer_free(&reading.key);
    if (status) {
        culture_register_free(reading.reg);
        return status;
    }
    *reg = reading.reg;
    return CULTURE_OK;
}

culture_status culture_register_open(const char *path, culture_register **reg, struct culture_error *error)
{
    return culture_register_read(&(struct culture_source){.path = path}, reg, error);
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
        cul_memory_free(reg->entries[i].organisation);
        cul_memory_free(reg->entries[i].sector);
        cul_memory_free(reg->entries[i].size);
    }
    cul_register_units_free(&reg->units);
    cul_memory_free(reg->entries);
    cul_names_free(&reg->keys);
    cul_memory_free(reg);
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
                                           .column = reg->headcount_column,
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
