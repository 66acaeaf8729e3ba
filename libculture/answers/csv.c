/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/csv.h"

#include "answers/encoding.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "culture/answers.h"

#include <string.h>

enum { SNIFFED_BYTES = 1 << 16, SNIFFED_RECORDS = 100 };
enum line_ends { LF = 1, CRLF = 2, CR = 4 };

struct cul_csv {
    struct cul_buffer text; /* the whole file; quoted cells are unquoted in place */
    char *path;
    const char *encoding;
    size_t at;
    int64_t line;
    unsigned line_ends;
    char delimiter;
    struct cul_csv_field *fields;
    size_t capacity;
};

/* Passes over one line end, if there is one. */
static bool take_line_end(struct cul_csv *csv)
{
    const char *text = csv->text.bytes;
    if (csv->at >= csv->text.length || (text[csv->at] != '\n' && text[csv->at] != '\r')) {
        return false;
    }
    bool both = text[csv->at] == '\r' && csv->at + 1 < csv->text.length && text[csv->at + 1] == '\n';
    csv->line_ends |= both ? CRLF : text[csv->at] == '\n' ? LF : CR;
    csv->at += both ? 2 : 1;
    csv->line++;
    return true;
}

static bool ends_cell(const struct cul_csv *csv, size_t at)
{
    return at >= csv->text.length || csv->text.bytes[at] == csv->delimiter || csv->text.bytes[at] == '\n' ||
           csv->text.bytes[at] == '\r';
}

static struct cul_csv_field take_plain(struct cul_csv *csv)
{
    size_t start = csv->at;
    while (!ends_cell(csv, csv->at)) {
        csv->at++;
    }
    return (struct cul_csv_field){csv->text.bytes + start, csv->at - start};
}

/* Reads a cell that begins with a quote; the text is moved over its doubled quotes. */
static culture_status take_quoted(struct cul_csv *csv, int64_t column, struct cul_csv_field *field,
                                  struct culture_error *error)
{
    char *text = csv->text.bytes;
    struct cul_place opened = {.path = csv->path, .line = csv->line, .column = column};
    size_t to = ++csv->at, start = to;
    for (;; csv->at++) {
        if (csv->at >= csv->text.length) {
            return cul_fail(error, CULTURE_ERROR_SYNTAX, opened, "a quote is opened here and never closed");
        }
        char c = text[csv->at];
        if (c == '"' && csv->at + 1 < csv->text.length && text[csv->at + 1] == '"') {
            csv->at++;
        } else if (c == '"') {
            break;
        }
        csv->line += c == '\n' || (c == '\r' && text[csv->at + 1] != '\n');
        text[to++] = c;
    }
    csv->at++;
    while (!ends_cell(csv, csv->at)) {
        text[to++] = text[csv->at++];
    }
    *field = (struct cul_csv_field){text + start, to - start};
    return CULTURE_OK;
}

static culture_status check_caps(const struct cul_csv *csv, int64_t count, const struct cul_csv_field *field,
                                 struct culture_error *error)
{
    struct cul_place place = {.path = csv->path, .line = csv->line, .column = count + 1};
    if (count >= CULTURE_MAXIMUM_COLUMNS) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, place, "more than %d columns", CULTURE_MAXIMUM_COLUMNS);
    }
    if (field->length > CULTURE_MAXIMUM_FIELD) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, place, "a cell of more than %d bytes", CULTURE_MAXIMUM_FIELD);
    }
    return CULTURE_OK;
}

/* The cells from here to the end of the line. */
static culture_status take_record(struct cul_csv *csv, struct cul_csv_record *record, struct culture_error *error)
{
    record->line = csv->line;
    record->count = 0;
    for (;;) {
        struct cul_csv_field field;
        if (csv->at < csv->text.length && csv->text.bytes[csv->at] == '"') {
            culture_status status = take_quoted(csv, record->count + 1, &field, error);
            if (status) {
                return status;
            }
        } else {
            field = take_plain(csv);
        }
        culture_status status = check_caps(csv, record->count, &field, error);
        if (status) {
            return status;
        }
        if (!cul_memory_grow(&csv->fields, &csv->capacity, (size_t)record->count, sizeof *csv->fields)) {
            return cul_fail_memory(error);
        }
        csv->fields[record->count++] = field;
        if (csv->at < csv->text.length && csv->text.bytes[csv->at] == csv->delimiter) {
            csv->at++;
            continue;
        }
        take_line_end(csv);
        record->fields = csv->fields;
        return CULTURE_OK;
    }
}

