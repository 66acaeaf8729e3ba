/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laying out and counting lanes, compiled once for every kind of processor (CUL_TARGET names it). Every function does
 * what its namesake does for one row in tally/count.c and tally/pairs.c; tests hold the two together.
 */
#include "questionnaire/model.h"
#include "tally/lanes.h"
#include "tally/lanes_vector.h"
#include "tally/pairs.h"

enum { TILE = 16, MOST_ITEMS = CUL_LANES_ITEMS, MOST_POINTS = CUL_MAXIMUM_POINTS };

ALWAYS int64_t count_bits(uint64_t bits)
{
    return __builtin_popcountll(bits);
}

/* Answers after reversal, from 0; 0 too where there is none. */
ALWAYS vector keyed(vector codes, vector answers, bool reverse, uint8_t points)
{
    return (reverse ? points - codes : codes - 1) & answers;
}

/* Laying out. */

/* Sixteen rows of items become items of sixteen lanes, in every 16 bytes: four rounds of shuffling rows i and i + 8. */
ALWAYS void turn(vector tile[TILE])
{
    for (int round = 0; round < 4; round++) {
        vector next[TILE];
        for (int i = 0; i < TILE / 2; i++) {
            next[2 * i] = interleave_low(tile[i], tile[i + 8]);
            next[2 * i + 1] = interleave_high(tile[i], tile[i + 8]);
        }
        memcpy(tile, next, sizeof next);
    }
}

