/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/columns.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"
#include "questionnaire/model.h"

#include <string.h>

/* Headers that point to a person, as keys. Such columns are never kept. */
static const char *const personal[] = {"name",
                                       "naam",
                                       "first name",
                                       "last name",
                                       "voornaam",
                                       "achternaam",
                                       "firstname",
                                       "lastname",
                                       "email",
                                       "e-mail",
                                       "email address",
                                       "e-mailadres",
                                       "username",
                                       "ip address",
                                       "ipaddress",
                                       "ipaddr",
                                       "ip-adres",
                                       "recipientfirstname",
                                       "recipientlastname",
                                       "recipientemail",
                                       "locationlatitude",
                                       "locationlongitude",
                                       "telephone",
                                       "telefoon",
                                       "telefoonnummer",
                                       "phone",
                                       "address",
                                       "adres",
                                       "token"};

/* What a header may be called, and which item that is. */
struct dictionary {
    struct cul_names keys;
    int32_t *items;
    size_t capacity;
};

/* "q1[sq001]" and "q1_sq001" are one code. */
static void unify_code(struct cul_buffer *key)
{
    size_t to = 0;
    bool bracket = key->length && memchr(key->bytes, '[', key->length);
    for (size_t i = 0; bracket && i < key->length; i++) {
        if (key->bytes[i] != ']') {
            key->bytes[to++] = key->bytes[i] == '[' ? '_' : key->bytes[i];
        }
    }
    if (bracket) {
        key->length = to;
        key->bytes[to] = '\0';
    }
}

static bool make_key(const char *text, size_t length, bool code, struct cul_buffer *key)
{
    cul_buffer_clear(key);
    cul_text_key(text, length, key);
    if (code) {
        unify_code(key);
    }
    return !key->failed;
}

/* The first meaning of a header stays; a questionnaire has no two items with one, except through unified codes. */
static bool learn(struct dictionary *dictionary, const char *text, bool code, int32_t item, struct cul_buffer *key)
{
    if (!make_key(text, strlen(text), code, key)) {
        return false;
    }
    int64_t before = dictionary->keys.count;
    if (!key->length) {
        return true;
    }
    if (!cul_memory_grow(&dictionary->items, &dictionary->capacity, (size_t)before, sizeof *dictionary->items)) {
        return false;
    }
    int64_t number = cul_names_add(&dictionary->keys, key->bytes, key->length);
    if (number == before) {
        dictionary->items[number] = item;
    }
    return number >= 0;
}

static bool learn_item(struct dictionary *dictionary, const struct cul_item *item, int32_t index,
                       struct cul_buffer *key)
{
    bool good = learn(dictionary, item->id, false, index, key);
    for (int32_t i = 0; i < item->alias_count && good; i++) {
        good = learn(dictionary, item->aliases[i], false, index, key) &&
               learn(dictionary, item->aliases[i], true, index, key);
    }
    for (int32_t i = 0; i < item->text.count && good; i++) {
        good = learn(dictionary, item->text.texts[i], false, index, key);
    }
    return good;
}

static int32_t look_up(const struct dictionary *dictionary, const struct cul_buffer *key)
{
    int64_t number = key->length ? cul_names_find(&dictionary->keys, key->bytes, key->length) : -1;
    return number < 0 ? -1 : dictionary->items[number];
}

static bool same_header(const char *wanted, const struct cul_buffer *key, struct cul_buffer *scratch)
{
    return make_key(wanted, strlen(wanted), false, scratch) && scratch->length == key->length && key->length &&
           memcmp(scratch->bytes, key->bytes, key->length) == 0;
}

static bool is_personal(const struct cul_buffer *key)
{
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++) {
        if (key->length == strlen(personal[i]) && memcmp(key->bytes, personal[i], key->length) == 0) {
            return true;
        }
    }
    return false;
}

struct matching {
    struct cul_columns *columns;
    const struct culture_answers_options *options;
    struct dictionary dictionary;
    struct cul_buffer key, scratch;
};

static void match_item(struct matching *matching, struct cul_column *column, int32_t index, int32_t item)
{
    struct cul_columns *columns = matching->columns;
    column->item = item;
    if (columns->item_column[item] >= 0) {
        column->role = CULTURE_COLUMN_REPEATED;
        return;
    }
    column->role = CULTURE_COLUMN_ITEM;
    columns->item_column[item] = index;
    columns->item_columns++;
}

static void match_other(struct matching *matching, struct cul_column *column, int32_t index)
{
    struct cul_columns *columns = matching->columns;
    const char *organisation = matching->options->organisation_column;
    if (columns->organisation < 0 &&
        same_header(organisation ? organisation : "organisation", &matching->key, &matching->scratch)) {
        column->role = CULTURE_COLUMN_ORGANISATION;
        columns->organisation = index;
        return;
    }
    for (size_t i = 0; i < matching->options->unit_column_count; i++) {
        if (columns->unit_column[i] < 0 &&
            same_header(matching->options->unit_columns[i], &matching->key, &matching->scratch)) {
            column->role = CULTURE_COLUMN_UNIT;
            column->item = (int32_t)i;
            columns->unit_column[i] = index;
            columns->personal_unit = is_personal(&matching->key) ? index : columns->personal_unit;
            return;
        }
    }
    column->role = is_personal(&matching->key) ? CULTURE_COLUMN_PERSONAL : CULTURE_COLUMN_IGNORED;
}

