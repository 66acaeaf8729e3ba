/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The factors and themes of one organisation: scores and how many of the reference score lower; then the finer figures.
 */
#include "questionnaire/model.h"
#include "write/page.h"

#include <math.h>

enum {
    SCORE_WIDTH = 21,
    SHORT_WIDTH = 8,
    HIGHER_WIDTH = 25,
    NARROW_WIDTH = 18,
    SHARE_WIDTH = 9,
    PERCENTILE_WIDTH = 20
};

static int higher_width(const struct cul_page *page)
{
    return page->wide ? HIGHER_WIDTH : NARROW_WIDTH;
}

static bool is_theme(const struct cul_page *page, int32_t dimension)
{
    struct culture_dimension found = {.struct_size = sizeof found};
    culture_questionnaire_dimension(page->view->questionnaire, dimension, &found, NULL);
    return found.kind == CULTURE_DIMENSION_THEME;
}

static double standing_at(const struct cul_page *page, int32_t result, int64_t row, int32_t dimension)
{
    return cul_at(page->view->standing[result], row, dimension);
}

/* What is said of a place in the reference: a count where organisations can be counted, else a percentage. */
struct place {
    double at, of, low, high; /* limits NaN: not known */
    bool counted;
};

/* The limits hold the count itself: they come from a model, and go outward to whole organisations. */
static struct place find_place(const struct cul_page *page, int64_t row, int32_t dimension)
{
    double below = standing_at(page, CULTURE_STANDING_BELOW, row, dimension);
    struct place place = {.at = below,
                          .of = standing_at(page, CULTURE_STANDING_REFERENCE_ORGANISATIONS, row, dimension),
                          .low = standing_at(page, CULTURE_STANDING_PERCENTILE_WIDE_LOW, row, dimension),
                          .high = standing_at(page, CULTURE_STANDING_PERCENTILE_WIDE_HIGH, row, dimension),
                          .counted = !isnan(below)};
    if (!place.counted) {
        place.at = standing_at(page, CULTURE_STANDING_PERCENTILE, row, dimension);
        return place;
    }
    if (!isnan(place.low) && !isnan(place.high)) {
        place.low = fmin(below, floor(place.of * place.low / 100));
        place.high = fmax(below, ceil(place.of * place.high / 100));
    }
    return place;
}

static int digits(double number)
{
    return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
}

/* "58 of 65 (53 - 62)", or "58 % (53 - 62 %)". */
static void write_place(struct cul_page *page, int64_t row, int32_t dimension)
{
    struct place place = find_place(page, row, dimension);
    struct cul_paper line = {.decimal = page->paper.decimal};
    int width = place.counted ? digits(place.of) : 3;
    cul_paper_number(&line, place.at, 0, width);
    if (place.counted) {
        cul_paper_text(&line, page->wide ? " " : "/", 0);
        cul_paper_text(&line, page->wide ? page->words->out_of : "", 0);
        cul_paper_text(&line, page->wide ? " " : "", 0);
        cul_paper_number(&line, place.of, 0, 0);
    } else {
        cul_paper_text(&line, " %", 0);
    }
    if (!isnan(place.low) && !isnan(place.high)) {
        cul_paper_text(&line, " (", 0);
        cul_paper_number(&line, place.low, 0, width);
        cul_paper_text(&line, " - ", 0);
        cul_paper_number(&line, place.high, 0, width);
        cul_paper_text(&line, place.counted ? ")" : " %)", 0);
    }
    page->paper.out.failed |= line.out.failed;
    cul_paper_cell(&page->paper, line.out.length ? line.out.bytes : "", higher_width(page));
    cul_buffer_free(&line.out);
}

