/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the change of an organisation would tell what a few of its respondents said. */
#include "assessment/comparison_making.h"
#include "questionnaire/model.h"
#include "scores/disclosure.h"
#include "scores/model.h"

enum { ROUNDED_BELOW = 20 };

static int64_t larger(int64_t one, int64_t other)
{
    return one > other ? one : other;
}

/* Who was in one wave only, or answered otherwise, stands in a cell of a dimension that there is more of there. */
static void count_apart(struct cul_apart *apart, const struct cul_layout_dimension *at, int32_t answered,
                        const int64_t *before, const int64_t *after)
{
    size_t end = cul_layout_histogram(at, at->items + 1);
    for (size_t cell = cul_layout_histogram(at, answered); cell < end; cell++) {
        apart->come += larger(0, after[cell] - before[cell]);
        apart->gone += larger(0, before[cell] - after[cell]);
    }
}

/* Among respondents who answered at least so many items of a dimension; 0: as many as a score needs. */
static struct cul_apart apart_on(const struct cul_comparing *making, int64_t row, int32_t dimension, int32_t answered)
{
    const int64_t *rows = making->made->organisations[row].rows;
    const struct cul_layout_dimension *at;
    struct cul_apart apart = {0};
    const int64_t *before = cul_scores_histogram(making->made->waves[0], rows[0], dimension, &at);
    const int64_t *after = cul_scores_histogram(making->made->waves[1], rows[1], dimension, &at);
    count_apart(&apart, at, answered ? answered : at->needed, before, after);
    return apart;
}

static int64_t respondents_of(const struct cul_comparing *making, int64_t row, int wave)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(making->made->waves[wave], making->made->organisations[row].rows[wave], &organisation,
                                NULL);
    return organisation.respondents;
}

void cul_comparing_set_apart(struct cul_comparing *making, int64_t row)
{
    const int64_t *rows = making->made->organisations[row].rows;
    struct cul_apart *apart = &making->apart[row];
    if (rows[0] < 0 || rows[1] < 0) {
        return;
    }
    for (int32_t d = 0; d < making->questionnaire->dimension_count; d++) {
        struct cul_apart here = apart_on(making, row, d, 1);
        apart->come = larger(apart->come, here.come);
        apart->gone = larger(apart->gone, here.gone);
    }
    int64_t before = respondents_of(making, row, 0), after = respondents_of(making, row, 1);
    apart->smaller = before < after ? before : after;
}

/*
 * Without keys it can only be guessed whether the waves are one fieldwork, read out twice. They may be when one holds
 * all the answers of the other; or when few differ on any dimension (a few more than on one: not everybody answers it),
 * and half of the smaller wave could be the same people with the same answers. Waves that were asked apart are further
 * from each other, unless they are small and were asked little.
 */
static bool may_be_one_fieldwork(const struct cul_comparing *making, int64_t row)
{
    struct cul_apart all = making->apart[row];
    int64_t least = larger(all.come, all.gone);
    bool holds = all.come == 0 || all.gone == 0;
    bool alike = 2 * least <= all.smaller && least < making->minimum + making->minimum / 2;
    return least > 0 && (holds || alike);
}

int64_t cul_comparing_number(const struct cul_comparing *making, int64_t row)
{
    int64_t at = making->made->organisations[row].rows[CULTURE_WAVE_BEFORE];
    return cul_matches_organisation(making->matches, cul_scores_key(making->made->waves[CULTURE_WAVE_BEFORE], at));
}

/* Whether every respondent of an organisation has a key, in both waves: then it is known who is in both. */
static bool all_have_keys(const struct cul_comparing *making, int64_t row, int64_t number)
{
    const struct cul_match_people *people = number < 0 ? NULL : &making->people[number];
    return people && people->with_key[0] == respondents_of(making, row, 0) &&
           people->with_key[1] == respondents_of(making, row, 1);
}

enum cul_telling cul_comparing_telling(const struct cul_comparing *making, int64_t row, int32_t dimension,
                                       int64_t before, int64_t after)
{
    if (cul_scores_is_full(making->made->waves[0]) && cul_scores_is_full(making->made->waves[1])) {
        return CUL_TELLS_OF_MANY;
    }
    int64_t number = making->sums ? cul_comparing_number(making, row) : -1;
    bool few = false, some = false;
    if (number >= 0) {
        const struct cul_match_sums *sums = &making->sums[number * making->questionnaire->dimension_count + dimension];
        int64_t left = before - sums->n, joined = after - sums->n, apart = left + joined + sums->changed;
        few = !cul_change_is_safe(left, joined, sums->changed, making->minimum);
        some = apart > 0 && apart < ROUNDED_BELOW;
    }
    if (!all_have_keys(making, row, number) && may_be_one_fieldwork(making, row)) {
        struct cul_apart here = apart_on(making, row, dimension, 0);
        few = few || larger(here.come, here.gone) < making->minimum;
        some = some || larger(here.come, here.gone) < ROUNDED_BELOW;
    }
    return few ? CUL_TELLS_OF_FEW : some ? CUL_TELLS_OF_SOME : CUL_TELLS_OF_MANY;
}

static bool is_few(int64_t people, int64_t minimum)
{
    return people > 0 && people < minimum;
}

bool cul_comparing_hides_matched(const struct cul_comparing *making)
{
    bool full = cul_scores_is_full(making->made->waves[0]) && cul_scores_is_full(making->made->waves[1]);
    for (int64_t row = 0; row < making->made->organisation_count && making->people && !full; row++) {
        const int64_t *rows = making->made->organisations[row].rows;
        int64_t number = rows[0] < 0 || rows[1] < 0 ? -1 : cul_comparing_number(making, row);
        const struct cul_match_people *people = number < 0 ? NULL : &making->people[number];
        for (int wave = 0; wave < 2 && people; wave++) {
            if (is_few(people->with_key[wave] - people->matched, making->minimum)) {
                return true;
            }
        }
    }
    return false;
}
