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

#define CULTURE_STRUCTURE_ITEMS 500    /* most items of a questionnaire */
#define CULTURE_STRUCTURE_LANGUAGES 64 /* most languages */

typedef struct culture_structure culture_structure;

struct culture_structure_options {
    size_t struct_size;
    culture_scores *scores; /* only organisations that these show are counted; NULL: every row is */
    const char *language;   /* the column with the language a respondent answered in; NULL: "startlanguage" or
                               "language", when there is one */
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

/* Adds another structure of the same questionnaire to this one; other is unchanged. Errors: MISMATCH, OVERFLOW, LIMIT,
 * MEMORY. */
CULTURE_API culture_status culture_structure_merge(culture_structure *structure, const culture_structure *other,
                                                   struct culture_error *error);

CULTURE_API int64_t culture_structure_respondents(const culture_structure *structure); /* rows with an answer */
CULTURE_API int64_t culture_structure_complete(const culture_structure *structure);    /* rows complete on all items */

#ifdef __cplusplus
}
#endif
#endif
