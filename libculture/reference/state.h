/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_REFERENCE_STATE_H
#define CUL_REFERENCE_STATE_H

/* The inside of a reference sample, for the files of this room. */
#include "base/names.h"
#include "base/table.h"
#include "questionnaire/model.h"
#include "reference/model.h"

struct cul_reference_organisation {
    char *id, *sector, *size;
    int64_t respondents, headcount; /* 0: not given */
};

struct culture_reference {
    atomic_int references;
    culture_questionnaire *questionnaire;
    char *id, *version, *source, *note, *salt; /* note and salt "" when not given */
    char *note_nl;                             /* the note in Dutch; "" when it is only in one language */
    char *peers;                               /* "sector=care" when it is part of a reference; else NULL or "" */
    bool hashed; /* its ids are hashes of names, made with a salt the file does not hold */
    bool subset; /* norms recomputed over the items of a shorter questionnaire */
    int64_t all; /* organisations of the reference this one was derived from; 0: of none */
    int32_t kind, year;
    int64_t count;
    struct cul_reference_organisation *organisations; /* count, but none in a summary */
    struct cul_names keys;                            /* of the ids, by row */
    double *means, *errors, *answers;                 /* organisations x dimensions: mean, its standard error, n; NaN */
    double *items;                                    /* organisations x items, 0-100 after reversal; NaN */
    double *summary_mean, *summary_sd;                /* per dimension, in a summary; NaN */
    double *correlations;                             /* factors x factors, in a summary */
    struct cul_table norms;
};

enum { CUL_REFERENCE_MINIMUM = 3, CUL_REFERENCE_MAXIMUM = 100000 };

/* Room for count organisations, all NaN. False: no memory. */
bool cul_reference_make_room(culture_reference *reference, int64_t count);
culture_reference *cul_reference_new(culture_questionnaire *questionnaire);
/* Fills the table of norms; the last step of making a reference. False: no memory. */
bool cul_reference_finish(culture_reference *reference);

/* What stands for a name in the file: itself, or with a salt 16 digits of SHA-256(salt, key). False: no memory or no
 * UTF-8. */
struct cul_buffer;
bool cul_reference_alias(const char *salt, const char *name, struct cul_buffer *alias);

#endif
