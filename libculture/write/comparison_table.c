/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as a table for people: a block per organisation, then what the figures mean. */
#include "base/error.h"
#include "write/comparison_sheet.h"

#include <math.h>

static double value_at(const struct cul_sheet *sheet, int32_t result, int64_t row, int32_t dimension)
{
    return cul_at(sheet->view->change[result], row, dimension);
}

/* A number in a cell; blank when there is none. */
static void write_cell(struct cul_sheet *sheet, double value, int decimals, int columns)
{
    if (isnan(value)) {
        cul_paper_cell(&sheet->page.paper, "", columns);
    } else {
        cul_paper_number(&sheet->page.paper, value, decimals, columns);
    }
}

/* Of factors alone: other dimensions are not tested. */
static void write_changed(struct cul_sheet *sheet, int64_t row, int32_t dimension)
{
    enum cul_change_state state = cul_change_state_of(sheet->view, row, dimension);
    char mark[] = {cul_change_mark(state), ' ', '\0'};
    if (dimension < sheet->view->factors) {
        cul_page_text(&sheet->page, "  ");
        cul_page_ink(&sheet->page, cul_change_ink(state));
        cul_page_text(&sheet->page, mark);
        cul_page_text(&sheet->page, sheet->words->states[state]);
        cul_page_ink(&sheet->page, CUL_PLAIN);
    }
}

static int32_t kind_of(const struct cul_sheet *sheet, int32_t dimension)
{
    struct culture_dimension found = {.struct_size = sizeof found};
    culture_questionnaire_dimension(sheet->view->questionnaire, dimension, &found, NULL);
    return found.kind;
}

/* The name of a dimension, with its side of an axis, in a cell; the columns that it takes itself. */
static int write_name(struct cul_sheet *sheet, int32_t dimension)
{
    struct cul_page *page = &sheet->page;
    int32_t kind = kind_of(sheet, dimension);
    const char *side = kind == CULTURE_DIMENSION_NOW      ? page->words->now
                       : kind == CULTURE_DIMENSION_WANTED ? page->words->wanted
                                                          : NULL;
    cul_page_text(page, "  ");
    int taken = cul_paper_text(
        &page->paper,
        culture_questionnaire_dimension_name(sheet->view->questionnaire, dimension, sheet->view->language),
        page->name_width);
    if (side && taken + 2 < page->name_width) {
        cul_page_text(page, ", ");
        taken += 2 + cul_paper_text(&page->paper, side, page->name_width - taken - 2);
    }
    cul_paper_cell(&page->paper, "", page->name_width - taken);
    return taken;
}

static void write_dimension(struct cul_sheet *sheet, int64_t row, int32_t dimension)
{
    const struct cul_comparison_view *view = sheet->view;
    struct cul_page *page = &sheet->page;
    write_name(sheet, dimension);
    if (isnan(value_at(sheet, CULTURE_CHANGE_DIFFERENCE, row, dimension))) {
        enum cul_change_state state = cul_change_state_of(view, row, dimension);
        char mark[] = {' ', ' ', ' ', cul_change_mark(state), ' ', '\0'};
        cul_page_text(page, mark);
        cul_page_line(page, sheet->words->states[state]);
        return;
    }
    page->census =
        culture_comparison_reason(view->comparison, CULTURE_CHANGE_T, row, dimension) == CULTURE_REASON_CENSUS;
    write_cell(sheet, value_at(sheet, CULTURE_CHANGE_BEFORE, row, dimension), 1, 7);
    write_cell(sheet, value_at(sheet, CULTURE_CHANGE_AFTER, row, dimension), 1, 7);
    cul_page_text(page, "  ");
    cul_page_interval(page, view->change[CULTURE_CHANGE_DIFFERENCE], view->change[CULTURE_CHANGE_DIFFERENCE_LOW],
                      view->change[CULTURE_CHANGE_DIFFERENCE_HIGH], row, dimension, 1);
    write_cell(sheet, value_at(sheet, CULTURE_CHANGE_DETECTABLE, row, dimension), 1, 7);
    write_cell(sheet, value_at(sheet, CULTURE_CHANGE_HEDGES_G, row, dimension), 2, 7);
    write_cell(sheet, value_at(sheet, CULTURE_CHANGE_REGRESSION_TO_MEAN, row, dimension), 1, 10);
    if (sheet->matched) {
        write_cell(sheet, value_at(sheet, CULTURE_CHANGE_PAIRED_DIFFERENCE, row, dimension), 1, 8);
        write_cell(sheet, value_at(sheet, CULTURE_CHANGE_MATCHED, row, dimension), 0, 6);
    }
    write_changed(sheet, row, dimension);
    cul_paper_line(&page->paper);
}

