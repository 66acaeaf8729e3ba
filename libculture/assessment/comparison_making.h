/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ASSESSMENT_COMPARISON_MAKING_H
#define CUL_ASSESSMENT_COMPARISON_MAKING_H

/* A comparison while it is made. */
#include "assessment/comparison_state.h"
#include "assessment/comparison_statistics.h"

/* By how many respondents two waves of an organisation differ at least, as far as their distributions tell. */
struct cul_apart {
    int64_t come, gone; /* answers there are more of after, and more of before */
    int64_t smaller;    /* respondents of the smaller wave */
};

struct cul_comparing {
    culture_comparison *made;
    const culture_questionnaire *questionnaire;
    double confidence;
    int64_t minimum;
    const culture_matches *matches;
    struct cul_match_sums *sums;     /* organisations of the matches x dimensions; NULL: none */
    struct cul_match_people *people; /* per organisation of the matches; NULL: none */
    struct cul_apart *apart;         /* per organisation */
    struct cul_sample *samples;      /* of one dimension before, for the variance between organisations */
    double *p, *adjusted;            /* per organisation and factor; per factor */
    bool *fell;                      /* per organisation and factor */
    struct cul_ranking ranking;      /* of the dimension at hand */
    struct cul_between between;      /* of the dimension at hand */
};

/* Why a dimension of an organisation is hidden in a wave; NONE when it is not. row is that of the wave's scores. */
int32_t cul_comparing_hidden(const struct cul_comparing *making, int wave, int64_t row, int32_t dimension);

/* A wave's scores with every digit; a sample that does not vary has exactly no variance. */
struct cul_sample cul_comparing_sample(const struct cul_comparing *making, int wave, int64_t row, int32_t dimension);

/*
 * n times the mean of one wave less n times that of the other is what the respondents said who came, less what those
 * said who left, and the changes of those who answered otherwise. How far that tells of a few.
 */
enum cul_telling {
    CUL_TELLS_OF_MANY = 0,
    CUL_TELLS_OF_SOME = 1, /* fewer than 20: results are rounded */
    CUL_TELLS_OF_FEW = 2,  /* fewer than the minimum: the change is hidden */
};
/* before and after: respondents scored. */
enum cul_telling cul_comparing_telling(const struct cul_comparing *making, int64_t row, int32_t dimension,
                                       int64_t before, int64_t after);
/* What cul_comparing_telling() needs to know of an organisation. */
void cul_comparing_set_apart(struct cul_comparing *making, int64_t row);
/* Whether so few of some organisation came or left that the number of all in both waves would tell how many. */
bool cul_comparing_hides_matched(const struct cul_comparing *making);

/* The number of an organisation among the matches; -1: none of it has a key. */
int64_t cul_comparing_number(const struct cul_comparing *making, int64_t row);

/* Fills in the results of a dimension of an organisation of the comparison, those of Holm's correction aside. */
void cul_comparing_dimension(struct cul_comparing *making, int64_t row, int32_t dimension);

/* Holm's correction over the factors of an organisation that could be tested, and what follows from it. */
void cul_comparing_adjust(struct cul_comparing *making, int64_t row);

#endif
