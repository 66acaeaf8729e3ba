/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/recover.h"

#include "base/memory.h"
#include "scores/prime.h"

#include <math.h>
#include <string.h>

/* A weight as it is in binary, m 2^e: 2^61 is 1, so the exponent counts modulo 61. */
static uint64_t residue(double weight)
{
    int exponent;
    uint64_t digits = (uint64_t)ldexp(frexp(weight, &exponent), 53);
    return cul_prime_multiply(digits % CUL_PRIME, UINT64_C(1) << ((exponent - 53) % 61 + 61) % 61);
}

enum decision { OPEN, IN, OUT };
enum { WEIGHTED = -1 }; /* among published groups: the weighted sum */

/*
 * Parts that no published group tells apart are one class: a column of the matrix. Columns of classes as large as the
 * minimum come first. Behind the classes a row holds how it was made of published groups.
 */
struct cul_recovery {
    int64_t *class_of;              /* per part; -1: empty */
    int64_t *totals, *inside, *map; /* per class */
    int64_t *weights;               /* per column: respondents scored */
    int64_t *column_of;             /* per class */
    int64_t *people;                /* per column: parts in it */
    uint8_t *decisions;             /* per column */
    int64_t *published;             /* groups, one per row of the identity behind the classes */
    int64_t *pivots;                /* per row its column */
    uint8_t *live;                  /* per row: still in the search */
    uint64_t *matrix, *vector;
    int64_t columns, large, rows, rank, width;
    int64_t *budget;
    int64_t found; /* the row that the search ended with */
};

struct cul_recovery *cul_recovery_new(int64_t groups, int64_t parts)
{
    struct cul_recovery *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return NULL;
    }
    size_t n = (size_t)parts + 1, m = (size_t)groups;
    int64_t **const by_part[] = {&made->class_of, &made->totals,    &made->inside, &made->map,
                                 &made->weights,  &made->column_of, &made->people};
    bool good = true;
    for (size_t i = 0; i < sizeof by_part / sizeof *by_part; i++) {
        *by_part[i] = cul_memory_new(n, sizeof(int64_t));
        good = good && *by_part[i];
    }
    made->decisions = cul_memory_new(n, 1);
    m++; /* the weighted sum */
    made->published = cul_memory_new(m, sizeof *made->published);
    made->pivots = cul_memory_new(m, sizeof *made->pivots);
    made->live = cul_memory_new(m, 1);
    made->matrix = cul_memory_new(m, (n + m) * sizeof *made->matrix);
    made->vector = cul_memory_new(n + m, sizeof *made->vector);
    if (!good || !made->decisions || !made->published || !made->pivots || !made->live || !made->matrix ||
        !made->vector) {
        cul_recovery_free(made);
        return NULL;
    }
    return made;
}

void cul_recovery_free(struct cul_recovery *recovery)
{
    if (!recovery) {
        return;
    }
    void *const all[] = {recovery->class_of,  recovery->totals, recovery->inside,    recovery->map,
                         recovery->weights,   recovery->people, recovery->column_of, recovery->decisions,
                         recovery->published, recovery->pivots, recovery->live,      recovery->matrix,
                         recovery->vector,    recovery};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        cul_memory_free(all[i]);
    }
}

static bool spend(struct cul_recovery *r, int64_t steps)
{
    *r->budget -= steps;
    return *r->budget >= 0;
}

/* Splits the classes that are partly inside a group; gives how many there are then. */
static int64_t split_classes(struct cul_recovery *r, const uint8_t *members, int64_t parts, int64_t classes)
{
    memset(r->totals, 0, (size_t)classes * sizeof *r->totals);
    memset(r->inside, 0, (size_t)classes * sizeof *r->inside);
    for (int64_t i = 0; i < parts; i++) {
        if (r->class_of[i] >= 0) {
            r->totals[r->class_of[i]]++;
            r->inside[r->class_of[i]] += members[i];
        }
    }
    for (int64_t c = 0, before = classes; c < before; c++) {
        r->map[c] = r->inside[c] && r->inside[c] < r->totals[c] ? classes++ : c;
    }
    for (int64_t i = 0; i < parts; i++) {
        if (r->class_of[i] >= 0 && members[i]) {
            r->class_of[i] = r->map[r->class_of[i]];
        }
    }
    return classes;
}

/* Splits the classes whose parts have different weights. */
static int64_t split_weights(struct cul_recovery *r, const struct cul_groups *of, int64_t classes)
{
    for (int64_t c = 0; c < classes; c++) {
        int64_t first = 0, others = classes;
        while (r->class_of[first] != c) {
            first++;
        }
        for (int64_t i = first + 1; i < of->parts; i++) {
            if (r->class_of[i] == c && (of->weights[i] < of->weights[first] || of->weights[i] > of->weights[first])) {
                r->class_of[i] = others;
                classes = others + 1;
            }
        }
    }
    return classes;
}

