/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An assessment as a table for people: an overview, then a block per organisation, then what the figures mean. */
#include "base/error.h"
#include "questionnaire/model.h"
#include "write/paper.h"
#include "write/view.h"
#include "write/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct page {
    struct cul_paper paper;
    const struct cul_view *view;
    const struct cul_words *words;
    int width, name_width;
    bool judged;  /* the questionnaire has a criterion */
    bool wide;    /* room for all columns */
    int64_t unit; /* the next unit to write */
};

static void text(struct page *page, const char *words)
{
    cul_paper_text(&page->paper, words, 0);
}

static void line(struct page *page, const char *words)
{
    text(page, words);
    cul_paper_line(&page->paper);
}

static void ink(struct page *page, enum cul_ink colour)
{
    cul_paper_ink(&page->paper, colour);
}

static void whole(struct page *page, int64_t number)
{
    cul_paper_number(&page->paper, (double)number, 0, 0);
}

/* "61.2 (55.0-67.4)" in a cell of so many columns. */
static void interval(struct page *page, struct culture_matrix value, struct culture_matrix low,
                     struct culture_matrix high, int64_t row, int32_t column, int decimals)
{
    int width = decimals ? 5 : 4;
    cul_paper_number(&page->paper, cul_at(value, row, column), decimals, width);
    double from = cul_at(low, row, column), to = cul_at(high, row, column);
    if (isnan(from) || isnan(to)) {
        cul_paper_cell(&page->paper, "", decimals ? 15 : 11);
        return;
    }
    text(page, " (");
    cul_paper_number(&page->paper, from, decimals, decimals ? 5 : 3);
    text(page, " -");
    cul_paper_number(&page->paper, to, decimals, decimals ? 6 : 4);
    text(page, ")");
}

static void write_reference(struct page *page)
{
    const culture_reference *reference = page->view->reference;
    text(page, page->words->reference);
    text(page, ": ");
    if (!reference) {
        line(page, page->words->no_reference);
        return;
    }
    int32_t kind = culture_reference_kind(reference);
    ink(page, kind == CULTURE_REFERENCE_SIMULATED ? CUL_YELLOW : CUL_PLAIN);
    whole(page, culture_reference_organisation_count(reference));
    text(page, " ");
    text(page, page->words->kinds[kind]);
    text(page, " ");
    text(page, page->words->organisations);
    ink(page, CUL_PLAIN);
    text(page, " (");
    text(page, culture_reference_id(reference));
    line(page, ")");
}

static void write_title(struct page *page)
{
    const culture_questionnaire *questionnaire = page->view->questionnaire;
    ink(page, CUL_BOLD);
    text(page, culture_questionnaire_title(questionnaire, page->view->language));
    ink(page, CUL_PLAIN);
    text(page, " (");
    text(page, culture_questionnaire_id(questionnaire));
    text(page, " ");
    text(page, culture_questionnaire_version(questionnaire));
    line(page, ")");
    write_reference(page);
    if (cul_scores_is_full(page->view->scores)) {
        line(page, page->words->about_full);
    }
}

/* "unlikely (8 %)": the probability in words first. Returns the columns it takes. */
static int write_probability(struct page *page, const struct culture_verdict *verdict)
{
    if (verdict->evidence < 0) {
        return cul_paper_text(&page->paper, page->words->no_probability, 0);
    }
    static const enum cul_ink inks[] = {CUL_GREEN, CUL_GREEN, CUL_YELLOW, CUL_RED};
    char percent[32];
    double share = 100 * verdict->probability;
    const char *sign = share < 0.5 ? "<" : share > 99.5 ? ">" : "";
    snprintf(percent, sizeof percent, " (%s%d %%)", sign, share < 0.5 ? 1 : share > 99.5 ? 99 : (int)round(share));
    ink(page, inks[verdict->evidence]);
    int taken = cul_paper_text(&page->paper, page->words->evidence[verdict->evidence], 0);
    ink(page, CUL_PLAIN);
    return taken + cul_paper_text(&page->paper, percent, 0);
}

/* "7/9" */
static void write_concrete(struct page *page, const struct culture_verdict *verdict)
{
    whole(page, verdict->concrete_factors);
    text(page, "/");
    whole(page, page->view->factors);
}

