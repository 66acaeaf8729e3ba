/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/remembered.h"

#include "base/memory.h"
#include "numeric/distributions.h"

#include <stdint.h>
#include <string.h>

enum { PLACES = 1024 }; /* what comes to a place that is taken takes it over */

enum kind { NONE, T, F, BETA };

struct entry {
    double p, a, b, value;
    enum kind kind;
};

struct cul_remembered {
    struct entry entries[PLACES];
};

struct cul_remembered *cul_remembered_new(void)
{
    return cul_memory_new(1, sizeof(struct cul_remembered));
}

void cul_remembered_free(struct cul_remembered *remembered)
{
    cul_memory_free(remembered);
}

static double find(enum kind kind, double p, double a, double b)
{
    return kind == T ? cul_t_quantile(p, a) : kind == F ? cul_f_quantile(p, a, b) : cul_beta_quantile(p, a, b);
}

static uint64_t mix(uint64_t hash, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return (hash ^ bits ^ bits >> 32) * 0x9E3779B97F4A7C15u;
}

static double recall(struct cul_remembered *remembered, enum kind kind, double p, double a, double b)
{
    if (!remembered) {
        return find(kind, p, a, b);
    }
    struct entry *entry = &remembered->entries[mix(mix(mix(kind, p), a), b) >> 54];
    if (entry->kind != kind || entry->p != p || entry->a != a || entry->b != b) {
        *entry = (struct entry){p, a, b, find(kind, p, a, b), kind};
    }
    return entry->value;
}

_Static_assert(PLACES == 1 << (64 - 54), "a place is what the hash's highest bits say");

double cul_remembered_t(struct cul_remembered *remembered, double p, double df)
{
    return recall(remembered, T, p, df, 0);
}

double cul_remembered_f(struct cul_remembered *remembered, double p, double df1, double df2)
{
    return recall(remembered, F, p, df1, df2);
}

double cul_remembered_beta(struct cul_remembered *remembered, double p, double a, double b)
{
    return recall(remembered, BETA, p, a, b);
}
