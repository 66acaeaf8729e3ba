/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An analysis of structure as a table for people. */
#include "base/error.h"
#include "write/block.h"
#include "write/paper.h"
#include "write/structure.h"
#include "write/view.h"

#include <math.h>
#include <string.h>

struct words {
    const char *respondents, *complete[2], *complete_rows, *pairwise;
    const char *components, *eigenvalue, *chance, *above, *above_one, *hidden, *too_few, *no_variance, *tells,
        *tells_pairs;
    const char *one_factor, *languages, *no_languages, *hidden_languages, *against, *compared, *none, *higher, *lower;
    const char *left_out, *left_hidden, *left_partly, *left_rounded;
    const char *about_components, *about_fit, *about_languages;
    char decimal;
};

static const struct words english = {
    .respondents = " respondents, ",
    .complete = {" of them complete on all items", " of them complete on all practice items of the factors"},
    .complete_rows = "Correlations over these",
    .pairwise = "Correlations over all with both items, at least ",
    .components = "Component",
    .eigenvalue = "Eigenvalue",
    .chance = "By chance",
    .above = " components above chance",
    .above_one = " component above chance",
    .hidden = "No components: ",
    .too_few = "too few respondents (at least 100, and more than there are items)",
    .no_variance = "on some item all answers are alike",
    .tells = "beside the scores they would tell what a few respondents answered",
    .tells_pairs = "; --rows complete may tell less",
    .one_factor = "One factor",
    .languages = "Language",
    .no_languages = "Languages: fewer than two with enough respondents to compare",
    .hidden_languages = "Languages with too few respondents to compare: ",
    .against = " respondents, against ",
    .compared = " items compared; those that differ by 1 point or more, or with p below 0.05 (Holm):",
    .none = "    none",
    .higher = "scores higher than expected",
    .lower = "scores lower than expected",
    .left_out = "Organisations left out: ",
    .left_hidden = " hidden",
    .left_partly = " partly hidden or rounded",
    .left_rounded = " rounded (below 20 respondents), too few together",
    .about_components =
        "By chance: 95th centile of items that have nothing in common, in a sample of this size (Horn).",
    .about_fit = "One factor: how well it explains the items; respondents within organisations are more alike than it "
                 "knows.",
    .about_languages =
        "Delta: -2.35 ln of the Mantel-Haenszel odds ratio of a favourable answer, given the other items "
        "of the\ndimension; scores are after reversal: a reversed item that scores lower is agreed with more."
        "\nA below 1, C from 1.5: by size alone, this project's own simplification.",
    .decimal = '.',
};

static const struct words dutch = {
    .respondents = " respondenten, ",
    .complete = {" daarvan volledig op alle items", " daarvan volledig op alle praktijkitems van de factoren"},
    .complete_rows = "Correlaties over deze",
    .pairwise = "Correlaties over allen met beide items, minstens ",
    .components = "Component",
    .eigenvalue = "Eigenwaarde",
    .chance = "Bij toeval",
    .above = " componenten boven toeval",
    .above_one = " component boven toeval",
    .hidden = "Geen componenten: ",
    .too_few = "te weinig respondenten (minstens 100, en meer dan er items zijn)",
    .no_variance = "op een item zijn alle antwoorden gelijk",
    .tells = "naast de scores zouden ze verraden wat enkele respondenten antwoordden",
    .tells_pairs = "; met --rows complete verraden ze mogelijk minder",
    .one_factor = "E\u00e9n factor",
    .languages = "Taal",
    .no_languages = "Talen: minder dan twee met genoeg respondenten om te vergelijken",
    .hidden_languages = "Talen met te weinig respondenten om te vergelijken: ",
    .against = " respondenten, tegenover ",
    .compared = " items vergeleken; die 1 punt of meer verschillen, of met p onder 0,05 (Holm):",
    .none = "    geen",
    .higher = "scoort hoger dan verwacht",
    .lower = "scoort lager dan verwacht",
    .left_out = "Weggelaten organisaties: ",
    .left_hidden = " verborgen",
    .left_partly = " deels verborgen of afgerond",
    .left_rounded = " afgerond (minder dan 20 respondenten), te weinig samen",
    .about_components = "Bij toeval: 95e centiel van items die niets gemeen hebben, in zo'n steekproef (Horn).",
    .about_fit =
        "E\u00e9n factor: hoe goed die de items verklaart; binnen een organisatie lijken respondenten meer op elkaar.",
    .about_languages =
        "Delta: -2,35 ln van de odds ratio (Mantel-Haenszel) van een gunstig antwoord, gegeven de andere "
        "items van\nde dimensie; scores zijn na omkering: wie lager scoort op een omgekeerd item, is het er meer mee "
        "eens."
        "\nA onder 1, C vanaf 1,5: alleen naar omvang, een eigen vereenvoudiging.",
    .decimal = ',',
};

