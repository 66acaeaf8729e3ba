/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The work on lanes, compiled once for every kind of processor (CUL_LANES_TARGET names it). Every function does what
 * its namesake does for one row in tally/count.c, tally/quality.c and tally/pairs.c; tests hold the two together.
 */
#include "questionnaire/model.h"
#include "tally/lanes.h"
#include "tally/lanes_vector.h"
#include "tally/pairs.h"

#include "culture/answers.h"

enum { TILE = 16, MOST_ITEMS = CUL_LANES_ITEMS, MOST_POINTS = CUL_MAXIMUM_POINTS };

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS int64_t count_bits(uint64_t bits)
{
    return __builtin_popcountll(bits);
}

/* Lanes with an answer: neither missing nor invalid. */
ALWAYS vector is_answer(vector codes)
{
    return (vector)((signs)codes > (signs){0});
}

/* Answers after reversal, from 0; 0 too where there is none. */
ALWAYS vector keyed(vector codes, vector answers, bool reverse, uint8_t points)
{
    return (reverse ? points - codes : codes - 1) & answers;
}

/* Laying out. */

static void lay_plainly(const int16_t *values, int32_t items, const int32_t *rows, int32_t count, int32_t item,
                        int16_t low, uint8_t *lanes)
{
    for (int32_t i = 0; i < count; i++) {
        int16_t value = values[(int64_t)rows[i] * items + item];
        lanes[i] = value == CULTURE_MISSING   ? 0
                   : value == CULTURE_INVALID ? CUL_LANE_INVALID
                                              : (uint8_t)(value - low + 1);
    }
}

#if defined __SSE2__
/* Sixteen answers of one row as bytes. */
ALWAYS __m128i narrow(const int16_t *values, __m128i low, __m128i high)
{
    const __m128i invalid = _mm_set1_epi16(CULTURE_INVALID);
    __m128i first = _mm_loadu_si128((const __m128i *)values), second = _mm_loadu_si128((const __m128i *)(values + 8));
    /* Missing stays below 0 and becomes 0. */
    __m128i bytes = _mm_packus_epi16(_mm_subs_epi16(first, low), _mm_subs_epi16(second, high));
    return _mm_or_si128(bytes, _mm_packs_epi16(_mm_cmpeq_epi16(first, invalid), _mm_cmpeq_epi16(second, invalid)));
}

/* Sixteen rows of sixteen bytes become sixteen items of sixteen lanes: four rounds of shuffling rows i and i + 8. */
ALWAYS void turn(__m128i tile[TILE])
{
    for (int round = 0; round < 4; round++) {
        __m128i next[TILE];
        for (int i = 0; i < TILE / 2; i++) {
            next[2 * i] = _mm_unpacklo_epi8(tile[i], tile[i + 8]);
            next[2 * i + 1] = _mm_unpackhi_epi8(tile[i], tile[i + 8]);
        }
        memcpy(tile, next, sizeof next);
    }
}

static void lay_tiles(const int16_t *values, int32_t items, const int32_t *rows, int32_t from, const int16_t lows[TILE],
                      uint8_t *lanes, size_t stride, int32_t count)
{
    const __m128i low = _mm_loadu_si128((const __m128i *)lows), high = _mm_loadu_si128((const __m128i *)(lows + 8));
    for (int32_t row = 0; row + TILE <= count; row += TILE) {
        __m128i tile[TILE];
        for (int i = 0; i < TILE; i++) {
            tile[i] = narrow(values + (int64_t)rows[row + i] * items + from, low, high);
        }
        turn(tile);
        for (int i = 0; i < TILE; i++) {
            _mm_storeu_si128((__m128i *)(lanes + (size_t)(from + i) * stride + row), tile[i]);
        }
    }
}
#endif

