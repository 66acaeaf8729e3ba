/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Respondents of two waves, recognised by a key. A wave keeps each respondent's scores, in the tally's whole units,
 * under the hash of the key; the files of a call are read aside and join the wave when all of them are read.
 */
#include "assessment/matches.h"

#include "answers/keys.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/text.h"
#include "tally/pairs.h"
#include "tally/paths.h"

#include <string.h>

/* Who it is: the number of the organisation and the hash of the key. */
struct person {
    uint32_t organisation;
    unsigned char key[CUL_KEY_SIZE];
};

struct wave {
    struct cul_names people; /* of struct person */
    int64_t *scores;         /* per person and dimension; -1: not scored */
    bool *there;             /* per person; false: only its name was made room for */
    int64_t room;            /* people that there is room for */
    int64_t respondents, blank, repeated;
};

struct culture_matches {
    culture_questionnaire *questionnaire;
    struct cul_layout layout;
    struct cul_names organisations; /* keys of names */
    struct wave waves[2];
};

/* Rows that were read but not counted yet. */
struct rows {
    struct person *people;
    int64_t *scores;
    size_t count, people_room, scores_room;
    int64_t blank;
};

culture_status culture_matches_new(culture_questionnaire *questionnaire, culture_matches **matches,
                                   struct culture_error *error)
{
    if (!questionnaire || !matches) {
        return cul_fail_argument(error, "a questionnaire and a place for the matches are needed");
    }
    culture_matches *made = cul_memory_new(1, sizeof *made);
    if (!made || !cul_layout_new(&made->layout, questionnaire)) {
        cul_memory_free(made);
        return cul_fail_memory(error);
    }
    made->questionnaire = culture_questionnaire_retain(questionnaire);
    *matches = made;
    return CULTURE_OK;
}

void culture_matches_free(culture_matches *matches)
{
    if (!matches) {
        return;
    }
    for (int i = 0; i < 2; i++) {
        cul_names_free(&matches->waves[i].people);
        cul_memory_free(matches->waves[i].scores);
        cul_memory_free(matches->waves[i].there);
    }
    cul_names_free(&matches->organisations);
    cul_layout_free(&matches->layout);
    culture_questionnaire_free(matches->questionnaire);
    cul_memory_free(matches);
}

static int64_t score_of(const culture_matches *matches, int32_t d, const int16_t *values)
{
    const culture_questionnaire *questionnaire = matches->questionnaire;
    const struct cul_dimension *dimension = &questionnaire->dimensions[d];
    const struct cul_scale *scale = &questionnaire->scales[dimension->scale];
    int32_t answered = 0, sum = 0;
    for (int32_t i = 0; i < dimension->item_count; i++) {
        int32_t item = dimension->items[i], value = values[item];
        if (value != CULTURE_MISSING && value != CULTURE_INVALID) {
            answered++;
            sum += questionnaire->items[item].reverse ? scale->high - value : value - scale->low;
        }
    }
    return cul_layout_score(&matches->layout, d, answered, sum);
}

/* The number of an organisation; -1: no memory. */
static int64_t organisation_number(culture_matches *matches, const char *name)
{
    struct cul_buffer key = {0};
    int64_t number = -1;
    if (cul_text_name_key(name, strlen(name), &key) && key.length) {
        number = cul_names_add(&matches->organisations, key.bytes, key.length);
    }
    cul_buffer_free(&key);
    return number;
}

static bool add_row(culture_matches *matches, struct rows *rows, const struct culture_block *block, int64_t row,
                    const unsigned char *key)
{
    int32_t dimensions = matches->questionnaire->dimension_count;
    const int16_t *values = block->values + row * matches->questionnaire->item_count;
    int64_t organisation = organisation_number(matches, block->organisations[block->organisation[row]]);
    if (organisation < 0 || !cul_memory_grow(&rows->people, &rows->people_room, rows->count, sizeof *rows->people) ||
        !cul_memory_grow(&rows->scores, &rows->scores_room, rows->count, (size_t)dimensions * sizeof *rows->scores)) {
        return false;
    }
    struct person *person = &rows->people[rows->count];
    *person = (struct person){.organisation = (uint32_t)organisation};
    memcpy(person->key, key, CUL_KEY_SIZE);
    int64_t *scores = rows->scores + rows->count * (size_t)dimensions;
    for (int32_t d = 0; d < dimensions; d++) {
        scores[d] = score_of(matches, d, values);
    }
    rows->count++;
    return true;
}

