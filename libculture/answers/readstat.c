/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/readstat.h"

#include "base/error.h"
#include "base/file.h"
#include "culture/answers.h"

#ifdef CUL_WITH_READSTAT
#include "answers/quote.h"
#include "base/memory.h"

#include <math.h>
#include <readstat.h>
#include <string.h>

struct variable {
    char *name, *label, *set; /* set: of its value labels, "" for none */
};

struct set {
    char *name;
    struct cul_buffer pairs;
};

struct table {
    const char *path;
    struct variable *variables;
    size_t count, capacity;
    struct set *sets;
    size_t set_count, set_capacity;
    struct cul_buffer rows, scratch;
    int64_t row; /* the case and variable that must come next */
    size_t column;
    culture_status status; /* why the reading was ended */
    struct culture_error *error;
};

static int stop(struct table *table, culture_status status)
{
    table->status = status;
    return READSTAT_HANDLER_ABORT;
}

static int stop_memory(struct table *table)
{
    return stop(table, cul_fail_memory(table->error));
}

static char *copy(const char *text)
{
    text = text ? text : "";
    return cul_memory_text(text, strlen(text));
}

static int on_variable(int index, readstat_variable_t *variable, const char *set, void *context)
{
    struct table *table = context;
    if (index >= CULTURE_MAXIMUM_COLUMNS) {
        return stop(table, cul_fail(table->error, CULTURE_ERROR_LIMIT, (struct cul_place){.path = table->path},
                                    "more than %d columns", CULTURE_MAXIMUM_COLUMNS));
    }
    if (!cul_memory_grow(&table->variables, &table->capacity, table->count, sizeof *table->variables)) {
        return stop_memory(table);
    }
    struct variable *made = &table->variables[table->count++];
    *made = (struct variable){copy(readstat_variable_get_name(variable)), copy(readstat_variable_get_label(variable)),
                              copy(set)};
    return made->name && made->label && made->set ? READSTAT_HANDLER_OK : stop_memory(table);
}

/* Appends a value as a cell holds it; nothing for one that is missing. */
static void add_value(struct cul_buffer *buffer, readstat_value_t value)
{
    if (readstat_value_is_system_missing(value) || readstat_value_is_tagged_missing(value)) {
        return;
    }
    switch (readstat_value_type(value)) {
    case READSTAT_TYPE_STRING:
        cul_buffer_text(buffer, readstat_string_value(value) ? readstat_string_value(value) : "");
        break;
    case READSTAT_TYPE_INT8:
    case READSTAT_TYPE_INT16:
    case READSTAT_TYPE_INT32:
        cul_buffer_whole(buffer, readstat_int32_value(value));
        break;
    default:
        if (isfinite(readstat_double_value(value))) {
            cul_buffer_number(buffer, readstat_double_value(value));
        }
    }
}

static int on_value(int row, readstat_variable_t *variable, readstat_value_t value, void *context)
{
    struct table *table = context;
    if (row != table->row || (size_t)readstat_variable_get_index(variable) != table->column) {
        return stop(table, cul_fail(table->error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = table->path},
                                    "the file is damaged: its values are not in order"));
    }
    if (table->column) {
        cul_buffer_byte(&table->rows, ',');
    }
    cul_buffer_clear(&table->scratch);
    /* A user's missing value comes with its number: counting it would turn "no opinion" into an opinion. */
    if (!readstat_value_is_defined_missing(value, variable)) {
        add_value(&table->scratch, value);
    }
    cul_quote(table->scratch.bytes ? table->scratch.bytes : "", table->scratch.length,
              readstat_value_type(value) == READSTAT_TYPE_STRING, &table->rows);
    if (++table->column == table->count) {
        cul_buffer_byte(&table->rows, '\n');
        table->column = 0;
        table->row++;
    }
    if (table->rows.length > (size_t)CULTURE_MAXIMUM_FILE) {
        return stop(table, cul_fail(table->error, CULTURE_ERROR_LIMIT, (struct cul_place){.path = table->path},
                                    "the file holds more than %lld bytes of text", CULTURE_MAXIMUM_FILE));
    }
    return table->rows.failed || table->scratch.failed ? stop_memory(table) : READSTAT_HANDLER_OK;
}

static struct set *find_set(struct table *table, const char *name)
{
    for (size_t i = 0; i < table->set_count; i++) {
        if (strcmp(table->sets[i].name, name) == 0) {
            return &table->sets[i];
        }
    }
    return NULL;
}

static int on_label(const char *name, readstat_value_t value, const char *label, void *context)
{
    struct table *table = context;
    struct set *set = find_set(table, name ? name : "");
    if (!set) {
        if (!cul_memory_grow(&table->sets, &table->set_capacity, table->set_count, sizeof *table->sets)) {
            return stop_memory(table);
        }
        set = &table->sets[table->set_count];
        *set = (struct set){.name = copy(name)};
        if (!set->name) {
            return stop_memory(table);
        }
        table->set_count++;
    }
    if (set->pairs.length) {
        cul_buffer_byte(&set->pairs, CUL_RECORD_SEPARATOR);
    }
    add_value(&set->pairs, value);
    cul_buffer_byte(&set->pairs, CUL_UNIT_SEPARATOR);
    cul_buffer_text(&set->pairs, label ? label : "");
    return set->pairs.failed ? stop_memory(table) : READSTAT_HANDLER_OK;
}

