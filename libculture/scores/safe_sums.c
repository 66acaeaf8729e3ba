/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/safe_sums.h"

#include "base/memory.h"
#include "scores/prime.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 9 };

/* Rows of one kind; the rarest of their sets. */
struct kind {
    uint64_t bits[MOST_WORDS];
    int64_t rows;
    int32_t rarest; /* -1: in no set */
};

/* Modulo 2: rows of the basis begin with the set they are found by; of each stratum one row is the others' base. */
struct heap {
    uint64_t (*basis)[MOST_WORDS]; /* per set; all zeros: none */
    int32_t rank;
    bool has_base;
    uint64_t base[MOST_WORDS];
};

struct cul_safe_sums {
    int32_t sets, most_sets, rank;
    int64_t heap_count, full; /* heaps that span all there can be */
    int32_t words;            /* of the sets */
    const int64_t *sizes;
    struct heap *heaps;
    int64_t *order; /* heaps, the lowest rank first */
    struct kind *kinds;
    size_t count, capacity; /* of the stratum */
    /* Of the differences of all rows, modulo the prime: a reduced echelon form. */
    uint64_t *echelon, *vector; /* per set a row, all zeros: none */
    bool *has_row;
};

struct cul_safe_sums *cul_safe_sums_new(int32_t most_sets, int64_t heaps)
{
    struct cul_safe_sums *made = cul_memory_new(1, sizeof *made);
    size_t sets = (size_t)most_sets;
    if (!made) {
        return NULL;
    }
    made->most_sets = most_sets;
    made->heap_count = heaps;
    made->heaps = cul_memory_new((size_t)heaps, sizeof *made->heaps);
    made->order = cul_memory_new((size_t)heaps, sizeof *made->order);
    made->echelon = cul_memory_new(sets, sets * sizeof *made->echelon);
    made->vector = cul_memory_new(sets, sizeof *made->vector);
    made->has_row = cul_memory_new(sets, sizeof *made->has_row);
    bool good = made->heaps && made->order && made->echelon && made->vector && made->has_row;
    for (int64_t i = 0; i < heaps && good; i++) {
        made->heaps[i].basis = cul_memory_new(sets, sizeof *made->heaps[i].basis);
        good = made->heaps[i].basis;
        made->order[i] = i;
    }
    if (!good) {
        cul_safe_sums_free(made);
        return NULL;
    }
    return made;
}

void cul_safe_sums_free(struct cul_safe_sums *sums)
{
    if (!sums) {
        return;
    }
    for (int64_t i = 0; sums->heaps && i < sums->heap_count; i++) {
        cul_memory_free(sums->heaps[i].basis);
    }
    cul_memory_free(sums->heaps);
    cul_memory_free(sums->order);
    cul_memory_free(sums->kinds);
    cul_memory_free(sums->echelon);
    cul_memory_free(sums->vector);
    cul_memory_free(sums->has_row);
    cul_memory_free(sums);
}

void cul_safe_sums_begin(struct cul_safe_sums *sums, int32_t sets, const int64_t *sizes)
{
    sums->sets = sets;
    sums->words = (sets + 63) / 64;
    sums->sizes = sizes;
    sums->rank = 0;
    sums->count = 0;
    sums->full = sets ? 0 : sums->heap_count;
    memset(sums->has_row, 0, (size_t)sums->most_sets * sizeof *sums->has_row);
    for (int64_t i = 0; i < sums->heap_count; i++) {
        struct heap *heap = &sums->heaps[i];
        memset(heap->basis, 0, (size_t)sums->most_sets * sizeof *heap->basis);
        heap->rank = 0;
    }
}

static bool has(const uint64_t *bits, int32_t set)
{
    return bits[set / 64] >> set % 64 & 1;
}

/* The first set from one on that bits have; sets when there is none. */
static int32_t first_set(const uint64_t *bits, int32_t from, int32_t sets)
{
    while (from < sets) {
        uint64_t word = bits[from / 64] >> from % 64;
        if (word) {
            return from + __builtin_ctzll(word);
        }
        from = (from / 64 + 1) * 64;
    }
    return sets;
}

