/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/copies.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>
#include <sys/stat.h>

struct candidate {
    int64_t size;
    size_t index;
};

static int by_size(const void *a, const void *b)
{
    const struct candidate *one = a, *other = b;
    if (one->size != other->size) {
        return one->size < other->size ? -1 : 1;
    }
    return one->index < other->index ? -1 : one->index > other->index;
}

/* Finds copies among files of one size. False: no memory. */
static _Bool compare(const struct cul_paths *paths, const struct candidate *candidates, size_t count, size_t *copies)
{
    struct cul_names hashes = {0};
    size_t *firsts = cul_memory_new(count, sizeof *firsts); /* by hash */
    _Bool good = firsts != NULL;
    for (size_t i = 0; good && i < count; i++) {
        char hash[CUL_HASH_TEXT + 1];
        size_t index = candidates[i].index;
        if (cul_hash_content(paths->texts[index], hash) < 0) {
            continue; /* which is told when its turn comes */
        }
        int64_t before = hashes.count, number = cul_names_add(&hashes, hash, CUL_HASH_TEXT);
        good = number >= 0;
        if (number == before) {
            firsts[number] = index;
        } else if (good) {
            copies[index] = firsts[number];
        }
    }
    cul_names_free(&hashes);
    cul_memory_free(firsts);
    return good;
}

/* The files that can have copies, by size. */
static size_t list_candidates(const struct cul_paths *paths, struct candidate *candidates)
{
    size_t count = 0;
    for (size_t i = 0; i < paths->count; i++) {
        struct stat facts;
        if (!cul_file_has_extension(paths->texts[i], ".tally") && stat(paths->texts[i], &facts) == 0 &&
            S_ISREG(facts.st_mode) && facts.st_size) {
            _Bool packed =
                cul_file_has_extension(paths->texts[i], ".gz") || cul_file_has_extension(paths->texts[i], ".zst");
            char hash[CUL_HASH_TEXT + 1];
            int64_t size = packed ? cul_hash_content(paths->texts[i], hash) : facts.st_size;
            candidates[count] = (struct candidate){size, i};
            count += size >= 0;
        }
    }
    if (count) {
        qsort(candidates, count, sizeof *candidates, by_size);
    }
    return count;
}

size_t *cul_copies_find(const struct cul_paths *paths)
{
    size_t *copies = cul_memory_new(paths->count, sizeof *copies);
    struct candidate *candidates = cul_memory_new(paths->count, sizeof *candidates);
    _Bool good = copies && candidates;
    for (size_t i = 0; good && i < paths->count; i++) {
        copies[i] = i;
    }
    size_t count = good ? list_candidates(paths, candidates) : 0;
    for (size_t start = 0, end; good && start < count; start = end) {
        for (end = start + 1; end < count && candidates[end].size == candidates[start].size; end++) {
        }
        good = end == start + 1 || compare(paths, candidates + start, end - start, copies);
    }
    cul_memory_free(candidates);
    if (!good) {
        cul_memory_free(copies);
        return NULL;
    }
    return copies;
}
