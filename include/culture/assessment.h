/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_ASSESSMENT_H
#define CULTURE_ASSESSMENT_H

/*
 * An assessment: where each organisation stands against the reference sample, its profile, and the verdict whether it
 * practises a learning culture coherently and concretely. Immutable and shareable.
 */
#include "culture/reference.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct culture_assessment culture_assessment;

struct culture_assess_options {
    size_t struct_size;
    double confidence; /* of the percentiles' intervals, above 0 and below 1; 0: 0.95 */
    int32_t threads;   /* that assess, to the same bytes whatever their number; 0: one per processor */
};

/* Assesses scores; reference may be NULL (scores and verdict only). Errors: MISMATCH, ARGUMENT, MEMORY. */
CULTURE_API culture_status culture_assess(culture_scores *scores, culture_reference *reference,
                                          const struct culture_assess_options *options, culture_assessment **assessment,
                                          struct culture_error *error);
CULTURE_API culture_assessment *culture_assessment_retain(culture_assessment *assessment);
CULTURE_API void culture_assessment_free(culture_assessment *assessment);
CULTURE_API culture_scores *culture_assessment_scores(const culture_assessment *assessment); /* borrowed */
CULTURE_API culture_reference *
culture_assessment_reference(const culture_assessment *assessment); /* borrowed; NULL: none */

/*
 * Results, pinned. Standing: organisations x dimensions; without a reference not_asked. x is the organisation's mean, m
 * and s the mean and SD of the r organisations of the reference; a member of an observed reference is compared with the
 * others only.
 */