struct sheet {
    struct cul_paper paper;
    const culture_analysis *analysis;
    const struct words *words;
    const char *language;
};

static void text(struct sheet *sheet, const char *words)
{
    cul_paper_text(&sheet->paper, words, 0);
}

static void line(struct sheet *sheet, const char *words)
{
    text(sheet, words);
    cul_paper_line(&sheet->paper);
}

static void whole(struct sheet *sheet, int64_t number)
{
    cul_paper_number(&sheet->paper, (double)number, 0, 0);
}

/* A number in a cell, or a dash. */
static void number(struct sheet *sheet, double value, int decimals, int columns)
{
    if (isnan(value)) {
        sheet->paper.blanks += (size_t)columns - 1;
        text(sheet, "-");
    } else {
        cul_paper_number(&sheet->paper, value, decimals, columns);
    }
}

static void heading(struct sheet *sheet, const char *words, int columns)
{
    int taken = 0;
    for (const char *c = words; *c; c++) {
        taken += (*c & 0xC0) != 0x80; /* characters, not bytes */
    }
    sheet->paper.blanks += columns > taken ? (size_t)(columns - taken) : 0;
    text(sheet, words);
}

/* How many organisations do not count, and why. */
static void write_left_out(struct sheet *sheet)
{
    const struct culture_analysed *about = &sheet->analysis->about;
    const int64_t counts[] = {about->organisations_hidden, about->organisations_partly, about->organisations_rounded};
    const char *const reasons[] = {sheet->words->left_hidden, sheet->words->left_partly, sheet->words->left_rounded};
    bool any = false;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i]) {
            text(sheet, any ? ", " : sheet->words->left_out);
            whole(sheet, counts[i]);
            text(sheet, reasons[i]);
            any = true;
        }
    }
    if (any) {
        line(sheet, "");
    }
}

static void write_title(struct sheet *sheet)
{
    const culture_questionnaire *questionnaire = sheet->analysis->questionnaire;
    const struct culture_analysed *about = &sheet->analysis->about;
    cul_paper_ink(&sheet->paper, CUL_BOLD);
    text(sheet, culture_questionnaire_title(questionnaire, sheet->language));
    cul_paper_ink(&sheet->paper, CUL_PLAIN);
    text(sheet, " (");
    text(sheet, questionnaire->id);
    text(sheet, " ");
    text(sheet, questionnaire->version);
    line(sheet, ")");
    whole(sheet, about->respondents);
    text(sheet, sheet->words->respondents);
    whole(sheet, about->complete);
    line(sheet, sheet->words->complete[sheet->analysis->factors_only]);
    if (about->rows == CULTURE_STRUCTURE_PAIRWISE_ROWS) {
        text(sheet, sheet->words->pairwise);
        whole(sheet, about->used);
        line(sheet, "");
    } else {
        line(sheet, sheet->words->complete_rows);
    }
    write_left_out(sheet);
    cul_paper_line(&sheet->paper);
}