static void lay(const struct cul_lanes_plan *plan, const int16_t *values, const int32_t *rows, int32_t count,
                uint8_t *lanes, size_t stride)
{
    const culture_questionnaire *questionnaire = plan->questionnaire;
    int32_t items = questionnaire->item_count, tiled = 0, done = 0;
#if defined __SSE2__
    /* The last tile overlaps the one before it. */
    for (int32_t from = 0; items >= TILE && tiled < items; from = tiled + TILE <= items ? tiled : items - TILE) {
        int16_t lows[TILE];
        for (int32_t i = 0; i < TILE; i++) {
            lows[i] = (int16_t)(cul_item_scale(questionnaire, from + i)->low - 1);
        }
        lay_tiles(values, items, rows, from, lows, lanes, stride, count);
        tiled = from + TILE;
    }
    done = tiled ? count / TILE * TILE : 0;
#endif
    for (int32_t item = 0; item < items; item++) {
        uint8_t *lane = lanes + (size_t)item * stride;
        int32_t from = item < tiled ? done : 0;
        lay_plainly(values, items, rows + from, count - from, item, (int16_t)cul_item_scale(questionnaire, item)->low,
                    lane + from);
        memset(lane + count, 0, stride - (size_t)count);
    }
}

/* Judging. */

struct run {
    vector longest, answered, reversed, straight;
};

/* The longest run of equal answers in the order of asking, and how many answers there are. */
ALWAYS struct run find_runs(const struct cul_quality_rules *rules, const uint8_t *lanes, size_t stride)
{
    const culture_questionnaire *questionnaire = rules->questionnaire;
    struct run found = {0};
    vector run = {0}, before = {0};
    for (int32_t i = 0; i < rules->asked; i++) {
        int32_t item = rules->order ? rules->order[i] : i;
        vector codes = load(lanes + (size_t)item * stride), answers = is_answer(codes);
        /* Equal codes are equal answers: all scales begin at the same point. */
        run = ((run & (vector)(codes == before)) + 1) & answers;
        found.longest = larger(found.longest, run);
        before = codes;
    }
    for (int32_t item = 0; item < questionnaire->item_count; item++) {
        vector answers = is_answer(load(lanes + (size_t)item * stride));
        found.answered -= answers;
        *(questionnaire->items[item].reverse ? &found.reversed : &found.straight) |= answers;
    }
    return found;
}

struct spread {
    uint16_t sum[VECTOR], squares[VECTOR];
};

ALWAYS void add_bytes(uint16_t *to, vector bytes)
{
    for (int i = 0; i < VECTOR; i++) {
        to[i] = (uint16_t)(to[i] + bytes[i]);
    }
}

/* Sums and squares of all answers, counted from the lowest point. */
ALWAYS void find_spread(const struct cul_lanes_plan *plan, const uint8_t *lanes, size_t stride, struct spread *spread)
{
    uint8_t table[16];
    for (int i = 0; i < 16; i++) {
        table[i] = (uint8_t)(i * i);
    }
    *spread = (struct spread){0};
    int32_t items = plan->questionnaire->item_count, step = 255 / (plan->widest * plan->widest);
    for (int32_t from = 0; from < items; from += step) {
        vector sum = {0}, squares = {0};
        for (int32_t item = from; item < items && item < from + step; item++) {
            vector codes = load(lanes + (size_t)item * stride);
            codes = (codes - 1) & is_answer(codes);
            sum += codes;
            squares += look_up(table, codes);
        }
        add_bytes(spread->sum, sum);
        add_bytes(spread->squares, squares);
    }
}

struct halves {
    uint8_t factors[VECTOR];
    uint16_t odd[VECTOR], even[VECTOR], odd_odd[VECTOR], even_even[VECTOR], both[VECTOR];
};

/* The mean of every other item of a factor in parts of the scale; 0 where none is answered. */
ALWAYS vector half_mean(const struct cul_lanes_plan *plan, int32_t factor, int32_t half, const uint8_t *lanes,
                        size_t stride, uint8_t value[VECTOR])
{
    const struct cul_dimension *of = &plan->questionnaire->dimensions[factor];
    const struct cul_scale *scale = &plan->questionnaire->scales[of->scale];
    uint8_t points = (uint8_t)(scale->high - scale->low + 1), table[16] = {0};
    vector sum = {0}, answered = {0};
    for (int32_t i = half; i < of->item_count; i += 2) {
        vector codes = load(lanes + (size_t)of->items[i] * stride), answers = is_answer(codes);
        sum += keyed(codes, answers, plan->questionnaire->items[of->items[i]].reverse, points);
        answered -= answers;
    }
    for (int32_t i = 1; i <= (of->item_count + 1) / 2; i++) {
        table[i] = (uint8_t)(plan->layout->halves / (i * (points - 1)));
    }
    vector parts = look_up(table, answered);
    for (int i = 0; i < VECTOR; i++) {
        value[i] = (uint8_t)(sum[i] * parts[i]);
    }
    return (vector)(answered > 0);
}

