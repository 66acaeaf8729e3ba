/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first thing a reader of two waves wants: which factors went up or down in which organisation. */
#include "write/comparison_sheet.h"

#include <math.h>
#include <string.h>

enum { WIDEST_NAME = 32, NUMBER_WIDTH = 3, RESPONDENTS_WIDTH = 18 };

enum cul_change_state cul_change_state_of(const struct cul_comparison_view *view, int64_t row, int32_t dimension)
{
    double changed = cul_at(view->change[CULTURE_CHANGE_CHANGED], row, dimension);
    if (!isnan(changed)) {
        return changed > 0 ? CUL_CHANGE_HIGHER : changed < 0 ? CUL_CHANGE_LOWER : CUL_CHANGE_NO;
    }
    if (!isnan(cul_at(view->change[CULTURE_CHANGE_DIFFERENCE], row, dimension))) {
        return CUL_CHANGE_UNTESTED;
    }
    switch (culture_comparison_reason(view->comparison, CULTURE_CHANGE_DIFFERENCE, row, dimension)) {
    case CULTURE_REASON_TOO_FEW:
        return CUL_CHANGE_TOO_FEW;
    case CULTURE_REASON_NOT_ASKED:
        return CUL_CHANGE_NOT_ASKED;
    case CULTURE_REASON_OUT_OF_RANGE:
        return CUL_CHANGE_REFUSED;
    default:
        return CUL_CHANGE_HIDDEN;
    }
}

char cul_change_mark(enum cul_change_state state)
{
    return "^v=?-x.!"[state];
}

enum cul_ink cul_change_ink(enum cul_change_state state)
{
    return state == CUL_CHANGE_HIGHER ? CUL_GREEN : state == CUL_CHANGE_LOWER ? CUL_RED : CUL_DIM;
}

const char *cul_sheet_hidden(const struct cul_sheet *sheet, const struct culture_organisation *of)
{
    const struct cul_words *words = sheet->page.words;
    return !of->reason ? NULL : of->reason == CULTURE_REASON_TOO_FEW ? words->too_few : words->headcount_wrong;
}

static int width_of(const struct cul_sheet *sheet)
{
    struct cul_paper trial = {.colour = false};
    struct culture_compared organisation;
    int widest = cul_paper_text(&trial, sheet->words->organisation, 0);
    for (int64_t row = 0; row < sheet->view->organisations; row++) {
        if (cul_sheet_is_common(sheet, row, &organisation)) {
            int width = cul_paper_text(&trial, organisation.name, WIDEST_NAME);
            widest = width > widest ? width : widest;
            cul_buffer_clear(&trial.out);
        }
    }
    cul_buffer_free(&trial.out);
    return widest;
}

static void write_heading(struct cul_sheet *sheet, int width)
{
    struct cul_page *page = &sheet->page;
    cul_paper_line(&page->paper);
    cul_page_line(page, sheet->words->overview);
    cul_page_ink(page, CUL_DIM);
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, sheet->words->organisation, width + 2);
    cul_paper_cell(&page->paper, sheet->words->respondents, RESPONDENTS_WIDTH);
    for (int32_t f = 0; f < sheet->view->factors; f++) {
        cul_paper_number(&page->paper, f + 1, 0, NUMBER_WIDTH);
    }
    cul_page_ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

static void write_number(struct cul_page *page, const struct culture_organisation *of)
{
    if (of->reason) {
        cul_paper_cell(&page->paper, "     -", 6);
    } else {
        cul_paper_number(&page->paper, (double)of->respondents, 0, 6);
    }
}

static void write_organisation(struct cul_sheet *sheet, int64_t row, const struct culture_compared *organisation,
                               int width)
{
    struct cul_page *page = &sheet->page;
    const int64_t rows[2] = {organisation->before, organisation->after};
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, organisation->name, width + 2);
    for (int wave = 0; wave < 2; wave++) {
        struct culture_organisation of = {.struct_size = sizeof of};
        culture_scores_organisation(culture_comparison_scores(sheet->view->comparison, wave), rows[wave], &of, NULL);
        cul_page_text(page, wave ? " -> " : "");
        write_number(page, &of);
    }
    cul_paper_cell(&page->paper, "", RESPONDENTS_WIDTH - 16);
    for (int32_t f = 0; f < sheet->view->factors; f++) {
        enum cul_change_state state = cul_change_state_of(sheet->view, row, f);
        char mark[] = {' ', ' ', cul_change_mark(state), '\0'};
        cul_page_ink(page, cul_change_ink(state));
        cul_page_text(page, mark);
        cul_page_ink(page, CUL_PLAIN);
        sheet->counts[state]++;
        sheet->census |=
            culture_comparison_reason(sheet->view->comparison, CULTURE_CHANGE_P, row, f) == CULTURE_REASON_CENSUS;
    }
    cul_paper_line(&page->paper);
}

/* "^ higher: 3; = no clear change: 14": of the marks that are there. */
static void write_counts(struct cul_sheet *sheet)
{
    struct cul_page *page = &sheet->page;
    struct cul_paper flow;
    bool first = true;
    cul_page_flow(page, &flow);
    for (int state = 0; state < CUL_CHANGE_STATES; state++) {
        char mark[] = {cul_change_mark((enum cul_change_state)state), ' ', '\0'};
        if (sheet->counts[state]) {
            cul_page_text(page, first ? "  " : "; ");
            cul_page_text(page, mark);
            cul_page_text(page, sheet->words->states[state]);
            cul_page_text(page, ": ");
            cul_page_whole(page, sheet->counts[state]);
            first = false;
        }
    }
    cul_page_flow_end(page, &flow, 2);
}

/* "1 Learning, 2 Leadership" */
static void write_numbers(struct cul_sheet *sheet)
{
    struct cul_page *page = &sheet->page;
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    for (int32_t f = 0; f < sheet->view->factors; f++) {
        cul_page_text(page, f ? ", " : "  ");
        cul_page_whole(page, f + 1);
        cul_page_text(page, " ");
        cul_page_text(page, culture_questionnaire_dimension_name(sheet->view->questionnaire, f, sheet->view->language));
    }
    cul_page_flow_end(page, &flow, 2);
}

void cul_sheet_meaning(struct cul_sheet *sheet, enum cul_change_state state)
{
    struct cul_paper flow;
    if (sheet->words->means[state]) {
        cul_page_flow(&sheet->page, &flow);
        cul_page_text(&sheet->page, "  ");
        cul_page_text(&sheet->page, sheet->words->means[state]);
        cul_page_flow_end(&sheet->page, &flow, 4);
    }
}

static void write_meanings(struct cul_sheet *sheet)
{
    for (int state = 0; state < CUL_CHANGE_STATES; state++) {
        if (sheet->counts[state]) {
            cul_sheet_meaning(sheet, (enum cul_change_state)state);
        }
    }
}

void cul_sheet_overview(struct cul_sheet *sheet)
{
    struct culture_compared organisation;
    int width = width_of(sheet);
    write_heading(sheet, width);
    for (int64_t row = 0; row < sheet->view->organisations; row++) {
        if (cul_sheet_is_common(sheet, row, &organisation)) {
            write_organisation(sheet, row, &organisation, width);
        }
    }
    cul_page_ink(&sheet->page, CUL_DIM);
    write_numbers(sheet);
    cul_page_ink(&sheet->page, CUL_PLAIN);
    write_counts(sheet);
    write_meanings(sheet);
}
