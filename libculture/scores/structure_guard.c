/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of an analysis of structure is withheld. Sums over the rows that are complete on all items, in a language, or
 * with both items of a pair are taken as known to whoever has the results over these rows, for they are exact; so are,
 * per organisation, the sums over all answers to an item and over the rows complete for its dimension, which score
 * tells of. Beside those no sum over few rows may be left: not of an item, nor of products of two.
 */
#include "base/memory.h"
#include "scores/safe_sums.h"
#include "scores/structure_state.h"

#include <stdlib.h>
#include <string.h>

enum { SETS = 1 + CULTURE_MAXIMUM_LANGUAGES + CULTURE_MAXIMUM_STRUCTURE_ITEMS };

/* Rows of one kind, or a group's complete ones. */
struct kind {
    const char *organisation;
    int32_t language;              /* its place among those that are compared; -1: another or none */
    const int64_t *cells;          /* of the group that it is; NULL: a kind of rows that are not complete */
    const unsigned char *answered; /* bits */
    const char *key;
    size_t length;
    int64_t rows;
};

struct guard {
    const culture_structure *structure;
    culture_analysis *analysis;
    struct kind *kinds; /* by organisation */
    int64_t count;
    struct cul_safe_sums *sums;
    /* The sets that are looked at: complete rows, then languages, then per item those who skipped it. */
    int32_t complete, languages, sets; /* complete -1: not; languages: how many */
    int32_t *skips;                    /* per item its set; -1: none */
    int64_t sizes[SETS];
};

static bool is_sampled(const struct guard *guard)
{
    return guard->structure->kinds.level > 0;
}

static int by_key(const void *a, const void *b)
{
    const struct kind *one = a, *other = b;
    int order = memcmp(one->key, other->key, one->length < other->length ? one->length : other->length);
    return order ? order : (one->length > other->length) - (one->length < other->length);
}

static int32_t compared_language(const culture_analysis *analysis, const char *key)
{
    int64_t count = analysis->about.language_count;
    for (int64_t i = 0; count > 1 && i < count; i++) {
        if (strcmp(analysis->languages[i].name, key) == 0) {
            return (int32_t)i;
        }
    }
    return -1;
}

static struct kind read_kind(const culture_analysis *analysis, const char *key, size_t length, int64_t rows)
{
    const char *language = key + strlen(key) + 1;
    return (struct kind){.organisation = key,
                         .language = compared_language(analysis, language),
                         .key = key,
                         .length = length,
                         .rows = rows};
}

/* Lists all kinds, those of an organisation together. False: no memory. */
static bool list_kinds(struct guard *guard)
{
    const struct cul_kinds *from = &guard->structure->kinds;
    struct cul_kinds_shape shape = cul_structure_shape(guard->structure);
    guard->kinds = cul_memory_new((size_t)(from->groups.count + from->kinds.count), sizeof *guard->kinds);
    if (!guard->kinds) {
        return false;
    }
    for (int64_t i = 0; i < from->groups.count; i++) {
        const int64_t *cells = from->cells + (size_t)i * cul_kinds_cells(shape);
        struct kind *kind = &guard->kinds[guard->count++];
        *kind = read_kind(guard->analysis, from->groups.texts[i], from->groups.lengths[i], cells[0]);
        kind->cells = cells;
    }
    for (int64_t i = 0; i < from->kinds.count; i++) {
        struct kind *kind = &guard->kinds[guard->count++];
        *kind = read_kind(guard->analysis, from->kinds.texts[i], from->kinds.lengths[i], from->rows[i]);
        kind->answered = (const unsigned char *)kind->key + kind->length - cul_kinds_mask_bytes(shape);
    }
    qsort(guard->kinds, (size_t)guard->count, sizeof *guard->kinds, by_key);
    return true;
}

static bool answers(const struct kind *kind, int32_t item)
{
    return kind->cells || kind->answered[item / 8] >> item % 8 & 1;
}

static bool is_complete_for(const struct guard *guard, const struct kind *kind, int32_t dimension)
{
    const struct cul_dimension *of = &guard->structure->rules->questionnaire->dimensions[dimension];
    for (int32_t i = 0; i < of->item_count; i++) {
        if (!answers(kind, of->items[i])) {
            return false;
        }
    }
    return true;
}

static void set_bit(uint64_t *bits, int32_t set)
{
    bits[set / 64] |= UINT64_C(1) << set % 64;
}

