/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as a table for people: a block per organisation, then what the figures mean. */
#include "base/error.h"
#include "write/comparison_view.h"
#include "write/page.h"

#include <math.h>
#include <string.h>

/* The words of this table. */
struct words {
    const char *title, *respondents, *before, *after, *change, *detectable, *effect, *expected, *same, *verdict;
    const char *higher, *lower, *no_change, *not_compared, *only_before, *only_after, *no_common;
    const char *matched, *with_key, *repeated;
    const char *about_change, *about_independent, *about_matched, *about_same, *about_columns, *about_expected,
        *about_norm;
};

static const struct words english = {
    .title = "Change between two waves",
    .respondents = "respondents",
    .before = "Before",
    .after = "After",
    .change = "Change",
    .detectable = "Least",
    .effect = "g",
    .expected = "Expected",
    .same = "Same people",
    .verdict = "Changed",
    .higher = "higher",
    .lower = "lower",
    .no_change = "no clear change",
    .not_compared = "not compared",
    .only_before = "Before only",
    .only_after = "After only",
    .no_common = "No organisation is in both waves.",
    .matched = "Respondents in both waves",
    .with_key = "with a key",
    .repeated = "rows replaced by a later one with the same key",
    .about_change =
        "Change: after minus before, 0-100, with its 95 % interval; higher or lower: p below .05 after Holm's "
        "correction over the factors.",
    .about_independent = "The waves are taken as independent samples; --key COLUMN matches respondents.",
    .about_matched = "Where the same people answered twice, the interval takes it into account.",
    .about_same =
        "Same people: mean change of those in both waves, and how many; left out where others could be worked "
        "out.",
    .about_columns =
        "Least: the least change that would be beyond chance, looked at by itself. g: Hedges' effect size.",
    .about_expected =
        "Expected: what an organisation that was low rises without any cause (regression to the mean), from "
        "the organisations of the first wave.",
    .about_norm = "There is no norm for change: it is not held against the change of a reference sample.",
};

static const struct words dutch = {
    .title = "Verandering tussen twee metingen",
    .respondents = "respondenten",
    .before = "Eerst",
    .after = "Nu",
    .change = "Verandering",
    .detectable = "Minst",
    .effect = "g",
    .expected = "Verwacht",
    .same = "Zelfde mensen",
    .verdict = "Veranderd",
    .higher = "hoger",
    .lower = "lager",
    .no_change = "geen duidelijke verandering",
    .not_compared = "niet vergeleken",
    .only_before = "Alleen in de eerste meting",
    .only_after = "Alleen in de tweede meting",
    .no_common = "Geen organisatie zit in beide metingen.",
    .matched = "Respondenten in beide metingen",
    .with_key = "met een sleutel",
    .repeated = "rijen vervangen door een latere met dezelfde sleutel",
    .about_change = "Verandering: nu min eerst, 0-100, met het 95 %-interval; hoger of lager: p onder 0,05 na Holms "
                    "correctie over de factoren.",
    .about_independent = "De metingen tellen als onafhankelijke steekproeven; --key KOLOM herkent respondenten.",
    .about_matched = "Het interval houdt er rekening mee dat dezelfde mensen twee keer antwoordden.",
    .about_same =
        "Zelfde mensen: gemiddelde verandering van wie in beide metingen zit, en hoeveel dat er zijn; weggelaten "
        "waar anderen af te leiden zijn.",
    .about_columns =
        "Minst: de kleinste verandering die, op zichzelf bekeken, geen toeval meer is. g: Hedges' effectmaat.",
    .about_expected = "Verwacht: wat een organisatie die laag was stijgt zonder enige oorzaak (regressie naar het "
                      "gemiddelde), uit de organisaties van de eerste meting.",
    .about_norm = "Er is geen norm voor verandering: zij is niet vergeleken met die van een referentiesteekproef.",
};

struct sheet {
    struct cul_page page;
    const struct cul_comparison_view *view;
    const struct words *words;
    bool matched;
};

static double value_at(const struct sheet *sheet, int32_t result, int64_t row, int32_t dimension)
{
    return cul_at(sheet->view->change[result], row, dimension);
}

/* A number in a cell; blank when there is none. */
static void write_cell(struct sheet *sheet, double value, int decimals, int columns)
{
    if (isnan(value)) {
        cul_paper_cell(&sheet->page.paper, "", columns);
    } else {
        cul_paper_number(&sheet->page.paper, value, decimals, columns);
    }
}

/* The mark is a sign and a word, never a colour alone. */
static void write_changed(struct sheet *sheet, double changed)
{
    if (isnan(changed)) {
        return;
    }
    cul_page_text(&sheet->page, "  ");
    cul_page_ink(&sheet->page, changed > 0 ? CUL_GREEN : changed < 0 ? CUL_RED : CUL_DIM);
    cul_page_text(&sheet->page, changed > 0 ? "^ " : changed < 0 ? "v " : "= ");
    cul_page_text(&sheet->page, changed > 0   ? sheet->words->higher
                                : changed < 0 ? sheet->words->lower
                                              : sheet->words->no_change);
    cul_page_ink(&sheet->page, CUL_PLAIN);
}

static int32_t kind_of(const struct sheet *sheet, int32_t dimension)
{
    struct culture_dimension found = {.struct_size = sizeof found};
    culture_questionnaire_dimension(sheet->view->questionnaire, dimension, &found, NULL);
    return found.kind;
}

/* The name of a dimension, with its side of an axis, in a cell; the columns that it takes itself. */
static int write_name(struct sheet *sheet, int32_t dimension)
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

