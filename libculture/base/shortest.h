/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_SHORTEST_H
#define CUL_BASE_SHORTEST_H

/*
 * The shortest decimal text of a double in whole numbers: 128 bits hold numbers of everyday size times a power of ten
 * exactly, so every digit, every rounding and the way back are certain. What comes out is what printf's %.15g, %.16g or
 * %.17g gives, the first that reads back.
 */
#include <stddef.h>

/*
 * Writes a finite number that is not whole, with 1e-10 <= |number| < 1e15; at most 32 bytes and a NUL. Returns the
 * length; 0: the number is not of that size.
 */
size_t cul_shortest_format(double number, char *text);

#endif