/* Chooses the sets for a dimension: languages only where they are given for it. */
static void choose_sets(struct guard *guard, int32_t dimension)
{
    const culture_analysis *analysis = guard->analysis;
    int64_t languages = analysis->about.language_count;
    guard->sets = 0;
    guard->complete = analysis->withheld.complete ? -1 : guard->sets++;
    guard->languages = analysis->withheld.languages[dimension] || languages < 2 ? 0 : (int32_t)languages;
    guard->sets += guard->languages;
    for (int32_t set = 0; set < guard->sets; set++) {
        guard->sizes[set] = INT64_MAX - 1; /* none is rare: what counts is where items are skipped */
    }
}

/* The sets that all rows of a kind are in beside those of items. */
static void common_bits(const struct guard *guard, const struct kind *kind, bool complete, bool for_dimension,
                        uint64_t *bits)
{
    if (complete && guard->complete >= 0) {
        set_bit(bits, guard->complete);
    }
    if (for_dimension && guard->languages && kind->language >= 0) {
        set_bit(bits, guard->complete + 1 + kind->language);
    }
}

/* Rows complete for a dimension: a stratum per organisation. False: no memory. */
static bool add_groups(struct guard *guard, int32_t dimension)
{
    bool good = true;
    for (int64_t i = 0; i < guard->count && good; i++) {
        const struct kind *kind = &guard->kinds[i];
        for (int complete = 0; kind->cells && complete < 2 && good; complete++) {
            uint64_t bits[SETS / 64 + 1] = {0};
            common_bits(guard, kind, complete, true, bits);
            int64_t rows = complete ? kind->cells[0] : kind->cells[1 + dimension] - kind->cells[0];
            good = cul_safe_sums_add(guard->sums, bits, rows);
        }
        if (i + 1 == guard->count || strcmp(kind->organisation, kind[1].organisation) != 0) {
            good = good && cul_safe_sums_close(guard->sums);
        }
    }
    return good;
}

/* Judges complete rows and languages on a dimension. False: no memory. */
static bool judge_dimension(struct guard *guard, int32_t dimension, bool *safe)
{
    cul_safe_sums_begin(guard->sums, guard->sets, guard->sizes);
    bool good = add_groups(guard, dimension);
    *safe = good && cul_safe_sums_are_safe(guard->sums, cul_safe_sums_rank(guard->sums));
    return good;
}

static bool is_wanted(const struct guard *guard, int32_t dimension)
{
    return cul_structure_wants(guard->structure,
                               guard->structure->rules->questionnaire->dimensions[dimension].items[0]);
}

/* First complete rows alone, then with languages. False: no memory. */
static bool judge_dimensions(struct guard *guard)
{
    struct cul_withheld *withheld = &guard->analysis->withheld;
    int32_t dimensions = guard->structure->rules->questionnaire->dimension_count;
    memset(withheld->languages, true, (size_t)dimensions * sizeof *withheld->languages);
    for (int32_t d = 0; d < dimensions && !withheld->complete; d++) {
        bool safe = true;
        choose_sets(guard, d);
        if (is_wanted(guard, d) && !judge_dimension(guard, d, &safe)) {
            return false;
        }
        withheld->complete = !safe;
    }
    for (int32_t d = 0; d < dimensions; d++) {
        bool safe = true;
        withheld->languages[d] = false;
        choose_sets(guard, d);
        if (is_wanted(guard, d) && !judge_dimension(guard, d, &safe)) {
            return false;
        }
        withheld->languages[d] = !safe;
    }
    return true;
}

/* A set for every other item that some who answered this one skipped; how many. */
static int32_t choose_skips(struct guard *guard, int32_t item)
{
    int32_t first = guard->sets;
    for (int32_t j = 0; j < guard->structure->rules->questionnaire->item_count; j++) {
        guard->skips[j] = -1;
        if (j == item || !cul_structure_wants(guard->structure, j)) {
            continue;
        }
        int64_t skipped = cul_structure_answers(guard->structure, item) - cul_structure_both(guard->structure, item, j);
        if (skipped > 0) {
            guard->sizes[guard->sets] = skipped;
            guard->skips[j] = guard->sets++;
        }
    }
    return guard->sets - first;
}

