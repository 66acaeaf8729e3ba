/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/draws.h"

#include "numeric/distributions.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

/* A gsl_rng is a type and a state; this one lives in the caller's struct. */
static gsl_rng generator(struct cul_draws *draws)
{
    return (gsl_rng){gsl_rng_mt19937, draws->state};
}

void cul_draws_seed(struct cul_draws *draws, uint64_t seed)
{
    /* splitmix64: neighbouring seeds give unrelated streams of the generator's 32-bit seed. */
    seed += 0x9E3779B97F4A7C15u;
    seed = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9u;
    seed = (seed ^ seed >> 27) * 0x94D049BB133111EBu;
    seed ^= seed >> 31;
    gsl_rng rng = generator(draws);
    if (rng.type->size <= sizeof draws->state) {
        gsl_rng_set(&rng, (unsigned long)((seed >> 32 ^ seed) & 0xFFFFFFFFu));
    }
}

double cul_draws_uniform(struct cul_draws *draws)
{
    gsl_rng rng = generator(draws);
    return gsl_rng_uniform_pos(&rng);
}

int64_t cul_draws_whole(struct cul_draws *draws, int64_t low, int64_t high)
{
    gsl_rng rng = generator(draws);
    return low + (int64_t)gsl_rng_uniform_int(&rng, (unsigned long)(high - low) + 1);
}

double cul_draws_normal(struct cul_draws *draws)
{
    return cul_normal_quantile(cul_draws_uniform(draws));
}

double cul_draws_chi_squared(struct cul_draws *draws, double df)
{
    gsl_rng rng = generator(draws);
    return gsl_ran_chisq(&rng, df);
}