bool cul_safe_sums_add(struct cul_safe_sums *sums, const uint64_t *bits, int64_t rows)
{
    if (rows < 1 || sums->full == sums->heap_count) {
        return true;
    }
    if (!cul_memory_grow(&sums->kinds, &sums->capacity, sums->count, sizeof *sums->kinds)) {
        return false;
    }
    struct kind *kind = &sums->kinds[sums->count++];
    *kind = (struct kind){.rows = rows, .rarest = -1};
    memcpy(kind->bits, bits, (size_t)sums->words * sizeof *bits);
    for (int32_t set = first_set(bits, 0, sums->sets); set < sums->sets; set = first_set(bits, set + 1, sums->sets)) {
        if (kind->rarest < 0 || sums->sizes[set] < sums->sizes[kind->rarest]) {
            kind->rarest = set;
        }
    }
    return true;
}

static int by_bits(const struct kind *one, const struct kind *other)
{
    for (int i = 0; i < MOST_WORDS; i++) {
        if (one->bits[i] != other->bits[i]) {
            return one->bits[i] < other->bits[i] ? -1 : 1;
        }
    }
    return 0;
}

static int most_rows_first(const void *a, const void *b)
{
    const struct kind *one = a, *other = b;
    return one->rows != other->rows ? (one->rows > other->rows ? -1 : 1) : by_bits(one, other);
}

/* What the difference of two kinds adds to the reduced echelon form of all. */
static void add_to_all(struct cul_safe_sums *sums, const uint64_t *bits, const uint64_t *base)
{
    size_t sets = (size_t)sums->sets;
    uint64_t *vector = sums->vector;
    int32_t pivot = -1;
    for (int32_t set = 0; set < sums->sets; set++) {
        vector[set] = has(bits, set) == has(base, set) ? 0 : has(bits, set) ? 1 : CUL_PRIME - 1;
    }
    for (size_t row = 0; row < sets; row++) { /* rows are 0 at each other's pivots: those can be done in any order */
        uint64_t times = sums->has_row[row] ? vector[row] : 0;
        for (size_t i = 0; times && i < sets; i++) {
            if (!sums->has_row[i]) {
                vector[i] = cul_prime_subtract_product(vector[i], times, sums->echelon[row * sets + i]);
            }
        }
        vector[row] = sums->has_row[row] ? 0 : vector[row];
    }
    for (int32_t set = 0; set < sums->sets && pivot < 0; set++) {
        pivot = vector[set] ? set : -1;
    }
    if (pivot < 0) {
        return;
    }
    uint64_t inverse = cul_prime_invert(vector[pivot]);
    uint64_t *into = sums->echelon + (size_t)pivot * sets;
    for (size_t i = 0; i < sets; i++) {
        into[i] = cul_prime_multiply(vector[i], inverse);
    }
    for (size_t row = 0; row < sets; row++) {
        uint64_t *other = sums->echelon + row * sets, times = sums->has_row[row] ? other[pivot] : 0;
        for (size_t i = 0; times && i < sets; i++) {
            other[i] = cul_prime_subtract_product(other[i], times, into[i]);
        }
    }
    sums->has_row[pivot] = true;
    sums->rank++;
}

/* Whether a row is told apart in the heap from what is there already; then it is put there. */
static bool put_into(struct cul_safe_sums *sums, struct heap *heap, const uint64_t *bits)
{
    uint64_t rest[MOST_WORDS] = {0};
    for (int i = 0; i < sums->words; i++) {
        rest[i] = bits[i] ^ heap->base[i];
    }
    for (int32_t set = first_set(rest, 0, sums->sets); set < sums->sets; set = first_set(rest, set + 1, sums->sets)) {
        if (!has(heap->basis[set], set)) {
            memcpy(heap->basis[set], rest, sizeof rest);
            sums->full += ++heap->rank == sums->sets;
            return true;
        }
        for (int i = 0; i < sums->words; i++) {
            rest[i] ^= heap->basis[set][i];
        }
    }
    return false;
}

/* Heaps by rank, the lowest first; they are nearly in order. */
static void order_heaps(struct cul_safe_sums *sums)
{
    for (int64_t i = 1; i < sums->heap_count; i++) {
        int64_t heap = sums->order[i], at = i;
        for (; at > 0 && sums->heaps[sums->order[at - 1]].rank > sums->heaps[heap].rank; at--) {
            sums->order[at] = sums->order[at - 1];
        }
        sums->order[at] = heap;
    }
}

