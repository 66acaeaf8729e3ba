/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signs of careless answering in lanes, compiled once for every kind of processor: cul_quality_judge() for many rows.
 * Bytes become wider numbers by taking every other one: those at even places, then those at odd ones.
 */
#include "questionnaire/model.h"
#include "tally/lanes.h"
#include "tally/lanes_vector.h"

ALWAYS vector square(vector codes)
{
    static const uint8_t squares[16] = {0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225};
    return look_up(squares, codes);
}

ALWAYS void widen(wide to[2], vector bytes)
{
    to[0] = (wide)bytes & 255;
    to[1] = (wide)bytes >> 8;
}

ALWAYS void add_bytes(wide to[2], vector bytes)
{
    wide more[2];
    widen(more, bytes);
    to[0] += more[0], to[1] += more[1];
}

/* Every fourth number, from a place on. */
ALWAYS sums every_fourth(vector bytes, int place)
{
    return (sums)((widest)bytes >> 8 * place & 255);
}

ALWAYS sums every_fourth_wide(const wide numbers[2], int place)
{
    return (sums)((widest)numbers[place & 1] >> 8 * (place & 2) & 65535);
}

/* The longest run of equal answers in the order of asking. Equal codes are equal answers: all scales begin alike. */
ALWAYS vector find_longest(const struct cul_quality_rules *rules, const uint8_t *lanes, size_t stride)
{
    vector run = {0}, before = {0}, longest = {0};
    for (int32_t i = 0; i < rules->asked; i++) {
        int32_t item = rules->order ? rules->order[i] : i;
        vector codes = load(lanes + (size_t)item * stride);
        run = go_on(run, codes, before);
        longest = larger(longest, run);
        before = codes;
    }
    return longest;
}

/* All answers, counted from the lowest point. */
struct spread {
    vector answered, reversed, straight; /* how many; whether there are some to reversed items, and to others */
    wide sum[2], squares[2];
};

/* The two halves of all factors, and how many have both. */
struct halves {
    vector factors;
    wide odd[2], even[2], odd_odd[2], even_even[2], both[2];
};

/* The answers to every other item of a dimension. */
struct half {
    vector answered, sum; /* keyed */
};

ALWAYS struct half add_half(const struct cul_lanes_plan *plan, const struct cul_dimension *of, int32_t first,
                            const uint8_t *lanes, size_t stride, struct spread *spread)
{
    const struct cul_item *items = plan->questionnaire->items;
    const struct cul_scale *scale = &plan->questionnaire->scales[of->scale];
    uint8_t most = (uint8_t)(scale->high - scale->low);
    int32_t room = 255 / (most * most); /* squares that a byte can take */
    struct half half = {0};
    for (int32_t i = first; i < of->item_count;) {
        vector squares = {0}, sum = {0};
        for (int32_t taken = 0; taken < room && i < of->item_count; taken++, i += 2) {
            const struct cul_item *item = &items[of->items[i]];
            vector codes = load(lanes + (size_t)of->items[i] * stride), answers = is_answer(codes);
            codes = (codes - 1) & answers;
            sum += codes;
            squares += square(codes);
            half.sum += item->reverse ? (most - codes) & answers : codes;
            half.answered -= answers;
            *(item->reverse ? &spread->reversed : &spread->straight) |= answers;
        }
        add_bytes(spread->sum, sum);
        add_bytes(spread->squares, squares);
    }
    spread->answered += half.answered;
    return half;
}

/* The mean of a half in parts of the scale; 0 where none is answered. */
ALWAYS void half_mean(const struct cul_lanes_plan *plan, const struct cul_dimension *of, const struct half *half,
                      wide value[2])
{
    const struct cul_scale *scale = &plan->questionnaire->scales[of->scale];
    uint8_t table[16] = {0};
    wide sum[2], parts[2];
    for (int32_t i = 1; i <= (of->item_count + 1) / 2; i++) {
        table[i] = (uint8_t)(plan->layout->halves / (i * (scale->high - scale->low)));
    }
    widen(sum, half->sum);
    widen(parts, look_up(table, half->answered));
    value[0] = sum[0] * parts[0], value[1] = sum[1] * parts[1];
}

