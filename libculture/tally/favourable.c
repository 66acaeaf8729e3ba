/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/favourable.h"

void cul_favourable_count(const struct cul_layout_dimension *at, int32_t favourable, int32_t answered, int64_t *cells)
{
    int64_t *into = cells + at->favourable;
    into[CUL_FAVOURABLE_SQUARES] += (int64_t)favourable * favourable;
    into[CUL_FAVOURABLE_ANSWERED] += (int64_t)favourable * answered;
}

struct cul_answered cul_answered_of(const struct cul_layout_dimension *at, const int64_t *cells)
{
    struct cul_answered result = {0};
    for (int32_t answered = 1; answered <= at->items; answered++) {
        const int64_t *histogram = cells + cul_layout_histogram(at, answered);
        int64_t people = 0;
        for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++) {
            people += histogram[sum];
        }
        result.respondents += people;
        result.answers += people * answered;
        result.squares += people * answered * answered;
    }
    return result;
}

/* For each respondent 0 <= favourable <= answered. */
_Bool cul_favourable_is_possible(const struct cul_layout_dimension *at, const int64_t *cells)
{
    const int64_t *from = cells + at->favourable;
    int64_t squares = from[CUL_FAVOURABLE_SQUARES], answered = from[CUL_FAVOURABLE_ANSWERED];
    return squares >= 0 && squares <= answered && answered <= cul_answered_of(at, cells).squares;
}
