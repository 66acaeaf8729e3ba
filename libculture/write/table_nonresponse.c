/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How different those who did not answer would have to be, in words beside the response rate. */
#include "write/page.h"

#include <math.h>

static void write_points(struct cul_page *page, double difference)
{
    const struct cul_words *words = page->words;
    cul_paper_number(&page->paper, ceil(10 * fabs(difference)) / 10, 1, 0); /* a little more than enough */
    cul_page_text(page, " ");
    cul_page_text(page, difference > 0 ? words->points_higher : words->points_lower);
}

static void write_turn(struct cul_page *page, double difference, int32_t becomes)
{
    write_points(page, difference);
    cul_page_text(page, " (");
    cul_page_text(page, page->words->then);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->verdicts[becomes]);
    cul_page_text(page, ")");
}

static void write_verdict(struct cul_page *page, const struct culture_nonresponse *found)
{
    bool up = !isnan(found->up), down = !isnan(found->down);
    if (!up && !down) {
        cul_page_line(page, page->words->verdict_stays);
        return;
    }
    cul_page_text(page, page->words->verdict_turns);
    cul_page_text(page, " ");
    if (down) {
        write_turn(page, found->down, found->down_becomes);
    }
    if (up) {
        cul_page_text(page, down ? page->words->or_ : "");
        write_turn(page, found->up, found->up_becomes);
    }
    cul_page_line(page, ".");
}

/* The factor that would change band soonest. */
static void write_first_band(struct cul_page *page, int64_t row)
{
    double least = (double)NAN;
    int32_t first = -1;
    for (int32_t f = 0; f < page->view->factors; f++) {
        for (int32_t result = CULTURE_NONRESPONSE_UP; result <= CULTURE_NONRESPONSE_DOWN; result++) {
            struct culture_matrix matrix;
            culture_assessment_get(page->view->assessment, result, &matrix);
            double needed = cul_at(matrix, row, f);
            if (!isnan(needed) && !(fabs(needed) >= fabs(least))) {
                least = needed, first = f;
            }
        }
    }
    if (first < 0) {
        return;
    }
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->first_band);
    cul_page_text(page, " ");
    cul_page_text(page, culture_questionnaire_dimension_name(page->view->questionnaire, first, page->view->language));
    cul_page_text(page, page->words->first_band_at);
    write_points(page, least);
    cul_page_line(page, ".");
}

void cul_page_nonresponse(struct cul_page *page, int64_t row)
{
    struct culture_nonresponse found = {.struct_size = sizeof found};
    struct culture_error error = {0};
    culture_status status = culture_assessment_nonresponse(page->view->assessment, row, &found, &error);
    page->paper.out.failed |= status == CULTURE_ERROR_MEMORY;
    if (status || found.reason || !found.absent) {
        return;
    }
    cul_page_text(page, "  ");
    cul_page_whole(page, found.absent);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->did_not_answer);
    cul_page_text(page, " ");
    write_verdict(page, &found);
    write_first_band(page, row);
}