static culture_status read_rows(culture_matches *matches, culture_answers *answers, struct rows *rows,
                                struct culture_error *error)
{
    struct culture_block block = {.struct_size = sizeof block};
    do {
        culture_status status = culture_answers_next(answers, &block, error);
        if (status) {
            return status;
        }
        for (int64_t row = 0; row < block.rows; row++) {
            const unsigned char *key = cul_answers_row_key(answers, row);
            rows->blank += !key;
            if (key && !add_row(matches, rows, &block, row, key)) {
                return cul_fail_memory(error);
            }
        }
    } while (block.rows);
    return CULTURE_OK;
}

/* Adds a file's rows; those of a file that turns out bad are taken out again. */
static culture_status read_file(culture_matches *matches, const char *path,
                                const struct culture_answers_options *options, struct rows *rows,
                                struct culture_error *error)
{
    culture_answers *answers = NULL;
    size_t count = rows->count;
    int64_t blank = rows->blank;
    culture_status status = culture_answers_open(path, matches->questionnaire, options, &answers, error);
    if (!status) {
        status = read_rows(matches, answers, rows, error);
    }
    culture_answers_free(answers);
    if (status) {
        rows->count = count, rows->blank = blank;
    }
    return status;
}

static culture_status read_files(culture_matches *matches, const struct cul_paths *paths,
                                 const struct culture_answers_options *options, struct rows *rows,
                                 struct culture_error *error)
{
    struct culture_error first = {0};
    size_t good = 0;
    for (size_t i = 0; i < paths->count; i++) {
        struct culture_error problem = {0};
        culture_status status = read_file(matches, paths->texts[i], options, rows, &problem);
        if (status == CULTURE_ERROR_MEMORY) {
            return cul_fail_memory(error);
        }
        good += !status;
        first = first.status ? first : problem;
    }
    if (good) {
        return CULTURE_OK;
    }
    struct cul_place place = {.path = first.path, .line = first.line, .column = first.column, .where = first.where};
    return cul_fail(error, CULTURE_ERROR_NOTHING, place, "%s",
                    first.status ? first.message : "there is no survey file (.csv, .tsv, .txt) here");
}

/* Makes room for everybody before anybody is counted, so that a failure changes nothing that counts. */
static bool make_room(struct wave *wave, const struct rows *rows, size_t dimensions)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (cul_names_add(&wave->people, (const char *)&rows->people[i], sizeof *rows->people) < 0) {
            return false;
        }
    }
    size_t count = (size_t)wave->people.count;
    int64_t *scores = cul_memory_resize(wave->scores, count, dimensions * sizeof *scores);
    wave->scores = scores ? scores : wave->scores;
    bool *there = scores ? cul_memory_resize(wave->there, count, sizeof *there) : NULL;
    if (!there) {
        return false;
    }
    wave->there = there;
    memset(there + wave->room, 0, count - (size_t)wave->room);
    wave->room = wave->people.count;
    return true;
}

static void count_rows(struct wave *wave, const struct rows *rows, size_t dimensions)
{
    for (size_t i = 0; i < rows->count; i++) {
        int64_t person = cul_names_find(&wave->people, (const char *)&rows->people[i], sizeof *rows->people);
        wave->repeated += wave->there[person];
        wave->respondents += !wave->there[person];
        wave->there[person] = true;
        memcpy(wave->scores + (size_t)person * dimensions, rows->scores + i * dimensions,
               dimensions * sizeof *wave->scores);
    }
    wave->blank += rows->blank;
}

static culture_status check_paths(const struct cul_paths *paths, struct culture_error *error)
{
    for (size_t i = 0; i < paths->count; i++) {
        if (cul_file_has_extension(paths->texts[i], ".tally")) {
            return cul_fail(error, CULTURE_ERROR_ARGUMENT, (struct cul_place){.path = paths->texts[i]},
                            "a tally holds counts, not respondents: respondents are matched in survey files only");
        }
    }
    return CULTURE_OK;
}

culture_status culture_matches_add_files(culture_matches *matches, int32_t wave, const char *const *paths, size_t count,
                                         const struct culture_answers_options *options, struct culture_error *error)
{
    struct culture_answers_options known;
    if (!matches || !paths || wave < CULTURE_WAVE_BEFORE || wave > CULTURE_WAVE_AFTER ||
        !cul_options_read(&known, sizeof known, options) || !known.key_column) {
        return cul_fail_argument(error, "matches, paths, a wave and options with a key column are needed");
    }
    struct cul_paths files = {0};
    struct rows rows = {0};
    size_t dimensions = (size_t)matches->questionnaire->dimension_count;
    culture_status status = cul_paths_expand(&files, paths, count, error);
    if (!status) {
        status = check_paths(&files, error);
    }
    if (!status) {
        status = read_files(matches, &files, &known, &rows, error);
    }
    if (!status && !make_room(&matches->waves[wave], &rows, dimensions)) {
        status = cul_fail_memory(error);
    }
    if (!status) {
        count_rows(&matches->waves[wave], &rows, dimensions);
    }
    cul_memory_free(rows.people);
    cul_memory_free(rows.scores);
    cul_paths_free(&files);
    return status;
}

