/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_VIEW_H
#define CUL_WRITE_VIEW_H

/* An assessment as all writers look at it: its tables fetched once, and the words that outputs share. */
#include "base/buffer.h"
#include "culture/write.h"
#include "scores/model.h"

#include <stdbool.h>

/* Above every number in use; a number without a name is none. */
enum { CUL_VIEW_SCORES = 128, CUL_VIEW_STANDINGS = CULTURE_PROFILE_LEVEL };

struct cul_view {
    const culture_assessment *assessment;
    const culture_scores *scores;
    const culture_questionnaire *questionnaire;
    const culture_reference *reference; /* NULL: none */
    const char *language;               /* "nl" or "en" */
    bool multiverse;                    /* wanted too */
    bool details;                       /* the same */
    const culture_drivers *const *drivers;
    size_t driver_count;
    const char *role; /* the unit column of roles; NULL: none */
    struct culture_matrix score[CUL_VIEW_SCORES], unit[CUL_VIEW_SCORES], item[CUL_VIEW_SCORES];
    struct culture_matrix pooled[CUL_VIEW_SCORES], pooled_item[CUL_VIEW_SCORES], standing[CUL_VIEW_STANDINGS];
    int64_t organisations, units;
    int32_t dimensions, factors, items;
};

/* False: the options are not usable. */
bool cul_view_new(struct cul_view *view, const culture_assessment *assessment,
                  const struct culture_write_options *options, struct culture_write_options *known);

/* A name for a score result in JSON and CSV ("mean"), and for a standing ("percentile"); NULL: no such result. */
extern const char *const cul_score_names[CUL_VIEW_SCORES];
extern const char *const cul_standing_names[CUL_VIEW_STANDINGS];

/* The next number that has a name, from -1 on; CUL_VIEW_SCORES or CUL_VIEW_STANDINGS after the last. */
int32_t cul_score_after(int32_t result);
int32_t cul_standing_after(int32_t result);

double cul_at(struct culture_matrix matrix, int64_t row, int64_t column);

/* A unit of an organisation, units being in the order of organisations; false when it is another's or past the end. */
bool cul_view_unit(const struct cul_view *view, int64_t unit, int64_t organisation, struct culture_unit *found);
/* Whether a unit is a role; no memory: false, and *failed is set. */
bool cul_view_is_role(const struct cul_view *view, const struct culture_unit *unit, _Bool *failed);

/* Whether a standing is a state, one of cul_differs_name(). */
bool cul_standing_is_state(int32_t result);

/* Whether an item runs against the others: a correlation with their sum that is below 0.1, NaN being none. */
bool cul_view_looks_unreversed(double item_total);

/* "higher", "lower", "no", or "not_tested" for NaN. */
const char *cul_differs_name(double differs);

/* "workforce" or "process". */
const char *cul_target_name(int32_t target);
/* Why it is not the target that was asked for; NULL when it is. */
const char *cul_target_reason(const culture_scores *scores, int32_t target);

/* Sends what was written to a sink; a buffer that failed is CULTURE_ERROR_MEMORY. Frees the buffer. */
culture_status cul_deliver(struct cul_buffer *out, const struct culture_sink *sink, struct culture_error *error);

#endif
