/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_STATE_H
#define CUL_SCORES_STATE_H

/* The inside of scores, for the files of this room. */
#include "base/table.h"
#include "scores/disclosure.h"
#include "scores/histograms.h"
#include "scores/model.h"
#include "tally/model.h"

struct cul_scored_organisation {
    char *key, *name;
    int64_t respondents, headcount;
    int32_t reason;
    int64_t first_unit, unit_count;         /* rows of its units */
    int64_t column_count;                   /* unit columns */
    int64_t first_crossing, crossing_count; /* while scores are made, see making.h */
};

struct cul_scored_unit {
    int64_t organisation, respondents;
    int64_t headcount;    /* 0: not known */
    int64_t column_index; /* of its column among those of the organisation */
    char *column, *name;
    enum cul_hidden hidden;
};

struct cul_shared;

/* How an organisation was answered: its quality cells, and the median of the last of them. */
struct cul_scored_quality {
    int64_t flagged, straight, shown[CUL_SIGNS], known[CUL_SIGNS];
    double median_answered;
};

struct culture_scores {
    atomic_int references;
    culture_questionnaire *questionnaire;
    culture_register *reg;
    int64_t minimum;    /* of units, and of statistics that need a sample of their own */
    int64_t shown_from; /* of organisations: the minimum, or 1 with full precision */
    bool full;
    double confidence;
    enum culture_target target;
    int64_t organisation_count, unit_count;
    struct cul_scored_organisation *organisations;
    struct cul_scored_unit *units;
    struct cul_table organisation_table, unit_table, item_table, pooled_table, pooled_item_table, correlation_table;
    double *standard_errors;   /* organisations x dimensions, unrounded */
    double *covariances;       /* organisations x factors x factors: of their means, 0-100; NaN where hidden */
    double *rule_means;        /* organisations x factors x rules */
    struct cul_shared *shared; /* organisations x pairs of factors and themes: see drivers.h */
    double *exact_means;       /* organisations x factors and themes, shares of the scale; NaN where hidden */
    struct cul_histograms histograms;
    struct cul_scored_quality *quality; /* organisations */
    int64_t *counts;                    /* (organisations + all together) x options of all items, as answered */
    uint8_t *count_reasons;             /* (organisations + 1) x items */
    int64_t options;                    /* of all items together */
    int64_t *first_option;              /* per item */
    struct cul_file_report **files;
    int64_t file_count;
};

enum { CUL_ROUNDED_BELOW = 20 }; /* respondents: fewer, and published results are rounded */

/* A group to be scored: its counts, and what is known of it. */
struct cul_target {
    const int64_t *cells;
    int64_t headcount;                 /* 0: not known */
    int32_t reason;                    /* other than NONE: everything is hidden for this reason */
    int64_t minimum;                   /* answers below which nothing is given */
    bool rounded;                      /* also when it is large: else a smaller group would be known exactly */
    bool of_means;                     /* the difference is that of the two means: see cul_tells_of_few() */
    bool threes;                       /* shares are those of counts in threes: see cul_shares_tell_sums() */
    struct cul_remembered *remembered; /* the thread's quantiles; NULL: none */
};

/* Whether published results of a group that n respondents scored are rounded. */
static inline bool cul_is_rounded(const culture_scores *scores, struct cul_target target, int64_t n)
{
    return !scores->full && (target.rounded || n < CUL_ROUNDED_BELOW);
}

/*
 * Whether organisations that are rounded may come into what is pooled: count of them, with so many respondents
 * together, among all. Without them the others' exact results would leave exactly what theirs are rounded to hide, so
 * they come in together, as no small group, or not at all; or where all are so few that what is pooled is rounded as
 * well.
 */
static inline bool cul_takes_rounded(const culture_scores *scores, int64_t count, int64_t together, int64_t all)
{
    return scores->full || all < CUL_ROUNDED_BELOW || (count > 1 && together >= CUL_ROUNDED_BELOW);
}

/* Whether exact shares of a group would, beside its mean, tell of fewer respondents than the minimum. */
bool cul_shares_tell_of_few(const culture_scores *scores, const struct cul_layout *layout, int32_t dimension,
                            const int64_t *cells);

/* Fill one place of a table; scores.c decides what is hidden. */
void cul_score_dimension(const culture_scores *scores, const struct cul_layout *layout, struct cul_table *table,
                         int64_t row, int32_t dimension, struct cul_target target);
/* Alpha alone, on the complete rows of target; part of cul_score_dimension(). */
void cul_score_alpha(const culture_scores *scores, const struct cul_layout *layout, struct cul_table *table,
                     int64_t row, int32_t dimension, struct cul_target target);
/* Whether the exact difference of so many respondents would tell of the few who are scored on one side only. */
bool cul_tells_of_few(const culture_scores *scores, const struct cul_table *table, int64_t row, int32_t dimension,
                      int32_t base, int64_t both);
/* The difference between a dimension and its base; denied where either of them is hidden. */
void cul_score_difference(const culture_scores *scores, const struct cul_layout *layout, struct cul_table *table,
                          int64_t row, int32_t dimension, struct cul_target target);
/* The mean of a dimension for respondents with at least so many answers; NaN when they are too few. */
double cul_score_mean(const culture_scores *scores, const struct cul_layout *layout, int32_t dimension, int32_t needed,
                      struct cul_target target);
/* The mean weighted to the units' headcounts, in codes. */
struct cul_weighted;
void cul_score_weighted(culture_scores *scores, int64_t row, int32_t dimension, const struct cul_weighted *weighted);
/* The mean without the flagged, in codes: cells are those of the others; reason: NONE or why it is hidden. */
void cul_score_unflagged(culture_scores *scores, const struct cul_layout *layout, int64_t row, int32_t dimension,
                         struct cul_target others, int32_t reason);
/* Denies every result of one place that is not NOT_ASKED. */
void cul_hide_cell(struct cul_table *table, int64_t row, int64_t column, int32_t reason);
/* The last gate: where the number of respondents is hidden, so is every other number. */
void cul_seal(struct cul_table *table);

/* The answers to an item that its results rest on. */
struct cul_answers {
    const int64_t *counts; /* per point, lowest first, as answered */
    int64_t asked;         /* respondents */
    int32_t counted_in;    /* 1, or 3: counts are rounded to threes, see threes.h */
};
void cul_score_item(const culture_scores *scores, struct cul_table *table, int64_t row, int32_t item,
                    struct cul_answers answers, struct cul_target target);

#endif
