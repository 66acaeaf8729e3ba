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
    bool wide;     /* room for all columns */
    int64_t unit;  /* the next unit to write */
};

void cul_page_text(struct cul_page *page, const char *words);
void cul_page_line(struct cul_page *page, const char *words);
void cul_page_ink(struct cul_page *page, enum cul_ink colour);
void cul_page_whole(struct cul_page *page, int64_t number);

/* "61.2 (55.0 - 67.4)" in cells of fixed width. */
void cul_page_interval(struct cul_page *page, struct culture_matrix value, struct culture_matrix low,
                       struct culture_matrix high, int64_t row, int32_t column, int decimals);

/* "unlikely (8 %)": the probability in words first. Returns the columns it takes. */
int cul_page_probability(struct cul_page *page, const struct culture_verdict *verdict);

/* "7/9", or "2/5 measured": factors at the criterion, of those that have a score. */
void cul_page_concrete(struct cul_page *page, const struct culture_verdict *verdict);

/* Why an organisation has no result on a dimension. */
const char *cul_page_absent(const struct cul_page *page, int32_t result, int64_t row, int32_t dimension);

/* Why nothing of an organisation is shown. */
void cul_page_hidden(struct cul_page *page, int32_t reason);

/* A line per organisation. */
void cul_page_overview(struct cul_page *page);

/* Ambition against practice, per factor and role; and the axes of the landscape. Parts of an organisation's block. */
void cul_page_gaps(struct cul_page *page, int64_t row);
void cul_page_landscape(struct cul_page *page, int64_t row);
/* What the register tells about learning, beside what was published. */
void cul_page_facts(struct cul_page *page, int64_t row);

/* Whether the profile is unusual, and which factors stand out against the organisation's own level. */
void cul_page_profile(struct cul_page *page, int64_t row);

/* How different those who did not answer would have to be to change the verdict, or a factor's band. */
void cul_page_nonresponse(struct cul_page *page, int64_t row);

/* How many answered carelessly, when any did. */
void cul_page_quality(struct cul_page *page, int64_t row);

/* What other thresholds would have said, when asked. */
void cul_page_multiverse(struct cul_page *page, int64_t row);

/* What goes together with a theme, when asked. */
void cul_page_drivers(struct cul_page *page);

/* The first unit of an organisation; organisations must be written in their order. */
int64_t cul_page_first_unit(struct cul_page *page, int64_t organisation);

/* The block of one organisation. */
void cul_page_organisation(struct cul_page *page, int64_t row);

#endif