ALWAYS void add_factor(const struct cul_lanes_plan *plan, int32_t factor, const uint8_t *lanes, size_t stride,
                       struct halves *halves)
{
    uint8_t odd[VECTOR], even[VECTOR], known[VECTOR];
    vector answered = half_mean(plan, factor, 0, lanes, stride, odd) & half_mean(plan, factor, 1, lanes, stride, even);
    store(known, answered);
    for (int i = 0; i < VECTOR; i++) {
        uint16_t x = odd[i] & known[i], y = even[i] & known[i];
        halves->factors[i] = (uint8_t)(halves->factors[i] + (known[i] & 1));
        halves->odd[i] = (uint16_t)(halves->odd[i] + x);
        halves->even[i] = (uint16_t)(halves->even[i] + y);
        halves->odd_odd[i] = (uint16_t)(halves->odd_odd[i] + x * x);
        halves->even_even[i] = (uint16_t)(halves->even_even[i] + y * y);
        halves->both[i] = (uint16_t)(halves->both[i] + x * y);
    }
}

/* cul_quality_judge() but for the halves and speed, lane by lane. */
ALWAYS void note_signs(const struct cul_quality_rules *rules, const struct run *run, const struct spread *spread,
                       const struct halves *halves, struct cul_lanes_quality quality)
{
    for (int i = 0; i < VECTOR; i++) {
        int32_t n = run->answered[i], sum = spread->sum[i], longest = run->longest[i];
        int32_t factors = halves->factors[i], x = halves->odd[i], y = halves->even[i];
        int32_t both = factors * halves->both[i] - x * y, one = factors * halves->odd_odd[i] - x * x,
                other = factors * halves->even_even[i] - y * y;
        int32_t consistent = (factors >= CUL_LEAST_FACTORS) & (one > 0) & (other > 0);
        int32_t inconsistent = both < 0;
        int32_t enough = n >= CUL_LEAST_ANSWERS, spreads = (run->reversed[i] & run->straight[i]) != 0;
        int32_t little = 100 * (n * spread->squares[i] - sum * sum) < 9 * n * (n - 1);
        int32_t asked = rules->asked > 0;
        int32_t known = enough << CUL_LONGSTRING | (enough & spreads) << CUL_IRV | consistent << CUL_EVEN_ODD |
                        asked << CUL_ANSWERED;
        int32_t shown = (2 * longest >= rules->asked) << CUL_LONGSTRING | little << CUL_IRV |
                        inconsistent << CUL_EVEN_ODD | (2 * n < rules->asked) << CUL_ANSWERED;
        quality.known[i] = (uint8_t)known;
        quality.shown[i] = (uint8_t)(known & shown);
        quality.answered[i] = (uint8_t)n;
        quality.straight[i] = (uint8_t)(enough & (longest == n));
    }
}

static void judge(const struct cul_quality_rules *rules, const struct cul_lanes_plan *plan, const uint8_t *lanes,
                  size_t stride, struct cul_lanes_quality quality)
{
    for (size_t at = 0; at < stride; at += VECTOR) {
        struct run run = find_runs(rules, lanes + at, stride);
        struct spread spread;
        struct halves halves = {0};
        find_spread(plan, lanes + at, stride, &spread);
        for (int32_t f = 0; f < plan->questionnaire->factor_count; f++) {
            add_factor(plan, f, lanes + at, stride, &halves);
        }
        note_signs(rules, &run, &spread, &halves,
                   (struct cul_lanes_quality){quality.known + at, quality.shown + at, quality.answered + at,
                                              quality.straight + at});
    }
}

