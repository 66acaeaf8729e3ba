/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verdict under other thresholds: how often each comes out, then a block per missing rule with a line per score and
 * a column per floor and number of factors, one letter a verdict.
 */
#include "write/page.h"

#include <string.h>

enum { VERDICTS = 5, FLOORS = 8, FACTORS = 8 };

static const char letters[VERDICTS] = {'P', 'p', 'a', '-', '?'};

/* What the columns are, and the line at hand. */
struct grid {
    double floors[FLOORS];
    int32_t floor_count, factors[FACTORS], factor_count;
    const char *rule; /* of the line; NULL: none yet */
    double score;
    char cells[FLOORS][FACTORS], marks[FLOORS][FACTORS];
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

static int32_t floor_place(struct grid *grid, double floor)
{
    int32_t at = 0;
    while (at < grid->floor_count && grid->floors[at] != floor) {
        at++;
    }
    if (at == grid->floor_count && at < FLOORS) {
        grid->floors[grid->floor_count++] = floor;
    }
    return at;
}

static int32_t factor_place(struct grid *grid, int32_t factors)
{
    int32_t at = 0;
    while (at < grid->factor_count && grid->factors[at] != factors) {
        at++;
    }
    if (at == grid->factor_count && at < FACTORS) {
        grid->factors[grid->factor_count++] = factors;
    }
    return at;
}

/* "Other thresholds (525): practised 3, ...", and the columns of what follows. */
static void write_counts(struct cul_page *page, int64_t row, struct grid *grid)
{
    struct culture_universe universe;
    int32_t counts[VERDICTS] = {0}, all = 0;
    for (; next(page, row, all, &universe, &page->paper.out.failed); all++) {
        counts[universe.verdict]++;
        floor_place(grid, universe.floor);
        factor_place(grid, universe.factors);
    }
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, "  ");
    cul_page_text(page, page->words->multiverse);
    cul_page_text(page, " (");
    cul_page_whole(page, all);
    cul_page_text(page, ")");
    for (int32_t verdict = 0; verdict < VERDICTS; verdict++) {
        cul_page_text(page, verdict ? ", " : ": ");
        cul_page_text(page, (const char[]){letters[verdict], ' ', '\0'});
        cul_page_text(page, cul_page_verdict(page, row, verdict));
        cul_page_text(page, " ");
        cul_page_whole(page, counts[verdict]);
    }
    cul_page_flow_end(page, &flow, 4);
    cul_page_text(page, "    ");
    cul_page_line(page, page->words->own_criterion);
}

enum { LABEL = 18, CELL = 2 };

static void write_heading(struct cul_page *page, const struct grid *grid, const char *rule)
{
    static const char *const rules[] = {"one", "half", "all"};
    int32_t words = 0;
    while (words < 2 && strcmp(rules[words], rule) != 0) {
        words++;
    }
    cul_page_text(page, "    ");
    cul_page_line(page, page->words->rules[words]);
    cul_page_text(page, "    ");
    cul_paper_cell(&page->paper, page->words->floor, LABEL);
    for (int32_t floor = 0; floor < grid->floor_count; floor++) {
        cul_page_text(page, "  ");
        if (grid->floors[floor] > 0) {
            cul_paper_number(&page->paper, grid->floors[floor], 0, CELL * grid->factor_count);
        } else {
            cul_page_text(page, " ");
            cul_paper_cell(&page->paper, page->words->no_floor, CELL * grid->factor_count - 1);
        }
    }
    cul_paper_line(&page->paper);
    cul_page_text(page, "    ");
    cul_paper_cell(&page->paper, page->words->factors_from, LABEL);
    for (int32_t floor = 0; floor < grid->floor_count; floor++) {
        cul_page_text(page, "  ");
        for (int32_t i = 0; i < grid->factor_count; i++) {
            cul_paper_number(&page->paper, grid->factors[i], 0, CELL);
        }
    }
    cul_paper_line(&page->paper);
}

static void write_line(struct cul_page *page, const struct grid *grid)
{
    cul_page_text(page, "    ");
    cul_paper_cell(&page->paper, page->words->score_from, LABEL - 5);
    cul_paper_number(&page->paper, grid->score, 1, 5);
    for (int32_t floor = 0; floor < grid->floor_count; floor++) {
        cul_page_text(page, "  ");
        for (int32_t i = 0; i < grid->factor_count; i++) {
            cul_page_text(page, (const char[]){grid->marks[floor][i], grid->cells[floor][i], '\0'});
        }
    }
    cul_paper_line(&page->paper);
}

static void start_line(struct grid *grid, const struct culture_universe *universe)
{
    grid->rule = universe->missing_rule;
    grid->score = universe->score;
    memset(grid->cells, ' ', sizeof grid->cells);
    memset(grid->marks, ' ', sizeof grid->marks);
}

static void write_grid(struct cul_page *page, int64_t row, struct grid *grid)
{
    struct culture_universe universe;
    for (int32_t i = 0; next(page, row, i, &universe, &page->paper.out.failed); i++) {
        bool new_rule = !grid->rule || strcmp(grid->rule, universe.missing_rule) != 0;
        if (grid->rule && (new_rule || grid->score != universe.score)) {
            write_line(page, grid);
        }
        if (new_rule) {
            write_heading(page, grid, universe.missing_rule);
        }
        if (new_rule || grid->score != universe.score) {
            start_line(grid, &universe);
        }
        int32_t floor = floor_place(grid, universe.floor), factors = factor_place(grid, universe.factors);
        grid->cells[floor][factors] = letters[universe.verdict];
        grid->marks[floor][factors] = universe.given ? '*' : ' ';
    }
    if (grid->rule) {
        write_line(page, grid);
    }
}

void cul_page_multiverse(struct cul_page *page, int64_t row)
{
    if (page->view->multiverse && page->judged) {
        struct grid grid = {0};
        write_counts(page, row, &grid);
        write_grid(page, row, &grid);
    }
}
