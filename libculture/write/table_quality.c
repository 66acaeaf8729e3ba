/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many respondents answered carelessly, and what the scores would be without them. */
#include "write/page.h"

#include <math.h>

/* How much factors change without the flagged; largest NaN: known of none. */
struct change {
    double largest;
    int32_t known, scored; /* factors */
};

static struct change find_change(const struct cul_view *view, int64_t row)
{
    struct change found = {.largest = (double)NAN};
    for (int32_t f = 0; f < view->factors; f++) {
        double change = fabs(cul_at(view->score[CULTURE_SCORE_MEAN_UNFLAGGED], row, f) -
                             cul_at(view->score[CULTURE_SCORE_MEAN], row, f));
        found.scored += !isnan(cul_at(view->score[CULTURE_SCORE_MEAN], row, f));
        found.known += !isnan(change);
        found.largest = isnan(found.largest) || change > found.largest ? change : found.largest;
    }
    return found;
}

/* What is known of some factors only is not said of all of them. */
static void write_change(struct cul_page *page, const struct change *change)
{
    const struct cul_words *words = page->words;
    bool all = change->known == change->scored;
    if (!change->known) {
        cul_page_text(page, words->careless_hidden);
        return;
    }
    cul_page_text(page, all ? words->careless_change : words->careless_some);
    if (!all) {
        cul_page_whole(page, change->known);
        cul_page_text(page, " ");
        cul_page_text(page, words->out_of);
        cul_page_text(page, " ");
        cul_page_whole(page, change->scored);
        cul_page_text(page, words->careless_most);
    }
    cul_paper_number(&page->paper, ceil(10 * change->largest - 1e-9) / 10, 1, 0);
    cul_page_text(page, words->careless_points);
    cul_page_text(page, all ? "" : words->careless_others);
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
    struct change change = find_change(page->view, row);
    write_change(page, &change);
    cul_page_flow_end(page, &flow, 4);
}
