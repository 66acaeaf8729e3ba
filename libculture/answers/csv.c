/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/csv.h"

#include "answers/arrow.h"
#include "answers/encoding.h"
#include "base/buffer.h"
#include "base/content.h"
#include "base/memory.h"
#include "base/text.h"
#include "culture/answers.h"

#include <string.h>

enum { SNIFFED_BYTES = 1 << 16, SNIFFED_RECORDS = 100 };

/* A place in the text, as an editor counts. */
struct mark {
    size_t at;
    int64_t line, column;
};

struct cul_csv {
    struct cul_buffer text;    /* the whole file */
    struct cul_buffer scratch; /* of the record at hand: cells whose bytes do not stand together in the text */
    struct cul_arrow *arrow;   /* NULL, or where all records come from; then there is no text */
    char *path;
    const char *encoding, *compression;
    size_t at;
    struct mark row, cell; /* places that were asked for last */
    unsigned line_ends;
    bool unchecked; /* nobody has seen yet whether the text is UTF-8 */
    char delimiter;
    bool counts_cells; /* places are a table's, not an editor's */
    int64_t above;     /* lines above the first row of that table */
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
    csv->line_ends |= both ? CUL_CSV_CRLF : text[csv->at] == '\n' ? CUL_CSV_LF : CUL_CSV_CR;
    csv->at += both ? 2 : 1;
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
    return (struct cul_csv_field){csv->text.bytes + start, csv->at - start, start};
}

/* Moves a mark to a place: on from where it is, or from a start that is not behind the place. */
static void move_mark(const struct cul_csv *csv, struct mark *mark, size_t at, struct mark start)
{
    const char *text = csv->text.bytes;
    *mark = mark->line && mark->at <= at && mark->at >= start.at ? *mark : start;
    for (; mark->at < at; mark->at++) {
        char c = text[mark->at];
        bool ends = c == '\n' || (c == '\r' && (mark->at + 1 >= csv->text.length || text[mark->at + 1] != '\n'));
        mark->line += ends;
        mark->column = ends ? 1 : mark->column + (((unsigned char)c & 0xC0) != 0x80);
    }
}

static struct cul_place place_at(struct cul_csv *csv, size_t row, size_t at)
{
    move_mark(csv, &csv->row, row, (struct mark){0, 1, 1});
    move_mark(csv, &csv->cell, at, csv->row);
    return (struct cul_place){.path = csv->path, .line = csv->cell.line, .column = csv->cell.column};
}

struct cul_place cul_csv_place(struct cul_csv *csv, const struct cul_csv_record *record, int64_t cell)
{
    bool there = cell >= 0 && cell < record->count;
    if (csv->arrow) {
        return (struct cul_place){
            .path = csv->path, .line = (int64_t)record->at, .column = there && record->at ? cell + 1 : 0};
    }
    struct cul_place place = place_at(csv, record->at, there ? record->fields[cell].at : record->at);
    place.column = there ? place.column : 0;
    if (csv->counts_cells) {
        place.line -= csv->above;
        place.column = there ? cell + 1 : 0;
    }
    return place;
}

/* The closing quote of a cell; the end of the text when there is none. *doubled: there are doubled quotes before it. */
static size_t find_close(const struct cul_csv *csv, size_t at, bool *doubled)
{
    const char *text = csv->text.bytes;
    size_t length = csv->text.length;
    for (;;) {
        const char *quote = memchr(text + at, '"', length - at);
        at = quote ? (size_t)(quote - text) : length;
        if (at + 1 >= length || text[at + 1] != '"') {
            return at;
        }
        *doubled = true;
        at += 2;
    }
}

/* Puts together what stands between the quotes, doubled ones single, and behind them; its text is set by finish(). */
static struct cul_csv_field join_pieces(struct cul_csv *csv, size_t start, size_t close)
{
    const char *text = csv->text.bytes;
    size_t before = csv->scratch.length;
    for (size_t from = start; from < close;) {
        const char *quote = memchr(text + from, '"', close - from);
        size_t to = quote ? (size_t)(quote - text) + 1 : close;
        cul_buffer_add(&csv->scratch, text + from, to - from);
        from = quote ? to + 1 : to;
    }
    cul_buffer_add(&csv->scratch, text + close + 1, csv->at - close - 1);
    return (struct cul_csv_field){NULL, csv->scratch.length - before, start - 1};
}

/* Reads a cell that begins with a quote. */
static culture_status take_quoted(struct cul_csv *csv, size_t row, struct cul_csv_field *field,
                                  struct culture_error *error)
{
    size_t start = csv->at + 1;
    bool doubled = false;
    size_t close = find_close(csv, start, &doubled);
    if (close >= csv->text.length) {
        return cul_fail(error, CULTURE_ERROR_SYNTAX, place_at(csv, row, csv->at),
                        "a quote is opened here and never closed");
    }
    csv->at = close + 1;
    while (!ends_cell(csv, csv->at)) {
        csv->at++;
    }
    *field = doubled || csv->at > close + 1 ? join_pieces(csv, start, close)
                                            : (struct cul_csv_field){csv->text.bytes + start, close - start, start - 1};
    return CULTURE_OK;
}

