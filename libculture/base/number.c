/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "base/number.h"

#include "base/shortest.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The C locale as an object: conversions with it see no other locale. glibc and musl keep it as a constant. */
static locale_t c_locale(void)
{
    return newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static double parse_text(const char *text)
{
    locale_t locale = c_locale();
    double number = strtod_l(text, NULL, locale);
    freelocale(locale);
    return number;
}

/* 15 digits always survive a round trip as decimals, 17 always suffice for a double. */
static void format_digits(double number, char *text, size_t size)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, size, "%.*g", digits, number);
        if (digits == 17 || strtod_l(text, NULL, uselocale((locale_t)0)) == number) {
            return;
        }
    }
}

/* "1e+20" and "1e-07" become "1e20" and "1e-7". */
static size_t tidy_exponent(char *text)
{
    char *e = strchr(text, 'e');
    if (!e) {
        return strlen(text);
    }
    char *from = e + 1, *to = e + 1;
    if (*from == '-') {
        from++, to++;
    } else if (*from == '+') {
        from++;
    }
    while (*from == '0') {
        from++;
    }
    memmove(to, from, strlen(from) + 1);
    return strlen(text);
}

size_t cul_number_format(double number, char text[CUL_NUMBER_SIZE])
{
    if (number == 0) {
        number = 0; /* no "-0" in an output */
    }
    if (number == nearbyint(number) && fabs(number) < 1e15) {
        return cul_number_format_whole((int64_t)number, text);
    }
    size_t length = cul_shortest_format(number, text);
    if (length) {
        return length;
    }
    locale_t locale = c_locale(), before = uselocale(locale);
    format_digits(number, text, CUL_NUMBER_SIZE);
    uselocale(before);
    freelocale(locale);
    return tidy_exponent(text);
}

size_t cul_number_format_whole(int64_t number, char text[CUL_NUMBER_SIZE])
{
    char digits[24];
    size_t count = 0, length = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0) {
        text[length++] = '-';
    }
    while (count) {
        text[length++] = digits[--count];
    }
    text[length] = '\0';
    return length;
}

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

double cul_number_round(double number, double steps_per_unit)
{
    return round(number * steps_per_unit) / steps_per_unit;
}

size_t cul_number_format_fixed(double number, int decimals, char text[CUL_NUMBER_SIZE])
{
    int64_t scaled = (int64_t)round(number * powers[decimals]), unit = (int64_t)powers[decimals];
    size_t length = 0;
    if (scaled < 0) {
        text[length++] = '-';
        scaled = -scaled;
    }
    length += cul_number_format_whole(scaled / unit, text + length);
    if (decimals) {
        char fraction[CUL_NUMBER_SIZE];
        /* unit + fraction keeps the leading zeros: 100 + 5 is "105", of which the "1" becomes the point. */
        cul_number_format_whole(unit + scaled % unit, fraction);
        fraction[0] = '.';
        memcpy(text + length, fraction, (size_t)decimals + 2);
        length += (size_t)decimals + 1;
    }
    return length;
}

static size_t digits_at(const char *text, size_t length, size_t at)
{
    size_t start = at;
    while (at < length && text[at] >= '0' && text[at] <= '9') {
        at++;
    }
    return at - start;
}

/* sign? digits (. digits)? (e sign? digits)?, with a digit on at least one side of the point */
static _Bool is_number(const char *text, size_t length)
{
    size_t at = length && (text[0] == '-' || text[0] == '+');
    size_t whole = digits_at(text, length, at), fraction = 0;
    at += whole;
    if (at < length && text[at] == '.') {
        fraction = digits_at(text, length, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0) {
        return 0;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        at += at < length && (text[at] == '-' || text[at] == '+');
        size_t exponent = digits_at(text, length, at);
        if (!exponent) {
            return 0;
        }
        at += exponent;
    }
    return at == length;
}

/*
 * Few digits and a small power of ten are both doubles exactly, so that their quotient is rounded once, and rightly
 * (Clinger 1990). False: not that simple.
 */
static _Bool parse_simple(const char *text, size_t length, double *number)
{
    size_t at = text[0] == '-' || text[0] == '+', decimals = 0;
    uint64_t digits = 0;
    _Bool point = 0;
    if (length > 16) {
        return 0;
    }
    for (; at < length; at++) {
        if (text[at] == '.') {
            point = 1;
        } else if (text[at] >= '0' && text[at] <= '9') {
            digits = digits * 10 + (uint64_t)(text[at] - '0');
            decimals += point;
        } else {
            return 0;
        }
    }
    if (digits > (uint64_t)1 << 53 || decimals >= sizeof powers / sizeof *powers) {
        return 0;
    }
    *number = (double)digits / powers[decimals] * (text[0] == '-' ? -1 : 1);
    return 1;
}

_Bool cul_number_parse(const char *text, size_t length, double *number)
{
    char copy[512];
    if (length >= sizeof copy || !is_number(text, length)) {
        return 0;
    }
    if (parse_simple(text, length, number)) {
        return 1;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    double value = parse_text(copy);
    if (!isfinite(value)) {
        return 0;
    }
    *number = value;
    return 1;
}

_Bool cul_number_parse_whole(const char *text, size_t length, int64_t *number)
{
    size_t at = length && (text[0] == '-' || text[0] == '+');
    _Bool negative = at && text[0] == '-';
    if (at == length) {
        return 0;
    }
    int64_t value = 0;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') {
            return 0;
        }
        int64_t digit = text[at] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value)) {
            return 0;
        }
    }
    *number = value;
    return 1;
}
