/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the figures and words of the table mean. */
#include "assessment/verdict.h"
#include "questionnaire/model.h"
#include "write/page.h"

#include <math.h>

/* Whether any dimension is compared with its base; or with kind, one of that kind. */
static bool has_pairs(const struct cul_view *view, int32_t kind)
{
    for (int32_t d = view->factors; d < view->dimensions; d++) {
        struct culture_dimension dimension = {.struct_size = sizeof dimension, .base = -1};
        culture_questionnaire_dimension(view->questionnaire, d, &dimension, NULL);
        if (dimension.base >= 0 && (kind < 0 || dimension.kind == kind)) {
            return true;
        }
    }
    return false;
}

static void note(struct cul_page *page, const char *words)
{
    cul_page_paragraph(page, words, 2);
}

/* "  partly: at least 5 factors score 62.5 or more" */
static void write_verdict_word(struct cul_page *page, int32_t verdict, const struct culture_criterion *criterion)
{
    const struct cul_words *words = page->words;
    struct cul_paper flow;
    bool own = verdict == CULTURE_VERDICT_PRACTISED;
    cul_page_flow(page, &flow);
    cul_page_text(page, "  ");
    cul_page_text(page, verdict == CULTURE_VERDICT_TOO_FEW ? words->no_verdict : words->verdicts[verdict]);
    cul_page_text(page, ": ");
    cul_page_text(page, words->means[verdict][0]);
    if (verdict <= CULTURE_VERDICT_AMBITION_ONLY) {
        cul_page_whole(page, own ? criterion->factors : cul_majority(page->view->factors));
        cul_page_text(page, words->means[verdict][1]);
        cul_paper_number(&page->paper, criterion->score, criterion->score != (double)(int)criterion->score, 0);
        cul_page_text(page, words->means[verdict][2]);
    }
    if (own) {
        cul_paper_number(&page->paper, criterion->floor, criterion->floor != (double)(int)criterion->floor, 0);
        cul_page_text(page, words->is_floor);
    }
    cul_page_flow_end(page, &flow, 4);
}

static void write_criterion(struct cul_page *page)
{
    struct culture_criterion criterion = {.struct_size = sizeof criterion};
    if (culture_questionnaire_criterion(page->view->questionnaire, &criterion, NULL)) {
        return;
    }
    note(page, page->words->about_probability);
    note(page, page->words->about_verdict);
    for (int32_t verdict = CULTURE_VERDICT_PRACTISED; verdict <= CULTURE_VERDICT_TOO_FEW; verdict++) {
        if (verdict != CULTURE_VERDICT_AMBITION_ONLY || has_pairs(page->view, CULTURE_DIMENSION_AMBITION)) {
            write_verdict_word(page, verdict, &criterion);
        }
    }
    note(page, page->standard ? page->words->about_criterion : page->words->about_own_criterion);
    if (page->standard) {
        note(page, page->words->about_base_rate);
    }
}

/* What the norm is worth, as far as it is known; a table does not depend on the day it was made: no age but a year. */
static void write_audit(struct cul_page *page, const culture_reference *reference)
{
    const struct cul_words *words = page->words;
    struct culture_norm_audit audit = {.struct_size = sizeof audit};
    page->paper.out.failed |= culture_reference_audit(reference, 0, &audit, NULL) != CULTURE_OK;
    const struct {
        double number;
        const char *before, *means;
    } parts[] = {{audit.mean_respondents, "", words->norm_respondents},
                 {100 * audit.mean_response_rate, "", words->norm_response},
                 {audit.skewed < 0 ? (double)NAN : (double)audit.skewed, words->norm_skewed, ""},
                 {100 * audit.at_least_one_low, "", words->norm_low}};
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, words->norm);
    cul_page_text(page, words->norm_year);
    cul_page_whole(page, culture_reference_year(reference));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!isnan(parts[i].number)) {
            cul_page_text(page, "; ");
            cul_page_text(page, parts[i].before);
            cul_paper_number(&page->paper, parts[i].number, 0, 0);
            cul_page_text(page, parts[i].means);
        }
    }
    cul_page_text(page, ".");
    cul_page_flow_end(page, &flow, 2);
}

static void write_reference(struct cul_page *page, const culture_reference *reference)
{
    bool summary = culture_reference_kind(reference) == CULTURE_REFERENCE_SUMMARY;
    note(page, summary ? page->words->about_share : page->words->about_higher);
    note(page, page->words->about_differs);
    if (page->view->details) {
        note(page, page->words->about_percentile);
        note(page, page->words->about_bands);
        write_audit(page, reference);
    }
    if (culture_reference_is_subset(reference)) {
        note(page, page->words->about_subset);
    }
    if (culture_reference_kind(reference) == CULTURE_REFERENCE_SIMULATED) {
        note(page, page->words->about_simulated);
    }
    const char *own = culture_reference_note_in(reference, page->view->language);
    if (*own) {
        struct cul_paper flow;
        cul_page_flow(page, &flow);
        cul_page_text(page, page->words->about_note);
        cul_page_text(page, own);
        cul_page_flow_end(page, &flow, 2);
    }
}

static void write_target(struct cul_page *page)
{
    struct cul_page_target target = {.asked = cul_scores_target(page->view->scores)};
    for (int64_t row = 0; row < page->view->organisations; row++) {
        cul_page_count_target(&target, page->view->scores, row);
    }
    cul_page_write_target(page, NULL, &target);
}

void cul_page_notes(struct cul_page *page)
{
    const struct cul_view *view = page->view;
    cul_paper_line(&page->paper);
    cul_page_ink(page, CUL_DIM);
    note(page, page->words->about_score);
    write_target(page);
    if (page->judged) {
        note(page, page->words->about_short);
    }
    if (view->details) {
        note(page, page->words->about_agree);
    }
    if (has_pairs(view, -1) && (view->details || view->role)) {
        note(page, page->words->about_pairs);
    }
    if (view->reference) {
        write_reference(page, view->reference);
    }
    if (page->judged) {
        write_criterion(page);
    }
    if (!view->details) {
        note(page, page->words->about_details);
    }
    cul_page_ink(page, CUL_PLAIN);
}