static void write_verdict(struct page *page, int64_t row)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    if (culture_assessment_verdict(page->view->assessment, row, &verdict, NULL)) {
        return;
    }
    text(page, page->words->practises);
    text(page, ": ");
    write_probability(page, &verdict);
    text(page, "; ");
    text(page, page->words->verdicts[verdict.verdict]);
    text(page, ": ");
    write_concrete(page, &verdict);
    text(page, " ");
    text(page, page->words->concrete);
    if (verdict.coherent >= 0) {
        text(page, ", ");
        text(page, verdict.coherent ? page->words->coherent : page->words->not_coherent);
    }
    cul_paper_line(&page->paper);
}

/* The mark is a sign and a word, never a colour alone. */
static void write_difference(struct page *page, double differs)
{
    if (isnan(differs)) {
        return;
    }
    ink(page, differs > 0 ? CUL_GREEN : differs < 0 ? CUL_RED : CUL_DIM);
    text(page, differs > 0 ? "^ " : differs < 0 ? "v " : "= ");
    text(page, differs > 0 ? page->words->higher : differs < 0 ? page->words->lower : page->words->no_difference);
    ink(page, CUL_PLAIN);
}

static void write_standing(struct page *page, int64_t row, int32_t factor)
{
    const struct cul_view *view = page->view;
    if (isnan(cul_at(view->standing[CULTURE_STANDING_PERCENTILE], row, factor))) {
        return;
    }
    text(page, "  ");
    interval(page, view->standing[CULTURE_STANDING_PERCENTILE], view->standing[CULTURE_STANDING_PERCENTILE_LOW],
             view->standing[CULTURE_STANDING_PERCENTILE_HIGH], row, factor, 0);
    double below = cul_at(view->standing[CULTURE_STANDING_BELOW], row, factor);
    if (page->wide && !isnan(below)) {
        text(page, "  ");
        cul_paper_number(&page->paper, below, 0, 3);
        text(page, "/");
        cul_paper_number(&page->paper, cul_at(view->standing[CULTURE_STANDING_REFERENCE_ORGANISATIONS], row, factor), 0,
                         0);
        cul_paper_cell(&page->paper, "", 5);
    }
    text(page, "  ");
    write_difference(page, cul_at(view->standing[CULTURE_STANDING_DIFFERS], row, factor));
}

static void write_factor(struct page *page, int64_t row, int32_t factor)
{
    const struct cul_view *view = page->view;
    text(page, "  ");
    cul_paper_cell(&page->paper, culture_questionnaire_dimension_name(view->questionnaire, factor, view->language),
                   page->name_width);
    text(page, " ");
    if (isnan(cul_at(view->score[CULTURE_SCORE_MEAN], row, factor))) {
        ink(page, CUL_DIM);
        text(page, "   - ");
        text(page, page->words->hidden);
        ink(page, CUL_PLAIN);
        cul_paper_line(&page->paper);
        return;
    }
    interval(page, view->score[CULTURE_SCORE_MEAN], view->score[CULTURE_SCORE_MEAN_LOW],
             view->score[CULTURE_SCORE_MEAN_HIGH], row, factor, 1);
    if (page->wide) {
        cul_paper_number(&page->paper, cul_at(view->score[CULTURE_SCORE_FAVOURABLE], row, factor), 0, 6);
        text(page, " %");
    }
    write_standing(page, row, factor);
    cul_paper_line(&page->paper);
}