culture_status cul_csv_next(struct cul_csv *csv, struct cul_csv_record *record, struct culture_error *error)
{
    while (take_line_end(csv)) {
    }
    *record = (struct cul_csv_record){.line = csv->line};
    return csv->at < csv->text.length ? take_record(csv, record, error) : CULTURE_OK;
}

/* How many cells each of the first records would have with a delimiter; quotes count only where a cell begins. */
struct sniff {
    int64_t columns; /* of the first record */
    int64_t records, alike;
};

static struct sniff sniff_with(const struct cul_csv *csv, char delimiter)
{
    struct sniff sniff = {0};
    const char *text = csv->text.bytes;
    size_t end = csv->text.length < csv->at + SNIFFED_BYTES ? csv->text.length : csv->at + SNIFFED_BYTES;
    bool quoted = false, fresh = true, blank = true;
    int64_t cells = 1;
    for (size_t i = csv->at; i < end && sniff.records < SNIFFED_RECORDS; i++) {
        char c = text[i];
        if (quoted) {
            quoted = c != '"';
        } else if (c == '"' && (fresh || text[i - 1] == '"')) {
            quoted = true, blank = false;
        } else if (c == '\n' || c == '\r') {
            if (!blank) {
                sniff.columns = sniff.records ? sniff.columns : cells;
                sniff.alike += cells == sniff.columns;
                sniff.records++;
            }
            cells = 1, blank = true;
        } else {
            cells += c == delimiter;
            blank = false;
        }
        fresh = !quoted && (c == delimiter || c == '\n' || c == '\r');
    }
    if (!blank && !sniff.records) {
        sniff = (struct sniff){cells, 1, 1};
    }
    return sniff;
}

/* The delimiter that splits the most records into as many cells as the header; of equals the one with more columns. */
static char find_delimiter(const struct cul_csv *csv)
{
    static const char candidates[] = {';', ',', '\t', '|'};
    char best = ',';
    double best_share = 0;
    int64_t best_columns = 1;
    for (size_t i = 0; i < sizeof candidates; i++) {
        struct sniff sniff = sniff_with(csv, candidates[i]);
        double share = sniff.records ? (double)sniff.alike / (double)sniff.records : 0;
        if (sniff.columns > 1 && (share > best_share || (share >= best_share && sniff.columns > best_columns))) {
            best = candidates[i], best_share = share, best_columns = sniff.columns;
        }
    }
    return best;
}

/* A first line "sep=;" as Excel writes and understands it. */
static bool take_separator_line(struct cul_csv *csv)
{
    const char *text = csv->text.bytes;
    if (csv->text.length < 5 || memcmp(text, "sep=", 4) != 0 || strchr("\r\n\"", text[4]) ||
        (csv->text.length > 5 && text[5] != '\n' && text[5] != '\r')) {
        return false;
    }
    csv->delimiter = text[4];
    csv->at = 5;
    take_line_end(csv);
    return true;
}

culture_status cul_csv_open(struct cul_csv **csv, const struct culture_source *source, struct culture_error *error)
{
    struct cul_csv *made = cul_memory_new(1, sizeof *made);
    const char *path = source && source->path ? source->path : "(memory)";
    if (!made || !(made->path = cul_memory_text(path, strlen(path)))) {
        cul_csv_close(made);
        return cul_fail_memory(error);
    }
    made->line = 1;
    culture_status status = cul_file_read(source, (size_t)CULTURE_MAXIMUM_FILE, &made->text, error);
    if (!status) {
        status = cul_encoding_decode(&made->text, made->path, &made->encoding, error);
    }
    if (status) {
        cul_csv_close(made);
        return status;
    }
    if (!take_separator_line(made)) {
        made->delimiter = find_delimiter(made);
    }
    *csv = made;
    return CULTURE_OK;
}

const char *cul_csv_path(const struct cul_csv *csv)
{
    return csv->path;
}

const char *cul_csv_encoding(const struct cul_csv *csv)
{
    return csv->encoding;
}

const char *cul_csv_line_end(const struct cul_csv *csv)
{
    switch (csv->line_ends) {
    case LF:
        return "LF";
    case CRLF:
        return "CRLF";
    case CR:
        return "CR";
    default:
        return csv->line_ends ? "mixed" : "none";
    }
}

char cul_csv_delimiter(const struct cul_csv *csv)
{
    return csv->delimiter;
}

void cul_csv_close(struct cul_csv *csv)
{
    if (csv) {
        cul_buffer_free(&csv->text);
        cul_memory_free(csv->fields);
        cul_memory_free(csv->path);
        cul_memory_free(csv);
    }
}
