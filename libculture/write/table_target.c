/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What intervals and tests are about, and why not what was asked for. */
#include "write/page.h"

void cul_page_count_target(struct cul_page_target *target, const culture_scores *scores, int64_t row)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    target->asked = cul_scores_target(scores);
    if (culture_scores_organisation(scores, row, &organisation, NULL) || organisation.reason) {
        return; /* nothing of it is shown */
    }
    target->organisations++;
    target->others += organisation.target != (int32_t)target->asked;
}

bool cul_page_same_target(const struct cul_page_target *one, const struct cul_page_target *other)
{
    bool first = one->others == one->organisations, second = other->others == other->organisations;
    return one->asked == other->asked &&
           ((!one->others && !other->others) || (one->others && other->others && first && second));
}

void cul_page_write_target(struct cul_page *page, const char *wave, const struct cul_page_target *target)
{
    const struct cul_words *words = page->words;
    bool none = target->others && target->others == target->organisations;
    struct cul_paper flow;
    cul_page_flow(page, &flow);
    cul_page_text(page, wave ? wave : "");
    cul_page_text(page, wave ? ": " : "");
    cul_page_text(page, none ? words->about_no_headcount : words->about_target[target->asked]);
    if (target->others && !none) {
        cul_page_text(page, words->about_some_headcounts[0]);
        cul_page_whole(page, target->others);
        cul_page_text(page, " ");
        cul_page_text(page, words->out_of);
        cul_page_text(page, " ");
        cul_page_whole(page, target->organisations);
        cul_page_text(page, " ");
        cul_page_text(page, words->organisations);
        cul_page_text(page, words->about_some_headcounts[1]);
    }
    cul_page_flow_end(page, &flow, 2);
}
