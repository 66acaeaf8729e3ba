/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The block of one organisation: verdict, factors, units. */
#include "questionnaire/model.h"
#include "write/page.h"

#include <math.h>
#include <string.h>

static void write_verdict(struct cul_page *page, int64_t row)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    if (culture_assessment_verdict(page->view->assessment, row, &verdict, NULL)) {
        return;
    }
    cul_page_text(page, page->words->practises);
    cul_page_text(page, ": ");
    cul_page_probability(page, &verdict);
    cul_page_text(page, "; ");
    cul_page_text(page, page->words->verdicts[verdict.verdict]);
    cul_page_text(page, ": ");
    cul_page_concrete(page, &verdict);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->concrete);
    if (verdict.coherent >= 0) {
        cul_page_text(page, ", ");
        cul_page_text(page, verdict.coherent ? page->words->coherent : page->words->not_coherent);
    }
    cul_paper_line(&page->paper);
}

/* The mark is a sign and a word, never a colour alone. */
static void write_difference(struct cul_page *page, double differs)
{
    if (isnan(differs)) {
        return;
    }
    cul_page_ink(page, differs > 0 ? CUL_GREEN : differs < 0 ? CUL_RED : CUL_DIM);
    cul_page_text(page, differs > 0 ? "^ " : differs < 0 ? "v " : "= ");
    cul_page_text(page, differs > 0   ? page->words->higher
                        : differs < 0 ? page->words->lower
                                      : page->words->no_difference);
    cul_page_ink(page, CUL_PLAIN);
}

static void write_standing(struct cul_page *page, int64_t row, int32_t factor)
{
    const struct cul_view *view = page->view;
    if (isnan(cul_at(view->standing[CULTURE_STANDING_PERCENTILE], row, factor))) {
        return;
    }
    cul_page_text(page, "  ");
    cul_page_interval(page, view->standing[CULTURE_STANDING_PERCENTILE],
                      view->standing[CULTURE_STANDING_PERCENTILE_LOW], view->standing[CULTURE_STANDING_PERCENTILE_HIGH],
                      row, factor, 0);
    double below = cul_at(view->standing[CULTURE_STANDING_BELOW], row, factor);
    if (page->wide && !isnan(below)) {
        cul_page_text(page, "  ");
        cul_paper_number(&page->paper, below, 0, 3);
        cul_page_text(page, "/");
        cul_paper_number(&page->paper, cul_at(view->standing[CULTURE_STANDING_REFERENCE_ORGANISATIONS], row, factor), 0,
                         0);
        cul_paper_cell(&page->paper, "", 5);
    }
    cul_page_text(page, "  ");
    write_difference(page, cul_at(view->standing[CULTURE_STANDING_DIFFERS], row, factor));
}

static void write_factor(struct cul_page *page, int64_t row, int32_t factor)
{
    const struct cul_view *view = page->view;
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, culture_questionnaire_dimension_name(view->questionnaire, factor, view->language),
                   page->name_width);
    cul_page_text(page, " ");
    if (isnan(cul_at(view->score[CULTURE_SCORE_MEAN], row, factor))) {
        cul_page_ink(page, CUL_DIM);
        cul_page_text(page, "   - ");
        cul_page_text(page, cul_page_absent(page, CULTURE_SCORE_MEAN, row, factor));
        cul_page_ink(page, CUL_PLAIN);
        cul_paper_line(&page->paper);
        return;
    }
    cul_page_interval(page, view->score[CULTURE_SCORE_MEAN], view->score[CULTURE_SCORE_MEAN_LOW],
                      view->score[CULTURE_SCORE_MEAN_HIGH], row, factor, 1);
    if (page->wide) {
        cul_paper_number(&page->paper, cul_at(view->score[CULTURE_SCORE_FAVOURABLE], row, factor), 0, 6);
        cul_page_text(page, " %");
    }
    write_standing(page, row, factor);
    cul_paper_line(&page->paper);
}

static void write_heading(struct cul_page *page, const char *what)
{
    cul_page_ink(page, CUL_DIM);
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, what, page->name_width + 1);
    cul_paper_cell(&page->paper, page->words->score, 21);
    if (page->wide) {
        cul_paper_cell(&page->paper, page->words->favourable, 8);
    }
    if (page->view->reference) {
        cul_paper_cell(&page->paper, page->words->percentile, 17);
        if (page->wide) {
            cul_paper_cell(&page->paper, page->words->higher_than, 13);
        }
        cul_page_text(page, page->words->differs);
    }
    cul_page_ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
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

/* Themes stand apart from the factors: they are no part of the profile. */
static void write_themes(struct cul_page *page, int64_t row)
{
    bool first = true;
    for (int32_t d = page->view->factors; d < page->view->dimensions; d++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        culture_questionnaire_dimension(page->view->questionnaire, d, &dimension, NULL);
        if (dimension.kind != CULTURE_DIMENSION_THEME) {
            continue;
        }
        if (first) {
            write_heading(page, page->words->theme);
        }
        first = false;
        write_factor(page, row, d);
    }
}

/* A word in a list that goes on over lines; returns the columns it ends at. */
static int write_listed(struct cul_page *page, const char *name, bool first, int at)
{
    struct cul_paper trial = {.colour = false};
    int width = cul_paper_text(&trial, name, 0) + 2;
    cul_buffer_free(&trial.out);
    cul_page_text(page, first ? "" : ",");
    if (at + width > page->width) {
        cul_paper_line(&page->paper);
        cul_page_text(page, "   ");
        at = 3;
    }
    cul_page_text(page, " ");
    cul_page_text(page, name);
    return at + width;
}

/* The factors and themes whose mean hides too many opinions to be called the organisation's; none: no line. */
static void write_agreement(struct cul_page *page, int64_t row)
{
    const struct cul_view *view = page->view;
    int at = 0;
    for (int32_t d = 0; d < view->dimensions; d++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        culture_questionnaire_dimension(view->questionnaire, d, &dimension, NULL);
        bool factor = dimension.kind == CULTURE_DIMENSION_FACTOR || dimension.kind == CULTURE_DIMENSION_THEME;
        double state = cul_at(view->score[CULTURE_SCORE_AGGREGATION], row, d);
        if (!factor || state != CULTURE_AGGREGATION_NOT_SUPPORTED) {
            continue;
        }
        bool first = at == 0;
        if (first) {
            cul_page_text(page, "  ");
            at = 2 + cul_paper_text(&page->paper, page->words->no_agreement, 0);
            cul_page_text(page, ":");
        }
        at =
            write_listed(page, culture_questionnaire_dimension_name(view->questionnaire, d, view->language), first, at);
    }
    if (at) {
        cul_paper_line(&page->paper);
    }
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
    write_verdict(page, row);
    cul_page_nonresponse(page, row);
    write_heading(page, page->words->factor);
    for (int32_t f = 0; f < page->view->factors; f++) {
        write_factor(page, row, f);
    }
    cul_page_profile(page, row);
    cul_page_multiverse(page, row);
    write_themes(page, row);
    write_agreement(page, row);
    cul_page_quality(page, row);
    cul_page_gaps(page, row);
    cul_page_landscape(page, row);
    cul_page_facts(page, row);
    write_units(page, row);
}
