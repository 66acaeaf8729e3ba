/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What factors and themes share within each organisation. */
#include "base/memory.h"
#include "scores/drivers.h"
#include "scores/statistics.h"

#include <math.h>

static size_t pairs_of(int32_t paired)
{
    return (size_t)paired * ((size_t)paired + 1) / 2;
}

size_t cul_scores_shared_place(const culture_scores *scores, int32_t first, int32_t second)
{
    size_t paired = (size_t)cul_paired_count(scores->questionnaire);
    size_t i = (size_t)(first < second ? first : second), j = (size_t)(first < second ? second : first);
    return i * paired - i * (i + 1) / 2 + j;
}

const struct cul_shared *cul_scores_shared(const culture_scores *scores, int64_t row, int32_t first, int32_t second)
{
    size_t pairs = pairs_of(cul_paired_count(scores->questionnaire));
    return scores->shared + (size_t)row * pairs + cul_scores_shared_place(scores, first, second);
}

double cul_scores_exact_mean(const culture_scores *scores, int64_t row, int32_t dimension)
{
    return scores->exact_means[row * cul_paired_count(scores->questionnaire) + dimension];
}

static bool is_shown(const culture_scores *scores, int64_t row, int32_t dimension)
{
    return !cul_table_reason(&scores->organisation_table, CULTURE_SCORE_RESPONDENTS, row, dimension);
}

static struct cul_shared share(double variance, int64_t n)
{
    return n < 2 ? (struct cul_shared){0, 0} : (struct cul_shared){variance * (double)(n - 1), (double)(n - 1)};
}

/* An organisation's own variance, and the covariances with the dimensions after it. */
static void share_dimension(struct cul_making *making, int64_t row, int32_t dimension, int32_t paired)
{
    culture_scores *scores = making->scores;
    const struct cul_layout *layout = &making->tally->layout;
    const struct cul_layout_dimension *at = &layout->dimensions[dimension];
    const int64_t *cells = making->organisation_cells[row];
    struct cul_shared *next = scores->shared + (cul_scores_shared(scores, row, dimension, dimension) - scores->shared);
    struct cul_moments moments = cul_dimension_moments(at, at->needed, cells);
    double steps = at->points - 1;
    scores->exact_means[row * paired + dimension] = moments.mean / steps;
    *next++ = share(moments.variance / steps / steps, moments.n);
    for (int32_t other = dimension + 1; other < paired; other++, next++) {
        int64_t n = 0;
        if (is_shown(scores, row, other)) {
            double covariance = cul_covariance(layout, dimension, other, cells, &n);
            *next = share(covariance, n);
        }
    }
}

bool cul_shared_new(culture_scores *scores)
{
    int32_t paired = cul_paired_count(scores->questionnaire);
    size_t rows = (size_t)scores->organisation_count;
    scores->shared = cul_memory_new(rows, pairs_of(paired) * sizeof *scores->shared);
    scores->exact_means = cul_memory_new(rows, (size_t)paired * sizeof *scores->exact_means);
    return scores->shared && scores->exact_means;
}

void cul_score_shared(struct cul_making *making, int64_t row)
{
    culture_scores *scores = making->scores;
    int32_t paired = cul_paired_count(scores->questionnaire);
    for (int32_t d = 0; d < paired; d++) {
        if (is_shown(scores, row, d)) {
            share_dimension(making, row, d, paired);
        } else {
            scores->exact_means[row * paired + d] = (double)NAN;
        }
    }
}
