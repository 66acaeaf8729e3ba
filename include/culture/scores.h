/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_SCORES_H
#define CULTURE_SCORES_H

/*
 * Scores: what each organisation and unit got on each dimension, with intervals and reliability. Groups too small to
 * report are hidden here, in the result, so that no output can print them. Immutable and shareable.
 */
#include "culture/tally.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct culture_scores culture_scores;

/*
 * What is hidden (Cox 1980; Willenborg & de Waal 2001), in the result itself, so that no output can print it:
 *  - an organisation or unit with fewer answers to a dimension than the minimum (TOO_FEW); all results of it, always;
 *  - further units, the smallest first, until no linear combination of what is published (units of all columns, nested
 *    or crossed, and the organisation) tells about fewer respondents than the minimum or gives a hidden unit
 * (SUPPRESSED); those with a blank cell count as a group that is not published;
 *  - unless the precision is FULL, what all respondents answered alike: a dimension, a difference or an item whose
 *    result would tell what each of them said, and one more item of that dimension (SUPPRESSED).
 * Results of groups below 20 respondents are rounded, and so are those from which such a group would be known exactly.
 * Where exact results of a dimension's items would, beside its mean, tell what a few said (who answered some of the
 * items: some, but fewer than the minimum), the items' counts are rounded to threes, so that nobody's answer shows, and
 * the items' other results come from these counts (COUNTED_IN is 3). The dimension's own results stay exact, but for
 * its shares on scales of two or three points, which would tell the same.
 * Hidden are totals of answers; who knows answers of some respondents, or results of other questionnaires, knows more.
 */

/*
 * What results may be handed on. PUBLISHED is safe to show to others. FULL is for the analyst's own eyes: every digit,
 * and small organisations too; units and statistics that need a sample of their own (alpha) keep the minimum. Outputs
 * name it.
 */
enum culture_precision {
    /* below 20 respondents: means to 0.1, intervals outward to whole numbers, shares to 5 %, alpha and omega to 0.01,
     * no SD, no item counts, no other coefficients; coefficients to 0.01 too where some respondents, but fewer than the
     * minimum, are scored and not complete */
    CULTURE_PRECISION_PUBLISHED = 0,
    CULTURE_PRECISION_FULL = 1,
};

/*
 * What an organisation's results are about. WORKFORCE: the people who work there now; with a headcount the
 * finite-population correction narrows the intervals, down to nothing when everybody answered (which says nothing about
 * who did not). PROCESS: the culture that made this workforce and would make others, as one compares organisations or
 * years; no correction. Without a headcount nothing is known of who did not answer: the target is PROCESS, whatever was
 * asked for, and every output says so (struct culture_organisation and culture_unit, target).
 */
enum culture_target {
    CULTURE_TARGET_WORKFORCE = 0,
    CULTURE_TARGET_PROCESS = 1,
};

struct culture_scores_options {
    size_t struct_size;
    const culture_register *reg; /* headcounts; NULL: none are known */
    int64_t minimum;   /* answers to a dimension below which nothing is given; 0: 10. At least 5, or with FULL 1 */
    int32_t precision; /* enum culture_precision */
    double confidence; /* of all intervals, above 0 and below 1; 0: 0.95 */
    int32_t target;    /* enum culture_target */
    int32_t threads;   /* that score, to the same bytes whatever their number; 0: one per processor */
};

/*
 * Scores everything in a tally, which stays usable. An organisation whose headcount is below its respondents is refused
 * by itself (culture_scores_organisation() tells), not the batch. Errors: ARGUMENT, MEMORY.
 */
CULTURE_API culture_status culture_scores_compute(const culture_tally *tally,
                                                  const struct culture_scores_options *options, culture_scores **scores,
                                                  struct culture_error *error);
CULTURE_API culture_scores *culture_scores_retain(culture_scores *scores);
CULTURE_API void culture_scores_free(culture_scores *scores);
CULTURE_API culture_questionnaire *culture_scores_questionnaire(const culture_scores *scores); /* borrowed */

/*
 * Results. Numbers are pinned; new ones are added at the end. Scores run from 0 to 100: 100 (x - low) / (high - low)
 * with x the mean of a respondent's answers after reversal, for respondents with enough answers ("scored").
 */