/* Counting. */

struct counts {
    int64_t chosen[MOST_ITEMS][MOST_POINTS], invalid[MOST_ITEMS]; /* by code as answered */
    int64_t complete[MOST_ITEMS][MOST_POINTS];                    /* the same on complete rows */
    int64_t sums[MOST_ITEMS * (MOST_POINTS - 1) + 1];             /* complete rows by sum */
    sums favourable, answered;                                    /* products with favourable answers */
};

/* Favourable are as a rule the highest points. */
ALWAYS vector is_liked(vector codes, uint32_t liked, int32_t points)
{
    int lowest = liked ? __builtin_ctz(liked) : points;
    if (liked >> lowest == (UINT32_C(1) << (points - lowest)) - 1) {
        return (vector)((signs)codes >= (signs){0} + (int8_t)lowest);
    }
    vector result = {0};
    for (int32_t c = 0; c < points; c++) {
        result |= liked >> c & 1 ? (vector)(codes == (uint8_t)c) : (vector){0};
    }
    return result;
}

/* What one vector of rows adds; items and points are known to the compiler where they are usual. */
ALWAYS uint64_t count_vector(const culture_questionnaire *questionnaire, const struct cul_dimension *of, int32_t items,
                             int32_t points, const uint8_t *lanes, size_t stride, struct counts *counts, sums *products,
                             vector *answered_out, vector *sum_out)
{
    uint64_t chosen[MOST_ITEMS * MOST_POINTS];
    vector codes[MOST_ITEMS], answered = {0}, sum = {0}, favourable = {0};
    uint32_t liked = questionnaire->scales[of->scale].favourable;
    for (int32_t i = 0; i < items; i++) {
        vector raw = load(lanes + (size_t)of->items[i] * stride), answers = is_answer(raw);
        for (int32_t c = 0; c < points; c++) {
            uint64_t which = where_equal(raw, all((uint8_t)(c + 1)));
            chosen[i * points + c] = which;
            counts->chosen[i][c] += count_bits(which);
        }
        counts->invalid[i] += count_bits(where_equal(raw, all(CUL_LANE_INVALID)));
        codes[i] = keyed(raw, answers, questionnaire->items[of->items[i]].reverse, (uint8_t)points);
        favourable -= is_liked(codes[i], liked, points) & answers;
        sum += codes[i];
        answered -= answers;
    }
    counts->favourable = add_products(counts->favourable, favourable, favourable);
    counts->answered = add_products(counts->answered, favourable, answered);
    *answered_out = answered, *sum_out = sum;
    uint64_t complete = where_equal(answered, all((uint8_t)items));
    for (int32_t c = 0; c <= items * (points - 1); c++) {
        counts->sums[c] += count_bits(where_equal(sum, all((uint8_t)c)) & complete);
    }
    if (items < 2) {
        return complete;
    }
    vector whole = (vector)(answered == (uint8_t)items);
    for (int32_t i = 0; i < items; i++) {
        for (int32_t c = 0; c < points; c++) {
            counts->complete[i][c] += count_bits(chosen[i * points + c] & complete);
        }
        codes[i] &= whole;
    }
    for (int32_t i = 0; i < items; i++) {
        for (int32_t j = i + 1; j < items; j++, products++) {
            *products = add_products(*products, codes[i], codes[j]);
        }
    }
    return complete;
}

/* Rows that are not complete are few: one by one. */
ALWAYS void count_incomplete(const struct cul_layout_dimension *at, uint64_t incomplete, const uint8_t *answered,
                             const uint8_t *sum, int64_t *cells)
{
    for (; incomplete; incomplete &= incomplete - 1) {
        int lane = __builtin_ctzll(incomplete);
        cells[cul_layout_histogram(at, answered[lane]) + sum[lane]]++;
    }
}

