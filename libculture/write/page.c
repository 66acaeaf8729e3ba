/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void cul_page_text(struct cul_page *page, const char *words)
{
    cul_paper_text(&page->paper, words, 0);
}

void cul_page_line(struct cul_page *page, const char *words)
{
    cul_page_text(page, words);
    cul_paper_line(&page->paper);
}

void cul_page_ink(struct cul_page *page, enum cul_ink colour)
{
    cul_paper_ink(&page->paper, colour);
}

void cul_page_whole(struct cul_page *page, int64_t number)
{
    cul_paper_number(&page->paper, (double)number, 0, 0);
}

void cul_page_heading(struct cul_page *page, const char *what, int columns)
{
    cul_page_ink(page, CUL_DIM);
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, what, columns);
}

const char *cul_page_name(const struct cul_page *page, int32_t dimension)
{
    return culture_questionnaire_dimension_name(page->view->questionnaire, dimension, page->view->language);
}

void cul_page_flow(struct cul_page *page, struct cul_paper *flow)
{
    *flow = page->paper;
    page->paper = (struct cul_paper){.colour = flow->colour, .decimal = flow->decimal};
}

/* The columns of a word, in which colours take none. */
static int word_width(const char *word, size_t length, _Bool *failed)
{
    int width = 0;
    struct cul_paper trial = {.colour = false};
    struct cul_buffer plain = {0};
    for (size_t i = 0; i < length; i++) {
        bool escape = word[i] == '\x1b';
        i += escape ? strcspn(word + i, "m") : 0;
        if (!escape) {
            cul_buffer_byte(&plain, word[i]);
        }
    }
    if (plain.length && !plain.failed) {
        width = cul_paper_text(&trial, plain.bytes, 0);
    }
    *failed |= plain.failed;
    cul_buffer_free(&trial.out);
    cul_buffer_free(&plain);
    return width;
}

/* A word ends at a blank, except that a number keeps its percent sign. */
static size_t word_length(const char *text)
{
    size_t length = strcspn(text, " ");
    while (text[length] == ' ' && text[length + 1] == '%') {
        length += 1 + strcspn(text + length + 1, " ");
    }
    return length;
}

void cul_page_flow_end(struct cul_page *page, struct cul_paper *flow, int indent)
{
    struct cul_buffer text = page->paper.out;
    page->paper = *flow;
    page->paper.out.failed |= text.failed;
    int at = 0;
    for (const char *word = text.length ? text.bytes : ""; *word;) {
        size_t blanks = strspn(word, " "), length = word_length(word + blanks);
        int width = word_width(word + blanks, length, &page->paper.out.failed);
        if (at > indent && at + (int)blanks + width > page->width) {
            cul_paper_line(&page->paper);
            cul_buffer_repeat(&page->paper.out, ' ', (size_t)indent);
            at = indent;
        } else {
            cul_buffer_repeat(&page->paper.out, ' ', blanks);
            at += (int)blanks;
        }
        cul_buffer_add(&page->paper.out, word + blanks, length);
        at += width;
        word += blanks + length;
    }
    cul_paper_line(&page->paper);
    cul_buffer_free(&text);
}

void cul_page_paragraph(struct cul_page *page, const char *words, int indent)
{
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, words);
    cul_page_flow_end(page, &flow, indent);
}

static bool is_whole(double number)
{
    return number == round(number);
}

void cul_page_interval(struct cul_page *page, struct culture_matrix value, struct culture_matrix low,
                       struct culture_matrix high, int64_t row, int32_t column, int decimals)
{
    int width = decimals ? 5 : 4;
    cul_paper_number(&page->paper, cul_at(value, row, column), decimals, width);
    double from = cul_at(low, row, column), to = cul_at(high, row, column);
    bool point = page->census && from == to;
    if (point || isnan(from) || isnan(to)) {
        cul_paper_cell(&page->paper, "", decimals ? 15 : 11);
        return;
    }
    int places = is_whole(from) && is_whole(to) ? 0 : decimals;
    cul_page_text(page, " (");
    cul_paper_number(&page->paper, from, places, decimals ? 5 : 3);
    cul_page_text(page, " -");
    cul_paper_number(&page->paper, to, places, decimals ? 6 : 4);
    cul_page_text(page, ")");
}

int cul_page_probability(struct cul_page *page, const struct culture_verdict *verdict)
{
    if (verdict->evidence < 0) {
        return cul_paper_text(&page->paper, page->words->no_probability, 0);
    }
    static const enum cul_ink inks[] = {CUL_GREEN, CUL_GREEN, CUL_YELLOW, CUL_RED};
    char percent[32];
    double share = 100 * verdict->probability;
    const char *sign = share < 0.5 ? "<" : share > 99.5 ? ">" : "";
    snprintf(percent, sizeof percent, " (%s%d %%)", sign, share < 0.5 ? 1 : share > 99.5 ? 99 : (int)round(share));
    cul_page_ink(page, inks[verdict->evidence]);
    int taken = cul_paper_text(&page->paper, page->words->evidence[verdict->evidence], 0);
    cul_page_ink(page, CUL_PLAIN);
    return taken + cul_paper_text(&page->paper, percent, 0);
}

void cul_page_concrete(struct cul_page *page, const struct culture_verdict *verdict)
{
    cul_page_whole(page, verdict->concrete_factors);
    cul_page_text(page, "/");
    cul_page_whole(page, verdict->measured_factors);
    if (verdict->measured_factors < page->view->factors) {
        cul_page_text(page, " ");
        cul_page_text(page, page->words->measured);
    }
}

const char *cul_page_absent(const struct cul_page *page, int32_t result, int64_t row, int32_t dimension)
{
    int32_t reason = culture_scores_reason(page->view->scores, result, row, dimension);
    return reason == CULTURE_REASON_NOT_ASKED    ? page->words->not_asked
           : reason == CULTURE_REASON_SUPPRESSED ? page->words->suppressed
                                                 : page->words->hidden;
}

const char *cul_page_verdict(const struct cul_page *page, int64_t row, int32_t verdict)
{
    bool hidden = false, asked = false;
    for (int32_t f = 0; f < page->view->factors; f++) {
        int32_t reason = culture_scores_reason(page->view->scores, CULTURE_SCORE_MEAN, row, f);
        if (verdict != CULTURE_VERDICT_TOO_FEW || reason == CULTURE_REASON_TOO_FEW) {
            return page->words->verdicts[verdict];
        }
        hidden |= reason == CULTURE_REASON_SUPPRESSED;
        asked |= reason != CULTURE_REASON_NOT_ASKED && reason != CULTURE_REASON_NONE;
    }
    return hidden   ? page->words->verdict_hidden
           : !asked ? page->words->verdict_not_asked
                    : page->words->verdicts[verdict];
}

void cul_page_hidden(struct cul_page *page, int32_t reason)
{
    cul_page_line(page, reason == CULTURE_REASON_TOO_FEW ? page->words->too_few : page->words->headcount_wrong);
}

int64_t cul_page_first_unit(struct cul_page *page, int64_t organisation)
{
    struct culture_unit unit = {.struct_size = sizeof unit};
    while (page->unit < page->view->units &&
           culture_scores_unit(page->view->scores, page->unit, &unit, NULL) == CULTURE_OK &&
           unit.organisation < organisation) {
        page->unit++;
    }
    return page->unit;
}