enum culture_result {
    CULTURE_STANDING_Z = 0,              /* (x - m) / s: an effect size */
    CULTURE_STANDING_T = 1,              /* (x - m) / (s sqrt((r + 1) / r)) (Crawford & Howell 1998) */
    CULTURE_STANDING_DF = 2,             /* r - 1 */
    CULTURE_STANDING_P = 3,              /* two-sided */
    CULTURE_STANDING_P_HOLM = 4,         /* Holm 1979 over the organisation's factors; other dimensions: not_asked */
    CULTURE_STANDING_DIFFERS = 5,        /* -1 lower, 0 no, 1 higher, by p_holm at .05; NaN: not tested */
    CULTURE_STANDING_PERCENTILE = 6,     /* 100 P(T < t): estimated share of organisations that score lower */
    CULTURE_STANDING_PERCENTILE_LOW = 7, /* Crawford & Garthwaite 2002: the error of the yardstick */
    CULTURE_STANDING_PERCENTILE_HIGH = 8,
    CULTURE_STANDING_BELOW = 9,     /* organisations of the reference that score lower */
    CULTURE_STANDING_TIES = 10,     /* that score the same to 1e-9 */
    CULTURE_STANDING_T_SCORE = 11,  /* 50 + 10 z */
    CULTURE_STANDING_STEN = 12,     /* 5.5 + 2 z, clipped to 1-10 */
    CULTURE_STANDING_STANINE = 13,  /* 5 + 2 z, rounded half away from zero, clipped to 1-9 */
    CULTURE_STANDING_BAND_LOW = 14, /* enum culture_band of the interval's lower end */
    CULTURE_STANDING_BAND_HIGH = 15,
    CULTURE_STANDING_MEMBER = 16,                  /* 1: the organisation itself is part of the reference */
    CULTURE_STANDING_REFERENCE_ORGANISATIONS = 17, /* r */
    CULTURE_STANDING_P25 = 18,                     /* quartiles of the reference */
    CULTURE_STANDING_P50 = 19,
    CULTURE_STANDING_P75 = 20,
    /*
     * The percentile's interval with the organisation's own sampling error (its standard error as published beside the
     * mean) on top of the yardstick's (Crawford & Garthwaite 2007, by quadrature). Outward to multiples of 5 where
     * results are rounded.
     */
    CULTURE_STANDING_PERCENTILE_WIDE_LOW = 21,
    CULTURE_STANDING_PERCENTILE_WIDE_HIGH = 22,
    /*
     * Where the true mean lies among true means: tau^2 = s^2 - mean v_g takes the sampling error out of the yardstick,
     * lambda = tau^2 / (tau^2 + v_x) shrinks x to E = lambda x + (1 - lambda) m; 100 Phi((E - m) / sqrt(tau^2 + lambda
     * v_x)). The limits are those of the true mean's posterior N(E, lambda v_x). v = SD^2 / n, without the
     * finite-population correction: the culture as what makes people answer so. zero_variance: tau^2 is not above 0.
     * Limits that hold with the yardstick's error too: CULTURE_STANDING_PERCENTILE_TRUE_WIDE_LOW.
     */
    CULTURE_STANDING_PERCENTILE_TRUE = 23,
    CULTURE_STANDING_PERCENTILE_TRUE_LOW = 24,
    CULTURE_STANDING_PERCENTILE_TRUE_HIGH = 25,
    /*
     * 100 (B + T / 2) / r with B below and T tied (Crawford, Garthwaite & Slick 2009), whatever the shape of the
     * distribution; its interval from Beta(B + T / 2 + .5, r - B - T / 2 + .5), approximate with ties; to 0 below all
     * and to 100 above all (Brown, Cai & DasGupta 2001).
     */
    CULTURE_STANDING_RANK_PERCENTILE = 26,
    CULTURE_STANDING_RANK_LOW = 27,
    CULTURE_STANDING_RANK_HIGH = 28,
    CULTURE_STANDING_P_BH = 29, /* Benjamini & Hochberg 1995 over the organisation's factors: false discovery rate */
    /*
     * A factor against the organisation's own level: d = x - mean of its factors, held against the same contrast in
     * every organisation of the reference (Crawford & Howell 1998 on d). Factors only, when all of them are known.
     */
    CULTURE_STANDING_OWN_DIFFERENCE = 30, /* d less the mean d of the reference, in points of 0-100 */
    CULTURE_STANDING_OWN_T = 31,
    CULTURE_STANDING_OWN_P = 32,
    CULTURE_STANDING_OWN_P_HOLM = 33,
    CULTURE_STANDING_OWN_DIFFERS = 34,    /* -1, 0, 1 by own_p_holm at .05; NaN: not tested */
    CULTURE_STANDING_OWN_PERCENTILE = 35, /* estimated share of organisations with a lower d */
    CULTURE_STANDING_OWN_PERCENTILE_LOW = 36,
    CULTURE_STANDING_OWN_PERCENTILE_HIGH = 37,
    /*
     * The empirical-Bayes score lambda x + (1 - lambda) mu, and lambda = tau^2 / (tau^2 + v_x), the reliability of the
     * organisation's mean (Morris 1983, JASA 78:47; Raudenbush & Bryk 2002, ch. 3). tau^2 and mu, weighted by 1 /
     * (tau^2 + v_g), are the reference's, never the batch's; v without the finite-population correction. tau^2 below 0
     * counts as 0. With a simulated reference simulated_reference: real organisations are not drawn to made-up ones.
     */
    CULTURE_STANDING_EB = 38,
    CULTURE_STANDING_EB_RELIABILITY = 39,
    /*
     * The limits of PERCENTILE_TRUE with the error of the yardstick on top of the organisation's own: m and s are
     * estimates from r organisations, so s*^2 = (r - 1) s^2 / chi^2, m* ~ N(m, s*^2 / r), tau*^2 = s*^2 - mean v_g, and
     * the true mean's posterior around both (Crawford & Garthwaite 2007 and Morris 1983, by quadrature). The v are
     * taken as known. By simulation they hold the true place 95 times in 100.
     */
    CULTURE_STANDING_PERCENTILE_TRUE_WIDE_LOW = 40,
    CULTURE_STANDING_PERCENTILE_TRUE_WIDE_HIGH = 41,
    /* Profile: organisations x 1. */
    CULTURE_PROFILE_LEVEL = 64,   /* mean of the factors' z (Cronbach & Gleser 1953) */
    CULTURE_PROFILE_SCATTER = 65, /* their SD, divisor k - 1 */
    /*
     * How unusual the profile is as a whole: D^2 = (x - m)' S^-1 (x - m) over the p factors; it cannot say in which
     * direction. too_few: r <= p + 1, or fewer than 20 peers; singular: the factors' covariance cannot be inverted.
     */
    CULTURE_PROFILE_MAHALANOBIS = 66,
    CULTURE_PROFILE_F = 67, /* r / (r + 1) D^2 (r - p) / (p (r - 1)) (Huizenga et al. 2007, Neuropsychologia 45:2534) */
    CULTURE_PROFILE_P = 68, /* P(F(p, r - p) > F) */
    CULTURE_PROFILE_DF1 = 69, /* p */
    CULTURE_PROFILE_DF2 = 70, /* r - p */
    /*
     * Percent of organisations whose profile is more extreme, with its interval: the median and the limits of the
     * noncentrality of r (r - p) / ((r - 1) p) D^2 (Reiser 2001, Comm Stat Sim 30:37). 100: not unusual at all.
     */
    CULTURE_PROFILE_UNUSUAL = 71,
    CULTURE_PROFILE_UNUSUAL_LOW = 72,
    CULTURE_PROFILE_UNUSUAL_HIGH = 73,
    /*
     * Non-response: organisations x dimensions. By how many points the people who did not answer would have to score
     * above (UP) or below (DOWN) those who did for the mean of all N to leave its band (enum culture_band, of z):
     * (c - x) N / (N - n) with c the band's edge and n the respondents scored on the dimension: who answered other
     * questions and not these is one of the N - n. OUT_OF_RANGE: no scores of theirs from 0 to 100 can do it, or
     * everybody answered; NO_HEADCOUNT; NOT_IN_REFERENCE. Exact arithmetic on the published means, with no model of why
     * people stay away; the finite-population correction says nothing about this.
     */
    CULTURE_NONRESPONSE_UP = 96,
    CULTURE_NONRESPONSE_DOWN = 97,
    /* Facts from the register: organisations x 1. What the register does not give is not_asked. */
    CULTURE_FACT_TRAINING_BUDGET = 128,
    CULTURE_FACT_TRAINING_SPENT = 129,
    CULTURE_FACT_USED_SHARE = 130, /* spent / budget, 0-1 and above; out_of_range for a budget of 0 */
    CULTURE_FACT_FORMAL_SHARE = 131,
    CULTURE_FACT_TIME_TO_SOLUTION = 132, /* days */
};
CULTURE_API culture_status culture_assessment_get(const culture_assessment *assessment, int32_t result,
                                                  struct culture_matrix *matrix);
