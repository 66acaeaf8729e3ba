/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in pairs in the block of an organisation: ambition against practice, and the landscape now and wanted. */
#include "write/page.h"

#include <math.h>
#include <string.h>

/* A mean, or a dash where it is hidden. */
static void write_mean(struct cul_page *page, double mean, int width)
{
    if (isnan(mean)) {
        cul_paper_cell(&page->paper, "", width - 1);
        cul_page_text(page, "-");
    } else {
        cul_paper_number(&page->paper, mean, 1, width);
    }
}

static void write_difference(struct cul_page *page, const struct culture_matrix *tables, int64_t row, int32_t dimension)
{
    if (isnan(cul_at(tables[CULTURE_SCORE_DIFFERENCE], row, dimension))) {
        write_mean(page, (double)NAN, 5);
        cul_paper_cell(&page->paper, "", 16);
        return;
    }
    cul_page_interval(page, tables[CULTURE_SCORE_DIFFERENCE], tables[CULTURE_SCORE_DIFFERENCE_LOW],
                      tables[CULTURE_SCORE_DIFFERENCE_HIGH], row, dimension, 1);
}

/* "Ambition against practice", or "role: manager (32)" for those of one role. */
static void write_gap_heading(struct cul_page *page, const struct culture_unit *role)
{
    cul_page_ink(page, CUL_DIM);
    cul_page_text(page, "  ");
    if (role) {
        int written = cul_paper_text(&page->paper, role->column, 12);
        cul_page_text(page, ": ");
        cul_paper_cell(&page->paper, role->name, page->name_width - written - 1);
    } else {
        cul_paper_cell(&page->paper, page->words->gaps, page->name_width + 1);
    }
    cul_paper_cell(&page->paper, page->words->practice, 10);
    cul_paper_cell(&page->paper, page->words->ambition_score, 10);
    cul_page_text(page, page->words->gap);
    cul_page_ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

static void write_gap(struct cul_page *page, const struct culture_matrix *tables, int64_t row,
                      const struct culture_dimension *ambition, int32_t index)
{
    const struct cul_view *view = page->view;
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper,
                   culture_questionnaire_dimension_name(view->questionnaire, ambition->base, view->language),
                   page->name_width + 1);
    write_mean(page, cul_at(tables[CULTURE_SCORE_MEAN], row, ambition->base), 5);
    write_mean(page, cul_at(tables[CULTURE_SCORE_MEAN], row, index), 10);
    cul_page_text(page, "     ");
    write_difference(page, tables, row, index);
    cul_paper_line(&page->paper);
}

/* The gaps of an organisation, or of those of one role. */
static void write_gaps(struct cul_page *page, const struct culture_matrix *tables, int64_t row,
                       const struct culture_unit *role)
{
    const struct cul_view *view = page->view;
    bool first = true;
    for (int32_t d = view->factors; d < view->dimensions; d++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension};
        culture_questionnaire_dimension(view->questionnaire, d, &dimension, NULL);
        if (dimension.kind != CULTURE_DIMENSION_AMBITION) {
            continue;
        }
        if (first) {
            write_gap_heading(page, role);
        }
        first = false;
        write_gap(page, tables, row, &dimension, d);
    }
}

void cul_page_gaps(struct cul_page *page, int64_t row)
{
    const struct cul_view *view = page->view;
    struct culture_unit unit = {.struct_size = sizeof unit};
    write_gaps(page, view->score, row, NULL);
    for (int64_t i = cul_page_first_unit(page, row); cul_view_unit(view, i, row, &unit); i++) {
        if (!unit.reason && cul_view_is_role(view, &unit, &page->paper.out.failed)) {
            write_gaps(page, view->unit, i, &unit);
        }
    }
}

static void write_side(struct cul_page *page, const char *word, int64_t row, int32_t dimension)
{
    const struct cul_view *view = page->view;
    cul_page_text(page, "    ");
    cul_paper_cell(&page->paper, word, 12);
    if (isnan(cul_at(view->score[CULTURE_SCORE_MEAN], row, dimension))) {
        cul_page_line(page, cul_page_absent(page, CULTURE_SCORE_MEAN, row, dimension));
        return;
    }
    cul_page_interval(page, view->score[CULTURE_SCORE_MEAN], view->score[CULTURE_SCORE_MEAN_LOW],
                      view->score[CULTURE_SCORE_MEAN_HIGH], row, dimension, 1);
    cul_paper_line(&page->paper);
}

