/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_STRUCTURE_H
#define CULTURE_STRUCTURE_H

/*
 * Structure: how the items of all respondents together hang together. A second pass over the answers, since products of
 * all pairs of items are too many for every organisation of a tally: first score, then count the same files again, so
 * that the rows of hidden organisations stay out. Whole numbers only: any split and merge of the rows gives the same
 * counts. Never written to a file; one thread at a time.
 */
#include "culture/scores.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CULTURE_MAXIMUM_STRUCTURE_ITEMS 500 /* most items of a questionnaire */
#define CULTURE_MAXIMUM_LANGUAGES 64        /* most languages */

typedef struct culture_structure culture_structure;

/* Which items are looked at. */
enum culture_structure_items {
    CULTURE_STRUCTURE_ALL_ITEMS = 0,
    CULTURE_STRUCTURE_FACTOR_ITEMS = 1, /* practice items of the factors only */
};

struct culture_structure_options {
    size_t struct_size;
    /*
     * Only organisations of which these give every dimension and item that is looked at are counted, those that they
     * round (below 20 respondents) together or not at all; NULL: every row is. Of others (a dimension or item hidden,
     * rounded beside exact ones or counted in threes, or too few rows complete for a dimension) nothing is: what is
     * left of the numbers without those that are published would be theirs. Precision FULL lifts this, as elsewhere.
     */
    culture_scores *scores;
    const char *language; /* the column with the language a respondent answered in; NULL: "startlanguage" or
                             "language", when there is one */
    int32_t
        items; /* enum culture_structure_items: those that make a row complete; with factors nothing else is paired */
};

/* Errors: ARGUMENT, MISMATCH (scores of another questionnaire), LIMIT (too many items), MEMORY. */
CULTURE_API culture_status culture_structure_new(culture_questionnaire *questionnaire,
                                                 const struct culture_structure_options *options,
                                                 culture_structure **structure, struct culture_error *error);
CULTURE_API void culture_structure_free(culture_structure *structure);

/*
 * Adds rows from memory; the language is one of the block's unit columns. Errors: ARGUMENT, OVERFLOW, LIMIT (too many
 * languages), MEMORY.
 */
CULTURE_API culture_status culture_structure_add_block(culture_structure *structure, const struct culture_block *block,
                                                       struct culture_error *error);

/*
 * Adds survey files and folders as culture_tally_add_files() does, one after the other: options->threads is not used,
 * and the unit columns of options->answers are replaced by the language's. Tallies (*.tally) hold no rows and are
 * passed over. Every file is read aside and added only when it is good; the call succeeds when at least one file did.
 * Errors: NOTHING (the first file's error is in error), CANCELLED, MEMORY, ARGUMENT: then the counts are as before.
 */
CULTURE_API culture_status culture_structure_add_files(culture_structure *structure, const char *const *paths,
                                                       size_t count, const struct culture_add_options *options,
                                                       struct culture_error *error);

/* Adds another structure of the same questionnaire to this one; other is unchanged. Both are without scores or with
 * scores that hide as much. Errors: MISMATCH, OVERFLOW, LIMIT, MEMORY. */
CULTURE_API culture_status culture_structure_merge(culture_structure *structure, const culture_structure *other,
                                                   struct culture_error *error);

CULTURE_API int64_t culture_structure_respondents(const culture_structure *structure); /* rows with an answer */
CULTURE_API int64_t
culture_structure_complete(const culture_structure *structure); /* rows complete on the items that were counted */

/*
 * Whether rows can be compared with these by their distance (CULTURE_SIGN_DISTANCE; struct culture_add_options,
 * screen). *reason: NONE, TOO_FEW (some two items are both answered in no more than five rows per item) or SINGULAR
 * (the covariances of all pairs of items are not positive definite, as when an item is answered alike by all). *rows,
 * which may be NULL: the fewest rows in which two items are both answered. Errors: ARGUMENT, MEMORY.
 */
