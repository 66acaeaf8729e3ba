/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies of other rows added, and taken out again. First everything is checked and room is made, then counted. */
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "tally/model.h"

#include <string.h>

static culture_status check_pair(const culture_tally *tally, const culture_tally *other, struct culture_error *error)
{
    if (!tally || !other || tally == other) {
        return cul_fail_argument(error, "two different tallies are needed");
    }
    if (strcmp(tally->questionnaire->fingerprint, other->questionnaire->fingerprint) != 0) {
        return cul_fail(error, CULTURE_ERROR_MISMATCH, (struct cul_place){0},
                        "the tallies were made with different questionnaires: %s and %s", tally->questionnaire->id,
                        other->questionnaire->id);
    }
    return CULTURE_OK;
}

static _Bool merge_reports(culture_tally *tally, const culture_tally *other)
{
    int64_t before = tally->file_count;
    for (int64_t i = 0; i < other->file_count; i++) {
        if (!cul_tally_add_report(tally, cul_file_report_retain(other->files[i]))) {
            cul_file_report_free(other->files[i]);
            while (tally->file_count > before) {
                cul_file_report_free(tally->files[--tally->file_count]);
            }
            return 0;
        }
    }
    return 1;
}

static _Bool has_rows(const culture_tally *tally, int64_t group)
{
    return tally->groups[group].cells[CUL_LAYOUT_RESPONDENTS] > 0;
}

/* Where another tally's groups and uses go; -1 for those without rows. */
struct targets {
    int64_t *groups, *uses;
    int64_t absent; /* of other: a group that the tally does not have; -1: none was found */
};

static _Bool new_targets(struct targets *into, const culture_tally *other)
{
    into->groups = cul_memory_new((size_t)other->keys.count, sizeof *into->groups);
    into->uses = cul_memory_new((size_t)other->use_keys.count, sizeof *into->uses);
    return into->groups && into->uses;
}

static void free_targets(struct targets *into)
{
    cul_memory_free(into->groups);
    cul_memory_free(into->uses);
}

/* Finds or makes them. */
static _Bool make_targets(culture_tally *tally, const culture_tally *other, struct targets *into)
{
    for (int64_t i = 0; i < other->keys.count; i++) {
        into->groups[i] = -1;
        if (has_rows(other, i)) {
            into->groups[i] = cul_tally_group(tally, other->keys.texts[i], other->keys.lengths[i]);
            if (into->groups[i] < 0) {
                return 0;
            }
        }
    }
    for (int64_t i = 0; i < other->use_keys.count; i++) {
        const struct cul_use *use = &other->uses[i];
        into->uses[i] = -1;
        if (use->rows) {
            into->uses[i] =
                cul_tally_use(tally, into->groups[use->group], use->named, other->spellings.texts[use->spelling]);
            if (into->uses[i] < 0) {
                return 0;
            }
        }
    }
    return 1;
}

/* Counts another tally's rows in (sign 1) or out (sign -1). */
static void count(culture_tally *tally, const culture_tally *other, const struct targets *into, int64_t sign)
{
    for (int64_t i = 0; i < other->keys.count; i++) {
        for (size_t cell = 0; into->groups[i] >= 0 && cell < tally->layout.width; cell++) {
            tally->groups[into->groups[i]].cells[cell] += sign * other->groups[i].cells[cell];
        }
    }
    for (int64_t i = 0; i < other->use_keys.count; i++) {
        if (into->uses[i] >= 0) {
            tally->uses[into->uses[i]].rows += sign * other->uses[i].rows;
        }
    }
    tally->respondents += sign * other->respondents;
}

culture_status culture_tally_merge(culture_tally *tally, const culture_tally *other, struct culture_error *error)
{
    culture_status status = check_pair(tally, other, error);
    if (!status && other->respondents > CUL_MAXIMUM_RESPONDENTS - tally->respondents) {
        status = cul_fail(error, CULTURE_ERROR_OVERFLOW, (struct cul_place){0}, "too many respondents for one tally");
    }
    if (status) {
        return status;
    }
    struct targets into = {0};
    if (new_targets(&into, other) && make_targets(tally, other, &into) && merge_reports(tally, other)) {
        count(tally, other, &into, 1);
    } else {
        status = cul_tally_fail(tally, NULL, error);
    }
    free_targets(&into);
    return status;
}