static void write_heading(struct page *page)
{
    ink(page, CUL_DIM);
    text(page, "  ");
    cul_paper_cell(&page->paper, page->words->factor, page->name_width + 1);
    cul_paper_cell(&page->paper, page->words->score, 21);
    if (page->wide) {
        cul_paper_cell(&page->paper, page->words->favourable, 8);
    }
    if (page->view->reference) {
        cul_paper_cell(&page->paper, page->words->percentile, 17);
        if (page->wide) {
            cul_paper_cell(&page->paper, page->words->higher_than, 13);
        }
        text(page, page->words->differs);
    }
    ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

static void write_hidden(struct page *page, int32_t reason)
{
    line(page, reason == CULTURE_REASON_TOO_FEW ? page->words->too_few : page->words->headcount_wrong);
}

static void write_respondents(struct page *page, const struct culture_organisation *organisation)
{
    text(page, "  ");
    if (organisation->reason) {
        write_hidden(page, organisation->reason);
        return;
    }
    whole(page, organisation->respondents);
    text(page, " ");
    text(page, page->words->respondents);
    if (organisation->headcount) {
        text(page, " ");
        text(page, page->words->of_headcount);
        text(page, " ");
        whole(page, organisation->headcount);
        text(page, " (");
        cul_paper_number(&page->paper, 100 * organisation->response_rate, 0, 0);
        text(page, " %)");
    }
    cul_paper_line(&page->paper);
}

/* Heading of the units of one column: the factors by their number. */
static void write_unit_heading(struct page *page, const char *column)
{
    ink(page, CUL_DIM);
    text(page, "  ");
    text(page, page->words->by);
    text(page, " ");
    text(page, column);
    text(page, ": ");
    line(page, page->words->unit_note);
    cul_paper_cell(&page->paper, "", page->name_width + 9);
    for (int32_t f = 0; f < page->view->factors; f++) {
        cul_paper_number(&page->paper, f + 1, 0, 6);
    }
    ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

static void write_unit(struct page *page, int64_t row, const struct culture_unit *unit)
{
    text(page, "  ");
    cul_paper_cell(&page->paper, unit->name, page->name_width);
    if (unit->reason) {
        text(page, " ");
        line(page, unit->reason == CULTURE_REASON_SUPPRESSED ? page->words->protects : page->words->hidden);
        return;
    }
    cul_paper_number(&page->paper, (double)unit->respondents, 0, 7);
    for (int32_t f = 0; f < page->view->factors; f++) {
        double mean = cul_at(page->view->unit[CULTURE_SCORE_MEAN], row, f);
        if (isnan(mean)) {
            text(page, "     -");
        } else {
            cul_paper_number(&page->paper, mean, 1, 6);
        }
    }
    cul_paper_line(&page->paper);
}

/* The units of an organisation stand together, by column; those of a hidden organisation are passed over. */
static void write_units(struct page *page, int64_t organisation)
{
    const char *column = "";
    for (; page->unit < page->view->units; page->unit++) {
        struct culture_unit unit = {.struct_size = sizeof unit};
        culture_scores_unit(page->view->scores, page->unit, &unit, NULL);
        if (unit.organisation > organisation) {
            return;
        }
        if (unit.organisation < organisation) {
            continue;
        }
        if (strcmp(column, unit.column) != 0) {
            column = unit.column;
            write_unit_heading(page, column);
        }
        write_unit(page, page->unit, &unit);
    }
}

static void write_organisation(struct page *page, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(page->view->scores, row, &organisation, NULL);
    cul_paper_line(&page->paper);
    ink(page, CUL_BOLD);
    text(page, organisation.name);
    ink(page, CUL_PLAIN);
    write_respondents(page, &organisation);
    if (organisation.reason) {
        return;
    }
    write_verdict(page, row);
    write_heading(page);
    for (int32_t f = 0; f < page->view->factors; f++) {
        write_factor(page, row, f);
    }
    write_units(page, row);
}

static void write_failed_files(struct page *page)
{
    bool first = true;
    for (int64_t i = 0; i < cul_scores_file_count(page->view->scores); i++) {
        struct culture_file file = {.struct_size = sizeof file};
        if (cul_scores_file(page->view->scores, i, &file, NULL) || !file.status) {
            continue;
        }
        if (first) {
            cul_paper_line(&page->paper);
            line(page, page->words->failed_files);
        }
        first = false;
        text(page, "  ");
        text(page, file.path);
        text(page, ": ");
        line(page, file.message);
    }
}

static void write_notes(struct page *page)
{
    const culture_reference *reference = page->view->reference;
    cul_paper_line(&page->paper);
    ink(page, CUL_DIM);
    line(page, page->words->about_score);
    if (reference) {
        line(page, page->words->about_percentile);
    }
    if (reference && culture_reference_kind(reference) == CULTURE_REFERENCE_SIMULATED) {
        line(page, page->words->about_simulated);
    }
    if (page->judged) {
        line(page, page->words->about_criterion);
        line(page, page->words->about_base_rate);
    }
    ink(page, CUL_PLAIN);
}

/* The widest name of an organisation, within reason. */
static int organisation_width(const struct cul_view *view)
{
    struct cul_paper trial = {.colour = false};
    int widest = 12;
    for (int64_t row = 0; row < view->organisations; row++) {
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        culture_scores_organisation(view->scores, row, &organisation, NULL);
        int width = cul_paper_text(&trial, organisation.name, 40);
        widest = width > widest ? width : widest;
        cul_buffer_clear(&trial.out);
    }
    cul_buffer_free(&trial.out);
    return widest;
}

/* The widest factor name, within reason. */
static int name_width(const struct cul_view *view)
{
    struct cul_paper trial = {.colour = false};
    int widest = 10;
    for (int32_t f = 0; f < view->factors; f++) {
        int width =
            cul_paper_text(&trial, culture_questionnaire_dimension_name(view->questionnaire, f, view->language), 0);
        widest = width > widest ? width : widest;
    }
    cul_buffer_free(&trial.out);
    return widest > 28 ? 28 : widest;
}

enum { CHANCE_WIDTH = 36, VERDICT_WIDTH = 26 };

static void write_overview_heading(struct page *page, int width)
{
    ink(page, CUL_DIM);
    cul_paper_cell(&page->paper, page->words->organisation, width + 2);
    cul_paper_cell(&page->paper, page->words->number, 15);
    if (page->judged) {
        cul_paper_cell(&page->paper, page->words->practises, CHANCE_WIDTH);
        cul_paper_cell(&page->paper, page->words->observed, VERDICT_WIDTH);
        text(page, page->words->at_criterion);
    }
    ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

static void write_overview_verdict(struct page *page, int64_t row)
{
    struct culture_verdict verdict = {.struct_size = sizeof verdict};
    if (culture_assessment_verdict(page->view->assessment, row, &verdict, NULL)) {
        return;
    }
    int taken = write_probability(page, &verdict);
    cul_paper_cell(&page->paper, "", CHANCE_WIDTH - taken);
    cul_paper_cell(&page->paper, page->words->verdicts[verdict.verdict], VERDICT_WIDTH);
    write_concrete(page, &verdict);
}

/* A line per organisation, when there is more than one to tell about. */
static void write_overview(struct page *page)
{
    int width = organisation_width(page->view);
    cul_paper_line(&page->paper);
    write_overview_heading(page, width);
    for (int64_t row = 0; row < page->view->organisations; row++) {
        struct culture_organisation organisation = {.struct_size = sizeof organisation};
        culture_scores_organisation(page->view->scores, row, &organisation, NULL);
        cul_paper_cell(&page->paper, organisation.name, width + 2);
        if (organisation.reason) {
            write_hidden(page, organisation.reason);
            continue;
        }
        cul_paper_number(&page->paper, (double)organisation.respondents, 0, 12);
        text(page, "   ");
        write_overview_verdict(page, row);
        cul_paper_line(&page->paper);
    }
}

culture_status culture_write_table(const culture_assessment *assessment, const struct culture_sink *sink,
                                   const struct culture_write_options *options, struct culture_error *error)
{
    struct cul_view view = {0};
    struct culture_write_options known;
    if (!cul_view_new(&view, assessment, options, &known)) {
        return cul_fail_argument(error, "an assessment and the language nl or en are needed");
    }
    struct page page = {.view = &view, .words = cul_words_in(view.language), .width = known.width ? known.width : 100};
    page.paper = (struct cul_paper){.colour = known.colour, .decimal = page.words->decimal};
    page.name_width = name_width(&view);
    struct culture_criterion criterion = {.struct_size = sizeof criterion};
    page.judged =
        culture_questionnaire_criterion(view.questionnaire, &criterion, NULL) == CULTURE_OK && criterion.given;
    page.wide = page.width >= page.name_width + 72;
    write_title(&page);
    if (view.organisations > 1) {
        write_overview(&page);
    }
    for (int64_t row = 0; row < view.organisations; row++) {
        write_organisation(&page, row);
    }
    write_failed_files(&page);
    write_notes(&page);
    return cul_deliver(&page.paper.out, sink, error);
}
