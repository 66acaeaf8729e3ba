/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The block of one organisation: verdict, factors, units. */
#include "questionnaire/model.h"
#include "write/page.h"

#include <math.h>
#include <string.h>

/* "Practises a learning culture: unlikely (<1 %). Observed: ambition only; 0/9 factors ..." */
static void write_verdict(struct cul_page *page, int64_t row, const struct culture_verdict *verdict)
{
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, page->words->practises);
    cul_page_text(page, ": ");
    cul_page_probability(page, verdict);
    cul_page_text(page, ". ");
    cul_page_text(page, page->words->observed);
    cul_page_text(page, ": ");
    cul_page_text(page, cul_page_verdict(page, row, verdict->verdict));
    cul_page_text(page, "; ");
    cul_page_concrete(page, verdict);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->concrete);
    if (verdict->coherent >= 0) {
        cul_page_text(page, ", ");
        cul_page_text(page, verdict->coherent ? page->words->coherent : page->words->not_coherent);
    }
    cul_page_text(page, ".");
    cul_page_flow_end(page, &flow, 2);
}

static void write_judgement(struct cul_page *page, int64_t row)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    if (culture_assessment_verdict(page->view->assessment, row, &verdict, NULL) == CULTURE_OK) {
        write_verdict(page, row, &verdict);
    }
}

/* How much the means change when subgroups are weighted to their headcounts; a line only where they are. */
static void write_weighted(struct cul_page *page, int64_t row)
{
    const struct cul_view *view = page->view;
    double most = (double)NAN;
    for (int32_t f = 0; f < view->factors; f++) {
        double change = fabs(cul_at(view->score[CULTURE_SCORE_MEAN_WEIGHTED], row, f) -
                             cul_at(view->score[CULTURE_SCORE_MEAN], row, f));
        most = isnan(most) || change > most ? change : most;
    }
    if (isnan(most)) {
        return;
    }
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->weighted_by);
    cul_page_text(page, " ");
    cul_paper_number(&page->paper, ceil(10 * most) / 10, 1, 0);
    cul_page_text(page, page->words->careless_points);
    cul_page_text(page, ".");
    cul_page_flow_end(page, &flow, 4);
}

static void write_respondents(struct cul_page *page, const struct culture_organisation *organisation)
{
    cul_page_text(page, "  ");
    if (organisation->reason) {
        cul_page_hidden(page, organisation->reason);
        return;
    }
    cul_page_whole(page, organisation->respondents);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->respondents);
    if (organisation->headcount) {
        cul_page_text(page, " ");
        cul_page_text(page, page->words->of_headcount);
        cul_page_text(page, " ");
        cul_page_whole(page, organisation->headcount);
        cul_page_text(page, " (");
        cul_paper_number(&page->paper, 100 * organisation->response_rate, 0, 0);
        cul_page_text(page, " %)");
    }
    cul_paper_line(&page->paper);
}

/* Heading of the units of one column: the factors by their number. */
static void write_unit_heading(struct cul_page *page, const char *column)
{
    cul_page_ink(page, CUL_DIM);
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->by);
    cul_page_text(page, " ");
    cul_page_text(page, column);
    cul_page_text(page, ": ");
    cul_page_line(page, page->words->unit_note);
    cul_paper_cell(&page->paper, "", page->name_width + 9);
    for (int32_t f = 0; f < page->view->factors; f++) {
        cul_paper_number(&page->paper, f + 1, 0, 6);
    }
    cul_page_ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

static void write_unit(struct cul_page *page, int64_t row, const struct culture_unit *unit)
{
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, unit->name, page->name_width);
    if (unit->reason) {
        cul_page_text(page, " ");
        cul_page_line(page, unit->reason == CULTURE_REASON_SUPPRESSED ? page->words->protects : page->words->hidden);
        return;
    }
    cul_paper_number(&page->paper, (double)unit->respondents, 0, 7);
    for (int32_t f = 0; f < page->view->factors; f++) {
        double mean = cul_at(page->view->unit[CULTURE_SCORE_MEAN], row, f);
        if (isnan(mean)) {
            cul_page_text(page, "     -");
        } else {
            cul_paper_number(&page->paper, mean, 1, 6);
        }
    }
    cul_paper_line(&page->paper);
}

/* The units of an organisation stand together, by column. */
static void write_units(struct cul_page *page, int64_t organisation)
{
    const char *column = "";
    struct culture_unit unit = {.struct_size = sizeof unit};
    for (int64_t i = cul_page_first_unit(page, organisation); cul_view_unit(page->view, i, organisation, &unit); i++) {
        if (strcmp(column, unit.column) != 0) {
            column = unit.column;
            write_unit_heading(page, column);
        }
        write_unit(page, i, &unit);
    }
}

/* The factors and themes whose mean hides too many opinions to be called the organisation's; none: no line. */
static void write_agreement(struct cul_page *page, int64_t row)
{
    const struct cul_view *view = page->view;
    struct cul_paper flow = {0};
    bool first = true;
    for (int32_t d = 0; d < view->dimensions; d++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        culture_questionnaire_dimension(view->questionnaire, d, &dimension, NULL);
        bool factor = dimension.kind == CULTURE_DIMENSION_FACTOR || dimension.kind == CULTURE_DIMENSION_THEME;
        double state = cul_at(view->score[CULTURE_SCORE_AGGREGATION], row, d);
        if (!factor || state != CULTURE_AGGREGATION_NOT_SUPPORTED) {
            continue;
        }
        if (first) {
            cul_page_flow(page, &flow);
            cul_page_text(page, "  ");
            cul_page_text(page, page->words->no_agreement);
        }
        cul_page_text(page, first ? ": " : ", ");
        cul_page_text(page, cul_page_name(page, d));
        first = false;
    }
    if (!first) {
        cul_page_flow_end(page, &flow, 4);
    }
}

/* What page one leaves out. */
static void write_details(struct cul_page *page, int64_t row)
{
    cul_page_first_band(page, row);
    cul_page_profile(page, row);
    cul_page_themes(page, row);
    cul_page_more(page, row);
    write_agreement(page, row);
    cul_page_quality(page, row);
}

void cul_page_organisation(struct cul_page *page, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(page->view->scores, row, &organisation, NULL);
    cul_paper_line(&page->paper);
    cul_page_ink(page, CUL_BOLD);
    cul_page_text(page, organisation.name);
    cul_page_ink(page, CUL_PLAIN);
    write_respondents(page, &organisation);
    if (organisation.reason) {
        return;
    }
    if (cul_scores_is_doubtful(page->view->scores, row)) {
        cul_page_ink(page, CUL_YELLOW);
        cul_page_line(page, page->words->about_doubtful);
        cul_page_ink(page, CUL_PLAIN);
    }
    page->census = cul_page_is_census(&organisation);
    write_judgement(page, row);
    cul_page_nonresponse(page, row);
    write_weighted(page, row);
    cul_page_factors(page, row);
    if (page->view->details) {
        write_details(page, row);
    }
    cul_page_multiverse(page, row);
    if (page->view->details || page->view->role) {
        cul_page_gaps(page, row);
    }
    if (page->view->details) {
        cul_page_landscape(page, row);
        cul_page_facts(page, row);
    }
    write_units(page, row);
}