/* Finds the groups and uses that rows are to be taken out of; what is wrong with them, or NULL. */
static const char *find_targets(const culture_tally *tally, const culture_tally *other, struct targets *from)
{
    for (int64_t i = 0; i < other->keys.count; i++) {
        from->groups[i] = -1;
        if (has_rows(other, i)) {
            from->groups[i] = cul_names_find(&tally->keys, other->keys.texts[i], other->keys.lengths[i]);
            if (from->groups[i] < 0 || !has_rows(tally, from->groups[i])) {
                from->absent = i;
                return "it has no such organisation or subgroup";
            }
        }
    }
    for (int64_t i = 0; i < other->use_keys.count; i++) {
        const struct cul_use *use = &other->uses[i];
        from->uses[i] = -1;
        if (use->rows) {
            const char *text = other->spellings.texts[use->spelling];
            int64_t key[] = {from->groups[use->group], cul_names_find(&tally->spellings, text, strlen(text)),
                             use->named};
            from->uses[i] = cul_names_find(&tally->use_keys, (const char *)key, sizeof key);
            if (from->uses[i] < 0 || tally->uses[from->uses[i]].rows < use->rows) {
                return "fewer rows spelled a name this way";
            }
        }
    }
    return NULL;
}

/* Whether what is left of a group can come from answers; left is scratch. */
static const char *check_left(const culture_tally *tally, const int64_t *cells, const int64_t *out, int64_t *left)
{
    _Bool some = 0;
    for (size_t cell = 0; cell < tally->layout.width; cell++) {
        left[cell] = cells[cell] - out[cell];
        if (left[cell] < 0) {
            return cell == CUL_LAYOUT_RESPONDENTS ? "there are fewer respondents" : "there are fewer such answers";
        }
        some |= left[cell] > 0;
    }
    return some && !cul_cells_are_possible(tally, left) ? "what is left cannot come from answers" : NULL;
}

/*
 * Whether the units of each column keep no more rows together than their organisation: else rows were taken out of the
 * organisation and not of the units they were in, and what is left would tell whose they were.
 */
static _Bool columns_fit(const culture_tally *tally, const int64_t *rows, _Bool *failed)
{
    struct cul_names columns = {0};
    int64_t *sums = cul_memory_new((size_t)tally->keys.count, sizeof *sums);
    _Bool fit = 1;
    *failed = !sums;
    for (int64_t i = 0; i < tally->keys.count && fit && !*failed; i++) {
        if (tally->groups[i].kind != CUL_UNIT || rows[i] <= 0) {
            continue;
        }
        size_t length = tally->keys.lengths[i];
        while (length && tally->keys.texts[i][length - 1] != CUL_KEY_SEPARATOR) {
            length--;
        }
        int64_t column = cul_names_add(&columns, tally->keys.texts[i], length);
        *failed = column < 0;
        if (!*failed) {
            sums[column] += rows[i];
            fit = sums[column] <= rows[cul_tally_owner(tally, i)];
        }
    }
    cul_names_free(&columns);
    cul_memory_free(sums);
    return fit;
}

/* Units and crossings must not keep more rows than their organisation: rows counted without units stay apart. */
static const char *check_units(const culture_tally *tally, const culture_tally *other, const struct targets *from,
                               int64_t *rows, _Bool *failed)
{
    for (int64_t i = 0; i < tally->keys.count; i++) {
        rows[i] = tally->groups[i].cells[CUL_LAYOUT_RESPONDENTS];
    }
    for (int64_t i = 0; i < other->keys.count; i++) {
        if (from->groups[i] >= 0) {
            rows[from->groups[i]] -= other->groups[i].cells[CUL_LAYOUT_RESPONDENTS];
        }
    }
    for (int64_t i = 0; i < tally->keys.count; i++) {
        if (rows[i] > 0 && tally->groups[i].kind != CUL_ORGANISATION && rows[i] > rows[cul_tally_owner(tally, i)]) {
            return "a subgroup would keep more respondents than its organisation";
        }
    }
    return columns_fit(tally, rows, failed) ? NULL
                                            : "subgroups would keep more respondents than their organisation; name the "
                                              "columns that the tally counts subgroups by";
}