CULTURE_API culture_status culture_structure_distances(const culture_structure *structure, int32_t *reason,
                                                       int64_t *rows, struct culture_error *error);

/*
 * Whether rows can be compared with these by their correlation with the items' means (CULTURE_SIGN_PERSON_TOTAL).
 * Where the means hardly differ, ordinary respondents correlate with them negatively by chance. *share: how many do,
 * Phi(-d'd / sqrt(d'Cd)), 0-0.5, with d the items' means minus their average, after reversal and in parts of their
 * scale, and C the covariances of all pairs of items; by the normal distribution, for who answers all items. The sign
 * is told where that is 0.05 or less. NaN, and not told, where it cannot be known: no two rows. Errors: ARGUMENT.
 */
CULTURE_API culture_status culture_structure_by_chance(const culture_structure *structure, double *share,
                                                       struct culture_error *error);

/* Which rows correlations come from. Covariances are always of complete rows. */
enum culture_structure_rows {
    CULTURE_STRUCTURE_PAIRWISE_ROWS = 0, /* for each pair of items all rows with both, as psych takes them */
    CULTURE_STRUCTURE_COMPLETE_ROWS = 1, /* rows complete on the items that were counted */
};

struct culture_analyse_options {
    size_t struct_size;
    culture_scores *scores; /* whose one-factor fits stand beside this in outputs; NULL: none */
    int64_t minimum; /* respondents below which nothing is given, at least 10; 0: 100 (this project's own choice) */
    uint64_t seed;   /* of the parallel analysis; 0: 1 */
    int32_t draws;   /* of the parallel analysis, 100 to 10000; 0: 200 */
    int32_t rows;    /* enum culture_structure_rows */
    int32_t items;   /* enum culture_structure_items; all: not when only the factors' were counted */
};

/* Immutable and shareable; the structure stays usable. */
typedef struct culture_analysis culture_analysis;

/* Errors: ARGUMENT, MEMORY. */
CULTURE_API culture_status culture_structure_analyse(const culture_structure *structure,
                                                     const struct culture_analyse_options *options,
                                                     culture_analysis **analysis, struct culture_error *error);
CULTURE_API culture_analysis *culture_analysis_retain(culture_analysis *analysis);
CULTURE_API void culture_analysis_free(culture_analysis *analysis);

/*
 * Results, pinned. Their columns are the items that are looked at (culture_analysis_item()), after reversal. All is for
 * every respondent together, as if organisations did not differ: the items of one organisation are more alike than
 * these numbers know, so read them as descriptions. They are exact: whoever has two of them over nearly the same rows
 * can subtract, so hand on one. Beside the published results of the same organisations they tell nothing of few
 * respondents: neither of an item that score hides, nor of the few rows of an organisation that are complete on all
 * items, or that are not, or have both items of a pair. Taken as known are the sums of answers, squares and products
 * over all rows that a result is over, and per organisation those over all answers to an item and over the rows
 * complete for its dimension. Where these together leave a sum over fewer respondents than the scores' minimum, and 20
 * at least, what is new is withheld (SUPPRESSED): first covariances and all else over complete rows; then differences
 * between languages, by dimension; then correlations and eigenvalues over pairs, the whole matrix. That nothing is left
 * is shown by elimination (libculture/scores/safe_sums.h), which may withhold too much, not too little. Who knows all
 * answers of the other organisations besides knows more. Without scores, or with those of full precision, nothing is
 * withheld.
 */
