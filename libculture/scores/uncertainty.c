/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scores/uncertainty.h"

#include "tally/favourable.h"

#include <math.h>

/* The share of the population that did not answer. */
static double left_out(int64_t n, int64_t headcount)
{
    return headcount > 0 ? 1 - (double)n / (double)headcount : 1;
}

static struct cul_interval wilson(double share, double effective, double left, double confidence)
{
    if (left <= 0) {
        return (struct cul_interval){share, share};
    }
    return cul_wilson(share * effective / left, effective / left, confidence);
}

struct cul_interval cul_favourable_interval(const struct cul_layout_dimension *at, const int64_t *cells,
                                            int64_t favourable, int64_t headcount, double confidence)
{
    struct cul_answered all = cul_answered_of(at, cells);
    if (all.respondents < 2) {
        return (struct cul_interval){(double)NAN, (double)NAN};
    }
    const int64_t *from = cells + at->favourable;
    double n = (double)all.respondents, answers = (double)all.answers, p = (double)favourable / answers;
    double squares = (double)from[CUL_FAVOURABLE_SQUARES] - 2 * p * (double)from[CUL_FAVOURABLE_ANSWERED] +
                     p * p * (double)all.squares;
    double variance = n / (n - 1) * squares / (answers * answers);
    /* A variance of nothing but rounding is none. */
    double effective = variance > 1e-12 * p * (1 - p) ? p * (1 - p) / variance : n;
    return wilson(p, effective, left_out(all.respondents, headcount), confidence);
}

struct cul_interval cul_share_interval(int64_t count, int64_t n, int64_t headcount, double confidence)
{
    return wilson((double)count / (double)n, (double)n, left_out(n, headcount), confidence);
}
