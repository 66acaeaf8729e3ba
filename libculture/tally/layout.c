/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/layout.h"

#include "base/memory.h"

size_t cul_layout_histogram(const struct cul_layout_dimension *dimension, int32_t answered)
{
    /* a = 1 .. answered - 1 take a (points - 1) + 1 cells each. */
    size_t before = (size_t)answered - 1, steps = (size_t)dimension->points - 1;
    return dimension->histogram + before * (before + 1) / 2 * steps + before;
}

size_t cul_layout_product(const struct cul_layout *layout, int32_t first, int32_t second)
{
    size_t f = (size_t)first, g = (size_t)second, paired = (size_t)layout->paired;
    size_t pair = f * paired - f * (f + 1) / 2 + (g - f - 1);
    return layout->products + pair * CUL_PRODUCT_CELLS;
}

size_t cul_layout_complete_cells(const struct cul_layout_dimension *dimension)
{
    size_t items = (size_t)dimension->items, points = (size_t)dimension->points;
    return items < 2 ? 0 : items * points + items * (items - 1) / 2;
}

static size_t lay_dimension(struct cul_layout_dimension *dimension, size_t width)
{
    dimension->histogram = width;
    dimension->counts = cul_layout_histogram(dimension, dimension->items + 1);
    dimension->products = dimension->counts + (size_t)dimension->items * (size_t)dimension->points;
    return dimension->counts + cul_layout_complete_cells(dimension);
}

static size_t lay_pairs(struct cul_layout *layout, size_t width)
{
    layout->pairs = width;
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        if (layout->dimensions[d].base >= 0) {
            layout->dimensions[d].difference = width;
            width += CUL_DIFFERENCE_CELLS;
        }
    }
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        layout->dimensions[d].favourable = width;
        width += CUL_FAVOURABLE_CELLS;
    }
    size_t paired = (size_t)layout->paired;
    layout->products = width;
    return paired < 2 ? width : width + paired * (paired - 1) / 2 * CUL_PRODUCT_CELLS;
}

static int64_t greatest_common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b, b = rest;
    }
    return a;
}

/* The least unit in which a sum over any allowed number of answers, divided by that number, is whole. */
static int64_t find_unit(const struct cul_layout *layout)
{
    const int64_t largest = INT64_C(1) << 40;
    int64_t unit = 1;
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        const struct cul_layout_dimension *dimension = &layout->dimensions[d];
        for (int32_t answered = dimension->needed; answered <= dimension->items; answered++) {
            int64_t parts = (int64_t)answered * (dimension->points - 1);
            unit *= parts / greatest_common_divisor(unit, parts);
            if (unit > largest) {
                return largest;
            }
        }
    }
    return unit;
}

/* The same for any number of answers to half a factor; the cap keeps squares of sums of products within 128 bits. */
static int64_t find_halves(const struct cul_layout *layout, int32_t factors)
{
    const int64_t largest = 1 << 16;
    int64_t unit = 1;
    for (int32_t d = 0; d < factors; d++) {
        const struct cul_layout_dimension *dimension = &layout->dimensions[d];
        for (int32_t answered = 1; answered <= (dimension->items + 1) / 2; answered++) {
            int64_t parts = (int64_t)answered * (dimension->points - 1);
            unit *= parts / greatest_common_divisor(unit, parts);
            if (unit > largest) {
                return largest;
            }
        }
    }
    return unit;
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
        layout->dimensions[d].needed = questionnaire->dimensions[d].needed;
        layout->dimensions[d].base = questionnaire->dimensions[d].base;
        layout->dimensions[d].points = scale->high - scale->low + 1;
        layout->width = lay_dimension(&layout->dimensions[d], layout->width);
    }
    layout->dimension_count = questionnaire->dimension_count;
    layout->paired = cul_paired_count(questionnaire);
    layout->item_count = questionnaire->item_count;
    layout->quality = layout->width;
    layout->width += CUL_QUALITY_ANSWERED + (size_t)questionnaire->item_count + 1;
    layout->width = lay_pairs(layout, layout->width);
    layout->unit = find_unit(layout);
    layout->halves = find_halves(layout, questionnaire->factor_count);
    return 1;
}

void cul_layout_free(struct cul_layout *layout)
{
    cul_memory_free(layout->items);
    cul_memory_free(layout->dimensions);
    *layout = (struct cul_layout){0};
}
