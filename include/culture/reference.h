/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_REFERENCE_H
#define CULTURE_REFERENCE_H

/*
 * A reference sample: the scores of many organisations, the yardstick. The unit is the organisation, so its spread is
 * that between organisations, never between persons. Immutable and shareable. Its file form is described in
 * questionnaires/README.md.
 */
#include "culture/scores.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct culture_reference culture_reference;

struct culture_reference_options {
    size_t struct_size;
    /* Called once for every problem of the file; NULL: only the first is kept, in error. */
    void (*on_problem)(void *context, const struct culture_error *problem);
    void *context;
    const char
        *salt; /* the one its names were hashed with: its members are recognised with it, not without; NULL: none */
};

/*
 * Reads and checks a reference file of at most 16 MiB. It belongs to a questionnaire: culture_assess() refuses another.
 * Errors: FILE, SYNTAX, REFERENCE (a value out of range, an organisation twice, a factor missing), LIMIT, MEMORY.
 */
CULTURE_API culture_status culture_reference_open(const char *path, culture_questionnaire *questionnaire,
                                                  const struct culture_reference_options *options,
                                                  culture_reference **reference, struct culture_error *error);
CULTURE_API culture_status culture_reference_read(const struct culture_source *source,
                                                  culture_questionnaire *questionnaire,
                                                  const struct culture_reference_options *options,
                                                  culture_reference **reference, struct culture_error *error);

/*
 * The reference that is part of the library for a standard questionnaire: 65 simulated organisations. For the short
 * form it is that of the full one, recomputed by culture_reference_for(). Errors: NOT_FOUND.
 */
CULTURE_API culture_status culture_reference_standard(const char *questionnaire_id, culture_reference **reference,
                                                      struct culture_error *error);

enum culture_reference_kind {
    CULTURE_REFERENCE_SIMULATED = 0,
    CULTURE_REFERENCE_OBSERVED = 1,
    CULTURE_REFERENCE_SUMMARY = 2, /* means, SDs and correlations only: no counts below, no quartiles */
};

/* "simulated", "observed", "summary"; "" for an unknown number. Static text. */
CULTURE_API const char *culture_reference_kind_name(int32_t kind);

struct culture_reference_recipe {
    size_t struct_size;
    const char *id;      /* lower-case letters, digits, - and _; NULL: "reference" */
    const char *version; /* NULL: "1.0.0" */
    int32_t kind;        /* SIMULATED or OBSERVED */
    int32_t year;        /* of the fieldwork, 1900-2200; required */
    const char *source;  /* where the data come from; required */
    const char *note;    /* shown wherever the reference is used; NULL: none */
    /* When given, names are replaced by salted SHA-256 hashes; NULL: names are kept. It is not in the file and is
     * needed again to recognise members. Whoever knows it can try names: make it long, and keep it secret. */
    const char *salt;
    const char *note_nl; /* the note in Dutch too, note being the English one; NULL: one note for all */
};

/*
 * Builds a reference from scores: the organisations with at least the scores' minimum of answers to every factor; there
 * must be 3. Dimensions and items with fewer answers stay out whatever the precision. From scores of published
 * precision it holds what those publish: nothing that is hidden, means of fewer than 20 respondents to 0.1 and without
 * a standard error. Full precision is for data of which nobody needs protection. Errors: ARGUMENT (recipe), REFERENCE
 * (too few organisations).
 */
CULTURE_API culture_status culture_reference_build(const culture_scores *scores,
                                                   const struct culture_reference_recipe *recipe,
                                                   culture_reference **reference, struct culture_error *error);

/*
 * The part of a reference that is alike in a trait, "sector" or "size", without regard to case: at least 10
 * organisations. Errors: REFERENCE (fewer, or a summary), ARGUMENT, MEMORY.
 */
CULTURE_API culture_status culture_reference_peers(const culture_reference *reference, const char *key,
                                                   const char *value, culture_reference **peers,
                                                   struct culture_error *error);

/*
 * A reference for a shorter form of its questionnaire: norms recomputed from the organisations' means on the items the
 * two share, unweighted. Scores of a short form can so be placed, but are less reliable than those of the full one.
 * Errors: MISMATCH (an item of a factor is not in the reference, or is keyed or scaled otherwise; a summary), MEMORY.
 */
CULTURE_API culture_status culture_reference_for(const culture_reference *reference,
                                                 culture_questionnaire *questionnaire, culture_reference **derived,
                                                 struct culture_error *error);

/* Writes the file form, whole or not at all (for a path). Reading it back gives the same reference. */
CULTURE_API culture_status culture_reference_write(const culture_reference *reference, const struct culture_sink *sink,
                                                   struct culture_error *error);
CULTURE_API culture_reference *culture_reference_retain(culture_reference *reference);
CULTURE_API void culture_reference_free(culture_reference *reference);

