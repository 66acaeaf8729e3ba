/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview of a batch. */
#include "write/page.h"

#include <math.h>

/* The widest name of an organisation, within reason. */
static int organisation_width(const struct cul_view *view)
{
    struct cul_paper trial = {.colour = false};
    int widest = 12;
    for (int64_t row = 0; row < view->organisations; row++) {
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        culture_scores_organisation(view->scores, row, &organisation, NULL);
        int width = cul_paper_text(&trial, organisation.name, 40);
        widest = width > widest ? width : widest;
        cul_buffer_clear(&trial.out);
    }
    cul_buffer_free(&trial.out);
    return widest;
}

enum { CHANCE_WIDTH = 36, VERDICT_WIDTH = 26 };

static void write_overview_heading(struct cul_page *page, int width)
{
    cul_page_ink(page, CUL_DIM);
    cul_paper_cell(&page->paper, page->words->organisation, width + 2);
    cul_paper_cell(&page->paper, page->words->number, 15);
    if (page->judged) {
        cul_paper_cell(&page->paper, page->words->practises, CHANCE_WIDTH);
        cul_paper_cell(&page->paper, page->words->observed, VERDICT_WIDTH);
        cul_page_text(page, page->words->at_criterion);
    }
    cul_page_ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

static void write_overview_verdict(struct cul_page *page, int64_t row)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    if (culture_assessment_verdict(page->view->assessment, row, &verdict, NULL)) {
        return;
    }
    int taken = cul_page_probability(page, &verdict);
    cul_paper_cell(&page->paper, "", CHANCE_WIDTH - taken);
    cul_paper_cell(&page->paper, cul_page_verdict(page, row, verdict.verdict), VERDICT_WIDTH);
    cul_page_concrete(page, &verdict);
}

static void write_share(struct cul_page *page, double icc, int32_t factor)
{
    cul_paper_number(&page->paper, 100 * fmax(0, icc), 0, 0);
    cul_page_text(page, " % (");
    cul_page_text(page, culture_questionnaire_dimension_name(page->view->questionnaire, factor, page->view->language));
    cul_page_text(page, ")");
}

/* How much of the differences lies between organisations, for the factors with least and most of it. */
void cul_page_between(struct cul_page *page)
{
    struct culture_matrix icc = page->view->pooled[CULTURE_SCORE_ICC1];
    int32_t least = -1, most = -1;
    for (int32_t f = 0; f < page->view->factors; f++) {
        if (!isnan(icc.data[f])) {
            least = least < 0 || icc.data[f] < icc.data[least] ? f : least;
            most = most < 0 || icc.data[f] > icc.data[most] ? f : most;
        }
    }
    if (least < 0) {
        return;
    }
    struct cul_paper flow;
    cul_paper_line(&page->paper);
    cul_page_flow(page, &flow);
    cul_page_text(page, page->words->between_first);
    write_share(page, icc.data[least], least);
    if (most != least) {
        cul_page_text(page, page->words->between_to);
        write_share(page, icc.data[most], most);
    }
    cul_page_text(page, page->words->between_last);
    cul_page_flow_end(page, &flow, 2);
}

void cul_page_overview(struct cul_page *page)
{
    int width = organisation_width(page->view);
    cul_paper_line(&page->paper);
    write_overview_heading(page, width);
    for (int64_t row = 0; row < page->view->organisations; row++) {
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        culture_scores_organisation(page->view->scores, row, &organisation, NULL);
        cul_paper_cell(&page->paper, organisation.name, width);
        cul_page_text(page, cul_scores_is_doubtful(page->view->scores, row) ? "! " : "  ");
        if (organisation.reason) {
            cul_page_hidden(page, organisation.reason);
            continue;
        }
        cul_paper_number(&page->paper, (double)organisation.respondents, 0, 12);
        cul_page_text(page, "   ");
        write_overview_verdict(page, row);
        cul_paper_line(&page->paper);
    }
}