static bool match_column(struct matching *matching, const struct cul_csv_field *field, int32_t index)
{
    struct cul_column *column = &matching->columns->columns[index];
    const char *text = field->text;
    size_t length = field->length;
    cul_text_trim(&text, &length);
    *column = (struct cul_column){.header = cul_memory_text(text, length), .item = -1};
    matching->columns->count++;
    if (!column->header || !make_key(text, length, false, &matching->key)) {
        return false;
    }
    int32_t item = look_up(&matching->dictionary, &matching->key);
    if (item < 0) {
        match_other(matching, column, index);
    }
    if (item < 0 && column->role == CULTURE_COLUMN_IGNORED) {
        unify_code(&matching->key);
        item = look_up(&matching->dictionary, &matching->key);
    }
    if (item >= 0) {
        match_item(matching, column, index, item);
    }
    return !matching->scratch.failed;
}

static int32_t *none(size_t count)
{
    int32_t *columns = cul_memory_new(count, sizeof *columns);
    for (size_t i = 0; columns && i < count; i++) {
        columns[i] = -1;
    }
    return columns;
}

static bool match_all(struct matching *matching, const struct cul_csv_record *header,
                      const culture_questionnaire *questionnaire)
{
    struct cul_columns *columns = matching->columns;
    columns->organisation = columns->personal_unit = -1;
    columns->columns = cul_memory_new((size_t)header->count, sizeof *columns->columns);
    columns->item_column = none((size_t)questionnaire->item_count);
    columns->unit_column = none(matching->options->unit_column_count);
    bool good = columns->columns && columns->item_column && columns->unit_column;
    for (int32_t i = 0; i < questionnaire->item_count && good; i++) {
        good = learn_item(&matching->dictionary, &questionnaire->items[i], i, &matching->key);
    }
    for (int32_t i = 0; i < header->count && good; i++) {
        good = match_column(matching, &header->fields[i], i);
    }
    return good;
}

/* A header one letter away from the wanted one; NULL when there is none. */
static const char *near_header(const struct cul_columns *columns, const char *wanted)
{
    for (int32_t i = 0; i < columns->count; i++) {
        if (columns->columns[i].role == CULTURE_COLUMN_IGNORED &&
            cul_text_is_near(columns->columns[i].header, wanted)) {
            return columns->columns[i].header;
        }
    }
    return NULL;
}

static culture_status check(const struct cul_columns *columns, const struct cul_csv_record *header,
                            const culture_questionnaire *questionnaire, const struct culture_answers_options *options,
                            const char *path, struct culture_error *error)
{
    struct cul_place place = {.path = path, .line = header->line};
    if (!columns->item_columns) {
        return cul_fail(
            error, CULTURE_ERROR_ANSWERS, place,
            "no column is an item of the questionnaire %s: headers are ids such as %s, aliases or item texts",
            questionnaire->id, questionnaire->items[0].id);
    }
    if (columns->personal_unit >= 0) {
        place.column = columns->personal_unit + 1;
        place.where = columns->columns[columns->personal_unit].header;
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place,
                        "the column '%.60s' tells persons apart and cannot make subgroups", place.where);
    }
    if (options->organisation_column && columns->organisation < 0) {
        const char *near = near_header(columns, options->organisation_column);
        place.where = options->organisation_column;
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place,
                        near ? "there is no column '%s'; did you mean '%s'?" : "there is no column '%s'%s",
                        options->organisation_column, near ? near : "");
    }
    return CULTURE_OK;
}

culture_status cul_columns_match(struct cul_columns *columns, const struct cul_csv_record *header,
                                 const culture_questionnaire *questionnaire,
                                 const struct culture_answers_options *options, const char *path,
                                 struct culture_error *error)
{
    *columns = (struct cul_columns){0};
    struct matching matching = {.columns = columns, .options = options};
    culture_status status = match_all(&matching, header, questionnaire) ? CULTURE_OK : cul_fail_memory(error);
    cul_names_free(&matching.dictionary.keys);
    cul_memory_free(matching.dictionary.items);
    cul_buffer_free(&matching.key);
    cul_buffer_free(&matching.scratch);
    if (!status) {
        status = check(columns, header, questionnaire, options, path, error);
    }
    if (status) {
        cul_columns_free(columns);
    }
    return status;
}

void cul_columns_free(struct cul_columns *columns)
{
    for (int32_t i = 0; i < columns->count; i++) {
        cul_memory_free(columns->columns[i].header);
    }
    cul_memory_free(columns->columns);
    cul_memory_free(columns->item_column);
    cul_memory_free(columns->unit_column);
    *columns = (struct cul_columns){0};
}