enum culture_score {
    CULTURE_SCORE_RESPONDENTS = 0, /* respondents scored on the dimension; on item level: valid answers */
    CULTURE_SCORE_MEAN = 1,        /* 0-100 */
    /* t interval; for the target WORKFORCE with a headcount N: SE = sqrt((1 - n/N) s^2/n) (Cochran 1977, ch. 2). Of a
     * census (n = N) it has no width: both limits are the mean as it is given, also where that is rounded; so of the
     * other means and shares */
    CULTURE_SCORE_MEAN_LOW = 2,
    CULTURE_SCORE_MEAN_HIGH = 3,      /* clipped to 0-100, as is mean_low */
    CULTURE_SCORE_SD = 4,             /* between respondents, divisor n - 1, in units of 0-100 */
    CULTURE_SCORE_STANDARD_ERROR = 5, /* of the mean, as in the interval */
    CULTURE_SCORE_FAVOURABLE = 6,     /* percent of valid answers on the favourable points, after reversal */
    CULTURE_SCORE_UNFAVOURABLE = 7,   /* the mirrored points */
    CULTURE_SCORE_POINTS_MEAN = 8,    /* in scale points, after reversal */
    CULTURE_SCORE_POINTS_SD = 9,
    CULTURE_SCORE_ALPHA = 10,     /* Cronbach 1951, on rows complete for the dimension, over all its items */
    CULTURE_SCORE_ALPHA_LOW = 11, /* Feldt 1965 */
    CULTURE_SCORE_ALPHA_HIGH = 12,
    CULTURE_SCORE_ALPHA_RESPONDENTS = 13, /* rows complete for the dimension */
    CULTURE_SCORE_MISSING_SHARE = 14, /* share, 0-1, of answers missing or invalid, over all respondents and items */
    CULTURE_SCORE_ALPHA_VARYING = 15, /* items not answered alike by all; with fewer than asked alpha is low: look why.
                                         FULL alone: else it would tell of an item hidden for being answered alike */
    /*
     * Of a dimension with a base: ambition minus practice (the gap), wanted minus now (the tilt), over respondents
     * scored on both; -100 to 100. Others: not_asked. In published results, where some but fewer than the minimum are
     * scored on one of the two only, it is the difference of the two means, with the interval rounded outward to whole
     * points and the share to 5 %: else the answers of those few could be worked out. So it is in a unit from which
     * those of another could be.
     */
    CULTURE_SCORE_DIFFERENCE = 16,
    CULTURE_SCORE_DIFFERENCE_LOW = 17, /* paired t interval, with the finite-population correction */
    CULTURE_SCORE_DIFFERENCE_HIGH = 18,
    CULTURE_SCORE_DIFFERENCE_RESPONDENTS = 19,
    CULTURE_SCORE_DIFFERENCE_ABOVE = 20, /* share, 0-1, of these respondents who score higher than on the base */
    /*
     * Reliability on rows complete for the dimension, of the k items that vary, with covariances C and correlations R;
     * V is the variance of their sum. Fewer rows than the minimum: too_few; one item: one_item. Below 20 rows,
     * published, omega is rounded as alpha is and the others are suppressed: together they would tell what was
     * answered.
     */
    CULTURE_SCORE_ALPHA_STANDARDISED = 21, /* k r / (1 + (k - 1) r), r the mean of the correlations */
    CULTURE_SCORE_INTER_ITEM_R = 22,       /* that mean; .15-.50 is usual advice (Clark & Watson 1995) */
    CULTURE_SCORE_LAMBDA2 = 23, /* Guttman 1945: (V - tr C + sqrt(k / (k - 1) sum of squared covariances)) / V */
    CULTURE_SCORE_LAMBDA6 = 24, /* Guttman 1945, on R: 1 - sum of (1 - squared multiple correlations) / sum of R */
    CULTURE_SCORE_SEM = 25, /* standard error of one respondent's score, 0-100: SD sqrt(1 - alpha), over all items */
    /*
     * One factor by maximum likelihood (Joreskog 1971), loadings l and uniquenesses u. not_identified: fewer than three
     * items or nothing in common; heywood: an item keeps no variance of its own. Never forced into bounds.
     */
    CULTURE_SCORE_OMEGA = 26,          /* McDonald 1999: (sum l)^2 / ((sum l)^2 + sum u), the model's variance below */
    CULTURE_SCORE_OMEGA_OBSERVED = 27, /* (sum l)^2 / V, the observed variance below */
    /* How well one factor fits, chi-square n F with df k (k - 3) / 2 as lavaan has it; three items: not_identified. */
    CULTURE_SCORE_OMEGA_RMSEA = 28,
    CULTURE_SCORE_OMEGA_CFI = 29,
    CULTURE_SCORE_OMEGA_TLI = 30,
    CULTURE_SCORE_OMEGA_SRMR = 31,
    /* Item levels: an item against the others of its dimension, on rows complete for it. Suppressed below 20 rows. */
    CULTURE_SCORE_ITEM_TOTAL = 32,       /* correlation with the sum of the others; below 0.1 it looks unreversed */
    CULTURE_SCORE_ALPHA_IF_DROPPED = 33, /* of the others, those answered alike too; of two items: one_item */
    /*
     * Agreement of the members of an organisation or unit, on rows complete for the dimension; A points, J items, q the
     * mean of the items' variances over the variance of answers at random. Below 20 rows, published, the numbers are
     * suppressed, for with alpha they would give the SD back; the state stays.
     */
    CULTURE_SCORE_RWG_J_UNIFORM = 40, /* James, Demaree & Wolf 1984: J (1 - q) / (J (1 - q) + q), q at most 1; at random
                                         is even over the points: (A^2 - 1) / 12 */
    CULTURE_SCORE_RWG_J_SKEWED = 41, /* at random leans to one side: LeBreton & Senter 2008, table 2, slight skew: 1.34,
                                        1.85, 2.90, 3.47, 5.66, 6.30, 7.31 for 5 to 11 points. None are published below
                                        5: there, by this project's own design, 0.67 of even, the ratio at 5 points */
    CULTURE_SCORE_RWG_STAR_J = 42,   /* Lindell, Brandt & Whitney 1999: 1 - q, even; can be negative */
    CULTURE_SCORE_AWG_J = 43, /* Brown & Hauenstein 2005, mean over the items it is defined for; an item that all answer
                                 alike counts as 1 */
    CULTURE_SCORE_AWG_ITEMS = 44,   /* these items; the others have a mean too close to an end of the scale */
    CULTURE_SCORE_AD_M = 45,        /* Burke, Finkelstein & Dusig 1999: mean distance from the item's mean, in points */
    CULTURE_SCORE_AD_MD = 46,       /* from its median */
    CULTURE_SCORE_AGGREGATION = 47, /* enum culture_aggregation: may the mean stand for the organisation? */
    /*
     * Pooled level alone: how much of the differences between respondents lies between organisations, from the exact
     * scores of the organisations that are not hidden. One-way analysis of variance with MSB and MSW over K
     * organisations and N respondents, k0 = (N - sum n^2 / N) / (K - 1). Fewer than two organisations: too_few. Where
     * nobody differs within organisations icc1 and icc2 are 1 and F, p and the intervals zero_variance. Published, with
     * one rounded organisation among them (or few respondents in all), icc1 is to 0.01, the intervals, icc2 and the
     * design effect are those of that icc1, and the rest is suppressed: else the SD of that one could be worked out.
     */
    CULTURE_SCORE_ICC1 = 60,     /* (MSB - MSW) / (MSB + (k0 - 1) MSW); below 0 where MSB < MSW (Searle 1971) */
    CULTURE_SCORE_ICC1_LOW = 61, /* McGraw & Wong 1996, with k0: exact for equal sizes, else a little short */
    CULTURE_SCORE_ICC1_HIGH = 62,
    CULTURE_SCORE_ICC2 = 63, /* (MSB - MSW) / MSB: reliability of the mean of an organisation of size k0 */
    CULTURE_SCORE_ICC2_LOW = 64,
    CULTURE_SCORE_ICC2_HIGH = 65,
    CULTURE_SCORE_ICC_F = 66,   /* MSB / MSW */
    CULTURE_SCORE_ICC_DF1 = 67, /* K - 1 */
    CULTURE_SCORE_ICC_DF2 = 68, /* N - K */
    CULTURE_SCORE_ICC_P = 69,   /* of the F test that organisations do not differ */
    CULTURE_SCORE_ICC_K0 = 70,
    CULTURE_SCORE_ICC_ORGANISATIONS = 71,
    CULTURE_SCORE_REML_TAU2 = 72,     /* variance between organisations, (0-100)^2, by restricted maximum likelihood */
    CULTURE_SCORE_REML_SIGMA2 = 73,   /* variance within them */
    CULTURE_SCORE_REML_ICC = 74,      /* tau2 / (tau2 + sigma2); differs from icc1 where sizes are unequal */
    CULTURE_SCORE_DESIGN_EFFECT = 75, /* 1 + (n_A - 1) max(0, icc1), n_A = sum n^2 / N (Kish 1965) */
    /*
     * Wilson's (1927) interval of favourable, in percent: with the effective number of answers (several come from one
     * person) and the finite-population correction. Organisations, units and items of organisations.
     */
    CULTURE_SCORE_FAVOURABLE_LOW = 80,
    CULTURE_SCORE_FAVOURABLE_HIGH = 81,
    /*
     * The mean when respondents are weighted to the headcounts of their units (Holt & Smith 1979; raked when the
     * register knows the units of several columns, Deming & Stephan 1940), with a t interval from the linearised
     * variance of a simple random sample of the whole (equal to R's survey). Hidden units are weighted as one.
     * Respondents whose unit is blank are left out. NO_HEADCOUNT: the register does not tell the headcounts of all
     * units; OUT_OF_RANGE: a headcount below the respondents, or columns that add up to different numbers of people;
     * SUPPRESSED: the hidden units have too few respondents to be weighted. The reference is compared with MEAN. Where
     * a unit is rounded, or over several columns hidden, the mean is to 0.1 and its interval outward to whole numbers.
     */
    CULTURE_SCORE_MEAN_WEIGHTED = 82,
    CULTURE_SCORE_MEAN_WEIGHTED_LOW = 83,
    CULTURE_SCORE_MEAN_WEIGHTED_HIGH = 84,
    CULTURE_SCORE_WEIGHTED_RESPONDENTS = 85, /* effective number (Kish 1965), to a whole one */
    CULTURE_SCORE_WEIGHT_RATIO = 86,         /* the largest weight over the mean one, to 0.01; weights are not capped */
    /*
     * Organisations: the mean without the respondents who are flagged as careless (struct culture_quality). Nobody is
     * left out of any other result. With and without together tell about the flagged: SUPPRESSED unless those scored
     * on the dimension are none or at least the minimum, do not all score alike, and no linear combination with what is
     * published of all units tells about fewer; rounded where they or the others are below 20. TOO_FEW: fewer others
     * than the minimum.
     */
    CULTURE_SCORE_RESPONDENTS_UNFLAGGED = 100,
    CULTURE_SCORE_MEAN_UNFLAGGED = 101,
    CULTURE_SCORE_MEAN_UNFLAGGED_LOW = 102, /* as MEAN_LOW */
    CULTURE_SCORE_MEAN_UNFLAGGED_HIGH = 103,
    /*
     * Pearson's r between two factors' scores, on the level FACTORS alone: over the respondents that are pooled and
     * scored on both, with each factor's variance over all who are scored on it (R: cov2cor of pairwise covariances).
     * It mixes differences within and between organisations.
     */
    CULTURE_SCORE_CORRELATION = 116,
    /*
     * Item levels: 1, or 3 where the item's counts are rounded to threes and its other results come from those: see
     * above, what is hidden. RESPONDENTS and MISSING_SHARE stay exact. Of all together: 3 where that goes for one
     * organisation.
     */
    CULTURE_SCORE_COUNTED_IN = 120,
};

