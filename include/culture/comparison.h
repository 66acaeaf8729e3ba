/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_COMPARISON_H
#define CULTURE_COMPARISON_H

/*
 * A comparison of two waves of one questionnaire: what changed in each organisation, and how sure that is.
 * Organisations are recognised by name. What is hidden in the scores of either wave is hidden here too. Immutable and
 * shareable.
 *
 * Two waves side by side can tell more than each of them: n times the mean of one less n times that of the other is
 * what those said who joined, less what those said who left, and the changes of who answered otherwise. Unless both
 * waves have full precision, the change of a dimension and its mean after are suppressed where this would tell of fewer
 * respondents than the minimum, and rounded where it tells of fewer than 20.
 *
 * With matches that is where those who left or those who joined are fewer than the minimum, while fewer than the
 * minimum answered otherwise; or where all of these together are fewer.
 *
 * Without matches, or where some have no key, that is where the distributions tell of fewer than the minimum, and the
 * waves may be one fieldwork that was read out twice: one holds all the answers of the other, or on no dimension they
 * differ by one and a half times the minimum or more, and at least half of the smaller one could be the same people
 * with the same answers. Small waves of few items can look so by chance: a key settles it.
 *
 * What this does not protect: without a key, waves of which more than half are other people or answered otherwise while
 * some came and some left; somebody who knows how the others' answers changed; three waves or more, compared two by
 * two; and what was published of a wave elsewhere, as by its own scores. Do not publish two states of one fieldwork.
 */
#include "culture/assessment.h"

