/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counting points, compiled once for every kind of processor (CUL_TARGET names it). Every score is added up in
 * the same order for every width of vector, so each target finds the same points.
 */
#include "numeric/lattice.h"

#include <string.h>

#if defined __AVX512F__
enum { LANES = 8 };
#elif defined __AVX__
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif

enum { BLOCK = CUL_LATTICE_BLOCK, VECTORS = BLOCK / LANES };

typedef double numbers __attribute__((vector_size(8 * LANES)));
typedef int64_t wholes __attribute__((vector_size(8 * LANES)));

/* The points of a dimension as normal numbers, in the order of their places before the shift. */
static void shift_points(const struct cul_lattice *lattice, double shift, double *normals)
{
    int32_t steps[CUL_LATTICE_ROOM];
    for (int32_t i = 0; i < CUL_LATTICE_ROOM; i++) {
        double place = lattice->places[i] + shift;
        place = place >= 1 ? place - 1 : place;
        int32_t step = (int32_t)(place * CUL_LATTICE_GRID);
        steps[i] = step < CUL_LATTICE_GRID ? step : CUL_LATTICE_GRID - 1;
    }
    for (int32_t i = 0; i < CUL_LATTICE_ROOM; i++) {
        normals[i] = lattice->quantiles[steps[i]];
    }
}

/* A block of points: what is known of them so far. */
struct block {
    double *normals;                         /* per dimension and point */
    wholes alive[VECTORS], reached[VECTORS]; /* -1 or 0; as many below 0 as scores reached the bound */
};

static inline numbers load(const double *from)
{
    numbers result;
    memcpy(&result, from, sizeof result);
    return result;
}

static void take_points(struct block *block, int32_t dimension, const uint16_t *order, const double *normals)
{
    double *into = block->normals + dimension * BLOCK;
    for (int32_t i = 0; i < BLOCK; i++) {
        into[i] = normals[order[i]];
    }
}

/* Looks at a score; false: no point of the block can meet the question, with so many scores still to come. */
static bool look(const struct cul_lattice_question *question, struct block *block, int32_t score, int32_t left)
{
    const double *row = question->triangle + (int64_t)score * question->count;
    wholes any = {0};
    for (int32_t v = 0; v < VECTORS; v++) {
        const double *normals = block->normals + v * LANES;
        numbers sum = (numbers){0} + question->centres[score];
        for (int32_t k = 0; k <= score; k++) {
            sum += row[k] * load(normals + k * BLOCK);
        }
        block->reached[v] += (wholes)(sum >= question->bound);
        block->alive[v] &= (wholes)(sum >= question->floor) & (block->reached[v] <= left - question->needed);
        any |= block->alive[v];
    }
    int64_t together = 0;
    for (int32_t lane = 0; lane < LANES; lane++) {
        together |= any[lane];
    }
    return together != 0;
}

static int64_t count_alive(const struct block *block, int32_t first)
{
    int64_t count = 0;
    for (int32_t i = 0; i < BLOCK && first + i < CUL_LATTICE_POINTS; i++) {
        count -= block->alive[i / LANES][i % LANES];
    }
    return count;
}

static int64_t count_points(const struct cul_lattice_question *question)
{
    double *shifted = question->room, *normals = shifted + (int64_t)question->count * CUL_LATTICE_ROOM;
    int32_t known = 0, last = 0, open = 0; /* dimensions that are shifted: only when a block needs them */
    int64_t met = 0;
    for (int32_t i = 0; i < question->count; i++) {
        open += question->open[i];
        last = question->open[i] ? i + 1 : last;
    }
    for (int32_t first = 0; first < CUL_LATTICE_POINTS; first += BLOCK) {
        struct block block = {.normals = normals};
        memset(block.alive, -1, sizeof block.alive);
        bool possible = true;
        int32_t left = open;
        for (int32_t i = 0; i < last && possible; i++) {
            double *of = shifted + (int64_t)i * CUL_LATTICE_ROOM;
            if (i == known) {
                shift_points(question->lattice, question->shifts[known++], of);
            }
            take_points(&block, i, question->lattice->order[i] + first, of);
            possible = !question->open[i] || look(question, &block, i, --left);
        }
        met += possible ? count_alive(&block, first) : 0;
    }
    return met;
}

const struct cul_lattice_target CUL_TARGET_OF(lattice) = {CUL_TARGET_TEXT(CUL_TARGET), count_points};
