/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two lines on the factors together: whether the profile is unusual, and what stands out against its own level. */
#include "questionnaire/model.h"
#include "write/page.h"

#include <math.h>

static double profile_at(const struct cul_page *page, int32_t result, int64_t row)
{
    struct culture_matrix matrix;
    culture_assessment_get(page->view->assessment, result, &matrix);
    return cul_at(matrix, row, 0);
}

/* Shares below 1 % are not 0. */
static void write_percent(struct cul_page *page, int32_t result, int64_t row)
{
    double percent = profile_at(page, result, row);
    if (percent > 0 && percent < 1) {
        cul_page_text(page, "<1");
    } else {
        cul_paper_number(&page->paper, percent, 0, 0);
    }
}

/* "Profile: not unusual as a whole (37 %, 22 - 54 %, of organisations more extreme)" */
static void write_unusual(struct cul_page *page, int64_t row)
{
    double p = profile_at(page, CULTURE_PROFILE_P, row);
    if (isnan(p)) {
        return;
    }
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->profile);
    cul_page_text(page, ": ");
    cul_page_text(page, p < 0.05 ? page->words->unusual : page->words->not_unusual);
    cul_page_text(page, " (");
    write_percent(page, CULTURE_PROFILE_UNUSUAL, row);
    cul_page_text(page, " %, ");
    write_percent(page, CULTURE_PROFILE_UNUSUAL_LOW, row);
    cul_page_text(page, " - ");
    write_percent(page, CULTURE_PROFILE_UNUSUAL_HIGH, row);
    cul_page_text(page, " %, ");
    cul_page_text(page, page->words->more_extreme);
    cul_page_line(page, ")");
}

static void write_standing_out(struct cul_page *page, int64_t row, double sign, const char *words)
{
    const struct cul_view *view = page->view;
    bool first = true;
    for (int32_t f = 0; f < view->factors; f++) {
        if (cul_at(view->standing[CULTURE_STANDING_OWN_DIFFERS], row, f) != sign) {
            continue;
        }
        cul_page_text(page, first ? "  " : "; ");
        cul_page_text(page, first ? words : "");
        cul_page_text(page, first ? ": " : "");
        cul_page_text(page, culture_questionnaire_dimension_name(view->questionnaire, f, view->language));
        first = false;
    }
    if (!first) {
        cul_paper_line(&page->paper);
    }
}

void cul_page_profile(struct cul_page *page, int64_t row)
{
    write_unusual(page, row);
    write_standing_out(page, row, 1, page->words->own_higher);
    write_standing_out(page, row, -1, page->words->own_lower);
}
