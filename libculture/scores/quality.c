/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How organisations were answered, and their means without those who answered carelessly. */
#include "base/error.h"
#include "scores/making.h"
#include "scores/statistics.h"

#include <math.h>

_Static_assert(CULTURE_SIGNS == CUL_SIGNS && CULTURE_SIGN_DISTANCE == (int)CUL_DISTANCE, "signs have the same numbers");

/* The median of how many items respondents answered; between two of them their mean. */
static double find_median(const struct cul_layout *layout, const int64_t *cells)
{
    const int64_t *counts = cells + layout->quality + CUL_QUALITY_ANSWERED;
    int64_t people = cells[CUL_LAYOUT_RESPONDENTS], passed = 0;
    int32_t low = -1, high = -1;
    for (int32_t answered = 0; answered <= layout->item_count && high < 0; answered++) {
        passed += counts[answered];
        low = low < 0 && 2 * passed >= people ? answered : low;
        high = 2 * passed > people ? answered : high;
    }
    return (low + high) / 2.0;
}

static void copy_quality(struct cul_scored_quality *quality, const struct cul_layout *layout, const int64_t *cells)
{
    const int64_t *at = cells + layout->quality;
    quality->flagged = at[CUL_QUALITY_FLAGGED];
    quality->straight = at[CUL_QUALITY_STRAIGHT];
    for (int32_t sign = 0; sign < CUL_SIGNS; sign++) {
        quality->shown[sign] = at[CUL_QUALITY_SHOWN + sign];
        quality->known[sign] = at[CUL_QUALITY_KNOWN + sign];
    }
    quality->median_answered = find_median(layout, cells);
}

/* What the flagged of one dimension are; n of them are scored. */
static int32_t reason_to_hide(const struct cul_making *making, int64_t row, int32_t dimension, const int64_t *flagged,
                              int64_t *n)
{
    const culture_scores *scores = making->scores;
    const struct cul_layout_dimension *at = &making->tally->layout.dimensions[dimension];
    int32_t hidden = cul_table_reason(&scores->organisation_table, CULTURE_SCORE_MEAN, row, dimension);
    *n = flagged ? cul_dimension_moments(at, at->needed, flagged).n : 0;
    if (hidden || scores->full || !*n) {
        return hidden;
    }
    bool few = *n < scores->minimum || cul_dimension_is_alike(at, at->needed, flagged);
    return few ? CULTURE_REASON_SUPPRESSED : CULTURE_REASON_NONE;
}

/* False: no memory. */
static bool score_without(struct cul_making *making, int64_t row, const int64_t *flagged)
{
    culture_scores *scores = making->scores;
    int64_t *others = making->desk->cells;
    const struct cul_layout *layout = &making->tally->layout;
    const struct cul_scored_organisation *organisation = &scores->organisations[row];
    const int64_t *cells = making->organisation_cells[row];
    for (size_t cell = 0; cell < layout->width; cell++) {
        others[cell] = cells[cell] - (flagged ? flagged[cell] : 0);
    }
    bool safe = true;
    if (flagged && !scores->full && !cul_flagged_are_safe(making, row, &safe)) {
        return false;
    }
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        int64_t n;
        int32_t reason = reason_to_hide(making, row, d, flagged, &n);
        struct cul_target target = {.cells = others,
                                    .headcount =
                                        scores->target == CULTURE_TARGET_WORKFORCE ? organisation->headcount : 0,
                                    .minimum = scores->shown_from,
                                    .rounded = n && n < CUL_ROUNDED_BELOW,
                                    .remembered = making->desk->remembered};
        cul_score_unflagged(scores, layout, row, d, target, reason || safe || !n ? reason : CULTURE_REASON_SUPPRESSED);
    }
    return true;
}

bool cul_score_quality(struct cul_making *making, int64_t row)
{
    const culture_tally *tally = making->tally;
    struct cul_buffer *key = &making->desk->key;
    int64_t flagged = cul_tally_flagged(tally, making->organisation_groups[row], key);
    copy_quality(&making->scores->quality[row], &tally->layout, making->organisation_cells[row]);
    return !key->failed && score_without(making, row, flagged < 0 ? NULL : tally->groups[flagged].cells);
}

/* Whether counts of an organisation are not given, only shares. */
static bool is_rounded(const culture_scores *scores, int64_t row)
{
    return !scores->full && scores->organisations[row].respondents < CUL_ROUNDED_BELOW;
}

static double share(const culture_scores *scores, int64_t row, int64_t part, int64_t whole)
{
    double value = (double)part / (double)whole;
    return is_rounded(scores, row) ? nearbyint(20 * value) / 20 : value;
}

culture_status culture_scores_quality(const culture_scores *scores, int64_t row, struct culture_quality *quality,
                                      struct culture_error *error)
{
    if (!scores || row < 0 || row >= scores->organisation_count) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such organisation");
    }
    const struct cul_scored_organisation *organisation = &scores->organisations[row];
    const struct cul_scored_quality *of = &scores->quality[row];
    const double none = (double)NAN;
    struct culture_quality known = {0, organisation->reason, organisation->reason, none, none, none, none, none};
    if (!organisation->reason) {
        bool rounded = is_rounded(scores, row);
        known.counts_reason = rounded ? CULTURE_REASON_SUPPRESSED : CULTURE_REASON_NONE;
        known.flagged = rounded ? none : (double)of->flagged;
        known.flagged_share = share(scores, row, of->flagged, organisation->respondents);
        known.straightliners = rounded ? none : (double)of->straight;
        known.straight_share = share(scores, row, of->straight, organisation->respondents);
        known.median_answered = rounded ? nearbyint(of->median_answered) : of->median_answered;
    }
    return cul_struct_fill(quality, &known, sizeof known) ? CULTURE_OK
                                                          : cul_fail_argument(error, "struct_size is not set");
}

culture_status culture_scores_sign(const culture_scores *scores, int64_t row, int32_t sign,
                                   struct culture_sign_count *count, struct culture_error *error)
{
    if (!scores || row < 0 || row >= scores->organisation_count || sign < 0 || sign >= CULTURE_SIGNS) {
        return cul_fail(error, CULTURE_ERROR_NOT_FOUND, (struct cul_place){0}, "there is no such organisation or sign");
    }
    int64_t told = scores->quality[row].known[sign], shown = scores->quality[row].shown[sign];
    struct culture_sign_count known = {.known = (double)NAN, .shown = (double)NAN, .share = (double)NAN};
    known.reason = scores->organisations[row].reason;
    bool few = told > 0 && told < scores->shown_from; /* whose signs would be told */
    known.counts_reason = known.reason              ? known.reason
                          : is_rounded(scores, row) ? CULTURE_REASON_SUPPRESSED
                          : few                     ? CULTURE_REASON_TOO_FEW
                                                    : CULTURE_REASON_NONE;
    if (!known.counts_reason) {
        known.known = (double)told;
        known.shown = (double)shown;
    }
    if (!known.reason && told < scores->shown_from) {
        known.reason = told ? CULTURE_REASON_TOO_FEW : CULTURE_REASON_NOT_ASKED;
    } else if (!known.reason) {
        known.share = share(scores, row, shown, told);
    }
    return cul_struct_fill(count, &known, sizeof known) ? CULTURE_OK
                                                        : cul_fail_argument(error, "struct_size is not set");
}

const char *culture_sign_name(int32_t sign)
{
    static const char *const names[CULTURE_SIGNS] = {"longstring", "irv",          "even_odd", "answered",
                                                     "speed",      "person_total", "distance"};
    return sign >= 0 && sign < CULTURE_SIGNS ? names[sign] : "";
}
