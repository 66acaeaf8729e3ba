/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References made of another: part of its organisations, or its norms over the items of a shorter questionnaire. */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "reference/state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FEWEST_PEERS = 10 };

static bool copy_text(char **copy, const char *text)
{
    *copy = cul_memory_text(text ? text : "", text ? strlen(text) : 0);
    return *copy != NULL;
}

/* Everything but the organisations. */
static bool copy_head(culture_reference *made, const culture_reference *from)
{
    made->kind = from->kind;
    made->year = from->year;
    made->all = from->all ? from->all : from->count;
    made->subset = from->subset;
    made->hashed = from->hashed;
    return copy_text(&made->id, from->id) && copy_text(&made->version, from->version) &&
           copy_text(&made->source, from->source) && copy_text(&made->note, from->note) &&
           copy_text(&made->note_nl, from->note_nl) && copy_text(&made->salt, from->salt) &&
           copy_text(&made->peers, from->peers);
}

static bool copy_organisation(culture_reference *made, const culture_reference *from, int64_t row)
{
    const struct cul_reference_organisation *of = &from->organisations[row];
    struct cul_reference_organisation *copy = &made->organisations[made->count++];
    struct cul_buffer key = {0};
    copy->respondents = of->respondents;
    copy->headcount = of->headcount;
    bool good = copy_text(&copy->id, of->id) && copy_text(&copy->sector, of->sector) &&
                copy_text(&copy->size, of->size) && cul_text_name_key(of->id, strlen(of->id), &key) &&
                cul_names_add(&made->keys, key.bytes, key.length) >= 0;
    cul_buffer_free(&key);
    return good;
}

static void copy_row(double *into, int64_t to, const double *from, int64_t row, int64_t columns)
{
    memcpy(into + to * columns, from + row * columns, (size_t)columns * sizeof *into);
}

static void copy_numbers(culture_reference *made, const culture_reference *from, int64_t row)
{
    int64_t at = made->count - 1, dimensions = from->questionnaire->dimension_count;
    copy_row(made->means, at, from->means, row, dimensions);
    copy_row(made->errors, at, from->errors, row, dimensions);
    copy_row(made->answers, at, from->answers, row, dimensions);
    copy_row(made->items, at, from->items, row, from->questionnaire->item_count);
}

/* What an organisation is like in one respect: "sector" or "size". */
static const char *trait_of(const struct cul_reference_organisation *organisation, const char *key)
{
    return strcmp(key, "sector") == 0 ? organisation->sector : organisation->size;
}

/* The values that a trait has in the reference: "care, trade". */
static bool list_traits(const culture_reference *from, const char *key, struct cul_buffer *list)
{
    struct cul_names seen = {0};
    bool good = true;
    for (int64_t row = 0; row < from->count && good; row++) {
        const char *trait = trait_of(&from->organisations[row], key);
        int64_t before = seen.count, number = *trait ? cul_names_add(&seen, trait, strlen(trait)) : 0;
        good = number >= 0;
        if (seen.count > before) {
            cul_buffer_text(list, before ? ", " : "");
            cul_buffer_text(list, trait);
        }
    }
    cul_names_free(&seen);
    return good && !list->failed;
}

static culture_status refuse_peers(const culture_reference *from, int64_t count, const char *key, const char *value,
                                   struct culture_error *error)
{
    struct cul_buffer list = {0};
    culture_status status = CULTURE_ERROR_REFERENCE;
    if (!list_traits(from, key, &list)) {
        status = cul_fail_memory(error);
    } else if (count) {
        cul_fail(error, status, (struct cul_place){0},
                 "%lld of the reference's %lld organisations have %s '%.60s'; at least %d are needed", (long long)count,
                 (long long)from->count, key, value, (int)FEWEST_PEERS);
    } else {
        cul_fail(error, status, (struct cul_place){0}, "no organisation of the reference has %s '%.60s'; %s%.240s", key,
                 value, list.length ? "there are: " : "the reference does not tell it of any",
                 list.length ? list.bytes : "");
    }
    cul_buffer_free(&list);
    return status;
}

static culture_status copy_peers(culture_reference *made, const culture_reference *from, const char *key,
                                 const char *value, struct culture_error *error)
{
    _Bool failed = 0;
    for (int64_t row = 0; row < from->count && !failed; row++) {
        if (cul_text_same_key(trait_of(&from->organisations[row], key), value, &failed)) {
            failed = !copy_organisation(made, from, row);
            copy_numbers(made, from, row);
        }
    }
    if (!failed && made->count < FEWEST_PEERS) {
        return refuse_peers(from, made->count, key, value, error);
    }
    return !failed && cul_reference_finish(made) ? CULTURE_OK : cul_fail_memory(error);
}