static void write_right(struct cul_sheet *sheet, const char *text, int columns)
{
    struct cul_paper trial = {.colour = false};
    int width = cul_paper_text(&trial, text, 0);
    cul_buffer_free(&trial.out);
    cul_paper_cell(&sheet->page.paper, "", columns > width ? columns - width : 0);
    cul_page_text(&sheet->page, text);
}

static void write_heading(struct cul_sheet *sheet, const char *what)
{
    const struct cul_change_words *words = sheet->words;
    cul_page_ink(&sheet->page, CUL_DIM);
    cul_page_text(&sheet->page, "  ");
    cul_paper_cell(&sheet->page.paper, what, sheet->page.name_width);
    write_right(sheet, words->before, 7);
    write_right(sheet, words->after, 7);
    cul_page_text(&sheet->page, "  ");
    cul_paper_cell(&sheet->page.paper, words->change, 22);
    write_right(sheet, words->detectable, 5);
    write_right(sheet, words->effect, 7);
    write_right(sheet, words->expected, 10);
    if (sheet->matched) {
        write_right(sheet, words->same, 14);
    }
    if (what == sheet->page.words->factor) {
        cul_page_text(&sheet->page, "  ");
        cul_page_text(&sheet->page, words->verdict);
    }
    cul_page_ink(&sheet->page, CUL_PLAIN);
    cul_paper_line(&sheet->page.paper);
}

/* "80 -> 92 respondents", or why nothing is shown; one wave is named when only that is hidden. */
static void write_respondents(struct cul_sheet *sheet, const struct culture_compared *organisation)
{
    struct culture_organisation waves[2] = {{.struct_size = sizeof *waves}, {.struct_size = sizeof *waves}};
    const int64_t rows[2] = {organisation->before, organisation->after};
    const char *hidden[2];
    for (int wave = 0; wave < 2; wave++) {
        culture_scores_organisation(culture_comparison_scores(sheet->view->comparison, wave), rows[wave], &waves[wave],
                                    NULL);
        hidden[wave] = cul_sheet_hidden(sheet, &waves[wave]);
    }
    cul_page_text(&sheet->page, "  ");
    if (hidden[0] == hidden[1] && hidden[0]) {
        cul_page_line(&sheet->page, hidden[0]);
        return;
    }
    if (hidden[0] || hidden[1]) {
        cul_page_text(&sheet->page, hidden[0] ? sheet->words->before : sheet->words->after);
        cul_page_text(&sheet->page, ": ");
        cul_page_line(&sheet->page, hidden[0] ? hidden[0] : hidden[1]);
        return;
    }
    cul_page_whole(&sheet->page, waves[0].respondents);
    cul_page_text(&sheet->page, " -> ");
    cul_page_whole(&sheet->page, waves[1].respondents);
    cul_page_text(&sheet->page, " ");
    cul_page_line(&sheet->page, sheet->words->respondents);
}

