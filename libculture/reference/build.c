/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building a reference from scores, and writing its file. */
#include "answers/register.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "questionnaire/yaml.h"
#include "reference/state.h"
#include "scores/model.h"

#include <math.h>
#include <string.h>

/* An organisation counts when every factor rests on the minimum number of answers and is shown. */
static bool is_usable(const culture_scores *scores, const culture_questionnaire *questionnaire, int64_t row)
{
    struct culture_matrix n;
    culture_scores_get(scores, CULTURE_SCORE_RESPONDENTS, &n);
    for (int32_t f = 0; f < questionnaire->factor_count; f++) {
        if (!(n.data[row * n.columns + f] >= (double)cul_scores_minimum(scores))) {
            return false;
        }
    }
    return questionnaire->factor_count > 0;
}

/* What rests on fewer answers than the minimum stays out, with full precision too: a reference is handed on. */
static void leave_out_few(double *values, const double *n, int64_t count, int64_t minimum)
{
    for (int64_t i = 0; i < count; i++) {
        if (!(n[i] >= (double)minimum)) {
            values[i] = (double)NAN;
        }
    }
}

static bool copy_text(char **copy, const char *text)
{
    *copy = cul_memory_text(text ? text : "", text ? strlen(text) : 0);
    return *copy != NULL;
}

/* Sector, size and headcount as the register has them. */
static bool copy_facts(struct cul_reference_organisation *made, const culture_scores *scores, const char *name)
{
    const culture_register *reg = cul_scores_register(scores);
    struct culture_register_entry facts = {.struct_size = sizeof facts, .sector = "", .size = ""};
    struct cul_buffer key = {0};
    if (reg && cul_text_name_key(name, strlen(name), &key)) {
        int64_t entry = cul_register_find_key(reg, key.bytes, key.length);
        if (entry >= 0) {
            culture_register_entry(reg, entry, &facts, NULL);
        }
    }
    bool good = !key.failed;
    cul_buffer_free(&key);
    made->headcount = facts.headcount;
    return good && copy_text(&made->sector, facts.sector) && copy_text(&made->size, facts.size);
}

static void copy_row(double *into, const culture_scores *scores, int32_t result, int64_t row)
{
    struct culture_matrix matrix;
    culture_scores_get(scores, result, &matrix);
    memcpy(into, matrix.data + row * matrix.columns, (size_t)matrix.columns * sizeof *into);
}

/*
 * The standard errors of an organisation's means as the outcome of a culture, SD / sqrt(n), without the
 * finite-population correction: how far true means differ is a question about what makes the people who work there
 * answer so. Rounded groups give no SD, and so no standard error.
 */
static void copy_errors(double *into, const culture_scores *scores, int64_t row)
{
    struct culture_matrix sd, n;
    culture_scores_get(scores, CULTURE_SCORE_SD, &sd);
    culture_scores_get(scores, CULTURE_SCORE_RESPONDENTS, &n);
    for (int64_t d = 0; d < sd.columns; d++) {
        into[d] = sd.data[row * sd.columns + d] / sqrt(n.data[row * n.columns + d]);
    }
}

static void copy_means(culture_reference *made, int64_t at, const culture_scores *scores, int64_t row)
{
    int64_t dimensions = made->questionnaire->dimension_count, minimum = cul_scores_minimum(scores);
    double *means = made->means + at * dimensions, *errors = made->errors + at * dimensions;
    double *answers = made->answers + at * dimensions;
    copy_row(means, scores, CULTURE_SCORE_MEAN, row);
    copy_errors(errors, scores, row);
    copy_row(answers, scores, CULTURE_SCORE_RESPONDENTS, row);
    leave_out_few(means, answers, dimensions, minimum);
    leave_out_few(errors, answers, dimensions, minimum);
    leave_out_few(answers, answers, dimensions, minimum);
}

static bool copy_items(culture_reference *made, int64_t at, const culture_scores *scores, int64_t row)
{
    int64_t items = made->questionnaire->item_count;
    double *answers = cul_memory_new((size_t)items, sizeof *answers);
    if (!answers) {
        return false;
    }
    copy_row(answers, scores, CULTURE_LEVEL_ITEM + CULTURE_SCORE_RESPONDENTS, row);
    copy_row(made->items + at * items, scores, CULTURE_LEVEL_ITEM + CULTURE_SCORE_MEAN, row);
    leave_out_few(made->items + at * items, answers, items, cul_scores_minimum(scores));
    cul_memory_free(answers);
    return true;
}

