/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mann and Whitney's test from exact distributions of scores: fractions are compared as fractions. */
#include "assessment/comparison_statistics.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* A cell of the histogram with its score sum / answered. */
struct place {
    int32_t answered, sum;
    size_t offset;
};

static int compare_scores(const struct place *one, const struct place *other)
{
    int64_t left = (int64_t)one->sum * other->answered, right = (int64_t)other->sum * one->answered;
    return (left > right) - (left < right);
}

static int by_score(const void *a, const void *b)
{
    const struct place *one = a, *other = b;
    int order = compare_scores(one, other);
    return order ? order : (one->offset > other->offset) - (one->offset < other->offset);
}

static int32_t list_places(const struct cul_layout_dimension *at, struct place *places)
{
    int32_t count = 0;
    for (int32_t answered = at->needed; answered <= at->items; answered++) {
        for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++, count++) {
            if (places) {
                places[count] =
                    (struct place){answered, sum, cul_layout_histogram(at, answered) - at->histogram + (size_t)sum};
            }
        }
    }
    return count;
}

_Bool cul_ranking_new(struct cul_ranking *ranking, const struct cul_layout_dimension *at)
{
    ranking->cells = list_places(at, NULL);
    struct place *places = cul_memory_new((size_t)ranking->cells, sizeof *places);
    ranking->offsets = cul_memory_new((size_t)ranking->cells, sizeof *ranking->offsets);
    ranking->classes = cul_memory_new((size_t)ranking->cells, sizeof *ranking->classes);
    _Bool good = places && ranking->offsets && ranking->classes;
    if (good) {
        list_places(at, places);
        qsort(places, (size_t)ranking->cells, sizeof *places, by_score);
    }
    for (int32_t i = 0, class = 0; i < ranking->cells && good; i++) {
        class += i && compare_scores(&places[i - 1], &places[i]) != 0;
        ranking->offsets[i] = places[i].offset;
        ranking->classes[i] = class;
    }
    cul_memory_free(places);
    return good;
}

void cul_ranking_free(struct cul_ranking *ranking)
{
    cul_memory_free(ranking->offsets);
    cul_memory_free(ranking->classes);
}

int32_t cul_ranking_only(const struct cul_ranking *ranking, const int64_t *histogram)
{
    int32_t only = -1;
    for (int32_t i = 0; i < ranking->cells; i++) {
        if (histogram[ranking->offsets[i]] && only >= 0 && only != ranking->classes[i]) {
            return -1;
        }
        only = histogram[ranking->offsets[i]] ? ranking->classes[i] : only;
    }
    return only;
}

struct cul_ranks cul_compare_ranks(const struct cul_ranking *ranking, const int64_t *before, const int64_t *after)
{
    __int128 twice_u = 0, ties = 0;
    int64_t below = 0, n1 = 0, n2 = 0;
    for (int32_t i = 0, next; i < ranking->cells; i = next) {
        int64_t b = 0, a = 0;
        for (next = i; next < ranking->cells && ranking->classes[next] == ranking->classes[i]; next++) {
            b += before[ranking->offsets[next]];
            a += after[ranking->offsets[next]];
        }
        __int128 t = (__int128)a + b;
        twice_u += (__int128)a * (2 * below + b);
        ties += t * t * t - t;
        below += b;
        n1 += b;
        n2 += a;
    }
    double pairs = (double)n1 * (double)n2, n = (double)n1 + (double)n2;
    struct cul_ranks ranks = {.u = (double)twice_u / 2, .z = (double)NAN, .p = (double)NAN};
    ranks.delta = ((double)twice_u - pairs) / pairs;
    double variance = pairs / 12 * (n + 1 - (double)ties / (n * (n - 1)));
    /* n^3 - n is the sum of ties when all are equal: then the difference is nothing but rounding. */
    if (ties < (__int128)(n1 + n2) * (n1 + n2) * (n1 + n2) - (n1 + n2)) {
        ranks.z = (ranks.u - pairs / 2) / sqrt(variance);
        ranks.p = 2 * cul_normal_cdf(-fabs(ranks.z));
    }
    return ranks;
}