/* The cells that would be left of a group; NULL: none. out: the group of other whose rows go, -1: none do. */
static const int64_t *left_of(const culture_tally *tally, int64_t group, const culture_tally *other, int64_t out,
                              int64_t *left)
{
    for (size_t cell = 0; group >= 0 && cell < tally->layout.width; cell++) {
        left[cell] = tally->groups[group].cells[cell] - (out < 0 ? 0 : other->groups[out].cells[cell]);
    }
    return group < 0 || !left[CUL_LAYOUT_RESPONDENTS] ? NULL : left;
}

/* Those who are flagged stay among the respondents of their organisation. left: room for three groups. */
static const char *check_flagged(const culture_tally *tally, const culture_tally *other, const struct targets *from,
                                 int64_t *left, struct cul_buffer *key)
{
    size_t width = tally->layout.width;
    for (int64_t i = 0; i < other->keys.count; i++) {
        if (from->groups[i] < 0 || other->groups[i].kind != CUL_ORGANISATION) {
            continue;
        }
        int64_t out = cul_tally_flagged(other, i, key), group = cul_tally_flagged(tally, from->groups[i], key);
        const int64_t *cells = left_of(tally, from->groups[i], other, i, left);
        const int64_t *flagged = left_of(tally, group, other, out, left + width);
        if (cells ? !cul_flagged_are_possible(tally, cells, flagged, left + 2 * width) : flagged != NULL) {
            return "what is left cannot come from answers";
        }
    }
    return NULL;
}

static const char *check_subtraction(const culture_tally *tally, const culture_tally *other, struct targets *from,
                                     int64_t *left, int64_t *rows, _Bool *failed)
{
    const char *wrong = find_targets(tally, other, from);
    for (int64_t i = 0; !wrong && i < other->keys.count; i++) {
        if (from->groups[i] >= 0) {
            wrong = check_left(tally, tally->groups[from->groups[i]].cells, other->groups[i].cells, left);
        }
    }
    return wrong ? wrong : check_units(tally, other, from, rows, failed);
}

/* A name that a group's rows were counted under. */
static const char *spelling_of(const culture_tally *tally, int64_t group)
{
    const char *name = "";
    for (int64_t i = 0; i < tally->use_keys.count; i++) {
        const struct cul_use *use = &tally->uses[i];
        const char *text = tally->spellings.texts[use->spelling];
        if (use->group == group && use->rows && use->named == CUL_OWN_NAME && (!*name || strcmp(text, name) < 0)) {
            name = text;
        }
    }
    return name;
}

/* Says what cannot be taken out, with the organisation that was looked for. */
static culture_status refuse_subtraction(const culture_tally *tally, const culture_tally *other,
                                         const struct targets *from, const char *wrong, struct culture_error *error)
{
    if (from->absent < 0) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "these rows are not in the tally: %s",
                        wrong);
    }
    int64_t owner = cul_tally_owner(other, from->absent);
    owner = owner < 0 ? from->absent : owner;
    int64_t known = cul_names_find(&tally->keys, other->keys.texts[owner], other->keys.lengths[owner]);
    _Bool subgroup = known >= 0 && has_rows(tally, known);
    return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0},
                    subgroup ? "these rows are not in the tally: it has no such subgroup of the organisation '%.100s'"
                             : "these rows are not in the tally: it has no organisation '%.100s'",
                    spelling_of(other, owner));
}

culture_status culture_tally_subtract(culture_tally *tally, const culture_tally *other, struct culture_error *error)
{
    culture_status status = check_pair(tally, other, error);
    if (status) {
        return status;
    }
    struct targets from = {.absent = -1};
    struct cul_buffer key = {0};
    int64_t *left = cul_memory_new(3 * tally->layout.width, sizeof *left);
    int64_t *rows = cul_memory_new((size_t)tally->keys.count, sizeof *rows);
    if (!left || !rows || !new_targets(&from, other)) {
        status = cul_fail_memory(error);
    } else {
        _Bool failed = 0;
        const char *wrong = check_subtraction(tally, other, &from, left, rows, &failed);
        wrong = wrong ? wrong : check_flagged(tally, other, &from, left, &key);
        if (failed || key.failed) {
            status = cul_fail_memory(error);
        } else if (wrong) {
            status = refuse_subtraction(tally, other, &from, wrong, error);
        } else {
            count(tally, other, &from, -1);
        }
    }
    free_targets(&from);
    cul_buffer_free(&key);
    cul_memory_free(left);
    cul_memory_free(rows);
    return status;
}
