/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_PAGE_H
#define CUL_WRITE_PAGE_H

/* The page that an assessment's table is written on, and the parts that write it. */
#include "write/paper.h"
#include "write/view.h"
#include "write/words.h"

struct cul_page {
    struct cul_paper paper;
    const struct cul_view *view;
    const struct cul_words *words;
    int width, name_width;
    bool judged;   /* the questionnaire has a criterion */
    bool standard; /* it is the standard one, with its criterion */
    bool wide;     /* room for whole words in all columns */
    bool census;   /* of the organisation at hand everybody answered: no sampling error */
    int64_t unit;  /* the next unit to write */
};

void cul_page_text(struct cul_page *page, const char *words);
void cul_page_line(struct cul_page *page, const char *words);
void cul_page_ink(struct cul_page *page, enum cul_ink colour);
void cul_page_whole(struct cul_page *page, int64_t number);

/*
 * Text that goes on over lines: what is written between these two is broken at blanks, later lines being indented by so
 * many columns. flow keeps what was on the page before.
 */
void cul_page_flow(struct cul_page *page, struct cul_paper *flow);
void cul_page_flow_end(struct cul_page *page, struct cul_paper *flow, int indent);

/* A whole text as such a run. */
void cul_page_paragraph(struct cul_page *page, const char *words, int indent);

/* A dim line of a heading's start: the columns that follow are the caller's. */
void cul_page_heading(struct cul_page *page, const char *what, int columns);

/* The name of a dimension, in the page's language. */
const char *cul_page_name(const struct cul_page *page, int32_t dimension);

/* "61.2 (55.0 - 67.4)" in cells of fixed width; limits that are whole numbers, as rounded ones are, have no decimals.
 */
void cul_page_interval(struct cul_page *page, struct culture_matrix value, struct culture_matrix low,
                       struct culture_matrix high, int64_t row, int32_t column, int decimals);

/* "unlikely (8 %)": the probability in words first. Returns the columns it takes. */
int cul_page_probability(struct cul_page *page, const struct culture_verdict *verdict);

/* "7/9", or "2/5 measured": factors at the criterion, of those that have a score. */
void cul_page_concrete(struct cul_page *page, const struct culture_verdict *verdict);

/* Why an organisation has no result on a dimension. */
const char *cul_page_absent(const struct cul_page *page, int32_t result, int64_t row, int32_t dimension);

/* A verdict in words; where there is none, why: too few answers, else hidden, else not asked. */
const char *cul_page_verdict(const struct cul_page *page, int64_t row, int32_t verdict);

/* Why nothing of an organisation is shown. */
void cul_page_hidden(struct cul_page *page, int32_t reason);

/* A line per organisation. */
void cul_page_overview(struct cul_page *page);

/* Ambition against practice, per factor and role; and the axes of the landscape. Parts of an organisation's block. */
void cul_page_gaps(struct cul_page *page, int64_t row);
void cul_page_landscape(struct cul_page *page, int64_t row);
/* What the register tells about learning, beside what was published. */
void cul_page_facts(struct cul_page *page, int64_t row);

/* The factors: score, and how many of the reference score lower; then the themes; then what else is known of both. */
void cul_page_factors(struct cul_page *page, int64_t row);
void cul_page_themes(struct cul_page *page, int64_t row);
void cul_page_more(struct cul_page *page, int64_t row);

/* Whether the profile is unusual, and which factors stand out against the organisation's own level. */
void cul_page_profile(struct cul_page *page, int64_t row);

/* Who did not answer, and how different they would have to be to change the verdict; then a factor's band. */
void cul_page_nonresponse(struct cul_page *page, int64_t row);
void cul_page_first_band(struct cul_page *page, int64_t row);

/* Whether everybody answered, so that there is no sampling error to tell. */
bool cul_page_is_census(const struct culture_organisation *organisation);

/* How many answered carelessly, when any did. */
void cul_page_quality(struct cul_page *page, int64_t row);

/* What other thresholds would have said, when asked. */
void cul_page_multiverse(struct cul_page *page, int64_t row);

/* What goes together with a theme, when asked. */
void cul_page_drivers(struct cul_page *page);

/* How many organisations have which target. */
struct cul_page_target {
    enum culture_target asked;
    int64_t organisations, others; /* with another one than was asked for */
};
void cul_page_count_target(struct cul_page_target *target, const culture_scores *scores, int64_t row);
bool cul_page_same_target(const struct cul_page_target *one, const struct cul_page_target *other);
/* What intervals and tests are about; before it of which wave; NULL: of all. */
void cul_page_write_target(struct cul_page *page, const char *wave, const struct cul_page_target *target);

/* What the figures and words mean. */
void cul_page_notes(struct cul_page *page);

/* How much of the differences lies between organisations. */
void cul_page_between(struct cul_page *page);

/* The first unit of an organisation; organisations must be written in their order. */
int64_t cul_page_first_unit(struct cul_page *page, int64_t organisation);

/* The block of one organisation. */
void cul_page_organisation(struct cul_page *page, int64_t row);

#endif
