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

/* Why a change of everybody's scores leads to a verdict that only ambition can tell from another. */
static const char *why(const struct cul_words *words, int32_t from, int32_t becomes)
{
    if (from == CULTURE_VERDICT_AMBITION_ONLY && becomes == CULTURE_VERDICT_NOT_PRACTISED) {
        return words->why_fewer_wishes;
    }
    return from == CULTURE_VERDICT_NOT_PRACTISED && becomes == CULTURE_VERDICT_AMBITION_ONLY ? words->why_more_wishes
                                                                                             : "";
}

static void write_becomes(struct cul_page *page, int32_t from, int32_t becomes)
{
    cul_page_text(page, " \"");
    cul_page_text(page, page->words->verdicts[becomes]);
    cul_page_text(page, "\"");
    cul_page_text(page, why(page->words, from, becomes));
}

/* "If they score, on every factor, 5.2 points lower than those who did, the verdict on all becomes "partly"; ..." */
static void write_verdict(struct cul_page *page, const struct culture_nonresponse *found, int32_t verdict)
{
    bool up = !isnan(found->up), down = !isnan(found->down);
    if (!up && !down) {
        cul_page_text(page, page->words->verdict_stays);
        return;
    }
    cul_page_text(page, page->words->verdict_turns);
    write_points(page, down ? found->down : found->up);
    cul_page_text(page, page->words->than_others);
    cul_page_text(page, page->words->becomes);
    write_becomes(page, verdict, down ? found->down_becomes : found->up_becomes);
    if (down && up) {
        cul_page_text(page, page->words->or_);
        write_points(page, found->up);
        cul_page_text(page, ":");
        write_becomes(page, verdict, found->up_becomes);
    }
    cul_page_text(page, ".");
}

/* The factor that would change band soonest. */
void cul_page_first_band(struct cul_page *page, int64_t row)
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
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->first_band_if);
    write_points(page, least);
    cul_page_text(page, page->words->first_band);
    cul_page_text(page, cul_page_name(page, first));
    cul_page_text(page, ".");
    cul_page_flow_end(page, &flow, 4);
}

bool cul_page_is_census(const struct culture_organisation *organisation)
{
    return organisation->headcount && organisation->respondents >= organisation->headcount &&
           organisation->target == CULTURE_TARGET_WORKFORCE;
}

/* "48 (on a factor up to 51) of 128 did not answer." */
static void write_absent(struct cul_page *page, const struct culture_nonresponse *found, int64_t headcount)
{
    int64_t absent = found->absent;
    cul_page_whole(page, absent);
    if (found->absent_most > absent) {
        cul_page_text(page, page->words->on_a_factor);
        cul_page_whole(page, found->absent_most);
        cul_page_text(page, ")");
    }
    cul_page_text(page, " ");
    cul_page_text(page, page->words->out_of);
    cul_page_text(page, " ");
    cul_page_whole(page, headcount);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->did_not_answer[absent == 1]);
    cul_page_text(page, " ");
}

void cul_page_nonresponse(struct cul_page *page, int64_t row)
{
    struct culture_nonresponse found = {.struct_size = sizeof found};
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    struct culture_error error = {0};
    culture_status status = culture_assessment_nonresponse(page->view->assessment, row, &found, &error);
    page->paper.out.failed |= status == CULTURE_ERROR_MEMORY;
    culture_scores_organisation(page->view->scores, row, &organisation, NULL);
    bool told = !status && !found.reason && found.absent;
    if (organisation.headcount && organisation.respondents < organisation.headcount && !told) {
        return; /* the first line has the response rate */
    }
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, "  ");
    if (told) {
        culture_assessment_verdict(page->view->assessment, row, &verdict, NULL);
        write_absent(page, &found, organisation.headcount);
        write_verdict(page, &found, verdict.verdict);
    } else if (organisation.headcount) {
        cul_page_text(page, page->words->everybody);
        cul_page_text(page, page->census ? " " : "");
        cul_page_text(page, page->census ? page->words->everybody_scores : "");
    } else {
        cul_page_text(page, page->words->no_headcount);
    }
    cul_page_flow_end(page, &flow, 4);
}