enum culture_structure_result {
    /* 1 x items. */
    CULTURE_STRUCTURE_EIGENVALUE = 0, /* of the correlations of the items, the largest first */
    /* Horn's (1965, Psychometrika 30:179) parallel analysis, principal components against principal components: what
     * items that have nothing in common give in a sample of this size. Draws are seeded. */
    CULTURE_STRUCTURE_CHANCE_MEAN = 1,
    CULTURE_STRUCTURE_CHANCE_HIGH = 2, /* 95th centile */
    /* 1 x 1. */
    CULTURE_STRUCTURE_COMPONENTS = 20, /* eigenvalues above CHANCE_HIGH before the first that is not */
    /* items x items. */
    CULTURE_STRUCTURE_CORRELATION = 30,
    CULTURE_STRUCTURE_COVARIANCE = 31, /* in scale points, of complete rows, divisor n - 1 */
    /*
     * languages (without the most frequent one) x items: whether an answer is as favourable in one language as in the
     * other for respondents with the same rest score, the sum of the dimension's other items (Mantel & Haenszel 1959;
     * Holland & Thayer 1988), over rows complete for the dimension. Favourable points against all others, after
     * reversal: a reversed item that scores higher is one that is agreed with less.
     */
    CULTURE_STRUCTURE_ODDS_RATIO = 40,     /* odds of a favourable answer: most frequent language / this one */
    CULTURE_STRUCTURE_ODDS_RATIO_LOW = 41, /* 95 %: Robins, Breslow & Greenland 1986 */
    CULTURE_STRUCTURE_ODDS_RATIO_HIGH = 42,
    CULTURE_STRUCTURE_CHI_SQUARED = 43, /* 1 degree of freedom, continuity-corrected, as R's mantelhaen.test() */
    CULTURE_STRUCTURE_P = 44,
    CULTURE_STRUCTURE_P_HOLM = 45, /* over the items of this language */
    CULTURE_STRUCTURE_DELTA = 46,  /* -2.35 ln(odds ratio): above 0, scores higher than expected (ETS) */
    CULTURE_STRUCTURE_CLASS = 47,  /* 0 A: |delta| < 1; 1 B; 2 C: |delta| >= 1.5. By size alone: ETS also tests */
    CULTURE_STRUCTURE_LANGUAGE_RESPONDENTS = 48, /* complete for the dimension, in this language */
};

/* Errors: NOT_FOUND. */
CULTURE_API culture_status culture_analysis_get(const culture_analysis *analysis, int32_t result,
                                                struct culture_matrix *matrix);
/* Why a value is NaN: TOO_FEW (respondents, or not more than items), SUPPRESSED (it would tell of few), ZERO_VARIANCE
 * (an item answered alike by all), ONE_ITEM (no rest score), OUT_OF_RANGE (no finite odds ratio). */
CULTURE_API int32_t culture_analysis_reason(const culture_analysis *analysis, int32_t result, int64_t row,
                                            int64_t column);

CULTURE_API culture_questionnaire *culture_analysis_questionnaire(const culture_analysis *analysis); /* borrowed */

/* The items that are looked at: a column's index in the questionnaire; -1 past the end. */
CULTURE_API int32_t culture_analysis_item_count(const culture_analysis *analysis);
CULTURE_API int32_t culture_analysis_item(const culture_analysis *analysis, int32_t column);

struct culture_analysed {
    size_t struct_size;
    int64_t respondents; /* with any answer */
    int64_t complete;    /* on the items that were counted */
    int64_t used;        /* the sample of the correlations: complete rows; pairwise: of the pair with the fewest */
    int64_t minimum;
    uint64_t seed;
    int32_t draws;
    int32_t rows;             /* enum culture_structure_rows */
    int64_t language_count;   /* languages with at least minimum respondents; the first is the most frequent */
    int64_t languages_hidden; /* those with fewer */
    /* Organisations that were left out, when scores were given (struct culture_structure_options): hidden whole; with
     * something that is not given in full; rounded, and not enough of them together. */
    int64_t organisations_hidden, organisations_partly, organisations_rounded;
};
CULTURE_API culture_status culture_analysis_about(const culture_analysis *analysis, struct culture_analysed *about,
                                                  struct culture_error *error);

/* A language by its place, the most frequent first: row r of the results is language r + 1. name is as in the files, in
 * lower case, and is borrowed. Errors: NOT_FOUND. */
CULTURE_API culture_status culture_analysis_language(const culture_analysis *analysis, int64_t index, const char **name,
                                                     int64_t *respondents);

#ifdef __cplusplus
}
#endif
#endif
