/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_STATUS_H
#define CULTURE_STATUS_H

/*
 * What every function shares: statuses, errors, sources, sinks, matrices and the reason a number is absent.
 *
 * Rules of the whole library:
 *  - A typedef name (culture_tally) is an opaque handle that the library makes and frees; freeing NULL is fine.
 *    A struct culture_x is plain data of the caller.
 *  - A function that can fail returns a culture_status. Its last parameter is a caller-owned struct culture_error,
 * which may be NULL. On failure nothing has changed: outputs are untouched and handles keep their meaning.
 *  - An options struct begins with size_t struct_size, to be set to sizeof the struct; NULL means all defaults, and
 * zero in a field is that field's default. Structs that the library fills in begin with struct_size too.
 *  - A getter that cannot fail (counts, ids, texts) needs a handle, not NULL.
 *  - Text is UTF-8. Borrowed pointers live as long as the handle they came from.
 *  - Questionnaire, register, scores, reference and assessment never change once made and may be shared between
 * threads. Answers and tally belong to one thread at a time. Handles keep alive what they need, so frees may come in
 * any order.
 *  - Nothing prints, exits, aborts, reads the locale or touches GSL's error handler; no thread outlives a call.
 */
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define CULTURE_API __attribute__((visibility("default")))
#else
#define CULTURE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The result of a call; the numbers never change meaning. */
typedef int32_t culture_status;
enum {
    CULTURE_OK = 0,
    CULTURE_ERROR_MEMORY = 1,        /* memory ran out */
    CULTURE_ERROR_ARGUMENT = 2,      /* the call itself is wrong: NULL, out of range, unknown option */
    CULTURE_ERROR_FILE = 3,          /* a file cannot be opened, read or written */
    CULTURE_ERROR_SYNTAX = 4,        /* not well-formed: broken YAML, CSV, encoding or tally file */
    CULTURE_ERROR_QUESTIONNAIRE = 5, /* a questionnaire breaks a rule */
    CULTURE_ERROR_ANSWERS = 6,       /* a survey file cannot be used: no item column, no rows, a refused answer */
    CULTURE_ERROR_REGISTER = 7,      /* a register of organisations breaks a rule */
    CULTURE_ERROR_REFERENCE = 8,     /* a reference sample breaks a rule */
    CULTURE_ERROR_MISMATCH = 9,      /* made with another questionnaire */
    CULTURE_ERROR_LIMIT = 10,        /* larger than a documented cap */
    CULTURE_ERROR_OVERFLOW = 11,     /* a count no longer fits its integer */
    CULTURE_ERROR_CANCELLED = 12,    /* the progress callback asked to stop */
    CULTURE_ERROR_NOT_FOUND = 13,    /* no such id, index or result */
    CULTURE_ERROR_NOTHING = 14,      /* not one file could be scored */
    CULTURE_ERROR_MAPPING = 15,      /* a mapping of columns and answers breaks a rule */
};

/* What went wrong and where; all text is NUL-terminated and empty when it does not apply. */
struct culture_error {
    culture_status status;
    int32_t reserved;
    int64_t line;      /* from 1, as an editor counts; 0 when no line applies */
    int64_t column;    /* from 1, in characters; 0 when none applies */
    char path[512];    /* the file, as it was given */
    char where[128];   /* key path (factors[0].items[2].scale) or column name */
    char message[384]; /* one plain sentence */
};

/* "ok", "memory", ... for a status; "unknown" for any other number. Static text. */
CULTURE_API const char *culture_status_name(culture_status status);

/* The library's version, "0.1.0". Static text. */
CULTURE_API const char *culture_version(void);

/*
 * Where bytes come from: exactly one of
 *  - path alone: that file is read;
 *  - bytes and length: memory, borrowed for the call; path is then only the name used in messages (may be NULL);
 *  - read: called until it returns 0 (end) or a negative number (failure); path as above.
 */
struct culture_source {
    const char *path;
    const void *bytes;
    size_t length;
    int64_t (*read)(void *context, void *buffer, size_t capacity);
    void *context;
};

/*
 * Where output goes: exactly one of
 *  - path: written beside and renamed, so the file appears whole or not at all;
 *  - write: called with consecutive pieces, returns 0 to go on and anything else to fail.
 */
struct culture_sink {
    const char *path;
    int32_t (*write)(void *context, const void *bytes, size_t length);
    void *context;
};

/* A borrowed table of results, row by row: value (r, c) is data[r * columns + c]. NaN means "no number": ask the
 * reason. */
struct culture_matrix {
    const double *data;
    int64_t rows, columns;
};

/* Why a number is NaN. */
enum culture_reason {
    CULTURE_REASON_NONE = 0,                 /* there is a number */
    CULTURE_REASON_TOO_FEW = 1,              /* fewer answers than the minimum, or than the statistic needs */
    CULTURE_REASON_SUPPRESSED = 2,           /* hidden so that a smaller group or person cannot be derived */
    CULTURE_REASON_ZERO_VARIANCE = 3,        /* everybody answered alike */
    CULTURE_REASON_NOT_CONVERGED = 4,        /* an iteration did not settle */
    CULTURE_REASON_SINGULAR = 5,             /* a matrix cannot be inverted */
    CULTURE_REASON_NOT_ASKED = 6,            /* no such question, or the result was not requested */
    CULTURE_REASON_OUT_OF_RANGE = 7,         /* the input lies outside the statistic's domain */
    CULTURE_REASON_ONE_ITEM = 8,             /* needs at least two items */
    CULTURE_REASON_NO_HEADCOUNT = 9,         /* the register gives no headcount */
    CULTURE_REASON_NOT_IN_REFERENCE = 10,    /* the reference sample has no such dimension, or no reference is used */
    CULTURE_REASON_SIMULATED_REFERENCE = 11, /* only an observed reference could tell */
    CULTURE_REASON_NOT_IDENTIFIED = 12,      /* too few items for the model, or to test how well it fits */
    CULTURE_REASON_HEYWOOD = 13,             /* the best fit has an item without a variance of its own */
    CULTURE_REASON_CENSUS = 14,              /* everybody there is answered: no chance is left, and nothing to test */
};

/* "too_few", "suppressed", ... as in the JSON output; "" for none or an unknown number. Static text. */
CULTURE_API const char *culture_reason_name(int32_t reason);

#ifdef __cplusplus
}
#endif
#endif
