/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_STRUCTURE_H
#define CUL_TALLY_STRUCTURE_H

/*
 * Products of all pairs of items over all respondents, and answers by language and rest score. As in a tally a cell is
 * a sum over respondents of whole numbers, and a code is the answer after reversal minus the scale's lowest point. The
 * shared cells, in order:
 *
 * - respondents: rows with at least one answer; complete: rows with a valid answer to every item that is wanted (all,
 * or the factors' practice items: then the cells below that are about others stay 0);
 * - per item, over all valid answers: their number, the sum of their codes, the sum of the squares;
 * - over complete rows: the sum of codes per item, then of products of codes for each pair i <= j;
 * - over rows that are not complete: per pair i < j that both are answered, see enum cul_pair_cell.
 *
 * A language's cells: respondents; then, per item of a dimension of k >= 2 items, over rows complete for that
 * dimension: by the sum of codes on its other items (0 and up), answers that are favourable, then answers that are not.
 */
#include "base/names.h"
#include "culture/tally.h"
#include "questionnaire/model.h"
#include "tally/kinds.h"

#include <stdatomic.h>
#include <stdbool.h>

typedef struct culture_structure culture_structure;

enum cul_pair_cell {
    CUL_PAIR_ROWS,
    CUL_PAIR_FIRST, /* sum of the codes of i */
    CUL_PAIR_SECOND,
    CUL_PAIR_FIRST_SQUARES,
    CUL_PAIR_SECOND_SQUARES,
    CUL_PAIR_BOTH, /* of products */
    CUL_PAIR_CELLS,
};

enum { CUL_STRUCTURE_RESPONDENTS, CUL_STRUCTURE_COMPLETE, CUL_STRUCTURE_ITEMS }; /* the first cells */
enum { CUL_ITEM_ANSWERS, CUL_ITEM_SUM, CUL_ITEM_SQUARES, CUL_ITEM_CELLS };

/* Organisations that do not count, by the reason. */
struct cul_left_out {
    int64_t hidden, partly, rounded;
};

/* What the structures of one purpose share; never changes once made. */
struct cul_structure_rules {
    atomic_int references;
    culture_questionnaire *questionnaire;
    char *language;         /* the column; NULL: the usual ones */
    bool selects;           /* only the organisations in shown count */
    struct cul_names shown; /* their keys (cul_text_name_key) */
    struct cul_left_out left_out;
    int64_t few; /* sums over fewer respondents must not be told: kinds of rows are counted; 0: they may, and are not */
    bool factors_only; /* only the factors' practice items make a row complete, and only they are paired */
    size_t sums, products, pairs, width;
    size_t *strata; /* per item, its first cell in a language's; SIZE_MAX for the only item of a dimension */
    size_t language_width;
};

struct culture_structure {
    struct cul_structure_rules *rules;
    int64_t *cells;
    struct cul_kinds kinds;
    struct cul_names languages; /* keys (cul_text_name_key) */
    int64_t **language_cells;   /* per language */
    size_t language_capacity;
};

/* A structure that counts every row, or only organisations whose keys are added to rules->shown before it is used. */
culture_status cul_structure_new(culture_questionnaire *questionnaire, const char *language,
                                 culture_structure **structure, struct culture_error *error);

/* The number of a language, made when new. */
culture_status cul_structure_language(culture_structure *structure, const char *key, size_t length, int64_t *language,
                                      struct culture_error *error);
/* Forgets the languages from a number on: nothing was counted for them yet. */
void cul_structure_forget_languages(culture_structure *structure, int64_t count);

/* An empty one with the same rules. */
culture_status cul_structure_alike(const culture_structure *structure, culture_structure **made,
                                   struct culture_error *error);

/* The columns that may tell the language, the first one that does counts. */
size_t cul_structure_language_columns(const culture_structure *structure, const char *columns[2]);

struct cul_kinds_shape cul_structure_shape(const culture_structure *structure);

/* Whether an item is wanted: with factors only, a practice item of one. */
bool cul_structure_wants(const culture_structure *structure, int32_t item);

/* How many rest scores an item can have: 0 for the only item of a dimension. */
int64_t cul_structure_strata(const culture_questionnaire *questionnaire, int32_t item);

/*
 * Numbers for those who compare single respondents with all. In codes.
 * Of all valid answers to an item: their number, mean, and variance (divisor n - 1); NaN where there are too few.
 */
int64_t cul_structure_answers(const culture_structure *structure, int32_t item);
double cul_structure_mean(const culture_structure *structure, int32_t item);
double cul_structure_variance(const culture_structure *structure, int32_t item);

/* Over complete rows: the covariance of two items (divisor n - 1, exact to the last bits). */
double cul_structure_covariance(const culture_structure *structure, int32_t first, int32_t second);

/* The same over all rows with both, *n of them (R: cov(use = "pairwise")); of an item with itself its variance. */
double cul_structure_pairwise(const culture_structure *structure, int32_t first, int32_t second, int64_t *n);

/* How many rows have both of two items. */
int64_t cul_structure_both(const culture_structure *structure, int32_t first, int32_t second);

/* The correlation of two items over all rows with both; NaN when one does not vary there. *rows may be NULL. */
double cul_structure_correlation(const culture_structure *structure, int32_t first, int32_t second, int64_t *rows);

#endif