static void write_dimension(struct sheet *sheet, int64_t row, int32_t dimension)
{
    const struct cul_comparison_view *view = sheet->view;
    struct cul_page *page = &sheet->page;
    write_name(sheet, dimension);
    if (isnan(value_at(sheet, CULTURE_CHANGE_DIFFERENCE, row, dimension))) {
        int32_t reason = culture_comparison_reason(view->comparison, CULTURE_CHANGE_DIFFERENCE, row, dimension);
        cul_page_text(page, "   - ");
        cul_page_line(page, reason == CULTURE_REASON_TOO_FEW ? page->words->hidden : sheet->words->not_compared);
        return;
    }
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
    write_changed(sheet, value_at(sheet, CULTURE_CHANGE_CHANGED, row, dimension));
    cul_paper_line(&page->paper);
}

static void write_right(struct sheet *sheet, const char *text, int columns)
{
    struct cul_paper trial = {.colour = false};
    int width = cul_paper_text(&trial, text, 0);
    cul_buffer_free(&trial.out);
    cul_paper_cell(&sheet->page.paper, "", columns > width ? columns - width : 0);
    cul_page_text(&sheet->page, text);
}

static void write_heading(struct sheet *sheet, const char *what)
{
    const struct words *words = sheet->words;
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

/* Why a wave of an organisation is hidden; NULL when it is not. */
static const char *hidden_words(const struct sheet *sheet, const struct culture_organisation *of)
{
    const struct cul_words *words = sheet->page.words;
    return !of->reason ? NULL : of->reason == CULTURE_REASON_TOO_FEW ? words->too_few : words->headcount_wrong;
}

/* "80 -> 92 respondents", or why nothing is shown; one wave is named when only that is hidden. */
static void write_respondents(struct sheet *sheet, const struct culture_compared *organisation)
{
    struct culture_organisation waves[2] = {{.struct_size = sizeof *waves}, {.struct_size = sizeof *waves}};
    const int64_t rows[2] = {organisation->before, organisation->after};
    const char *hidden[2];
    for (int wave = 0; wave < 2; wave++) {
        culture_scores_organisation(culture_comparison_scores(sheet->view->comparison, wave), rows[wave], &waves[wave],
                                    NULL);
        hidden[wave] = hidden_words(sheet, &waves[wave]);
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
static bool any_shown(const struct sheet *sheet, int64_t row)
{
    for (int32_t d = 0; d < sheet->view->dimensions; d++) {
        if (!isnan(value_at(sheet, CULTURE_CHANGE_DIFFERENCE, row, d))) {
            return true;
        }
    }
    return false;
}

static const char *heading_of(const struct sheet *sheet, int32_t dimension)
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

static void write_organisation(struct sheet *sheet, int64_t row, const struct culture_compared *organisation)
{
    cul_paper_line(&sheet->page.paper);
    cul_page_ink(&sheet->page, CUL_BOLD);
    cul_page_text(&sheet->page, organisation->name);
    cul_page_ink(&sheet->page, CUL_PLAIN);
    write_respondents(sheet, organisation);
    if (!any_shown(sheet, row)) {
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
}

/* Organisations of one wave only, on a line of their own each. */
static int64_t write_organisations(struct sheet *sheet)
{
    int64_t common = 0;
    for (int64_t row = 0; row < sheet->view->organisations; row++) {
        struct culture_compared organisation = {.struct_size = sizeof organisation};
        culture_comparison_organisation(sheet->view->comparison, row, &organisation, NULL);
        if (organisation.before >= 0 && organisation.after >= 0) {
            write_organisation(sheet, row, &organisation);
            common++;
        }
    }
    return common;
}

static void write_only(struct sheet *sheet, int32_t wave)
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

static void write_failed_files(struct sheet *sheet, int32_t wave)
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
static void write_matched(struct sheet *sheet, const struct culture_match_counts *counts)
{
    cul_page_text(&sheet->page, sheet->words->matched);
    cul_page_text(&sheet->page, ": ");
    cul_page_whole(&sheet->page, counts->matched);
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

static void write_title(struct sheet *sheet)
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

static void write_notes(struct sheet *sheet)
{
    const struct words *words = sheet->words;
    const char *const notes[] = {words->about_change,
                                 sheet->matched ? words->about_matched : words->about_independent,
                                 sheet->matched ? words->about_same : NULL,
                                 words->about_columns,
                                 words->about_expected,
                                 words->about_norm};
    cul_paper_line(&sheet->page.paper);
    cul_page_ink(&sheet->page, CUL_DIM);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (notes[i]) {
            cul_page_line(&sheet->page, notes[i]);
        }
    }
    cul_page_ink(&sheet->page, CUL_PLAIN);
}

/* The widest name of a dimension, within reason. */
static int name_width(struct sheet *sheet)
{
    struct cul_page trial = {.words = sheet->page.words, .name_width = 32};
    struct sheet other = {.view = sheet->view, .words = sheet->words, .page = trial};
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
    struct sheet sheet = {.view = &view,
                          .words = strcmp(view.language, "nl") == 0 ? &dutch : &english,
                          .matched = culture_comparison_matched(comparison, NULL)};
    sheet.page.words = cul_words_in(view.language);
    sheet.page.paper = (struct cul_paper){.colour = known.colour, .decimal = sheet.page.words->decimal};
    sheet.page.name_width = name_width(&sheet);
    write_title(&sheet);
    if (!write_organisations(&sheet)) {
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