/*
 * Whether members agree enough for their mean to be called the organisation's. The thresholds are this project's own
 * design, from rules of thumb: rwg_j at least .70, ad_m at most A / 6 (Burke & Dunlap 2002). Nothing is hidden by it.
 */
enum culture_aggregation {
    CULTURE_AGGREGATION_NOT_SUPPORTED = 0, /* rwg_j_uniform below .70: the mean is one of several opinions */
    CULTURE_AGGREGATION_MIXED = 1,         /* not all of the three */
    CULTURE_AGGREGATION_SUPPORTED = 2,     /* rwg_j at least .70 under both, and ad_m at most A / 6 */
};
CULTURE_API const char *culture_aggregation_name(int32_t aggregation); /* "mixed", ...; "" if unknown. Static text. */

/* Added to a result's number: whose results. Without one: organisations. */
enum culture_level {
    CULTURE_LEVEL_ORGANISATION = 0,      /* organisations x dimensions */
    CULTURE_LEVEL_UNIT = 1 << 16,        /* units x dimensions */
    CULTURE_LEVEL_ITEM = 2 << 16,        /* organisations x items */
    CULTURE_LEVEL_POOLED = 3 << 16,      /* 1 x dimensions: all respondents of organisations that are not hidden; nor of
                                            one, or a few people, that are rounded: they would be what is left */
    CULTURE_LEVEL_POOLED_ITEM = 4 << 16, /* 1 x items */
    CULTURE_LEVEL_FACTORS = 5 << 16,     /* factors x factors, pooled; only CORRELATION */
};