/* The components above chance and two more. */
static void write_components(struct sheet *sheet)
{
    const culture_analysis *analysis = sheet->analysis;
    int32_t reason = culture_analysis_reason(analysis, CULTURE_STRUCTURE_COMPONENTS, 0, 0);
    if (reason) {
        text(sheet, sheet->words->hidden);
        text(sheet, reason == CULTURE_REASON_TOO_FEW      ? sheet->words->too_few
                    : reason == CULTURE_REASON_SUPPRESSED ? sheet->words->tells
                                                          : sheet->words->no_variance);
        bool pairs = reason == CULTURE_REASON_SUPPRESSED && analysis->about.rows == CULTURE_STRUCTURE_PAIRWISE_ROWS;
        line(sheet, pairs ? sheet->words->tells_pairs : "");
        cul_paper_line(&sheet->paper);
        return;
    }
    int32_t above = (int32_t)cul_analysis_value(analysis, CULTURE_STRUCTURE_COMPONENTS, 0, 0);
    heading(sheet, sheet->words->components, 11);
    heading(sheet, sheet->words->eigenvalue, 13);
    heading(sheet, sheet->words->chance, 13);
    cul_paper_line(&sheet->paper);
    for (int32_t i = 0; i < above + 2 && i < analysis->item_count; i++) {
        number(sheet, i + 1, 0, 11);
        number(sheet, cul_analysis_value(analysis, CULTURE_STRUCTURE_EIGENVALUE, 0, i), 2, 13);
        number(sheet, cul_analysis_value(analysis, CULTURE_STRUCTURE_CHANCE_HIGH, 0, i), 2, 13);
        cul_paper_line(&sheet->paper);
    }
    text(sheet, "  ");
    whole(sheet, above);
    line(sheet, above == 1 ? sheet->words->above_one : sheet->words->above);
    cul_paper_line(&sheet->paper);
}

static bool has_fit(const struct sheet *sheet, int32_t dimension)
{
    int32_t reason;
    return !isnan(cul_fit_value(sheet->analysis, CUL_FIT_RESULTS - 1, dimension, &reason));
}

/* The name of a dimension, with the side of an axis: "Participation: now". */
static void write_name(struct sheet *sheet, int32_t dimension, int columns)
{
    struct cul_buffer name = {0};
    cul_block_heading(sheet->analysis->questionnaire, dimension, sheet->language, &name);
    sheet->paper.out.failed |= name.failed;
    cul_paper_cell(&sheet->paper, name.length ? name.bytes : "", columns);
    cul_buffer_free(&name);
}

/* The widest of these names. */
static int name_width(const struct sheet *sheet)
{
    struct sheet trial = {.analysis = sheet->analysis, .language = sheet->language};
    int widest = 20;
    for (int32_t d = 0; d < sheet->analysis->questionnaire->dimension_count; d++) {
        struct cul_buffer name = {0};
        cul_block_heading(sheet->analysis->questionnaire, d, sheet->language, &name);
        int width = has_fit(sheet, d) && name.length ? cul_paper_text(&trial.paper, name.bytes, 0) : 0;
        widest = width > widest ? width : widest;
        cul_buffer_free(&name);
    }
    cul_buffer_free(&trial.paper.out);
    return widest > 44 ? 44 : widest;
}

static void write_fits(struct sheet *sheet)
{
    enum { CELL = 8 };
    int width = name_width(sheet);
    static const char *const names[CUL_FIT_RESULTS] = {"RMSEA", "CFI", "TLI", "SRMR", "omega"};
    const culture_questionnaire *questionnaire = sheet->analysis->questionnaire;
    bool first = true;
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        if (!has_fit(sheet, d)) {
            continue;
        }
        if (first) {
            text(sheet, "  ");
            cul_paper_cell(&sheet->paper, sheet->words->one_factor, width);
            for (int32_t i = 0; i < CUL_FIT_RESULTS; i++) {
                heading(sheet, names[i], CELL);
            }
            cul_paper_line(&sheet->paper);
            first = false;
        }
        text(sheet, "  ");
        write_name(sheet, d, width);
        for (int32_t i = 0, reason; i < CUL_FIT_RESULTS; i++) {
            number(sheet, cul_fit_value(sheet->analysis, i, d, &reason), 3, CELL);
        }
        cul_paper_line(&sheet->paper);
    }
    if (!first) {
        cul_paper_line(&sheet->paper);
    }
}

static void write_p(struct sheet *sheet, double p)
{
    text(sheet, p < 0.001 ? "  p <" : "  p  ");
    number(sheet, p < 0.001 ? 0.001 : p, 3, 5);
    text(sheet, "  ");
}