static void add_counts(const struct cul_lanes_plan *plan, int32_t d, const struct counts *counts, const sums *products,
                       int64_t *cells)
{
    const culture_questionnaire *questionnaire = plan->questionnaire;
    const struct cul_dimension *of = &questionnaire->dimensions[d];
    const struct cul_layout_dimension *at = &plan->layout->dimensions[d];
    int64_t *histogram = cells + cul_layout_histogram(at, at->items), *complete = cells + at->counts;
    for (int32_t i = 0; i < at->items; i++) {
        int64_t *item = cells + plan->layout->items[of->items[i]];
        bool reverse = questionnaire->items[of->items[i]].reverse;
        for (int32_t c = 0; c < at->points; c++) {
            item[c] += counts->chosen[i][c];
            if (at->items > 1) {
                complete[i * at->points + (reverse ? at->points - 1 - c : c)] += counts->complete[i][c];
            }
        }
        item[at->points] += counts->invalid[i];
    }
    for (int32_t sum = 0; sum <= at->items * (at->points - 1); sum++) {
        histogram[sum] += counts->sums[sum];
    }
    for (int32_t pair = 0; pair < at->items * (at->items - 1) / 2; pair++) {
        cells[at->products + (size_t)pair] += total(products[pair]);
    }
    cells[at->favourable + CUL_FAVOURABLE_SQUARES] += total(counts->favourable);
    cells[at->favourable + CUL_FAVOURABLE_ANSWERED] += total(counts->answered);
}

/* The counts of a dimension but its scores; items and points as the compiler may know them. */
ALWAYS void count_shape(const struct cul_lanes_plan *plan, int32_t d, int32_t items, int32_t points,
                        const uint8_t *lanes, size_t stride, uint8_t *answered, uint8_t *sum, int64_t *cells)
{
    const struct cul_dimension *of = &plan->questionnaire->dimensions[d];
    struct counts counts;
    sums products[MOST_ITEMS * (MOST_ITEMS - 1) / 2 + 1];
    for (int32_t i = 0; i < items; i++) {
        memset(counts.chosen[i], 0, (size_t)points * sizeof *counts.chosen[i]);
        memset(counts.complete[i], 0, (size_t)points * sizeof *counts.complete[i]);
        counts.invalid[i] = 0;
    }
    memset(counts.sums, 0, (size_t)(items * (points - 1) + 1) * sizeof *counts.sums);
    memset(products, 0, (size_t)(items * (items - 1) / 2 + 1) * sizeof *products);
    counts.favourable = counts.answered = (sums){0};
    for (size_t from = 0; from < stride; from += VECTOR) {
        vector given, together;
        uint64_t complete = count_vector(plan->questionnaire, of, items, points, lanes + from, stride, &counts,
                                         products, &given, &together);
        store(answered + from, given);
        store(sum + from, together);
        uint64_t none = where_equal(given, (vector){0}),
                 every = VECTOR == 64 ? ~UINT64_C(0) : (UINT64_C(1) << VECTOR % 64) - 1;
        count_incomplete(&plan->layout->dimensions[d], every & ~none & ~complete, answered + from, sum + from, cells);
    }
    add_counts(plan, d, &counts, products, cells);
}

static void count_dimension(const struct cul_lanes_plan *plan, int32_t d, const uint8_t *lanes, size_t stride,
                            uint8_t *answered, uint8_t *sum, int64_t *cells)
{
    const struct cul_layout_dimension *at = &plan->layout->dimensions[d];
    if (at->points == 5 && at->items == 6) {
        count_shape(plan, d, 6, 5, lanes, stride, answered, sum, cells);
    } else if (at->points == 5 && at->items == 5) {
        count_shape(plan, d, 5, 5, lanes, stride, answered, sum, cells);
    } else if (at->points == 5 && at->items == 4) {
        count_shape(plan, d, 4, 5, lanes, stride, answered, sum, cells);
    } else if (at->points == 5 && at->items == 1) {
        count_shape(plan, d, 1, 5, lanes, stride, answered, sum, cells);
    } else {
        count_shape(plan, d, at->items, at->points, lanes, stride, answered, sum, cells);
    }
}