/*
 * A table of one result, borrowed until the scores are freed: culture_scores_get(scores, CULTURE_LEVEL_UNIT +
 * CULTURE_SCORE_MEAN, &matrix). On item level only RESPONDENTS, MEAN, SD, FAVOURABLE with its interval,
 * UNFAVOURABLE, POINTS_MEAN, POINTS_SD, MISSING_SHARE, ITEM_TOTAL and ALPHA_IF_DROPPED are given. Errors: NOT_FOUND.
 */
CULTURE_API culture_status culture_scores_get(const culture_scores *scores, int32_t result,
                                              struct culture_matrix *matrix);

/* Why a value is NaN (enum culture_reason); NONE when it is a number or the place does not exist. */
CULTURE_API int32_t culture_scores_reason(const culture_scores *scores, int32_t result, int64_t row, int64_t column);

/*
 * How often each point of an item was chosen in an organisation, as answered (not reversed), from the lowest point up;
 * row -1 is all organisations together. counts is borrowed; NULL, with the reason, when hidden. They add up to
 * RESPONDENTS, also where COUNTED_IN is 3. Errors: NOT_FOUND.
 */
CULTURE_API culture_status culture_scores_counts(const culture_scores *scores, int64_t row, int32_t item,
                                                 const int64_t **counts, int32_t *points, int32_t *reason);