/* The place of a person of the wave after in the wave before; -1: not there. */
static int64_t find_before(const culture_matches *matches, int64_t after)
{
    const struct wave *from = &matches->waves[CULTURE_WAVE_AFTER], *to = &matches->waves[CULTURE_WAVE_BEFORE];
    if (!from->there[after]) {
        return -1;
    }
    int64_t before = cul_names_find(&to->people, from->people.texts[after], sizeof(struct person));
    return before >= 0 && before < to->room && to->there[before] ? before : -1;
}

static int64_t count_matched(const culture_matches *matches)
{
    int64_t matched = 0;
    for (int64_t i = 0; i < matches->waves[CULTURE_WAVE_AFTER].room; i++) {
        matched += find_before(matches, i) >= 0;
    }
    return matched;
}

culture_status culture_matches_counts(const culture_matches *matches, struct culture_match_counts *counts,
                                      struct culture_error *error)
{
    if (!matches) {
        return cul_fail_argument(error, "matches are needed");
    }
    const struct wave *before = &matches->waves[CULTURE_WAVE_BEFORE], *after = &matches->waves[CULTURE_WAVE_AFTER];
    struct culture_match_counts known = {.respondents_before = before->respondents,
                                         .respondents_after = after->respondents,
                                         .blank_before = before->blank,
                                         .blank_after = after->blank,
                                         .repeated_before = before->repeated,
                                         .repeated_after = after->repeated,
                                         .matched = count_matched(matches)};
    return cul_struct_fill(counts, &known, sizeof known) ? CULTURE_OK
                                                         : cul_fail_argument(error, "struct_size is not set");
}

static void add_pair(struct cul_match_sums *sums, int64_t x, int64_t y)
{
    if (x < 0 || y < 0) {
        return;
    }
    sums->n++;
    sums->changed += x != y;
    sums->x += x;
    sums->y += y;
    sums->xx += (__int128)x * x;
    sums->yy += (__int128)y * y;
    sums->xy += (__int128)x * y;
}

struct cul_match_sums *cul_matches_add_up(const culture_matches *matches)
{
    size_t dimensions = (size_t)matches->questionnaire->dimension_count;
    struct cul_match_sums *sums =
        cul_memory_new((size_t)matches->organisations.count, dimensions * sizeof(struct cul_match_sums));
    const struct wave *from = &matches->waves[CULTURE_WAVE_AFTER], *to = &matches->waves[CULTURE_WAVE_BEFORE];
    for (int64_t after = 0; sums && after < from->room; after++) {
        int64_t before = find_before(matches, after);
        if (before < 0) {
            continue;
        }
        struct person person;
        memcpy(&person, from->people.texts[after], sizeof person);
        for (size_t d = 0; d < dimensions; d++) {
            add_pair(&sums[person.organisation * dimensions + d], to->scores[(size_t)before * dimensions + d],
                     from->scores[(size_t)after * dimensions + d]);
        }
    }
    return sums;
}

struct cul_match_people *cul_matches_people(const culture_matches *matches)
{
    struct cul_match_people *people = cul_memory_new((size_t)matches->organisations.count, sizeof *people);
    for (int wave = 0; wave < 2 && people; wave++) {
        const struct wave *from = &matches->waves[wave];
        for (int64_t i = 0; i < from->room; i++) {
            struct person person;
            memcpy(&person, from->people.texts[i], sizeof person);
            people[person.organisation].with_key[wave] += from->there[i];
            people[person.organisation].matched += wave == CULTURE_WAVE_AFTER && find_before(matches, i) >= 0;
        }
    }
    return people;
}

int64_t cul_matches_organisation(const culture_matches *matches, const char *key)
{
    return cul_names_find(&matches->organisations, key, strlen(key));
}

const culture_questionnaire *cul_matches_questionnaire(const culture_matches *matches)
{
    return matches->questionnaire;
}

int64_t cul_matches_unit(const culture_matches *matches)
{
    return matches->layout.unit;
}