static culture_status check_caps(struct cul_csv *csv, const struct cul_csv_record *record,
                                 const struct cul_csv_field *field, struct culture_error *error)
{
    if (record->count >= CULTURE_MAXIMUM_COLUMNS) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, place_at(csv, record->at, field->at), "more than %d columns",
                        CULTURE_MAXIMUM_COLUMNS);
    }
    if (field->length > CULTURE_MAXIMUM_FIELD) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, place_at(csv, record->at, field->at),
                        "a cell of more than %d bytes", CULTURE_MAXIMUM_FIELD);
    }
    return CULTURE_OK;
}

/* Cells that were put together get their texts, now that these no longer move. */
static culture_status finish(struct cul_csv *csv, struct cul_csv_record *record, struct culture_error *error)
{
    if (csv->scratch.failed) {
        return cul_fail_memory(error);
    }
    const char *text = csv->scratch.bytes ? csv->scratch.bytes : "";
    for (int64_t i = 0; i < record->count; i++) {
        if (!csv->fields[i].text) {
            csv->fields[i].text = text;
            text += csv->fields[i].length;
        }
    }
    record->fields = csv->fields;
    return CULTURE_OK;
}

/* The cells from here to the end of the line. */
static culture_status take_record(struct cul_csv *csv, struct cul_csv_record *record, struct culture_error *error)
{
    record->count = 0;
    cul_buffer_clear(&csv->scratch);
    for (;;) {
        struct cul_csv_field field;
        if (csv->at < csv->text.length && csv->text.bytes[csv->at] == '"') {
            culture_status status = take_quoted(csv, record->at, &field, error);
            if (status) {
                return status;
            }
        } else {
            field = take_plain(csv);
        }
        culture_status status = check_caps(csv, record, &field, error);
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
        return finish(csv, record, error);
    }
}

/* What is left of a text that was fed. */
static bool is_text(struct cul_csv *csv)
{
    const char *rest = csv->text.bytes + csv->at;
    size_t length = csv->text.length - csv->at;
    csv->unchecked = !cul_text_is_utf8(rest, length) || memchr(rest, 0, length);
    return !csv->unchecked;
}

culture_status cul_csv_next(struct cul_csv *csv, struct cul_csv_record *record, struct culture_error *error)
{
    if (csv->arrow) {
        return cul_arrow_next(csv->arrow, record, error);
    }
    while (take_line_end(csv)) {
    }
    *record = (struct cul_csv_record){.at = csv->at};
    if (csv->at >= csv->text.length) {
        return CULTURE_OK;
    }
    if (csv->unchecked && !is_text(csv)) {
        return cul_fail(error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = csv->path}, "bytes that are no text");
    }
    return take_record(csv, record, error);
}

size_t cul_csv_tell(const struct cul_csv *csv)
{
    return csv->arrow ? cul_arrow_tell(csv->arrow) : csv->at;
}

const char *cul_csv_rest(const struct cul_csv *csv, size_t *length)
{
    *length = csv->text.length - csv->at;
    return csv->text.bytes ? csv->text.bytes + csv->at : NULL; /* a frame has no text */
}

void cul_csv_feed(struct cul_csv *csv, struct cul_buffer *text)
{
    struct cul_buffer old = csv->text;
    csv->text = *text;
    *text = old;
    csv->at = 0;
    csv->row = csv->cell = (struct mark){0};
    csv->unchecked = true;
    take_line_end(csv);
}

void cul_csv_skip(struct cul_csv *csv, size_t bytes, unsigned line_ends)
{
    csv->at += bytes;
    csv->line_ends |= line_ends;
}

void cul_csv_seek(struct cul_csv *csv, size_t at)
{
    if (csv->arrow) {
        cul_arrow_seek(csv->arrow, at); /* the text is empty, and its place stays 0 */
    } else {
        csv->at = at;
    }
}

void cul_csv_forget(struct cul_csv *csv)
{
    if (csv->arrow) {
        cul_arrow_forget(csv->arrow);
    }
}

/* What the first records would be with a delimiter. */
struct sniff {
    int64_t columns; /* the number of cells that most of them have; of equals the larger */
    int64_t records, alike;
};

