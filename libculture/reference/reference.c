/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference samples in memory: members, getters. */
#include "base/buffer.h"
#include "base/embedded.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "reference/state.h"

#include <math.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

culture_reference *cul_reference_new(culture_questionnaire *questionnaire)
{
    culture_reference *made = cul_memory_new(1, sizeof *made);
    if (made) {
        atomic_init(&made->references, 1);
        made->questionnaire = culture_questionnaire_retain(questionnaire);
    }
    return made;
}

static double *all_nan(size_t rows, size_t columns)
{
    double *values = cul_memory_new(rows, columns * sizeof *values);
    for (size_t i = 0; values && i < rows * columns; i++) {
        values[i] = (double)NAN;
    }
    return values;
}

bool cul_reference_make_room(culture_reference *reference, int64_t count)
{
    size_t rows = (size_t)count, dimensions = (size_t)reference->questionnaire->dimension_count;
    size_t items = (size_t)reference->questionnaire->item_count,
           factors = (size_t)reference->questionnaire->factor_count;
    reference->organisations = cul_memory_new(rows, sizeof *reference->organisations);
    reference->means = all_nan(rows, dimensions);
    reference->errors = all_nan(rows, dimensions);
    reference->answers = all_nan(rows, dimensions);
    reference->items = all_nan(rows, items);
    reference->summary_mean = all_nan(1, dimensions);
    reference->summary_sd = all_nan(1, dimensions);
    reference->correlations = all_nan(factors, factors);
    return reference->organisations && reference->means && reference->errors && reference->answers &&
           reference->items && reference->summary_mean && reference->summary_sd && reference->correlations;
}

culture_reference *culture_reference_retain(culture_reference *reference)
{
    if (reference) {
        atomic_fetch_add_explicit(&reference->references, 1, memory_order_relaxed);
    }
    return reference;
}

void culture_reference_free(culture_reference *reference)
{
    if (!reference || atomic_fetch_sub_explicit(&reference->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    for (int64_t i = 0;
         reference->organisations && reference->kind != CULTURE_REFERENCE_SUMMARY && i < reference->count; i++) {
        cul_memory_free(reference->organisations[i].id);
        cul_memory_free(reference->organisations[i].sector);
        cul_memory_free(reference->organisations[i].size);
    }
    void *owned[] = {reference->organisations, reference->means,        reference->errors,
                     reference->answers,       reference->items,        reference->summary_mean,
                     reference->summary_sd,    reference->correlations, reference->id,
                     reference->version,       reference->source,       reference->note,
                     reference->salt,          reference->peers,        reference->note_nl};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) {
        cul_memory_free(owned[i]);
    }
    cul_names_free(&reference->keys);
    cul_table_free(&reference->norms);
    culture_questionnaire_free(reference->questionnaire);
    cul_memory_free(reference);
}

static void add_hash(const struct cul_buffer *key, const char *salt, struct cul_buffer *alias)
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, strlen(salt), (const uint8_t *)salt);
    sha256_update(&context, key->length, (const uint8_t *)key->bytes);
    sha256_digest(&context, sizeof digest, digest);
    for (int i = 0; i < 8; i++) {
        char pair[3];
        snprintf(pair, sizeof pair, "%02x", digest[i]);
        cul_buffer_text(alias, pair);
    }
}

bool cul_reference_alias(const char *salt, const char *name, struct cul_buffer *alias)
{
    if (!*salt) {
        cul_buffer_text(alias, name);
        return !alias->failed;
    }
    struct cul_buffer key = {0};
    bool good = cul_text_name_key(name, strlen(name), &key) && key.length;
    if (good) {
        add_hash(&key, salt, alias);
    }
    alias->failed = alias->failed || key.failed;
    cul_buffer_free(&key);
    return good && !alias->failed;
}

bool cul_reference_find(const culture_reference *reference, const char *name, int64_t *row)
{
    *row = -1;
    if (reference->kind != CULTURE_REFERENCE_OBSERVED) {
        return true;
    }
    struct cul_buffer alias = {0}, key = {0};
    if (cul_reference_alias(reference->salt, name, &alias) && cul_text_name_key(alias.bytes, alias.length, &key) &&
        key.length) {
        *row = cul_names_find(&reference->keys, key.bytes, key.length);
    }
    bool good = !alias.failed && !key.failed;
    cul_buffer_free(&alias);
    cul_buffer_free(&key);
    return good;
}

