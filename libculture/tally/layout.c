/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/layout.h"

#include "base/memory.h"

size_t cul_layout_histogram(const struct cul_layout_dimension *dimension, int32_t answered)
{
    /* a = 1 .. answered - 1 take a (points - 1) + 1 cells each. */
    size_t before = (size_t)answered - 1, steps = (size_t)dimension->points - 1;
    return dimension->histogram + before * (before + 1) / 2 * steps + before;
}

static size_t lay_dimension(struct cul_layout_dimension *dimension, size_t width)
{
    size_t items = (size_t)dimension->items;
    dimension->histogram = width;
    width = cul_layout_histogram(dimension, dimension->items + 1);
    if (items >= 2) {
        dimension->sums = width;
        dimension->products = width + items;
        width += items + items * (items + 1) / 2;
    }
    return width;
}

_Bool cul_layout_new(struct cul_layout *layout, const culture_questionnaire *questionnaire)
{
    *layout = (struct cul_layout){.width = 1};
    layout->items = cul_memory_new((size_t)questionnaire->item_count, sizeof *layout->items);
    layout->dimensions = cul_memory_new((size_t)questionnaire->dimension_count, sizeof *layout->dimensions);
    if (!layout->items || !layout->dimensions) {
        cul_layout_free(layout);
        return 0;
    }
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        const struct cul_scale *scale = cul_item_scale(questionnaire, i);
        layout->items[i] = layout->width;
        layout->width += (size_t)(scale->high - scale->low + 1) + 1;
    }
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        const struct cul_scale *scale = cul_dimension_scale(questionnaire, d);
        layout->dimensions[d].items = questionnaire->dimensions[d].item_count;
        layout->dimensions[d].points = scale->high - scale->low + 1;
        layout->width = lay_dimension(&layout->dimensions[d], layout->width);
    }
    return 1;
}

void cul_layout_free(struct cul_layout *layout)
{
    cul_memory_free(layout->items);
    cul_memory_free(layout->dimensions);
    *layout = (struct cul_layout){0};
}
