/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_HISTOGRAMS_H
#define CUL_SCORES_HISTOGRAMS_H

/* Exact distributions of respondents' scores, which later rooms compare: tallies change, scores do not. */
#include "tally/model.h"

#include <stdbool.h>

struct cul_histograms {
    struct cul_layout_dimension *dimensions; /* per dimension, where its histogram is in a row of cells */
    size_t width;
    int64_t *cells; /* organisations x width */
};

/* Copies the histograms of organisations, cells being theirs in the tally. False: no memory. */
bool cul_histograms_copy(struct cul_histograms *histograms, const struct cul_layout *layout, const int64_t **cells,
                         int64_t organisations);
void cul_histograms_free(struct cul_histograms *histograms);

#endif
