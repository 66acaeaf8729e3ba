/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_SAFE_SUMS_H
#define CUL_SCORES_SAFE_SUMS_H

/*
 * Whether sums over sets of rows, published beside the sums of every stratum, let anyone work out a sum over few rows.
 * Rows of a stratum are told apart by the sets they are in alone: a combination of the published sums weighs rows of
 * one kind alike, and those of a stratum, whose own sum is known, by the sets up to a constant. It tells of few when it
 * leaves out all rows but few.
 *
 * Shown to be impossible, rather than searched for: when rows can be dealt into so many heaps that the differences
 * between rows of one stratum in each heap span what all differences do, every combination has a row in each heap that
 * it does not leave out (disjoint bases of a matroid: Edmonds 1965, J Res Natl Bur Stand 69B:67). Heaps are dealt
 * greedily, so that what is safe may be held unsafe, never the reverse. In a heap numbers are taken modulo 2, which can
 * only make its rank less; the rank of all is exact (prime.h).
 */
#include <stdbool.h>
#include <stdint.h>

struct cul_safe_sums;

/* Room for so many sets, and for heaps of which each has a row of what can be worked out. NULL: no memory. */
struct cul_safe_sums *cul_safe_sums_new(int32_t most_sets, int64_t heaps);
void cul_safe_sums_free(struct cul_safe_sums *sums);

/* Begins anew with so many sets. sizes: per set how many rows it tells from others, to deal the rarest first. */
void cul_safe_sums_begin(struct cul_safe_sums *sums, int32_t sets, const int64_t *sizes);

/* Rows of one kind in the stratum that is being filled: the sets they are in as bits. False: no memory. */
bool cul_safe_sums_add(struct cul_safe_sums *sums, const uint64_t *bits, int64_t rows);

/* The rows since the last call were a stratum. False: no memory. */
bool cul_safe_sums_close(struct cul_safe_sums *sums);

/* How many ways rows differ within strata. */
int32_t cul_safe_sums_rank(const struct cul_safe_sums *sums);

/* Whether all heaps span this rank: that of all rows, or what it can be at most when only some were added. */
bool cul_safe_sums_are_safe(const struct cul_safe_sums *sums, int32_t rank);

#endif