struct culture_organisation {
    size_t struct_size;
    const char *name;
    int64_t respondents;  /* rows; 0 with the reason TOO_FEW set when hidden */
    int64_t headcount;    /* 0 when not known */
    double response_rate; /* respondents / headcount, 0-1; NaN when not known or hidden */
    int32_t reason;    /* TOO_FEW: every result is hidden; OUT_OF_RANGE: headcount below the respondents; else NONE */
    int32_t published; /* 1: rounded because there are fewer than 20 respondents */
    int32_t target;    /* enum culture_target: PROCESS also where no headcount is known */
};

/*
 * How carelessly an organisation was answered. Signs are told per respondent while rows are counted; who shows two or
 * more is flagged, with longstring and irv as one: who gives one answer all along shows both for the one thing. Nobody
 * is deleted. In 54 items some 10-12 % are expected (Meade & Craig 2012); of honest respondents, simulated over nine
 * factors of six items, fewer than 5 in a thousand are flagged. The signs:
 *
 *   longstring    the longest run of equal answers, not reversed, in the order of the file's columns: half the items
 *                 asked or more (after Curran 2016, J Exp Soc Psych 66:4; no cut is universal); of 10 answers or more
 *   irv           SD (n - 1) of all answers, not reversed (Dunn et al. 2018, J Bus Psychol 33:105): below 0.3 points,
 *                 this project's own cut; of 10 answers or more, to reversed items and to others
 *   even_odd      of each factor the mean of its odd and of its even practice items, after reversal and in parts of
 *                 their scale; their correlation over the factors, 2 r / (1 + r), -1 at least (Jackson 1976): below 0;
 *                 of 7 factors or more with both halves, which must vary. A noisy one: over nine factors of five items
 *                 whose halves correlate .45 to .65, 1 to 8 % of honest respondents show it and half of those who
 *                 answer at random; more honest ones where the items of a factor differ much in how easily they are
 *                 agreed with. The customary .30 would give 3 to 16 % and two thirds, and over three factors 0 would
 *                 still give 10 to 20 % and half: this project's own choices
 *   answered      fewer than half the items asked
 *   speed         less than 2 seconds per answer (Huang et al. 2012, J Bus Psychol 27:99); where a duration is known
 *   person_total  correlation of a respondent's answers, after reversal and in parts of their scale, with the items'
 *                 means: below 0 (Curran 2016); where the means differ so much that 5 % or fewer of ordinary
 *                 respondents would show it by chance (culture_structure_by_chance())
 *   distance      Mahalanobis' distance on the items answered: p < .001, chi-squared with their number as df. From
 *                 covariances of all rows that answer both of two items: rows without a gap may be those of the
 *                 careless. Who answers at random is far off; a run of one answer need not be
 *
 * The last two need 10 answers and a second pass (struct culture_add_options, screen). Counts are NaN where hidden
 * (reason) and, with published precision, below 20 respondents, where shares are rounded to 5 % (counts_reason).
 */
