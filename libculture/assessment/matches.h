/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_MATCHES_H
#define CUL_ASSESSMENT_MATCHES_H

/* Matched respondents as the comparison sees them: exact sums, per organisation and dimension. */
#include "culture/comparison.h"
#include "tally/layout.h"

/* Over the respondents scored on a dimension in both waves, in the tally's units: x before, y after. */
struct cul_match_sums {
    int64_t n;
    int64_t changed; /* of these, whose two scores differ */
    __int128 x, y, xx, yy, xy;
};

/* The sums of all organisations, each with as many as there are dimensions; NULL: no memory. */
struct cul_match_sums *cul_matches_add_up(const culture_matches *matches);

/* How many of an organisation have a key in each wave, and in both. */
struct cul_match_people {
    int64_t with_key[2], matched;
};

/* That of all organisations; NULL: no memory. */
struct cul_match_people *cul_matches_people(const culture_matches *matches);

/* The number of an organisation in these sums, by its key; -1: nobody of it has a key. */
int64_t cul_matches_organisation(const culture_matches *matches, const char *key);

const culture_questionnaire *cul_matches_questionnaire(const culture_matches *matches);
int64_t cul_matches_unit(const culture_matches *matches); /* scores run from 0 to this */

#endif