culture_status culture_reference_peers(const culture_reference *reference, const char *key, const char *value,
                                       culture_reference **peers, struct culture_error *error)
{
    if (!reference || !key || !value || !peers || (strcmp(key, "sector") != 0 && strcmp(key, "size") != 0)) {
        return cul_fail_argument(error, "peers are chosen from a reference by sector or size");
    }
    if (reference->kind == CULTURE_REFERENCE_SUMMARY) {
        return cul_fail(error, CULTURE_ERROR_REFERENCE, (struct cul_place){0},
                        "a summary has no organisations to choose from");
    }
    char words[128];
    snprintf(words, sizeof words, "%s=%.100s", key, value);
    culture_reference *made = cul_reference_new(reference->questionnaire);
    bool good = made && copy_head(made, reference) && cul_reference_make_room(made, reference->count);
    if (good) {
        cul_memory_free(made->peers);
        good = copy_text(&made->peers, words);
    }
    culture_status status = good ? copy_peers(made, reference, key, value, error) : cul_fail_memory(error);
    if (status) {
        culture_reference_free(made);
        return status;
    }
    *peers = made;
    return CULTURE_OK;
}

/* Where the items of a questionnaire are in another: -1 where they are not, or are keyed or scaled otherwise. */
static int32_t shared_item(const culture_questionnaire *full, const culture_questionnaire *form, int32_t index)
{
    const struct cul_item *item = &form->items[index];
    int32_t found = culture_questionnaire_find_item(full, item->id);
    if (found < 0) {
        return -1;
    }
    const struct cul_scale *one = cul_item_scale(full, found), *other = cul_item_scale(form, index);
    const char *home = full->dimensions[full->items[found].dimension].id;
    bool same = full->items[found].reverse == item->reverse && one->low == other->low && one->high == other->high &&
                strcmp(home, form->dimensions[item->dimension].id) == 0;
    return same ? found : -1;
}

/* An organisation's mean on a dimension of the form, from its means on the items; NaN when one is not known. */
static double mean_of_items(const culture_reference *from, int64_t row, const culture_questionnaire *form,
                            int32_t index)
{
    const struct cul_dimension *dimension = &form->dimensions[index];
    double sum = 0;
    for (int32_t i = 0; i < dimension->item_count; i++) {
        int32_t item = shared_item(from->questionnaire, form, dimension->items[i]);
        sum += item < 0 ? (double)NAN : from->items[row * from->questionnaire->item_count + item];
    }
    return sum / dimension->item_count;
}

static bool copy_for_form(culture_reference *made, const culture_reference *from)
{
    const culture_questionnaire *form = made->questionnaire;
    for (int64_t row = 0; row < from->count; row++) {
        if (!copy_organisation(made, from, row)) {
            return false;
        }
        for (int32_t d = 0; d < form->dimension_count; d++) {
            made->means[row * form->dimension_count + d] = mean_of_items(from, row, form, d);
        }
        for (int32_t i = 0; i < form->item_count; i++) {
            int32_t item = shared_item(from->questionnaire, form, i);
            made->items[row * form->item_count + i] =
                item < 0 ? (double)NAN : from->items[row * from->questionnaire->item_count + item];
        }
    }
    return cul_reference_finish(made);
}

static bool has_every_factor(const culture_reference *reference)
{
    for (int32_t f = 0; f < reference->questionnaire->factor_count; f++) {
        if (cul_table_reason(&reference->norms, CULTURE_NORM_MEAN, 0, f)) {
            return false;
        }
    }
    return true;
}

culture_status culture_reference_for(const culture_reference *reference, culture_questionnaire *questionnaire,
                                     culture_reference **derived, struct culture_error *error)
{
    if (!reference || !questionnaire || !derived) {
        return cul_fail_argument(error, "a reference, a questionnaire and a place for the new reference are needed");
    }
    if (reference->kind == CULTURE_REFERENCE_SUMMARY) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "a summary cannot be recomputed over the items of another questionnaire");
    }
    culture_reference *made = cul_reference_new(questionnaire);
    culture_status status = CULTURE_OK;
    if (!made || !copy_head(made, reference) || !cul_reference_make_room(made, reference->count)) {
        status = cul_fail_memory(error);
    } else {
        made->subset = true;
        status = copy_for_form(made, reference) ? CULTURE_OK : cul_fail_memory(error);
    }
    if (!status && !has_every_factor(made)) {
        status = cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                          "the reference has no means on all items of the factors of %s %s", questionnaire->id,
                          questionnaire->version);
    }
    if (status) {
        culture_reference_free(made);
        return status;
    }
    *derived = made;
    return CULTURE_OK;
}
