/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/candidates.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "culture/answers.h"

#include <string.h>

enum { MOST_VALUES = 200, MOST_CANDIDATES = 100 };

/* Parts of headings under which surveys name organisations. A department or role is none: nothing is said of those. */
static const char *const stems[] = {"organi",  "bedrijf",     "instelling", "onderneming", "werkgever",
                                    "company", "institution", "employer",   "klant",       "client"};

static bool names_organisations(const char *header, struct cul_buffer *key)
{
    cul_buffer_clear(key);
    if (!cul_text_key(header, strlen(header), key) || !key->length) {
        return false;
    }
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        if (strstr(key->bytes, stems[i])) {
            return true;
        }
    }
    return false;
}

bool cul_candidates_new(struct cul_candidates *candidates, const struct cul_columns *columns)
{
    *candidates = (struct cul_candidates){.list = cul_memory_new(MOST_CANDIDATES, sizeof *candidates->list)};
    struct cul_buffer key = {0};
    for (int32_t i = 0; candidates->list && i < columns->count && candidates->count < MOST_CANDIDATES; i++) {
        const struct cul_column *column = &columns->columns[i];
        if (column->role == CULTURE_COLUMN_IGNORED && *column->header && names_organisations(column->header, &key)) {
            candidates->list[candidates->count++].column = i;
        }
    }
    bool good = candidates->list && !key.failed;
    cul_buffer_free(&key);
    return good;
}

static bool has_letter(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80) {
            return true;
        }
    }
    return false;
}

static bool look(struct cul_candidate *candidate, struct cul_csv_field field)
{
    cul_text_trim(&field.text, &field.length);
    if (!field.length) {
        return true;
    }
    if (field.length > CULTURE_MAXIMUM_NAME || candidate->values.count > MOST_VALUES) {
        candidate->ruled_out = true;
        cul_names_free(&candidate->values);
        return true;
    }
    candidate->rows++;
    candidate->words = candidate->words || has_letter(field.text, field.length);
    return cul_names_add(&candidate->values, field.text, field.length) >= 0;
}

bool cul_candidates_look(struct cul_candidates *candidates, const struct cul_csv_record *record)
{
    for (int32_t i = 0; i < candidates->count; i++) {
        struct cul_candidate *candidate = &candidates->list[i];
        if (!candidate->ruled_out && candidate->column < record->count &&
            !look(candidate, record->fields[candidate->column])) {
            return false;
        }
    }
    return true;
}

bool cul_candidate_remains(const struct cul_candidate *candidate)
{
    int64_t values = candidate->values.count;
    return !candidate->ruled_out && candidate->words && values >= 2 && candidate->rows >= 2 * values;
}

void cul_candidates_free(struct cul_candidates *candidates)
{
    for (int32_t i = 0; i < candidates->count; i++) {
        cul_names_free(&candidates->list[i].values);
    }
    cul_memory_free(candidates->list);
    *candidates = (struct cul_candidates){0};
}
