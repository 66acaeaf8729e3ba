/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_NUMERIC_REMEMBERED_H
#define CUL_NUMERIC_REMEMBERED_H

/*
 * Quantiles that many organisations ask for with the same degrees of freedom: found once, then remembered. The numbers
 * are those of numeric/distributions.h. Belongs to one thread.
 */
struct cul_remembered;
struct cul_remembered *cul_remembered_new(void); /* NULL: no memory */
void cul_remembered_free(struct cul_remembered *remembered);

/* With remembered NULL nothing is. */
double cul_remembered_t(struct cul_remembered *remembered, double p, double df);
double cul_remembered_f(struct cul_remembered *remembered, double p, double df1, double df2);
double cul_remembered_beta(struct cul_remembered *remembered, double p, double a, double b);

#endif
