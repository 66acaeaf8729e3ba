/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/histograms.h"

#include "base/memory.h"

#include <string.h>

static size_t size_of(const struct cul_layout_dimension *dimension)
{
    return cul_layout_histogram(dimension, dimension->items + 1) - dimension->histogram;
}

bool cul_histograms_copy(struct cul_histograms *histograms, const struct cul_layout *layout, const int64_t **cells,
                         int64_t organisations)
{
    histograms->dimensions = cul_memory_new((size_t)layout->dimension_count, sizeof *histograms->dimensions);
    if (!histograms->dimensions) {
        return false;
    }
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        const struct cul_layout_dimension *from = &layout->dimensions[d];
        histograms->dimensions[d] = (struct cul_layout_dimension){.items = from->items,
                                                                  .points = from->points,
                                                                  .needed = from->needed,
                                                                  .base = from->base,
                                                                  .histogram = histograms->width};
        histograms->width += size_of(from);
    }
    histograms->cells = cul_memory_new((size_t)organisations, histograms->width * sizeof *histograms->cells);
    if (!histograms->cells) {
        return false;
    }
    int64_t *to = histograms->cells;
    for (int64_t row = 0; row < organisations; row++) {
        for (int32_t d = 0; d < layout->dimension_count; d++) {
            const struct cul_layout_dimension *from = &layout->dimensions[d];
            memcpy(to, cells[row] + from->histogram, size_of(from) * sizeof *to);
            to += size_of(from);
        }
    }
    return true;
}

void cul_histograms_free(struct cul_histograms *histograms)
{
    cul_memory_free(histograms->dimensions);
    cul_memory_free(histograms->cells);
    *histograms = (struct cul_histograms){0};
}
