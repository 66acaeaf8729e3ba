/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/shortest.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { MOST_DIGITS = 17, MOST_SCALE = 27 };

static const uint64_t powers_of_five[MOST_SCALE + 1] = {1u,
                                                        5u,
                                                        25u,
                                                        125u,
                                                        625u,
                                                        3125u,
                                                        15625u,
                                                        78125u,
                                                        390625u,
                                                        1953125u,
                                                        9765625u,
                                                        48828125u,
                                                        244140625u,
                                                        1220703125u,
                                                        6103515625u,
                                                        30517578125u,
                                                        152587890625u,
                                                        762939453125u,
                                                        3814697265625u,
                                                        19073486328125u,
                                                        95367431640625u,
                                                        476837158203125u,
                                                        2384185791015625u,
                                                        11920928955078125u,
                                                        59604644775390625u,
                                                        298023223876953125u,
                                                        1490116119384765625u,
                                                        7450580596923828125u};
static const uint64_t steps[3] = {100, 10, 1}; /* between numbers of 15, 16 and 17 digits, in the 17th */

/* A number times 10^scale is product / 2^shift, exactly; seventeen digits stand before its point. */
struct scaled {
    uint64_t mantissa, five;
    wide product;
    int32_t scale, shift;
};

static struct scaled scale_to(uint64_t mantissa, int32_t exponent, int32_t power)
{
    int32_t scale = MOST_DIGITS - 1 - power;
    uint64_t five = powers_of_five[scale];
    return (struct scaled){mantissa, five, (wide)mantissa * five, scale, -(exponent + scale)};
}

/* The nearest multiple of a step, in steps; the even one of two that are as near. */
static uint64_t nearest(const struct scaled *of, uint64_t step)
{
    uint64_t whole = (uint64_t)(of->product >> of->shift), count = whole / step;
    wide rest = ((wide)(whole % step) << of->shift) + (of->product & (((wide)1 << of->shift) - 1));
    wide twice = 2 * rest, all = (wide)step << of->shift;
    return count + (twice > all || (twice == all && count % 2));
}

/* Whether a decimal reads back: it lies no farther than halfway to the next double, which rounds to the even one. */
static bool reads_back(const struct scaled *of, uint64_t decimal)
{
    wide there = (wide)decimal << of->shift;
    bool below = there < of->product;
    wide twice = 2 * (below ? of->product - there : there - of->product);
    if (below && of->mantissa == (uint64_t)1 << 52) {
        return 2 * twice <= of->five; /* the doubles below a power of two lie half as far apart */
    }
    return twice < of->five || (twice == of->five && of->mantissa % 2 == 0);
}

/* The digits without zeros at their end; how many. */
static size_t write_digits(uint64_t number, char digits[MOST_DIGITS + 3])
{
    char backward[MOST_DIGITS + 3];
    size_t count = 0;
    while (number % 10 == 0) {
        number /= 10;
    }
    for (; number; number /= 10) {
        backward[count++] = (char)('0' + number % 10);
    }
    for (size_t i = 0; i < count; i++) {
        digits[i] = backward[count - 1 - i];
    }
    return count;
}

/* As %g places the point: "123.4", "0.00012", "1.2e-05", of which the last becomes "1.2e-5". */
static size_t write_text(const char *digits, size_t count, int32_t power, char *text)
{
    size_t length = 0;
    if (power >= 0) {
        size_t before = (size_t)power + 1;
        memcpy(text, digits, before);
        text[before] = '.';
        memcpy(text + before + 1, digits + before, count - before);
        return count + 1;
    }
    if (power >= -4) {
        memcpy(text, "0.0000", 6);
        length = (size_t)(1 - power);
        memcpy(text + length, digits, count);
        return length + count;
    }
    text[length++] = digits[0];
    if (count > 1) {
        text[length++] = '.';
        memcpy(text + length, digits + 1, count - 1);
        length += count - 1;
    }
    text[length++] = 'e';
    text[length++] = '-';
    if (power <= -10) {
        text[length++] = '1';
    }
    text[length++] = (char)('0' - power % 10);
    return length;
}

size_t cul_shortest_format(double number, char *text)
{
    double size = fabs(number);
    uint64_t bits;
    memcpy(&bits, &size, sizeof bits);
    if (!(size >= 1e-10 && size < 1e15)) {
        return 0;
    }
    int32_t exponent = (int32_t)(bits >> 52) - 1075;
    uint64_t mantissa = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52;
    /* log10(2) is 0.30103; what 2^(exponent + 52) says of the power of ten is right, or one too small. */
    int32_t power = (int32_t)floor((exponent + 52) * 0.30102999566398120);
    struct scaled of = scale_to(mantissa, exponent, power);
    if ((of.product >> of.shift) >= 100000000000000000u) {
        of = scale_to(mantissa, exponent, ++power);
    }
    size_t tried = 0;
    uint64_t found = nearest(&of, steps[0]);
    while (!reads_back(&of, found * steps[tried]) && tried < 2) {
        found = nearest(&of, steps[++tried]);
    }
    power += found * steps[tried] == 100000000000000000u;
    char digits[MOST_DIGITS + 3];
    size_t count = write_digits(found, digits), sign = number < 0;
    text[0] = '-';
    size_t length = sign + write_text(digits, count, power, text + sign);
    text[length] = '\0';
    return length;
}