double cul_reference_mean(const culture_reference *reference, int64_t row, int32_t dimension)
{
    if (reference->kind == CULTURE_REFERENCE_SUMMARY) {
        return (double)NAN;
    }
    return reference->means[row * reference->questionnaire->dimension_count + dimension];
}

culture_questionnaire *cul_reference_questionnaire(const culture_reference *reference)
{
    return reference->questionnaire;
}

/* A short form has no reference of its own: that of a questionnaire which holds its items serves. */
static culture_status derive_standard(const char *questionnaire_id, culture_reference **reference,
                                      struct culture_error *error)
{
    culture_questionnaire *form = NULL;
    culture_status status = culture_questionnaire_standard(questionnaire_id, &form, error);
    for (int32_t i = 0; !status && culture_questionnaire_standard_id(i); i++) {
        char name[128];
        culture_reference *full = NULL;
        snprintf(name, sizeof name, "reference/%s.yaml", culture_questionnaire_standard_id(i));
        if (!cul_embedded_find(name)) {
            continue;
        }
        status = culture_reference_standard(culture_questionnaire_standard_id(i), &full, error);
        if (!status && culture_reference_for(full, form, reference, NULL) == CULTURE_OK) {
            culture_reference_free(full);
            culture_questionnaire_free(form);
            return CULTURE_OK;
        }
        culture_reference_free(full);
    }
    culture_questionnaire_free(form);
    return status ? status
                  : cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0},
                             "there is no standard reference for the questionnaire '%.60s'", questionnaire_id);
}

culture_status culture_reference_standard(const char *questionnaire_id, culture_reference **reference,
                                          struct culture_error *error)
{
    char name[128];
    if (!questionnaire_id || !reference) {
        return cul_fail_argument(error, "the id of a questionnaire and a place for the reference are needed");
    }
    snprintf(name, sizeof name, "reference/%s.yaml", questionnaire_id);
    const struct cul_embedded *file = cul_embedded_find(name);
    if (!file) {
        return derive_standard(questionnaire_id, reference, error);
    }
    culture_questionnaire *questionnaire;
    culture_status status = culture_questionnaire_standard(questionnaire_id, &questionnaire, error);
    if (!status) {
        struct culture_source source = {.path = file->name, .bytes = file->bytes, .length = file->length};
        status = culture_reference_read(&source, questionnaire, NULL, reference, error);
        culture_questionnaire_free(questionnaire);
    }
    return status;
}

const char *culture_reference_kind_name(int32_t kind)
{
    static const char *const names[] = {"simulated", "observed", "summary"};
    return kind >= 0 && kind < (int32_t)(sizeof names / sizeof *names) ? names[kind] : "";
}

const char *culture_reference_id(const culture_reference *reference)
{
    return reference->id;
}

const char *culture_reference_source(const culture_reference *reference)
{
    return reference->source;
}

const char *culture_reference_note(const culture_reference *reference)
{
    return reference->note;
}

const char *culture_reference_note_in(const culture_reference *reference, const char *language)
{
    bool dutch = language && strcmp(language, "nl") == 0 && *reference->note_nl;
    return dutch ? reference->note_nl : reference->note;
}

int32_t culture_reference_kind(const culture_reference *reference)
{
    return reference->kind;
}

int32_t culture_reference_year(const culture_reference *reference)
{
    return reference->year;
}

int64_t culture_reference_organisation_count(const culture_reference *reference)
{
    return reference->count;
}

const char *culture_reference_peers_of(const culture_reference *reference)
{
    return reference->peers ? reference->peers : "";
}

int64_t culture_reference_all(const culture_reference *reference)
{
    return reference->all ? reference->all : reference->count;
}

int32_t culture_reference_is_hashed(const culture_reference *reference)
{
    return reference->hashed;
}

int32_t culture_reference_is_subset(const culture_reference *reference)
{
    return reference->subset;
}