static void find_classes(struct cul_recovery *r, const struct cul_groups *of, const bool *hidden)
{
    int64_t classes = 0;
    for (int64_t i = 0; i < of->parts; i++) {
        r->class_of[i] = of->sizes[i].people > 0 ? 0 : -1;
        classes = of->sizes[i].people > 0 ? 1 : classes;
    }
    r->rows = 0;
    for (int64_t g = 0; g < of->groups; g++) {
        if (!hidden[g]) {
            classes = split_classes(r, of->members + g * of->parts, of->parts, classes);
            r->published[r->rows++] = g;
        }
    }
    if (of->weights) {
        classes = split_weights(r, of, classes);
        r->published[r->rows++] = WEIGHTED;
    }
    r->columns = classes;
    r->width = classes + r->rows;
}

/* Gives each class its column, the large ones first. */
static void order_classes(struct cul_recovery *r, const struct cul_groups *of)
{
    memset(r->totals, 0, (size_t)r->columns * sizeof *r->totals);
    for (int64_t i = 0; i < of->parts; i++) {
        if (r->class_of[i] >= 0) {
            r->totals[r->class_of[i]] += of->sizes[i].scored;
        }
    }
    int64_t at = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int64_t c = 0; c < r->columns; c++) {
            if ((r->totals[c] < of->minimum) == pass) {
                r->weights[at] = r->totals[c];
                r->column_of[c] = at++;
            }
        }
        r->large = pass ? r->large : at;
    }
    memset(r->people, 0, (size_t)r->columns * sizeof *r->people);
    for (int64_t i = 0; i < of->parts; i++) {
        if (r->class_of[i] >= 0) {
            r->class_of[i] = r->column_of[r->class_of[i]];
            r->people[r->class_of[i]]++;
        }
    }
}

static uint64_t *row_of(const struct cul_recovery *r, int64_t row)
{
    return r->matrix + row * r->width;
}

static void fill_matrix(struct cul_recovery *r, const struct cul_groups *of)
{
    memset(r->matrix, 0, (size_t)(r->rows * r->width) * sizeof *r->matrix);
    for (int64_t row = 0; row < r->rows; row++) {
        int64_t group = r->published[row];
        uint64_t *into = row_of(r, row);
        for (int64_t i = 0; i < of->parts; i++) {
            if (r->class_of[i] >= 0) {
                into[r->class_of[i]] = group == WEIGHTED ? residue(of->weights[i]) : of->members[group * of->parts + i];
            }
        }
        into[r->columns + row] = 1;
    }
}

/* Makes a row 1 in a column and every other row from first to last 0 there. */
static bool pivot(struct cul_recovery *r, int64_t row, int64_t column, int64_t first, int64_t last)
{
    uint64_t *from = row_of(r, row), factor = cul_prime_invert(from[column]);
    for (int64_t i = 0; i < r->width && factor != 1; i++) {
        from[i] = from[i] ? cul_prime_multiply(from[i], factor) : 0;
    }
    for (int64_t other = first; other < last; other++) {
        uint64_t *to = row_of(r, other), times = to[column];
        if (other == row || !times || !r->live[other]) {
            continue;
        }
        for (int64_t i = 0; i < r->width; i++) {
            to[i] = from[i] ? cul_prime_subtract_product(to[i], times, from[i]) : to[i];
        }
        if (!spend(r, r->width)) {
            return false;
        }
    }
    r->pivots[row] = column;
    return spend(r, r->width + last - first);
}

static void swap_rows(struct cul_recovery *r, int64_t a, int64_t b)
{
    for (int64_t i = 0; a != b && i < r->width; i++) {
        uint64_t kept = row_of(r, a)[i];
        row_of(r, a)[i] = row_of(r, b)[i];
        row_of(r, b)[i] = kept;
    }
}

/* Reduced row echelon form; rows without pivot, at the end, tell how groups depend on each other. */
static bool eliminate(struct cul_recovery *r)
{
    memset(r->live, 1, (size_t)r->rows);
    r->rank = 0;
    for (int64_t column = 0; column < r->columns && r->rank < r->rows; column++) {
        int64_t row = r->rank;
        while (row < r->rows && !row_of(r, row)[column]) {
            row++;
        }
        if (row == r->rows) {
            continue;
        }
        swap_rows(r, r->rank, row);
        if (!pivot(r, r->rank++, column, 0, r->rows)) {
            return false;
        }
    }
    return true;
}

/* The open column of the largest class that a live row still has; -1: none. *row is one that has it. */
static int64_t open_column(const struct cul_recovery *r, int64_t first, int64_t *row)
{
    int64_t best = -1;
    for (int64_t i = first; i < r->rank; i++) {
        for (int64_t column = r->large; r->live[i] && column < r->columns; column++) {
            if (r->decisions[column] == OPEN && row_of(r, i)[column] &&
                (best < 0 || r->weights[column] > r->weights[best])) {
                best = column;
                *row = i;
            }
        }
    }
    return best;
}

static int64_t live_row(const struct cul_recovery *r, int64_t first)
{
    while (first < r->rank && !r->live[first]) {
        first++;
    }
    return first < r->rank ? first : -1;
}

/*
 * Whether a combination of the live rows rests on fewer respondents than the minimum. Every class it could rest on is
 * tried both ways: it is in the combination and counts, or it is not, which takes a row away. 1: found, 0: no, -1: the
 * steps ran out.
 */
