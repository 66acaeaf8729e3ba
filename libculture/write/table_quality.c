/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many respondents answered carelessly, and what the scores would be without them. */
#include "write/page.h"

#include <math.h>

/* The largest change over the factors for which it may be known; NaN: for none. */
static double largest_change(const struct cul_view *view, int64_t row)
{
    double largest = (double)NAN;
    for (int32_t f = 0; f < view->factors; f++) {
        double change = fabs(cul_at(view->score[CULTURE_SCORE_MEAN_UNFLAGGED], row, f) -
                             cul_at(view->score[CULTURE_SCORE_MEAN], row, f));
        largest = isnan(largest) || change > largest ? change : largest;
    }
    return largest;
}

void cul_page_quality(struct cul_page *page, int64_t row)
{
    struct culture_quality quality = {.struct_size = sizeof quality};
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    if (culture_scores_quality(page->view->scores, row, &quality, NULL) || !(quality.flagged_share > 0)) {
        return;
    }
    culture_scores_organisation(page->view->scores, row, &organisation, NULL);
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, "  ");
    if (!isnan(quality.flagged)) {
        cul_page_whole(page, (int64_t)quality.flagged);
        cul_page_text(page, " ");
        cul_page_text(page, page->words->of_headcount);
        cul_page_text(page, " ");
        cul_page_whole(page, organisation.respondents);
        cul_page_text(page, " ");
        cul_page_text(page, page->words->respondents);
        cul_page_text(page, " (");
        cul_paper_number(&page->paper, 100 * quality.flagged_share, 0, 0);
        cul_page_text(page, " %) ");
    } else {
        cul_paper_number(&page->paper, 100 * quality.flagged_share, 0, 0);
        cul_page_text(page, " % ");
        cul_page_text(page, page->words->of_respondents);
        cul_page_text(page, " ");
    }
    cul_page_text(page, page->words->careless);
    double change = largest_change(page->view, row);
    if (isnan(change)) {
        cul_page_text(page, page->words->careless_hidden);
    } else {
        cul_page_text(page, page->words->careless_change);
        cul_paper_number(&page->paper, change, 1, 0);
        cul_page_text(page, page->words->careless_points);
    }
    cul_page_flow_end(page, &flow, 4);
}