/* Whether anything of an organisation is shown. */
static bool any_shown(const struct cul_sheet *sheet, int64_t row)
{
    for (int32_t d = 0; d < sheet->view->dimensions; d++) {
        if (!isnan(value_at(sheet, CULTURE_CHANGE_DIFFERENCE, row, d))) {
            return true;
        }
    }
    return false;
}

static const char *heading_of(const struct cul_sheet *sheet, int32_t dimension)
{
    switch (kind_of(sheet, dimension)) {
    case CULTURE_DIMENSION_FACTOR:
        return sheet->page.words->factor;
    case CULTURE_DIMENSION_THEME:
        return sheet->page.words->theme;
    case CULTURE_DIMENSION_AMBITION:
        return sheet->page.words->ambition_score;
    default:
        return sheet->page.words->landscape;
    }
}

/* How far the changes of the factors are those of who answered carelessly, where any did and it may be known. */
static void write_careless(struct cul_sheet *sheet, int64_t row)
{
    double largest = 0;
    for (int32_t f = 0; f < sheet->view->factors; f++) {
        double own = value_at(sheet, CULTURE_CHANGE_DIFFERENCE, row, f);
        double without = value_at(sheet, CULTURE_CHANGE_DIFFERENCE_UNFLAGGED, row, f);
        largest = fmax(largest, fabs(without - own)); /* of a number and NaN it is the number */
    }
    if (largest >= 0.1) { /* what is rounded differs by less */
        struct cul_paper flow;
        cul_page_flow(&sheet->page, &flow);
        cul_page_text(&sheet->page, "  ");
        cul_page_text(&sheet->page, sheet->words->careless);
        cul_paper_number(&sheet->page.paper, largest, 1, 0);
        cul_page_text(&sheet->page, sheet->page.words->careless_points);
        cul_page_flow_end(&sheet->page, &flow, 4);
    }
}

static void write_organisation(struct cul_sheet *sheet, int64_t row, const struct culture_compared *organisation)
{
    cul_paper_line(&sheet->page.paper);
    cul_page_ink(&sheet->page, CUL_BOLD);
    cul_page_text(&sheet->page, organisation->name);
    cul_page_ink(&sheet->page, CUL_PLAIN);
    write_respondents(sheet, organisation);
    if (!any_shown(sheet, row)) {
        enum cul_change_state state = cul_change_state_of(sheet->view, row, 0);
        if (state == CUL_CHANGE_HIDDEN) {
            cul_sheet_meaning(sheet, state);
        }
        return;
    }
    const char *last = NULL;
    for (int32_t d = 0; d < sheet->view->dimensions; d++) {
        const char *what = heading_of(sheet, d);
        if (what != last) {
            write_heading(sheet, what);
        }
        last = what;
        write_dimension(sheet, row, d);
    }
    write_careless(sheet, row);
}

bool cul_sheet_is_common(const struct cul_sheet *sheet, int64_t row, struct culture_compared *organisation)
{
    *organisation = (struct culture_compared){.struct_size = sizeof *organisation};
    culture_comparison_organisation(sheet->view->comparison, row, organisation, NULL);
    return organisation->before >= 0 && organisation->after >= 0;
}

static bool any_common(const struct cul_sheet *sheet)
{
    struct culture_compared organisation;
    for (int64_t row = 0; row < sheet->view->organisations; row++) {
        if (cul_sheet_is_common(sheet, row, &organisation)) {
            return true;
        }
    }
    return false;
}

static void write_organisations(struct cul_sheet *sheet)
{
    struct culture_compared organisation;
    for (int64_t row = 0; row < sheet->view->organisations; row++) {
        if (cul_sheet_is_common(sheet, row, &organisation)) {
            write_organisation(sheet, row, &organisation);
        }
    }
}