/* The mark is a sign and a word, never a colour alone. */
static void write_exceptional(struct cul_page *page, double differs)
{
    if (isnan(differs)) {
        return;
    }
    cul_page_ink(page, differs > 0 ? CUL_GREEN : differs < 0 ? CUL_RED : CUL_DIM);
    cul_page_text(page, differs > 0 ? "^ " : differs < 0 ? "v " : "");
    cul_page_text(page, differs > 0   ? page->words->exceptional_high
                        : differs < 0 ? page->words->exceptional_low
                                      : page->words->no);
    cul_page_ink(page, CUL_PLAIN);
}

/* How many points a factor is short of the criterion, never 0.0; blank when it reaches it. */
static void write_short(struct cul_page *page, int64_t row, int32_t factor)
{
    int32_t found = -1;
    double points = 0;
    for (int32_t i = 0; found != factor; i++) {
        if (culture_assessment_missing(page->view->assessment, row, i, &found, &points, NULL)) {
            cul_paper_cell(&page->paper, "", SHORT_WIDTH);
            return;
        }
    }
    cul_paper_number(&page->paper, fmax(0.1, points), 1, 5);
    cul_paper_cell(&page->paper, "", SHORT_WIDTH - 5);
}

static void write_mean(struct cul_page *page, int64_t row, int32_t dimension)
{
    const struct culture_matrix *score = page->view->score;
    cul_page_interval(page, score[CULTURE_SCORE_MEAN], score[CULTURE_SCORE_MEAN_LOW], score[CULTURE_SCORE_MEAN_HIGH],
                      row, dimension, 1);
}

static void write_dimension(struct cul_page *page, int64_t row, int32_t dimension)
{
    const struct cul_view *view = page->view;
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, cul_page_name(page, dimension), page->name_width + 1);
    if (isnan(cul_at(view->score[CULTURE_SCORE_MEAN], row, dimension))) {
        cul_page_ink(page, CUL_DIM);
        cul_page_text(page, "   - ");
        cul_page_text(page, cul_page_absent(page, CULTURE_SCORE_MEAN, row, dimension));
        cul_page_ink(page, CUL_PLAIN);
        cul_paper_line(&page->paper);
        return;
    }
    write_mean(page, row, dimension);
    cul_page_text(page, "  ");
    if (page->judged && dimension < page->view->factors) {
        write_short(page, row, dimension);
    }
    if (!isnan(standing_at(page, CULTURE_STANDING_PERCENTILE, row, dimension))) {
        write_place(page, row, dimension);
        write_exceptional(page, standing_at(page, CULTURE_STANDING_DIFFERS, row, dimension));
    }
    cul_paper_line(&page->paper);
}

static void write_heading(struct cul_page *page, const char *what, bool tested)
{
    cul_page_heading(page, what, page->name_width + 1);
    cul_paper_cell(&page->paper, page->words->score, SCORE_WIDTH + 1);
    if (tested && page->judged) {
        cul_paper_cell(&page->paper, page->words->short_of, SHORT_WIDTH);
    }
    if (page->view->reference) {
        cul_paper_cell(&page->paper, page->words->higher_than, higher_width(page));
        cul_paper_cell(&page->paper, tested ? page->words->exceptional : "", page->wide ? 13 : 6);
    }
    cul_page_ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
}

void cul_page_factors(struct cul_page *page, int64_t row)
{
    write_heading(page, page->words->factor, true);
    for (int32_t f = 0; f < page->view->factors; f++) {
        write_dimension(page, row, f);
    }
}

/* Themes stand apart from the factors: they are no part of the profile. */
void cul_page_themes(struct cul_page *page, int64_t row)
{
    bool first = true;
    for (int32_t d = page->view->factors; d < page->view->dimensions; d++) {
        if (is_theme(page, d)) {
            if (first) {
                write_heading(page, page->words->theme, false);
            }
            first = false;
            write_dimension(page, row, d);
        }
    }
}

static bool has_weighted(const struct cul_page *page, int64_t row)
{
    for (int32_t f = 0; f < page->view->factors; f++) {
        if (!isnan(cul_at(page->view->score[CULTURE_SCORE_MEAN_WEIGHTED], row, f))) {
            return true;
        }
    }
    return false;
}