/* The rows of an organisation with an answer to an item, if they are complete for its dimension or if they are not. */
static bool add_stratum(struct guard *guard, int64_t first, int64_t last, int32_t item, bool complete)
{
    const culture_questionnaire *questionnaire = guard->structure->rules->questionnaire;
    int32_t dimension = questionnaire->items[item].dimension;
    for (int64_t i = first; i < last; i++) {
        const struct kind *kind = &guard->kinds[i];
        if (!answers(kind, item) || is_complete_for(guard, kind, dimension) != complete) {
            continue;
        }
        uint64_t bits[SETS / 64 + 1] = {0};
        common_bits(guard, kind, kind->cells, complete, bits);
        for (int32_t j = 0; j < questionnaire->item_count; j++) {
            if (guard->skips[j] >= 0 && !answers(kind, j)) {
                set_bit(bits, guard->skips[j]);
            }
        }
        if (!cul_safe_sums_add(guard->sums, bits, kind->rows)) {
            return false;
        }
    }
    return cul_safe_sums_close(guard->sums);
}

static int64_t end_of_organisation(const struct guard *guard, int64_t first)
{
    int64_t last = first + 1;
    while (last < guard->count && strcmp(guard->kinds[first].organisation, guard->kinds[last].organisation) == 0) {
        last++;
    }
    return last;
}

/* Whether the sums of an item over the rows with each other one are safe. False: no memory. */
static bool judge_item(struct guard *guard, int32_t item, bool *safe)
{
    bool good = true;
    choose_sets(guard, guard->structure->rules->questionnaire->items[item].dimension);
    cul_safe_sums_begin(guard->sums, guard->sets, guard->sizes);
    if (is_sampled(guard)) {
        good = add_groups(guard, guard->structure->rules->questionnaire->items[item].dimension);
    }
    int32_t rank = cul_safe_sums_rank(guard->sums) + choose_skips(guard, item);
    cul_safe_sums_begin(guard->sums, guard->sets, guard->sizes);
    for (int64_t first = 0, last; first < guard->count && good; first = last) {
        last = end_of_organisation(guard, first);
        good = add_stratum(guard, first, last, item, true) && add_stratum(guard, first, last, item, false);
    }
    /* Of a sample the rank is only known to be no more than that. */
    rank = is_sampled(guard) ? rank : cul_safe_sums_rank(guard->sums);
    *safe = good && cul_safe_sums_are_safe(guard->sums, rank);
    return good;
}

/* Products of two items: over all rows with both, without those of which they are known otherwise. */
static bool product_is_safe(const struct guard *guard, int32_t first, int32_t second)
{
    const culture_structure *structure = guard->structure;
    const struct cul_item *items = structure->rules->questionnaire->items;
    const struct cul_kinds *kinds = &structure->kinds;
    int64_t left = cul_structure_both(structure, first, second);
    if (items[first].dimension == items[second].dimension) {
        size_t width = cul_kinds_cells(cul_structure_shape(structure));
        for (int64_t i = 0; i < kinds->groups.count; i++) {
            left -= kinds->cells[(size_t)i * width + 1 + (size_t)items[first].dimension];
        }
    } else {
        left -= guard->analysis->withheld.complete ? 0 : culture_structure_complete(structure);
    }
    return left == 0 || left >= structure->rules->few;
}

/* False: no memory. */
static bool judge_pairs(struct guard *guard)
{
    int32_t items = guard->structure->rules->questionnaire->item_count;
    bool safe = true;
    for (int32_t i = 0; i < items && safe; i++) {
        for (int32_t j = i + 1; j < items && safe && cul_structure_wants(guard->structure, i); j++) {
            safe = !cul_structure_wants(guard->structure, j) || product_is_safe(guard, i, j);
        }
    }
    for (int32_t i = 0; i < items && safe; i++) {
        if (cul_structure_wants(guard->structure, i) && !judge_item(guard, i, &safe)) {
            return false;
        }
    }
    guard->analysis->withheld.pairs = !safe;
    return true;
}

bool cul_guard_structure(culture_analysis *analysis, const culture_structure *structure)
{
    const culture_questionnaire *questionnaire = analysis->questionnaire;
    struct guard guard = {.structure = structure, .analysis = analysis};
    analysis->withheld.languages = cul_memory_new((size_t)questionnaire->dimension_count, sizeof(bool));
    if (!analysis->withheld.languages || !structure->rules->few) {
        return analysis->withheld.languages;
    }
    guard.skips = cul_memory_new((size_t)questionnaire->item_count, sizeof *guard.skips);
    guard.sums = cul_safe_sums_new(1 + (int32_t)analysis->about.language_count + questionnaire->item_count,
                                   structure->rules->few);
    bool good = guard.skips && guard.sums && list_kinds(&guard) && judge_dimensions(&guard) && judge_pairs(&guard);
    cul_safe_sums_free(guard.sums);
    cul_memory_free(guard.kinds);
    cul_memory_free(guard.skips);
    return good;
}