/* Organisations of one wave only, on a line of their own each. */
static void write_only(struct cul_sheet *sheet, int32_t wave)
{
    bool first = true;
    for (int64_t row = 0; row < sheet->view->organisations; row++) {
        struct culture_compared organisation = {.struct_size = sizeof organisation};
        culture_comparison_organisation(sheet->view->comparison, row, &organisation, NULL);
        if ((wave == CULTURE_WAVE_BEFORE ? organisation.after : organisation.before) < 0) {
            if (first) {
                cul_paper_line(&sheet->page.paper);
            }
            first = false;
            cul_page_text(&sheet->page,
                          wave == CULTURE_WAVE_BEFORE ? sheet->words->only_before : sheet->words->only_after);
            cul_page_text(&sheet->page, ": ");
            cul_page_line(&sheet->page, organisation.name);
        }
    }
}

static void write_failed_files(struct cul_sheet *sheet, int32_t wave)
{
    const culture_scores *scores = culture_comparison_scores(sheet->view->comparison, wave);
    for (int64_t i = 0; i < cul_scores_file_count(scores); i++) {
        struct culture_file file = {.struct_size = sizeof file};
        if (cul_scores_file(scores, i, &file, NULL) || !file.status) {
            continue;
        }
        cul_page_text(&sheet->page, sheet->page.words->failed_files);
        cul_page_text(&sheet->page, " ");
        cul_page_text(&sheet->page, file.path);
        cul_page_text(&sheet->page, ": ");
        cul_page_line(&sheet->page, file.message);
    }
}

/* "Respondents in both waves: 30 (with a key: 40 -> 38)" */
static void write_matched(struct cul_sheet *sheet, const struct culture_match_counts *counts)
{
    cul_page_text(&sheet->page, sheet->words->matched);
    cul_page_text(&sheet->page, ": ");
    if (counts->matched == CULTURE_MATCHED_HIDDEN) {
        cul_page_text(&sheet->page, sheet->words->matched_hidden);
    } else {
        cul_page_whole(&sheet->page, counts->matched);
    }
    cul_page_text(&sheet->page, " (");
    cul_page_text(&sheet->page, sheet->words->with_key);
    cul_page_text(&sheet->page, ": ");
    cul_page_whole(&sheet->page, counts->respondents_before);
    cul_page_text(&sheet->page, " -> ");
    cul_page_whole(&sheet->page, counts->respondents_after);
    cul_page_text(&sheet->page, ")");
    if (counts->repeated_before + counts->repeated_after) {
        cul_page_text(&sheet->page, "; ");
        cul_page_whole(&sheet->page, counts->repeated_before + counts->repeated_after);
        cul_page_text(&sheet->page, " ");
        cul_page_text(&sheet->page, sheet->words->repeated);
    }
    cul_paper_line(&sheet->page.paper);
}

static void write_title(struct cul_sheet *sheet)
{
    const culture_questionnaire *questionnaire = sheet->view->questionnaire;
    struct culture_match_counts counts = {.struct_size = sizeof counts};
    cul_page_ink(&sheet->page, CUL_BOLD);
    cul_page_text(&sheet->page, sheet->words->title);
    cul_page_ink(&sheet->page, CUL_PLAIN);
    cul_page_text(&sheet->page, ": ");
    cul_page_text(&sheet->page, culture_questionnaire_title(questionnaire, sheet->view->language));
    cul_page_text(&sheet->page, " (");
    cul_page_text(&sheet->page, culture_questionnaire_id(questionnaire));
    cul_page_text(&sheet->page, " ");
    cul_page_text(&sheet->page, culture_questionnaire_version(questionnaire));
    cul_page_line(&sheet->page, ")");
    if (cul_scores_is_full(culture_comparison_scores(sheet->view->comparison, CULTURE_WAVE_BEFORE)) ||
        cul_scores_is_full(culture_comparison_scores(sheet->view->comparison, CULTURE_WAVE_AFTER))) {
        cul_page_line(&sheet->page, sheet->page.words->about_full);
    }
    if (culture_comparison_matched(sheet->view->comparison, &counts)) {
        write_matched(sheet, &counts);
    }
}