CULTURE_API int32_t culture_assessment_reason(const culture_assessment *assessment, int32_t result, int64_t row,
                                              int64_t column);

/* Bands of z, cut at -1.5, -0.5, 0.5 and 1.5; a value on a cut belongs to the higher band. */
enum culture_band {
    CULTURE_BAND_WELL_BELOW = 0,
    CULTURE_BAND_BELOW = 1,
    CULTURE_BAND_AVERAGE = 2,
    CULTURE_BAND_ABOVE = 3,
    CULTURE_BAND_WELL_ABOVE = 4,
};
CULTURE_API const char *culture_band_name(int32_t band); /* "well_below", ...; "" for an unknown number. Static text. */

enum culture_verdict_kind {
    CULTURE_VERDICT_PRACTISED = 0,     /* concrete and coherent */
    CULTURE_VERDICT_PARTLY = 1,        /* at least five ninths of the factors concrete */
    CULTURE_VERDICT_AMBITION_ONLY = 2, /* on at least as many, ambition reaches the score while practice does not */
    CULTURE_VERDICT_NOT_PRACTISED = 3,
    CULTURE_VERDICT_TOO_FEW = 4, /* what is hidden could change the answer */
};
CULTURE_API const char *culture_verdict_name(int32_t verdict); /* "practised", ... Static text. */

/* The probability in words: clear from .9, likely from .5, uncertain from .1, unlikely below. */
enum culture_evidence {
    CULTURE_EVIDENCE_CLEAR = 0,
    CULTURE_EVIDENCE_LIKELY = 1,
    CULTURE_EVIDENCE_UNCERTAIN = 2,
    CULTURE_EVIDENCE_UNLIKELY = 3,
};
CULTURE_API const char *culture_evidence_name(int32_t evidence); /* "clear", ... Static text. */