/* Scores in whole units, from answers and sums. */
static void find_scores(const struct cul_lanes_plan *plan, int32_t d, size_t stride, struct cul_lanes_scratch scratch)
{
    const struct cul_layout_dimension *at = &plan->layout->dimensions[d];
    int16_t parts[MOST_ITEMS + 1] = {0}; /* of one code */
    for (int32_t answered = at->needed; answered <= at->items; answered++) {
        parts[answered] = (int16_t)(plan->layout->unit / (answered * (at->points - 1)));
    }
    for (size_t i = 0; i < stride; i++) {
        scratch.scored[i] = scratch.answered[i] >= at->needed ? 255 : 0;
        scratch.scores[i] = (int16_t)(scratch.sums[i] * parts[at->items]);
    }
    for (size_t from = 0; from < stride; from += VECTOR) {
        uint64_t rest = ~where_equal(load(scratch.answered + from), all((uint8_t)at->items));
        for (rest &= VECTOR == 64 ? ~UINT64_C(0) : (UINT64_C(1) << VECTOR % 64) - 1; rest; rest &= rest - 1) {
            size_t lane = from + (size_t)__builtin_ctzll(rest);
            scratch.scores[lane] = (int16_t)(scratch.sums[lane] * parts[scratch.answered[lane]]);
        }
    }
}

ALWAYS struct cul_lanes_scratch scratch_of(struct cul_lanes_scratch scratch, int32_t d, size_t stride)
{
    size_t from = (size_t)d * stride;
    return (struct cul_lanes_scratch){scratch.answered + from, scratch.sums + from, scratch.scored + from,
                                      scratch.scores + from};
}

/* The plan allows no unit of which a score or its square needs a second limb. */
static void count_difference(const struct cul_lanes_plan *plan, const struct cul_lanes_scratch *one,
                             const struct cul_lanes_scratch *base, size_t stride, int64_t *cells)
{
    int64_t n = 0, above = 0, sum = 0, squares = 0;
    for (size_t i = 0; i < stride; i++) {
        int32_t both = one->scored[i] & base->scored[i] & 1, difference = (one->scores[i] - base->scores[i]) * both;
        n += both;
        above += difference > 0;
        sum += difference;
        squares += difference * difference;
    }
    cells[CUL_DIFFERENCE_RESPONDENTS] += n;
    cells[CUL_DIFFERENCE_ABOVE] += above;
    cells[CUL_DIFFERENCE_SUM] += n * plan->layout->unit + sum;
    cells[CUL_DIFFERENCE_SQUARES] += squares;
}

ALWAYS int64_t sum_of_products(const int16_t *a, const int16_t *b, size_t stride, int64_t most)
{
    int64_t result = 0;
    const size_t step = VECTOR / 2, room = (size_t)(INT32_MAX / (2 * most)); /* terms a sum can take */
    for (size_t from = 0; from < stride;) {
        sums sum = {0};
        size_t end = stride - from > room * step ? from + room * step : stride;
        for (; from < end; from += step) {
            shorts x, y;
            memcpy(&x, a + from, sizeof x);
            memcpy(&y, b + from, sizeof y);
            sum = add_long_products(sum, x, y);
        }
        result += total(sum);
    }
    return result;
}

/* The scores on one dimension of those who have none on the other. */
ALWAYS int64_t sum_without(const struct cul_lanes_scratch *of, const struct cul_lanes_scratch *other, size_t stride)
{
    int64_t sum = 0;
    for (size_t from = 0; from < stride; from += VECTOR) {
        vector lacks = ~load(other->scored + from) & load(of->scored + from);
        uint64_t which = where_equal(lacks, all(255));
        for (; which; which &= which - 1) {
            sum += of->scores[from + (size_t)__builtin_ctzll(which)];
        }
    }
    return sum;
}

ALWAYS int64_t scored_on_both(const struct cul_lanes_scratch *one, const struct cul_lanes_scratch *other, size_t stride)
{
    int64_t n = 0;
    for (size_t from = 0; from < stride; from += VECTOR) {
        n += count_bits(where_equal(load(one->scored + from) & load(other->scored + from), all(255)));
    }
    return n;
}

