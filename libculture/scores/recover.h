/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_SCORES_RECOVER_H
#define CUL_SCORES_RECOVER_H

/*
 * What an attacker can work out. Respondents fall into parts, people who are in the same units; a published total (of
 * answers, of scores, of numbers of people) is the sum over the parts of its group. Whoever has all published totals
 * can form every linear combination of them, and nothing else: the row space of the groups' indicator vectors over the
 * parts. It must hold no combination that rests on fewer respondents than the minimum, and not the total of a hidden
 * group (Cox 1980; Willenborg & de Waal 2001). Which parts are empty is taken as known.
 *
 * Elimination is exact modulo the prime 2^61 - 1: no rounding, so the same cells are hidden everywhere. A determinant
 * of such small 0/1 matrices that the prime divides is possible in theory; it would hide too little once in 10^18
 * times.
 */
#include <stdbool.h>
#include <stdint.h>

/* Respondents who count for a result, and people with any answer that goes into one: 0 where a part is empty. */
struct cul_size {
    int64_t scored, people;
};

/* The groups of an organisation; group 0 is the organisation itself. */
struct cul_groups {
    int64_t groups, parts;
    const uint8_t *members;       /* groups x parts */
    const struct cul_size *sizes; /* per part */
    const double *weights;        /* per part, of one more published sum: each respondent's score times this; or NULL */
    int64_t minimum;
};

/* Room to work in, for groups and parts up to a size. */
struct cul_recovery;
struct cul_recovery *cul_recovery_new(int64_t groups, int64_t parts); /* NULL: no memory */
void cul_recovery_free(struct cul_recovery *recovery);

/*
 * Looks for something that can be worked out from the groups that are not hidden, in at most *budget steps, which it
 * counts down. Gives a group whose hiding takes away something; -1: nothing can be worked out; -2: the steps ran out,
 * or nothing helps. hidden and totals are per group.
 */
enum { CUL_MOST_STEPS = 20000000 }; /* for one organisation and result: some hundredths of a second */
enum { CUL_RECOVERS_NOTHING = -1, CUL_RECOVERY_UNKNOWN = -2 };
int64_t cul_recover(struct cul_recovery *recovery, const struct cul_groups *of, const bool *hidden,
                    const struct cul_size *totals, int64_t *budget);

#endif