enum culture_sign {
    CULTURE_SIGN_LONGSTRING = 0,
    CULTURE_SIGN_IRV = 1,
    CULTURE_SIGN_EVEN_ODD = 2,
    CULTURE_SIGN_ANSWERED = 3,
    CULTURE_SIGN_SPEED = 4,
    CULTURE_SIGN_PERSON_TOTAL = 5,
    CULTURE_SIGN_DISTANCE = 6,
};
#define CULTURE_SIGNS 7
CULTURE_API const char *culture_sign_name(int32_t sign); /* "even_odd", ...; "" if unknown. Static text. */

struct culture_quality {
    size_t struct_size;
    int32_t reason;         /* why all of it is hidden; NONE */
    int32_t counts_reason;  /* why counts are NaN: SUPPRESSED below 20 respondents */
    double flagged;         /* respondents with two signs or more, longstring and irv being one */
    double flagged_share;   /* of all respondents, 0-1 */
    double straightliners;  /* who gave one answer to all of 10 items or more */
    double straight_share;  /* of all respondents, 0-1 */
    double median_answered; /* items that a respondent answered, median; a whole number where rounded */
};
CULTURE_API culture_status culture_scores_quality(const culture_scores *scores, int64_t row,
                                                  struct culture_quality *quality, struct culture_error *error);

/* One sign in an organisation. */
struct culture_sign_count {
    size_t struct_size;
    double known;          /* respondents for whom it can be told */
    double shown;          /* of these, who show it */
    double share;          /* shown / known, 0-1; NaN when known is 0 */
    int32_t reason;        /* why share is NaN: that of the organisation, NOT_ASKED (for nobody) or TOO_FEW */
    int32_t counts_reason; /* why known and shown are NaN: that of the organisation, SUPPRESSED below 20 respondents, or
                              TOO_FEW: known for some, but fewer than the minimum */
};
CULTURE_API culture_status culture_scores_sign(const culture_scores *scores, int64_t row, int32_t sign,
                                               struct culture_sign_count *count, struct culture_error *error);

CULTURE_API int64_t culture_scores_organisation_count(const culture_scores *scores);
CULTURE_API culture_status culture_scores_organisation(const culture_scores *scores, int64_t row,
                                                       struct culture_organisation *organisation,
                                                       struct culture_error *error);

/* Units, by organisation, then column, then name. */
struct culture_unit {
    size_t struct_size;
    int64_t organisation; /* its row */
    const char *column;
    const char *name;
    int64_t respondents; /* 0 when hidden */
    int32_t reason;      /* TOO_FEW, SUPPRESSED (hidden to protect a smaller unit) or NONE */
    int64_t headcount;   /* of the register; 0 when not known. A hidden unit keeps it */
    int32_t target;      /* enum culture_target: PROCESS also where no headcount is known that covers the respondents */
};
CULTURE_API int64_t culture_scores_unit_count(const culture_scores *scores);
CULTURE_API culture_status culture_scores_unit(const culture_scores *scores, int64_t row, struct culture_unit *unit,
                                               struct culture_error *error);

#ifdef __cplusplus
}
#endif
#endif
