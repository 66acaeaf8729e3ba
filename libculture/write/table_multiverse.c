/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict under other thresholds: how often each comes out, and how it depends on score and number of factors. */
#include "write/page.h"

#include <string.h>

enum { VERDICTS = 5 };

struct grid {
    int32_t counts[VERDICTS], all;
};

static bool next(const struct cul_page *page, int64_t row, int32_t index, struct culture_universe *universe,
                 bool *failed)
{
    struct culture_error error = {0};
    *universe = (struct culture_universe){.struct_size = sizeof *universe};
    culture_status status = culture_assessment_universe(page->view->assessment, row, index, universe, &error);
    *failed = *failed || status == CULTURE_ERROR_MEMORY;
    return status == CULTURE_OK;
}

static void write_counts(struct cul_page *page, int64_t row)
{
    struct grid grid = {0};
    struct culture_universe universe;
    for (int32_t i = 0; next(page, row, i, &universe, &page->paper.out.failed); i++) {
        grid.counts[universe.verdict]++;
        grid.all++;
    }
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->multiverse);
    for (int32_t verdict = 0; verdict < VERDICTS; verdict++) {
        cul_page_text(page, verdict ? ", " : ": ");
        cul_page_text(page, page->words->verdicts[verdict]);
        cul_page_text(page, " ");
        cul_page_whole(page, grid.counts[verdict]);
        cul_page_text(page, "/");
        cul_page_whole(page, grid.all);
    }
    cul_paper_line(&page->paper);
}

/* With the criterion's own floor and half of the answers needed: a line per score, a column per number of factors. */
static void write_grid(struct cul_page *page, int64_t row)
{
    struct culture_criterion criterion = {.struct_size = sizeof criterion};
    struct culture_universe universe;
    double score = -1;
    culture_questionnaire_criterion(page->view->questionnaire, &criterion, NULL);
    for (int32_t i = 0; next(page, row, i, &universe, &page->paper.out.failed); i++) {
        if (strcmp(universe.missing_rule, "half") != 0 || universe.floor != criterion.floor) {
            continue;
        }
        if (universe.score != score) {
            if (score >= 0) {
                cul_paper_line(&page->paper);
            }
            score = universe.score;
            cul_page_text(page, "    ");
            cul_page_text(page, page->words->score_from);
            cul_paper_number(&page->paper, score, 1, 6);
        }
        cul_page_text(page, "  ");
        cul_page_whole(page, universe.factors);
        cul_page_text(page, ": ");
        cul_paper_cell(&page->paper, page->words->verdicts[universe.verdict], 25);
    }
    cul_paper_line(&page->paper);
}

void cul_page_multiverse(struct cul_page *page, int64_t row)
{
    if (page->view->multiverse && page->judged) {
        write_counts(page, row);
        write_grid(page, row);
    }
}