/* Rows that others of the stratum differ from, one in a heap: the most frequent, and no more than leave others. */
static void deal_bases(struct cul_safe_sums *sums)
{
    int64_t rows = 0, bases, most = sums->kinds[0].rows;
    for (size_t i = 0; i < sums->count; i++) {
        rows += sums->kinds[i].rows;
    }
    bases = most > rows / 2 ? most : rows / 2;
    bases = bases < sums->heap_count ? bases : sums->heap_count;
    size_t kind = 0;
    for (int64_t i = 0; i < sums->heap_count; i++) {
        struct heap *heap = &sums->heaps[sums->order[i]];
        heap->has_base = i < bases;
        if (heap->has_base) {
            kind += !sums->kinds[kind].rows;
            sums->kinds[kind].rows--;
            memcpy(heap->base, sums->kinds[kind].bits, sizeof heap->base);
        }
    }
}

/* Whether a heap spans the difference that one set alone makes. */
static bool spans(const struct cul_safe_sums *sums, const struct heap *heap, int32_t one)
{
    uint64_t rest[MOST_WORDS] = {0};
    rest[one / 64] = UINT64_C(1) << one % 64;
    for (int32_t set = one; set < sums->sets; set = first_set(rest, set + 1, sums->sets)) {
        if (!has(heap->basis[set], set)) {
            return false;
        }
        for (int i = 0; i < sums->words; i++) {
            rest[i] ^= heap->basis[set][i];
        }
    }
    return true;
}

/* Puts a row into a heap, of the lowest rank; needed: only where its rarest set is needed. False: into none. */
static bool deal_row(struct cul_safe_sums *sums, const struct kind *kind, bool needed)
{
    order_heaps(sums);
    for (int64_t i = 0; i < sums->heap_count; i++) {
        struct heap *heap = &sums->heaps[sums->order[i]];
        bool open = heap->has_base && heap->rank < sums->rank &&
                    !(needed && kind->rarest >= 0 && spans(sums, heap, kind->rarest));
        if (open && put_into(sums, heap, kind->bits)) {
            return true;
        }
    }
    return false;
}

/* Per kind how rare its rarest set is, and its index: equal ones stay as they are. */
static void list_places(const struct cul_safe_sums *sums, int64_t *places)
{
    for (size_t i = 0; i < sums->count; i++) {
        const struct kind *kind = &sums->kinds[i];
        int64_t size = kind->rarest < 0 ? INT64_MAX : sums->sizes[kind->rarest];
        places[2 * i] = size;
        places[2 * i + 1] = (int64_t)i;
    }
}

static int rarest_first(const void *a, const void *b)
{
    const int64_t *one = a, *other = b;
    return one[0] != other[0] ? (one[0] < other[0] ? -1 : 1) : (one[1] > other[1]) - (one[1] < other[1]);
}

bool cul_safe_sums_close(struct cul_safe_sums *sums)
{
    if (sums->count < 2 || sums->full == sums->heap_count) {
        sums->count = 0;
        return true;
    }
    int64_t *places = cul_memory_new(sums->count, 2 * sizeof *places);
    if (!places) {
        return false;
    }
    qsort(sums->kinds, sums->count, sizeof *sums->kinds, most_rows_first);
    for (size_t i = 1; i < sums->count && sums->rank < sums->sets; i++) {
        add_to_all(sums, sums->kinds[i].bits, sums->kinds[0].bits);
    }
    order_heaps(sums);
    deal_bases(sums);
    list_places(sums, places);
    qsort(places, sums->count, 2 * sizeof *places, rarest_first);
    for (int needed = 1; needed >= 0; needed--) {
        for (size_t i = 0; i < sums->count; i++) {
            struct kind *kind = &sums->kinds[places[2 * i + 1]];
            while (kind->rows > 0 && deal_row(sums, kind, needed)) {
                kind->rows--;
            }
        }
    }
    cul_memory_free(places);
    sums->count = 0;
    return true;
}

int32_t cul_safe_sums_rank(const struct cul_safe_sums *sums)
{
    return sums->rank;
}

bool cul_safe_sums_are_safe(const struct cul_safe_sums *sums, int32_t rank)
{
    for (int64_t i = 0; i < sums->heap_count; i++) {
        if (sums->heaps[i].rank < rank) {
            return false;
        }
    }
    return true;
}