static void lay(const uint8_t *codes, size_t width, const int32_t *rows, int32_t count, int32_t items, uint8_t *lanes,
                size_t stride)
{
    for (int32_t at = 0; at < (int32_t)stride; at += TILE) {
        for (int32_t from = 0; from < items; from += VECTOR) {
            vector tile[TILE];
            for (int i = 0; i < TILE; i++) {
                tile[i] = at + i < count ? load(codes + (size_t)rows[at + i] * width + from) : (vector){0};
            }
            turn(tile);
            for (int32_t part = 0; part < VECTOR / TILE; part++) {
                int32_t first = from + part * TILE, left = items - first < TILE ? items - first : TILE;
                for (int32_t i = 0; i < left; i++) {
                    memcpy(lanes + (size_t)(first + i) * stride + at, (uint8_t *)&tile[i] + part * TILE, TILE);
                }
            }
        }
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
        counts->invalid[i] += count_bits(where_equal(raw, all(CUL_CODE_INVALID)));
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
ALWAYS void count_incomplete(const size_t histogram[MOST_ITEMS + 1], uint64_t incomplete, const uint8_t *answered,
                             const uint8_t *sum, int64_t *cells)
{
    for (; incomplete; incomplete &= incomplete - 1) {
        int lane = __builtin_ctzll(incomplete);
        cells[histogram[answered[lane]] + sum[lane]]++;
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
    size_t histogram[MOST_ITEMS + 1] = {0};
    for (int32_t answered_items = 1; answered_items < items; answered_items++) {
        histogram[answered_items] = cul_layout_histogram(&plan->layout->dimensions[d], answered_items);
    }
    for (size_t from = 0; from < stride; from += VECTOR) {
        vector given, together;
        uint64_t complete = count_vector(plan->questionnaire, of, items, points, lanes + from, stride, &counts,
                                         products, &given, &together);
        store(answered + from, given);
        store(sum + from, together);
        uint64_t none = where_equal(given, (vector){0}),
                 every = VECTOR == 64 ? ~UINT64_C(0) : (UINT64_C(1) << VECTOR % 64) - 1;
        count_incomplete(histogram, every & ~none & ~complete, answered + from, sum + from, cells);
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

/* Scores in whole units, from answers and sums: codes count for as many units as their number asks for. */
static void find_scores(const struct cul_lanes_plan *plan, int32_t d, size_t stride, struct cul_lanes_scratch scratch)
{
    const struct cul_layout_dimension *at = &plan->layout->dimensions[d];
    int16_t parts[MOST_ITEMS + 1] = {0};
    uint8_t table[2][16] = {{0}}; /* their lower and upper bytes, where numbers of answers are below 16 */
    for (int32_t answered = at->needed; answered <= at->items; answered++) {
        parts[answered] = (int16_t)(plan->layout->unit / (answered * (at->points - 1)));
        table[0][answered & 15] = (uint8_t)(parts[answered] & 255);
        table[1][answered & 15] = (uint8_t)(parts[answered] >> 8);
    }
    for (size_t from = 0; from < stride; from += VECTOR) {
        vector answered = load(scratch.answered + from);
        store(scratch.scored + from, (vector)(answered >= (uint8_t)at->needed));
        if (at->items < 16) {
            uint8_t low[VECTOR], high[VECTOR];
            store(low, look_up(table[0], answered));
            store(high, look_up(table[1], answered));
            for (int i = 0; i < VECTOR; i++) {
                scratch.scores[from + (size_t)i] = (int16_t)(scratch.sums[from + (size_t)i] * (low[i] | high[i] << 8));
            }
        } else {
            for (size_t i = from; i < from + VECTOR; i++) {
                scratch.scores[i] = (int16_t)(scratch.sums[i] * parts[scratch.answered[i]]);
            }
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

/* Adds up products of the scores on one dimension with those on up to four others, which follow one another. */
ALWAYS void add_score_products(const int16_t *one, const int16_t *other, int32_t others, size_t stride, int64_t most,
                               int64_t *result)
{
    const size_t step = VECTOR / 2, room = (size_t)(INT32_MAX / (2 * most)); /* terms a sum can take */
    for (size_t from = 0; from < stride;) {
        sums sum[4] = {{0}};
        size_t end = stride - from > room * step ? from + room * step : stride;
        for (; from < end; from += step) {
            shorts x, y;
            memcpy(&x, one + from, sizeof x);
            for (int32_t g = 0; g < others; g++) {
                memcpy(&y, other + (size_t)g * stride + from, sizeof y);
                sum[g] = add_long_products(sum[g], x, y);
            }
        }
        for (int32_t g = 0; g < others; g++) {
            result[g] += total(sum[g]);
        }
    }
}

/* The rows without a score on one of the dimensions that are paired. Returns how many there are. */
ALWAYS int32_t find_gaps(const struct cul_lanes_scratch *scratch, int32_t paired, size_t stride, int32_t count,
                         int32_t rows[CUL_LANES_ROWS])
{
    int32_t found = 0;
    for (int32_t from = 0; from < count; from += VECTOR) {
        vector scored = all(255);
        for (int32_t d = 0; d < paired; d++) {
            scored &= load(scratch->scored + (size_t)d * stride + from);
        }
        for (uint64_t which = where_equal(scored, (vector){0}); which; which &= which - 1) {
            int32_t row = from + __builtin_ctzll(which);
            rows[found] = row;
            found += row < count;
        }
    }
    return found;
}

/* What a pair of dimensions adds but the products: everybody's, less what those take away who have no score on both. */
ALWAYS void count_pair(struct cul_lanes_scratch one, struct cul_lanes_scratch other, int64_t count, int64_t sum,
                       int64_t other_sum, const int32_t *gaps, int32_t gap_count, int64_t *cells)
{
    for (int32_t i = 0; i < gap_count; i++) {
        int32_t row = gaps[i];
        count -= (one.scored[row] & other.scored[row]) == 0;
        sum -= other.scored[row] ? 0 : one.scores[row];
        other_sum -= one.scored[row] ? 0 : other.scores[row];
    }
    cells[CUL_PRODUCT_RESPONDENTS] += count;
    cells[CUL_PRODUCT_FIRST] += sum;
    cells[CUL_PRODUCT_SECOND] += other_sum;
}

static void count_pairs(const struct cul_lanes_plan *plan, size_t stride, int32_t count,
                        struct cul_lanes_scratch scratch, int64_t *cells)
{
    const struct cul_layout *layout = plan->layout;
    int64_t sums_of[CUL_LANES_DIMENSIONS] = {0}, most = layout->unit * layout->unit;
    int32_t gaps[CUL_LANES_ROWS + 1], gap_count = find_gaps(&scratch, layout->paired, stride, count, gaps);
    int16_t ones[CUL_LANES_ROWS];
    for (size_t i = 0; i < stride; i++) {
        ones[i] = 1;
    }
    for (int32_t d = 0; d < layout->paired; d++) {
        add_score_products(ones, scratch_of(scratch, d, stride).scores, 1, stride, most, &sums_of[d]);
    }
    int64_t *into = cells + layout->products;
    for (int32_t f = 0; f < layout->paired; f++) {
        struct cul_lanes_scratch one = scratch_of(scratch, f, stride);
        int64_t products[CUL_LANES_DIMENSIONS + 4] = {0};
        for (int32_t g = f + 1; g < layout->paired; g += 4) {
            int32_t left = layout->paired - g;
            const int16_t *others = scratch_of(scratch, g, stride).scores;
            if (left >= 4) { /* told to the compiler, which keeps four sums in registers */
                add_score_products(one.scores, others, 4, stride, most, products + g);
            } else {
                add_score_products(one.scores, others, left, stride, most, products + g);
            }
        }
        for (int32_t g = f + 1; g < layout->paired; g++, into += CUL_PRODUCT_CELLS) {
            count_pair(one, scratch_of(scratch, g, stride), count, sums_of[f], sums_of[g], gaps, gap_count, into);
            into[CUL_PRODUCT_BOTH] += products[g];
        }
    }
}

/* Adds to a count for each value how many lanes have it; usually that are a few values. */
ALWAYS void count_values(const uint8_t *lanes, int32_t count, int64_t *counts)
{
    for (int32_t from = 0; from < count; from += VECTOR) {
        int32_t left = count - from;
        uint64_t rest = left < VECTOR ? (UINT64_C(1) << left) - 1
                                      : (VECTOR == 64 ? ~UINT64_C(0) : (UINT64_C(1) << VECTOR % 64) - 1);
        vector values = load(lanes + from);
        while (rest) {
            uint8_t value = lanes[from + __builtin_ctzll(rest)];
            uint64_t which = where_equal(values, all(value)) & rest;
            counts[value] += count_bits(which);
            rest &= ~which;
        }
    }
}

static void count_quality(const struct cul_lanes_plan *plan, int32_t count, struct cul_lanes_quality quality,
                          int64_t *cells)
{
    int64_t *at = cells + plan->layout->quality;
    int64_t shown[1 << CUL_SIGNS] = {0}, known[1 << CUL_SIGNS] = {0}, straight[2] = {0};
    count_values(quality.shown, count, shown);
    count_values(quality.known, count, known);
    count_values(quality.straight, count, straight);
    count_values(quality.answered, count, at + CUL_QUALITY_ANSWERED);
    at[CUL_QUALITY_STRAIGHT] += straight[1];
    for (int32_t set = 0; set < 1 << CUL_SIGNS; set++) {
        at[CUL_QUALITY_FLAGGED] += plan->flagged[set] ? shown[set] : 0;
        for (int32_t sign = 0; sign < CUL_SIGNS && (shown[set] || known[set]); sign++) {
            at[CUL_QUALITY_SHOWN + sign] += set >> sign & 1 ? shown[set] : 0;
            at[CUL_QUALITY_KNOWN + sign] += set >> sign & 1 ? known[set] : 0;
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
    count_pairs(plan, stride, rows, *scratch, cells);
    count_quality(plan, rows, quality, cells);
}

const struct cul_lanes_target CUL_TARGET_OF(lanes) = {
    .name = CUL_TARGET_TEXT(CUL_TARGET), .lay = lay, .judge = CUL_TARGET_OF(lanes_judge), .count = count};