static bool add_organisation(culture_reference *made, const culture_scores *scores, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    int64_t at = made->count++;
    struct cul_reference_organisation *of = &made->organisations[at];
    struct cul_buffer alias = {0}, key = {0};
    culture_scores_organisation(scores, row, &organisation, NULL);
    of->respondents = organisation.respondents;
    bool good = cul_reference_alias(made->salt, organisation.name, &alias) && copy_text(&of->id, alias.bytes) &&
                copy_facts(of, scores, organisation.name) && cul_text_name_key(of->id, strlen(of->id), &key) &&
                cul_names_add(&made->keys, key.bytes, key.length) >= 0;
    cul_buffer_free(&alias);
    cul_buffer_free(&key);
    if (good) {
        copy_means(made, at, scores, row);
        good = copy_items(made, at, scores, row);
    }
    return good;
}

static culture_status add_organisations(culture_reference *made, const culture_scores *scores,
                                        struct culture_error *error)
{
    int64_t rows = culture_scores_organisation_count(scores);
    if (!cul_reference_make_room(made, rows)) {
        return cul_fail_memory(error);
    }
    for (int64_t row = 0; row < rows; row++) {
        if (is_usable(scores, made->questionnaire, row) && !add_organisation(made, scores, row)) {
            return cul_fail_memory(error);
        }
    }
    if (made->count < CUL_REFERENCE_MINIMUM) {
        return cul_fail(error, CULTURE_ERROR_REFERENCE, (struct cul_place){0},
                        "%lld organisations have enough answers on every factor; a reference needs at least %d",
                        (long long)made->count, (int)CUL_REFERENCE_MINIMUM);
    }
    return cul_reference_finish(made) ? CULTURE_OK : cul_fail_memory(error);
}

static bool is_id(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length > 0 && text[length] == '\0';
}

static bool is_text(const char *text)
{
    return !text || cul_text_is_utf8(text, strlen(text));
}

static culture_status check_recipe(const struct culture_reference_recipe *recipe, struct culture_error *error)
{
    if (recipe->kind != CULTURE_REFERENCE_SIMULATED && recipe->kind != CULTURE_REFERENCE_OBSERVED) {
        return cul_fail_argument(error, "the kind of a reference built from surveys is simulated or observed");
    }
    if (recipe->year < 1900 || recipe->year > 2200 || !recipe->source || !*recipe->source) {
        return cul_fail_argument(error, "a reference needs the year of its fieldwork and its source");
    }
    if (recipe->id && !is_id(recipe->id)) {
        return cul_fail_argument(error, "the id of a reference is made of a-z, 0-9, - and _");
    }
    if (!is_text(recipe->version) || !is_text(recipe->source) || !is_text(recipe->note) || !is_text(recipe->salt) ||
        !is_text(recipe->note_nl)) {
        return cul_fail_argument(error, "version, source, note and salt of a reference are UTF-8 text");
    }
    return CULTURE_OK;
}

culture_status culture_reference_build(const culture_scores *scores, const struct culture_reference_recipe *recipe,
                                       culture_reference **reference, struct culture_error *error)
{
    struct culture_reference_recipe known;
    if (!scores || !recipe || !reference || !cul_options_read(&known, sizeof known, recipe)) {
        return cul_fail_argument(error,
                                 "scores, a recipe with struct_size set and a place for the reference are needed");
    }
    culture_status status = check_recipe(&known, error);
    if (status) {
        return status;
    }
    culture_reference *made = cul_reference_new(culture_scores_questionnaire(scores));
    if (!made) {
        return cul_fail_memory(error);
    }
    made->kind = known.kind;
    made->year = known.year;
    made->hashed = known.salt && *known.salt;
    bool good = copy_text(&made->id, known.id ? known.id : "reference") &&
                copy_text(&made->version, known.version ? known.version : "1.0.0") &&
                copy_text(&made->source, known.source) &&
                copy_text(&made->note, known.note ? known.note : known.note_nl) &&
                copy_text(&made->note_nl, known.note_nl) && copy_text(&made->salt, known.salt);
    status = good ? add_organisations(made, scores, error) : cul_fail_memory(error);
    if (status) {
        culture_reference_free(made);
        return status;
    }
    *reference = made;
    return CULTURE_OK;
}

static void write_key(struct cul_buffer *out, const char *key, const char *text)
{
    if (*text) {
        cul_buffer_text(out, key);
        cul_buffer_text(out, ": ");
        cul_yaml_quote(out, text);
        cul_buffer_byte(out, '\n');
    }
}

/* note: {nl: "...", en: "..."} when there are two. */
static void write_note(struct cul_buffer *out, const culture_reference *reference)
{
    if (!*reference->note_nl) {
        write_key(out, "note", reference->note);
        return;
    }
    cul_buffer_text(out, "note: {nl: ");
    cul_yaml_quote(out, reference->note_nl);
    if (strcmp(reference->note, reference->note_nl) != 0) {
        cul_buffer_text(out, ", en: ");
        cul_yaml_quote(out, reference->note);
    }
    cul_buffer_text(out, "}\n");
}