/* Once, or where the waves have not the same, for each. */
static void write_targets(struct cul_sheet *sheet)
{
    struct cul_page_target waves[2];
    struct culture_compared organisation;
    for (int32_t wave = CULTURE_WAVE_BEFORE; wave <= CULTURE_WAVE_AFTER; wave++) {
        const culture_scores *scores = culture_comparison_scores(sheet->view->comparison, wave);
        waves[wave] = (struct cul_page_target){.asked = cul_scores_target(scores)};
        for (int64_t row = 0; row < sheet->view->organisations; row++) {
            if (cul_sheet_is_common(sheet, row, &organisation)) {
                cul_page_count_target(&waves[wave], scores, wave ? organisation.after : organisation.before);
            }
        }
    }
    if (cul_page_same_target(&waves[0], &waves[1])) {
        cul_page_write_target(&sheet->page, NULL, &waves[0]);
        return;
    }
    cul_page_write_target(&sheet->page, sheet->words->before, &waves[CULTURE_WAVE_BEFORE]);
    cul_page_write_target(&sheet->page, sheet->words->after, &waves[CULTURE_WAVE_AFTER]);
}

static void write_notes(struct cul_sheet *sheet)
{
    const struct cul_change_words *words = sheet->words;
    const char *const notes[] = {words->about_change,
                                 sheet->census ? words->about_census : NULL,
                                 sheet->matched ? words->about_matched : words->about_independent,
                                 sheet->matched ? words->about_same : NULL,
                                 words->about_columns,
                                 words->about_expected,
                                 words->about_norm};
    cul_paper_line(&sheet->page.paper);
    cul_page_ink(&sheet->page, CUL_DIM);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (notes[i]) {
            cul_page_paragraph(&sheet->page, notes[i], 2);
        }
        if (notes[i] == words->about_change) {
            write_targets(sheet);
        }
    }
    cul_page_ink(&sheet->page, CUL_PLAIN);
}

/* The widest name of a dimension, within reason. */
static int name_width(struct cul_sheet *sheet)
{
    struct cul_page trial = {.words = sheet->page.words, .name_width = 32};
    struct cul_sheet other = {.view = sheet->view, .words = sheet->words, .page = trial};
    int widest = 0;
    for (int32_t d = 0; d < sheet->view->dimensions; d++) {
        int width = write_name(&other, d);
        widest = width > widest ? width : widest;
    }
    cul_buffer_free(&other.page.paper.out);
    return widest;
}

culture_status culture_write_comparison_table(const culture_comparison *comparison, const struct culture_sink *sink,
                                              const struct culture_write_options *options, struct culture_error *error)
{
    struct cul_comparison_view view = {0};
    struct culture_write_options known;
    if (!cul_comparison_view_new(&view, comparison, options, &known)) {
        return cul_fail_argument(error, "a comparison and the language nl or en are needed");
    }
    struct cul_sheet sheet = {.view = &view,
                              .words = cul_change_words_in(view.language),
                              .matched = culture_comparison_matched(comparison, NULL)};
    sheet.page.words = cul_words_in(view.language);
    sheet.page.paper = (struct cul_paper){.colour = known.colour, .decimal = sheet.page.words->decimal};
    sheet.page.width = known.width ? known.width : 100;
    sheet.page.name_width = name_width(&sheet);
    write_title(&sheet);
    if (any_common(&sheet)) {
        cul_sheet_overview(&sheet);
        write_organisations(&sheet);
    } else {
        cul_paper_line(&sheet.page.paper);
        cul_page_line(&sheet.page, sheet.words->no_common);
    }
    for (int32_t wave = 0; wave < 2; wave++) {
        write_only(&sheet, wave);
        write_failed_files(&sheet, wave);
    }
    write_notes(&sheet);
    return cul_deliver(&sheet.page.paper.out, sink, error);
}
