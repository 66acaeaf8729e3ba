/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An assessment as a table for people: an overview, then a block per organisation, then what the figures mean. */
#include "base/error.h"
#include "questionnaire/model.h"
#include "write/page.h"

#include <string.h>

static void write_reference(struct cul_page *page)
{
    const culture_reference *reference = page->view->reference;
    cul_page_text(page, page->words->reference);
    cul_page_text(page, ": ");
    if (!reference) {
        cul_page_line(page, page->words->no_reference);
        return;
    }
    int32_t kind = culture_reference_kind(reference);
    cul_page_ink(page, kind == CULTURE_REFERENCE_SIMULATED ? CUL_YELLOW : CUL_PLAIN);
    cul_page_whole(page, culture_reference_organisation_count(reference));
    cul_page_text(page, " ");
    if (*culture_reference_peers_of(reference)) {
        cul_page_text(page, page->words->of_headcount);
        cul_page_text(page, " ");
        cul_page_whole(page, culture_reference_all(reference));
        cul_page_text(page, " ");
    }
    cul_page_text(page, page->words->kinds[kind]);
    cul_page_text(page, " ");
    cul_page_text(page, page->words->organisations);
    cul_page_ink(page, CUL_PLAIN);
    cul_page_text(page, " (");
    cul_page_text(page, culture_reference_id(reference));
    cul_page_text(page, *culture_reference_peers_of(reference) ? ", " : "");
    cul_page_text(page, culture_reference_peers_of(reference));
    cul_page_line(page, ")");
}

static void write_title(struct cul_page *page)
{
    const culture_questionnaire *questionnaire = page->view->questionnaire;
    cul_page_ink(page, CUL_BOLD);
    cul_page_text(page, culture_questionnaire_title(questionnaire, page->view->language));
    cul_page_ink(page, CUL_PLAIN);
    cul_page_text(page, " (");
    cul_page_text(page, culture_questionnaire_id(questionnaire));
    cul_page_text(page, " ");
    cul_page_text(page, culture_questionnaire_version(questionnaire));
    cul_page_line(page, ")");
    write_reference(page);
    if (cul_scores_is_full(page->view->scores)) {
        cul_page_line(page, page->words->about_full);
    }
}

static void write_failed_files(struct cul_page *page)
{
    bool first = true;
    for (int64_t i = 0; i < cul_scores_file_count(page->view->scores); i++) {
        struct culture_file file = {.struct_size = sizeof file};
        if (cul_scores_file(page->view->scores, i, &file, NULL) || !file.status) {
            continue;
        }
        if (first) {
            cul_paper_line(&page->paper);
            cul_page_line(page, page->words->failed_files);
        }
        first = false;
        cul_page_text(page, "  ");
        cul_page_text(page, file.path);
        cul_page_text(page, ": ");
        cul_page_line(page, file.message);
    }
}

/* Items that run against the others of their dimension, over all respondents; none: no line. */
static void write_unreversed(struct cul_page *page)
{
    const struct cul_view *view = page->view;
    bool first = true;
    struct cul_paper flow = {0};
    for (int32_t i = 0; i < view->items; i++) {
        double total = cul_at(view->pooled_item[CULTURE_SCORE_ITEM_TOTAL], 0, i);
        struct culture_item item = {.struct_size = sizeof item};
        if (!cul_view_looks_unreversed(total) || culture_questionnaire_item(view->questionnaire, i, &item, NULL)) {
            continue;
        }
        if (first) {
            cul_paper_line(&page->paper);
            cul_page_flow(page, &flow);
            cul_page_text(page, page->words->unreversed);
        }
        cul_page_text(page, first ? ": " : ", ");
        cul_page_text(page, item.id);
        cul_page_text(page, " (");
        cul_paper_number(&page->paper, total, 2, 0);
        cul_page_text(page, ")");
        first = false;
    }
    if (!first) {
        cul_page_flow_end(page, &flow, 2);
    }
}

/* Whether the questionnaire scores as the standard one of its id does; what was published is not about others. */
static bool is_standard(const culture_questionnaire *questionnaire)
{
    culture_questionnaire *standard = NULL;
    if (culture_questionnaire_standard(culture_questionnaire_id(questionnaire), &standard, NULL)) {
        return false;
    }
    bool same =
        strcmp(culture_questionnaire_fingerprint(standard), culture_questionnaire_fingerprint(questionnaire)) == 0;
    culture_questionnaire_free(standard);
    return same;
}

/* The widest name of a dimension, within reason. */
static int name_width(const struct cul_view *view)
{
    struct cul_paper trial = {.colour = false};
    int widest = cul_paper_text(&trial, cul_words_in(view->language)->gaps, 0);
    for (int32_t d = 0; d < view->dimensions; d++) {
        int width =
            cul_paper_text(&trial, culture_questionnaire_dimension_name(view->questionnaire, d, view->language), 0);
        widest = width > widest ? width : widest;
    }
    cul_buffer_free(&trial.out);
    return widest > 28 ? 28 : widest;
}

culture_status culture_write_table(const culture_assessment *assessment, const struct culture_sink *sink,
                                   const struct culture_write_options *options, struct culture_error *error)
{
    struct cul_view view = {0};
    struct culture_write_options known;
    if (!cul_view_new(&view, assessment, options, &known)) {
        return cul_fail_argument(error, "an assessment, the language nl or en and drivers of its scores are needed");
    }
    struct cul_page page = {
        .view = &view, .words = cul_words_in(view.language), .width = known.width ? known.width : 100};
    page.paper = (struct cul_paper){.colour = known.colour, .decimal = page.words->decimal};
    page.name_width = name_width(&view);
    struct culture_criterion criterion = {.struct_size = sizeof criterion};
    page.judged =
        culture_questionnaire_criterion(view.questionnaire, &criterion, NULL) == CULTURE_OK && criterion.given;
    page.standard = page.judged && is_standard(view.questionnaire);
    page.wide = page.width >= page.name_width + 70;
    write_title(&page);
    if (view.organisations > 1) {
        cul_page_overview(&page);
    }
    if (view.details) {
        cul_page_between(&page);
    }
    for (int64_t row = 0; row < view.organisations; row++) {
        cul_page_organisation(&page, row);
    }
    write_unreversed(&page);
    cul_page_drivers(&page);
    write_failed_files(&page);
    cul_page_notes(&page);
    return cul_deliver(&page.paper.out, sink, error);
}