/* ", se: 1.5" */
static void write_number(struct cul_buffer *out, const char *before, double value)
{
    if (!isnan(value)) {
        cul_buffer_text(out, before);
        cul_buffer_number(out, value);
    }
}

static void write_means(struct cul_buffer *out, const culture_reference *reference, int64_t row)
{
    const culture_questionnaire *questionnaire = reference->questionnaire;
    cul_buffer_text(out, "    dimensions:\n");
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        int64_t at = row * questionnaire->dimension_count + d;
        if (isnan(reference->means[at])) {
            continue;
        }
        cul_buffer_text(out, "      ");
        cul_buffer_text(out, questionnaire->dimensions[d].id);
        write_number(out, ": {mean: ", reference->means[at]);
        write_number(out, ", se: ", reference->errors[at]);
        write_number(out, ", n: ", reference->answers[at]);
        cul_buffer_text(out, "}\n");
    }
}

static void write_items(struct cul_buffer *out, const culture_reference *reference, int64_t row)
{
    const culture_questionnaire *questionnaire = reference->questionnaire;
    const char *before = "    items:\n      ";
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        double mean = reference->items[row * questionnaire->item_count + i];
        if (!isnan(mean)) {
            cul_buffer_text(out, before);
            cul_buffer_text(out, questionnaire->items[i].id);
            write_number(out, ": ", mean);
            cul_buffer_byte(out, '\n');
            before = "      ";
        }
    }
}

static void write_organisations(struct cul_buffer *out, const culture_reference *reference)
{
    cul_buffer_text(out, "organisations:\n");
    for (int64_t row = 0; row < reference->count; row++) {
        const struct cul_reference_organisation *of = &reference->organisations[row];
        write_key(out, "  - id", of->id);
        write_key(out, "    sector", of->sector);
        write_key(out, "    size", of->size);
        write_number(out, "    respondents: ", of->respondents ? (double)of->respondents : (double)NAN);
        cul_buffer_text(out, of->respondents ? "\n" : "");
        write_number(out, "    headcount: ", of->headcount ? (double)of->headcount : (double)NAN);
        cul_buffer_text(out, of->headcount ? "\n" : "");
        write_means(out, reference, row);
        write_items(out, reference, row);
    }
}

static void write_summary(struct cul_buffer *out, const culture_reference *reference)
{
    const culture_questionnaire *questionnaire = reference->questionnaire;
    int64_t factors = questionnaire->factor_count;
    write_number(out, "n: ", (double)reference->count);
    cul_buffer_text(out, "\ndimensions:\n");
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        if (!isnan(reference->summary_mean[d])) {
            cul_buffer_text(out, "  ");
            cul_buffer_text(out, questionnaire->dimensions[d].id);
            write_number(out, ": {mean: ", reference->summary_mean[d]);
            write_number(out, ", sd: ", reference->summary_sd[d]);
            cul_buffer_text(out, "}\n");
        }
    }
    if (!factors || isnan(reference->correlations[0])) {
        return;
    }
    cul_buffer_text(out, "correlations:\n");
    for (int64_t i = 0; i < factors; i++) {
        for (int64_t j = 0; j < factors; j++) {
            write_number(out, j ? ", " : "  - [", reference->correlations[i * factors + j]);
        }
        cul_buffer_text(out, "]\n");
    }
}

culture_status culture_reference_write(const culture_reference *reference, const struct culture_sink *sink,
                                       struct culture_error *error)
{
    if (!reference) {
        return cul_fail_argument(error, "a reference is needed");
    }
    struct cul_buffer out = {0};
    write_key(&out, "reference", reference->id);
    write_key(&out, "version", reference->version);
    write_key(&out, "kind", culture_reference_kind_name(reference->kind));
    write_key(&out, "questionnaire", reference->questionnaire->id);
    write_key(&out, "fingerprint", reference->questionnaire->fingerprint);
    write_number(&out, "year: ", reference->year);
    cul_buffer_byte(&out, '\n');
    write_key(&out, "source", reference->source);
    write_note(&out, reference);
    write_key(&out, "names", reference->hashed ? "hashed" : "");
    if (reference->kind == CULTURE_REFERENCE_SUMMARY) {
        write_summary(&out, reference);
    } else {
        write_organisations(&out, reference);
    }
    culture_status status =
        out.failed ? cul_fail_memory(error) : cul_file_write(sink, out.bytes, out.length, 0644, error);
    cul_buffer_free(&out);
    return status;
}