static void count_pairs(const struct cul_lanes_plan *plan, size_t stride, struct cul_lanes_scratch scratch,
                        int64_t *cells)
{
    const struct cul_layout *layout = plan->layout;
    int64_t sums_of[CUL_LANES_DIMENSIONS] = {0}, n[CUL_LANES_DIMENSIONS] = {0};
    for (int32_t d = 0; d < layout->paired; d++) {
        struct cul_lanes_scratch at = scratch_of(scratch, d, stride);
        n[d] = scored_on_both(&at, &at, stride);
        for (size_t i = 0; i < stride; i++) {
            sums_of[d] += at.scores[i];
        }
    }
    int64_t *into = cells + layout->products;
    for (int32_t f = 0; f < layout->paired; f++) {
        struct cul_lanes_scratch one = scratch_of(scratch, f, stride);
        for (int32_t g = f + 1; g < layout->paired; g++, into += CUL_PRODUCT_CELLS) {
            struct cul_lanes_scratch other = scratch_of(scratch, g, stride);
            int64_t both = scored_on_both(&one, &other, stride);
            if (!both) {
                continue;
            }
            into[CUL_PRODUCT_RESPONDENTS] += both;
            into[CUL_PRODUCT_FIRST] += sums_of[f] - (both < n[f] ? sum_without(&one, &other, stride) : 0);
            into[CUL_PRODUCT_SECOND] += sums_of[g] - (both < n[g] ? sum_without(&other, &one, stride) : 0);
            into[CUL_PRODUCT_BOTH] += sum_of_products(one.scores, other.scores, stride, layout->unit * layout->unit);
        }
    }
}

static void count_quality(const struct cul_lanes_plan *plan, int32_t count, struct cul_lanes_quality quality,
                          int64_t *cells)
{
    int64_t *at = cells + plan->layout->quality;
    int64_t sets[2][256] = {{0}};
    for (int32_t i = 0; i < count; i++) {
        sets[0][quality.shown[i]]++;
        sets[1][quality.known[i]]++;
        at[CUL_QUALITY_STRAIGHT] += quality.straight[i];
        at[CUL_QUALITY_ANSWERED + quality.answered[i]]++;
    }
    for (int32_t set = 0; set < 1 << CUL_SIGNS; set++) {
        at[CUL_QUALITY_FLAGGED] += plan->flagged[set] ? sets[0][set] : 0;
        for (int32_t sign = 0; sign < CUL_SIGNS && (sets[0][set] || sets[1][set]); sign++) {
            at[CUL_QUALITY_SHOWN + sign] += set >> sign & 1 ? sets[0][set] : 0;
            at[CUL_QUALITY_KNOWN + sign] += set >> sign & 1 ? sets[1][set] : 0;
        }
    }
}

static void count(const struct cul_lanes_plan *plan, const uint8_t *lanes, size_t stride, int32_t rows,
                  struct cul_lanes_quality quality, struct cul_lanes_scratch *scratch, int64_t *cells)
{
    const struct cul_layout *layout = plan->layout;
    cells[CUL_LAYOUT_RESPONDENTS] += rows;
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        struct cul_lanes_scratch at = scratch_of(*scratch, d, stride);
        count_dimension(plan, d, lanes, stride, at.answered, at.sums, cells);
        find_scores(plan, d, stride, at);
    }
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        if (layout->dimensions[d].base >= 0) {
            struct cul_lanes_scratch one = scratch_of(*scratch, d, stride);
            struct cul_lanes_scratch base = scratch_of(*scratch, layout->dimensions[d].base, stride);
            count_difference(plan, &one, &base, stride, cells + layout->dimensions[d].difference);
        }
    }
    count_pairs(plan, stride, *scratch, cells);
    count_quality(plan, rows, quality, cells);
}

#define JOIN(name, target) name##target
#define NAME(name, target) JOIN(name, target)
#define TEXT(target) #target
#define TARGET_NAME(target) TEXT(target)

const struct cul_lanes_target NAME(cul_lanes_, CUL_LANES_TARGET) = {
    .name = TARGET_NAME(CUL_LANES_TARGET), .lay = lay, .judge = judge, .count = count};
