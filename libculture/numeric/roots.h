/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_ROOTS_H
#define CUL_NUMERIC_ROOTS_H

/*
 * A root of f between low and high, where f changes sign: bisection with inverse quadratic steps (Chandrupatla 1997),
 * to the last bits of x. NaN when the ends have the same sign or f gives NaN there.
 */
double cul_root(double (*f)(double x, const void *context), const void *context, double low, double high);

#endif