static void add_cell(struct cul_buffer *out, size_t index, const char *text, size_t length)
{
    if (index) {
        cul_buffer_byte(out, ',');
    }
    cul_quote(text, length, 1, out);
}

static void write_table(struct table *table, struct cul_buffer *out)
{
    for (size_t i = 0; i < table->count; i++) {
        add_cell(out, i, table->variables[i].name, strlen(table->variables[i].name));
    }
    cul_buffer_byte(out, '\n');
    for (size_t i = 0; i < table->count; i++) {
        add_cell(out, i, table->variables[i].label, strlen(table->variables[i].label));
    }
    cul_buffer_byte(out, '\n');
    for (size_t i = 0; i < table->count; i++) {
        const struct set *set = *table->variables[i].set ? find_set(table, table->variables[i].set) : NULL;
        add_cell(out, i, set && set->pairs.length ? set->pairs.bytes : "", set ? set->pairs.length : 0);
    }
    cul_buffer_byte(out, '\n');
    cul_buffer_add(out, table->rows.bytes ? table->rows.bytes : "", table->rows.length);
}

static void free_table(struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        cul_memory_free(table->variables[i].name);
        cul_memory_free(table->variables[i].label);
        cul_memory_free(table->variables[i].set);
    }
    for (size_t i = 0; i < table->set_count; i++) {
        cul_memory_free(table->sets[i].name);
        cul_buffer_free(&table->sets[i].pairs);
    }
    cul_memory_free(table->variables);
    cul_memory_free(table->sets);
    cul_buffer_free(&table->rows);
    cul_buffer_free(&table->scratch);
}

typedef readstat_error_t parse(readstat_parser_t *parser, const char *path, void *context);
struct kind {
    const char *extension;
    parse *read;
};
static const struct kind kinds[] = {
    {".sav", readstat_parse_sav}, {".zsav", readstat_parse_sav},  {".por", readstat_parse_por},
    {".dta", readstat_parse_dta}, {".xpt", readstat_parse_xport}, {".sas7bdat", readstat_parse_sas7bdat},
};

static parse *find_parser(const char *path)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (cul_file_has_extension(path, kinds[i].extension)) {
            return kinds[i].read;
        }
    }
    return NULL;
}

static culture_status judge(const struct table *table, readstat_error_t answer)
{
    struct cul_place place = {.path = table->path};
    if (table->status) {
        return table->status;
    }
    switch (answer) {
    case READSTAT_OK:
        return CULTURE_OK;
    case READSTAT_ERROR_MALLOC:
        return cul_fail_memory(table->error);
    case READSTAT_ERROR_OPEN:
    case READSTAT_ERROR_READ:
    case READSTAT_ERROR_SEEK:
        return cul_fail(table->error, CULTURE_ERROR_FILE, place, "cannot read the file: %s",
                        readstat_error_message(answer));
    default:
        return cul_fail(table->error, CULTURE_ERROR_SYNTAX, place,
                        "the file is damaged or of a kind that ReadStat does not know: %s",
                        readstat_error_message(answer));
    }
}

culture_status cul_readstat_read(const char *path, struct cul_buffer *out, struct culture_error *error)
{
    struct table table = {.path = path, .error = error};
    parse *read = find_parser(path);
    readstat_parser_t *parser = read ? readstat_parser_init() : NULL;
    if (!parser) {
        return read ? cul_fail_memory(error) : cul_fail_argument(error, "no file of a statistics package");
    }
    readstat_set_variable_handler(parser, on_variable);
    readstat_set_value_handler(parser, on_value);
    readstat_set_value_label_handler(parser, on_label);
    culture_status status = judge(&table, read(parser, path, &table));
    readstat_parser_free(parser);
    if (!status) {
        write_table(&table, out);
        status = out->failed ? cul_fail_memory(error) : CULTURE_OK;
    }
    free_table(&table);
    return status;
}
#else
culture_status cul_readstat_read(const char *path, struct cul_buffer *table, struct culture_error *error)
{
    (void)table;
    return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = path},
                    "files of SPSS, Stata and SAS need ReadStat, without which this libculture was built "
                    "(libreadstat-dev in Debian and Ubuntu); or save the file as CSV");
}
#endif

const char *cul_readstat_format(const char *path)
{
    static const struct {
        const char *extension, *format;
    } known[] = {{".sav", "SPSS"},  {".zsav", "SPSS"}, {".por", "SPSS"},
                 {".dta", "Stata"}, {".xpt", "SAS"},   {".sas7bdat", "SAS"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (cul_file_has_extension(path, known[i].extension)) {
            return known[i].format;
        }
    }
    return NULL;
}