ALWAYS void add_factor(const struct cul_lanes_plan *plan, const struct cul_dimension *of, const struct half *first,
                       const struct half *second, struct halves *halves)
{
    wide odd[2], even[2];
    vector known = (vector)(first->answered > 0) & (vector)(second->answered > 0);
    half_mean(plan, of, first, odd);
    half_mean(plan, of, second, even);
    halves->factors -= known;
    for (int i = 0; i < 2; i++) {
        wide there = i ? (wide)known >> 8 : (wide)known & 255; /* values are bytes too */
        odd[i] &= there, even[i] &= there;
        halves->odd[i] += odd[i], halves->even[i] += even[i];
        halves->odd_odd[i] += odd[i] * odd[i];
        halves->even_even[i] += even[i] * even[i];
        halves->both[i] += odd[i] * even[i];
    }
}

/* Every item belongs to one dimension. */
ALWAYS void find_spread(const struct cul_lanes_plan *plan, const uint8_t *lanes, size_t stride, struct spread *spread,
                        struct halves *halves)
{
    *spread = (struct spread){0};
    *halves = (struct halves){0};
    for (int32_t d = 0; d < plan->questionnaire->dimension_count; d++) {
        const struct cul_dimension *of = &plan->questionnaire->dimensions[d];
        struct half first = add_half(plan, of, 0, lanes, stride, spread);
        struct half second = add_half(plan, of, 1, lanes, stride, spread);
        if (d < plan->questionnaire->factor_count) {
            add_factor(plan, of, &first, &second, halves);
        }
    }
}

/* cul_quality_judge() but for speed, for every fourth lane from a place on: bits of struct cul_row_quality, known in
 * the lowest byte, shown in the next. */
ALWAYS sums find_signs(const struct cul_quality_rules *rules, vector longest_run, const struct spread *spread,
                       const struct halves *halves, int place)
{
    sums n = every_fourth(spread->answered, place), longest = every_fourth(longest_run, place);
    sums sum = every_fourth_wide(spread->sum, place), squares = every_fourth_wide(spread->squares, place);
    sums factors = every_fourth(halves->factors, place);
    sums x = every_fourth_wide(halves->odd, place), y = every_fourth_wide(halves->even, place);
    sums both = factors * every_fourth_wide(halves->both, place) - x * y;
    sums one = factors * every_fourth_wide(halves->odd_odd, place) - x * x;
    sums other = factors * every_fourth_wide(halves->even_even, place) - y * y;
    sums consistent = (sums)(factors >= CUL_LEAST_FACTORS) & (sums)(one > 0) & (sums)(other > 0);
    sums enough = (sums)(n >= CUL_LEAST_ANSWERS);
    sums spreads = (sums)(every_fourth(spread->reversed & spread->straight, place) > 0);
    sums asked = (sums){0} + (rules->asked > 0 ? -1 : 0);
    sums known = (enough & 1 << CUL_LONGSTRING) | (enough & spreads & 1 << CUL_IRV) | (consistent & 1 << CUL_EVEN_ODD) |
                 (asked & 1 << CUL_ANSWERED);
    sums shown = ((sums)(2 * longest >= rules->asked) & 1 << CUL_LONGSTRING) |
                 ((sums)(100 * (n * squares - sum * sum) < 9 * n * (n - 1)) & 1 << CUL_IRV) |
                 ((sums)(both < 0) & 1 << CUL_EVEN_ODD) | ((sums)(2 * n < rules->asked) & 1 << CUL_ANSWERED);
    return known | (known & shown) << 8;
}

void CUL_TARGET_OF(lanes_judge)(const struct cul_quality_rules *rules, const struct cul_lanes_plan *plan,
                                const uint8_t *lanes, size_t stride, struct cul_lanes_quality quality)
{
    for (size_t at = 0; at < stride; at += VECTOR) {
        vector longest = find_longest(rules, lanes + at, stride);
        struct spread spread;
        struct halves halves;
        widest known = {0}, shown = {0};
        find_spread(plan, lanes + at, stride, &spread, &halves);
        for (int place = 0; place < 4; place++) {
            widest signs_of = (widest)find_signs(rules, longest, &spread, &halves, place);
            known |= (signs_of & 255) << 8 * place;
            shown |= signs_of >> 8 << 8 * place;
        }
        store(quality.known + at, (vector)known);
        store(quality.shown + at, (vector)shown);
        store(quality.answered + at, spread.answered);
        store(quality.straight + at,
              (vector)(spread.answered >= CUL_LEAST_ANSWERS) & (vector)(longest == spread.answered) & 1);
    }
}
