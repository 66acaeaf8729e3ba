/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally/quality.h"

#include "culture/answers.h"

#include <math.h>

static bool is_answer(int16_t value)
{
    return value != CULTURE_MISSING && value != CULTURE_INVALID;
}

static int32_t longest_run(const struct cul_quality_rules *rules, const int16_t *values)
{
    int32_t longest = 0, run = 0, before = CULTURE_MISSING;
    for (int32_t i = 0; i < rules->asked; i++) {
        int16_t value = values[rules->order ? rules->order[i] : i];
        run = !is_answer(value) ? 0 : value == before ? run + 1 : 1;
        before = value;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* All answers of a row, as answered. */
struct spread {
    int64_t n, sum, squares;
    bool reversed, straight; /* some to reversed items, and to others */
};

static struct spread spread_of(const culture_questionnaire *questionnaire, const int16_t *values)
{
    struct spread spread = {0};
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        if (is_answer(values[i])) {
            spread.n++;
            spread.sum += values[i];
            spread.squares += (int64_t)values[i] * values[i];
            *(questionnaire->items[i].reverse ? &spread.reversed : &spread.straight) = true;
        }
    }
    return spread;
}

/* SD < 0.3: (n squares - sum^2) / (n (n - 1)) < 9 / 100. Points are of 16 bits, items at most 2000: no overflow. */
static bool varies_little(struct spread spread)
{
    return 100 * (spread.n * spread.squares - spread.sum * spread.sum) < 9 * spread.n * (spread.n - 1);
}

/* The mean of the odd (0) or even (1) items of a factor, in parts of the scale; -1: none was answered. */
static int64_t half_mean(const struct cul_quality_rules *rules, int32_t factor, const int16_t *values, int32_t half)
{
    const struct cul_dimension *of = &rules->questionnaire->dimensions[factor];
    const struct cul_scale *scale = &rules->questionnaire->scales[of->scale];
    int32_t sum = 0, answered = 0; /* at most 50 answers of at most 10, in parts of at most 2^16: 32 bits are enough */
    for (int32_t i = half; i < of->item_count; i += 2) {
        int16_t value = values[of->items[i]];
        if (is_answer(value)) {
            sum += rules->questionnaire->items[of->items[i]].reverse ? scale->high - value : value - scale->low;
            answered++;
        }
    }
    return answered ? (int32_t)rules->layout->halves * sum / (answered * (scale->high - scale->low)) : -1;
}

/*
 * Even-odd consistency below 0: 2 r / (1 + r) has the sign of r, that of the cross-product. False in *known: fewer than
 * seven factors with both halves, or halves that do not vary.
 */
static bool is_inconsistent(const struct cul_quality_rules *rules, const int16_t *values, bool *known)
{
    int64_t n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (int32_t f = 0; f < rules->questionnaire->factor_count; f++) {
        int64_t odd = half_mean(rules, f, values, 0), even = half_mean(rules, f, values, 1);
        if (odd >= 0 && even >= 0) {
            n++;
            x += odd, y += even;
            xx += odd * odd, yy += even * even, xy += odd * even;
        }
    }
    __int128 both = n * xy - x * y, one = n * xx - x * x, other = n * yy - y * y;
    *known = n >= CUL_LEAST_FACTORS && one > 0 && other > 0;
    return *known && both < 0;
}

static void note(struct cul_row_quality *quality, enum cul_sign sign, bool known, bool shown)
{
    quality->known |= (uint32_t)known << sign;
    quality->shown |= (uint32_t)(known && shown) << sign;
}

uint32_t cul_quality_speed(int32_t answers, double seconds)
{
    bool known = answers > 0 && isfinite(seconds) && seconds >= 0;
    return (uint32_t)known | (uint32_t)(known && seconds < (double)(CUL_SECONDS_PER_ANSWER * answers)) << 1;
}

struct cul_row_quality cul_quality_judge(const struct cul_quality_rules *rules, const int16_t *values, double seconds)
{
    struct spread spread = spread_of(rules->questionnaire, values);
    struct cul_row_quality quality = {.answered = (int32_t)spread.n};
    bool enough = spread.n >= CUL_LEAST_ANSWERS, consistent = false;
    int32_t run = longest_run(rules, values);
    bool inconsistent = is_inconsistent(rules, values, &consistent);
    quality.straight = enough && run == spread.n;
    note(&quality, CUL_LONGSTRING, enough, 2 * run >= rules->asked);
    note(&quality, CUL_IRV, enough && spread.reversed && spread.straight, varies_little(spread));
    note(&quality, CUL_EVEN_ODD, consistent, inconsistent);
    note(&quality, CUL_ANSWERED, rules->asked > 0, 2 * spread.n < rules->asked);
    uint32_t speed = cul_quality_speed(quality.answered, seconds);
    note(&quality, CUL_SPEED, speed & 1, speed & 2);
    return quality;
}

void cul_quality_count(const struct cul_layout *layout, struct cul_row_quality quality, int64_t *cells)
{
    int64_t *at = cells + layout->quality;
    at[CUL_QUALITY_FLAGGED] += cul_quality_flags(quality);
    at[CUL_QUALITY_STRAIGHT] += quality.straight;
    for (int32_t sign = 0; sign < CUL_SIGNS; sign++) {
        at[CUL_QUALITY_SHOWN + sign] += quality.shown >> sign & 1;
        at[CUL_QUALITY_KNOWN + sign] += quality.known >> sign & 1;
    }
    at[CUL_QUALITY_ANSWERED + quality.answered]++;
}

bool cul_quality_is_possible(const struct cul_layout *layout, const int64_t *cells, int64_t answers)
{
    const int64_t *at = cells + layout->quality;
    int64_t respondents = cells[CUL_LAYOUT_RESPONDENTS], flagged = at[CUL_QUALITY_FLAGGED];
    int64_t people = 0, given = 0, signs = 0;
    for (int32_t answered = 0; answered <= layout->item_count; answered++) {
        people += at[CUL_QUALITY_ANSWERED + answered];
        given += answered * at[CUL_QUALITY_ANSWERED + answered];
    }
    for (int32_t sign = 0; sign < CUL_SIGNS; sign++) {
        signs += at[CUL_QUALITY_SHOWN + sign];
        if (at[CUL_QUALITY_SHOWN + sign] > at[CUL_QUALITY_KNOWN + sign] || at[CUL_QUALITY_KNOWN + sign] > respondents) {
            return false;
        }
    }
    /* Of the other five signs everyone flagged shows one at least, everyone else one at most; longstring and irv, which
     * are one sign, add what is missing to two. */
    int64_t others = signs - at[CUL_QUALITY_SHOWN + CUL_LONGSTRING] - at[CUL_QUALITY_SHOWN + CUL_IRV];
    return people == respondents && given == answers && flagged <= respondents && others >= flagged &&
           signs >= 2 * flagged && others <= (CUL_SIGNS - 2) * flagged + (respondents - flagged) &&
           at[CUL_QUALITY_STRAIGHT] <= respondents;
}
