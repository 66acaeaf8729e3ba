/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes together with a theme, when that was asked: a line per factor, for all organisations together. */
#include "write/page.h"

#include <math.h>

enum { SHARE_WIDTH = 26 };

static const char *name_of(const struct cul_page *page, int32_t dimension)
{
    return culture_questionnaire_dimension_name(page->view->questionnaire, dimension, page->view->language);
}

/* "Goes together with Ready for AI: respondents within their organisation; 5 organisations, ..." */
static void write_heading(struct cul_page *page, const struct culture_drivers_summary *summary)
{
    cul_paper_line(&page->paper);
    cul_page_ink(page, CUL_BOLD);
    cul_page_text(page, page->words->drivers);
    cul_page_text(page, " ");
    cul_page_text(page, name_of(page, summary->dimension));
    cul_page_ink(page, CUL_PLAIN);
    cul_page_text(page, ": ");
    cul_page_text(page, page->words->driver_levels[summary->level]);
    cul_page_text(page, "; ");
    cul_page_whole(page, summary->organisations);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->organisations);
    cul_page_text(page, ", ");
    cul_page_whole(page, summary->respondents);
    cul_page_text(page, " ");
    cul_page_line(page, page->words->respondents);
}

/* Too few organisations for intervals: those of another reason are not told apart here. */
static bool lacks_organisations(const struct cul_page *page, const culture_drivers *drivers)
{
    bool lacking = false;
    for (int32_t f = 0; f < page->view->factors; f++) {
        lacking |= culture_drivers_reason(drivers, CULTURE_DRIVER_WEIGHT_LOW, 0, f) == CULTURE_REASON_TOO_FEW;
    }
    return lacking;
}

/* "12.3 % ( 8.1 - 15.9)" */
static void write_share(struct cul_page *page, const culture_drivers *drivers, int32_t result, int32_t factor)
{
    struct culture_matrix value, low, high;
    culture_drivers_get(drivers, result, &value);
    culture_drivers_get(drivers, result + 1, &low);
    culture_drivers_get(drivers, result + 2, &high);
    if (isnan(value.data[factor])) {
        cul_paper_cell(&page->paper, "     -", SHARE_WIDTH);
        return;
    }
    cul_paper_number(&page->paper, 100 * value.data[factor], 1, 5);
    cul_page_text(page, " %");
    if (isnan(low.data[factor])) {
        cul_paper_cell(&page->paper, "", SHARE_WIDTH - 7);
        return;
    }
    cul_page_text(page, " (");
    cul_paper_number(&page->paper, 100 * low.data[factor], 1, 4);
    cul_page_text(page, " - ");
    cul_paper_number(&page->paper, 100 * high.data[factor], 1, 4);
    cul_paper_cell(&page->paper, ")", SHARE_WIDTH - 20);
}

static void write_factor(struct cul_page *page, const culture_drivers *drivers, int32_t factor)
{
    struct culture_matrix correlation;
    culture_drivers_get(drivers, CULTURE_DRIVER_CORRELATION, &correlation);
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, name_of(page, factor), page->name_width + 2);
    write_share(page, drivers, CULTURE_DRIVER_WEIGHT, factor);
    write_share(page, drivers, CULTURE_DRIVER_LMG, factor);
    cul_paper_number(&page->paper, correlation.data[factor], 2, 5);
    cul_paper_line(&page->paper);
}

static void write_columns(struct cul_page *page, double r_squared)
{
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->explained_together);
    cul_page_text(page, ": ");
    cul_paper_number(&page->paper, 100 * r_squared, 0, 0);
    cul_page_line(page, " %");
    cul_page_ink(page, CUL_DIM);
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, page->words->factor, page->name_width + 2);
    cul_paper_cell(&page->paper, page->words->relative_weight, SHARE_WIDTH);
    cul_paper_cell(&page->paper, "LMG", SHARE_WIDTH);
    cul_page_line(page, page->words->correlation);
    cul_page_ink(page, CUL_PLAIN);
}

static void write_drivers(struct cul_page *page, const culture_drivers *drivers)
{
    struct culture_drivers_summary summary = {.struct_size = sizeof summary};
    culture_drivers_tell(drivers, &summary, NULL);
    write_heading(page, &summary);
    if (summary.reason) {
        cul_page_text(page, "  ");
        cul_page_line(page, summary.reason == CULTURE_REASON_TOO_FEW ? page->words->drivers_too_few
                                                                     : page->words->drivers_singular);
        return;
    }
    write_columns(page, summary.r_squared);
    for (int32_t f = 0; f < page->view->factors; f++) {
        if (f != summary.dimension) {
            write_factor(page, drivers, f);
        }
    }
    if (lacks_organisations(page, drivers)) {
        cul_page_text(page, "  ");
        cul_page_line(page, page->words->drivers_no_interval);
    }
}

void cul_page_drivers(struct cul_page *page)
{
    for (size_t i = 0; i < page->view->driver_count; i++) {
        write_drivers(page, page->view->drivers[i]);
    }
    if (page->view->driver_count) {
        cul_page_ink(page, CUL_DIM);
        cul_page_paragraph(page, page->words->about_drivers, 2);
        cul_page_ink(page, CUL_PLAIN);
    }
}