static void write_tilt(struct cul_page *page, int64_t row, int32_t wanted)
{
    const struct cul_view *view = page->view;
    cul_page_text(page, "    ");
    cul_paper_cell(&page->paper, page->words->tilt, 12);
    if (isnan(cul_at(view->score[CULTURE_SCORE_DIFFERENCE], row, wanted))) {
        cul_page_line(page, cul_page_absent(page, CULTURE_SCORE_DIFFERENCE, row, wanted));
        return;
    }
    write_difference(page, view->score, row, wanted);
    cul_page_text(page, "  ");
    cul_paper_number(&page->paper, 100 * cul_at(view->score[CULTURE_SCORE_DIFFERENCE_ABOVE], row, wanted), 0, 0);
    cul_page_text(page, " % ");
    cul_page_line(page, page->words->want_it);
}

static void write_axis(struct cul_page *page, int64_t row, int32_t index)
{
    const struct cul_view *view = page->view;
    struct culture_axis axis = {.struct_size = sizeof axis};
    culture_questionnaire_axis(view->questionnaire, index, &axis, NULL);
    cul_page_text(page, "  ");
    cul_page_text(page, culture_questionnaire_pole(view->questionnaire, index, 0, view->language));
    cul_page_text(page, " (0) - ");
    cul_page_text(page, culture_questionnaire_pole(view->questionnaire, index, 1, view->language));
    cul_page_line(page, " (100)");
    write_side(page, page->words->now, row, axis.now);
    if (axis.wanted >= 0) {
        write_side(page, page->words->wanted, row, axis.wanted);
        write_tilt(page, row, axis.wanted);
    }
}

void cul_page_landscape(struct cul_page *page, int64_t row)
{
    int32_t axes = culture_questionnaire_axis_count(page->view->questionnaire);
    if (axes) {
        cul_page_ink(page, CUL_DIM);
        cul_page_text(page, "  ");
        cul_page_line(page, page->words->landscape);
        cul_page_ink(page, CUL_PLAIN);
    }
    for (int32_t i = 0; i < axes; i++) {
        write_axis(page, row, i);
    }
}

static double fact(const struct cul_page *page, int32_t result, int64_t row)
{
    struct culture_matrix matrix;
    culture_assessment_get(page->view->assessment, result, &matrix);
    return cul_at(matrix, row, 0);
}

/* "; published 85-90 % (interviews, 2023)" */
static void write_published(struct cul_page *page, const char *id)
{
    struct culture_figure figure = {.struct_size = sizeof figure};
    for (int32_t i = 0; culture_published_figure(i, &figure, NULL) == CULTURE_OK; i++) {
        if (strcmp(figure.id, id) != 0) {
            continue;
        }
        cul_page_text(page, "; ");
        cul_page_text(page, page->words->published);
        cul_page_text(page, " ");
        cul_paper_number(&page->paper, 100 * figure.low, 0, 0);
        if (figure.high > figure.low) {
            cul_page_text(page, "-");
            cul_paper_number(&page->paper, 100 * figure.high, 0, 0);
        }
        cul_page_text(page, " % (");
        cul_page_text(page, figure.source);
        cul_page_text(page, ")");
    }
}

static void write_share(struct cul_page *page, const char *word, const char *id, int32_t result, int64_t row)
{
    double share = fact(page, result, row);
    if (isnan(share)) {
        return;
    }
    cul_page_text(page, "  ");
    cul_page_text(page, word);
    cul_page_text(page, ": ");
    cul_paper_number(&page->paper, 100 * share, 0, 0);
    cul_page_text(page, " %");
    write_published(page, id);
    cul_paper_line(&page->paper);
}

void cul_page_facts(struct cul_page *page, int64_t row)
{
    double days = fact(page, CULTURE_FACT_TIME_TO_SOLUTION, row);
    write_share(page, page->words->used_share, "used_share", CULTURE_FACT_USED_SHARE, row);
    write_share(page, page->words->formal_share, "formal_share", CULTURE_FACT_FORMAL_SHARE, row);
    if (!isnan(days)) {
        cul_page_text(page, "  ");
        cul_page_text(page, page->words->time_to_solution);
        cul_page_text(page, ": ");
        cul_paper_number(&page->paper, days, 0, 0);
        cul_page_text(page, " ");
        cul_page_line(page, page->words->days);
    }
}
