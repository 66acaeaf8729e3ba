/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_ROOTS_H
#define CUL_NUMERIC_ROOTS_H

/*
 * A root of f between low and high, where f changes sign: bisection with inverse quadratic steps (Chandrupatla 1997),
 * to the last bits of x. NaN when the ends have the same sign or f gives NaN there.
 */
double cul_root(double (*f)(double x, const void *context), const void *context, double low, double high);

/*
 * From Newton's step towards a quantile a better one: the inverse's series to the third power, which leaves out what is
 * of the fourth. slope and curve are the first two derivatives of the density, over the density.
 */
static inline double cul_inverse_step(double newton, double slope, double curve)
{
    return newton * (1 - newton * (slope / 2 - newton * (slope * slope / 2 - curve / 6)));
}

#endif
