/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_COMPARISON_SHEET_H
#define CUL_WRITE_COMPARISON_SHEET_H

/* The table of a comparison, and the parts that write it. */
#include "write/comparison_view.h"
#include "write/page.h"

/* What is known of a change. These are different things, and have different words and marks. */
enum cul_change_state {
    CUL_CHANGE_HIGHER,
    CUL_CHANGE_LOWER,
    CUL_CHANGE_NO,        /* tested, and may be chance */
    CUL_CHANGE_UNTESTED,  /* there is a change, and no test of it */
    CUL_CHANGE_TOO_FEW,   /* answers in one of the waves */
    CUL_CHANGE_HIDDEN,    /* it would tell of a few people */
    CUL_CHANGE_NOT_ASKED, /* in one of the waves */
    CUL_CHANGE_REFUSED,   /* the register cannot be right */
    CUL_CHANGE_STATES,
};

/* The words of this table, in Dutch and English. */
struct cul_change_words {
    const char *title, *respondents, *before, *after, *change, *detectable, *effect, *expected, *same, *verdict;
    const char *only_before, *only_after, *no_common, *overview, *organisation, *states[CUL_CHANGE_STATES];
    const char *matched, *matched_hidden, *with_key, *repeated;
    /* What a state means, for those that need it. */
    const char *means[CUL_CHANGE_STATES];
    const char *careless;
    const char *about_change, *about_census, *about_independent, *about_matched, *about_same, *about_columns,
        *about_expected, *about_norm;
};
const struct cul_change_words *cul_change_words_in(const char *language);

struct cul_sheet {
    struct cul_page page;
    const struct cul_comparison_view *view;
    const struct cul_change_words *words;
    bool matched;
    int64_t counts[CUL_CHANGE_STATES]; /* of the factors of the overview */
    bool census;                       /* some change is that of everybody */
};

/* The state of a factor, or of another dimension, which is not tested: of those HIGHER to NO never come. */
enum cul_change_state cul_change_state_of(const struct cul_comparison_view *view, int64_t row, int32_t dimension);

/* A mark before its word, never a colour alone. */
char cul_change_mark(enum cul_change_state state);
enum cul_ink cul_change_ink(enum cul_change_state state);

/* Whether an organisation, which is read, is in both waves. */
bool cul_sheet_is_common(const struct cul_sheet *sheet, int64_t row, struct culture_compared *organisation);

/* Why a wave of an organisation is hidden; NULL when it is not. */
const char *cul_sheet_hidden(const struct cul_sheet *sheet, const struct culture_organisation *of);

/* What a state means, on lines of its own. */
void cul_sheet_meaning(struct cul_sheet *sheet, enum cul_change_state state);

/* Organisations of both waves by factors, then what the marks mean; counts the states. */
void cul_sheet_overview(struct cul_sheet *sheet);

#endif