/* "below average - average": the bands that the interval of the yardstick's error reaches. */
static void write_bands(struct cul_page *page, int64_t row, int32_t dimension)
{
    double low = standing_at(page, CULTURE_STANDING_BAND_LOW, row, dimension);
    double high = standing_at(page, CULTURE_STANDING_BAND_HIGH, row, dimension);
    if (isnan(low) || isnan(high)) {
        return;
    }
    cul_page_text(page, page->words->bands[(int)low]);
    if (high > low) {
        cul_page_text(page, " - ");
        cul_page_text(page, page->words->bands[(int)high]);
    }
}

static void write_share(struct cul_page *page, double share)
{
    if (isnan(share)) {
        cul_paper_cell(&page->paper, "   -", SHARE_WIDTH);
        return;
    }
    cul_paper_number(&page->paper, share, 0, 4);
    cul_paper_cell(&page->paper, " %", SHARE_WIDTH - 4);
}

static void write_percentile(struct cul_page *page, int64_t row, int32_t dimension)
{
    const struct culture_matrix *standing = page->view->standing;
    if (isnan(standing_at(page, CULTURE_STANDING_PERCENTILE, row, dimension))) {
        cul_paper_cell(&page->paper, "   -", PERCENTILE_WIDTH);
        return;
    }
    cul_page_interval(page, standing[CULTURE_STANDING_PERCENTILE], standing[CULTURE_STANDING_PERCENTILE_WIDE_LOW],
                      standing[CULTURE_STANDING_PERCENTILE_WIDE_HIGH], row, dimension, 0);
    cul_paper_cell(&page->paper, "", PERCENTILE_WIDTH - 15);
}

static void write_more(struct cul_page *page, int64_t row, int32_t dimension, bool weighted)
{
    const struct culture_matrix *score = page->view->score;
    if (isnan(cul_at(score[CULTURE_SCORE_MEAN], row, dimension))) {
        return;
    }
    cul_page_text(page, "  ");
    cul_paper_cell(&page->paper, cul_page_name(page, dimension), page->name_width + 1);
    write_share(page, cul_at(score[CULTURE_SCORE_FAVOURABLE], row, dimension));
    if (weighted && !isnan(cul_at(score[CULTURE_SCORE_MEAN_WEIGHTED], row, dimension))) {
        cul_page_interval(page, score[CULTURE_SCORE_MEAN_WEIGHTED], score[CULTURE_SCORE_MEAN_WEIGHTED_LOW],
                          score[CULTURE_SCORE_MEAN_WEIGHTED_HIGH], row, dimension, 1);
        cul_page_text(page, "  ");
    } else if (weighted) {
        cul_paper_cell(&page->paper, "    -", SCORE_WIDTH + 1);
    }
    if (page->view->reference) {
        write_percentile(page, row, dimension);
        write_bands(page, row, dimension);
    }
    cul_paper_line(&page->paper);
}

void cul_page_more(struct cul_page *page, int64_t row)
{
    bool weighted = has_weighted(page, row);
    cul_page_heading(page, page->words->finer, page->name_width + 1);
    cul_paper_cell(&page->paper, page->words->favourable, SHARE_WIDTH);
    if (weighted) {
        cul_paper_cell(&page->paper, page->words->weighted, SCORE_WIDTH + 1);
    }
    if (page->view->reference) {
        cul_paper_cell(&page->paper, page->words->percentile, PERCENTILE_WIDTH);
        cul_page_text(page, page->words->band);
    }
    cul_page_ink(page, CUL_PLAIN);
    cul_paper_line(&page->paper);
    for (int32_t d = 0; d < page->view->dimensions; d++) {
        if (d < page->view->factors || is_theme(page, d)) {
            write_more(page, row, d, weighted);
        }
    }
}