static void write_difference(struct sheet *sheet, int64_t row, int32_t item)
{
    const culture_analysis *analysis = sheet->analysis;
    double delta = cul_analysis_value(analysis, CULTURE_STRUCTURE_DELTA, row, item);
    text(sheet, "    ");
    cul_paper_cell(&sheet->paper, analysis->questionnaire->items[analysis->items[item]].id, 24);
    text(sheet, " delta ");
    number(sheet, delta, 2, 6);
    text(sheet, "  ");
    text(sheet, isnan(delta) ? "-" : cul_class_name(cul_analysis_value(analysis, CULTURE_STRUCTURE_CLASS, row, item)));
    write_p(sheet, cul_analysis_value(analysis, CULTURE_STRUCTURE_P_HOLM, row, item));
    text(sheet, isnan(delta) ? "" : delta > 0 ? sheet->words->higher : sheet->words->lower);
    text(sheet, ": ");
    cul_paper_cell(&sheet->paper,
                   cul_text_in(&analysis->questionnaire->items[analysis->items[item]].text, sheet->language), 60);
    cul_paper_line(&sheet->paper);
}

static void write_language(struct sheet *sheet, int64_t row)
{
    const culture_analysis *analysis = sheet->analysis;
    const struct cul_language *languages = analysis->languages;
    int64_t compared = 0, differ = 0;
    text(sheet, sheet->words->languages);
    text(sheet, " ");
    text(sheet, languages[row + 1].name);
    text(sheet, ": ");
    whole(sheet, languages[row + 1].respondents);
    text(sheet, sheet->words->against);
    text(sheet, languages[0].name);
    text(sheet, ", ");
    whole(sheet, languages[0].respondents);
    for (int32_t i = 0; i < analysis->item_count; i++) {
        compared += !isnan(cul_analysis_value(analysis, CULTURE_STRUCTURE_P, row, i));
    }
    cul_paper_line(&sheet->paper);
    text(sheet, "  ");
    whole(sheet, compared);
    line(sheet, sheet->words->compared);
    for (int32_t i = 0; i < analysis->item_count; i++) {
        if (cul_analysis_value(analysis, CULTURE_STRUCTURE_CLASS, row, i) >= 1 ||
            cul_analysis_value(analysis, CULTURE_STRUCTURE_P_HOLM, row, i) < 0.05) {
            write_difference(sheet, row, i);
            differ++;
        }
    }
    if (!differ) {
        line(sheet, sheet->words->none);
    }
}

static void write_languages(struct sheet *sheet)
{
    const struct culture_analysed *about = &sheet->analysis->about;
    if (about->language_count < 2) {
        line(sheet, sheet->words->no_languages);
    }
    for (int64_t row = 0; row + 1 < about->language_count; row++) {
        write_language(sheet, row);
    }
    if (about->languages_hidden) {
        text(sheet, sheet->words->hidden_languages);
        whole(sheet, about->languages_hidden);
        line(sheet, "");
    }
}

/* A note may end a line in its midst. */
static void note(struct sheet *sheet, const char *words)
{
    size_t length = strcspn(words, "\n");
    cul_buffer_add(&sheet->paper.out, words, length);
    cul_paper_line(&sheet->paper);
    if (words[length]) {
        note(sheet, words + length + 1);
    }
}

static void write_notes(struct sheet *sheet)
{
    bool fits = false;
    for (int32_t d = 0; d < sheet->analysis->questionnaire->dimension_count; d++) {
        fits |= has_fit(sheet, d);
    }
    cul_paper_line(&sheet->paper);
    cul_paper_ink(&sheet->paper, CUL_DIM);
    note(sheet, sheet->words->about_components);
    if (fits) {
        note(sheet, sheet->words->about_fit);
    }
    if (sheet->analysis->about.language_count > 1) {
        note(sheet, sheet->words->about_languages);
    }
    cul_paper_ink(&sheet->paper, CUL_PLAIN);
}

culture_status culture_write_structure_table(const culture_analysis *analysis, const struct culture_sink *sink,
                                             const struct culture_write_options *options, struct culture_error *error)
{
    struct culture_write_options known;
    bool good = analysis && cul_options_read(&known, sizeof known, options);
    const char *language = good && known.language ? known.language : "en";
    if (!good || (strcmp(language, "nl") != 0 && strcmp(language, "en") != 0)) {
        return cul_fail_argument(error, "an analysis and the language nl or en are needed");
    }
    struct sheet sheet = {.analysis = analysis, .language = language};
    sheet.words = strcmp(language, "nl") == 0 ? &dutch : &english;
    sheet.paper = (struct cul_paper){.colour = known.colour, .decimal = sheet.words->decimal};
    write_title(&sheet);
    write_components(&sheet);
    write_fits(&sheet);
    write_languages(&sheet);
    write_notes(&sheet);
    return cul_deliver(&sheet.paper.out, sink, error);
}