static int search(struct cul_recovery *r, int64_t first, int64_t weight, int64_t minimum)
{
    if (!spend(r, (r->rank - first) * (r->columns - r->large) + 1)) {
        return -1;
    }
    int64_t row = live_row(r, first);
    if (row < 0) {
        return 0;
    }
    int64_t column = open_column(r, first, &row);
    if (column < 0) {
        r->found = row;
        return 1;
    }
    if (!pivot(r, row, column, first, r->rank)) {
        return -1;
    }
    r->live[row] = 0;
    r->decisions[column] = OUT;
    int answer = search(r, first, weight, minimum);
    if (answer == 0 && weight + r->weights[column] < minimum) {
        r->live[row] = 1;
        r->decisions[column] = IN;
        answer = search(r, first, weight + r->weights[column], minimum);
    }
    if (answer == 0) {
        r->live[row] = 1;
        r->decisions[column] = OPEN;
    }
    return answer;
}

/* The smallest group that a combination needs, one without which there is no other way to it if there is such a one. */
static int64_t smallest_needed(const struct cul_recovery *r, const uint64_t *made_of, const struct cul_size *totals)
{
    int64_t best = CUL_RECOVERY_UNKNOWN;
    bool best_essential = false;
    for (int64_t i = 0; i < r->rows; i++) {
        int64_t group = r->published[i];
        bool essential = true;
        for (int64_t row = r->rank; row < r->rows; row++) {
            essential = essential && !row_of(r, row)[r->columns + i];
        }
        if (group <= 0 || !made_of[i]) {
            continue;
        }
        if (best < 0 || essential > best_essential ||
            (essential == best_essential && totals[group].scored < totals[best].scored)) {
            best = group;
            best_essential = essential;
        }
    }
    return best;
}

/* The indicator of a hidden group over the classes; false when a class is partly in it, or when it is everybody. */
static bool hidden_vector(struct cul_recovery *r, const struct cul_groups *of, int64_t group)
{
    const uint8_t *members = of->members + group * of->parts;
    memset(r->inside, 0, (size_t)r->columns * sizeof *r->inside);
    for (int64_t i = 0; i < of->parts; i++) {
        if (r->class_of[i] >= 0) {
            r->inside[r->class_of[i]] += members[i];
        }
    }
    memset(r->vector, 0, (size_t)r->width * sizeof *r->vector);
    bool some = false, all = true;
    for (int64_t column = 0; column < r->columns; column++) {
        if (r->inside[column] && r->inside[column] < r->people[column]) {
            return false;
        }
        r->vector[column] = r->inside[column] > 0;
        some = some || r->inside[column];
        all = all && r->inside[column];
    }
    return some && !all;
}

/* Whether a hidden group is a combination of published ones; the vector then ends with what it is made of. */
static bool is_combination(struct cul_recovery *r)
{
    for (int64_t row = 0; row < r->rank; row++) {
        uint64_t times = r->vector[r->pivots[row]];
        for (int64_t i = 0; times && i < r->width; i++) {
            r->vector[i] = cul_prime_subtract_product(r->vector[i], times, row_of(r, row)[i]);
        }
    }
    for (int64_t column = 0; column < r->columns; column++) {
        if (r->vector[column]) {
            return false;
        }
    }
    return true;
}

static int64_t recover_hidden(struct cul_recovery *r, const struct cul_groups *of, const bool *hidden,
                              const struct cul_size *totals)
{
    for (int64_t g = 1; g < of->groups; g++) {
        if (!hidden[g] || !hidden_vector(r, of, g)) {
            continue;
        }
        if (!spend(r, r->rank * r->width)) {
            return CUL_RECOVERY_UNKNOWN;
        }
        if (is_combination(r)) {
            return smallest_needed(r, r->vector + r->columns, totals);
        }
    }
    return CUL_RECOVERS_NOTHING;
}

int64_t cul_recover(struct cul_recovery *r, const struct cul_groups *of, const bool *hidden,
                    const struct cul_size *totals, int64_t *budget)
{
    r->budget = budget;
    find_classes(r, of, hidden);
    order_classes(r, of);
    if (!spend(r, of->parts * (r->rows + 1)) || !r->rows) {
        return r->rows ? CUL_RECOVERY_UNKNOWN : CUL_RECOVERS_NOTHING;
    }
    fill_matrix(r, of);
    if (!eliminate(r)) {
        return CUL_RECOVERY_UNKNOWN;
    }
    int64_t group = recover_hidden(r, of, hidden, totals);
    if (group != CUL_RECOVERS_NOTHING) {
        return group;
    }
    int64_t first = 0;
    while (first < r->rank && r->pivots[first] < r->large) {
        first++;
    }
    memset(r->decisions, OPEN, (size_t)r->columns);
    int answer = search(r, first, 0, of->minimum);
    return answer == 0  ? CUL_RECOVERS_NOTHING
           : answer < 0 ? CUL_RECOVERY_UNKNOWN
                        : smallest_needed(r, row_of(r, r->found) + r->columns, totals);
}