struct culture_verdict {
    size_t struct_size;
    int32_t verdict;          /* enum culture_verdict_kind */
    int32_t evidence;         /* enum culture_evidence; -1 when there is no probability */
    double probability;       /* that the true scores meet the criterion, 0-1; NaN when hidden scores forbid it */
    int32_t concrete;         /* 1 yes, 0 no, -1 not known */
    int32_t coherent;         /* 1 yes, 0 no, -1 not known */
    int32_t concrete_factors; /* factors that reach the score, of those that can be reported */
    int32_t missing_count;    /* factors that are short of the criterion's score */
    double probability_error; /* its Monte Carlo standard error; 0: exact; NaN without a probability */
    int32_t measured_factors; /* factors that have a score: concrete_factors is of these */
    /*
     * Where the probability lies, as exactly as it was computed (95 %); equal to it when it is exact. A probability of
     * 0 is one of less than probability_high: none of 8168 points met the criterion. Outward to 0.01 where it is
     * rounded.
     */
    double probability_low, probability_high;
};
/* Errors: NOT_FOUND (no such organisation, or a questionnaire without criterion). */
CULTURE_API culture_status culture_assessment_verdict(const culture_assessment *assessment, int64_t organisation,
                                                      struct culture_verdict *verdict, struct culture_error *error);

/*
 * How the probability was computed: "covariance", from the sampling covariance of the factors' means (finite-population
 * correction included), by 8 x 1021 points of a shifted lattice whose shifts are drawn from questionnaire and
 * organisation; "diagonal", with more than 64 factors, when their errors are taken as independent. Static text.
 */
CULTURE_API const char *culture_assessment_probability_method(const culture_assessment *assessment);

/* What is missing: the index-th factor short of the score, and by how many points (0-100 scale). */
CULTURE_API culture_status culture_assessment_missing(const culture_assessment *assessment, int64_t organisation,
                                                      int32_t index, int32_t *factor, double *points,
                                                      struct culture_error *error);

/*
 * The multiverse: what the verdict would be under other numbers. Scores to 7.5 and floors to 10 around the criterion's
 * (and no floor), up to two factors more or fewer, and each rule for missing answers; never a floor above the score.
 */
struct culture_universe {
    size_t struct_size;
    const char *missing_rule; /* "one", "half", "all": answers a respondent needs. Static text. */
    double score, floor;
    int32_t factors;
    int32_t verdict; /* enum culture_verdict_kind */
    int32_t given;   /* 1: score, floor and factors are the criterion's own */
};
/* One of them, from 0 on. Errors: NOT_FOUND past the last, or as culture_assessment_verdict(). */
CULTURE_API culture_status culture_assessment_universe(const culture_assessment *assessment, int64_t organisation,
                                                       int32_t index, struct culture_universe *universe,
                                                       struct culture_error *error);

/*
 * Non-response and the verdict: the smallest difference, the same on every factor, between those who did not answer and
 * those who did that would make the verdict about all of them another one. Who did not answer is counted per factor, as
 * in CULTURE_NONRESPONSE_UP: between absent and absent_most people. Ambition is left as observed.
 */
struct culture_nonresponse {
    size_t struct_size;
    int64_t absent;       /* people of the headcount who did not answer at all; 0 when everybody did */
    double up, down;      /* points, above 0 and at most 0; NaN: none from 0 to 100 would */
    int32_t up_becomes;   /* enum culture_verdict_kind */
    int32_t down_becomes; /* the same */
    int32_t
        reason; /* why nothing can be told: NO_HEADCOUNT, or why the organisation or the verdict is hidden; else NONE */
    int64_t absent_most; /* people without a score on the factor that the fewest are scored on */
};
/* Errors: as culture_assessment_verdict(), MEMORY. */
CULTURE_API culture_status culture_assessment_nonresponse(const culture_assessment *assessment, int64_t organisation,
                                                          struct culture_nonresponse *nonresponse,
                                                          struct culture_error *error);

/* A published figure to hold a fact against. */
struct culture_figure {
    size_t struct_size;
    const char *id;   /* "formal_share", "used_share", "practised" */
    double low, high; /* equal when one number was published */
    const char *source;
};
/* The figures from 0 on. Errors: NOT_FOUND past the last, ARGUMENT. */
CULTURE_API culture_status culture_published_figure(int32_t index, struct culture_figure *figure,
                                                    struct culture_error *error);

/* How many practise it: the published 4 of 65 with its Wilson interval, and the share within an observed reference. */
struct culture_base_rate {
    size_t struct_size;
    int64_t count, of;
    double share, low, high; /* 0-1, Wilson 1927 */
};
CULTURE_API culture_status culture_base_rate_published(struct culture_base_rate *rate, struct culture_error *error);
/* Errors: NOT_FOUND when there is no reference or it is not observed. */
CULTURE_API culture_status culture_assessment_base_rate(const culture_assessment *assessment,
                                                        struct culture_base_rate *rate, struct culture_error *error);

#ifdef __cplusplus
}
#endif
#endif
