/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/columns.h"

#include "answers/profiles.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
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
                                       "emailaddress",
                                       "e-mailadres",
                                       "naam en achternaam",
                                       "full name",
                                       "volledige naam",
                                       "last name, first name",
                                       "participant name",
                                       "participant email",
                                       "username",
                                       "gebruikersnaam",
                                       "location latitude",
                                       "location longitude",
                                       "latitude",
                                       "longitude",
                                       "breedtegraad",
                                       "lengtegraad",
                                       "gps",
                                       "e-mail address",
                                       "e-mail adres",
                                       "emailadres",
                                       "ip address",
                                       "ip adres",
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

static bool make_key(const char *text, size_t length, struct cul_buffer *key)
{
    cul_buffer_clear(key);
    cul_text_key(text, length, key);
    return !key->failed;
}

static bool same_header(const char *wanted, const struct cul_buffer *key, struct cul_buffer *scratch)
{
    return make_key(wanted, strlen(wanted), scratch) && scratch->length == key->length && key->length &&
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
    struct cul_headings *headings;
    const culture_mapping *mapping;
    int32_t profile;
    int32_t *guessed; /* per column: the item its heading can only mean, -1: none, -2: several */
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

/* How long a respondent took, and whether to the end: as the caller says, else as the survey tool calls it. */
static bool match_conduct(struct matching *matching, struct cul_column *column, int32_t index)
{
    struct cul_columns *columns = matching->columns;
    const char *duration = matching->options->duration_column, *finished = matching->options->finished_column;
    const struct cul_tool_column *tool = cul_tool_column_find(matching->key.bytes, matching->key.length);
    bool of_tool = tool && tool->profiles & 1 << matching->profile;
    struct cul_buffer *key = &matching->key, *scratch = &matching->scratch;
    if (columns->duration < 0 &&
        (duration ? same_header(duration, key, scratch)
                  : same_header("interviewtime", key, scratch) || same_header("Duration (in seconds)", key, scratch) ||
                        (of_tool && tool->role == CULTURE_COLUMN_DURATION))) {
        column->role = CULTURE_COLUMN_DURATION;
        columns->duration = index;
        return true;
    }
    bool said = finished ? same_header(finished, key, scratch) : of_tool && tool->role == CULTURE_COLUMN_FINISHED;
    int32_t rule = tool && tool->role == CULTURE_COLUMN_FINISHED ? tool->rule : CUL_FINISHED_WORDS;
    if (said && (columns->finished < 0 || (!finished && rule < columns->finished_rule))) {
        if (columns->finished >= 0) {
            columns->columns[columns->finished].role = CULTURE_COLUMN_TOOL; /* Progress, when there is Finished */
        }
        column->role = CULTURE_COLUMN_FINISHED;
        columns->finished = index;
        columns->finished_rule = rule;
        return true;
    }
    if (columns->status < 0 && of_tool && tool->role == CULTURE_COLUMN_STATUS) {
        column->role = CULTURE_COLUMN_STATUS;
        columns->status = index;
        return true;
    }
    return false;
}

/* What is left may be known all the same. */
static int32_t role_of_rest(const struct matching *matching)
{
    const struct cul_tool_column *tool = cul_tool_column_find(matching->key.bytes, matching->key.length);
    if (is_personal(&matching->key) || (tool && tool->role == CULTURE_COLUMN_PERSONAL)) {
        return CULTURE_COLUMN_PERSONAL;
    }
    return tool && tool->profiles & 1 << matching->profile ? CULTURE_COLUMN_TOOL : CULTURE_COLUMN_IGNORED;
}

static bool match_organisation(struct matching *matching, struct cul_column *column, int32_t index)
{
    struct cul_columns *columns = matching->columns;
    const char *organisation = matching->options->organisation_column;
    bool named = same_header(organisation ? organisation : "organisation", &matching->key, &matching->scratch);
    bool dutch = !organisation && same_header("organisatie", &matching->key, &matching->scratch);
    if (!(named && (columns->organisation < 0 || columns->dutch_organisation)) &&
        !(dutch && columns->organisation < 0)) {
        return false;
    }
    if (columns->organisation >= 0) {
        columns->columns[columns->organisation].role = CULTURE_COLUMN_IGNORED;
    }
    column->role = CULTURE_COLUMN_ORGANISATION;
    columns->organisation = index;
    columns->dutch_organisation = dutch;
    return true;
}

static bool match_unit(struct matching *matching, struct cul_column *column, int32_t index)
{
    struct cul_columns *columns = matching->columns;
    for (size_t i = 0; i < matching->options->unit_column_count; i++) {
        if (columns->unit_column[i] < 0 &&
            same_header(cul_mapping_unit(matching->mapping, matching->options->unit_columns[i]), &matching->key,
                        &matching->scratch)) {
            column->role = CULTURE_COLUMN_UNIT;
            column->item = (int32_t)i;
            columns->unit_column[i] = index;
            columns->personal_unit = is_personal(&matching->key) ? index : columns->personal_unit;
            return true;
        }
    }
    return false;
}

/* The columns of a file with a row for each answer. */
static bool match_long(struct matching *matching, struct cul_column *column, int32_t index)
{
    struct cul_columns *columns = matching->columns;
    const char *name = column->header;
    _Bool failed = 0;
    if (matching->profile != CULTURE_PROFILE_LONG) {
        return false;
    }
    enum cul_long_column which = cul_long_column_find(matching->mapping, name, &matching->key, &failed);
    matching->scratch.failed = matching->scratch.failed || failed;
    int32_t *const places[CUL_LONG_COLUMNS] = {&columns->key, &columns->long_item, &columns->long_answer};
    static const int32_t roles[] = {CULTURE_COLUMN_KEY, CULTURE_COLUMN_ITEM_NAME, CULTURE_COLUMN_ANSWER};
    bool named = which == CUL_LONG_RESPONDENT && matching->options->key_column;
    if (which == CUL_LONG_COLUMNS || *places[which] >= 0 || named) {
        return false;
    }
    *places[which] = index;
    column->role = roles[which];
    return true;
}

/* A column that is no item, by one of its texts; the text's key is in matching->key. */
static void match_other(struct matching *matching, struct cul_column *column, int32_t index)
{
    struct cul_columns *columns = matching->columns;
    if (!matching->key.length || match_organisation(matching, column, index) || match_unit(matching, column, index)) {
        return;
    }
    const char *key = matching->options->key_column;
    if (key && columns->key < 0 && same_header(key, &matching->key, &matching->scratch)) {
        column->role = CULTURE_COLUMN_KEY;
        columns->key = index;
        return;
    }
    if (!match_long(matching, column, index) && !match_conduct(matching, column, index)) {
        column->role = role_of_rest(matching);
    }
}

/* The item of a column, by any of its texts: plainly, or by what the text can only mean. -1: none, -2: several. */
static int32_t find_item(struct matching *matching, const struct cul_header_column *names, bool guess, _Bool *failed)
{
    int32_t item = -1;
    for (int32_t i = 0; i < names->count && item == -1 && !*failed; i++) {
        const char *text = names->texts[i];
        item = guess ? cul_headings_guess(matching->headings, text, strlen(text), failed)
                     : cul_headings_find(matching->headings, text, strlen(text), failed);
    }
    return item;
}

/* What the mapping says goes before what headings say, of whatever column. */
static bool match_mapped(struct matching *matching, const struct cul_header_column *names, int32_t index)
{
    struct cul_column *column = &matching->columns->columns[index];
    const char *shown = *names->texts[0] ? names->texts[0] : names->texts[names->count - 1];
    *column = (struct cul_column){.header = cul_memory_text(shown, strlen(shown)), .item = -1};
    matching->columns->count++;
    matching->columns->width = *shown ? matching->columns->count : matching->columns->width;
    for (int32_t i = 0; i < names->count && column->role == CULTURE_COLUMN_IGNORED; i++) {
        int64_t mapped = cul_mapping_find(matching->mapping, names->texts[i], &matching->scratch);
        if (mapped >= 0) {
            matching->columns->mapped[mapped] = true;
            match_item(matching, column, index, cul_mapping_item(matching->mapping, mapped));
        }
    }
    return column->header && !matching->scratch.failed;
}

static bool match_column(struct matching *matching, const struct cul_header_column *names, int32_t index)
{
    struct cul_column *column = &matching->columns->columns[index];
    _Bool failed = 0;
    if (column->role != CULTURE_COLUMN_IGNORED) {
        return true;
    }
    int32_t item = find_item(matching, names, false, &failed);
    if (item >= 0) {
        match_item(matching, column, index, item);
    }
    for (int32_t i = 0; i < names->count && column->role == CULTURE_COLUMN_IGNORED && !failed; i++) {
        failed = !make_key(names->texts[i], strlen(names->texts[i]), &matching->key);
        match_other(matching, column, index);
    }
    if (column->role == CULTURE_COLUMN_IGNORED && !failed) {
        matching->guessed[index] = find_item(matching, names, true, &failed);
    }
    return !matching->scratch.failed && !failed;
}

static int32_t count_guesses(const struct matching *matching, int32_t item)
{
    int32_t count = 0;
    for (int32_t i = 0; i < matching->columns->count; i++) {
        count += matching->guessed[i] == item;
    }
    return count;
}

/* A decorated heading counts when no column is plainly the item's, and no other could be. */
static void match_guesses(struct matching *matching)
{
    struct cul_columns *columns = matching->columns;
    for (int32_t i = 0; i < columns->count; i++) {
        int32_t item = matching->guessed[i];
        if (item >= 0 && count_guesses(matching, item) == 1) {
            match_item(matching, &columns->columns[i], i, item);
        } else if (item != -1) {
            columns->columns[i].item = item;
            columns->columns[i].role = CULTURE_COLUMN_DOUBTFUL;
        }
    }
}

/* "group/role", "group-role" (a group's name holds no blanks) or "role. What is your role?" for a wanted "role". */
static bool is_decorated(const struct cul_buffer *key, const struct cul_buffer *wanted, bool dashes)
{
    size_t length = wanted->length;
    if (!length || key->length < length + 2) {
        return false;
    }
    char before = key->bytes[key->length - length - 1], after = key->bytes[length], next = key->bytes[length + 1];
    bool dash = dashes && before == '-' && !memchr(key->bytes, ' ', key->length);
    return (memcmp(key->bytes + key->length - length, wanted->bytes, length) == 0 && (before == '/' || dash)) ||
           (memcmp(key->bytes, wanted->bytes, length) == 0 && after == '.' && (next == ' ' || next == '_'));
}

/* The one column that is left and can only be the wanted one; -1: none or several. */
static int32_t find_decorated(struct matching *matching, const char *wanted, bool dashes, bool *failed)
{
    struct cul_columns *columns = matching->columns;
    int32_t found = -1;
    for (int32_t i = 0; i < columns->count && make_key(wanted, strlen(wanted), &matching->scratch); i++) {
        const struct cul_column *column = &columns->columns[i];
        *failed = *failed || !make_key(column->header, strlen(column->header), &matching->key);
        if (column->role == CULTURE_COLUMN_IGNORED && !*failed &&
            is_decorated(&matching->key, &matching->scratch, dashes)) {
            found = found == -1 ? i : -2;
        }
    }
    *failed = *failed || matching->scratch.failed;
    return found < 0 ? -1 : found;
}

/* An organisation and subgroups that are not plainly there may be part of a group, or have their question behind them.
 */
static bool match_named(struct matching *matching)
{
    struct cul_columns *columns = matching->columns;
    const char *organisation = matching->options->organisation_column;
    bool failed = false;
    for (size_t i = 0; i < matching->options->unit_column_count && !failed; i++) {
        const char *wanted = cul_mapping_unit(matching->mapping, matching->options->unit_columns[i]);
        int32_t at = columns->unit_column[i] < 0 ? find_decorated(matching, wanted, true, &failed) : -1;
        if (at >= 0) {
            columns->columns[at].role = CULTURE_COLUMN_UNIT;
            columns->columns[at].item = (int32_t)i;
            columns->unit_column[i] = at;
            columns->personal_unit = is_personal(&matching->scratch) ? at : columns->personal_unit;
        }
    }
    if (columns->organisation < 0 && !failed) {
        columns->organisation =
            find_decorated(matching, organisation ? organisation : "organisation", organisation != NULL, &failed);
        if (columns->organisation >= 0) {
            columns->columns[columns->organisation].role = CULTURE_COLUMN_ORGANISATION;
        }
    }
    return !failed;
}

static int32_t *none(size_t count)
{
    int32_t *columns = cul_memory_new(count, sizeof *columns);
    for (size_t i = 0; columns && i < count; i++) {
        columns[i] = -1;
    }
    return columns;
}

static bool match_all(struct matching *matching, const struct cul_column_source *source)
{
    struct cul_columns *columns = matching->columns;
    size_t count = (size_t)source->header->count;
    columns->organisation = columns->personal_unit = columns->key = columns->duration = columns->finished =
        columns->status = columns->long_item = columns->long_answer = -1;
    columns->mapped = cul_memory_new((size_t)cul_mapping_item_count(matching->mapping), sizeof *columns->mapped);
    columns->columns = cul_memory_new(count, sizeof *columns->columns);
    columns->item_column = none((size_t)source->questionnaire->item_count);
    columns->unit_column = none(matching->options->unit_column_count);
    matching->guessed = none(count);
    bool good =
        columns->columns && columns->item_column && columns->unit_column && columns->mapped && matching->guessed;
    for (int32_t i = 0; i < source->header->count && good; i++) {
        good = match_mapped(matching, &source->header->columns[i], i);
    }
    for (int32_t i = 0; i < source->header->count && good; i++) {
        good = match_column(matching, &source->header->columns[i], i);
    }
    if (good) {
        match_guesses(matching);
    }
    return good && match_named(matching);
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

/* A column that the caller named must be there. */
static culture_status check_named(const struct cul_columns *columns, const char *wanted, int32_t found,
                                  struct cul_place place, struct culture_error *error)
{
    if (!wanted || found >= 0) {
        return CULTURE_OK;
    }
    const char *near = near_header(columns, wanted);
    place.where = wanted;
    return cul_fail(error, CULTURE_ERROR_ANSWERS, place,
                    near ? "there is no column '%s'; did you mean '%s'?" : "there is no column '%s'%s", wanted,
                    near ? near : "");
}

/* The column of a name that is an item or the organisation; -1: none, or no memory, and then *failed is set. */
static int32_t find_taken(const struct cul_columns *columns, const char *wanted, bool *failed)
{
    for (int32_t i = 0; i < columns->count; i++) {
        int32_t role = columns->columns[i].role;
        if ((role == CULTURE_COLUMN_ITEM || role == CULTURE_COLUMN_ORGANISATION) &&
            cul_text_same_key(columns->columns[i].header, wanted, failed)) {
            return i;
        }
    }
    return -1;
}

/* SurveyMonkey can write a column for each option of a question; one of these alone would pass for the answers. The
 * second such column of an item; -1: none. */
static int32_t find_option(const struct cul_columns *columns, const struct cul_header *header)
{
    for (int32_t i = 0; i < columns->count && header->profile == CULTURE_PROFILE_SURVEYMONKEY; i++) {
        const struct cul_column *column = &columns->columns[i];
        int32_t first = column->role == CULTURE_COLUMN_REPEATED ? columns->item_column[column->item] : -1;
        const struct cul_header_column *one = first >= 0 ? &header->columns[first] : NULL;
        const struct cul_header_column *other = &header->columns[i];
        if (one && one->count == 2 && other->count == 2 && strcmp(one->texts[1], other->texts[1]) == 0) {
            return i;
        }
    }
    return -1;
}

static culture_status check(const struct cul_columns *columns, const struct cul_column_source *source,
                            struct culture_error *error)
{
    const culture_questionnaire *questionnaire = source->questionnaire;
    const struct culture_answers_options *options = source->options;
    struct cul_place place = cul_csv_place(source->csv, source->record, -1);
    if (!columns->item_columns && source->header->profile != CULTURE_PROFILE_LONG) {
        return cul_fail(
            error, CULTURE_ERROR_ANSWERS, place,
            "no column is an item of the questionnaire %s: headers are ids such as %s, aliases or item texts",
            questionnaire->id, questionnaire->items[0].id);
    }
    int32_t option = find_option(columns, source->header);
    if (option >= 0) {
        place = cul_csv_place(source->csv, source->record, option);
        place.where = columns->columns[option].header;
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place,
                        "the answers to %s stand in a column for each option: export a column for each question (in "
                        "SurveyMonkey: condensed columns)",
                        questionnaire->items[columns->columns[option].item].id);
    }
    if (columns->personal_unit >= 0) {
        place = cul_csv_place(source->csv, source->record, columns->personal_unit);
        place.where = columns->columns[columns->personal_unit].header;
        return cul_fail(error, CULTURE_ERROR_ANSWERS, place,
                        "the column '%.60s' tells persons apart and cannot make subgroups", place.where);
    }
    bool failed = false;
    for (size_t i = 0; i < options->unit_column_count; i++) {
        int32_t taken = columns->unit_column[i] < 0 ? find_taken(columns, options->unit_columns[i], &failed) : -1;
        if (taken >= 0) {
            bool organisation = columns->columns[taken].role == CULTURE_COLUMN_ORGANISATION;
            place = cul_csv_place(source->csv, source->record, taken);
            place.where = columns->columns[taken].header;
            return cul_fail(error, CULTURE_ERROR_ANSWERS, place, "the column '%.60s' %s and cannot make subgroups",
                            place.where, organisation ? "names the organisations" : "holds answers");
        }
    }
    if (failed) {
        return cul_fail_memory(error);
    }
    culture_status status = check_named(columns, options->organisation_column, columns->organisation, place, error);
    if (!status) {
        status = check_named(columns, options->key_column, columns->key, place, error);
    }
    if (!status) {
        status = check_named(columns, options->duration_column, columns->duration, place, error);
    }
    return status ? status : check_named(columns, options->finished_column, columns->finished, place, error);
}

culture_status cul_columns_match(struct cul_columns *columns, const struct cul_column_source *source,
                                 struct culture_error *error)
{
    *columns = (struct cul_columns){0};
    struct matching matching = {.columns = columns,
                                .options = source->options,
                                .headings = source->headings,
                                .mapping = source->mapping,
                                .profile = source->header->profile};
    culture_status status = match_all(&matching, source) ? CULTURE_OK : cul_fail_memory(error);
    cul_memory_free(matching.guessed);
    cul_buffer_free(&matching.key);
    cul_buffer_free(&matching.scratch);
    if (!status) {
        status = check(columns, source, error);
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
    cul_memory_free(columns->mapped);
    *columns = (struct cul_columns){0};
}