/* The number of cells of each of the first records; quotes count only where a cell begins. Gives how many there are. */
static int64_t count_cells(const struct cul_csv *csv, char delimiter, int64_t counts[SNIFFED_RECORDS])
{
    const char *text = csv->text.bytes;
    size_t end = csv->text.length < csv->at + SNIFFED_BYTES ? csv->text.length : csv->at + SNIFFED_BYTES;
    bool quoted = false, fresh = true, blank = true;
    int64_t cells = 1, records = 0;
    for (size_t i = csv->at; i < end && records < SNIFFED_RECORDS; i++) {
        char c = text[i];
        if (quoted) {
            quoted = c != '"';
        } else if (c == '"' && (fresh || text[i - 1] == '"')) {
            quoted = true, blank = false;
        } else if (c == '\n' || c == '\r') {
            counts[records] = cells;
            records += !blank;
            cells = 1, blank = true;
        } else {
            cells += c == delimiter;
            blank = false;
        }
        fresh = !quoted && (c == delimiter || c == '\n' || c == '\r');
    }
    if (!blank && !records) {
        counts[records++] = cells;
    }
    return records;
}

static struct sniff sniff_with(const struct cul_csv *csv, char delimiter)
{
    int64_t counts[SNIFFED_RECORDS];
    struct sniff sniff = {.records = count_cells(csv, delimiter, counts)};
    for (int64_t i = 0; i < sniff.records; i++) {
        int64_t alike = 0;
        for (int64_t other = 0; other < sniff.records; other++) {
            alike += counts[other] == counts[i];
        }
        if (alike > sniff.alike || (alike == sniff.alike && counts[i] > sniff.columns)) {
            sniff.columns = counts[i], sniff.alike = alike;
        }
    }
    return sniff;
}

/* The delimiter that splits the most records into equally many cells; of equals the one with more columns. */
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

/* Spreadsheets and their kin are known by their first bytes; what to do instead is said. */
static culture_status check_kind(const struct cul_csv *csv, struct culture_error *error)
{
    static const struct {
        const char *bytes, *message;
        size_t length;
    } kinds[] = {
        {"PK\3\4",
         "this is a spreadsheet (.xlsx, .ods) or another zip file: open it, choose Save As, CSV UTF-8 (Bestand, "
         "Opslaan "
         "als, CSV UTF-8), and give that file",
         4},
        {"\xD0\xCF\x11\xE0",
         "this is an old spreadsheet (.xls): open it, choose Save As, CSV UTF-8 (Bestand, Opslaan als, CSV UTF-8), and "
         "give that file",
         4},
        {"%PDF-", "this is a PDF, not a table: export the answers as CSV", 5},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (csv->text.length >= kinds[i].length && memcmp(csv->text.bytes, kinds[i].bytes, kinds[i].length) == 0) {
            return cul_fail(error, CULTURE_ERROR_ANSWERS, (struct cul_place){.path = csv->path}, "%s",
                            kinds[i].message);
        }
    }
    return CULTURE_OK;
}

/* A first line "sep=;" as Excel writes and understands it. */
static bool take_separator_line(struct cul_csv *csv)
{
    const char *text = csv->text.bytes;
    if (csv->text.length < 5 || memcmp(text, "sep=", 4) != 0 || strchr("\r\n\"", text[4]) ||
        ((unsigned char)text[4] < ' ' && text[4] != '\t') || (unsigned char)text[4] >= 0x7F ||
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
    culture_status status =
        cul_content_all(source, (size_t)CULTURE_MAXIMUM_FILE, &made->text, &made->compression, error);
    if (!status) {
        status = check_kind(made, error);
    }
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

void cul_csv_count_cells(struct cul_csv *csv, int64_t above)
{
    csv->counts_cells = true;
    csv->above = above;
}

culture_status cul_csv_open_arrow(struct cul_csv **csv, struct ArrowArrayStream *stream, const char *path,
                                  struct culture_error *error)
{
    struct cul_csv *made = cul_memory_new(1, sizeof *made);
    const char *name = path ? path : "(frame)";
    if (!made || !(made->path = cul_memory_text(name, strlen(name)))) {
        cul_csv_close(made);
        stream->release(stream);
        return cul_fail_memory(error);
    }
    made->encoding = "UTF-8";
    made->delimiter = ',';
    culture_status status = cul_arrow_open(&made->arrow, stream, made->path, error);
    if (status) {
        cul_csv_close(made);
        return status;
    }
    *csv = made;
    return CULTURE_OK;
}

struct cul_arrow *cul_csv_arrow(const struct cul_csv *csv)
{
    return csv->arrow;
}

const char *cul_csv_path(const struct cul_csv *csv)
{
    return csv->path;
}

const char *cul_csv_encoding(const struct cul_csv *csv)
{
    return csv->encoding;
}

const char *cul_csv_compression(const struct cul_csv *csv)
{
    return csv->compression ? csv->compression : "";
}

const char *cul_csv_line_end(const struct cul_csv *csv)
{
    switch (csv->line_ends) {
    case CUL_CSV_LF:
        return "LF";
    case CUL_CSV_CRLF:
        return "CRLF";
    case CUL_CSV_CR:
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
        cul_arrow_close(csv->arrow);
        cul_buffer_free(&csv->text);
        cul_buffer_free(&csv->scratch);
        cul_memory_free(csv->fields);
        cul_memory_free(csv->path);
        cul_memory_free(csv);
    }
}