CULTURE_API const char *culture_reference_id(const culture_reference *reference);
CULTURE_API const char *culture_reference_source(const culture_reference *reference);
CULTURE_API const char *culture_reference_note(const culture_reference *reference); /* "" when there is none */
/* The note in a language, "nl" or "en"; in the other when it has none in that one. */
CULTURE_API const char *culture_reference_note_in(const culture_reference *reference, const char *language);
CULTURE_API int32_t culture_reference_kind(const culture_reference *reference);
CULTURE_API int32_t culture_reference_year(const culture_reference *reference);
CULTURE_API int64_t culture_reference_organisation_count(const culture_reference *reference);
/* "sector=care" when this is part of a reference, else ""; and how many organisations the whole has. */
CULTURE_API const char *culture_reference_peers_of(const culture_reference *reference);
CULTURE_API int64_t culture_reference_all(const culture_reference *reference);
/* 1 when its norms were recomputed over the items of a shorter form. */
CULTURE_API int32_t culture_reference_is_subset(const culture_reference *reference);
/* 1 when its names are hashes. */
CULTURE_API int32_t culture_reference_is_hashed(const culture_reference *reference);

/*
 * Results: 1 x dimensions of the questionnaire; NaN where the reference has no such dimension. m and s are the mean and
 * SD of the r organisations. What is normal between organisations is a prediction or tolerance interval, not m +- 1.96
 * s: m and s are estimates themselves. All ends are clipped to 0-100.
 */
enum culture_norm {
    CULTURE_NORM_MEAN = 0, /* mean of the organisations' means, 0-100 */
    CULTURE_NORM_SD = 1,   /* their SD, divisor n - 1 */
    CULTURE_NORM_ORGANISATIONS = 2,
    CULTURE_NORM_P25 = 3, /* quantiles of type 7 (Hyndman & Fan 1996) */
    CULTURE_NORM_P50 = 4,
    CULTURE_NORM_P75 = 5,
    CULTURE_NORM_PREDICTION_LOW = 6, /* the next organisation, with 95 %: m +- t s sqrt(1 + 1 / r) */
    CULTURE_NORM_PREDICTION_HIGH = 7,
    CULTURE_NORM_TOLERANCE_LOW = 8, /* 95 % of all organisations, with 95 % confidence (Howe 1969, JASA 64:610) */
    CULTURE_NORM_TOLERANCE_HIGH = 9,
    CULTURE_NORM_TOLERANCE_LOWER_BOUND = 10, /* 95 % score above this, with 95 % confidence (noncentral t, exact) */
    CULTURE_NORM_WILKS = 11,       /* confidence, 0-1, that the lowest to the highest holds 95 % of all (Wilks 1941) */
    CULTURE_NORM_SKEW = 12,        /* mean of z^3 (b1); beyond 2 sqrt(6 / r) ranks are a better guide than t */
    CULTURE_NORM_RESPONDENTS = 13, /* mean number of answers per organisation, where the reference tells it */
    /* sqrt(s^2 - mean v_g): the SD of true means, v_g the squared standard errors; zero_variance when not above 0. An
     * organisation that gives none counts with the variance within the others, pooled, over its answers. */
    CULTURE_NORM_TRUE_SD = 14,
    CULTURE_NORM_CORRELATIONS = 20, /* factors x factors, between organisations; NaN in a summary without them */
};
CULTURE_API culture_status culture_reference_get(const culture_reference *reference, int32_t result,
                                                 struct culture_matrix *matrix);
/* Why a result of a dimension is NaN (enum culture_reason); NONE when it is a number or there is no such place. */
CULTURE_API int32_t culture_reference_reason(const culture_reference *reference, int32_t result, int32_t dimension);

/* What a norm is worth. Every interval is conditional on the organisations being as good as a random sample. */
struct culture_norm_audit {
    size_t struct_size;
    int32_t kind;              /* enum culture_reference_kind */
    int32_t age;               /* whole years since the fieldwork */
    int64_t organisations;     /* in the sample */
    double mean_respondents;   /* per organisation that tells it; NaN when none does */
    double mean_response_rate; /* 0-1, over those that tell respondents and headcount; NaN when none does */
    int32_t dimensions;        /* of the questionnaire */
    int32_t skewed;            /* of these, with |skew| > 2 sqrt(6 / r); -1: no skew is known, as of a summary */
    /*
     * The chance that an organisation like those of the sample has at least one factor below the 5th percentile, from
     * the factors' correlations, taken as multivariate normal (Crawford, Garthwaite & Gault 2007, Neuropsychology
     * 21:419), by Genz's (1992) transformation over 4 x 1021 points of a shifted lattice; NaN without correlations.
     */
    double at_least_one_low;
    double at_least_one_low_error; /* its Monte Carlo standard error */
};
/* year: the current one, for the age. Errors: ARGUMENT, MEMORY. */
CULTURE_API culture_status culture_reference_audit(const culture_reference *reference, int32_t year,
                                                   struct culture_norm_audit *audit, struct culture_error *error);

#ifdef __cplusplus
}
#endif
#endif
