/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_NUMBER_H
#define CUL_BASE_NUMBER_H

/* Numbers to text and back, the same in every locale. */
#include <stddef.h>
#include <stdint.h>

enum { CUL_NUMBER_SIZE = 40 }; /* room for any number and its NUL */

/* The shortest decimal text that reads back to the same finite double ("0.1", "1e-7"); returns its length. */
size_t cul_number_format(double number, char text[CUL_NUMBER_SIZE]);

/* With 0-9 decimals, rounded half away from zero after the shortest form, for |number| < 1e15. */
size_t cul_number_format_fixed(double number, int decimals, char text[CUL_NUMBER_SIZE]);

size_t cul_number_format_whole(int64_t number, char text[CUL_NUMBER_SIZE]);

/* The whole text must be a number with a decimal point ("-1.5e3"): false for anything else, infinities and NaN
 * included. */
_Bool cul_number_parse(const char *text, size_t length, double *number);

/* The whole text must be a whole number within int64: "+3", "-12". */
_Bool cul_number_parse_whole(const char *text, size_t length, int64_t *number);

/* number rounded to a multiple of step, half away from zero (step 0.1: exact decimals such as 61.2). */
double cul_number_round(double number, double steps_per_unit);

#endif