#ifdef __cplusplus
extern "C" {
#endif

enum culture_wave {
    CULTURE_WAVE_BEFORE = 0,
    CULTURE_WAVE_AFTER = 1,
};

/*
 * Respondents of two waves, recognised by a column of the survey files (culture_answers_options.key_column) within
 * their organisation, without regard to case and spacing. Keys are personal data: they are kept as hashes in memory,
 * per respondent with the scores, and are never written. One thread at a time.
 */
typedef struct culture_matches culture_matches;

CULTURE_API culture_status culture_matches_new(culture_questionnaire *questionnaire, culture_matches **matches,
                                               struct culture_error *error);
CULTURE_API void culture_matches_free(culture_matches *matches);

/*
 * Reads the survey files and folders of a wave, options as for the tally of that wave; files that cannot be used are
 * passed over, as the tally passes over them. A key that comes twice in an organisation: the last row is
 * matched. With the option duplicates LAST_COUNTS for this and the tally the earlier rows of a file count in neither;
 * in several files the tally counts them all. Errors: ARGUMENT (no key_column; a tally file, which holds no
 * respondents), NOTHING (no file could be used), MEMORY.
 */
CULTURE_API culture_status culture_matches_add_files(culture_matches *matches, int32_t wave, const char *const *paths,
                                                     size_t count, const struct culture_answers_options *options,
                                                     struct culture_error *error);

struct culture_match_counts {
    size_t struct_size;
    int64_t respondents_before, respondents_after; /* with a key, each once */
    int64_t blank_before, blank_after;             /* rows without a key */
    int64_t repeated_before, repeated_after;       /* rows with the key of a later one, which is matched */
    int64_t matched;                               /* respondents in both waves; CULTURE_MATCHED_HIDDEN */
};
/* Of a comparison: in some organisation fewer than the minimum left or joined, and the number would tell how many. */
enum { CULTURE_MATCHED_HIDDEN = -1 };
CULTURE_API culture_status culture_matches_counts(const culture_matches *matches, struct culture_match_counts *counts,
                                                  struct culture_error *error);

typedef struct culture_comparison culture_comparison;

struct culture_compare_options {
    size_t struct_size;
    double confidence;              /* of all intervals, above 0 and below 1; 0: 0.95 */
    const culture_matches *matches; /* respondents recognised in both waves; NULL: the waves are taken as independent */
};

/* Compares two waves; both scores stay usable. Errors: MISMATCH (another questionnaire), ARGUMENT, MEMORY. */
CULTURE_API culture_status culture_compare(culture_scores *before, culture_scores *after,
                                           const struct culture_compare_options *options,
                                           culture_comparison **comparison, struct culture_error *error);
CULTURE_API culture_comparison *culture_comparison_retain(culture_comparison *comparison);
CULTURE_API void culture_comparison_free(culture_comparison *comparison);
CULTURE_API culture_scores *culture_comparison_scores(const culture_comparison *comparison,
                                                      int32_t wave); /* borrowed */
/* 1: respondents were matched; then counts are those of the matches. */
CULTURE_API int32_t culture_comparison_matched(const culture_comparison *comparison,
                                               struct culture_match_counts *counts);

/* An organisation of either wave, in the order of their keys. */
struct culture_compared {
    size_t struct_size;
    const char *name; /* as in the last wave that has it */
    int64_t before;   /* its row in the scores before; -1: not in that wave, and all results are not_asked */
    int64_t after;
};
CULTURE_API int64_t culture_comparison_organisation_count(const culture_comparison *comparison);
CULTURE_API culture_status culture_comparison_organisation(const culture_comparison *comparison, int64_t row,
                                                           struct culture_compared *organisation,
                                                           struct culture_error *error);

/*
 * Results, pinned: organisations x dimensions, all in points of 0-100 where not said otherwise, all after minus before:
 * a positive number is a rise. m, s, n: mean, SD and number of respondents of a wave; v = (1 - n/N) s^2 / n with the
 * headcount N and the target WORKFORCE, else s^2 / n. Where a wave has fewer than 20 respondents and its precision is
 * not full, or the change tells of fewer than 20, differences are given to 0.1, effect sizes too, p up to the next
 * 0.01, intervals outward; t, df, z and U, which would give the SD away, are suppressed.
 */
enum culture_change {
    CULTURE_CHANGE_RESPONDENTS_BEFORE = 0,
    CULTURE_CHANGE_RESPONDENTS_AFTER = 1,
    CULTURE_CHANGE_BEFORE = 2, /* the mean before, as in its scores */
    CULTURE_CHANGE_AFTER = 3,
    CULTURE_CHANGE_DIFFERENCE = 4,
    /*
     * m2 - m1 +- t SE, clipped to -100..100. SE^2 = v1 + v2 and Welch's (1947, Biometrika 34:28) df. With matched
     * respondents SE^2 = v1 + v2 - 2 r s1 s2 c with r the correlation over the n12 that are in both waves, c = n12 /
     * (n1 n2), less 1 / N with those headcounts (Tam 1984, Am Stat 38:288), and the df of the partially overlapping
     * samples t test (Derrick et al 2017, J Mod Appl Stat Meth 16:137).
     */
    CULTURE_CHANGE_DIFFERENCE_LOW = 5,
    CULTURE_CHANGE_DIFFERENCE_HIGH = 6,
    CULTURE_CHANGE_STANDARD_ERROR = 7,
    CULTURE_CHANGE_T = 8,
    CULTURE_CHANGE_DF = 9,
    CULTURE_CHANGE_P = 10,      /* two-sided */
    CULTURE_CHANGE_P_HOLM = 11, /* Holm 1979 over the organisation's factors; other dimensions: not_asked */
    /*
     * -1 lower, 0 no, 1 higher, by p_holm at .05; NaN: not tested. When everybody there is answered both times
     * (headcount = respondents, target WORKFORCE) the change of these people is known: the interval has no width (it is
     * the difference as it is given, also where that is rounded), the standard error is 0, p, p_holm, t and df are
     * CENSUS, the state is the sign of the difference, and Holm's correction does not count it. The target PROCESS is
     * tested as ever.
     */
    CULTURE_CHANGE_CHANGED = 12,
    /* J (m2 - m1) / sp, sp pooled with divisor n1 + n2 - 2 (Hedges 1981, J Educ Stat 6:107); the interval from the
     * noncentral t, limits times sqrt(1/n1 + 1/n2) (Cumming & Finch 2001). An effect size: no finite population. */
    CULTURE_CHANGE_HEDGES_G = 13,
    CULTURE_CHANGE_HEDGES_G_LOW = 14,
    CULTURE_CHANGE_HEDGES_G_HIGH = 15,
    CULTURE_CHANGE_DETECTABLE = 16, /* 1.96 SE: the least change of the organisation that would be beyond chance */
    /* Mann & Whitney 1947 over the respondents' exact scores: U of after over before, z with the variance corrected for
     * ties and without correction for continuity, its two-sided p; Cliff's (1993, Psych Bull 114:494) delta = 2 U / (n1
     * n2) - 1. Waves taken as independent. */
    CULTURE_CHANGE_MANN_WHITNEY_U = 17,
    CULTURE_CHANGE_MANN_WHITNEY_Z = 18,
    CULTURE_CHANGE_MANN_WHITNEY_P = 19,
    CULTURE_CHANGE_CLIFFS_DELTA = 20,
    CULTURE_CHANGE_METHOD = 21, /* enum culture_change_method: what SE stands on */
    /*
     * Over the respondents in both waves; shown when those in one wave only are none or at least the minimum, in either
     * wave, and those whose score changed too: else suppressed, since they could be worked out. Where one of these
     * groups, or the matched, are fewer than 20, these results are rounded, and SE above stands on the rounded
     * correlation. Without matches: not_asked.
     */
    CULTURE_CHANGE_MATCHED = 22,     /* n12 */
    CULTURE_CHANGE_CORRELATION = 23, /* of their scores before and after */
    CULTURE_CHANGE_PAIRED_DIFFERENCE = 24,
    CULTURE_CHANGE_PAIRED_LOW = 25, /* paired t, without finite population: it is about those who answered twice */
    CULTURE_CHANGE_PAIRED_HIGH = 26,
    CULTURE_CHANGE_PAIRED_T = 27,
    CULTURE_CHANGE_PAIRED_DF = 28,
    CULTURE_CHANGE_PAIRED_P = 29,
    /*
     * An organisation that was low before rises without any cause: by (1 - tau^2 / (tau^2 + v)) (mu - m1), with tau^2
     * (one-way ANOVA, k0) and mu (weights 1 / (tau^2 + v)) over the organisations shown in the wave before, at least
     * five. Here v = s^2 / n whatever the headcount and target, as the ANOVA has it: the next wave is another sample of
     * what the culture makes people answer. Given where m1 < mu; others: not_asked. Published to 0.1, where the change
     * is rounded to whole points.
     */
    CULTURE_CHANGE_REGRESSION_TO_MEAN = 30,
    /* The difference of the means without those who are flagged as careless (CULTURE_SCORE_MEAN_UNFLAGGED), to 0.1
     * unless both waves have full precision, or nobody is flagged; hidden where that of either wave is. Nobody is left
     * out of any other result. */
    CULTURE_CHANGE_DIFFERENCE_UNFLAGGED = 31,
};
enum culture_change_method {
    CULTURE_CHANGE_INDEPENDENT = 0, /* Welch */
    CULTURE_CHANGE_OVERLAPPING = 1, /* with the covariance of respondents in both waves */
};
CULTURE_API culture_status culture_comparison_get(const culture_comparison *comparison, int32_t result,
                                                  struct culture_matrix *matrix);
CULTURE_API int32_t culture_comparison_reason(const culture_comparison *comparison, int32_t result, int64_t row,
                                              int64_t column);

#ifdef __cplusplus
}
#endif
#endif
