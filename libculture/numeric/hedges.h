/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_HEDGES_H
#define CUL_NUMERIC_HEDGES_H

/* Hedges' (1981, J Educ Stat 6:107) correction J = Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2)), df > 1; else NaN. */
double cul_hedges_j(double df);

#endif
